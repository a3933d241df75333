"""What people decided of doubtful and wrong readings, laid over what was read.

Readings come in undecided and `settle` lays the decisions over them; `unsettle` takes
them off again, so that an atlas can be reconciled anew without its pack. A decision is
bound to what the person saw: the bytes of the document, the span, the quote and the
candidates. Where one of these is another, it no longer stands and the review is open.
"""

from __future__ import annotations

import difflib
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from saidao.errors import InvalidInput, NotFound
from saidao.ledger.corrections import checked, corrected
from saidao.ledger.documents import observed
from saidao.ledger.records import (
    Action,
    Assertion,
    Decision,
    Intake,
    ObservedValue,
    Passage,
    ReviewItem,
)
from saidao.ledger.resolve import Resolver

__all__ = ["decide", "find_review", "key_of", "questioned", "settle", "standing", "unsettle"]

LONGEST_NAME, LONGEST_NOTE = 100, 2000


def said(candidate: Assertion) -> dict[str, Any]:
    """Return what a reading says in the document's own terms.

    What the pack's lexicon makes of it is left out: a new spelling there is no reason to
    ask a person again.
    """
    values = {
        "kind": candidate.kind,
        "op": candidate.op,
        "cmp": candidate.cmp,
        "value": candidate.value,
        "value_high": candidate.value_high,
        "unit": candidate.subject.unit,
        "counted": candidate.counted,
        "tier": candidate.tier,
        "period": candidate.period,
        "base_year": candidate.base_year,
        "firmness": candidate.firmness,
        "modality": candidate.modality,
        "change": candidate.subject.change,
        "indicator": candidate.indicator_words,
        "scope": candidate.scope_words,
        "region": candidate.region_words,
    }
    # A field that a later version adds changes nothing where it is empty.
    return {name: value for name, value in values.items() if value not in (None, "")}


def key_of(review: ReviewItem) -> str:
    """Return the digest of what a person decides on."""
    passage = review.passage
    seen = [
        review.sha256,
        passage.start,
        passage.end,
        passage.quote,
        [said(candidate) for candidate in review.candidates],
    ]
    text = json.dumps(seen, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def standing(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """Return the decision that stands for each key: the last one, unless it reopened."""
    latest: dict[str, Decision] = {}
    for decision in decisions:
        known = latest.get(decision.key)
        if known is None or decision.number > known.number:
            latest[decision.key] = decision
    return {key: decision for key, decision in latest.items() if decision.action != "reopen"}


def questioned(assertion: Assertion, passage: Passage, sha256: str) -> ReviewItem:
    """Return the review of an assertion that a person questions."""
    return ReviewItem(
        id=f"review-{assertion.id}",
        kind="questioned",
        passage=passage,
        sha256=sha256,
        reason="",
        candidates=(assertion,),
    )


def settle(
    intake: Intake,
    decisions: Iterable[Decision],
    sha256: Mapping[str, str],
    resolver: Resolver,
) -> Intake:
    """Lay decisions over what was read.

    Parameters
    ----------
    intake : Intake
        Undecided: what the pack and the documents bring.
    decisions : iterable of Decision
        All there are, in any order.
    sha256 : mapping
        Document id to the digest of its bytes.
    resolver : Resolver
        For the words of corrections.

    Returns
    -------
    Intake
        With what was accepted or corrected in it, what was rejected out of it, and all
        reviews, decided ones marked.
    """
    stands = standing(decisions)
    if not stands:
        return intake
    reviews = [
        replace(review, decision=decision.id) if decision else review
        for review in intake.reviews
        for decision in (stands.get(key_of(review)),)
    ]
    asked = {candidate.id for review in reviews for candidate in review.candidates}
    for assertion in intake.assertions:
        passage = assertion.passage
        if passage is None or assertion.id in asked or passage.document not in sha256:
            continue
        review = questioned(assertion, passage, sha256[passage.document])
        if (decision := stands.get(key_of(review))) is not None:
            reviews.append(replace(review, decision=decision.id))

    made = {decision.id: decision for decision in stands.values()}
    assertions = {one.id: one for one in intake.assertions}
    observations = {one.id: one for one in intake.observations}
    for review in reviews:
        if review.decision is not None:
            take_out(review, assertions, observations)
            chosen = outcome(review, made[review.decision], resolver)
            if chosen is not None:
                put_in(chosen, assertions, observations)
    return Intake(tuple(assertions.values()), tuple(observations.values()), tuple(reviews))


def unsettle(intake: Intake) -> Intake:
    """Take decisions off again: the inverse of `settle`."""
    assertions = {one.id: one for one in intake.assertions}
    observations = {one.id: one for one in intake.observations}
    for review in intake.reviews:
        if review.decision is None:
            continue
        for id in {candidate.id for candidate in review.candidates}:
            if id in assertions and observed(assertions[id]) is not None:
                observations.pop(id, None)
            assertions.pop(id, None)
        if review.kind != "ambiguous":
            put_in(review.candidates[0], assertions, observations)
    return Intake(
        tuple(assertions.values()),
        tuple(observations.values()),
        tuple(
            replace(review, decision=None)
            for review in intake.reviews
            if review.kind != "questioned"
        ),
    )


def take_out(
    review: ReviewItem, assertions: dict[str, Assertion], observations: dict[str, ObservedValue]
) -> None:
    """Remove what a review is about, whatever was decided."""
    for candidate in review.candidates:
        held = assertions.pop(candidate.id, None)
        if held is not None and observed(held) is not None:
            observations.pop(candidate.id, None)


def put_in(
    assertion: Assertion,
    assertions: dict[str, Assertion],
    observations: dict[str, ObservedValue],
) -> None:
    """Add an assertion, and the observation that it makes."""
    assertions[assertion.id] = assertion
    value = observed(assertion)
    if value is not None:
        observations[value.id] = value


def outcome(review: ReviewItem, decision: Decision, resolver: Resolver) -> Assertion | None:
    """Return what a decision lets into the ledger."""
    if decision.action == "reject":
        return None
    chosen = review.candidates[decision.candidate - 1]
    if decision.action == "correct":
        chosen = corrected(chosen, decision.fields, resolver)
    return replace(chosen, origin="review", decision=decision.id)


def find_review(
    id: str,
    reviews: Sequence[ReviewItem],
    assertions: Iterable[Assertion],
    sha256: Mapping[str, str],
) -> ReviewItem:
    """Return the review with an id, or that of the assertion with it.

    Raises
    ------
    NotFound
        If nothing has that id, or if the assertion stands in no document.
    """
    name = id if id.startswith("review-") else f"review-{id}"
    for review in reviews:
        if review.id == name:
            return review
    for assertion in assertions:
        passage = assertion.passage
        if f"review-{assertion.id}" == name and passage is not None and passage.document in sha256:
            return questioned(assertion, passage, sha256[passage.document])
    raise NotFound("review", id, difflib.get_close_matches(name, [r.id for r in reviews], n=3))


def decide(
    review: ReviewItem,
    action: Action,
    *,
    candidate: int | None,
    fields: Sequence[tuple[str, str]],
    by: str,
    at: str,
    note: str,
    before: Iterable[Decision],
    resolver: Resolver,
) -> Decision:
    """Return a decision on a review, checked.

    Raises
    ------
    InvalidInput
        If the candidate does not exist, a correction is no value of its field, or there
        is nothing to reopen.
    """
    key = key_of(review)
    earlier = [one for one in before if one.key == key]
    count = len(review.candidates)
    if action == "reopen":
        if key not in standing(earlier):
            raise InvalidInput("reopen", review.id, "a review that was decided")
    elif action in {"accept", "correct"}:
        if candidate is None and count > 1 and action == "accept":
            raise InvalidInput("accept", "no number", f"which reading, from 1 to {count}")
        candidate = 1 if candidate is None else candidate
        if not 1 <= candidate <= count:
            raise InvalidInput(action, str(candidate), f"a reading from 1 to {count}")
        if action == "correct":
            fields = checked(review.candidates[candidate - 1], fields, resolver)
    by, note = by.strip(), note.strip()
    if not 0 < len(by) <= LONGEST_NAME:
        raise InvalidInput(
            "by", repr(by[:40]), f"the name of who decides, to {LONGEST_NAME} letters"
        )
    if len(note) > LONGEST_NOTE:
        raise InvalidInput("note", f"{len(note)} characters", f"at most {LONGEST_NOTE}")
    number = max((one.number for one in earlier), default=0) + 1
    return Decision(
        id=f"{key}.{number}",
        key=key,
        number=number,
        action=action,
        candidate=(candidate or 1) if action in {"accept", "correct"} else 0,
        fields=tuple(fields) if action == "correct" else (),
        by=by,
        at=at,
        note=note,
        passage=review.passage,
        sha256=review.sha256,
    )
