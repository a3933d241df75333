"""How often clusters are found where there are none, and how often where there are some.

``python -m bench.clusters_truth [SHARE]`` makes the maps, writes what was found beside the
page and rewrites its tables; SHARE (1 by default, some 20 minutes of one core) makes fewer
of them. ``python -m bench.clusters_truth page`` only rewrites the page.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_populations import POPULATIONS
from saidao.kernels.clusters import Clustering, Control, clusters_in

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "clusters-truth.json"
PAGE = ROOT / "docs" / "methods" / "clusters.md"
SEED = 20261122
DRAWS = 99
REACH = 50.0

MAPS = {30: 1_000, 100: 1_000, 300: 1_000, 1_000: 500, 10_000: 100}
"""Maps without clusters for each number of cases."""

SITES = {30: 5_000, 100: 5_000, 300: 5_000, 1_000: 5_000, 10_000: 20_000}

PLANTED = (
    (30, 8, 60),
    (30, 15, 60),
    (30, 15, 200),
    (300, 20, 60),
    (300, 35, 200),
    (1_000, 30, 60),
    (1_000, 80, 200),
)
"""Cases anywhere, cases planted, and the nearest sites to a point among which they lie."""

PLANTED_MAPS = 100
INDUSTRIES, CLUSTERED, REGISTERS = 40, 10, 20


def cases(count: int, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return weights of 1 for the chosen sites."""
    weight = np.zeros(count)
    weight[chosen] = 1.0
    return weight


def found_on(control: Control, weight: NDArray[np.float64], seed: int) -> Clustering:
    """Return the clusters of a map, with what the page says was asked."""
    return clusters_in(control, weight, draws=DRAWS, seed=seed)


def null_rows(share: float) -> list[dict[str, Any]]:
    """Return how many maps without clusters show any."""
    rows = []
    for place, (name, population) in enumerate(POPULATIONS.items()):
        controls: dict[int, Control] = {}
        for n, maps in MAPS.items():
            sites = SITES[n]
            rng = np.random.default_rng([SEED, place, n])
            if sites not in controls:
                controls[sites] = Control(*population(sites, rng), reach=REACH)
            made = max(round(maps * share), 20)
            shown = sum(
                bool(
                    found_on(
                        controls[sites], cases(sites, rng.choice(sites, n, replace=False)), seed
                    ).clusters
                )
                for seed in range(made)
            )
            rows.append({"population": name, "n": n, "sites": sites, "maps": made, "shown": shown})
            print(rows[-1], flush=True)
    return rows


def power_rows(share: float) -> list[dict[str, Any]]:
    """Return how often planted clusters are found, and how well their bounds."""
    rows = []
    for place, (name, population) in enumerate(POPULATIONS.items()):
        rng = np.random.default_rng([SEED, 7, place])
        points = np.column_stack(population(5_000, rng))
        control = Control(*points.T, reach=REACH)
        for n, planted, among in PLANTED:
            made = max(round(PLANTED_MAPS * share), 20)
            shown, false = 0, 0
            recall, precision = [], []
            for seed in range(made):
                middle = points[rng.integers(len(points))]
                near = np.argsort(np.hypot(*(points - middle).T), kind="stable")[:among]
                added = rng.choice(near, planted, replace=False)
                weight = cases(len(points), np.r_[rng.choice(len(points), n, False), added])
                clusters = found_on(control, weight, seed).clusters
                best = max(
                    clusters, key=lambda one: np.isin(added, one.members).sum(), default=None
                )
                false += sum(not np.isin(one.sites, near).any() for one in clusters)
                if best is not None and np.isin(added, best.members).mean() > 0.5:
                    shown += 1
                    recall.append(float(np.isin(near, best.sites).mean()))
                    precision.append(float(np.isin(best.sites, near).mean()))
            rows.append(
                {
                    "population": name,
                    "n": n,
                    "planted": planted,
                    "among": among,
                    "maps": made,
                    "found": shown,
                    "recall": float(np.mean(recall)) if recall else None,
                    "precision": float(np.mean(precision)) if precision else None,
                    "elsewhere": false,
                }
            )
            print(rows[-1], flush=True)
    return rows


def discovery_rows(share: float) -> list[dict[str, Any]]:
    """Return how many industries of a register pass that have no cluster, after Benjamini-Hochberg.

    Each register has 40 industries of 20 to 200 cases, 10 of them with a planted cluster.
    """
    rows = []
    for place, (name, population) in enumerate(POPULATIONS.items()):
        rng = np.random.default_rng([SEED, 8, place])
        points = np.column_stack(population(5_000, rng))
        control = Control(*points.T, reach=REACH)
        made = max(round(REGISTERS * share), 5)
        rates, passed, true = [], 0, 0
        for register in range(made):
            chances = np.ones(INDUSTRIES)
            for industry in range(INDUSTRIES):
                chosen = rng.choice(len(points), int(rng.integers(20, 201)), replace=False)
                if industry < CLUSTERED:
                    middle = points[rng.integers(len(points))]
                    near = np.argsort(np.hypot(*(points - middle).T), kind="stable")[:80]
                    chosen = np.r_[chosen, rng.choice(near, 20, replace=False)]
                weight = cases(len(points), chosen)
                chances[industry] = found_on(control, weight, 1000 * register + industry).p
            ordered = np.sort(chances)
            under = np.flatnonzero(ordered <= 0.05 * np.arange(1, INDUSTRIES + 1) / INDUSTRIES)
            limit = ordered[under[-1]] if len(under) else -1.0
            passing = chances <= limit
            passed += int(passing.sum())
            true += int(passing[:CLUSTERED].sum())
            rates.append(float(passing[CLUSTERED:].sum() / max(passing.sum(), 1)))
        rows.append(
            {
                "population": name,
                "registers": made,
                "passed": passed,
                "true": true,
                "rate": float(np.mean(rates)),
                "error": float(np.std(rates) / math.sqrt(made)),
            }
        )
        print(rows[-1], flush=True)
    return rows


def null_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of maps without clusters."""
    lines = [
        "| population | sites | cases | maps | with a cluster | standard error at 5 % |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        error = math.sqrt(0.05 * 0.95 / row["maps"])
        lines.append(
            f"| {row['population']} | {row['sites']:,} | {row['n']:,} | {row['maps']:,} "
            f"| {row['shown'] / row['maps']:.1%} | {error:.1%} |"
        )
    return lines


def power_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of planted clusters."""
    lines = [
        "| population | cases | planted | among | maps | found | covered | true | elsewhere |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        cover = ["" if row[key] is None else f"{row[key]:.0%}" for key in ("recall", "precision")]
        lines.append(
            f"| {row['population']} | {row['n']:,} | {row['planted']} | {row['among']} "
            f"| {row['maps']} | {row['found'] / row['maps']:.0%} | {cover[0]} | {cover[1]} "
            f"| {row['elsewhere'] / row['maps']:.2f} |"
        )
    return lines


def discovery_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of false discoveries."""
    lines = [
        "| population | registers | passed | clustered ones found | false rate (standard error) |",
        "|---|---|---|---|---|",
    ]
    for row in rows:
        lines.append(
            f"| {row['population']} | {row['registers']} | {row['passed']} "
            f"| {row['true']} of {row['registers'] * CLUSTERED} "
            f"| {row['rate']:.1%} ({row['error']:.1%}) |"
        )
    return lines


def put(name: str, lines: list[str]) -> None:
    """Put lines where the page has the block of that name."""
    start, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, rest = PAGE.read_text(encoding="utf-8").split(start)
    after = rest.split(end)[1]
    PAGE.write_text(before + "\n".join([start, "", *lines, "", end]) + after, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Make the maps and write the page."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if arguments != ["page"]:
        share = float(arguments[0]) if arguments else 1.0
        for name, made in (
            ("power", power_rows),
            ("discovery", discovery_rows),
            ("null", null_rows),
        ):
            results[name] = made(share)
            RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    tables = (("null", null_table), ("power", power_table), ("discovery", discovery_table))
    for name, table in tables:
        if name in results:
            put(name, table(results[name]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
