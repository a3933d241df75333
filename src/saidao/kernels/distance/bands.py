"""Null distributions of Kd for every number of plants, from few sizes.

Up to n0 plants curves are simulated, at a few sizes that share one random order of the
sites (`simulation`); above, mean and deviation are exact, margins are Pearson III with the
exact skewness and the greatest score is that of a Gaussian curve with the exact
correlation. What is found at a few sizes, standardised, is interpolated in log n; mean and
deviation belong to the size itself.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline
from scipy.special import ndtri

from .margins import Extremes, Margins, Pearson, Table, field_extremes, mixed_table
from .moments import ThirdMoments, Weighting
from .pairs import THREADS, in_threads
from .population import Bandwidths, Population
from .simulation import nested_draws
from .smoothing import SUPPORT, smoothed

__all__ = [
    "N0_CHOICES",
    "SKEW_LIMIT",
    "Bands",
    "Method",
    "Null",
    "analytic_nulls",
    "best_n0",
    "grain_of",
    "interpolated",
    "mean_curve",
    "simulated_nulls",
    "skewness_of",
    "spaced",
]

Vector = NDArray[np.float64]

Method = Literal["simulated", "pearson", "hybrid", "none"]

SKEW_LIMIT = 0.5
"""Pearson III stands in for simulation below this skewness; see the page on methods."""
N0_CHOICES = (100, 150, 200, 300, 500, 700, 1000, 1500, 2500)
SIZES = 12
SIMULATED_SIZES = 18
EXACT = 12
"""Every size up to it is simulated."""


@dataclass(frozen=True, slots=True)
class Bands:
    """Bands of one industry, arrays of shape (d,)."""

    mean: Vector
    local_low: Vector
    local_high: Vector
    global_low: Vector
    global_high: Vector


@dataclass(frozen=True, slots=True)
class Null:
    """Distribution of Kd of one industry under the null.

    Parameters
    ----------
    mean, deviation : ndarray of shape (d,)
    margins : Margins
        Of the standardised value at each distance.
    extremes : tuple of (Extremes, float)
        Extremes at one or two sizes with their shares, which sum to 1.
    method : str
        Where margins and extremes come from.
    skewness : float
        Greatest absolute skewness over distances; NaN where simulated.
    grain : float
        Curves that differ by less are taken as equal: see `grain_of`. 0 for none.
    """

    mean: Vector
    deviation: Vector
    margins: Margins
    extremes: tuple[tuple[Extremes, float], ...]
    method: Method
    skewness: float = math.nan
    grain: float = 0.0

    @classmethod
    def of_draws(
        cls, mean: Vector, curves: NDArray[np.float32], method: Method, grain: float = 0.0
    ) -> Null:
        """Return the null of simulated curves of shape (d, m), around a mean.

        `curves` is overwritten with its standardised values.
        """
        if grain:
            # What is tied is equal to the last digit.
            np.rint(curves * np.float32(1 / grain), out=curves)
            curves *= np.float32(grain)
        curves -= mean[:, None].astype(np.float32)
        deviation = curves.std(axis=1, dtype=np.float64)
        deviation[deviation <= 1e-6 * np.maximum(mean, 1e-300)] = 0.0
        curves *= _inverse(deviation)[:, None]
        table = Table.of_draws(curves, _standardised(np.zeros_like(mean), mean, deviation))
        extremes = table.extremes(curves, deviation > 0)
        return cls(mean, deviation, table, ((extremes, 1.0),), method, grain=grain)

    def critical(self, level: float, joint: bool) -> tuple[float, float]:
        """Return the normal scores of the lower and the upper global band."""
        pairs = [(part.critical(level, joint), share) for part, share in self.extremes]
        return (
            sum(share * low for (low, _), share in pairs),
            sum(share * high for (_, high), share in pairs),
        )

    def bands(self, level: float, joint: bool) -> Bands:
        """Return the bands; see `duranton_overman` for what `level` means."""
        local = float(ndtri(1 - (level / 2 if joint else level)))
        low, high = self.critical(level, joint)
        curves = [
            # A density is never below 0.
            self.grained(np.maximum(self.mean + self.deviation * self.margins.quantile(z), 0.0))
            for z in (-local, local, low, high)
        ]
        return Bands(self.mean, *curves)

    def grained(self, curve: Vector) -> Vector:
        """Return a curve in whole grains, as simulated ones are."""
        if not self.grain:
            return curve
        grains = np.rint(curve / self.grain).astype(np.float32)
        return (grains * np.float32(self.grain)).astype(np.float64)

    @property
    def varies(self) -> NDArray[np.bool_]:
        """Whether null curves differ at each distance."""
        return np.asarray(self.deviation > 1e-9 * np.maximum(self.mean, 1e-300))

    def reach(self, observed: Vector) -> tuple[float, float]:
        """Return the least and the greatest normal score of an observed curve."""
        varies = self.varies
        deviation = np.where(varies, self.deviation, 0.0)
        if self.grain:
            value = _standardised(self.grained(observed), self.mean, deviation)
        else:
            value = np.where(varies, observed - self.mean, 0.0) / np.where(varies, deviation, 1.0)
        low, high = self.margins.scores(value)
        # What does not vary is neither little nor much.
        return float(np.where(varies, low, 0.0).min()), float(np.where(varies, high, 0.0).max())

    def p_values(self, lowest: float, highest: float) -> tuple[float, float]:
        """Return the p-values of the least and the greatest score of a curve."""
        exact = self.method != "pearson"
        pairs = [
            (part.p_values(lowest, highest, exact=exact), share) for part, share in self.extremes
        ]
        return (
            min(1.0, sum(share * low for (low, _), share in pairs)),
            min(1.0, sum(share * high for (_, high), share in pairs)),
        )


def _inverse(deviation: Vector) -> NDArray[np.float32]:
    """Return what a deviation is divided by: 0 where nothing varies."""
    varies = deviation > 0
    return np.where(varies, 1 / np.where(varies, deviation, 1.0), 0.0).astype(np.float32)


def _standardised(curve: Vector, mean: Vector, deviation: Vector) -> Vector:
    """Return a curve as simulated ones are standardised: what is equal there is equal here."""
    away = curve.astype(np.float32) - mean.astype(np.float32)
    return (away * _inverse(deviation)).astype(np.float64)


GRAINS = 100
"""Grains in what a pair adds at its own distance."""
ROUNDING = 1e-6
"""Of a curve, by which two ways of summing the same pairs may differ."""


def grain_of(n: int, bandwidth: float, mean: Vector, cumulative: bool) -> float:
    """Return by how little curves of `n` plants may differ and still be equal.

    In a population that holds together, far distances have so few pairs that most
    industries have none there, or the same few: one such curve is no more extreme than
    another. But a tail of the kernel depends on where in its bin a pair lies, and sums are
    rounded. Therefore curves are told apart by a hundredth of what one pair adds, or more
    where they are large: always by a whole part of it, so that equal curves stay equal.
    """
    peak = 1.0 if cumulative else 1 / (bandwidth * math.sqrt(2 * math.pi))
    pair = peak * 2 / (n * (n - 1))
    parts = math.floor(pair / max(ROUNDING * float(mean.max(initial=0.0)), 1e-300))
    return pair / min(max(parts, 1), GRAINS)


def spaced(sizes: Sequence[int], count: int) -> list[int]:
    """Return up to `count` sizes from least to greatest, at about equal ratios.

    All of `sizes` where there are no more than `count`; otherwise the whole numbers from
    the least to `EXACT` are kept, where the null changes quickly from one to the next.
    """
    every = sorted(set(sizes))
    if len(every) <= count:
        return every
    low, high = every[0], every[-1]
    small = list(range(low, min(EXACT, high) + 1))
    rest = np.geomspace(max(low, EXACT), high, max(2, count - len(small)))
    return sorted({*small, *(round(float(n)) for n in rest), low, high})


def _bracket(n: int, knots: Sequence[int]) -> tuple[int, int, float]:
    """Return the sizes around n and how far along (in log n) it lies between them."""
    at = int(np.searchsorted(np.asarray(knots), n))
    if at < len(knots) and knots[at] == n:
        return at, at, 0.0
    low, high = max(at - 1, 0), min(at, len(knots) - 1)
    if low == high:
        return low, high, 0.0
    share = math.log(n / knots[low]) / math.log(knots[high] / knots[low])
    return low, high, share


def best_n0(
    population: Population, bandwidths: Bandwidths, r: Vector, sizes: Sequence[int],
    cumulative: bool,
) -> int:  # fmt: skip
    """Return the least size above which skewness is small enough for Pearson III."""
    sites = len(population.sites)
    choices = [n for n in N0_CHOICES[:-1] if n < sites and n < max(sizes)]

    def worst(n: int) -> float:
        h = bandwidths.of(n)
        one, two = population.variances(population.smoothing(r, h, cumulative))
        third = population.third(r, h, cumulative)
        return float(np.abs(skewness_of(Weighting.of_count(n, sites), third, one, two)).max())

    # As many at a time as there are cores: the first that will do ends the search.
    for start in range(0, len(choices), THREADS):
        some = choices[start : start + THREADS]
        for n, skew in zip(some, in_threads(worst, some), strict=True):
            if skew <= SKEW_LIMIT:
                return n
    return N0_CHOICES[len(choices)]


def skewness_of(weighting: Weighting, third: ThirdMoments, one: Vector, two: Vector) -> Vector:
    """Return the skewness of Kd, 0 where nothing varies."""
    variance = weighting.linear * one + weighting.pairs * two
    safe = np.where(variance > 0, variance, 1.0)
    return np.where(variance > 0, third.cumulant(weighting) / safe**1.5, 0.0)


def mean_curve(population: Population, r: Vector, bandwidth: float, cumulative: bool) -> Vector:
    """Return the expected Kd."""
    mu = population.mu
    return smoothed(r, population.bins.delta, mu, bandwidth, cumulative=cumulative)


def simulated_nulls(
    population: Population,
    bandwidths: Bandwidths,
    r: Vector,
    sizes: Sequence[int],
    draws: int,
    rng: np.random.Generator,
    cumulative: bool = False,
) -> dict[int, Null]:
    """Return the null of every size, simulated at some of them.

    Parameters
    ----------
    population : Population
    bandwidths : Bandwidths
    r : ndarray of shape (d,)
    sizes : sequence of int
        Each at least 2 and at most the number of sites.
    draws : int
        Random orders of the sites; one serves all sizes.
    rng : numpy.random.Generator
    cumulative : bool
    """
    knots = spaced(sizes, SIMULATED_SIZES)
    least = bandwidths.of(knots[-1])
    delta = max(population.bins.delta, least / 4)
    count = math.ceil((float(r[-1]) + SUPPORT * bandwidths.of(knots[0])) / delta)
    seeds = rng.integers(1, 2**63, draws, dtype=np.uint64)
    curves = nested_draws(
        population.sites.points,
        np.asarray(knots),
        [bandwidths.of(n) for n in knots],
        r,
        seeds,
        delta,
        count,
        population.sites.curvature,
        cumulative=cumulative,
    )
    means = [mean_curve(population, r, bandwidths.of(n), cumulative) for n in knots]

    def summarise(k: int) -> Null:
        n = knots[k]
        grain = grain_of(n, bandwidths.of(n), means[k], cumulative)
        return Null.of_draws(means[k], curves[k], "simulated", grain)

    found = in_threads(summarise, range(len(knots)))
    return interpolated(population, bandwidths, r, sizes, knots, found, cumulative)


def interpolated(
    population: Population,
    bandwidths: Bandwidths,
    r: Vector,
    sizes: Sequence[int],
    knots: Sequence[int],
    found: Sequence[Null],
    cumulative: bool,
) -> dict[int, Null]:
    """Return the null of every size from drawn ones of some, interpolated in log n.

    Parameters
    ----------
    population : Population
    bandwidths : Bandwidths
    r : ndarray of shape (d,)
    sizes : sequence of int
        Each within the knots.
    knots : sequence of int
        Ascending.
    found : sequence of Null
        Of the knots.
    cumulative : bool
    """
    answer = {}
    for n in sorted(set(sizes)):
        low, high, share = _bracket(n, knots)
        one, other = found[low], found[high]
        if share == 0.0:
            answer[n] = one
            continue
        tiny = 1e-300
        logs = (np.log(one.deviation + tiny), np.log(other.deviation + tiny))
        mean = mean_curve(population, r, bandwidths.of(n), cumulative)
        deviation = np.exp((1 - share) * logs[0] + share * logs[1])
        deviation[(one.deviation == 0) | (other.deviation == 0)] = 0.0
        empty = _standardised(np.zeros_like(mean), mean, deviation)
        answer[n] = Null(
            mean,
            deviation,
            mixed_table(one.margins, other.margins, share, empty),
            ((one.extremes[0][0], 1 - share), (other.extremes[0][0], share)),
            one.method,
            grain=grain_of(n, bandwidths.of(n), mean, cumulative),
        )
    return answer


@dataclass(frozen=True, slots=True)
class _Moments:
    """What is known of one size: variances of V1 and V2, third moments, extremes."""

    one: Vector
    two: Vector
    third: ThirdMoments
    extremes: Extremes


def analytic_nulls(
    population: Population,
    bandwidths: Bandwidths,
    r: Vector,
    sizes: Sequence[int],
    rng: np.random.Generator,
    cumulative: bool = False,
) -> dict[int, Null]:
    """Return the null of every size from the moments of the population.

    Parameters are those of `simulated_nulls`, without draws.
    """
    sites = len(population.sites)
    knots = spaced(sizes, SIZES)
    logs = np.log(knots)

    def moments(task: tuple[int, np.random.Generator]) -> _Moments:
        n, own = task
        h = bandwidths.of(n)
        weights = population.smoothing(r, h, cumulative)
        middle1, middle2 = weights @ population.v1, weights @ population.v2
        weighting = Weighting.of_count(n, sites)
        whole = (weighting.linear * middle1 + weighting.pairs * middle2) @ weights.T
        return _Moments(
            np.maximum(np.einsum("db,db->d", middle1, weights), 0.0),
            np.maximum(np.einsum("db,db->d", middle2, weights), 0.0),
            population.third(r, h, cumulative),
            field_extremes((whole + whole.T) / 2, own),
        )

    found = in_threads(moments, zip(knots, rng.spawn(len(knots)), strict=True))
    tiny = 1e-300
    names = ("ggg", "ggk", "gkk", "kkk")
    rows = [
        [np.log(known.one + tiny) for known in found],
        [np.log(known.two + tiny) for known in found],
        *([getattr(known.third, name) for known in found] for name in names),
    ]
    splines = [CubicSpline(logs, np.stack(part)) for part in rows] if len(knots) > 2 else []

    def one_size(n: int) -> tuple[int, Null]:
        low, high, share = _bracket(n, knots)
        weighting = Weighting.of_count(n, sites)
        if share == 0.0:
            v1, v2, t = found[low].one, found[low].two, found[low].third
            around: tuple[tuple[Extremes, float], ...] = ((found[low].extremes, 1.0),)
        else:
            log1, log2, *rest = (spline(math.log(n)) for spline in splines)
            v1, v2, t = np.exp(log1), np.exp(log2), ThirdMoments(*rest)
            around = ((found[low].extremes, 1 - share), (found[high].extremes, share))
        skew = skewness_of(weighting, t, v1, v2)
        deviation = np.sqrt(weighting.linear * v1 + weighting.pairs * v2)
        mean = mean_curve(population, r, bandwidths.of(n), cumulative)
        worst = float(np.abs(skew).max())
        return n, Null(mean, deviation, Pearson(skew), around, "pearson", worst)

    return dict(in_threads(one_size, sorted(set(sizes))))
