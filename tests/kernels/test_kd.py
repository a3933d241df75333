"""Kd and its bands: exact identities, a slow obvious version, R's dbmss, hostile input."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pytest

from saidao.kernels.distance import DurantonOverman, duranton_overman, kd
from saidao.kernels.distance.bands import Null, spaced
from saidao.kernels.distance.lattice import Lattice, cell_counts, lattice_pairs
from saidao.kernels.distance.margins import Extremes, Pearson, Table, field_extremes
from saidao.kernels.distance.moments import Weighting, covariance_parts, third_moments
from saidao.kernels.distance.pairs import pair_counts, pair_weights, row_weights
from saidao.kernels.distance.population import Bandwidths, Bins, Population
from saidao.kernels.distance.simulation import draw_sites, nested_draws
from saidao.kernels.distance.sites import EARTH_RADIUS, morton_order, place, project
from saidao.kernels.distance.smoothing import (
    rule_of_thumb,
    rule_of_thumb_binned,
    smoothed,
    smoothing_weights,
)
from saidao.kernels.distance.weighted import weighted_null

SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
REFERENCE = SHARED / "dbmss_reference"
needs_reference = pytest.mark.skipif(
    not REFERENCE.is_dir(), reason="the outputs of R dbmss are not beside this checkout"
)


def distances(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    i, j = np.triu_indices(len(x), 1)
    return np.hypot(x[i] - x[j], y[i] - y[j])


def slow_kd(
    x: np.ndarray, y: np.ndarray, r: np.ndarray, w: np.ndarray | None = None, h: float | None = None
) -> np.ndarray:
    """The definition, pair by pair."""
    i, j = np.triu_indices(len(x), 1)
    d = np.hypot(x[i] - x[j], y[i] - y[j])
    ww = np.ones(len(d)) if w is None else w[i] * w[j]
    h = rule_of_thumb(d[d <= 2 * r[-1]]) if h is None else h
    out = np.zeros(len(r))
    for distance, weight in zip(d, ww, strict=True):
        for mirrored in (distance, -distance):
            out += weight * np.exp(-0.5 * ((r - mirrored) / h) ** 2)
    return out / (h * math.sqrt(2 * math.pi) * ww.sum())


def pattern(n: int, seed: int = 1, side: float = 100.0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x, y = rng.random((2, n)) * side
    near = rng.random(n) < 0.4
    x[near] = side / 3 + rng.standard_normal(int(near.sum())) * side / 25
    return x, y


# -- counting ---------------------------------------------------------------


@pytest.mark.parametrize("n", [0, 1, 2, 5, 63, 64, 65, 257, 900])
def test_pairs_are_counted_as_one_by_one(n: int) -> None:
    x, y = np.round(np.array(pattern(n, seed=n + 1)) * 8) / 8 + 1 / 64
    points = place(x, y).points
    got = pair_counts(points, 2.5, 20)
    expected, _ = np.histogram(distances(x, y), np.append(np.arange(21) * 2.5, np.inf))
    # A distance on an edge may fall to either side in single precision.
    assert got.sum() == n * (n - 1) // 2
    assert np.abs(np.cumsum(got) - np.cumsum(expected)).max() <= 2 + n // 100


def test_order_of_points_does_not_change_the_count_of_pairs() -> None:
    x, y = pattern(5_000)
    points = place(x, y).points
    sorted_points = np.ascontiguousarray(points[:, morton_order(points)])
    assert (pair_counts(points, 0.5, 60) == pair_counts(sorted_points, 0.5, 60)).all()


def test_weights_multiply_and_a_weight_is_that_many_plants_in_one_place() -> None:
    x, y = pattern(60)
    w = np.random.default_rng(2).integers(1, 5, 60)
    got = pair_weights(place(x, y).points, w.astype(float), 3.0, 30)
    twins = pair_counts(place(np.repeat(x, w), np.repeat(y, w)).points, 3.0, 30).astype(float)
    # Pairs of twins in one place are not pairs of plants.
    twins[0] -= (w * (w - 1) // 2).sum()
    np.testing.assert_allclose(got, twins, atol=1e-9)


def test_rows_leave_the_site_itself_out_and_sum_to_twice_the_pairs() -> None:
    x, y = pattern(700)
    points = place(x, y).points
    rows = row_weights(points, np.arange(700), points, np.ones(700, np.float32), 2.0, 40)
    assert (rows.sum(axis=1) == 699).all()
    np.testing.assert_array_equal(rows.sum(axis=0), 2 * pair_counts(points, 2.0, 40))


def test_lattice_counts_the_pairs_of_snapped_sites() -> None:
    x, y = pattern(400)
    grid = Lattice.snap(place(x, y).points, 0.5)
    ix, iy = np.divmod(grid.index, grid.shape[1])
    d = distances(ix * 0.5, iy * 0.5)
    got = lattice_pairs(
        cell_counts(grid.index, grid.shape[0] * grid.shape[1]), grid.shape, 0.5, 2.0, 30
    )
    # Each distance is shared between the two bins around it; means stay where they are.
    centre = (np.arange(30) + 0.5) * 2.0
    near = d[(d > 1.0) & (d < 40)]
    assert got.sum() == pytest.approx(400 * 399 / 2)
    t = d / 2.0 - 0.5
    low = np.maximum(np.floor(t), 0).astype(int)
    share = np.where(t < 0, 1.0, 1 - (t - np.floor(t)))
    expected = np.zeros(31)
    np.add.at(expected, np.minimum(low, 30), share)
    np.add.at(expected, np.minimum(np.maximum(np.floor(t) + 1, 0), 30).astype(int), 1 - share)
    # A pair of one cell is at -1/2: whole in the first bin.
    np.testing.assert_allclose(got[:30], expected[:30], atol=30)
    assert (got[1:20] * centre[1:20]).sum() == pytest.approx(near.sum(), rel=0.05)


# -- smoothing --------------------------------------------------------------


def test_kernel_integrates_to_one_over_positive_distances() -> None:
    r = np.linspace(0, 120, 4_801)
    w = smoothing_weights(r, 1.0, 60, 4.0)
    np.testing.assert_allclose(np.trapezoid(w, r, axis=0)[:60], 1.0, atol=2e-6)
    assert (w[:, 60] == 0).all()


def test_cumulative_weights_are_the_integral() -> None:
    r = np.linspace(0, 50, 2_001)
    density = smoothing_weights(r, 0.7, 90, 3.0)
    whole = smoothing_weights(r, 0.7, 90, 3.0, cumulative=True)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(r)[:, None]
    np.testing.assert_allclose(whole[1:] - whole[0], np.cumsum(steps, axis=0), atol=2e-5)
    np.testing.assert_allclose(whole[0], 0.0, atol=1e-9)


def test_bandwidth_is_the_one_of_bw_nrd0() -> None:
    # bw.nrd0(c(1, 2, 3, 4, 10)) in R: 0.9 * min(sd, IQR / 1.34) * 5^-0.2.
    assert rule_of_thumb(np.array([1.0, 2, 3, 4, 10])) == pytest.approx(
        0.9 * (2 / 1.34) * 5**-0.2, rel=1e-12
    )
    assert rule_of_thumb(np.array([3.0, 3, 3, 3])) == pytest.approx(0.9 * 3 * 4**-0.2)
    assert rule_of_thumb(np.zeros(4)) == pytest.approx(0.9 * 4**-0.2)


def test_bandwidth_of_a_histogram_is_that_of_the_sample() -> None:
    x, y = pattern(300)
    counts = pair_counts(place(x, y).points, 0.02, 4_000)
    d = distances(x, y)
    got = rule_of_thumb_binned(counts, 0.02, 80.0)
    assert got == pytest.approx(rule_of_thumb(d[d <= 80]), rel=1e-3)


# -- Kd of one pattern ------------------------------------------------------


def test_kd_is_the_definition() -> None:
    x, y = pattern(80)
    r = np.linspace(0, 60, 31)
    w = np.random.default_rng(3).lognormal(size=80)
    np.testing.assert_allclose(kd(x, y, r).kd, slow_kd(x, y, r), rtol=5e-4)
    np.testing.assert_allclose(kd(x, y, r, weights=w).kd, slow_kd(x, y, r, w), rtol=5e-4)
    np.testing.assert_allclose(
        kd(x, y, r, bandwidth=2.0).kd, slow_kd(x, y, r, h=2.0), rtol=2e-3, atol=2e-6
    )


def test_kd_integrates_to_its_cumulative_and_that_to_one() -> None:
    x, y = pattern(200)
    r = np.linspace(0, 250, 2_001)
    got = kd(x, y, r)
    steps = (got.kd[1:] + got.kd[:-1]) / 2 * np.diff(r)
    np.testing.assert_allclose(got.cumulative[1:], np.cumsum(steps), atol=1e-5)
    assert got.cumulative[-1] == pytest.approx(1.0, abs=1e-6)


def test_kd_does_not_mind_order_place_or_unit() -> None:
    x, y = pattern(1_500)
    r = np.linspace(0, 50, 26)
    base = kd(x, y, r)
    mixed = np.random.default_rng(0).permutation(1_500)
    np.testing.assert_array_equal(kd(x[mixed], y[mixed], r).kd, base.kd)
    np.testing.assert_allclose(kd(x + 4e5, y - 2e5, r).kd, base.kd, rtol=2e-4)
    np.testing.assert_allclose(kd(1_000 * x, 1_000 * y, 1_000 * r).kd * 1_000, base.kd, rtol=2e-4)
    np.testing.assert_allclose(kd(x, y, r, weights=np.full(1_500, 7.0)).kd, base.kd, rtol=1e-9)


def test_great_circle_is_the_plane_at_small_extents() -> None:
    x, y = pattern(600, side=30.0)
    lat = 31.2 + np.degrees(y / EARTH_RADIUS)
    lon = 121.5 + np.degrees(x / EARTH_RADIUS) / np.cos(np.radians(lat))
    r = np.linspace(0, 15, 16)
    flat, globe = kd(x, y, r, bandwidth=1.0), kd(lon, lat, r, metric="great_circle", bandwidth=1.0)
    np.testing.assert_allclose(globe.kd, flat.kd, rtol=5e-3)


def test_great_circle_is_the_arc_at_large_extents() -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.random(300) * 60 + 75, rng.random(300) * 30 + 20
    i, j = np.triu_indices(300, 1)
    a, b = np.radians(lat[i]), np.radians(lat[j])
    half = np.radians(lon[i] - lon[j]) / 2
    hav = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(half) ** 2
    arc = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(hav))
    sites = place(lon, lat, "great_circle")
    got = np.cumsum(pair_counts(sites.points, 50.0, 100, sites.curvature))
    expected = np.searchsorted(np.sort(arc), 50.0 * np.arange(1, 101))
    assert np.abs(got[:100] - expected).max() <= 5


def test_globe_on_a_plane_says_how_far_off_it_is() -> None:
    rng = np.random.default_rng(5)
    lon, lat = 100 + rng.random(300) * 12, 30 + rng.random(300) * 10
    flat, globe = project(lon, lat), place(lon, lat, "great_circle")
    one = pair_counts(flat.points, 4.0, 100)
    other = pair_counts(globe.points, 4.0, 100, globe.curvature)
    assert 0 < flat.distortion < 0.005
    # Distances too long by d are d * 400 / 4 of a bin further out at most.
    assert np.abs(np.cumsum(one) - np.cumsum(other))[:100].max() <= 2 * max(other[:100])


@pytest.mark.parametrize(
    ("x", "y", "r", "options"),
    [
        ([1.0, math.nan], [0.0, 1.0], [1.0], {}),
        ([1.0, math.inf], [0.0, 1.0], [1.0], {}),
        ([1.0], [0.0, 1.0], [1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [], {}),
        ([1.0, 2.0], [0.0, 1.0], [0.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [2.0, 1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [-1.0, 1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [math.nan], {}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0, -1.0]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0, math.nan]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"metric": "taxicab"}),
        ([1.0, 2.0], [0.0, 91.0], [1.0], {"metric": "great_circle"}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"bandwidth": 0.0}),
    ],
)
def test_wrong_input_is_refused(x: list, y: list, r: list, options: dict) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kd(x, y, r, **options)


def test_few_and_coincident_points() -> None:
    r = np.array([0.0, 1.0, 2.0])
    for n in (0, 1):
        assert np.isnan(kd(np.zeros(n), np.zeros(n), r).kd).all()
    same = kd(np.ones(5), np.ones(5), r)
    assert same.bandwidth == pytest.approx(0.9 * 10**-0.2)
    assert same.kd[0] > same.kd[1] > same.kd[2] > 0
    two = kd([0.0, 1.0], [0.0, 0.0], r)
    assert two.kd.argmax() == 1 or two.kd.argmax() == 0
    assert np.isfinite(two.kd).all()
    assert np.isnan(kd([0.0, 1.0], [0.0, 0.0], r, weights=[1.0, 0.0]).kd).all()


# -- moments, against every subset of a small population ---------------------


def indicator(x: np.ndarray, y: np.ndarray, delta: float, bins: int) -> np.ndarray:
    d = np.hypot(x[:, None] - x, y[:, None] - y)
    b = np.minimum((d / delta).astype(int), bins)
    h = np.zeros((len(x), len(x), bins + 1))
    i, j = np.nonzero(~np.eye(len(x), dtype=bool))
    h[i, j, b[i, j]] = 1
    return h


@pytest.mark.parametrize(("sites", "n"), [(4, 2), (7, 3), (9, 4), (9, 8), (8, 8)])
def test_mean_and_covariance_are_those_of_all_subsets(sites: int, n: int) -> None:
    x, y = np.random.default_rng(sites).random((2, sites))
    h = indicator(x, y, 0.3, 3)
    values = np.array(
        [
            sum(h[i, j] for i, j in itertools.combinations(s, 2)) / math.comb(n, 2)
            for s in itertools.combinations(range(sites), n)
        ]
    )
    rows = h.sum(axis=1)
    mu, v1, v2 = covariance_parts(sites, rows.sum(axis=0) / 2, rows.T @ rows)
    weighting = Weighting.of_count(n, sites)
    np.testing.assert_allclose(values.mean(axis=0), mu, atol=1e-12)
    np.testing.assert_allclose(
        np.cov(values.T, bias=True), weighting.linear * v1 + weighting.pairs * v2, atol=1e-12
    )


@pytest.mark.parametrize("weights", [[1.0, 1, 1], [5.0, 1, 0.2], [1.0, 2, 3, 40]])
def test_weighted_moments_are_those_of_all_placements(weights: list[float]) -> None:
    w, sites = np.array(weights), 7
    x, y = np.random.default_rng(3).random((2, sites))
    h = indicator(x, y, 0.25, 3)
    pairs = list(itertools.combinations(range(len(w)), 2))
    area = sum(w[a] * w[b] for a, b in pairs)
    values = np.array(
        [
            sum(w[a] * w[b] * h[s[a], s[b]] for a, b in pairs) / area
            for s in itertools.permutations(range(sites), len(w))
        ]
    )
    rows = h.sum(axis=1)
    mu, v1, v2 = covariance_parts(sites, rows.sum(axis=0) / 2, rows.T @ rows)
    weighting = Weighting.of_weights(w, sites)
    np.testing.assert_allclose(values.mean(axis=0), mu, atol=1e-12)
    np.testing.assert_allclose(
        np.cov(values.T, bias=True), weighting.linear * v1 + weighting.pairs * v2, atol=1e-12
    )


def test_equal_weights_are_no_weights() -> None:
    one, other = Weighting.of_weights(np.full(50, 3.0), 900), Weighting.of_count(50, 900)
    for name in Weighting.__dataclass_fields__:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9)
    assert one.effective == pytest.approx(50)


def test_third_cumulant_is_that_of_the_parts() -> None:
    # With few sites every part of gamma can be averaged over all pairs.
    sites = 40
    x, y = np.random.default_rng(8).random((2, sites))
    h = indicator(x, y, 0.1, 10)
    w = np.random.default_rng(9).random((5, 11))
    k = np.einsum("ijb,db->dij", h, w)
    off = ~np.eye(sites, dtype=bool)
    mu = k[:, off].mean(axis=1)
    g = (k.sum(axis=2) / (sites - 1) - mu[:, None]).T
    near2 = (np.square(k).sum(axis=2) / (sites - 1)).T
    near3 = (k**3)[:, off].mean(axis=1)
    gg = np.einsum("dij,id,jd->d", k, g, g) / (sites * (sites - 1))
    got = third_moments(mu, g, gg, near2, near3)
    gamma = k - mu[:, None, None] - g.T[:, :, None] - g.T[:, None, :]
    # E[g_1 g_2] is not 0 but -1/(N-1) of E[g^2]: what is left out is of that order.
    gamma3 = (gamma**3)[:, off].mean(axis=1)
    np.testing.assert_allclose(got.kkk, gamma3, atol=0.1 * np.abs(gamma3).max())
    np.testing.assert_allclose(got.ggg, (g**3).mean(axis=0))


# -- margins and extremes ----------------------------------------------------


@pytest.mark.parametrize("skewness", [-0.9, -0.2, 0.0, 1e-4, 0.3, 1.1])
def test_pearson_scores_undo_quantiles(skewness: float) -> None:
    margin = Pearson(np.array([skewness]))
    for z in (-3.0, -1.0, 0.0, 0.5, 2.5, 5.0):
        assert margin.score(margin.quantile(z))[0] == pytest.approx(z, abs=1e-6)


def test_pearson_far_out_goes_on_rising() -> None:
    margin = Pearson(np.full(4, 0.3))
    z = margin.score(np.array([10.0, 50.0, 200.0, 1_000.0]))
    assert (np.diff(z) > 0).all()
    assert np.isfinite(z).all()


def test_pearson_has_the_third_moment_it_is_given() -> None:
    u = (np.arange(20_000) + 0.5) / 20_000
    from scipy.special import ndtri

    sample = np.array([Pearson(np.array([0.8])).quantile(float(z))[0] for z in ndtri(u[::40])])
    assert sample.mean() == pytest.approx(0.0, abs=0.02)
    assert sample.std() == pytest.approx(1.0, abs=0.03)
    assert (sample**3).mean() == pytest.approx(0.8, abs=0.15)


def test_table_scores_are_ranks_and_ties_stand_in_the_middle() -> None:
    draws = np.random.default_rng(1).standard_normal((1, 40_000)).astype(np.float32)
    table = Table.of_draws(draws)
    for z in (-2.0, 0.0, 1.7):
        assert table.quantile(z)[0] == pytest.approx(z, abs=0.06)
        assert table.score(table.quantile(z))[0] == pytest.approx(z, abs=1e-9)
    atoms = Table.of_draws(np.repeat(np.float32([[0, 1, 2]]), 1_000, axis=1))
    assert atoms.score(np.array([1.0]))[0] == pytest.approx(0.0, abs=0.05)
    assert table.score(np.array([9.0]))[0] > table.score(np.array([8.0]))[0] > 3


def test_extremes_of_independent_places_are_known() -> None:
    got = field_extremes(np.eye(10), np.random.default_rng(0), curves=60_000)
    low, high = got.critical(0.05, joint=False)
    # P(max of 10 normals > z) = 0.05.
    assert high == pytest.approx(2.568, abs=0.02)
    assert low == pytest.approx(-2.568, abs=0.02)
    assert got.critical(0.05, joint=True)[1] == pytest.approx(2.800, abs=0.02)
    assert got.p_values(-9.0, high, exact=False)[1] == pytest.approx(0.05, abs=1e-3)
    assert 0 < got.p_values(-9.0, high, exact=False)[0] < 1e-6


def test_extremes_of_a_table_are_the_scores_extremes() -> None:
    draws = np.random.default_rng(2).standard_normal((6, 500)).astype(np.float32)
    table = Table.of_draws(draws)
    got = table.extremes(draws, np.ones(6, bool))
    scores = np.stack([table.score(column.astype(float)) for column in draws.T], axis=1)
    np.testing.assert_allclose(got.highest, np.sort(scores.max(axis=0)), atol=1e-9)
    np.testing.assert_allclose(got.lowest, np.sort(-scores.min(axis=0)), atol=1e-9)


def test_sizes_between_knots_are_few() -> None:
    assert spaced([5, 3, 3], 12) == [3, 5]
    knots = spaced(range(2, 900), 18)
    assert len(knots) <= 20
    assert knots[:5] == [2, 3, 4, 5, 6]
    assert knots[-1] == 899


# -- simulation ----------------------------------------------------------------


def test_drawn_sites_are_distinct_and_each_as_likely() -> None:
    taken = np.empty(7, np.int64)
    times = np.zeros(20)
    for seed in range(1, 4_001):
        draw_sites(np.uint64(seed * 7_919), 20, taken)
        assert len(set(taken.tolist())) == 7
        times[taken] += 1
    # 1,400 each, standard deviation 30.
    assert np.abs(times - 1_400).max() < 130
    every = np.empty(20, np.int64)
    draw_sites(np.uint64(5), 20, every)
    assert sorted(every.tolist()) == list(range(20))


def test_nested_draws_are_kd_of_the_first_sites() -> None:
    x, y = pattern(400)
    points = place(x, y).points
    r = np.linspace(0, 40, 9)
    seeds = np.array([11, 12], np.uint64)
    curves = nested_draws(points, np.array([5, 60]), [6.0, 4.0], r, seeds, 0.25, 300)
    taken = np.empty(60, np.int64)
    draw_sites(seeds[1], 400, taken)
    for k, (n, h, fold) in enumerate(((5, 6.0, 6), (60, 4.0, 4))):
        sub = taken[:n]
        # Bins are folded to a quarter of the bandwidth.
        counts = pair_counts(np.ascontiguousarray(points[:, sub]), 0.25 * fold, 300 // fold)
        expected = smoothing_weights(r, 0.25 * fold, 300 // fold, h) @ counts
        np.testing.assert_allclose(curves[k][:, 1], expected / math.comb(n, 2), rtol=1e-4)
        slow = slow_kd(x[sub], y[sub], r, h=h)
        np.testing.assert_allclose(curves[k][:, 1], slow, atol=0.1 * slow.max())


# -- all industries at once ------------------------------------------------------


@pytest.fixture(scope="module")
def tested() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, DurantonOverman]:
    rng = np.random.default_rng(6)
    x, y = pattern(3_000, seed=6)
    label = np.zeros(3_000, int)
    free = rng.permutation(3_000)
    label[free[:40]], label[free[40:1_040]] = 1, 2
    # Industry 3 sits together, industry 4 has a single plant.
    rest = free[1_040:]
    near = rest[np.argsort(np.hypot(x[rest] - 80, y[rest] - 80))[:25]]
    label[near] = 3
    label[free[-1]] = 4
    r = np.linspace(0, 50, 26)
    return x, y, label, r, duranton_overman(x, y, label, r, draws=2_000)


def test_verdicts_methods_and_indices(tested: tuple) -> None:
    *_, result = tested
    found = {label: i for i, label in enumerate(result.industries.tolist())}
    assert result.verdict[found[3]] == "localised"
    assert result.gamma[found[3]] > 0
    assert result.psi[found[3]] == 0
    assert result.p_localised[found[3]] <= 2 / 2_001
    assert result.verdict[found[4]] == "untested"
    assert np.isnan(result.observed[found[4]]).all()
    assert result.method[found[1]] == "simulated"
    assert result.method[found[2]] == "pearson"
    for i in (found[0], found[1], found[2], found[3]):
        assert (result.global_low[i] <= result.local_low[i] + 1e-12).all()
        assert (result.local_low[i] <= result.mean[i]).mean() > 0.9
        assert (result.mean[i] <= result.local_high[i]).mean() > 0.9
        assert (result.local_high[i] <= result.global_high[i] + 1e-12).all()
        above = np.maximum(result.observed[i] - result.global_high[i], 0)
        assert result.gamma[i] == pytest.approx(np.trapezoid(above, result.r))
        assert (result.verdict[i] == "localised") == bool((above > 0).any())


def test_verdict_and_p_value_say_the_same(tested: tuple) -> None:
    *_, result = tested
    for i in np.flatnonzero(result.n > 1):
        if result.verdict[i] == "localised":
            assert result.p_localised[i] <= result.level + 2e-3
        elif result.verdict[i] == "dispersed":
            assert result.p_dispersed[i] <= result.level + 2e-3
        else:
            assert min(result.p_localised[i], result.p_dispersed[i]) >= result.level - 2e-3


def test_order_of_the_input_does_not_matter(tested: tuple) -> None:
    x, y, label, r, result = tested
    mixed = np.random.default_rng(1).permutation(len(x))
    again = duranton_overman(x[mixed], y[mixed], label[mixed], r, draws=2_000)
    np.testing.assert_allclose(again.observed, result.observed, rtol=1e-6)
    np.testing.assert_allclose(again.global_high, result.global_high, rtol=1e-4)
    assert (again.verdict == result.verdict).all()


def test_observed_curve_is_kd_with_its_bandwidth(tested: tuple) -> None:
    x, y, label, r, result = tested
    for i, name in enumerate(result.industries.tolist()):
        if result.n[i] > 1:
            mine = label == name
            one = kd(x[mine], y[mine], r, bandwidth=float(result.bandwidth[i]))
            np.testing.assert_allclose(
                result.observed[i], one.kd, rtol=0.03, atol=0.01 * one.kd.max()
            )
    own = duranton_overman(x, y, label, r, draws=200, bandwidth="sample")
    mine = label == 1
    assert own.bandwidth[1] == pytest.approx(kd(x[mine], y[mine], r).bandwidth, rel=0.02)


def test_simulated_and_computed_bands_agree() -> None:
    x, y = pattern(2_000, seed=3)
    label = np.zeros(2_000, int)
    label[np.random.default_rng(0).permutation(2_000)[:150]] = 1
    label[label == 0] = np.arange(2, 1_852)  # one plant each, tested by nobody
    r = np.linspace(0, 50, 26)
    by_draws = duranton_overman(x, y, label, r, n0=2_000, draws=6_000)
    by_moments = duranton_overman(x, y, label, r, n0=50)
    assert by_draws.method[0] == "simulated"
    assert by_moments.method[0] == "pearson"
    spread = (by_moments.local_high[0] - by_moments.local_low[0]) / (2 * 1.645)
    for name in ("mean", "local_low", "local_high", "global_low", "global_high"):
        gap = (getattr(by_draws, name)[0] - getattr(by_moments, name)[0]) / spread
        assert np.abs(gap).max() < 0.35, name
        assert np.abs(gap).mean() < 0.12, name


def test_joint_bands_are_wider_and_p_values_do_not_move() -> None:
    x, y = pattern(400)
    label = np.arange(400) % 10
    r = np.linspace(0, 50, 11)
    one = duranton_overman(x, y, label, r, draws=1_000)
    both = duranton_overman(x, y, label, r, draws=1_000, joint=True)
    assert (both.global_high >= one.global_high - 1e-12).all()
    assert (both.global_low <= one.global_low + 1e-12).all()
    np.testing.assert_array_equal(one.p_localised, both.p_localised)


def test_cumulative_is_the_integral_and_has_its_own_bands() -> None:
    x, y = pattern(600)
    label = np.arange(600) % 4
    r = np.linspace(0, 40, 41)
    flat = duranton_overman(x, y, label, r, draws=500)
    whole = duranton_overman(x, y, label, r, draws=500, cumulative=True)
    steps = (flat.observed[:, 1:] + flat.observed[:, :-1]) / 2 * np.diff(r)
    np.testing.assert_allclose(whole.observed[:, 1:], np.cumsum(steps, axis=1), atol=2e-3)
    assert (whole.global_low <= whole.mean + 1e-12).all()
    assert (np.diff(whole.mean, axis=1) >= 0).all()


def test_many_sites_are_counted_on_a_grid() -> None:
    rng = np.random.default_rng(12)
    x, y = rng.random((2, 201_000)) * 500
    label = np.zeros(201_000, np.int32)
    label[:50], label[50:2_050] = 1, 2
    r = np.linspace(0, 60, 31)
    result = duranton_overman(x, y, label, r, draws=500, rows=500)
    assert result.choices["pairs"] == "lattice"
    # Sites anywhere in a square of side L: density of distances (Rosenberg 2004).
    s = r / 500
    expected = 2 * s * (s**2 - 4 * s + np.pi) / 500
    np.testing.assert_allclose(result.mean[2][5:], expected[5:], rtol=0.01)
    np.testing.assert_allclose(result.observed[2][10:], expected[10:], rtol=0.1)
    # The rest of the population is snapped with it.
    np.testing.assert_allclose(result.observed[0][5:], expected[5:], rtol=0.01)


@pytest.mark.parametrize("method", ["simulated", "hybrid", "pearson"])
def test_weighted_nulls_have_the_exact_moments(method: str) -> None:
    x, y = pattern(1_200, seed=2)
    sites = place(x, y)
    r = np.linspace(0, 50, 26)
    rng = np.random.default_rng(5)
    n = 80 if method == "simulated" else 500
    w = rng.lognormal(0, 1.0 if method != "pearson" else 0.3, n)
    rule = Bandwidths.of_sites(sites, 100.0)
    h = rule.of(n)
    population = Population.of_sites(sites, Bins(0.25, 400, 400), None)
    null, effective = weighted_null(
        population, r, w, h, 4_000, rng, simulate=None if method != "hybrid" else True
    )
    assert null.method == method
    assert 1 < effective < n
    kernel = population.smoothing(r, h, False)
    weighting = Weighting.of_weights(w, 1_200)
    exact = np.sqrt(np.diag(population.covariance(kernel, weighting)))
    np.testing.assert_allclose(null.deviation, exact, rtol=0.06)
    np.testing.assert_allclose(null.mean, smoothed(r, 0.25, population.mu, h), rtol=1e-9)


def test_weighted_industries_are_tested() -> None:
    x, y = pattern(900)
    rng = np.random.default_rng(3)
    label = rng.integers(0, 3, 900)
    w = rng.lognormal(0, 1, 900)
    w[label == 2] = 0.0
    r = np.linspace(0, 40, 21)
    result = duranton_overman(x, y, label, r, weights=w, draws=500)
    assert result.verdict[2] == "untested"
    assert (result.effective[:2] < result.n[:2]).all()
    mine = label == 0
    one = kd(x[mine], y[mine], r, weights=w[mine], bandwidth=float(result.bandwidth[0]))
    np.testing.assert_allclose(result.observed[0], one.kd, rtol=0.02, atol=0.01 * one.kd.max())


def test_an_industry_on_every_site_is_neither() -> None:
    x, y = pattern(50)
    result = duranton_overman(x, y, np.zeros(50), np.linspace(0, 50, 11), draws=200)
    assert result.verdict.tolist() == ["neither"]
    assert result.gamma[0] == result.psi[0] == 0
    np.testing.assert_allclose(result.observed, result.mean, rtol=1e-9)


def test_small_and_odd_populations() -> None:
    r = np.array([0.0, 1.0, 5.0])
    two = duranton_overman([0, 1, 2, 5], [0, 0, 1, 4], ["a", "a", "b", "b"], r, draws=200)
    assert set(two.verdict) <= {"localised", "dispersed", "neither"}
    same = duranton_overman(np.ones(6), np.ones(6), [0, 0, 1, 1, 1, 1], r, draws=200)
    assert same.verdict.tolist() == ["neither", "neither"]
    with pytest.raises(ValueError, match="at least 4 sites"):
        duranton_overman([0, 1], [0, 1], [1, 1], r)
    with pytest.raises(ValueError, match="one label for each site"):
        duranton_overman([0, 1, 2, 3], [0, 1, 2, 3], [1, 1], r)
    with pytest.raises(ValueError, match="NaN"):
        duranton_overman([0, 1, 2, 3], [0, 1, 2, 3], [1, 1, 2, math.nan], r)
    with pytest.raises(ValueError, match="level"):
        duranton_overman([0, 1, 2, 3], [0, 1, 2, 3], [1, 1, 2, 2], r, level=0.6)


def test_progress_is_told() -> None:
    x, y = pattern(100)
    heard: list[tuple[str, int, int]] = []
    duranton_overman(
        x, y, np.arange(100) % 3, [0.0, 10.0], draws=200,
        progress=lambda part, done, total: heard.append((part, done, total)),
    )  # fmt: skip
    assert ("industries", 3, 3) in heard
    assert heard[0][0] == "population"


def test_a_null_that_does_not_vary_rejects_nothing() -> None:
    nothing = Extremes(np.zeros(1), np.zeros(1), np.zeros(1))
    null = Null(np.ones(3), np.zeros(3), Pearson(np.zeros(3)), ((nothing, 1.0),), "pearson")
    np.testing.assert_array_equal(null.scores(np.array([1.0, 1.0, 1.0])), 0.0)


# -- R dbmss -----------------------------------------------------------------------


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@needs_reference
@pytest.mark.parametrize("species", ["Q. Rosea", "V. Americana"])
@pytest.mark.parametrize("weighted", ["FALSE", "TRUE"])
def test_kd_of_paracou_is_dbmss(species: str, weighted: str) -> None:
    trees = [t for t in rows_of(SHARED / "dbmss_paracou16.csv") if t["PointType"] == species]
    wanted = [
        row
        for row in rows_of(REFERENCE / "paracou16.csv")
        if row["measure"] == "Kd"
        and row["reference"] == row["neighbour"] == species
        and row["weighted"] == weighted
    ]
    x, y, w = (np.array([float(t[c]) for t in trees]) for c in ("x", "y", "PointWeight"))
    value = np.array([float(row["value"]) for row in wanted])
    r = np.array([float(row["r"]) for row in wanted])
    got = kd(x, y, r, weights=w if weighted == "TRUE" else None)
    assert np.abs(got.kd - value).max() < 2e-3 * value.max()


@needs_reference
def test_kd_of_irep_is_dbmss() -> None:
    plants = [
        p for p in rows_of(SHARED / "fr_irep_establishments.csv") if p["metropolitan"] == "True"
    ]
    x, y = (np.array([float(p[c]) / 1_000 for p in plants]) for c in ("x", "y"))
    code = np.array([p["Code_APE"][:2] for p in plants])
    wanted = [row for row in rows_of(REFERENCE / "irep.csv") if row["measure"] == "Kd"]
    industries = sorted({row["industry"] for row in wanted})
    assert len(industries) == 10
    for industry in industries:
        mine = [row for row in wanted if row["industry"] == industry]
        value = np.array([float(row["value"]) for row in mine])
        got = kd(
            x[code == industry], y[code == industry], np.array([float(m["r_km"]) for m in mine])
        )
        assert got.n == int(mine[0]["n"])
        assert got.bandwidth == pytest.approx(float(mine[0]["bandwidth_km"]), rel=1e-5)
        assert np.abs(got.kd - value).max() < 1.1e-3 * value.max(), industry


@needs_reference
def test_kd_of_toulouse_is_dbmss() -> None:
    calls = rows_of(SHARED / "dbmss_toulouse_emergencies.csv")
    wanted = rows_of(REFERENCE / "toulouse.csv")
    x, y, m = (np.array([float(c[k]) for c in calls]) for k in ("X", "Y", "M"))
    r = np.array([float(row["r"]) for row in wanted])
    serious = m >= float(wanted[0]["threshold"])
    for name, mine in (("serious", serious), ("all", np.ones(len(x), bool))):
        value = np.array([float(row[name]) for row in wanted])
        assert np.abs(kd(x[mine], y[mine], r).kd - value).max() < 2e-3 * value.max(), name
