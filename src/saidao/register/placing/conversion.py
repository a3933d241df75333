"""Coordinates of any system to WGS-84 degrees.

Systems are named ``WGS-84``, ``GCJ-02``, ``BD-09`` or by their EPSG code, ``EPSG:27572``.
Offline: where an exact conversion needs a grid that is not installed, the best one without
grids is taken, which is some metres off for old national datums (`accuracy_m` says how many).
"""

from __future__ import annotations

import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.errors import InvalidInput
from saidao.register.placing.threads import over_ranges

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DATUMS", "accuracy_m", "check_system", "from_wgs84", "impossible", "to_wgs84"]

Array = NDArray[np.float64]

DATUMS = ("WGS-84", "GCJ-02", "BD-09")
"""The systems in degrees that are read without an EPSG code."""

BESIDE_DEGREES = 3.0
"""How far beside the area that EPSG gives a system for it may still be used: Corsica lies
beside that of Lambert II étendu, whole provinces beside their Gauss-Kruger zone."""
_SPELLINGS = {name.replace("-", ""): name for name in DATUMS} | {"BD09LL": "BD-09"}
_local = threading.local()


def check_system(name: str) -> str:
    """Return the name of a coordinate system as Saidao writes it.

    Parameters
    ----------
    name : str
        ``WGS-84``, ``gcj02``, ``BD09``, ``epsg:27572`` or ``27572``.

    Raises
    ------
    InvalidInput
        Where the name is none of these, or EPSG has no such code or one that gives no
        positions on the ground.
    """
    plain = re.sub(r"[\s_-]", "", name).upper()
    if plain in _SPELLINGS:
        return _SPELLINGS[plain]
    match = re.fullmatch(r"(?:EPSG:)?(\d{4,6})", plain)
    expected = "WGS-84, GCJ-02, BD-09 or a code like EPSG:27572"
    if match is None:
        raise InvalidInput("coordinate system", repr(name), expected)
    system = f"EPSG:{match[1]}"
    if system == "EPSG:4326":
        return "WGS-84"
    _definition(system)
    return system


def accuracy_m(system: str) -> float | None:
    """Return how exact the conversion to WGS-84 is, in metres; None where nobody says.

    Parameters
    ----------
    system : str
        As `check_system` returns it. The Chinese datums are exact to the formula.
    """
    if system in DATUMS:
        return 0.0
    accuracy = float(_transformer(system, forward=False).accuracy)
    # PROJ names the operation only after the first point where several areas apply.
    return accuracy if accuracy >= 0 else None


def impossible(
    x: ArrayLike,
    y: ArrayLike,
    system: str,
    *,
    converted: tuple[Array, Array] | None = None,
) -> NDArray[np.bool_]:
    """Say which stated coordinates cannot be positions in a system.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Longitude and latitude, or easting and northing. NaN where none is stated.
    system : str
        As `check_system` returns it.
    converted : tuple of ndarray, optional
        What `to_wgs84` makes of them, where that is known already: projected coordinates
        are tried by converting them.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for infinite values, degrees out of range, only one of two stated, and for systems
        of EPSG coordinates that have no inverse or one far outside the system's area.
    """
    x, y = np.asarray(x, np.float64), np.asarray(y, np.float64)
    missing_x, missing_y = np.isnan(x), np.isnan(y)
    if system in DATUMS:
        wrong = (np.abs(x) > 180.0) | (np.abs(y) > 90.0)
    else:
        lon, lat = to_wgs84(x, y, system) if converted is None else converted
        wrong = np.isnan(lon) | np.isnan(lat) | _outside(lon, lat, system)
    result: NDArray[np.bool_] = ~(missing_x & missing_y) & (wrong | (missing_x != missing_y))
    return result


def _outside(lon: Array, lat: Array, system: str) -> NDArray[np.bool_]:
    """Say which positions are too far from the area that EPSG gives a system for."""
    area = _definition(system).area_of_use
    if area is None:
        return np.zeros(lon.shape, np.bool_)
    middle = area.west + ((area.east - area.west) % 360.0) / 2
    reach = ((area.east - area.west) % 360.0 or 360.0) / 2 + BESIDE_DEGREES
    beside = np.abs((lon - middle + 180.0) % 360.0 - 180.0) > reach
    below, above = area.south - BESIDE_DEGREES, area.north + BESIDE_DEGREES
    result: NDArray[np.bool_] = beside | (lat < below) | (lat > above)
    return result


def to_wgs84(
    x: ArrayLike, y: ArrayLike, system: str, *, threads: int | None = None
) -> tuple[Array, Array]:
    """Return WGS-84 longitude and latitude of coordinates in another system.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Longitude and latitude in degrees, or easting and northing in the unit of the
        system, whatever order its definition lists them in.
    system : str
        As `check_system` returns it.
    threads : int, optional
        At most this many; one for each processor where it is not given.

    Returns
    -------
    lon, lat : ndarray of shape (n,)
        Degrees; NaN for a point that is missing or impossible.
    """
    return _convert(x, y, system, threads, forward=False)


def from_wgs84(
    lon: ArrayLike, lat: ArrayLike, system: str, *, threads: int | None = None
) -> tuple[Array, Array]:
    """Return coordinates in a system of WGS-84 positions: the inverse of `to_wgs84`.

    Parameters
    ----------
    lon, lat : array_like of shape (n,)
        Degrees.
    system, threads
        As for `to_wgs84`.

    Returns
    -------
    x, y : ndarray of shape (n,)
        NaN where the system has no such place.
    """
    return _convert(lon, lat, system, threads, forward=True)


def _convert(
    x: ArrayLike, y: ArrayLike, system: str, threads: int | None, *, forward: bool
) -> tuple[Array, Array]:
    """Run the conversion of a system over ranges of the arrays."""
    x, y = np.ascontiguousarray(x, np.float64), np.ascontiguousarray(y, np.float64)
    if x.shape != y.shape or x.ndim != 1:
        raise ValueError(f"x and y must be of one length, got {x.shape} and {y.shape}")
    out_x, out_y = np.empty_like(x), np.empty_like(y)
    convert = _kernel(system, forward=forward)

    def work(part: slice) -> None:
        convert(x[part], y[part], out_x[part], out_y[part])

    over_ranges(work, x.size, threads)
    if forward or system in DATUMS:
        # A comparison with NaN is False: what is missing stays missing.
        wrong = ~((np.abs(x) <= 180.0) & (np.abs(y) <= 90.0))
        out_x[wrong] = out_y[wrong] = np.nan
    return out_x, out_y


def _kernel(system: str, *, forward: bool) -> Callable[[Array, Array, Array, Array], None]:
    """Return the function that converts arrays of a system into given ones."""
    if system == "WGS-84":
        return _copy
    if system in DATUMS:
        from saidao.kernels import chinese_datums

        kernels: dict[tuple[str, bool], Callable[[Array, Array, Array, Array], None]] = {
            ("GCJ-02", True): chinese_datums.wgs84_to_gcj02,
            ("GCJ-02", False): chinese_datums.gcj02_to_wgs84,
            ("BD-09", True): chinese_datums.wgs84_to_bd09,
            ("BD-09", False): chinese_datums.bd09_to_wgs84,
        }
        return kernels[system, forward]
    _transformer(system, forward=forward)

    def project(x: Array, y: Array, out_x: Array, out_y: Array) -> None:
        a, b = _transformer(system, forward=forward).transform(x, y)
        a, b = np.asarray(a), np.asarray(b)
        lost = ~(np.isfinite(a) & np.isfinite(b))
        a[lost] = b[lost] = np.nan
        out_x[:], out_y[:] = a, b

    return project


def _copy(x: Array, y: Array, out_x: Array, out_y: Array) -> None:
    """Keep coordinates as they are."""
    out_x[:], out_y[:] = x, y


@lru_cache(maxsize=32)
def _definition(system: str) -> Any:
    """Return what PROJ knows of a code."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        definition = CRS.from_user_input(system)
    except CRSError:
        expected = "a code that EPSG has"
        raise InvalidInput("coordinate system", system, expected) from None
    if not (definition.is_projected or definition.is_geographic):
        expected = "a system of positions on the ground, projected or in degrees"
        raise InvalidInput("coordinate system", f"{system} ({definition.name})", expected)
    return definition


def _transformer(system: str, *, forward: bool) -> Any:
    """Return this thread's conversion; PROJ's own are not shared between threads."""
    from pyproj import Transformer
    from pyproj.network import set_network_enabled  # type: ignore[attr-defined]

    kept: dict[tuple[str, bool], Any] = _local.__dict__.setdefault("transformers", {})
    key = (system, forward)
    if key not in kept:
        set_network_enabled(active=False)
        source, target = _definition(system), _definition("EPSG:4326")
        if forward:
            source, target = target, source
        kept[key] = Transformer.from_crs(source, target, always_xy=True)
    return kept[key]
