"""Bands and verdicts of every industry at once, against Monte Carlo for each industry.

Both sides run here, on the same sites, in one process, after compilation. The other side
is as good a Monte Carlo as we can write: the same compiled histograms, a thousand random
subsets for each industry, drawn without touching the rest of the population, spread over
all cores. It is run whole on some of the industries and scaled to all of them by the
number of pairs of sites, to which its time is proportional; above 5,000 plants by ten
draws in place of a thousand. Wall and processor time are printed: on a machine that does
other work too, compare the latter.

``python -m bench kd_speed`` runs all sizes; ``python -m bench.kd_speed 100k`` one of them.
The latter form also writes what it found onto the page of the method.
"""

from __future__ import annotations

import json
import math
import os
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_page import SPEED, write
from bench.kd_populations import clustered, labelled, zipf_sizes
from saidao.kernels.distance import duranton_overman
from saidao.kernels.distance.pairs import THREADS
from saidao.kernels.distance.population import Bandwidths
from saidao.kernels.distance.simulation import nested_draws
from saidao.kernels.distance.sites import place
from saidao.kernels.distance.smoothing import SUPPORT

R = np.arange(0, 201.0)
CASES = {"100k": (100_000, 400), "1M": (1_000_000, 400), "10M": (10_000_000, 1_000)}
SIMULATIONS = 1_000
AT_LEAST = {"100k": 10.0, "1M": 300.0}


def timed(work: Callable[[], Any]) -> tuple[Any, float, float]:
    """Return what work returns, and its wall and processor seconds."""
    wall, used = time.perf_counter(), time.process_time()
    answer = work()
    return answer, time.perf_counter() - wall, time.process_time() - used


def global_bands(curves: NDArray[np.float32], level: float = 0.05) -> tuple[Any, Any]:
    """Return the global bands of simulated curves (d, m), by bisection on the rank."""
    ordered = np.sort(curves, axis=1)
    m = curves.shape[1]
    bands = []
    for up in (False, True):
        low, high = 0, max(1, int(level * m))
        while high - low > 1:
            middle = (low + high) // 2
            edge = ordered[:, m - 1 - middle if up else middle][:, None]
            out = (curves > edge) if up else (curves < edge)
            low, high = (middle, high) if out.any(axis=0).mean() <= level else (low, middle)
        bands.append(ordered[:, m - 1 - low if up else low])
    return bands[0], bands[1]


def monte_carlo(points: Any, rule: Bandwidths, n: int, seed: int, draws: int) -> None:
    """Simulate one industry and make its bands."""
    rng = np.random.default_rng(seed)
    h = rule.of(n)
    delta = h / 4
    bins = math.ceil((R[-1] + SUPPORT * h) / delta)
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_draws(points, np.array([n]), [h], R, seeds, delta, bins)[0]
    np.sort(curves, axis=1)[:, [int(0.05 * draws), int(0.95 * draws)]]
    if draws >= 100:
        global_bands(curves)


def one_by_one(points: Any, rule: Bandwidths, sizes: NDArray[np.int64]) -> tuple[float, float, str]:
    """Return estimated wall and processor seconds for all industries, and what was run."""
    ranks = np.unique(np.geomspace(1, len(sizes), 16).astype(int)) - 1
    monte_carlo(points, rule, 50, 0, 200)
    done = pairs = wall = used = 0.0
    for k in ranks.tolist():
        n = int(sizes[k])
        # Long simulations are cut short: a hundredth of the draws takes a hundredth.
        draws = SIMULATIONS if n <= 5_000 else max(4, int(4e9 / n**2))
        if n > 200_000:
            continue
        _, one, cpu = timed(lambda n=n, k=k, draws=draws: monte_carlo(points, rule, n, k, draws))
        wall, used = wall + one * SIMULATIONS / draws, used + cpu * SIMULATIONS / draws
        pairs += float(n) * (n - 1) / 2
        done += 1
    scale = float((sizes.astype(float) * (sizes - 1) / 2).sum()) / pairs
    return wall * scale, used * scale, f"{done:.0f} industries run, scaled by {scale:.1f}"


def case(name: str) -> dict[str, Any]:
    """Print one line of the table and return it."""
    sites, industries = CASES[name]
    rng = np.random.default_rng([7, sites])
    x, y = clustered(sites, rng)
    sizes = zipf_sizes(sites, industries)
    label = labelled(sizes, sites, rng)
    result, wall, used = timed(lambda: duranton_overman(x, y, label, R))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    seconds = {part: round(value, 2) for part, value in result.choices["seconds"].items()}
    print(
        f"{name:>5} sites, {industries:5} industries: {wall:7.1f} s wall, {used:7.1f} s of "
        f"processors ({THREADS} threads), peak {peak:.2f} GB; {seconds}; "
        f"{ {k: v for k, v in result.choices.items() if k != 'seconds'} }; "
        f"{np.isin(result.verdict, ['localised']).mean():.3f} localised, "
        f"{np.isin(result.verdict, ['dispersed']).mean():.3f} dispersed of null industries",
        flush=True,
    )
    row = {
        "sites": sites,
        "industries": industries,
        "wall": wall,
        "cpu": used,
        "peak": peak,
        "load": os.getloadavg()[0],
        "seconds": seconds,
    }
    if name not in AT_LEAST:
        return row
    points = place(x, y)
    rule = Bandwidths.of_sites(points, 2 * R[-1])
    other, cpu, how = one_by_one(points.points, rule, np.sort(sizes)[::-1])
    print(
        f"{'':6}Monte Carlo for each industry: {other:9.0f} s wall, {cpu:9.0f} s of processors "
        f"({how}): {other / wall:.0f} times ours by wall, {cpu / used:.0f} by processor time "
        f"(to be at least {AT_LEAST[name]:.0f})",
        flush=True,
    )
    return {**row, "other_wall": other, "other_cpu": cpu}


def run(names: tuple[str, ...] = tuple(CASES)) -> dict[str, dict[str, Any]]:
    """Print the table and return its rows."""
    rng = np.random.default_rng(1)
    # Compile: once on tiles, once on a grid, with simulated and computed bands.
    for sites in (30_001, 210_000):
        x, y = clustered(sites, rng)
        label = labelled(np.array([10, 50, 2_000, 31_000][: 3 if sites < 1e5 else 4]), sites, rng)
        duranton_overman(x, y, label, R, draws=200)
    return {name: case(name) for name in names}


if __name__ == "__main__":
    found = run(tuple(sys.argv[1:]) or tuple(CASES))
    kept = json.loads(SPEED.read_text("utf-8")) if SPEED.is_file() else {}
    rows = {name: {**kept, **found}[name] for name in CASES if name in {**kept, **found}}
    SPEED.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    write()
