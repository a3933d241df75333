"""WGS-84 and the shifted Chinese coordinates GCJ-02.

Maps published in China carry GCJ-02 coordinates, which differ from WGS-84 by up to some
hundred metres in a way that varies from place to place. There is no official inverse;
`gcj02_to_wgs84` inverts the well-known forward formula by fixed-point iteration, which
converges because the shift changes by less than a thousandth over its own length.

References
----------
.. [1] Krasovsky 1940 ellipsoid (GB 22021-2008, annex), whose axis and eccentricity the
   forward formula uses.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["gcj02_to_wgs84", "wgs84_to_gcj02"]

SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
CHINA = (72.004, 0.8293, 137.8347, 55.8271)
"""West, south, east, north of the box in which coordinates are shifted."""

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
    return lon + d_lon, lat + d_lat


def gcj02_to_wgs84(lon: ArrayLike, lat: ArrayLike) -> tuple[Array, Array]:
    """Undo the shift of GCJ-02; the inverse of `wgs84_to_gcj02` to below a millimetre.

    Parameters
    ----------
    lon, lat : array_like
        Degrees in GCJ-02, of the same shape.

    Returns
    -------
    lon, lat : ndarray
        Degrees in WGS-84; points outside the box `CHINA` come back unchanged.
    """
    shifted_lon, shifted_lat = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    plain_lon, plain_lat = shifted_lon, shifted_lat
    for _ in range(8):
        d_lon, d_lat = _shift(plain_lon, plain_lat)
        plain_lon, plain_lat = shifted_lon - d_lon, shifted_lat - d_lat
    return plain_lon, plain_lat


def _shift(lon: Array, lat: Array) -> tuple[Array, Array]:
    """Return what GCJ-02 adds to a WGS-84 position, in degrees."""
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
    west, south, east, north = CHINA
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    d_lon = np.where(inside, np.degrees(east_m / parallel), 0.0)
    d_lat = np.where(inside, np.degrees(north_m / meridian), 0.0)
    return d_lon, d_lat
