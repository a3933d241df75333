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
    RadiusCells,
    exact_radius,
    radii_of_pairs,
    squares_within,
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
    points, rounded, table, surely, beyond, weights, all_weight, neighbours, radii2, sizes, seeds,
    out,
):  # fmt: skip
    """Write M of nested random subsets, shape (sizes, draws, d)."""
    sites, d, largest = points.shape[0], radii2.size, sizes[-1]
    taken, w = np.empty(largest, np.int64), np.empty(largest)
    place, light = np.empty((3, largest), np.float32), np.empty(largest, np.float32)
    x, y, z = place[0], place[1], place[2]
    # Distances come first, so that loops over plants are done several at once. What is near is
    # kept in single precision, which whole weights and their sums are exact in.
    inverse, near = np.empty((d, largest)), np.empty((d + 1, largest), np.float32)
    lone, heavy, missing = np.empty(d), np.empty(d), np.empty(d, np.int64)
    within, mine = np.empty(largest), np.empty((2, d + 1), np.float32)
    far2, inside = np.empty(largest, np.float32), np.empty(largest, np.uint32)
    found, unsure = np.empty(largest, np.uint16), np.empty(largest, np.uint32)
    for s in range(seeds.size):
        draw_sites(seeds[s], sites, taken)
        done = 0
        for c in range(sizes.size):
            # Plants that are put on sites together are looked at in the sites' order, in which
            # neighbours lie near each other in memory.
            taken[done : sizes[c]].sort()
            done = sizes[c]
        for a in range(largest):
            site = taken[a]
            x[a], y[a], z[a] = rounded[site, 0], rounded[site, 1], rounded[site, 2]
            w[a] = weights[site]
            light[a] = w[a]
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
                count = squares_within(x[i], y[i], z[i], x, y, z, 0, i, far2, inside)
                odd = radii_of_pairs(far2, inside, count, table, surely, beyond, found, unsure)
                for k in range(odd):
                    at = np.uint64(unsure[np.uint64(k)])
                    other = taken[np.uint64(inside[at])]
                    found[at] = exact_radius(points, taken[i], points, other, radii2)
                # What is beyond all radii goes into the last row. Sums of the one plant are made
                # in two copies, so that equal radii in a row do not wait for each other.
                mine[:] = 0.0
                mass = light[i]
                even = (count >> 1) << 1
                for q in range(0, even, 2):
                    j, low = np.uint64(inside[np.uint64(q)]), np.uint64(found[np.uint64(q)])
                    mine[0, low] += light[j]
                    near[low, j] += mass
                    j, low = np.uint64(inside[np.uint64(q + 1)]), np.uint64(found[np.uint64(q + 1)])
                    mine[1, low] += light[j]
                    near[low, j] += mass
                if even < count:
                    j, low = np.uint64(inside[np.uint64(even)]), np.uint64(found[np.uint64(even)])
                    mine[0, low] += light[j]
                    near[low, j] += mass
                for k in range(d):
                    near[k, i] = mine[0, k] + mine[1, k]
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
    # A site's coordinates, and what is around it, lie together in memory.
    rounded = np.ascontiguousarray(cells.rounded(sites.points).T)
    around = np.ascontiguousarray(neighbours, np.float32)
    out = np.empty((len(sizes), len(seeds), len(sites.radii2)), np.float32)

    def work(start: int) -> None:
        part = slice(start, start + CHUNK)
        _draws(
            sites.points, rounded, cells.first, cells.inside, cells.outside, weights,
            float(weights.sum()), around, sites.radii2, sizes, seeds[part], out[:, part],
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
