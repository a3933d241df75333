"""Encodings: told from the bytes, repaired where that can be undone."""

from __future__ import annotations

import pytest

from saidao.documents import read_bytes
from saidao.documents.decoding import decode
from saidao.errors import DocumentError

SIMPLIFIED = "到2028年，港口吞吐量达到九亿吨，新增就业三万人，推动产业发展。\n"
TRADITIONAL = "到2028年，港口吞吐量達到九億噸，新增就業三萬人，推動產業發展。\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (SIMPLIFIED, "utf-8"),
        (SIMPLIFIED, "gb18030"),
        (SIMPLIFIED, "utf-16"),
        (SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED, "utf-16-be"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("The harbour handles 900 million tonnes by 2028.\n", "utf-16-le"),
    ],
)
def test_the_encoding_is_found(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    decoded = decode(data, "a.txt")
    assert decoded.text == text
    assert data.decode(decoded.encoding) == text
    assert decoded.notes == ()


def test_a_page_that_declares_gb2312_is_read_as_gb18030() -> None:
    page = f'<html><head><meta charset="gb2312"></head><body><p>镕{SIMPLIFIED}</p></body></html>'
    document = read_bytes(page.encode("gb18030"), "a.html")
    assert document.encoding == "gb18030"
    assert "镕到2028年" in document.text


@pytest.mark.parametrize(
    ("wrong", "how"),
    [
        (SIMPLIFIED.encode().decode("latin-1"), "UTF-8"),
        (SIMPLIFIED.encode("gb18030").decode("latin-1"), "gb18030"),
    ],
)
def test_mojibake_is_repaired_and_noted(wrong: str, how: str) -> None:
    document = read_bytes(wrong.encode(), "a.txt")
    assert document.text == SIMPLIFIED.strip()
    assert len(document.notes) == 1
    assert how in document.notes[0]
    address = document.locate(0, 7)
    assert address.quote == "到2028年，"[:7]


def test_french_is_not_mojibake() -> None:
    text = "Les émissions diminuent déjà de 40 % à l'été 2028, malgré l'âge du réseau.\n"
    assert decode(text.encode(), "a.txt").text == text
    assert decode(text.encode("latin-1"), "a.txt").text.startswith("Les émissions")


def test_a_file_cut_in_a_character_is_read_and_noted() -> None:
    decoded = decode((SIMPLIFIED * 3).encode("gb18030")[:-2], "a.txt")
    assert decoded.text.startswith(SIMPLIFIED)
    assert "broken" in decoded.notes[0]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n ", "is empty"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "picture"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, ".doc"),
        (b"\x1f\x8b" + b"x" * 50, "unpack"),
        (b"%PDF-1.4 not really", "damaged"),
        (b"PK\x03\x04word/document.xml", "damaged"),
        (b"<html><body></body></html>", "no text"),
        (b"<rss><channel></channel></rss>", "feed"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, says: str) -> None:
    with pytest.raises(DocumentError, match=says) as problem:
        read_bytes(data, "folder/a.txt")
    assert str(problem.value).startswith("folder/a.txt")
    assert "\n" not in str(problem.value)
