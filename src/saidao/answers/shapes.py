"""The resources of the API as frozen values: web, report and command line show these.

They mirror the front end's words. Every number carries the assertion or observation it
came from, and through it a document and a source. Texts in both languages are `Name`.

Over 500 lines on purpose: the whole contract of the API reads in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    to: republished copies share one. `qualifier` is the word that says how firmly (力争,
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


@dataclass(frozen=True, slots=True)
class ObservationView:
    """A realised value, with how well it may be held against the commitment.

    `evidence` is ``direct``, ``partial`` or ``proxy``; `reason` says why.
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


@dataclass(frozen=True, slots=True)
class ProgressView:
    """What is known of how far a commitment got.

    `evidence` is ``direct``, ``partial``, ``proxy`` or ``none``. `state` is ``reached``,
    ``not_reached`` (the deadline's own figure falls short), ``below`` (the newest comparable
    figure falls short and the deadline is still ahead), ``no_deadline_figure`` (the deadline
    has passed without a figure; the newest one before it falls short), ``undecided``,
    ``partial_only`` or ``proxy_only`` (the best figures are comparable ones of low quality,
    partial ones, proxies), ``no_published_figure`` (searched, nothing published) or
    ``not_searched``.
    `sentence` says it in words, with the figures.
    """

    state: str
    evidence: str
    sentence: Name
    observations: tuple[ObservationView, ...]


@dataclass(frozen=True, slots=True)
class CommitmentSummary:
    """A commitment as a row of the ledger or a ring of the roadmap.

    `agreement` is ``single`` (one voice), ``agreed`` or ``conflict``; `conflicts` lists
    the classes found (``comparator``, ``value``, ``firmness``, ``change``, ``deadline``,
    ``scope``, ``definition``).
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
class ConflictView:
    """Two or more readings that cannot all hold.

    `parties` are those who say so; they may speak of another commitment (a neighbouring
    year, an increment, a narrower scope), which is where a single statement finds whom it
    contradicts.
    """

    class_: str
    sentence: Name
    assertion_ids: tuple[str, ...]
    parties: tuple[PartyView, ...]


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """A commitment with every statement about it, winning and losing."""

    summary: CommitmentSummary
    assertions: tuple[AssertionView, ...]
    conflicts: tuple[ConflictView, ...]
    related: tuple[CommitmentSummary, ...]


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """A page of the ledger; `facets` counts matches by field for the filters."""

    total: int
    offset: int
    items: tuple[CommitmentSummary, ...]
    facets: dict[str, dict[str, int]]


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


@dataclass(frozen=True, slots=True)
class ParkView:
    """A park with what is known of its place; None is shown as unknown, never guessed."""

    id: str
    name: Name
    kind: str
    industries: tuple[str, ...]
    industry_names: tuple[Name, ...]
    focus: Name | None
    districts: tuple[str, ...]
    district_names: tuple[Name, ...]
    district_basis: str | None
    area_km2: float | None
    area_basis: str | None
    boundary_text: str | None
    place_text: str | None
    lon: float | None
    lat: float | None
    uncertainty_km: float | None
    place_basis: str | None
    batch: Name | None
    batch_basis: str | None
    operator: Name | None
    sources: tuple[SourceView, ...]
    note: Name | None


@dataclass(frozen=True, slots=True)
class DistrictView:
    """A district with its figures; the outline travels in `MapView.districts`."""

    code: str
    name: Name
    area_km2: float | None
    area_note: Name | None
    population: int | None
    population_year: str | None
    density: float | None
    positioning: Name | None
    positioning_period: str | None
    park_count: int
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class IndustryView:
    """An industry or track with the promises and parks that name it."""

    id: str
    name: Name
    is_track: bool
    status: str | None
    overlaps: tuple[str, ...]
    codes: tuple[tuple[str, float], ...]
    codes_basis: str | None
    commitment_count: int
    park_count: int
    task_count: int
    sources: tuple[SourceView, ...]
    note: Name | None


@dataclass(frozen=True, slots=True)
class SystemView:
    """One version of the industry system."""

    id: str
    name: Name
    valid_from: str | None
    valid_to: str | None
    supersedes: str | None
    complete: bool
    groups: tuple[tuple[Name, tuple[IndustryView, ...]], ...]
    sources: tuple[SourceView, ...]
    note: Name | None


@dataclass(frozen=True, slots=True)
class MapView:
    """The map in one piece: outlines as a GeoJSON FeatureCollection in WGS-84.

    Each feature has ``id`` = the district code. `bounds` is west, south, east, north.
    """

    districts_geojson: dict[str, Any]
    districts: tuple[DistrictView, ...]
    parks: tuple[ParkView, ...]
    industries: tuple[IndustryView, ...]
    bounds: tuple[float, float, float, float]
    boundary_licence: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """A technology task."""

    id: str
    area: str
    industry_id: str | None
    industry: Name | None
    task: Name
    technologies: tuple[Name, ...]
    owner: Name | None
    milestone: Name | None
    deadline: str | None
    parks: tuple[str, ...]
    sources: tuple[SourceView, ...]
    clause: ClauseView | None
    note: Name | None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document of the atlas."""

    id: str
    title: str
    issuer: str
    number: str
    issued: str
    media_type: str
    language: str
    sha256: str
    origin: str
    source: SourceView | None
    statement_count: int
    characters: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """A run of the reading text; text is data, never markup."""

    kind: str
    level: int
    start: int
    end: int
    text: str
    table: int | None = None
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class SpanView:
    """A statement in its document, for underlining.

    `decided` where a person decided what is said here; `review_id` where somebody may. A
    technology task has `task_id`, kind ``task`` and its technologies as `indicator`.
    """

    assertion_id: str | None
    review_id: str | None
    decided: bool
    commitment_id: str | None
    start: int
    end: int
    kind: str
    reading: Name
    period: str | None
    indicator: Name
    task_id: str | None


@dataclass(frozen=True, slots=True)
class DocumentDetail:
    """A document with its text and every statement in it."""

    summary: DocumentSummary
    blocks: tuple[BlockView, ...]
    spans: tuple[SpanView, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """The first page: where the city stands, each figure a link to its commitment.

    `sentence` holds ``{key}`` marks; `figures` gives each key's text and commitment id.
    `lists` gives, for each figure and count that is a number of commitments, the filters of
    the ledger that list them. Everything is as of `today`.
    """

    today: str
    city: Name
    sentence: Name
    figures: dict[str, tuple[Name, str | None]]
    due_this_year: tuple[CommitmentSummary, ...]
    overdue_unjudged: tuple[CommitmentSummary, ...]
    conflicts: tuple[CommitmentSummary, ...]
    counts: dict[str, int]
    lists: dict[str, dict[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class AtlasInfo:
    """What this atlas is: the city, the pack's date, the content hash, the versions."""

    id: str
    city: Name
    as_of: str
    content_hash: str
    saidao_version: str
    documents: int
    assertions: int
    commitments: int
    observations: int
    parks: int
    licence: str


@dataclass(frozen=True, slots=True)
class GapView:
    """Something known to exist that is not in the atlas: `known` of `total` members.

    `total` is None where nobody says how many there are.
    """

    subject: Name
    known: int
    total: int | None
    statement: Name
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class DataReport:
    """Data quality: what is known, estimated and missing, by table."""

    tables: tuple[tuple[Name, int, int, int], ...]
    """``(table, rows, estimated or inferred, missing)``."""
    gaps: tuple[GapView, ...]
    sources: tuple[SourceView, ...]
    reviews: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One hit of the search box; `kind` is commitment, park, industry, district, document."""

    kind: str
    id: str
    title: Name
    detail: Name


@dataclass(frozen=True, slots=True)
class Meeting:
    """A commitment that a document speaks of.

    `outcome` is ``agreeing``, ``conflicting`` or ``new`` (nobody else speaks of it).
    `conflicts` lists the classes in which the document differs from the reading that
    counts, `others` those in which other sources do and the document does not.
    `reading` is the document's, `elected` the one that counts, from `source`.
    """

    commitment_id: str
    title: Name
    outcome: str
    conflicts: tuple[str, ...]
    others: tuple[str, ...]
    reading: Name
    elected: Name
    source: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A passage that a person decides on, with the readings to choose from.

    `kind` is ``ambiguous`` (the reader cannot tell), ``differs`` (a row of the pack, the
    first reading, and the reader differ) or ``questioned`` (a person doubts the only
    reading); `state` is ``open``, ``accepted``, ``corrected`` or ``rejected``. `key` names
    what is seen here and goes with a decision. `reopened` says why an earlier decision on
    the same words stands no more.
    """

    id: str
    key: str
    kind: str
    state: str
    document_id: str
    document_title: str
    start: int
    end: int
    quote: str
    reason: Name
    candidates: tuple[AssertionView, ...]
    decision: DecisionView | None
    history: tuple[DecisionView, ...]
    reopened: Name | None


@dataclass(frozen=True, slots=True)
class ReviewList:
    """All reviews, open ones first; `may_decide` says whether this server takes decisions."""

    may_decide: bool
    open: int
    items: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """What a decision did: the decision, and the atlas after it."""

    decision: DecisionView
    content_hash: str
