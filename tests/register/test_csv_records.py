"""Records of text tables are taken apart: every cell right, nothing lost, whatever the pieces."""

from __future__ import annotations

import csv
import io
import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.register.csv_records import MOST_BYTES, MOST_ROWS, RecordReader
from saidao.register.roles import DAY, ID, NUMBER, TEXT, WORD

Found = tuple[list[list[str]], list[int], list[list[float]], list[str]]


def taken(data: bytes, roles: list[int], *, piece: int = 1 << 30, **how: object) -> Found:
    """Read data piece by piece; return texts, bad rows, numbers of the first column and words."""
    reader = RecordReader(",", roles, **how)  # type: ignore[arg-type]
    rows: list[list[str]] = []
    bad: list[int] = []
    numbers: list[list[float]] = []
    words: list[str] = []
    held, at, skipping = b"", 0, False
    while True:
        held, at = held + data[at : at + piece], at + piece
        final = at >= len(data)
        piece_read = np.frombuffer(held, np.uint8)
        records, used, skipping = reader.read(piece_read, final=final, skipping=skipping)
        held = held[used:]
        bad += [int(one) + len(rows) for one in records.bad]
        columns = records.texts.values()
        rows += [[column.cell(row) for column in columns] for row in range(records.rows)]
        numbers += [values.tolist() for values in list(records.numbers.values())[:1]]
        words += [word for found in records.wordings.values() for word in found]
        reader.give_back(records)
        if final and not held:
            return rows, bad, numbers, words


@pytest.mark.parametrize("piece", [1, 2, 3, 7, 1 << 30])
@pytest.mark.parametrize(
    ("text", "rows", "bad"),
    [
        (b"a,b\nc , d\n", [["a", "b"], ["c", "d"]], []),
        (b'"a, ""q""\nx",b\r\n', [['a, "q" x', "b"]], []),
        (b"a,b\n1\n2,3,4\n5,6", [["a", "b"], ["", ""], ["", ""], ["5", "6"]], [1, 2]),
        (b'a,b\n"open,b\nc,d\n', [["a", "b"], ["", ""], ["c", "d"]], [1]),
        (b'"a"x,b\nc,"d"\n', [["", ""], ["c", "d"]], [0]),
        (b"a,b,,\nc,d, ,\n", [["a", "b"], ["c", "d"]], []),
        (b"\n\r\na,b\n\n", [["a", "b"]], []),
        (b"a,b\x00c\n", [["a", "b c"]], [0]),
        (b"a,\xff\n\xe4\xb8\xad,\xe4\n", [["a", "?"], ["中", "?"]], [0, 1]),
        (b"a\xe3\x80\x80,b\xc2\xa0\n", [["a", "b"]], []),
        (b"a,\x1f\n", [["a", ""]], []),
    ],
)
def test_cells_and_broken_records(
    text: bytes, rows: list[list[str]], bad: list[int], piece: int
) -> None:
    found, broken, _, _ = taken(text, [TEXT, TEXT], piece=piece)
    assert found == rows
    assert broken == bad


@given(
    st.lists(
        st.tuples(
            *[st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs")), max_size=12)] * 3
        ),
        min_size=1,
        max_size=8,
    ),
    st.integers(1, 40),
    st.booleans(),
)
@settings(deadline=None, max_examples=60)
def test_what_a_writer_wrote_is_read_again(
    rows: list[tuple[str, str, str]], piece: int, always: bool
) -> None:
    written = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL
    # An id before them, because a record without any sign is no record.
    csv.writer(written, quoting=quoting).writerows(["id", *row] for row in rows)
    found, bad, _, _ = taken(written.getvalue().encode(), [TEXT] * 4, piece=piece)
    assert [row[1:] for row in found] == [list(row) for row in rows]
    marked = [at for at, row in enumerate(rows) if any("\ufffd" in cell for cell in row)]
    assert bad == marked


# Beyond these a size is none; the very ends of the doubles would need more care.
@given(st.floats(min_value=-1e307, max_value=1e307))
@settings(deadline=None, max_examples=200)
def test_numbers_are_read_to_the_last_digit_but_one(value: float) -> None:
    _, _, numbers, words = taken(f"x,{value!r}\n".encode(), [TEXT, NUMBER])
    assert not words
    assert numbers[0][0] == pytest.approx(value, rel=1e-14, abs=1e-250)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,234.5", 1234.5), ("12,5", None), ("1,2345", None), ("1e3", 1000), ("-.5", -0.5),
     ("12a", None), (".", None), ("-", None), ("1e", None)],
)  # fmt: skip
def test_what_is_a_number(text: str, number: float | None) -> None:
    _, _, numbers, words = taken(f'x,"{text}"\n'.encode(), [TEXT, NUMBER])
    assert words == ([] if number is not None else [text])
    assert numbers[0][0] == number if number is not None else math.isnan(numbers[0][0])


@given(st.dates(min_value=date(1, 1, 1)))
@settings(deadline=None, max_examples=200)
def test_days(day: date) -> None:
    for text in (day.isoformat(), f"{day.year:04d}/{day.month}/{day.day} 10:00"):
        _, _, numbers, words = taken(f"x,{text}\n".encode(), [TEXT, DAY])
        assert not words
        assert date(1970, 1, 1) + timedelta(days=numbers[0][0]) == day


def test_days_that_there_are_not() -> None:
    _, _, numbers, words = taken(b"x,2021-02-29\nx,2020-13-01\nx,2020\n", [TEXT, DAY])
    assert words == ["2021-02-29", "2020-13-01", "2020"]
    assert all(math.isnan(one) for one in numbers[0])


def test_wordings_have_one_number_each_and_nothing_is_nothing() -> None:
    reader = RecordReader(",", [TEXT, WORD], nothing=("-", "null"))
    data = b"a,C39\nb,C40\nc,C39\nd,-\ne,NULL\nf,\n"
    records = reader.read(np.frombuffer(data, np.uint8), final=True).records
    assert records.words[1].tolist() == [0, 1, 0, -1, -1, -1]
    assert list(records.wordings[1]) == ["C39", "C40"]
    many = b"".join(b"x,w%d\n" % (number % 20_000) for number in range(30_000))
    records = reader.read(np.frombuffer(many, np.uint8), final=True).records
    assert records.words[1].tolist() == [number % 20_000 for number in range(30_000)]
    assert list(records.wordings[1]) == [f"w{number}" for number in range(20_000)]


def test_memory_that_was_given_back_holds_other_records_as_new_memory_does() -> None:
    many = b"".join(b"%d,w%d,%d\n" % (n, n % 9_000, n) for n in range(12_000))
    few = b"a,w5,1\nb,,\nc,other,-2\n"
    roles = [TEXT | ID, WORD, NUMBER]
    reader = RecordReader(",", roles)
    for data in (few, many, few, many, few):
        piece = np.frombuffer(data, np.uint8)
        again = reader.read(piece, final=True).records
        new = RecordReader(",", roles).read(piece, final=True).records
        assert [again.texts[0].cell(row) for row in range(again.rows)] == [
            new.texts[0].cell(row) for row in range(new.rows)
        ]
        assert list(again.wordings[1]) == list(new.wordings[1])
        np.testing.assert_array_equal(again.words[1], new.words[1])
        np.testing.assert_array_equal(again.numbers[2], new.numbers[2])
        np.testing.assert_array_equal(again.id_hash, new.id_hash)
        np.testing.assert_array_equal(again.record_hash, new.record_hash)
        reader.give_back(again)


def test_as_many_records_are_taken_at_a_time_whatever_the_memory_holds() -> None:
    piece = np.frombuffer(b"a\n" * (MOST_ROWS + 5), np.uint8)
    reader = RecordReader(",", [TEXT])
    for _ in range(2):
        found = reader.read(piece, final=True)
        assert (found.records.rows, found.used) == (MOST_ROWS, 2 * MOST_ROWS)
        reader.give_back(found.records)


def test_a_record_that_is_far_too_long_costs_one_row() -> None:
    long = b"x" * (MOST_BYTES + 3_000_000)
    rows, bad, _, _ = taken(b"a,b\n" + long + b",y\nc,d\n", [TEXT, TEXT], piece=1 << 20)
    assert rows == [["a", "b"], ["", ""], ["c", "d"]]
    assert bad == [1]


def test_keys_are_equal_where_cells_are() -> None:
    reader = RecordReader(",", [TEXT | ID, TEXT])
    data = '甲,1\n乙,1\n"甲" ,2\n,3\n'.encode()
    records = reader.read(np.frombuffer(data, np.uint8), final=True).records
    first, second, third, none = records.id_hash.tolist()
    assert first == third != second
    assert none == 0
