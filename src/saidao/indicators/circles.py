"""Parks as circles: where a pack says only about where a park lies.

A circle around the stated place with its uncertainty as radius holds the park, and more than
the park: who is counted in it is near the park. An address that names the park is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.packs.pack import Park

__all__ = ["BUCKETS_A_DEGREE", "EARTH_RADIUS_M", "Circle", "circle_cover", "circles_of"]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the GRS 80 ellipsoid (IUGG)."""

BUCKETS_A_DEGREE = 50
"""A place meets only the circles that touch its bucket of a fiftieth of a degree."""

SHORTEST_NAME = 4
"""Letters that a park's name needs before an address may be matched against it."""


@dataclass(frozen=True, slots=True)
class Circle:
    """A park as it can be looked for: a circle of `radius_m` (0 for none), and its names."""

    park: str
    lon: float
    lat: float
    radius_m: float
    names: tuple[str, ...]


def circles_of(parks: Iterable[Park]) -> tuple[Circle, ...]:
    """Return the circles of parks, by id."""
    found = []
    for park in parks:
        place = park.place
        placed = place.lon is not None and place.lat is not None and place.uncertainty_km
        names = {park.name.zh, park.name.en, *park.aliases}
        found.append(
            Circle(
                park=park.id,
                lon=place.lon if placed and place.lon is not None else 0.0,
                lat=place.lat if placed and place.lat is not None else 0.0,
                radius_m=1000.0 * place.uncertainty_km if placed and place.uncertainty_km else 0.0,
                names=tuple(sorted(name for name in names if len(name) >= SHORTEST_NAME)),
            )
        )
    return tuple(sorted(found, key=lambda circle: circle.park))


def circle_cover(circles: Iterable[Circle]) -> dict[str, NDArray[Any]]:
    """Return the buckets that circles touch, as columns of a table.

    Returns
    -------
    dict
        ``bucket_x``, ``bucket_y``, ``park``, ``p_lon``, ``p_lat``, ``radius_m``.
    """
    rows = []
    for circle in circles:
        if circle.radius_m <= 0:
            continue
        d_lat = math.degrees(circle.radius_m / EARTH_RADIUS_M)
        # The widest reach in longitude lies towards the pole from the centre.
        cosine = max(math.cos(math.radians(min(abs(circle.lat) + d_lat, 89.0))), 0.01)
        d_lon = d_lat / cosine
        south, north = (bucket(circle.lat + sign * d_lat) for sign in (-1, 1))
        west, east = (bucket(circle.lon + sign * d_lon) for sign in (-1, 1))
        rows += [(x, y, circle) for x in range(west, east + 1) for y in range(south, north + 1)]
    return {
        "bucket_x": np.array([x for x, _, _ in rows], np.int32),
        "bucket_y": np.array([y for _, y, _ in rows], np.int32),
        "park": np.array([circle.park for _, _, circle in rows], object),
        "p_lon": np.array([circle.lon for _, _, circle in rows], np.float64),
        "p_lat": np.array([circle.lat for _, _, circle in rows], np.float64),
        "radius_m": np.array([circle.radius_m for _, _, circle in rows], np.float64),
    }


def bucket(degrees: float) -> int:
    """Return the bucket that holds an angle."""
    return math.floor(degrees * BUCKETS_A_DEGREE)
