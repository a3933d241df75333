"""Cubes made of the parts of a register: pieces are summed side by side, then put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from saidao.indicators import cube_rows, cube_sql, cube_sums, points
from saidao.indicators.ancestors import cells_of_column, coarser_cells
from saidao.indicators.circles import Circle, rows_in_circles
from saidao.indicators.cube_rows import Piece, Rows, Words
from saidao.indicators.cube_sums import Table, Weights
from saidao.store import cubes as engine

__all__ = ["MAKING", "Progress", "edges", "make", "silent"]

MAKING = 2
"""Counted up where the same register would give other cubes."""

THREADS = 2
"""Pieces that are worked on at a time."""

Progress = Callable[[float], None]
"""Called with the share that is done."""


def silent(_share: float) -> None:
    """Report progress to nobody."""


def edges() -> dict[int, float]:
    """Return the mean edge of a hexagon in metres by resolution."""
    import h3

    return {
        res: float(h3.average_hexagon_edge_length(res, unit="m")) for res in cube_rows.RESOLUTIONS
    }


@dataclass(frozen=True, slots=True)
class Sums:
    """What a piece of a register adds to its cubes."""

    areas: Table
    events: Table
    cells: tuple[Table, Table]
    parks: tuple[Table, Table]
    points: points.Gathered


def make(
    parts: Sequence[Path],
    as_of: str | None,
    circles: Sequence[Circle],
    out: Path,
    progress: Progress = silent,
) -> None:
    """Make all tables of the cubes of a register's parts in a folder."""
    words = [cube_rows.words_of(parts, column) for column in ("code", "district", "town")]
    sizes = edges()

    def work(piece: Piece) -> Sums:
        """Sum one piece."""
        names, parks = cube_rows.names_of(circles)
        rows = cube_rows.read_rows(piece, words, as_of=as_of, names=names, edges=sizes)
        return summed(rows, circles, parks, reach_m=2 * sizes[7])

    pieces = list(cube_rows.pieces_of(parts))
    found = []
    with ThreadPoolExecutor(THREADS) as pool:
        for number, one in enumerate(pool.map(work, pieces), start=1):
            found.append(one)
            progress(0.9 * number / len(pieces))
    tables = written_points(found, words[0], out)
    tables |= whole(found, words, circles)
    del found
    spill = out / "spill"
    spill.mkdir()
    engine.run(cube_sql.statements(out), spill=spill, tables=tables)
    spill.rmdir()
    progress(1.0)


def summed(
    rows: Rows, circles: Sequence[Circle], parks: Sequence[Sequence[int]], *, reach_m: float
) -> Sums:
    """Return the sums of some rows.

    Parameters
    ----------
    rows : Rows
    circles : sequence of Circle
    parks : sequence of sequences of int
        Which circles go by each of the names that rows may have.
    reach_m : float
        From the middle of a hexagon of resolution 7 to its farthest corner, or more.
    """
    weights = Weights.of(rows)
    areas, events = cube_sums.area_sums(rows, weights)
    placed = np.flatnonzero(rows.finest)
    cells = coarser_cells(rows.lon[placed], rows.lat[placed])
    cells[9] = cells_of_column(rows.cell[placed])
    inside = rows_in_circles(
        circles, rows.lon[placed], rows.lat[placed], rows.radius[placed], cells[7], reach_m
    )
    named = np.flatnonzero(rows.named)
    address: dict[int, list[NDArray[np.int64]]] = {}
    for name in np.unique(rows.named[named]).tolist():
        for park in parks[name - 1]:
            address.setdefault(park, []).append(named[rows.named[named] == name])
    return Sums(
        areas=areas,
        events=events,
        cells=cube_sums.cell_sums(rows, placed, weights.taken(placed), cells),
        parks=cube_sums.park_sums(
            rows,
            weights,
            {park: placed[at] for park, at in inside.items() if len(at)},
            {park: np.concatenate(each) for park, each in address.items()},
        ),
        points=points.gathered(rows, placed, cells),
    )


def written_points(found: Sequence[Sums], codes: Words, out: Path) -> dict[str, Table]:
    """Write the points of all pieces, and return the totals of their hexagons as tables."""
    totals = points.write_points(out, [one.points for one in found], codes.texts)
    return {f"total_{res}": table for res, table in totals.items()}


def whole(
    found: Sequence[Sums], words: Sequence[Words], circles: Sequence[Circle]
) -> dict[str, Table]:
    """Return the sums of all pieces together, and the words in them, as tables."""
    hexagons = cube_sums.hexagon_sums([one.cells for one in found])
    named = {one.column: one.texts for one in words} | {"park": [one.park for one in circles]}
    return {
        "area_sum": cube_sums.merged([one.areas for one in found], ("district", "town", "code")),
        "yearly": cube_sums.yearly(
            cube_sums.merged([one.events for one in found], ("district", "code", "year"))
        ),
        **{f"coarse_{res}": table for res, table in hexagons.items()},
        "park_sum": cube_sums.merged([one.parks[0] for one in found], ("park", "code")),
        "in_park": cube_sums.merged([one.parks[1] for one in found], ("park",)),
        **{
            f"{column}_word": {"id": np.arange(len(texts)), "word": np.array(texts, object)}
            for column, texts in named.items()
        },
    }
