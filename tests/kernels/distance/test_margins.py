"""Margins, extremes and draws from which bands are made."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.kernels.distance.plain import pattern, slow_kd

from saidao.kernels.distance.bands import spaced
from saidao.kernels.distance.margins import Pearson, Table, field_extremes
from saidao.kernels.distance.pairs import pair_counts
from saidao.kernels.distance.simulation import draw_sites, nested_draws
from saidao.kernels.distance.sites import place
from saidao.kernels.distance.smoothing import (
    smoothing_weights,
)


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


def test_table_scores_are_ranks_and_ties_are_no_evidence() -> None:
    draws = np.random.default_rng(1).standard_normal((1, 40_000)).astype(np.float32)
    table = Table.of_draws(draws, np.full(1, -np.inf))
    for z in (-2.0, 0.0, 1.7):
        assert table.quantile(z)[0] == pytest.approx(z, abs=0.06)
        low, high = table.scores(table.quantile(z))
        assert low[0] == high[0] == pytest.approx(z, abs=1e-9)
    atoms = Table.of_draws(np.repeat(np.float32([[0, 1, 2]]), 1_000, axis=1), np.zeros(1))
    # Two thirds are as little as 1 or less, and two thirds as much or more.
    low, high = atoms.scores(np.array([1.0]))
    assert low[0] == -high[0] == pytest.approx(0.43, abs=0.06)
    assert table.scores(np.array([9.0]))[1] > table.scores(np.array([8.0]))[1] > 3


def test_extremes_of_independent_places_are_known() -> None:
    got = field_extremes(np.eye(10), np.random.default_rng(0), curves=60_000)
    low, high = got.critical(0.05, joint=False)
    # P(max of 10 normals > z) = 0.05.
    assert high == pytest.approx(2.568, abs=0.02)
    assert low == pytest.approx(-2.568, abs=0.02)
    assert got.critical(0.05, joint=True)[1] == pytest.approx(2.800, abs=0.02)
    assert got.p_values(-9.0, high, exact=False)[1] == pytest.approx(0.05, abs=1e-3)
    assert 0 < got.p_values(-9.0, high, exact=False)[0] < 1e-6


@pytest.mark.parametrize("tied", [False, True])
def test_extremes_of_a_table_are_the_scores_extremes(tied: bool) -> None:
    draws = np.random.default_rng(2).standard_normal((6, 500)).astype(np.float32)
    if tied:
        draws = np.maximum(draws, np.linspace(-2, 1, 6, dtype=np.float32)[:, None])
    table = Table.of_draws(draws, np.full(6, -np.inf))
    got = table.extremes(draws, np.ones(6, bool))
    pairs = [table.scores(column.astype(float)) for column in draws.T]
    highest, lowest = [high.max() for _, high in pairs], [-low.min() for low, _ in pairs]
    np.testing.assert_allclose(got.highest, np.sort(highest), atol=1e-9)
    np.testing.assert_allclose(got.lowest, np.sort(lowest), atol=1e-9)


def test_sizes_between_knots_are_few() -> None:
    assert spaced([5, 3, 3], 12) == [3, 5]
    knots = spaced(range(2, 900), 18)
    assert len(knots) <= 20
    assert knots[:5] == [2, 3, 4, 5, 6]
    assert knots[-1] == 899


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
