"""How often the bands of M reject where there is nothing to find.

``python -m bench.m_truth [POPULATION ...]`` reruns the named populations (all of them
without a name; some ten minutes of one core), writes their results beside the page and
rewrites its tables; ``python -m bench.m_truth page`` only rewrites the page.

Each run asks `marcon_puech` for the bands of industries dealt out at random among 20,000
sites, deals out others of the same sizes, and counts how many of their curves leave the
bands. These draws share nothing with those that the bands were made from.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from bench.kd_populations import POPULATIONS, labelled
from saidao.kernels.marcon_puech import MarconPuech, marcon_puech
from saidao.kernels.marcon_puech.neighbourhoods import neighbour_sums, sites_in_order
from saidao.kernels.marcon_puech.simulation import nested_m

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "marcon-puech-truth.json"
PAGE = ROOT / "docs" / "methods" / "marcon-puech.md"
R = np.array([1.0, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 175, 200])
SITES = 20_000
DRAWS = {10: 20_000, 30: 20_000, 100: 20_000, 300: 20_000, 1_000: 5_000, 5_000: 2_000}
WEIGHTED = {10: 20_000, 100: 20_000, 1_000: 5_000, 5_000: 2_000}
SEED = 20260723
START, END = "<!-- truth: begin -->", "<!-- truth: end -->"


def measured(name: str, draws: dict[int, int], weighted: bool, seed: int) -> dict[str, Any]:
    """Return the rates of each size in one population."""
    rng = np.random.default_rng([SEED, seed, int(weighted)])
    x, y = POPULATIONS[name](SITES, rng)
    sizes = sorted(draws)
    label = labelled(np.array(sizes), SITES, rng)
    weights = rng.lognormal(0, 1.2, SITES) if weighted else None
    started = time.process_time()
    found = marcon_puech(x, y, label, R, weights, rng=rng.spawn(1)[0], n0=None)
    seconds = time.process_time() - started
    sites = sites_in_order(x, y, R)
    weight = np.ones(SITES) if weights is None else weights[sites.order]
    neighbours = neighbour_sums(sites, weight[:, None])[:, 0]
    rows = {}
    for n in sizes:
        i = int(np.flatnonzero(found.n == n)[0])
        seeds = rng.integers(1, 2**63, draws[n], dtype=np.uint64)
        curves = nested_m(sites, weight, neighbours, np.array([n]), seeds)[0]
        rows[str(n)] = {"draws": draws[n], **rates(curves.astype(np.float64), found, i)}
        print(f"{name:>10} {'weighted' if weighted else '':8} n={n:>6} {rows[str(n)]}", flush=True)
    isolated = float((neighbours[:, 0] == 0).mean())
    return {
        "n0": found.n0,
        "draws": found.draws,
        "isolated": isolated,
        "cpu_s": seconds,
        "sizes": rows,
    }


def rates(curves: np.ndarray, found: MarconPuech, i: int) -> dict[str, Any]:
    """Return which shares of null curves (m, d) leave the bands of industry i."""
    room = 1e-6 * np.maximum(curves, 1.0)
    above = (curves > found.global_high[i] + room).any(axis=1)
    below = (curves < found.global_low[i] - room).any(axis=1)
    return {
        "lower": float(below.mean()),
        "upper": float(above.mean()),
        "local_lower": float((curves < found.local_low[i] - room).mean()),
        "local_upper": float((curves > found.local_high[i] + room).mean()),
        "method": str(found.method[i]),
        "skewness": float(found.skewness[i]),
    }


def table(results: dict[str, Any], weighted: bool) -> list[str]:
    """Return the lines of one table."""
    key = "weighted" if weighted else "plain"
    lines = [
        "| population | n | global <, > | local <, > | bands | draws (se) |",
        "|---|---|---|---|---|---|",
    ]
    for name, kinds in results.items():
        for n, row in kinds.get(key, {"sizes": {}})["sizes"].items():
            error = math.sqrt(0.05 * 0.95 / row["draws"])
            lines.append(
                f"| {name} | {int(n):,} | {row['lower']:.3f}, {row['upper']:.3f} "
                f"| {row['local_lower']:.3f}, {row['local_upper']:.3f} | {row['method']} "
                f"| {row['draws']:,} ({error:.4f}) |"
            )
    return lines


def write_page(results: dict[str, Any]) -> None:
    """Put the tables where the page has them."""
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    lines = [
        START,
        "",
        *table(results, weighted=False),
        "",
        "With weights (log-normal, σ = 1.2):",
        "",
    ]
    lines += [*table(results, weighted=True), "", END]
    PAGE.write_text(before + "\n".join(lines) + after, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run the named populations and write the page."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if arguments != ["page"]:
        for seed, name in enumerate(POPULATIONS):
            if arguments and name not in arguments:
                continue
            results[name] = {
                "plain": measured(name, DRAWS, False, seed),
                "weighted": measured(name, WEIGHTED, True, seed),
            }
            RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    write_page(results)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
