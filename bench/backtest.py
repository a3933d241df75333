"""Backtest the model of attainment on past targets, and write what it ships.

    python -m bench.backtest [--write]

Every past target is forecast from what was published when it was set, by a model that
was fitted without it and without what shares its fate, in four ways of growing severity:

- ``place and year``: without the targets of its place that fell due in its year,
- ``programme and year``: without all targets of its programme that fell due in its year,
- ``programme``: without its programme,
- ``forward``: on nothing but targets that had fallen due before it was set.

``--write`` renews the fitted tables in ``src/saidao/kernels``, the generated part of
``docs/methods/attainment.md`` and its picture. Without it the figures are printed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import one_thread  # noqa: F401 (before numpy)
from bench.backtest_page import page, picture, renewed
from bench.baselines import (
    RECALIBRATED,
    TRENDS,
    base_rate,
    constant,
    hindsight,
    recalibrated,
    trend_probability,
)
from bench.past_targets import past_targets
from saidao.kernels.attainment import pulled, trend
from saidao.kernels.attainment_fit import DEVIATIONS, Past, fit_attainment, terms_at_setting
from saidao.kernels.attainment_model import AttainmentModel, named, tables
from saidao.kernels.calibration import brier_score, log_score
from saidao.kernels.logistic import expected_probability

ROOT = Path(__file__).parents[1]
KERNELS = ROOT / "src" / "saidao" / "kernels"
PAGE = ROOT / "docs" / "methods" / "attainment.md"
PICTURE = PAGE.with_name("attainment-reliability.svg")

FEWEST_BEFORE = 30
"""A forward forecast needs this many targets that had fallen due before."""

MOST_FOLDS = 60
"""Groups beyond this many are left out together, dealt in the order of their names."""

LATER = 3
"""Years after the setting at which long targets are forecast once more."""

TESTS = ("place and year", "programme and year", "programme", "forward")


@dataclass(frozen=True, slots=True)
class Scored:
    """One past target with what model and baselines said of it beforehand.

    Attributes
    ----------
    past : Past
        The target.
    model, constant, base_rate : float
        Probabilities.
    trends : dict of str to float
        Probabilities of the trends; empty where there is no trend.
    interval : tuple of float or None
        80 % interval of the outcome and the outcome, in the unit of the series.
    """

    past: Past
    model: float
    constant: float
    base_rate: float
    trends: dict[str, float]
    interval: tuple[float, float, float] | None


def folds(past: Sequence[Past], test: str) -> list[tuple[list[Past], list[Past]]]:
    """Return pairs of what is fitted on and what is scored."""
    if test == "forward":
        pairs = []
        for year in sorted({one.target.set_year for one in past}):
            before = [one for one in past if one.target.deadline < year]
            if len(before) >= FEWEST_BEFORE:
                pairs.append((before, [one for one in past if one.target.set_year == year]))
        return pairs
    key: Callable[[Past], str] = {
        "place and year": lambda one: one.cluster,
        "programme and year": lambda one: one.programme_year,
        "programme": lambda one: one.target.programme,
    }[test]
    groups = sorted({key(one) for one in past})
    fold = {group: index % MOST_FOLDS for index, group in enumerate(groups)}
    return [
        (
            [one for one in past if fold[key(one)] != index],
            [one for one in past if fold[key(one)] == index],
        )
        for index in range(min(len(groups), MOST_FOLDS))
    ]


def backtest(
    past: Sequence[Past], test: str, deviations: Mapping[str, float] = DEVIATIONS
) -> list[Scored]:
    """Score every past target by a model that was fitted without its fold."""
    scored = []
    for fitted_on, held_out in folds(past, test):
        model, rate = fit_attainment(fitted_on, deviations), constant(fitted_on)
        reread = recalibrated(fitted_on, TRENDS["random walk with drift"])
        for one in held_out:
            logit, deviation = model.log_odds(terms_at_setting(one))
            said = {name: trend_probability(one, how) for name, how in TRENDS.items()}
            walk = said["random walk with drift"]
            said[RECALIBRATED] = None if walk is None else reread(walk)
            scored.append(
                Scored(
                    one,
                    expected_probability(logit, deviation),
                    rate,
                    base_rate(fitted_on, one),
                    {name: value for name, value in said.items() if value is not None},
                    outcome_interval(model, one),
                )
            )
    return scored


def outcome_interval(model: AttainmentModel, one: Past) -> tuple[float, float, float] | None:
    """Return the 80 % interval of the outcome, and the outcome; None without a trend."""
    forecast = trend(one.target, one.years, one.values, one.target.set_year)
    if forecast is None or one.outcome is None:
        return None
    errors = model.errors[forecast.form]
    middle = pulled(one.target, forecast, errors.pull)
    ends = [forecast.value(middle + end * forecast.scale) for end in (errors.low, errors.high)]
    return ends[0], ends[1], one.outcome


def years_later(past: Sequence[Past], later: Sequence[Past]) -> list[tuple[Past, float, float]]:
    """Return what was said at the setting and some years later of the same targets.

    Both without the programme and year, by models that were fitted on settings alone.
    """
    scored = {one.past.id: one.model for one in backtest(past, "programme and year")}
    answer = []
    for year in sorted({one.programme_year for one in later}):
        model = fit_attainment([one for one in past if one.programme_year != year])
        for one in later:
            given = terms_at_setting(one)
            if one.programme_year == year and "met" in given:
                answer.append((one, scored[one.id], expected_probability(*model.log_odds(given))))
    return answer


def sensitivity(past: Sequence[Past]) -> list[tuple[str, float, float]]:
    """Return Brier and log score with each prior deviation halved and doubled."""
    answer = []
    for kind, deviation in DEVIATIONS.items():
        for factor in (0.5, 2.0):
            changed = {**DEVIATIONS, kind: factor * deviation}
            scored = backtest(past, "programme and year", changed)
            said = [one.model for one in scored]
            outcome = [float(one.past.attained) for one in scored]
            scores = brier_score(said, outcome).mean(), log_score(said, outcome).mean()
            name = f"{kind} {factor * deviation:g} instead of {deviation:g}"
            answer.append((name, float(scores[0]), float(scores[1])))
    return answer


def main(arguments: list[str]) -> int:
    """Run the backtest; with ``--write`` renew what depends on it."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--write", action="store_true", help="renew tables, page and picture")
    given = parser.parse_args(arguments)
    past = past_targets()
    model = named(fit_attainment(past))
    results = {test: backtest(past, test) for test in TESTS}
    later = years_later(past, past_targets(later=LATER))
    text = page(past, results, hindsight(past), model, sensitivity(past), later, LATER)
    print(text)
    if given.write:
        for name, content in tables(model).items():
            (KERNELS / name).write_text(content, encoding="utf-8")
        PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
        PICTURE.write_text(picture(results), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
