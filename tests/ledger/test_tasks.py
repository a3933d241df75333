"""Technology tasks of packs and documents as one ledger, with what came since."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tests.cities import build, write

from saidao import answers, packs, pipeline
from saidao.answers.shapes import TaskView
from saidao.atlas import Atlas
from saidao.ledger.mentions import Mentioned, NamedPart, PlacedText
from saidao.ledger.records import Passage
from saidao.ledger.resolve import Resolver
from saidao.ledger.tasks import DocumentFacts, TechnologyTask, technology_tasks

PACK = packs.load(Path(__file__).parents[1] / "fixtures" / "harbour")
RESOLVER = Resolver(PACK.lexicon, "990000")
SOURCES = {source.id: source for source in PACK.sources}

TEXTS = {
    "early": "围绕海洋产业，攻克深水导管架、柔性立管、水下采油树等技术。",
    "again": "加快突破柔性立管、水下采油树和海底管缆等关键技术，由市海洋局牵头。",
    "drones": "在无人机领域攻克柔性立管、水下采油树等技术。",
    "news": "昨天开会。全市已有3套柔性立管投入使用。海洋产业欣欣向荣。",
    "old": "柔性立管还没有样机。",
}
DATES = {
    "early": "2027-01-01",
    "again": "2028-01-01",
    "drones": "2028-02-01",
    "news": "2029-01-01",
    "old": "2020-01-01",
}
TECHNOLOGIES = ("深水导管架", "柔性立管", "水下采油树", "海底管缆")


def mention(document: str, owner: str = "") -> Mentioned:
    """The task that a text sets, with its technologies."""
    text = TEXTS[document]
    parts = [
        NamedPart("technology", at.start(), at.end(), at[0], "technology")
        for at in re.finditer("|".join(TECHNOLOGIES), text)
    ]
    if owner:
        start = text.index(owner)
        parts.append(NamedPart("body", start, start + len(owner), owner, "owner"))
    start, end = parts[0].start - 2, text.index("技术") + 2
    passage = Passage(document, start, end, text[start:end])
    return Mentioned(
        f"{document}.task", "technology_task", passage.quote, None, passage, tuple(parts)
    )


MENTIONS = [mention("early"), mention("again", "市海洋局"), mention("drones")]


def ledger(
    mentions: Sequence[Mentioned] = MENTIONS, documents: Mapping[str, str] = DATES
) -> dict[str, TechnologyTask]:
    """Return the tasks of the texts, without those of the pack."""
    found = technology_tasks(
        (),
        {},
        mentions,
        [DocumentFacts(id, day, None, False) for id, day in documents.items()],
        [PlacedText(id, TEXTS[id], ()) for id in documents],
        (),
        RESOLVER,
        SOURCES,
    )
    return {one.id: one for one in found}


def test_a_task_named_again_is_one_entry_with_both_places() -> None:
    found = ledger()
    assert sorted(found) == ["drones.task", "early.task"]
    task = found["early.task"]
    assert [(one.id, one.issued) for one in task.namings] == [
        ("early.task", "2027-01-01"),
        ("again.task", "2028-01-01"),
    ]
    assert [one.zh for one in task.technologies] == list(TECHNOLOGIES)
    assert task.owners == ("市海洋局",)
    assert task.industries == ("ocean",)


def test_two_industries_are_two_tasks() -> None:
    assert ledger()["drones.task"].industries == ("drones",)


def test_one_shared_technology_of_several_is_no_same_task() -> None:
    one, other = MENTIONS[0], MENTIONS[1]
    kept = tuple(part for part in other.parts if part.name in ("海底管缆", "柔性立管"))
    found = ledger([one, replace(other, parts=kept, name="另外的事")])
    assert len(found) == 2


def test_later_documents_are_evidence_and_earlier_ones_are_not() -> None:
    evidence = ledger()["early.task"].evidence
    assert [(one.document, one.kind, one.technologies) for one in evidence] == [
        ("news", "named", ("柔性立管",)),
        ("drones", "task", ("柔性立管", "水下采油树")),
    ]
    news = evidence[0].passage
    assert news.quote == "全市已有3套柔性立管投入使用。"
    assert TEXTS["news"][news.start : news.end] == news.quote


def test_a_document_without_a_date_is_no_evidence() -> None:
    found = ledger(documents=DATES | {"news": ""})
    assert {one.document for one in found["early.task"].evidence} == {"drones"}


def test_the_order_of_mentions_makes_no_other_ledger() -> None:
    shuffled = list(MENTIONS)
    for seed in range(6):
        random.Random(seed).shuffle(shuffled)
        assert ledger(shuffled) == ledger()


def test_a_field_is_no_technology() -> None:
    """无人机 is an industry of the lexicon; two tasks that share it alone are not the same."""
    part = NamedPart("technology", 0, 3, "无人机", "technology")
    one = replace(MENTIONS[0], parts=(part,), name="研制甲")
    other = replace(MENTIONS[1], parts=(part,), name="研制乙")
    assert len(ledger([one, other])) == 2


PLAN = """---
title: 海洋装备攻关方案
date: 2027-05-01
---

围绕海洋产业，攻克深海电缆的动态缆、深水导管架等关键技术，到2029年完成样机，由市海洋局牵头。
"""
REPORT = """---
title: 海洋装备进展
date: 2028-05-01
---

去年，海洋产业动态缆产能达到3000公里。
"""


@pytest.fixture
def tasks(tmp_path: Path) -> list[TaskView]:
    """The tasks of the invented city with a plan and a report added, after a rebuild."""
    out = tmp_path / "out"
    build(out)
    papers = [write(tmp_path / "plan.md", PLAN), write(tmp_path / "report.md", REPORT)]
    pipeline.add(out, papers, recorded_at="2031")
    assert not build(out).changed
    with Atlas.open(out) as atlas:
        return list(answers.tasks(atlas.snapshot))


def test_tasks_of_the_pack_and_of_documents_are_shown_as_one(tasks: list[TaskView]) -> None:
    cable = next(task for task in tasks if task.id == "deep-sea-cable")
    assert (cable.origin, cable.deadline, cable.park_names[0][1].en) == (
        "pack",
        "2029",
        "Pilot Quay Park",
    )
    assert cable.clause is not None
    assert cable.issued == "2026-03-01"
    reported = [one for one in cable.evidence if one.kind == "actual"]
    assert [one.clause.quote for one in reported] == ["去年，海洋产业动态缆产能达到3000公里。"]
    for task in tasks:
        for naming in task.namings:
            assert naming.origin == "pack" or naming.clause is not None
