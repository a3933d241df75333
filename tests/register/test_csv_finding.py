"""Records that are found by their signs are those that are read byte by byte."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.register.csv_careful import QUOTE_LINES
from saidao.register.csv_finding import MOST_BYTES
from saidao.register.csv_records import RecordReader
from saidao.register.records import Records
from saidao.register.roles import ADDRESS, CODE, DAY, ID, NAME, NUMBER, POSITION, TEXT, WORD

ROLES = [TEXT | ID, TEXT | NAME, 0, WORD | CODE, TEXT | ADDRESS, NUMBER | POSITION, DAY]
Told = list[tuple[object, ...]]


def rows_of(records: Records) -> Told:
    """Return all that is known of each record, wordings spelled."""
    texts = [[column.cell(row) for row in range(records.rows)] for column in records.texts.values()]
    words = [
        [records.wordings[at][one] if one >= 0 else "" for one in found.tolist()]
        for at, found in records.words.items()
    ]
    numbers = [[repr(one) for one in found.tolist()] for found in records.numbers.values()]
    present = [found.tolist() for found in records.present.values()]
    bad = np.isin(np.arange(records.rows), records.bad).tolist()
    keys = [records.id_hash.tolist(), records.record_hash.tolist()]
    return list(zip(*texts, *words, *numbers, *present, bad, *keys, strict=True))


def read(
    data: bytes,
    *,
    roles: list[int] = ROLES,
    separator: str = ",",
    carefully: bool = False,
    piece: int = 1 << 30,
    nothing: tuple[str, ...] = ("-", "null"),
) -> Told:
    """Read data piece by piece, if need be each record byte by byte."""
    reader = RecordReader(separator, roles, nothing=nothing)
    if carefully:
        reader._shape = reader._shape._replace(plain=False)
    rows: Told = []
    held, at, skipping = b"", 0, False
    while held or at < len(data):
        held, at = held + data[at : at + piece], at + piece
        here = np.frombuffer(held, np.uint8)
        records, used, skipping = reader.read(here, final=at >= len(data), skipping=skipping)
        held = held[used:]
        rows += rows_of(records)
    return rows


SIGNS = [
    *(b",", b'"', b"\n", b"\r\n", b"\r", b" ", b"\t", b"\x00", b"\x1f", b'""', b'","', b"-", b"NULL"),
    *("中", "，", "é", "\u3000", "\xa0", "\ufffd", "😀", "ไ", "한"),
    *(b"\xff", b"\x80", b"\xe4\xb8", b"\xed\xa0\x80", b"\xc0\x80", b"\xf0\x9f", b"\xf4\x90\x80\x80"),
    *(b"1", b"12.5", b"1,234", b"1e3", b"2001-02-03", b"2001-02-30", b"C39", b"a" * 70),
]  # fmt: skip
BYTES = [one.encode() if isinstance(one, str) else one for one in SIGNS]


@given(st.lists(st.sampled_from(BYTES), max_size=120), st.integers(10, 200))
@settings(deadline=None, max_examples=150)
def test_signs_and_bytes_tell_the_same(signs: list[bytes], piece: int) -> None:
    data = b"".join(signs)
    expected = read(data, carefully=True)
    assert read(data) == expected
    assert read(data, piece=piece) == expected


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "\x01"])
def test_tables_with_a_few_faults(seed: int, separator: str) -> None:
    chosen = random.Random(f"{seed} {separator}")
    sign, cells = separator.encode(), [b"a", "软件开发".encode(), b'"q,\t;|"', b'"a ""b"""', b"7"]
    lines = [sign.join(chosen.choices(cells, k=len(ROLES))) for _ in range(600)]
    for _ in range(20):
        at = chosen.randrange(len(lines))
        lines[at] = lines[at].replace(b"a", chosen.choice(BYTES))
    data = chosen.choice([b"\n", b"\r\n"]).join(lines)
    expected = read(data, separator=separator, carefully=True)
    assert len(expected) > 500
    assert read(data, separator=separator) == expected
    assert read(data, separator=separator, piece=chosen.randint(900, 5000)) == expected


SAID = st.one_of(st.binary(max_size=40), st.text(max_size=20).map(lambda text: text.encode()))


@given(SAID.filter(lambda data: not set(data) & {*range(0x20), *b',"'}))
@settings(deadline=None, max_examples=300)
def test_what_is_text_is_what_python_takes_for_it(data: bytes) -> None:
    # One cell between others, so that its bytes lie at any place of a block.
    for before in (b"", b"x" * 61):
        found = read(before + data + b",y\nz,z\n", roles=[TEXT, TEXT], nothing=())
        try:
            text = data.decode()
        except UnicodeDecodeError:
            text = "\ufffd"
        assert len(found) == 2
        assert found[0][-3] is ("\ufffd" in text)
        if "\ufffd" not in text:
            kept = (before.decode() + text).lstrip(" ").rstrip(" \u3000\xa0")
            assert found[0][0] == kept


def test_every_character_is_text() -> None:
    signs = [chr(code) for code in range(0x20, 0x110000) if not 0xD800 <= code < 0xE000]
    blanks = set(' ",\ufffd\xa0\u3000')
    lines = ["".join(signs[at : at + 50]) for at in range(0, len(signs), 50)]
    lines = ["".join(sign for sign in line if sign not in blanks) + ",y" for line in lines]
    found = read("\n".join([*lines, ""]).encode(), roles=[TEXT, TEXT], nothing=())
    assert [row[0] for row in found] == [line[:-2] for line in lines]
    assert not any(row[-3] for row in found)


@pytest.mark.parametrize("more", [-1, 0, 1, 2, 9])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r", b""])
def test_the_longest_record(more: int, end: bytes) -> None:
    for cell in (b"x" * (MOST_BYTES - 2 + more), b'"' + b"x" * (MOST_BYTES - 4 + more) + b'"'):
        rows = read(b"a,b\n" + cell + b",y" + end + b"\n\nc,d\n", roles=[TEXT, TEXT])
        assert len(rows) == 3
        assert [row[-3] for row in rows] == [False, more > 0, False]
        assert rows[1][1] == ("" if more > 0 else "y")


def test_a_quoted_cell_of_many_lines() -> None:
    for lines, whole in ((QUOTE_LINES, True), (QUOTE_LINES + 1, False)):
        rows = read(b'"' + b"a\n" * lines + b'",y\nc,d\n', roles=[TEXT, TEXT])
        assert rows[0][-3] is not whole
        assert rows[-1][:2] == ("c", "d")
        if whole:
            assert rows[0][0] == "a " * (lines - 1) + "a"


def test_wordings_need_not_be_few_nor_short() -> None:
    words = [f"{'w' * 50_000}{number}" for number in range(300)] + [f"k{n}" for n in range(9000)]
    data = "\n".join(f"r,{word}" for word in words * 2).encode()
    rows = read(data, roles=[TEXT, WORD])
    assert [row[1] for row in rows] == words * 2
