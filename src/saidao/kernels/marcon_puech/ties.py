"""The null of simulated curves of which many share a value.

M of a few plants is often 0, where none has a neighbour of its kind within r, or 1, where
none has any neighbour at all. A curve's score at a distance is that of P(M <= value) on the
lower side and of P(M >= value) on the upper one. With a value that a third of all curves
have, a curve is therefore no evidence of either: what ties a distance down does not hold
back the others, and the global bands use up their level where the curves do differ.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from saidao.kernels.distance.bands import Bands
from saidao.kernels.distance.margins import Extremes

__all__ = ["TiedNull"]

Array = NDArray[np.float64]

LEVELS_A_SCORE = 20
"""Quantiles kept in one unit of the normal score."""


@njit(inline="always")
def _places(x, row, step):  # type: ignore[no-untyped-def]
    """Return where x stands among rising quantiles: its last place, and its first."""
    levels = row.size
    low, high = 0, levels
    while low < high:
        middle = (low + high) >> 1
        if row[middle] < x:
            low = middle + 1
        else:
            high = middle
    first = low
    if first < levels and row[first] == x:
        last, high = first, levels
        while last + 1 < high:
            middle = (last + high) >> 1
            if row[middle] == x:
                last = middle
            else:
                high = middle
        return float(last), float(first)
    if first == 0:
        place = (x - row[0]) / max(row[1] - row[0], 0.25 * step)
    elif first == levels:
        slope = max(row[levels - 1] - row[levels - 2], 0.25 * step)
        place = levels - 1 + (x - row[levels - 1]) / slope
    else:
        place = first - 1 + (x - row[first - 1]) / (row[first] - row[first - 1])
    return place, place


@njit(cache=True, nogil=True)
def _ends(values, table, scale, first, step, used, least, most):  # type: ignore[no-untyped-def]
    """Write the least and the greatest score of each curve (d, m)."""
    distances, draws = values.shape
    least[:] = np.inf
    most[:] = -np.inf
    for k in range(distances):
        if used[k]:
            row, small = table[k], step * scale[k]
            for m in range(draws):
                last, start = _places(np.float64(values[k, m]), row, small)
                least[m] = min(least[m], first + step * last)
                most[m] = max(most[m], first + step * start)


@dataclass(frozen=True, slots=True)
class TiedNull:
    """Distribution of simulated curves.

    Parameters
    ----------
    mean, deviation : ndarray of shape (d,)
        Where the deviation is 0 curves do not differ and a distance takes no part.
    first, step : float
        Normal scores of the quantiles: ``first + step * k``.
    quantiles : ndarray of shape (d, levels)
        Not decreasing along a row.
    extremes : tuple of (Extremes, float)
        Extremes at one or two sizes with their shares, which sum to 1.
    """

    mean: Array
    deviation: Array
    first: float
    step: float
    quantiles: Array
    extremes: tuple[tuple[Extremes, float], ...]

    @property
    def method(self) -> str:
        """Where it comes from."""
        return "simulated"

    @property
    def skewness(self) -> float:
        """Not known."""
        return math.nan

    @classmethod
    def of_draws(cls, curves: NDArray[np.float32]) -> TiedNull:
        """Return the null of simulated curves, shape (d, m)."""
        m = curves.shape[1]
        mean = curves.mean(axis=1, dtype=np.float64)
        deviation = curves.std(axis=1, dtype=np.float64)
        deviation[deviation <= 1e-6] = 0.0
        end = float(ndtri(1 - 1.5 / m))
        steps = math.ceil(2 * end * LEVELS_A_SCORE)
        step = 2 * end / steps
        at = np.clip(ndtr(-end + step * np.arange(steps + 1)) * (m - 1), 0, m - 1)
        low = np.floor(at).astype(np.int64)
        part = at - low
        ordered = np.sort(curves, axis=1)
        one, other = ordered[:, low], ordered[:, np.minimum(low + 1, m - 1)]
        # What is tied stays what it is, to the last digit.
        between = one * (1 - part) + other * part
        quantiles = np.where(one == other, one, between).astype(np.float64)
        used = deviation > 0
        if not used.any():
            nothing = np.zeros(1)
            extremes = Extremes(nothing, nothing, nothing)
            return cls(mean, deviation, -end, step, quantiles, ((extremes, 1.0),))
        least, most = np.empty(m), np.empty(m)
        _ends(curves, quantiles, deviation, -end, step, used, least, most)
        extremes = Extremes(np.sort(most), np.sort(-least), np.sort(np.maximum(most, -least)))
        return cls(mean, deviation, -end, step, quantiles, ((extremes, 1.0),))

    @classmethod
    def between(cls, one: TiedNull, other: TiedNull, share: float) -> TiedNull:
        """Return the null of a size between two, `share` of the way from `one` to `other`.

        Quantiles are interpolated as ratios: where either is 0, so is what lies between.
        """
        with np.errstate(divide="ignore"):
            logs = (np.log(part.quantiles) for part in (one, other))
            quantiles = np.exp((1 - share) * next(logs) + share * next(logs))
        some = (one.deviation > 0) & (other.deviation > 0)
        return cls(
            (1 - share) * one.mean + share * other.mean,
            np.where(some, one.deviation ** (1 - share) * other.deviation**share, 0.0),
            one.first,
            one.step,
            quantiles,
            ((one.extremes[0][0], 1 - share), (other.extremes[0][0], share)),
        )

    def _quantile(self, z: float) -> Array:
        """Return at each distance the value whose normal score is `z`."""
        levels = self.quantiles.shape[1]
        place = (z - self.first) / self.step
        k = min(max(math.floor(place), 0), levels - 2)
        slope = self.quantiles[:, k + 1] - self.quantiles[:, k]
        if not 0 <= place <= levels - 1:
            slope = np.maximum(slope, 0.25 * self.step * self.deviation)
        return np.asarray(np.maximum(0.0, self.quantiles[:, k] + (place - k) * slope))

    def bands(self, level: float, joint: bool) -> Bands:
        """Return the bands; see `saidao.kernels.distance.duranton_overman` for `level`."""
        local = float(ndtri(1 - (level / 2 if joint else level)))
        pairs = [(part.critical(level, joint), share) for part, share in self.extremes]
        low = sum(share * low for (low, _), share in pairs)
        high = sum(share * high for (_, high), share in pairs)
        return Bands(self.mean, *(self._quantile(z) for z in (-local, local, low, high)))

    def reach(self, observed: Array) -> tuple[float, float]:
        """Return the least and the greatest normal score of a curve, 0 where none varies."""
        used = self.deviation > 0
        if not used.any():
            return 0.0, 0.0
        least, most = np.empty(1), np.empty(1)
        _ends(
            observed[:, None], self.quantiles, self.deviation, self.first, self.step, used,
            least, most,
        )  # fmt: skip
        return float(least[0]), float(most[0])

    def p_values(self, lowest: float, highest: float) -> tuple[float, float]:
        """Return the shares of null curves that reach as low, and as high."""
        pairs = [
            (part.p_values(lowest, highest, exact=True), share) for part, share in self.extremes
        ]
        return (
            min(1.0, sum(share * low for (low, _), share in pairs)),
            min(1.0, sum(share * high for (_, high), share in pairs)),
        )
