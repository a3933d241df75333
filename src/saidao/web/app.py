"""The web application: the API under ``/api``, the front end everywhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware.gzip import GZipMiddleware

from saidao import __version__
from saidao.web import cluster_routes, comparing, decisions, pages, problems, register_routes
from saidao.web.headers import SecurityHeaders
from saidao.web.kept import Kept
from saidao.web.measuring import Measuring
from saidao.web.routes import router
from saidao.web.shelf import Shelf
from saidao.web.warming import lifespan

__all__ = ["create_app"]

DESCRIPTION = """
What a city says about its industries, beside what its industries do.

Every number carries the assertion or observation it came from, and through it a document
and a source. Texts for people come in Chinese and English side by side (`zh`, `en`).
Errors are problem details (RFC 9457). Answers carry an `ETag` made from the content hash
of the atlas and the day they are given for.
"""

TAGS = [
    {"name": "atlas", "description": "What this atlas is and where the city stands."},
    {"name": "ledger", "description": "Commitments with every statement about them."},
    {"name": "documents", "description": "Documents with the statements read from them."},
    {"name": "map", "description": "Districts, parks and their industries."},
    {"name": "registers", "description": "Registers of establishments and their quality."},
    {"name": "clusters", "description": "Where industries sit together beyond chance."},
    {"name": "industries", "description": "The city's own grouping of its industries."},
    {"name": "export", "description": "The ledger as files."},
]


def create_app(
    atlas_dir: Path | None,
    today: date | None = None,
    *,
    static: Path | None = None,
    allow_review: bool = False,
    host: str = "127.0.0.1",
    user: str = "",
) -> FastAPI:
    """Return the application that serves one atlas folder.

    Parameters
    ----------
    atlas_dir : Path or None
        The atlas; None makes an application that can only print its schema.
    today : date, optional
        The day that progress is judged for; the calendar's day where not given.
    static : Path, optional
        The built front end, if it lies elsewhere than in the package.
    allow_review : bool
        Whether visitors may decide on reviews.
    host : str
        The address that the server listens on.
    user : str
        Who decides where a request does not say.
    """
    app = FastAPI(
        title="Saidao",
        version=__version__,
        description=DESCRIPTION.strip(),
        openapi_url="/api/openapi.json",
        openapi_tags=TAGS,
        # The stock pages load scripts from another host; a closed network has none.
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    app.openapi = lambda: schema(app)  # type: ignore[method-assign]
    app.state.shelf = Shelf(atlas_dir, today)
    app.state.allow_review, app.state.host, app.state.user = allow_review, host, user
    app.state.kept, app.state.measuring = Kept(), Measuring()
    problems.install(app)
    app.include_router(router, prefix="/api", responses=problems.RESPONSES)
    app.include_router(register_routes.router, prefix="/api", responses=problems.RESPONSES)
    app.include_router(cluster_routes.router, prefix="/api", responses=problems.RESPONSES)
    app.include_router(comparing.router, prefix="/api", responses=problems.RESPONSES)
    app.include_router(decisions.router, prefix="/api", responses=problems.WRITE_RESPONSES)
    pages.install(app, static or pages.STATIC)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(SecurityHeaders)
    return app


def schema(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI schema, the shape of errors included."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            license_info=app.license_info,
            tags=app.openapi_tags,
            routes=app.routes,
        )
        # A field with a default is always sent all the same; in what we are sent it may miss.
        for name, shape in made["components"]["schemas"].items():
            if "properties" in shape and name != decisions.DecisionGiven.__name__:
                shape["required"] = list(shape["properties"])
        made["components"]["schemas"]["Problem"] = problems.Problem.model_json_schema(
            mode="serialization"
        )
        app.openapi_schema = made
    return app.openapi_schema
