"""Which industries are localised, and at which distances, for all industries at once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from threadpoolctl import threadpool_limits

from .bands import N0_CHOICES, SKEW_LIMIT, Bands, Null, analytic_nulls, best_n0, simulated_nulls
from .density import checked_distances, checked_weights
from .labels import checked_labels, grouped
from .lattice import Lattice, cell_counts, lattice_pairs
from .pairs import SERIAL, in_threads, pair_counts, pair_weights
from .population import SAMPLED_ROWS, Bandwidths, Bins, Population
from .sites import EARTH_RADIUS, Metric, Sites, morton_order, place, project
from .smoothing import SUPPORT, rule_of_thumb_binned, smoothed
from .surroundings import MOST_PLANTS, linear_nulls
from .weighted import HEAVIEST, weighted_null

__all__ = ["DurantonOverman", "duranton_overman"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

LATTICE_FROM = 200_000
"""From so many sites pairs of the population are counted on a grid."""
OBSERVED_ON_LATTICE = 30_000
"""Industries above this size are snapped to the population's grid, where there is one."""
MOST_BINS = 1_200
MOST_CELLS = 4_096
SIDE_BY_SIDE = 64
"""Industries that are looked at before progress is told."""
DISTORTION = 0.005
"""A globe is laid on a plane for the grid only where no distance is further off."""


@dataclass(frozen=True, slots=True)
class DurantonOverman:
    """Duranton and Overman's test of every industry of a population.

    Arrays have a row for each industry and, where said, a column for each distance.

    Parameters
    ----------
    r : ndarray of shape (d,)
        Distances.
    industries : ndarray of shape (i,)
        Labels, sorted.
    n : ndarray of int64, shape (i,)
        Plants.
    bandwidth : ndarray of shape (i,)
        Of the observed curve.
    observed, mean, local_low, local_high, global_low, global_high : ndarray, shape (i, d)
        Kd (or its integral), its expectation and the bands. NaN where an industry has
        fewer than two plants.
    gamma, psi : ndarray of shape (i,)
        Integral over r of what the curve has above the upper global band; and, where it
        is nowhere above, of what it lacks below the lower one. At least 0.
    verdict : ndarray of str, shape (i,)
        ``localised``, ``dispersed``, ``neither``, or ``untested`` (fewer than two plants).
    z_high, z_low : ndarray of shape (i,)
        Greatest and least normal score of the curve over distances.
    p_localised, p_dispersed : ndarray of shape (i,)
        Share of null curves whose greatest (least) score is as extreme.
    method : ndarray of str, shape (i,)
        ``simulated``, ``pearson``, ``hybrid`` or ``none``.
    skewness : ndarray of shape (i,)
        Greatest absolute skewness of Kd over distances, where Pearson III was used.
    effective : ndarray of shape (i,)
        Effective number of plants; n without weights.
    level : float
    joint : bool
    choices : mapping
        What was chosen by itself: n0, draws, bin and cell width, how pairs were counted,
        rows, distortion, and seconds spent on each part.
    """

    r: Vector
    industries: NDArray[Any]
    n: NDArray[np.int64]
    bandwidth: Vector
    observed: Matrix
    mean: Matrix
    local_low: Matrix
    local_high: Matrix
    global_low: Matrix
    global_high: Matrix
    gamma: Vector
    psi: Vector
    verdict: NDArray[np.str_]
    z_high: Vector
    z_low: Vector
    p_localised: Vector
    p_dispersed: Vector
    method: NDArray[np.str_]
    skewness: Vector
    effective: Vector
    level: float
    joint: bool
    choices: Mapping[str, Any] = field(repr=False)


def _silent(part: str, done: int, total: int) -> None:
    """Report to nobody."""
    del part, done, total


class _Observer:
    """Counts the pairs of one industry in the way that suits its size."""

    def __init__(self, sites: Sites, lattice: Lattice | None, delta: float) -> None:
        self.sites, self.lattice, self.delta = sites, lattice, delta

    def counts(self, members: NDArray[np.int64], bins: int) -> NDArray[np.float64]:
        """Return pairs by distance, shape (bins + 1,)."""
        grid = self.lattice
        if grid is not None and len(members) > OBSERVED_ON_LATTICE:
            cells = cell_counts(grid.index[members], grid.shape[0] * grid.shape[1])
            return lattice_pairs(cells, grid.shape, grid.cell, self.delta, bins, np.float32)
        points = self.sites.take(members)
        if len(members) > 2_000:
            points = np.ascontiguousarray(points[:, morton_order(points)])
        return pair_counts(points, self.delta, bins, self.sites.curvature).astype(np.float64)

    def weights(
        self, members: NDArray[np.int64], weights: Vector, bins: int
    ) -> NDArray[np.float64]:
        """Return products of weights by distance, shape (bins + 1,)."""
        points = self.sites.take(members)
        along = morton_order(points)
        return pair_weights(
            np.ascontiguousarray(points[:, along]), np.ascontiguousarray(weights[along]),
            self.delta, bins, self.sites.curvature,
        )  # fmt: skip


# Sizes are worked on side by side: were each to call on every core too, they would wait for
# one another two thirds of the time.
@threadpool_limits.wrap(limits=1, user_api="blas")
def duranton_overman(
    x: ArrayLike,
    y: ArrayLike,
    industry: ArrayLike,
    r: ArrayLike,
    weights: ArrayLike | None = None,
    metric: Metric = "planar",
    *,
    level: float = 0.05,
    joint: bool = False,
    cumulative: bool = False,
    bandwidth: Literal["population", "sample"] = "population",
    n0: int | None = None,
    draws: int = 10_000,
    rows: int = SAMPLED_ROWS,
    radius: float = EARTH_RADIUS,
    rng: np.random.Generator | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> DurantonOverman:
    """Test every industry for localisation and dispersion at every distance.

    Parameters
    ----------
    x, y : array_like of shape (N,)
        Where each site is: plane coordinates, or longitude and latitude in degrees. All
        sites together are the population on which an industry could have settled.
    industry : array_like of shape (N,)
        Label of the industry at each site.
    r : array_like of shape (d,)
        Distances, at least 0, ascending, the last above 0; in the unit of `x` and `y`, or
        of `radius` (kilometres).
    weights : array_like of shape (N,), optional
        Weight of each plant (employees), at least 0. Under the null a plant takes its
        weight along to whichever site it is put on.
    metric : {"planar", "great_circle"}
    level : float
        Of the bands, in (0, 0.5). With ``joint=False``, as in the paper: `level` a side.
        At each distance a null curve is above the upper local band with probability
        `level`, and `level` of null curves are above the upper global band at any
        distance; the same holds below, so that about twice `level` leave the global bands.
    joint : bool
        With True `level` is for both sides together: at each distance for the local, over
        all distances for the global bands.
    cumulative : bool
        The integral of Kd from 0 to r instead of Kd.
    bandwidth : {"population", "sample"}
        Silverman's rule on the population's pair distances up to ``2 r_max``, with the
        industry's number of pairs, for observed curve and bands alike; or the rule on the
        industry's own distances for the observed curve (as R's dbmss).
    n0 : int, optional
        Up to so many plants the null is simulated, above it is computed. By itself: the
        least of 100, 150, 200, 300, 500, 700, 1,000 and 1,500 at which the greatest skewness
        is at most 0.5, or 2,500. Above, where it is greater still, what sites add by
        themselves is drawn (``hybrid``), to 20,000 plants.
    draws : int
        Of each simulation, at least 200.
    rows : int
        Sites, evenly along a Morton curve, from whose surroundings the variance is got in
        a population of more than 30,000.
    radius : float
        Of the globe.
    rng : numpy.random.Generator, optional
        Without it a generator of fixed seed: the same input gives the same answer.
    progress : callable, optional
        Called as ``progress(part, done, total)``.

    Returns
    -------
    DurantonOverman

    Raises
    ------
    ValueError
        If shapes disagree, a coordinate, distance or weight is not finite or out of range, a
        label is missing, or there are fewer than 4 sites.

    References
    ----------
    .. [1] Duranton, G., Overman, H. G. (2005). Testing for localization using
       micro-geographic data. Review of Economic Studies 72(4), 1077-1106.
    .. [2] Duranton, G., Overman, H. G. (2008). Exploring the detailed location patterns of
       UK manufacturing industries using microgeographic data. Journal of Regional Science
       48(1), 213-243.
    """
    distances = checked_distances(r)
    if not 0 < level < 0.5:
        raise ValueError(f"level must be above 0 and below 0.5, got {level}")
    if draws < 200:
        raise ValueError(f"draws must be at least 200, got {draws}")
    if rows < 2:
        raise ValueError(f"rows must be at least 2, got {rows}")
    if bandwidth not in ("population", "sample"):
        raise ValueError(f"bandwidth must be 'population' or 'sample', got {bandwidth!r}")
    rng = np.random.default_rng(20050101) if rng is None else rng
    say = progress or _silent
    clock = time.perf_counter
    seconds: dict[str, float] = {}

    started = clock()
    sites = place(x, y, metric, radius)
    count = len(sites)
    if count < 4:
        raise ValueError(f"a population needs at least 4 sites, got {count}")
    carried = None if weights is None else checked_weights(weights, count)
    labels, code, sizes = grouped(checked_labels(industry, count))
    order, starts = np.argsort(code, kind="stable"), np.concatenate([[0], np.cumsum(sizes)])
    tested = sorted({int(n) for n in sizes if n > 1})
    on_grid = count > LATTICE_FROM
    if on_grid and metric == "great_circle":
        flat = project(x, y, radius)
        on_grid = flat.distortion <= DISTORTION
        sites = flat if on_grid else sites
    r_max = float(distances[-1])
    ordered = sites
    if not on_grid:
        # In Morton order, tiles out of reach are skipped; and the answer does not depend
        # on the order of the input.
        points = sites.take(morton_order(sites.points))
        ordered = Sites(points, sites.curvature, sites.extent, sites.distortion)
    rule = Bandwidths.of_sites(ordered, 2 * r_max)
    bins, cell = _bins(rule, r_max, tested, n0, sites, on_grid)
    lattice = Lattice.snap(sites.points, cell) if on_grid else None
    seconds["sites"] = clock() - started

    started = clock()
    say("population", 0, 1)
    population = Population.of_sites(ordered, bins, lattice, rows)
    seconds["population"] = clock() - started
    say("population", 1, 1)

    nulls: dict[int, Null] = {}
    limit = 0 if n0 is None else n0
    if carried is None:
        started = clock()
        if n0 is None:
            limit = best_n0(population, rule, distances, tested or [2], cumulative)
        seconds["n0"] = clock() - started
        started = clock()
        small = [n for n in tested if n <= limit]
        if small:
            say("simulation", 0, 1)
            nulls |= simulated_nulls(population, rule, distances, small, draws, rng, cumulative)
        seconds["simulation"] = clock() - started
        started = clock()
        large = [n for n in tested if n > limit]
        if large:
            say("bands", 0, 1)
            nulls |= analytic_nulls(population, rule, distances, large, rng, cumulative)
            lumpy = [n for n in large if n <= MOST_PLANTS and nulls[n].skewness > SKEW_LIMIT]
            if lumpy:
                nulls |= linear_nulls(population, rule, distances, lumpy, rng, cumulative)
        seconds["bands"] = clock() - started

    started = clock()
    observer = _Observer(sites, lattice, bins.delta)
    answer = _Answer(labels, sizes, distances, level, joint)
    # A plant of no weight is in no pair.
    members = [
        own if carried is None else own[carried[own] > 0]
        for own in (order[starts[i] : starts[i + 1]] for i in range(len(sizes)))
    ]
    some = [i for i, own in enumerate(members) if len(own) > 1]
    sources = [] if carried is None else rng.spawn(len(some))

    def compare(k: int) -> None:
        """Find the curve and the null of one industry."""
        i = some[k]
        own = members[i]
        n = len(own)
        h = used_h = rule.of(n)
        heavy = None if carried is None else carried[own]
        if bandwidth == "sample":
            used = math.ceil(max(2 * r_max, r_max + SUPPORT * h) / bins.delta)
        else:
            used = min(bins.every, math.ceil((r_max + SUPPORT * h) / bins.delta) + 1)
        if heavy is None or bandwidth == "sample":
            counts = observer.counts(own, used)
            if bandwidth == "sample":
                used_h = rule_of_thumb_binned(counts.astype(np.int64), bins.delta, 2 * r_max)
        if heavy is None:
            null, effective, total = nulls[n], float(n), n * (n - 1) / 2
        else:
            null, effective = weighted_null(
                population, distances, heavy, h, draws, sources[k], cumulative
            )
            counts = observer.weights(own, heavy, used)
            total = float(heavy.sum() ** 2 - np.square(heavy).sum()) / 2
        curve = smoothed(distances, bins.delta, counts, used_h, cumulative=cumulative) / total
        answer.add(i, heavy is None and n == count, used_h, curve, null, effective)

    for first in range(0, len(some), SIDE_BY_SIDE):
        say("industries", first, len(some))
        batch = range(first, min(first + SIDE_BY_SIDE, len(some)))
        # The pairs of many plants, and weighted nulls, are spread over all cores themselves.
        alone = {k for k in batch if carried is not None or len(members[some[k]]) >= SERIAL}
        for k in sorted(alone):
            compare(k)
        in_threads(compare, [k for k in batch if k not in alone])
    say("industries", len(some), len(some))
    seconds["industries"] = clock() - started
    choices = {
        "sites": count,
        "pairs": "lattice" if lattice is not None else "tiles",
        "n0": limit if carried is None else HEAVIEST,
        "draws": draws,
        "bin": bins.delta,
        "bins": bins.fine,
        "cell": cell if lattice is not None else math.nan,
        "rows": len(population.rows.counts),
        "distortion": sites.distortion,
        "seconds": seconds,
    }
    return answer.finish(choices)


def _bins(
    rule: Bandwidths,
    r_max: float,
    sizes: list[int],
    n0: int | None,
    sites: Sites,
    on_grid: bool,
) -> tuple[Bins, float]:
    """Return the bins, and the side of a cell."""
    largest = max(sizes, default=2)
    if on_grid:
        largest = min(largest, OBSERVED_ON_LATTICE)
    delta = rule.of(largest) / 4
    least = N0_CHOICES[0] if n0 is None else max(2, n0)
    widest = r_max + SUPPORT * rule.of(min(least, largest))
    delta = max(delta, widest / MOST_BINS)
    every = r_max + SUPPORT * rule.of(min(sizes, default=2))
    cell = max(delta, sites.extent / MOST_CELLS)
    delta = max(delta, cell) if on_grid else delta
    return Bins(delta, math.ceil(widest / delta), math.ceil(max(every, widest) / delta)), cell


class _Answer:
    """Gathers the rows of the result."""

    def __init__(
        self, labels: NDArray[Any], sizes: NDArray[np.int64], r: Vector, level: float, joint: bool
    ) -> None:
        count, d = len(labels), len(r)
        self.labels, self.sizes, self.r, self.level, self.joint = labels, sizes, r, level, joint
        self.curves = {
            name: np.full((count, d), np.nan) for name in ("observed", *Bands.__dataclass_fields__)
        }
        self.numbers = {
            name: np.full(count, np.nan)
            for name in (
                "bandwidth", "gamma", "psi", "z_high", "z_low", "p_localised", "p_dispersed",
                "skewness", "effective",
            )
        }  # fmt: skip
        self.verdict = np.full(count, "untested", dtype="<U9")
        self.method = np.full(count, "none", dtype="<U9")

    def add(
        self,
        i: int,
        everywhere: bool,
        bandwidth: float,
        curve: Vector,
        null: Null,
        effective: float,
    ) -> None:
        """Compare one industry's curve with its null."""
        bands = null.bands(self.level, self.joint)
        self.curves["observed"][i] = curve
        for name in Bands.__dataclass_fields__:
            self.curves[name][i] = getattr(bands, name)
        numbers = self.numbers
        numbers["bandwidth"][i], numbers["effective"][i] = bandwidth, effective
        numbers["skewness"][i] = null.skewness
        self.method[i] = null.method
        compared = null.grained(curve)
        above = np.maximum(compared - bands.global_high, 0.0)
        below = np.maximum(bands.global_low - compared, 0.0)
        # Where nothing varies what is left between the two is rounding, or another bandwidth.
        above[~null.varies] = below[~null.varies] = 0.0
        if everywhere:
            # An industry that holds every site has but one way to lie.
            above, below = np.zeros_like(above), np.zeros_like(below)
            low = high = 0.0
            p_low = p_high = 1.0
        else:
            low, high = null.reach(curve)
            p_low, p_high = null.p_values(low, high)
        localised, dispersed = bool((above > 0).any()), bool((below > 0).any())
        if localised:
            below[:] = 0.0
        numbers["gamma"][i] = _integral(above, self.r)
        numbers["psi"][i] = _integral(below, self.r)
        self.verdict[i] = "localised" if localised else "dispersed" if dispersed else "neither"
        numbers["z_high"][i], numbers["z_low"][i] = high, low
        numbers["p_localised"][i], numbers["p_dispersed"][i] = p_high, p_low

    def finish(self, choices: Mapping[str, Any]) -> DurantonOverman:
        """Return the result."""
        return DurantonOverman(
            r=self.r, industries=self.labels, n=self.sizes.astype(np.int64), verdict=self.verdict,
            method=self.method, level=self.level, joint=self.joint, choices=choices,
            **self.curves, **self.numbers,
        )  # fmt: skip


def _integral(value: Vector, r: Vector) -> float:
    """Return the integral over r by trapezes (the value itself at a single distance)."""
    return float(np.trapezoid(value, r)) if len(r) > 1 else float(value[0])
