"""The atlas as a whole: overview, identity, sources and gaps."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.commitments import CommitmentSummary
from saidao.answers.shapes.readings import SourceView
from saidao.answers.shapes.registers import RegisterMark
from saidao.terms.name import Name


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
    """What this atlas is: the city, the pack's date, the content hash, the versions.

    `registers` are marks of its registers of establishments, the default one first.
    """

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
    registers: tuple[RegisterMark, ...] = ()


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
