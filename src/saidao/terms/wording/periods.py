"""Periods in words: 2024年1—9月, January to September 2024."""

from __future__ import annotations

from saidao.terms.name import Name

__all__ = ["period_name"]

MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def period_name(period: str | None) -> Name:
    """Return an ISO period in words.

    Examples
    --------
    >>> period_name("2024-01/2024-09")
    Name(zh='2024年1—9月', en='January to September 2024')
    """
    if period is None:
        return Name("时间不详", "no date given")
    start, slash, end = period.partition("/")
    if not slash:
        return point_name(start)
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        year, first, last = start[:4], int(start[5:]), int(end[5:])
        return Name(f"{year}年{first}—{last}月", f"{MONTHS[first]} to {MONTHS[last]} {year}")
    one, other = point_name(start), point_name(end)
    if len(start) == len(end) == 4:
        return Name(f"{start}—{other.zh}", f"{start}–{end}")
    return Name(f"{one.zh}至{other.zh}", f"{one.en} to {other.en}")


def point_name(point: str) -> Name:
    """Return a year, month or day in words."""
    parts = point.split("-")
    if len(parts) == 1:
        return Name(f"{point}年", point)
    month = int(parts[1])
    if len(parts) == 2:
        return Name(f"{parts[0]}年{month}月", f"{MONTHS[month]} {parts[0]}")
    day = int(parts[2])
    return Name(f"{parts[0]}年{month}月{day}日", f"{day} {MONTHS[month]} {parts[0]}")
