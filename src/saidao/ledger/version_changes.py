"""What becomes of a promise from one version of a plan to the next.

A promise may change in several ways at once: the figure may be raised while the word
before it is softened. The classes are symmetric: what is raised from here to there is
lowered from there to here.
"""

from __future__ import annotations

from typing import Literal, get_args

from saidao.ledger.records import Assertion
from saidao.ledger.resolve import deadline_of

__all__ = ["CHANGE_CLASSES", "MIRRORED", "ChangeClass", "changes_between"]

ChangeClass = Literal[
    "raised",
    "lowered",
    "hardened",
    "softened",
    "brought_forward",
    "put_off",
    "rolled_over",
    "drawn_in",
    "rescoped",
    "redefined",
    "dropped",
    "new",
    "unchanged",
]
CHANGE_CLASSES: tuple[ChangeClass, ...] = get_args(ChangeClass)

MIRRORED: dict[ChangeClass, ChangeClass] = {
    "raised": "lowered",
    "lowered": "raised",
    "hardened": "softened",
    "softened": "hardened",
    "brought_forward": "put_off",
    "put_off": "brought_forward",
    "rolled_over": "drawn_in",
    "drawn_in": "rolled_over",
    "rescoped": "rescoped",
    "redefined": "redefined",
    "dropped": "new",
    "new": "dropped",
    "unchanged": "unchanged",
}
"""Each class as it is seen from the other version."""

CAPS = {"<", "<="}

STRICTNESS = {">": 4, "<": 4, ">=": 3, "<=": 3, "=": 2, "range": 2, "~": 1}
"""How much a comparator binds: 突破 more than 达到, 达到 more than 左右."""

FIRMNESS = {"commits": 3, "strives": 2, "expects": 1, "hopes": 0}

KEPT_UP = {"percent", "percentage_point", "permille", "ratio", "rank"}
"""Units of figures that may be kept from year to year: the same share for a later year is
no promise put off."""


def changes_between(before: Assertion, after: Assertion) -> tuple[ChangeClass, ...]:
    """Return how a promise changed, in the order of `CHANGE_CLASSES`."""
    found: set[ChangeClass] = set()
    one, other = before.subject, after.subject
    if (one.industry, one.scope, one.region) != (other.industry, other.scope, other.region):
        found.add("rescoped")
    if before.members and after.members and before.members != after.members:
        # As many clusters as before, and others.
        found.add("rescoped")
    if (one.indicator, one.measure, one.change) != (other.indicator, other.measure, other.change):
        found.add("redefined")
    if (one.unit, one.measure, one.change) == (other.unit, other.measure, other.change):
        found |= when(before, after, asks_more(before, after))
        binds = binding(after) - binding(before)
        if binds:
            found.add("hardened" if binds > 0 else "softened")
    firm = FIRMNESS.get(after.firmness or "", -1), FIRMNESS.get(before.firmness or "", -1)
    if -1 not in firm and firm[0] != firm[1]:
        # Of two signs of strength that point apart, both are shown.
        found.add("hardened" if firm[0] > firm[1] else "softened")
    return tuple(name for name in CHANGE_CLASSES if name in (found or {"unchanged"}))


def when(before: Assertion, after: Assertion, more: int) -> set[ChangeClass]:
    """Return how figure and deadline changed together.

    More for a later year is neither raised nor put off: the promise rolls on.
    """
    if before.subject.unit == after.subject.unit == "year":
        # The figure is itself the date.
        return moved(more, "brought_forward", "put_off")
    direction = moved(more, "raised", "lowered")
    one, other = deadline_of(before.period), deadline_of(after.period)
    if one is None or other is None or one == other:
        return direction
    if before.subject.measure == "growth" and (more < 0) == (other > one) and more:
        # A rate holds for a span of its own; a lower one for a later span is lower, not late.
        return direction
    kept_up = more == 0 and before.subject.unit in KEPT_UP
    if other > one:
        return {"rolled_over"} if more > 0 or kept_up else {"put_off", *direction}
    return {"drawn_in"} if more < 0 or kept_up else {"brought_forward", *direction}


def moved(more: int, upward: ChangeClass, downward: ChangeClass) -> set[ChangeClass]:
    """Return the class of a change that asks for more, for less, or for as much."""
    if more == 0:
        return set()
    return {upward if more > 0 else downward}


def asks_more(before: Assertion, after: Assertion) -> int:
    """Return 1 where the later figure asks for more, -1 for less, 0 for as much.

    Of a ceiling or a rank the smaller number asks for more.
    """
    one, other = amounts(before), amounts(after)
    if one is None or other is None or one == other:
        return 0
    if is_class(before) != is_class(after):
        # A size class and an amount inside it are as much.
        (low, high), (amount, _) = (one, other) if is_class(before) else (other, one)
        if low <= amount < high:
            return 0
    middle = (other[0] + other[1]) - (one[0] + one[1])
    smaller_is_more = before.cmp in CAPS or after.cmp in CAPS or before.subject.unit in RANKS
    return 0 if middle == 0 else (1 if (middle > 0) != smaller_is_more else -1)


RANKS = {"rank", "year"}


def is_class(one: Assertion) -> bool:
    """Return whether a size class stands for the figure itself."""
    return one.value is None and one.tier is not None and one.subject.unit != "count"


def amounts(one: Assertion) -> tuple[float, float] | None:
    """Return the least and the most that a figure names."""
    if one.value is not None:
        return one.value, one.value_high if one.value_high is not None else one.value
    if is_class(one) and one.tier is not None:
        return one.tier, float(10 ** len(str(int(one.tier))))
    return None


def binding(one: Assertion) -> int:
    """Return how much a figure's comparator binds; a class or 若干 binds least."""
    return STRICTNESS[one.cmp] if one.value is not None else 0
