"""Ten short articles with planted contradictions, and with what only looks like one.

The articles are about an invented city whose lexicon knows places and a few industries and
no indicator at all.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.ledger.linking_city import resolver_of

from saidao.documents import read_file
from saidao.ledger import Intake, Ledger, document_intake, reconcile
from saidao.ledger.records import Conflict
from saidao.ledger.stories import story_marks
from saidao.ledger.voices import sketch
from saidao.packs.pack import Authority
from saidao.pipeline import read_added

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "contradictions"
EXPECTED: dict[str, Any] = yaml.safe_load((FOLDER / "expected.yaml").read_text("utf-8"))
RULE = ("authority", "plan", "date", "specificity")


@pytest.fixture(scope="module")
def ledger() -> Ledger:
    """The ledger of the ten articles."""
    resolver, city = resolver_of("")
    intakes: list[Intake] = []
    sources, sketches, stories = {}, {}, {}
    for path in sorted(FOLDER.glob("*.md")):
        authority: Authority = "official" if path.name[:2] in EXPECTED["official"] else "news"
        document = read_file(path)
        read = read_added(document, (), city, authority, file=document.sha256)
        assert read.source is not None
        sources[read.source.id] = read.source
        sketches[read.document.id] = (read.source.id, sketch(read.document.text))
        marks = story_marks(read.document.text, title=document.metadata.title)
        stories[read.document.id] = (read.source.id, marks)
        intakes.append(document_intake(read, resolver))
    return reconcile(intakes, sources, sketches, RULE, (), stories)


def speaking(ledger: Ledger, where: dict[str, str]) -> set[str]:
    """Return the statements of an article that stand in a clause with some words."""
    ((article, words),) = where.items()
    found = {
        one.id
        for one in ledger.assertions
        if one.passage and one.passage.document.startswith(article) and words in one.passage.quote
    }
    assert found, f"nothing was read of {article}: {words}"
    return found


def shows(conflict: Conflict, one: set[str], other: set[str]) -> bool:
    """Whether both of two statements take part in a conflict."""
    involved = {*conflict.assertions, *conflict.observations}
    return bool(involved & one) and bool(involved & other)


def test_planted_contradictions_are_found_and_little_else(ledger: Ledger) -> None:
    explained: set[str] = set()
    missed = []
    for planted in EXPECTED["planted"]:
        sides = speaking(ledger, planted["one"]), speaking(ledger, planted["other"])
        found = [
            conflict.id
            for conflict in ledger.conflicts
            if conflict.class_ == planted["class"] and shows(conflict, *sides)
        ]
        explained.update(found)
        if not found:
            missed.append(planted)
    false = [conflict.id for conflict in ledger.conflicts if conflict.id not in explained]
    count = len(EXPECTED["planted"])
    precision = len(explained) / len(ledger.conflicts)
    recall = (count - len(missed)) / count
    print(f"{count} planted, {len(ledger.conflicts)} found: P {precision:.2f}, R {recall:.2f}")
    assert count >= 20
    assert recall >= 0.9, missed
    assert precision >= 0.9, false


def test_what_only_looks_like_a_contradiction_is_none(ledger: Ledger) -> None:
    near = EXPECTED["near"]
    assert len(near) >= 20
    alarms = []
    for pair in near:
        one, other = speaking(ledger, pair["one"]), speaking(ledger, pair["other"])
        apart = [
            conflict.id
            for conflict in ledger.conflicts
            if shows(conflict, one, other)
            # A third reading may contradict both, and does not set them against each other.
            and not alike(ledger, one | other)
        ]
        if apart:
            alarms.append((pair["why"], apart))
    assert alarms == []


def alike(ledger: Ledger, pair: set[str]) -> bool:
    """Whether statements say the same, so that the rival in their conflict is another one."""
    said = {
        (one.value, one.cmp, one.subject, one.period) for one in ledger.assertions if one.id in pair
    }
    return len(said) == 1


def test_every_class_is_planted() -> None:
    planted = {one["class"] for one in EXPECTED["planted"]}
    assert planted == {
        "comparator", "value", "firmness", "change", "deadline", "scope", "definition",
        "members", "precision", "revision", "series",
    }  # fmt: skip


def test_the_order_of_the_articles_changes_nothing(ledger: Ledger) -> None:
    again = reconcile(
        [Intake(tuple(reversed(ledger.assertions)), tuple(reversed(ledger.observations)))],
        {},
        {},
        ("specificity",),
    )
    forward = reconcile([Intake(ledger.assertions, ledger.observations)], {}, {}, ("specificity",))
    assert again == forward
