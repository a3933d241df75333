"""WGS-84 and the shifted Chinese coordinates GCJ-02 and BD-09.

Maps published in China carry GCJ-02 coordinates, which differ from WGS-84 by up to some
hundred metres in a way that varies from place to place; Baidu's maps carry BD-09, which
turns and moves GCJ-02 by some hundred metres more. Both formulas are known, neither has an
official inverse; the inverses here go back by fixed-point iteration, which converges
because both shifts change by less than a fiftieth of the way that one moves.

Plain numpy, and the measure that `saidao.kernels.chinese_datums` is held to and timed against.

Notes
-----
Points outside the box `CHINA` are in no shifted system: Baidu's maps too give WGS-84 abroad.
Because the shift begins at once at the box, some GCJ-02 positions within a kilometre
of it have two origins; the inverses choose the one inside, so that every point of the box
comes back to where it was.

References
----------
.. [1] Krasovsky 1940 ellipsoid (GB 22021-2008, annex), whose axis and eccentricity the
   forward formula uses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "bd09_to_gcj02",
    "bd09_to_wgs84",
    "gcj02_to_bd09",
    "gcj02_to_wgs84",
    "wgs84_to_bd09",
    "wgs84_to_gcj02",
]

SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which coordinates are shifted."""
BAIDU_OFFSET = (0.0065, 0.006)
"""Degrees east and north that BD-09 adds after turning."""
BAIDU_WAVE = np.pi * 3000.0 / 180.0
ITERATIONS = 8
"""Enough for the last bits of a double; the first three reach a millimetre."""

Array = NDArray[np.float64]


def wgs84_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Shift WGS-84 degrees to GCJ-02 degrees.

    Parameters
    ----------
    lon, lat : array_like
        Degrees, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees; points outside the box `CHINA` come back unchanged.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    d_lon, d_lat = _shift(lon, lat)
    inside = _in_china(lon, lat)
    return np.where(inside, lon + d_lon, lon), np.where(inside, lat + d_lat, lat)


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Undo the shift of GCJ-02; the inverse of `wgs84_to_gcj02` to below a millimetre.

    Parameters
    ----------
    lon, lat : array_like
        Degrees in GCJ-02, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees in WGS-84; a point that comes from nowhere in the box `CHINA` comes back
        unchanged.
    """
    shifted_lon, shifted_lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    plain_lon, plain_lat = shifted_lon, shifted_lat
    for _ in range(ITERATIONS):
        d_lon, d_lat = _shift(plain_lon, plain_lat)
        plain_lon, plain_lat = shifted_lon - d_lon, shifted_lat - d_lat
    inside = _in_china(plain_lon, plain_lat)
    return np.where(inside, plain_lon, shifted_lon), np.where(inside, plain_lat, shifted_lat)


def gcj02_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Turn GCJ-02 degrees into BD-09 degrees.

    Parameters
    ----------
    lon, lat : array_like
        Degrees in GCJ-02, of the same shape. All points are turned: a GCJ-02 position does
        not tell for certain whether it lies in China; `wgs84_to_bd09` leaves those outside
        as they are.

    Returns
    -------
    lon, lat : ndarray
        Degrees in BD-09.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(BAIDU_WAVE * lat)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(BAIDU_WAVE * lon)
    return radius * np.cos(angle) + BAIDU_OFFSET[0], radius * np.sin(angle) + BAIDU_OFFSET[1]


def bd09_to_gcj02(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Turn BD-09 degrees back; the inverse of `gcj02_to_bd09` to below a millimetre.

    The one-step inverse that most software uses is up to 0.24 m off; this one repeats it
    until nothing moves.

    Parameters
    ----------
    lon, lat : array_like
        Degrees in BD-09, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees in GCJ-02.
    """
    east = np.asarray(lon, np.float64) - BAIDU_OFFSET[0]
    north = np.asarray(lat, np.float64) - BAIDU_OFFSET[1]
    radius, angle = np.hypot(east, north), np.arctan2(north, east)
    x, y = east, north
    for _ in range(ITERATIONS):
        r = radius - 2e-5 * np.sin(BAIDU_WAVE * y)
        a = angle - 3e-6 * np.cos(BAIDU_WAVE * x)
        x, y = r * np.cos(a), r * np.sin(a)
    return x, y


def wgs84_to_bd09(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Turn WGS-84 degrees into BD-09 degrees; points outside `CHINA` stay as they are.

    Parameters
    ----------
    lon, lat : array_like
        Degrees, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    x, y = gcj02_to_bd09(*wgs84_to_gcj02(lon, lat))
    inside = _in_china(lon, lat)
    return np.where(inside, x, lon), np.where(inside, y, lat)


def bd09_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Turn BD-09 degrees into WGS-84 degrees; the inverse of `wgs84_to_bd09`.

    Parameters
    ----------
    lon, lat : array_like
        Degrees in BD-09, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees in WGS-84; a point that comes from nowhere in the box `CHINA` comes back
        unchanged.
    """
    lon, lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    shifted_lon, shifted_lat = bd09_to_gcj02(lon, lat)
    plain_lon, plain_lat = shifted_lon, shifted_lat
    for _ in range(ITERATIONS):
        d_lon, d_lat = _shift(plain_lon, plain_lat)
        plain_lon, plain_lat = shifted_lon - d_lon, shifted_lat - d_lat
    inside = _in_china(plain_lon, plain_lat)
    return np.where(inside, plain_lon, lon), np.where(inside, plain_lat, lat)


def _in_china(lon: Array, lat: Array) -> NDArray[np.bool_]:
    """Say which points lie in the box, to within a tenth of a millimetre."""
    # A point on the edge must not fall out by the last bit of its way there and back.
    slack = 1e-9
    west, south, east, north = CHINA
    return (
        (lon >= west - slack)
        & (lon <= east + slack)
        & (lat >= south - slack)
        & (lat <= north + slack)
    )


def _shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return what GCJ-02 adds to a WGS-84 position in China, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    root = np.sqrt(np.abs(x))
    wave = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north_m = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + wave
        + (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
        + (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y / 30.0 * np.pi)) * 2.0 / 3.0
    )
    east_m = (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + wave
        + (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
        + (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    )
    phi = np.radians(lat)
    magic = 1.0 - ECCENTRICITY_SQUARED * np.sin(phi) ** 2
    meridian = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * np.sqrt(magic))
    parallel = SEMI_MAJOR_AXIS_M / np.sqrt(magic) * np.cos(phi)
    return np.degrees(east_m / parallel), np.degrees(north_m / meridian)
