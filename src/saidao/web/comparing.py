"""Versions side by side and what does not add up, over HTTP."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from saidao import answers
from saidao.answers import shapes
from saidao.errors import NotFound
from saidao.web.routes import CachedRoute, Opened

__all__ = ["router"]

router = APIRouter(route_class=CachedRoute)

Id = Annotated[str, Query(max_length=300)]


@router.get("/versions", operation_id="versions", tags=["ledger"])
def versions(atlas: Opened) -> shapes.VersionList:
    """Plans and documents that promise something, newest first."""
    return answers.versions(atlas.snapshot)


@router.get("/versions/diff", operation_id="versionDiff", tags=["ledger"])
def diff(atlas: Opened, before: Id = "", after: Id = "") -> shapes.VersionDiff:
    """What became of each promise from one version to another.

    Where a version is not given, it is one of the two that have the most in common.
    """
    known = answers.versions(atlas.snapshot)
    first, second = before or known.before, after or known.after
    if first is None or second is None:
        raise NotFound("pair of versions", "to compare")
    return answers.diff(atlas.snapshot, first, second)


@router.get("/versions/history", operation_id="industryHistory", tags=["ledger"])
def history(atlas: Opened, industry: Id = "") -> shapes.IndustryHistory:
    """The promises of one industry through all versions, oldest first."""
    return answers.history(atlas.snapshot, industry or answers.most_promised(atlas.snapshot))


@router.get("/checks", operation_id="checks", tags=["ledger"])
def checks(
    atlas: Opened,
    rule: Annotated[list[str] | None, Query(description="Rule ids", max_length=50)] = None,
    certainty: Annotated[list[Literal["certain", "likely", "bound"]] | None, Query()] = None,
) -> shapes.CheckReport:
    """What does not add up, the surest first; counts are of all findings of these rules."""
    return answers.check_report(
        atlas.snapshot, lambda id: atlas.text(id).text, rule or (), certainty or ()
    )
