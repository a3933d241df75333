"""ISO periods: a year, month or day, or ``start/end``.

A period is written at the granularity of the text: ``2025``, ``2025-12``,
``2025-12-31``, ``2021/2025``, ``2024-01/2024-09``.
"""

from __future__ import annotations

import re
from typing import Final

_POINT: Final = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_PERIOD: Final = re.compile(rf"{_POINT}(?:/{_POINT})?\Z")


def is_period(text: str) -> bool:
    """Return whether `text` is a period as Saidao writes it."""
    return _PERIOD.match(text) is not None


def month(year: int, number: int) -> str:
    """Return a month, ``2025-12``."""
    return f"{year:04d}-{number:02d}"


def day(year: int, month_number: int, number: int) -> str:
    """Return a day, ``2025-12-31``."""
    return f"{year:04d}-{month_number:02d}-{number:02d}"


def span(first: int | str, last: int | str) -> str:
    """Return ``first/last``, or the one point where both are the same.

    Examples
    --------
    >>> span(2021, 2025), span(2025, 2025)
    ('2021/2025', '2025')
    """
    return f"{first}/{last}" if str(first) != str(last) else str(first)


def quarter(year: int, number: int) -> str:
    """Return the months of a quarter, ``2019-04/2019-06`` for the second of 2019."""
    return f"{month(year, 3 * number - 2)}/{month(year, 3 * number)}"


def first_year(period: str) -> int:
    """Return the year in which `period` begins."""
    return int(period[:4])


def last_year(period: str) -> int:
    """Return the year in which `period` ends."""
    return int(period.rsplit("/", 1)[-1][:4])


def is_closed_plan(period: str, year: int | None) -> bool:
    """Return whether a period is a five-year plan that was over before `year`.

    Examples
    --------
    >>> is_closed_plan("2016/2020", 2021), is_closed_plan("2017/2021", 2022)
    (True, False)
    """
    first, last = first_year(period), last_year(period)
    return year is not None and first % 5 == 1 and last == first + 4 and last < year


def five_year_plan(number: int) -> tuple[int, int]:
    """Return the first and last year of China's five-year plan of that number.

    Examples
    --------
    >>> five_year_plan(14), five_year_plan(15)
    ((2021, 2025), (2026, 2030))
    """
    first = 1981 + 5 * (number - 6)
    return first, first + 4


def year_of(date: str) -> int | None:
    """Return the year of an ISO date at any granularity, None where there is none."""
    return int(date[:4]) if re.match(r"\d{4}", date) else None


def is_over(period: str, year: int) -> bool:
    """Return whether `period` lies behind, or reaches from earlier years into `year`.

    Months counted from January are over as well when they are reported.

    Examples
    --------
    >>> is_over("2021/2025", 2025), is_over("2025-01/2025-09", 2025), is_over("2025", 2025)
    (True, True, False)
    """
    first, last = first_year(period), last_year(period)
    if last < year or first < last == year:
        return True
    return last == year and period.startswith(f"{year}-01/")
