"""How likely a target is to be attained, as far as past targets tell.

`attainment` answers for one target from what is known of it and, where there is one, from
its yearly series. The numbers are those of a logistic model with partial pooling that was
fitted on past targets whose outcome is known; what it rests on, how it scores and where it
fails stands in ``docs/methods/attainment.md``. The fitted table lies beside this module
and is written by ``python -m bench.backtest --write``.

A target of a kind of which too few outcomes are known gets no probability: `reason` says so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from saidao.kernels.attainment_model import AttainmentModel, fitted_model
from saidao.kernels.families import FAMILIES
from saidao.kernels.forecast import Forecast, Form, extrapolate
from saidao.kernels.logistic import expected_probability, probability_quantiles

__all__ = [
    "FAMILIES",
    "MIN_OUTCOMES",
    "Attainment",
    "Target",
    "aim",
    "attainment",
    "form_of",
    "pulled",
    "terms",
    "trend",
]

Comparator = Literal[">=", ">", "=", "~", "<=", "<", "range"]
Direction = Literal["up", "down", "two"]
Reason = Literal[
    "",
    "no_past_outcomes",
    "too_few_past_outcomes",
    "beyond_past_outcomes",
    "deadline_passed",
]
Kind = Literal["level", "share", "growth_rate", "cumulative", "reduction"]

MIN_OUTCOMES = 10
"""A family with fewer known outcomes gives no probability."""

FRESH = 3
"""A series whose last value is older than this many years says nothing of the trend."""

FEWEST = 3
"""Fewest values that show a trend."""

BEND = 2.0
"""Distances beyond this many scales count by their logarithm: shocks are larger than trends."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a target asks for, in the unit of its series.

    Attributes
    ----------
    value : float or None
        The number; None if it is not known, which leaves only the base rate of its like.
    deadline, set_year : int
        Year in which it is judged, year in which it was set.
    family : str
        A key of `FAMILIES`; "" or an unknown key gets no probability.
    comparator : {">=", ">", "=", "~", "<=", "<", "range"}
        How the number is meant; ``=`` with a direction means to reach it.
    direction : {"up", "down", "two"}
        Which side is good: more, less, or only near.
    high : float, optional
        Upper end of a range.
    kind : {"level", "share", "growth_rate", "cumulative", "reduction"}
        ``growth_rate`` and ``cumulative`` are of the deadline's own year; a ``reduction``
        with `base` is per cent off that base, without it a yearly rate.
    programme : str
        Programme whose past outcomes are known to the model, such as
        ``china-province-growth``; "" or unknown means none.
    binding : bool
        Whether missing it has a legal or administrative consequence.
    base : float, optional
        Value that a reduction counts from.
    """

    value: float | None
    deadline: int
    set_year: int
    family: str
    comparator: Comparator = ">="
    direction: Direction = "up"
    high: float | None = None
    kind: Kind = "level"
    programme: str = ""
    binding: bool = False
    base: float | None = None


@dataclass(frozen=True, slots=True)
class Attainment:
    """The answer, with what it rests on.

    Attributes
    ----------
    probability : float or None
        Probability that the target is attained by its deadline, read literally.
    probability_interval : tuple of float or None
        10 % and 90 % quantiles of that probability: what the past does not settle.
    median : float or None
        Middle of the predicted outcome, where there is a fresh series.
    outcome_interval : tuple of float or None
        Interval that holds the outcome with a probability of 80 %.
    method : {"trend", "like_targets", "none"}
        Whether the target's own series speaks, or only the base rate of its like.
    reason : {"", "no_past_outcomes", "too_few_past_outcomes", "beyond_past_outcomes", \
"deadline_passed"}
        Why there is no probability; ``beyond_past_outcomes`` says that no past outcome left
        its trend as far as this target asks for.
    outcomes, programmes : int
        Past targets of the family whose outcome is known, and programmes they come from.
    model : str
        Name of the fitted table, to be kept with a stored forecast.
    """

    probability: float | None
    probability_interval: tuple[float, float] | None
    median: float | None
    outcome_interval: tuple[float, float] | None
    method: Literal["trend", "like_targets", "none"]
    reason: Reason
    outcomes: int
    programmes: int
    model: str


def form_of(target: Target) -> Form:
    """Return how the series of a target moves."""
    if target.kind in {"growth_rate", "cumulative"}:
        return "flow"
    if target.kind == "reduction":
        return "level" if target.base is not None else "flow"
    return "share" if target.kind == "share" else "level"


def aim(target: Target) -> tuple[float, float] | None:
    """Return the value to reach and the good side, +1 for more; None where there is none."""
    value = target.value
    if value is None or target.direction == "two":
        return None
    if target.comparator == "range" and target.direction == "down":
        value = target.high if target.high is not None else value
    if target.kind == "reduction" and target.base is not None:
        return target.base * (1 - value / 100), -1.0
    return value, 1.0 if target.direction == "up" else -1.0


def trend(
    target: Target, years: Sequence[int], values: Sequence[float], as_of: int
) -> Forecast | None:
    """Return where the series goes by the deadline; None where it shows no trend."""
    if len(years) < FEWEST or as_of - years[-1] > FRESH or years[-1] >= target.deadline:
        return None
    form = form_of(target)
    if (form == "level" and min(values) <= 0) or not any(values):
        return None
    return extrapolate(years, values, target.deadline, form)


def terms(
    target: Target, years: Sequence[int] = (), values: Sequence[float] = (), as_of: int = 0
) -> dict[str, float]:
    """Return the terms of the model that a target has, each with its value.

    Parameters
    ----------
    target : Target
        The target.
    years, values : sequence
        Its series, only what is known at `as_of`.
    as_of : int
        Year of the forecast; 0 means the year in which the target was set.

    Returns
    -------
    dict of str to float
        ``distance:<form>`` is the distance of the trend from the target in scales,
        positive on the good side, bent to its logarithm beyond two; ``slope:<form>:<family>``
        is the same number once more, for what it means in that family; ``met`` is 1 where the last
        value already satisfies the target, -1 where it does not, absent where there is no
        fresh series.
    """
    at = as_of or target.set_year
    found = {
        "intercept": 1.0,
        "horizon": math.log1p(max(target.deadline - at, 0)) - 1.0,
        "ceiling": float(target.direction == "down"),
        "about": float(target.comparator == "~"),
        "binding": float(target.binding),
        f"family:{target.family}": 1.0,
        f"programme:{target.programme}": 1.0,
        f"kind:{target.kind}": 1.0,
    }
    forecast, goal = trend(target, years, values, at), aim(target)
    if forecast is None or goal is None:
        return found
    value, side = goal
    if forecast.form == "level" and value <= 0:
        return found
    distance = side * (forecast.location - forecast.on_scale(value)) / forecast.scale
    bent = BEND * math.asinh(distance / BEND)
    found[f"distance:{forecast.form}"] = bent
    found[f"slope:{forecast.form}:{target.family}"] = bent
    found["met"] = 1.0 if side * (values[-1] - value) >= 0 else -1.0
    return found


def attainment(
    target: Target,
    years: Sequence[int] = (),
    values: Sequence[float] = (),
    as_of: int | None = None,
    model: AttainmentModel | None = None,
) -> Attainment:
    """Return the probability that a target is attained, with intervals and evidence.

    Parameters
    ----------
    target : Target
        What is asked for.
    years, values : sequence of equal length
        Yearly series in the target's unit and definition, years ascending, only what is
        known at `as_of`. Empty if there is none.
    as_of : int, optional
        Year of the forecast; the year in which the target was set if not given. Scores
        were measured at the setting: later forecasts are likely to be better than these.
    model : AttainmentModel, optional
        The shipped one if not given.

    Returns
    -------
    Attainment
        See there. With a known deadline value or a passed deadline there is nothing to
        forecast; with too few past outcomes, or none that went so far, nothing to base it
        on.

    Raises
    ------
    ValueError
        If years and values disagree, years do not ascend, or one lies after `as_of`.

    Examples
    --------
    >>> from saidao.kernels.attainment import Target, attainment
    >>> size = Target(18000.0, 2025, 2023, "industry_size")
    >>> attainment(size).reason
    'too_few_past_outcomes'
    """
    at = target.set_year if as_of is None else as_of
    if len(years) != len(values) or any(b <= a for a, b in itertools.pairwise(years)):
        raise ValueError("years must ascend, with one value each")
    if years and years[-1] > at:
        raise ValueError(f"a value of {years[-1]} is not known in {at}")
    used = model if model is not None else fitted_model()
    outcomes, programmes = used.known.get(target.family, (0, 0))
    forecast = None
    if at > target.deadline or (years and years[-1] >= target.deadline):
        reason: Reason = "deadline_passed"
    else:
        forecast = trend(target, years, values, at)
        reason = _reason(target, forecast, outcomes, used)
    median, interval = (None, None) if forecast is None else _outcome(target, forecast, used)
    given = terms(target, years, values, at)
    probability = quantiles = None
    if not reason:
        logit, deviation = used.log_odds(given)
        probability = expected_probability(logit, deviation)
        quantiles = probability_quantiles(logit, deviation)
    speaks = any(name.startswith("distance:") for name in given)
    return Attainment(
        probability,
        quantiles,
        median,
        interval,
        "none" if reason else "trend" if speaks else "like_targets",
        reason,
        outcomes,
        programmes,
        used.name,
    )


def _reason(
    target: Target, forecast: Forecast | None, outcomes: int, model: AttainmentModel
) -> Reason:
    """Return why a target that is still open gets no probability."""
    if outcomes < MIN_OUTCOMES:
        return "too_few_past_outcomes" if outcomes else "no_past_outcomes"
    goal = aim(target)
    if forecast is None or goal is None or (forecast.form == "level" and goal[0] <= 0):
        return ""
    asked = goal[1] * (forecast.on_scale(goal[0]) - forecast.location) / forecast.scale
    return "beyond_past_outcomes" if asked > model.errors[forecast.form].furthest else ""


def _outcome(
    target: Target, forecast: Forecast, model: AttainmentModel
) -> tuple[float | None, tuple[float, float] | None]:
    """Return the middle and the 80 % interval of the outcome, in the series' unit."""
    errors = model.errors.get(forecast.form)
    if errors is None:
        return None, None
    middle = pulled(target, forecast, errors.pull)
    low, high = middle + errors.low * forecast.scale, middle + errors.high * forecast.scale
    return forecast.value(middle), (forecast.value(low), forecast.value(high))


def pulled(target: Target, forecast: Forecast, pull: float) -> float:
    """Return the middle of the outcome on the forecast's scale, pulled to the target."""
    goal = aim(target)
    if goal is None or (forecast.form == "level" and goal[0] <= 0):
        return forecast.location
    return forecast.location + pull * (forecast.on_scale(goal[0]) - forecast.location)
