"""Classes told from a real register's scopes, where it is at hand; nothing of it is kept here."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bench.score_scopes import Scored, accepted, calibration_error, labelled, scored
from saidao.register.scopes import SCHEME
from saidao.terms.industry_codes import scheme

KNOWN = Path(__file__).parent
SAMPLE = KNOWN.parents[2] / "shared" / "data" / "sh_firms_1979_2004.csv.gz"


def held_out() -> Scored:
    """Return the held-out half, classified."""
    if not SAMPLE.exists():
        pytest.skip("the sample of a register, which is for tests only, is not beside the checkout")
    return scored("held", labelled(SAMPLE, "held"))


def test_real_scopes_are_told_as_well_as_is_published() -> None:
    found = held_out()
    assert found.right(2, 1).mean() >= 0.85
    assert found.right(4, 1).mean() >= 0.78
    assert found.right(4, 5).mean() >= 0.92
    p, right = found.probabilities[:, 0].astype(float), found.right(4, 1)
    assert calibration_error(p, right) <= 0.06
    assert right[p >= 0.8].mean() >= 0.85


def test_labels_are_codes_of_distinct_rows() -> None:
    system = scheme(SCHEME)
    rows: list[str] = []
    for half in ("dev", "held"):
        with (KNOWN / f"scopes-{half}.csv").open(encoding="utf-8") as file:
            given = list(csv.DictReader(file))
        assert len(given) == 210
        rows += [row["row"] for row in given]
        for row in given:
            assert all(system.has(code) for code in row["codes"].split("/"))
    assert len(rows) == len(set(rows))


def test_scores_count_as_they_say() -> None:
    assert accepted("5164", ("5165", "51"), 4)
    assert not accepted("5164", ("5165",), 4)
    assert accepted("5164", ("5165",), 3)
    assert accepted("5281", ("5164",), 1)
    assert not accepted("", ("5164",), 2)
    p, y = np.array([0.95, 0.95, 0.05, 0.05]), np.array([True, False, False, False])
    # Two bins: 0.95 against 0.5 and 0.05 against 0, each half of the records.
    assert calibration_error(p, y) == pytest.approx((0.45 + 0.05) / 2)
