"""Cells of points at several resolutions at once: told apart first, and named once each.

A cell is a point of the lattice on a face of the icosahedron, whose two coordinates are cheap to
find, also for several lattices one after another; its index is not, but millions of points lie
in few cells. See `saidao.kernels.hexagon_cells`.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.hexagon_cells import (
    SIN_60,
    Faces,
    cell_of,
    lattice_of,
    on_face,
    step_digits,
)

__all__ = ["cells_of_keys", "lattice_keys"]

Array = NDArray[np.float64]

SPAN = 2.0**21
"""Of an axis of a lattice in a key, with its centre in the middle: enough to resolution 12."""

BLOCK = 2048
"""Points whose places on their faces stay in the nearest memory."""


@njit(nogil=True, cache=True, error_model="numpy")
def _keys(x: Array, y: Array, face: Array, lattice: tuple[float, float], out: Array) -> None:
    """Write the keys of places on faces, without a branch so that several are done at a time."""
    for n in range(x.size):
        across = y[n] * lattice[0] - x[n] * lattice[1]
        b = across / SIN_60
        a = x[n] * lattice[0] + y[n] * lattice[1] + b / 2.0
        d = b - a
        i, j, k = np.floor(a + 0.5), np.floor(b + 0.5), np.floor(d + 0.5)
        off_i, off_j, off_k = abs(i - a), abs(j - b), abs(k - d)
        i_is_worst = 1.0 if off_i > max(off_j, off_k) else 0.0
        j_is_worst = (1.0 if off_j >= off_i else 0.0) * (1.0 if off_j > off_k else 0.0)
        nearest_i = i + i_is_worst * (j - k - i)
        nearest_j = j + j_is_worst * (i + k - j)
        # Whole numbers below 2**53, which floats hold exactly.
        out[n] = (face[n] * SPAN + nearest_i + SPAN / 2) * SPAN + nearest_j + SPAN / 2


@njit(nogil=True, cache=True)
def lattice_keys(lon: Array, lat: Array, coarsest: int, axes: Array, out: Array) -> None:
    """Tell apart the cells of points at several resolutions, without naming them.

    Points of one key are in one cell. Only a cell that lies across an edge of the icosahedron
    has more than one.

    Parameters
    ----------
    lon, lat : ndarray of shape (n,)
        Degrees, finite.
    coarsest : int
        Resolution of the first row of `out`; each next one is one finer, to 12 at most.
    axes : ndarray of shape (20, 3, 3)
        As in `saidao.kernels.hexagon_cells.Faces`.
    out : ndarray of shape (k, n)
        Where the keys go, which are whole numbers.
    """
    x, y, faces = np.empty(BLOCK), np.empty(BLOCK), np.empty(BLOCK)
    face = 0
    for start in range(0, lon.size, BLOCK):
        size = min(BLOCK, lon.size - start)
        for n in range(size):
            face, x[n], y[n] = on_face(lon[start + n], lat[start + n], axes, face)
            faces[n] = face
        for row in range(out.shape[0]):
            lattice = lattice_of(coarsest + row)
            _keys(x[:size], y[:size], faces[:size], lattice, out[row, start : start + size])


@njit(nogil=True, cache=True)
def cells_of_keys(keys: Array, resolution: int, faces: Faces, out: NDArray[np.uint64]) -> None:
    """Name the cells that keys tell apart.

    Parameters
    ----------
    keys : ndarray of shape (n,)
        As `lattice_keys` gives them for the resolution.
    resolution : int
    faces : Faces
    out : ndarray of uint64, shape (n,)
        Where the H3 cells go; 0 where a key lies at a place that the tables do not have, on the
        very line between faces.
    """
    digits = np.zeros(16, np.int64)
    half, span = int(SPAN) // 2, int(SPAN)
    for n in range(keys.size):
        key = int(keys[n])
        i, j = key // span % span - half, key % span - half
        position = step_digits(i, j, resolution, digits)
        out[n] = cell_of(key // span // span, position, digits, resolution, faces)
