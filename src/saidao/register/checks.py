"""What is wrong with rows as they stand: their numbers and days, before they are placed."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from saidao.register.establishment import Flag

__all__ = ["CLOSED", "OPEN", "OTHER_UNIT", "UNREADABLE", "Checked", "check"]

UNREADABLE: Final = -np.inf
"""Stands in an array for a cell that holds something, but no number or day."""

OTHER_UNIT: Final = np.inf
"""Stands in the array of sizes for an amount in another currency."""

OPEN, CLOSED = 1, 0
"""What a status says."""

MOST_PERSONS: Final = 5e6
"""No establishment has more; a larger number is none of persons."""

MOST_VALUE: Final = 1e16

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Checked:
    """Numbers and days that can stand, NaN for none, and the flags of what could not.

    Days are numbers since 1970-01-01.
    """

    employees: Numbers
    value: Numbers
    opened: Numbers
    closed: Numbers
    flags: NDArray[np.uint32]


def check(
    cells: Map[str, Numbers],
    rows: int,
    *,
    today: date,
    as_of: date,
    zero_days: tuple[int, ...] = (),
) -> Checked:
    """Check the numbers and days of rows.

    Parameters
    ----------
    cells : dict of ndarray
        ``employees``, ``value``, ``opened``, ``closed`` and ``status`` as far as the source
        has them: NaN where a cell is empty, `UNREADABLE`, or `OTHER_UNIT`.
    rows : int
    today : date
        Nothing opened or closed later.
    as_of : date
        The day that the register describes: what is closed without a day was closed by then.
    zero_days : tuple of int
        Days that stand for none.
    """
    flags = np.zeros(rows, np.uint32)
    none = np.full(rows, np.nan)
    employees = cells.get("employees", none)
    value = cells.get("value", none)
    other = value == OTHER_UNIT
    flags[other] |= int(Flag.OTHER_UNIT)
    value = np.where(other, np.nan, value)
    for sizes, most in ((employees, MOST_PERSONS), (value, MOST_VALUE)):
        flags[(sizes < 0) | (sizes > most)] |= int(Flag.BAD_SIZE)
    employees = np.where((employees >= 0) & (employees <= MOST_PERSONS), employees, np.nan)
    value = np.where((value >= 0) & (value <= MOST_VALUE), value, np.nan)
    opened, closed = cells.get("opened", none), cells.get("closed", none)
    last = (today - date(1970, 1, 1)).days
    none_opened, none_closed = np.isin(opened, zero_days), np.isin(closed, zero_days)
    bad = (opened == UNREADABLE) | (closed == UNREADABLE) | (opened > last)
    bad |= none_opened | none_closed
    opened = np.where(np.isfinite(opened) & (opened <= last) & ~none_opened, opened, np.nan)
    # A day of closing that is still to come is of an establishment that is open.
    closed = np.where(np.isfinite(closed) & (closed <= last) & ~none_closed, closed, np.nan)
    status = cells.get("status")
    if status is not None:
        closed = np.where(status == OPEN, np.nan, closed)
        # Closed, and nobody says when: by the day that the register describes.
        undated = (status == CLOSED) & np.isnan(closed)
        closed = np.where(undated, (as_of - date(1970, 1, 1)).days, closed)
    bad |= closed < opened
    flags[bad] |= int(Flag.BAD_DATE)
    return Checked(employees, value, opened, closed, flags)
