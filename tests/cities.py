"""The invented city that tests build atlases of."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from saidao import pipeline

HARBOUR = Path(__file__).parent / "fixtures" / "harbour"

ARTICLE = """---
title: 海港市公布海洋产业目标
date: 2026-03-03
---

据报道，到2030年，海港市海洋产业规模突破3000亿元。

到2030年，海洋产业形成2个百亿级产业集群。

到2032年，海港市帆船制造业产值达到20亿元。
"""
"""Meets the pack's commitments: one in conflict, one agreeing, one that is new."""


def write(path: Path, text: str) -> Path:
    """Write a file and return its path."""
    path.write_text(text, encoding="utf-8")
    return path


DAY = "2031-02-01T00:00:00"


def build(out: Path, at: str = DAY) -> pipeline.Built:
    """Build the atlas of the invented city; where there is none yet, a copy of one built so."""
    if at != DAY or out.exists():
        return pipeline.build(HARBOUR, out, recorded_at=at)
    folder, built = _first()
    shutil.copytree(folder, out)
    return built


@cache
def _first() -> tuple[Path, pipeline.Built]:
    """Build the atlas once for all tests of a process."""
    made = Path(tempfile.mkdtemp(prefix="saidao-tests-"))
    atexit.register(shutil.rmtree, made)
    return made / "harbour", pipeline.build(HARBOUR, made / "harbour", recorded_at=DAY)
