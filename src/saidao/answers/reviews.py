"""Passages that a person decides on: what is open, what was decided, by whom and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from saidao.answers.shapes import ReviewList, ReviewView
from saidao.answers.views import assertion_view, decision_view
from saidao.ledger import Decision, ReviewItem, find_review, key_of, standing
from saidao.ledger.decisions import questioned
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["open_reviews", "review", "review_list", "reviews"]

REASONS = {
    "the pack and the reader read this passage differently": "城市包与阅读程序对这段话的读法不同",
    "the number can be read in two ways": "这个数可以有两种读法",
    "the place does not tell whose $ this is": "地点说明不了是哪国的元（$）",
    "the place does not tell whose ¥ this is": "地点说明不了¥是人民币还是日元",
    "": "有人对这一读法提出疑问",
}
"""What the reader says of doubtful passages, in Chinese; others stand as they are."""

AS_READ = Name("按原文读出，尚无人提出疑问", "as it was read; nobody has questioned it")

STATES = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}


def reviews(snapshot: Snapshot) -> tuple[ReviewView, ...]:
    """Return all reviews, open ones first, in the order of documents and their texts."""
    made: tuple[ReviewView, ...] | None = snapshot.answered.get("reviews")
    if made is None:
        orphans = out_of_force(snapshot)
        items = [*snapshot.review, *reopened(snapshot, orphans)]
        views = [review_view(snapshot, item, orphans) for item in items]
        views.sort(key=lambda v: (v.state != "open", v.document_id, v.start, v.id))
        made = snapshot.answered["reviews"] = tuple(views)
    return made


def review(snapshot: Snapshot, id: str) -> ReviewView:
    """Return a review, or what one of any statement that was read would be.

    Raises
    ------
    NotFound
        If nothing has that id, or no document holds it.
    """
    for view in reviews(snapshot):
        if view.id == id:
            return view
    sha256 = {document.id: document.sha256 for document in snapshot.document}
    found = find_review(id, snapshot.review, snapshot.assertion, sha256)
    return replace(review_view(snapshot, found, out_of_force(snapshot)), reason=AS_READ)


def open_reviews(snapshot: Snapshot) -> int:
    """Return how many reviews wait for a person."""
    return sum(view.state == "open" for view in reviews(snapshot))


def review_list(snapshot: Snapshot, *, may_decide: bool) -> ReviewList:
    """Return all reviews, and whether they may be decided on here."""
    return ReviewList(may_decide=may_decide, open=open_reviews(snapshot), items=reviews(snapshot))


def out_of_force(snapshot: Snapshot) -> tuple[Decision, ...]:
    """Return decisions that stand for nothing any more: what they were made on has changed."""
    used = {review.decision for review in snapshot.review}
    unused = (one for one in standing(snapshot.decision).values() if one.id not in used)
    return tuple(sorted(unused, key=lambda one: one.id))


def reopened(snapshot: Snapshot, orphans: tuple[Decision, ...]) -> Iterator[ReviewItem]:
    """Yield the readings that somebody had questioned before their document changed."""
    listed = {candidate.id for review in snapshot.review for candidate in review.candidates}
    quotes = {orphan.passage.quote for orphan in orphans}
    for assertion in snapshot.assertion if quotes else ():
        passage = assertion.passage
        if passage is None or passage.quote not in quotes or assertion.id in listed:
            continue
        document = snapshot.documents.get(passage.document)
        if document is not None:
            yield questioned(assertion, passage, document.sha256)


def review_view(snapshot: Snapshot, item: ReviewItem, orphans: tuple[Decision, ...]) -> ReviewView:
    """Return a review as it is shown."""
    key = key_of(item)
    history = sorted(
        (one for one in snapshot.decision if one.key == key), key=lambda one: one.number
    )
    decision = snapshot.decisions.get(item.decision or "")
    earlier = [one for one in orphans if one.passage.quote == item.passage.quote]
    document = snapshot.documents.get(item.passage.document)
    return ReviewView(
        id=item.id,
        key=key,
        kind=item.kind,
        state=STATES[decision.action] if decision else "open",
        document_id=item.passage.document,
        document_title=document.title.zh if document else item.passage.document,
        start=item.passage.start,
        end=item.passage.end,
        quote=item.passage.quote,
        reason=reason_of(item),
        candidates=tuple(
            assertion_view(snapshot, candidate, elected=False, voice=1)
            for candidate in item.candidates
        ),
        decision=decision_view(decision) if decision else None,
        history=tuple(decision_view(one) for one in history),
        reopened=None if decision or not earlier else why_reopened(item, earlier[-1]),
    )


def reason_of(item: ReviewItem) -> Name:
    """Return why a person is asked."""
    return Name(REASONS.get(item.reason, item.reason), item.reason or "somebody questioned it")


def why_reopened(item: ReviewItem, earlier: Decision) -> Name:
    """Return why an earlier decision on these words does not stand."""
    day = earlier.at[:10]
    if earlier.sha256 != item.sha256:
        return Name(
            f"{earlier.by}于{day}作过决定，此后文档已变",
            f"{earlier.by} decided on {day}; the document has changed since",
        )
    return Name(
        f"{earlier.by}于{day}作过决定，此后读法已变",
        f"{earlier.by} decided on {day}; the readings have changed since",
    )
