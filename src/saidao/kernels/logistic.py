"""Logistic regression with normal priors: partial pooling, in plain numpy.

A term that few rows speak of stays near its prior, zero; a group that the fit never met
adds the variance of its kind to the prediction instead of a guess. statsmodels and
scikit-learn fit the same penalised likelihood; neither gives the covariance and the
unseen groups together, and both weigh more than everything else that Saidao installs
for these twenty lines.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Posterior", "expected_probability", "fit", "probability_quantiles", "sigmoid"]

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

STEPS = 100
TOLERANCE = 1e-10
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(31)


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Normal approximation of the posterior at its mode.

    Attributes
    ----------
    mean : ndarray of shape (k,)
        Mode of the coefficients.
    covariance : ndarray of shape (k, k)
        Inverse of the curvature there.
    """

    mean: Vector
    covariance: Matrix


def sigmoid(logit: ArrayLike) -> Vector:
    """Return the probability of log-odds, without overflow."""
    x = np.asarray(logit, dtype=np.float64)
    return np.asarray(0.5 * (1 + np.tanh(x / 2)), dtype=np.float64)


def fit(design: ArrayLike, outcome: ArrayLike, variance: ArrayLike) -> Posterior:
    r"""Fit log-odds that are linear in `design`, each coefficient with a normal prior.

    Maximises :math:`\sum_i \log p(y_i) - \sum_j \beta_j^2 / 2 v_j` by Newton's method with
    step halving; the problem is concave, so there is one answer.

    Parameters
    ----------
    design : array_like of shape (n, k)
        One row for each outcome.
    outcome : array_like of shape (n,)
        0 or 1.
    variance : array_like of shape (k,)
        Prior variance of each coefficient, positive.

    Returns
    -------
    Posterior
        Mode and covariance.

    Raises
    ------
    ValueError
        If the shapes disagree or a variance is not positive.

    Examples
    --------
    Three of four with a wide prior: log-odds near log 3.

    >>> found = fit([[1.0]] * 4, [1, 1, 1, 0], [1e6])
    >>> round(float(found.mean[0]), 3)
    1.099
    """
    x = np.asarray(design, dtype=np.float64)
    y = np.asarray(outcome, dtype=np.float64)
    v = np.asarray(variance, dtype=np.float64)
    if x.ndim != 2 or y.shape != x.shape[:1] or v.shape != x.shape[1:]:
        raise ValueError(f"shapes disagree: {x.shape}, {y.shape}, {v.shape}")
    if not (v > 0).all():
        raise ValueError("a prior variance must be positive")
    beta = np.zeros(x.shape[1])
    value = _objective(x, y, v, beta)
    for _ in range(STEPS):
        p = sigmoid(x @ beta)
        gradient = x.T @ (y - p) - beta / v
        step = np.linalg.solve(_curvature(x, p, v), gradient)
        size = 1.0
        while (after := _objective(x, y, v, beta + size * step)) < value and size > 1e-8:
            size /= 2
        beta = beta + size * step
        if abs(after - value) < TOLERANCE:
            break
        value = after
    covariance = np.linalg.inv(_curvature(x, sigmoid(x @ beta), v))
    return Posterior(beta, np.asarray(covariance, dtype=np.float64))


def _curvature(x: Matrix, p: Vector, v: Vector) -> Matrix:
    """Negative second derivative of the objective."""
    return np.asarray((x.T * (p * (1 - p))) @ x + np.diag(1 / v), dtype=np.float64)


def _objective(x: Matrix, y: Vector, v: Vector, beta: Vector) -> float:
    """Log-posterior without its constant."""
    eta = x @ beta
    return float((y * eta - np.logaddexp(0, eta)).sum() - (beta**2 / v).sum() / 2)


def expected_probability(logit: float, deviation: float) -> float:
    """Return the mean of the probability when its log-odds are normal.

    Parameters
    ----------
    logit, deviation : float
        Mean and standard deviation of the log-odds; `deviation` is not negative.

    Returns
    -------
    float
        In (0, 1), nearer to one half than ``sigmoid(logit)``.
    """
    if deviation < 0:
        raise ValueError(f"a deviation must not be negative, got {deviation}")
    values = sigmoid(logit + deviation * NODES)
    return float((WEIGHTS * values).sum() / WEIGHTS.sum())


def probability_quantiles(logit: float, deviation: float) -> tuple[float, float]:
    """Return the 10 % and 90 % quantiles of the probability when its log-odds are normal."""
    reach = 1.2815515655446004 * deviation
    low, high = sigmoid([logit - reach, logit + reach])
    return float(low), float(high)
