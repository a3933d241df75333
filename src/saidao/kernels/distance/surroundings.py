"""Null distributions of Kd where a few sites make the curve, however many plants there are.

In a population that holds together, what is far apart is far from everything: at a given
distance a handful of outlying sites have nearly all the pairs. An industry of thousands has
one of them, or two, or none, and no smooth distribution follows that. What a site adds by
itself (its surroundings, `Population.own_parts`) is known exactly, though: sets of sites are
drawn and these parts are summed, and what pairs add beyond them is a Gaussian curve with the
exact covariance. The time does not depend on the number of plants.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .bands import Null, grain_of, interpolated, mean_curve, spaced
from .moments import Weighting
from .pairs import in_threads
from .population import Bandwidths, Population

__all__ = ["MOST_PLANTS", "linear_nulls"]

MOST_PLANTS = 20_000
"""Beyond, the parts of so many sites even one another out."""
DRAWS = 12_000
CHUNK = 250
SIZES = 8

Vector = NDArray[np.float64]


def linear_nulls(
    population: Population,
    bandwidths: Bandwidths,
    r: Vector,
    sizes: Sequence[int],
    rng: np.random.Generator,
    cumulative: bool = False,
) -> dict[int, Null]:
    """Return the null of every size from drawn sums of what sites add by themselves.

    Parameters
    ----------
    population : Population
    bandwidths : Bandwidths
    r : ndarray of shape (d,)
    sizes : sequence of int
    rng : numpy.random.Generator
    cumulative : bool
    """
    knots = spaced(sizes, SIZES)
    found = [_drawn(population, bandwidths.of(n), r, n, rng, cumulative) for n in knots]
    return interpolated(population, bandwidths, r, sizes, knots, found, cumulative)


def _drawn(
    population: Population,
    bandwidth: float,
    r: Vector,
    n: int,
    rng: np.random.Generator,
    cumulative: bool,
) -> Null:
    """Return the null of one size."""
    sites = len(population.sites)
    kernel = population.smoothing(r, bandwidth, cumulative)
    weighting = Weighting.of_count(n, sites)
    own = (population.own_parts(kernel) * (2 / n)).astype(np.float32)
    covariance = weighting.pairs * (kernel @ population.v2 @ kernel.T)
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    keep = values > 1e-7 * max(float(values[-1]), 1e-300)
    rest = (vectors[:, keep] * np.sqrt(values[keep])).T.astype(np.float32)
    curves = np.empty((len(r), DRAWS), np.float32)

    def work(task: tuple[int, np.random.Generator]) -> None:
        start, source = task
        count = min(CHUNK, DRAWS - start)
        some = _chosen(count, len(own), n, sites, source) @ own
        some += source.standard_normal((count, len(rest)), dtype=np.float32) @ rest
        curves[:, start : start + count] = some.T

    starts = range(0, DRAWS, CHUNK)
    in_threads(work, zip(starts, rng.spawn(len(starts)), strict=True))
    mean = mean_curve(population, r, bandwidth, cumulative)
    curves += mean[:, None].astype(np.float32)
    # No density is below 0, and where a Gaussian curve would go there is no pair.
    np.maximum(curves, 0.0, out=curves)
    return Null.of_draws(mean, curves, "hybrid", grain_of(n, bandwidth, mean, cumulative))


def _chosen(
    draws: int, rows: int, n: int, sites: int, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Return how often each row is in each of some random sets of n sites, (draws, rows)."""
    if rows == sites:
        keys = rng.random((draws, rows), dtype=np.float32)
        edge = np.partition(keys, n - 1, axis=1)[:, n - 1 : n]
        return (keys <= edge).astype(np.float32)
    # Rows stand for all sites: each is drawn as often as chance will, with what a set without
    # repetition varies less.
    counts = rng.multinomial(n, np.full(rows, 1 / rows), size=draws).astype(np.float32)
    counts -= np.float32(n / rows)
    counts *= np.float32(np.sqrt(1 - n / sites))
    return counts
