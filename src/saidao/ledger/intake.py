"""Assertions and observations from a pack's rows and from the documents that were read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
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
from saidao.ledger.resolve import Resolver, deadline_of, fold, measure_of
from saidao.packs.pack import Clause, Pack, Source, Target
from saidao.statements.statement import Reading, Statement
from saidao.terms.wording import quantity

__all__ = [
    "ReadDocument",
    "document_intake",
    "known_subjects",
    "locate_clause",
    "pack_intake",
    "period_type_of",
]

SOURCE_MARK = re.compile(r"\[(S[0-9]{3,4})\]")
KINDS = {"target": "目标", "actual": "实际", "baseline": "基期", "measure": "措施"}
SENTENCE_END = re.compile(r"[。！？!?\n]")


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document with what was read in it.

    `brief` documents ship in a pack: their figures belong to the sources they cite.
    """

    document: Document
    reading: Reading
    source: Source | None = None
    brief: bool = False


def locate_clause(clause: Clause, document: Document) -> Passage | None:
    """Return where a clause of a pack stands in its brief."""
    start = -1
    for _ in range(clause.occurrence):
        start = document.text.find(clause.quote, start + 1)
        if start < 0:
            return None
    return Passage(document.id, start, start + len(clause.quote), clause.quote)


def target_subject(target: Target, resolver: Resolver) -> Subject:
    """Return what a target of a pack is about."""
    measure = measure_of(target.op, target.unit)
    added = target.op in {"increase_by", "decrease_by"} and measure == "level"
    industry = target.industry or ""
    driver = target.driven_by or ""
    return Subject(
        indicator=target.indicator,
        industry=industry,
        scope=fold(target.scope),
        region=target.region,
        measure=measure,
        change="increment" if added or target.change == "increment" else "stock",
        unit=target.unit,
        noun=resolver.noun(target.counted, resolver.indicators.get(target.indicator)),
        tier=target.tier if target.unit == "count" else None,
        driver=driver if driver == industry else "",
    )


def target_assertion(target: Target, resolver: Resolver, issued: str | None) -> Assertion:
    """Return the assertion that a target of a pack makes."""
    return Assertion(
        id=target.id,
        origin="pack",
        kind="target",
        subject=target_subject(target, resolver),
        op=target.op,
        cmp=target.cmp,
        value=target.value,
        value_high=target.value_high,
        period=target.period,
        base_year=target.base_year,
        firmness=target.firmness,
        # What is only expected is a forecast; a ledger of promises marks it.
        modality="forecast" if target.firmness == "expects" else "commitment",
        qualifier=target.qualifier,
        counted=target.counted,
        tier=target.tier,
        driven_by=target.driven_by,
        source=target.source,
        issued=target.stated or issued,
        plan=target.plan,
        note=target.note,
    )


def same_figure(assertion: Assertion, statement: Statement) -> bool:
    """Return whether a statement has the assertion's number in the assertion's unit."""
    return (
        assertion.subject.unit == statement.unit
        and assertion.value == statement.value
        and assertion.value_high == statement.value_high
        and assertion.tier == statement.tier
    )


def same_reading(assertion: Assertion, statement: Statement) -> bool:
    """Return whether a statement says all that the assertion says of its number."""
    return (
        same_figure(assertion, statement)
        and assertion.kind == statement.kind
        and assertion.cmp == statement.cmp
        and deadline_of(assertion.period) == deadline_of(statement.period)
    )


def pack_intake(pack: Pack, briefs: Sequence[ReadDocument]) -> Intake:
    """Return what a pack says, its briefs included.

    A target with a clause and the statement read at that place are one assertion. Where
    the reader reads otherwise, the passage goes to review; the row, which a person
    wrote, stands.
    """
    sources = {source.id: source for source in pack.sources}
    resolver = Resolver(pack.lexicon, city_of(pack))
    known = {target.id: target_subject(target, resolver) for target in pack.targets}
    resolver = Resolver(pack.lexicon, city_of(pack), known.values())
    by_document = {brief.document.id: brief for brief in briefs}
    assertions: list[Assertion] = []
    reviews: list[ReviewItem] = []
    claimed: set[tuple[str, Statement]] = set()
    for target in pack.targets:
        issued = sources[target.source].issued if target.source in sources else None
        assertion = target_assertion(target, resolver, issued)
        brief = by_document.get(target.clause.document) if target.clause else None
        if target.clause is not None and brief is not None:
            passage = locate_clause(target.clause, brief.document)
            assertion, statements, review = confirm(assertion, passage, brief)
            claimed.update((brief.document.id, statement) for statement in statements)
            if review is not None:
                reviews.append(review)
        assertions.append(assertion)

    observations = [
        ObservedValue(
            id=row.id,
            origin="pack",
            indicator=row.indicator,
            industry=row.industry,
            scope=row.scope,
            region=row.region,
            period=row.period,
            period_type=row.period_type,
            cmp=row.cmp,
            value=row.value,
            unit=row.unit,
            definition=row.definition,
            vintage=row.vintage,
            source=row.source,
            quality=row.quality,
            note=row.note,
        )
        for row in pack.observations
    ]
    for brief in briefs:
        rest = replace(
            brief.reading,
            statements=tuple(
                statement
                for statement in brief.reading.statements
                if (brief.document.id, statement) not in claimed
            ),
        )
        found = document_intake(replace(brief, reading=rest), resolver)
        assertions, observations = merge(assertions, observations, found)
        reviews.extend(found.reviews)
    return Intake(tuple(assertions), tuple(observations), tuple(reviews))


def city_of(pack: Pack) -> str:
    """Return the region id of the pack's own city."""
    for region in pack.regions:
        if region.kind == "city":
            return region.id
    return pack.region_code


def confirm(
    assertion: Assertion, passage: Passage | None, brief: ReadDocument
) -> tuple[Assertion, Sequence[Statement], ReviewItem | None]:
    """Hold an assertion against what the reader finds at its passage.

    Returns
    -------
    tuple
        The assertion with its passage; the statements that are thereby spoken for,
        which in a passage under review are all of them: none enters the ledger unseen;
        and the review, if there is one.
    """
    if passage is None:
        return assertion, (), None
    overlapping = [
        statement
        for statement in brief.reading.statements
        if statement.value_start < passage.end and statement.value_end > passage.start
    ]
    exact = [s for s in overlapping if same_reading(assertion, s)]
    number = [s for s in overlapping if same_figure(assertion, s)]
    if exact:
        return replace(assertion, passage=passage, confirmed=True), exact[:1], None
    if not overlapping:
        return replace(assertion, passage=passage), (), None
    # A clause may hold several figures; only a rival for this very number, or a lone
    # statement with another number, reads the passage otherwise.
    rival = number[0] if number else (overlapping[0] if len(overlapping) == 1 else None)
    review = ReviewItem(
        id=f"review-{assertion.id}",
        passage=passage,
        reason="the pack and the reader read this passage differently",
        candidates=(
            described(
                assertion.cmp,
                assertion.value,
                assertion.value_high,
                assertion.subject.unit,
                assertion.counted,
                assertion.tier,
                assertion.period,
                assertion.kind,
            ),
            *(described_statement(s) for s in ([rival] if rival else overlapping)),
        ),
    )
    return replace(assertion, passage=passage, confirmed=False), overlapping, review


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


def merge(
    assertions: Sequence[Assertion], observations: Sequence[ObservedValue], found: Intake
) -> tuple[list[Assertion], list[ObservedValue]]:
    """Add what a brief says, unless a row of the pack says it from the same source.

    A row without a passage gains the brief's.
    """
    merged, merged_values = list(assertions), list(observations)
    for new in found.assertions:
        same = [index for index, old in enumerate(merged) if says_the_same(old, new)]
        bare = [index for index in same if merged[index].passage is None]
        if len(bare) == 1:
            merged[bare[0]] = replace(merged[bare[0]], passage=new.passage, confirmed=True)
        if not same:
            merged.append(new)
    for value in found.observations:
        known = [i for i, old in enumerate(merged_values) if observes_the_same(old, value)]
        bare = [index for index in known if merged_values[index].passage is None]
        if len(bare) == 1:
            merged_values[bare[0]] = replace(merged_values[bare[0]], passage=value.passage)
        if not known:
            merged_values.append(value)
        else:
            # What the brief repeats of a row is that row, not a statement more.
            merged = [old for old in merged if old.id != value.id]
    return merged, merged_values


def says_the_same(old: Assertion, new: Assertion) -> bool:
    """Return whether a brief's statement repeats a row of the pack."""
    return (
        old.origin == "pack"
        and new.kind == "target"
        and old.source == new.source
        and old.subject.unit == new.subject.unit
        and (old.value, old.value_high, old.cmp) == (new.value, new.value_high, new.cmp)
        and old.tier == new.tier
        and (new.period is None or deadline_of(old.period) == deadline_of(new.period))
    )


def observes_the_same(old: ObservedValue, new: ObservedValue) -> bool:
    """Return whether a brief's figure repeats an observation of the pack."""
    return (
        old.origin == "pack"
        and old.source == new.source
        and old.unit == new.unit
        and old.value == new.value
        and deadline_of(old.period) == deadline_of(new.period)
    )


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


PeriodType = Literal["year", "half", "quarter", "year_to_date", "point", "unknown"]


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


def known_subjects(assertions: Iterable[Assertion]) -> set[Subject]:
    """Return the subjects that rows of a pack are about."""
    return {assertion.subject for assertion in assertions if assertion.origin == "pack"}
