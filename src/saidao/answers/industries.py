"""Industries, and the versions of the city's industry system."""

from __future__ import annotations

import difflib
from collections import Counter

from saidao.answers.shapes import IndustryView, SystemView
from saidao.answers.views import source_views
from saidao.errors import NotFound
from saidao.packs.pack import Industry
from saidao.store import Snapshot

__all__ = ["industries", "industry", "systems"]


def counted(snapshot: Snapshot) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how many commitments, parks and tasks name each industry."""
    made = snapshot.answered.get("industry counts")
    if made is None:
        made = (
            Counter(id for one in snapshot.commitment for id in one.subject.industry.split("+")),
            Counter(id for row in snapshot.park for id in row.industries),
            Counter(id for row in snapshot.technology_task for id in row.industries),
        )
        snapshot.answered["industry counts"] = made
    counts: tuple[Counter[str], Counter[str], Counter[str]] = made
    return counts


def industry_view(snapshot: Snapshot, row: Industry) -> IndustryView:
    """Return an industry as it is shown."""
    commitments, parks, tasks = counted(snapshot)
    return IndustryView(
        id=row.id,
        name=row.name,
        is_track=row.is_track,
        status=row.status,
        overlaps=row.overlaps,
        codes=row.codes,
        codes_basis=row.codes_basis,
        commitment_count=commitments[row.id],
        park_count=parks[row.id],
        task_count=tasks[row.id],
        sources=source_views(snapshot, row.sources),
        note=row.note,
    )


def industries(snapshot: Snapshot) -> tuple[IndustryView, ...]:
    """Return all industries, tracks first, then those that most is promised for."""
    views = [industry_view(snapshot, row) for row in snapshot.industry]
    return tuple(sorted(views, key=lambda v: (not v.is_track, -v.commitment_count, v.id)))


def industry(snapshot: Snapshot, id: str) -> IndustryView:
    """Return one industry.

    Raises
    ------
    NotFound
        If there is none with that id.
    """
    row = snapshot.industries.get(id)
    if row is None:
        near = difflib.get_close_matches(id, snapshot.industries, n=3)
        raise NotFound("industry", id, near)
    return industry_view(snapshot, row)


def systems(snapshot: Snapshot) -> tuple[SystemView, ...]:
    """Return the versions of the industry system, the newest first."""
    views = [
        SystemView(
            id=row.id,
            name=row.name,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            supersedes=row.supersedes,
            complete=row.complete,
            groups=tuple(
                (
                    name,
                    tuple(
                        industry_view(snapshot, snapshot.industries[id])
                        for id in ids
                        if id in snapshot.industries
                    ),
                )
                for name, ids in row.groups
            ),
            sources=source_views(snapshot, row.sources),
            note=row.note,
        )
        for row in snapshot.system
    ]
    return tuple(sorted(views, key=lambda view: (view.valid_from or "", view.id), reverse=True))
