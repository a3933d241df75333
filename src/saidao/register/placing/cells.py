"""The H3 cell of each point, for millions of points.

The h3 library takes one point a call, which costs more than all else that is done to a row.
The kernel takes arrays; where the icosahedron's faces lie and how their lattices meet is
found out once from the library itself, so that both agree and nothing is copied.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations, permutations

import h3.api.basic_int as h3
import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.kernels import hexagon_cells, hexagon_levels
from saidao.kernels.hexagon_cells import CENTRE, REACH, Faces
from saidao.register.placing.threads import over_ranges

__all__ = ["cell_keys", "h3_cells", "named_cells"]

Array = NDArray[np.float64]

DEPTH = 4
"""Resolution at which digits are compared; enough to tell turns apart near a pentagon."""
SAMPLES = 24
"""Points along a side of a face at which the library is asked."""


def h3_cells(
    lon: ArrayLike, lat: ArrayLike, resolution: int = 9, *, threads: int | None = None
) -> NDArray[np.uint64]:
    """Return the H3 cells of points.

    Parameters
    ----------
    lon, lat : array_like of shape (n,)
        WGS-84 degrees; NaN where there is no point.
    resolution : int
        0 to 15.
    threads : int, optional
        At most this many; one for each processor where it is not given.

    Returns
    -------
    ndarray of uint64, shape (n,)
        What ``h3.latlng_to_cell`` gives; 0 where there is no point.

    Raises
    ------
    ValueError
        If the resolution is out of range or the shapes disagree.
    """
    if not 0 <= resolution <= 15:
        raise ValueError(f"resolution must be 0 to 15, got {resolution}")
    lon, lat = np.ascontiguousarray(lon, np.float64), np.ascontiguousarray(lat, np.float64)
    if lon.shape != lat.shape or lon.ndim != 1:
        raise ValueError(f"lon and lat must be of one length, got {lon.shape} and {lat.shape}")
    out = np.empty(lon.size, np.uint64)
    faces = _faces()

    def work(part: slice) -> None:
        if hexagon_cells.cells(lon[part], lat[part], resolution, faces, out[part]):
            for n in range(part.start, part.stop):
                if out[n] == 0 and np.isfinite(lon[n]) and np.isfinite(lat[n]):
                    out[n] = h3.latlng_to_cell(lat[n], lon[n], resolution)

    over_ranges(work, lon.size, threads)
    return out


def cell_keys(lon: Array, lat: Array, coarsest: int, levels: int) -> Array:
    """Tell apart the cells of points at several resolutions in a row, without naming them.

    Points of one key are in one cell, and a cell has one key, or more where it lies across an
    edge of the icosahedron. A third of the time of asking for one resolution after another.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        WGS-84 degrees, finite.
    coarsest : int
        Resolution of the first row of the result.
    levels : int
        How many resolutions.

    Returns
    -------
    ndarray of shape (levels, n)
        Whole numbers.
    """
    out = np.empty((levels, lon.size))
    hexagon_levels.lattice_keys(lon, lat, coarsest, _faces().axes, out)
    return out


def named_cells(keys: Array, lon: Array, lat: Array, resolution: int) -> NDArray[np.uint64]:
    """Return the H3 cells that keys of `cell_keys` stand for.

    Parameters
    ----------
    keys : ndarray of shape (n,)
        Of one resolution.
    lon, lat : ndarray of shape (n,)
        A point in each.
    resolution : int
    """
    out = np.empty(keys.size, np.uint64)
    hexagon_levels.cells_of_keys(keys, resolution, _faces(), out)
    for n in np.flatnonzero(out == 0).tolist():
        out[n] = h3.latlng_to_cell(lat[n], lon[n], resolution)
    return out


@lru_cache(maxsize=1)
def _faces() -> Faces:
    """Find out from the library where the faces lie and how their lattices meet."""
    axes = _axes()
    shape = (len(axes), (2 * REACH + 1) ** 2)
    base_cell, turns, fold = (np.full(shape, fill, np.int64) for fill in (-1, 0, 0))
    seen: dict[tuple[int, int], list[tuple[int, NDArray[np.int64], NDArray[np.int64]]]] = {}
    digits, lattice = np.zeros(16, np.int64), hexagon_cells.lattice_of(DEPTH)
    for lon, lat in _points_on_faces():
        face, position = hexagon_cells.lattice_digits(lon, lat, DEPTH, lattice, axes, 0, digits)
        cell = h3.latlng_to_cell(lat, lon, DEPTH)
        true = np.array([h3.get_index_digit(cell, r) for r in range(1, DEPTH + 1)])
        pair = (h3.get_base_cell_number(cell), digits[1 : DEPTH + 1].copy(), true)
        seen.setdefault((face, position), []).append(pair)
    pentagons = {h3.get_base_cell_number(cell) for cell in h3.get_pentagons(0)}
    for place, pairs in seen.items():
        bases = {base for base, _, _ in pairs}
        if len(bases) != 1 or place[1] < 0:
            raise RuntimeError(f"h3 {h3.versions()} lays out its cells otherwise than is known")
        base = bases.pop()
        own, true = (np.array([pair[k] for pair in pairs]) for k in (1, 2))
        base_cell[place] = base
        turns[place], fold[place] = _turns(own, true, pentagon=base in pentagons)
    if not (base_cell[:, CENTRE] >= 0).all():
        raise RuntimeError("a face of the icosahedron has no base cell in its middle")
    return Faces(axes, base_cell, turns, fold)


def _axes() -> Array:
    """Return centre and axes of each face, from the twelve pentagons at its corners."""
    corners = np.array([_vector(*h3.cell_to_latlng(cell)[::-1]) for cell in h3.get_pentagons(0)])
    near = corners @ corners.T > 0
    faces = [
        three
        for three in combinations(range(len(corners)), 3)
        if all(near[a, b] for a, b in combinations(three, 2))
    ]
    axes = np.empty((len(faces), 3, 3))
    for number, three in enumerate(faces):
        centre = corners[list(three)].sum(axis=0)
        centre /= np.linalg.norm(centre)
        first = corners[three[0]] - (corners[three[0]] @ centre) * centre
        first /= np.linalg.norm(first)
        axes[number] = centre, first, np.cross(centre, first)
    return axes


def _points_on_faces() -> list[tuple[float, float]]:
    """Return points all over every face, and many along its edges next to the corners."""
    shares = [
        (a + 0.31, b + 0.37, SAMPLES - a - b - 0.68)
        for a in range(SAMPLES)
        for b in range(SAMPLES - a)
        if a + b < SAMPLES
    ]
    for away in np.geomspace(0.003, 0.4, SAMPLES):
        for one, other, third in permutations(range(3)):
            share = np.empty(3)
            share[[one, other, third]] = 1 - away, 0.98 * away, 0.02 * away
            shares.append((float(share[0]), float(share[1]), float(share[2])))
    weights = np.array(shares)[np.min(shares, axis=1) > 0]
    weights /= weights.sum(axis=1, keepdims=True)
    # Corners of a face: along its first axis, and a third of a turn to either side.
    turn = 2 * np.pi * np.arange(3) / 3
    reach = 2 * hexagon_cells.UNIT
    result: list[tuple[float, float]] = []
    for centre, first, second in _axes():
        corners = centre + reach * (np.outer(np.cos(turn), first) + np.outer(np.sin(turn), second))
        x, y, z = (weights @ corners).T
        lon, lat = np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))
        result += zip(lon.tolist(), lat.tolist(), strict=True)
    return result


def _turns(own: NDArray[np.int64], true: NDArray[np.int64], *, pentagon: bool) -> tuple[int, int]:
    """Return how often a face's digits are turned, and once more in a pentagon's gap."""
    for fold in (1, 5) if pentagon else (0,):
        for turns in range(6):
            turned = hexagon_cells.TURNED[turns][own]
            if pentagon:
                leading = np.array([next((d for d in row if d), 0) for row in turned])
                gap = (leading == hexagon_cells.MISSING)[:, None]
                turned = np.where(gap, hexagon_cells.TURNED[fold][turned], turned)
            if np.array_equal(turned, true):
                return turns, fold
    raise RuntimeError(f"h3 {h3.versions()} numbers its cells otherwise than is known")


def _vector(lon: float, lat: float) -> Array:
    """Return the unit vector of a position."""
    theta, phi = np.radians(lon), np.radians(lat)
    return np.array([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])
