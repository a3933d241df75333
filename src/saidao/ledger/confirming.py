"""A pack's rows held against what the reader finds in the pack's own briefs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from saidao.ledger.documents import ReadDocument, assertion_of
from saidao.ledger.records import Assertion, Intake, ObservedValue, Passage, ReviewItem
from saidao.ledger.resolve import Resolver, deadline_of
from saidao.statements.statement import Statement

__all__ = ["confirm", "merge"]


def confirm(
    assertion: Assertion, passage: Passage | None, brief: ReadDocument, resolver: Resolver
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
    row = replace(assertion, passage=passage, confirmed=False)
    readings = (
        assertion_of(brief, statement, resolver, assertion.id)
        for statement in ([rival] if rival else overlapping)
    )
    review = ReviewItem(
        id=f"review-{assertion.id}",
        kind="differs",
        passage=passage,
        sha256=brief.document.sha256,
        reason="the pack and the reader read this passage differently",
        # Who says it, and in which plan, is the row's to tell: a brief has no voice.
        candidates=(
            row,
            *(
                replace(reading, source=row.source, issued=row.issued, plan=row.plan)
                for reading in readings
            ),
        ),
    )
    return row, overlapping, review


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


def merge(
    assertions: Sequence[Assertion], observations: Sequence[ObservedValue], found: Intake
) -> tuple[list[Assertion], list[ObservedValue]]:
    """Add what a brief says; what a row of the pack says from the same source is that row.

    A row without a passage gains the brief's. One that stands in another brief already is
    said once more here, by the same voice, so that every brief shows all that it says.
    """
    merged, merged_values = list(assertions), list(observations)
    for new in found.assertions:
        same = [index for index, old in enumerate(merged) if says_the_same(old, new)]
        bare = [index for index in same if merged[index].passage is None]
        if len(bare) == 1:
            merged[bare[0]] = replace(merged[bare[0]], passage=new.passage, confirmed=True)
        elif not same:
            merged.append(new)
        else:
            merged += said_again([merged[index] for index in same], new)
    for value in found.observations:
        known = [i for i, old in enumerate(merged_values) if observes_the_same(old, value)]
        bare = [index for index in known if merged_values[index].passage is None]
        if not known:
            merged_values.append(value)
        elif len(bare) == 1:
            merged_values[bare[0]] = replace(merged_values[bare[0]], passage=value.passage)
            # What the brief says is that row now, not a statement more.
            merged = [old for old in merged if old.id != value.id]
    return merged, merged_values


def said_again(rows: Sequence[Assertion], new: Assertion) -> list[Assertion]:
    """Return a row as a brief repeats it, if it is clear which of the rows that is.

    The row, which a person wrote, says what it is about. Its id stands in front, so that
    of the two equal readings the row is elected.
    """
    meant = [row for row in rows if same_thing(row, new)] if len(rows) > 1 else rows
    return [
        replace(
            row,
            id=f"{row.id}.{new.id}",
            origin="document",
            passage=new.passage,
            indicator_words=new.indicator_words,
            scope_words=new.scope_words,
            confirmed=True,
        )
        for row in meant[:1]
        if len(meant) == 1
    ]


def same_thing(row: Assertion, new: Assertion) -> bool:
    """Return whether a statement's own words point at the subject of a row."""
    one, other = row.subject, new.subject
    return (one.indicator, one.region) == (other.indicator, other.region) and (
        not other.industry or one.industry == other.industry
    )


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
