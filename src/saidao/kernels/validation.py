"""What arrays of activity must be before anything is measured on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Array", "non_negative", "quotient"]

Array = NDArray[np.float64]


def non_negative(name: str, values: ArrayLike, *, dimensions: int | None = None) -> Array:
    """Return values as floats, all of them finite and none below zero.

    Parameters
    ----------
    name : str
        What the message calls them.
    values : array_like
        The values.
    dimensions : int, optional
        Number of dimensions that they must have.

    Returns
    -------
    ndarray
        The values as 64-bit floats; not a copy where they were that already.

    Raises
    ------
    ValueError
        If a value is negative, infinite or NaN, or the number of dimensions is another.
    """
    array = np.asarray(values, dtype=np.float64)
    if dimensions is not None and array.ndim != dimensions:
        raise ValueError(f"{name}: got {array.ndim} dimensions, expected {dimensions}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: got a value that is NaN or infinite, expected finite values")
    if (array < 0).any():
        raise ValueError(f"{name}: got a negative value, expected values of zero or more")
    return array


def quotient(numerator: ArrayLike, denominator: ArrayLike) -> Array:
    """Divide, with NaN where there is nothing to divide by.

    Parameters
    ----------
    numerator, denominator : array_like
        Shapes that broadcast.

    Returns
    -------
    ndarray
        Their quotient; NaN where the denominator is zero, also for zero by zero.
    """
    top, bottom = np.broadcast_arrays(
        np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    )
    result = np.full(top.shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom != 0)
    return result
