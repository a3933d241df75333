"""The vocabularies of packs are those of the stages that read them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from saidao.packs import vocabulary
from saidao.statements import units


def test_units_are_canonical() -> None:
    assert [unit for unit in vocabulary.BASE_UNITS if not units.is_canonical(unit)] == []
    assert vocabulary.is_unit("CNY/km2")
    assert not vocabulary.is_unit("亿元")
    assert not vocabulary.is_unit("CNY/km2/year")


@given(st.dates())
def test_dates_at_every_granularity(date) -> None:
    day = date.isoformat()
    assert vocabulary.is_date(day)
    assert vocabulary.is_date(day[:7])
    assert vocabulary.is_date(day[:4])
    assert vocabulary.is_period(f"{day[:4]}/{day}")


@given(st.text(max_size=12))
def test_no_text_breaks_the_checks(text: str) -> None:
    assert vocabulary.is_period(text) in (True, False)
    assert vocabulary.is_unit(text) in (True, False)
