"""What documents name, stored: who answers for what, and by what means."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from tests.cities import build, write

from saidao import answers, pipeline
from saidao.atlas import Atlas
from saidao.ledger.mentions import Mentioned
from saidao.web.export import csv_bytes

PLAN = """---
title: 海港市海洋产业行动方案
date: 2026-04-01
---

# 一、做大产业

到2030年，海洋产业规模突破3000亿元，给予贷款贴息支持。（责任单位：市海洋局、市财政局）

# 二、攻关技术

突破深海密封件、钛合金耐压壳等关键技术，由市科委牵头，2028年完成。

# 三、建设园区

依托海港东湾高新技术产业园区，到2032年，帆船制造业产值达到20亿元。
"""


def added(tmp_path: Path) -> Path:
    """Return an atlas with the plan above."""
    out = tmp_path / "out"
    build(out)
    pipeline.add(out, [write(tmp_path / "plan.md", PLAN)], recorded_at="2031")
    return out


def test_mentions_are_rows_with_their_place(tmp_path: Path) -> None:
    with Atlas.open(added(tmp_path)) as atlas:
        snapshot = atlas.snapshot
        (document,) = [one for one in snapshot.document if one.origin == "added"]
        text = atlas.text(document.id).text
    kinds = {one.kind for one in snapshot.mention if one.passage.document == document.id}
    assert kinds == {"responsible", "technology_task", "zone", "instrument"}
    for one in snapshot.mention:
        if one.passage.document == document.id:
            assert text[one.passage.start : one.passage.end] == one.passage.quote
            assert all(text[part.start : part.end] == part.name for part in one.parts)
    (task,) = snapshot.mentions_of("technology_task", document.id)
    assert roles(task) == {
        "technology": ["深海密封件", "钛合金耐压壳"],
        "owner": ["市科委"],
        "milestone": ["2028年"],
    }
    (zone,) = snapshot.mentions_of("zone", document.id)
    assert zone.name == "海港东湾高新技术产业园区"


def roles(one: Mentioned) -> dict[str | None, list[str]]:
    """Return the names of a mention's parts by role."""
    found: dict[str | None, list[str]] = {}
    for part in one.parts:
        found.setdefault(part.role, []).append(part.name)
    return found


def test_a_statement_has_its_bodies_and_instruments_and_no_others(tmp_path: Path) -> None:
    with Atlas.open(added(tmp_path)) as atlas:
        snapshot = atlas.snapshot
    values = {id: snapshot.assertions[id].value for id in snapshot.belonging}
    assert list(values.values()) == [3e11]
    (found,) = snapshot.belonging.values()
    assert [(one.kind, one.role) for one in found] == [
        ("instrument", "loan"),
        ("instrument", "interest_subsidy"),
        ("responsible", None),
    ]
    assert roles(found[-1])["lead"] == ["市海洋局"]


def test_the_rows_do_not_depend_on_how_they_came(tmp_path: Path) -> None:
    out = added(tmp_path)
    with Atlas.open(out) as atlas:
        before = atlas.snapshot
    assert build(out).changed is False, "a rebuild reads the same"
    (questioned,) = (one.id for one in before.assertion if one.value == 2e9)
    pipeline.decide(out, questioned, "reject", by="审核", recorded_at="2032")
    with Atlas.open(out) as atlas:
        after = atlas.snapshot
    assert after.mention == before.mention


def test_a_commitment_says_who_answers_for_it_and_by_what_means(tmp_path: Path) -> None:
    with Atlas.open(added(tmp_path)) as atlas:
        snapshot = atlas.snapshot
        (document,) = [one for one in snapshot.document if one.origin == "added"]
        text = atlas.text(document.id)
        detail = answers.document(snapshot, document.id, text)
    rows = answers.ledger(
        snapshot, date(2031, 1, 1), answers.LedgerQuery(text="市财政局"), offset=0, limit=None
    )
    (row,) = rows.items
    assert [(body.name.zh, body.role) for body in row.responsible] == [
        ("市海洋局", "lead"),
        ("市财政局", "co"),
    ]
    for one in (*row.responsible, *row.instruments):
        assert text.text[one.clause.start : one.clause.end] == one.clause.quote
    assert {one.kind for one in row.instruments} == {"loan", "interest_subsidy"}
    (line,) = csv.DictReader(io.StringIO(csv_bytes([row]).decode("utf-8-sig")))
    assert line["responsible_zh"] == "市海洋局；市财政局"
    assert line["instruments"] == "loan；interest_subsidy"
    belonging = [one for one in detail.mentions if row.id in one.commitment_ids]
    assert {one.kind for one in belonging} == {"responsible", "instrument"}
    assert [one.start for one in detail.mentions] == sorted(one.start for one in detail.mentions)
