"""Marcon and Puech's M: dbmss's values, enumeration, the obvious way, properties."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from saidao.kernels.distance.moments import Weighting
from saidao.kernels.marcon_puech import m_cumulative, marcon_puech, population
from saidao.kernels.marcon_puech.formula import Shape
from saidao.kernels.marcon_puech.neighbourhoods import (
    Neighbourhoods,
    neighbour_sums,
    sites_in_order,
)
from saidao.kernels.marcon_puech.population import surroundings
from saidao.kernels.marcon_puech.simulation import nested_m

Array = NDArray[np.float64]

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the reference data are not here")


@cache
def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def _column(rows: list[dict[str, str]], name: str) -> Array:
    return np.array([float(row[name]) for row in rows])


def _dbmss(name: str, *keys: str) -> Iterator[tuple[tuple[str, ...], Array, Array]]:
    """Give the values of M that R's dbmss computed, by their keys."""
    rows = [row for row in _rows(f"dbmss_reference/{name}") if row["measure"] == "M"]
    r = "r_km" if "r_km" in rows[0] else "r"
    for key in sorted({tuple(row[k] for k in keys) for row in rows}):
        mine = [row for row in rows if tuple(row[k] for k in keys) == key]
        values = np.array(
            [float(v) if (v := row["value"]) not in ("NA", "NaN") else np.nan for row in mine]
        )
        yield key, _column(mine, r), values


@shared
def test_trees_of_paracou_as_dbmss() -> None:
    """Within and between species, with and without weights; the file has nine digits."""
    trees = _rows("dbmss_paracou16.csv")
    x, y = _column(trees, "x"), _column(trees, "y")
    species = np.array([tree["PointType"] for tree in trees])
    for (reference, neighbour, weighted), r, expected in _dbmss(
        "paracou16.csv", "reference", "neighbour", "weighted"
    ):
        weights = _column(trees, "PointWeight") if weighted == "TRUE" else None
        found = m_cumulative(x, y, species, r, reference, neighbour, weights)
        np.testing.assert_allclose(found, expected, rtol=6e-9)


@shared
def test_french_plants_as_dbmss() -> None:
    plants = [row for row in _rows("fr_irep_establishments.csv") if row["metropolitan"] == "True"]
    x, y = _column(plants, "x") / 1000, _column(plants, "y") / 1000
    industry = np.array([plant["Code_APE"][:2] for plant in plants])
    for (label,), r, expected in _dbmss("irep.csv", "industry"):
        np.testing.assert_allclose(m_cumulative(x, y, industry, r, label), expected, rtol=6e-9)


# The obvious way.


def _distances(sites: Neighbourhoods) -> Array:
    q = sites.points
    far = np.sqrt(((q[:, None] - q[None]) ** 2).sum(-1))
    np.fill_diagonal(far, np.inf)
    return np.asarray(far)


def _obvious(far: Array, w: Array, own: list[int], r: Array) -> list[float]:
    """Return M of some sites, from its definition; 1 where no plant has a neighbour."""
    out = []
    for radius in r:
        top = bottom = 0.0
        for i in own:
            around = sum(w[j] for j in range(len(w)) if far[i, j] <= radius)
            if around:
                top += sum(w[j] for j in own if far[i, j] <= radius) / around
                bottom += (sum(w[j] for j in own) - w[i]) / (w.sum() - w[i])
        out.append(top / bottom if bottom else 1.0)
    return out


@pytest.mark.parametrize("n", [1, 33, 1100])
def test_sums_over_neighbours_are_those_of_every_pair(n: int) -> None:
    rng = np.random.default_rng(n)
    x, y = np.concatenate([rng.uniform(0, 100, (n // 2, 2)), rng.normal(50, 2, (n - n // 2, 2))]).T
    r = np.array([0, 0.5, 2, 10, 60, 200.0])
    sites = sites_in_order(x, y, r)
    far = _distances(sites)
    fixed, own = rng.random((n, 2)), rng.random((n, 3, len(r)))
    rows = np.arange(0, n, 3)
    same, each = neighbour_sums(sites, fixed), neighbour_sums(sites, own)
    for k, radius in enumerate(r):
        near = far <= radius
        np.testing.assert_allclose(same[:, :, k], near @ fixed, atol=1e-9)
        np.testing.assert_allclose(each[:, :, k], near @ own[:, :, k], atol=1e-9)
    np.testing.assert_allclose(neighbour_sums(sites, own, rows), each[rows], atol=1e-9)


@pytest.mark.parametrize("sites", [7, 8])
@pytest.mark.parametrize("n", [2, 3, 4])
def test_mean_and_covariance_are_those_of_every_subset(sites: int, n: int) -> None:
    rng = np.random.default_rng(sites)
    x, y = rng.uniform(0, 10, (2, sites))
    place = sites_in_order(x, y, [6, 8, 9])
    far = _distances(place)
    moments = surroundings(place)
    assert (moments.neighbours > 0).all(), "the identity holds where every site has a neighbour"
    every = np.array(
        [
            _obvious(far, np.ones(sites), list(own), np.array([6, 8, 9]))
            for own in combinations(range(sites), n)
        ]
    )
    weighting = Weighting.of_count(n, sites)
    np.testing.assert_allclose(every.mean(axis=0), 1, atol=1e-12)
    np.testing.assert_allclose(
        weighting.linear * moments.v1 + weighting.pairs * moments.v2,
        np.cov(every.T, bias=True),
        atol=1e-12,
    )


def _parts(far: Array, w: Array, radius: float) -> tuple[Array, Array]:
    """Return Hoeffding's parts of M's kernel, written out."""
    n = len(w)
    near = far <= radius
    d = near @ w
    u = np.divide(1.0, d, out=np.zeros(n), where=d > 0)
    a = (d > 0) / (w.sum() - w)
    h = near * (w[None] * u[:, None] + w[:, None] * u[None])
    g = (w[None] * a[:, None] + w[:, None] * a[None]) * (1 - np.eye(n))
    f = (h - g) / ((d > 0).sum() / (n * (n - 1) / 2))
    alone = f.sum(axis=1) / (n - 2)
    return alone, (f - alone[:, None] - alone[None]) * (1 - np.eye(n))


@pytest.mark.parametrize("weighted", [False, True])
def test_moments_are_those_of_the_parts(weighted: bool) -> None:
    """With isolated sites among them."""
    rng = np.random.default_rng(5)
    n, r = 150, np.array([0.3, 1.0, 4.0])
    place = sites_in_order(*rng.uniform(0, 10, (2, n)), r)
    far = _distances(place)
    w = rng.uniform(0.5, 4, n) if weighted else np.ones(n)
    moments = surroundings(place, w if weighted else None)
    assert (moments.neighbours[:, 0] == 0).any()
    parts = [_parts(far, w, radius) for radius in r]
    for k, (alone, pair) in enumerate(parts):
        for m, (other, other_pair) in enumerate(parts):
            assert moments.v1[k, m] == pytest.approx((alone * other).mean(), rel=1e-9)
            assert moments.v2[k, m] == pytest.approx(
                (pair * other_pair).sum() / (n * (n - 1)), rel=1e-9, abs=1e-12
            )
        pairs = n * (n - 1)
        expected = np.array(
            [
                (alone**3).mean(),
                (alone[:, None] * alone[None] * pair).sum() / pairs,
                (alone[:, None] * pair**2).sum() / pairs,
                (pair**3).sum() / pairs,
            ]
        )
        third = moments.third
        found = np.array([third.ggg[k], third.ggk[k], third.gkk[k], third.kkk[k]])
        assert found[0] == pytest.approx(expected[0], rel=1e-9)
        # The others leave out what is an nth of a third moment.
        scale = np.abs(expected).max()
        np.testing.assert_allclose(found / scale, expected / scale, atol=0.03)
        # Of all 150 sites, so that this one is exact.
        trios = n * (n - 1) * (n - 2)
        assert moments.triangle[k] == pytest.approx(np.trace(pair @ pair @ pair) / trios)


@pytest.mark.parametrize("weighted", [False, True])
def test_rows_stand_for_all_sites(weighted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(6)
    x, y = np.concatenate([rng.uniform(0, 100, (4000, 2)), rng.normal(50, 4, (2000, 2))]).T
    place = sites_in_order(x, y, np.array([2.0, 8, 25]))
    w = rng.lognormal(0, 1, 6000) if weighted else None
    whole = surroundings(place, w)
    monkeypatch.setattr(population, "EVERY", 1000)
    monkeypatch.setattr(population, "ROWS", 3000)
    some = surroundings(place, w)
    np.testing.assert_array_equal(some.neighbours, whole.neighbours)
    np.testing.assert_array_equal(some.spread, whole.spread)
    for n in (200, 2000):
        one, other = Shape.of(whole, n, 6000), Shape.of(some, n, 6000)
        np.testing.assert_allclose(other.deviation, one.deviation, rtol=0.02)
        np.testing.assert_allclose(other.covariance, one.covariance, rtol=0.05, atol=1e-6)
        np.testing.assert_allclose(other.skewness, one.skewness, atol=0.06)
        np.testing.assert_allclose(other.mean, one.mean, atol=2e-4)


@pytest.mark.slow
def test_shape_is_that_of_draws() -> None:
    """With weights so unequal that the denominator varies by 6 %, and wide circles."""
    rng = np.random.default_rng(7)
    n, draws = 600, 6000
    x, y = rng.uniform(0, 100, (2, 5000))
    place = sites_in_order(x, y, np.array([4.0, 15, 40]))
    w = rng.lognormal(0, 1.2, 5000)
    moments = surroundings(place, w)
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_m(place, w, moments.neighbours, np.array([n]), seeds)[0].astype(float)
    shape = Shape.of(moments, n, 5000)
    assert 0.05 < shape.spread.min() <= shape.spread.max() < 0.1
    error = shape.deviation / np.sqrt(draws)
    assert (np.abs(curves.mean(axis=0) - shape.mean) < 4 * error).all()
    np.testing.assert_allclose(curves.std(axis=0) / shape.deviation, 1, atol=0.04)
    centred = curves - curves.mean(axis=0)
    skewness = (centred**3).mean(axis=0) / (centred**2).mean(axis=0) ** 1.5
    np.testing.assert_allclose(shape.skewness, skewness, atol=0.13)
    first_order = moments.third.cumulant(Weighting.of_count(n, 5000)) / shape.deviation**3
    assert (np.abs(first_order - skewness) > np.abs(shape.skewness - skewness))[1:].all()


def test_ties_are_no_evidence_and_hold_nothing_back() -> None:
    """Bands of ten plants reject on the lower side too, though most curves are 0 near 0."""
    rng = np.random.default_rng(9)
    x, y = rng.uniform(0, 100, (2, 4000))
    r = np.array([1.0, 2, 4, 8, 12, 20])
    industry = np.repeat([0, 1, 2], [10, 25, 3965])
    found = marcon_puech(x, y, industry, r, draws=4000)
    place = sites_in_order(x, y, r)
    around = neighbour_sums(place, np.ones((4000, 1)))[:, 0]
    for i, n in ((0, 10), (1, 25)):
        seeds = rng.integers(1, 2**63, 6000, dtype=np.uint64)
        curves = nested_m(place, np.ones(4000), around, np.array([n]), seeds)[0]
        assert (curves[:, 0] == 0).mean() > 0.3
        assert found.local_low[i, 0] == 0
        below = (curves < found.global_low[i] - 1e-6).any(axis=1).mean()
        above = (curves > found.global_high[i] + 1e-6).any(axis=1).mean()
        assert 0.035 < below < 0.065
        assert 0.035 < above < 0.065


def test_draws_are_m_of_their_subset() -> None:
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 10, (2, 12))
    r = np.array([1.0, 3, 8, 20])
    place = sites_in_order(x, y, r)
    weight = rng.uniform(0.5, 4, 12)
    neighbours = neighbour_sums(place, weight[:, None])[:, 0]
    far = _distances(place)
    possible = {
        n: [_obvious(far, weight, list(own), r) for own in combinations(range(12), n)]
        for n in (2, 3, 12)
    }
    seeds = rng.integers(1, 2**63, 50, dtype=np.uint64)
    for n, curves in zip(
        (2, 3, 12), nested_m(place, weight, neighbours, np.array([2, 3, 12]), seeds), strict=True
    ):
        for curve in curves:
            assert min(np.abs(np.array(possible[n]) - curve).max(axis=1)) < 1e-4


# Properties.

PATTERN = st.integers(0, 2**32 - 1)


def _pattern(seed: int, n: int = 60) -> tuple[Array, Array, NDArray[np.int64], Array]:
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 10, (2, n)).round(3)
    return x, y, rng.integers(0, 3, n), rng.uniform(0.5, 5, n).round(3)


@settings(deadline=None, max_examples=25)
@given(seed=PATTERN)
def test_order_place_and_unit_change_nothing(seed: int) -> None:
    x, y, industry, weight = _pattern(seed)
    r = np.array([0.77, 2.13, 6.71])
    first = m_cumulative(x, y, industry, r, 1, 2, weight)
    other = np.random.default_rng(seed).permutation(len(x))
    for moved in (
        m_cumulative(x[other], y[other], industry[other], r, 1, 2, weight[other]),
        m_cumulative(-y, x, industry, r, 1, 2, weight),
        m_cumulative(x * 4, y * 4, industry, r * 4, 1, 2, weight),
        m_cumulative(x, y, industry, r, 1, 2, weight * 7),
    ):
        np.testing.assert_allclose(moved, first, rtol=1e-9)


@settings(deadline=None, max_examples=25)
@given(seed=PATTERN)
def test_m_is_one_where_all_are_neighbours(seed: int) -> None:
    x, y, industry, weight = _pattern(seed)
    for neighbour in (0, 1):
        assert m_cumulative(x, y, industry, [100.0], 0, neighbour, weight)[0] == pytest.approx(1)


def test_great_circles_are_straight_lines_where_all_is_near() -> None:
    x, y, industry, _ = _pattern(3)
    r = np.array([0.31, 1.27, 5.03])
    per_degree = np.pi / 180 * 6371.0088
    lon, lat = x / per_degree, y / per_degree
    np.testing.assert_allclose(
        m_cumulative(lon, lat, industry, r, 1, metric="great_circle"),
        m_cumulative(x, y, industry, r, 1),
        rtol=1e-9,
    )
    far = m_cumulative(
        [0, 90, 180, 0], [0, 0, 0, 90], [0, 0, 1, 1], [10_008, 20_016], 0, metric="great_circle"
    )
    assert far.tolist() == pytest.approx([1.25, 1.0])


@pytest.fixture(scope="module")
def planted() -> tuple[Array, Array, NDArray[np.int64]]:
    """Uniform sites; industry 1 mostly in a corner, 2 on a lattice, 3 anywhere."""
    rng = np.random.default_rng(8)
    x, y = rng.uniform(0, 100, (2, 1500))
    industry = np.where(rng.random(1500) < 0.1, 3, 0)
    industry[(industry == 0) & (x < 25) & (y < 25) & (rng.random(1500) < 0.5)] = 1
    for a in range(5, 100, 10):
        for b in range(5, 100, 10):
            free = np.flatnonzero(industry == 0)
            industry[free[np.argmin((x[free] - a) ** 2 + (y[free] - b) ** 2)]] = 2
    return x, y, industry


@pytest.mark.parametrize("weighted", [False, True])
def test_planted_patterns_are_found(
    planted: tuple[Array, Array, NDArray[np.int64]], weighted: bool
) -> None:
    x, y, industry = planted
    weights = np.random.default_rng(1).lognormal(0, 0.5, len(x)) if weighted else None
    r = np.array([2.0, 4, 6, 8, 12, 20, 40])
    found = marcon_puech(x, y, industry, r, weights, draws=1000, n0=None if weighted else 30)
    assert found.industries.tolist() == [0, 1, 2, 3]
    assert found.verdict[1:].tolist() == ["localised", "dispersed", "neither"]
    assert (found.global_low <= found.local_low).all()
    assert (found.local_high <= found.global_high).all()
    assert found.p_localised[1] <= 0.01
    assert found.p_dispersed[2] <= 0.05
    assert found.method[1:].tolist() == (["simulated"] * 3 if weighted else ["pearson"] * 3)
    for k in (1, 2, 3):
        alone = m_cumulative(x, y, industry, r, k, weights=weights)
        np.testing.assert_allclose(found.observed[k], alone)


def test_simulation_and_moments_give_the_same_bands(
    planted: tuple[Array, Array, NDArray[np.int64]],
) -> None:
    x, y = planted[0][:600], planted[1][:600]
    industry = np.repeat([0, 1], [500, 100])
    r = np.array([4.0, 8, 16, 32])
    one = marcon_puech(x, y, industry, r, n0=2)
    two = marcon_puech(x, y, industry, r, n0=600)
    assert (one.method.tolist(), two.method.tolist()) == (["pearson"] * 2, ["simulated"] * 2)
    width = one.global_high - one.global_low
    for name in ("mean", "local_low", "local_high", "global_low", "global_high"):
        assert (np.abs(getattr(one, name) - getattr(two, name)) < 0.06 * width).all(), name


def test_the_same_input_gives_the_same_answer() -> None:
    x, y, industry, _ = _pattern(11)
    one, two = (marcon_puech(x, y, industry, [1.0, 3.0], draws=200) for _ in range(2))
    np.testing.assert_array_equal(one.global_high, two.global_high)
    joint = marcon_puech(x, y, industry, [1.0, 3.0], draws=200, joint=True)
    assert (joint.global_high >= one.global_high).all()


def test_where_nothing_can_be_said() -> None:
    industry = [0, 0, 0, 0, 1]
    found = marcon_puech([0, 0, 0, 0, 5], [0, 0, 1, 5, 5], industry, [0.0, 0.5], draws=200)
    assert found.verdict.tolist() == ["neither", "untested"]
    assert np.isnan(found.observed[1]).all()
    assert np.isnan(m_cumulative([0, 5, 9], [0, 0, 0], [0, 0, 1], [1.0], 0)[0])
    whole = marcon_puech(*_pattern(1)[:2], np.zeros(60), [1.0, 2.0], draws=200)
    assert whole.verdict.tolist() == ["neither"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: m_cumulative([0, 1], [0], [0, 0], [1], 0), "x and y must be equally long"),
        (lambda: m_cumulative([0, np.nan], [0, 0], [0, 0], [1], 0), "x and y must be finite"),
        (lambda: m_cumulative([0, 1], [0, 0], [0], [1], 0), "industry must have one label"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, np.nan], [1], 0), "industry must not be NaN"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, 0], [1], 7), "reference: got 7"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, 0], [1], 0, 7), "neighbour: got 7"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, 0], [2, 1], 0), "r: got distances out of"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, 0], [], 0), "r: got no vector"),
        (lambda: m_cumulative([0, 1], [0, 0], [0, 0], [1], 0, weights=[1, 0]), "weights: got"),
        (lambda: marcon_puech([0, 1], [0, 1], [0, 0], [1]), "x: got 2 plants"),
        (lambda: marcon_puech([0] * 4, [0] * 4, [0] * 4, [1], level=0.6), "level: got 0.6"),
        (lambda: marcon_puech([0] * 4, [0] * 4, [0] * 4, [1], draws=5), "draws: got 5"),
    ],
)
def test_what_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(ValueError, match=f"^{message}"):
        call()
