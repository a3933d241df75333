"""What is drawn meets what was published."""

from __future__ import annotations

import math

import numpy as np
import pytest

from saidao.kernels.proportional_fitting import largest_remainder
from saidao.terms.industry_codes import scheme

GBT = scheme("GB/T 4754-2017")


def published(pack, area: str, measure: str) -> dict[str, float]:
    """Return the published margins of an area by code."""
    return {
        margin.code: margin.value
        for margin in pack.synthetic_register.margins
        if margin.area == area and margin.measure == measure and margin.basis == "published"
        if margin.year == "2023"
    }


def of_code(draw, code: str) -> np.ndarray:
    """Return which establishments lie in a code."""
    below = set(GBT.below(code))
    return np.array([each in below for each in draw.classes])[draw.code]


def test_units_of_the_communique_are_met_exactly(shanghai, whole) -> None:
    city = published(shanghai, "310000", "units")
    assert city["C"] == 55_474
    for section in "CDE":
        assert of_code(whole, section).sum() == city[section]
    # Published divisions of manufacturing lack the two masked tobacco firms, which stand in
    # the section's total; they are shared by the others.
    for code, units in city.items():
        if len(code) == 2:
            assert abs(int(of_code(whole, code).sum()) - units) <= 1


def test_employees_by_district_are_met_exactly(shanghai, whole) -> None:
    for number, district in enumerate(whole.districts):
        expected = published(shanghai, district, "employees")[""]
        assert whole.employees[whole.district == number].sum() == expected
    assert whole.employees.sum() == 13_099_795
    assert whole.employees.min() == 1


@pytest.mark.parametrize("code", ["I", "J", "K", "72", "M", "P", "Q", "R", "S"])
def test_employees_by_district_and_section_are_met_exactly(shanghai, whole, code) -> None:
    inside = of_code(whole, code)
    for number, district in enumerate(whole.districts):
        found = whole.employees[inside & (whole.district == number)].sum()
        assert found == published(shanghai, district, "employees")[code]


def test_a_district_whose_industry_is_published(shanghai, whole) -> None:
    fengxian = whole.district == whole.districts.index("310120")
    units = published(shanghai, "310120", "units")
    for section in "CD":
        found = int((fengxian & of_code(whole, section)).sum())
        assert abs(found - units[section]) <= 1
    for code in ("13", "14", "15", "17"):
        found = int((fengxian & of_code(whole, code)).sum())
        assert abs(found - units[code]) <= 1


def test_revenue_is_that_of_the_communique_and_of_nothing_else(shanghai, whole) -> None:
    revenue = published(shanghai, "310000", "revenue")
    for code in ("39", "36", "47"):
        found = whole.revenue[of_code(whole, code)]
        assert found.sum() == pytest.approx(revenue[code], rel=1e-4)
        assert (found >= 0).all()
    assert np.isnan(whole.revenue[of_code(whole, "I")]).all()


def test_a_sample_has_the_proportions_of_the_whole(sample, calibration) -> None:
    scale = len(sample) / calibration.total_units
    assert len(sample) == 20_000
    assert sample.employees.sum() == pytest.approx(13_099_795 * scale, rel=1e-3)
    for number in range(len(calibration.districts)):
        expected = calibration.units[number].sum() * scale
        assert abs((sample.district == number).sum() - expected) <= 1.5
    for section in "CFIM":
        units = sum(
            calibration.units[:, leaf].sum()
            for leaf, code in enumerate(calibration.leaves)
            if GBT.section(code) == section
        )
        assert abs(of_code(sample, section).sum() - units * scale) <= 1.5


def test_assumed_rows_are_what_their_notes_say(shanghai) -> None:
    rows = shanghai.synthetic_register.margins
    by_key = {(m.area, m.code, m.measure): m for m in rows if m.year == "2023"}

    def value(area: str, code: str, measure: str) -> float:
        return by_key[area, code, measure].value

    known = [value("310000", code, "employees") for code in "CDEIJKMPQRS"]
    known += [value("310000", code, "employees") for code in ("71", "72")]
    rest = value("310000", "", "employees") - sum(known)
    nation = np.array([value("CN", code, "employees") for code in "FGHNO"])
    found = [value("310000", code, "employees") for code in "FGHNO"]
    assert found == pytest.approx(nation / nation.sum() * rest, abs=1.0)
    assert sum(found) == rest

    def size(area: str, codes: str) -> float:
        people = math.fsum(value(area, code, "employees") for code in codes)
        return people / math.fsum(value(area, code, "units") for code in codes)

    factor = size("310000", "CDE") / size("CN", "CDE")
    for code in "FGHIJKLMNOPQRS":
        expected = round(size("CN", code) * factor, 1)
        assert value("310000", code, "persons_per_unit") == expected
    assert all(m.note is not None for m in rows if m.basis == "assumed")
    assert all(m.source is not None for m in rows if m.basis != "assumed")


def test_divisions_without_figures_are_not_made_up(whole) -> None:
    assert not of_code(whole, "16").any(), "tobacco is masked in the communiqué"
    for section in "ABT":
        assert not of_code(whole, section).any()


def test_a_part_of_a_section_that_is_masked_is_shared(calibration) -> None:
    manufacturing = [n for n, code in enumerate(calibration.leaves) if GBT.section(code) == "C"]
    shares = largest_remainder(calibration.units[:, manufacturing].sum(axis=0), 55_474)
    assert shares.sum() == 55_474
