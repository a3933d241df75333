"""A source that several workers read comes out as if one had read it, whatever its quotes."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.errors import RegisterError
from saidao.register.csv_records import RecordReader
from saidao.register.mapping import Mapping
from saidao.register.records import Records
from saidao.register.roles import ID, NUMBER, TEXT, WORD
from saidao.register.text_tables import open_text
from saidao.registering import reading
from saidao.registering.reading import SliceReader
from saidao.registering.slices import Slice, TextSource

ROLES = [TEXT | ID, WORD, NUMBER]
HEADER = b"id,kind,size\n"
HOW = Mapping(header_row=1, separator=",", encoding="utf-8")


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, size in (("PIECE_BYTES", 64), ("LEAST_BYTES", 64), ("LINE_BYTES", 16)):
        monkeypatch.setattr(reading, name, size)


def rows_of(records: Records) -> list[tuple[object, ...]]:
    """Return the cells of records, by their wordings."""
    ids, words, sizes = records.texts[0], records.words[1], records.numbers[2]
    new = records.wordings[1]
    bad = {int(one) for one in records.bad}
    return [
        (
            ids.cell(row),
            new[words[row]] if words[row] >= 0 else None,
            None if np.isnan(sizes[row]) else float(sizes[row]),
            int(records.id_hash[row]),
            row in bad,
        )
        for row in range(records.rows)
    ]


Found = list[tuple[int, int, int, list[tuple[object, ...]]]]


def read_by(
    source: TextSource, threads: int, *, start: int = 0, number: int = 0, first_row: int = 1
) -> Found:
    """Return the slices of a source that so many workers read."""
    slices = SliceReader(
        source, RecordReader(",", ROLES), start=start, number=number, first_row=first_row
    )
    learned: list[int] = []

    def learn(records: Records) -> int:
        learned.append(records.rows)
        return len(learned) - 1

    def worker() -> Iterator[tuple[Slice, int]]:
        while (taken := slices.take(learn)) is not None:
            yield taken

    with ThreadPoolExecutor(threads) as pool:
        found = [one for some in pool.map(lambda _: list(worker()), range(threads)) for one in some]
    found.sort(key=lambda one: one[0].number)
    # What is learned is learned in the order of the slices.
    assert [at for _, at in found] == list(range(len(found)))
    return [(one.number, one.first_row, one.end, rows_of(one.records)) for one, _ in found]


def whole(data: bytes) -> list[tuple[object, ...]]:
    """Return the rows of some data read at once."""
    reader, rows, skipping, at = RecordReader(",", ROLES), [], False, 0
    while at < len(data):
        here = np.frombuffer(data[at:], np.uint8)
        taken = reader.read(here, final=True, skipping=skipping)
        at, skipping = at + taken.used, taken.skipping
        rows += rows_of(taken.records)
    return rows


def source_of(path: Path, data: bytes) -> TextSource:
    path.write_bytes(gzip.compress(HEADER + data) if path.suffix == ".gz" else HEADER + data)
    return TextSource(open_text(path, HOW))


HOSTILE = [
    b"".join(b"r%d,k%d,%d\n" % (row, row % 7, row) for row in range(200)),
    b"".join(b'"r%d\n,",k,%d\r\n' % (row, row) for row in range(100)),
    b"".join(b'r%d,"many\nlines\nof,text,\n%s",1\n' % (row, b"a,b,c\n" * 20) for row in range(9)),
    b'a,"b,1\n' * 30 + b"c,d,2\n" * 30,
    b"x,y,1\n" * 20 + b'"never closed,' + b"z,z,3\n" * 400,
    b"no line ends here " * 40,
    b"a,b,1\r" * 60,
    b"\n" * 500 + b"a,b,1\n" + b"\n" * 500 + b"c,d,2",
    b"a,b\n" * 50 + b"\xff,\xe4\xb8,1\n" * 20,
    b'""""""",b,1\n' * 40,
]


@pytest.mark.parametrize("name", ["r.csv", "r.csv.gz"])
@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_workers_find_what_one_finds(tmp_path: Path, at: int, name: str) -> None:
    source = source_of(tmp_path / name, HOSTILE[at])
    found = read_by(source, 1)
    assert [row for *_, rows in found for row in rows] == whole(HOSTILE[at])
    for threads in (2, 5):
        assert read_by(source, threads) == found


@given(st.lists(st.sampled_from([b"a", b",", b'"', b"\n", b"\r\n", b"\r", b"1,2,3\n"]), min_size=1))
@settings(deadline=None, max_examples=150)
def test_any_signs(tmp_path_factory: pytest.TempPathFactory, signs: list[bytes]) -> None:
    data = b"".join(signs) * 20
    if not data.strip():
        return
    source = source_of(tmp_path_factory.mktemp("any") / "r.csv", data)
    found = read_by(source, 3)
    assert [row for *_, rows in found for row in rows] == whole(data)
    assert read_by(source, 1) == found


@pytest.mark.parametrize("name", ["r.csv", "r.csv.gz"])
@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_reading_goes_on_behind_any_slice(tmp_path: Path, at: int, name: str) -> None:
    source = source_of(tmp_path / name, HOSTILE[at])
    found = read_by(source, 2)
    rows = [row for *_, some in found for row in some]
    for number, first_row, end, some in found:
        after = first_row + len(some)
        rest = read_by(source, 2, start=end, number=number + 1, first_row=after)
        assert [row for *_, more in rest for row in more] == rows[after - 1 :]


def test_many_records_in_a_piece_are_read_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saidao.register.csv_records.MOST_ROWS", 3)
    data = b"".join(b"r%d,k,%d\n" % (row, row) for row in range(100))
    source = source_of(tmp_path / "r.csv", data)
    found = read_by(source, 2)
    assert max(len(rows) for *_, rows in found) <= 3
    assert [row for *_, rows in found for row in rows] == whole(data)
    assert read_by(source, 1) == found


def test_an_error_of_one_worker_ends_all(tmp_path: Path) -> None:
    source = source_of(tmp_path / "r.csv", HOSTILE[0])
    slices = SliceReader(source, RecordReader(",", ROLES))
    met = threading.Event()

    def learn(_records: Records) -> None:
        if met.is_set():
            raise RegisterError("r.csv", "cannot be learned")
        met.set()

    def worker() -> int:
        taken = 0
        while slices.take(learn) is not None:
            taken += 1
        return taken

    with ThreadPoolExecutor(3) as pool:
        running = [pool.submit(worker) for _ in range(3)]
    errors = [one.exception() for one in running]
    assert sum(isinstance(error, RegisterError) for error in errors) == 1
    assert sum(error is None for error in errors) == 2
