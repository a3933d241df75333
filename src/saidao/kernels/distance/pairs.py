"""Histograms of pair distances, compiled: every pair, pairs with weights, rows of sites.

A pair falls into bin ``b`` where ``b * delta <= distance < (b + 1) * delta``; the last of
``bins + 1`` entries counts the pairs at ``bins * delta`` or beyond. Points lie in three
dimensions, so that one set of kernels serves the plane (third coordinate 0, curvature 0)
and the globe, where the arc is got from the chord by the series of the arcsine.

Points in Morton order let whole tiles that are out of reach be skipped. Kernels release
the interpreter's lock and are spread over threads by blocks of rows; counts are integers,
so that the answer does not depend on the number of threads.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["THREADS", "in_threads", "pair_counts", "pair_weights", "row_weights"]

Points = NDArray[np.float32]
"""Coordinates of shape (3, n), C-contiguous."""

THREADS = max(1, min(os.cpu_count() or 1, 16))
TILE = 256
ROWS = 64
FLUSH = 1 << 30
SERIAL = 3_000
"""Below this many points a histogram is made faster than threads are woken."""


def in_threads(work: Callable[[Any], Any], parts: Iterable[Any]) -> list[Any]:
    """Return ``work(part)`` of every part in order, run on all cores."""
    todo = list(parts)
    if THREADS == 1 or len(todo) < 2:
        return [work(part) for part in todo]
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(work, todo))


@njit(inline="always")
def _bin_tile(xi, yi, zi, x, y, z, j0, j1, inverse, cap, curvature, found):  # type: ignore[no-untyped-def]
    """Write the bin of the distance from one point to each of a tile's."""
    one, c1, c2 = np.float32(1.0), np.float32(1 / 6), np.float32(3 / 40)
    c3, c4 = np.float32(5 / 112), np.float32(35 / 1152)
    xx, yy, zz = x[j0:j1], y[j0:j1], z[j0:j1]
    if curvature == 0.0:
        for j in range(j1 - j0):
            dx, dy = xi - xx[j], yi - yy[j]
            t = np.sqrt(dx * dx + dy * dy) * inverse
            t = t if t < cap else cap
            found[j] = np.uint32(np.int32(t))
        return
    for j in range(j1 - j0):
        dx, dy, dz = xi - xx[j], yi - yy[j], zi - zz[j]
        chord2 = dx * dx + dy * dy + dz * dz
        u = chord2 * curvature
        arc = np.sqrt(chord2) * (one + u * (c1 + u * (c2 + u * (c3 + u * c4))))
        t = arc * inverse
        t = t if t < cap else cap
        found[j] = np.uint32(np.int32(t))


@njit(inline="always")
def _count(found, m, h0, h1, h2, h3):  # type: ignore[no-untyped-def]
    """Count bins in four copies, so that equal bins in a row do not wait for each other."""
    # Unsigned indices spare the test for a negative one, which halves the time.
    one = np.uint32(1)
    whole = (m >> 2) << 2
    for q in range(0, whole, 4):
        h0[np.uint64(found[q])] += one
        h1[np.uint64(found[q + 1])] += one
        h2[np.uint64(found[q + 2])] += one
        h3[np.uint64(found[q + 3])] += one
    for k in range(whole, m):
        h0[np.uint64(found[k])] += one


@njit(cache=True, nogil=True)
def tile_boxes(points: Points, size: int) -> Points:
    """Return least and greatest coordinates (tiles, 6) of runs of `size` points."""
    n = points.shape[1]
    tiles = (n + size - 1) // size
    box = np.empty((tiles, 6), np.float32)
    for t in range(tiles):
        for a in range(3):
            part = points[a, t * size : min(n, (t + 1) * size)]
            box[t, 2 * a] = part.min()
            box[t, 2 * a + 1] = part.max()
    return box


@njit(inline="always")
def _gap2(a, b):  # type: ignore[no-untyped-def]
    """Return the squared distance between two boxes."""
    total = np.float32(0.0)
    for k in range(3):
        gap = max(np.float32(0.0), max(a[2 * k] - b[2 * k + 1], b[2 * k] - a[2 * k + 1]))
        total += gap * gap
    return total


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _count_pairs(  # type: ignore[no-untyped-def]
    points, boxes, rows, delta, bins, curvature, reach, first, step, out
):
    """Add to `out` the pairs of every `step`-th block of rows."""
    x, y, z = points[0], points[1], points[2]
    n = x.size
    inverse, cap = np.float32(1.0 / delta), np.float32(bins)
    k, reach2 = np.float32(curvature), np.float32(reach * reach)
    h = np.zeros((4, bins + 1), np.uint32)
    found = np.empty(TILE, np.uint32)
    pending = 0
    for block in range(first, rows.shape[0], step):
        i0, i1 = block * ROWS, min(n, block * ROWS + ROWS)
        for t in range(i0 // TILE, boxes.shape[0]):
            if _gap2(rows[block], boxes[t]) > reach2:
                continue
            j1 = min(n, t * TILE + TILE)
            for i in range(i0, i1):
                j0 = max(i + 1, t * TILE)
                if j0 < j1:
                    _bin_tile(x[i], y[i], z[i], x, y, z, j0, j1, inverse, cap, k, found)
                    _count(found, j1 - j0, h[0], h[1], h[2], h[3])
                    pending += j1 - j0
            if pending > FLUSH:
                for b in range(bins + 1):
                    out[b] += np.int64(h[0, b]) + h[1, b] + h[2, b] + h[3, b]
                h[:] = 0
                pending = 0
    for b in range(bins + 1):
        out[b] += np.int64(h[0, b]) + h[1, b] + h[2, b] + h[3, b]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weigh_pairs(  # type: ignore[no-untyped-def]
    points, weights, boxes, rows, delta, bins, curvature, reach, first, step, out
):
    """Add to `out` the products of weights of every `step`-th block of rows."""
    x, y, z = points[0], points[1], points[2]
    n = x.size
    inverse, cap = np.float32(1.0 / delta), np.float32(bins)
    k, reach2 = np.float32(curvature), np.float32(reach * reach)
    h = np.zeros((2, bins + 1), np.float64)
    found = np.empty(TILE, np.uint32)
    for block in range(first, rows.shape[0], step):
        i0, i1 = block * ROWS, min(n, block * ROWS + ROWS)
        for t in range(i0 // TILE, boxes.shape[0]):
            if _gap2(rows[block], boxes[t]) > reach2:
                continue
            j1 = min(n, t * TILE + TILE)
            for i in range(i0, i1):
                j0 = max(i + 1, t * TILE)
                if j0 < j1:
                    _bin_tile(x[i], y[i], z[i], x, y, z, j0, j1, inverse, cap, k, found)
                    m = j1 - j0
                    wi = weights[i]
                    even = (m >> 1) << 1
                    for q in range(0, even, 2):
                        h[0, np.uint64(found[q])] += wi * weights[j0 + q]
                        h[1, np.uint64(found[q + 1])] += wi * weights[j0 + q + 1]
                    if even < m:
                        h[0, np.uint64(found[even])] += wi * weights[j0 + even]
    for b in range(bins + 1):
        out[b] += h[0, b] + h[1, b]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _weigh_rows(  # type: ignore[no-untyped-def]
    sites, own, targets, weights, boxes, delta, bins, curvature, reach, total, start, stop, out
):
    """Write the histograms of rows `start` to `stop`."""
    x, y, z = targets[0], targets[1], targets[2]
    n = x.size
    inverse, cap = np.float32(1.0 / delta), np.float32(bins)
    k, reach2 = np.float32(curvature), np.float32(reach * reach)
    h = np.zeros((4, bins + 1), np.float32)
    found = np.empty(TILE, np.uint32)
    here = np.empty(6, np.float32)
    for i in range(start, stop):
        h[:] = 0
        xi, yi, zi = sites[0, i], sites[1, i], sites[2, i]
        here[0], here[1], here[2] = xi, xi, yi
        here[3], here[4], here[5] = yi, zi, zi
        for t in range(boxes.shape[0]):
            if _gap2(here, boxes[t]) > reach2:
                continue
            j0, j1 = t * TILE, min(n, t * TILE + TILE)
            _bin_tile(xi, yi, zi, x, y, z, j0, j1, inverse, cap, k, found)
            m = j1 - j0
            whole = (m >> 2) << 2
            for q in range(0, whole, 4):
                h[0, np.uint64(found[q])] += weights[j0 + q]
                h[1, np.uint64(found[q + 1])] += weights[j0 + q + 1]
                h[2, np.uint64(found[q + 2])] += weights[j0 + q + 2]
                h[3, np.uint64(found[q + 3])] += weights[j0 + q + 3]
            for q in range(whole, m):
                h[0, np.uint64(found[q])] += weights[j0 + q]
        # The site itself, which stands among the targets, is nobody's neighbour.
        _bin_tile(xi, yi, zi, x, y, z, own[i], own[i] + 1, inverse, cap, k, found)
        h[0, np.uint64(found[0])] -= np.float32(1.0)
        near = 0.0
        for b in range(bins):
            value = h[0, b] + h[1, b] + h[2, b] + h[3, b]
            out[i, b] = value
            near += value
        out[i, bins] = total - 1.0 - near


def _reach(delta: float, bins: int, curvature: float) -> float:
    """Return the chord (a little more) that belongs to the last bin's end."""
    arc = delta * bins
    if curvature == 0.0:
        return arc * (1 + 1e-6)
    diameter = 1.0 / np.sqrt(curvature)
    return float(diameter * np.sin(min(arc / diameter, np.pi / 2)) * (1 + 1e-6))


def pair_counts(
    points: Points, delta: float, bins: int, curvature: float = 0.0
) -> NDArray[np.int64]:
    """Count pairs of points by distance.

    Parameters
    ----------
    points : ndarray of float32, shape (3, n)
        Coordinates; in Morton order whole tiles out of reach are skipped.
    delta : float
        Width of a bin, in the unit of the coordinates, above 0.
    bins : int
        Number of bins, at least 1.
    curvature : float
        0 in the plane; ``1 / (4 R**2)`` where points lie on a sphere of radius ``R`` and
        distances are arcs.

    Returns
    -------
    ndarray of int64, shape (bins + 1,)
        The last entry counts the pairs beyond; all entries sum to ``n (n - 1) / 2``.
    """
    n = points.shape[1]
    boxes, rows = tile_boxes(points, TILE), tile_boxes(points, ROWS)
    reach = _reach(delta, bins, curvature)
    parts = 1 if n < SERIAL else min(8 * THREADS, rows.shape[0])
    out = np.zeros((parts, bins + 1), np.int64)

    def work(first: int) -> None:
        _count_pairs(points, boxes, rows, delta, bins, curvature, reach, first, parts, out[first])

    in_threads(work, range(parts))
    total = out.sum(0)
    total[bins] = n * (n - 1) // 2 - total[:bins].sum()
    return np.asarray(total, dtype=np.int64)


def pair_weights(
    points: Points, weights: NDArray[np.float64], delta: float, bins: int, curvature: float = 0.0
) -> NDArray[np.float64]:
    """Sum products of weights over pairs of points by distance.

    Parameters are those of `pair_counts`, with a weight for each point.

    Returns
    -------
    ndarray of float64, shape (bins + 1,)
        All entries sum to ``(sum(w)**2 - sum(w**2)) / 2``.
    """
    boxes, rows = tile_boxes(points, TILE), tile_boxes(points, ROWS)
    reach = _reach(delta, bins, curvature)
    parts = 1 if points.shape[1] < SERIAL else min(8 * THREADS, rows.shape[0])
    out = np.zeros((parts, bins + 1))

    def work(first: int) -> None:
        _weigh_pairs(
            points, weights, boxes, rows, delta, bins, curvature, reach, first, parts, out[first]
        )

    in_threads(work, range(parts))
    total = out.sum(0)
    every = (weights.sum() ** 2 - np.square(weights).sum()) / 2
    total[bins] = max(0.0, every - total[:bins].sum())
    return np.asarray(total, dtype=np.float64)


def row_weights(
    sites: Points,
    own: NDArray[np.int64],
    targets: Points,
    weights: NDArray[np.float32],
    delta: float,
    bins: int,
    curvature: float = 0.0,
) -> NDArray[np.float32]:
    """Sum the weights of all targets by distance from each of some sites.

    Parameters
    ----------
    sites : ndarray of float32, shape (3, m)
        The sites whose surroundings are asked for.
    own : ndarray of int64, shape (m,)
        The target at which each site stands, and of which it takes 1 away.
    targets : ndarray of float32, shape (3, k)
        Every site of the population, or cells with the number of sites in each.
    weights : ndarray of float32, shape (k,)
        Sites at each target.
    delta, bins, curvature
        As in `pair_counts`.

    Returns
    -------
    ndarray of float32, shape (m, bins + 1)
        Each row sums to the sum of weights less 1.
    """
    m = sites.shape[1]
    boxes = tile_boxes(targets, TILE)
    reach = _reach(delta, bins, curvature)
    total = float(weights.sum(dtype=np.float64))
    out = np.empty((m, bins + 1), np.float32)
    step = max(16, -(-m // (8 * THREADS)))

    def work(start: int) -> None:
        stop = min(m, start + step)
        _weigh_rows(
            sites, own, targets, weights, boxes, delta, bins, curvature, reach, total, start,
            stop, out,
        )  # fmt: skip

    in_threads(work, range(0, m, step))
    return out
