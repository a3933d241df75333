"""The null of M from the moments of the population, and where it may stand for simulation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.distance.bands import Null, spaced
from saidao.kernels.distance.margins import Extremes, Pearson, field_extremes
from saidao.kernels.distance.moments import Weighting
from saidao.kernels.distance.pairs import in_threads
from saidao.kernels.marcon_puech.population import Surroundings

__all__ = ["Shape", "SkewedMargins", "best_n0", "formula_nulls"]

Array = NDArray[np.float64]

SKEW_LIMIT = 0.4
"""Pearson III stands in for simulation below this skewness."""

HEAVY_SKEW = 1.25
"""Beyond, Pearson III's lower end comes too soon."""

SPREAD_LIMIT = 0.1
"""Likewise below this relative deviation of M's denominator, of which two orders are known."""

N0_CHOICES = (300, 500, 700, 1000, 1500, 2000, 3000, 5000)
"""Without weights none above 1,000 is taken; with a few heavy plants larger ones are needed."""

MOST_UNWEIGHTED = 1000

SIZES = 12
"""Sizes at which the extremes of a curve are found."""


@dataclass(frozen=True, slots=True)
class SkewedMargins:
    """Pearson's type III distribution; log-normal where it is skewed too far.

    Of some thousand plants among a million hardly any are within the least radii of one
    another, and M there is far more skewed than Pearson III can follow: it ends where a
    tenth of all curves still lies. A shifted log-normal distribution of the same three moments
    has a longer lower tail, longer than M's: what it rejects there is less than the level.

    Parameters
    ----------
    skewness : ndarray of shape (d,)
    """

    skewness: Array

    def _log_normal(self) -> tuple[NDArray[np.bool_], Array, Array]:
        """Return where it is used, and the deviation and the root of what fits there."""
        g = np.maximum(self.skewness, HEAVY_SKEW)
        a = np.cbrt(1 + g * g / 2 + g * np.sqrt(1 + g * g / 4))
        spread = a + 1 / a - 2
        return self.skewness > HEAVY_SKEW, np.sqrt(np.log1p(spread)), np.sqrt(spread)

    def quantile(self, z: float) -> Array:
        """Return at each distance the value whose normal score is `z`."""
        heavy, sigma, root = self._log_normal()
        value = np.expm1(sigma * z - sigma * sigma / 2) / root
        return np.asarray(np.where(heavy, value, Pearson(self.skewness).quantile(z)))

    def score(self, value: Array) -> Array:
        """Return the normal score of the value at each distance."""
        heavy, sigma, root = self._log_normal()
        z = (np.log(np.maximum(1 + value * root, 1e-300)) + sigma * sigma / 2) / sigma
        return np.asarray(np.where(heavy, z, Pearson(self.skewness).score(value)))

    def scores(self, value: Array) -> tuple[Array, Array]:
        """Return the score twice: no two curves are equal."""
        z = self.score(value)
        return z, z


@dataclass(frozen=True, slots=True)
class Shape:
    """What the moments say of M of so many plants, at each distance.

    Attributes
    ----------
    mean, deviation, skewness : ndarray of shape (d,)
    covariance : ndarray of shape (d, d)
    spread : ndarray of shape (d,)
        Relative deviation of the denominator.
    """

    mean: Array
    deviation: Array
    skewness: Array
    covariance: Array
    spread: Array

    @classmethod
    def of(cls, moments: Surroundings, n: int, sites: int) -> Shape:
        """Return the shape for `n` plants of `sites` (2 <= n <= sites)."""
        weighting = Weighting.of_count(n, sites)
        covariance = weighting.linear * moments.v1 + weighting.pairs * moments.v2
        variance = np.maximum(np.diag(covariance), 0.0)
        varies = variance > 1e-20
        safe = np.where(varies, variance, 1.0)
        lean = weighting.linear * moments.lean
        left = (sites - n) / sites
        cumulant = (
            moments.third.cumulant(weighting)
            + 8 * (n - 2) / (n * (n - 1.0)) ** 2 * left**3 * moments.triangle
            - 6 * variance * lean
        )
        return cls(
            1 - lean,
            np.sqrt(np.where(varies, variance, 0.0)),
            np.where(varies, cumulant / safe**1.5, 0.0),
            (covariance + covariance.T) / 2,
            np.sqrt(weighting.linear * moments.spread),
        )

    @property
    def holds(self) -> bool:
        """Whether bands from these moments are as good as simulated ones."""
        return bool(np.abs(self.skewness).max() <= SKEW_LIMIT and self.spread.max() <= SPREAD_LIMIT)


def best_n0(moments: Surroundings, sites: int, sizes: Sequence[int], *, weighted: bool) -> int:
    """Return the least size above which the moments may stand for simulation."""
    choices = [n for n in N0_CHOICES if weighted or n <= MOST_UNWEIGHTED]
    for n in choices[:-1]:
        if n >= sites or n >= max(sizes, default=2) or Shape.of(moments, n, sites).holds:
            return n
    return choices[-1]


def formula_nulls(
    moments: Surroundings, sites: int, sizes: Sequence[int], rng: np.random.Generator
) -> dict[int, Null]:
    """Return the null of every size from the moments of the population.

    Extremes are found at a few sizes and interpolated in log n; all else is of the size
    itself.
    """
    knots = spaced(sizes, SIZES)

    def highest(task: tuple[int, np.random.Generator]) -> Extremes:
        return field_extremes(Shape.of(moments, task[0], sites).covariance, task[1])

    extremes = in_threads(highest, zip(knots, rng.spawn(len(knots)), strict=True))

    def one(n: int) -> tuple[int, Null]:
        shape = Shape.of(moments, n, sites)
        at = int(np.searchsorted(knots, n))
        around: tuple[tuple[Extremes, float], ...] = ((extremes[at], 1.0),)
        if knots[at] != n:
            share = math.log(n / knots[at - 1]) / math.log(knots[at] / knots[at - 1])
            around = ((extremes[at - 1], 1 - share), (extremes[at], share))
        worst = float(np.abs(shape.skewness).max())
        margins = SkewedMargins(shape.skewness)
        return n, Null(shape.mean, shape.deviation, margins, around, "pearson", worst)

    return dict(in_threads(one, sizes))
