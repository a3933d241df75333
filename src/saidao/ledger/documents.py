"""What one document brings: its statements as assertions, its actuals as observations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from saidao.documents.document import Document
from saidao.ledger.records import (
    Assertion,
    Intake,
    ObservedValue,
    Passage,
    ReviewItem,
    Subject,
)
from saidao.ledger.resolve import Resolver
from saidao.packs.pack import Source
from saidao.statements.statement import Reading, Statement
from saidao.terms.wording import quantity

__all__ = [
    "SOURCE_MARK",
    "ReadDocument",
    "described",
    "described_statement",
    "document_intake",
    "period_type_of",
]

SOURCE_MARK = re.compile(r"\[(S[0-9]{3,4})\]")
SENTENCE_END = re.compile(r"[。！？!?\n]")
KINDS = {"target": "目标", "actual": "实际", "baseline": "基期", "measure": "措施"}
PeriodType = Literal["year", "half", "quarter", "year_to_date", "point", "unknown"]


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with what was read in it.

    `brief` documents ship in a pack: their figures belong to the sources they cite.
    """

    document: Document
    reading: Reading
    source: Source | None = None
    brief: bool = False


def document_intake(read: ReadDocument, resolver: Resolver) -> Intake:
    """Return the assertions, observations and reviews of one document."""
    document = read.document
    assertions: list[Assertion] = []
    observations: list[ObservedValue] = []
    taken: set[str] = set()
    for statement in read.reading.statements:
        source, issued = attribution(read, statement)
        quote = document.text[statement.start : statement.end]
        subject = resolver.subject(statement, quote)
        base = f"{document.id}.{statement.value_start}"
        id, copy = base, 1
        while id in taken:
            copy += 1
            id = f"{base}.{copy}"
        taken.add(id)
        passage = Passage(document.id, statement.start, statement.end, quote)
        assertions.append(
            Assertion(
                id=id,
                origin="document",
                kind=statement.kind,
                subject=subject,
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
                passage=passage,
            )
        )
        if statement.kind == "actual" and statement.value is not None:
            observations.append(observed(id, statement, subject, source, issued, passage))
    reviews = tuple(
        ReviewItem(
            id=f"review-{document.id}.{review.start}-{review.end}",
            passage=Passage(
                document.id, review.start, review.end, document.text[review.start : review.end]
            ),
            reason=review.reason,
            candidates=tuple(described_statement(s) for s in review.candidates),
        )
        for review in read.reading.reviews
    )
    return Intake(tuple(assertions), tuple(observations), reviews)


def observed(
    id: str,
    statement: Statement,
    subject: Subject,
    source: str,
    issued: str | None,
    passage: Passage,
) -> ObservedValue:
    """Return the observation that a statement of kind actual makes."""
    assert statement.value is not None
    return ObservedValue(
        id=id,
        origin="document",
        indicator=subject.indicator,
        industry=subject.industry or None,
        scope=subject.scope or subject.noun,
        region=subject.region,
        period=statement.period,
        period_type=period_type_of(statement.period),
        cmp=statement.cmp,
        value=statement.value,
        unit=statement.unit,
        # A document seldom says how it measured; nothing is assumed.
        definition=None,
        vintage=issued,
        source=source,
        quality="published",
        passage=passage,
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


def described(
    cmp: str,
    value: float | None,
    value_high: float | None,
    unit: str,
    counted: str | None,
    tier: float | None,
    period: str | None,
    kind: str,
) -> str:
    """Return a candidate reading in words, with its period and kind."""
    text = quantity(cmp, value, value_high, unit, counted=counted, tier=tier).zh
    return " · ".join(part for part in (KINDS[kind], text, period) if part)


def described_statement(statement: Statement) -> str:
    """Return a statement as a candidate reading."""
    return described(
        statement.cmp,
        statement.value,
        statement.value_high,
        statement.unit,
        statement.counted,
        statement.tier,
        statement.period,
        statement.kind,
    )
