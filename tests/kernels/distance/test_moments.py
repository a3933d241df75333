"""Moments of Kd under the null, against every subset of a small population."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from saidao.kernels.distance.moments import Weighting, covariance_parts, third_moments


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
