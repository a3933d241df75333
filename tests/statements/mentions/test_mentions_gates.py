"""The gates that spare most sentences the costly patterns lose nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from saidao.statements.mentions import (
    bodies,
    read,
    technology,
    technology_clauses,
    technology_research,
    technology_works,
)
from saidao.statements.mentions.passages import Names
from saidao.statements.statement import Mention

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
ANYTHING = re.compile("")


def example_texts() -> Iterator[str]:
    for path in sorted((ROOT / "tests" / "examples").glob("*.yaml")):
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            if isinstance(entry, dict) and isinstance(entry.get("text"), str):
                yield entry["text"]


def shared_texts() -> Iterator[str]:
    for folder in (SHARED / "plans" / "docs", SHARED / "corpus" / "docs"):
        for path in sorted(folder.glob("*.txt")):
            yield path.read_text(encoding="utf-8")


def readings(texts: list[str]) -> list[tuple[Mention, ...]]:
    return [read(text) for text in texts]


def open_gates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every sentence and clause through to the patterns themselves."""
    monkeypatch.setattr(technology, "_EVIDENCE", ANYTHING)
    monkeypatch.setattr(technology_research, "_TELLING", ANYTHING)
    monkeypatch.setattr(technology_research, "_TAIL_ENDS", ("",))
    for gate in ("_TELLING", "_UPGRADING", "_BUILDING_WORD", "_WORKED_END", "_HEADLESS"):
        monkeypatch.setattr(technology_works, gate, ANYTHING)
    for ends in ("_SUPPORT_ENDS", "_APPLIED_ENDS", "_LISTED_ENDS", "_PROJECT_ENDS"):
        monkeypatch.setattr(technology_works, ends, ("",))
    monkeypatch.setattr(technology_clauses, "_AREA_WORD", ANYTHING)
    monkeypatch.setattr(bodies, "_TAIL_ENDS", ("",))


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(example_texts, id="examples"),
        pytest.param(
            shared_texts,
            id="shared",
            marks=pytest.mark.skipif(
                not SHARED.is_dir(), reason="the shared texts are not beside the checkout"
            ),
        ),
    ],
)
def test_gates_lose_nothing(source: object, monkeypatch: pytest.MonkeyPatch) -> None:
    assert callable(source)
    texts = list(source())
    gated = readings(texts)
    assert sum(map(len, gated)) > 50
    open_gates(monkeypatch)
    assert readings(texts) == gated


def test_names_are_found_longest_first_and_do_not_overlap() -> None:
    names = Names(["海港", "海港集团", "集团总部", "山城"])
    text = "海港集团总部迁往山城，海港扩建"
    found = [text[start:end] for start, end in names.find(text, 0, len(text))]
    assert found == ["海港集团", "山城", "海港"]
