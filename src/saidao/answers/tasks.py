"""Technology tasks: what shall be broken through, where it is said, what was heard since."""

from __future__ import annotations

from saidao.answers.mentions import body_name
from saidao.answers.shapes import TaskEvidenceView, TaskNamingView, TaskView
from saidao.answers.views import clause_view, named, region_name, source_view, source_views
from saidao.ledger.tasks import TaskEvidence, TaskNaming, TechnologyTask
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["tasks"]


def tasks(snapshot: Snapshot) -> tuple[TaskView, ...]:
    """Return all technology tasks: those of the pack by area, then those of documents."""
    made = snapshot.answered.get("tasks")
    if made is None:
        views = [task_view(snapshot, row) for row in snapshot.technology_task]
        made = tuple(sorted(views, key=lambda view: (view.origin != "pack", view.area, view.id)))
        snapshot.answered["tasks"] = made
    found: tuple[TaskView, ...] = made
    return found


def task_view(snapshot: Snapshot, row: TechnologyTask) -> TaskView:
    """Return a task as it is shown."""
    industries = tuple(
        (id, snapshot.industries[id].name) for id in row.industries if id in snapshot.industries
    )
    first = industries[0] if industries else (None, None)
    owners = tuple(owner_name(snapshot, owner) for owner in row.owners)
    namings = tuple(naming_view(snapshot, one) for one in row.namings)
    return TaskView(
        id=row.id,
        area=row.area,
        industry_id=first[0],
        industry=first[1],
        industries=industries,
        task=row.task,
        technologies=tuple(translated(snapshot, one) for one in row.technologies),
        owner=owners[0] if owners else None,
        owners=owners,
        milestone=row.milestone,
        deadline=row.deadline,
        parks=row.parks,
        park_names=tuple((id, region_name(snapshot, id)) for id in row.parks),
        sources=source_views(snapshot, row.sources),
        clause=next((one.clause for one in namings if one.clause is not None), None),
        note=row.note,
        origin="pack" if any(one.origin == "pack" for one in row.namings) else "document",
        issued=next((one.issued for one in row.namings if one.issued), None),
        namings=namings,
        evidence=tuple(evidence_view(snapshot, one) for one in row.evidence),
    )


def translated(snapshot: Snapshot, name: Name) -> Name:
    """Return a name with its English, where the glossary has it."""
    return name if name.en else Name(name.zh, snapshot.glossary.get(name.zh, ""))


def owner_name(snapshot: Snapshot, owner: str) -> Name:
    """Return an owner with its English, where the atlas knows it."""
    known = body_name(snapshot, owner)
    return known if known.en else (named(snapshot, owner) or known)


def naming_view(snapshot: Snapshot, one: TaskNaming) -> TaskNamingView:
    """Return a place that names a task as it is shown."""
    return TaskNamingView(
        origin=one.origin,
        name=one.name,
        issued=one.issued,
        source=source_view(snapshot, one.source) if one.source else None,
        clause=clause_view(snapshot, one.passage),
    )


def evidence_view(snapshot: Snapshot, one: TaskEvidence) -> TaskEvidenceView:
    """Return a later passage as it is shown."""
    clause = clause_view(snapshot, one.passage)
    assert clause is not None
    source = snapshot.documents[one.document].source
    return TaskEvidenceView(
        kind=one.kind,
        issued=one.issued,
        technologies=one.technologies,
        source=source_view(snapshot, source) if source else None,
        clause=clause,
        commitment_id=commitment_of(snapshot, one.assertion),
    )


def commitment_of(snapshot: Snapshot, assertion: str | None) -> str | None:
    """Return the commitment that an assertion belongs to, if it does."""
    made = snapshot.answered.get("commitment by assertion")
    if made is None:
        made = {one.assertion: one.commitment for one in snapshot.membership}
        snapshot.answered["commitment by assertion"] = made
    found: str | None = made.get(assertion)
    return found
