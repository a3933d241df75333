"""Assertions in, a ledger out: the same in whatever order they come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from saidao.ledger.conflicts import Linked, said_of, within
from saidao.ledger.election import ElectionRule
from saidao.ledger.linking import link
from saidao.ledger.neighbours import between
from saidao.ledger.observed_conflicts import observed_conflicts
from saidao.ledger.records import Conflict, Intake, Ledger, Membership, ObservedValue, Relation
from saidao.ledger.stories import tellings, told_apart
from saidao.ledger.voices import joined, voices
from saidao.packs.pack import Plan, Source

__all__ = ["reconcile"]


def reconcile(
    intakes: Sequence[Intake],
    sources: Mapping[str, Source],
    sketches: Mapping[str, tuple[str, tuple[int, ...]]],
    criteria: Sequence[str],
    plans: Iterable[Plan] = (),
    stories: Mapping[str, tuple[str, Sequence[str]]] | None = None,
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
    stories : mapping, optional
        Document id to its source and its `saidao.ledger.stories.story_marks`. Versions of
        one story are one voice; they contradict each other all the same.
    """
    assertions = {a.id: a for intake in intakes for a in intake.assertions}
    observations = {o.id: o for intake in intakes for o in intake.observations}
    reviews = {r.id: r for intake in intakes for r in intake.reviews}
    linked = link(assertions.values())
    told = stories or {}
    marks = {document: marks for document, (_, marks) in told.items()}
    voice_of = voices(
        {assertion.source for assertion in assertions.values()},
        sketches,
        lambda one, other: told_apart(marks.get(one, ()), marks.get(other, ())),
    )
    pairs = tellings(marks)
    story_of = joined(voice_of, ((told[one][0], told[other][0]) for one, other in pairs))
    rule = ElectionRule(criteria, sources, {plan.id: plan for plan in plans})
    elections, memberships = [], []
    for commitment, members in linked.items():
        ordered = sorted(members, key=lambda m: (rule.ranking(m), m.id))
        # Voices are numbered as their best reading ranks.
        firsts: dict[str, tuple[int, str]] = {}
        for member in ordered:
            number, first = firsts.setdefault(
                story_of[member.source], (len(firsts) + 1, member.source)
            )
            relation: Relation = "story"
            if member.source == first:
                relation = "own"
            elif voice_of[member.source] == voice_of[first]:
                relation = "copy"
            memberships.append(Membership(commitment.id, member.id, number, relation))
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
