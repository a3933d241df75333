r"""How unequally something is spread: Gini, Theil and Hoover.

All three compare shares of something with shares of a reference. Without a reference
every unit counts the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from saidao.kernels.validation import Array, non_negative

__all__ = ["Theil", "gini", "hoover", "lorenz", "theil"]


@dataclass(frozen=True, slots=True)
class Theil:
    """A Theil index and its parts; `total` is `between` plus `within`.

    Attributes
    ----------
    total : float
        The index: zero where all shares are alike.
    between, within : float
        What groups differ among themselves, and what is unequal inside them. Without
        groups all of it is within.
    """

    total: float
    between: float
    within: float


def lorenz(values: ArrayLike, weights: ArrayLike | None = None) -> tuple[Array, Array]:
    """Return the Lorenz curve: cumulated shares, from where there is least for the weight.

    Parameters
    ----------
    values : array_like of shape (n,)
        What is spread. Non-negative, not all zero.
    weights : array_like of shape (n,), optional
        The reference, positive; equal weights by default.

    Returns
    -------
    weight_share, value_share : ndarray of shape (n + 1,)
        Both rise from 0 to 1.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, a weight is not positive, or
        all values are zero.

    Examples
    --------
    >>> weight_share, value_share = lorenz([1, 3])
    >>> value_share.tolist()
    [0.0, 0.25, 1.0]
    """
    value, weight = _pair(values, weights)
    order = np.argsort(value / weight, kind="stable")
    return (
        np.concatenate([[0.0], np.cumsum(weight[order]) / weight.sum()]),
        np.concatenate([[0.0], np.cumsum(value[order]) / value.sum()]),
    )


def gini(values: ArrayLike, weights: ArrayLike | None = None, *, normalised: bool = False) -> float:
    r"""Measure inequality as twice the area between the Lorenz curve and the diagonal.

    With weights :math:`w` (shares) and values :math:`y` (shares), both in the order of
    :math:`y/w`, and :math:`L` the cumulated values,

    .. math:: G = 1 - \sum_k w_k (L_k + L_{k-1}).

    Parameters
    ----------
    values : array_like of shape (n,)
        What is spread (turnover, employees). Non-negative, not all zero.
    weights : array_like of shape (n,), optional
        The reference, positive; equal weights by default.
    normalised : bool
        Multiply by n / (n - 1), so that all in one unit gives 1 whatever n is.

    Returns
    -------
    float
        0 where all are alike, below 1; NaN for one unit where `normalised`.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, a weight is not positive, or
        all values are zero.

    References
    ----------
    .. [1] Gini, C. (1912). Variabilità e mutabilità. Bologna: Cuppini.
    .. [2] Dörsam, P. (2004). Wirtschaftsstatistik anschaulich dargestellt. Heidenau: PD.

    Examples
    --------
    Turnover of four car makers [2]_:

    >>> round(gini([20, 50, 20, 10]), 12)
    0.3
    >>> round(gini([20, 50, 20, 10], normalised=True), 12)
    0.4
    """
    weight_share, value_share = lorenz(values, weights)
    n = len(weight_share) - 1
    area = float(np.sum(np.diff(weight_share) * (value_share[1:] + value_share[:-1])))
    result = max(1.0 - area, 0.0)
    if not normalised:
        return result
    return result * n / (n - 1) if n > 1 else float("nan")


def hoover(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    r"""Measure inequality as the share that would have to move to make it equal.

    .. math:: H = \tfrac12 \sum_k |y_k - w_k|, \quad y, w \text{ shares.}

    Parameters
    ----------
    values : array_like of shape (n,)
        What is spread. Non-negative, not all zero.
    weights : array_like of shape (n,), optional
        The reference, positive; equal weights by default.

    Returns
    -------
    float
        0 where all are alike, below 1.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, a weight is not positive, or
        all values are zero.

    References
    ----------
    .. [1] Hoover, E. M. (1936). The measurement of industrial localization. Review of
       Economics and Statistics 18(4), 162-171.

    Examples
    --------
    >>> hoover([1, 3])
    0.25
    """
    value, weight = _pair(values, weights)
    return float(np.abs(value / value.sum() - weight / weight.sum()).sum() / 2)


def theil(
    values: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    kind: Literal["T", "L"] = "T",
    groups: ArrayLike | None = None,
) -> Theil:
    r"""Measure inequality by Theil's entropy, split between and within groups.

    With shares :math:`y` of the values and :math:`w` of the weights,

    .. math:: T = \sum_k y_k \ln\frac{y_k}{w_k}, \qquad
              L = \sum_k w_k \ln\frac{w_k}{y_k}.

    `T` weighs by what is spread, `L` (mean logarithmic deviation) by the reference.
    Between groups the same index of the groups' sums is taken; within is the rest, which
    is the groups' own indices weighted by `y` (for `T`) or `w` (for `L`).

    Parameters
    ----------
    values : array_like of shape (n,)
        What is spread. Non-negative, not all zero.
    weights : array_like of shape (n,), optional
        The reference, positive; equal weights by default.
    kind : {"T", "L"}
        Which of the two.
    groups : array_like of shape (n,), optional
        The group of each unit: provinces of districts, say.

    Returns
    -------
    Theil
        Each part is 0 or more; `L` is infinite where a value is zero.

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative or not finite, a weight is not positive,
        all values are zero, or `kind` is another.

    References
    ----------
    .. [1] Theil, H. (1967). Economics and Information Theory. Amsterdam: North-Holland.
    .. [2] Brülhart, M. and Traeger, R. (2005). An account of geographic concentration
       patterns in Europe. Regional Science and Urban Economics 35(6), 597-624.

    Examples
    --------
    >>> split = theil([1, 1, 3, 3], groups=["north", "north", "south", "south"])
    >>> round(split.between, 6), round(split.within, 6)
    (0.130812, 0.0)
    """
    if kind not in ("T", "L"):
        raise ValueError(f"kind: got {kind!r}, expected 'T' or 'L'")
    value, weight = _pair(values, weights)
    total = _theil(value, weight, kind)
    if groups is None:
        return Theil(total, 0.0, total)
    labels = np.asarray(groups)
    if labels.shape != value.shape:
        raise ValueError(f"groups: got shape {labels.shape}, expected {value.shape}")
    member = np.unique(labels, return_inverse=True)[1].ravel()
    summed = np.bincount(member, value).astype(np.float64)
    between = _theil(summed, np.bincount(member, weight).astype(np.float64), kind)
    # An infinite total is infinite within, wherever the zero stands.
    within = total - between if np.isfinite(total) else total
    return Theil(total, between, max(within, 0.0))


def _theil(value: Array, weight: Array, kind: str) -> float:
    """Return T or L of checked values."""
    y, w = value / value.sum(), weight / weight.sum()
    if kind == "L":
        if (y == 0).any():
            return float("inf")
        return max(float(np.sum(w * np.log(w / y))), 0.0)
    some = y > 0
    return max(float(np.sum(y[some] * np.log(y[some] / w[some]))), 0.0)


def _pair(values: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Array]:
    """Return checked values and weights."""
    value = non_negative("values", values, dimensions=1)
    if not value.sum() > 0:
        raise ValueError("values: got only zeros or nothing, expected one above zero")
    if weights is None:
        return value, np.ones_like(value)
    weight = non_negative("weights", weights, dimensions=1)
    if weight.shape != value.shape:
        raise ValueError(f"weights: got shape {weight.shape}, expected {value.shape}")
    if (weight == 0).any():
        raise ValueError("weights: got a zero, expected positive values")
    return value, weight
