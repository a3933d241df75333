"""Whatever the text, reading ends in time proportional to its length, with valid places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.statements import chinese
from saidao.statements.chinese.folding import fold
from saidao.statements.statement import Context

CONTEXT = Context(date="2024")
PIECES = [
    "到2025年", "，", "。", "、", "；", "（", "）", "“", "”", "《", "》", "1", "0", "九", "千", "万", "亿",
    "元", "%", "个", "家", "增长", "占", "比重", "达到", "突破", "以上", "左右", "分别", "其中", "十四五",
    "若干", "级", "产业", "\n", " ", "-", "至", "从", "由", "第", "翻番", "百分之", "分之", "年", "月",
    "$", "萬", "億", "總", "http://", "](",
]  # fmt: skip


@pytest.mark.slow  # It measures time, which other work disturbs.
@pytest.mark.parametrize(
    "unit",
    [
        "9", "亿", "一", "千亿级", "1、", "增长", "占", "到2025年", "达到", "（", "“", "《", "1亿元",
        "1亿元、", "1-", "不低于", "其中", "年均增长", "超过", "的", " ", "\n", "9,", "9.", "每人每天",
        "第一", "若干个", "从1", "1万至", "“1", "和", "十", "百分之", "二〇",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * (count // len(unit))
        begun = time.process_time()
        chinese.read(text, (), CONTEXT)
        return time.process_time() - begun

    seconds(1_000)
    # Other work on the machine may disturb one measurement, not three in a row.
    for _ in range(3):
        small, large = seconds(4_000), seconds(16_000)
        if large < 10 * max(small, 0.03):
            return
    pytest.fail(f"{small:.2f} s and {large:.2f} s for four times as much")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_text_gives_statements_with_valid_places(text: str) -> None:
    for one in chinese.read(text, (), CONTEXT).statements:
        assert 0 <= one.start <= one.value_start < one.value_end <= len(text)
        assert one.start < one.end <= len(text)
        assert one.value is not None or one.tier is not None


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.wording)
    for place, character in enumerate(folded.wording):
        assert text[folded.source(place)] == character
