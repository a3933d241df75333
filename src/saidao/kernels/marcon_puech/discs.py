r"""Sums within wide radii of very many sites, on grids.

Sites are snapped to a square grid, finer for narrow radii than for wide ones. What lies
within r of a cell is a stack of runs of cells, one in each row, and the sum over a run is
the difference of two running totals. A pair so counts by the share of pairs of points,
each anywhere in its cell, that are within r: all of it inside, none outside, and a part for
cells a rim goes through. That share depends on the offset between the cells alone and is
the same both ways, so that M on the grid is a U-statistic as M is, and its null mean stays 1.

The width of a run is the mean of its chords, rounded to 256ths of a cell: sums of whole
numbers are exact, and a site without a neighbour has none on the grid either.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods

__all__ = ["Discs"]

Array = NDArray[np.float64]
Cells = NDArray[np.signedinteger[Any]]

LEAST = 16
"""Least radius in cells; narrower ones are not summed on grids."""

FINE = 32
"""A coarser grid serves radii of so many cells to twice as many."""

PARTS = 256
"""Into which the ends of a run are rounded."""

KNOTS = 64
"""Chords whose mean is the width of a run."""

CHUNK = 4096

LANES = 16
"""Cells for which a run is summed one after the other; they lie near each other."""


@dataclass(frozen=True, slots=True)
class _Disc:
    """Runs of cells within a radius of a cell, by flat numbers relative to it.

    The sum over run k is ``(1 - part[k]) (P[t + right[k]] - P[t + left[k]])
    + part[k] (P[t + right[k] + 1] - P[t + left[k] - 1])``, with ``P[t]`` the total before
    cell t.
    """

    left: NDArray[np.int64]
    right: NDArray[np.int64]
    part: Array

    @classmethod
    def of(cls, radius: float, width: int) -> _Disc:
        """Return the disc of a radius in cells, on a grid of so many columns."""
        rows = np.arange(-math.ceil(radius) - 1, math.ceil(radius) + 2)
        half = _half_widths(radius, rows)
        ends = np.round((half + 0.5) * PARTS) / PARTS
        rows, ends = rows[half > 0], ends[half > 0]
        whole = np.floor(ends).astype(np.int64)
        return cls(rows * width + 1 - whole, rows * width + whole, ends - whole)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Sites on one grid, and the discs of the radii that it serves.

    Attributes
    ----------
    cell : float
        Side of a cell.
    size : int
        Cells, the empty ones around included.
    index : ndarray of int32, shape (n,)
        Cell of each site.
    first : int
        Number of the first radius served; the others follow.
    discs : tuple of _Disc
    """

    cell: float
    size: int
    index: NDArray[np.int32]
    first: int
    discs: tuple[_Disc, ...]

    @classmethod
    def of(cls, plane: Array, cell: float, first: int, radii: Array) -> _Grid:
        """Return the grid over points (2, n) of the plane."""
        ix, iy = ((one - one.min()) // cell for one in plane)
        edge = math.ceil(float(radii[-1]) / cell) + 3
        # What is empty at the end of one row is what is empty before the next.
        width, height = int(ix.max()) + 1 + edge, int(iy.max()) + 1 + 2 * edge
        index = ((iy + edge) * width + ix).astype(np.int32)
        discs = tuple(_Disc.of(float(r) / cell, width) for r in radii)
        return cls(cell, width * height, index, first, discs)

    def totals(self, sites: NDArray[np.int64] | None, values: Array | None) -> NDArray[np.generic]:
        """Return the total of values before each cell; without values sites are counted."""
        index = self.index if sites is None else self.index[sites]
        if values is None:
            # Not of zeros: large arrays that are asked for empty come in huge pages.
            counts = np.empty(self.size + 1, np.int32)
            _count(index, counts)
            return counts
        sums = np.empty(self.size + 1)
        _add(index, values, sums)
        return sums

    def around(
        self,
        totals: NDArray[np.generic],
        sites: NDArray[np.int64] | None,
        discs: range,
        out: Array,
    ) -> None:
        """Write the sums within some discs around sites, shape (discs, sites)."""
        index = self.index if sites is None else self.index[sites]
        cells, place = _changes(index)
        found = np.empty(len(cells))
        for k in discs:
            one = self.discs[k]

            def work(start: int, one: _Disc = one) -> None:
                part = slice(start, start + CHUNK)
                _sum_runs(totals, cells[part], one.left, one.right, one.part, found[part])

            in_threads(work, range(0, len(cells), CHUNK))
            np.take(found, place, out=out[k - discs.start])


@dataclass(frozen=True, slots=True)
class Discs:
    """Sites on grids, for the radii that are wide enough.

    Attributes
    ----------
    first : int
        Number of the first of these radii.
    grids : tuple of _Grid
        From fine to coarse, each serving some of the radii in a row.
    """

    first: int
    grids: tuple[_Grid, ...]

    @classmethod
    def of(cls, sites: Neighbourhoods, side: int) -> Discs | None:
        """Return the discs on grids of up to `side` cells along the longer side.

        None where there is no plane, or no radius is wide enough.
        """
        if sites.plane is None:
            return None
        plane, radii = sites.plane, sites.radii
        extent = float((plane.max(axis=1) - plane.min(axis=1)).max())
        finest = extent / side
        first = int(np.searchsorted(radii, LEAST * finest))
        if first == len(radii) or not finest > 0:
            return None
        times = np.log2(radii[first:] / (FINE * finest) * (1 + 1e-12))
        doubled = np.maximum(np.floor(times), 0.0)
        grids = []
        for power in np.unique(doubled):
            own = first + np.flatnonzero(doubled == power)
            grids.append(_Grid.of(plane, finest * 2.0**power, int(own[0]), radii[own]))
        return cls(first, tuple(grids))

    @property
    def cells(self) -> list[float]:
        """Sides of the cells."""
        return [grid.cell for grid in self.grids]

    def sums(
        self,
        values: Array | None,
        sites: NDArray[np.int64] | None = None,
        rows: NDArray[np.int64] | None = None,
        out: Array | None = None,
    ) -> Array:
        """Sum values over the neighbours of sites.

        Parameters
        ----------
        values : ndarray of shape (m,), optional
            What each of `sites` adds; 1 without.
        sites, rows : ndarray of int, optional
            Those whose values are summed, and those around which; all without.
        out : ndarray of shape (wide radii, rows), optional
            Where to write the sums.

        Returns
        -------
        ndarray of shape (wide radii, rows)
            A site that is among both counts itself.
        """
        count = len(self.grids[0].index) if rows is None else len(rows)
        if out is None:
            out = np.empty((sum(len(grid.discs) for grid in self.grids), count))
        for grid in self.grids:
            totals, start = grid.totals(sites, values), grid.first - self.first
            discs = range(len(grid.discs))
            grid.around(totals, rows, discs, out[start : start + len(discs)])
        return out

    def sum_at(self, radius: int, values: Array, rows: NDArray[np.int64]) -> Array:
        """Sum values (n,) of all sites within one radius, by its number, around `rows`.

        A site counts itself.
        """
        grid = next(g for g in reversed(self.grids) if g.first <= radius)
        disc = radius - grid.first
        out = np.empty((1, len(rows)))
        grid.around(grid.totals(None, values), rows, range(disc, disc + 1), out)
        sums: Array = out[0]
        return sums


def _half_widths(radius: float, rows: NDArray[np.int64]) -> Array:
    """Return half the mean chord of a disc between points of rows of cells."""
    # Two points anywhere in their cells are apart by the rows and what two even numbers
    # differ by, of which these are quantiles.
    q = (np.arange(KNOTS) + 0.5) / KNOTS
    apart = np.where(q < 0.5, np.sqrt(2 * q) - 1, 1 - np.sqrt(2 * (1 - q)))
    gap = rows[:, None] + apart
    return np.asarray(np.sqrt(np.maximum(radius * radius - gap * gap, 0.0)).mean(axis=1))


def _changes(index: NDArray[np.int32]) -> tuple[Cells, Cells]:
    """Return the cells in the order of the sites, each once in a row, and the place of each site.

    Along the Morton curve what a disc needs stays in the cache from one cell to the next.
    """
    new = np.empty(len(index), np.bool_)
    new[:1] = True
    np.not_equal(index[1:], index[:-1], out=new[1:])
    return index[new], np.cumsum(new, dtype=np.int32) - 1


@njit(cache=True, nogil=True)
def _count(index, out):  # type: ignore[no-untyped-def]
    """Write how many stand before each cell."""
    out[:] = 0
    for at in index:
        out[at + 1] += 1
    for at in range(1, out.size):
        out[at] += out[at - 1]


@njit(cache=True, nogil=True)
def _add(index, values, out):  # type: ignore[no-untyped-def]
    """Write the sum of values before each cell."""
    out[:] = 0.0
    for k in range(index.size):
        out[index[k] + 1] += values[k]
    for at in range(1, out.size):
        out[at] += out[at - 1]


@njit(cache=True, nogil=True, error_model="numpy")
def _sum_runs(totals, cells, left, right, part, out):  # type: ignore[no-untyped-def]
    """Write the sums within a disc around each cell."""
    one = np.uint64(1)
    out[:] = 0.0
    for first in range(0, cells.size, LANES):
        stop = min(cells.size, first + LANES)
        some, sums = cells[first:stop], out[first:stop]
        for k in range(left.size):
            # Unsigned numbers wrap around, and spare the test for negative ones.
            low, high, share = np.uint64(left[k]), np.uint64(right[k]), part[k]
            for c in range(some.size):
                at = np.uint64(some[c])
                inner = totals[at + high] - totals[at + low]
                outer = totals[at + high + one] - totals[at + low - one]
                sums[c] += inner + share * (outer - inner)
