"""Sites grouped into leaves of equal size, and the leaves' neighbours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError, cKDTree

__all__ = [
    "MOST_LEAVES",
    "adjacency",
    "along_curve",
    "neighbourhoods",
    "partition",
    "places_of",
    "touching",
    "turned_round",
]

MOST_LEAVES = 20_000
"""Below so many sites each is a leaf of its own."""

CURVE_BITS = 16
"""Of each coordinate, for the order of leaves."""


def partition(
    x: NDArray[np.float64], y: NDArray[np.float64], most: int = MOST_LEAVES
) -> NDArray[np.int32]:
    """Split sites into leaves that hold the same number of them, to within one.

    The set is halved at the median of its longer side until there are at most `most`
    leaves, so that leaves are small where sites are many. Sites at one place may fall
    into several leaves, which then lie at no distance from one another.

    Parameters
    ----------
    x, y : ndarray of shape (n_sites,)
        Coordinates in one unit of length. Finite.
    most : int
        The most leaves that may be made, at least 1.

    Returns
    -------
    ndarray of shape (n_sites,), int32
        Leaf of each site; leaves are numbered from 0, neighbours in number lie close.
    """
    count = len(x)
    leaf = np.zeros(count, np.int32)
    if count <= most:
        leaf[along_curve(x, y)] = np.arange(count, dtype=np.int32)
        return leaf
    parts = [np.arange(count)]
    while 2 * len(parts) <= most:
        halves = []
        for part in parts:
            px, py = x[part], y[part]
            along = px if np.ptp(px) >= np.ptp(py) else py
            middle = len(part) // 2
            order = np.argpartition(along, middle, kind="introselect")
            # Sorting keeps the result the same whatever the order within the halves.
            halves += [part[np.sort(order[:middle])], part[np.sort(order[middle:])]]
        parts = halves
    for number, part in enumerate(parts):
        leaf[part] = number
    return leaf


def along_curve(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the order of sites along Morton's curve: those close in it mostly lie close.

    What a scan reads of a leaf and of its neighbours then lies together in memory. Sites at
    one place keep their order.

    Parameters
    ----------
    x, y : ndarray of shape (n_sites,)
        Coordinates in one unit of length. Finite.
    """
    code = np.zeros(len(x), np.uint64)
    if not len(x):
        return np.argsort(code)
    side = max(float(np.ptp(x)), float(np.ptp(y))) or 1.0
    for shift, along in enumerate((x, y)):
        cell = ((along - along.min()) / side * (2**CURVE_BITS - 1)).astype(np.uint64)
        for bit in range(CURVE_BITS):
            code |= ((cell >> np.uint64(bit)) & np.uint64(1)) << np.uint64(2 * bit + shift)
    return np.argsort(code, kind="stable")


def neighbourhoods(
    x: NDArray[np.float64], y: NDArray[np.float64], most: int, reach: float
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the nearest leaves of each leaf, itself first.

    Parameters
    ----------
    x, y : ndarray of shape (n_leaves,)
        Middles of the leaves.
    most : int
        How many neighbours to return, itself counted.
    reach : float
        Leaves farther away are no neighbours, in the unit of `x`.

    Returns
    -------
    nearest : ndarray of shape (n_leaves, k), int32
        By growing distance, `k` the lesser of `most` and the number of leaves.
    within : ndarray of shape (n_leaves,), int32
        How many of them lie within `reach`, at least 1.
    """
    count = min(most, len(x))
    tree = cKDTree(np.column_stack([x, y]))
    distance, nearest = tree.query(tree.data, k=count, workers=-1)
    distance, nearest = distance.reshape(-1, count), nearest.reshape(-1, count)
    # Among leaves at one place any may come first; a leaf is its own first neighbour.
    own = np.arange(len(x))
    elsewhere = nearest[:, 0] != own
    rows, columns = np.nonzero((nearest == own[:, None]) & elsewhere[:, None])
    nearest[rows, columns] = nearest[rows, 0]
    nearest[:, 0] = own
    within = np.maximum(np.sum(distance <= reach, axis=1), 1)
    return np.ascontiguousarray(nearest, np.int32), within.astype(np.int32)


def places_of(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a number for each leaf, the same for those at one place, in order of x and y.

    Parameters
    ----------
    x, y : ndarray of shape (n_leaves,)
        Middles of the leaves.
    """
    which = np.unique(np.column_stack([x, y]), axis=0, return_inverse=True)[1]
    return np.asarray(which, np.int64).reshape(-1)


def adjacency(
    x: NDArray[np.float64], y: NDArray[np.float64], place: NDArray[np.int64], reach: float
) -> NDArray[np.int32]:
    """Return the pairs of leaves that touch: the edges of their Delaunay triangulation.

    Unlike nearest neighbours these cross a river, however close the leaves of one bank are
    to one another. Leaves at one place touch, and each of them some of those at the places
    beside it.

    Parameters
    ----------
    x, y : ndarray of shape (n_leaves,)
        Middles of the leaves.
    place : ndarray of shape (n_leaves,)
        As `places_of` returns it.
    reach : float
        Longer edges are left out.

    Returns
    -------
    ndarray of shape (n_edges, 2), int32
        Each pair once.
    """
    order = np.argsort(place, kind="stable")
    counts = np.bincount(place)
    starts = np.cumsum(counts) - counts
    first = order[starts]
    points = np.column_stack([x[first], y[first]])
    pairs = np.empty((0, 2), np.int64)
    if len(points) > 1:
        try:
            triangles = Delaunay(points - points.mean(axis=0)).simplices
            pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]]])
            pairs = np.concatenate([pairs, triangles[:, [2, 0]]])
        except QhullError:
            # All on one line, in whose order places are numbered, or too few.
            along = np.arange(len(points))
            pairs = np.column_stack([along[:-1], along[1:]])
        pairs = np.unique(np.sort(pairs, axis=1), axis=0)
        length = np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)
        pairs = pairs[length <= reach]
    # Each leaf of a place has one beside it at the other.
    most = counts[pairs].max(axis=1)
    between = np.repeat(pairs, most, axis=0)
    number = np.arange(len(between)) - np.repeat(np.cumsum(most) - most, most)
    edges = [order[starts[between] + number[:, None] % counts[between]]]
    # At one place each touches those 1, 2, 4... farther on: all of them by few edges.
    step, position = 1, np.arange(len(x)) - starts[place[order]]
    while step < counts.max():
        ahead = np.flatnonzero(position + step < counts[place[order]])
        edges.append(np.column_stack([order[ahead], order[ahead + step]]))
        step *= 2
    found: NDArray[np.int32] = np.ascontiguousarray(np.concatenate(edges), np.int32)
    return found


def touching(edges: NDArray[np.int32], count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return for each leaf those that touch it.

    Parameters
    ----------
    edges : ndarray of shape (n_edges, 2)
        As `adjacency` returns them.
    count : int
        Of leaves.

    Returns
    -------
    starts : ndarray of shape (n_leaves + 1,), int64
    beside : ndarray, int32
        ``beside[starts[i]:starts[i + 1]]`` touch leaf ``i``.
    """
    both = np.concatenate([edges, edges[:, ::-1]])
    both = both[np.argsort(both[:, 0], kind="stable")]
    starts = np.searchsorted(both[:, 0], np.arange(count + 1))
    return starts.astype(np.int64), np.ascontiguousarray(both[:, 1], np.int32)


def turned_round(
    nearest: NDArray[np.int32], within: NDArray[np.int32], sizes: NDArray[np.int32]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.uint8]]:
    """Return for each leaf those that have it among their neighbours, and from which size.

    Parameters
    ----------
    nearest, within : ndarray
        As `neighbourhoods` returns them.
    sizes : ndarray of shape (n_sizes,), int32
        Sizes of neighbourhoods, growing from 1.

    Returns
    -------
    starts : ndarray of shape (n_leaves + 1,), int64
    around : ndarray, int32
        ``around[starts[i]:starts[i + 1]]`` have leaf ``i`` in their neighbourhood.
    ring : ndarray, uint8
        Index of the first size that holds it, 0 for the leaf itself.
    """
    count, width = nearest.shape
    counts = np.arange(width) < within[:, None]
    by_rank = np.searchsorted(sizes, np.arange(width), side="right")
    neighbour = nearest[counts]
    order = np.argsort(neighbour, kind="stable")
    of = np.repeat(np.arange(count, dtype=np.int32), within)
    starts = np.searchsorted(neighbour[order], np.arange(count + 1))
    ring = np.broadcast_to(by_rank.astype(np.uint8), nearest.shape)[counts]
    return starts.astype(np.int64), of[order], ring[order]
