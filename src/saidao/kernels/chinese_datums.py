"""GCJ-02 and BD-09 for arrays of millions of points.

The formulas of the shifted Chinese coordinates without a call or a branch, so that the
processor takes several points at a time: the twelve sines are powers of two slow turns, which
are series, and the inverses always go four steps. The functions write into arrays that the
caller gives, and let other threads run meanwhile.

Values are taken as they come: NaN and infinity give what arithmetic gives. Points outside the
box stay unchanged; a shifted position near the box that has two origins is taken for the one
inside.
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
STEPS = 4
"""Steps back; the first leaves 1e-4 degrees at most, each at most a hundredth of the last."""
S3, S5, S7, S9, S11, S13, S15, S17, S19, S21, S23 = (
    (-1.0) ** k / math.factorial(2 * k + 1) for k in range(1, 12)
)
C2, C4, C6, C8, C10, C12, C14, C16, C18, C20, C22, C24 = (
    (-1.0) ** k / math.factorial(2 * k) for k in range(1, 13)
)
"""Taylor's series of sine and cosine, exact to the last bits of a double below 1.9 radians."""
TURN = 2.0 * math.pi
SIN_35, COS_35 = math.sin(math.radians(35.0)), math.cos(math.radians(35.0))
BLOCK = 1024
"""Points that go their steps together: few enough to stay near the processor."""


@njit(nogil=True, cache=True, error_model="numpy")
def _inside(lon: float, lat: float) -> bool:
    """Say whether a point lies in the box where coordinates are shifted."""
    return (WEST - SLACK <= lon <= EAST + SLACK) and (SOUTH - SLACK <= lat <= NORTH + SLACK)


@njit(nogil=True, cache=True, error_model="numpy")
def _near(lon: float, lat: float) -> bool:
    """Say whether a shifted position can come from the box: the shifts are below 0.1 degrees."""
    # Far away the series means nothing, so that its result must not be looked at.
    east_west = (lon >= WEST - 0.1) & (lon <= EAST + 0.1)
    return east_west & (lat >= SOUTH - 0.1) & (lat <= NORTH + 0.1)


# Inlined, as the compiler takes several points at a time only where it sees no call.
@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _slow_turn(angle: float) -> tuple[float, float]:
    """Return sine and cosine of an angle below 1.9 radians."""
    q = angle * angle
    # Written out: the compiler takes several points at a time only where it sees no loop.
    sine = S13 + q * (S15 + q * (S17 + q * (S19 + q * (S21 + q * S23))))
    sine = 1.0 + q * (S3 + q * (S5 + q * (S7 + q * (S9 + q * (S11 + q * sine)))))
    cosine = C14 + q * (C16 + q * (C18 + q * (C20 + q * (C22 + q * C24))))
    cosine = 1.0 + q * (C2 + q * (C4 + q * (C6 + q * (C8 + q * (C10 + q * (C12 + q * cosine))))))
    return sine * angle, cosine


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _wave(angle: float) -> float:
    """Return the sine of any angle, to 1e-11: it is multiplied by hundred-thousandths."""
    half = (angle - TURN * np.floor(angle / TURN + 0.5)) * 0.5
    sine, cosine = _slow_turn(half)
    return 2.0 * sine * cosine


@njit(nogil=True, cache=True, error_model="numpy", inline="always")
def _shift(lon: float, lat: float) -> tuple[float, float]:
    """Return what GCJ-02 adds to a position, in degrees."""
    x, y = lon - 105.0, lat - 35.0
    # Every wave is a multiple of one slow turn, so powers of that turn give their sines.
    sine, cosine = _slow_turn(x * (math.pi / 60.0))
    x1 = complex(cosine, sine)
    x2 = x1 * x1
    x5 = x2 * x2 * x1
    x10 = x5 * x5
    x20 = x10 * x10
    x60 = x20 * x20 * x20
    x120 = x60 * x60
    x360 = x120 * x120 * x120
    sine, cosine = _slow_turn(y * (math.pi / 180.0))
    y_third = complex(cosine, sine)
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
    sin_lat = y_third.imag * COS_35 + y_third.real * SIN_35
    cos_lat = y_third.real * COS_35 - y_third.imag * SIN_35
    magic = 1.0 - ECCENTRICITY_SQUARED * sin_lat * sin_lat
    root_magic = math.sqrt(magic)
    meridian = SEMI_MAJOR_AXIS_M * (1.0 - ECCENTRICITY_SQUARED) / (magic * root_magic)
    parallel = SEMI_MAJOR_AXIS_M / root_magic * cos_lat
    return math.degrees(east_m / parallel), math.degrees(north_m / meridian)


@njit(nogil=True, cache=True, error_model="numpy")
def _unshift(lon: Array, lat: Array, x: Array, y: Array) -> None:
    """Go back from GCJ-02 positions, as if all the world were shifted; `x`, `y` take them."""
    x[:], y[:] = lon, lat
    for _ in range(STEPS):
        for i in range(lon.size):
            d_lon, d_lat = _shift(x[i], y[i])
            x[i], y[i] = lon[i] - d_lon, lat[i] - d_lat


@njit(nogil=True, cache=True, error_model="numpy")
def _turn(lon: float, lat: float) -> tuple[float, float]:
    """Return the BD-09 position of a GCJ-02 one."""
    radius = math.sqrt(lon * lon + lat * lat) + 2e-5 * math.sin(WAVE * lat)
    angle = math.atan2(lat, lon) + 3e-6 * math.cos(WAVE * lon)
    return radius * math.cos(angle) + OFFSET_EAST, radius * math.sin(angle) + OFFSET_NORTH


@njit(nogil=True, cache=True, error_model="numpy")
def _turn_back(lon: Array, lat: Array, x: Array, y: Array) -> None:
    """Go back from BD-09 to GCJ-02 positions; `x`, `y` take them."""
    x[:], y[:] = lon - OFFSET_EAST, lat - OFFSET_NORTH
    for _ in range(STEPS):
        for i in range(lon.size):
            east, north = lon[i] - OFFSET_EAST, lat[i] - OFFSET_NORTH
            radius = math.sqrt(east * east + north * north)
            scale = 1.0 - 2e-5 * _wave(WAVE * y[i]) / radius
            # Three millionths of a radian: the series is exact to the last bit of a double.
            turn = 3e-6 * _wave(WAVE * x[i] + math.pi / 2.0)
            cosine, sine = 1.0 - 0.5 * turn * turn, turn - turn * turn * turn / 6.0
            x[i] = (east * cosine + north * sine) * scale
            y[i] = (north * cosine - east * sine) * scale


@njit(nogil=True, cache=True, error_model="numpy")
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
        d_lon, d_lat = _shift(lon[i], lat[i])
        inside = _inside(lon[i], lat[i])
        out_lon[i] = lon[i] + d_lon if inside else lon[i]
        out_lat[i] = lat[i] + d_lat if inside else lat[i]


@njit(nogil=True, cache=True, error_model="numpy")
def gcj02_to_wgs84(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the WGS-84 positions of GCJ-02 ones, exact to below 1e-9 degrees.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    x, y = np.empty(BLOCK), np.empty(BLOCK)
    for first in range(0, lon.size, BLOCK):
        last = min(first + BLOCK, lon.size)
        here = slice(0, last - first)
        _unshift(lon[first:last], lat[first:last], x[here], y[here])
        for i in range(first, last):
            inside = _near(lon[i], lat[i]) & _inside(x[i - first], y[i - first])
            out_lon[i] = x[i - first] if inside else lon[i]
            out_lat[i] = y[i - first] if inside else lat[i]


@njit(nogil=True, cache=True, error_model="numpy")
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
        d_lon, d_lat = _shift(x, y)
        new_x, new_y = _turn(x + d_lon, y + d_lat)
        inside = _inside(x, y)
        out_lon[i] = new_x if inside else x
        out_lat[i] = new_y if inside else y


@njit(nogil=True, cache=True, error_model="numpy")
def bd09_to_wgs84(lon: Array, lat: Array, out_lon: Array, out_lat: Array) -> None:
    """Write the WGS-84 positions of BD-09 ones, exact to below 1e-9 degrees.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees.
    out_lon, out_lat : ndarray of shape (n,)
        Where the result goes; may be the input itself.
    """
    u, v, x, y = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    for first in range(0, lon.size, BLOCK):
        last = min(first + BLOCK, lon.size)
        here = slice(0, last - first)
        _turn_back(lon[first:last], lat[first:last], u[here], v[here])
        _unshift(u[here], v[here], x[here], y[here])
        for i in range(first, last):
            inside = _near(lon[i], lat[i]) & _inside(x[i - first], y[i - first])
            out_lon[i] = x[i - first] if inside else lon[i]
            out_lat[i] = y[i - first] if inside else lat[i]
