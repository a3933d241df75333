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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_page import TRUTH, write
from bench.kd_populations import MORE, POPULATIONS, labelled
from bench.kd_speed import global_bands
from saidao.kernels.distance import DurantonOverman, duranton_overman
from saidao.kernels.distance.bands import grain_of
from saidao.kernels.distance.lattice import Lattice, cell_counts, lattice_pairs
from saidao.kernels.distance.pairs import in_threads, pair_counts, pair_weights
from saidao.kernels.distance.simulation import draw_sites, nested_draws
from saidao.kernels.distance.sites import Sites, morton_order, place
from saidao.kernels.distance.smoothing import SUPPORT, smooth, smoothing_weights

R = np.arange(0, 201.0)
SEED = 20260722

SMALL = {10: 20_000, 30: 20_000, 100: 20_000, 300: 20_000, 1_000: 10_000, 5_000: 6_000}
LARGE = {20_000: 3_000, 110_000: 3_000}


def _plain(value: Any) -> Any:
    """Return the value with None in place of NaN."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return None if isinstance(value, float) and math.isnan(value) else value


def keep(part: str, key: str, value: Any) -> None:
    """Print one figure of a part and write it down, so that a run that is cut short counts."""
    print(part, key, value, flush=True)
    # Read again just before writing: parts may run beside each other.
    kept = json.loads(TRUTH.read_text("utf-8")) if TRUTH.is_file() else {}
    kept.setdefault(part, {})[key] = value
    # A missing number is null: NaN is not JSON.
    text = json.dumps(_plain(dict(sorted(kept.items()))), indent=1, sort_keys=True)
    TRUTH.write_text(text + "\n", encoding="utf-8")


def rates(curves: NDArray[np.floating], result: DurantonOverman, i: int) -> dict[str, float]:
    """Return which shares of null curves (d, m) leave the bands of industry i."""
    low, high = result.global_low[i][:, None], result.global_high[i][:, None]
    # Curves are told apart by a hundredth of a pair: these are summed in other bins.
    n, h = int(result.n[i]), float(result.bandwidth[i])
    room = np.float32(grain_of(n, h, result.mean[i], cumulative=False))
    above, below = (curves > high + room).any(axis=0), (curves < low - room).any(axis=0)
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
    x, y = {**POPULATIONS, **MORE}[name](sites, rng)
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
        # As observed curves are: where sites share places, it matters in what bin a gap lies.
        delta = float(result.choices["bin"])
        bins = math.ceil((R[-1] + SUPPORT * h) / delta)
        seeds = rng.integers(1, 2**63, draws[n], dtype=np.uint64)
        curves = nested_draws(sites.points, np.array([n]), [h], R, seeds, delta, bins)[0]
        answer[str(n)] = rates(curves, result, i)
        keep(f"small: {name}", str(n), answer[str(n)])
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
        keep(f"large: {name}", str(n), answer[str(n)])
    return answer


WEIGHTED = {(300, 0.8): 6_000, (1_000, 0.4): 4_000, (1_000, 1.2): 4_000, (1_000, 1.8): 16_000}


def weighted(name: str, seed: int = 2) -> dict[str, Any]:
    """Return the rates of weighted industries, by plants and spread of log weights."""
    rng = np.random.default_rng([SEED, seed, 20_000])
    x, y = POPULATIONS[name](20_000, rng)
    sites = place(x, y)
    label = labelled(np.array([n for n, _ in WEIGHTED]), 20_000, rng)
    weights = np.zeros(20_000)
    carried = {}
    for k, (n, sigma) in enumerate(WEIGHTED):
        carried[k] = np.exp(sigma * rng.standard_normal(n))
        weights[label == k + 1] = carried[k]
    result = duranton_overman(x, y, label, R, weights=weights, rng=rng.spawn(1)[0])
    answer: dict[str, Any] = {}
    for k, ((n, sigma), draws) in enumerate(WEIGHTED.items()):
        i, w = k + 1, carried[k]
        h = float(result.bandwidth[i])
        delta = h / 6
        bins = math.ceil((R[-1] + SUPPORT * h) / delta)
        total = (w.sum() ** 2 - np.square(w).sum()) / 2
        kernel = smoothing_weights(R, delta, bins, h) / total

        def draw(
            seed: int, w: Any = w, delta: float = delta, bins: int = bins, kernel: Any = kernel
        ) -> NDArray[np.float32]:
            taken = np.empty(len(w), np.int64)
            draw_sites(np.uint64(seed), len(sites), taken)
            counts = pair_weights(sites.take(taken), w, delta, bins)
            return smooth(kernel, counts).astype(np.float32)

        seeds = rng.integers(1, 2**63, draws, dtype=np.int64).tolist()
        curves = np.stack(in_threads(draw, seeds), axis=1)
        answer[f"{n}, {sigma}"] = rates(curves, result, i)
        answer[f"{n}, {sigma}"]["effective"] = float(result.effective[i])
        keep(f"weighted: {name}", f"{n}, {sigma}", answer[f"{n}, {sigma}"])
    return answer


BORDERLINE = {30: 20, 100: 20, 300: 20, 1_000: 10}
"""Sets of a thousand draws, by size, whose verdicts are compared beside ours."""
INDUSTRIES = 1_000
TRUE_DRAWS = 20_000


def outside(curves: NDArray[np.floating], low: Any, high: Any) -> NDArray[np.int64]:
    """Return verdicts of curves (d, m): 1 localised, 2 dispersed, 0 neither."""
    above = (curves > high[:, None]).any(axis=0)
    below = (curves < low[:, None]).any(axis=0)
    return np.where(above, 1, np.where(below, 2, 0))


def agreement(name: str, seed: int = 3) -> dict[str, Any]:
    """Return how often verdicts differ from those of 20,000 draws, on borderline industries.

    A random part of each industry's plants, from none to about twice what is just found, is
    moved to within 30 km of one of them.
    """
    sizes = sorted(BORDERLINE)
    sites, result, rng = bands_of(name, 20_000, sizes, seed)
    x, y = sites.points[0], sites.points[1]
    answer: dict[str, Any] = {}
    for n in sizes:
        i = int(np.flatnonzero(result.n == n)[0])
        h = float(result.bandwidth[i])
        delta = h / 4
        bins = math.ceil((R[-1] + SUPPORT * h) / delta)

        def simulate(
            draws: int, n: int = n, h: float = h, delta: float = delta, bins: int = bins
        ) -> NDArray[np.float32]:
            seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
            return nested_draws(sites.points, np.array([n]), [h], R, seeds, delta, bins)[0]

        kernel = smoothing_weights(R, delta, bins, h) * (2 / (n * (n - 1)))
        observed = np.empty((len(R), INDUSTRIES), np.float32)
        for k in range(INDUSTRIES):
            taken = rng.choice(20_000, n, replace=False)
            pulled = rng.binomial(n, rng.random() * min(0.5, 1.6 / math.sqrt(n)))
            near = np.flatnonzero(np.hypot(x - x[taken[0]], y - y[taken[0]]) < 30)
            near = np.setdiff1d(near, taken)
            pulled = min(pulled, len(near), n - 1)
            taken[1 : pulled + 1] = rng.choice(near, pulled, replace=False)
            counts = pair_counts(sites.take(taken), delta, bins).astype(np.float64)
            observed[:, k] = smooth(kernel, counts)
        truth = outside(observed, *global_bands(simulate(TRUE_DRAWS)))
        ours = outside(observed, result.global_low[i], result.global_high[i])
        others = [
            float((outside(observed, *global_bands(simulate(1_000))) != truth).mean())
            for _ in range(BORDERLINE[n])
        ]
        answer[str(n)] = {
            "industries": INDUSTRIES,
            "localised": float((truth == 1).mean()),
            "ours": float((ours != truth).mean()),
            "thousand_draws": float(np.mean(others)),
            "thousand_draws_least": float(np.min(others)),
            "sets": len(others),
            "method": str(result.method[i]),
        }
        keep(f"agreement: {name}", str(n), answer[str(n)])
    return answer


PARTS: Mapping[str, Callable[[], dict[str, Any]]] = {
    **{f"small: {name}": (lambda name=name: small(name)) for name in (*POPULATIONS, *MORE)},
    **{f"large: {name}": (lambda name=name: large(name)) for name in POPULATIONS},
    **{f"weighted: {name}": (lambda name=name: weighted(name)) for name in POPULATIONS},
    **{f"agreement: {name}": (lambda name=name: agreement(name)) for name in POPULATIONS},
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
        if "choices" in found:
            keep(name, "choices", found["choices"])
        keep(name, "minutes", round((time.time() - started) / 60, 1))
        keep(name, "cpu_minutes", round((time.process_time() - used) / 60, 1))
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
