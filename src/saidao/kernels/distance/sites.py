"""Sites prepared for the kernels: checked, in three dimensions, in Morton order.

Longitudes and latitudes become points of a sphere, moved to their own centre before they
are rounded to single precision: what is lost is a ten-millionth of the pattern's extent,
not of the Earth's radius.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_RADIUS", "Metric", "Sites", "morton_order", "place", "project"]

Metric = Literal["planar", "great_circle"]

EARTH_RADIUS = 6371.0088
"""Mean radius R1 of the GRS 80 ellipsoid in kilometres (Moritz 1980)."""

FARTHEST = 1e15
"""Greatest coordinate: squares of distances stay finite in single precision."""


@dataclass(frozen=True, slots=True)
class Sites:
    """Points as the kernels take them.

    Parameters
    ----------
    points : ndarray of float32, shape (3, n)
        Coordinates about their centre, in the unit of distances.
    curvature : float
        0 in the plane, else ``1 / (4 R**2)``.
    extent : float
        Longest side of the box around the points.
    distortion : float
        Greatest relative error of a distance where a globe was laid on a plane; else 0.
    """

    points: NDArray[np.float32]
    curvature: float
    extent: float
    distortion: float = 0.0

    def __len__(self) -> int:
        return int(self.points.shape[1])

    def take(self, index: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the coordinates of some sites, shape (3, k)."""
        return np.ascontiguousarray(self.points[:, index])


def _coordinates(x: ArrayLike, y: ArrayLike) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return checked coordinates."""
    a, b = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if a.ndim != 1 or a.shape != b.shape:
        raise ValueError(f"x and y must be equally long vectors, got {a.shape} and {b.shape}")
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError("x and y must be finite; leave out the sites whose place is unknown")
    if max(np.abs(a).max(initial=0.0), np.abs(b).max(initial=0.0)) > FARTHEST:
        raise ValueError(f"x and y must be at most {FARTHEST:g}, measure them in a larger unit")
    return a, b


def _sphere(
    lon: NDArray[np.float64], lat: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """Return points of the sphere, shape (3, n)."""
    if not 0 < radius <= FARTHEST:
        raise ValueError(f"radius must be above 0 and at most {FARTHEST:g}, got {radius}")
    if len(lon) and (np.abs(lat).max() > 90 or np.abs(lon).max() > 360):
        raise ValueError("great_circle takes x as longitude and y as latitude, in degrees")
    a, b = np.radians(lon), np.radians(lat)
    return radius * np.stack([np.cos(b) * np.cos(a), np.cos(b) * np.sin(a), np.sin(b)])


def place(
    x: ArrayLike, y: ArrayLike, metric: Metric = "planar", radius: float = EARTH_RADIUS
) -> Sites:
    """Check coordinates and return them as the kernels take them.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Plane coordinates, or longitude and latitude in degrees.
    metric : {"planar", "great_circle"}
        Straight distance in the unit of `x` and `y`, or the arc in the unit of `radius`.
    radius : float
        Radius of the globe, for arcs.

    Raises
    ------
    ValueError
        If lengths differ, a coordinate is not finite or out of range, the radius is not
        positive, or the metric is unknown.
    """
    a, b = _coordinates(x, y)
    if metric == "great_circle":
        p = _sphere(a, b, radius)
        curvature = 1.0 / (4.0 * radius * radius)
    elif metric == "planar":
        p, curvature = np.stack([a, b, np.zeros_like(a)]), 0.0
    else:
        raise ValueError(f"metric must be 'planar' or 'great_circle', got {metric!r}")
    if not len(a):
        return Sites(np.zeros((3, 0), np.float32), curvature, 0.0)
    low, high = p.min(axis=1), p.max(axis=1)
    p -= ((low + high) / 2)[:, None]
    return Sites(np.ascontiguousarray(p, np.float32), curvature, float((high - low).max()))


def project(lon: ArrayLike, lat: ArrayLike, radius: float = EARTH_RADIUS) -> Sites:
    """Lay a globe's sites on a plane (azimuthal equidistant about their centre).

    Parameters and errors are those of `place` for ``great_circle``. `Sites.distortion` is
    the greatest relative error of a distance, found at the farthest site: there a distance
    across the line from the centre is too long by ``rho / sin(rho)``.

    References
    ----------
    .. [1] Snyder, J. P. (1987). Map Projections: A Working Manual. U.S. Geological Survey
       Professional Paper 1395, chapter 25.
    """
    a, b = _coordinates(lon, lat)
    p = _sphere(a, b, radius)
    centre = p.mean(axis=1)
    length = float(np.linalg.norm(centre))
    if length < 1e-6 * radius:
        raise ValueError("sites all around the globe have no plane to lie on")
    up = centre / length
    east = np.cross([0.0, 0.0, 1.0], up)
    # At a pole any direction will do.
    east = east / np.linalg.norm(east) if np.linalg.norm(east) > 1e-9 else np.array([1.0, 0, 0])
    north = np.cross(up, east)
    u, v = east @ p / radius, north @ p / radius
    sine = np.hypot(u, v)
    rho = np.arctan2(sine, up @ p / radius)
    scale = np.where(sine > 0, rho / np.where(sine > 0, sine, 1.0), 1.0)
    worst = float(scale.max()) - 1 if len(scale) else 0.0
    flat = place(radius * scale * u, radius * scale * v)
    return Sites(flat.points, 0.0, flat.extent, worst)


def _spread(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return values of 21 bits with two free bits after each."""
    v = value & np.uint64(0x1FFFFF)
    for shift, mask in (
        (32, 0x1F00000000FFFF),
        (16, 0x1F0000FF0000FF),
        (8, 0x100F00F00F00F00F),
        (4, 0x10C30C30C30C30C3),
        (2, 0x1249249249249249),
    ):
        v = (v | (v << np.uint64(shift))) & np.uint64(mask)
    return v


def morton_order(points: NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the order of points along a Morton curve (21 bits a coordinate).

    Neighbours on the curve are mostly neighbours in space; the order of the input does
    not matter, but between points that share a two-millionth of the extent.
    """
    low = points.min(axis=1)
    side = float((points.max(axis=1) - low).max())
    scale = np.float64(0x1FFFFF) / side if side > 0 else 0.0
    key = np.zeros(points.shape[1], np.uint64)
    for a in range(3):
        cell = ((points[a].astype(np.float64) - low[a]) * scale).astype(np.uint64)
        key |= _spread(cell) << np.uint64(a)
    return np.argsort(key, kind="stable")
