"""A choice by weight for each of many, the same on every machine."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["Whole", "chosen"]

Whole = NDArray[np.int64]


def chosen(
    weights: Whole, ends: Sequence[int] | Whole, group: Whole, rng: np.random.Generator
) -> Whole:
    """Return for each the position drawn from its group's stretch of the weights.

    Group g has the weights from ``ends[g]`` to ``ends[g + 1]``.
    """
    total = np.concatenate([[0], np.cumsum(weights)])
    bounds = total[np.asarray(ends, np.int64)]
    low, high = bounds[:-1][group], bounds[1:][group]
    at = low + np.floor(rng.random(group.size) * (high - low)).astype(np.int64)
    found: Whole = np.searchsorted(total, at, side="right") - 1
    return found
