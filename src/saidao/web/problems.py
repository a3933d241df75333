"""Errors over HTTP: one shape for all of them, RFC 9457 problem details."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from saidao.errors import InvalidInput, NotFound, SaidaoError, StoreError

__all__ = ["RESPONSES", "WRITE_RESPONSES", "Problem", "install", "problem"]

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """What went wrong, in the words of RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str
    near: list[str] = []
    errors: list[dict[str, str]] = []


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (404, 422, 503)
}
"""Declared for every route, so that the schema promises what the handlers keep."""

WRITE_RESPONSES: dict[int | str, dict[str, Any]] = RESPONSES | {
    status: {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    for status in (403, 413, 415)
}
"""Declared for routes that change the atlas."""


def problem(
    request: Request,
    status: int,
    detail: str,
    *,
    near: tuple[str, ...] = (),
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """Return a problem response for this request."""
    body = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
        near=list(near),
        errors=errors or [],
    )
    return JSONResponse(
        body.model_dump(exclude_defaults=True) | {"type": body.type},
        status_code=status,
        media_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def install(app: FastAPI) -> None:
    """Answer every error of `app` with a problem."""

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        return problem(
            request, error.status_code, str(error.detail), headers=dict(error.headers or {})
        )

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"where": ".".join(map(str, item["loc"])), "problem": str(item["msg"])}
            for item in error.errors()
        ]
        detail = "; ".join(f"{item['where']}: {item['problem']}" for item in errors)
        return problem(request, 422, detail, errors=errors)

    @app.exception_handler(SaidaoError)
    def ours(request: Request, error: SaidaoError) -> JSONResponse:
        if isinstance(error, NotFound):
            return problem(request, 404, str(error), near=error.near)
        if isinstance(error, InvalidInput):
            return problem(request, 422, str(error))
        status = 503 if isinstance(error, StoreError) else 500
        log.error("%s: %s", request.url.path, error)
        return problem(request, status, str(error))

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        # The server's log gets the traceback; the reader of the page gets no internals.
        log.error("unexpected error at %s", request.url.path, exc_info=error)
        return problem(request, 500, "an unexpected error; see the server's log")
