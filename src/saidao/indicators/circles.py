"""Parks as circles: where a pack says only about where a park lies.

A circle around the stated place with its uncertainty as radius holds the park, and more than
the park: who is counted in it is near the park. An address that names the park is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.ancestors import Cells
from saidao.indicators.groups import Ids
from saidao.packs.pack import Park

__all__ = ["EARTH_RADIUS_M", "Circle", "circles_of", "rows_in_circles"]

EARTH_RADIUS_M = 6_371_008.8
"""Mean radius of the GRS 80 ellipsoid (IUGG)."""

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


def rows_in_circles(
    circles: Sequence[Circle],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    radius: NDArray[np.float64],
    cells: Cells,
    reach_m: float,
) -> dict[int, Ids]:
    """Return which places lie in each circle, by the number of the circle.

    Parameters
    ----------
    circles : sequence of Circle
    lon, lat : ndarray of shape (n,)
        Degrees.
    radius : ndarray of shape (n,)
        What holds each place, in metres: one that is known less well than a circle is wide is
        in none.
    cells : Cells
        Hexagons of the places; only those of hexagons near a circle are looked at.
    reach_m : float
        No place is further from the middle of its hexagon.
    """
    import h3.api.basic_int as h3

    wide = [number for number, circle in enumerate(circles) if circle.radius_m > 0]
    if not wide or not len(lon):
        return {}
    middles = np.array([h3.cell_to_latlng(cell) for cell in cells.cells.tolist()])
    near = np.zeros((len(wide), len(cells.cells)), bool)
    for place, number in enumerate(wide):
        circle = circles[number]
        away = distance_m(circle, middles[:, 1], middles[:, 0])
        near[place] = away <= circle.radius_m + reach_m
    some: NDArray[np.bool_] = np.any(near, axis=0)
    rows = np.flatnonzero(some[cells.ids])
    held, radius = cells.ids[rows], radius[rows]
    x, y, z = on_sphere(lon[rows], lat[rows])
    found = {}
    for place, number in enumerate(wide):
        circle = circles[number]
        close = np.flatnonzero(near[place][held] & (radius <= circle.radius_m))
        east, north, up = on_sphere(np.array([circle.lon]), np.array([circle.lat]))
        cosine = x[close] * east + y[close] * north + z[close] * up
        found[number] = rows[close[cosine >= math.cos(circle.radius_m / EARTH_RADIUS_M)]]
    return found


def on_sphere(
    lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return the unit vectors of places."""
    theta, phi = np.radians(lon), np.radians(lat)
    cosine = np.cos(phi)
    return cosine * np.cos(theta), cosine * np.sin(theta), np.sin(phi)


def distance_m(
    circle: Circle, lon: NDArray[np.float64], lat: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the distances of places from the middle of a circle along the Earth."""
    half = np.sin(np.radians(lat - circle.lat) / 2)
    across = np.sin(np.radians(lon - circle.lon) / 2)
    cosines = np.cos(np.radians(lat)) * math.cos(math.radians(circle.lat))
    chord = half * half + cosines * across * across
    found: NDArray[np.float64] = 2 * EARTH_RADIUS_M * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
    return found
