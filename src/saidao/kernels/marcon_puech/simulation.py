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
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods
from saidao.kernels.marcon_puech.ties import TiedNull

__all__ = ["SIZES", "nested_m", "nulls_of_curves", "simulated_nulls"]

Array = NDArray[np.float64]

SIZES = 32
"""Sizes that are simulated; between them what was found is interpolated in log n."""

CHUNK = 100

CELLS = 4096
"""Cells of squared distance, each with the radius from which to look on."""


@njit(cache=True, nogil=True, error_model="numpy")
def _draws(points, weights, all_weight, neighbours, radii2, sizes, seeds, out):  # type: ignore[no-untyped-def]
    """Write M of nested random subsets, shape (sizes, draws, d)."""
    sites, d, largest = points.shape[1], radii2.size, sizes[-1]
    taken = np.empty(largest, np.int64)
    x, y, z, w = np.empty(largest), np.empty(largest), np.empty(largest), np.empty(largest)
    around = np.empty((largest, d))
    near = np.empty((largest, d))
    top, bottom = np.empty(d), np.empty(d)
    far2 = np.empty(largest)
    inside = np.empty(largest, np.int64)
    reach2 = radii2[d - 1]
    # The first radius that a squared distance of a cell can be within.
    cells = CELLS / reach2 if reach2 > 0 else 0.0
    start = np.zeros(CELLS + 1, np.int64)
    for cell in range(1, CELLS + 1):
        start[cell] = start[cell - 1]
        while radii2[start[cell]] * cells < cell - 1e-6 and start[cell] < d - 1:
            start[cell] += 1
    for s in range(seeds.size):
        draw_sites(seeds[s], sites, taken)
        for a in range(largest):
            site = taken[a]
            x[a], y[a], z[a] = points[0, site], points[1, site], points[2, site]
            w[a] = weights[site]
            for k in range(d):
                around[a, k] = neighbours[site, k]
                near[a, k] = 0.0
        done, own = 0, 0.0
        for c in range(sizes.size):
            n = sizes[c]
            for i in range(done, n):
                own += w[i]
                px, py, pz = x[i], y[i], z[i]
                # Without a branch, so that several are done at once.
                for j in range(i):
                    dx, dy, dz = px - x[j], py - y[j], pz - z[j]
                    far2[j] = dx * dx + dy * dy + dz * dz
                count = 0
                for j in range(i):
                    inside[count] = j
                    count += far2[j] <= reach2
                for q in range(count):
                    j = inside[q]
                    low = start[int(far2[j] * cells)]
                    while radii2[low] < far2[j]:
                        low += 1
                    near[i, low] += w[j]
                    near[j, low] += w[i]
            done = n
            top[:] = 0.0
            bottom[:] = 0.0
            for i in range(n):
                within = 0.0
                share = (own - w[i]) / (all_weight - w[i])
                for k in range(d):
                    within += near[i, k]
                    if around[i, k] > 0:
                        top[k] += within / around[i, k]
                        bottom[k] += share
            for k in range(d):
                # Where no plant has a neighbour there is nothing to be seen either way.
                out[c, s, k] = top[k] / bottom[k] if bottom[k] > 0 else 1.0


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
    points = np.ascontiguousarray(sites.points.T)
    out = np.empty((len(sizes), len(seeds), len(sites.radii2)), np.float32)

    def work(start: int) -> None:
        part = slice(start, start + CHUNK)
        _draws(
            points, weights, float(weights.sum()), neighbours, sites.radii2, sizes, seeds[part],
            out[:, part],
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
