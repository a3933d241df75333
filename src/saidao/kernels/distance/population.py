"""What a population of sites contributes to every industry's bands, computed once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .lattice import Lattice, cell_counts, lattice_pairs
from .moments import ThirdMoments, Weighting, covariance_parts, third_moments
from .pairs import _bin_tile, pair_counts, row_weights
from .sites import Sites, morton_order
from .smoothing import SUPPORT, rule_of_thumb, smoothing_weights

__all__ = ["Bandwidths", "Bins", "Population", "Rows"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

ALL_ROWS = 30_000
"""Up to so many sites every row enters V1, and sites are their own targets."""
SAMPLED_ROWS = 20_000
SKEW_ROWS = 3_000
SKEW_DISTANCES = 64
PAIRS = 2_000_000
GOLDEN = 0.6180339887498949


@njit(cache=True, nogil=True)
def _gaps(points, i, j, out):  # type: ignore[no-untyped-def]
    """Write the straight distances between points i and j."""
    for k in range(i.size):
        a, b = i[k], j[k]
        dx = np.float64(points[0, a]) - np.float64(points[0, b])
        dy = np.float64(points[1, a]) - np.float64(points[1, b])
        dz = np.float64(points[2, a]) - np.float64(points[2, b])
        out[k] = math.sqrt(dx * dx + dy * dy + dz * dz)


@dataclass(frozen=True, slots=True)
class Bandwidths:
    """Silverman's rule on the population's pair distances, for any number of plants.

    Parameters
    ----------
    spread : float
        ``0.9 min(sd, IQR / 1.34)`` of the distances up to ``2 r_max``.
    share : float
        Share of the pairs that are so near, in (0, 1].
    """

    spread: float
    share: float

    @classmethod
    def of_sites(cls, sites: Sites, limit: float) -> Bandwidths:
        """Return the rule, from all pairs or from two million spread evenly over them."""
        n = len(sites)
        if n * (n - 1) // 2 <= PAIRS:
            i, j = np.triu_indices(n, 1)
        else:
            strides = max(1, round(PAIRS / n))
            shift = (np.arange(1, strides + 1) * GOLDEN % 1.0 * (n - 1)).astype(np.int64) + 1
            i = np.arange(0, n, max(1, n // PAIRS))
            i, shift = np.broadcast_arrays(i, shift[:, None])
            i, j = i.ravel(), ((i + shift) % n).ravel()
        distance = np.empty(len(i))
        _gaps(sites.points, i, j, distance)
        if sites.curvature:
            diameter = 1 / math.sqrt(sites.curvature)
            distance = diameter * np.arcsin(np.minimum(distance / diameter, 1.0))
        near = distance[distance <= limit]
        if not len(near):
            return cls(limit, 1.0 / max(1, len(distance)))
        return cls(rule_of_thumb(near) * len(near) ** 0.2, len(near) / len(distance))

    def of(self, n: int) -> float:
        """Return the bandwidth of `n` plants, at least 2."""
        return float(self.spread * max(1.0, n * (n - 1) / 2 * self.share) ** -0.2)


@dataclass(frozen=True, slots=True)
class Bins:
    """Bins of distances: `fine` of them for variances, `every` for means."""

    delta: float
    fine: int
    every: int

    def fold(self, counts: NDArray[np.float64], bins: int) -> Vector:
        """Return counts in fewer bins, the rest added to the entry of pairs beyond."""
        return np.append(counts[:bins], counts[bins:].sum())


@dataclass(frozen=True, slots=True)
class Rows:
    """Surroundings of some sites: counts by distance, the site itself not counted.

    Parameters
    ----------
    points : ndarray of float32, shape (3, m)
    counts : ndarray of float32, shape (m, fine + 1)
    """

    points: NDArray[np.float32]
    counts: NDArray[np.float32]


@njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
def _near_products(points, g, weights, delta, bins, curvature, out):  # type: ignore[no-untyped-def]
    """Add ``g_1 g_2 K_12`` over pairs of rows."""
    m, distances = g.shape
    x, y, z = points[0], points[1], points[2]
    inverse, cap, k = np.float32(1.0 / delta), np.float32(bins), np.float32(curvature)
    # The distances at which a bin has weight, from where on and how many.
    begin, width = np.empty(bins, np.uint64), np.empty(bins, np.uint64)
    for b in range(bins):
        low, high = 0, distances
        while low < distances and weights[b, low] == 0.0:
            low += 1
        while high > low and weights[b, high - 1] == 0.0:
            high -= 1
        begin[b], width[b] = low, high - low
    found, inside = np.empty(m, np.uint32), np.empty(m, np.uint32)
    # Flat arrays and unsigned indices: slices cost more than the few products on them.
    flat_g, flat_w, row = g.ravel(), weights.ravel(), np.uint64(distances)
    near = np.empty(distances, np.float32)
    for i in range(m):
        others = m - i - 1
        _bin_tile(x[i], y[i], z[i], x, y, z, i + 1, m, inverse, cap, k, found)
        count = 0
        for j in range(others):
            inside[np.uint64(count)] = j
            count += found[np.uint64(j)] < np.uint32(bins)
        near[:] = 0.0
        for q in range(count):
            other = np.uint64(inside[np.uint64(q)])
            bin_ = np.uint64(found[other])
            start = begin[bin_]
            of_w, of_g = bin_ * row + start, (other + np.uint64(i + 1)) * row + start
            for d in range(width[bin_]):
                at = np.uint64(d)
                near[start + at] += flat_w[of_w + at] * flat_g[of_g + at]
        for d in range(distances):
            out[d] += np.float64(g[i, d]) * near[d]


@dataclass(frozen=True)
class Population:
    """Moments of a population of sites.

    Parameters
    ----------
    sites : Sites
        All sites, in Morton order unless there is a lattice.
    bins : Bins
    pairs : ndarray of shape (every + 1,)
        Pairs of sites by distance.
    v1, v2 : ndarray of shape (fine + 1, fine + 1)
        See `moments`.
    rows : Rows
        The rows that V1 was made of.
    lattice : Lattice or None
        Where pairs were counted on a grid.
    """

    sites: Sites
    bins: Bins
    pairs: Vector
    v1: Matrix
    v2: Matrix
    rows: Rows
    lattice: Lattice | None
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def mu(self) -> Vector:
        """Expected shares of pairs in every bin."""
        n = float(len(self.sites))
        return self.pairs / (n * (n - 1) / 2)

    @classmethod
    def of_sites(
        cls, sites: Sites, bins: Bins, lattice: Lattice | None, rows: int = SAMPLED_ROWS
    ) -> Population:
        """Count the population's pairs and the rows that its variance needs.

        Parameters
        ----------
        sites : Sites
            At least 4.
        bins : Bins
        lattice : Lattice or None
            The grid to count on; without it every pair is counted.
        rows : int
            Rows of V1 where not all are taken.
        """
        n, curvature = len(sites), sites.curvature
        if lattice is None:
            pairs = pair_counts(sites.points, bins.delta, bins.every, curvature).astype(np.float64)
        else:
            counts = cell_counts(lattice.index, lattice.shape[0] * lattice.shape[1])
            pairs = lattice_pairs(counts, lattice.shape, lattice.cell, bins.delta, bins.every)
        some = _rows(sites, bins, lattice, rows)
        folded = bins.fold(pairs, bins.fine)
        m = len(some.counts)
        if m == n:
            cross = _cross(some.counts, np.zeros(bins.fine + 1))
            mu, v1, v2 = covariance_parts(n, folded, cross)
        else:
            mean = some.counts.mean(axis=0, dtype=np.float64)
            mu, v1, v2 = covariance_parts(n, folded, _cross(some.counts, mean) / m, sampled=m)
        del mu
        return cls(sites, bins, pairs, v1, v2, some, lattice)

    def smoothing(self, r: Vector, bandwidth: float, cumulative: bool) -> Vector:
        """Return the weights of the fine bins, shape (d, fine + 1)."""
        bins = self.bins
        return smoothing_weights(r, bins.delta, bins.fine, bandwidth, cumulative=cumulative)

    def variances(self, weights: Vector) -> tuple[Vector, Vector]:
        """Return the variances of V1 and V2 at each distance under `weights`."""
        one = np.einsum("db,db->d", weights @ self.v1, weights)
        two = np.einsum("db,db->d", weights @ self.v2, weights)
        return np.maximum(one, 0.0), np.maximum(two, 0.0)

    def covariance(self, weights: Vector, weighting: Weighting) -> Matrix:
        """Return the covariance of Kd between distances."""
        middle = weighting.linear * self.v1 + weighting.pairs * self.v2
        return np.asarray(weights @ middle @ weights.T)

    def own_parts(self, weights: Vector, count: int | None = None) -> Matrix:
        """Return g, what a plant at each kept row adds by itself, shape (m, d)."""
        n = len(self.sites)
        some = self.rows.counts if count is None else self.rows.counts[_spread(self, count)]
        near = some @ weights.T.astype(np.float32)
        g = near.astype(np.float64) / (n - 1)
        g -= g.mean(axis=0)
        return g * ((n - 1) / (n - 2))

    def third(self, r: Vector, bandwidth: float, cumulative: bool) -> ThirdMoments:
        """Return the third moments at each distance.

        They are found at 64 of the distances at most, and at 3,000 rows, all pairs of
        them; both are smooth. This takes one core, as callers ask for several at once.
        """
        few = r if len(r) <= SKEW_DISTANCES else np.interp(
            np.linspace(0, len(r) - 1, SKEW_DISTANCES), np.arange(len(r)), r
        )  # fmt: skip
        n, bins = len(self.sites), self.bins
        w = self.smoothing(few, bandwidth, cumulative)
        chosen = _spread(self, SKEW_ROWS)
        counts = self.rows.counts[chosen]
        mu = w @ bins.fold(self.mu, bins.fine)
        g = self.own_parts(w, SKEW_ROWS)
        near2 = (counts @ np.square(w).T.astype(np.float32)).astype(np.float64) / (n - 1)
        near3 = w**3 @ bins.fold(self.mu, bins.fine)
        points = np.ascontiguousarray(self.rows.points[:, chosen])
        m = len(chosen)
        sums = np.zeros(len(few))
        # The kernel's far tail costs most of the time and adds nothing.
        strong = np.where(w > 1e-3 * w.max(), w, 0.0)
        g32, w32 = g.astype(np.float32), np.ascontiguousarray(strong.T.astype(np.float32))
        _near_products(points, g32, w32, bins.delta, bins.fine, self.sites.curvature, sums)
        moments = third_moments(mu, g, sums / (m * (m - 1) / 2), near2, near3)
        return ThirdMoments(
            *(
                np.interp(r, few, part)
                for part in (moments.ggg, moments.ggk, moments.gkk, moments.kkk)
            )
        )


def _spread(population: Population, count: int) -> NDArray[np.int64]:
    """Return the numbers of up to `count` rows, evenly along the Morton curve."""
    m = len(population.rows.counts)
    return np.unique(np.linspace(0, m - 1, min(count, m)).round().astype(np.int64))


def _cross(rows: NDArray[np.float32], mean: Vector) -> Matrix:
    """Return ``sum (H - mean)(H - mean)'`` of all rows, in double precision by blocks."""
    total = np.zeros((rows.shape[1], rows.shape[1]))
    exact = len(rows) <= 500
    for start in range(0, len(rows), 2_000):
        block = rows[start : start + 2_000] - mean
        block = block if exact else block.astype(np.float32)
        total += block.T @ block
    return total


def _rows(sites: Sites, bins: Bins, lattice: Lattice | None, count: int) -> Rows:
    """Return rows taken evenly along the Morton curve (all of a small population)."""
    n = len(sites)
    if lattice is None and n <= ALL_ROWS:
        own = np.arange(n)
        ones = np.ones(n, np.float32)
        near = row_weights(
            sites.points, own, sites.points, ones, bins.delta, bins.fine, sites.curvature
        )
        return Rows(sites.points, near)
    # Targets: cells about as wide as two fine bins, each at the middle of its sites.
    cell = 2 * bins.delta
    p = sites.points
    low = p.min(axis=1)
    grid = ((p - low[:, None]) / np.float32(cell)).astype(np.int64)
    side = grid.max(axis=1) + 1
    key = (grid[0] * side[1] + grid[1]) * side[2] + grid[2]
    del grid
    cells, inverse, members = _cells(key, int(side.prod()))
    centres = np.stack(
        [np.bincount(inverse, p[a], minlength=cells) / members for a in range(3)]
    ).astype(np.float32)
    along = morton_order(centres)
    centres, members = np.ascontiguousarray(centres[:, along]), members[along]
    # Sites at equal steps of the cumulative count, each at its cell's middle.
    step = n / min(count, n)
    at = ((np.arange(min(count, n)) + 0.5) * step).astype(np.int64)
    own = np.searchsorted(np.cumsum(members), at, side="right")
    points = np.ascontiguousarray(centres[:, own])
    near = row_weights(
        points, own, centres, members.astype(np.float32), bins.delta, bins.fine, sites.curvature
    )
    return Rows(points, near)


def _cells(key: NDArray[np.int64], size: int) -> tuple[int, NDArray[np.int64], NDArray[np.int64]]:
    """Return the number of occupied cells, the cell of each site, and sites in each."""
    if size <= 1 << 26:
        counts = np.bincount(key, minlength=size)
        rank = np.cumsum(counts > 0) - 1
        return int(rank[-1]) + 1, rank[key], counts[counts > 0]
    cells, inverse, counts = np.unique(key, return_inverse=True, return_counts=True)
    return len(cells), inverse, counts


def support(r_max: float, bandwidth: float) -> float:
    """Return the distance beyond which a pair has no weight."""
    return r_max + SUPPORT * bandwidth
