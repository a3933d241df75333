"""Random maps, scanned as the real one: the greatest excess that chance alone gives.

A random map takes the first sites of a random order of all. The order depends on the seed
and the number of the map alone, so industries share the orders: the sites of a smaller one
lie among those of a larger one.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.kernels.clusters.drawing import draw_sites, put_back
from saidao.kernels.clusters.scanning import disc_excess, excess, root

__all__ = ["Asked", "Ground", "greatest_by_chance", "scan_few", "scan_many"]

F64 = NDArray[np.float64]
I32 = NDArray[np.int32]
I64 = NDArray[np.int64]
U8 = NDArray[np.uint8]
Counts = NDArray[np.uint16] | NDArray[np.uint32]
"""Cases in steps, in the smaller kind of number that holds the fullest disc."""

LANES = 128
"""Maps that `scan_many` scans at once: some lines of the processor's cache."""

FEW = 200
"""`scan_few` is the faster one up to one case in so many leaves."""


class Ground(NamedTuple):
    """Arrays of a control, as `Control` describes them."""

    leaf: I32
    sizes: F64
    nearest: I32
    within: I32
    kind: I32
    disc_sizes: I32
    scales: I32
    starts: I64
    around: I32
    ring: U8
    beside_starts: I64
    beside: I32


class Asked(NamedTuple):
    """What an industry asks of a map.

    Parameters
    ----------
    steps : ndarray of shape (n_cases,)
        What each case counts, in steps of the weights.
    needed, needed_inside : ndarray
        As for `mark_all`, of the kind of number in which cases are summed.
    never : int
        What `needed` is where a scale is not used.
    unit : float
        Variance of the weights' sum over its mean, in steps; excess is measured in it.
    least : float
        The least share of a disc, in units.
    """

    steps: I64
    needed: Counts
    needed_inside: Counts
    never: int
    unit: float
    least: float


@njit(cache=True, nogil=True)
def greatest_components(
    hot: I32,
    count: int,
    heat: U8,
    cases: Counts,
    ground: Ground,
    thresholds: int,
    unit: float,
    total: float,
    parent: I32,
    inside: F64,
    area: F64,
    greatest: F64,
) -> None:
    """Say what the greatest excess of any component of each threshold is.

    Parameters
    ----------
    hot : ndarray
        The first `count` are the leaves that stand out.
    heat : ndarray of shape (n_leaves,)
        As `mark_all` writes it.
    cases : ndarray of shape (n_leaves,)
        Cases of each leaf.
    thresholds, unit, total
        Number of thresholds, what counts as one case, all cases in units.
    parent, inside, area : ndarray of shape (n_leaves,)
        Room to work in; the last two all zero, and left so.
    greatest : ndarray of shape (n_thresholds + 1,)
        Written but for the last.
    """
    for place in range(count):
        parent[hot[place]] = hot[place]
    for threshold in range(thresholds - 1, -1, -1):
        for place in range(count):
            leaf = hot[place]
            if heat[leaf] == threshold + 1:
                for at in range(ground.beside_starts[leaf], ground.beside_starts[leaf + 1]):
                    other = ground.beside[at]
                    if heat[other] > threshold:
                        a, b = root(parent, leaf), root(parent, other)
                        if a != b:
                            parent[max(a, b)] = min(a, b)
        for place in range(count):
            leaf = hot[place]
            if heat[leaf] > threshold:
                top = root(parent, leaf)
                inside[top] += cases[leaf]
                area[top] += ground.sizes[leaf]
        best = 0.0
        for place in range(count):
            leaf = hot[place]
            if area[leaf] > 0.0:
                found = excess(inside[leaf] / unit, area[leaf], total, len(ground.leaf))
                best = max(best, found)
                inside[leaf] = 0.0
                area[leaf] = 0.0
        greatest[threshold] = best


@njit(cache=True, nogil=True)
def greatest_disc(most: Counts, ground: Ground, asked: Asked, total: float) -> float:
    """Return the greatest excess of any disc, by the most cases of each size."""
    sites = len(ground.leaf)
    each = sites / len(ground.sizes)
    greatest = 0.0
    for number in range(len(most)):
        cases, leaves = most[number] / asked.unit, ground.disc_sizes[number]
        greatest = max(greatest, disc_excess(cases, leaves, each, total, sites, asked.least))
    return greatest


@njit(cache=True, nogil=True)
def scan_many(
    ground: Ground, asked: Asked, seed: int, draws: int, first: int, by: int, greatest: F64
) -> None:
    """Scan maps of any number of cases, `LANES` of them at once.

    The cases of a leaf on all these maps lie side by side, so that one instruction adds a
    neighbour's on many of them.

    Parameters
    ----------
    ground : Ground
    asked : Asked
    seed, draws : int
        The random maps.
    first, by : int
        Which of the groups of maps are scanned: the `first` and each `by` further.
    greatest : ndarray of shape (draws, n_thresholds + 1)
        Written: of the components of each threshold, and of the discs.
    """
    count, thresholds = len(ground.sizes), asked.needed.shape[2]
    total = asked.steps.sum() / asked.unit
    order, moved = np.arange(len(ground.leaf), dtype=np.int32), np.empty(len(asked.steps), np.int64)
    cases = np.empty((count, LANES), asked.needed.dtype)
    sum_ = np.empty(LANES, asked.needed.dtype)
    sums = np.empty((len(ground.scales) + 1, LANES), asked.needed.dtype)
    most = np.empty((len(ground.disc_sizes), LANES), asked.needed.dtype)
    hot, hots = np.empty((LANES, count), np.int32), np.empty(LANES, np.int64)
    warmth = np.empty((LANES, count), np.uint8)
    reached = np.empty(LANES, np.uint8)
    heat = np.zeros(count, np.uint8)
    of_map = np.empty(count, asked.needed.dtype)
    parent = np.zeros(count, np.int32)
    inside, area = np.zeros(count), np.zeros(count)
    for start in range(first * LANES, draws, by * LANES):
        used = min(LANES, draws - start)
        cases[:] = 0
        for lane in range(used):
            draw_sites(order, moved, seed, start + lane)
            for place in range(len(moved)):
                cases[ground.leaf[order[place]], lane] += asked.steps[place]
            put_back(order, moved)
        most[:] = 0
        hots[:] = 0
        for leaf in range(count):
            sum_around(leaf, cases, ground, sum_, sums, most)
            if mark_maps(ground.kind[leaf], sums, asked, reached):
                for lane in range(LANES):
                    if reached[lane]:
                        hot[lane, hots[lane]] = leaf
                        warmth[lane, hots[lane]] = reached[lane]
                        hots[lane] += 1
        for lane in range(used):
            for place in range(hots[lane]):
                leaf = hot[lane, place]
                heat[leaf] = warmth[lane, place]
                of_map[leaf] = cases[leaf, lane]
            found = greatest[start + lane]
            greatest_components(
                hot[lane], hots[lane], heat, of_map, ground, thresholds, asked.unit, total,
                parent, inside, area, found,
            )  # fmt: skip
            found[thresholds] = greatest_disc(most[:, lane], ground, asked, total)
            for place in range(hots[lane]):
                heat[hot[lane, place]] = 0


@njit(cache=True, nogil=True)
def sum_around(
    leaf: int, cases: Counts, ground: Ground, total: Counts, sums: Counts, most: Counts
) -> None:
    """Sum the cases around a leaf on all maps.

    Parameters
    ----------
    leaf : int
    cases : ndarray of shape (n_leaves, LANES)
        Cases of each leaf on each map.
    ground : Ground
    total : ndarray of shape (LANES,)
        Room to work in.
    sums : ndarray of shape (n_scales + 1, LANES)
        Written: the cases of the leaf, and of the disc of each scale as far as within reach.
    most : ndarray of shape (n_sizes, LANES)
        Raised to the cases of the disc of each size where it lies within reach.
    """
    nearest, end = ground.nearest, ground.within[leaf]
    for lane in range(LANES):
        total[lane] = cases[leaf, lane]
        sums[0, lane] = total[lane]
        most[0, lane] = max(most[0, lane], total[lane])
    seen, scale = 1, 0
    for number in range(1, len(ground.disc_sizes)):
        size = min(ground.disc_sizes[number], end)
        # Four at a time, so that sums are written and read again a fourth as often; without
        # a sign, so that no index is asked whether it counts from the end.
        while seen + 4 <= size:
            a = cases[np.uint64(nearest[leaf, seen])]
            b = cases[np.uint64(nearest[leaf, seen + 1])]
            c = cases[np.uint64(nearest[leaf, seen + 2])]
            d = cases[np.uint64(nearest[leaf, seen + 3])]
            for lane in range(LANES):
                total[lane] += a[lane] + b[lane] + c[lane] + d[lane]
            seen += 4
        while seen < size:
            a = cases[np.uint64(nearest[leaf, seen])]
            for lane in range(LANES):
                total[lane] += a[lane]
            seen += 1
        if ground.disc_sizes[number] <= end:
            for lane in range(LANES):
                most[number, lane] = max(most[number, lane], total[lane])
        if number == ground.scales[scale]:
            scale += 1
            for lane in range(LANES):
                sums[scale, lane] = total[lane]


@njit(cache=True, nogil=True)
def mark_maps(kind: int, sums: Counts, asked: Asked, reached: U8) -> bool:
    """Say on which maps a leaf stands out, and how far; as `mark_all` of one map.

    Parameters
    ----------
    kind : int
        Of the leaf.
    sums : ndarray of shape (n_scales + 1, LANES)
        As `sum_around` writes them.
    asked : Asked
    reached : ndarray of shape (LANES,)
        Written where it stands out on any: how many thresholds it reaches.

    Returns
    -------
    bool
        Whether it may stand out on any of the maps.
    """
    needed, needed_inside = asked.needed[kind], asked.needed_inside[kind]
    found = False
    for scale in range(len(needed)):
        least = needed[scale, 0]
        if least < asked.never:
            there = False
            for lane in range(LANES):
                there |= sums[scale + 1, lane] >= least
            if there:
                if not found:
                    reached[:] = 0
                    found = True
                for lane in range(LANES):
                    here = sums[scale + 1, lane]
                    if here >= least and sums[scale, lane] >= needed_inside[scale]:
                        step = reached[lane]
                        while step < needed.shape[1] and here >= needed[scale, step]:
                            step += 1
                        reached[lane] = step
    return found


@njit(cache=True, nogil=True)
def scan_few(
    ground: Ground, asked: Asked, seed: int, draws: int, first: int, by: int, greatest: F64
) -> None:
    """Scan maps of few cases one by one, going out from the leaves that hold them.

    Most leaves that have a case in their neighbourhood have but one, and it neither makes
    them stand out nor makes a disc better than the leaf that holds it: these are passed over.

    Parameters
    ----------
    ground, asked, seed, draws, greatest
        As for `scan_many`.
    first, by : int
        Which of the maps are scanned: the `first` and each `by` further.
    """
    needed, needed_inside, scales = asked.needed, asked.needed_inside, ground.scales
    starts, around, ring = ground.starts, ground.around, ground.ring
    count, thresholds = len(ground.sizes), needed.shape[2]
    total = asked.steps.sum() / asked.unit
    order, moved = np.arange(len(ground.leaf), dtype=np.int32), np.empty(len(asked.steps), np.int64)
    least, least_alone = least_anywhere(asked, scales, len(ground.disc_sizes))
    full = np.searchsorted(ground.disc_sizes, ground.within, side="right")
    degree = np.sort(starts[1:] - starts[:-1])
    room = degree[max(count - len(moved), 0) :].sum()
    holding = np.empty(count, np.int32)
    hits = np.zeros(count, np.int32)
    place_of = np.zeros(count, np.int64)
    filled = np.zeros(count, np.int32)
    met = np.empty(count, np.int32)
    rings, weights = np.empty(room, np.uint8), np.empty(room, needed.dtype)
    cases = np.zeros(count, needed.dtype)
    most = np.empty(len(ground.disc_sizes), needed.dtype)
    hot = np.empty(count, np.int32)
    heat = np.zeros(count, np.uint8)
    parent = np.zeros(count, np.int32)
    inside, area = np.zeros(count), np.zeros(count)
    for draw in range(first, draws, by):
        draw_sites(order, moved, seed, draw)
        holders = 0
        for place in range(len(moved)):
            leaf = ground.leaf[order[place]]
            if cases[leaf] == 0:
                holding[holders] = leaf
                holders += 1
            cases[leaf] += asked.steps[place]
        put_back(order, moved)
        most[:] = 0
        for place in range(holders):
            leaf = holding[place]
            most[0] = max(most[0], cases[leaf])
            for at in range(starts[leaf], starts[leaf + 1]):
                hits[around[at]] += 1
        used, several = 0, 0
        for place in range(holders):
            leaf = holding[place]
            weight = cases[leaf]
            for at in range(starts[leaf], starts[leaf + 1]):
                other = around[at]
                if hits[other] == 1 and weight < least_alone[ring[at]]:
                    hits[other] = 0
                    continue
                if filled[other] == 0:
                    place_of[other] = used
                    used += hits[other]
                    met[several] = other
                    several += 1
                # By ring, the innermost first.
                slot = place_of[other] + filled[other]
                while slot > place_of[other] and rings[slot - 1] > ring[at]:
                    rings[slot], weights[slot] = rings[slot - 1], weights[slot - 1]
                    slot -= 1
                rings[slot], weights[slot] = ring[at], weight
                filled[other] += 1
        hots = 0
        for place in range(several):
            leaf = met[place]
            slot, end = place_of[leaf], place_of[leaf] + hits[leaf]
            hits[leaf] = 0
            filled[leaf] = 0
            sum_ = np.int64(0)
            maybe = False
            for at in range(slot, end):
                sum_ += weights[at]
                number = rings[at]
                maybe |= sum_ >= least[number]
                if sum_ > most[number] and number < full[leaf]:
                    most[number] = sum_
            if not maybe:
                continue
            reached, at = 0, slot
            sum_ = np.int64(0)
            while at < end and rings[at] == 0:
                sum_ += weights[at]
                at += 1
            inner, kind = sum_, ground.kind[leaf]
            for scale in range(len(scales)):
                while at < end and rings[at] <= scales[scale]:
                    sum_ += weights[at]
                    at += 1
                if inner >= needed_inside[kind, scale]:
                    while reached < thresholds and sum_ >= needed[kind, scale, reached]:
                        reached += 1
                inner = sum_
            if reached:
                heat[leaf] = reached
                hot[hots] = leaf
                hots += 1
        found = greatest[draw]
        greatest_components(
            hot, hots, heat, cases, ground, thresholds, asked.unit, total, parent, inside, area,
            found,
        )  # fmt: skip
        found[thresholds] = greatest_disc(most, ground, asked, total)
        for place in range(hots):
            heat[hot[place]] = 0
        for place in range(holders):
            cases[holding[place]] = 0


@njit(cache=True, nogil=True)
def least_anywhere(asked: Asked, scales: I32, numbers: int) -> tuple[Counts, Counts]:
    """Return the cases without which a leaf cannot stand out, by the ring of the last of them.

    The second is for a case alone, which must lie in the inner neighbourhood as well.
    """
    least = np.full(numbers, asked.never, asked.needed.dtype)
    alone = np.full(numbers, asked.never, asked.needed.dtype)
    for scale in range(len(scales)):
        here = asked.needed[:, scale, 0].min()
        inner = scales[scale - 1] if scale else 0
        for number in range(scales[scale] + 1):
            least[number] = min(least[number], here)
            if number <= inner:
                alone[number] = min(alone[number], here)
    return least, alone


def greatest_by_chance(
    ground: Ground, asked: Asked, *, draws: int, seed: int, threads: int
) -> NDArray[np.float64]:
    """Return the greatest excess of any component and disc where sites are drawn by chance.

    Parameters
    ----------
    ground : Ground
    asked : Asked
    draws, seed : int
        Random maps; a map depends on the seed and its number alone.
    threads : int
        How many work at once.

    Returns
    -------
    ndarray of shape (draws, n_thresholds + 1)
        At least 0: of the components of each threshold, and of the discs.
    """
    greatest = np.zeros((draws, asked.needed.shape[2] + 1))
    few = len(asked.steps) * FEW <= len(ground.sizes)

    def scan(first: int) -> None:
        """Scan the maps of one thread."""
        if few:
            scan_few(ground, asked, seed, draws, first, threads, greatest)
        else:
            scan_many(ground, asked, seed, draws, first, threads, greatest)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(scan, range(threads)))
    return greatest
