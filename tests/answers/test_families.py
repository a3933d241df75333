"""Which past targets an indicator's targets are like."""

from __future__ import annotations

import pytest

from saidao.answers.progress.families import FAMILY_NAMES, MEMBERS, family_of, is_standing
from saidao.kernels.attainment import FAMILIES
from saidao.ledger.records import Subject
from saidao.packs.pack import Indicator
from saidao.terms.name import Name


def subject(indicator: str, **more: str) -> Subject:
    """Return what a target is about."""
    values = {"industry": "", "scope": "", "region": "1", "unit": "CNY"}
    values |= {"measure": "level", "change": "stock"} | more
    return Subject(indicator=indicator, **values)  # type: ignore[arg-type]


def test_every_family_of_the_model_has_words_and_no_other_is_named() -> None:
    assert set(FAMILY_NAMES) == set(FAMILIES)
    assert set(MEMBERS) <= set(FAMILIES)


def test_an_indicator_is_of_one_family() -> None:
    ids = [id for members in MEMBERS.values() for id in members.split()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("about", "own", "family"),
    [
        (subject("size"), "", "industry_size"),
        (subject("size", measure="growth"), "", "growth"),
        (subject("piers"), "", ""),
        (subject("piers"), "deliverable", "deliverable"),
        (subject("size"), "output", "output"),
    ],
)
def test_the_pack_goes_before_the_table(about: Subject, own: str, family: str) -> None:
    indicator = Indicator(about.indicator, Name("甲"), "CNY", (), own)
    assert family_of(about, indicator) == family


def test_a_rate_of_one_year_does_not_stand() -> None:
    assert is_standing(subject("size"), "industry_size")
    assert not is_standing(subject("output-growth"), "growth")
    assert not is_standing(subject("size", change="increment"), "industry_size")
