"""Pooled logistic regression: what the docstrings claim."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.kernels.logistic import (
    expected_probability,
    fit,
    probability_quantiles,
    sigmoid,
)


def test_sigmoid_does_not_overflow() -> None:
    assert sigmoid([-1e6, 0.0, 1e6]).tolist() == [0.0, 0.5, 1.0]


@settings(deadline=None)
@given(st.integers(0, 40), st.integers(0, 40), st.floats(0.05, 20))
def test_a_prior_pulls_towards_one_half(hits: int, misses: int, variance: float) -> None:
    if hits + misses == 0:
        return
    outcome = [1] * hits + [0] * misses
    found = fit(np.ones((len(outcome), 1)), outcome, [variance])
    rate, pooled = hits / len(outcome), float(sigmoid(found.mean)[0])
    assert min(rate, 0.5) - 1e-9 <= pooled <= max(rate, 0.5) + 1e-9


def test_the_gradient_is_zero_at_the_mode() -> None:
    rng = np.random.default_rng(1)
    design = rng.normal(size=(80, 5))
    outcome = (rng.random(80) < 0.4).astype(float)
    variance = np.array([4.0, 1.0, 0.25, 1.0, 9.0])
    found = fit(design, outcome, variance)
    gradient = design.T @ (outcome - sigmoid(design @ found.mean)) - found.mean / variance
    assert np.abs(gradient).max() < 1e-5


def test_groups_without_rows_keep_their_prior() -> None:
    found = fit([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0]], [1, 0, 1], [1.0, 0.49])
    assert found.mean[1] == pytest.approx(0.0)
    assert found.covariance[1, 1] == pytest.approx(0.49)


def test_separated_data_stay_finite() -> None:
    found = fit([[1.0, 5.0], [1.0, 6.0], [1.0, -5.0], [1.0, -6.0]], [1, 1, 0, 0], [100.0, 100.0])
    assert np.isfinite(found.mean).all()
    assert found.mean[1] > 0


@settings(deadline=None)
@given(st.floats(-4, 4), st.floats(0, 3))
def test_uncertainty_moves_probabilities_towards_one_half(logit: float, deviation: float) -> None:
    sure, open_ = float(sigmoid(logit)), expected_probability(logit, deviation)
    assert min(sure, 0.5) - 1e-9 <= open_ <= max(sure, 0.5) + 1e-9
    low, high = probability_quantiles(logit, deviation)
    assert low <= sure <= high


def test_expected_probability_is_what_drawing_gives() -> None:
    rng = np.random.default_rng(2)
    drawn = sigmoid(1.2 + 0.9 * rng.normal(size=400_000)).mean()
    assert expected_probability(1.2, 0.9) == pytest.approx(float(drawn), abs=2e-3)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="shapes"):
        fit([[1.0]], [1, 0], [1.0])
    with pytest.raises(ValueError, match="positive"):
        fit([[1.0]], [1], [0.0])
    with pytest.raises(ValueError, match="negative"):
        expected_probability(0.0, -1.0)
