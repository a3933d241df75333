"""Which of many areas holds each of millions of points.

The ground is laid out in cells. A cell that no outline crosses belongs to one area or to
none, and a point in it needs no more than that; a cell on an outline lists the areas to be
tested, each by counting the edges of its row that lie to the right of the point.

A point on an outline lies inside; where areas touch or overlap the first one has it.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["Grid", "build_grid", "locate"]

Array = NDArray[np.float64]
Indices = NDArray[np.int32]


class Grid(NamedTuple):
    """Areas laid out in cells, as `build_grid` makes it.

    Parameters
    ----------
    frame : ndarray of shape (6,)
        West, south, east, north, cells a degree eastward, cells a degree northward.
    cells : ndarray of int32, shape (rows, columns)
        Number of the area that has the whole cell, -1 for none, ``-2 - k`` for the k-th
        cell on an outline.
    tests : ndarray of int32
        Areas to test, cell after cell; `tests_start` of shape (border cells + 1,).
    edges : ndarray of float64, shape (m, 4)
        x and y of both ends, by area and row; `edges_start` by area and row.
    area_rows : ndarray of int32, shape (areas, 3)
        First and last row of the area, and where its rows begin in `edges_start`.
    """

    frame: Array
    cells: Indices
    tests: Indices
    tests_start: Indices
    edges: Array
    edges_start: Indices
    area_rows: Indices


def build_grid(segments: Array, area: Indices, areas: int, cells: int = 4_000_000) -> Grid:
    """Lay areas out in cells.

    Parameters
    ----------
    segments : ndarray of shape (m, 4)
        Edges of all rings of all areas, holes included: x and y of both ends. Rings are
        closed and do not cross themselves.
    area : ndarray of int32, shape (m,)
        Area of each edge, ascending.
    areas : int
        How many there are.
    cells : int
        How many cells to lay out; more cells need memory (4 bytes each), fewer time.

    Returns
    -------
    Grid
    """
    if not segments.size:
        raise ValueError("no outlines")
    x, y = segments[:, ::2], segments[:, 1::2]
    # A frame somewhat wider than the areas, so that nothing on their outline is out of it.
    margin = 1e-6 + 1e-9 * max(np.abs(x).max(), np.abs(y).max())
    west, east = x.min() - margin, x.max() + margin
    south, north = y.min() - margin, y.max() + margin
    across = math.sqrt(cells * (east - west) / (north - south))
    columns = int(min(max(across, 1), cells))
    rows = max(1, cells // columns)
    frame = np.array([west, south, east, north, columns / (east - west), rows / (north - south)])
    area_rows, edges_start, edges = _edges_by_row(segments, area, areas, frame, rows)
    touched = _touched_cells(segments, area, frame, rows, columns)
    touched = touched[np.lexsort((touched[:, 1], touched[:, 0]))]
    grid = np.full((rows, columns), -1, np.int32)
    covered = _fill(grid, touched, area_rows, edges, edges_start, frame)
    # What is tested in a cell on an outline: the areas whose outline it is, and whole ones.
    both = np.concatenate([touched, covered])
    both = np.unique(both, axis=0)
    border, start = np.unique(both[:, 0], return_index=True)
    grid.reshape(-1)[border] = -2 - np.arange(border.size, dtype=np.int32)
    return Grid(
        frame,
        grid,
        both[:, 1].astype(np.int32),
        np.append(start, len(both)).astype(np.int32),
        edges,
        edges_start,
        area_rows,
    )


@njit(nogil=True, cache=True)
def locate(lon: Array, lat: Array, grid: Grid, out: Indices) -> None:
    """Write the number of the first area that holds each point, -1 where none does.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        NaN where there is no point.
    grid : Grid
    out : ndarray of int32, shape (n,)
        Where the result goes.
    """
    frame, cells = grid.frame, grid.cells
    west, south, east, north, per_x, per_y = frame
    rows, columns = cells.shape
    for i in range(lon.size):
        x, y = lon[i], lat[i]
        out[i] = -1
        if not (west <= x <= east and south <= y <= north):
            continue
        row = min(int((y - south) * per_y), rows - 1)
        column = min(int((x - west) * per_x), columns - 1)
        found = cells[row, column]
        if found >= -1:
            out[i] = found
            continue
        border = -2 - found
        for k in range(grid.tests_start[border], grid.tests_start[border + 1]):
            area = grid.tests[k]
            if _holds(x, y, row, area, grid.edges, grid.edges_start, grid.area_rows):
                out[i] = area
                break


@njit(nogil=True, cache=True)
def _holds(
    x: float,
    y: float,
    row: int,
    area: int,
    edges: Array,
    edges_start: Indices,
    area_rows: Indices,
) -> bool:
    """Say whether an area holds a point of a row, its outline included."""
    first, last, base = area_rows[area]
    if row < first or row > last:
        return False
    inside = False
    for k in range(edges_start[base + row - first], edges_start[base + row - first + 1]):
        x1, y1, x2, y2 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
        if y1 == y2:
            if y == y1 and min(x1, x2) <= x <= max(x1, x2):
                return True
            continue
        if not (min(y1, y2) <= y <= max(y1, y2)):
            continue
        # From the lower end, so that both areas at an edge reckon alike.
        if y1 > y2:
            x1, y1, x2, y2 = x2, y2, x1, y1
        side = (x - x1) * (y2 - y1) - (x2 - x1) * (y - y1)
        if side == 0.0:
            return True
        if y < y2 and side < 0.0:
            inside = not inside
    return inside


@njit(cache=True)
def _row_span(segments: Array, k: int, frame: Array, rows: int) -> tuple[int, int]:
    """Return the first and last row that an edge touches."""
    low, high = min(segments[k, 1], segments[k, 3]), max(segments[k, 1], segments[k, 3])
    first = int((low - frame[1]) * frame[5])
    last = int((high - frame[1]) * frame[5])
    return min(first, rows - 1), min(last, rows - 1)


@njit(cache=True)
def _edges_by_row(
    segments: Array, area: Indices, areas: int, frame: Array, rows: int
) -> tuple[Indices, Indices, Array]:
    """Return the rows of each area and the edges in each of these rows."""
    area_rows = np.empty((areas, 3), np.int32)
    area_rows[:, 0], area_rows[:, 1] = rows, -1
    for k in range(len(segments)):
        first, last = _row_span(segments, k, frame, rows)
        a = area[k]
        area_rows[a, 0] = min(area_rows[a, 0], first)
        area_rows[a, 1] = max(area_rows[a, 1], last)
    total = 0
    for a in range(areas):
        area_rows[a, 2] = total
        total += max(0, area_rows[a, 1] - area_rows[a, 0] + 1)
    start = np.zeros(total + 1, np.int32)
    for k in range(len(segments)):
        first, last = _row_span(segments, k, frame, rows)
        base = area_rows[area[k], 2] - area_rows[area[k], 0]
        for row in range(first, last + 1):
            start[base + row + 1] += 1
    start = np.cumsum(start).astype(np.int32)
    edges = np.empty((start[-1], 4))
    free = start.copy()
    for k in range(len(segments)):
        first, last = _row_span(segments, k, frame, rows)
        base = area_rows[area[k], 2] - area_rows[area[k], 0]
        for row in range(first, last + 1):
            edges[free[base + row]] = segments[k]
            free[base + row] += 1
    return area_rows, start, edges


@njit(cache=True)
def _columns_in_row(
    segments: Array, k: int, row: int, frame: Array, columns: int
) -> tuple[int, int]:
    """Return the first and last column that an edge touches in a row."""
    west, south, per_x, per_y = frame[0], frame[1], frame[4], frame[5]
    x1, y1, x2, y2 = segments[k]
    left, right = min(x1, x2), max(x1, x2)
    if y1 != y2:
        slope = (x2 - x1) / (y2 - y1)
        at_low = x1 + (south + row / per_y - y1) * slope
        at_high = x1 + (south + (row + 1) / per_y - y1) * slope
        left, right = max(left, min(at_low, at_high)), min(right, max(at_low, at_high))
    # One millionth of a cell more than reckoned, for the rounding of the last digits.
    first = int((left - west) * per_x - 1e-6)
    last = int((right - west) * per_x + 1e-6)
    return max(first, 0), min(last, columns - 1)


@njit(cache=True)
def _touched_cells(
    segments: Array, area: Indices, frame: Array, rows: int, columns: int
) -> NDArray[np.int64]:
    """Return pairs of area and cell, each cell crossed by an edge of the area."""
    count = 0
    for step in range(2):
        if step == 1:
            pairs = np.empty((count, 2), np.int64)
            count = 0
        for k in range(len(segments)):
            first_row, last_row = _row_span(segments, k, frame, rows)
            # The row next to an end that lies on the line between two rows.
            for row in range(max(first_row - 1, 0), min(last_row + 1, rows - 1) + 1):
                first, last = _columns_in_row(segments, k, row, frame, columns)
                for column in range(first, last + 1):
                    if step == 1:
                        pairs[count, 0] = area[k]
                        pairs[count, 1] = row * columns + column
                    count += 1
    return pairs


@njit(cache=True)
def _fill(
    grid: Indices,
    touched: NDArray[np.int64],
    area_rows: Indices,
    edges: Array,
    edges_start: Indices,
    frame: Array,
) -> NDArray[np.int64]:
    """Give whole cells to their first area.

    Turns `touched` from (area, cell) into (cell, area) and returns the pairs (cell, area)
    of cells on an outline of one area that lie wholly in another.
    """
    rows, columns = grid.shape
    flat = grid.reshape(-1)
    on_outline = np.zeros(rows * columns, np.bool_)
    for k in range(len(touched)):
        on_outline[touched[k, 1]] = True
    own = np.zeros(rows * columns, np.bool_)
    covered = [(np.int64(0), np.int64(0)) for _ in range(0)]
    begin = 0
    for area in range(len(area_rows)):
        end = begin
        while end < len(touched) and touched[end, 0] == area:
            own[touched[end, 1]] = True
            end += 1
        first, last, base = area_rows[area]
        for row in range(first, last + 1):
            y = frame[1] + (row + 0.5) / frame[5]
            start, stop = edges_start[base + row - first], edges_start[base + row - first + 1]
            crossings = np.empty(stop - start)
            many = 0
            for k in range(start, stop):
                x1, y1, x2, y2 = edges[k, 0], edges[k, 1], edges[k, 2], edges[k, 3]
                if (y1 > y) != (y2 > y):
                    crossings[many] = x1 + (y - y1) * (x2 - x1) / (y2 - y1)
                    many += 1
            crossings = np.sort(crossings[:many])
            for pair in range(0, many - 1, 2):
                left = math.ceil((crossings[pair] - frame[0]) * frame[4] - 0.5)
                right = math.floor((crossings[pair + 1] - frame[0]) * frame[4] - 0.5)
                for column in range(max(left, 0), min(right, columns - 1) + 1):
                    cell = row * columns + column
                    if own[cell]:
                        continue
                    if on_outline[cell]:
                        covered.append((np.int64(cell), np.int64(area)))
                    elif flat[cell] < 0:
                        flat[cell] = area
        for k in range(begin, end):
            own[touched[k, 1]] = False
            touched[k, 0], touched[k, 1] = touched[k, 1], area
        begin = end
    result = np.empty((len(covered), 2), np.int64)
    for k in range(len(covered)):
        result[k, 0], result[k, 1] = covered[k]
    return result
