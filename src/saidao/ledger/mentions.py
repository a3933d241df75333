"""What documents name, as rows: who answers for what, technology tasks, zones, firms.

A mention belongs to a statement by its place: `attachments` says which assertions stand
in the reach of a list of bodies, and which instruments their sentences name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from saidao.documents.document import Block
from saidao.ledger.documents import ReadDocument
from saidao.ledger.records import Assertion, Passage
from saidao.statements.statement import Mention

__all__ = [
    "Attached",
    "MentionKind",
    "Mentioned",
    "NamedPart",
    "PlacedText",
    "attachments",
    "mentions_in",
]

MentionKind = Literal["responsible", "technology_task", "zone", "firm", "instrument"]
PartKind = Literal["task", "body", "technology", "milestone"]
T = TypeVar("T", bound="Mentioned")


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part of a mention: a body of a responsibility, a technology of a task.

    `start` and `end` are in the reading text of the mention's document.
    """

    kind: PartKind
    start: int
    end: int
    name: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Mentioned:
    """Something that a document names, at one place.

    `role` of an instrument is its class (``subsidy``, ``fund``, ...), None elsewhere.
    """

    id: str
    kind: MentionKind
    name: str
    role: str | None
    passage: Passage
    parts: tuple[NamedPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Attached:
    """A mention that belongs to an assertion: who answers for it, by what means."""

    assertion: str
    mention: str


@dataclass(frozen=True, slots=True)
class PlacedText:
    """The reading text of a document with its blocks."""

    document: str
    text: str
    blocks: tuple[Block, ...]


def mentions_in(read: ReadDocument) -> tuple[Mentioned, ...]:
    """Return what a document names, in the order of its text."""
    text = read.document.text
    found = (mentioned(read.document.id, text, one) for one in read.reading.mentions)
    return unique(one for one in found if one is not None)


def mentioned(document: str, text: str, mention: Mention) -> Mentioned | None:
    """Return the row of a mention; None for what is only ever a part of another."""
    kind = mention.kind
    if kind not in ("responsible", "technology_task", "zone", "firm", "instrument"):
        return None
    passage = Passage(document, mention.start, mention.end, text[mention.start : mention.end])
    return Mentioned(
        id=f"{document}.{kind}.{mention.start}-{mention.end}",
        kind=kind,
        name=mention.name,
        role=mention.role,
        passage=passage,
        parts=tuple(
            NamedPart(part.kind, part.start, part.end, part.name, part.role)
            for part in mention.parts
            if part.kind in ("body", "task", "technology", "milestone")
        ),
    )


def unique(rows: Iterable[T]) -> tuple[T, ...]:
    """Return rows without those whose id was there before."""
    return tuple({row.id: row for row in rows}.values())


def attachments(
    texts: Sequence[PlacedText],
    mentions: Sequence[Mentioned],
    assertions: Sequence[Assertion],
) -> tuple[tuple[Mentioned, ...], tuple[Attached, ...]]:
    """Say which mention belongs to which assertion.

    Parameters
    ----------
    texts : sequence of PlacedText
        All documents of the atlas.
    mentions : sequence of Mentioned
        What they name; instruments among them are read anew.
    assertions : sequence of Assertion
        As they stand in the ledger.

    Returns
    -------
    tuple of Mentioned
        The mentions, with the instruments that the sentences of assertions name.
    tuple of Attached
        Each pair once.
    """
    from saidao.statements.mentions.attach import attach  # loads the readers of names

    named: dict[str, list[Mentioned]] = {}
    for one in mentions:
        if one.kind != "instrument":
            named.setdefault(one.passage.document, []).append(one)
    said: dict[str, list[tuple[str, Passage]]] = {}
    for assertion in assertions:
        if assertion.passage is not None:
            said.setdefault(assertion.passage.document, []).append(
                (assertion.id, assertion.passage)
            )
    rows = [one for of_document in named.values() for one in of_document]
    pairs: dict[Attached, None] = {}
    for text in texts:
        here = named.get(text.document, [])
        spoken = said.get(text.document, [])
        found = attach(
            text.text,
            text.blocks,
            [(passage.start, passage.end) for _, passage in spoken],
            [as_mention(one) for one in here],
        )
        for (id, _), belongs in zip(spoken, found, strict=True):
            if belongs.responsible is not None:
                pairs[Attached(id, here[belongs.responsible].id)] = None
            for instrument in belongs.instruments:
                row = mentioned(text.document, text.text, instrument)
                if row is not None:
                    rows.append(row)
                    pairs[Attached(id, row.id)] = None
    return unique(rows), tuple(pairs)


def as_mention(row: Mentioned) -> Mention:
    """Return the mention that a row was made from."""
    return Mention(
        kind=row.kind,
        start=row.passage.start,
        end=row.passage.end,
        name=row.name,
        role=row.role,
        parts=tuple(
            Mention(part.kind, part.start, part.end, part.name, part.role) for part in row.parts
        ),
    )
