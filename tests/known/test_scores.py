"""Scores against numbers that others print."""

from __future__ import annotations

import numpy as np
import pytest

from saidao.kernels.calibration import brier_score, decompose, log_score


def test_brier_and_log_score_of_scikit_learn() -> None:
    # scikit-learn 1.9.1: brier_score_loss and log_loss of these.
    said, happened = [0.9, 0.7, 0.2, 0.4, 0.6], [1, 1, 0, 1, 0]
    assert brier_score(said, happened).mean() == pytest.approx(0.172)
    assert log_score(said, happened).mean() == pytest.approx(0.5035520949318157)


def test_brier_score_of_briers_own_table() -> None:
    # Brier (1950), table 1, ten forecasts of rain; half the score of both classes there, 0.19.
    said = [0.7, 0.9, 0.8, 0.4, 0.2, 0.0, 0.0, 0.0, 0.0, 0.1]
    happened = [0, 1, 1, 1, 0, 0, 0, 0, 0, 0]
    assert 2 * brier_score(said, happened).mean() == pytest.approx(0.19)


def test_decomposition_by_hand() -> None:
    # Four times 0.25 with one hit, four times 0.75 with three: perfectly reliable.
    said, happened = [0.25] * 4 + [0.75] * 4, [1, 0, 0, 0, 1, 1, 1, 0]
    parts = decompose(said, happened)
    assert parts.reliability == pytest.approx(0.0)
    assert parts.resolution == pytest.approx(0.0625)
    assert parts.uncertainty == pytest.approx(0.25)
    assert np.mean(brier_score(said, happened)) == pytest.approx(0.1875)
