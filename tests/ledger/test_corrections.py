"""Readings set right field by field."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.ledger.builders import LEXICON, SIZE, assertion

from saidao.errors import InvalidInput
from saidao.ledger import Assertion, Resolver
from saidao.ledger.corrections import FIELDS, checked, corrected, indicator_of

KNOWN = replace(SIZE, industry="drones")
RESOLVER = Resolver(LEXICON, "990000", [SIZE, KNOWN])
READING = assertion(
    "paper.6", origin="document", indicator_words="海洋产业规模", firmness="commits"
)


def right(reading: Assertion = READING, **fields: str) -> Assertion:
    """Return a reading with corrections, checked."""
    return corrected(reading, checked(reading, fields.items(), RESOLVER), RESOLVER)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3500亿", 3.5e11),
        ("1.5万亿", 1.5e12),
        ("三千五百亿", 3.5e11),
        ("350 bn", 3.5e11),
        ("1.5tn", 1.5e12),
        ("350,000", 350000.0),
        ("350_000", 350000.0),
        ("3.5e11", 3.5e11),
        (" 41 ", 41.0),
    ],
)
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert right(value=text).value == value


def test_the_comparator_goes_with_the_type_of_quantity() -> None:
    assert (right(cmp=">").op, right(cmp=">").cmp) == (">", ">")
    share = replace(READING, op="share", cmp=">=")
    assert (right(share, cmp=">").op, right(share, cmp=">").cmp) == ("share", ">")
    assert right(share, op="<=").cmp == "<="


def test_what_is_no_target_has_no_firmness() -> None:
    actual = right(kind="actual", period="2029-01/2029-06")
    assert (actual.firmness, actual.modality, actual.period) == (None, None, "2029-01/2029-06")
    assert right(actual, kind="target").modality == "commitment"
    assert right(firmness="expects").modality == "forecast"


@pytest.mark.parametrize("text", ["drones", "无人机"])
def test_another_industry_is_another_subject(text: str) -> None:
    assert right(industry=text).subject == KNOWN


def test_an_indicator_by_id_or_word() -> None:
    assert right(indicator="value-added").subject.indicator == "value-added"
    assert right(indicator="总产值").subject.indicator == "gross-output"


def test_region_scope_and_change() -> None:
    found = right(region="灯塔区", scope="核心产业", change="increment").subject
    assert (found.region, found.scope, found.change) == ("990101", "核心产业", "increment")
    assert right(scope="").subject.scope == ""


def test_an_addition_is_an_increment() -> None:
    assert right(op="increase_by").subject.change == "increment"
    assert right(op="increase_by", unit="percent", value="20").subject.measure == "increase"


def test_a_counted_noun_with_its_class() -> None:
    clusters = right(
        unit="count", value="2", counted="产业集群", tier="100亿", indicator="clusters"
    )
    assert (clusters.subject.tier, clusters.subject.noun) == (1e10, "")


def test_fields_that_are_emptied() -> None:
    assert right(period="").period is None
    assert right(value="", tier="千亿").value is None


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"colour": "red"}, "colour, expected one of kind"),
        ({"value": "viel"}, "value: got 'viel', expected a number"),
        ({"value": ""}, "a number, or a size class in tier"),
        ({"value_high": "4000亿"}, "the upper end of a range, only"),
        ({"cmp": "range"}, "the upper end of a range, only"),
        ({"unit": "元"}, "canonical unit"),
        ({"unit": ""}, "unit: got nothing"),
        ({"kind": "wish"}, "one of target"),
        ({"period": "2025-13"}, "a year, month or day"),
        ({"period": "soon"}, "a year, month or day"),
        ({"base_year": "20"}, "a year"),
        ({"indicator": "happiness"}, "one of clusters"),
        ({"industry": "kites"}, "one of both-tracks"),
        ({"region": "Mars"}, "one of 990000"),
        ({"scope": "x" * 300}, "at most 200"),
        ({}, "FIELD=VALUE"),
    ],
)
def test_what_is_no_value_is_refused(fields: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        right(**fields)


def test_a_word_that_has_left_the_pack_stands_as_worded() -> None:
    kept: tuple[tuple[str, str], ...] = (("indicator", "happiness"), ("industry", "kites"))
    subject = corrected(READING, kept, RESOLVER).subject
    assert (subject.indicator, subject.industry) == ("?happiness", "?kites")


def test_every_field_can_be_corrected() -> None:
    values: dict[str, Any] = {
        "kind": "actual", "value": "1", "value_high": "2", "unit": "percent", "cmp": "range",
        "op": "range", "counted": "企业", "tier": "10亿", "period": "2031", "base_year": "2025",
        "firmness": "hopes", "change": "increment", "indicator": "firms", "industry": "drones",
        "scope": "规上", "region": "990101", "driven_by": "drones",
    }  # fmt: skip
    assert set(values) == set(FIELDS)
    assert right(**values).value_high == 2.0


def test_a_measure_of_the_shipped_catalogue_may_be_named() -> None:
    assert indicator_of("forest-cover", RESOLVER) == "forest-cover"
    assert indicator_of("no-such-measure", RESOLVER) is None
