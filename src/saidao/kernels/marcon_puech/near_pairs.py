"""Within which radius pairs of plants are, compiled: single precision where it is sure.

A squared distance falls into one of some thousand cells, and a table says of each cell which
radius is the first that holds it. Cells so near a radius that the rounding of single
precision might put a pair on the wrong side of it are marked, and their pairs are looked at
in double: what comes out is what double precision gives, a neighbour at exactly r included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.distance.pairs import in_threads

__all__ = [
    "CELLS",
    "UNSURE",
    "RadiusCells",
    "boxes_of",
    "cells_within",
    "first_radius",
    "pair_neighbours",
]

Array = NDArray[np.float64]

CELLS = 4096
UNSURE = 65535
"""Mark of a cell in which single precision does not tell."""

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
        Number of the first radius that holds a cell, or `UNSURE`.
    centre : ndarray of shape (3,)
        What is taken from coordinates before they are rounded.
    scale : float
        What they are multiplied by; a squared distance of 1 is beyond all radii.
    """

    first: NDArray[np.uint16]
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
        reach = radii[-1] * (1 + ROUNDING) + error
        if not reach > 0:
            # All at one place: every pair is looked at.
            return cls(np.full(CELLS + 1, UNSURE, np.uint16), (low + high) / 2, 0.0)
        edges = np.arange(CELLS + 2) / CELLS
        first = np.searchsorted(np.square(radii / reach), edges[:-1]).astype(np.uint16)
        least = np.square(np.maximum(radii - error, 0) / reach) * (1 - ROUNDING)
        most = np.square((radii + error) / reach) * (1 + ROUNDING)
        for one, other in zip(least, most, strict=True):
            first[int(one * CELLS) : int(other * CELLS) + 1] = UNSURE
        first[-1] = UNSURE
        return cls(first, (low + high) / 2, 1 / reach)

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
    exact, other = np.ascontiguousarray(points.T), np.ascontiguousarray(others.T)
    step = max(16, -(-len(points) // 32))

    def work(first: int) -> None:
        stop = min(first + step, len(points))
        _near_pairs(
            here, exact, there, other, other_weights, runs, cells.first, radii2, first, stop, out
        )

    parts = range(0, len(points), step)
    if len(points) * len(others) < 200_000:
        for part in parts:
            work(part)
    else:
        in_threads(work, parts)
    return out - weights[:, None] if same else out


@njit(inline="always")
def cells_within(px, py, pz, x, y, z, first, stop, cell, inside):  # type: ignore[no-untyped-def]
    """Write the cells of some points' distances from one, and which are within reach.

    Returns how many are: ``inside[:count]`` are their numbers, ``cell`` is by number.
    """
    scale, cap = np.float32(CELLS), np.float32(CELLS + 1)
    # Neither loop has a branch: the first is done eight at once.
    for j in range(first, stop):
        dx, dy, dz = px - x[j], py - y[j], pz - z[j]
        place = (dx * dx + dy * dy + dz * dz) * scale
        place = place if place < cap else cap
        cell[j] = np.uint32(np.int32(place))
    count = 0
    for j in range(first, stop):
        inside[np.uint64(count)] = j
        count += cell[j] <= np.uint32(CELLS)
    return count


@njit(inline="always")
def first_radius(px, py, pz, x, y, z, j, radii2):  # type: ignore[no-untyped-def]
    """Return the first radius that holds a pair in double precision, their number if none."""
    dx, dy, dz = px - x[j], py - y[j], pz - z[j]
    far2 = dx * dx + dy * dy + dz * dz
    low = np.uint64(0)
    while low < np.uint64(radii2.size) and radii2[low] < far2:
        low += np.uint64(1)
    return low


@njit(cache=True, nogil=True, error_model="numpy")
def _near_pairs(  # type: ignore[no-untyped-def]
    here, exact, there, other, weights, runs, table, radii2, first, stop, out
):
    """Sum weights within each radius of some plants."""
    d, n = radii2.size, there.shape[1]
    x, y, z = there[0], there[1], there[2]
    a, b, c = other[0], other[1], other[2]
    cell, inside = np.empty(n, np.uint32), np.empty(n, np.uint32)
    near = np.empty(d + 1)
    for i in range(first, stop):
        near[:] = 0.0
        px, py, pz = here[0, i], here[1, i], here[2, i]
        for run in range(runs.shape[0]):
            box = runs[run]
            dx = max(np.float32(0.0), max(box[0] - px, px - box[3]))
            dy = max(np.float32(0.0), max(box[1] - py, py - box[4]))
            dz = max(np.float32(0.0), max(box[2] - pz, pz - box[5]))
            if dx * dx + dy * dy + dz * dz > np.float32(1.0):
                continue
            begin, end = run * RUN, min(n, run * RUN + RUN)
            count = cells_within(px, py, pz, x, y, z, begin, end, cell, inside)
            for q in range(count):
                j = np.uint64(inside[np.uint64(q)])
                low = np.uint64(table[np.uint64(cell[j])])
                if low == np.uint64(UNSURE):
                    low = first_radius(exact[0, i], exact[1, i], exact[2, i], a, b, c, j, radii2)
                near[low] += weights[j]
        total = 0.0
        for k in range(d):
            total += near[k]
            out[i, k] = total
