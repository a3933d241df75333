"""Copies, versions and parts of one story are one voice; what only looks alike is not."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path

import pytest
from tests.ledger.builders import assertion, source
from tests.ledger.retold import Paper, noisy, papers

from saidao.documents import read_file
from saidao.ledger import Intake, reconcile
from saidao.ledger.stories import same_story, story_marks, tellings, told_apart
from saidao.ledger.voices import joined, same_text, sketch, voices

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
GOAL = 0.95


def grouped(documents: Iterable[Paper]) -> dict[str, str]:
    """Return the voice of each document, as a ledger finds it."""
    documents = list(documents)
    marks = {
        one.id: story_marks(one.text, title=one.title, url=one.url, region=one.region)
        for one in documents
    }
    copies = voices(
        [],
        {one.id: (one.id, sketch(one.text)) for one in documents},
        lambda one, other: told_apart(marks[one], marks[other]),
    )
    return joined(copies, tellings(marks))


def f1(found: Mapping[str, str], labels: Mapping[str, str]) -> tuple[float, list[str]]:
    """Return the pairwise F1 over all pairs of documents, and the pairs that are wrong."""
    true = wrong_ones = 0
    wrong: list[str] = []
    for one, other in combinations(sorted(labels), 2):
        linked, same = found[one] == found[other], labels[one] == labels[other]
        true += linked and same
        if linked != same:
            wrong_ones += 1
            wrong.append(f"{'missed' if same else 'false'}: {one} {other}")
    return 2 * true / (2 * true + wrong_ones), wrong


def test_generated_documents_are_grouped_as_they_were_made() -> None:
    every = papers()
    labels = {one.id: one.group for one in every}
    positive = sum(labels[a] == labels[b] for a, b in combinations(labels, 2))
    assert positive >= 60
    score, wrong = f1(grouped(every), labels)
    print(f"{len(every)} generated documents, {positive} pairs of one voice: F1 {score:.3f}")
    assert score >= GOAL, wrong


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
def test_labelled_groups_of_real_documents() -> None:
    rows = map(json.loads, (CORPUS / "meta.jsonl").read_text("utf-8").splitlines())
    every = [
        Paper(
            row["id"],
            row["dup_group"] or row["id"],
            read_file(CORPUS / "docs" / f"{row['id']}.txt").text,
            row["title"],
            row["url"] or "",
            row["region"],
        )
        for row in rows
    ]
    groups = json.loads((CORPUS / "dup_groups.json").read_text("utf-8"))
    labels = {one.id: one.group for one in every}
    labels |= {id: name for name, group in groups.items() for id in group["documents"]}
    score, wrong = f1(grouped(every), labels)
    print(f"{len(every)} real documents: F1 {score:.3f}")
    assert score >= GOAL, wrong


@pytest.mark.parametrize("kind", ["tags", "pinyin", "script", "adverts", "frame"])
def test_noise_of_mirrors_hides_no_copy(kind: str) -> None:
    for one in papers():
        if one.id.endswith("-own"):
            assert same_text(sketch(one.text), sketch(noisy(one.text, kind)))


def test_a_text_inside_a_longer_one_is_quoted_and_a_short_one_is_no_text() -> None:
    every = papers()
    whole = "\n".join(one.text for one in every[:3])
    assert same_text(sketch(every[0].text), sketch(whole))
    assert not same_text(sketch(every[0].text[:30]), sketch(whole))
    assert not same_text(sketch(""), sketch(whole))


def test_the_order_of_documents_changes_no_group() -> None:
    every = papers()
    before = grouped(every)
    random.Random(3).shuffle(every)
    assert grouped(every) == before


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"title": "云汐市无人机产业园今日开园迎客"}, {"title": "云汐市无人机产业园今日开园迎客"}, True),
        ({"title": "云汐市国民经济和社会发展统计公报"}, {"title": "云汐市国民经济和社会发展统计公报"}, False),
        ({"title": "要闻"}, {"title": "要闻"}, False),
        (
            {"title": "市政府召开常务会议研究近期工作", "issued": "2026-03-02"},
            {"title": "市政府召开常务会议研究近期工作", "issued": "2026-09-05"},
            False,
        ),
        (
            {"title": "市政府召开常务会议研究近期工作", "issued": "2026-03-02"},
            {"title": "市政府召开常务会议研究近期工作", "issued": "2026-03-03"},
            True,
        ),
        (
            {"title": "市政府召开常务会议研究近期工作", "issued": "2026"},
            {"title": "市政府召开常务会议研究近期工作", "issued": "2027-01"},
            False,
        ),
        ({"title": "《风筝产业规划（2020—2025年）》印发"}, {"title": "《风筝产业“十五五”规划》印发"}, False),
        (
            {"title": "《风筝制造产业规划（2020—2025年）》印发", "url": "https://a.example/1"},
            {"title": "《风筝制造产业“十五五”规划》印发", "url": "https://a.example/2"},
            True,
        ),
        (
            {"title": "《风筝制造产业规划（2020—2025年）》印发", "url": "https://a.example/1"},
            {"title": "《风筝制造产业“十五五”规划》印发", "url": "https://b.example/2"},
            False,
        ),
        (
            {"title": "Two years after the Clean Harbour Act", "url": "https://a.example/1"},
            {"title": "What the Clean Harbour Act has done", "url": "https://a.example/2"},
            True,
        ),
    ],
)  # fmt: skip
def test_marks_tell_one_story(one: dict[str, str], other: dict[str, str], expected: bool) -> None:
    assert same_story(story_marks("", **one), story_marks("", **other)) is expected


def test_versions_of_a_story_are_one_voice_and_contradict_each_other_all_the_same() -> None:
    marks = {"url": "https://a.example/1", "title": "海港市发布海洋产业方案明确新目标"}
    stories = {
        "d1": ("S001", story_marks("到2030年达到3000亿元", **marks)),
        "d2": ("S002", story_marks("到2030年突破3000亿元，另有新内容若干", **marks)),
    }
    rows = assertion("a"), assertion("b", source="S002", cmp=">")
    sources = {one.id: one for one in (source("S001", "official"), source("S002"))}
    found = reconcile([Intake(rows)], sources, {}, ("authority",), (), stories)
    assert [(m.assertion, m.voice, m.relation) for m in found.memberships] == [
        ("a", 1, "own"),
        ("b", 1, "story"),
    ]
    assert [conflict.class_ for conflict in found.conflicts] == ["comparator"]
    copies = {"d1": ("S001", sketch("一篇文章" * 20)), "d2": ("S002", sketch("一篇文章" * 20))}
    same = reconcile([Intake(rows)], sources, copies, ("authority",), (), {})
    assert [m.relation for m in same.memberships] == ["own", "copy"]
    assert not same.conflicts
