"""Null curves by simulation: one random order of the sites serves every size.

The first n sites of a random order are a random subset of size n; the first m > n of the
same order contain its pairs already. A draw so counts each pair once for all sizes, and
costs as many pairs as the largest size has.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .pairs import _bin_tile, _count, in_threads
from .smoothing import smoothing_weights

__all__ = ["draw_sites", "nested_draws"]

LONG_TILE = 1_024
CHUNK = 200
"""Draws a thread keeps as histograms before they are smoothed."""


@njit(inline="always")
def _next(state):  # type: ignore[no-untyped-def]
    """Advance xorshift64*."""
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    return state


@njit(cache=True, nogil=True)
def draw_sites(seed, sites, taken):  # type: ignore[no-untyped-def]
    """Write into `taken` the start of a random order of the numbers below `sites`."""
    # Fisher and Yates' shuffle; what was moved is kept in a small hash table, so that the
    # cost does not depend on the number of sites.
    count = taken.size
    size = 4
    while size < 4 * count:
        size *= 2
    key = np.full(size, -1, np.int64)
    value = np.empty(size, np.int64)
    mask = size - 1
    state = np.uint64(seed) | np.uint64(1)
    for _ in range(8):
        state = _next(state)
    for k in range(count):
        state = _next(state)
        u = (state * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(11)
        j = min(sites - 1, k + np.int64(np.float64(u) * (1.0 / 9007199254740992.0) * (sites - k)))
        q = (j * 0x9E3779B1) & mask
        while key[q] != -1 and key[q] != j:
            q = (q + 1) & mask
        chosen = value[q] if key[q] == j else j
        p = (k * 0x9E3779B1) & mask
        while key[p] != -1 and key[p] != k:
            p = (p + 1) & mask
        moved = value[p] if key[p] == k else k
        key[q] = j
        value[q] = moved
        taken[k] = chosen


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _draws(points, sizes, seeds, delta, bins, curvature, out):  # type: ignore[no-untyped-def]
    """Write the pair counts (sizes, draws, bins + 1) of nested random subsets."""
    sites = points.shape[1]
    largest = sizes[-1]
    inverse, cap, k = np.float32(1.0 / delta), np.float32(bins), np.float32(curvature)
    taken = np.empty(largest, np.int64)
    p = np.empty((3, largest), np.float32)
    x, y, z = p[0], p[1], p[2]
    found = np.empty(LONG_TILE, np.uint32)
    for s in range(seeds.size):
        draw_sites(seeds[s], sites, taken)
        for a in range(largest):
            x[a], y[a], z[a] = points[0, taken[a]], points[1, taken[a]], points[2, taken[a]]
        h = np.zeros((4, bins + 1), np.uint32)
        done = 0
        for c in range(sizes.size):
            n = sizes[c]
            for start in range(0, n, LONG_TILE):
                end = min(n, start + LONG_TILE)
                for i in range(max(done, start + 1), n):
                    stop = min(i, end)
                    if stop > start:
                        _bin_tile(x[i], y[i], z[i], x, y, z, start, stop, inverse, cap, k, found)
                        _count(found, stop - start, h[0], h[1], h[2], h[3])
            for b in range(bins + 1):
                out[c, s, b] = h[0, b] + h[1, b] + h[2, b] + h[3, b]
            done = n


@njit(cache=True, nogil=True, fastmath=True)
def _smooth_draws(counts, fold, weights, begin, end, out):  # type: ignore[no-untyped-def]
    """Write the products (draws, d) of counts, `fold` bins taken as one, and weights."""
    bins = weights.shape[1]
    row = np.empty(bins, np.float32)
    for m in range(counts.shape[0]):
        one = counts[m]
        for b in range(bins):
            total = np.uint32(0)
            for k in range(b * fold, min((b + 1) * fold, one.size - 1)):
                total += one[np.uint64(k)]
            row[b] = np.float32(total)
        for d in range(weights.shape[0]):
            # Slices, whose indices need no test: only so is the sum vectorised.
            w, c = weights[d, begin[d] : end[d]], row[begin[d] : end[d]]
            value = np.float32(0.0)
            for b in range(w.size):
                value += w[b] * c[b]
            out[m, d] = value


def nested_draws(
    points: NDArray[np.float32],
    sizes: NDArray[np.int64],
    bandwidths: Sequence[float],
    r: NDArray[np.float64],
    seeds: NDArray[np.uint64],
    delta: float,
    bins: int,
    curvature: float = 0.0,
    *,
    cumulative: bool = False,
) -> list[NDArray[np.float32]]:
    """Return smoothed null curves of every size.

    Parameters
    ----------
    points : ndarray of float32, shape (3, N)
        All sites.
    sizes : ndarray of int64, shape (k,)
        Ascending, each at least 2 and at most N.
    bandwidths : sequence of k floats
        Of each size's kernel.
    r : ndarray of shape (d,)
        Distances asked for.
    seeds : ndarray of uint64, shape (m,)
        One for each draw; equal seeds give equal draws.
    delta, bins, curvature
        As in `pairs.pair_counts`; bins should be a quarter of the least bandwidth at most.
    cumulative : bool
        The integral of Kd instead.

    Returns
    -------
    list of k ndarrays of float32, shape (d, m)
        Kd of each draw.
    """
    out = [np.empty((len(r), len(seeds)), np.float32) for _ in bandwidths]
    # Wide kernels need no fine bins: as many are taken as one as a quarter bandwidth holds.
    folds = [max(1, int(h / 4 / delta)) for h in bandwidths]
    kernels = []
    for n, h, fold in zip(sizes.tolist(), bandwidths, folds, strict=True):
        w = smoothing_weights(r, delta * fold, -(-bins // fold), h, cumulative=cumulative)
        kernels.append((w[:, :-1] * (2.0 / (n * (n - 1)))).astype(np.float32))
    ranges = [_ranges(w) for w in kernels]

    def work(start: int) -> None:
        part = seeds[start : start + CHUNK]
        counts = np.empty((len(sizes), len(part), bins + 1), np.uint32)
        _draws(points, sizes, part, delta, bins, curvature, counts)
        curves = np.empty((len(part), len(r)), np.float32)
        for c, w in enumerate(kernels):
            _smooth_draws(counts[c], folds[c], w, *ranges[c], curves)
            out[c][:, start : start + CHUNK] = curves.T

    in_threads(work, range(0, len(seeds), CHUNK))
    return out


def _ranges(weights: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each row's weights begin and end."""
    used = weights != 0
    begin = np.argmax(used, axis=1)
    end = np.where(used.any(axis=1), weights.shape[1] - np.argmax(used[:, ::-1], axis=1), 0)
    return begin, end
