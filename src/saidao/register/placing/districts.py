"""The district, or any other area with an outline, that holds each point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry import shape

from saidao.errors import InvalidInput
from saidao.kernels import areas_of_points
from saidao.register.placing.threads import over_ranges

__all__ = ["AreaIndex", "great_circle_m"]

Array = NDArray[np.float64]
EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the Earth (IUGG)."""


@dataclass(frozen=True, slots=True)
class AreaIndex:
    """Areas made ready to be asked for millions of points; make one with `AreaIndex.of`.

    Parameters
    ----------
    codes : tuple of str
        The areas' codes or ids; results are positions in it.
    bounds : tuple of float
        West, south, east, north of all areas together, in degrees.
    centre_lon, centre_lat : ndarray of shape (areas,)
        A point of each area: its centroid where that lies inside, else another near it.
    radius_m : ndarray of shape (areas,)
        Radius about that point that holds the whole area.
    """

    codes: tuple[str, ...]
    bounds: tuple[float, float, float, float]
    centre_lon: Array
    centre_lat: Array
    radius_m: Array
    grid: areas_of_points.Grid = field(repr=False)

    @staticmethod
    def of(
        codes: Sequence[str], geometries: Sequence[Mapping[str, object]], *, cells: int = 4_000_000
    ) -> AreaIndex:
        """Make areas ready.

        Parameters
        ----------
        codes : sequence of str
        geometries : sequence of mapping
            A valid GeoJSON Polygon or MultiPolygon for each code, in WGS-84 degrees. Where
            areas overlap, the first one in this order has the ground.
        cells : int
            Size of the grid behind it, 4 bytes a cell.

        Raises
        ------
        InvalidInput
            Where there are no areas, or a geometry is neither Polygon nor MultiPolygon.
        """
        if len(codes) != len(geometries) or not codes:
            got = f"{len(codes)} codes and {len(geometries)} outlines"
            raise InvalidInput("areas", got, "one outline for each code, and at least one")
        outlines = [_outline(code, one) for code, one in zip(codes, geometries, strict=True)]
        centres = [_centre(outline) for outline in outlines]
        lon, lat = (np.array([point[axis] for point in centres]) for axis in (0, 1))
        parts = [_segments(outline) for outline in outlines]
        area = np.repeat(np.arange(len(parts), dtype=np.int32), [len(part) for part in parts])
        grid = areas_of_points.build_grid(np.concatenate(parts), area, len(parts), cells)
        corners = [shapely.get_coordinates(outline) for outline in outlines]
        radius = np.array(
            [
                great_circle_m(lon[i], lat[i], points[:, 0], points[:, 1]).max()
                for i, points in enumerate(corners)
            ]
        )
        west, south, east, north = shapely.total_bounds(outlines)
        bounds = (float(west), float(south), float(east), float(north))
        return AreaIndex(tuple(codes), bounds, lon, lat, radius, grid)

    def locate(
        self, lon: ArrayLike, lat: ArrayLike, *, threads: int | None = None
    ) -> NDArray[np.int32]:
        """Return which area holds each point.

        Parameters
        ----------
        lon, lat : array_like of shape (n,)
            WGS-84 degrees; NaN where there is no point.
        threads : int, optional
            At most this many; one for each processor where it is not given.

        Returns
        -------
        ndarray of int32, shape (n,)
            Position in `codes` of the first area that holds the point, its outline
            included; -1 where none does.
        """
        lon, lat = np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64)
        out = np.empty(lon.shape, np.int32)

        def work(part: slice) -> None:
            areas_of_points.locate(lon[part], lat[part], self.grid, out[part])

        over_ranges(work, lon.size, threads)
        return out


def great_circle_m(lon_a: ArrayLike, lat_a: ArrayLike, lon_b: ArrayLike, lat_b: ArrayLike) -> Array:
    """Return distances on the sphere in metres, by the haversine formula.

    Parameters
    ----------
    lon_a, lat_a, lon_b, lat_b : array_like
        Degrees, of shapes that go together.
    """
    lon_a, lat_a, lon_b, lat_b = (np.radians(a) for a in (lon_a, lat_a, lon_b, lat_b))
    half = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    distance: Array = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distance


def _outline(code: str, geometry: Mapping[str, object]) -> Any:
    """Return the shape of a GeoJSON geometry."""
    if geometry.get("type") not in ("Polygon", "MultiPolygon"):
        got = f"{geometry.get('type')} for {code}"
        raise InvalidInput("geometry", got, "a Polygon or MultiPolygon")
    outline = shape(geometry)
    if outline.is_empty:
        raise InvalidInput("geometry", f"an empty one for {code}", "an outline")
    return outline


def _centre(outline: Any) -> tuple[float, float]:
    """Return the centroid, or a point inside where the centroid lies outside."""
    centre = outline.centroid
    if not outline.contains(centre):
        centre = outline.representative_point()
    return centre.x, centre.y


def _segments(outline: Any) -> Array:
    """Return the edges of all rings: x and y of both ends."""
    rings = shapely.get_rings(shapely.get_parts(outline))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    segments: Array = np.hstack([points[:-1][same], points[1:][same]])
    return segments
