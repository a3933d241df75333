"""The null of a weighted Kd, when every plant takes its weight along to its new site.

The sum of products of weights is then the same in every draw, so that mean and covariance
are exact and cost a sum of powers of the weights. The shape is another matter: a few heavy
plants can carry most of the weight, and then no formula of large numbers holds, however
many plants there are. `Weighting.effective` and the skewness tell. Outside the regime of
the formula the null is simulated: whole up to 300 plants; above, the 300 heaviest are put
on sites, their pairs are counted, what the others add to them follows from the sites'
surroundings, and the rest is a Gaussian curve with what remains of the exact covariance.
Where fewer than 20 plants are effective, what the light ones add to the few heavy ones is no
Gaussian curve either, and as many are put on sites as carry 98 % of the weight.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .bands import (
    N0_CHOICES,
    SKEW_LIMIT,
    Method,
    Null,
    grain_of,
    mean_curve,
    skewness_of,
)
from .margins import Pearson, field_extremes
from .moments import Weighting
from .pairs import _bin_tile, in_threads
from .population import Population
from .simulation import draw_sites
from .smoothing import SUPPORT, smoothing_weights

__all__ = ["HEAVIEST", "weighted_null"]

Vector = NDArray[np.float64]

HEAVIEST = 300
LEAST_EFFECTIVE = 100.0
"""Effective number of plants below which the formula is not trusted, whatever the skewness."""
FEW_EFFECTIVE = 20.0
CARRIED = 0.98
MOST_PUT = 1_000
"""Below so few effective plants, plants that carry this share are put on sites, so many at most."""
CHUNK = 100


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weighted_draws(  # type: ignore[no-untyped-def]
    points, weights, seeds, delta, bins, curvature, counts, taken
):
    """Write products of weights by distance (draws, bins) and the sites that were taken."""
    sites, k = points.shape[1], weights.size
    inverse, cap, bend = np.float32(1.0 / delta), np.float32(bins), np.float32(curvature)
    p = np.empty((3, k), np.float32)
    x, y, z = p[0], p[1], p[2]
    found = np.empty(k, np.uint32)
    h = np.empty((2, bins + 1), np.float64)
    for s in range(seeds.size):
        draw_sites(seeds[s], sites, taken[s])
        for a in range(k):
            site = taken[s, a]
            x[a], y[a], z[a] = points[0, site], points[1, site], points[2, site]
        h[:] = 0.0
        for i in range(1, k):
            _bin_tile(x[i], y[i], z[i], x, y, z, 0, i, inverse, cap, bend, found)
            wi = weights[i]
            even = (i >> 1) << 1
            for q in range(0, even, 2):
                h[0, np.uint64(found[q])] += wi * weights[q]
                h[1, np.uint64(found[q + 1])] += wi * weights[q + 1]
            if even < i:
                h[0, np.uint64(found[even])] += wi * weights[even]
        for b in range(bins):
            counts[s, b] = h[0, b] + h[1, b]


@njit(cache=True, nogil=True, fastmath=True)
def _add_curves(counts, kernel, taken, weights, parts, factor, out):  # type: ignore[no-untyped-def]
    """Write the smoothed counts plus what each taken site adds by itself, (draws, d)."""
    for s in range(counts.shape[0]):
        curve = out[s]
        for d in range(kernel.shape[0]):
            total = np.float32(0.0)
            row, one = kernel[d], counts[s]
            for b in range(row.size):
                total += row[b] * one[b]
            curve[d] = total
        if factor != 0.0:
            for a in range(taken.shape[1]):
                share = np.float32(factor * weights[a])
                g = parts[taken[s, a]]
                for d in range(g.size):
                    curve[d] += share * g[d]


def weighted_null(
    population: Population,
    r: Vector,
    weights: Vector,
    bandwidth: float,
    draws: int,
    rng: np.random.Generator,
    cumulative: bool = False,
    simulate: bool | None = None,
) -> tuple[Null, float]:
    """Return the null of one industry's weighted Kd, and its effective number of plants.

    Parameters
    ----------
    population : Population
    r : ndarray of shape (d,)
    weights : ndarray of shape (n,)
        Of the industry's plants, above 0, at least two.
    bandwidth : float
    draws : int
        Where it is simulated.
    rng : numpy.random.Generator
    cumulative : bool
    simulate : bool, optional
        Whether to simulate; without it, where the diagnostic says so.

    Notes
    -----
    The diagnostic: the formula is used above 100 plants on at most half of the sites, where
    the effective number of plants is at least 100 and the greatest skewness at most 0.5.
    """
    n, sites = len(weights), len(population.sites)
    weighting = Weighting.of_weights(weights / weights.mean(), sites)
    # Where most sites are taken the skewness is another than the formula's.
    if simulate is not True and N0_CHOICES[0] < n <= sites / 2:
        kernel = population.smoothing(r, bandwidth, cumulative)
        one, two = population.variances(kernel)
        skew = skewness_of(weighting, population.third(r, bandwidth, cumulative), one, two)
        worst = float(np.abs(skew).max())
        holds = weighting.effective >= LEAST_EFFECTIVE and worst <= SKEW_LIMIT
        if holds or simulate is False:
            deviation = np.sqrt(weighting.linear * one + weighting.pairs * two)
            extremes = field_extremes(population.covariance(kernel, weighting), rng)
            mean = mean_curve(population, r, bandwidth, cumulative)
            null = Null(mean, deviation, Pearson(skew), ((extremes, 1.0),), "pearson", worst)
            return null, weighting.effective
    return (
        _simulated(population, r, weights, weighting, bandwidth, draws, rng, cumulative),
        weighting.effective,
    )


def _simulated(
    population: Population,
    r: Vector,
    weights: Vector,
    weighting: Weighting,
    bandwidth: float,
    draws: int,
    rng: np.random.Generator,
    cumulative: bool,
) -> Null:
    """Return the null from draws of sites for all plants, or for the heaviest."""
    w = np.sort(weights / weights.mean())[::-1]
    area = (w.sum() ** 2 - np.square(w).sum()) / 2
    put = _put_on_sites(w, weighting.effective)
    whole = len(w) <= put
    top = np.ascontiguousarray(w[:put])
    delta = max(population.bins.delta, bandwidth / 4)
    bins = math.ceil((float(r[-1]) + SUPPORT * bandwidth) / delta)
    kernel = smoothing_weights(r, delta, bins, bandwidth, cumulative=cumulative)
    mean = mean_curve(population, r, bandwidth, cumulative)
    constant, factor = np.zeros(len(r)), 0.0
    points = population.sites.points
    parts = np.zeros((1, len(r)), np.float32)
    rest = np.zeros((draws, len(r)), np.float32)
    if not whole:
        # What the light plants add to a heavy one depends on its site's surroundings; they
        # are known of the rows, on which the heavy plants are therefore put.
        points = population.rows.points
        own = population.smoothing(r, bandwidth, cumulative)
        parts = population.own_parts(own).astype(np.float32)
        among = (top.sum() ** 2 - np.square(top).sum()) / 2
        factor = float(w.sum() - top.sum()) / area
        constant = mean * (1 - among / area)
        rest = _remainder(population, own, w, top, area, weighting, draws, rng)
    light = (kernel[:, :-1] / area).astype(np.float32)
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = np.empty((len(r), draws), np.float32)

    def work(start: int) -> None:
        some = seeds[start : start + CHUNK]
        counts = np.empty((len(some), bins), np.float32)
        taken = np.empty((len(some), len(top)), np.int64)
        _weighted_draws(points, top, some, delta, bins, population.sites.curvature, counts, taken)
        out = np.empty((len(some), len(r)), np.float32)
        _add_curves(counts, light, taken, top, parts, factor, out)
        out += rest[start : start + CHUNK]
        curves[:, start : start + CHUNK] = out.T

    in_threads(work, range(0, draws, CHUNK))
    curves += constant[:, None].astype(np.float32)
    method: Method = "simulated" if whole else "hybrid"
    # Light plants that are known by their moments only leave no two curves equal.
    grain = grain_of(len(w), bandwidth, mean, cumulative) if whole else 0.0
    return Null.of_draws(mean, curves, method, grain)


def _put_on_sites(w: Vector, effective: float) -> int:
    """Return how many plants, heaviest first, are put on sites one by one."""
    if effective >= FEW_EFFECTIVE:
        return min(len(w), HEAVIEST)
    carrying = int(np.searchsorted(np.cumsum(w), CARRIED * w.sum())) + 1
    return min(len(w), max(HEAVIEST, min(carrying, MOST_PUT)))


def _remainder(
    population: Population,
    kernel: Vector,
    w: Vector,
    top: Vector,
    area: float,
    weighting: Weighting,
    draws: int,
    rng: np.random.Generator,
) -> NDArray[np.float32]:
    """Return Gaussian curves (draws, d) with the covariance that the heaviest leave over."""
    m = len(population.rows.counts)
    q = top * (w.sum() - top) / area
    linear = np.square(q).sum()
    # The heaviest stand on different rows, which takes a little off their variance.
    linear -= (q.sum() ** 2 - linear) / (m - 1)
    pairs = (np.square(top).sum() ** 2 - (top**4).sum()) / (2 * area**2)
    covariance = kernel @ (
        max(0.0, weighting.linear - linear) * population.v1
        + max(0.0, weighting.pairs - pairs) * population.v2
    ) @ kernel.T  # fmt: skip
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    keep = values > 1e-7 * max(float(values[-1]), 1e-300)
    factor = (vectors[:, keep] * np.sqrt(values[keep])).T.astype(np.float32)
    return np.asarray(rng.standard_normal((draws, factor.shape[0]), dtype=np.float32) @ factor)
