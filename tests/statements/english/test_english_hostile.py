"""Whatever the English text, reading ends in time proportional to its length."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.documents.document import Block
from saidao.statements import english
from saidao.statements.english.clauses import fold
from saidao.statements.statement import Context

CONTEXT = Context(date="2024-05", region="United States", title="Budget 2024-25")
PIECES = [
    "by 2030", "in FY25", "5", "1,000", "3.5", "million", "lakh", "%", "per cent", "$", "Ksh",
    "tonnes", "MW", "jobs", "new homes", "up to", "more than", "between", "and", "to", "from",
    "which", "of", "a third", "half", "double", "times", "the", "third", "largest", "ranked",
    "will", "has", "increase", "by", "grants", "over the next five years", "per person", "-", "–",
    ",", ".", ":", ";", "(", ")", "\n", "\n- ", "**", "[", "](", "http://", "last year", "budget",
    "x", "fold", "out of", "in", "1 in", "İ", "ß", "²", "½",
]  # fmt: skip


@pytest.mark.slow  # It measures time, which other work disturbs.
@pytest.mark.parametrize(
    "unit",
    [
        "1", "1,222", "1 222 ", "5 million ", "5% ", "10 percent of ", "half of ", "2020-",
        "in 2020 to ",
        "more than ", "a", "](", "<", ". ", ".", '."', "(", "$5 ", "5 jobs and ", "5\n", "http://",
        "one ", "twenty ", "5-", "fold", "5 jobs of which ", " ", "A.", "no. A", "by 2030 ", "Rs.",
        "which ", "up to ", "1/", "to be ", "years ", "next ", "-", "million ",
    ],
)  # fmt: skip
def test_time_is_linear_in_the_length(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * (count // len(unit))
        begun = time.process_time()
        english.read(text, (Block(0, len(text)),), CONTEXT)
        return time.process_time() - begun

    seconds(1_000)
    # Other work on the machine may disturb one measurement, not three in a row.
    for _ in range(3):
        small, large = seconds(8_000), seconds(32_000)
        if large < 10 * max(small, 0.05):
            return
    pytest.fail(f"{small:.2f} s and {large:.2f} s for four times as much")


@settings(max_examples=250, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map(" ".join))
def test_any_text_gives_statements_with_valid_places(text: str) -> None:
    reading = english.read(text, (), CONTEXT)
    for position, one in enumerate(reading.statements):
        assert 0 <= one.start <= one.value_start < one.value_end <= one.end <= len(text)
        assert one.value is not None
        assert one.value_high is None or one.value < one.value_high
        assert one.part_of is None or one.part_of < position
    for one in reading.reviews:
        assert 0 <= one.start < one.end <= len(text)
        assert one.candidates


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(fold(text)) == len(text)
    english.read(text, (), CONTEXT)
