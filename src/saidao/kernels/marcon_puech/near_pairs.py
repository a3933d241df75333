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

__all__ = ["CELLS", "UNSURE", "RadiusCells", "cells_within", "first_radius"]

Array = NDArray[np.float64]

CELLS = 4096
UNSURE = 65535
"""Mark of a cell in which single precision does not tell."""

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
def first_radius(x, y, z, i, j, radii2):  # type: ignore[no-untyped-def]
    """Return the first radius that holds a pair in double precision, their number if none."""
    dx, dy, dz = x[i] - x[j], y[i] - y[j], z[i] - z[j]
    far2 = dx * dx + dy * dy + dz * dz
    low = np.uint64(0)
    while low < np.uint64(radii2.size) and radii2[low] < far2:
        low += np.uint64(1)
    return low
