"""Values of hexagons, and points: what the map draws of a selection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput
from saidao.indicators.areas import FEW, LEVEL, Weight, area_sums, weighed
from saidao.indicators.cubes import Cubes
from saidao.indicators.grid import Level, level, tile_range
from saidao.indicators.points import (
    COARSEST_POINTS,
    NOWHERE,
    OPEN,
    QUAD_ZOOM,
    read_points,
    sums_of,
)
from saidao.indicators.selection import Selection
from saidao.kernels.shift_share import growth_rate
from saidao.kernels.specialisation import location_quotient, location_quotient_interval
from saidao.store.cubes import columns

__all__ = [
    "APPROXIMATE",
    "MEASURES",
    "SMALL",
    "UNSURE",
    "CellValues",
    "Measure",
    "Points",
    "cell_values",
    "points",
]

Measure = Literal["count", "lq", "share", "employees", "value", "growth"]
"""What a hexagon can show."""

MEASURES: tuple[Measure, ...] = get_args(Measure)

SMALL, UNSURE, APPROXIMATE = 1, 2, 4
"""Bits of a value's flag: under `FEW` establishments; the interval of the quotient holds 1;
the size is known for under half of them."""


@dataclass(frozen=True, slots=True)
class CellValues:
    """Values of the hexagons that have any, by their position in the tile."""

    position: NDArray[np.uint32]
    value: NDArray[np.float32]
    count: NDArray[np.uint32]
    flag: NDArray[np.uint8]
    cells: int
    city: float | None
    """The measure over the whole city."""


@dataclass(frozen=True, slots=True)
class Points:
    """Establishments of a tile; `of` says how many there are where not all are given."""

    lon: NDArray[np.float32]
    lat: NDArray[np.float32]
    row: NDArray[np.uint32]
    code: NDArray[np.uint16]
    share: NDArray[np.float32]
    size: NDArray[np.float32]
    codes: tuple[str, ...]
    of: int


def cell_values(
    cubes: Cubes,
    res: int,
    selection: Selection,
    measure: Measure,
    weight: Weight = "establishments",
    tile: str | None = None,
) -> CellValues:
    """Return a measure of a selection for the hexagons of one resolution.

    Parameters
    ----------
    cubes : Cubes
    res : int
        H3 resolution, 4 to 9.
    selection : Selection
    measure : str
        ``count`` (establishments by their shares), ``lq``, ``share`` (of the hexagon's),
        ``employees``, ``value``, ``growth``.
    weight : str
        What ``lq`` and ``share`` are of.
    tile : str, optional
        Only the hexagons of this tile.

    Raises
    ------
    InvalidInput
        If the resolution or the measure is none.
    NotFound
        If the tile is none.
    """
    if measure not in MEASURES:
        raise InvalidInput("measure", repr(measure), "one of " + ", ".join(MEASURES))
    grid = level(cubes, res)
    start, stop = tile_range(grid, tile)
    table = sums_by_cell(cubes, grid, selection, start, stop)
    place = np.searchsorted(grid.cells, table["cell"])
    city = area_sums(cubes, "city", selection)
    value, flag, whole = measured(grid, place, table, city, measure, weight, selection)
    count = np.asarray(table["count"], np.uint32)
    flag |= np.where(count < FEW, SMALL, 0).astype(np.uint8)
    shown = np.isfinite(value) & ((count > 0) | (measure == "growth"))
    return CellValues(
        position=(place[shown] - start).astype(np.uint32),
        value=value[shown].astype(np.float32),
        count=count[shown],
        flag=flag[shown],
        cells=stop - start,
        city=whole,
    )


def sums_by_cell(
    cubes: Cubes, grid: Level, selection: Selection, start: int, stop: int
) -> dict[str, NDArray[np.generic]]:
    """Return the sums of a selection by cell, in the order of the grid."""
    if grid.res >= COARSEST_POINTS:
        return sums_of_points(cubes, grid, selection, start, stop)
    sums = ", ".join(
        f"sum({name} * share) AS {name}"
        for name in ("n", "employees", "employees_known", "value", "value_known", "dated", "before")
    )
    if start >= stop:
        first = last = 0
    else:
        first, last = int(grid.cells[start]), int(grid.cells[stop - 1])
    chosen = "(SELECT *, 1.0 AS share FROM cells)"
    parameters: list[object] = [first, last]
    heads = ""
    if selection.kind != "all":
        heads = "chosen AS (SELECT unnest(?::VARCHAR[]) AS code, unnest(?::DOUBLE[]) AS share), "
        chosen = "(SELECT * FROM cells JOIN chosen USING (code))"
        parameters = [list(selection.codes), list(selection.shares), first, last]
    return columns(
        f"WITH {heads} cells AS (SELECT * FROM {cubes.table(f'cells-{grid.res}')} "
        "WHERE cell BETWEEN ? AND ? AND cell > 0) "
        f"SELECT cell, sum(n)::BIGINT AS count, {sums} FROM {chosen} GROUP BY cell ORDER BY cell",
        parameters,
    )


def sums_of_points(
    cubes: Cubes, grid: Level, selection: Selection, start: int, stop: int
) -> dict[str, NDArray[np.generic]]:
    """Return the same for hexagons that are summed from points."""
    points = read_points(cubes.folder)
    position = points.position(grid.res)
    # A position that is not in the range wraps round to a large number: one comparison, not two.
    chosen = (position - np.uint32(start)) < np.uint32(stop - start)
    shares = None
    if selection.kind != "all":
        shares = points.shares(selection.weights)
        chosen &= (shares > 0)[points.columns["code"]]
    rows = np.flatnonzero(chosen)
    ids = position[rows].astype(np.int64) - start
    there = np.flatnonzero(np.bincount(ids, minlength=stop - start))
    sums = sums_of(points, rows, ids, stop - start, shares)
    return {
        "cell": grid.cells[start + there],
        **{name: values[there] for name, values in sums.items()},
    }


def measured(
    grid: Level,
    place: NDArray[np.intp],
    table: dict[str, NDArray[np.generic]],
    city: dict[str, NDArray[np.generic]],
    measure: Measure,
    weight: Weight,
    selection: Selection,
) -> tuple[NDArray[np.float64], NDArray[np.uint8], float | None]:
    """Return the values, their flags and the measure over the city."""
    flag = np.zeros(len(place), np.uint8)
    if not len(city["n"]):
        return np.zeros(len(place)), flag, None
    if measure == "count":
        return np.asarray(table["n"], np.float64), flag, float(city["n"][0])
    if measure in ("employees", "value"):
        known = np.asarray(table[f"{measure}_known"], np.float64)
        flag |= np.where(known < np.asarray(table["n"]) / 2, APPROXIMATE, 0).astype(np.uint8)
        values = np.where(known > 0, np.asarray(table[measure], np.float64), np.nan)
        return values, flag, float(city[measure][0])
    if measure == "growth":
        if cubes_undated(city):
            return np.full(len(place), np.nan), flag, None
        before, after = (np.asarray(table[name], np.float64) for name in ("before", "dated"))
        flag |= np.where(before < FEW, SMALL, 0).astype(np.uint8)
        whole = growth_rate(city["before"], city["dated"])
        return growth_rate(before, after), flag, float(whole[0])
    total_name = {"establishments": "n" if selection.kind == "all" else "classified"}
    total = grid.totals[total_name.get(weight, weight)][place]
    part, _, city_part, city_total = weighed(
        {**table, "total": total, "total_employees": total, "total_value": total}, city, weight
    )
    part = np.minimum(part, total)
    if measure == "share":
        with np.errstate(invalid="ignore", divide="ignore"):
            return part / total, flag, float(city_part[0] / city_total[0])
    grand = float(city_total[0])
    total = np.minimum(total, grand)
    value = location_quotient(part, total, city_part, grand)
    if weight == "establishments" and selection.kind != "all" and len(place):
        # Few distinct pairs among many hexagons: the exact interval is not cheap.
        pairs, back = np.unique(np.stack([part, total]), axis=1, return_inverse=True)
        low, high = location_quotient_interval(pairs[0], pairs[1], city_part, grand, level=LEVEL)
        with np.errstate(invalid="ignore"):
            unsure = (low <= 1) & (high >= 1)
        flag |= np.where(unsure[back.reshape(-1)], UNSURE, 0).astype(np.uint8)
    elif weight != "establishments":
        known = np.asarray(table[f"{weight}_known"], np.float64)
        flag |= np.where(known < np.asarray(table["n"]) / 2, APPROXIMATE, 0).astype(np.uint8)
    return value, flag, 1.0


def cubes_undated(city: dict[str, NDArray[np.generic]]) -> bool:
    """Return whether nothing is known to have been open at the earlier day."""
    return not float(city["before"][0]) > 0


def points(cubes: Cubes, zoom: int, x: int, y: int, selection: Selection, limit: int) -> Points:
    """Return the establishments in a Web Mercator tile.

    Where there are more than `limit`, every so manieth of them is given, the same ones each
    time.

    Raises
    ------
    InvalidInput
        If there is no such tile.
    """
    if not (0 <= zoom <= QUAD_ZOOM and 0 <= x < 1 << zoom and 0 <= y < 1 << zoom):
        raise InvalidInput("tile", f"{zoom}/{x}/{y}", f"a tile of a zoom from 0 to {QUAD_ZOOM}")
    below = 2 * (QUAD_ZOOM - zoom)
    first = morton(x, y) << below
    stored = read_points(cubes.folder)
    table = stored.columns
    # The numbers have the type of the column, which else would be turned into theirs whole.
    begin = int(np.searchsorted(table["quad"], np.uint32(first)))
    end = int(np.searchsorted(table["quad"], np.uint32(first + (1 << below) - 1), "right"))
    here = slice(begin, end)
    exact = (table["marks"][here] & OPEN).astype(bool) & (table["at_9"][here] != NOWHERE)
    share = np.ones(len(stored.codes))
    if selection.kind != "all":
        share = stored.shares(selection.weights)
        exact &= (share > 0)[table["code"][here]]
    found = np.flatnonzero(exact) + begin
    found = found[np.argsort(table["row"][found])]
    of = len(found)
    if of > limit:
        # Evenly through the rows, so that no corner of the tile is left empty.
        found = found[(np.arange(limit) * of) // limit]
    codes, code = np.unique(table["code"][found], return_inverse=True)
    return Points(
        lon=table["lon"][found],
        lat=table["lat"][found],
        row=table["row"][found],
        code=code.astype(np.uint16),
        share=share[table["code"][found]].astype(np.float32),
        size=table["employees"][found].astype(np.float32),
        codes=tuple(stored.codes[each] for each in codes.tolist()),
        of=of,
    )


def morton(x: int, y: int) -> int:
    """Return the number of a tile in the order that keeps all parts of a tile together.

    Examples
    --------
    >>> [morton(x, y) for y in (0, 1) for x in (0, 1)]
    [0, 1, 2, 3]
    """
    return sum(
        ((x >> bit & 1) << 2 * bit) | ((y >> bit & 1) << 2 * bit + 1) for bit in range(QUAD_ZOOM)
    )
