"""Establishments whose place is known to within a small hexagon, one by one.

::

    cubes/<digest>/points/
    ├── quad.npy                    Morton code of the tile at `QUAD_ZOOM`, sorted
    ├── row.npy  lon.npy  lat.npy
    ├── at_8.npy  at_9.npy          position of the hexagon among those of the grid
    ├── code.npy  codes.npy         which of the codes
    ├── employees.npy  value.npy    NaN where unknown
    └── marks.npy                   bits: open, dated, before

All points of a tile are one range, and the hexagons of a tile of the grid are one range of
positions: a question reads what it needs and sums it, without a search.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import StoreError
from saidao.indicators.ancestors import Cells
from saidao.indicators.cube_rows import FINEST, NO_YEAR, Rows
from saidao.indicators.groups import Ids, numbered

__all__ = [
    "BEFORE",
    "COARSEST_POINTS",
    "DATED",
    "NOWHERE",
    "OPEN",
    "QUAD_ZOOM",
    "Gathered",
    "Points",
    "Table",
    "gathered",
    "quads",
    "read_points",
    "sums_of",
    "write_points",
]

QUAD_ZOOM = 16
"""Zoom whose tiles order the points: all points of a coarser tile are one range."""

COARSEST_POINTS = 8
"""From this resolution on hexagons are summed from points: they hold few each."""

OPEN, DATED, BEFORE = 1, 2, 4
"""Bits of a point's marks: open on the register's day, its day of opening is known, open on the
earlier day."""

NOWHERE = np.iinfo(np.uint32).max
"""Position of a hexagon that is smaller than the place is uncertain."""

FOLDER = "points"
SUMMED = ("code", "employees", "value", "marks")
"""Columns that the totals of hexagons are made from."""

THREADS = 2
"""Columns that are put in order at a time."""

MOST_LATITUDE = 85.05
SPREAD = ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555))

Table = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Points:
    """The points of a register; arrays that lie on the disk until they are read.

    Parameters
    ----------
    codes : tuple of str
        What `columns["code"]` counts.
    columns : dict of str to ndarray
        As the files are called.
    """

    codes: tuple[str, ...]
    columns: Table

    def __len__(self) -> int:
        return len(self.columns["row"])

    def position(self, res: int) -> NDArray[np.uint32]:
        """Return each point's hexagon, as a position in the grid of a resolution."""
        found: NDArray[np.uint32] = self.columns[f"at_{res}"]
        return found

    def shares(self, weights: Mapping[str, float]) -> NDArray[np.float64]:
        """Return the share of each of the codes."""
        return np.array([weights.get(code, 0.0) for code in self.codes])


@dataclass(frozen=True, slots=True)
class Gathered:
    """The points of a piece of a register, with their hexagons of the two finest resolutions."""

    columns: Table
    cells: dict[int, Cells]
    """A number below 0 stands for none."""


def quads(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Return the Morton codes of the Web Mercator tiles that hold places."""
    side = 1 << QUAD_ZOOM
    sine = np.sin(np.radians(np.clip(lat, -MOST_LATITUDE, MOST_LATITUDE)))
    x, y = (lon + 180) / 360, 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    code = np.zeros(len(lon), np.uint32)
    for bit, share in enumerate((x, y)):
        tile = np.clip(np.floor(share * side), 0, side - 1).astype(np.uint32)
        for shift, mask in SPREAD:
            tile = (tile | (tile << np.uint32(shift))) & np.uint32(mask)
        code |= tile << np.uint32(bit)
    return code


def gathered(rows: Rows, placed: Ids, cells: dict[int, Cells]) -> Gathered:
    """Return the points among placed rows.

    Parameters
    ----------
    rows : Rows
    placed : ndarray of int
        Those with a place.
    cells : dict of int to Cells
        Of the placed ones.
    """
    counted = rows.open[placed] | rows.before[placed]
    kept = np.flatnonzero((rows.finest[placed] >= COARSEST_POINTS) & counted)
    at = placed[kept]
    marks = rows.open[at] * np.uint8(OPEN) | rows.before[at] * np.uint8(BEFORE)
    marks |= (rows.opened[at] != NO_YEAR) * np.uint8(DATED)
    fine = rows.finest[at] >= FINEST
    table: Table = {
        "row": rows.row[at],
        "lon": rows.lon[at].astype(np.float32),
        "lat": rows.lat[at].astype(np.float32),
        "quad": quads(rows.lon[at], rows.lat[at]),
        "code": rows.code[at].astype(np.uint32),
        "employees": rows.employees[at],
        "value": rows.value[at],
        "marks": marks,
    }
    held = {res: Cells(cells[res].ids[kept], cells[res].cells) for res in (8, 9)}
    held[9] = Cells(np.where(fine, held[9].ids, -1), held[9].cells)
    return Gathered(table, held)


def write_points(
    folder: Path, pieces: Sequence[Gathered], codes: Sequence[str]
) -> dict[int, Table]:
    """Write the points of all pieces of a register in the order of their tiles.

    Parameters
    ----------
    folder : Path
        Of the cubes.
    pieces : sequence of Gathered
        Their columns are taken out on the way, because all together they are large.
    codes : sequence of str
        What the column `code` counts.

    Returns
    -------
    dict of int to Table
        The grid of each of the two finest resolutions: ``cell``, in order, with the totals
        ``n``, ``classified``, ``employees`` and ``value`` of what is open there.
    """
    home = folder / FOLDER
    home.mkdir()
    grids, positions = {}, {}
    for res in (8, 9):
        grids[res], positions[res] = positioned([piece.cells.pop(res) for piece in pieces])
    quad, code = (
        np.concatenate([piece.columns[name] for piece in pieces]) for name in ("quad", "code")
    )
    order = ordered(quad, code)
    del quad, code
    made: Table = {}

    def write(name: str) -> None:
        """Write one column in order."""
        values = np.concatenate([piece.columns.pop(name) for piece in pieces])[order]
        if name == "code" and len(codes) <= np.iinfo(np.uint16).max:
            values = values.astype(np.uint16)
        np.save(home / f"{name}.npy", values)
        if name in SUMMED:
            made[name] = values

    def total(res: int) -> Table:
        """Write the positions in a grid, and return its totals."""
        at = positions.pop(res)[order]
        np.save(home / f"at_{res}.npy", at)
        return {"cell": grids[res], **totals_of(at, len(grids[res]), made)}

    with ThreadPoolExecutor(THREADS) as pool:
        for _ in pool.map(write, list(pieces[0].columns)):
            pass
        totals = dict(zip((8, 9), pool.map(total, (8, 9)), strict=True))
    np.save(home / "codes.npy", np.array(codes))
    return totals


def ordered(quad: NDArray[np.uint32], code: NDArray[np.uint32]) -> Ids:
    """Return the order of points by tile, then by code, then as they come."""
    ids, first = numbered(quad.astype(np.uint64))
    tiles = np.argsort(quad[first])
    rank = np.empty(len(tiles), np.uint64)
    rank[tiles] = np.arange(len(tiles), dtype=np.uint64)
    sizes = (len(tiles), int(code.max(initial=0)) + 1, len(quad))
    tile_bits, code_bits, row_bits = (max(size - 1, 0).bit_length() for size in sizes)
    if tile_bits + code_bits + row_bits > 64:
        return np.lexsort((code, quad))
    # Numbers that hold all three are sorted four times as fast as places are by a key.
    key = (rank[ids] << np.uint64(code_bits)) | code
    key = (key << np.uint64(row_bits)) | np.arange(len(quad), dtype=np.uint64)
    key.sort()
    found: Ids = (key & np.uint64((1 << row_bits) - 1)).astype(np.int64)
    return found


def positioned(pieces: Sequence[Cells]) -> tuple[NDArray[np.uint64], NDArray[np.uint32]]:
    """Return all cells in their order, and the position of each row's among them."""
    # One number more than there are cells: what lies in none is told by -1.
    held = [np.bincount(piece.ids + 1, minlength=len(piece.cells) + 1)[1:] > 0 for piece in pieces]
    used = [piece.cells[each] for piece, each in zip(pieces, held, strict=True)]
    grid = np.unique(np.concatenate(used))
    found = []
    for piece in pieces:
        # One place more, which the number -1 reads.
        places = np.append(np.searchsorted(grid, piece.cells), NOWHERE).astype(np.uint32)
        found.append(places[piece.ids])
    return grid, np.concatenate(found)


def totals_of(at: NDArray[np.uint32], cells: int, columns: Table) -> Table:
    """Return the totals of each hexagon of a grid over all industries."""
    counted = np.flatnonzero((columns["marks"] & OPEN).astype(bool) & (at != NOWHERE))
    place = at[counted]
    classified = counted[columns["code"][counted] > 0]
    there = at[classified]
    return {
        "n": np.bincount(place, minlength=cells).astype(np.int32),
        "classified": np.bincount(there, minlength=cells).astype(np.int32),
        **{
            name: np.bincount(there, np.nan_to_num(columns[name][classified]), cells)
            for name in ("employees", "value")
        },
    }


def sums_of(
    points: Points, rows: Ids, ids: Ids, groups: int, shares: NDArray[np.float64] | None = None
) -> Table:
    """Return the sums of groups of points, as the cubes have them.

    Parameters
    ----------
    points : Points
    rows, ids : ndarray of int, shape (n,)
        Points, and the group of each.
    groups : int
    shares : ndarray of float, optional
        By how much the points of each code count; in full where they are not given.
    """
    columns = points.columns
    marks = np.asarray(columns["marks"][rows])
    share = np.ones(len(rows)) if shares is None else shares[columns["code"][rows]]
    is_open = np.where(marks & OPEN, share, 0.0)
    found: Table = {
        "count": np.bincount(ids, marks & OPEN, groups).astype(np.int64),
        "n": np.bincount(ids, is_open, groups),
        "dated": np.bincount(ids, np.where(marks & DATED, is_open, 0.0), groups),
        "before": np.bincount(ids, np.where(marks & BEFORE, share, 0.0), groups),
    }
    for name in ("employees", "value"):
        values = np.asarray(columns[name][rows])
        known = ~np.isnan(values)
        found[name] = np.bincount(ids, np.where(known, values, 0.0) * is_open, groups)
        found[f"{name}_known"] = np.bincount(ids, known * is_open, groups)
    return found


@lru_cache(maxsize=8)
def read_points(folder: Path) -> Points:
    """Return the points of the cubes in a folder.

    Raises
    ------
    StoreError
        If they are not there.
    """
    home = folder / FOLDER
    try:
        columns = {
            path.stem: np.load(path, mmap_mode="r" if path.stat().st_size > 4096 else None)
            for path in sorted(home.glob("*.npy"))
        }
        return Points(tuple(columns.pop("codes").tolist()), columns)
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(f"{home}: cannot be read: {error}; import the register again") from error
