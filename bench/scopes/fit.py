"""Fit the classifier of business scopes and write its weights.

::

    python -m bench.scopes.fit [--check]

The weights of a conditional logit over each record's candidates are fitted on the training
split of the written scopes, ridge-penalised; the temperature on the calibration split. Both
are deterministic. With ``--check`` nothing is written, and the exit code tells whether the
weights in the package are those.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.scopes.written import Record, records, variants
from saidao.register.scopes.lexicon import lexicon
from saidao.register.scopes.model import (
    ACCEPTANCE,
    Candidates,
    Weights,
    find_candidates,
    odds_of,
    terms,
)
from saidao.register.scopes.reading import FEATURES

TARGET = Path(__file__).resolve().parents[2] / "src/saidao/register/scopes/weights.csv"
PENALTY = 1.5
PROSE = 3.0
"""Weight of a record that was written whole; those put in words by a style count 0.3."""
SHARES = {"mixed": 6.0, "prose": 3.0, "core": 0.5}
"""Weights in calibration: registers hold more traders of all sorts, and fewer odd goods."""


def right(found: Candidates, given: Sequence[Record]) -> NDArray[np.bool_]:
    """Return which candidates are right; "none of them" where no other is."""
    classes = lexicon().classes
    good = np.zeros(found.classes.shape, dtype=np.bool_)
    for i, record in enumerate(given):
        ok = [classes.index(code) for code in record.codes]
        good[i] = np.isin(found.classes[i], ok)
        if not good[i].any():
            good[i] = found.classes[i] == -2
    return good


def loss_of(
    weights: NDArray[np.float64],
    found: Candidates,
    good: NDArray[np.bool_],
    importance: Sequence[float],
) -> tuple[float, NDArray[np.float64]]:
    """Return the mean negative log likelihood with its penalty, and the gradient."""
    scores = found.features.astype(np.float64) @ weights
    scores[found.classes == -1] = -1e9
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    odds[found.classes == -1] = 0.0
    p = odds / odds.sum(axis=1, keepdims=True)
    q = np.where(good, odds, 0.0)
    mass = q.sum(axis=1, keepdims=True)
    q /= mass
    by = np.asarray(importance)
    value = -float((by * np.log(mass[:, 0] / odds.sum(axis=1))).sum()) / by.sum()
    slope = ((p - q) * by[:, None] / by.sum()).ravel() @ found.features.reshape(-1, weights.size)
    scale = PENALTY / by.sum()
    return value + scale * float(weights @ weights) / 2, slope + scale * weights


def kept(given: Sequence[Record]) -> tuple[Candidates, list[Record]]:
    """Return candidates of the records that have any."""
    found = find_candidates([r.scope for r in given], [r.name for r in given])
    some = found.classes[:, 0] != -1
    return (
        Candidates(
            found.classes[some], found.features[some], found.scores[some], found.words[some]
        ),
        [record for record, has in zip(given, some, strict=True) if has],
    )


def fit() -> Weights:
    """Fit the weights on the training split, the acceptance on the calibration split."""
    every = records()
    training, known = kept([r for r in every if r.split == "train"] + variants())
    good = right(training, known)
    importance = [PROSE if r.family.startswith("prose") else 0.3 for r in known]
    start = np.zeros(len(FEATURES))
    done = minimize(
        loss_of, start, args=(training, good, importance), jac=True, method="L-BFGS-B",
        options={"maxiter": 400},
    )  # fmt: skip
    weights = np.round(done.x, 3).astype(np.float32)
    return Weights(weights, np.round(acceptance(weights, every), 3))


def stratum(record: Record) -> str:
    """Return whether a record trades in all sorts of goods, was written whole, or neither."""
    if "5199" in record.codes and len(record.codes) > 1:
        return "mixed"
    return "prose" if record.family.startswith("prose") else "core"


def acceptance(weights: NDArray[np.float32], every: Sequence[Record]) -> NDArray[np.float64]:
    """Fit how likely a reader accepts a class, on the likeliest five of the calibration split."""
    held, labels = kept([r for r in every if r.split == "calibrate"])
    order, given = terms(held, odds_of(held.classes, held.features @ weights))
    classes = np.take_along_axis(held.classes, order, axis=1)[:, :5]
    good = np.take_along_axis(right(held, labels), order, axis=1)[:, :5]
    by = np.repeat([[SHARES[stratum(record)]] for record in labels], 5, axis=1)
    x, y, w = (part[classes >= 0] for part in (given[:, :5], good, by))
    prior = np.asarray([1.0, -1.0, 0.0, 0.0])

    def misfit(beta: NDArray[np.float64]) -> float:
        z = x @ beta
        loss = (w * (np.logaddexp(0.0, z) - z * y)).sum()
        return float(loss + 0.5 * ((beta - prior) ** 2).sum())

    fitted: NDArray[np.float64] = minimize(misfit, prior).x
    return fitted


def as_table(fitted: Weights) -> str:
    """Return the weights as they are stored."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("feature", "weight"))
    for name, value in zip(ACCEPTANCE, fitted.acceptance.tolist(), strict=True):
        writer.writerow((name, f"{value:.3f}"))
    for name, value in zip(FEATURES, fitted.weights.tolist(), strict=True):
        if round(value, 3):
            writer.writerow((name, f"{value:.3f}"))
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    text = as_table(fit())
    if options.check:
        return int(TARGET.read_text("utf-8") != text)
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
