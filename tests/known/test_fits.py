"""The fit and the forecasts against what statsmodels and scikit-learn give."""

from __future__ import annotations

import numpy as np
import pytest

from saidao.kernels.forecast import extrapolate, straight_line
from saidao.kernels.logistic import fit

# Spector and Mazzeo (1980), as in statsmodels.datasets.spector: grade point average, test
# score, new teaching method, and whether the grade improved.
SPECTOR = """2.66 20 0 0  2.89 22 0 0  3.28 24 0 0  2.92 12 0 0  4.00 21 0 1  2.86 17 0 0
2.76 17 0 0  2.87 21 0 0  3.03 25 0 0  3.92 29 0 1  2.63 20 0 0  3.32 23 0 0  3.57 23 0 0
3.26 25 0 1  3.53 26 0 0  2.74 19 0 0  2.75 25 0 0  2.83 19 0 0  3.12 23 1 0  3.16 25 1 1
2.06 22 1 0  3.62 28 1 1  2.89 14 1 0  3.51 26 1 0  3.54 24 1 1  2.83 27 1 1  3.39 17 1 1
2.67 24 1 0  3.65 21 1 1  4.00 23 1 1  3.10 21 1 0  2.39 19 1 1"""
ROWS = np.array(SPECTOR.split(), dtype=float).reshape(-1, 4)
DESIGN, OUTCOME = np.column_stack([np.ones(len(ROWS)), ROWS[:, :3]]), ROWS[:, 3]


def test_flat_priors_give_the_maximum_likelihood_of_statsmodels() -> None:
    # statsmodels 0.15.0, Logit(y, X).fit(): params and bse.
    found = fit(DESIGN, OUTCOME, [1e8] * 4)
    assert found.mean == pytest.approx([-13.021347, 2.826113, 0.095158, 2.378688], rel=1e-4)
    errors = np.sqrt(np.diag(found.covariance))
    assert errors == pytest.approx([4.931324, 1.262941, 0.141554, 1.064564], rel=1e-4)


def test_equal_priors_give_the_ridge_of_scikit_learn() -> None:
    # scikit-learn 1.9.1, LogisticRegression(C=2, fit_intercept=False): C is the variance.
    found = fit(DESIGN, OUTCOME, [2.0] * 4)
    expected = [-1.66496450, 0.50438279, -0.04727592, 1.25140011]
    assert found.mean == pytest.approx(expected, abs=1e-6)


def test_straight_line_is_the_prediction_of_statsmodels() -> None:
    # statsmodels 0.15.0, OLS(...).get_prediction([1, 2025]): predicted_mean, se_obs.
    years = [2012, 2013, 2014, 2016, 2017, 2018, 2019]
    found = straight_line(years, [3.1, 3.4, 3.2, 4.0, 4.4, 4.3, 4.9], 2025, "share")
    assert found.location == pytest.approx(6.25068493)
    assert found.scale == pytest.approx(0.36827054)


def test_flow_is_the_exponential_smoothing_of_statsmodels() -> None:
    # statsmodels 0.15.0, SimpleExpSmoothing(initial level 7.7).fit(smoothing_level=0.5).
    values = [7.7, 7.7, 7.4, 6.9, 6.9, 6.8]
    found = extrapolate(range(2012, 2018), values, 2018, "flow")
    assert found.location == pytest.approx(6.93125)
