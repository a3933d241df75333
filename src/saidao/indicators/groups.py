"""Rows of equal keys as numbered groups: the one step that all sums of the cubes need."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEW", "Ids", "joined", "numbered"]

Ids = NDArray[np.int64]

FEW = 100_000
"""Up to so many rows are sorted instead: a compiler takes longer to load."""


def numbered(keys: NDArray[np.uint64]) -> tuple[Ids, Ids]:
    """Number the different values of an array.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n,)

    Returns
    -------
    ids : ndarray of int64, shape (n,)
        The same number for the same value, from 0 on.
    first : ndarray of int64
        Where each number stands first.
    """
    if len(keys) <= FEW:
        _, first, ids = np.unique(keys, return_index=True, return_inverse=True)
        return ids.astype(np.int64, copy=False), first.astype(np.int64, copy=False)
    from saidao.kernels.numbering import number

    ids = np.empty(len(keys), np.int64)
    return ids, number(np.ascontiguousarray(keys), ids)


def joined(high: NDArray[np.integer], low: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return one key of two numbers, each from 0 and below 2**32."""
    found: NDArray[np.uint64] = (high.astype(np.uint64) << np.uint64(32)) | low.astype(np.uint64)
    return found
