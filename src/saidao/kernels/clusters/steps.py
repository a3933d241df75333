"""Weights as whole numbers of a step."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["in_steps"]

MOST_PARTS, MOST_STEPS = 100, 10_000
"""Of the least weight and of the greatest, where weights are counted in steps of their own."""

ROUNDED_TO = 2_000_000_000
"""Steps of all weights together where they are rounded, few enough for 32 bits."""


def in_steps(weights: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return weights as whole numbers of one step, so that their sums are exact.

    Where the least weight is up to 100 steps of which all weights are multiples, as shares
    of an industry are, these are as they were; else rounded to a share of 2e9 of their sum.

    Parameters
    ----------
    weights : ndarray of shape (n,)
        Positive.
    """
    different = np.unique(weights)
    for parts in range(1, MOST_PARTS + 1):
        steps = different / different[0] * parts
        if steps[-1] > MOST_STEPS:
            break
        if (np.abs(steps - np.rint(steps)) < 1e-9 * steps).all():
            whole: NDArray[np.int64] = np.rint(weights / different[0] * parts).astype(np.int64)
            return whole
    rounded = np.maximum(np.rint(weights / weights.sum() * ROUNDED_TO), 1.0)
    steps_of: NDArray[np.int64] = rounded.astype(np.int64)
    return steps_of
