"""The clusters of all industries of a register, beside a plain scan of the same random maps.

``python -m bench.clusters_at_once [SITES [INDUSTRIES]]`` (20,000 and 70 by default) makes a
register whose industries fall in size as their rank and finds the clusters of all of them.
Beside it, in the same run, the compiled scan of one map (`mark_all` and `join`) goes over
some random maps of some industries, one after another; its time for all is the time of a map
times the maps. Both must find the same greatest excesses.
"""

from __future__ import annotations

import os
import sys
import time

import numpy as np
from numpy.typing import NDArray

from bench.kd_populations import POPULATIONS, zipf_sizes
from saidao.kernels.clusters import Control, clusters_in
from saidao.kernels.clusters.chance import greatest_by_chance
from saidao.kernels.clusters.control import SCALES, SIZES
from saidao.kernels.clusters.detection import STANDS_OUT, Scan
from saidao.kernels.clusters.drawing import draw_sites, put_back
from saidao.kernels.clusters.scanning import disc_excess, excess, join, mark_all

SEED = 20261122
DRAWS, PLAIN_DRAWS, PLAIN_EACH = 999, 5, 10
"""Random maps; those scanned plainly, of one in so many industries."""


def plainly(scan: Scan, draws: int) -> NDArray[np.float64]:
    """Return the greatest excesses of random maps, scanned one after another."""
    control, asked = scan.control, scan.asked()
    count, sites = len(control.sizes), len(control.leaf)
    total = float(asked.steps.sum()) / asked.unit
    order, moved = np.arange(sites, dtype=np.int32), np.empty(len(asked.steps), np.int64)
    greatest = np.zeros((draws, len(STANDS_OUT) + 1))
    for draw in range(draws):
        draw_sites(order, moved, 0, draw)
        cases = np.bincount(control.leaf[order[: len(moved)]], asked.steps, count).astype(np.int64)
        put_back(order, moved)
        heat, most = np.zeros(count, np.uint8), np.zeros(len(SIZES), np.int64)
        mark_all(
            cases, control.nearest, control.within, SIZES, SCALES, control.kind, scan.needed,
            scan.needed_inside, heat, most,
        )  # fmt: skip
        parent = np.arange(count, dtype=np.int32)
        for threshold in range(len(STANDS_OUT) - 1, -1, -1):
            join(control.edges, heat, threshold, parent)
            top = parent.copy()
            while (top != top[top]).any():
                top = top[top]
            hot = np.flatnonzero(heat > threshold)
            inside = np.bincount(top[hot], cases[hot], count)
            area = np.bincount(top[hot], control.sizes[hot], count)
            for leaf in np.flatnonzero(area):
                found = excess(inside[leaf] / asked.unit, area[leaf], total, float(sites))
                greatest[draw, threshold] = max(greatest[draw, threshold], found)
        for size, each in zip(SIZES.tolist(), most.tolist(), strict=True):
            found = disc_excess(each / asked.unit, size, sites / count, total, sites, asked.least)
            greatest[draw, -1] = max(greatest[draw, -1], found)
    return greatest


def main(arguments: list[str]) -> int:
    """Time both."""
    sites = int(arguments[0]) if arguments else 20_000
    industries = int(arguments[1]) if len(arguments) > 1 else 70
    rng = np.random.default_rng(SEED)
    x, y = POPULATIONS["clustered"](sites, rng)
    sizes = zipf_sizes(sites, industries)
    of = rng.permutation(np.repeat(np.arange(industries), sizes))
    weights = [(of == number).astype(np.float64) for number in range(industries)]
    # Compiled code ready, for few cases and many.
    first = Control(x, y)
    for number in (0, industries - 1):
        clusters_in(first, weights[number], draws=1)
        plainly(Scan(first, weights[number], np.flatnonzero(weights[number]), 2.0), 1)

    load, begun, busy = os.getloadavg()[0], time.perf_counter(), time.process_time()
    control = Control(x, y)
    found = [clusters_in(control, weight, draws=DRAWS) for weight in weights]
    ours = (time.perf_counter() - begun, time.process_time() - busy)

    plain = 0.0
    asked = range(0, industries, PLAIN_EACH)
    for number in asked:
        scan = Scan(control, weights[number], np.flatnonzero(weights[number]), 2.0)
        busy = time.process_time()
        slow = plainly(scan, PLAIN_DRAWS)
        plain += time.process_time() - busy
        fast = greatest_by_chance(
            scan.ground(), scan.asked(), draws=PLAIN_DRAWS, seed=0, threads=1
        )  # fmt: skip
        np.testing.assert_allclose(fast, slow, rtol=1e-9)
    plain *= DRAWS / PLAIN_DRAWS * industries / len(asked)
    clustered = sum(bool(one.clusters) for one in found)
    print(f"{sites:,} places, {industries} industries of {sizes.min()} to {sizes.max():,}")
    print(f"load {load:.1f} on {os.cpu_count()} cores; {clustered} industries with a cluster")
    print(f"all industries: {ours[0]:.1f} s, {ours[1]:.1f} processor seconds")
    print(f"one map after another: {plain:.0f} processor seconds, {plain / ours[1]:.0f} times")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
