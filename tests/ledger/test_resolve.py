"""From words to ids."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.ledger.builders import LEXICON, SIZE, statement

from saidao.ledger import Resolver
from saidao.ledger.resolve import deadline_of, measure_of

RESOLVER = Resolver(LEXICON, "990000")


@pytest.mark.parametrize(
    ("words", "indicator"),
    [
        ("海洋产业规模", "size"),
        ("海洋产业产值", "output"),
        ("海洋产业总产值", "gross-output"),
        ("海洋产业增加值", "value-added"),
    ],
)
def test_measures_that_sound_alike_stay_apart(words: str, indicator: str) -> None:
    assert RESOLVER.subject(statement(indicator=words)).indicator == indicator


def test_an_indicator_needs_its_own_unit() -> None:
    found = RESOLVER.subject(statement(indicator="用地规模", unit="km2", value=4.0))
    assert found.indicator == "?用地规模"


def test_a_relative_change_is_a_change_of_the_indicator() -> None:
    found = RESOLVER.subject(statement(op="increase_by", unit="percent", value=20.0))
    assert (found.indicator, found.measure, found.unit) == ("size", "increase", "percent")


def test_an_added_amount_is_an_increment() -> None:
    found = RESOLVER.subject(statement(op="increase_by"))
    assert (found.measure, found.change) == ("level", "increment")


@pytest.mark.parametrize(
    ("counted", "indicator"), [("平台企业", "firms"), ("企业平台", "platforms")]
)
def test_the_head_of_a_counted_noun_decides(counted: str, indicator: str) -> None:
    found = RESOLVER.subject(statement(unit="count", value=3.0, counted=counted))
    assert (found.indicator, found.noun) == (indicator, counted)


def test_the_size_class_is_no_part_of_the_noun() -> None:
    found = RESOLVER.subject(
        statement(unit="count", value=2.0, counted="百亿级产业集群", tier=1e10)
    )
    assert (found.indicator, found.noun, found.tier) == ("clusters", "", 1e10)


def test_an_enumeration_is_a_set_and_a_mention_in_passing_is_not() -> None:
    both = RESOLVER.subject(statement(indicator="海洋、无人机产业总规模", scope=""))
    passing = RESOLVER.subject(statement(indicator="海洋产业带动航运服务业规模", scope=""))
    assert both.industry == "drones+ocean"
    assert passing.industry == "ocean"


def test_what_stands_beside_the_number_goes_before_what_was_inherited() -> None:
    found = RESOLVER.subject(statement(indicator="航运服务业规模", scope="海洋产业"))
    assert found.industry == "shipping-services"


def test_a_driven_figure_without_an_industry_of_its_own_is_not_the_drivers_size() -> None:
    own = RESOLVER.subject(statement())
    driven = RESOLVER.subject(statement(indicator="相关产业规模", driven_by="海洋产业"))
    assert own != driven
    assert driven.driver == "ocean"


def test_the_narrowest_region_is_meant() -> None:
    assert RESOLVER.subject(statement(region="海港市灯塔区")).region == "990101"
    assert RESOLVER.subject(statement(region="")).region == "990000"


def test_unknown_words_make_a_subject_of_their_own() -> None:
    found = RESOLVER.subject(statement(indicator="潮位", scope="水文", unit="m", value=3.0))
    assert (found.indicator, found.industry) == ("?潮位", "?水文")


def test_the_only_known_narrowing_is_meant_where_a_document_leaves_it_out() -> None:
    core = replace(SIZE, scope="核心区")
    assert Resolver(LEXICON, "990000", [core]).subject(statement()) == core


def test_between_two_narrowings_nothing_is_guessed() -> None:
    known = [replace(SIZE, scope="核心区"), replace(SIZE, scope="外围")]
    resolver = Resolver(LEXICON, "990000", known)
    assert resolver.subject(statement()) == SIZE
    named = resolver.subject(statement(indicator="核心区海洋产业规模"))
    assert named == known[0]


@pytest.mark.parametrize(
    ("period", "year"),
    [("2030", "2030"), ("2030-12", "2030"), ("2026/2030", "2030"), (None, None)],
)
def test_a_deadline_is_the_year_in_which_the_period_ends(
    period: str | None, year: str | None
) -> None:
    assert deadline_of(period) == year


def test_only_relative_changes_are_measures_of_their_own() -> None:
    assert measure_of("increase_by", "CNY") == "level"
    assert measure_of("decrease_by", "percent") == "decrease"
    assert measure_of("growth_rate_per_year", "percent") == "growth"
    assert measure_of("share", "percent") == "level"
