"""Pair distances of very many sites: counts on a grid and their autocorrelation.

Above some hundred thousand sites pairs are no longer counted one by one. Sites are snapped
to a square grid; the number of pairs at each lattice offset is the autocorrelation of the
counts, which the fast Fourier transform gives for all offsets at once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy import fft

from .pairs import THREADS

__all__ = ["Lattice", "cell_counts", "lattice_pairs"]


@dataclass(frozen=True, slots=True)
class Lattice:
    """Sites snapped to a square grid.

    Parameters
    ----------
    cell : float
        Side of a cell.
    shape : tuple of int
        Cells along the first and the second coordinate.
    index : ndarray of int32, shape (n,)
        Cell of each site, ``ix * shape[1] + iy``.
    """

    cell: float
    shape: tuple[int, int]
    index: NDArray[np.int32]

    @classmethod
    def snap(cls, points: NDArray[np.float32], cell: float) -> Lattice:
        """Return the grid of side `cell` over points (3, n), of which the first two count."""
        low = points[:2].min(axis=1)
        ix = ((points[0] - low[0]) / np.float32(cell)).astype(np.int32)
        iy = ((points[1] - low[1]) / np.float32(cell)).astype(np.int32)
        shape = (int(ix.max()) + 1, int(iy.max()) + 1)
        ix *= np.int32(shape[1])
        ix += iy
        return cls(cell, shape, ix)


def cell_counts(index: NDArray[np.int32], cells: int) -> NDArray[np.int64]:
    """Return how many sites stand in each cell, shape (cells,)."""
    return np.bincount(index, minlength=cells)


@njit(cache=True, nogil=True)
def _gather(correlation, reach, cell, delta, bins, sites, out):  # type: ignore[no-untyped-def]
    """Add the pairs at each lattice offset to the two bins around their distance."""
    rows, columns = correlation.shape
    for a in range(-reach[0], reach[0] + 1):
        row = a % rows
        for b in range(reach[1] + 1):
            # One of each pair of opposite offsets.
            if b == 0 and a < 0:
                continue
            pairs = round(correlation[row, b % columns])
            if a == 0 and b == 0:
                pairs = (pairs - sites) / 2
            if pairs <= 0:
                continue
            # Lattice distances put whole into one bin would be biased: they are shared
            # between the two bins whose middles are nearest.
            t = cell * math.sqrt(a * a + b * b) / delta - 0.5
            low = math.floor(t)
            part = t - low
            if low < bins:
                out[max(low, 0)] += pairs * (1.0 - part)
            if low + 1 < bins:
                out[low + 1] += pairs * part


def lattice_pairs(
    counts: NDArray[np.int64],
    shape: tuple[int, int],
    cell: float,
    delta: float,
    bins: int,
    dtype: type[np.float32] | type[np.float64] = np.float64,
) -> NDArray[np.float64]:
    """Count pairs of snapped sites by distance.

    Parameters
    ----------
    counts : ndarray of shape (shape[0] * shape[1],)
        Sites in each cell.
    shape : tuple of int
        Cells along each coordinate.
    cell, delta, bins
        Side of a cell; width and number of bins.
    dtype : type
        Precision of the transform. Pairs of an offset come out as whole numbers as long as
        the greatest count of an offset is well below 2**24 (single) or 2**53 (double).

    Returns
    -------
    ndarray of float64, shape (bins + 1,)
        Sums to ``n (n - 1) / 2``; the last entry is what is beyond.
    """
    span = math.ceil(bins * delta / cell) + 2
    reach = (min(span, shape[0] - 1), min(span, shape[1] - 1))
    padded = tuple(fft.next_fast_len(s + m, real=True) for s, m in zip(shape, reach, strict=True))
    field = np.zeros(padded, dtype)
    field[: shape[0], : shape[1]] = counts.reshape(shape)
    spectrum = fft.rfft2(field, workers=THREADS, overwrite_x=True)
    del field
    power = np.square(spectrum.real)
    power += np.square(spectrum.imag)
    spectrum.real = power
    spectrum.imag = 0
    del power
    correlation = fft.irfft2(spectrum, s=padded, workers=THREADS, overwrite_x=True)
    sites = int(counts.sum())
    out = np.zeros(bins + 1)
    _gather(correlation, reach, cell, delta, bins, sites, out)
    out[bins] = sites * (sites - 1) / 2 - out[:bins].sum()
    return out
