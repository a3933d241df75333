"""How often the bands of Kd reject where there is nothing to find.

``python -m bench.kd_truth [PART ...]`` reruns the named parts (all of them without a name;
two hours of one core) and writes their results beside the page; then it rewrites the page.
``python -m bench.kd_truth page`` only rewrites the page.

Each part makes a population, asks `duranton_overman` for the bands of industries put on
sites at random, draws other industries of the same sizes, and counts how many of their
curves leave the bands. The draws share nothing with those that the bands were made from.
"""

from __future__ import annotations

import json
import math
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_populations import POPULATIONS, labelled
from saidao.kernels.distance import DurantonOverman, duranton_overman
from saidao.kernels.distance.lattice import Lattice, cell_counts, lattice_pairs
from saidao.kernels.distance.pairs import in_threads, pair_counts
from saidao.kernels.distance.simulation import draw_sites, nested_draws
from saidao.kernels.distance.sites import Sites, morton_order, place
from saidao.kernels.distance.smoothing import SUPPORT, smooth, smoothing_weights

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "concentration-truth.json"
R = np.arange(0, 201.0)
SEED = 20260722

SMALL = {10: 20_000, 30: 20_000, 100: 20_000, 300: 20_000, 1_000: 10_000, 5_000: 6_000}
LARGE = {20_000: 3_000, 110_000: 2_000}


def rates(curves: NDArray[np.floating], result: DurantonOverman, i: int) -> dict[str, float]:
    """Return which shares of null curves (d, m) leave the bands of industry i."""
    low, high = result.global_low[i][:, None], result.global_high[i][:, None]
    above, below = (curves > high).any(axis=0), (curves < low).any(axis=0)
    local_high, local_low = result.local_high[i][:, None], result.local_low[i][:, None]
    return {
        "draws": curves.shape[1],
        "lower": float(below.mean()),
        "upper": float(above.mean()),
        "either": float((above | below).mean()),
        "local_lower": float((curves < local_low).mean()),
        "local_upper": float((curves > local_high).mean()),
        "method": str(result.method[i]),
        "skewness": float(result.skewness[i]),
        "bandwidth": float(result.bandwidth[i]),
    }


def bands_of(
    name: str, sites: int, sizes: list[int], seed: int, **options: Any
) -> tuple[Sites, DurantonOverman, np.random.Generator]:
    """Return a population, the test of null industries on it, and a generator for draws."""
    rng = np.random.default_rng([SEED, seed, sites])
    x, y = POPULATIONS[name](sites, rng)
    label = labelled(np.array(sizes), sites, rng)
    result = duranton_overman(x, y, label, R, rng=rng.spawn(1)[0], **options)
    return place(x, y), result, rng


def small(name: str, draws: Mapping[int, int] = SMALL, seed: int = 1) -> dict[str, Any]:
    """Return the rates of each size among 20,000 sites."""
    sizes = sorted(draws)
    sites, result, rng = bands_of(name, 20_000, sizes, seed)
    answer: dict[str, Any] = {"choices": chosen(result)}
    for n in sizes:
        i = int(np.flatnonzero(result.n == n)[0])
        h = float(result.bandwidth[i])
        delta = h / 6
        bins = math.ceil((R[-1] + SUPPORT * h) / delta)
        seeds = rng.integers(1, 2**63, draws[n], dtype=np.uint64)
        curves = nested_draws(sites.points, np.array([n]), [h], R, seeds, delta, bins)[0]
        answer[str(n)] = rates(curves, result, i)
        print(name, n, answer[str(n)], flush=True)
    return answer


def chosen(result: DurantonOverman) -> dict[str, Any]:
    """Return what was chosen, without times."""
    return {key: value for key, value in result.choices.items() if key != "seconds"}


def large(name: str, draws: Mapping[int, int] = LARGE, seed: int = 1) -> dict[str, Any]:
    """Return the rates of each size among 1,000,000 sites."""
    sizes = sorted(draws)
    sites, result, rng = bands_of(name, 1_000_000, sizes, seed)
    answer: dict[str, Any] = {"choices": chosen(result)}
    delta = float(result.choices["bin"])
    lattice = Lattice.snap(sites.points, float(result.choices["cell"]))
    for n in sizes:
        i = int(np.flatnonzero(result.n == n)[0])
        h = float(result.bandwidth[i])
        bins = math.ceil((R[-1] + SUPPORT * h) / delta)
        kernel = smoothing_weights(R, delta, bins, h) * (2 / (n * (n - 1)))
        on_grid = n > 30_000

        def draw(
            seed: int, n: int = n, bins: int = bins, kernel: Any = kernel, on_grid: bool = on_grid
        ) -> NDArray[np.float32]:
            taken = np.empty(n, np.int64)
            draw_sites(np.uint64(seed), len(sites), taken)
            if on_grid:
                cells = cell_counts(lattice.index[taken], lattice.shape[0] * lattice.shape[1])
                counts = lattice_pairs(cells, lattice.shape, lattice.cell, delta, bins, np.float32)
            else:
                points = sites.take(taken)
                points = np.ascontiguousarray(points[:, morton_order(points)])
                counts = pair_counts(points, delta, bins).astype(np.float64)
            return smooth(kernel, counts).astype(np.float32)

        seeds = rng.integers(1, 2**63, draws[n], dtype=np.int64).tolist()
        work = in_threads if not on_grid else lambda f, parts: list(map(f, parts))
        curves = np.stack(work(draw, seeds), axis=1)
        answer[str(n)] = rates(curves, result, i)
        print(name, n, answer[str(n)], flush=True)
    return answer


PARTS: Mapping[str, Callable[[], dict[str, Any]]] = {
    **{f"small: {name}": (lambda name=name: small(name)) for name in POPULATIONS},
    **{f"large: {name}": (lambda name=name: large(name)) for name in POPULATIONS},
}


def main(arguments: list[str]) -> int:
    """Rerun the named parts, all without a name."""
    parts = [name for name in arguments if name != "page"] if arguments else list(PARTS)
    for name in parts:
        if name not in PARTS:
            print(f"no part {name!r}; there are: page, {', '.join(PARTS)}", file=sys.stderr)
            return 2
        started, used = time.time(), time.process_time()
        found = PARTS[name]()
        found["minutes"] = round((time.time() - started) / 60, 1)
        found["cpu_minutes"] = round((time.process_time() - used) / 60, 1)
        # Read again just before writing: parts may run beside each other.
        kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        kept[name] = found
        text = json.dumps(dict(sorted(kept.items())), indent=1, sort_keys=True)
        RESULTS.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
