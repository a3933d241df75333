"""Clusters beside those of fast_hdbscan and aabpl, on the same maps in one run.

``uv run --with fast-hdbscan --with aabpl python -m bench.clusters_compare [SITES [MAPS]]``
writes what was found beside the page and rewrites its table. Neither package is a dependency; one
that is not there is left out. SITES (1,000,000 by default) is for the times,
MAPS (5) for each population.

Both look at the places of the industry alone, as their own guides say, with the settings
they have by default. Two of aabpl are given: a search radius that suits the planted clusters,
since it has none by default, and the box around all places for its null, since the cells that
hold places, its default, are for a few clusters their own null. Its default takes what is
above the null's 99.5th percentile, half a percent of the area; the 95th is asked as well.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from bench.clusters_truth import put
from bench.kd_populations import POPULATIONS
from saidao.kernels.clusters import find_clusters

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "clusters-compare.json"
SEED = 20261123
SITES = 20_000
BACKGROUND, CLUSTERS, PLANTED, AMONG = 300, 3, 40, 200
MAPS = 5
REACH = 50.0

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]
Method = Callable[[Floats, NDArray[np.bool_], float], Labels]


def saidao(points: Floats, case: NDArray[np.bool_], _radius: float) -> Labels:
    """Return clusters against the control."""
    found = find_clusters(*points.T, case.astype(np.float64), reach=REACH, draws=999)
    return found.label[case].astype(np.int64)


def hdbscan(points: Floats, case: NDArray[np.bool_], _radius: float) -> Labels:
    """Return clusters of fast_hdbscan."""
    from fast_hdbscan import HDBSCAN

    return np.asarray(HDBSCAN().fit_predict(points[case]), np.int64)


def aabpl(points: Floats, case: NDArray[np.bool_], radius: float) -> Labels:
    """Return prime locations, where chance draws from the area that holds all places."""
    return prime_locations(points[case], radius, 99.5)


def aabpl_wide(points: Floats, case: NDArray[np.bool_], radius: float) -> Labels:
    """Return prime locations above a lower threshold than the default."""
    return prime_locations(points[case], radius, 95.0)


def prime_locations(places: Floats, radius: float, percentile: float) -> Labels:
    """Return the places that aabpl takes, joined where they lie within the radius.

    The numbers of clusters that version 0.5.1 writes beside places are 0 for most of those
    it takes, so that they cannot be used.
    """
    import pandas as pd
    from aabpl import detect_cluster_cells

    frame = pd.DataFrame({"lon": places[:, 0], "lat": places[:, 1], "one": 1.0})
    frame["number"] = np.arange(len(frame))
    with warnings.catch_warnings(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        warnings.simplefilter("ignore")
        detect_cluster_cells(
            frame,
            crs="",
            r=radius,
            c="one",
            study_area="bbox",
            k_th_percentile=percentile,
            random_seed=0,
            silent=True,
        )
    name = next(column for column in frame.columns if "_cluster_sum" in column)
    chosen = frame.sort_values("number")[name].to_numpy(bool)
    label = np.full(len(places), -1, np.int64)
    pairs = cKDTree(places[chosen]).query_pairs(radius, output_type="ndarray")
    count = int(chosen.sum())
    graph = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(count, count))
    label[chosen] = connected_components(graph, directed=False)[1]
    return label


METHODS: dict[str, Method] = {
    "saidao": saidao,
    "fast_hdbscan": hdbscan,
    "aabpl": aabpl,
    "aabpl, 95th percentile": aabpl_wide,
}


def pair_f1(truth: Labels, label: Labels) -> float:
    """Return how well pairs in one planted cluster are pairs in one found cluster."""

    def pairs(counts: NDArray[np.int64]) -> float:
        """Return how many pairs lie together."""
        return float((counts * (counts - 1) // 2).sum())

    both = (truth >= 0) & (label >= 0)
    joint = np.unique(np.column_stack([truth[both], label[both]]), axis=0, return_counts=True)[1]
    together = pairs(joint)
    sides = [pairs(np.unique(one[one >= 0], return_counts=True)[1]) for one in (truth, label)]
    return 2 * together / sum(sides) if sum(sides) else 1.0


def planted(points: Floats, rng: np.random.Generator) -> tuple[NDArray[np.bool_], Labels, float]:
    """Return which sites are cases, their clusters, and a radius that suits these."""
    truth = np.full(len(points), -1, np.int64)
    case = np.zeros(len(points), bool)
    case[rng.choice(len(points), BACKGROUND, replace=False)] = True
    widths = []
    for number in range(CLUSTERS):
        away = np.hypot(*(points - points[rng.integers(len(points))]).T)
        near = np.argsort(away, kind="stable")[:AMONG]
        case[rng.choice(near, PLANTED, replace=False)] = True
        truth[near] = number
        widths.append(away[near[-1]])
    return case, truth[case], float(np.median(widths))


def quality(maps: int) -> dict[str, Any]:
    """Return how well each method finds planted clusters, and how many it finds in noise."""
    from sklearn.metrics import adjusted_rand_score

    rows: dict[str, Any] = {}
    for place, (name, population) in enumerate(POPULATIONS.items()):
        rng = np.random.default_rng([SEED, place])
        points = np.column_stack(population(SITES, rng))
        for number in range(maps):
            case, truth, radius = planted(points, rng)
            noise = np.zeros(SITES, bool)
            noise[rng.choice(SITES, int(case.sum()), replace=False)] = True
            for method, run in METHODS.items():
                row = rows.setdefault(
                    f"{name}/{method}",
                    {"population": name, "method": method, "rand": [], "f1": [], "noise": []},
                )
                try:
                    label, false = run(points, case, radius), run(points, noise, radius)
                except ImportError:
                    continue
                row["rand"].append(float(adjusted_rand_score(truth, label)))
                row["f1"].append(pair_f1(truth, label))
                row["noise"].append(len(set(false[false >= 0].tolist())))
                print(method, {key: row[key] for key in ("rand", "f1", "noise")}, flush=True)
            print(name, number, flush=True)
    return rows


def times(sites: int) -> dict[str, Any]:
    """Return the seconds of each method for so many points, compiled code ready."""
    rng = np.random.default_rng([SEED, 9])
    rows: dict[str, Any] = {"sites": sites, "load": os.getloadavg()[0]}
    for size in (5_000, sites):
        points = np.column_stack(POPULATIONS["clustered"](size, rng))
        everything = np.ones(size, bool)
        case = rng.random(size) < 0.03
        for method, run in METHODS.items():
            if run is aabpl_wide:
                continue
            # Ours takes all points with one industry among them, the others all as one.
            chosen = case if method == "saidao" else everything
            started, busy = time.perf_counter(), time.process_time()
            try:
                run(points, chosen, 2.0)
            except ImportError:
                continue
            rows[method] = [time.perf_counter() - started, time.process_time() - busy]
            print(size, method, rows[method], flush=True)
    return rows


def table(results: dict[str, Any]) -> list[str]:
    """Return the lines of both tables."""
    lines = [
        "| population | method | adjusted Rand index | pair F1 | clusters in noise, a map |",
        "|---|---|---|---|---|",
    ]
    for row in results.get("quality", {}).values():
        if row["rand"]:
            lines.append(
                f"| {row['population']} | {row['method']} | {np.mean(row['rand']):.2f} "
                f"| {np.mean(row['f1']):.2f} | {np.mean(row['noise']):.1f} |"
            )
    if "times" in results:
        made = results["times"]
        lines += [
            "",
            f"{made['sites']:,} points, load {made['load']:.0f} on {os.cpu_count()} cores:",
            "",
            "| method | seconds | processor seconds |",
            "|---|---|---|",
        ]
        for method in METHODS:
            if method in made:
                lines.append(f"| {method} | {made[method][0]:.1f} | {made[method][1]:.1f} |")
    return lines


def main(arguments: list[str]) -> int:
    """Compare, and write the page."""
    results = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    if arguments != ["page"]:
        sites = int(arguments[0]) if arguments else 1_000_000
        maps = int(arguments[1]) if len(arguments) > 1 else MAPS
        for name, made in (("times", lambda: times(sites)), ("quality", lambda: quality(maps))):
            results[name] = made()
            RESULTS.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    put("compare", table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
