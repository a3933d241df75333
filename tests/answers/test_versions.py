"""Versions in an atlas that documents are added to: republished texts, and many of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cities import build, write

from saidao import answers, pipeline
from saidao.atlas import Atlas

NOTICE = """---
title: 海港市海洋产业新行动方案
date: 2027-03-03
---

近日，海港市印发海洋产业新行动方案，提出一批面向下一个五年的目标和举措，引起各界关注。

到2030年，海港市海洋产业规模突破{size}亿元。

各区各部门将按照职责分工抓好落实，重大情况及时报告，确保各项任务按期完成。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with a notice, the same printed again, and another one."""
    home = tmp_path_factory.mktemp("harbour")
    build(home / "out")
    notice = NOTICE.format(size=3500)
    papers = [
        write(home / "notice.md", notice),
        write(home / "again.md", notice.replace("近日", "本报讯近日").replace("03-03", "03-05")),
        write(
            home / "later.md",
            "---\ntitle: 海港市海洋发展规划\ndate: 2029-05-05\n---\n\n到2032年，海港市海洋产业规模力争达到3500亿元。\n",
        ),
    ]
    pipeline.add(home / "out", papers, recorded_at="2031")
    return home / "out"


def test_what_is_printed_again_is_no_version_more(folder: Path) -> None:
    with Atlas.open(folder) as atlas:
        found = answers.history(atlas.snapshot, "ocean")
        (thread,) = (
            one
            for one in found.threads
            if any(step.assertion.value == 3.5e11 for step in one.steps)
        )
        documents = [step.version.id for step in thread.steps if step.version.kind == "document"]
        assert len(documents) == 2
        assert documents[-1].startswith("later-")
        assert set(thread.steps[-1].classes) == {"softened", "put_off"}


def test_documents_are_versions_too(folder: Path) -> None:
    with Atlas.open(folder) as atlas:
        known = answers.versions(atlas.snapshot)
        kinds = {one.id: one.kind for one in known.versions}
        assert kinds["ocean-plan"] == "plan"
        added = [id for id, kind in kinds.items() if kind == "document"]
        assert len(added) == 3
        later = next(id for id in added if id.startswith("later-"))
        found = answers.diff(atlas.snapshot, "ocean-plan", later)
        (size,) = (one for one in found.items if one.before and one.after)
        assert "rolled_over" in size.classes
        assert size.after is not None
        assert size.after.clause is not None
        text = atlas.text(later).text
        assert text[size.after.clause.start : size.after.clause.end] == size.after.clause.quote
