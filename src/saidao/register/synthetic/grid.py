"""The city as small squares, each wholly inside one district: where establishments can be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.errors import PackError

__all__ = ["Grid", "Outline", "grid_of"]

STEP_M = 250.0
FINEST_M = 15.0
METRES_PER_DEGREE = 111_320.0
"""Of latitude, and of longitude at the equator."""

REACH_M = 6000.0
"""Distance over which a district's weight is felt around its middle."""
SCALE = 1_000_000
"""Weights are whole numbers of this order, whose sums are the same on every machine."""

Outline = Mapping[str, object]
"""A GeoJSON geometry in WGS-84."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Squares of a grid in degrees, and the district that holds each.

    Parameters
    ----------
    west, south : float
        Corner of the first square, WGS-84 degrees.
    width, height : float
        Of a square, in degrees.
    step_m : float
        About its side in metres.
    owner : ndarray of int16 of shape (n_rows, n_columns)
        Position of the district, -1 where a square lies in none or across a border.
    squares : tuple of ndarray of int64
        For each district its squares, as positions in the flattened grid.
    """

    west: float
    south: float
    width: float
    height: float
    step_m: float
    owner: NDArray[np.int16]
    squares: tuple[NDArray[np.int64], ...]

    @property
    def columns(self) -> int:
        """Squares from west to east."""
        return int(self.owner.shape[1])

    def within(self, lon: float, lat: float, radius_m: float) -> NDArray[np.int64]:
        """Return the squares of any district whose middle lies in a circle."""
        rows, columns = np.nonzero(self.owner >= 0)
        east = (columns + 0.5) - (lon - self.west) / self.width
        north = (rows + 0.5) - (lat - self.south) / self.height
        radius = radius_m / self.step_m
        near = east * east + north * north <= radius * radius
        return (rows[near] * self.columns + columns[near]).astype(np.int64)

    def pull(self, sizes: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return how much each square draws establishments: more towards where the city is dense.

        Parameters
        ----------
        sizes : ndarray of shape (n_districts,)
            Weight of each district, such as its employees. It is felt around the middle of
            its squares and fades with the square of the distance.

        Returns
        -------
        ndarray of int64 of the shape of `owner`
            At least 1 in each square of a district, 0 elsewhere.
        """
        inside = self.owner >= 0
        rows, columns = np.nonzero(inside)
        reach = REACH_M / self.step_m
        found = np.zeros(rows.shape, np.float64)
        for size, squares in zip(sizes.tolist(), self.squares, strict=True):
            middle_row = float((squares // self.columns).mean())
            middle_column = float((squares % self.columns).mean())
            north, east = rows - middle_row, columns - middle_column
            found += size / (1.0 + (north * north + east * east) / (reach * reach))
        found = found / found.max()
        weights = np.zeros(self.owner.shape, np.int64)
        weights[inside] = 1 + np.floor(found * found * SCALE).astype(np.int64)
        return weights


def grid_of(outlines: Sequence[Outline], names: Sequence[str]) -> Grid:
    """Cut the districts of a city into squares.

    Parameters
    ----------
    outlines : sequence of GeoJSON geometry
        One a district, in WGS-84.
    names : sequence of str
        What to call each in an error.

    Returns
    -------
    Grid
        Of 250 m, finer where a district would hold no square.

    Raises
    ------
    PackError
        If a district holds not even a square of 15 m.
    """
    import shapely
    from shapely.geometry import shape

    shapes = [shape(dict(outline)) for outline in outlines]
    bounds = np.array([one.bounds for one in shapes])
    west, south = bounds[:, 0].min(), bounds[:, 1].min()
    east, north = bounds[:, 2].max(), bounds[:, 3].max()
    parallel = math.cos(math.radians((south + north) / 2.0))
    step = STEP_M
    while True:
        height = round(step / METRES_PER_DEGREE, 6)
        width = round(step / (METRES_PER_DEGREE * parallel), 6)
        corner = (math.floor(west / width) * width, math.floor(south / height) * height)
        counts = (
            math.ceil((north - corner[1]) / height),
            math.ceil((east - corner[0]) / width),
        )
        owner = np.full(counts, -1, np.int16)
        squares: list[NDArray[np.int64]] = []
        for number, (one, box) in enumerate(zip(shapes, bounds.tolist(), strict=True)):
            first = (int((box[1] - corner[1]) / height), int((box[0] - corner[0]) / width))
            last = (int((box[3] - corner[1]) / height), int((box[2] - corner[0]) / width))
            rows, columns = np.mgrid[first[0] : last[0] + 1, first[1] : last[1] + 1]
            rows, columns = rows.ravel(), columns.ravel()
            left, low = corner[0] + columns * width, corner[1] + rows * height
            shapely.prepare(one)
            # Most squares lie far outside or far inside; a look at their middles is cheap.
            middle = (left + width / 2.0, low + height / 2.0)
            near = np.nonzero(shapely.contains_xy(one, *middle))[0]
            core = one.buffer(-math.hypot(width, height) / 2.0)
            shapely.prepare(core)
            sure = shapely.contains_xy(core, middle[0][near], middle[1][near])
            edge = near[~sure]
            boxes = shapely.box(left[edge], low[edge], left[edge] + width, low[edge] + height)
            kept = np.sort(np.concatenate([near[sure], edge[shapely.covers(one, boxes)]]))
            owner[rows[kept], columns[kept]] = number
            squares.append(rows[kept].astype(np.int64) * counts[1] + columns[kept])
        empty = [name for name, found in zip(names, squares, strict=True) if not found.size]
        if not empty:
            return Grid(*corner, width, height, step, owner, tuple(squares))
        step /= 2.0
        if step < FINEST_M:
            got = f"no room in {empty[0]}"
            raise PackError("districts.geojson", None, "features", got, "an area to stand in")
