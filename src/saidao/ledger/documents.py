"""What one document brings: its statements as assertions, its actuals as observations."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import Literal

from saidao.documents.document import Document
from saidao.ledger.members import members_of
from saidao.ledger.records import (
    Assertion,
    Intake,
    ObservedValue,
    Passage,
    ReviewItem,
)
from saidao.ledger.resolve import Clause, Resolver
from saidao.packs.pack import Source
from saidao.statements.statement import Reading, Statement

__all__ = [
    "SOURCE_MARK",
    "ReadDocument",
    "assertion_of",
    "document_intake",
    "observed",
    "period_type_of",
]

SOURCE_MARK = re.compile(r"\[(S[0-9]{3,4})\]")
CLAUSE_END = re.compile(r"[。！？；\n;!?]|(?<![A-Z])\.(?=\s|$)")
HEADINGS = 400
"""Blocks above a statement among which its headings are looked for."""

REACH = 600
"""How far before its number the words of a statement may begin, in characters."""
NEXT_NUMBER = re.compile(r"(?<!by )(?<!in )(?<!of )\b\d")
SENTENCE_END = re.compile(r"[。！？!?\n]")
PeriodType = Literal["year", "half", "quarter", "year_to_date", "point", "unknown"]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with what was read in it.

    `brief` documents ship in a pack: their figures belong to the sources they cite. `file`
    is the digest of the file that an item of a feed stands in, empty for other documents.
    """

    document: Document
    reading: Reading
    source: Source | None = None
    brief: bool = False
    file: str = ""


def document_intake(read: ReadDocument, resolver: Resolver) -> Intake:
    """Return the assertions, observations and reviews of one document."""
    taken: set[str] = set()
    statements = read.reading.statements
    ids = [free_id(f"{read.document.id}.{one.value_start}", taken) for one in statements]
    assertions = tuple(
        replace(
            assertion_of(read, one, resolver, id),
            part_of=None if one.part_of is None else ids[one.part_of],
        )
        for id, one in zip(ids, statements, strict=True)
    )
    observations = (observed(assertion) for assertion in assertions)
    reviews: list[ReviewItem] = []
    for review in read.reading.reviews:
        id = free_id(f"{read.document.id}.{review.start}-{review.end}", taken)
        reviews.append(
            ReviewItem(
                id=f"review-{id}",
                kind="ambiguous",
                passage=passage_of(read.document, review.start, review.end),
                sha256=read.document.sha256,
                reason=review.reason,
                # One of them will stand for the passage, so that all have one id.
                candidates=tuple(
                    assertion_of(read, statement, resolver, id) for statement in review.candidates
                ),
            )
        )
    return Intake(assertions, tuple(one for one in observations if one is not None), tuple(reviews))


def free_id(wanted: str, taken: set[str]) -> str:
    """Return an id that is not taken yet, and take it."""
    id, copy = wanted, 1
    while id in taken:
        copy += 1
        id = f"{wanted}.{copy}"
    taken.add(id)
    return id


def passage_of(document: Document, start: int, end: int) -> Passage:
    """Return a span of a document's reading text as a passage."""
    return Passage(document.id, start, end, document.text[start:end])


def assertion_of(
    read: ReadDocument, statement: Statement, resolver: Resolver, id: str
) -> Assertion:
    """Return the assertion that a statement of a document makes."""
    source, issued = attribution(read, statement)
    passage = passage_of(read.document, statement.start, statement.end)
    return Assertion(
        id=id,
        origin="document",
        kind=statement.kind,
        subject=resolver.subject(statement, passage.quote, clause_of(read.document, statement)),
        op=statement.op,
        cmp=statement.cmp,
        value=statement.value,
        value_high=statement.value_high,
        period=statement.period,
        base_year=statement.base_year,
        firmness=statement.firmness,
        modality=statement.modality,
        qualifier=None,
        counted=statement.counted,
        tier=statement.tier,
        driven_by=resolver.industry(statement.driven_by or "") or statement.driven_by,
        source=source,
        issued=issued,
        indicator_words=statement.indicator,
        scope_words=statement.scope,
        region_words=statement.region,
        passage=passage,
        members=members_of(read.document.text, statement, resolver),
    )


def clause_of(document: Document, statement: Statement) -> Clause:
    """Return the sentence of a statement, as far as the next number behind its own."""
    text = document.text
    first = max(0, statement.value_start - REACH)
    ends = CLAUSE_END.finditer(text, first, statement.value_start)
    start = max((end.end() for end in ends), default=first)
    stop = CLAUSE_END.search(text, statement.value_end)
    end = stop.start() if stop else len(text)
    number = NEXT_NUMBER.search(text, statement.value_end, end)
    return Clause(
        text[start : number.start() if number else end],
        statement.value_start - start,
        surroundings(document, statement.value_start),
    )


def surroundings(document: Document, at: int) -> str:
    """Return from where a statement may inherit: its paragraph, its headings, the title.

    What the paragraph before spoke of is over, unless its last words lead on to a list.
    """
    blocks = document.blocks
    number = bisect_right(blocks, at, key=lambda block: block.start) - 1
    if number < 0 or any(block.cell is not None for block in blocks[number : number + 1]):
        return document.text[:at] + document.metadata.title
    words = [document.text[blocks[number].start : blocks[number].end], document.metadata.title]
    level = 99
    for block in reversed(blocks[max(0, number - HEADINGS) : number]):
        said = document.text[block.start : block.end]
        if block.kind in {"heading", "title"} and block.level < level:
            words.append(said)
            level = block.level
        elif block.kind == "paragraph" and said.rstrip().endswith(("：", ":")):
            words.append(said)
    return "\n".join(words)


def observed(assertion: Assertion) -> ObservedValue | None:
    """Return the observation that an assertion of kind actual makes."""
    if assertion.kind != "actual" or assertion.value is None:
        return None
    subject = assertion.subject
    return ObservedValue(
        id=assertion.id,
        origin=assertion.origin,
        indicator=subject.indicator,
        industry=subject.industry or None,
        scope=subject.scope or subject.noun,
        region=subject.region,
        period=assertion.period,
        period_type=period_type_of(assertion.period),
        cmp=assertion.cmp,
        value=assertion.value,
        unit=subject.unit,
        # A document seldom says how it measured; nothing is assumed.
        definition=None,
        vintage=assertion.issued,
        source=assertion.source,
        quality="published",
        passage=assertion.passage,
    )


def period_type_of(period: str | None) -> PeriodType:
    """Return what kind of period an ISO period is.

    Examples
    --------
    >>> period_type_of("2024"), period_type_of("2024-01/2024-09"), period_type_of("2024-09")
    ('year', 'year_to_date', 'point')
    """
    if period is None:
        return "unknown"
    start, slash, end = period.partition("/")
    if not slash:
        return "year" if len(period) == 4 else "point"
    if start[:4] != end[:4] or len(start) != 7 or len(end) != 7:
        return "unknown"
    months = (int(start[5:]), int(end[5:]))
    if months == (1, 12):
        return "year"
    if months in {(1, 6), (7, 12)}:
        return "half"
    if months in {(1, 3), (4, 6), (7, 9), (10, 12)}:
        return "quarter"
    return "year_to_date" if months[0] == 1 else "unknown"


def attribution(read: ReadDocument, statement: Statement) -> tuple[str, str | None]:
    """Return the source that makes a statement, and the day it was made public.

    In a brief that is the source cited by the first mark behind the figure in its
    sentence; a document of its own speaks for itself.
    """
    document = read.document
    if read.brief:
        stop = SENTENCE_END.search(document.text, statement.value_end)
        # The mark may stand before or behind the full stop.
        end = min(len(document.text), (stop.end() if stop else len(document.text)) + 8)
        mark = SOURCE_MARK.search(document.text, statement.value_end, end)
        if mark is not None:
            return mark[1], None
    source = read.source.id if read.source else document.id
    issued = (read.source.issued if read.source else None) or document.metadata.issued or None
    return source, issued
