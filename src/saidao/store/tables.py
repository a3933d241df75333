"""The tables of an atlas, and `Snapshot`: all of their latest rows as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from saidao.documents.document import Block
from saidao.ledger.figures.records import Imported
from saidao.ledger.forecasts import Forecast
from saidao.ledger.mentions import Attached, Mentioned, MentionKind
from saidao.ledger.records import (
    Assertion,
    Commitment,
    Conflict,
    Decision,
    Election,
    Membership,
    ObservedValue,
    Passage,
    ReviewItem,
)
from saidao.ledger.searches import Searched
from saidao.ledger.tasks import TechnologyTask
from saidao.packs.pack import (
    District,
    Gap,
    Indicator,
    Industry,
    IndustrySystem,
    Lexicon,
    Linkage,
    Park,
    ParkBatch,
    Plan,
    Region,
    Source,
    Task,
)
from saidao.register.manifest import Register
from saidao.terms.name import Name

__all__ = [
    "TABLES",
    "Citation",
    "City",
    "DocumentText",
    "LexiconEntry",
    "NotPublished",
    "Snapshot",
    "StoredDocument",
    "Table",
]


@dataclass(frozen=True, slots=True)
class City:
    """What the atlas is about, from its pack; `tracks` are industries in the pack's order."""

    id: str
    name: Name
    region_code: str
    region: str
    licence: str
    as_of: str
    boundary_licence: str
    election: tuple[str, ...]
    bounds: tuple[float, float, float, float] | None
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """One spelling: of an industry, a region, a body, or a word of the glossary.

    A town, zone or former district is spelled as addresses have it; its target is the code of
    the district that it is in.
    """

    kind: Literal["industry", "region", "body", "glossary", "town", "zone", "former_district"]
    spelling: str
    target: str
    target_en: str = ""


@dataclass(frozen=True, slots=True)
class NotPublished:
    """A figure that was searched for and that nobody has published."""

    indicator: str
    industry: str | None
    searched: Name


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a row of the pack that is no statement (a task) stands in a document."""

    kind: Literal["task"]
    subject: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document without its text.

    `origin` is ``pack`` for a brief and ``added`` for one that a user brought; `source`
    is the source it speaks for. `file` is the digest of the kept file that holds it: the
    document's own, but for an item of a feed. `sketch` compares it with others, and so do
    `marks`, by which versions of one story are known.
    """

    id: str
    sha256: str
    file: str
    name: str
    media_type: str
    title: Name
    issuer: str
    number: str
    issued: str
    language: str
    url: str
    region: str
    origin: Literal["pack", "added"]
    source: str | None
    characters: int
    notes: tuple[str, ...]
    sketch: tuple[int, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """The reading text of a document with its blocks."""

    document: str
    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, and the fields that name a row."""

    name: str
    record: type[Any]
    key: tuple[str, ...] = ("id",)

    def key_of(self, record: object) -> str:
        """Return the key of a record as one text."""
        return "|".join(str(getattr(record, part) or "") for part in self.key)


TABLES = (
    Table("city", City),
    Table("source", Source),
    Table("plan", Plan),
    Table("industry", Industry),
    Table("system", IndustrySystem),
    Table("region", Region),
    Table("district", District, ("code",)),
    Table("park", Park),
    Table("batch", ParkBatch),
    Table("task", Task),
    Table("indicator", Indicator),
    Table(
        "linkage",
        Linkage,
        (
            "indicator",
            "industry",
            "observation_indicator",
            "observation_industry",
            "observation_scope",
            "observation_region",
            "evidence",
        ),
    ),
    Table("not_published", NotPublished, ("indicator", "industry")),
    Table("gap", Gap),
    Table("lexicon", LexiconEntry, ("kind", "spelling")),
    Table("document", StoredDocument),
    Table("citation", Citation, ("kind", "subject")),
    Table("assertion", Assertion),
    Table("observation", ObservedValue),
    Table("review", ReviewItem),
    Table("decision", Decision),
    Table("imported", Imported),
    Table("searched", Searched),
    Table("forecast", Forecast),
    Table("register", Register),
    Table("mention", Mentioned),
    Table("attached", Attached, ("assertion", "mention")),
    Table("technology_task", TechnologyTask),
    Table("commitment", Commitment),
    Table("membership", Membership, ("commitment", "assertion")),
    Table("election", Election, ("commitment",)),
    Table("conflict", Conflict),
    Table("document_text", DocumentText, ("document",)),
)
"""In the order in which they are hashed. The field of `Snapshot` has the same name."""


@dataclass(frozen=True)
class Snapshot:
    """The latest rows of all tables but the texts, each tuple sorted by key."""

    city: City
    content_hash: str
    revision: int
    source: tuple[Source, ...] = ()
    plan: tuple[Plan, ...] = ()
    industry: tuple[Industry, ...] = ()
    system: tuple[IndustrySystem, ...] = ()
    region: tuple[Region, ...] = ()
    district: tuple[District, ...] = ()
    park: tuple[Park, ...] = ()
    batch: tuple[ParkBatch, ...] = ()
    task: tuple[Task, ...] = ()
    indicator: tuple[Indicator, ...] = ()
    linkage: tuple[Linkage, ...] = ()
    not_published: tuple[NotPublished, ...] = ()
    gap: tuple[Gap, ...] = ()
    lexicon: tuple[LexiconEntry, ...] = ()
    document: tuple[StoredDocument, ...] = ()
    citation: tuple[Citation, ...] = ()
    assertion: tuple[Assertion, ...] = ()
    observation: tuple[ObservedValue, ...] = ()
    review: tuple[ReviewItem, ...] = ()
    decision: tuple[Decision, ...] = ()
    imported: tuple[Imported, ...] = ()
    searched: tuple[Searched, ...] = ()
    forecast: tuple[Forecast, ...] = ()
    register: tuple[Register, ...] = ()
    mention: tuple[Mentioned, ...] = ()
    attached: tuple[Attached, ...] = ()
    technology_task: tuple[TechnologyTask, ...] = ()
    commitment: tuple[Commitment, ...] = ()
    membership: tuple[Membership, ...] = ()
    election: tuple[Election, ...] = ()
    conflict: tuple[Conflict, ...] = ()
    answered: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)
    """What was computed from this snapshot before; it never changes, so neither do they."""

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources by id."""
        return {source.id: source for source in self.source}

    @cached_property
    def industries(self) -> Mapping[str, Industry]:
        """Industries by id."""
        return {industry.id: industry for industry in self.industry}

    @cached_property
    def indicators(self) -> Mapping[str, Indicator]:
        """Indicators by id."""
        return {indicator.id: indicator for indicator in self.indicator}

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """Plans by id."""
        return {plan.id: plan for plan in self.plan}

    @cached_property
    def documents(self) -> Mapping[str, StoredDocument]:
        """Documents by id."""
        return {document.id: document for document in self.document}

    @cached_property
    def assertions(self) -> Mapping[str, Assertion]:
        """Assertions by id."""
        return {assertion.id: assertion for assertion in self.assertion}

    @cached_property
    def registers(self) -> Mapping[str, Register]:
        """Imported registers of establishments by id."""
        return {register.id: register for register in self.register}

    @cached_property
    def decisions(self) -> Mapping[str, Decision]:
        """Decisions by id."""
        return {decision.id: decision for decision in self.decision}

    @cached_property
    def mentions(self) -> Mapping[str, Mentioned]:
        """What documents name, by id."""
        return {mention.id: mention for mention in self.mention}

    def mentions_of(self, kind: MentionKind, document: str | None = None) -> tuple[Mentioned, ...]:
        """Return what documents, or one of them, name of one kind, in the order of the text."""
        found = [
            one
            for one in self.mention
            if one.kind == kind and document in (None, one.passage.document)
        ]
        return tuple(sorted(found, key=lambda one: (one.passage.document, one.passage.start)))

    @cached_property
    def belonging(self) -> Mapping[str, tuple[Mentioned, ...]]:
        """The responsibilities and instruments of each assertion, by its id."""
        grouped: dict[str, list[Mentioned]] = {}
        for pair in self.attached:
            grouped.setdefault(pair.assertion, []).append(self.mentions[pair.mention])
        return {
            id: tuple(sorted(found, key=lambda one: (one.kind, one.passage.start)))
            for id, found in grouped.items()
        }

    @cached_property
    def glossary(self) -> Mapping[str, str]:
        """Chinese words with their English."""
        return {e.spelling: e.target for e in self.lexicon if e.kind == "glossary"}

    @cached_property
    def as_lexicon(self) -> Lexicon:
        """The lexicon as the pack wrote it."""
        entries = self.lexicon
        return Lexicon(
            industries={e.spelling: e.target for e in entries if e.kind == "industry"},
            indicators=self.indicator,
            regions={e.spelling: e.target for e in entries if e.kind == "region"},
            bodies={e.spelling: Name(e.target, e.target_en) for e in entries if e.kind == "body"},
            glossary=dict(self.glossary),
        )
