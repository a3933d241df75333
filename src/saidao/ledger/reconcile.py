"""Assertions in, a ledger out: the same in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from saidao.ledger.conflicts import Linked, said_of, within
from saidao.ledger.election import ElectionRule
from saidao.ledger.linking import link
from saidao.ledger.neighbours import between
from saidao.ledger.observed_conflicts import observed_conflicts
from saidao.ledger.records import Conflict, Intake, Ledger, Membership, ObservedValue
from saidao.ledger.voices import voices
from saidao.packs.pack import Plan, Source

__all__ = ["reconcile"]


def reconcile(
    intakes: Sequence[Intake],
    sources: Mapping[str, Source],
    sketches: Mapping[str, tuple[str, tuple[int, ...]]],
    criteria: Sequence[str],
    plans: Iterable[Plan] = (),
) -> Ledger:
    """Link assertions into commitments, elect a reading of each, find the conflicts.

    Parameters
    ----------
    intakes : sequence of Intake
        What the pack and each document brought.
    sources : mapping
        Every source by id.
    sketches : mapping
        Document id to its source and its `saidao.ledger.voices.sketch`.
    criteria : sequence of str
        The pack's election rule: ``authority``, ``plan``, ``date``, ``specificity`` in
        its order, as many as it names.
    plans : iterable of Plan
        The plans, for telling a plan's own text from remarks about it.
    """
    assertions = {a.id: a for intake in intakes for a in intake.assertions}
    observations = {o.id: o for intake in intakes for o in intake.observations}
    reviews = {r.id: r for intake in intakes for r in intake.reviews}
    linked = link(assertions.values())
    voice_of = voices({a.source for a in assertions.values()}, sketches)
    rule = ElectionRule(criteria, sources, {plan.id: plan for plan in plans})
    elections, memberships = [], []
    for commitment, members in linked.items():
        ordered = sorted(members, key=lambda m: (rule.ranking(m), m.id))
        # Voices are numbered as their best reading ranks.
        numbers: dict[str, int] = {}
        for member in ordered:
            number = numbers.setdefault(voice_of[member.source], len(numbers) + 1)
            memberships.append(Membership(commitment.id, member.id, number))
        elections.append(rule.elect(commitment.id, members))
    return Ledger(
        assertions=tuple(sorted(assertions.values(), key=lambda a: a.id)),
        observations=tuple(sorted(observations.values(), key=lambda o: o.id)),
        reviews=tuple(sorted(reviews.values(), key=lambda r: r.id)),
        commitments=tuple(linked),
        memberships=tuple(sorted(memberships, key=lambda m: (m.commitment, m.assertion))),
        elections=tuple(elections),
        conflicts=conflicts(linked, observations.values(), voice_of, rule),
    )


def conflicts(
    linked: Linked,
    observations: Iterable[ObservedValue],
    voice_of: Mapping[str, str],
    rule: ElectionRule,
) -> tuple[Conflict, ...]:
    """Return all conflicts of a ledger, sorted by id."""
    readings = {
        commitment: said_of(members, voice_of, rule.plan_month)
        for commitment, members in linked.items()
    }
    found = [
        conflict for commitment, said in readings.items() for conflict in within(commitment, said)
    ]
    found += between(readings)
    found += observed_conflicts(observations, readings, voice_of)
    return tuple(sorted(found, key=lambda conflict: conflict.id))
