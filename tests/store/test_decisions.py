"""Decisions on disk: kept for good, through rebuilds, additions and other versions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import duckdb
import pytest
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao import answers, pipeline, store
from saidao.answers.shapes import ReviewView
from saidao.atlas import Atlas
from saidao.errors import InvalidInput, MigrationNeeded, NotFound

ROW = "review-drone-size-2032"
AT = "2031-02-03T04:05:06+00:00"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with an article added."""
    folder = tmp_path_factory.mktemp("decisions")
    build(folder / "out")
    pipeline.add(folder / "out", [write(folder / "paper.md", ARTICLE)], recorded_at="2031")
    return folder / "out"


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of it to decide in."""
    return shutil.copytree(built, tmp_path / "out")


def decide(out: Path, id: str, action: str, **more: object) -> pipeline.Built:
    """Decide as 林."""
    built, _ = pipeline.decide(out, id, action, by="林", recorded_at=AT, **more)  # type: ignore[arg-type]
    return built


def reviews(out: Path) -> dict[str, ReviewView]:
    """Return all reviews by id."""
    with Atlas.open(out) as atlas:
        return {review.id: review for review in answers.reviews(atlas.snapshot)}


def statement(out: Path, quote: str) -> str:
    """Return the id of the assertion that was read at a quote of the added article."""
    with Atlas.open(out) as atlas:
        (found,) = (
            a.id
            for a in atlas.snapshot.assertion
            if a.origin == "document" and a.passage is not None and quote in a.passage.quote
        )
    return found


def test_a_decision_is_a_row_of_its_own_in_a_new_generation(out: Path) -> None:
    before = store.read_pointer(out)
    decided = decide(out, ROW, "accept", candidate=2, note="原文如此").pointer
    assert decided.revision == before.revision + 1
    review = reviews(out)[ROW]
    assert (review.state, review.decision) == ("accepted", review.history[-1])
    assert review.decision is not None
    assert (review.decision.by, review.decision.at, review.decision.note) == ("林", AT, "原文如此")
    with Atlas.open(out) as atlas:
        assert atlas.snapshot.assertions["drone-size-2032"].cmp == "="
        assert atlas.snapshot.assertions["drone-size-2032"].origin == "review"
        assert answers.open_reviews(atlas.snapshot) == 0


def test_taking_a_decision_back_keeps_both(out: Path) -> None:
    with Atlas.open(out) as atlas:
        before = atlas.snapshot
    decide(out, ROW, "reject")
    decide(out, ROW, "reopen")
    assert [one.action for one in reviews(out)[ROW].history] == ["reject", "reopen"]
    with Atlas.open(out) as atlas:
        assert atlas.snapshot.assertion == before.assertion
        assert atlas.snapshot.election == before.election
        assert len(atlas.snapshot.decision) == 2


def test_a_wrong_statement_is_corrected_where_it_stands(out: Path) -> None:
    id = statement(out, "帆船")
    decide(out, id, "correct", fields=[("value", "25亿")])
    with Atlas.open(out) as atlas:
        assert atlas.snapshot.assertions[id].value == 2.5e9
        assert any(m.assertion == id for m in atlas.snapshot.membership)
    decide(out, id, "reject")
    with Atlas.open(out) as atlas:
        assert id not in atlas.snapshot.assertions
        assert not any(c.id.endswith(".2032") and "?" in c.id for c in atlas.snapshot.commitment)
    assert reviews(out)[f"review-{id}"].state == "rejected"


@pytest.mark.slow
def test_decisions_survive_a_rebuild_and_a_later_addition(out: Path, tmp_path: Path) -> None:
    id = statement(out, "帆船")
    decide(out, id, "reject")
    decided = decide(out, ROW, "accept", candidate=2).pointer.content_hash
    again = pipeline.build(HARBOUR, out, recorded_at="2032").pointer.content_hash
    assert again == decided, "the pack's way and the atlas's own way must agree"
    pipeline.add(out, [write(tmp_path / "b.md", ARTICLE + "\n完。\n")], recorded_at="2032")
    assert {one.state for one in reviews(out).values()} == {"accepted", "rejected"}


def changed_pack(tmp_path: Path, file: str, change: Callable[[str], str]) -> Path:
    """Return a copy of the pack with one file changed."""
    pack = tmp_path / "pack"
    if not pack.exists():
        shutil.copytree(HARBOUR, pack)
    path = pack / file
    path.write_text(change(path.read_text("utf-8")), encoding="utf-8")
    return pack


def test_a_review_opens_again_when_its_document_changes(out: Path, tmp_path: Path) -> None:
    decide(out, ROW, "accept", candidate=2)
    pack = changed_pack(tmp_path, "documents/ocean.md", lambda text: text + "\n又记。\n")
    pipeline.build(pack, out, recorded_at="2032")
    review = reviews(out)[ROW]
    assert (review.state, review.decision) == ("open", None)
    assert review.reopened is not None
    assert "the document has changed since" in review.reopened.en
    # It was not lost: with the document as it was, it stands again.
    pipeline.build(HARBOUR, out, recorded_at="2032")
    assert reviews(out)[ROW].state == "accepted"


def test_a_review_opens_again_when_the_readings_change(out: Path, tmp_path: Path) -> None:
    decide(out, ROW, "accept", candidate=2)
    pack = changed_pack(tmp_path, "targets.yaml", lambda text: text.replace("80_000", "81_000"))
    pipeline.build(pack, out, recorded_at="2032")
    review = reviews(out)[ROW]
    assert review.state == "open"
    assert review.reopened is not None
    assert "the readings have changed since" in review.reopened.en


def test_a_questioned_statement_opens_again_when_its_document_changes(
    out: Path, tmp_path: Path
) -> None:
    quote = "截至2030年底"
    with Atlas.open(out) as atlas:
        (id,) = (
            a.id
            for a in atlas.snapshot.assertion
            if a.origin == "pack" and a.passage and "3000亿元" in a.passage.quote
        )
    decide(out, id, "correct", fields=[("cmp", ">=")])
    pack = changed_pack(
        tmp_path, "documents/ocean.md", lambda text: text.replace(quote, "至2030年底")
    )
    pipeline.build(pack, out, recorded_at="2032")
    review = reviews(out)[f"review-{id}"]
    assert (review.kind, review.state) == ("questioned", "open")
    assert review.reopened is not None


def test_what_was_seen_must_be_what_is_there(out: Path) -> None:
    seen = reviews(out)[ROW].key
    with pytest.raises(InvalidInput, match="it has changed since, look again"):
        decide(out, ROW, "reject", seen="other")
    decide(out, ROW, "reject", seen=seen)


def test_a_decision_that_cannot_be_leaves_the_atlas_alone(out: Path) -> None:
    before = store.read_pointer(out)
    for id, action, more in (
        ("nothing", "reject", {}),
        (ROW, "accept", {}),
        (ROW, "correct", {"fields": [("value", "viel")]}),
        (ROW, "reopen", {}),
    ):
        with pytest.raises((InvalidInput, NotFound)):
            decide(out, id, action, **more)  # type: ignore[arg-type]
    assert store.read_pointer(out) == before


@pytest.mark.parametrize("readable", [True, False])
def test_an_atlas_of_another_version_hands_its_decisions_on(out: Path, readable: bool) -> None:
    decide(out, ROW, "accept", candidate=2)
    pointer = store.read_pointer(out)
    (out / "atlas.json").write_text(json.dumps(asdict(replace(pointer, schema="other"))))
    with duckdb.connect(str(store.database_of(out, pointer))) as connection:
        connection.execute("DROP VIEW conflict_latest")
        if not readable:
            connection.execute("DROP VIEW decision_latest")
    with pytest.raises(MigrationNeeded):
        decide(out, ROW, "reject")
    remade = pipeline.build(HARBOUR, out, recorded_at="2032")
    assert remade.unread == (() if readable else ("decisions of reviews",))
    assert reviews(out)[ROW].state == ("accepted" if readable else "open")
