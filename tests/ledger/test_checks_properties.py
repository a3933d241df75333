"""Invented ledgers: one that adds up gives no finding, and what is planted is found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.sums import CITY, books, industry, observed, subject, target

from saidao.ledger.checks import Books, check
from saidao.ledger.checks.intervals import Estimate, estimate, judged, total
from saidao.packs.pack import Indicator
from saidao.terms.name import Name

UNIT = 1e8
BASE, NOW, DUE = 2020, 2024, 2030
PARTS = ("drones", "ocean", "shipping")
DISTRICTS = ("990101", "990102", "990103")
INDUSTRIES = (industry("whole", parts=PARTS),)
PARENTS = dict.fromkeys(DISTRICTS, CITY)
INDICATORS = (
    Indicator("size", Name("产业规模"), "CNY", ("产业规模",)),
    Indicator("gdp", Name("生产总值"), "CNY", ("生产总值",)),
    Indicator("value-added", Name("增加值"), "CNY", ("增加值",)),
    Indicator("share", Name("占生产总值的比重"), "percent", ("占生产总值的比重",)),
    Indicator("firms", Name("企业数"), "count", ("企业",)),
)

amounts = st.integers(min_value=101, max_value=99_999)
risen = st.floats(min_value=1.05, max_value=3.0)


@st.composite
def sound(draw: st.DrawFn) -> dict[str, Any]:
    """Draw figures that add up, by id."""
    figures: dict[str, Any] = {}

    def put(one: Any) -> None:
        figures[one.id] = one

    now = [draw(amounts) for _ in PARTS]
    due = [int(value * draw(risen)) + 1 for value in now]
    for name, value, later in zip(PARTS, now, due, strict=True):
        put(observed(f"{name}-now", subject(name), value * UNIT, str(NOW)))
        put(target(f"{name}-due", subject(name), later * UNIT, cmp=draw(st.sampled_from("=>"))))
    put(observed("whole-now", subject("whole"), sum(now) * UNIT, str(NOW)))
    put(target("whole-due", subject("whole"), sum(due) * UNIT))
    for district in DISTRICTS:
        part = int(now[0] * draw(st.floats(min_value=0.05, max_value=0.33)))
        put(observed(f"in-{district}", subject("drones", region=district), part * UNIT, str(NOW)))
    # A share, rounded as people round it, of value added in the product of the city.
    gdp = draw(st.integers(min_value=10_001, max_value=999_999))
    added = draw(st.integers(min_value=gdp // 50 + 1, max_value=gdp - 1))
    put(observed("gdp", subject("", "gdp"), gdp * UNIT, str(NOW)))
    put(observed("added", subject("ocean", "value-added"), added * UNIT, str(NOW)))
    share = subject("ocean", "share", "percent")
    put(observed("share", share, round(100 * added / gdp, 1), str(NOW)))
    # A rate to two decimals from a base to a level.
    base, level = draw(amounts), draw(amounts)
    rate = 100 * ((level / base) ** (1 / (DUE - BASE)) - 1)
    about = subject("ocean", "revenue")
    put(observed("base", about, base * UNIT, str(BASE)))
    put(target("level", about, level * UNIT))
    per_year = subject("ocean", "revenue", "percent", measure="growth")
    put(target("rate", per_year, round(rate, 2), op="growth_rate_per_year", base_year=str(BASE)))
    before, more = draw(amounts), draw(amounts)
    firms = subject("ocean", "firms", "count")
    put(observed("firms-now", firms, float(before), str(NOW)))
    put(target("firms-due", firms, float(before + more), counted="企业"))
    extra = subject("ocean", "firms", "count", change="increment")
    put(
        target(
            "firms-added",
            extra,
            float(more),
            op="increase_by",
            counted="企业",
            base_year=str(NOW),
        )
    )
    return figures


def laid(figures: dict[str, Any]) -> Books:
    """Return the books of drawn figures."""
    return books(*figures.values(), industries=INDUSTRIES, parents=PARENTS, indicators=INDICATORS)


@settings(deadline=None, max_examples=60)
@given(sound())
def test_what_adds_up_gives_no_finding_that_contradicts(figures: dict[str, Any]) -> None:
    found = check(laid(figures))
    assert [one for one in found if one.certainty != "bound"] == []


PLANTED = {
    # What is falsified, by which factor, and the rule that must find it.
    "whole-now": (2.0, "parts-total"),
    "drones-now": (0.01, "regions-total"),
    "share": (1.5, "share-level"),
    "gdp": (0.5, "share-level"),
    "base": (3.0, "rate-path"),
    "level": (0.3, "rate-path"),
    "firms-due": (4.0, "increment-stock"),
}


@settings(deadline=None, max_examples=60)
@given(sound(), st.sampled_from(sorted(PLANTED)))
def test_what_is_planted_is_found(figures: dict[str, Any], wrong: str) -> None:
    factor, rule = PLANTED[wrong]
    honest = figures[wrong]
    figures[wrong] = replace(honest, value=honest.value * factor)
    found = [one for one in check(laid(figures)) if one.certainty != "bound"]
    assert any(one.rule == rule and wrong in dict(map(reversed, one.figures)) for one in found)


@settings(deadline=None, max_examples=40)
@given(sound(), st.randoms(use_true_random=False))
def test_the_order_of_figures_changes_nothing(figures: dict[str, Any], random: Any) -> None:
    figures["whole-due"] = replace(figures["whole-due"], value=1e8)
    shuffled = list(figures.items())
    random.shuffle(shuffled)
    assert check(laid(figures)) == check(laid(dict(shuffled)))


comparators = st.sampled_from(["=", ">", ">=", "~", "<=", "<"])


@st.composite
def estimates(draw: st.DrawFn) -> Estimate:
    """Draw one figure in its three readings."""
    value = draw(st.integers(min_value=1, max_value=10**7))
    found = estimate(draw(comparators), float(value), None, target=draw(st.booleans()))
    assert found is not None
    return found


@settings(deadline=None)
@given(estimates(), estimates())
def test_equality_is_symmetric(one: Estimate, other: Estimate) -> None:
    assert judged(one, other) == judged(other, one)


@settings(deadline=None)
@given(estimates())
def test_a_figure_equals_itself(one: Estimate) -> None:
    assert judged(one, one) is None
    assert judged(one, one, "at_most") is None


@settings(deadline=None)
@given(st.lists(estimates(), min_size=1, max_size=6))
def test_the_point_lies_in_what_the_words_allow(parts: list[Estimate]) -> None:
    whole = total(parts)
    for reading in (whole.hard, whole.usual):
        assert reading.low <= whole.point
        assert reading.high is None or whole.point <= reading.high
