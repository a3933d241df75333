"""Commitments: the readings of one promise, elected, contradicted and followed."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.mentions import BodyView, InstrumentView
from saidao.answers.shapes.progress import CourseView, ProgressView
from saidao.answers.shapes.readings import AssertionView, ClauseView, SourceView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class CommitmentSummary:
    """A commitment as a row of the ledger or a ring of the roadmap.

    `agreement` is ``single`` (one voice), ``agreed`` or ``conflict``; `conflicts` lists
    the classes found (``comparator``, ``value``, ``firmness``, ``change``, ``deadline``,
    ``scope``, ``definition``, ``members``, ``precision``, ``revision``).
    `responsible` are the bodies that answer for it, by any document that states it;
    `instruments` are the means that its sentences name.
    """

    id: str
    title: Name
    industry_id: str | None
    industry: Name | None
    indicator_id: str
    indicator: Name
    region_id: str
    region: Name
    plan_id: str | None
    plan: Name | None
    deadline: str | None
    change: str
    driven_by: Name | None
    reading: Name
    elected: AssertionView
    rule: Name
    agreement: str
    conflicts: tuple[str, ...]
    assertion_count: int
    voice_count: int
    progress: ProgressView
    responsible: tuple[BodyView, ...]
    instruments: tuple[InstrumentView, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """One side of a conflict: who says what, and of which commitment."""

    assertion_id: str
    commitment_id: str
    title: Name
    reading: Name
    period: str | None
    source: SourceView


@dataclass(frozen=True, slots=True)
class ObservedParty:
    """A realised value that takes part in a conflict: with another one, or with a target."""

    observation_id: str
    title: Name
    scope: Name | None
    reading: Name
    period: str | None
    definition: Name | None
    quality: str
    source: SourceView
    clause: ClauseView | None


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two or more readings that cannot all hold.

    `parties` are those who say so; they may speak of another commitment (a neighbouring
    year, an increment, a narrower scope), which is where a single statement finds whom it
    contradicts. `observed` are the realised values in it; two of those may contradict each
    other where no promise is made (``series``: a later year is lower in another source).
    """

    class_: str
    sentence: Name
    assertion_ids: tuple[str, ...]
    parties: tuple[PartyView, ...]
    observed: tuple[ObservedParty, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """A commitment with every statement about it, winning and losing."""

    summary: CommitmentSummary
    assertions: tuple[AssertionView, ...]
    conflicts: tuple[ConflictView, ...]
    related: tuple[CommitmentSummary, ...]
    course: CourseView


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A page of the ledger.

    `facets` counts matches by field for the filters; `names` names the ids among them.
    """

    total: int
    offset: int
    items: tuple[CommitmentSummary, ...]
    facets: dict[str, dict[str, int]]
    names: dict[str, dict[str, Name]]


@dataclass(frozen=True, slots=True)
class Lane:
    """A track or industry of the roadmap with its commitments by deadline."""

    industry_id: str | None
    name: Name
    is_track: bool
    overlaps: tuple[str, ...]
    commitments: tuple[CommitmentSummary, ...]


@dataclass(frozen=True, slots=True)
class Roadmap:
    """All lanes; `first_year` and `last_year` bound the time axis, `today` marks it."""

    today: str
    first_year: int
    last_year: int
    lanes: tuple[Lane, ...]
    undated: int
