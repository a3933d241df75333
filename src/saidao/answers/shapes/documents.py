"""Documents, their blocks and the spans read in them."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.mentions import MentionView
from saidao.answers.shapes.readings import SourceView
from saidao.terms.name import Name


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
    """A document with its text, every statement in it and what it names."""

    summary: DocumentSummary
    blocks: tuple[BlockView, ...]
    spans: tuple[SpanView, ...]
    mentions: tuple[MentionView, ...]


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
    `reading` is the document's, `elected` the one that counts, from `source`. `rivals` are
    those whom it contradicts, in words; `echo` is the source that it merely repeats.
    """

    commitment_id: str
    title: Name
    outcome: str
    conflicts: tuple[str, ...]
    others: tuple[str, ...]
    reading: Name
    elected: Name
    source: str
    period: str | None = None
    rivals: tuple[Name, ...] = ()
    echo: str = ""
