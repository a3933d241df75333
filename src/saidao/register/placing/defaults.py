"""Places that stand for none: what software and people write where they know no place.

Two kinds. `default_places` sees from a row alone that it stands at 0, 0, is swapped, is
rounded to tens of kilometres or stands in the very middle of the city or a district.
`crowding_limit` needs all places of the register: a geocoder that knows only the town puts
every address of the town on one point, which then has far more streets than a place can.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.register.placing.districts import AreaIndex, great_circle_m

__all__ = ["Default", "crowded", "crowding_limit", "default_places", "stated_precision"]

NULL_ISLAND_DEGREES = 0.01
CENTRE_M = 15.0
"""A point nearer than this to the middle of a district was put there."""
ROUNDED_STEP = 0.1
"""Degrees; about ten kilometres. Projected coordinates: `ROUNDED_STEP_M`."""
ROUNDED_STEP_M = 10_000.0
FINER = 1000
"""A rounded place counts as none only where other places are so many times finer."""
FEWEST = 10
"""A place with no more streets than this is never held to be crowded."""
BEYOND = 10
"""Crowded is a place with so many times the streets of the place at the 99th percentile."""


class Default(IntEnum):
    """Why a place is held to stand for none."""

    NONE = 0
    NULL_ISLAND = 1
    """At 0, 0, or 0 in one coordinate and outside the area."""
    SWAPPED = 2
    """Outside the area, inside it with longitude and latitude exchanged."""
    ROUNDED = 3
    """Both coordinates are whole tenths of a degree, in a register that is finer."""
    CITY_CENTRE = 4
    DISTRICT_CENTRE = 5
    CROWDED = 6
    """More different streets at one point than a place can have."""


def stated_precision(x: ArrayLike, y: ArrayLike) -> float:
    """Return the step in which a register's coordinates are written.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Coordinates as they stand in the source, or a sample of them.

    Returns
    -------
    float
        The greatest power of ten, from 1e-7 to 1e5, of which nine tenths of the values are
        multiples; 1e-7 where there are no values.
    """
    values = np.concatenate([np.asarray(x, np.float64), np.asarray(y, np.float64)])
    values = values[np.isfinite(values) & (values != 0)]
    if not values.size:
        return 1e-7
    for power in range(5, -7, -1):
        if _multiples(values, 10.0**power).mean() >= 0.9:
            return 10.0**power
    return 1e-7


def default_places(
    x: ArrayLike,
    y: ArrayLike,
    lon: ArrayLike,
    lat: ArrayLike,
    districts: AreaIndex,
    *,
    precision: float,
    projected: bool = False,
    city_centre: tuple[float, float] | None = None,
) -> NDArray[np.uint8]:
    """Say which places stand for none, and why, as far as a row shows it alone.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Coordinates as they stand in the source: rounding is seen there and not after
        conversion.
    lon, lat : array_like of shape (n,)
        The same in WGS-84 degrees; NaN where there is no place.
    districts : AreaIndex
    precision : float
        What `stated_precision` says of the register.
    projected : bool
        Whether `x` and `y` are metres; then only the middles and rounding are looked at.
    city_centre : tuple of float, optional
        Longitude and latitude; the middle of all districts where it is not given.

    Returns
    -------
    ndarray of uint8, shape (n,)
        A `Default`; `Default.CROWDED` is never among them.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    lon, lat = np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64)
    why = np.zeros(lon.shape, np.uint8)
    outside = districts.locate(lon, lat) < 0
    _mark_centres(why, lon, lat, districts, city_centre)
    step = ROUNDED_STEP_M if projected else ROUNDED_STEP
    if precision * FINER <= step * 1.000001:
        why[_multiples(x, step) & _multiples(y, step)] = Default.ROUNDED
    if not projected:
        candidates = np.flatnonzero(outside & np.isfinite(x) & np.isfinite(y))
        # The source's own pair: a latitude of 121 has no WGS-84 position to exchange.
        exchanged = districts.locate(y[candidates], x[candidates]) >= 0
        why[candidates[exchanged]] = Default.SWAPPED
        both = (np.abs(x) < NULL_ISLAND_DEGREES) & (np.abs(y) < NULL_ISLAND_DEGREES)
    else:
        both = (x == 0) & (y == 0)
    one = ((x == 0) | (y == 0)) & outside
    why[both | one] = Default.NULL_ISLAND
    return why


def crowding_limit(streets: ArrayLike) -> int:
    """Return how many different streets one place may have.

    The limit is ten times what the place at the 99th percentile has, and at least ten: it
    follows registers whose coordinates are rounded, where a point stands for a square
    kilometre and has many streets without standing for none.

    Parameters
    ----------
    streets : array_like of int, shape (places,)
        Number of different streets, or addresses without their house number and room,
        among the rows at each exact place. Rooms of one tower are one address.

    Returns
    -------
    int
        Places with more stand for none.
    """
    streets = np.asarray(streets)
    if not streets.size:
        return FEWEST
    usual = float(np.quantile(streets, 0.99, method="lower"))
    return max(FEWEST, int(BEYOND * usual))


def crowded(lon: ArrayLike, lat: ArrayLike, street: ArrayLike) -> NDArray[np.bool_]:
    """Say which rows stand at a place with more streets than a place can have.

    For registers that fit into memory; `crowding_limit` serves where a database counts.

    Parameters
    ----------
    lon, lat : array_like of shape (n,)
        NaN where there is no place.
    street : array_like of int, shape (n,)
        A number for each different street; -1 where a row has none.

    Returns
    -------
    ndarray of bool, shape (n,)
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    street = np.asarray(street, np.int64)
    result = np.zeros(lon.shape, np.bool_)
    placed = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
    _, place = np.unique(np.column_stack([lon[placed], lat[placed]]), axis=0, return_inverse=True)
    place = place.reshape(-1)
    if not place.size:
        return result
    named = street[placed] >= 0
    pairs = np.unique(np.column_stack([place[named], street[placed][named]]), axis=0)
    many = np.bincount(pairs[:, 0], minlength=int(place.max()) + 1)
    result[placed] = many[place] > crowding_limit(many)
    return result


def _mark_centres(
    why: NDArray[np.uint8],
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    districts: AreaIndex,
    city_centre: tuple[float, float] | None,
) -> None:
    """Mark points in the very middle of the city or a district."""
    if city_centre is None:
        west, south, east, north = districts.bounds
        city_centre = ((west + east) / 2, (south + north) / 2)
    centres = zip(districts.centre_lon, districts.centre_lat, strict=True)
    marks = [(centre, Default.DISTRICT_CENTRE) for centre in centres]
    for (centre_lon, centre_lat), mark in [*marks, (city_centre, Default.CITY_CENTRE)]:
        # A box first: the distance itself is asked of few.
        close = (np.abs(lat - centre_lat) < 0.001) & (np.abs(lon - centre_lon) < 0.005)
        near = np.flatnonzero(close)
        away = great_circle_m(lon[near], lat[near], centre_lon, centre_lat)
        why[near[away < CENTRE_M]] = mark


def _multiples(values: NDArray[np.float64], step: float) -> NDArray[np.bool_]:
    """Say which values are whole multiples of a step, as far as a double shows it."""
    with np.errstate(invalid="ignore"):
        parts = values / step
        off: NDArray[np.bool_] = np.abs(parts - np.round(parts)) < 1e-6
    return off
