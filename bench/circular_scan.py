"""Kulldorff's circular scan, plainly written: what clusters are held against in the bench.

Every site is a centre, every number of nearest sites up to `MOST` a window, and the window of
greatest likelihood ratio (Bernoulli) is tested by random maps (Kulldorff 1997). It shares no
code with `saidao.kernels.clusters`.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.spatial import cKDTree

__all__ = ["MOST", "most_likely", "windows"]

MOST = 600
"""Sites in the largest window."""

I32 = NDArray[np.int32]
Marks = NDArray[np.int8]


def windows(points: NDArray[np.float64]) -> I32:
    """Return the nearest sites of each, itself first."""
    return np.asarray(cKDTree(points).query(points, k=min(MOST, len(points)))[1], np.int32)


@njit(cache=True)
def ratio(cases: int, inside: int, total: int, sites: int) -> float:
    """Return the log-likelihood ratio of a window, 0 where its share is not the greater."""
    if cases * sites <= total * inside:
        return 0.0
    found = 0.0
    for part, whole in ((cases, inside), (total - cases, sites - inside)):
        if part > 0:
            found += part * math.log(part / whole)
        if whole - part > 0:
            found += (whole - part) * math.log((whole - part) / whole)
    share = total / sites
    return found - total * math.log(share) - (sites - total) * math.log(1 - share)


@njit(cache=True)
def greatest(case: Marks, near: I32, total: int) -> tuple[float, int, int]:
    """Return the greatest ratio of any window with its centre and size."""
    best, centre, size = 0.0, 0, 0
    # Of windows of one size the one with most cases has the greatest ratio.
    most = np.zeros(near.shape[1], np.int32)
    where = np.zeros(near.shape[1], np.int32)
    for site in range(len(near)):
        inside = 0
        for rank in range(near.shape[1]):
            inside += case[near[site, rank]]
            if inside > most[rank]:
                most[rank] = inside
                where[rank] = site
    for rank in range(near.shape[1]):
        value = ratio(np.int64(most[rank]), rank + 1, total, len(case))
        if value > best:
            best, centre, size = value, where[rank], rank + 1
    return best, centre, size


def most_likely(
    case: NDArray[np.bool_], near: I32, draws: int, seed: int, level: float = 0.05
) -> NDArray[np.int64] | None:
    """Return the sites of the most likely cluster, None where chance gives one as often.

    Parameters
    ----------
    case : ndarray of shape (n_sites,)
    near : ndarray of shape (n_sites, k)
        As `windows` returns them.
    draws, seed : int
        Random maps. They end once it cannot pass.
    level : float
    """
    rng = np.random.default_rng(seed)
    marks, total = case.astype(np.int8), int(case.sum())
    best, centre, size = greatest(marks, near, total)
    as_great = 1
    for _ in range(draws):
        by_lot = np.zeros(len(case), np.int8)
        by_lot[rng.choice(len(case), total, replace=False)] = 1
        as_great += greatest(by_lot, near, total)[0] >= best
        if as_great > level * (draws + 1):
            return None
    return near[centre, :size].astype(np.int64)
