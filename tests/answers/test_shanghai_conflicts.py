"""Contradictions that are known of Shanghai: all that the pack can show are shown, few others.

What is known stands in ``tests/known/shanghai-conflicts.yaml``, read and judged by hand.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from saidao import answers, pipeline
from saidao.atlas import Atlas
from saidao.store import Snapshot

ROOT = Path(__file__).resolve().parents[2]
KNOWN: dict[str, Any] = yaml.safe_load(
    (ROOT / "tests/known/shanghai-conflicts.yaml").read_text("utf-8")
)
FALSE_ALARMS = 0.1
"""False conflicts for each true one that a planner will bear."""


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    """All rows of the Shanghai atlas."""
    out = tmp_path_factory.mktemp("shanghai") / "out"
    pipeline.build(ROOT / "packs" / "shanghai", out, recorded_at="2026-11-22")
    with Atlas.open(out) as atlas:
        yield atlas.snapshot


@pytest.mark.parametrize("row", [row for row, one in KNOWN["rows"].items() if "shown" in one])
def test_a_known_contradiction_is_found_in_its_class(snapshot: Snapshot, row: str) -> None:
    found = {conflict.id for conflict in snapshot.conflict}
    wanted = KNOWN["rows"][row]["shown"]
    assert set(wanted) <= found


def test_a_row_that_no_conflict_shows_says_why() -> None:
    for row, one in KNOWN["rows"].items():
        assert ("shown" in one) != bool(one.get("reason")), row
    assert sum("shown" in one for one in KNOWN["rows"].values()) >= 21


def test_no_collected_row_is_forgotten(shared: Path) -> None:
    with (shared / "shanghai" / "conflicts.csv").open(encoding="utf-8", newline="") as file:
        collected = {row["conflict_id"] for row in csv.DictReader(file)}
    assert collected == set(KNOWN["rows"])


def test_every_conflict_was_judged_and_few_are_false_alarms(snapshot: Snapshot) -> None:
    verdicts = {conflict.id: KNOWN["judged"].get(conflict.id) for conflict in snapshot.conflict}
    assert [id for id, verdict in verdicts.items() if verdict is None] == []
    assert set(KNOWN["judged"]) == set(verdicts), "a verdict on what is no longer found"
    true = sum(verdict["verdict"] for verdict in verdicts.values())
    assert len(verdicts) - true <= FALSE_ALARMS * true
    assert all(verdict["reason"] for verdict in verdicts.values())


def test_every_conflict_is_shown_with_those_who_take_part(snapshot: Snapshot) -> None:
    views = {view.id: view for view in answers.conflicts(snapshot)}
    assert set(views) == {conflict.id for conflict in snapshot.conflict}
    for conflict in snapshot.conflict:
        view = views[conflict.id]
        assert len(view.parties) + len(view.observed) >= 2
        assert len(view.observed) == len(conflict.observations)
        assert view.sentence.zh
        assert view.sentence.en
    density = next(view for view in views.values() if view.observed and view.parties)
    assert density.observed[0].scope is not None
    assert density.observed[0].scope.zh == "重点产业"


def test_members_are_named_in_words(snapshot: Snapshot) -> None:
    (members,) = [view for view in answers.conflicts(snapshot) if view.class_ == "members"]
    assert "生命健康" in members.sentence.zh
    assert "软件和信息服务业" in members.sentence.zh
    assert "Software" in members.sentence.en
