"""Null curves of M by simulation, cheap because the surroundings of sites are known.

An industry's plants are put on n of the N sites, all subsets equally likely; weights stay
at the sites. What all sites have within r of each site does not change, so that a draw
looks only at pairs of its own plants, and one random order of the sites serves every n.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.distance.bands import spaced
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.simulation import draw_sites
from saidao.kernels.marcon_puech.near_pairs import (
    UNSURE,
    RadiusCells,
    cells_within,
    first_radius,
)
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods
from saidao.kernels.marcon_puech.ties import TiedNull

__all__ = ["SIZES", "nested_m", "nulls_of_curves", "simulated_nulls"]

Array = NDArray[np.float64]

SIZES = 32
"""Sizes that are simulated; between them what was found is interpolated in log n."""

CHUNK = 100

LANES = 8
"""Sites whose surroundings are turned at once, so that a line of memory is written whole."""


@njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"}, error_model="numpy")
def _draws(  # type: ignore[no-untyped-def]
    points, rounded, table, weights, all_weight, neighbours, radii2, sizes, seeds, out
):
    """Write M of nested random subsets, shape (sizes, draws, d)."""
    sites, d, largest = points.shape[1], radii2.size, sizes[-1]
    taken = np.empty(largest, np.int64)
    x, y, z, w = np.empty(largest), np.empty(largest), np.empty(largest), np.empty(largest)
    x32, y32 = np.empty(largest, np.float32), np.empty(largest, np.float32)
    z32 = np.empty(largest, np.float32)
    # Distances come first, so that loops over plants are done several at once.
    inverse, near = np.empty((d, largest)), np.empty((d, largest))
    lone, heavy, missing = np.empty(d), np.empty(d), np.empty(d, np.int64)
    within = np.empty(largest)
    cell, inside = np.empty(largest, np.uint32), np.empty(largest, np.uint32)
    beyond = np.uint64(d)
    for s in range(seeds.size):
        draw_sites(seeds[s], sites, taken)
        for a in range(largest):
            site = taken[a]
            x[a], y[a], z[a] = points[0, site], points[1, site], points[2, site]
            x32[a], y32[a], z32[a] = rounded[0, site], rounded[1, site], rounded[2, site]
            w[a] = weights[site]
        for first in range(0, largest, LANES):
            stop = min(first + LANES, largest)
            for k in range(d):
                for a in range(first, stop):
                    inverse[k, a] = neighbours[taken[a], k]
            for k in range(d):
                for a in range(first, stop):
                    around = inverse[k, a]
                    inverse[k, a] = 1.0 / around if around > 0 else 0.0
        near[:] = 0.0
        # Of plants without a neighbour, sums of 1 / (W - w) and of w / (W - w); and of all.
        lone[:] = 0.0
        heavy[:] = 0.0
        missing[:] = 0
        done, own, shares, heavies = 0, 0.0, 0.0, 0.0
        for c in range(sizes.size):
            n = sizes[c]
            for i in range(done, n):
                own += w[i]
                share = 1.0 / (all_weight - w[i])
                shares += share
                heavies += share * w[i]
                # Who has a neighbour within r has one within all that is more.
                k = 0
                while k < d and inverse[k, i] == 0.0:
                    lone[k] += share
                    heavy[k] += share * w[i]
                    missing[k] += 1
                    k += 1
                count = cells_within(x32[i], y32[i], z32[i], x32, y32, z32, 0, i, cell, inside)
                me = np.uint64(i)
                for q in range(count):
                    j = np.uint64(inside[np.uint64(q)])
                    low = np.uint64(table[np.uint64(cell[j])])
                    if low == np.uint64(UNSURE):
                        low = first_radius(x[me], y[me], z[me], x, y, z, j, radii2)
                        if low == beyond:
                            continue
                    near[low, me] += w[j]
                    near[low, j] += w[me]
            done = n
            within[:n] = 0.0
            for k in range(d):
                top = 0.0
                for i in range(n):
                    within[i] += near[k, i]
                    top += within[i] * inverse[k, i]
                bottom = own * (shares - lone[k]) - (heavies - heavy[k])
                # Where no plant has a neighbour there is nothing to be seen either way.
                out[c, s, k] = top / bottom if missing[k] < n else 1.0


def nested_m(
    sites: Neighbourhoods,
    weights: Array,
    neighbours: Array,
    sizes: NDArray[np.int64],
    seeds: NDArray[np.uint64],
) -> NDArray[np.float32]:
    """Return M of random subsets of the sites.

    Parameters
    ----------
    sites : Neighbourhoods
        Sites and radii.
    weights : ndarray of shape (n,)
        Weight at each site; Morton order.
    neighbours : ndarray of shape (n, d)
        Weight of all sites around each; Morton order.
    sizes : ndarray of int64, shape (k,)
        Ascending, each at least 2 and at most n.
    seeds : ndarray of uint64, shape (m,)
        One for each draw; equal seeds give equal draws.

    Returns
    -------
    ndarray of float32, shape (k, m, d)
        M of each draw; 1 where no plant of it has any neighbour.
    """
    cells = RadiusCells.of(sites.tiles, sites.radii2)
    points, rounded = np.ascontiguousarray(sites.points.T), cells.rounded(sites.points)
    neighbours = np.ascontiguousarray(neighbours)
    out = np.empty((len(sizes), len(seeds), len(sites.radii2)), np.float32)

    def work(start: int) -> None:
        part = slice(start, start + CHUNK)
        _draws(
            points, rounded, cells.first, weights, float(weights.sum()), neighbours, sites.radii2,
            sizes, seeds[part], out[:, part],
        )  # fmt: skip

    in_threads(work, range(0, len(seeds), CHUNK))
    return out


def simulated_nulls(
    sites: Neighbourhoods,
    weights: Array,
    neighbours: Array,
    sizes: Sequence[int],
    draws: int,
    rng: np.random.Generator,
) -> dict[int, TiedNull]:
    """Return the null of every size, simulated at 32 of them at most.

    Parameters
    ----------
    sites, weights, neighbours
        As `nested_m`.
    sizes : sequence of int
        Each at least 2 and at most the number of sites.
    draws : int
        Random orders of the sites.
    rng : numpy.random.Generator
        Where their seeds come from.

    Returns
    -------
    dict
        A null for each size.
    """
    knots = spaced(sizes, SIZES)
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_m(sites, weights, neighbours, np.asarray(knots, np.int64), seeds)
    return nulls_of_curves(curves, knots, sizes)


def nulls_of_curves(
    curves: NDArray[np.float32], knots: Sequence[int], sizes: Sequence[int]
) -> dict[int, TiedNull]:
    """Return the null of every size from curves of some.

    Parameters
    ----------
    curves : ndarray of float32, shape (knots, m, d)
        Simulated curves.
    knots : sequence of int
        Their sizes, ascending, the least and the greatest of `sizes` among them.
    sizes : sequence of int
        The sizes that are asked for.

    Returns
    -------
    dict
        A null for each size.
    """

    found = in_threads(
        lambda k: TiedNull.of_draws(np.ascontiguousarray(curves[k].T)), range(len(knots))
    )
    answer = {}
    for n in sorted(set(sizes)):
        at = int(np.searchsorted(knots, n))
        if knots[at] == n:
            answer[n] = found[at]
        else:
            share = math.log(n / knots[at - 1]) / math.log(knots[at] / knots[at - 1])
            answer[n] = TiedNull.between(found[at - 1], found[at], share)
    return answer
