"""Which assertions speak of the same thing: commitments and their ids."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable

from saidao.ledger.records import Assertion, Commitment, Subject
from saidao.ledger.resolve import deadline_of

__all__ = ["commitment_id", "link"]


def link(assertions: Iterable[Assertion]) -> dict[Commitment, tuple[Assertion, ...]]:
    """Group targets into commitments by subject and deadline.

    A target without a date belongs to the one dated commitment about its subject; where
    there are several, or none, it stays undated: no date is guessed.
    """
    by_subject: dict[Subject, dict[str | None, list[Assertion]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for assertion in assertions:
        if assertion.kind == "target":
            by_subject[assertion.subject][deadline_of(assertion.period)].append(assertion)
    linked: dict[Commitment, tuple[Assertion, ...]] = {}
    for subject, by_deadline in by_subject.items():
        dated = [deadline for deadline in by_deadline if deadline is not None]
        if None in by_deadline and len(dated) == 1:
            by_deadline[dated[0]].extend(by_deadline.pop(None))
        for deadline, members in by_deadline.items():
            commitment = Commitment(commitment_id(subject, deadline), subject, deadline)
            linked[commitment] = tuple(sorted(members, key=lambda member: member.id))
    return dict(sorted(linked.items(), key=lambda item: item[0].id))


def slug(text: str) -> str:
    """Return a text as part of an id: kept where it is one already, else a digest."""
    if re.fullmatch(r"[a-z0-9]+(?:[-+][a-z0-9]+)*", text):
        return text.replace("+", "-and-")
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


def commitment_id(subject: Subject, deadline: str | None) -> str:
    """Return a readable id that says everything the subject says.

    Examples
    --------
    >>> commitment_id(Subject("size", "ports", "", "harbour", "level", "stock", "CNY"), "2030")
    'harbour.ports.size.cny.2030'
    """
    parts = [slug(subject.region), slug(subject.industry or "all"), slug(subject.indicator)]
    if subject.scope:
        parts.append("in-" + slug(subject.scope))
    if subject.noun:
        parts.append("of-" + slug(subject.noun))
    if subject.tier is not None:
        parts.append(f"tier-{subject.tier:.0e}".replace("+", ""))
    if subject.measure != "level":
        parts.append(subject.measure)
    if subject.change == "increment":
        parts.append("added")
    if subject.driver:
        parts.append("driven-by-" + slug(subject.driver))
    parts.append(slug(subject.unit.lower().replace("/", "-per-").replace("_", "-")))
    parts.append(deadline or "undated")
    return ".".join(parts)
