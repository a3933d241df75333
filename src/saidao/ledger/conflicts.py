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
    readings = {commitment: said_of(members, voice_of) for commitment, members in linked.items()}
    found: list[Conflict] = []
    for commitment, said in readings.items():
        found.extend(within(commitment, said))
    found.extend(between(readings))
    return tuple(sorted(found, key=lambda conflict: conflict.id))


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a commitment, with all who say it.

    Readings are compared, not assertions: a thousand papers that repeat two figures make
    one comparison.
    """

    reading: Assertion
    voices: frozenset[str]
    assertions: frozenset[str]

    def independent_of(self, other: Said) -> bool:
        """Whether somebody else says the other reading."""
        return len(self.voices | other.voices) > 1


def said_of(members: Sequence[Assertion], voice_of: Mapping[str, str]) -> tuple[Said, ...]:
    """Return the readings of a commitment in a stable order."""
    groups: dict[tuple[object, ...], list[Assertion]] = defaultdict(list)
    for member in members:
        key = (member.cmp, member.value, member.value_high, member.tier, member.firmness)
        groups[key].append(member)
    return tuple(
        Said(
            min(group, key=lambda member: member.id),
            frozenset(voice_of[member.source] for member in group),
            frozenset(member.id for member in group),
        )
        for group in groups.values()
    )


def within(commitment: Commitment, readings: Sequence[Said]) -> Iterable[Conflict]:
    """Yield the conflicts between the readings of one commitment."""
    involved: dict[ConflictClass, set[str]] = defaultdict(set)
    for one, other in combinations(readings, 2):
        for class_ in disagreements(one.reading, other.reading, one.independent_of(other)):
            involved[class_] |= one.assertions | other.assertions
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
    firm = {one.firmness, other.firmness}
    if independent and None not in firm and len(firm) > 1:
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
    )


def definitions_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """One figure that two sources call by different measures."""
    return (
        one.subject.indicator != other.subject.indicator
        and one.subject.unit in CURRENCIES
        and one.deadline is not None
        and a.value is not None
        and a.value == b.value
    )


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect in which two commitments may differ while all else is the same."""

    class_: ConflictClass
    without: Callable[[Commitment], object]
    clash: Callable[[Commitment, Assertion, Commitment, Assertion], bool]
    between_voices: bool = False
    """Whether one voice may well say both: a text that gives size and revenue, or the
    core and the whole, tells two things apart and contradicts nothing."""


RESPECTS = (
    Respect("change", lambda c: (replace(c.subject, change="stock"), c.deadline), changes_clash),
    Respect("deadline", lambda c: c.subject, deadlines_clash),
    Respect(
        "scope",
        lambda c: (replace(c.subject, scope=""), c.deadline),
        scopes_clash,
        between_voices=True,
    ),
    Respect(
        "definition",
        lambda c: (replace(c.subject, indicator=""), c.deadline),
        definitions_clash,
        between_voices=True,
    ),
)


def between(readings: Mapping[Commitment, Sequence[Said]]) -> Iterable[Conflict]:
    """Yield the conflicts between commitments that differ in one respect only.

    All readings are compared, the losing ones too: that one source names another year
    is no less true because it was not elected.
    """
    for respect in RESPECTS:
        groups: dict[object, list[Commitment]] = defaultdict(list)
        for commitment in readings:
            groups[respect.without(commitment)].append(commitment)
        for group in groups.values():
            for one, other in combinations(sorted(group, key=lambda c: c.id), 2):
                clashing: set[str] = set()
                for first, second in product(readings[one], readings[other]):
                    if respect.between_voices and not first.independent_of(second):
                        continue
                    if respect.clash(one, first.reading, other, second.reading):
                        clashing |= first.assertions | second.assertions
                if clashing:
                    yield Conflict(
                        f"{one.id}~{other.id}.{respect.class_}",
                        respect.class_,
                        (one.id, other.id),
                        tuple(sorted(clashing)),
                    )
