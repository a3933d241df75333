"""Within which radius pairs of plants are, compiled: single precision where it is sure.

A squared distance falls into one of some thousand cells, and a table says of each cell which
radius is the first that may hold it. Whether it does is a matter of two bounds: below one
single precision is sure that it does, above the other that it does not. The few pairs between
the two are looked at in double: what comes out is what double precision gives, a neighbour at
exactly r included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.distance.pairs import in_threads

__all__ = [
    "RadiusCells",
    "boxes_of",
    "exact_radius",
    "pair_neighbours",
    "radii_of_pairs",
    "squares_within",
]

Array = NDArray[np.float64]

CELLS = 8192
"""A power of two, so that the cell of a squared distance is exact."""

RUN = 256
"""Plants of a run, which is passed over where all of it is out of reach."""

ROUNDING = 1e-6
"""Relative error of a squared distance in single precision, of coordinates that are exact."""


@dataclass(frozen=True, slots=True)
class RadiusCells:
    """Cells of squared distance, and the coordinates whose distances fall into them.

    Attributes
    ----------
    first : ndarray of uint16, shape (CELLS + 1,)
        Number of the first radius that may hold what is in a cell.
    inside, outside : ndarray of float32, shape (d + 1,)
        A squared distance up to the one is surely within a radius, above the other surely not;
        the last are infinite.
    centre : ndarray of shape (3,)
        What is taken from coordinates before they are rounded.
    scale : float
        What they are multiplied by; a squared distance above 1 is beyond all radii.
    """

    first: NDArray[np.uint16]
    inside: NDArray[np.float32]
    outside: NDArray[np.float32]
    centre: Array
    scale: float

    @classmethod
    def of(cls, boxes: Array, radii2: Array) -> RadiusCells:
        """Return the cells for points in boxes (m, 6) and squared radii, ascending."""
        low, high = boxes[:, :3].min(axis=0), boxes[:, 3:].max(axis=0)
        radii = np.sqrt(radii2)
        # A coordinate is off by half a unit in the last of 24 binary digits, a difference by
        # two of them; twice that is left.
        error = 8 * 2.0**-24 * float((high - low).max()) / 2
        reach = float(radii[-1] + error) * (1 + ROUNDING)
        if not reach > 0:
            # All at one place: every pair is looked at.
            first = np.zeros(CELLS + 1, np.uint16)
            inside, outside = np.full(len(radii), -1.0), np.full(len(radii), np.inf)
        else:
            # Within the error of a radius of next to nothing it is never sure.
            least = np.square((radii - error) / reach) * (1 - ROUNDING)
            inside = np.where(radii > error, least, -1.0)
            outside = np.square((radii + error) / reach) * (1 + ROUNDING)
            first = np.searchsorted(outside, np.arange(CELLS + 1) / CELLS).astype(np.uint16)
        ends = [np.append(bound, np.inf).astype(np.float32) for bound in (inside, outside)]
        return cls(first, ends[0], ends[1], (low + high) / 2, 1 / reach if reach > 0 else 0.0)

    def rounded(self, points: Array) -> NDArray[np.float32]:
        """Return points (n, 3) in single precision, shape (3, n)."""
        moved = (points - self.centre) * self.scale
        return np.ascontiguousarray(moved.T, dtype=np.float32)


def boxes_of(points: Array, size: int) -> Array:
    """Return least and greatest coordinates (m, 6) of runs of points (n, 3)."""
    starts = np.arange(0, len(points), size)
    if not len(starts):
        return np.empty((0, 6))
    return np.concatenate(
        [np.minimum.reduceat(points, starts), np.maximum.reduceat(points, starts)], axis=1
    )


def pair_neighbours(
    points: Array, weights: Array, others: Array, other_weights: Array, radii2: Array, same: bool
) -> Array:
    """Sum the weights of an industry's plants around each plant, within each radius.

    Parameters
    ----------
    points : ndarray of shape (n, 3)
        Plants of reference.
    weights : ndarray of shape (n,)
        Their weights, needed where `same`.
    others : ndarray of shape (m, 3)
        Plants that are counted; the fewer are looked at the nearer they are in order.
    other_weights : ndarray of shape (m,)
        Their weights.
    radii2 : ndarray of shape (d,)
        Squared radii, ascending.
    same : bool
        Whether the two are the same plants, none of which is its own neighbour.

    Returns
    -------
    ndarray of shape (n, d)
        The sums.
    """
    out = np.zeros((len(points), len(radii2)))
    if not out.size or not len(others):
        return out
    boxes = boxes_of(others, RUN)
    cells = RadiusCells.of(np.concatenate([boxes, boxes_of(points, RUN)]), radii2)
    here, there = cells.rounded(points), cells.rounded(others)
    low, high = boxes[:, :3] - cells.centre, boxes[:, 3:] - cells.centre
    # A little more than the boxes, so that rounding leaves no plant out of them.
    room = 1e-6 * np.maximum(np.abs(low), np.abs(high)).max(initial=0.0)
    runs = (np.concatenate([low - room, high + room], axis=1) * cells.scale).astype(np.float32)
    exact, other = np.ascontiguousarray(points), np.ascontiguousarray(others)
    step = max(16, -(-len(points) // 32))

    def work(first: int) -> None:
        stop = min(first + step, len(points))
        _near_pairs(
            here, exact, there, other, other_weights, runs, cells.first, cells.inside,
            cells.outside, radii2, first, stop, out,
        )  # fmt: skip

    parts = range(0, len(points), step)
    if len(points) * len(others) < 200_000:
        for part in parts:
            work(part)
    else:
        in_threads(work, parts)
    return out - weights[:, None] if same else out


@njit(inline="always")
def squares_within(px, py, pz, x, y, z, first, count, far2, near):  # type: ignore[no-untyped-def]
    """Write squared distances from `count` points on from `first`, and which are within reach.

    Returns how many are: ``near[:k]`` are their numbers, counted from `first`.
    """
    # Neither loop has a branch, and unsigned indices spare the test for negative ones, with
    # which the first would not be done eight at once.
    start = np.uint64(first)
    for j in range(count):
        at = start + np.uint64(j)
        dx, dy, dz = px - x[at], py - y[at], pz - z[at]
        far2[np.uint64(j)] = dx * dx + dy * dy + dz * dz
    k = 0
    for j in range(count):
        near[np.uint64(k)] = j
        k += far2[np.uint64(j)] <= np.float32(1.0)
    return k


@njit(inline="always")
def radii_of_pairs(far2, near, count, table, inside, outside, found, unsure):  # type: ignore[no-untyped-def]
    """Write the first radius that holds each pair within reach, and which of them are unsure.

    Returns how many are unsure: ``unsure[:k]`` are their numbers among the pairs.
    """
    scale = np.float32(CELLS)
    k = 0
    for q in range(count):
        square = far2[np.uint64(near[np.uint64(q)])]
        low = np.uint64(table[np.uint64(np.int32(square * scale))])
        low += np.uint64(square > outside[low])
        found[np.uint64(q)] = low
        unsure[np.uint64(k)] = q
        k += square > inside[low]
    return k


@njit(inline="always")
def exact_radius(a, i, b, j, radii2):  # type: ignore[no-untyped-def]
    """Return the first radius that holds points i and j (n, 3) of two arrays, or their number."""
    dx, dy, dz = a[i, 0] - b[j, 0], a[i, 1] - b[j, 1], a[i, 2] - b[j, 2]
    far2 = dx * dx + dy * dy + dz * dz
    low = np.uint64(0)
    while low < np.uint64(radii2.size) and radii2[low] < far2:
        low += np.uint64(1)
    return low


@njit(cache=True, nogil=True, error_model="numpy")
def _near_pairs(  # type: ignore[no-untyped-def]
    here, exact, there, other, weights, runs, table, inside, outside, radii2, first, stop, out
):
    """Sum weights within each radius of some plants."""
    d, n = radii2.size, there.shape[1]
    x, y, z = there[0], there[1], there[2]
    far2, near = np.empty(RUN, np.float32), np.empty(RUN, np.uint32)
    found, unsure = np.empty(RUN, np.uint16), np.empty(RUN, np.uint32)
    # Two copies, so that equal radii in a row do not wait for each other.
    sums = np.empty((2, d + 1))
    for i in range(first, stop):
        sums[:] = 0.0
        px, py, pz = here[0, i], here[1, i], here[2, i]
        for run in range(runs.shape[0]):
            box = runs[run]
            dx = max(np.float32(0.0), max(box[0] - px, px - box[3]))
            dy = max(np.float32(0.0), max(box[1] - py, py - box[4]))
            dz = max(np.float32(0.0), max(box[2] - pz, pz - box[5]))
            if dx * dx + dy * dy + dz * dz > np.float32(1.0):
                continue
            start = run * RUN
            size = min(n - start, RUN)
            count = squares_within(px, py, pz, x, y, z, start, size, far2, near)
            odd = radii_of_pairs(far2, near, count, table, inside, outside, found, unsure)
            for k in range(odd):
                at = np.uint64(unsure[np.uint64(k)])
                found[at] = exact_radius(exact, i, other, start + near[at], radii2)
            begin = np.uint64(start)
            for q in range(count):
                low = np.uint64(found[np.uint64(q)])
                sums[q & 1, low] += weights[begin + np.uint64(near[np.uint64(q)])]
        total = 0.0
        for k in range(d):
            total += sums[0, k] + sums[1, k]
            out[i, k] = total
