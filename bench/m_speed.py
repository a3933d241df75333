"""Bands and verdicts of M of every industry at once, against Monte Carlo for each industry.

Both sides run here, on the same sites, in one process, after compilation. The other side is
as good a Monte Carlo as we can write: what all sites have around them is counted once, in
the same way; then a thousand random subsets for each industry, whose pairs alone
are looked at, spread over all cores. It is run on some of the industries and scaled to all
of them by the number of pairs, to which its time is proportional; above 2,000 plants by
fewer draws in place of a thousand. On a machine that does other work too, compare
processor times.

``python -m bench.m_speed [100k|1M]`` runs the named sizes (both without a name) and writes
what it found onto the page of the method.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.kd_populations import clustered, labelled, zipf_sizes
from bench.kd_speed import global_bands, timed
from saidao.kernels.distance.pairs import THREADS
from saidao.kernels.marcon_puech import marcon_puech
from saidao.kernels.marcon_puech.neighbour_totals import GRID_FROM, NeighbourTotals
from saidao.kernels.marcon_puech.neighbourhoods import Neighbourhoods, sites_in_order
from saidao.kernels.marcon_puech.simulation import nested_m

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "methods"
PAGE, SPEED = FOLDER / "marcon-puech.md", FOLDER / "marcon-puech-speed.json"
BEGIN, END = "<!-- speed: begin -->", "<!-- speed: end -->"
R = np.unique(np.geomspace(1, 200, 34).round())[:30]
CASES = {"100k": (100_000, 400), "1M": (1_000_000, 400)}
SIMULATIONS = 1_000

Array = NDArray[np.float64]


def monte_carlo(sites: Neighbourhoods, around: Array, n: int, seed: int, draws: int) -> None:
    """Simulate one industry and make its bands."""
    seeds = np.random.default_rng(seed).integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_m(sites, np.ones(len(sites)), around, np.array([n]), seeds)[0].T
    np.sort(curves, axis=1)[:, [int(0.05 * draws), int(0.95 * draws)]]
    if draws >= 100:
        global_bands(curves)


def one_by_one(sites: Neighbourhoods, sizes: NDArray[np.int64]) -> tuple[float, float, str]:
    """Return estimated wall and processor seconds for all industries, and what was run."""
    around, wall, used = timed(
        lambda: np.ascontiguousarray(NeighbourTotals.of(sites).all_around(None))
    )
    ranks = np.unique(np.geomspace(1, len(sizes), 16).astype(int)) - 1
    done = pairs = seconds = cpu = 0.0
    for k in ranks.tolist():
        n = int(sizes[k])
        if n > 30_000:
            continue
        # Long simulations are cut short: a tenth of the draws takes a tenth.
        draws = SIMULATIONS if n <= 2_000 else max(4, int(1e9 / n**2))
        _, one, processor = timed(
            lambda n=n, k=k, draws=draws: monte_carlo(sites, around, n, k, draws)
        )
        seconds += one * SIMULATIONS / draws
        cpu += processor * SIMULATIONS / draws
        pairs += float(n) * (n - 1) / 2
        done += 1
    scale = float((sizes.astype(float) * (sizes - 1) / 2).sum()) / pairs
    how = f"{done:.0f} industries run, scaled by {scale:.1f}"
    return wall + seconds * scale, used + cpu * scale, how


def case(name: str) -> dict[str, Any]:
    """Print one line of the table and return it."""
    count, industries = CASES[name]
    rng = np.random.default_rng([7, count])
    x, y = clustered(count, rng)
    sizes = zipf_sizes(count, industries)
    label = labelled(sizes, count, rng)
    found, wall, used = timed(lambda: marcon_puech(x, y, label, R))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(
        f"{name:>5} sites, {industries} industries: {wall:.1f} s wall, {used:.1f} s of "
        f"processors ({THREADS} threads), peak {peak:.2f} GB; n0 {found.n0}; "
        f"{dict(found.choices)}; "
        f"{(found.verdict == 'localised').mean():.3f} localised, "
        f"{(found.verdict == 'dispersed').mean():.3f} dispersed of null industries",
        flush=True,
    )
    other, cpu, how = one_by_one(sites_in_order(x, y, R), np.sort(sizes)[::-1])
    print(
        f"{'':6}Monte Carlo for each industry: {other:.0f} s wall, {cpu:.0f} s of processors "
        f"({how}): {other / wall:.0f} times ours by wall, {cpu / used:.0f} by processor time",
        flush=True,
    )
    return {
        "sites": count,
        "industries": industries,
        "distances": len(R),
        "wall": wall,
        "cpu": used,
        "peak": peak,
        "other_wall": other,
        "other_cpu": cpu,
        "load": os.getloadavg()[0],
    }


def table(rows: dict[str, Any]) -> str:
    """Return the table of the page."""
    head = (
        "| sites | industries | distances | wall, s | processors, s | peak, GB | Monte Carlo for "
        "each, s of processors | ratio of processor times | load of the machine |"
    )
    lines = [head, "|---|---|---|---|---|---|---|---|---|"]
    for row in rows.values():
        lines.append(
            f"| {row['sites']:,} | {row['industries']} | {row['distances']} | {row['wall']:.1f} "
            f"| {row['cpu']:.1f} | {row['peak']:.1f} | {row['other_cpu']:,.0f} "
            f"| {row['other_cpu'] / row['cpu']:.0f} | {row['load']:.1f} |"
        )
    return "\n".join(lines)


def main(names: list[str]) -> int:
    """Run the named cases and write the page."""
    rng = np.random.default_rng(1)
    x, y = clustered(5_000, rng)
    # Compile, with grids and without.
    marcon_puech(x, y, labelled(np.array([10, 50, 2_000]), 5_000, rng), R, draws=200)
    many = GRID_FROM + 1
    x, y = clustered(many, rng)
    marcon_puech(x, y, labelled(np.array([50, 2_500, 30_000]), many, rng), R, draws=200)
    kept = json.loads(SPEED.read_text("utf-8")) if SPEED.is_file() else {}
    kept |= {name: case(name) for name in CASES if not names or name in names}
    rows = {name: kept[name] for name in CASES if name in kept}
    SPEED.write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    text = f"{before}{BEGIN}\n\n{table(rows)}\n\n{END}{rest.split(END)[1]}"
    PAGE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
