"""The planned layout: what plans, parks and districts say of an industry, by place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from saidao.answers.commitments import industries_of, summaries
from saidao.answers.places import park_view
from saidao.answers.shapes import CommitmentSummary, TaskView
from saidao.answers.shapes.establishments import PlannedItem
from saidao.answers.tasks import tasks
from saidao.answers.views import source_views
from saidao.packs.pack import District, Park
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["Planned", "planned", "promises", "tasks_for"]


@dataclass(frozen=True, slots=True)
class Planned:
    """What is planned, by place: the id of a district, a park, or empty for the city."""

    at: Mapping[str, tuple[PlannedItem, ...]]

    def of(self, level: str, id: str) -> tuple[PlannedItem, ...]:
        """Return what is planned for an area."""
        if level == "city":
            return self.at.get("", ())
        return self.at.get(id, ()) if level in ("district", "park") and id else ()


def planned(snapshot: Snapshot, today: date, industries: frozenset[str] | None) -> Planned:
    """Return what is planned for industries, or for any where None is given.

    Commitments and tasks are given for named industries alone: of all there are too many.
    """
    key = ("planned", today, industries)
    made = snapshot.answered.get(key)
    if made is None:
        found: dict[str, list[PlannedItem]] = {}
        for district in snapshot.district:
            if names_one(snapshot, district, industries):
                found.setdefault(district.code, []).append(positioning(snapshot, district))
        for park in snapshot.park:
            if industries is None or industries & set(park.industries):
                item = focus(snapshot, park)
                for place in (park.id, *park.districts, ""):
                    found.setdefault(place, []).append(item)
        if industries is not None:
            for row in promises(snapshot, today, industries):
                place = "" if row.region_id == snapshot.city.region else row.region_id
                found.setdefault(place, []).append(promise(row))
            for task in tasks_for(snapshot, industries):
                for place in ("", *task.parks):
                    found.setdefault(place, []).append(wanted(task))
        made = Planned({place: tuple(items) for place, items in found.items()})
        snapshot.answered[key] = made
    plan: Planned = made
    return plan


def names_one(snapshot: Snapshot, district: District, industries: frozenset[str] | None) -> bool:
    """Return whether the positioning of a district names one of the industries."""
    if district.positioning is None:
        return False
    if industries is None:
        return True
    text = district.positioning.zh
    spelled = (e.spelling for e in snapshot.lexicon if e.kind == "industry")
    targets = {e.spelling: e.target for e in snapshot.lexicon if e.kind == "industry"}
    names = {snapshot.industries[id].name.zh for id in industries if id in snapshot.industries}
    return any(word in text for word in names) or any(
        targets[word] in industries and word in text for word in spelled
    )


def promises(
    snapshot: Snapshot, today: date, industries: frozenset[str]
) -> tuple[CommitmentSummary, ...]:
    """Return the commitments about industries, by deadline."""
    rows = [
        row for row in summaries(snapshot, today).values() if industries & set(industries_of(row))
    ]
    return tuple(sorted(rows, key=lambda row: (row.deadline or "9999", row.id)))


def tasks_for(snapshot: Snapshot, industries: frozenset[str]) -> tuple[TaskView, ...]:
    """Return the technology tasks of industries."""
    return tuple(task for task in tasks(snapshot) if industries & {id for id, _ in task.industries})


def positioning(snapshot: Snapshot, district: District) -> PlannedItem:
    """Return what a district is meant to be."""
    return PlannedItem(
        kind="positioning",
        id=district.code,
        name=district.name,
        detail=district.positioning,
        deadline=district.positioning_period,
        sources=source_views(snapshot, district.sources),
        clause=None,
    )


def focus(snapshot: Snapshot, park: Park) -> PlannedItem:
    """Return a park with what it is meant for."""
    view = park_view(snapshot, park)
    named = Name(
        "、".join(name.zh for name in view.industry_names),
        ", ".join(name.en or name.zh for name in view.industry_names),
    )
    return PlannedItem(
        kind="park",
        id=park.id,
        name=park.name,
        detail=park.focus or named,
        deadline=None,
        sources=view.sources,
        clause=None,
    )


def promise(row: CommitmentSummary) -> PlannedItem:
    """Return a commitment."""
    return PlannedItem(
        kind="commitment",
        id=row.id,
        name=row.title,
        detail=row.reading,
        deadline=row.deadline,
        sources=(row.elected.source,),
        clause=row.elected.clause,
    )


def wanted(task: TaskView) -> PlannedItem:
    """Return a technology task."""
    return PlannedItem(
        kind="task",
        id=task.id,
        name=task.task,
        detail=task.milestone,
        deadline=task.deadline,
        sources=task.sources,
        clause=task.clause,
    )
