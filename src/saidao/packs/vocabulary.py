"""The closed vocabularies of a pack: units, comparators, period types, ids, periods."""

from __future__ import annotations

import datetime as dt
import re

__all__ = [
    "BASE_UNITS",
    "ID",
    "SOURCE_ID",
    "SOURCE_MARK",
    "is_date",
    "is_period",
    "is_unit",
]

ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Kebab-case, as every id but those of sources and districts."""

SOURCE_ID = re.compile(r"S[0-9]{3,4}")
"""Sources are numbered, because briefs cite them in the running text."""

SOURCE_MARK = re.compile(r"\[(S[0-9]{3,4})\]")
"""A citation in a brief; it follows the sentence or clause that it supports."""

BASE_UNITS = frozenset(
    {
        *("CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR"),
        *("percent", "percentage_point", "ratio", "rank", "count"),
        *("kW", "kWh", "t", "tce", "toe", "km", "km2", "m2", "ha", "mu", "m3", "TEU", "vehicle"),
        *("person", "person_trip", "household", "user"),
        *("year", "month", "day", "working_day"),
    }
)
"""Canonical units; a compound joins two of them with a slash."""

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def is_unit(text: str) -> bool:
    """Return whether a text is a canonical unit or two of them with a slash."""
    parts = text.split("/")
    return len(parts) <= 2 and all(part in BASE_UNITS for part in parts)


def is_date(text: str) -> bool:
    """Return whether a text is an ISO year, month or day that exists."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups()
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True


def is_period(text: str) -> bool:
    """Return whether a text is an ISO date or two of them, in order, with a slash."""
    start, slash, end = text.partition("/")
    if not slash:
        return is_date(text)
    return is_date(start) and is_date(end) and start <= end
