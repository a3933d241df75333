"""Readings that cannot all hold, found and classed.

Inside a commitment: ``value``, ``revision`` (a later plan sets another value),
``comparator``, ``precision`` (a size class against an exact amount), ``firmness`` and
``members``. Between commitments and between realised values: `neighbours`, `observed`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from saidao.ledger.records import Assertion, Commitment, Conflict, ConflictClass

__all__ = ["Linked", "Said", "about_equal", "said_of", "within"]

APPROXIMATE = 0.05
"""How far a figure may lie from one given as 左右 or 约 without contradicting it."""

Linked = Mapping[Commitment, Sequence[Assertion]]

PlanMonth = Callable[[Assertion], str | None]
"""The month of the plan whose own text makes a reading; None for a remark about a plan."""


@dataclass(frozen=True, slots=True)
class Said:
    """One reading of a commitment, with all who say it.

    Readings are compared, not assertions: a thousand papers that repeat two figures make
    one comparison.
    """

    reading: Assertion
    voices: frozenset[str]
    assertions: frozenset[str]
    plan_months: frozenset[str]

    def independent_of(self, other: Said) -> bool:
        """Whether somebody else says the other reading."""
        return len(self.voices | other.voices) > 1

    def revises(self, other: Said) -> bool:
        """Whether the two stand in plans of different times, so that one replaces the other.

        A paper that prints another figure contradicts; it does not revise.
        """
        months = self.plan_months, other.plan_months
        return all(months) and not months[0] & months[1]


def said_of(
    members: Sequence[Assertion], voice_of: Mapping[str, str], plan_month: PlanMonth
) -> tuple[Said, ...]:
    """Return the readings of a commitment in a stable order.

    Parameters
    ----------
    members : sequence of Assertion
    voice_of : mapping
        Source to its voice. A headline and the body below it differ in firmness and
        comparator without contradicting each other, so those two are compared between
        voices only.
    plan_month : callable
        Tells plans of different times apart.
    """
    groups: dict[tuple[object, ...], list[Assertion]] = defaultdict(list)
    for member in members:
        said = (member.cmp, member.value, member.value_high, member.tier, member.firmness)
        groups[*said, member.members].append(member)
    return tuple(
        Said(
            min(group, key=lambda member: member.id),
            frozenset(voice_of[member.source] for member in group),
            frozenset(member.id for member in group),
            frozenset(month for member in group if (month := plan_month(member)) is not None),
        )
        for group in groups.values()
    )


def within(commitment: Commitment, readings: Sequence[Said]) -> Iterable[Conflict]:
    """Yield the conflicts between the readings of one commitment."""
    involved: dict[ConflictClass, set[str]] = defaultdict(set)
    for one, other in combinations(readings, 2):
        independent = one.independent_of(other)
        for class_ in disagreements(one.reading, other.reading, independent):
            if class_ == "value" and one.revises(other):
                class_ = "revision"
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
    if one.members and other.members and one.members != other.members:
        classes.append("members")
    return classes


def class_against_amount(one: Assertion, other: Assertion) -> list[ConflictClass]:
    """Return how a size class (百亿级) and an exact amount differ, if one of each is said."""
    vague, exact = (one, other) if one.value is None else (other, one)
    if vague.tier is None or vague.subject.unit == "count" or exact.value is None:
        return []
    return ["precision" if vague.tier <= exact.value < 10 * vague.tier else "value"]


def about_equal(one: Assertion, other: Assertion) -> bool:
    """Return whether one of two figures is approximate and the other close to it."""
    if "~" not in (one.cmp, other.cmp) or one.value is None or other.value is None:
        return False
    return abs(one.value - other.value) <= APPROXIMATE * max(abs(one.value), abs(other.value))
