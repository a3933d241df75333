"""The reader finds in the briefs what the rows of the Shanghai pack say."""

from __future__ import annotations

import pytest

from saidao.documents import read_bytes, read_file
from saidao.ledger.intake import locate_clause
from saidao.ledger.resolve import Resolver
from saidao.packs import load, read_checks, shipped_pack
from saidao.packs.checks import Check
from saidao.packs.pack import Pack, Target
from saidao.pipeline import as_read
from saidao.statements.reader import read_document
from saidao.statements.statement import Context, Reading, Statement

NO_STATEMENT = {
    "green-priority-fields": "a count of the plan's own structure is no outcome",
    "metaverse-priority-projects-2025": "a count of the plan's own structure is no outcome",
    "carbon-peak-before-2030": "a year that is aimed at is no quantity",
    "carbon-peak-before-2025-mayor": "a year that is aimed at is no quantity",
}
"""Rows whose clause holds no quantity in the sense of the reader."""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(shipped_pack("shanghai"))


@pytest.fixture(scope="module")
def readings(pack: Pack) -> dict[str, Reading]:
    return {brief.id: read_document(as_read(read_file(brief.path))) for brief in pack.briefs}


def says(statement: Statement, target: Target) -> bool:
    """Return whether a statement gives the row's quantity and period."""
    return (
        statement.unit == target.unit
        and statement.cmp == target.cmp
        and statement.value == pytest.approx(target.value)
        and statement.value_high == target.value_high
        and statement.tier == target.tier
        and statement.period == target.period
    )


def test_every_clause_is_read_as_its_row_says(pack: Pack, readings: dict[str, Reading]) -> None:
    unread = set()
    for target in pack.targets:
        assert target.clause is not None, target.id
        brief = next(brief for brief in pack.briefs if brief.id == target.clause.document)
        passage = locate_clause(target.clause, read_file(brief.path))
        assert passage is not None, target.id
        found = [
            statement
            for statement in readings[brief.id].statements
            if statement.value_start < passage.end and statement.value_end > passage.start
        ]
        if not any(says(statement, target) for statement in found):
            unread.add(target.id)
    assert unread == NO_STATEMENT.keys()


def test_briefs_say_nothing_beside_their_rows(pack: Pack, readings: dict[str, Reading]) -> None:
    """A quantity in a brief is a row's, so that no figure enters without its source."""
    values = {row.value for row in pack.targets} | {row.value for row in pack.observations}
    strangers = []
    for brief in pack.briefs:
        text = read_file(brief.path).text
        for statement in readings[brief.id].statements:
            known = any(statement.value == pytest.approx(value) for value in values if value)
            if statement.value is not None and not known:
                strangers.append(text[statement.start : statement.end])
    allowed = ("年产值10亿元",)
    assert [text for text in strangers if not any(word in text for word in allowed)] == []


@pytest.mark.parametrize(
    "example", read_checks(shipped_pack("shanghai")), ids=lambda example: example.place
)
def test_worked_examples(pack: Pack, example: Check) -> None:
    """A sentence means these statements, filed under these ids."""
    resolver = Resolver(pack.lexicon, pack.region_code)
    document = read_bytes(example.text.encode(), "example.txt")
    context = Context(date=example.date or "", region=pack.name.zh)
    found = []
    for statement in read_document(document, context).statements:
        subject = resolver.subject(statement)
        found.append(
            (
                statement.kind,
                subject.industry or None,
                subject.indicator,
                subject.region,
                statement.op,
                statement.cmp,
                statement.value,
                statement.value_high,
                statement.unit,
                statement.tier,
                statement.period,
            )
        )
    assert found == [
        (
            one.kind,
            one.industry,
            one.indicator,
            one.region or pack.region_code,
            one.op,
            one.cmp,
            one.value,
            one.value_high,
            one.unit,
            one.tier,
            one.period,
        )
        for one in example.means
    ]
