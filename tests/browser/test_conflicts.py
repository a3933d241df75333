"""Contradictions on the screen: between promises, and between realised values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

WIDE, NARROW = (1440, 900), (390, 844)


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("lang", "words", "figure"),
    [("zh", "后一年反而更低", "1.4万亿元"), ("en", "later year is lower", "1.4 tn")],
)
def test_realised_values_that_contradict_each_other_are_listed(
    browse: Callable[..., Any], size: tuple[int, int], lang: str, words: str, figure: str
) -> None:
    opened = browse(size)
    page = opened.go(f"data?lang={lang}")
    section = page.locator("#contradictory-figures")
    section.locator("text=2019").first.wait_for()
    shown = section.inner_text()
    assert words in shown
    assert figure in shown
    assert "xipiyun.cn" in shown
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert opened.complaints == []


def test_the_members_that_differ_are_named_beside_the_rule_that_chose(
    browse: Callable[..., Any],
) -> None:
    opened = browse()
    id = "310000.manufacturing.industry-clusters.tier-1e12.count.2025"
    page = opened.go(f"ledger?lang=zh&q=万亿级&row={id}")
    conflict = page.locator(".conflict", has_text="成员不同").first
    conflict.wait_for()
    assert "生命健康" in conflict.inner_text()
    assert "软件和信息服务业" in conflict.inner_text()
    assert "优先于" in page.locator("main").inner_text()
    assert opened.complaints == []
