"""What people decide of readings: laid over them, taken off, bound to what was seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.builders import LEXICON, SIZE, assertion

from saidao.errors import InvalidInput, NotFound
from saidao.ledger import (
    Assertion,
    Decision,
    Intake,
    Passage,
    Resolver,
    ReviewItem,
    decide,
    find_review,
    key_of,
    settle,
    standing,
    unsettle,
)
from saidao.ledger.documents import observed

SHA = {"paper": "a" * 64}
RESOLVER = Resolver(LEXICON, "990000")


def read(id: str, start: int, **changes: Any) -> Assertion:
    """Return an assertion that was read in the paper."""
    passage = Passage("paper", start, start + 9, f"第{start}处说的话")
    return assertion(id, origin="document", passage=passage, **changes)


FIRST, SECOND = read("paper.6", 0), read("paper.26", 20, kind="actual", value=41.0)
DOUBT = ReviewItem(
    "review-paper.40-49",
    "ambiguous",
    Passage("paper", 40, 49, "两可的一句"),
    SHA["paper"],
    "the number can be read in two ways",
    (read("paper.40-49", 40), read("paper.40-49", 40, value=3e8)),
)
ROW = assertion("row", passage=Passage("paper", 60, 69, "包里的一行"), confirmed=False)
DIFFERS = ReviewItem(
    "review-row", "differs", ROW.passage, SHA["paper"], "", (ROW, read("row", 60, cmp=">"))
)
VALUE = observed(SECOND)
assert VALUE is not None
INTAKE = Intake((FIRST, SECOND, ROW), (VALUE,), (DOUBT, DIFFERS))


def made(
    id: str,
    action: str,
    candidate: int | None = None,
    fields: Sequence[tuple[str, str]] = (),
    before: Sequence[Decision] = (),
    intake: Intake = INTAKE,
    by: str = "林",
) -> Decision:
    """Return a decision on a review or assertion of the intake."""
    review = find_review(id, intake.reviews, intake.assertions, SHA)
    return decide(
        review,
        action,  # type: ignore[arg-type]
        candidate=candidate,
        fields=fields,
        by=by,
        at="2031-02-03T04:05:06+00:00",
        note="",
        before=before,
        resolver=RESOLVER,
    )


def settled(*decisions: Decision, intake: Intake = INTAKE) -> dict[str, Assertion]:
    """Return the assertions after some decisions, by id."""
    return {a.id: a for a in settle(intake, decisions, SHA, RESOLVER).assertions}


def test_without_decisions_nothing_changes() -> None:
    assert settle(INTAKE, [], SHA, RESOLVER) == INTAKE
    assert unsettle(INTAKE) == INTAKE


def test_an_accepted_reading_enters_the_ledger_with_its_decision() -> None:
    decision = made("review-paper.40-49", "accept", 2)
    chosen = settled(decision)["paper.40-49"]
    assert (chosen.origin, chosen.decision, chosen.value) == ("review", decision.id, 3e8)
    assert (decision.by, decision.at[:10]) == ("林", "2031-02-03")


def test_a_rejected_passage_stays_out() -> None:
    after = settle(INTAKE, [made("review-paper.40-49", "reject")], SHA, RESOLVER)
    assert {a.id for a in after.assertions} == {a.id for a in INTAKE.assertions}
    assert [r.decision is not None for r in after.reviews] == [True, False]


def test_the_readers_reading_takes_the_place_of_the_packs_row() -> None:
    assert settled(made("review-row", "accept", 2))["row"].cmp == ">"
    assert settled(made("review-row", "accept", 1))["row"].origin == "review"
    assert "row" not in settled(made("review-row", "reject"))


def test_a_statement_that_was_read_wrongly_is_corrected_or_thrown_out() -> None:
    corrected = settled(made("paper.6", "correct", fields=[("value", "4000亿")]))["paper.6"]
    assert (corrected.value, corrected.origin) == (4e11, "review")
    after = settle(INTAKE, [made("paper.26", "reject")], SHA, RESOLVER)
    assert "paper.26" not in {a.id for a in after.assertions}
    assert not after.observations, "an actual that is none is no observation either"


def test_a_reading_corrected_to_an_actual_is_an_observation() -> None:
    decision = made("paper.6", "correct", fields=[("kind", "actual"), ("period", "2029")])
    after = settle(INTAKE, [decision], SHA, RESOLVER)
    assert {o.id for o in after.observations} == {"paper.26", "paper.6"}


def test_reopening_brings_back_what_was_read() -> None:
    first = made("paper.6", "reject")
    second = made("paper.6", "reopen", before=[first])
    assert (first.number, second.number) == (1, 2)
    assert settle(INTAKE, [second, first], SHA, RESOLVER) == INTAKE
    third = made("paper.6", "accept", before=[first, second])
    assert list(standing([third, first, second]).values()) == [third]


@pytest.mark.parametrize(
    "changes",
    [
        {"sha256": {"paper": "b" * 64}},
        {"start": 1},
        {"quote": "另一句话"},
        {"value": 5e11},
        {"period": "2031"},
        {"scope_words": "核心产业"},
    ],
)
def test_a_decision_stands_only_for_what_was_seen(changes: dict[str, Any]) -> None:
    decision = made("paper.6", "reject")
    sha256 = changes.pop("sha256", SHA)
    passage = FIRST.passage
    assert passage is not None
    if "start" in changes:
        passage = replace(passage, start=changes.pop("start"))
    if "quote" in changes:
        passage = replace(passage, quote=changes.pop("quote"))
    now = Intake((replace(FIRST, passage=passage, **changes), SECOND), (VALUE,))
    assert settle(now, [decision], sha256, RESOLVER) == now


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": replace(SIZE, industry="drones", noun="机")},
        {"id": "renamed.6"},
        {"source": "S002", "issued": "2031"},
    ],
)
def test_a_new_lexicon_or_name_is_no_reason_to_ask_again(changes: dict[str, Any]) -> None:
    now = Intake((replace(FIRST, **changes),))
    assert not settle(now, [made("paper.6", "reject")], SHA, RESOLVER).assertions


@pytest.mark.parametrize(
    ("id", "action", "candidate", "words"),
    [
        ("review-paper.40-49", "accept", None, "which reading, from 1 to 2"),
        ("review-paper.40-49", "accept", 3, "from 1 to 2"),
        ("review-paper.40-49", "accept", 0, "from 1 to 2"),
        ("review-paper.40-49", "correct", None, "FIELD=VALUE"),
        ("paper.6", "reopen", None, "a review that was decided"),
    ],
)
def test_decisions_that_cannot_be(id: str, action: str, candidate: int | None, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        made(id, action, candidate)


def test_somebody_decides() -> None:
    with pytest.raises(InvalidInput, match="by: got"):
        made("paper.6", "reject", by="  ")


def test_what_is_not_there_cannot_be_decided() -> None:
    with pytest.raises(NotFound, match=r"no review 'paper\.7'; did you mean"):
        made("paper.7", "reject", intake=replace(INTAKE, reviews=(DOUBT,)))
    with pytest.raises(NotFound):
        made("bare", "reject", intake=Intake((assertion("bare"),)))


ACTIONS = st.sampled_from(
    [
        ("accept", 1, ()),
        ("reject", None, ()),
        ("correct", 1, (("value", "12"), ("kind", "actual"))),
        ("correct", 1, (("kind", "target"),)),
    ]
)
IDS = st.sampled_from(["paper.6", "paper.26", "review-paper.40-49", "review-row"])


@settings(deadline=None)  # A busy machine is no fault of the ledger.
@given(st.lists(st.tuples(IDS, ACTIONS), max_size=6), st.randoms(use_true_random=False))
def test_taking_decisions_off_gives_back_what_was_read(
    choices: list[tuple[str, tuple[str, int | None, tuple[tuple[str, str], ...]]]], random: Any
) -> None:
    decisions: list[Decision] = []
    for id, (action, candidate, fields) in choices:
        decisions.append(made(id, action, candidate, fields, before=decisions))
    random.shuffle(decisions)
    after = settle(INTAKE, decisions, SHA, RESOLVER)
    back = unsettle(after)
    assert by_id(back) == by_id(INTAKE)
    # Whoever lays the same decisions over what was taken off has the same again.
    assert by_id(settle(back, decisions, SHA, RESOLVER)) == by_id(after)
    assert {key_of(review) for review in after.reviews} >= set(standing(decisions))


def by_id(intake: Intake) -> list[dict[str, Any]]:
    """Return what an intake holds, whatever the order."""
    kinds = (intake.assertions, intake.observations, intake.reviews)
    return [{one.id: one for one in kind} for kind in kinds]  # type: ignore[attr-defined]
