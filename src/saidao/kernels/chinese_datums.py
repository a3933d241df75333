"""GCJ-02 and BD-09 for arrays of millions of points.

The formulas of the shifted Chinese coordinates, with their sines taken from two powers of a
complex number instead of twelve calls, and inverses that stop when they have converged. The
functions write into arrays that the caller gives, and let other threads run meanwhile.

A point that is not finite gives NaN. Points outside the box stay unchanged; a shifted
position near the box that has two origins is taken for the one inside.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["bd09_to_wgs84", "gcj02_to_wgs84", "wgs84_to_bd09", "wgs84_to_gcj02"]

Array = NDArray[np.float64]

SEMI_MAJOR_AXIS_M = 6378245.0
ECCENTRICITY_SQUARED = 0.00669342162296594323
WEST, SOUTH, EAST, NORTH = 72.004, 0.8293, 137.8347, 55.8271
SLACK = 1e-9
"""Degrees by which a point of the box may miss it on its way back."""
OFFSET_EAST, OFFSET_NORTH = 0.0065, 0.006
WAVE = math.pi * 3000.0 / 180.0
CLOSE = 1e-8
"""A step below this many degrees leaves less than 1e-9: each is at least 50 times the next."""
LIMIT = 12


@njit(nogil=True, cache=True)
def _inside(lon: float, lat: float) -> bool:
    """Say whether a point lies in the box where coordinates are shifted."""
    return (WEST - SLACK <= lon <= EAST + SLACK) and (SOUTH - SLACK <= lat <= NORTH + SLACK)


@njit(nogil=True, cache=True)
def _shift(lon: float, lat: float) -> tuple[float, float]:
    """Return what GCJ-02 adds to a position, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    # Every wave is a multiple of one slow turn, so powers of that turn give their sines.
    angle = x * (math.pi / 60.0)
    x1 = complex(math.cos(angle), math.sin(angle))
    x2 = x1 * x1
    x5 = x2 * x2 * x1
    x10 = x5 * x5
    x20 = x10 * x10
    x60 = x20 * x20 * x20
    x120 = x60 * x60
    x360 = x120 * x120 * x120
    angle = y * (math.pi / 180.0)
    y_third = complex(math.cos(angle), math.sin(angle))
    y1 = y_third * y_third * y_third
    y2 = y1 * y1
    y5 = y2 * y2 * y1
    y10 = y5 * y5
    y20 = y10 * y10
    y60 = y20 * y20 * y20
    root = math.sqrt(abs(x))
    wave = (20.0 * x360.imag + 20.0 * x120.imag) * (2.0 / 3.0)
    north_m = (
        -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * root
        + wave
        + (20.0 * y60.imag + 40.0 * y20.imag) * (2.0 / 3.0)
        + (160.0 * y5.imag + 320.0 * y2.imag) * (2.0 / 3.0)
    )
    east_m = (
        300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * root
        + wave
        + (20.0 * x60.imag + 40.0 * x20.imag) * (2.0 / 3.0)
        + (150.0 * x5.imag + 300.0 * x2.imag) * (2.0 / 3.0)
    )
    # The latitude's own sine: 35 degrees further than y.
    sin_35, cos_35 = math.sin(math.radians(35.0)), math.cos(math.radians(35.0))
    sin_lat = y_third.imag * cos_35 + y_third.real * sin_35
    cos_lat = y_third.real * cos_35 - y_third.imag * sin_35
    magic = 1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat
    root_magic = math.sqrt(magic)
    meridian = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * root_magic)
    parallel = SEMI_MAJOR_AXIS_M / root_magic * cos_lat
    return math.degrees(east_m / parallel), math.degrees(north_m / meridian)


@njit(nogil=True, cache=True)
def _unshift(lon: float, lat: float) -> tuple[float, float]:
    """Return the WGS-84 position of a GCJ-02 one, as if all the world were shifted."""
    x, y = lon, lat
    for _ in range(LIMIT):
        d_lon, d_lat = _shift(x, y)
        step = abs(lon - d_lon - x) + abs(lat - d_lat - y)
        x, y = lon - d_lon, lat - d_lat
        if step < CLOSE:
            break
    return x, y


@njit(nogil=True, cache=True)
def _turn(lon: float, lat: float) -> tuple[float, float]:
    """Return the BD-09 position of a GCJ-02 one."""
    radius = math.sqrt(lon * lon + lat * lat) + 2e-5 * math.sin(WAVE * lat)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(WAVE * lon)
    return radius * math.cos(angle) + OFFSET_EAST, radius * math.sin(angle) + OFFSET_NORTH


@njit(nogil=True, cache=True)
def _turn_back(lon: float, lat: float) -> tuple[float, float]:
    """Return the GCJ-02 position of a BD-09 one."""
    east, north = lon - OFFSET_EAST, lat - OFFSET_NORTH
    radius = math.sqrt(east * east + north * north)
    if radius == 0.0:
        return east, north
    x, y = east, north
    for _ in range(LIMIT):
        scale = 1.0 - 2e-5 * math.sin(WAVE * y) / radius
        # Three millionths of a radian: the series is exact to the last bit of a double.
        turn = 3e-6 * math.cos(WAVE * x)
        cosine, sine = 1.0 - 0.5 * turn * turn, turn - turn * turn * turn / 6.0
        new_x = (east * cosine + north * sine) * scale
        new_y = (north * cosine - east * sine) * scale
        step = abs(new_x - x) + abs(new_y - y)
        x, y = new_x, new_y
        if step < CLOSE:
            break
    return x, y


@njit(nogil=True, cache=True)
def wgs84_to_gcj02(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the GCJ-02 positions of WGS-84 ones.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    for i in range(lon.size):
        x, y = lon[i], lat[i]
        if not (math.isfinite(x) and math.isfinite(y)):
            x, y = math.nan, math.nan
        elif _inside(x, y):
            d_lon, d_lat = _shift(x, y)
            x, y = x + d_lon, y + d_lat
        out_lon[i], out_lat[i] = x, y


@njit(nogil=True, cache=True)
def gcj02_to_wgs84(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the WGS-84 positions of GCJ-02 ones, exact to below 1e-9 degrees.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    for i in range(lon.size):
        x, y = lon[i], lat[i]
        if not (math.isfinite(x) and math.isfinite(y)):
            x, y = math.nan, math.nan
        elif _near(x, y):
            plain_x, plain_y = _unshift(x, y)
            if _inside(plain_x, plain_y):
                x, y = plain_x, plain_y
        out_lon[i], out_lat[i] = x, y


@njit(nogil=True, cache=True)
def wgs84_to_bd09(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the BD-09 positions of WGS-84 ones.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    for i in range(lon.size):
        x, y = lon[i], lat[i]
        if not (math.isfinite(x) and math.isfinite(y)):
            x, y = math.nan, math.nan
        elif _inside(x, y):
            d_lon, d_lat = _shift(x, y)
            x, y = _turn(x + d_lon, y + d_lat)
        out_lon[i], out_lat[i] = x, y


@njit(nogil=True, cache=True)
def bd09_to_wgs84(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the WGS-84 positions of BD-09 ones, exact to below 1e-9 degrees.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    for i in range(lon.size):
        x, y = lon[i], lat[i]
        if not (math.isfinite(x) and math.isfinite(y)):
            x, y = math.nan, math.nan
        elif _near(x, y):
            shifted_x, shifted_y = _turn_back(x, y)
            plain_x, plain_y = _unshift(shifted_x, shifted_y)
            if _inside(plain_x, plain_y):
                x, y = plain_x, plain_y
        out_lon[i], out_lat[i] = x, y


@njit(nogil=True, cache=True)
def _near(lon: float, lat: float) -> bool:
    """Say whether a shifted position can come from the box: both shifts are below 0.1 degrees."""
    return (WEST - 0.1 <= lon <= EAST + 0.1) and (SOUTH - 0.1 <= lat <= NORTH + 0.1)
