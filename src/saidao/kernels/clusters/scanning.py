"""The scan of a map: discs, and leaves that stand out, joined to components."""

from __future__ import annotations

import math

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["best_discs", "disc_excess", "excess", "join", "mark_all", "root"]

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
    cases: I64,
    nearest: I32,
    within: I32,
    sizes: I32,
    scales: I32,
    kind: I32,
    needed: I64,
    needed_inside: I64,
    heat: Heat,
    most: I64,
) -> None:
    """Say how far the neighbourhood of each leaf stands out, one leaf after another.

    A leaf stands out at a scale where the cases among its nearest leaves reach `needed`,
    and those among the leaves of the scale before `needed_inside`: so a leaf beside a
    cluster, whose neighbourhood is rich by the cluster alone, is no part of it.

    Parameters
    ----------
    cases : ndarray of shape (n_leaves,)
        Cases of each leaf, in steps of the weights.
    nearest : ndarray of shape (n_leaves, k)
        Neighbours by distance, the leaf itself first.
    within : ndarray of shape (n_leaves,)
        How many of them count.
    sizes : ndarray of shape (n_sizes,)
        Sizes of discs in leaves, growing from 1.
    scales : ndarray of shape (n_scales,)
        Which of them are scales, growing.
    kind : ndarray of shape (n_leaves,)
        Row of `needed` of each leaf.
    needed : ndarray of shape (n_kinds, n_scales, n_thresholds)
        The least number of cases, growing; `NEVER` where the scale is not used.
    needed_inside : ndarray of shape (n_kinds, n_scales)
        The least number of cases of the scale before; of the leaf alone for the first.
    heat : ndarray of shape (n_leaves,)
        Written: how many thresholds the leaf reaches at any scale.
    most : ndarray of shape (n_sizes,)
        Written: the most cases of any disc of each size that lies within reach.
    """
    thresholds = needed.shape[2]
    most[:] = 0
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
                if inner >= needed_inside[kind[leaf], scale]:
                    while reached < thresholds and total >= needed[kind[leaf], scale, reached]:
                        reached += 1
                inner = total
                scale += 1
        heat[leaf] = reached


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
    cases: I64,
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
        inside = 0
        greatest, number = 0.0, 0
        found[leaf] = 0.0
        size[leaf] = 1
        for seen in range(min(sizes[-1], within[leaf])):
            more = cases[nearest[leaf, seen]]
            inside += more
            asked = seen + 1 == sizes[number]
            # A leaf without cases makes no disc better.
            if asked or more > 0:
                value = disc_excess(inside / unit, seen + 1, each, total, sites, least)
                if value > greatest:
                    greatest = value
                    size[leaf] = seen + 1
                if asked:
                    found[leaf] = max(found[leaf], value)
            number += asked


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
