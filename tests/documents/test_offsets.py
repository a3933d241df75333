"""Every reading character knows where it stands in the source."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.documents import read_bytes
from saidao.documents.document import Document, TextAnchor
from saidao.errors import DocumentError

NAMES = ("a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.xml")


def source_of(document: Document) -> str:
    assert isinstance(document.anchor, TextAnchor)
    return document.anchor.source


def assert_consistent(document: Document) -> None:
    """The blocks tile the text, and each quote is what stands in the source."""
    source = source_of(document)
    document.text.encode("utf-8")
    at = 0
    for block in document.blocks:
        assert block.start == at
        assert block.start < block.end
        address = document.locate(block.start, block.end)
        assert source[address.start : address.end] == address.quote
        at = block.end + 1
    assert document.text == "\n".join(document.text[b.start : b.end] for b in document.blocks)


def quote_of(document: Document, text: str) -> str:
    """Return the source that a stretch of the reading text stands for."""
    start = document.text.index(text)
    return document.locate(start, start + len(text)).quote


@pytest.mark.parametrize(
    ("name", "source", "text", "quote"),
    [
        ("a.txt", "到2028年，港口\u3000吞吐量达到9亿吨。", "港口 吞吐量", "港口\u3000吞吐量"),
        ("a.md", "# 港口\n\n吞吐量达到**9亿吨**左右。", "达到9亿吨左右", "达到**9亿吨**左右"),
        (
            "a.md",
            "新增[泊位](https://a.example/b)12个。",
            "泊位12个",
            "泊位](https://a.example/b)12个",
        ),
        ("a.html", "<p>达到<b>9</b>亿吨</p>", "9亿吨", "9</b>亿吨"),
        ("a.html", "<p>研发 R&amp;D 投入增长8%</p>", "R&D 投入", "R&amp;D 投入"),
        ("a.html", "<p>AT&ampT 增长8&#37;以上</p>", "8%以上", "8&#37;以上"),
        ("a.html", "<p>面积3km<sup>2</sup>以上</p>", "3km2以上", "3km<sup>2</sup>以上"),
        ("a.html", "<p>产值9亿元<sup>[1]</sup>以上</p>", "亿元以上", "亿元<sup>[1]</sup>以上"),
        ("a.txt", "---\ntitle: 'It''s 9%'\n---\n\n正文在此。", "It's 9%", "It''s 9%"),
        ("a.txt", '---\ntitle: "a\\ud800b"\n---\n\n正文在此。', "a\ufffdb", "a\\ud800b"),
    ],
)
def test_markup_inside_a_clause_is_part_of_its_quote(
    name: str, source: str, text: str, quote: str
) -> None:
    document = read_bytes(source.encode(), name)
    assert source_of(document) == source
    assert quote_of(document, text) == quote
    assert_consistent(document)


def test_line_ends_and_byte_order_mark_keep_their_places() -> None:
    source = "\ufeff第一行写明目标。\r\n\r\n第二行达到9亿吨。\r\n"
    document = read_bytes(source.encode("utf-8"), "a.txt")
    assert source_of(document) == source
    assert document.text == "第一行写明目标。\n第二行达到9亿吨。"
    assert quote_of(document, "9亿吨") == "9亿吨"


def test_a_span_outside_the_text_is_refused() -> None:
    document = read_bytes("达到9亿吨。".encode(), "a.txt")
    for span in ((0, 0), (3, 2), (-1, 2), (0, 99)):
        with pytest.raises(ValueError, match="not inside"):
            document.locate(*span)


PIECES = """
<p>|</p>|<div class='x'>|<!--|-->|<table><tr><td>|</td>|<a href='|">|&amp;|&#x4e2d;|&bogus;|&|<
**|[a](b)|](|![|`|- |# |一、|（二）|“|title: '|<sup>2</sup>|<br/>|<script>|<body>|<html>|<h1>|<li>
<![CDATA[|]]>|<item>|<rss><channel>|word |2025年|达到5000亿元，|%PDF-|PK\x03\x04|\x00|\u3000|\u200b
"""
LINES = ("\n", "\r\n", "---\n", "```\n", "|a|b|\n|-|-|\n")
FRAGMENTS = st.sampled_from([*PIECES.replace("\n", "|").split("|"), *LINES])


@settings(max_examples=300, deadline=None)
@given(st.lists(FRAGMENTS, max_size=40).map("".join), st.sampled_from(NAMES))
def test_any_mix_of_markup_is_a_document_or_a_document_error(source: str, name: str) -> None:
    try:
        document = read_bytes(source.encode(), name)
    except DocumentError as problem:
        said = str(problem)
    else:
        said = f"{name}: "
        assert_consistent(document)
    assert said.startswith(f"{name}: ")


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda t: t.encode("gb18030", "replace")),
        st.text(max_size=200).map(lambda t: t.encode("utf-16", "replace")),
        st.binary(max_size=200).map(lambda b: b"%PDF-1.7\n" + b),
        st.binary(max_size=200).map(lambda b: b"PK\x03\x04word/" + b),
    ),
    st.sampled_from(NAMES),
)
def test_any_bytes_are_a_document_or_a_document_error(data: bytes, name: str) -> None:
    try:
        document = read_bytes(data, name)
    except DocumentError:
        return
    if isinstance(document.anchor, TextAnchor):
        assert_consistent(document)
