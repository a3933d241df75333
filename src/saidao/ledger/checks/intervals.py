"""Exact intervals, and how sure one can be that two figures do not fit.

Every figure is held in three readings at once: what its words allow at most (`hard`),
how people take them (`usual`), and the bare number (`point`). A sum or a product is made
in each of the three, so that a contradiction is as certain as the narrowest reading in
which it still shows. All numbers are fractions: nothing is lost to binary rounding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

__all__ = ["Certainty", "Estimate", "Interval", "Relation", "estimate", "judged", "total"]

Certainty = Literal["certain", "likely", "bound"]
Relation = Literal["equal", "at_most"]

APPROXIMATE = Fraction(1, 20)
"""How far 左右 and 约 reach, as a share of the figure."""

SLACK = Fraction(1, 50)
"""Below this share of the larger figure a difference is taken for rounding."""

DIGITS_MEANT = 3
"""A round number (7000) is meant to so many digits at least."""

NONE = Fraction(0)

EXACT_BELOW = 2**53
"""Whole numbers up to here are what they were written as."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of amounts; no `high` means that it is open above."""

    low: Fraction
    high: Fraction | None

    def __add__(self, other: Interval) -> Interval:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(self.low + other.low, high)

    def __mul__(self, other: Interval) -> Interval:
        """Return the product; neither reaches below zero."""
        high = None if self.high is None or other.high is None else self.high * other.high
        return Interval(self.low * other.low, high)

    def __truediv__(self, other: Interval) -> Interval:
        """Return the quotient; neither reaches below zero."""
        low = NONE if other.high is None else self.low / other.high
        high = None if self.high is None or other.low == 0 else self.high / other.low
        return Interval(low, high)

    def power(self, exponent: int) -> Interval:
        """Return the interval to a whole power; it does not reach below zero."""
        return Interval(self.low**exponent, None if self.high is None else self.high**exponent)

    def within(self, other: Interval) -> Interval:
        """Return the smallest interval that holds both."""
        high = None if self.high is None or other.high is None else max(self.high, other.high)
        return Interval(min(self.low, other.low), high)

    def exceeds(self, other: Interval) -> Fraction:
        """Return by how much this must be more than the other; negative where it need not."""
        return self.low - other.high if other.high is not None else Fraction(-1)


@dataclass(frozen=True, slots=True)
class Estimate:
    """One figure in its three readings."""

    hard: Interval
    usual: Interval
    point: Fraction

    def __add__(self, other: Estimate) -> Estimate:
        return Estimate(self.hard + other.hard, self.usual + other.usual, self.point + other.point)

    def __mul__(self, other: Estimate) -> Estimate:
        return Estimate(self.hard * other.hard, self.usual * other.usual, self.point * other.point)

    def __truediv__(self, other: Estimate) -> Estimate:
        return Estimate(self.hard / other.hard, self.usual / other.usual, self.point / other.point)

    def each(
        self, change: Callable[[Interval], Interval], number: Callable[[Fraction], Fraction]
    ) -> Estimate:
        """Return the estimate with every reading changed."""
        return Estimate(change(self.hard), change(self.usual), number(self.point))

    def factor(self) -> Estimate:
        """Return the growth factor of a rate in percent: 1.05 of 5."""
        return self.each(
            lambda one: Interval(
                max(NONE, 1 + one.low / 100), None if one.high is None else 1 + one.high / 100
            ),
            lambda one: 1 + one / 100,
        )

    def share(self) -> Estimate:
        """Return a figure in percent as a share of one."""
        return self.each(
            lambda one: Interval(one.low / 100, None if one.high is None else one.high / 100),
            lambda one: one / 100,
        )

    def power(self, exponent: int) -> Estimate:
        """Return the estimate to a whole power."""
        return self.each(lambda one: one.power(exponent), lambda one: one**exponent)

    def within(self, other: Estimate) -> Estimate:
        """Return what holds both of two readings of one thing."""
        return Estimate(
            self.hard.within(other.hard),
            self.usual.within(other.usual),
            max(self.point, other.point),
        )


def total(parts: Iterable[Estimate]) -> Estimate:
    """Return the sum of one or more estimates."""
    first, *rest = parts
    for part in rest:
        first = first + part
    return first


def judged(one: Estimate, other: Estimate, relation: Relation = "equal") -> Certainty | None:
    """Return how sure it is that two figures do not stand in a relation; None if they may.

    Returns
    -------
    {'certain', 'likely', 'bound'} or None
        ``certain``: no number that the words allow would do. ``likely``: none that people
        usually mean would do. ``bound``: they fit only because one of them is open
        upwards; as plain numbers they differ.

    Examples
    --------
    >>> parts = total(estimate("=", v, None, target=True) for v in (5000, 3500, 7000))
    >>> judged(estimate(">", 15000, None, target=True), parts)
    'bound'
    >>> judged(estimate("<=", 15000, None, target=True), parts)
    'certain'
    """
    readings = (
        ("certain", one.hard, other.hard, NONE),
        ("likely", one.usual, other.usual, SLACK * max(abs(one.point), abs(other.point))),
    )
    for certainty, first, second, slack in readings:
        gap = first.exceeds(second)
        if relation == "equal":
            gap = max(gap, second.exceeds(first))
        if gap > slack:
            return certainty  # type: ignore[return-value]
    difference = one.point - other.point
    if relation == "equal":
        difference = abs(difference)
    return "bound" if difference > SLACK * max(abs(one.point), abs(other.point)) else None


@lru_cache(maxsize=1 << 16)
def estimate(
    cmp: str,
    value: float | None,
    value_high: float | None,
    *,
    target: bool,
    tier: float | None = None,
    rate: bool = False,
) -> Estimate | None:
    """Return the three readings of a figure, None where no amount is said.

    Parameters
    ----------
    cmp : str
        Comparator.
    value, value_high : float, optional
    target : bool
        A target is a mark to reach: it is exact, and to go beyond it is no failure. What
        was measured is rounded, half a unit of its last digit either way.
    tier : float, optional
        Size class that stands for the amount (千亿级).
    rate : bool
        Whether the figure is a rate in percent, of which 左右 means half a point at least.
    """
    if value is None:
        if tier is None:
            return None
        low = exact(tier)
        high = Fraction(10) ** len(str(int(tier)))
        return Estimate(Interval(low, high), Interval(low, high), low)
    point = exact(value)
    if cmp == "range" and value_high is not None:
        high = exact(value_high)
        return Estimate(Interval(point, high), Interval(point, high), (point + high) / 2)
    if cmp in {">", ">="}:
        open_above = Interval(point, None)
        return Estimate(open_above, open_above, point)
    if cmp in {"<", "<="}:
        below = Interval(min(NONE, point), point)
        return Estimate(below, below, point)
    if cmp == "~":
        reach = abs(point) * APPROXIMATE
        if rate:
            reach = max(reach, Fraction(1, 2))
        near = Interval(point - reach, point + reach)
        return Estimate(near, near, point)
    if target:
        return Estimate(Interval(point, None), Interval(point, point), point)
    coarse, fine = rounding(point)
    return Estimate(
        Interval(point - coarse, point + coarse), Interval(point - fine, point + fine), point
    )


def exact(value: float) -> Fraction:
    """Return the decimal that a number was written as."""
    if value.is_integer() and abs(value) < EXACT_BELOW:
        return Fraction(int(value))
    return Fraction(f"{value:.12g}")


def rounding(point: Fraction) -> tuple[Fraction, Fraction]:
    """Return how far a measured figure may be rounded: at most, and as is usual.

    Zeros at its end may stand for digits that nobody wrote; but a round number is seldom
    meant to fewer than three digits.

    Examples
    --------
    >>> rounding(Fraction(7000))
    (Fraction(500, 1), Fraction(5, 1))
    >>> rounding(Fraction("3056.4"))
    (Fraction(1, 20), Fraction(1, 20))
    """
    if point == 0:
        return NONE, NONE
    digits = f"{float(abs(point)):.11e}"
    mantissa, _, exponent = digits.partition("e")
    written = len(mantissa.replace(".", "").rstrip("0"))
    leading = int(exponent)
    return half_of(leading - written + 1), half_of(leading - max(written, DIGITS_MEANT) + 1)


@lru_cache(maxsize=256)
def half_of(place: int) -> Fraction:
    """Return half a unit of a decimal place: 50 of the hundreds, which are place 2."""
    return Fraction(10) ** place / 2
