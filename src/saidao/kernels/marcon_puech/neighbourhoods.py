"""Sums over the neighbours of every site within each of some distances, compiled.

Sites stand in Morton order and are cut into blocks of neighbours, and these into tiles.
Where a block lies wholly inside or outside a radius around a tile or a site it is taken
or left as one; only pairs near the rim of a radius are looked at one by one. The sums are
those of every pair all the same: in double precision, a neighbour at exactly r included.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.distance.sites import EARTH_RADIUS, Metric, morton_order, place, project
from saidao.kernels.marcon_puech.near_pairs import boxes_of

__all__ = ["Neighbourhoods", "neighbour_sums", "sites_in_order"]

Array = NDArray[np.float64]

TILE = 32
"""Sites of a tile; a block is as many tiles."""

DISTORTION = 0.005
"""Greatest relative error of a distance with which a globe is laid on a plane."""

MARGIN = 1e-9
"""Relative room left to rounding where a whole tile is taken or left."""


@dataclass(frozen=True, slots=True)
class Neighbourhoods:
    """Sites in Morton order with the radii that are asked for.

    Attributes
    ----------
    points : ndarray of shape (n, 3)
        Coordinates in Morton order; the third is 0 in the plane, and all three those of a
        globe where distances are great circles.
    order : ndarray of int, shape (n,)
        ``points[k]`` is site ``order[k]`` of the input.
    radii2 : ndarray of shape (d,)
        Squared straight distances of the radii, ascending.
    tiles, blocks : ndarray of shape (m, 6)
        Lowest and highest coordinates of each.
    radii : ndarray of shape (d,)
        As they were asked for.
    plane : ndarray of shape (2, n), optional
        Coordinates in the plane, where distances are those of the plane or of a globe that
        can be laid on one.
    """

    points: Array
    order: NDArray[np.int64]
    radii2: Array
    tiles: Array
    blocks: Array
    radii: Array
    plane: Array | None

    def __len__(self) -> int:
        return len(self.points)

    def take(self, rows: NDArray[np.int64]) -> Neighbourhoods:
        """Return some of the sites, by their numbers in Morton order, ascending."""
        plane = None if self.plane is None else self.plane[:, rows]
        return _cut(self.points[rows], self.order[rows], self.radii2, self.radii, plane)

    def nearer(self, count: int) -> Neighbourhoods:
        """Return the same sites with the first radii only."""
        return replace(self, radii2=self.radii2[:count], radii=self.radii[:count])


def sites_in_order(
    x: ArrayLike,
    y: ArrayLike,
    r: ArrayLike,
    *,
    metric: Metric = "planar",
    radius: float = EARTH_RADIUS,
) -> Neighbourhoods:
    """Check sites and radii and prepare them.

    Parameters
    ----------
    x, y : array_like of shape (n,)
        Plane coordinates, or longitude and latitude in degrees.
    r : array_like of shape (d,)
        Radii in the unit of `x` and `y`, or of `radius`; ascending, none negative.
    metric : {"planar", "great_circle"}
        How distance is measured.
    radius : float
        Radius of the globe.

    Raises
    ------
    ValueError
        If lengths differ, a value is not finite, radii do not ascend or one is negative.
    """
    radii = np.asarray(r, dtype=np.float64)
    if radii.ndim != 1 or not len(radii) or not np.isfinite(radii).all():
        raise ValueError("r: got no vector of finite numbers, expected distances")
    if radii[0] < 0 or (np.diff(radii) <= 0).any():
        raise ValueError("r: got distances out of order, expected them to ascend from 0 or more")
    order = morton_order(place(x, y, metric, radius).points) if len(np.asarray(x)) else np.arange(0)
    a, b = (np.asarray(values, dtype=np.float64)[order] for values in (x, y))
    if metric == "great_circle":
        lon, lat = np.radians(a), np.radians(b)
        points = radius * np.stack(
            [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1
        )
        straight = 2 * radius * np.sin(np.minimum(radii / (2 * radius), np.pi / 2))
        plane = _laid_flat(a, b, radius)
    else:
        points = np.stack([a, b, np.zeros_like(a)], axis=1)
        straight, plane = radii, np.stack([a, b])
    return _cut(np.ascontiguousarray(points), order, straight * straight, radii, plane)


def neighbour_sums(
    sites: Neighbourhoods, values: Array, rows: NDArray[np.int64] | None = None
) -> Array:
    """Sum values over the neighbours of sites, within each radius.

    Parameters
    ----------
    sites : Neighbourhoods
        Sites and radii.
    values : ndarray of shape (n, c) or (n, c, d)
        What each site adds, for each of c sums, the same for all radii or one for each;
        in Morton order.
    rows : ndarray of int, optional
        Numbers, in Morton order, of the sites whose neighbours are summed; all by default.

    Returns
    -------
    ndarray of shape (rows, c, d)
        The site itself is not its neighbour; one at the same place is.
    """
    d = len(sites.radii2)
    # Values that are the same for all radii are kept once.
    every = np.ascontiguousarray(values[:, :, None] if values.ndim == 2 else values)
    own = min(every.shape[2] - 1, 1) if d > 1 else 0
    tile_sums, block_sums = _sums(every, TILE), _sums(every, TILE * TILE)
    every = np.ascontiguousarray(every.transpose(1, 2, 0))
    coordinates = np.ascontiguousarray(sites.points.T)
    count = len(sites) if rows is None else len(rows)
    out = np.empty((count, every.shape[0], d))
    fixed = (coordinates, sites.radii2, sites.tiles, sites.blocks, every, own)
    total = len(sites.tiles) if rows is None else len(rows)
    step = max(1, -(-total // 64))

    def work(first: int) -> None:
        stop = min(first + step, total)
        if rows is None:
            _sum_tiles(*fixed, tile_sums, block_sums, first, stop, out)
        else:
            _sum_rows(*fixed, tile_sums, block_sums, rows, first, stop, out)

    in_threads(work, range(0, total, step))
    return out


def _laid_flat(lon: Array, lat: Array, radius: float) -> Array | None:
    """Return coordinates in the plane; None where a distance would be off by too much."""
    if not len(lon):
        return None
    try:
        flat = project(lon, lat, radius)
    except ValueError:
        # All around the globe.
        return None
    return flat.points[:2].astype(np.float64) if flat.distortion <= DISTORTION else None


def _cut(
    points: Array, order: NDArray[np.int64], radii2: Array, radii: Array, plane: Array | None
) -> Neighbourhoods:
    """Return sites in Morton order, cut into tiles and blocks."""
    tiles, blocks = boxes_of(points, TILE), boxes_of(points, TILE * TILE)
    return Neighbourhoods(points, order, radii2, tiles, blocks, radii, plane)


def _sums(values: Array, size: int) -> Array:
    """Return the sums of values over runs of sites."""
    starts = np.arange(0, len(values), size)
    return np.add.reduceat(values, starts) if len(starts) else np.empty((0, *values.shape[1:]))


@njit(inline="always")
def _range(low2, high2, radii2, first, stop):  # type: ignore[no-untyped-def]
    """Return from which radius on some, and from which on all pairs are inside."""
    some = first
    while some < stop and radii2[some] < low2 * (1 - MARGIN):
        some += 1
    every = some
    while every < stop and radii2[every] < high2 * (1 + MARGIN):
        every += 1
    return some, every


@njit(inline="always")
def _bounds(a, b, radii2, first, stop):  # type: ignore[no-untyped-def]
    """Return `_range` of two boxes."""
    low2, high2 = 0.0, 0.0
    for axis in range(3):
        gap = max(0.0, a[axis] - b[axis + 3], b[axis] - a[axis + 3])
        span = max(a[axis + 3] - b[axis], b[axis + 3] - a[axis])
        low2 += gap * gap
        high2 += span * span
    return _range(low2, high2, radii2, first, stop)


@njit(inline="always")
def _point_bounds(px, py, pz, b, radii2, first, stop):  # type: ignore[no-untyped-def]
    """Return `_range` of a point and a box."""
    gap_x, gap_y = max(0.0, b[0] - px, px - b[3]), max(0.0, b[1] - py, py - b[4])
    gap_z = max(0.0, b[2] - pz, pz - b[5])
    span_x, span_y = max(px - b[0], b[3] - px), max(py - b[1], b[4] - py)
    span_z = max(pz - b[2], b[5] - pz)
    return _range(
        gap_x * gap_x + gap_y * gap_y + gap_z * gap_z,
        span_x * span_x + span_y * span_y + span_z * span_z,
        radii2,
        first,
        stop,
    )


@njit(inline="always")
def _add_tile(px, py, pz, points, radii2, a, b, every, own, j0, j1, far2, target):  # type: ignore[no-untyped-def]
    """Add what the sites of a tile are to one site, for the radii a to b of which some are in.

    Loops run over the tile's sites without a branch, so that they are done several at once;
    unsigned indices spare the test for negative ones, and slices, which cost as much as the sums.
    """
    size, start = j1 - j0, np.uint64(j0)
    for j in range(size):
        at = start + np.uint64(j)
        dx, dy, dz = px - points[0, at], py - points[1, at], pz - points[2, at]
        far2[np.uint64(j)] = dx * dx + dy * dy + dz * dz
    for c in range(every.shape[0]):
        for k in range(a, b):
            layer, limit, total = np.uint64(k * own), radii2[k], 0.0
            for j in range(size):
                value = every[c, layer, start + np.uint64(j)]
                total += value if far2[np.uint64(j)] <= limit else 0.0
            target[c, k] += total


@njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"}, error_model="numpy")
def _sum_tiles(  # type: ignore[no-untyped-def]
    points, radii2, tiles, blocks, every, own, tile_sums, block_sums, first, stop, out
):
    """Sum over the neighbours of all sites of some tiles."""
    n, d, channels = points.shape[1], radii2.size, every.shape[0]
    shared = np.empty((channels, d))
    far2 = np.empty(TILE)
    for tile in range(first, stop):
        i0, i1 = tile * TILE, min(n, tile * TILE + TILE)
        shared[:] = 0.0
        for i in range(i0, i1):
            for c in range(channels):
                for k in range(d):
                    out[i, c, k] = -every[c, k * own, i]
        for block in range(blocks.shape[0]):
            some, whole = _bounds(tiles[tile], blocks[block], radii2, 0, d)
            if some == d:
                continue
            for c in range(channels):
                for k in range(whole, d):
                    shared[c, k] += block_sums[block, c, k * own]
            if some == whole:
                continue
            for other in range(block * TILE, min(tiles.shape[0], (block + 1) * TILE)):
                a, b = _bounds(tiles[tile], tiles[other], radii2, some, whole)
                for c in range(channels):
                    for k in range(b, whole):
                        shared[c, k] += tile_sums[other, c, k * own]
                if a == b:
                    continue
                j0, j1 = other * TILE, min(n, other * TILE + TILE)
                for i in range(i0, i1):
                    px, py, pz = points[0, i], points[1, i], points[2, i]
                    e, f = _point_bounds(px, py, pz, tiles[other], radii2, a, b)
                    for c in range(channels):
                        for k in range(f, b):
                            out[i, c, k] += tile_sums[other, c, k * own]
                    if e < f:
                        _add_tile(
                            px, py, pz, points, radii2, e, f, every, own, j0, j1, far2, out[i]
                        )
        for i in range(i0, i1):
            for c in range(channels):
                for k in range(d):
                    out[i, c, k] += shared[c, k]


@njit(cache=True, nogil=True, fastmath={"reassoc", "nsz"}, error_model="numpy")
def _sum_rows(  # type: ignore[no-untyped-def]
    points, radii2, tiles, blocks, every, own, tile_sums, block_sums, rows, first, stop, out
):
    """Sum over the neighbours of some sites."""
    n, d, channels = points.shape[1], radii2.size, every.shape[0]
    far2 = np.empty(TILE)
    for row in range(first, stop):
        i = rows[row]
        px, py, pz = points[0, i], points[1, i], points[2, i]
        for c in range(channels):
            for k in range(d):
                out[row, c, k] = -every[c, k * own, i]
        for block in range(blocks.shape[0]):
            some, whole = _point_bounds(px, py, pz, blocks[block], radii2, 0, d)
            if some == d:
                continue
            for c in range(channels):
                for k in range(whole, d):
                    out[row, c, k] += block_sums[block, c, k * own]
            if some == whole:
                continue
            for other in range(block * TILE, min(tiles.shape[0], (block + 1) * TILE)):
                e, f = _point_bounds(px, py, pz, tiles[other], radii2, some, whole)
                for c in range(channels):
                    for k in range(f, whole):
                        out[row, c, k] += tile_sums[other, c, k * own]
                if e < f:
                    j0, j1 = other * TILE, min(n, other * TILE + TILE)
                    _add_tile(px, py, pz, points, radii2, e, f, every, own, j0, j1, far2, out[row])
