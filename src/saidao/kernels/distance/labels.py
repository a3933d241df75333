"""Labels of industries: checked, and sites grouped by them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["checked_labels", "grouped"]


def checked_labels(industry: ArrayLike, n: int) -> NDArray[Any]:
    """Return labels as a vector of length n.

    Raises
    ------
    ValueError
        If the length differs or a label is missing: NaN, NaT, None, NA or masked.
    """
    given = np.asarray(industry)
    if given.shape != (n,):
        raise ValueError(f"industry must have one label for each site, got shape {given.shape}")
    if given.dtype.kind in "fc":
        missing = not np.isfinite(given).all()
    elif given.dtype.kind in "mM":
        missing = bool(np.isnat(given).any())
    elif given.dtype.kind == "O":
        missing = any(_is_missing(label) for label in given)
    else:
        missing = False
    if missing or np.ma.is_masked(industry):
        raise ValueError(
            "industry must not be NaN or missing; give such sites a label of their own"
        )
    return given


def grouped(labels: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int64]]:
    """Return each label once, sorted, with the number of its label for each site, and counts.

    Raises
    ------
    ValueError
        If labels are of kinds that have no order, such as text and numbers.
    """
    if labels.dtype.kind in "iu" and len(labels) and labels.min() >= 0 and labels.max() < 65_536:
        # Sorting 16-bit numbers is a matter of counting them.
        every = np.bincount(labels.astype(np.uint16))
        used = np.flatnonzero(every)
        number = np.zeros(len(every), np.uint16)
        number[used] = np.arange(len(used))
        return used.astype(labels.dtype), number[labels], every[used].astype(np.int64)
    try:
        found, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    except TypeError as error:
        raise ValueError("industry must have labels of one kind, got some without order") from error
    code = inverse.ravel()
    code = code.astype(np.uint16) if len(found) <= 65_536 else code
    return found, code, counts.astype(np.int64)


def _is_missing(label: object) -> bool:
    """Return whether a label is None, NaN or a missing value that answers nothing."""
    try:
        return label is None or bool(label != label)
    except (TypeError, ValueError):
        return True
