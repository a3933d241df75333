"""The ledger of technology tasks."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import ClauseView, SourceView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class TaskNamingView:
    """One place that names a task: a row of the pack, or a passage of a document."""

    origin: str
    name: str
    issued: str | None
    source: SourceView | None
    clause: ClauseView | None


@dataclass(frozen=True, slots=True)
class TaskEvidenceView:
    """A later passage that names technologies of a task; it is no verdict.

    `kind` is ``actual`` where a realised figure stands in it (of the commitment
    `commitment_id`, where there is one), ``task`` where it sets another task, else ``named``.
    """

    kind: str
    issued: str
    technologies: tuple[str, ...]
    source: SourceView | None
    clause: ClauseView
    commitment_id: str | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A technology task: what shall be broken through, by whom, by when, where.

    `industry` is the first of `industries`; `owners` holds all who are named. `namings` are
    the places that name it, the oldest first; `evidence` is what later documents say of its
    technologies, the newest first. `origin` is ``pack`` or ``document``.
    """

    id: str
    area: str
    industry_id: str | None
    industry: Name | None
    industries: tuple[tuple[str, Name], ...]
    task: Name
    technologies: tuple[Name, ...]
    owner: Name | None
    owners: tuple[Name, ...]
    milestone: Name | None
    deadline: str | None
    parks: tuple[str, ...]
    park_names: tuple[tuple[str, Name], ...]
    sources: tuple[SourceView, ...]
    clause: ClauseView | None
    note: Name | None
    origin: str
    issued: str | None
    namings: tuple[TaskNamingView, ...]
    evidence: tuple[TaskEvidenceView, ...]
