"""All industries of a population at once."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.kernels.distance.plain import pattern

from saidao.kernels.distance import DurantonOverman, duranton_overman, kd
from saidao.kernels.distance.bands import Null
from saidao.kernels.distance.margins import Extremes, Pearson
from saidao.kernels.distance.moments import Weighting
from saidao.kernels.distance.population import Bandwidths, Bins, Population
from saidao.kernels.distance.simulation import nested_draws
from saidao.kernels.distance.sites import place
from saidao.kernels.distance.smoothing import (
    smoothed,
)
from saidao.kernels.distance.surroundings import linear_nulls
from saidao.kernels.distance.weighted import weighted_null


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
    assert null.reach(np.array([1.0, 1.0, 1.0])) == (0.0, 0.0)


def compact(count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return a town that holds together, and one site in fifty far from it."""
    x, y = 500 + 10 * rng.standard_normal((2, count))
    far = rng.random(count) < 0.02
    x[far], y[far] = rng.random((2, int(far.sum()))) * 1_000
    return x, y


@pytest.mark.parametrize("cumulative", [False, True])
@pytest.mark.parametrize("weighted", [False, True])
def test_no_industry_is_dispersed_for_having_no_far_pairs(cumulative: bool, weighted: bool) -> None:
    """Most null curves are 0 out there: rounding and the kernel's tail must not tell them apart."""
    rng = np.random.default_rng(31)
    x, y = compact(4_000, rng)
    sizes = np.repeat([8, 9, 11, 14, 30, 47, 80], 12)
    label = np.zeros(4_000, int)
    label[: sizes.sum()] = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    label = rng.permutation(label)
    weights = rng.lognormal(0, 0.8, 4_000) if weighted else None
    r = np.arange(0, 201.0, 4)
    found = duranton_overman(
        x, y, label, r, weights, draws=600, cumulative=cumulative, rng=np.random.default_rng(4)
    )
    tested = found.n < 100
    assert (found.observed[tested] == 0).any(axis=1).mean() > 0.5 or cumulative
    for name in ("localised", "dispersed"):
        # Expected 5 % of 84; more than 13 has a chance of one in a thousand.
        assert np.count_nonzero(found.verdict[tested] == name) <= 13, name
    for side, p in (("localised", found.p_localised), ("dispersed", found.p_dispersed)):
        said = found.verdict[tested] == side
        assert (p[tested][said] <= found.level + 1e-2).all(), side
    neither = found.verdict[tested] == "neither"
    least = np.minimum(found.p_localised, found.p_dispersed)[tested]
    assert (least[neither] >= found.level - 1e-2).all()
    assert np.median(found.p_dispersed[tested]) > 0.2


@pytest.mark.slow
def test_a_few_far_sites_make_the_curve_of_thousands_of_plants() -> None:
    """No smooth margin fits what one, two or no outlying site adds: they are drawn."""
    rng = np.random.default_rng(8)
    x, y = compact(8_000, rng)
    label = (np.argsort(np.argsort(rng.random(8_000))) < 3_000).astype(int)
    r = np.arange(0, 201.0, 10)
    found = duranton_overman(x, y, label, r, draws=200)
    tested = int(np.flatnonzero(found.industries == 1)[0])
    assert found.method[tested] == "hybrid"
    sites = place(x, y)
    rule = Bandwidths.of_sites(sites, 2 * r[-1])
    h = rule.of(3_000)
    bins = Bins(h / 4, int(4 * 260 / h), int(4 * 260 / h))
    population = Population.of_sites(sites, bins, None)
    null = linear_nulls(population, rule, r, [3_000], np.random.default_rng(2))[3_000]
    one, two = population.variances(population.smoothing(r, h, False))
    weighting = Weighting.of_count(3_000, 8_000)
    exact = np.sqrt(weighting.linear * one + weighting.pairs * two)
    # Negative densities are cut off, which takes a little off where there are next to no pairs.
    np.testing.assert_allclose(null.deviation, exact, rtol=0.15)
    np.testing.assert_allclose(null.deviation[:4], exact[:4], rtol=0.03)
    # Independent industries of the same size.
    delta = float(found.choices["bin"])
    count = int((r[-1] + 8 * h) / delta)
    seeds = rng.integers(1, 2**63, 400, dtype=np.uint64)
    (curves,) = nested_draws(sites.points, np.array([3_000]), [h], r, seeds, delta, count)
    below = (curves < found.global_low[tested][:, None] - 1e-9).any(axis=0).mean()
    above = (curves > found.global_high[tested][:, None] + 1e-9).any(axis=0).mean()
    # Pearson III rejects a tenth below. Standard errors are 1.1 points.
    assert 0.01 < below < 0.08
    assert 0.01 < above < 0.09
