"""Scores of probabilities and intervals, and how sure a difference of scores is.

All scores are the field's: lower Brier and log scores are better; a forecaster who says
70 % should see seven of ten.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Bin",
    "Decomposition",
    "brier_score",
    "cluster_bootstrap",
    "coverage",
    "decompose",
    "log_score",
    "reliability",
]

Vector = NDArray[np.float64]

CLIP = 0.01
"""Log scores are of probabilities kept this far from 0 and 1, for every forecaster alike."""


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Murphy's parts of the Brier score over forecasts that are grouped by equal value.

    ``brier = reliability - resolution + uncertainty``, exactly, when each group holds one
    forecast value.
    """

    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True, slots=True)
class Bin:
    """One point of a reliability curve, with the range that chance alone would give."""

    low: float
    high: float
    count: int
    forecast: float
    observed: float
    band: tuple[float, float]


def _pair(probability: ArrayLike, outcome: ArrayLike) -> tuple[Vector, Vector]:
    """Return probabilities and outcomes, checked."""
    p = np.asarray(probability, dtype=np.float64)
    y = np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or p.shape != y.shape or not len(p):
        raise ValueError(f"probabilities and outcomes must be equally long, got {p.shape}")
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("a probability must be between 0 and 1")
    if not np.isin(y, (0.0, 1.0)).all():
        raise ValueError("an outcome must be 0 or 1")
    return p, y


def brier_score(probability: ArrayLike, outcome: ArrayLike) -> Vector:
    """Return the squared error of each probability, in [0, 1].

    Parameters
    ----------
    probability, outcome : array_like of shape (n,)
        Probabilities in [0, 1] and what happened, 0 or 1.

    Returns
    -------
    ndarray of shape (n,)
        ``(p - y)**2``; their mean is the Brier score.

    Raises
    ------
    ValueError
        If the shapes disagree, nothing is given, or a value is out of its range.

    References
    ----------
    .. [1] Brier, G. W. (1950). Verification of forecasts expressed in terms of
       probability. Monthly Weather Review 78(1), 1-3.
    """
    p, y = _pair(probability, outcome)
    return np.square(p - y)


def log_score(probability: ArrayLike, outcome: ArrayLike) -> Vector:
    """Return minus the logarithm of the probability given to what happened.

    Probabilities are kept between 0.01 and 0.99, or one sure mistake would decide alone.
    Parameters and errors are those of `brier_score`.
    """
    p, y = _pair(probability, outcome)
    p = np.clip(p, CLIP, 1 - CLIP)
    return np.asarray(-np.log(np.where(y == 1, p, 1 - p)), dtype=np.float64)


def decompose(probability: ArrayLike, outcome: ArrayLike) -> Decomposition:
    """Return Murphy's decomposition, grouping equal probabilities.

    Parameters and errors are those of `brier_score`.

    References
    ----------
    .. [1] Murphy, A. H. (1973). A new vector partition of the probability score.
       Journal of Applied Meteorology 12(4), 595-600.
    """
    p, y = _pair(probability, outcome)
    base = y.mean()
    reliability = resolution = 0.0
    for value in np.unique(p):
        here = p == value
        share, rate = here.mean(), y[here].mean()
        reliability += share * (value - rate) ** 2
        resolution += share * (rate - base) ** 2
    return Decomposition(float(reliability), float(resolution), float(base * (1 - base)))


def reliability(
    probability: ArrayLike,
    outcome: ArrayLike,
    rng: np.random.Generator,
    edges: Sequence[float] = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0),
    draws: int = 2000,
) -> list[Bin]:
    """Return the reliability curve with consistency bands.

    A band is what the observed share of a bin would be in 90 of 100 draws if every
    probability in it were right: outcomes drawn from the probabilities themselves.

    Parameters
    ----------
    probability, outcome : array_like of shape (n,)
        As in `brier_score`.
    rng : numpy.random.Generator
        Randomness of the bands.
    edges : sequence of float
        Ends of the bins, ascending from 0 to 1.
    draws : int
        Draws for the bands.

    Returns
    -------
    list of Bin
        Bins that hold at least one forecast, ascending.

    References
    ----------
    .. [1] Bröcker, J. and Smith, L. A. (2007). Increasing the reliability of reliability
       diagrams. Weather and Forecasting 22(3), 651-661.
    """
    p, y = _pair(probability, outcome)
    bins = []
    for low, high in itertools.pairwise(edges):
        here = (p >= low) & ((p < high) | (high == edges[-1]))
        if not here.any():
            continue
        drawn = (rng.random((draws, int(here.sum()))) < p[here]).mean(axis=1)
        band = np.quantile(drawn, (0.05, 0.95))
        bins.append(
            Bin(
                low,
                high,
                int(here.sum()),
                float(p[here].mean()),
                float(y[here].mean()),
                (float(band[0]), float(band[1])),
            )
        )
    return bins


def coverage(low: ArrayLike, high: ArrayLike, value: ArrayLike) -> float:
    """Return the share of values inside their interval, ends included, in [0, 1].

    Raises
    ------
    ValueError
        If the shapes disagree or nothing is given.
    """
    ends = [np.asarray(one, dtype=np.float64) for one in (low, high, value)]
    if len({one.shape for one in ends}) != 1 or not ends[0].size:
        raise ValueError("intervals and values must be equally long")
    return float(((ends[2] >= ends[0]) & (ends[2] <= ends[1])).mean())


def cluster_bootstrap(
    difference: ArrayLike,
    cluster: Sequence[str],
    rng: np.random.Generator,
    draws: int = 4000,
    level: float = 0.95,
) -> tuple[float, float]:
    """Return an interval of a mean, drawing whole clusters instead of rows.

    Rows of one cluster share what befell them; drawing rows would take them for more
    evidence than they are.

    Parameters
    ----------
    difference : array_like of shape (n,)
        What is averaged, for instance the difference of two scores.
    cluster : sequence of str
        Cluster of each row.
    rng : numpy.random.Generator
        Randomness.
    draws : int
        Bootstrap draws.
    level : float
        Probability of the interval, in (0, 1).

    Returns
    -------
    tuple of float
        Lower and upper end, by percentiles.

    Raises
    ------
    ValueError
        If the lengths disagree or nothing is given.
    """
    rows = np.asarray(difference, dtype=np.float64)
    if rows.ndim != 1 or len(rows) != len(cluster) or not len(rows):
        raise ValueError("one cluster for each row is needed")
    names, index = np.unique(np.asarray(cluster), return_inverse=True)
    sums = np.bincount(index, weights=rows)
    sizes = np.bincount(index).astype(np.float64)
    drawn = rng.integers(0, len(names), size=(draws, len(names)))
    means = sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1)
    tail = (1 - level) / 2
    low, high = np.quantile(means, (tail, 1 - tail))
    return float(low), float(high)
