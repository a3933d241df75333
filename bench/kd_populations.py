"""Populations of sites, and industries of many sizes on them, for the tests of Kd.

Coordinates are kilometres in a square of 1,000.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

__all__ = ["MORE", "POPULATIONS", "SIDE", "labelled", "zipf_sizes"]

SIDE = 1_000.0
Sites = tuple[NDArray[np.float64], NDArray[np.float64]]


def clustered(n: int, rng: np.random.Generator) -> Sites:
    """Return cities whose sizes fall as their rank, each wider the larger; a fifth is rural."""
    towns = 200
    share = 1 / np.arange(1, towns + 1)
    town = rng.choice(towns, n, p=share / share.sum())
    centre = rng.random((2, towns)) * SIDE
    width = 2 + 10 * np.sqrt(share)
    x, y = centre[:, town] + rng.standard_normal((2, n)) * width[town]
    rural = rng.random(n) < 0.2
    x[rural], y[rural] = rng.random((2, int(rural.sum()))) * SIDE
    return x % SIDE, y % SIDE


def uniform(n: int, rng: np.random.Generator) -> Sites:
    """Return sites anywhere."""
    x, y = rng.random((2, n)) * SIDE
    return x, y


def metropolis(n: int, rng: np.random.Generator) -> Sites:
    """Return a third of all sites in one city of 8 km, the others anywhere."""
    x, y = rng.random((2, n)) * SIDE
    city = rng.random(n) < 1 / 3
    x[city] = 500 + 8 * rng.standard_normal(int(city.sum()))
    y[city] = 400 + 8 * rng.standard_normal(int(city.sum()))
    return x, y


def compact(n: int, rng: np.random.Generator) -> Sites:
    """Return a city of 10 km, and one site in fifty anywhere: far pairs are few."""
    x, y = 500 + 10 * rng.standard_normal((2, n))
    far = rng.random(n) < 0.02
    x[far], y[far] = rng.random((2, int(far.sum()))) * SIDE
    return x, y


def towns(n: int, rng: np.random.Generator) -> Sites:
    """Return the middles of 400 towns: many sites share one place."""
    share = np.arange(1, 401) ** -0.8
    town = rng.choice(400, n, p=share / share.sum())
    x, y = (rng.random((2, 400)) * SIDE)[:, town]
    return x, y


POPULATIONS: Mapping[str, Callable[[int, np.random.Generator], Sites]] = {
    "clustered": clustered,
    "uniform": uniform,
    "one metropolis": metropolis,
}
MORE: Mapping[str, Callable[[int, np.random.Generator], Sites]] = {
    "one compact city": compact,
    "middles of towns": towns,
}
"""Populations on which ties decide: looked at on 20,000 sites only."""


def zipf_sizes(sites: int, industries: int) -> NDArray[np.int64]:
    """Return sizes that fall with rank to the power 0.9 and sum to `sites`."""
    share = np.arange(1, industries + 1) ** -0.9
    sizes = np.maximum(2, np.floor(share / share.sum() * sites)).astype(np.int64)
    sizes[0] += sites - sizes.sum()
    return sizes


def labelled(sizes: NDArray[np.int64], sites: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return labels of industries put on sites at random; what is left over gets 0."""
    label = np.zeros(sites, np.int64)
    label[: sizes.sum()] = np.repeat(np.arange(1, len(sizes) + 1), sizes)
    return rng.permutation(label)
