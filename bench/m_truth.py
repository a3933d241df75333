"""How often the bands of M and m reject where there is nothing to find.

``python -m bench.m_truth [PART ...]`` reruns the named parts (all of them without a name; an
hour of one core), writes their figures beside the page as they come and rewrites its
tables; ``python -m bench.m_truth page`` only rewrites the page. A part may be followed by
sizes: ``"weighted: uniform" 1000 5000`` draws anew for these only.

Each part asks `marcon_puech` (or `marcon_puech_density`) for the bands of industries dealt
out at random among 20,000 sites, deals out others of the same sizes, and counts how many of
their curves leave the bands. These draws share nothing with those that the bands were made
from.
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
from threadpoolctl import threadpool_limits

from bench.kd_populations import POPULATIONS, labelled
from saidao.kernels.distance.simulation import draw_sites
from saidao.kernels.marcon_puech import MarconPuech, marcon_puech, marcon_puech_density
from saidao.kernels.marcon_puech.neighbourhoods import (
    Neighbourhoods,
    neighbour_sums,
    sites_in_order,
)
from saidao.kernels.marcon_puech.rings import Rings
from saidao.kernels.marcon_puech.simulation import nested_m

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "docs" / "methods" / "marcon-puech-truth.json"
PAGE = ROOT / "docs" / "methods" / "marcon-puech.md"
R = np.array([1.0, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 125, 150, 175, 200])
SITES = 20_000
SEED = 20260723

Array = NDArray[np.float64]
Sizes = Mapping[int, int]
"""Draws by number of plants."""

PLAIN: Sizes = {
    10: 20_000, 30: 20_000, 100: 20_000, 300: 20_000, 1_000: 5_000, 5_000: 3_000
}  # fmt: skip
WEIGHTED: Sizes = {10: 20_000, 100: 20_000, 300: 10_000, 1_000: 5_000, 5_000: 3_000}
HEAVY: Sizes = {100: 20_000, 1_000: 5_000, 5_000: 3_000}
DENSITY: Sizes = {10: 20_000, 30: 20_000, 100: 10_000, 300: 3_000}
DENSITY_WEIGHTED: Sizes = {10: 20_000, 100: 10_000, 300: 3_000}
DENSITY_LARGE: Sizes = {1_000: 3_000}
BETWEEN: Sizes = {22: 20_000, 75: 20_000, 200: 10_000}
"""Sizes whose bands are interpolated, beside 60 others."""


def keep(part: str, key: str, value: Any) -> None:
    """Print one figure of a part and write it down, so that a run that is cut short counts."""
    print(part, key, value, flush=True)
    kept = json.loads(RESULTS.read_text("utf-8")) if RESULTS.is_file() else {}
    kept.setdefault(part, {})[key] = value
    text = json.dumps(dict(sorted(kept.items())), indent=1, sort_keys=True)
    RESULTS.write_text(text + "\n", encoding="utf-8")


def by_tiles(sites: Neighbourhoods, weight: Array, around: Array, n: int, seed: int) -> Array:
    """Return M of one random subset, its neighbours looked for tile by tile."""
    taken = np.empty(n, np.int64)
    draw_sites(np.uint64(seed), len(sites), taken)
    taken.sort()
    some = sites.take(taken)
    w, e = weight[taken], around[taken] > 0
    near = neighbour_sums(some, w[:, None])[:, 0]
    top = np.divide(near, around[taken], out=np.zeros_like(near), where=e).sum(axis=0)
    return np.asarray(top / (((w.sum() - w) / (weight.sum() - w))[:, None] * e).sum(axis=0))


def null_m(
    sites: Neighbourhoods, weight: Array, rng: np.random.Generator
) -> Callable[[int, int], Array]:
    """Return a function that draws curves of M, by plants and draws."""
    around = neighbour_sums(sites, weight[:, None])[:, 0]

    def draw(n: int, draws: int) -> Array:
        seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
        if n < 2_000:
            found = nested_m(sites, weight, around, np.array([n]), seeds)[0].astype(np.float64)
            return np.asarray(found)
        return np.stack([by_tiles(sites, weight, around, n, int(seed)) for seed in seeds])

    return draw


def null_density(
    sites: Neighbourhoods, weight: Array, rings: Rings, rng: np.random.Generator
) -> Callable[[int, int], Array]:
    """Return a function that draws curves of m, by plants and draws."""
    around = rings.around(sites.points, weight, np.arange(len(sites)))

    def draw(n: int, draws: int) -> Array:
        seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
        curves = rings.draws(sites.points, weight, around, np.array([n]), seeds)[0]
        return np.asarray(curves.astype(np.float64))

    return draw


def measured(
    name: str,
    draws: Sizes,
    *,
    sigma: float = 0.0,
    density: bool = False,
    others: int = 0,
    only: tuple[int, ...] = (),
) -> None:
    """Keep the rates of each size in one population.

    Parameters
    ----------
    name : str
        What the results are kept under; the population's name comes after the colon.
    draws : mapping
    sigma : float
        Spread of log weights; none with 0.
    density : bool
        Of m instead of M.
    others : int
        Industries of other sizes, so that bands of those looked at are interpolated.
    only : tuple of int
        Sizes to draw for; all without.
    """
    kind, population = name.split(": ")
    words = (SEED, list(POPULATIONS).index(population), *kind.encode())
    rng = np.random.default_rng(words)
    x, y = POPULATIONS[population](SITES, rng)
    sizes = sorted({*draws, *(12 + 4 * k for k in range(1, others + 1))})
    label = labelled(np.array(sizes), SITES, rng)
    weights = rng.lognormal(0, sigma, SITES) if sigma else None
    test = marcon_puech_density if density else marcon_puech
    started = time.process_time()
    found = test(x, y, label, R, weights, rng=rng.spawn(1)[0])
    keep(name, "cpu_s", round(time.process_time() - started, 1))
    keep(name, "n0", found.n0)
    sites = sites_in_order(x, y, R)
    weight = np.ones(SITES) if weights is None else weights[sites.order]
    if density:
        draw = null_density(sites, weight, Rings(R, found.bandwidth, 0.0), rng)
    else:
        draw = null_m(sites, weight, rng)
    for n in sorted(draws):
        if not only or n in only:
            i = int(np.flatnonzero(found.n == n)[0])
            keep(name, str(n), rates(draw(n, draws[n]), found, i))


def rates(curves: Array, found: MarconPuech, i: int) -> dict[str, Any]:
    """Return which shares of null curves (m, d) leave the bands of industry i."""
    room = 1e-6 * np.maximum(curves, 1.0)
    above = (curves > found.global_high[i] + room).any(axis=1)
    below = (curves < found.global_low[i] - room).any(axis=1)
    return {
        "draws": len(curves),
        "lower": float(below.mean()),
        "upper": float(above.mean()),
        "local_lower": float((curves < found.local_low[i] - room).mean()),
        "local_upper": float((curves > found.local_high[i] + room).mean()),
        "method": str(found.method[i]),
        "skewness": None if np.isnan(found.skewness[i]) else float(found.skewness[i]),
    }


Part = Callable[..., None]


def _part(name: str, draws: Sizes, **options: Any) -> tuple[str, Part]:
    """Return a part's name and what runs it."""
    return name, lambda only=(): measured(name, draws, only=only, **options)


PARTS: Mapping[str, Part] = dict(
    [
        *(_part(f"plain: {name}", PLAIN) for name in POPULATIONS),
        _part("between: clustered", BETWEEN, others=60),
        *(_part(f"weighted: {name}", WEIGHTED, sigma=1.2) for name in POPULATIONS),
        *(_part(f"heavy: {name}", HEAVY, sigma=1.8) for name in POPULATIONS),
        *(_part(f"density: {name}", DENSITY, density=True) for name in POPULATIONS),
        _part("large density: clustered", DENSITY_LARGE, density=True),
        *(
            _part(f"weighted density: {name}", DENSITY_WEIGHTED, density=True, sigma=1.2)
            for name in POPULATIONS
        ),
    ]
)


def table(results: dict[str, Any], *kinds: str) -> str:
    """Return the rows of some kinds of parts."""
    lines = [
        "| population | n | below, % | above, % | local, % | bands | skewness | draws |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for part in PARTS:
        kind, population = part.split(": ")
        rows = results.get(part, {}) if kind in kinds else {}
        for n in sorted((key for key in rows if key.isdigit()), key=int):
            row = rows[n]
            sides = []
            for side in ("lower", "upper"):
                error = math.sqrt(row[side] * (1 - row[side]) / row["draws"])
                sides.append(f"{100 * row[side]:.1f} ± {100 * error:.1f}")
            local = f"{100 * row['local_lower']:.1f}, {100 * row['local_upper']:.1f}"
            skewness = "" if row["skewness"] is None else f"{row['skewness']:.2f}"
            lines.append(
                f"| {population} | {int(n):,} | {sides[0]} | {sides[1]} | {local} "
                f"| {row['method']} | {skewness} | {row['draws']:,} |"
            )
    missing = [part for part in PARTS if part.split(": ")[0] in kinds and part not in results]
    said = [f"Not run yet: {', '.join(missing)}."] if missing else []
    if len(lines) == 2:
        return said[0]
    return "\n".join([*lines, *(["", *said] if said else [])])


def write_page() -> None:
    """Put the tables where the page has them."""
    results = json.loads(RESULTS.read_text("utf-8"))
    text = PAGE.read_text(encoding="utf-8")
    for name, kinds in (
        ("plain", ("plain",)),
        ("between", ("between",)),
        ("weighted", ("weighted",)),
        ("heavy", ("heavy",)),
        ("density", ("density", "large density")),
        ("weighted density", ("weighted density",)),
    ):
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n\n{table(results, *kinds)}\n\n{end}{rest.split(end)[1]}"
    PAGE.write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Run the named parts and write the page."""
    only = tuple(int(word) for word in arguments if word.isdigit())
    names = [word for word in arguments if not word.isdigit() and word != "page"]
    for name in names or (PARTS if not arguments else ()):
        if name not in PARTS:
            print(f"no part {name!r}; there are: page, {', '.join(PARTS)}", file=sys.stderr)
            return 2
        # Draws are spread over the cores already.
        with threadpool_limits(limits=1, user_api="blas"):
            PARTS[name](only)
    write_page()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
