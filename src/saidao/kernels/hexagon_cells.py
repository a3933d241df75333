"""H3 cells of millions of points.

H3 lays a hexagonal lattice on each of the twenty faces of an icosahedron, seen from the
centre of the Earth, and names a cell by the base cell it lies in and one digit for each
step inward, each seven times finer. Only where the faces lie and how their lattices meet
has to be told, as `Faces`; the rest is arithmetic with whole numbers.

References
----------
.. [1] Uber Technologies. H3, https://h3geo.org/docs/core-library/overview : the
   orientation of the lattices, the layout of an index, the digits of an aperture-7 step.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "CENTRE",
    "REACH",
    "Faces",
    "cell_of",
    "cells",
    "lattice_digits",
    "lattice_of",
    "on_face",
    "step_digits",
]

Array = NDArray[np.float64]

REACH = 2
"""A point of a face lies at most so many base cells from its centre, along each axis."""
CENTRE = REACH * (2 * REACH + 1) + REACH
"""Position in the tables of the base cell in the middle of a face."""
SIN_60 = math.sqrt(3.0) / 2.0
ROTATION = math.asin(math.sqrt(3.0 / 28.0))
"""Angle between the lattices of two steps."""
UNIT = (3.0 - math.sqrt(5.0)) / 2.0
"""Spacing of the base cells on the plane of a face that touches the unit sphere."""
DIGITS = np.array([1, 3, -1, 5, 0, 2, -1, 4, 6], np.int64)
"""Digit of a step by its two lattice coordinates, each -1, 0 or 1."""
TURNED = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6],
        [0, 5, 3, 1, 6, 4, 2],
        [0, 4, 1, 5, 2, 6, 3],
        [0, 6, 5, 4, 3, 2, 1],
        [0, 2, 4, 6, 1, 3, 5],
        [0, 3, 6, 2, 5, 1, 4],
    ],
    np.int64,
)
"""Digits after so many turns by 60 degrees against the clock."""
MISSING = 1
"""The digit along which a pentagon has no cells."""


class Faces(NamedTuple):
    """Where the faces lie and how their lattices meet.

    Parameters
    ----------
    axes : ndarray of shape (20, 3, 3)
        For each face the unit vectors of its centre, of its lattice's first axis, and of
        the direction 90 degrees from that against the clock.
    base_cell : ndarray of int64, shape (20, (2 REACH + 1)²)
        Base cell at each lattice position; -1 where the face does not reach.
    turns : ndarray of int64, of the same shape
        How often the face's digits are turned by 60 degrees to become the base cell's.
    fold : ndarray of int64, of the same shape
        0 for a hexagon; for a pentagon the further turns, 1 or 5, of points that then lie in
        the direction that a pentagon has not.
    """

    axes: Array
    base_cell: NDArray[np.int64]
    turns: NDArray[np.int64]
    fold: NDArray[np.int64]


@njit(nogil=True, cache=True)
def lattice_of(resolution: int) -> tuple[float, float]:
    """Return cosine and sine of a lattice's angle to its face, times its fineness."""
    fineness = 7.0 ** (resolution // 2) / UNIT
    if resolution % 2 == 0:
        return fineness, 0.0
    # Every second lattice is turned against the one before it.
    fineness *= math.sqrt(7.0)
    return fineness * math.cos(ROTATION), fineness * math.sin(ROTATION)


@njit(nogil=True, cache=True, error_model="numpy")
def _on_plane(
    px: float, py: float, pz: float, axes: Array, face: int
) -> tuple[float, float, float]:
    """Return how near a face's centre is to a point, and where it falls on the face's plane."""
    near = px * axes[face, 0, 0] + py * axes[face, 0, 1] + pz * axes[face, 0, 2]
    x = px * axes[face, 1, 0] + py * axes[face, 1, 1] + pz * axes[face, 1, 2]
    y = px * axes[face, 2, 0] + py * axes[face, 2, 1] + pz * axes[face, 2, 2]
    return near, x / near, y / near


@njit(nogil=True, cache=True, error_model="numpy")
def on_face(lon: float, lat: float, axes: Array, guess: int) -> tuple[int, float, float]:
    """Return the face of a point, and where it falls on the face's plane."""
    phi, theta = math.radians(lat), math.radians(lon)
    cosine = math.cos(phi)
    px, py, pz = cosine * math.cos(theta), cosine * math.sin(theta), math.sin(phi)
    # Most points lie on the face of the point before them.
    face = guess
    near, x, y = _on_plane(px, py, pz, axes, face)
    inside = UNIT - 1e-9
    if not (near > 0.5 and -x < inside and x / 2 + abs(y) * SIN_60 < inside):
        face, nearest = 0, -2.0
        for k in range(20):
            near = px * axes[k, 0, 0] + py * axes[k, 0, 1] + pz * axes[k, 0, 2]
            if near > nearest:
                face, nearest = k, near
        near, x, y = _on_plane(px, py, pz, axes, face)
    return face, x, y


@njit(nogil=True, cache=True, error_model="numpy")
def _lattice_point(x: float, y: float, lattice: tuple[float, float]) -> tuple[int, int]:
    """Return the point of a lattice that is nearest to a place on a face's plane."""
    # Along the lattice's own axes, in steps of the lattice.
    x, y = x * lattice[0] + y * lattice[1], y * lattice[0] - x * lattice[1]
    # Two axes 120 degrees apart, and the nearest lattice point by its three differences.
    b = y / SIN_60
    a = x + b / 2.0
    whole_i, whole_j, whole_d = np.floor(a + 0.5), np.floor(b + 0.5), np.floor(b - a + 0.5)
    off_i, off_j, off_d = abs(whole_i - a), abs(whole_j - b), abs(whole_d - (b - a))
    i_is_worst = (off_i > off_j) & (off_i > off_d)
    j_is_worst = (not i_is_worst) & (off_j > off_d)
    i = int(whole_j - whole_d if i_is_worst else whole_i)
    j = int(whole_i + whole_d if j_is_worst else whole_j)
    return i, j


@njit(nogil=True, cache=True, error_model="numpy")
def lattice_digits(
    lon: float,
    lat: float,
    resolution: int,
    lattice: tuple[float, float],
    axes: Array,
    guess: int,
    digits: NDArray[np.int64],
) -> tuple[int, int]:
    """Find the face of a point, its base lattice position there, and its digits.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    resolution : int
        0 to 15.
    lattice : tuple of float
        What `lattice_of` gives for the resolution.
    axes : ndarray of shape (20, 3, 3)
        As in `Faces`.
    guess : int
        A face to try first.
    digits : ndarray of int64, shape (16,)
        The digits go here, that of resolution r to position r.

    Returns
    -------
    face, position : int
        Position in the tables of `Faces`; -1 where it is out of `REACH`.
    """
    face, x, y = on_face(lon, lat, axes, guess)
    i, j = _lattice_point(x, y, lattice)
    return face, step_digits(i, j, resolution, digits)


@njit(nogil=True, cache=True)
def step_digits(i: int, j: int, resolution: int, digits: NDArray[np.int64]) -> int:
    """Find the digits of a lattice point, and where its base cell is in the tables of `Faces`.

    Parameters
    ----------
    i, j : int
        Steps from the centre of a face along the two axes of its lattice.
    resolution : int
        0 to 15.
    digits : ndarray of int64, shape (16,)
        The digits go here, that of resolution r to position r.

    Returns
    -------
    int
        -1 where the base cell is out of `REACH`.
    """
    for r in range(resolution, 0, -1):
        if r % 2:
            up_i, up_j = (3 * i - j + 3) // 7, (i + 2 * j + 3) // 7
            step_i, step_j = i - 2 * up_i - up_j, j + up_i - 3 * up_j
        else:
            up_i, up_j = (2 * i + j + 3) // 7, (3 * j - i + 3) // 7
            step_i, step_j = i - 3 * up_i + up_j, j - up_i - 2 * up_j
        digits[r] = DIGITS[(step_i + 1) * 3 + step_j + 1]
        i, j = up_i, up_j
    if abs(i) > REACH or abs(j) > REACH:
        return -1
    return (i + REACH) * (2 * REACH + 1) + j + REACH


@njit(nogil=True, cache=True)
def cell_of(
    face: int, position: int, digits: NDArray[np.int64], resolution: int, faces: Faces
) -> int:
    """Return the index of a cell, or 0 where the tables of `Faces` do not have its base cell."""
    base = -1 if position < 0 else faces.base_cell[face, position]
    if base < 0:
        return 0
    turns, fold = faces.turns[face, position], faces.fold[face, position]
    if fold:
        leading = 0
        for r in range(resolution, 0, -1):
            leading = digits[r] if digits[r] else leading
        if TURNED[turns, leading] == MISSING:
            turns = (turns + fold) % 6
    index = (1 << 59) | (resolution << 52) | (base << 45)
    for r in range(1, resolution + 1):
        index |= TURNED[turns, digits[r]] << (3 * (15 - r))
    for r in range(resolution + 1, 16):
        index |= 7 << (3 * (15 - r))
    return index


@njit(nogil=True, cache=True)
def cells(lon: Array, lat: Array, resolution: int, faces: Faces, out: NDArray[np.uint64]) -> int:
    """Write the H3 cell of each point.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees; NaN where there is no point.
    resolution : int
        0 to 15.
    faces : Faces
    out : ndarray of uint64, shape (n,)
        Where the result goes; 0 where there is no point, or where it lies on the very line
        between faces at a place that the tables do not have.

    Returns
    -------
    int
        How many points of the second kind there are.
    """
    digits = np.zeros(16, np.int64)
    lattice = lattice_of(resolution)
    lost, face = 0, 0
    for n in range(lon.size):
        out[n] = 0
        if not (math.isfinite(lon[n]) and math.isfinite(lat[n])):
            continue
        face, position = lattice_digits(
            lon[n], lat[n], resolution, lattice, faces.axes, face, digits
        )
        out[n] = cell_of(face, position, digits, resolution, faces)
        lost += out[n] == 0
    return lost
