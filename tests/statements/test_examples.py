"""Every worked example of ``chinese-*.yaml`` and ``english-*.yaml`` is read as it says.

The files are written for planners: a sentence, and what it says. Format::

    theme: Comparators                   # what the file is about
    language: zh-Hans                    # of all its examples
    context: {date: "2024"}              # optional, of all its examples
    examples:
      - text: 到2027年，规模突破80亿元。   # several lines are several paragraphs
        context: {title: …, date: …, region: …}   # optional, added to the file's
        says:                            # every statement, in order; [] for none
          - quote: 规模突破80亿元          # must be inside the statement's own quote
            value: 8e9                   # any fields of Statement; `value` may be [low, high]
            unit: CNY
            cmp: ">"
            period: "2027"
        reviews: 0                       # optional: passages left to a person

Fields that an entry does not name are not checked; `period: null` asks for none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from saidao.statements import chinese, english
from saidao.statements.statement import Context, Statement

EXAMPLES = Path(__file__).parents[1] / "examples"
FIELDS = {field.name for field in fields(Statement)} | {"quote"}
# libyaml's takes a tenth of the time; every run of the tests reads all examples.
YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KEYS = {"text", "context", "says", "reviews", "note"}


def cases() -> Iterator[Any]:
    """One case for each example, named by file and number."""
    for file in sorted([*EXAMPLES.glob("chinese-*.yaml"), *EXAMPLES.glob("english-*.yaml")]):
        sheet = yaml.load(file.read_text(encoding="utf-8"), YAML)
        for number, example in enumerate(sheet["examples"], 1):
            yield pytest.param(sheet, example, id=f"{file.stem}-{number}")


def fits(expected: dict[str, Any], said: Statement, text: str) -> list[str]:
    """Return what differs between an expected entry and a statement."""
    wrong = []
    for name, want in expected.items():
        got: Any
        if name == "quote":
            place = text.find(want, said.start, said.end)
            if place < 0:
                wrong.append(f"quote {want!r} is not in {text[said.start : said.end]!r}")
            continue
        got = getattr(said, name)
        if name == "value" and isinstance(want, list):
            got, want = [said.value, said.value_high], [float(end) for end in want]
        elif name in ("value", "value_high", "tier") and want is not None:
            want = float(want)
        if got != want and not (isinstance(want, float) and got == pytest.approx(want)):
            wrong.append(f"{name}: got {got!r}, expected {want!r}")
    return wrong


@pytest.mark.parametrize(("sheet", "example"), list(cases()))
def test_example_is_read(sheet: dict[str, Any], example: dict[str, Any]) -> None:
    unknown = set(example) - KEYS
    assert not unknown, f"unknown keys {unknown}"
    text = example["text"]
    context = Context(
        **{"language": sheet["language"], **sheet.get("context", {}), **example.get("context", {})}
    )
    rules = english if sheet["language"] == "en" else chinese
    reading = rules.read(text, (), context)
    said = list(reading.statements)
    quotes = [text[one.start : one.end] for one in said]
    assert len(said) == len(example["says"]), f"read {quotes}"
    for expected, one in zip(example["says"], said, strict=True):
        assert set(expected) <= FIELDS, f"unknown fields {set(expected) - FIELDS}"
        assert not fits(expected, one, text)
    if "reviews" in example:
        assert len(reading.reviews) == example["reviews"]


def test_there_are_several_hundred_examples() -> None:
    assert sum(1 for _ in cases()) >= 500
