"""The hexagon grid of a register: its cells in their order, their corners, its tiles.

The cells of a resolution are in the order of their H3 index. All cells below one coarser
cell follow one another there, so that a tile (the cells below one cell `TILE_DEPTH`
resolutions coarser) is a range of the grid, and a value that names a position in a tile
needs no cell.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput, NotFound
from saidao.indicators.cube_making import Progress, silent
from saidao.indicators.cube_rows import FINEST, RESOLUTIONS
from saidao.indicators.cubes import Cubes, build
from saidao.packs.pack import Park
from saidao.register.manifest import Register
from saidao.store.cubes import columns

__all__ = [
    "CORNERS",
    "TILE_DEPTH",
    "Level",
    "Tile",
    "cell_id",
    "corners",
    "level",
    "prepare",
    "tile_range",
]

TILE_DEPTH = 4
"""A tile has at most 7**4 = 2,401 cells: some 15 kB of values."""

CORNERS = 6
"""A pentagon, of which the whole Earth has twelve a resolution, repeats its last corner."""

_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Tile:
    """A range of the grid below one coarse cell; `bounds` is west, south, east, north."""

    id: str
    start: int
    stop: int
    bounds: tuple[float, float, float, float]


@dataclass(frozen=True)
class Level:
    """The cells of one resolution that hold establishments, with totals of all industries."""

    res: int
    cells: NDArray[np.uint64]
    centres: NDArray[np.float32]
    totals: dict[str, NDArray[np.float64]]
    tiles: tuple[Tile, ...]


def cell_id(cell: int) -> str:
    """Return a cell as H3 writes it.

    Examples
    --------
    >>> cell_id(617550095220735999)
    '891f952e5dbffff'
    """
    return f"{cell:x}"


def parents(cells: NDArray[np.uint64], res: int) -> NDArray[np.uint64]:
    """Return the ancestors of cells at a coarser resolution."""
    fine = int(cells[0] >> np.uint64(52)) & 15 if len(cells) else res
    unused = sum(7 << (15 - digit) * 3 for digit in range(res + 1, fine + 1))
    keep = np.uint64((1 << 64) - 1 - (15 << 52))
    found: NDArray[np.uint64] = (cells & keep) | np.uint64((res << 52) | unused)
    return found


def check_res(res: int) -> None:
    """Refuse a resolution that there is no grid of.

    Raises
    ------
    InvalidInput
    """
    if res not in RESOLUTIONS:
        raise InvalidInput("res", str(res), f"a whole number from {RESOLUTIONS[0]} to {FINEST}")


def level(cubes: Cubes, res: int) -> Level:
    """Return the grid of one resolution.

    Raises
    ------
    InvalidInput
        If there is no such resolution.
    """
    check_res(res)
    return made_level(cubes, res)


@lru_cache(maxsize=24)
def made_level(cubes: Cubes, res: int) -> Level:
    """Return the grid of one resolution, kept for the next request."""
    import h3.api.basic_int as h3

    totals = columns(f"SELECT * FROM {cubes.table(f'totals-{res}')} ORDER BY cell")
    cells = np.asarray(totals["cell"], np.uint64)
    file = cubes.folder / f"centres-{res}.npy"
    centres = kept(file, len(cells), 2)
    if centres is None:
        centres = np.empty((len(cells), 2), np.float32)
        for number, cell in enumerate(cells.tolist()):
            centres[number, 1], centres[number, 0] = h3.cell_to_latlng(cell)
        keep(file, centres)
    return Level(
        res=res,
        cells=cells,
        centres=centres,
        totals={
            name: np.ma.filled(totals[name], 0).astype(np.float64)
            for name in ("n", "classified", "employees", "value")
        },
        tiles=tiles_of(cells, centres, res),
    )


def tiles_of(cells: NDArray[np.uint64], centres: NDArray[np.float32], res: int) -> tuple[Tile, ...]:
    """Return the tiles of a grid with the box around each one's hexagons."""
    import h3

    if not len(cells):
        return ()
    coarse = parents(cells, max(res - TILE_DEPTH, 0))
    starts = np.flatnonzero(np.r_[True, coarse[1:] != coarse[:-1]])
    stops = np.r_[starts[1:], len(cells)]
    # A corner is never further from its centre than the longest edge nearby: twice the mean.
    reach = 2 * np.degrees(h3.average_hexagon_edge_length(res, unit="m") / 6_371_008.8)
    found = []
    for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
        lon, lat = centres[start:stop, 0].astype(float), centres[start:stop, 1].astype(float)
        wide = reach / max(np.cos(np.radians(min(np.abs(lat).max() + reach, 89.0))), 0.01)
        bounds = (lon.min() - wide, lat.min() - reach, lon.max() + wide, lat.max() + reach)
        west, south, east, north = (round(float(value), 6) for value in bounds)
        found.append(Tile(cell_id(int(coarse[start])), start, stop, (west, south, east, north)))
    return tuple(found)


def tile_range(grid: Level, tile: str | None) -> tuple[int, int]:
    """Return the range of a tile in its grid; of the whole grid where none is named.

    Raises
    ------
    NotFound
        If the grid has no such tile.
    """
    if tile is None:
        return 0, len(grid.cells)
    for found in grid.tiles:
        if found.id == tile:
            return found.start, found.stop
    raise NotFound(f"tile of resolution {grid.res}", tile)


def corners(cubes: Cubes, res: int) -> NDArray[np.float32]:
    """Return the corners of all hexagons of a resolution, kept on the disk.

    Returns
    -------
    ndarray of shape (n_cells, 6, 2)
        Longitude and latitude in degrees, in the order of `Level.cells`.
    """
    grid = level(cubes, res)
    file = cubes.folder / f"corners-{res}.npy"
    found = kept(file, len(grid.cells), 2 * CORNERS)
    if found is None:
        with _making:  # Two first visitors at once need not both compute them.
            found = kept(file, len(grid.cells), 2 * CORNERS)
            if found is None:
                found = drawn(grid.cells)
                keep(file, found)
    return found.reshape(-1, CORNERS, 2)


def prepare(
    folder: Path, register: Register, parks: Iterable[Park], progress: Progress = silent
) -> Cubes:
    """Make the cubes of a register with its grid, so that no visitor waits for either.

    Parameters
    ----------
    folder : Path
        The register's folder, with its parts.
    register : Register
    parks : iterable of Park
        The parks of the atlas.
    progress : callable, optional
        Called with the share that is done.

    Raises
    ------
    StoreError
        If the parts are missing or cannot be read.
    """
    cubes = build(folder, register, parks, progress)
    for res in RESOLUTIONS:
        corners(cubes, res)
    return cubes


def drawn(cells: NDArray[np.uint64]) -> NDArray[np.float32]:
    """Return the corners of cells, one row of longitudes and latitudes a cell."""
    import h3.api.basic_int as h3

    found = np.empty((len(cells), 2 * CORNERS), np.float32)
    for number, cell in enumerate(cells.tolist()):
        outline = h3.cell_to_boundary(cell)
        # Some hexagons have a seventh corner where they cross an edge of the icosahedron.
        outline = (*outline, *(outline[-1],) * CORNERS)[:CORNERS]
        found[number, 0::2] = [lon for _, lon in outline]
        found[number, 1::2] = [lat for lat, _ in outline]
    return found


def kept(file: Path, rows: int, width: int) -> NDArray[np.float32] | None:
    """Return an array from the disk, where it is there and whole."""
    try:
        found = np.load(file, mmap_mode="r")
    except (OSError, ValueError, EOFError):
        return None
    whole = found.shape == (rows, width) and found.dtype == np.float32
    return found if whole else None


def keep(file: Path, values: NDArray[np.float32]) -> None:
    """Write an array to the disk, in one step; without it the next start makes it again."""
    work = file.with_name(f".{file.name}.{threading.get_ident()}")
    try:
        with work.open("wb") as stream:
            np.save(stream, values)
        work.replace(file)
    except OSError:
        work.unlink(missing_ok=True)
