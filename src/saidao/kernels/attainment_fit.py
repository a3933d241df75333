"""Fit the model of attainment on past targets whose outcome is known.

Priors are set before looking: coefficients of standardised terms have deviation 1,
families 0.7, programmes 1, and the years of a programme 0.7, the shock that all its
targets of a year share. The year's effects keep the other coefficients honest and are
never used to predict: nobody knows the shock of a year beforehand, so `log_odds` adds
its variance instead.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.attainment import Target, aim, pulled, terms, trend
from saidao.kernels.attainment_model import AttainmentModel, OutcomeErrors, named
from saidao.kernels.forecast import Form
from saidao.kernels.logistic import fit

__all__ = ["COEFFICIENTS", "DEVIATIONS", "Past", "fit_attainment", "outcome_errors"]

COEFFICIENTS = (
    "intercept",
    "distance:level",
    "distance:share",
    "distance:flow",
    "met",
    "horizon",
    "ceiling",
    "about",
    "binding",
)
DEVIATIONS: Mapping[str, float] = {"family": 0.7, "programme": 1.0, "year": 0.7}
INTERCEPT_DEVIATION = 1.5
COEFFICIENT_DEVIATION = 1.0

FEWEST_OUTCOMES = 20
"""Errors of a form are told apart from those of all forms from this many outcomes on."""

NARROWEST = 0.5
"""No interval reaches less than this many scales to either side."""


@dataclass(frozen=True, slots=True)
class Past:
    """A past target with its outcome, and what was known when it was set.

    Attributes
    ----------
    id : str
        Its id among the facts.
    place : str
        Where.
    target : Target
        What was asked for.
    years, values : tuple
        Yearly series up to what was published when the target was set.
    attained : bool
        Whether it was attained, read literally.
    outcome : float or None
        The value at the deadline, in the unit of the series, where it is known.
    """

    id: str
    place: str
    target: Target
    years: tuple[int, ...]
    values: tuple[float, ...]
    attained: bool
    outcome: float | None = None

    @property
    def cluster(self) -> str:
        """Place and year: what befalls one target there befalls the others."""
        return f"{self.place}|{self.target.deadline}"

    @property
    def programme_year(self) -> str:
        """Programme and deadline: a shock that all its places share."""
        return f"{self.target.programme}|{self.target.deadline}"

    def terms(self) -> dict[str, float]:
        """Terms of the model at the setting, with the year's effect."""
        given = terms(self.target, self.years, self.values)
        given[f"year:{self.programme_year}"] = 1.0
        return given


def fit_attainment(past: Sequence[Past]) -> AttainmentModel:
    """Fit the model.

    Parameters
    ----------
    past : sequence of Past
        Past targets; those without a fresh series count for the base rates alone.

    Returns
    -------
    AttainmentModel
        With coefficients of the terms in `COEFFICIENTS`, of families and of programmes;
        the years' effects are integrated out of its covariance by being left out of it.

    Raises
    ------
    ValueError
        If nothing is given.
    """
    if not past:
        raise ValueError("no past target to fit on")
    given = [one.terms() for one in past]
    groups = sorted({name for row in given for name in row if name not in COEFFICIENTS})
    names = [*COEFFICIENTS, *groups]
    design = np.array([[row.get(name, 0.0) for name in names] for row in given])
    variance = np.array([_prior(name) ** 2 for name in names])
    found = fit(design, [float(one.attained) for one in past], variance)
    kept = [index for index, name in enumerate(names) if not name.startswith("year:")]
    mean = {names[index]: float(found.mean[index]) for index in kept}
    covariance = found.covariance[np.ix_(kept, kept)]
    return named(
        AttainmentModel("", mean, covariance, dict(DEVIATIONS), _known(past), outcome_errors(past))
    )


def _prior(name: str) -> float:
    """Return the prior deviation of a coefficient."""
    if name == "intercept":
        return INTERCEPT_DEVIATION
    return DEVIATIONS.get(name.partition(":")[0], COEFFICIENT_DEVIATION)


def _known(past: Sequence[Past]) -> dict[str, tuple[int, int]]:
    """Return outcomes and programmes of each family."""
    programmes: dict[str, list[str]] = {}
    for one in past:
        programmes.setdefault(one.target.family, []).append(one.target.programme)
    return {name: (len(all_), len(set(all_))) for name, all_ in sorted(programmes.items())}


def outcome_errors(past: Sequence[Past]) -> dict[Form, OutcomeErrors]:
    """Return how outcomes fell about the trend, by form.

    The pull towards the target is the share of the way, in tenths, that leaves the
    smallest mean absolute error; the ends are the 10 % and 90 % order statistics of what is
    left, one rank further out than the sample's own, and never nearer than half a scale.

    Returns
    -------
    dict
        For each form; a form with few outcomes has the errors of all forms together.
    """
    rows = [found for one in past if (found := _error(one)) is not None]
    whole = _errors([(place, goal) for _, place, goal in rows])
    answer: dict[Form, OutcomeErrors] = {}
    forms: tuple[Form, ...] = ("level", "share", "flow")
    for form in forms:
        own = [(place, goal) for kind, place, goal in rows if kind == form]
        answer[form] = _errors(own) if len(own) >= FEWEST_OUTCOMES else whole
    return answer


def _error(one: Past) -> tuple[Form, float, float] | None:
    """Return form, outcome and target in scales from the trend; None without them."""
    forecast = trend(one.target, one.years, one.values, one.target.set_year)
    if forecast is None or one.outcome is None or aim(one.target) is None:
        return None
    if forecast.form == "level" and one.outcome <= 0:
        return None
    place = (forecast.on_scale(one.outcome) - forecast.location) / forecast.scale
    goal = (pulled(one.target, forecast, 1.0) - forecast.location) / forecast.scale
    return forecast.form, place, goal


def _errors(rows: Sequence[tuple[float, float]]) -> OutcomeErrors:
    """Return pull and quantiles of places against goals, both in scales."""
    if not rows:
        return OutcomeErrors(0.0, -2.0, 2.0, 0)
    place, goal = (np.array(column) for column in zip(*rows, strict=True))
    pulls = [tenth / 10 for tenth in range(11)]
    pull = min(pulls, key=lambda one: (float(np.abs(place - one * goal).mean()), one))
    left = np.sort(place - pull * goal)
    return OutcomeErrors(
        pull,
        min(_order(left, 0.1), -NARROWEST),
        max(-_order(-left[::-1], 0.1), NARROWEST),
        len(rows),
    )


def _order(ascending: NDArray[np.float64], share: float) -> float:
    """Return the order statistic that leaves at most `share` of new values below."""
    rank = math.floor(share * (len(ascending) + 1))
    return float(ascending[max(rank - 1, 0)])
