"""All establishments, prepared once: what the clusters of every industry are held against."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.kernels.clusters.leaves import (
    MOST_LEAVES,
    adjacency,
    neighbourhoods,
    partition,
    turned_round,
)

__all__ = ["SCALES", "Control"]

SCALES = np.array([4, 8, 16, 32, 64, 128, 256], np.int32)
"""Sizes of the neighbourhoods in leaves, each twice the one before."""


class Control:
    """The sites of all industries in leaves of equal size, with their neighbourhoods.

    Parameters
    ----------
    x, y : array_like of shape (n_sites,)
        Coordinates of all establishments in one unit of length, projected. Finite.
    reach : float
        Neighbours farther apart than this do not count, in the unit of `x`.
    most_leaves : int
        The finest division of the sites.

    Attributes
    ----------
    leaf : ndarray of shape (n_sites,), int32
        Leaf of each site.
    sizes : ndarray of shape (n_leaves,)
        Sites in each leaf.
    nearest, within : ndarray
        As `saidao.kernels.clusters.leaves.neighbourhoods` returns them.
    edges : ndarray of shape (n_edges, 2)
        Leaves that touch.
    sites_around, sites_inside : ndarray of shape (n_leaves, n_scales)
        Sites among the nearest leaves of each scale, and of the scale before; NaN where a
        scale holds no more leaves within reach than the one before.

    Raises
    ------
    ValueError
        If shapes disagree, a value is not finite, or a setting is out of its range.
    """

    def __init__(
        self,
        x: ArrayLike,
        y: ArrayLike,
        *,
        reach: float = np.inf,
        most_leaves: int = MOST_LEAVES,
    ) -> None:
        px, py = (np.ascontiguousarray(one, np.float64) for one in (x, y))
        if px.ndim != 1 or px.shape != py.shape:
            raise ValueError(f"x and y must be of one length, got {px.shape}, {py.shape}")
        if not (np.isfinite(px).all() and np.isfinite(py).all()):
            raise ValueError("x and y must be finite")
        if not reach > 0:
            raise ValueError(f"reach must be positive, got {reach}")
        if most_leaves < 1:
            raise ValueError(f"most_leaves must be at least 1, got {most_leaves}")
        self.leaf = partition(px, py, most_leaves)
        self.sizes = np.bincount(self.leaf).astype(np.float64)
        if not len(px):
            return
        middle_x = np.bincount(self.leaf, px) / self.sizes
        middle_y = np.bincount(self.leaf, py) / self.sizes
        self.nearest, self.within = neighbourhoods(middle_x, middle_y, int(SCALES[-1]), reach)
        self.edges = adjacency(middle_x, middle_y, reach)
        self.sites_around, self.sites_inside = self._sites()

    def _sites(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return how many sites the neighbourhoods hold."""
        sums = np.cumsum(self.sizes[self.nearest], axis=1)
        rows = np.arange(len(self.sizes))
        around = np.full((len(rows), len(SCALES)), np.nan)
        inside = np.full_like(around, np.nan)
        before = np.ones(len(rows), np.int64)
        for place, scale in enumerate(SCALES):
            size = np.minimum(np.minimum(scale, self.within), self.nearest.shape[1])
            used = (size > before) | (place == 0)
            around[used, place] = sums[rows, size - 1][used]
            inside[used, place] = sums[rows, before - 1][used]
            before = size
        return around, inside

    @cached_property
    def turned(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
        """The neighbourhoods turned round."""
        return turned_round(self.nearest, self.within, SCALES)
