"""All establishments, prepared once: what the clusters of every industry are held against."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from saidao.kernels.clusters.leaves import (
    MOST_LEAVES,
    adjacency,
    neighbourhoods,
    partition,
    places_of,
    touching,
    turned_round,
)

__all__ = ["SCALES", "SIZES", "Control"]

SIZES = np.array(
    [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 19, 23, 27, 32, 38, 45, 54, 64, 76, 91, 108, 128, 152,
     181, 215, 256],
    np.int32,
)  # fmt: skip
"""Sizes of discs in leaves: from 4 on four to each doubling."""

SCALES = np.flatnonzero(np.isin(SIZES, [4, 8, 16, 32, 64, 128, 256])).astype(np.int32)
"""Which of them are neighbourhoods in which a leaf may stand out."""


ORDER = 20261122
"""Seed of the order in which sites are taken."""


class Control:
    """The sites of all industries in leaves of equal size, with their neighbourhoods.

    Which of several sites at one place comes first is drawn by lot: rows of a register are
    often sorted by industry, and neighbours in the order of rows would then be clusters.

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
    place : ndarray of shape (n_leaves,)
        Number of the place where each leaf lies: leaves at one place cannot be told apart.
    kind : ndarray of shape (n_leaves,), int32
        Leaves of one kind have as many sites around them at every scale.
    sites_around, sites_inside : ndarray of shape (n_kinds, n_scales)
        Sites among the nearest leaves of each scale, and of the scale before; NaN where a
        scale holds no more leaves within reach than the one before.
    by_chance : dict
        What random maps were found to hold, by what was asked: industries of one size ask
        the same.

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
        lot = np.random.default_rng(ORDER).permutation(len(px))
        self.leaf = np.empty(len(px), np.int32)
        self.leaf[lot] = partition(px[lot], py[lot], most_leaves)
        self.sizes = np.bincount(self.leaf).astype(np.float64)
        self.by_chance: dict[Hashable, NDArray[np.float64]] = {}
        if not len(px):
            return
        middle_x, middle_y = (self._middle(one) for one in (px, py))
        self.place = places_of(middle_x, middle_y)
        self.nearest, self.within = neighbourhoods(middle_x, middle_y, int(SIZES[-1]), reach)
        self.edges = adjacency(middle_x, middle_y, self.place, reach)
        self.sites_around, self.sites_inside, self.kind = self._sites()

    def _middle(self, along: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the mean of each leaf's sites, without rounding where they lie together."""
        low = np.full(len(self.sizes), np.inf)
        high = -low
        np.minimum.at(low, self.leaf, along)
        np.maximum.at(high, self.leaf, along)
        return np.where(low == high, low, np.bincount(self.leaf, along) / self.sizes)

    def whole(self, leaves: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return leaves with all others at their places."""
        if self.place.max() + 1 == len(self.place):
            return leaves
        touched = np.zeros(len(self.place), np.bool_)
        touched[self.place[leaves]] = True
        return np.flatnonzero(touched[self.place])

    def _sites(self) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
        """Return how many sites the neighbourhoods of each kind hold, and the kinds."""
        sums = np.cumsum(self.sizes[self.nearest], axis=1)
        rows = np.arange(len(self.sizes))
        around = np.full((len(rows), len(SCALES)), np.nan)
        inside = np.full_like(around, np.nan)
        before = np.ones(len(rows), np.int64)
        for place, scale in enumerate(SIZES[SCALES]):
            size = np.minimum(np.minimum(scale, self.within), self.nearest.shape[1])
            used = (size > before) | (place == 0)
            around[used, place] = sums[rows, size - 1][used]
            inside[used, place] = sums[rows, before - 1][used]
            before = size
        # NaN is unlike itself, and would make a kind of each leaf.
        told = np.nan_to_num(np.hstack([around, inside]), nan=-1.0)
        _, first, kind = np.unique(told, axis=0, return_index=True, return_inverse=True)
        return around[first], inside[first], kind.reshape(-1).astype(np.int32)

    @cached_property
    def turned(self) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
        """The neighbourhoods turned round."""
        return turned_round(self.nearest, self.within, SIZES)

    @cached_property
    def touching(self) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """The leaves that touch each leaf."""
        return touching(self.edges, len(self.sizes))
