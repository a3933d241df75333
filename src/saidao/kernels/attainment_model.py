"""The fitted model of attainment: what it says of terms, and its two small tables.

``attainment_terms.csv`` is for reading: one row a coefficient, a family or an error of
outcomes. ``attainment_covariance.csv`` holds what the coefficients are unsure of together,
the lower triangle. Both are written by ``python -m bench.backtest --write``, never by hand.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from saidao.kernels.forecast import Form

__all__ = [
    "COVARIANCE_FILE",
    "TERMS_FILE",
    "AttainmentModel",
    "OutcomeErrors",
    "fitted_model",
    "named",
    "read_model",
    "tables",
    "without_flat",
]

TERMS_FILE = "attainment_terms.csv"
COVARIANCE_FILE = "attainment_covariance.csv"
DIGITS = 6
HEAD = [
    "what",
    "name",
    "value",
    "deviation",
    "low",
    "high",
    "furthest",
    "outcomes",
    "programmes",
]


@dataclass(frozen=True, slots=True)
class OutcomeErrors:
    """How outcomes fell about forecasts of one form, in scales of the forecast.

    Attributes
    ----------
    pull : float
        How far outcomes moved from the forecast towards the target, 0 to 1.
    low, high : float
        10 % and 90 % quantiles of what was left.
    furthest : float
        How far the outcome that left its trend furthest went, on its target's good side.
    outcomes : int
        Outcomes that these come from.
    """

    pull: float
    low: float
    high: float
    furthest: float
    outcomes: int


@dataclass(frozen=True, slots=True, eq=False)
class AttainmentModel:
    """A fitted model: coefficients, what they are unsure of, and the errors of outcomes.

    Attributes
    ----------
    name : str
        Changes whenever the table does.
    mean : mapping of str to float
        Coefficient of each term.
    covariance : ndarray of shape (k, k)
        Covariance of the coefficients, in the order of `mean`.
    deviations : mapping of str to float
        Standard deviation between groups of a kind: ``family``, ``programme``, ``kind``,
        ``slope`` (of the distance, between families) and ``year``.
    known : mapping of str to tuple of int
        For each family: outcomes and programmes that it was fitted on.
    errors : mapping of str to OutcomeErrors
        By form.
    flat : frozenset of str
        Slopes, as ``slope:<form>:<family>``, that the past would have falling: there the
        distance says nothing, because a higher target must never be likelier.
    """

    name: str
    mean: Mapping[str, float]
    covariance: NDArray[np.float64]
    deviations: Mapping[str, float]
    known: Mapping[str, tuple[int, int]]
    errors: Mapping[Form, OutcomeErrors]
    flat: frozenset[str] = frozenset()

    def log_odds(self, given: Mapping[str, float]) -> tuple[float, float]:
        """Return mean and standard deviation of the log-odds of terms.

        A group that the fit never met adds the variance of its kind, and so does the year,
        whose shock nobody knows beforehand.
        """
        given = without_flat(given, self.flat)
        names = list(self.mean)
        row = np.array([given.get(name, 0.0) for name in names])
        mean = float(row @ np.array([self.mean[name] for name in names]))
        variance = float(row @ self.covariance @ row) + self.deviations["year"] ** 2
        for name, value in given.items():
            kind = name.partition(":")[0]
            if name not in self.mean and kind in self.deviations:
                variance += (self.deviations[kind] * value) ** 2
        return mean, math.sqrt(variance)


def without_flat(given: Mapping[str, float], flat: frozenset[str]) -> Mapping[str, float]:
    """Return terms without a distance that says nothing."""
    if not flat.intersection(given):
        return given
    return {
        name: value for name, value in given.items() if not name.startswith(("distance:", "slope:"))
    }


def tables(model: AttainmentModel) -> dict[str, str]:
    """Return the text of the model's two tables by file name; `read_model` undoes it.

    Numbers are rounded to what a reader can use, so the model that is read differs from
    the one that was fitted by less than 0.0001 in the log-odds.
    """
    lines = [["model", model.name, *[""] * 7]]
    covariance = np.round(model.covariance, DIGITS)
    spread = np.sqrt(np.diag(covariance))
    for name, one in zip(model.mean, spread, strict=True):
        lines.append(["coefficient", name, _text(model.mean[name]), _text(one), *[""] * 5])
    for kind, deviation in model.deviations.items():
        lines.append(["between", kind, "", _text(deviation), *[""] * 5])
    for family, (outcomes, programmes) in model.known.items():
        lines.append(["family", family, *[""] * 5, str(outcomes), str(programmes)])
    lines += [["flat", name, *[""] * 7] for name in sorted(model.flat)]
    for form, errors in model.errors.items():
        ends = [_text(one) for one in (errors.low, errors.high, errors.furthest)]
        lines.append(["outcome", form, _text(errors.pull), "", *ends, str(errors.outcomes), ""])
    triangle = [
        [_text(value) for value in row[: index + 1]] for index, row in enumerate(covariance)
    ]
    return {TERMS_FILE: _lines([HEAD, *lines]), COVARIANCE_FILE: _lines(triangle)}


def named(model: AttainmentModel) -> AttainmentModel:
    """Return the model under the name that its numbers give it."""
    content = "".join(tables(_with_name(model, "")).values())
    return _with_name(model, "attainment-" + hashlib.sha256(content.encode()).hexdigest()[:10])


def _with_name(model: AttainmentModel, name: str) -> AttainmentModel:
    """Return the model under another name."""
    return AttainmentModel(
        name,
        model.mean,
        model.covariance,
        model.deviations,
        model.known,
        model.errors,
        model.flat,
    )


def _text(value: float) -> str:
    """Write a number with six digits after the point at most."""
    text = f"{value:.{DIGITS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _lines(rows: list[list[str]]) -> str:
    """Write rows as CSV."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def read_model(folder: Path) -> AttainmentModel:
    """Read the two tables of a folder.

    Raises
    ------
    FileNotFoundError
        If one is missing.
    ValueError
        If a number is not one, or the tables do not fit each other.
    """
    name = ""
    mean: dict[str, float] = {}
    deviations: dict[str, float] = {}
    known: dict[str, tuple[int, int]] = {}
    errors: dict[Form, OutcomeErrors] = {}
    flat: set[str] = set()
    with (folder / TERMS_FILE).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            what, key = row["what"], row["name"]
            if what == "model":
                name = key
            elif what == "coefficient":
                mean[key] = float(row["value"])
            elif what == "between":
                deviations[key] = float(row["deviation"])
            elif what == "family":
                known[key] = (int(row["outcomes"]), int(row["programmes"]))
            elif what == "flat":
                flat.add(key)
            elif what == "outcome":
                pull, low, high, furthest = (
                    float(row[one]) for one in ("value", "low", "high", "furthest")
                )
                errors[cast(Form, key)] = OutcomeErrors(
                    pull, low, high, furthest, int(row["outcomes"])
                )
            else:
                raise ValueError(f"{TERMS_FILE}: {what!r} is not a kind of row")
    covariance = np.zeros((len(mean), len(mean)))
    with (folder / COVARIANCE_FILE).open(encoding="utf-8", newline="") as file:
        for index, cells in enumerate(csv.reader(file)):
            if index >= len(mean) or len(cells) != index + 1:
                raise ValueError(f"{COVARIANCE_FILE}: row {index + 1} does not fit {TERMS_FILE}")
            covariance[index, : index + 1] = [float(cell) for cell in cells]
    covariance += np.tril(covariance, -1).T
    return AttainmentModel(name, mean, covariance, deviations, known, errors, frozenset(flat))


@cache
def fitted_model() -> AttainmentModel:
    """Return the shipped model."""
    return read_model(Path(__file__).parent)
