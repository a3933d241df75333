"""The hexagons that stand out: most of an industry beyond what chance would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from saidao.errors import NotFound
from saidao.indicators.areas import (
    FEW,
    Figures,
    Weight,
    area_sums,
    figures_of,
    has_closures,
)
from saidao.indicators.cube_rows import RESOLUTIONS
from saidao.indicators.cubes import Cubes
from saidao.indicators.grid import cell_id, level
from saidao.indicators.map_values import sums_by_cell
from saidao.indicators.selection import ALL, Selection

__all__ = ["Hex", "hex_figures", "top_hexes"]

RES = 7
"""Hexagons of some 5 square kilometres: as large as a park with what is around it."""


@dataclass(frozen=True, slots=True)
class Hex:
    """One hexagon with its figures."""

    cell: str
    lon: float
    lat: float
    figures: Figures


def top_hexes(cubes: Cubes, selection: Selection, most: int) -> tuple[Hex, ...]:
    """Return the hexagons with the most of a selection among those beyond chance.

    Beyond chance are those whose exact interval of the location quotient lies above 1 and
    that hold at least `FEW` establishments of the selection.
    """
    grid = level(cubes, RES)
    table = sums_by_cell(cubes, grid, selection, 0, len(grid.cells))
    enough = np.flatnonzero(np.asarray(table["count"]) >= FEW)
    place = np.searchsorted(grid.cells, table["cell"][enough])
    rows = {name: values[enough] for name, values in table.items()}
    rows |= {
        "total": grid.totals["classified"][place],
        "total_employees": grid.totals["employees"][place],
        "total_value": grid.totals["value"][place],
    }
    city = area_sums(cubes, "city", selection)
    figures = figures_of(rows, city, "establishments", selection, cubes, has_closures(cubes))
    found = [
        Hex(
            cell=cell_id(int(grid.cells[at])),
            lon=round(float(grid.centres[at, 0]), 6),
            lat=round(float(grid.centres[at, 1]), 6),
            figures=one,
        )
        for at, one in zip(place.tolist(), figures, strict=True)
        if one.lq_low is not None and one.lq_low > 1
    ]
    return tuple(sorted(found, key=lambda one: (-one.figures.n, one.cell))[:most])


def hex_figures(cubes: Cubes, cell: str, weight: Weight) -> Figures:
    """Return the figures of all establishments of a hexagon.

    Parameters
    ----------
    cubes : Cubes
    cell : str
        As H3 writes it.
    weight : str
        What shares are of.

    Raises
    ------
    NotFound
        If the grid has no such cell.
    """
    digits = len(cell) == 15 and all(char in "0123456789abcdef" for char in cell)
    number = int(cell, 16) if digits else 0
    if (res := number >> 52 & 15) not in RESOLUTIONS:
        raise NotFound("hexagon", cell)
    grid = level(cubes, res)
    at = int(np.searchsorted(grid.cells, np.uint64(number)))
    if at == len(grid.cells) or int(grid.cells[at]) != number:
        raise NotFound("hexagon", cell)
    table = sums_by_cell(cubes, grid, ALL, at, at + 1)
    totals = {
        "total": np.asarray(table["count"]),
        "total_employees": table["employees"],
        "total_value": table["value"],
    }
    city = area_sums(cubes, "city", ALL)
    return figures_of({**table, **totals}, city, weight, ALL, cubes, has_closures(cubes))[0]
