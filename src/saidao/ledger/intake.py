"""What a pack brings: its targets and observations, with their places in its briefs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from saidao.documents.document import Document
from saidao.ledger.confirming import confirm, merge
from saidao.ledger.documents import ReadDocument, document_intake
from saidao.ledger.records import Assertion, Intake, ObservedValue, Passage, ReviewItem, Subject
from saidao.ledger.resolve import Resolver, fold, measure_of
from saidao.packs.pack import Clause, Pack, Target
from saidao.statements.statement import Reading, Statement

__all__ = ["city_of", "known_subjects", "locate_clause", "pack_intake"]


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
            assertion, statements, review = confirm(assertion, passage, brief, resolver)
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
            prices=row.prices,
            price_year=row.price_year,
        )
        for row in pack.observations
    ]
    for brief in briefs:
        rest = without(
            brief.reading, {one for document, one in claimed if document == brief.document.id}
        )
        found = document_intake(replace(brief, reading=rest), resolver)
        assertions, observations = merge(assertions, observations, found)
        reviews.extend(found.reviews)
    return Intake(tuple(assertions), tuple(observations), tuple(reviews))


def without(reading: Reading, claimed: Collection[Statement]) -> Reading:
    """Return a reading without some statements; a part of one of them is a part no more."""
    kept = [at for at, one in enumerate(reading.statements) if one not in claimed]
    places = {at: place for place, at in enumerate(kept)}
    statements = (reading.statements[at] for at in kept)
    return replace(
        reading,
        statements=tuple(
            one if one.part_of is None else replace(one, part_of=places.get(one.part_of))
            for one in statements
        ),
    )


def city_of(pack: Pack) -> str:
    """Return the region id of the pack's own city."""
    for region in pack.regions:
        if region.kind == "city":
            return region.id
    return pack.region_code


def known_subjects(assertions: Iterable[Assertion]) -> set[Subject]:
    """Return the subjects that rows of a pack are about."""
    return {assertion.subject for assertion in assertions if assertion.origin == "pack"}


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
        change="increment"
        if added or (measure == "level" and target.change == "increment")
        else "stock",
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
        members=tuple(sorted(target.members)),
    )


def locate_clause(clause: Clause, document: Document) -> Passage | None:
    """Return where a clause of a pack stands in its brief."""
    start = -1
    for _ in range(clause.occurrence):
        start = document.text.find(clause.quote, start + 1)
        if start < 0:
            return None
    return Passage(document.id, start, start + len(clause.quote), clause.quote)
