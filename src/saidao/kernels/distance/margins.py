"""How far out a value of Kd lies at one distance, and a whole curve at any distance.

A curve's standardised values are turned into normal scores, distance by distance: by
Pearson's type III distribution with the exact mean, deviation and skewness (`Pearson`), or
by the quantiles of simulated curves (`Table`). What the greatest score of a null curve is
like (`Extremes`) then gives the global bands: the equal local level that the stated share
of null curves crosses somewhere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import gammainc, gammaincc, gammainccinv, gammaincinv, ndtr, ndtri

__all__ = ["Extremes", "Margins", "Pearson", "Table", "field_extremes", "mixed_table"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

NORMAL = 1e-3
"""Skewness below which Pearson III is the normal distribution to five digits."""


class Margins(Protocol):
    """Distribution of the standardised value at each distance."""

    def quantile(self, z: float) -> Vector:
        """Return at each distance the value whose normal score is `z`, shape (d,)."""
        ...

    def scores(self, value: Vector) -> tuple[Vector, Vector]:
        """Return two normal scores of the value at each distance, shape (d,).

        Of the chance of so little or less, and of so much or more: where many curves share
        a value, it is no evidence of either.
        """
        ...


@dataclass(frozen=True, slots=True)
class Pearson:
    """Pearson's type III distribution, mean 0 and deviation 1, at each distance.

    Parameters
    ----------
    skewness : ndarray of shape (d,)
        Above 0 the distribution is a shifted gamma, below 0 its mirror image.
    """

    skewness: Vector

    def _shape(self) -> tuple[Vector, Vector, Vector]:
        size = np.maximum(np.abs(self.skewness), NORMAL)
        return np.where(self.skewness < 0, -1.0, 1.0), size, 4.0 / size**2

    def quantile(self, z: float) -> Vector:
        """Return at each distance the value whose normal score is `z`.

        Over many distances it is found at 33 values of the skewness and interpolated.
        """
        low, high = float(self.skewness.min()), float(self.skewness.max())
        if len(self.skewness) > 48 and high > low:
            nodes = np.linspace(low, high, 33)
            return np.interp(self.skewness, nodes, Pearson(nodes).quantile(z))
        sign, size, shape = self._shape()
        turned = sign * z
        # Both tails are asked for by their own small probability.
        value = np.where(
            turned > 0, gammainccinv(shape, ndtr(-turned)), gammaincinv(shape, ndtr(turned))
        )
        return np.asarray(sign * (value - shape) * size / 2, dtype=np.float64)

    def scores(self, value: Vector) -> tuple[Vector, Vector]:
        """Return the score twice: no two curves are equal."""
        z = self.score(value)
        return z, z

    def score(self, value: Vector) -> Vector:
        """Return the normal score of the value at each distance."""
        sign, size, shape = self._shape()
        x = np.maximum(shape + 2 * sign * value / size, 0.0)
        upper = x > shape
        z = np.where(upper, -ndtri(gammaincc(shape, x)), ndtri(gammainc(shape, x)))
        # Wilson and Hilferty's cube root where a probability is too small for a float.
        root = (np.cbrt(x / shape) - 1 + 1 / (9 * shape)) * 3 * np.sqrt(shape)
        return np.asarray(sign * np.where(np.isfinite(z), z, root), dtype=np.float64)


@njit(inline="always")
def _places(x, row, step, start):  # type: ignore[no-untyped-def]
    """Return where x stands among rising quantiles, in steps from the first.

    That is its last place and its first one: many draws may have its value.
    """
    levels = row.size
    # Walked from `start`: a curve's next value is seldom far from its last.
    a = start
    while a < levels and row[a] < x:
        a += 1
    while a > 0 and row[a - 1] >= x:
        a -= 1
    b = a
    while b < levels and row[b] == x:
        b += 1
    if b > a:
        return float(b - 1), float(a)
    if a == 0:
        place = (x - row[0]) / max(row[1] - row[0], 0.25 * step)
    elif a == levels:
        slope = max(row[levels - 1] - row[levels - 2], 0.25 * step)
        place = levels - 1 + (x - row[levels - 1]) / slope
    else:
        place = a - 1 + (x - row[a - 1]) / (row[a] - row[a - 1])
    return place, place


@njit(cache=True, nogil=True)
def _table_scores(values, table, first, step, low, high):  # type: ignore[no-untyped-def]
    """Write the normal scores of each value (d,) in the quantiles (d, levels)."""
    for d in range(values.size):
        last, start = _places(values[d], table[d], step, table.shape[1] // 2)
        low[d], high[d] = first + step * last, first + step * start


@njit(cache=True, nogil=True)
def _table_extremes(values, table, first, step, least, most):  # type: ignore[no-untyped-def]
    """Write the least and the greatest score of each column of values (d, m)."""
    distances, draws = values.shape
    levels = table.shape[1]
    least[:] = levels - 1.0
    most[:] = 0.0
    for d in range(distances):
        row = table[d]
        for m in range(draws):
            x = values[d, m]
            # Most values are within what their curve has reached already.
            k = min(max(int(most[m]), 0), levels - 2)
            if x > row[k] + (most[m] - k) * (row[k + 1] - row[k]):
                most[m] = max(most[m], _places(x, row, step, k)[1])
            k = min(max(int(least[m]), 0), levels - 2)
            if x < row[k] + (least[m] - k) * (row[k + 1] - row[k]):
                least[m] = min(least[m], _places(x, row, step, k)[0])
    for m in range(draws):
        least[m] = first + step * least[m]
        most[m] = first + step * most[m]


@dataclass(frozen=True, slots=True)
class Table:
    """Quantiles of simulated curves at each distance.

    Parameters
    ----------
    first, step : float
        Normal scores of the columns: ``first + step * k``.
    values : ndarray of float64, shape (d, levels)
        Standardised quantiles, not decreasing along a row.
    empty : ndarray of shape (d,)
        The standardised value of no pair: the least there is, and often that of many draws.
    """

    first: float
    step: float
    values: Matrix
    empty: Vector

    @classmethod
    def of_draws(cls, draws: NDArray[np.float32], empty: Vector) -> Table:
        """Return the quantiles of standardised draws, shape (d, m)."""
        m = draws.shape[1]
        end = float(ndtri(1 - 1.5 / m))
        steps = max(8, math.ceil(2 * end / 0.1))
        step = 2 * end / steps
        at = np.clip(ndtr(-end + step * np.arange(steps + 1)) * (m - 1), 0, m - 1)
        low = np.floor(at).astype(np.int64)
        part = at - low
        ordered = np.sort(draws, axis=1)
        one, other = ordered[:, low], ordered[:, np.minimum(low + 1, m - 1)]
        # What is tied stays what it is, to the last digit.
        values = np.where(one == other, one, one * (1 - part) + other * part)
        return cls(-end, step, np.ascontiguousarray(values, np.float64), empty)

    def quantile(self, z: float) -> Vector:
        """Return at each distance the value whose normal score is `z`."""
        levels = self.values.shape[1]
        place = (z - self.first) / self.step
        k = min(max(math.floor(place), 0), levels - 2)
        slope = self.values[:, k + 1] - self.values[:, k]
        if not 0 <= place <= levels - 1:
            slope = np.maximum(slope, 0.25 * self.step)
        return np.asarray(self.values[:, k] + (place - k) * slope, dtype=np.float64)

    def scores(self, value: Vector) -> tuple[Vector, Vector]:
        """Return the normal scores of so little or less, and of so much or more."""
        low, high = np.empty(len(value)), np.empty(len(value))
        _table_scores(np.ascontiguousarray(value), self.values, self.first, self.step, low, high)
        return low, high

    def extremes(self, draws: NDArray[np.float32], used: NDArray[np.bool_]) -> Extremes:
        """Return the extremes of curves of shape (d, m) over the distances `used`."""
        if not used.any():
            nothing = np.zeros(1)
            return Extremes(nothing, nothing, nothing)
        table, values = self.values, draws
        if not used.all():
            table, values = table[used], values[used]
        least, most = np.empty(draws.shape[1]), np.empty(draws.shape[1])
        _table_extremes(values, table, self.first, self.step, least, most)
        return Extremes(np.sort(most), np.sort(-least), np.sort(np.maximum(most, -least)))


def mixed_table(one: Margins, other: Margins, share: float, empty: Vector) -> Table:
    """Return a table between two of one grid, `share` of the way from `one` to `other`.

    The share of draws without a pair lies between theirs too.
    """
    if not (isinstance(one, Table) and isinstance(other, Table)):
        raise TypeError("only tables of simulated curves can be mixed")
    values = one.values * (1 - share) + other.values * share
    shares = (np.sum(part.values <= part.empty[:, None], axis=1) for part in (one, other))
    bare = (1 - share) * next(shares) + share * next(shares)
    without = np.arange(values.shape[1]) < np.rint(bare)[:, None]
    values = np.where(without, empty[:, None], np.maximum(values, empty[:, None]))
    return Table(one.first, one.step, np.ascontiguousarray(values), empty)


def _quantile(ordered: Vector, share: float) -> float:
    """Return a quantile of sorted values, interpolated as `numpy.quantile` does."""
    place = share * (len(ordered) - 1)
    low = min(int(place), len(ordered) - 1)
    high = min(low + 1, len(ordered) - 1)
    return float(ordered[low] + (place - low) * (ordered[high] - ordered[low]))


@dataclass(frozen=True, slots=True)
class Extremes:
    """Greatest scores of null curves, sorted.

    Parameters
    ----------
    highest, lowest, farthest : ndarray of shape (m,)
        ``max score``, ``max -score`` and ``max |score|`` of each curve.
    """

    highest: Vector
    lowest: Vector
    farthest: Vector

    def critical(self, level: float, joint: bool) -> tuple[float, float]:
        """Return the scores of the lower and the upper global band."""
        if joint:
            z = _quantile(self.farthest, 1 - level)
            return -z, z
        return -_quantile(self.lowest, 1 - level), _quantile(self.highest, 1 - level)

    def p_values(self, lowest: float, highest: float, *, exact: bool) -> tuple[float, float]:
        """Return the shares of null curves that reach as low, and as high.

        With `exact` the share is a Monte Carlo test's, ``(k + 1) / (m + 1)``; without it,
        beyond the most extreme hundredth of curves, it falls as the normal tail does.
        """
        return (
            self._reach(self.lowest, -lowest, exact),
            self._reach(self.highest, highest, exact),
        )

    @staticmethod
    def _reach(ordered: Vector, value: float, exact: bool) -> float:
        m = len(ordered)
        above = m - int(np.searchsorted(ordered, value, side="left"))
        if exact:
            return (above + 1) / (m + 1)
        edge = m - 1 - m // 100
        if value <= ordered[edge]:
            return above / m
        return float((m - edge) / m * ndtr(-value) / ndtr(-ordered[edge]))


def field_extremes(covariance: Matrix, rng: np.random.Generator, curves: int = 20_000) -> Extremes:
    """Return the extremes of a Gaussian curve with the given covariance.

    Parameters
    ----------
    covariance : ndarray of shape (d, d)
        Positive semidefinite; distances of no variance take no part.
    rng : numpy.random.Generator
        Draws `curves` curves from the leading eigenvectors of the correlation.

    Returns
    -------
    Extremes
        Highest and lowest are pooled, a Gaussian curve being as likely as its negative.
    """
    variance = np.diag(covariance)
    used = variance > 1e-12 * max(float(variance.max(initial=0.0)), 1e-300)
    if not used.any():
        nothing = np.zeros(1)
        return Extremes(nothing, nothing, nothing)
    deviation = np.sqrt(variance[used])
    correlation = covariance[np.ix_(used, used)] / np.outer(deviation, deviation)
    values, vectors = np.linalg.eigh(correlation)
    keep = values > 1e-6 * values[-1]
    factor = (vectors[:, keep] * np.sqrt(values[keep])).astype(np.float32)
    draws = factor @ rng.standard_normal((factor.shape[1], curves), dtype=np.float32)
    top, bottom = draws.max(axis=0).astype(np.float64), -draws.min(axis=0).astype(np.float64)
    pooled = np.sort(np.concatenate([top, bottom]))
    return Extremes(pooled, pooled, np.sort(np.maximum(top, bottom)))
