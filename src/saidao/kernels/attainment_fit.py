"""Fit the model of attainment on past targets whose outcome is known.

Priors are weak and round: coefficients have deviation 1, programmes 1, families 0.7, kinds
and the families' own slopes of the distance 0.5, and the years of a programme 0.7, the
shock that all its targets of a year share. Scores hardly move when one of them is halved
or doubled. The year's effects keep the other coefficients honest and are never used to
predict: nobody knows the shock of a year beforehand, so `log_odds` adds its variance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.attainment import Target, aim, pulled, terms, trend
from saidao.kernels.attainment_model import AttainmentModel, OutcomeErrors, without_flat
from saidao.kernels.forecast import Form
from saidao.kernels.logistic import fit

__all__ = [
    "COEFFICIENTS",
    "DEVIATIONS",
    "Past",
    "fit_attainment",
    "outcome_errors",
    "terms_at_setting",
]

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
DEVIATIONS: Mapping[str, float] = {
    "family": 0.7,
    "programme": 1.0,
    "kind": 0.5,
    "slope": 0.5,
    "year": 0.7,
}
INTERCEPT_DEVIATION = 1.5
COEFFICIENT_DEVIATION = 1.0

FORMS: tuple[Form, ...] = ("level", "share", "flow")

PULL = 0.5
"""How far the middle of an outcome is drawn from the trend towards the target."""

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


@cache
def terms_at_setting(one: Past) -> Mapping[str, float]:
    """Return the terms of a past target from what was known when it was set."""
    return MappingProxyType(terms(one.target, one.years, one.values))


def fit_attainment(
    past: Sequence[Past], deviations: Mapping[str, float] = DEVIATIONS
) -> AttainmentModel:
    """Fit the model.

    Parameters
    ----------
    past : sequence of Past
        Past targets; those without a fresh series count for the base rates alone.
    deviations : mapping of str to float
        Prior standard deviation between groups of each kind.

    Returns
    -------
    AttainmentModel
        Slopes that fall are taken out and the rest is fitted again, until none does.
        Without a name (`saidao.kernels.attainment_model.named` gives one). It has the
        coefficients of the terms in `COEFFICIENTS`, of families, slopes, programmes and
        kinds; the years' effects are integrated out by being left out of the covariance.

    Raises
    ------
    ValueError
        If nothing is given.
    """
    if not past:
        raise ValueError("no past target to fit on")
    flat: frozenset[str] = frozenset()
    while True:
        mean, covariance = _pooled(past, deviations, flat)
        falling = _falling(mean) - flat
        if not falling:
            break
        flat |= falling
    return AttainmentModel(
        "", mean, covariance, dict(deviations), _known(past), outcome_errors(past), flat
    )


def _pooled(
    past: Sequence[Past], deviations: Mapping[str, float], flat: frozenset[str]
) -> tuple[dict[str, float], NDArray[np.float64]]:
    """Return coefficients and covariance, the years' effects integrated out."""
    given = [
        {**without_flat(terms_at_setting(one), flat), f"year:{one.programme_year}": 1.0}
        for one in past
    ]
    groups = sorted({name for row in given for name in row}.difference(COEFFICIENTS))
    names = [*COEFFICIENTS, *groups]
    column = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(past), len(names)))
    for line, row in zip(design, given, strict=True):
        for name, value in row.items():
            line[column[name]] = value
    variance = np.array([_prior(name, deviations) ** 2 for name in names])
    found = fit(design, [float(one.attained) for one in past], variance)
    kept = [index for index, name in enumerate(names) if not name.startswith("year:")]
    mean = {names[index]: float(found.mean[index]) for index in kept}
    return mean, found.covariance[np.ix_(kept, kept)]


def _falling(mean: Mapping[str, float]) -> frozenset[str]:
    """Return the slopes that would make a higher target likelier."""
    return frozenset(
        name
        for name, value in mean.items()
        if name.startswith("slope:") and mean[f"distance:{name.split(':')[1]}"] + value < 0
    )


def _prior(name: str, deviations: Mapping[str, float]) -> float:
    """Return the prior deviation of a coefficient."""
    if name == "intercept":
        return INTERCEPT_DEVIATION
    return deviations.get(name.partition(":")[0], COEFFICIENT_DEVIATION)


def _known(past: Sequence[Past]) -> dict[str, tuple[int, int]]:
    """Return outcomes and programmes of each family."""
    programmes: dict[str, list[str]] = {}
    for one in past:
        programmes.setdefault(one.target.family, []).append(one.target.programme)
    return {name: (len(all_), len(set(all_))) for name, all_ in sorted(programmes.items())}


def outcome_errors(past: Sequence[Past]) -> dict[Form, OutcomeErrors]:
    """Return how outcomes fell about the trend, by form.

    The middle is taken halfway between the trend and the target: a target announces what
    the past does not contain, and does not bring all of it. What is left is measured in
    scales of the forecast; its 10 % and 90 % quantiles weigh a row by one over the root of
    the size of its programme's year, and those of a form are averaged with those of all
    forms, because each form is known from few programmes.

    Parameters
    ----------
    past : sequence of Past
        Past targets; those without a trend or an outcome do not count.

    Returns
    -------
    dict
        For each form. Without any outcome an interval of two scales to either side.
    """
    rows = [(one, found) for one in past if (found := _error(one)) is not None]
    if not rows:
        return {form: OutcomeErrors(PULL, -2.0, 2.0, 0.0, 0) for form in FORMS}
    sizes = Counter(one.programme_year for one, _ in rows)
    left = np.array([place - PULL * goal for _, (_, place, goal) in rows])
    weight = np.array([sizes[one.programme_year] ** -0.5 for one, _ in rows])
    form_of_row = np.array([found[0] for _, found in rows])
    moved = np.array([place * side(one.target) for one, (_, place, _) in rows])
    whole = _quantiles(left, weight)
    answer: dict[Form, OutcomeErrors] = {}
    for form in FORMS:
        own = form_of_row == form
        ends = _quantiles(left[own], weight[own]) if own.sum() >= FEWEST_OUTCOMES else whole
        low, high = ((one + other) / 2 for one, other in zip(ends, whole, strict=True))
        low, high = min(low, -NARROWEST), max(high, NARROWEST)
        furthest = float(moved[own].max()) if own.any() else 0.0
        answer[form] = OutcomeErrors(PULL, low, high, furthest, int(own.sum()))
    return answer


def side(target: Target) -> float:
    """Return the good side of a target, +1 for more."""
    goal = aim(target)
    return goal[1] if goal is not None else 0.0


@cache
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


def _quantiles(left: NDArray[np.float64], weight: NDArray[np.float64]) -> tuple[float, float]:
    """Return the weighted 10 % and 90 % quantiles."""
    order = np.argsort(left)
    share = np.cumsum(weight[order]) - weight[order] / 2
    low, high = np.interp((0.1, 0.9), share / weight.sum(), left[order])
    return float(low), float(high)
