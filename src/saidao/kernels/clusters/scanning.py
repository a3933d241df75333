"""The scan: leaves that stand out, joined to components, for the map and for chance."""

from __future__ import annotations

import math

import numpy as np
from numba import njit, prange
from numpy.typing import NDArray

__all__ = ["best_discs", "excess", "greatest_by_chance", "join", "mark_all", "mark_around"]

F32 = NDArray[np.float32]
F64 = NDArray[np.float64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
Heat = NDArray[np.uint8]


@njit(cache=True, nogil=True)
def excess(inside: float, sites_inside: float, total: float, sites: float) -> float:
    """Return Kulldorff's log-likelihood ratio of more cases inside than elsewhere (Bernoulli).

    Parameters
    ----------
    inside : float
        Cases inside, in units in which the variance is that of a count.
    sites_inside : float
        Sites of all industries inside.
    total : float
        All cases, in the same units.
    sites : float
        All sites.

    Returns
    -------
    float
        At least 0; 0 where there is no excess.
    """
    expected = total * sites_inside / sites
    if inside <= expected or expected <= 0.0:
        return 0.0
    ratio = inside * math.log(inside / expected)
    if inside < total:
        ratio += (total - inside) * math.log((total - inside) / (total - expected))
    # Cases of more than usual weight may count for more than there are sites.
    others, others_total = sites_inside - inside, sites - total
    if others > 0.0:
        ratio += others * math.log(others / (sites_inside - expected))
    if others < others_total:
        left = others_total - max(others, 0.0)
        ratio += left * math.log(left / (others_total - (sites_inside - expected)))
    return max(ratio, 0.0)


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
    sizes: I32,
    scales: I32,
    needed: F32,
    needed_inside: F32,
    heat: Heat,
    most: F32,
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
    sizes : ndarray of shape (n_sizes,)
        Sizes of discs in leaves, growing from 1.
    scales : ndarray of shape (n_scales,)
        Which of them are scales, growing.
    needed : ndarray of shape (n_leaves, n_scales, n_thresholds)
        The least number of cases, growing; infinite where the scale is not used.
    needed_inside : ndarray of shape (n_leaves, n_scales)
        The least number of cases of the scale before; of the leaf alone for the first.
    heat : ndarray of shape (n_leaves,)
        Written: how many thresholds the leaf reaches at any scale.
    most : ndarray of shape (n_sizes,)
        Written: the most cases of any disc of each size that lies within reach.
    """
    thresholds = needed.shape[2]
    most[:] = 0.0
    for leaf in range(len(cases)):
        reached, scale = 0, 0
        total, seen = cases[leaf], 1
        inner = total
        for number in range(len(sizes)):
            size = min(sizes[number], within[leaf])
            while seen < size:
                total += cases[nearest[leaf, seen]]
                seen += 1
            if size == sizes[number]:
                most[number] = max(most[number], total)
            if scale < len(scales) and number == scales[scale]:
                if inner >= needed_inside[leaf, scale]:
                    while reached < thresholds and total >= needed[leaf, scale, reached]:
                        reached += 1
                inner = total
                scale += 1
        heat[leaf] = reached


@njit(cache=True, nogil=True)
def mark_around(
    holding: I32,
    holders: int,
    cases: F32,
    within: I32,
    starts: I64,
    around: I32,
    ring: NDArray[np.uint8],
    sizes: I32,
    scales: I32,
    needed: F32,
    needed_inside: F32,
    rings: F32,
    filled: NDArray[np.uint32],
    touched: I32,
    heat: Heat,
    most: F32,
) -> None:
    """Say the same of all leaves, going out from those that hold cases: fewer, where cases are few.

    Sizes at which a disc takes in no more cases are passed over: the smaller disc with as many
    is the better one. So `most` may lack what `mark_all` writes there.

    Parameters
    ----------
    holding : ndarray of shape (n_leaves,)
        The first `holders` are the leaves that hold cases.
    starts, around, ring : ndarray
        ``around[starts[i]:starts[i + 1]]`` are the leaves that have leaf ``i`` in their
        neighbourhood, ``ring`` the first size at which they have it; 0 is the leaf itself.
    rings : ndarray of shape (n_leaves, n_sizes)
        All zero, and left so.
    filled : ndarray of shape (n_leaves,)
        All zero, and left so: a bit for each ring that holds cases, at most 32.
    touched : ndarray of shape (n_leaves,)
        Room to work in.
    cases, within, sizes, scales, needed, needed_inside, heat, most
        As for `mark_all`.
    """
    heat[:] = 0
    most[:] = 0.0
    count = 0
    for number in range(holders):
        leaf = holding[number]
        weight = cases[leaf]
        for place in range(starts[leaf], starts[leaf + 1]):
            other = around[place]
            if filled[other] == 0:
                touched[count] = other
                count += 1
            filled[other] |= np.uint32(1) << np.uint32(ring[place])
            rings[other, ring[place]] += weight
    asked = np.uint32(0)
    for number in scales:
        asked |= np.uint32(1) << np.uint32(number)
    thresholds = needed.shape[2]
    for place in range(count):
        leaf = touched[place]
        reached, scale, number = 0, 0, 0
        total = np.float32(0.0)
        inner = rings[leaf, 0]
        left = filled[leaf] | asked
        while left != 0:
            if left & np.uint32(1):
                total += rings[leaf, number]
                rings[leaf, number] = 0.0
                if sizes[number] <= within[leaf]:
                    most[number] = max(most[number], total)
                if scale < len(scales) and number == scales[scale]:
                    if inner >= needed_inside[leaf, scale]:
                        while reached < thresholds and total >= needed[leaf, scale, reached]:
                            reached += 1
                    inner = total
                    scale += 1
            left >>= np.uint32(1)
            number += 1
        heat[leaf] = reached
        filled[leaf] = 0


@njit(cache=True, nogil=True)
def disc_excess(
    cases: float, leaves: int, each: float, total: float, sites: float, least: float
) -> float:
    """Return the excess of a disc of so many leaves of usual size, 0 below the least share.

    Leaves hold the same number of sites to within one, which is left out of account for the
    map as for the random ones.
    """
    inside = leaves * each
    if cases < least * inside:
        return 0.0
    return float(excess(cases, inside, total, sites))


@njit(cache=True, nogil=True)
def best_discs(
    cases: F32,
    nearest: I32,
    within: I32,
    sizes: I32,
    unit: float,
    total: float,
    sites: float,
    least: float,
    found: F64,
    size: I32,
) -> None:
    """Say which disc around each leaf has the greatest excess.

    Parameters
    ----------
    cases, nearest, within, sizes
        As for `mark_all`.
    unit, total, sites, least : float
        Weight that counts as one case, all cases and sites, and the least share of a disc.
    found : ndarray of shape (n_leaves,)
        Written: the greatest excess of a disc of one of the sizes, as random maps are scanned.
    size : ndarray of shape (n_leaves,)
        Written: the leaves of the disc of greatest excess, of whatever size up to the last.
    """
    each = sites / len(cases)
    for leaf in range(len(cases)):
        inside = np.float32(0.0)
        greatest, number = 0.0, 0
        found[leaf] = 0.0
        size[leaf] = 1
        for seen in range(min(sizes[-1], within[leaf])):
            inside += cases[nearest[leaf, seen]]
            value = disc_excess(inside / unit, seen + 1, each, total, sites, least)
            if value > greatest:
                greatest = value
                size[leaf] = seen + 1
            if seen + 1 == sizes[number]:
                found[leaf] = max(found[leaf], value)
                number += 1


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
    disc_sizes: I32,
    scales: I32,
    needed: F32,
    needed_inside: F32,
    starts: I64,
    around: I32,
    ring: NDArray[np.uint8],
    edges: I32,
    unit: float,
    least: float,
    draws: int,
    seed: int,
    threads: int,
) -> F64:
    """Return the greatest excess of any component and disc where sites are drawn by chance.

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
    nearest, within, disc_sizes, scales, needed, needed_inside
        As for `mark_all`.
    starts, around, ring
        As for `mark_around`; used where cases are fewer than leaves.
    edges : ndarray of shape (n_edges, 2)
        Leaves that touch.
    unit : float
        Variance of the weights' sum over its mean; excess is measured in it.
    least : float
        The least share of a disc, in the same units.
    draws, seed, threads : int

    Returns
    -------
    ndarray of shape (draws, n_thresholds + 1)
        At least 0: of the components of each threshold, and of the discs.
    """
    sites, count, cases_n = len(leaf), len(sizes), len(weights)
    total = 0.0
    for value in weights:
        total += value
    sparse = len(around) > 0
    thresholds = needed.shape[2]
    greatest = np.zeros((draws, thresholds + 1))
    step = np.uint64(0x9E3779B97F4A7C15)
    for thread in prange(threads):
        drawn_in = np.full(sites, -1, np.int32)
        cases = np.zeros(count, np.float32)
        holding = np.zeros(count, np.int32)
        touched = np.zeros(count, np.int32)
        rings = np.zeros((count if sparse else 1, len(disc_sizes)), np.float32)
        filled = np.zeros(count, np.uint32)
        most = np.zeros(len(disc_sizes), np.float32)
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
                    within,
                    starts,
                    around,
                    ring,
                    disc_sizes,
                    scales,
                    needed,
                    needed_inside,
                    rings,
                    filled,
                    touched,
                    heat,
                    most,
                )
            else:
                mark_all(
                    cases, nearest, within, disc_sizes, scales, needed, needed_inside, heat, most
                )
            for number in range(len(disc_sizes)):
                found = disc_excess(
                    most[number] / unit, disc_sizes[number], sites / count, total / unit, sites,
                    least,
                )  # fmt: skip
                greatest[draw, thresholds] = max(greatest[draw, thresholds], found)
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
                        found = excess(inside[node] / unit, area[node], total / unit, sites)
                        best = max(best, found)
                greatest[draw, threshold] = best
    return greatest
