"""Later vintages of one figure supersede it; contradictions stay contradictions."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from saidao.ledger.records import ObservedValue
from saidao.ledger.revisions import superseded
from saidao.packs.pack import Source
from saidao.terms.name import Name

SOURCES = {
    id: Source(id, id, "", "official", issued, None, None, None)
    for id, issued in (("A", "2024-02-01"), ("B", "2025-02-01"))
}
FIRST = ObservedValue(
    id="first",
    origin="import",
    indicator="gdp",
    industry=None,
    scope="",
    region="1",
    period="2023",
    period_type="year",
    cmp="=",
    value=100.0,
    unit="CNY",
    definition=None,
    vintage="2024-02-01",
    source="A",
    quality="published",
)
SECOND = replace(FIRST, id="second", value=103.0, vintage="2025-01-15")
THIRD = replace(FIRST, id="third", value=104.0, vintage="2026-01-15")


def test_the_newest_vintage_is_in_force_whatever_the_order() -> None:
    for values in permutations((FIRST, SECOND, THIRD)):
        assert superseded(values, SOURCES) == {"first": "third", "second": "third"}


def test_a_row_of_a_pack_has_the_day_of_its_source() -> None:
    row = replace(FIRST, origin="pack", vintage=None)
    assert superseded([row, SECOND], SOURCES) == {"first": "second"}
    assert superseded([replace(row, source="B"), SECOND], SOURCES) == {}
    assert superseded([replace(row, source="unknown"), SECOND], SOURCES) == {}


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2024"},
        {"period_type": "point"},
        {"scope": "规上"},
        {"region": "2"},
        {"unit": "USD"},
        {"definition": Name("另一口径")},
        {"prices": "constant", "price_year": "2020"},
        {"quality": "low"},
        {"quality": "unusable"},
        {"vintage": None},
    ],
)
def test_what_differs_in_more_than_its_vintage_is_no_revision(other: dict[str, object]) -> None:
    assert superseded([FIRST, replace(SECOND, **other)], SOURCES) == {}  # type: ignore[arg-type]


def test_two_papers_that_differ_contradict_and_one_that_corrects_itself_revises() -> None:
    papers = [replace(one, origin="document") for one in (FIRST, replace(SECOND, source="B"))]
    assert superseded(papers, SOURCES) == {}
    same = [replace(one, origin="document") for one in (FIRST, SECOND)]
    assert superseded(same, SOURCES) == {"first": "second"}
