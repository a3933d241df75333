"""The path from a baseline to a target, and how fast it must be gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Self

__all__ = ["Form", "Path", "Required", "at", "form_of", "required"]

Form = Literal["linear", "geometric"]

COUNTED = frozenset(
    {"percent", "percentage_point", "permille", "ratio", "rank", "count", "year", "day"}
)
"""Units whose path is a straight line: shares, and things that are built one by one."""

ISO = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def at(iso: str, *, begins: bool = False) -> float:
    """Return the end of an ISO year, month or day as a fraction of years; or its beginning.

    Raises
    ------
    ValueError
        If it is no ISO date.

    Examples
    --------
    >>> at("2025"), at("2025-06"), at("2025", begins=True)
    (2026.0, 2025.5, 2025.0)
    """
    match = ISO.match(iso)
    if match is None:
        raise ValueError(f"got {iso!r}, expected an ISO date")
    year, month, day = int(match[1]), match[2], match[3]
    if month is None:
        return float(year if begins else year + 1)
    if day is None:
        return year + (int(month) - begins) / 12
    return year + (int(month) - 1) / 12 + (int(day) - begins) / 372


def form_of(unit: str, start: float, end: float) -> Form:
    """Return how a path between two values is drawn.

    Sizes grow by a rate, so theirs is geometric; shares and counts of things, and all that
    is not positive, go by equal steps.
    """
    return "linear" if unit in COUNTED or start <= 0 or end <= 0 else "geometric"


@dataclass(frozen=True, slots=True)
class Path:
    """Where a figure should stand on the way from its baseline to a target.

    Times are fractions of years: the end of 2025 is 2026.0. `down` says that less is good.
    """

    form: Form
    start: float
    base: float
    end: float
    target: float
    down: bool = False

    @classmethod
    def between(
        cls,
        start: float,
        base: float,
        end: float,
        target: float,
        unit: str,
        *,
        down: bool = False,
    ) -> Self:
        """Return the path in the form that its unit asks for."""
        return cls(form_of(unit, base, target), start, base, end, target, down)

    def value(self, time: float) -> float:
        """Return the value at a time."""
        share = (time - self.start) / (self.end - self.start)
        if self.form == "geometric":
            return float(self.base * (self.target / self.base) ** share)
        return (1 - share) * self.base + share * self.target

    def holds(self, time: float, value: float) -> bool:
        """Return whether a value stands on the path at a time, or beyond it."""
        asked = self.value(time)
        slack = 1e-9 * max(abs(asked), abs(value))
        return value <= asked + slack if self.down else value >= asked - slack

    def years(self) -> tuple[tuple[int, float], ...]:
        """Return the value at the end of each year from the baseline's to the target's."""
        first, last = -int(-self.start // 1), int(self.end)
        return tuple((year - 1, self.value(year)) for year in range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Required:
    """What a figure needs a year to be at the target in time.

    `rate` is per cent a year for a geometric path, else the amount a year; `years` is how
    long is left.
    """

    form: Form
    rate: float
    years: float


def required(time: float, value: float, due: float, target: float, unit: str) -> Required | None:
    """Return what is needed from a value at a time on; None where no time is left.

    Examples
    --------
    >>> required(2023.0, 100, 2025.0, 121, "CNY")
    Required(form='geometric', rate=10.0, years=2.0)
    >>> required(2023.0, 100, 2025.0, 121, "count").rate
    10.5
    """
    years = due - time
    if years <= 0:
        return None
    form = form_of(unit, value, target)
    if form == "geometric":
        rate = 100 * ((target / value) ** (1 / years) - 1)
    else:
        rate = (target - value) / years
    return Required(form, float(f"{rate:.12g}"), years)
