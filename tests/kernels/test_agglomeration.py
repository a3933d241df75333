"""Ellison-Glaeser, Maurel-Sédillot and shift-share: published values, enumeration, identities."""

from __future__ import annotations

import csv
from collections.abc import Callable
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.kernels.agglomeration import (
    coagglomeration,
    ellison_glaeser,
    ellison_glaeser_group,
    ellison_glaeser_plants,
    geographic_concentration,
    maurel_sedillot,
)
from saidao.kernels.shift_share import dynamic_shift_share, growth_rate, shift_share

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data are not here")

PLANTS = st.lists(
    st.tuples(st.integers(1, 50), st.integers(0, 2), st.integers(0, 3)), min_size=6, max_size=30
)


def test_gamma_of_farhauer_and_kroell() -> None:
    """Ten plants in Vienna, Linz and Graz: Farhauer and Kröll (2014)."""
    size = [200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000]
    city = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2]
    found = ellison_glaeser_plants(size, [0] * 10, city, [500000, 400000, 100000])
    assert found.gamma[0] == pytest.approx(0.05990628, abs=5e-9)
    assert found.plants.tolist() == [10]


@shared
def test_four_industries_of_farhauer_and_kroell_against_the_obvious_way() -> None:
    with (SHARED / "reat_FK2014_EGC.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    names = sorted({row["industry"] for row in rows})
    total = {row["region"]: float(row["emp_region"]) for row in rows}
    regions = sorted(total)
    found = ellison_glaeser_plants(
        [float(row["emp_firm"]) for row in rows],
        [names.index(row["industry"]) for row in rows],
        [regions.index(row["region"]) for row in rows],
        [total[region] for region in regions],
    )
    for i, name in enumerate(names):
        firms = [row for row in rows if row["industry"] == name]
        jobs = sum(float(row["emp_firm"]) for row in firms)
        herfindahl = sum((float(row["emp_firm"]) / jobs) ** 2 for row in firms)
        g = free = 0.0
        for region in regions:
            x = total[region] / sum(total.values())
            here = sum(float(row["emp_firm"]) for row in firms if row["region"] == region)
            g += (here / jobs - x) ** 2
            free += x * (1 - x)
        assert found.gamma[i] == pytest.approx((g / free - herfindahl) / (1 - herfindahl))
        assert found.concentration[i] == pytest.approx(g)
        assert found.plant_herfindahl[i] == pytest.approx(herfindahl)


@pytest.mark.parametrize("size", [[1.0, 1, 1, 1], [9.0, 3, 2, 1], [5.0, 5, 1]])
def test_moments_are_those_of_every_possible_choice(size: list[float]) -> None:
    """Each plant may sit in each region, with the region's chance: all of them added up."""
    x = np.array([0.5, 0.3, 0.2])
    mean = {"gamma": 0.0, "maurel": 0.0, "z": 0.0, "z2": 0.0}
    for places in product(range(3), repeat=len(size)):
        chance = float(np.prod(x[list(places)]))
        found = ellison_glaeser_plants(size, [0] * len(size), places, x)
        mean["gamma"] += chance * found.gamma[0]
        mean["maurel"] += chance * found.maurel_sedillot[0]
        mean["z"] += chance * found.z[0]
        mean["z2"] += chance * found.z[0] ** 2
    assert mean["gamma"] == pytest.approx(0, abs=1e-12)
    assert mean["maurel"] == pytest.approx(0, abs=1e-12)
    assert mean["z"] == pytest.approx(0, abs=1e-12)
    assert mean["z2"] == pytest.approx(1, abs=1e-9)


@settings(deadline=None)
@given(plants=PLANTS)
def test_plants_and_tables_say_the_same(plants: list[tuple[int, int, int]]) -> None:
    size, industry, region = (np.array(column) for column in zip(*plants, strict=True))
    found = ellison_glaeser_plants(size, industry, region, n_industries=3)
    table = np.zeros((region.max() + 1, 3))
    np.add.at(table, (region, industry), size)
    herfindahl = [
        float(((size[industry == i] / size[industry == i].sum()) ** 2).sum())
        if (industry == i).any()
        else 1.0
        for i in range(3)
    ]
    total = table.sum(axis=1)
    np.testing.assert_allclose(found.gamma, ellison_glaeser(table, total, herfindahl))
    np.testing.assert_allclose(found.maurel_sedillot, maurel_sedillot(table, total, herfindahl))
    np.testing.assert_allclose(found.concentration, geographic_concentration(table, total))
    assert np.isnan(found.gamma[found.plants < 2]).all()


@settings(deadline=None)
@given(plants=PLANTS)
def test_group_index_is_ellison_and_glaesers(plants: list[tuple[int, int, int]]) -> None:
    """Their formula takes each industry's own index out; ours never puts it in."""
    size, industry, region = (np.array(column) for column in zip(*plants, strict=True))
    found = ellison_glaeser_plants(size, industry, region, n_industries=3)
    table = np.zeros((region.max() + 1, 3))
    np.add.at(table, (region, industry), size)
    total = table.sum(axis=1) + 1.0
    x = total / total.sum()
    free = 1 - (x**2).sum()
    if (found.plants < 2).any() or free < 1e-9:
        return
    gamma = ellison_glaeser(table, total, found.plant_herfindahl)
    w = table.sum(axis=0) / table.sum()
    raw = ((table.sum(axis=1) / table.sum() - x) ** 2).sum()
    herfindahl = (w**2 * found.plant_herfindahl).sum()
    own = (gamma * w**2 * (1 - found.plant_herfindahl)).sum()
    expected = (raw / free - herfindahl - own) / (1 - (w**2).sum())
    assert ellison_glaeser_group(table, total) == pytest.approx(expected, abs=1e-9)


def test_coagglomeration_is_symmetric_and_signed() -> None:
    pairs = coagglomeration([[4, 3, 0], [0, 1, 4]], [50, 50])
    np.testing.assert_allclose(pairs, pairs.T)
    assert pairs[0, 1] > 0 > pairs[0, 2]
    assert np.isnan(np.diag(pairs)).all()
    assert np.isnan(ellison_glaeser_group([[1.0], [2.0]], [5, 5]))


def test_one_plant_or_one_region_says_nothing() -> None:
    assert np.isnan(ellison_glaeser([[3.0]], [9.0], [0.5])).all()
    assert np.isnan(ellison_glaeser([[3.0], [0]], [5, 4], [1.0])).all()
    assert np.isnan(ellison_glaeser_plants([0, 5], [0, 1], [0, 0], [5, 5]).gamma).all()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ellison_glaeser([[1]], [0], [0.5]), "total: got only zeros"),
        (lambda: ellison_glaeser([[1]], [1, 2], [0.5]), "total: got shape"),
        (lambda: ellison_glaeser([[1]], [1], [1.5]), "plant_herfindahl: got a value above 1"),
        (lambda: ellison_glaeser([[1]], [1], [0.5, 0.5]), "plant_herfindahl: got shape"),
        (lambda: ellison_glaeser_plants([1], [0.5], [0]), "industry: got float64"),
        (lambda: ellison_glaeser_plants([1], [-1], [0]), "industry: got a negative"),
        (lambda: ellison_glaeser_plants([1], [0], [1], [5.0]), "region: got 1"),
        (lambda: ellison_glaeser_plants([1, 2], [0], [0]), "industry: got shape"),
        (lambda: shift_share([1], [1, 2], [1], [1]), "region_end: got shape"),
        (lambda: shift_share([1], [1], [0], [1]), "reference_start: got only zeros"),
        (lambda: shift_share([1, 1], [1, 1], [0, 2], [1, 1]), "reference_start: got a zero"),
        (lambda: shift_share([1], [1], [1], [1], method="new"), "method: got 'new'"),  # type: ignore[arg-type]
        (lambda: dynamic_shift_share([[1]], [[1]]), "reference: got 1 years"),
        (lambda: growth_rate(1, 2, periods=0), "periods: got 0"),
    ],
)
def test_what_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        call()


# Shift-share.

NATION = [400, 150, 150, 400], [440, 210, 135, 480]


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        # Three regions of Farhauer and Kröll (2013), worked by hand: the nation grows from
        # 1,100 to 1,265, by 15 %.
        ([90, 20, 10, 60], [100, 40, 10, 55], (25, 27, 1, -3)),
        ([60, 30, 30, 40], [85, 55, 40, 35], (55, 24, -1, 32)),
        ([250, 100, 110, 300], [255, 115, 85, 390], (85, 114, 0, -29)),
    ],
)
def test_shift_share_of_farhauer_and_kroell(
    start: list[int], end: list[int], parts: tuple[int, ...]
) -> None:
    total = shift_share(start, end, *NATION).total()
    assert [
        float(part)
        for part in (total.growth, total.national_share, total.industry_mix, total.regional_shift)
    ] == pytest.approx(parts, abs=1e-9)


@shared
def test_shift_share_of_freiburg_against_the_formulas_of_dunn() -> None:
    with (SHARED / "reat_Freiburg.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    r0, r1, n0, n1 = (
        np.array([float(row[f"e_{place}{year}"]) for row in rows])
        for place in ("Freiburg", "Germany")
        for year in (2008, 2014)
    )
    total = shift_share(r0, r1, n0, n1).total()
    whole = n1.sum() / n0.sum()
    assert total.growth == pytest.approx(r1.sum() - r0.sum())
    assert total.national_share == pytest.approx(r0.sum() * whole - r0.sum())
    assert total.industry_mix == pytest.approx((r0 * n1 / n0).sum() - r0.sum() * whole)
    assert total.regional_shift == pytest.approx((r0 * (r1 / r0 - n1 / n0)).sum())
    assert total.net_total_shift == pytest.approx(r1.sum() - r0.sum() * whole)
    published = [float(row["e_g_Freiburg_0814"]) for row in rows]
    np.testing.assert_allclose(growth_rate(r0, r1) * 100, published)


ROW = st.lists(st.integers(1, 99), min_size=3, max_size=3)


@given(start=ROW, end=ROW, before=ROW, after=ROW)
def test_parts_sum_to_growth(
    start: list[int], end: list[int], before: list[int], after: list[int]
) -> None:
    reference = np.add(before, start), np.add(after, end)
    classic = shift_share(start, end, *reference)
    four = shift_share(start, end, *reference, method="esteban_marquillas")
    for parts in (classic, four):
        np.testing.assert_allclose(
            parts.national_share + parts.industry_mix + parts.regional_shift + parts.allocation,
            parts.growth,
            atol=1e-9,
        )
    np.testing.assert_allclose(
        four.regional_shift + four.allocation, classic.regional_shift, atol=1e-9
    )
    assert float(classic.total().regional_shift) == pytest.approx(
        float(four.total().regional_shift + four.total().allocation), abs=1e-9
    )


def test_a_region_of_all_regions_has_no_shift() -> None:
    parts = shift_share(*[[5, 9], [7, 8]] * 2).total()
    assert float(parts.industry_mix) == pytest.approx(0)
    assert float(parts.regional_shift) == pytest.approx(0)


def test_homothetic_region_has_no_allocation() -> None:
    parts = shift_share([4, 6], [9, 9], [40, 60], [50, 60], method="esteban_marquillas")
    np.testing.assert_allclose(parts.allocation, 0, atol=1e-12)


def test_an_industry_new_to_the_region_is_its_own_doing() -> None:
    parts = shift_share([0, 5], [3, 5], [10, 10], [12, 10])
    assert parts.regional_shift[0] == 3
    four = shift_share([0, 5], [3, 5], [10, 10], [12, 10], method="esteban_marquillas")
    assert np.isnan(four.allocation[0])


def test_years_in_steps_sum_to_the_growth_of_all_of_them() -> None:
    region = np.array([[90, 20, 10, 60], [100, 40, 10, 55], [105, 45, 15, 60]])
    nation = np.array([[400, 150, 150, 400], [440, 210, 135, 480], [460, 230, 155, 500]])
    steps = dynamic_shift_share(region, nation)
    assert sum(float(step.total().growth) for step in steps) == 225 - 180
    first = shift_share(region[0], region[1], nation[0], nation[1])
    np.testing.assert_allclose(steps[0].regional_shift, first.regional_shift)
    many = dynamic_shift_share(np.stack([region, region * 2], axis=1), nation)
    np.testing.assert_allclose(many[1].industry_mix[1], 2 * steps[1].industry_mix)


def test_growth_is_compounded() -> None:
    assert float(growth_rate(100, 121, periods=2)) == pytest.approx(0.1)
    assert np.isnan(growth_rate(0, 5))
