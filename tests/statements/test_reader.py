"""The frame: context, order, places in the source, records; and the article in full."""

from __future__ import annotations

import json
from array import array
from pathlib import Path
from typing import Any

import pytest

from saidao.documents import read_file
from saidao.documents.document import Block, Document, Metadata, TextAnchor
from saidao.errors import DocumentError
from saidao.statements.language import language_of
from saidao.statements.reader import context_of, read_document
from saidao.statements.records import FIELDS, record, statement_of
from saidao.statements.statement import Context

SHARED = Path(__file__).parents[3] / "shared"
needs_shared = pytest.mark.skipif(
    not (SHARED / "corpus").is_dir(), reason="the measuring corpus is not beside this checkout"
)


def document(source: str, **metadata: str) -> Document:
    """A document whose reading text is `source` without its ``*`` and ``<…>`` marks."""
    text, starts, inside = "", array("I"), False
    for place, character in enumerate(source):
        inside = (inside or character == "<") and not (inside and character == ">")
        if inside or character in ">*":
            continue
        text += character
        starts.append(place)
    ends = array("I", (place + 1 for place in starts))
    return Document(
        id="d1", sha256="0" * 64, name="d1.html", media_type="text/html", text=text,
        blocks=(Block(0, len(text)),), anchor=TextAnchor(source, starts, ends),
        metadata=Metadata(**metadata),
    )  # fmt: skip


def test_what_the_user_says_wins_over_the_document() -> None:
    one = document("规模突破8亿元。", title="旧题", issued="2021", region="甲市")
    known = context_of(one, Context(date="2023-04", region="乙市"))
    assert (known.title, known.date, known.region) == ("旧题", "2023-04", "乙市")


def test_markup_inside_a_clause_stays_in_the_quote() -> None:
    source = "<p>到2026年，渔业产值突破<b>80</b>亿元。</p>"
    one = document(source, issued="2023")
    row = record(one, read_document(one).statements[0])
    assert row["quote"] == "到2026年，渔业产值突破<b>80</b>亿元"
    assert source[row["start"] : row["end"]] == row["quote"]
    assert row["document"] == "d1"
    assert set(FIELDS) <= set(row)
    json.dumps(row)


def test_record_and_back() -> None:
    one = document("到2026年，渔业产值突破80亿元，同比增长5%。", issued="2023")
    for said in read_document(one).statements:
        again = statement_of(record(one, said))
        assert all(getattr(again, name) == getattr(said, name) for name in FIELDS)


def test_a_record_whose_quote_does_not_stand_there_is_refused() -> None:
    class Liar(TextAnchor):
        def locate(self, text: str, start: int, end: int) -> Any:
            place = super().locate(text, start, end)
            return type(place)(place.start + 1, place.end + 1, place.quote)

    honest = document("到2026年，渔业产值突破80亿元。", issued="2023")
    said = read_document(honest).statements[0]
    anchor = honest.anchor
    assert isinstance(anchor, TextAnchor)
    crooked = Document(
        **{
            **{name: getattr(honest, name) for name in Document.__slots__},
            "anchor": Liar(anchor.source, anchor.starts, anchor.ends),
        }
    )
    with pytest.raises(DocumentError, match="refused"):
        record(crooked, said)


def test_statements_come_in_the_order_of_the_text_and_parts_point_to_their_total() -> None:
    one = document(
        "2024年，水产品产量90万吨，其中海水产品60万吨。2025年达到95万吨。", issued="2024"
    )
    said = read_document(one).statements
    assert [place.start for place in said] == sorted(place.start for place in said)
    assert said[1].part_of == 0


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("到2026年，渔业产值突破80亿元", "zh-Hans"),
        ("預計2026年漁業產值將突破80億元", "zh-Hant"),
        ("Fisheries output will exceed 8 billion yuan by 2026", "en"),
        ("", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language or not text


def test_reading_twice_gives_the_same() -> None:
    one = document("力争2027年建成海洋牧场12个、总面积30平方公里。", issued="2024")
    assert read_document(one) == read_document(one)


@needs_shared
@pytest.mark.parametrize("name", ["corpus/docs/seed.txt", "documents/article-2022-07-08.md"])
def test_the_article_is_read_in_full(name: str) -> None:
    gold = [
        json.loads(line)
        for line in (SHARED / "corpus/gold/seed.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    one = read_file(SHARED / name)
    rows = [record(one, said) for said in read_document(one).statements]
    source = (SHARED / name).read_text(encoding="utf-8")
    keys = ("kind", "op", "cmp", "value", "value_high", "unit", "counted", "tier", "period")
    assert [[row[key] for key in keys] for row in rows] == [
        [row[key] for key in keys] for row in gold
    ]
    for row in rows:
        assert source[row["start"] : row["end"]] == row["quote"]
