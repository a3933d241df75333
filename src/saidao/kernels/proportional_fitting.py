"""A table with given margins: iterative proportional fitting, and whole numbers out of it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["controlled_rounding", "largest_remainder", "proportional_fit"]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

DECIMALS = 6
"""Fractions are compared to so many decimals, so that the last bits of a sum, in which
machines differ, never decide which cell is rounded up."""


def proportional_fit(
    seed: ArrayLike,
    rows: ArrayLike,
    columns: ArrayLike,
    *,
    fixed: ArrayLike | None = None,
    tolerance: float = 1e-9,
    iterations: int = 2000,
) -> Array:
    r"""Fit a table to its margins, as near to a seed as they allow.

    Each free cell is the seed's times a factor of its row and a factor of its column,
    :math:`x_{ij} = a_i\,b_j\,s_{ij}`, which of all tables with these margins has the least
    relative entropy to the seed.

    Parameters
    ----------
    seed : array_like of shape (n, m)
        Non-negative; a cell of zero stays zero.
    rows : array_like of shape (n,)
        Sum of each row; NaN where it is not known.
    columns : array_like of shape (m,)
        Sum of each column. Together they must be the sum of `rows` where all of these are
        known.
    fixed : array_like of shape (n, m), optional
        Cells that are known; NaN where the cell is free.
    tolerance : float
        Relative to the sum of `columns`.

    Returns
    -------
    ndarray of shape (n, m)

    Raises
    ------
    ValueError
        If shapes disagree, a value is negative, what is known exceeds a margin, a margin has
        no cell to stand in, or the margins cannot all be met.

    Examples
    --------
    >>> proportional_fit([[1, 1], [1, 1]], [30, 10], [20, 20])
    array([[15., 15.],
           [ 5.,  5.]])
    >>> held = [[np.nan, 12], [np.nan, np.nan]]
    >>> proportional_fit([[1, 1], [1, 1]], [30, 10], [20, 20], fixed=held).round(6)
    array([[18., 12.],
           [ 2.,  8.]])

    References
    ----------
    .. [1] Deming, W. E. and Stephan, F. F. (1940). On a least squares adjustment of a sampled
       frequency table when the expected marginal totals are known. Annals of Mathematical
       Statistics 11(4), 427-444.
    """
    table = np.array(seed, dtype=np.float64)
    row_sums, column_sums = np.asarray(rows, np.float64), np.asarray(columns, np.float64)
    if table.ndim != 2 or table.shape != (row_sums.size, column_sums.size):
        raise ValueError(
            f"shapes disagree: seed {table.shape}, rows {row_sums.shape}, columns "
            f"{column_sums.shape}"
        )
    known = np.full(table.shape, np.nan) if fixed is None else np.asarray(fixed, np.float64)
    if known.shape != table.shape:
        raise ValueError(f"shapes disagree: seed {table.shape}, fixed {known.shape}")
    for name, values in (("seed", table), ("rows", row_sums), ("columns", column_sums)):
        if (values < 0).any() or np.isinf(values).any():
            raise ValueError(f"{name} must be finite and not negative")
    if np.isnan(table).any() or np.isnan(column_sums).any() or (known < 0).any():
        raise ValueError("seed and columns must be known, fixed cells not negative")
    held = ~np.isnan(known)
    settled = np.where(held, known, 0.0)
    table[held] = 0.0
    total = math.fsum(column_sums)
    allowed = tolerance * max(total, 1.0)
    row_rest = row_sums - _sums(settled)
    column_rest = column_sums - _sums(settled.T)
    if (row_rest < -allowed).any() or (column_rest < -allowed).any():
        raise ValueError("the fixed cells exceed a margin")
    row_rest, column_rest = np.maximum(row_rest, 0.0), np.maximum(column_rest, 0.0)
    stated = ~np.isnan(row_rest)
    if stated.all() and abs(math.fsum(row_rest) - math.fsum(column_rest)) > allowed:
        raise ValueError(f"the rows add up to {math.fsum(row_sums):g}, the columns to {total:g}")
    _must_stand_somewhere(table, row_rest, stated, column_rest, allowed)
    for _ in range(iterations):
        table = table * _factors(column_rest, _sums(table.T))
        row_found = _sums(table)
        off = np.abs(row_found - row_rest)[stated]
        if not off.size or off.max() <= allowed:
            return table + settled
        factors = np.where(stated, _factors(np.where(stated, row_rest, 0.0), row_found), 1.0)
        table = table * factors[:, None]
    raise ValueError(
        f"the margins cannot all be met: a row is off by {off.max():g} after {iterations} rounds"
    )


def _sums(table: Array) -> Array:
    """Return the exactly rounded sum of each row, the same on every machine."""
    return np.array([math.fsum(row) for row in table.tolist()], dtype=np.float64)


def _factors(wanted: Array, found: Array) -> Array:
    """Return by how much to multiply; zero where there is nothing and nothing is wanted."""
    return np.divide(wanted, found, out=np.zeros_like(wanted), where=found > 0)


def _must_stand_somewhere(
    table: Array, rows: Array, stated: NDArray[np.bool_], columns: Array, allowed: float
) -> None:
    """Refuse margins for which every cell is zero."""
    if ((_sums(table) == 0) & stated & (rows > allowed)).any():
        raise ValueError("a row has a sum and no cell for it")
    if ((_sums(table.T) == 0) & (columns > allowed)).any():
        raise ValueError("a column has a sum and no cell for it")


def largest_remainder(weights: ArrayLike, total: int) -> Counts:
    """Share out a whole number in proportion to weights.

    Each gets the whole part of its quota; what is left goes to the largest fractions, to
    the first among equals.

    Parameters
    ----------
    weights : array_like of shape (n,)
        Non-negative.
    total : int
        Not negative.

    Returns
    -------
    ndarray of int of shape (n,)
        Adds up to `total`; zero where the weight is zero.

    Raises
    ------
    ValueError
        If a weight is negative or not finite, or all are zero and `total` is not.

    Examples
    --------
    >>> largest_remainder([5, 3, 1], 10)
    array([6, 3, 1])
    """
    parts = np.asarray(weights, dtype=np.float64)
    if (parts < 0).any() or not np.isfinite(parts).all() or total < 0:
        raise ValueError("weights and total must be finite and not negative")
    whole = math.fsum(parts)
    if total == 0:
        return np.zeros(parts.shape, np.int64)
    if whole == 0:
        raise ValueError(f"got no weights to share {total} out by")
    quotas = np.round(parts / whole * total, DECIMALS)
    shares: Counts = np.floor(quotas).astype(np.int64)
    left = total - int(shares.sum())
    order = np.argsort(-(quotas - shares), kind="stable")
    order = order[parts[order] > 0]
    # Rounding the quotas can leave the floors one too many; the smallest fractions give it back.
    if left >= 0:
        shares[order[:left]] += 1
    else:
        holders = order[shares[order] > 0]
        shares[holders[left:]] -= 1
    return shares


def controlled_rounding(table: ArrayLike, total: int) -> Counts:
    """Round a table to whole numbers whose margins are the rounded margins.

    Parameters
    ----------
    table : array_like of shape (n, m)
        Non-negative; it is scaled to `total`.
    total : int

    Returns
    -------
    ndarray of int of shape (n, m)
        Rows and columns are what `largest_remainder` makes of their sums; a column may miss
        its own where zeros leave no way. Cells that are zero stay zero, others are off by less
        than two, mostly by less than one.

    Raises
    ------
    ValueError
        If a value is negative, or all are zero and `total` is not.

    Examples
    --------
    >>> controlled_rounding([[1, 1], [1, 1]], 5)
    array([[2, 1],
           [1, 1]])
    """
    values = np.asarray(table, dtype=np.float64)
    if total == 0:
        return np.zeros(values.shape, np.int64)
    whole = math.fsum(values.ravel().tolist())
    if whole == 0:
        raise ValueError(f"got no weights to share {total} out by")
    wanted = np.round(values / whole * total, DECIMALS)
    row_sums = largest_remainder(_sums(values), total)
    column_sums = largest_remainder(_sums(values.T), total)
    counts = np.array(
        [largest_remainder(row, int(sum_)) for row, sum_ in zip(values, row_sums, strict=True)],
        dtype=np.int64,
    ).reshape(values.shape)
    off = counts.sum(axis=0) - column_sums
    while (off > 0).any():
        over, under = int(np.argmax(off)), int(np.argmin(off))
        # The row in which one moved from `over` to `under` comes nearest to what is wanted.
        gain = (wanted[:, under] - counts[:, under]) - (wanted[:, over] - counts[:, over])
        movable = (counts[:, over] > 0) & (values[:, under] > 0)
        if not movable.any():
            break
        row = int(np.argmax(np.where(movable, gain, -np.inf)))
        counts[row, over] -= 1
        counts[row, under] += 1
        off[over] -= 1
        off[under] += 1
    return counts
