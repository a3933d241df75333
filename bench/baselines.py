"""What a model of attainment has to beat, each given the same past and no more.

The trends turn a forecast into a probability with its own normal error, as their users
would; they exist only where a target has a number and a fresh series.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from saidao.kernels.attainment import aim, form_of, trend
from saidao.kernels.attainment_fit import Past
from saidao.kernels.forecast import (
    Forecast,
    Form,
    last_growth,
    probability_above,
    random_walk,
    straight_line,
)
from saidao.kernels.logistic import fit, sigmoid

__all__ = [
    "RECALIBRATED",
    "TRENDS",
    "base_rate",
    "constant",
    "hindsight",
    "recalibrated",
    "trend_probability",
]

Extrapolation = Callable[[ArrayLike, ArrayLike, int, Form], Forecast]

TRENDS: Mapping[str, Extrapolation] = MappingProxyType(
    {
        "straight line": straight_line,
        "last growth rate": last_growth,
        "random walk with drift": random_walk,
    }
)


RECALIBRATED = "random walk, recalibrated"
"""The last trend with its log-odds shifted and stretched to fit the other past targets."""

CLIP = 0.01


def constant(past: Sequence[Past]) -> float:
    """Return the share of all past targets that were attained."""
    return float(np.mean([one.attained for one in past]))


def base_rate(past: Sequence[Past], scored: Past) -> float:
    """Return the share attained of the scored target's programme.

    Without any of its programme, of its family; without those, of all.
    """
    for like in (
        [one for one in past if one.target.programme == scored.target.programme],
        [one for one in past if one.target.family == scored.target.family],
    ):
        if like:
            return constant(like)
    return constant(past)


def hindsight(past: Sequence[Past]) -> list[float]:
    """Return the base rate of each target's programme with its own outcome counted in."""
    return [base_rate(past, one) for one in past]


@cache
def trend_probability(one: Past, extrapolation: Extrapolation) -> float | None:
    """Return the probability that a trend gives; None where there is no trend."""
    target = one.target
    goal = aim(target)
    if goal is None or trend(target, one.years, one.values, target.set_year) is None:
        return None
    forecast = extrapolation(one.years, one.values, target.deadline, form_of(target))
    if forecast.form == "level" and goal[0] <= 0:
        return None
    above = probability_above(forecast, goal[0])
    return above if goal[1] > 0 else 1 - above


def recalibrated(past: Sequence[Past], extrapolation: Extrapolation) -> Callable[[float], float]:
    """Return how a trend's probabilities are to be read, as fitted on past targets.

    Log-odds become a line of themselves (Platt scaling), so that a trend that is too sure
    of itself is no easier to beat for it.
    """
    said = [(one, trend_probability(one, extrapolation)) for one in past]
    kept = [(one, value) for one, value in said if value is not None]
    design = [[1.0, log_odds(value)] for _, value in kept]
    line = fit(design, [float(one.attained) for one, _ in kept], [100.0, 100.0]).mean
    return lambda value: float(sigmoid(line[0] + line[1] * log_odds(value)))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability that is kept from 0 and 1."""
    kept = min(max(probability, CLIP), 1 - CLIP)
    return math.log(kept / (1 - kept))
