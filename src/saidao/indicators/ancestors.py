"""The hexagons of each place at the coarser resolutions.

H3's cells do not nest exactly: the ancestor of the cell that holds a place is, for one place in
sixteen, not the coarser cell that holds it. So each resolution is asked for by itself, and a
hexagon of the map holds the places that lie in it and no others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.groups import FEW, Ids, numbered

__all__ = ["COARSER", "Cells", "cells_of_column", "coarser_cells"]

COARSER = (4, 5, 6, 7, 8)
"""Resolutions beside that of a register's own column `cell`."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The hexagons of many places: row `n` lies in ``cells[ids[n]]``."""

    ids: Ids
    cells: NDArray[np.uint64]


def coarser_cells(
    lon: NDArray[np.float64], lat: NDArray[np.float64], *, few: int = FEW
) -> dict[int, Cells]:
    """Return the cells of places at the resolutions `COARSER`.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        WGS-84 degrees, finite.
    few : int
        Up to so many places the library is asked one by one.
    """
    if len(lon) <= few:
        import h3.api.basic_int as h3

        pairs = list(zip(lat.tolist(), lon.tolist(), strict=True))
        return {
            res: cells_of_column(
                np.fromiter((h3.latlng_to_cell(y, x, res) for y, x in pairs), np.uint64, len(lon))
            )
            for res in COARSER
        }
    from saidao.register.placing.cells import cell_keys, named_cells

    found = {}
    for res, keys in zip(COARSER, cell_keys(lon, lat, COARSER[0], len(COARSER)), strict=True):
        ids, first = numbered(keys.view(np.uint64))
        cells = named_cells(keys[first], lon[first], lat[first], res)
        # A cell across an edge of the icosahedron has more than one key.
        named, back = np.unique(cells, return_inverse=True)
        found[res] = Cells(ids, cells) if len(named) == len(cells) else Cells(back[ids], named)
    return found


def cells_of_column(cells: NDArray[np.uint64]) -> Cells:
    """Return a column of cells as numbers and what they stand for."""
    ids, first = numbered(cells)
    return Cells(ids, cells[first])
