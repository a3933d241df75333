"""Where a short yearly series goes, and how far off that may be.

Series of targets are short: often five to fifteen values. Nothing here estimates more
than two numbers from them, a drift and a scale, and both are shrunk: the drift towards
none, the scale towards a share of the series' own size, so that a series that happened
to be smooth does not get an interval of no width. What is left to be wrong, heavy tails
and shocks that all places share, is measured on past targets and applied on top
(`saidao.kernels.attainment`).

Three forms of series are told apart, because they move differently:

- ``level``: a positive size without an upper end (output, capacity, mortality). Works on
  logarithms, with a damped drift.
- ``share``: per cent of something, or a rate that changes slowly. Damped drift, no logarithm.
- ``flow``: what is new each year (growth rates, new jobs). No drift: the next value is near
  a smoothed mean of the last ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Forecast",
    "Form",
    "extrapolate",
    "last_growth",
    "probability_above",
    "random_walk",
    "straight_line",
]

Form = Literal["level", "share", "flow"]
Vector = NDArray[np.float64]

WINDOW = 12
"""Only the last values count: older ones speak of another time."""

DAMPING = 0.9
SMOOTHING = 0.5
PRIOR_VALUES = 2.0
"""The scale is shrunk as if this many differences of the prior size had been seen."""

PRIOR_SCALE: dict[Form, float] = {"level": 0.05, "share": 0.03, "flow": 0.25}
"""Prior yearly scale: of the logarithm for levels, else as a share of the mean size."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A location and a scale on the scale that the form works on.

    Attributes
    ----------
    location : float
        Middle of the forecast: of the logarithm for a ``level``, else of the value.
    scale : float
        Standard deviation of what the series itself shows, positive.
    form : Form
        Form of the series.
    """

    location: float
    scale: float
    form: Form

    def on_scale(self, value: float) -> float:
        """Return a value on the scale of `location`; a level must be positive.

        Raises
        ------
        ValueError
            If a level is not positive.
        """
        if self.form != "level":
            return value
        if value <= 0:
            raise ValueError(f"a level must be positive, got {value!r}")
        return math.log(value)

    def value(self, at: float) -> float:
        """Return the value whose place on the scale is `at`; undoes `on_scale`."""
        return math.exp(at) if self.form == "level" else at


def extrapolate(years: ArrayLike, values: ArrayLike, to: int, form: Form) -> Forecast:
    r"""Forecast a yearly series with a shrunk, damped drift.

    With differences :math:`d_i` a year, their mean :math:`m` over :math:`n` of them and
    horizon :math:`h`, a level or share goes to

    .. math:: y_n + \frac{n}{n+2}\, m \sum_{k=1}^{h} 0.9^k

    with variance :math:`s^2 (h + h^2/(n+2))`. A flow goes to its exponentially smoothed
    mean (:math:`\alpha = 1/2`) with variance :math:`s^2 (1 + (h-1)/4)`. In both,
    :math:`s^2 = (2 s_0^2 + \sum (d_i - m)^2)/(n + 1)`, where :math:`s_0` is the prior
    scale of the form.

    Parameters
    ----------
    years : array_like of shape (n,)
        Years, ascending, each once. Gaps are allowed.
    values : array_like of shape (n,)
        Values, finite; positive for a ``level``.
    to : int
        Year to forecast, after the last one.
    form : {"level", "share", "flow"}
        How the series moves.

    Returns
    -------
    Forecast
        Middle and scale. One value is enough; the scale is then the prior one.

    Raises
    ------
    ValueError
        If nothing is given, the shapes disagree, years do not ascend, a value is not
        finite, a level is not positive, or `to` is not after the last year.

    Examples
    --------
    >>> seen = extrapolate([2018, 2019, 2020], [40.0, 42.0, 44.0], 2021, "share")
    >>> round(seen.location, 2)
    44.9
    """
    at, series = _checked(years, values, form)
    horizon = to - at[-1]
    if horizon <= 0:
        raise ValueError(f"the year to forecast must be after {at[-1]:.0f}, got {to}")
    at, series = at[-WINDOW:], series[-WINDOW:]
    if form == "flow":
        return _flow(series, float(horizon))
    steps = np.diff(series) / np.diff(at)
    count = len(steps)
    drift = float(steps.mean()) if count else 0.0
    scale = _scale(steps - drift, series, form)
    damped = sum(DAMPING**k for k in range(1, int(horizon) + 1))
    location = float(series[-1]) + count / (count + 2) * drift * damped
    variance = scale**2 * (horizon + horizon**2 / (count + 2))
    return Forecast(location, math.sqrt(variance), form)


def _flow(series: Vector, horizon: float) -> Forecast:
    """Forecast a flow by its smoothed mean and its one-step errors."""
    smoothed = float(series[0])
    errors = []
    for value in series[1:]:
        errors.append(float(value) - smoothed)
        smoothed += SMOOTHING * errors[-1]
    scale = _scale(np.asarray(errors), series, "flow")
    return Forecast(smoothed, scale * math.sqrt(1 + (horizon - 1) * SMOOTHING**2), "flow")


def _scale(residuals: Vector, series: Vector, form: Form) -> float:
    """Yearly scale, shrunk towards the prior one of the form."""
    size = 1.0 if form == "level" else max(float(np.abs(series).mean()), 1e-9)
    prior = PRIOR_SCALE[form] * size
    total = PRIOR_VALUES * prior**2 + float(np.square(residuals).sum())
    free = max(len(residuals) - (form != "flow"), 0)
    return math.sqrt(total / (PRIOR_VALUES + free))


def straight_line(years: ArrayLike, values: ArrayLike, to: int, form: Form) -> Forecast:
    """Forecast by the least-squares line through the last values, on the form's scale.

    The scale is that of a prediction: residual spread, and the line's own uncertainty at
    the year asked for. Parameters, returns and errors are those of `extrapolate`; at
    least three values are needed.
    """
    at, series = _checked(years, values, form)
    at, series = at[-WINDOW:], series[-WINDOW:]
    if len(at) < 3:
        raise ValueError(f"a line with a scale needs 3 values, got {len(at)}")
    middle = at.mean()
    spread = float(np.square(at - middle).sum())
    slope = float(((at - middle) * series).sum()) / spread
    residuals = series - series.mean() - slope * (at - middle)
    sigma = math.sqrt(float(np.square(residuals).sum()) / (len(at) - 2))
    widening = 1 + 1 / len(at) + (to - middle) ** 2 / spread
    location = float(series.mean()) + slope * (to - middle)
    return Forecast(location, max(sigma * math.sqrt(widening), 1e-9), form)


def last_growth(years: ArrayLike, values: ArrayLike, to: int, form: Form) -> Forecast:
    """Forecast that the last yearly change repeats until the year asked for.

    A flow is itself a rate of change: its last value repeats. The scale is that of the
    yearly changes, growing with the root of the horizon. Parameters, returns and errors
    are those of `extrapolate`; at least three values are needed.
    """
    _at, series, steps, horizon = _steps(years, values, to, form)
    change = 0.0 if form == "flow" else float(steps[-1]) * horizon
    scale = max(float(steps.std(ddof=1)), 1e-9) * math.sqrt(horizon)
    return Forecast(float(series[-1]) + change, scale, form)


def random_walk(years: ArrayLike, values: ArrayLike, to: int, form: Form) -> Forecast:
    """Forecast by a random walk with the mean yearly change as drift; none for a flow.

    Parameters, returns and errors are those of `extrapolate`; at least three values are
    needed.
    """
    _at, series, steps, horizon = _steps(years, values, to, form)
    count = len(steps)
    drift = 0.0 if form == "flow" else float(steps.mean())
    own = 0.0 if form == "flow" else horizon**2 / count
    scale = max(float(steps.std(ddof=1)), 1e-9) * math.sqrt(horizon + own)
    return Forecast(float(series[-1]) + drift * horizon, scale, form)


def _steps(
    years: ArrayLike, values: ArrayLike, to: int, form: Form
) -> tuple[Vector, Vector, Vector, float]:
    """Return the last years, values, yearly changes and the horizon."""
    at, series = _checked(years, values, form)
    at, series = at[-WINDOW:], series[-WINDOW:]
    if len(at) < 3:
        raise ValueError(f"changes with a scale need 3 values, got {len(at)}")
    return at, series, np.diff(series) / np.diff(at), float(to - at[-1])


def _checked(years: ArrayLike, values: ArrayLike, form: Form) -> tuple[Vector, Vector]:
    """Return years and values as arrays, on the form's scale."""
    at = np.asarray(years, dtype=np.float64)
    series = np.asarray(values, dtype=np.float64)
    if at.ndim != 1 or at.shape != series.shape or not len(at):
        raise ValueError(f"years and values must be equally long lists, got {at.shape}")
    if not (np.isfinite(at).all() and np.isfinite(series).all()):
        raise ValueError("years and values must be finite")
    if (np.diff(at) <= 0).any():
        raise ValueError("years must ascend, each once")
    if form == "level":
        if (series <= 0).any():
            raise ValueError("a level must be positive")
        series = np.log(series)
    return at, series


def probability_above(forecast: Forecast, value: float) -> float:
    """Return the probability that a normal forecast ends above `value`.

    Examples
    --------
    >>> probability_above(Forecast(2.0, 1.0, "share"), 2.0)
    0.5
    """
    distance = (forecast.on_scale(value) - forecast.location) / forecast.scale
    return 0.5 * math.erfc(distance / math.sqrt(2))
