"""What one source says, with where it says it."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class SourceView:
    """Where an assertion or observation was published."""

    id: str
    title: str
    publisher: str
    authority: str
    issued: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class ClauseView:
    """The clause to highlight: a span of the reading text of a document in the atlas."""

    document_id: str
    document_title: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class SubjectView:
    """What a statement is about, by the ids of the atlas: where a correction begins."""

    indicator: str
    industry: str
    scope: str
    region: str
    change: str
    driven_by: str


@dataclass(frozen=True, slots=True)
class DecisionView:
    """What a person said of a reading.

    `action` is ``accept``, ``correct``, ``reject`` or ``reopen``; `candidate` counts from
    1 (0 where none was chosen); `fields` are the corrections as they were given.
    """

    id: str
    action: str
    candidate: int
    fields: tuple[tuple[str, str], ...]
    by: str
    at: str
    note: str


@dataclass(frozen=True, slots=True)
class AssertionView:
    """One statement about a commitment, by one source.

    `reading` is the quantity as people write it, comparator included (突破5000亿元,
    above 500 bn CNY). `origin` is ``pack``, ``document``, or ``review`` where a person
    decided what is said, by `decision`. `voice` numbers the independent voice it belongs
    to: republished copies and versions of one story share one, and `relation` says which it
    is (``own``, ``copy``, ``story``). `qualifier` is the word that says how firmly (力争,
    预计), as published.
    """

    id: str
    reading: Name
    kind: str
    op: str
    cmp: str
    value: float | None
    value_high: float | None
    unit: str
    counted: str | None
    tier: float | None
    period: str | None
    base_year: str | None
    firmness: str | None
    modality: str | None
    qualifier: str | None
    indicator: str
    scope: str
    origin: str
    elected: bool
    voice: int
    source: SourceView
    clause: ClauseView | None
    note: Name | None
    subject: SubjectView
    decision: DecisionView | None
    relation: str = "own"


@dataclass(frozen=True, slots=True)
class ObservationView:
    """A realised value, with how well it may be held against the commitment.

    `evidence` is ``direct``, ``partial`` or ``proxy``; `reason` says why. `vintage` is the
    day on which it was made public; `superseded_by` is the id of a later vintage of the same
    figure. `prices` is ``current`` or ``constant`` (of the year `price_year`). `origin` is
    ``pack``, ``document``, ``review`` or ``import`` (a table that a user brought).
    """

    id: str
    indicator: Name
    scope: Name | None
    region: Name
    period: str | None
    period_type: str
    reading: Name
    cmp: str
    value: float
    unit: str
    definition: Name | None
    quality: str
    evidence: str
    reason: Name
    source: SourceView
    clause: ClauseView | None = None
    vintage: str | None = None
    superseded_by: str | None = None
    prices: str | None = None
    price_year: str | None = None
    origin: str = "pack"
