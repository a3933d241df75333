"""The scan: leaves that stand out, joined to components, for the map and for chance."""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

__all__ = ["excess", "greatest_by_chance", "join", "mark_all", "mark_around"]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
Heat = NDArray[np.uint8]


@njit(cache=True, nogil=True)
def excess(inside: float, expected: float, total: float) -> float:
    """Return Kulldorff's log-likelihood ratio of more cases inside than expected.

    Parameters
    ----------
    inside : float
        Cases inside, in units in which the variance is that of a count.
    expected : float
        What the share of all sites that lie inside would give, in the same units.
    total : float
        All cases, in the same units.

    Returns
    -------
    float
        At least 0; 0 where there is no excess.
    """
    if inside <= expected or expected <= 0.0:
        return 0.0
    ratio = inside * math.log(inside / expected)
    if inside < total:
        ratio += (total - inside) * math.log((total - inside) / (total - expected))
    return ratio


@njit(cache=True, nogil=True)
def root(parent: I32, node: int) -> int:
    """Return the root of a node, halving the path to it."""
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True, nogil=True)
def mark_all(
    cases: F32,
    nearest: I32,
    within: I32,
    scales: I32,
    needed: F32,
    needed_inside: F32,
    heat: Heat,
) -> None:
    """Say how far the neighbourhood of each leaf stands out, one leaf after another.

    A leaf stands out at a scale where the cases among its nearest leaves reach `needed`,
    and those among the leaves of the scale before `needed_inside`: so a leaf beside a
    cluster, whose neighbourhood is rich by the cluster alone, is no part of it.

    Parameters
    ----------
    cases : ndarray of shape (n_leaves,)
        Cases of each leaf.
    nearest : ndarray of shape (n_leaves, k)
        Neighbours by distance, the leaf itself first.
    within : ndarray of shape (n_leaves,)
        How many of them count.
    scales : ndarray of shape (n_scales,)
        Sizes of the neighbourhoods in leaves, growing.
    needed : ndarray of shape (n_leaves, n_scales, n_thresholds)
        The least number of cases, growing; infinite where the scale is not used.
    needed_inside : ndarray of shape (n_leaves, n_scales)
        The least number of cases of the scale before.
    heat : ndarray of shape (n_leaves,)
        Written: how many thresholds the leaf reaches at any scale.
    """
    thresholds = needed.shape[2]
    for leaf in range(len(cases)):
        reached = 0
        most = within[leaf]
        total, seen = cases[leaf], 1
        for scale in range(len(scales)):
            size = min(scales[scale], most)
            inner = total
            while seen < size:
                total += cases[nearest[leaf, seen]]
                seen += 1
            if inner >= needed_inside[leaf, scale]:
                while reached < thresholds and total >= needed[leaf, scale, reached]:
                    reached += 1
            if size == most or reached == thresholds:
                break
        heat[leaf] = reached


@njit(cache=True, nogil=True)
def mark_around(
    holding: I32,
    holders: int,
    cases: F32,
    starts: I64,
    around: I32,
    ring: NDArray[np.uint8],
    needed: F32,
    needed_inside: F32,
    rings: F32,
    touched: I32,
    heat: Heat,
) -> None:
    """Say the same of all leaves, going out from those that hold cases: fewer, where cases are few.

    Parameters
    ----------
    holding : ndarray of shape (n_leaves,)
        The first `holders` are the leaves that hold cases.
    starts, around, ring : ndarray
        ``around[starts[i]:starts[i + 1]]`` are the leaves that have leaf ``i`` in their
        neighbourhood, ``ring`` the first scale at which they have it; 0 is the leaf itself.
    rings : ndarray of shape (n_leaves, n_scales + 1)
        All zero, and left so.
    touched : ndarray of shape (n_leaves,)
        Room to work in.
    """
    heat[:] = 0
    count = 0
    for number in range(holders):
        leaf = holding[number]
        weight = cases[leaf]
        for place in range(starts[leaf], starts[leaf + 1]):
            other = around[place]
            # The last column says that the leaf has been met.
            if rings[other, -1] == 0.0:
                rings[other, -1] = 1.0
                touched[count] = other
                count += 1
            rings[other, ring[place]] += weight
    scales, thresholds = needed.shape[1], needed.shape[2]
    for number in range(count):
        leaf = touched[number]
        total = rings[leaf, 0]
        reached = 0
        for scale in range(scales):
            inner = total
            total += rings[leaf, scale + 1]
            if inner >= needed_inside[leaf, scale]:
                while reached < thresholds and total >= needed[leaf, scale, reached]:
                    reached += 1
            if reached == thresholds:
                break
        heat[leaf] = reached
        rings[leaf, :] = 0.0


@njit(cache=True, nogil=True)
def join(edges: I32, heat: Heat, threshold: int, parent: I32) -> None:
    """Join the leaves that reach a threshold and touch: the trees of `parent` are components.

    Go from the highest threshold to the lowest with one `parent`, each leaf its own at
    first: what is joined at one threshold is joined at all lower ones.

    Parameters
    ----------
    edges : ndarray of shape (n_edges, 2)
        Leaves that touch.
    heat : ndarray of shape (n_leaves,)
        As `mark_all` writes it.
    threshold : int
        From 0.
    parent : ndarray of shape (n_leaves,)
        Written.
    """
    for edge in range(len(edges)):
        a, b = edges[edge, 0], edges[edge, 1]
        # Those of higher thresholds are joined already.
        if min(heat[a], heat[b]) == threshold + 1:
            a, b = root(parent, a), root(parent, b)
            if a != b:
                parent[max(a, b)] = min(a, b)


@njit(cache=True, nogil=True)
def mixed(state: np.uint64) -> np.uint64:
    """Return the next number of the SplitMix64 sequence after `state` was moved on."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(cache=True, nogil=True, parallel=True)
def greatest_by_chance(
    leaf: I32,
    weights: F32,
    sizes: F32,
    nearest: I32,
    within: I32,
    scales: I32,
    needed: F32,
    needed_inside: F32,
    starts: I64,
    around: I32,
    ring: NDArray[np.uint8],
    edges: I32,
    unit: float,
    draws: int,
    seed: int,
    threads: int,
) -> F64:
    """Return the greatest excess of any component where sites are drawn by chance.

    Each draw gives the weights to sites drawn without replacement, all sets and orders
    equally likely, and scans that map as the real one. A draw depends on `seed` and its
    number alone, whatever the number of threads.

    Parameters
    ----------
    leaf : ndarray of shape (n_sites,)
        Leaf of each site.
    weights : ndarray of shape (n_cases,)
        What each case counts.
    sizes : ndarray of shape (n_leaves,)
        Sites in each leaf.
    nearest, within, scales, needed, needed_inside
        As for `mark_all`.
    starts, around, ring
        As for `mark_around`; used where cases are fewer than leaves.
    edges : ndarray of shape (n_edges, 2)
        Leaves that touch.
    unit : float
        Variance of the weights' sum over its mean; excess is measured in it.
    draws, seed, threads : int

    Returns
    -------
    ndarray of shape (draws, n_thresholds)
        At least 0.
    """
    sites, count, cases_n = len(leaf), len(sizes), len(weights)
    total = 0.0
    for value in weights:
        total += value
    sparse = len(around) > 0
    thresholds = needed.shape[2]
    greatest = np.zeros((draws, thresholds))
    step = np.uint64(0x9E3779B97F4A7C15)
    for thread in prange(threads):
        drawn_in = np.full(sites, -1, np.int32)
        cases = np.zeros(count, np.float32)
        holding = np.zeros(count, np.int32)
        touched = np.zeros(count, np.int32)
        rings = np.zeros((count if sparse else 1, len(scales) + 2), np.float32)
        heat = np.zeros(count, np.uint8)
        parent = np.zeros(count, np.int32)
        inside = np.zeros(count, np.float64)
        area = np.zeros(count, np.float64)
        for draw in range(thread, draws, threads):
            # Mixed twice, or seed 1 would give the draws of seed 0 but the first.
            state = mixed(mixed(np.uint64(seed) + step) + np.uint64(draw + 1) * step)
            cases[:] = 0.0
            holders = 0
            for case in range(cases_n):
                while True:
                    state += step
                    # The high bits times the number of sites: no bias that could be seen.
                    high = mixed(state) >> np.uint64(32)
                    site = np.int64((high * np.uint64(sites)) >> np.uint64(32))
                    if drawn_in[site] != draw:
                        break
                drawn_in[site] = draw
                if cases[leaf[site]] == 0.0:
                    holding[holders] = leaf[site]
                    holders += 1
                cases[leaf[site]] += weights[case]
            if sparse:
                mark_around(
                    holding,
                    holders,
                    cases,
                    starts,
                    around,
                    ring,
                    needed,
                    needed_inside,
                    rings,
                    touched,
                    heat,
                )
            else:
                mark_all(cases, nearest, within, scales, needed, needed_inside, heat)
            for node in range(count):
                parent[node] = node
            for threshold in range(thresholds - 1, -1, -1):
                join(edges, heat, threshold, parent)
                inside[:] = 0.0
                area[:] = 0.0
                for node in range(count):
                    if heat[node] > threshold:
                        top = root(parent, node)
                        inside[top] += cases[node]
                        area[top] += sizes[node]
                best = 0.0
                for node in range(count):
                    if area[node] > 0.0:
                        expected = total * area[node] / sites
                        found = excess(inside[node] / unit, expected / unit, total / unit)
                        best = max(best, found)
                greatest[draw, threshold] = best
    return greatest
