"""Clusters over HTTP: of an industry or code, their members, and all industries."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from saidao.answers import shapes
from saidao.web.downloads import CSV_FILE, download, file_of
from saidao.web.register_routes import RegisterId, Selected
from saidao.web.routes import CachedRoute, Opened, Today

__all__ = ["router"]

router = APIRouter(route_class=CachedRoute)

MOST = 100_000


@router.get("/clusters", operation_id="clusters", tags=["clusters"])
def clusters(
    atlas: Opened,
    today: Today,
    selected: Selected,
) -> shapes.ClustersView:
    """Clusters of an industry or a code beyond chance, beside the tiers that plans promised."""
    from saidao.answers.clusters import clusters

    return clusters(atlas.snapshot, atlas.folder, today, **selected)


@router.get("/clusters/industries", operation_id="clusteredIndustries", tags=["clusters"])
def clustered_industries(
    request: Request, response: Response, atlas: Opened, register: RegisterId = None
) -> shapes.ClusteredIndustries:
    """How clustered each industry of the city is, with the false discovery rate kept.

    What takes long is done beside: `pending` says for how many industries it is still to do.
    """
    from saidao.answers.clusters import clustered_industries, measure_next

    def asked() -> shapes.ClusteredIndustries:
        return clustered_industries(
            atlas.snapshot, atlas.folder, register=register, only_known=True
        )

    found = asked()
    if found.pending:
        request.app.state.measuring.ask(
            (atlas.content_hash, found.register.id),
            lambda: measure_next(atlas.snapshot, atlas.folder, register=register),
        )
        found = asked()
    if found.pending:
        response.headers["Cache-Control"] = "no-store"
    return found


@router.get(
    "/clusters/{cluster_id}/members.csv",
    operation_id="clusterMembers",
    tags=["clusters"],
    response_class=Response,
    responses=file_of(CSV_FILE, "Members as CSV"),
)
def members(
    atlas: Opened,
    cluster_id: Annotated[str, Path(max_length=40)],
    selected: Selected,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> Response:
    """The establishments of a cluster as CSV (UTF-8 with a byte order mark, for Excel)."""
    from saidao.answers.clusters import cluster_members
    from saidao.web.export import as_csv

    header, rows = cluster_members(
        atlas.snapshot,
        atlas.folder,
        cluster_id,
        **selected,
        limit=limit,
    )
    return download(as_csv(header, rows), "cluster.csv")
