"""Changes against levels: rates, increases and what is added."""

from __future__ import annotations

import pytest
from tests.ledger.sums import actual, books, found, observed, placed, subject, target

from saidao.ledger.checks import check


def growth(value: float, **more: object) -> object:
    """Return a growth a year to 2030 from 2020."""
    about = subject(measure="growth", unit="percent")
    return target("rate", about, value, op="growth_rate_per_year", base_year="2020", **more)


@pytest.mark.parametrize(
    ("rate", "level", "expected"),
    [
        (10.0, 2.6e11, {}),
        (10.0, 4e11, {"rate-path": "likely"}),
        (10.0, 2e11, {"rate-path": "likely"}),
    ],
)
def test_a_base_grows_to_its_level(rate: float, level: float, expected: dict[str, str]) -> None:
    given = books(
        growth(rate),  # type: ignore[arg-type]
        observed("base", subject(), 1e11, "2020"),
        target("level", subject(), level),
    )
    assert found(given) == expected


def test_a_floor_for_the_rate_is_a_bound() -> None:
    given = books(
        growth(10.0, cmp=">="),  # type: ignore[arg-type]
        observed("base", subject(), 1e11, "2020"),
        target("level", subject(), 4e11, cmp=">"),
    )
    assert found(given) == {"rate-path": "bound"}


def test_prices_stand_between_real_growth_and_levels() -> None:
    about = subject("", "gdp", "percent", measure="growth")
    rate = target("rate", about, 5.0, op="growth_rate_per_year", base_year="2020")
    base = observed("base", subject("", "gdp"), 1e12, "2020")
    for level, expected in ((1.63e12, {}), (2.1e12, {}), (3e12, {"rate-path": "likely"})):
        assert found(books(rate, base, target("level", subject("", "gdp"), level))) == expected


def test_who_was_there_may_have_gone() -> None:
    firms = subject(indicator="firms", unit="count")
    more = subject(indicator="firms", unit="count", change="increment")
    added = target("added", more, 300.0, op="increase_by", base_year="2024", counted="企业")
    base = observed("base", firms, 800.0, "2024")
    assert found(books(added, base, target("end", firms, 1000.0))) == {"increment-stock": "bound"}


def test_measures_that_shall_fall_may_fall() -> None:
    about = subject("", "concentration", "ug")
    goal = target("goal", about, 30.0, issued="2026-05-01")
    assert found(books(goal, observed("seen", about, 35.0, "2025"))) == {}
    assert found(books(goal, target("early", about, 33.0, period="2027"))) == {}


def test_without_a_base_nothing_is_computed() -> None:
    given = books(growth(10.0), target("level", subject(), 9e12))  # type: ignore[arg-type]
    assert found(given) == {}


def test_doubling_means_twice_the_base() -> None:
    about = subject(measure="increase", unit="percent")
    double = target("double", about, 100.0, op="increase_by", base_year="2020")
    base = observed("base", subject(), 5e11, "2020")
    right = books(double, base, target("level", subject(), 1e12))
    wrong = books(double, base, target("level", subject(), 8e11))
    assert found(right) == {}
    assert found(wrong) == {"increase-level": "likely"}
    assert "翻" not in check(wrong)[0].computed.zh


def test_a_fall_leaves_the_rest() -> None:
    about = subject("", "energy", "percent", measure="decrease")
    level = subject("", "energy", "tce/CNY")
    fall = target("fall", about, 20.0, op="decrease_by", base_year="2020")
    base = observed("base", level, 5e-5, "2020")
    assert found(books(fall, base, target("level", level, 4e-5, cmp="<="))) == {}
    assert found(books(fall, base, target("level", level, 4.8e-5))) == {"increase-level": "likely"}


def test_growth_a_year_and_growth_in_all() -> None:
    about = subject(measure="increase", unit="percent")
    whole = target("whole", about, 100.0, op="increase_by", base_year="2020")
    assert found(books(growth(7.2), whole)) == {}  # type: ignore[arg-type]
    assert found(books(growth(12.0), whole)) == {"rate-increase": "likely"}  # type: ignore[arg-type]


def test_what_is_added_makes_the_difference_of_stocks() -> None:
    firms = subject(indicator="firms", unit="count")
    more = subject(indicator="firms", unit="count", change="increment")
    added = target("added", more, 300.0, op="increase_by", base_year="2024", counted="企业")
    base = observed("base", firms, 800.0, "2024")
    right = books(added, base, target("end", firms, 1100.0))
    wrong = books(added, base, target("end", firms, 2000.0))
    assert found(right) == {}
    assert found(wrong) == {"increment-stock": "likely"}
    assert found(books(added, target("end", firms, 200.0))) == {"increment-stock": "likely"}
    assert found(books(added, target("end", firms, 400.0))) == {}


def test_years_make_the_span() -> None:
    more = subject(indicator="firms", unit="count", change="increment")
    text = "2024年新增100家，2025年新增120家，2024至2025年新增300家。"
    clauses = text.rstrip("。").split("，")

    def added(id: str, value: float, period: str, clause: str) -> object:
        return actual(id, more, value, period, op="increase_by", passage=placed(text, clause))

    given = books(
        added("one", 100.0, "2024", clauses[0]),  # type: ignore[arg-type]
        added("two", 120.0, "2025", clauses[1]),  # type: ignore[arg-type]
        added("span", 300.0, "2024/2025", clauses[2]),  # type: ignore[arg-type]
        texts={"paper": text},
    )
    assert found(given) == {"years-span": "likely"}
