"""How often clusters are found where there are none, and how often where there are some.

``python -m bench.clusters_truth [PART [SHARE]]`` makes the maps, writes what was found beside
the page and rewrites its tables. PART is all (by default), null, power, discovery, or page,
which only rewrites the page; SHARE (1 by default, some 20 minutes of one core for all) makes
fewer maps. Planted clusters are
looked for by Kulldorff's circular scan as well (`bench.circular_scan`).
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.circular_scan import most_likely, windows
from bench.kd_populations import POPULATIONS
from saidao.kernels.clusters import Clustering, Control, clusters_in
from saidao.kernels.clusters.leaves import MOST_LEAVES

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "clusters-truth.json"
PAGE = ROOT / "docs" / "methods" / "clusters.md"
SEED = 20261122
DRAWS = 39
"""Random maps for each map, enough for a level of 5 %."""

NEW_SITES = 50
"""So many maps without clusters share their sites, the next have others."""

Sites = tuple[NDArray[np.float64], NDArray[np.float64]]


def archipelago(n: int, rng: np.random.Generator) -> Sites:
    """Return sites on nine islands of unlike size, two sites in three on the first."""
    share = np.r_[2 / 3, np.full(8, 1 / 24)]
    island = rng.choice(9, n, p=share)
    side = np.r_[120.0, np.full(8, 20.0)][island]
    corner = np.array(
        [[0, 200, 300, 400, 0, 0, 400, 300, 200], [0, 0, 0, 0, 300, 400, 400, 200, 100]]
    )
    x, y = corner[:, island] + rng.random((2, n)) * side
    return x, y


def addresses(n: int, rng: np.random.Generator) -> Sites:
    """Return sites of which many share an address: cities' sites at one place for each twenty."""
    places = np.column_stack(POPULATIONS["clustered"](n // 20, rng))
    share = rng.exponential(size=len(places))
    x, y = places[rng.choice(len(places), n, p=share / share.sum())].T
    return x, y


EVERYWHERE: Mapping[str, Callable[[int, np.random.Generator], Sites]] = {
    **POPULATIONS,
    "archipelago": archipelago,
    "shared addresses": addresses,
}

SHARES, BY_INDUSTRY = "by shares of 0.1 to 1", "rows by industry"
LEAVES = "14 or 15 sites a leaf"

NULL = (
    ("uniform", 50, 10, "", 1_000),
    ("clustered", 5_000, 2_000, "", 1_000),
    ("clustered", 5_000, 300, SHARES, 1_000),
    ("archipelago", 5_000, 100, "", 1_000),
    ("archipelago", 5_000, 100, "neighbours within 25 km", 1_000),
    ("shared addresses", 5_000, 100, BY_INDUSTRY, 1_000),
    ("shared addresses", 5_000, 1_000, BY_INDUSTRY, 1_000),
    *((name, 20_000, 10_000, "", 1_000) for name in POPULATIONS),
    *((name, 5_000, n, "", 1_000) for n in (1_000, 300, 100, 30) for name in POPULATIONS),
    ("clustered", 30_000, 900, LEAVES, 1_000),
    ("one metropolis", 20_000, 10_000, "again, other maps", 2_000),
)
"""Population, sites, cases, what is special, and maps, of those without clusters."""

PLANTED = (
    ("disc", 30, 8, 60),
    ("disc", 30, 15, 200),
    ("disc", 300, 20, 60),
    ("disc", 300, 35, 200),
    ("disc", 1_000, 30, 60),
    ("disc", 1_000, 80, 200),
    ("strip", 30, 15, 60),
    ("strip", 300, 35, 200),
    ("strip", 1_000, 80, 200),
)
"""Shape, cases anywhere, cases planted, and the sites among which they lie."""

LENGTH = 8
"""How many times as long as wide a strip is."""

PLANTED_MAPS = 20

INDUSTRIES, LARGEST = 40, 201

REGISTERS = (
    ("uniform", 2_000, 0, 799, 100),
    *((name, 5_000, 10, 99, 20) for name in POPULATIONS),
)
"""Population, sites, industries with a planted cluster, random maps, and registers.

Where no industry has a cluster a p of a fortieth of 5 % must be possible.
"""


def planted_on(
    points: NDArray[np.float64], shape: str, among: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return the sites of a disc, or of a strip in any direction, around one of them."""
    away = points - points[rng.integers(len(points))]
    if shape == "disc":
        outside = np.hypot(*away.T)
    else:
        turn = rng.random() * np.pi
        along, across = away @ [np.cos(turn), np.sin(turn)], away @ [-np.sin(turn), np.cos(turn)]
        outside = np.maximum(np.abs(along) / LENGTH, np.abs(across))
    return np.argsort(outside, kind="stable")[:among]


def cases(count: int, chosen: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return weights of 1 for the chosen sites."""
    weight = np.zeros(count)
    weight[chosen] = 1.0
    return weight


def found_on(
    control: Control, weight: NDArray[np.float64], seed: int, draws: int = DRAWS
) -> Clustering:
    """Return the clusters of a map, with what the page says was asked."""
    return clusters_in(control, weight, draws=draws, seed=seed)


def null_rows(share: float) -> Iterator[dict[str, Any]]:
    """Say how many maps without clusters show any."""
    for place, (name, sites, n, special, maps) in enumerate(NULL):
        rng = np.random.default_rng([SEED, place])
        made = max(round(maps * share), 20)
        shown = 0
        for number in range(made):
            if number % NEW_SITES == 0:
                x, y = EVERYWHERE[name](sites, rng)
                control = Control(
                    x, y, reach=25.0 if "within" in special else np.inf,
                    most_leaves=2_048 if special == LEAVES else MOST_LEAVES,
                )  # fmt: skip
            weight = cases(sites, rng.choice(sites, n, replace=False))
            if special == SHARES:
                weight *= rng.uniform(0.1, 1.0, sites)
            elif special == BY_INDUSTRY:
                order = np.argsort(-weight, kind="stable")
                control, weight = Control(x[order], y[order]), weight[order]
            shown += bool(found_on(control, weight, number).clusters)
        yield {
            "population": name,
            "n": n,
            "sites": sites,
            "special": special,
            "maps": made,
            "shown": shown,
        }


def power_rows(share: float) -> Iterator[dict[str, Any]]:
    """Say how often planted clusters are found, and how well their bounds."""
    for place, (name, population) in enumerate(POPULATIONS.items()):
        rng = np.random.default_rng([SEED, 7, place])
        points = np.column_stack(population(5_000, rng))
        control, near = Control(*points.T), windows(points)
        for shape, n, planted, among in PLANTED:
            made = max(round(PLANTED_MAPS * share), 10)
            false = 0
            ours, circular = Bounds(), Bounds()
            for seed in range(made):
                on = planted_on(points, shape, among, rng)
                added = rng.choice(on, planted, replace=False)
                weight = cases(len(points), np.r_[rng.choice(len(points), n, False), added])
                clusters = found_on(control, weight, seed).clusters
                best = max(clusters, key=lambda one: np.isin(added, one.sites).sum(), default=None)
                false += sum(not np.isin(one.sites, on).any() for one in clusters)
                ours.add(None if best is None else best.sites, on, added)
                circular.add(most_likely(weight > 0, near, DRAWS, seed), on, added)
            yield {
                "population": name,
                "shape": shape,
                "n": n,
                "planted": planted,
                "among": among,
                "maps": made,
                "saidao": ours.row(),
                "circular": circular.row(),
                "elsewhere": false,
            }


class Bounds:
    """How often planted clusters were found, and how well their bounds."""

    def __init__(self) -> None:
        self.found = 0
        self.covered: list[float] = []
        self.true: list[float] = []

    def add(
        self, sites: NDArray[np.int64] | None, on: NDArray[np.int64], added: NDArray[np.int64]
    ) -> None:
        """Take the sites of what was found on a map."""
        if sites is not None and np.isin(added, sites).mean() > 0.5:
            self.found += 1
            self.covered.append(float(np.isin(on, sites).mean()))
            self.true.append(float(np.isin(sites, on).mean()))

    def row(self) -> dict[str, Any]:
        """Return counts and means."""
        return {
            "found": self.found,
            "recall": float(np.mean(self.covered)) if self.covered else None,
            "precision": float(np.mean(self.true)) if self.true else None,
        }


def discovery_rows(share: float) -> Iterator[dict[str, Any]]:
    """Say how many industries of a register pass that have no cluster, after Benjamini-Hochberg.

    All industries of a register share their random orders of sites, as those of an atlas do.
    """
    for place, (name, sites, clustered, draws, registers) in enumerate(REGISTERS):
        rng = np.random.default_rng([SEED, 8, place])
        points = np.column_stack(POPULATIONS[name](sites, rng))
        control = Control(*points.T)
        made = max(round(registers * share), 3)
        rates, passed, true = [], 0, 0
        for register in range(made):
            control.by_chance.clear()
            chances = np.ones(INDUSTRIES)
            for industry in range(INDUSTRIES):
                chosen = rng.choice(sites, int(rng.integers(20, LARGEST)), replace=False)
                if industry < clustered:
                    middle = points[rng.integers(sites)]
                    near = np.argsort(np.hypot(*(points - middle).T), kind="stable")[:80]
                    chosen = np.r_[chosen, rng.choice(near, 20, replace=False)]
                weight = cases(sites, chosen)
                chances[industry] = found_on(control, weight, register, draws).p
            ordered = np.sort(chances)
            under = np.flatnonzero(ordered <= 0.05 * np.arange(1, INDUSTRIES + 1) / INDUSTRIES)
            limit = ordered[under[-1]] if len(under) else -1.0
            passing = chances <= limit
            passed += int(passing.sum())
            true += int(passing[:clustered].sum())
            rates.append(float(passing[clustered:].sum() / max(passing.sum(), 1)))
        yield {
            "population": name,
            "sites": sites,
            "clustered": clustered,
            "registers": made,
            "passed": passed,
            "true": true,
            "rate": float(np.mean(rates)),
            "error": float(np.std(rates) / math.sqrt(made)),
        }


def null_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of maps without clusters."""
    lines = [
        "| population | sites | cases | | maps | with a cluster | standard error at 5 % |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        error = math.sqrt(0.05 * 0.95 / row["maps"])
        lines.append(
            f"| {row['population']} | {row['sites']:,} | {row['n']:,} | {row['special']} "
            f"| {row['maps']:,} | {row['shown'] / row['maps']:.1%} | {error:.1%} |"
        )
    shown, maps = (sum(row[key] for row in rows) for key in ("shown", "maps"))
    error = math.sqrt(0.05 * 0.95 / maps)
    lines.append(f"| all | | | | {maps:,} | {shown / maps:.1%} | {error:.1%} |")
    return lines


def power_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of planted clusters."""
    head = (
        "| population | shape | cases | planted | among | maps | found | covered | true "
        "| elsewhere | circular scan: found | covered | true |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for row in rows:
        parts = []
        for name in ("saidao", "circular"):
            one = row[name]
            cover = [
                "" if one[key] is None else f"{one[key]:.0%}" for key in ("recall", "precision")
            ]
            parts.append(f"{one['found'] / row['maps']:.0%} | {cover[0]} | {cover[1]}")
        lines.append(
            f"| {row['population']} | {row['shape']} | {row['n']:,} | {row['planted']} "
            f"| {row['among']} | {row['maps']} | {parts[0]} "
            f"| {row['elsewhere'] / row['maps']:.2f} | {parts[1]} |"
        )
    return lines


def discovery_table(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines of the table of false discoveries."""
    head = (
        "| population | sites | registers | passed | clustered ones found "
        "| false rate (standard error) |"
    )
    lines = [head, "|---|---|---|---|---|---|"]
    for row in rows:
        planted = row["registers"] * row["clustered"]
        lines.append(
            f"| {row['population']} | {row['sites']:,} | {row['registers']} | {row['passed']} "
            f"| {row['true']} of {planted} | {row['rate']:.1%} ({row['error']:.1%}) |"
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
    part = arguments[0] if arguments else "all"
    share = float(arguments[1]) if len(arguments) > 1 else 1.0
    makers = {"null": null_rows, "power": power_rows, "discovery": discovery_rows}
    if part not in (*makers, "all", "page"):
        print(__doc__, file=sys.stderr)
        return 2
    for name, made in makers.items():
        if part in (name, "all"):
            results[name] = []
            # What is done stays where the rest is stopped.
            for row in made(share):
                print(row, flush=True)
                results[name].append(row)
                RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    tables = (("null", null_table), ("power", power_table), ("discovery", discovery_table))
    for name, table in tables:
        if name in results:
            put(name, table(results[name]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
