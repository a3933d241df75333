"""Readings that cannot all hold, found and classed.

Inside a commitment: ``value``, ``comparator``, ``firmness``. Between commitments about
nearly the same subject: ``change`` (a stock against an addition), ``deadline`` (the same
level for two years, or less for later), ``scope`` and ``definition`` (the same figure for
two measures).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from saidao.ledger.records import Assertion, Commitment, Conflict, ConflictClass

__all__ = ["conflicts"]

APPROXIMATE = 0.05
"""How far a figure may lie from one given as 左右 or 约 without contradicting it."""

CURRENCIES = {"CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR", "JPY"}

Linked = Mapping[Commitment, Sequence[Assertion]]


def conflicts(linked: Linked, voice_of: Mapping[str, str]) -> tuple[Conflict, ...]:
    """Return all conflicts of a ledger, sorted by id.

    Parameters
    ----------
    linked : mapping
        Each commitment with its assertions.
    voice_of : mapping
        Source to its voice. A headline and the body below it differ in firmness and
        comparator without contradicting each other, so those two are compared between
        voices only.
    """
    found: list[Conflict] = []
    for commitment, members in linked.items():
        found.extend(within(commitment, members, voice_of))
    found.extend(between(linked))
    return tuple(sorted(found, key=lambda conflict: conflict.id))


def within(
    commitment: Commitment, members: Sequence[Assertion], voice_of: Mapping[str, str]
) -> Iterable[Conflict]:
    """Yield the conflicts between the readings of one commitment."""
    involved: dict[ConflictClass, set[str]] = defaultdict(set)
    for one, other in combinations(members, 2):
        for class_ in disagreements(one, other, voice_of[one.source] != voice_of[other.source]):
            involved[class_] |= {one.id, other.id}
    for class_, assertions in sorted(involved.items()):
        yield Conflict(
            f"{commitment.id}.{class_}", class_, (commitment.id,), tuple(sorted(assertions))
        )


def disagreements(one: Assertion, other: Assertion, independent: bool) -> list[ConflictClass]:
    """Return how two readings of one commitment differ."""
    if one.value is None or other.value is None:
        return class_against_amount(one, other) if independent else []
    if (one.value, one.value_high) != (other.value, other.value_high):
        return [] if about_equal(one, other) else ["value"]
    classes: list[ConflictClass] = []
    if independent and one.cmp != other.cmp:
        classes.append("comparator")
    if (
        independent
        and one.firmness is not None
        and other.firmness is not None
        and one.firmness != other.firmness
    ):
        classes.append("firmness")
    return classes


def class_against_amount(one: Assertion, other: Assertion) -> list[ConflictClass]:
    """Return how a size class (百亿级) and an exact amount differ, if one of each is said."""
    vague, exact = (one, other) if one.value is None else (other, one)
    if vague.tier is None or vague.subject.unit == "count" or exact.value is None:
        return []
    return ["comparator" if vague.tier <= exact.value < 10 * vague.tier else "value"]


def about_equal(one: Assertion, other: Assertion) -> bool:
    """Return whether one of two figures is approximate and the other close to it."""
    if "~" not in (one.cmp, other.cmp) or one.value is None or other.value is None:
        return False
    return abs(one.value - other.value) <= APPROXIMATE * max(abs(one.value), abs(other.value))


def changes_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """A stock and an addition of like size: somebody took the one for the other."""
    if one.subject.change == other.subject.change or a.value is None or b.value is None:
        return False
    small, large = sorted((abs(a.value), abs(b.value)))
    return large > 0 and small / large >= 0.5


def deadlines_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """The same level, or less of it, for a later year."""
    if one.deadline is None or other.deadline is None or a.value is None or b.value is None:
        return False
    if one.subject.change != "stock" or one.subject.measure != "level":
        return False
    if one.subject.unit == "year":
        # The figure is itself a date: two of them are two deadlines.
        return a.value != b.value
    if one.subject.unit in {"percent", "percentage_point", "rank", "ratio"}:
        # A share or a rank that is to be kept from year to year is no contradiction.
        return False
    if {a.cmp, b.cmp} & {"<=", "<"}:
        return False
    early, late = (a, b) if one.deadline < other.deadline else (b, a)
    return (late.value or 0) <= (early.value or 0)


def scopes_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """Money figures for one industry that differ in what they cover."""
    return (
        one.subject.scope != other.subject.scope
        and one.subject.unit in CURRENCIES
        and one.subject.measure == "level"
        and one.deadline is not None
        and a.value is not None
        and b.value is not None
        and a.source != b.source
    )


def definitions_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """One figure that two sources call by different measures."""
    return (
        one.subject.indicator != other.subject.indicator
        and one.subject.unit in CURRENCIES
        and one.deadline is not None
        and a.value is not None
        and a.value == b.value
        and a.source != b.source
    )


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect in which two commitments may differ while all else is the same."""

    class_: ConflictClass
    without: Callable[[Commitment], object]
    clash: Callable[[Commitment, Assertion, Commitment, Assertion], bool]


RESPECTS = (
    Respect("change", lambda c: (replace(c.subject, change="stock"), c.deadline), changes_clash),
    Respect("deadline", lambda c: c.subject, deadlines_clash),
    Respect("scope", lambda c: (replace(c.subject, scope=""), c.deadline), scopes_clash),
    Respect(
        "definition",
        lambda c: (replace(c.subject, indicator=""), c.deadline),
        definitions_clash,
    ),
)


def between(linked: Linked) -> Iterable[Conflict]:
    """Yield the conflicts between commitments that differ in one respect only.

    All readings are compared, the losing ones too: that one source names another year
    is no less true because it was not elected.
    """
    for respect in RESPECTS:
        groups: dict[object, list[Commitment]] = defaultdict(list)
        for commitment in linked:
            groups[respect.without(commitment)].append(commitment)
        for group in groups.values():
            for one, other in combinations(sorted(group, key=lambda c: c.id), 2):
                clashing = {
                    assertion.id
                    for first, second in product(linked[one], linked[other])
                    if respect.clash(one, first, other, second)
                    for assertion in (first, second)
                }
                if clashing:
                    yield Conflict(
                        f"{one.id}~{other.id}.{respect.class_}",
                        respect.class_,
                        (one.id, other.id),
                        tuple(sorted(clashing)),
                    )
