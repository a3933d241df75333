"""M on grids, where there are more than 200,000 plants: how near it is, how often it rejects.

``python -m bench.m_grids [POPULATION ...]`` takes 250,000 sites of each named population (all
three without a name; some ten minutes of one core each), where sums over every pair can still
be had. It compares curves of random industries on the grids with their M by every pair, in
standard deviations of M, and counts how often curves of null industries leave the global
bands. What it finds goes beside the page of the method and onto it.
"""

from __future__ import annotations

import json
import math
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_populations import POPULATIONS, labelled
from bench.m_speed import PAGE, R
from saidao.kernels.marcon_puech import marcon_puech
from saidao.kernels.marcon_puech.cumulative import GRID_PLANTS
from saidao.kernels.marcon_puech.neighbour_totals import NeighbourTotals
from saidao.kernels.marcon_puech.neighbourhoods import neighbour_sums, sites_in_order

RESULTS = PAGE.with_name("marcon-puech-grids.json")
BEGIN, END = "<!-- grids: begin -->", "<!-- grids: end -->"
SITES = 250_000
DRAWS = {4_000: 1_000, 20_000: 400, 60_000: 400}
COMPARED = 12

Array = NDArray[np.float64]


def ratio(near: Array, around: Array) -> Array:
    """Return M of plants with `near` of their own and `around` of all around each (n, d)."""
    some = around > 0
    top = np.divide(near, around, out=np.zeros_like(near), where=some).sum(axis=0)
    return np.asarray(top / (some.sum(axis=0) * (len(near) - 1) / (SITES - 1)))


def measured(population: str) -> dict[str, Any]:
    """Return the figures of one population."""
    rng = np.random.default_rng([20261122, list(POPULATIONS).index(population)])
    x, y = POPULATIONS[population](SITES, rng)
    label = labelled(np.array(list(DRAWS)), SITES, rng)
    found = marcon_puech(x, y, label, R)
    sites = sites_in_order(x, y, R)
    totals = NeighbourTotals.of(sites)
    around = np.ascontiguousarray(totals.all_around(None))
    exact = neighbour_sums(sites, np.ones((SITES, 1)))[:, 0]
    rows = {}
    for n, draws in DRAWS.items():
        at = int(np.flatnonzero(found.n == n)[0])
        deviation = (found.local_high[at] - found.local_low[at]) / (2 * 1.6449)
        below = above = 0
        off = []
        started = time.process_time()
        for draw in range(draws):
            own = np.sort(rng.choice(SITES, n, replace=False))
            alone = None
            if n < GRID_PLANTS or draw < COMPARED:
                alone = neighbour_sums(sites.take(own), np.ones((n, 1)))[:, 0]
            near = alone if n < GRID_PLANTS else totals.own_around(own, None)
            curve = ratio(near, around[own])
            if draw < COMPARED:
                off.append((curve - ratio(alone, exact[own])) / deviation)
            below += bool((curve < found.global_low[at]).any())
            above += bool((curve > found.global_high[at]).any())
        errors = np.array(off)
        rows[str(n)] = {
            "draws": draws,
            "below": below / draws,
            "above": above / draws,
            "method": str(found.method[at]),
            "off": float(np.sqrt(np.square(errors).mean())),
            "worst_distance": float(np.sqrt(np.square(errors).mean(axis=0)).max()),
            "mean_off": float(np.abs(errors.mean(axis=0)).max()),
            "cpu_s": round(time.process_time() - started, 1),
        }
        print(population, n, rows[str(n)], flush=True)
    return {"choices": dict(found.choices), "sizes": rows}


def table(kept: dict[str, Any]) -> str:
    """Return the table of the page."""
    head = (
        "| population | n | below, % | above, % | draws | curves off by, deviations "
        "| at the worst distance |"
    )
    lines = [head, "|---|---|---|---|---|---|---|"]
    for name, part in kept.items():
        for n, row in part["sizes"].items():
            below, above = (
                f"{100 * row[side]:.1f} ± "
                f"{100 * math.sqrt(row[side] * (1 - row[side]) / row['draws']):.1f}"
                for side in ("below", "above")
            )
            lines.append(
                f"| {name} | {int(n):,} | {below} | {above} | {row['draws']:,} "
                f"| {row['off']:.2f} | {row['worst_distance']:.2f} |"
            )
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Run the named populations and write the page."""
    for name in names or POPULATIONS:
        kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
        kept[name] = measured(name)
        RESULTS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        before, rest = Path(PAGE).read_text("utf-8").split(BEGIN)
        text = f"{before}{BEGIN}\n\n{table(kept)}\n\n{END}{rest.split(END)[1]}"
        PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
