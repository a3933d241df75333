"""What the map draws of a register: the grid, its values, its points."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from saidao.answers.register_marks import mark_of
from saidao.answers.registers import code_name, cubes_of
from saidao.answers.selections import selection_of, selection_view
from saidao.answers.shapes.registers import GridLevel, GridTile, GridView
from saidao.errors import InvalidInput
from saidao.indicators.areas import Weight
from saidao.indicators.cube_making import edges
from saidao.indicators.cube_rows import FINEST, RESOLUTIONS
from saidao.indicators.grid import corners, level, tile_range
from saidao.indicators.map_values import MEASURES, Measure, cell_values
from saidao.indicators.map_values import points as points_in
from saidao.store import Snapshot
from saidao.store.cubes import columns
from saidao.terms.name import Name

__all__ = ["POINTS_FROM_ZOOM", "Packed", "grid", "hexes", "map_key", "points", "values"]

POINTS_FROM_ZOOM = 12
"""Coarser tiles hold too many establishments to be drawn one by one."""

Packed = tuple[dict[str, Any], dict[str, NDArray[Any]]]
"""A header in JSON's terms, and arrays by name."""


def map_key(snapshot: Snapshot, atlas: Path, register: str | None) -> str:
    """Return what changes whenever any answer about the map does."""
    cubes = cubes_of(snapshot, atlas, register)
    return f"{cubes.register.version}-{cubes.key}-{snapshot.content_hash[:12]}"


def grid(snapshot: Snapshot, atlas: Path, *, register: str | None = None) -> GridView:
    """Return the grid of a register: what to ask for at which zoom."""
    cubes = cubes_of(snapshot, atlas, register)
    city = columns(
        f"SELECT coalesce(sum(n), 0)::BIGINT AS n FROM {cubes.table('areas')} WHERE level = 'city'"
    )
    size = edges()
    levels = []
    for res in RESOLUTIONS:
        one = level(cubes, res)
        shown = int(one.totals["n"].sum())
        levels.append(
            GridLevel(
                res=res,
                edge_m=round(size[res], 1),
                cells=len(one.cells),
                shown=shown,
                left_out=int(city["n"][0]) - shown,
                tiles=tuple(
                    GridTile(tile.id, tile.stop - tile.start, tile.bounds) for tile in one.tiles
                ),
            )
        )
    return GridView(
        register=mark_of(cubes.register),
        synthetic=cubes.register.synthetic,
        key=map_key(snapshot, atlas, register),
        measures=MEASURES,
        levels=tuple(levels),
        points=int(level(cubes, FINEST).totals["n"].sum()),
        points_from_zoom=POINTS_FROM_ZOOM,
    )


def hexes(
    snapshot: Snapshot, atlas: Path, res: int, *, register: str | None, tile: str | None
) -> Packed:
    """Return the corners and ids of the hexagons of a resolution or one of its tiles.

    Raises
    ------
    InvalidInput
        If there is no such resolution.
    NotFound
        If there is no such tile or register.
    """
    cubes = cubes_of(snapshot, atlas, register)
    found = level(cubes, res)
    start, stop = tile_range(found, tile)
    header = {
        "register": cubes.register.id,
        "synthetic": cubes.register.synthetic,
        "res": res,
        "tile": tile,
        "cells": stop - start,
    }
    return header, {
        "corners": corners(cubes, res)[start:stop],
        "centres": found.centres[start:stop],
        "cell": found.cells[start:stop],
        "establishments": found.totals["n"][start:stop].astype(np.uint32),
    }


def values(
    snapshot: Snapshot,
    atlas: Path,
    res: int,
    *,
    register: str | None = None,
    industry: str | None = None,
    code: str | None = None,
    measure: Measure = "lq",
    weight: Weight = "establishments",
    tile: str | None = None,
) -> Packed:
    """Return a measure for the hexagons that have any, by position in the grid or its tile."""
    if weight not in get_args(Weight):
        raise InvalidInput("weight", repr(weight), "one of " + ", ".join(get_args(Weight)))
    cubes = cubes_of(snapshot, atlas, register)
    selection = selection_of(snapshot, cubes, industry, code)
    view = selection_view(snapshot, cubes, selection, industry)
    header: dict[str, Any] = {
        "register": cubes.register.id,
        "synthetic": cubes.register.synthetic,
        "selection": {"kind": view.kind, "id": view.id, "name": named(view.name)},
        "missing": named(view.missing) if view.missing else None,
        "measure": measure,
        "weight": weight,
        "res": res,
        "tile": tile,
    }
    if selection is None:
        found = level(cubes, res)
        start, stop = tile_range(found, tile)
        header |= {"cells": stop - start, "city": None}
        return header, {
            "position": np.zeros(0, np.uint32),
            "value": np.zeros(0, np.float32),
            "count": np.zeros(0, np.uint32),
            "flag": np.zeros(0, np.uint8),
        }
    made = cell_values(cubes, res, selection, measure, weight, tile)
    header |= {"cells": made.cells, "city": made.city}
    return header, {
        "position": made.position,
        "value": made.value,
        "count": made.count,
        "flag": made.flag,
    }


def points(
    snapshot: Snapshot,
    atlas: Path,
    zoom: int,
    x: int,
    y: int,
    *,
    register: str | None = None,
    industry: str | None = None,
    code: str | None = None,
    limit: int = 20_000,
) -> Packed:
    """Return the establishments of a Web Mercator tile.

    Raises
    ------
    InvalidInput
        If there is no such tile, or its zoom is too coarse.
    """
    if zoom < POINTS_FROM_ZOOM:
        raise InvalidInput("zoom", str(zoom), f"{POINTS_FROM_ZOOM} or more")
    cubes = cubes_of(snapshot, atlas, register)
    selection = selection_of(snapshot, cubes, industry, code)
    header: dict[str, Any] = {
        "register": cubes.register.id,
        "synthetic": cubes.register.synthetic,
        "tile": [zoom, x, y],
    }
    if selection is None:
        view = selection_view(snapshot, cubes, selection, industry)
        empty = {name: np.zeros(0, kind) for name, kind in POINT_ARRAYS.items()}
        missing = named(view.missing) if view.missing else None
        return header | {"count": 0, "of": 0, "codes": [], "missing": missing}, empty
    made = points_in(cubes, zoom, x, y, selection, limit)
    header |= {
        "count": len(made.row),
        "of": made.of,
        "codes": [
            {"code": each, "name": named(code_name(cubes.register, each) or Name(each, each))}
            for each in made.codes
        ],
        "missing": None,
    }
    return header, {name: getattr(made, name) for name in POINT_ARRAYS}


POINT_ARRAYS: dict[str, type[np.generic]] = {
    "lon": np.float32,
    "lat": np.float32,
    "row": np.uint32,
    "code": np.uint16,
    "share": np.float32,
    "size": np.float32,
}


def named(name: Name) -> dict[str, str]:
    """Return a name in JSON's terms."""
    return {"zh": name.zh, "en": name.en}
