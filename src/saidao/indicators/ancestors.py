"""The hexagons of each place at the coarser resolutions.

H3's cells do not nest exactly: the ancestor of the cell that holds a place is, for one place in
sixteen, not the coarser cell that holds it. So each resolution is asked for by itself, and a
hexagon of the map holds the places that lie in it and no others.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from saidao.store.cubes import Columns

__all__ = ["COARSER", "coarser_cells"]

COARSER = (4, 5, 6, 7, 8)
"""Resolutions beside that of a register's own column `cell`."""

FEW_PLACES = 100_000
"""Up to so many places the library is asked one by one: a compiler takes longer to load."""


def coarser_cells(places: Columns) -> Columns:
    """Return the cells of places.

    Parameters
    ----------
    places : mapping of str to ndarray
        ``row``, ``lon``, ``lat``.

    Returns
    -------
    dict
        ``row`` and ``cell_4`` to ``cell_8``.
    """
    lon, lat = (np.asarray(places[name], np.float64) for name in ("lon", "lat"))
    found: Columns = {"row": np.asarray(places["row"])}
    for res in COARSER:
        found[f"cell_{res}"] = cells_of(lon, lat, res)
    return found


def cells_of(lon: NDArray[np.float64], lat: NDArray[np.float64], res: int) -> NDArray[np.uint64]:
    """Return the cells of places at one resolution."""
    if len(lon) > FEW_PLACES:
        from saidao.register.placing.cells import h3_cells

        return h3_cells(lon, lat, res)
    import h3.api.basic_int as h3

    pairs = zip(lat.tolist(), lon.tolist(), strict=True)
    return np.fromiter((h3.latlng_to_cell(y, x, res) for y, x in pairs), np.uint64, len(lon))
