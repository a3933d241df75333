"""A text table's records are taken apart: text in Arrow's layout, numbers and keys as arrays.

The bytes are read once. Where the cells of a few hundred records stand is told from the
signs between them; then each column is gone through by itself: text is copied, numbers and
days are read, any other wording of a column that is looked up gets a number of its own and
is told once, and keys become hashes. Columns that nobody asks for cost nothing.

A record that is broken (too few or too many cells, a quote that is never closed, longer
than `MOST_BYTES`) keeps its place as a record of empty cells; one with bytes of no text
keeps its cells with ``?`` for them. The numbers of both are reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from saidao.register.csv_finding import MOST_BYTES, Batch, Shape
from saidao.register.csv_marks import count_lines
from saidao.register.csv_taking import (
    SPELLED_BYTES,
    Cells,
    Nothing,
    Sink,
    line_end,
    read_records,
    rehash,
)
from saidao.register.records import Bytes, Records, TextColumn, Wordings
from saidao.register.roles import DAY, NUMBER, TEXT, WORD

__all__ = ["MOST_BYTES", "MOST_ROWS", "RecordReader", "Taken"]

MOST_ROWS: Final = 500_000
"""Records that are taken apart at a time."""

WORDS: Final = 2048
"""Wordings of a column for which there is room at first."""

SPARE: Final = 1024
"""Records more for which there is room, so that the next piece finds it large enough."""


class Taken(NamedTuple):
    """What was read of some data.

    `used` counts the bytes that the records take; `skipping` says whether the data end inside
    a record that is too long, which ends somewhere in what follows.
    """

    records: Records
    used: int
    skipping: bool


class RecordReader:
    """Reads a text table piece by piece, several pieces at a time if need be.

    Parameters
    ----------
    separator : str
    roles : sequence of int
        For each column of the header what is made of its cells; 0 for nothing.
    comma : bool
        Whether a comma stands before decimals.
    nothing : sequence of str
        Cells that stand for nothing, in small letters.
    """

    def __init__(
        self,
        separator: str,
        roles: Sequence[int],
        *,
        comma: bool = False,
        nothing: Sequence[str] = (),
    ) -> None:
        sign, quote = ord(separator), ord('"')
        wanted = [at for at, role in enumerate(roles) if role]
        places = np.full(len(roles), -1, np.int64)
        places[wanted] = np.arange(len(wanted))
        # No byte of text is a sign beyond ASCII, and the last byte of all never is one.
        sign, plain = (sign, sign not in b'" \r\n') if sign < 0x80 else (0xFF, False)
        self._shape = Shape(sign, quote, plain, places)
        self._texts = [at for at in wanted if roles[at] & TEXT]
        self._looked_up = [at for at in wanted if roles[at] & (NUMBER | DAY | WORD)]
        self._cells = Cells(
            np.array([roles[at] for at in wanted], np.int64),
            np.array([index_of(self._texts, at) for at in wanted], np.int64),
            np.array([index_of(self._looked_up, at) for at in wanted], np.int64),
            comma,
        )
        words = [word.encode().lower() for word in nothing if word]
        first_bytes, lengths = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
        for word in words:
            lengths[min(len(word), 255)] = True
            first_bytes[[word[0], word[:1].upper()[0]]] = True
        self._nothing = Nothing(
            first_bytes,
            lengths,
            np.cumsum([len(word) for word in words], dtype=np.int64),
            np.frombuffer(bytearray(b"".join(words)), np.uint8),
        )
        self._rooms: list[Room] = []

    def give_back(self, records: Records) -> None:
        """Let the memory of records that nobody looks at any more be used again.

        Memory that the system has to clear first costs about as much as what is read into it.
        """
        if isinstance(records.room, Room):
            self._rooms.append(records.room)

    def read(self, data: Bytes, *, final: bool, skipping: bool = False) -> Taken:
        """Read the records that are whole in some data.

        What is not used is to be given again, with what follows it.

        Parameters
        ----------
        data : ndarray of uint8
        final : bool
            Whether nothing follows.
        skipping : bool
            Whether the data begin inside a record that is too long.
        """
        data = np.ascontiguousarray(data)
        address, size = data.ctypes.data, len(data)
        at = 0
        if skipping:
            at = line_end(address, 0, size) + 1
            if at > size:
                return Taken(self._records(self._room(0, 0), 0, 0), size, not final)
        room = self._room(min(count_lines(address, size), MOST_ROWS), size)
        batch = Batch.of(len(self._cells.roles), len(self._shape.places))
        rows = bad = 0
        full = True
        while full:
            at, rows, bad, full = read_records(
                address,
                at,
                size,
                final,
                self._shape,
                self._cells,
                self._nothing,
                batch,
                room.sink,
                rows,
                bad,
            )
            if full:
                room.widen()
        return Taken(self._records(room, rows, bad), at, bool(batch.counts[4]))

    def _room(self, rows: int, size: int) -> Room:
        """Return room for some records."""
        while self._rooms:
            found = self._rooms.pop()
            if found.holds(rows, size):
                found.begin(rows)
                return found
        # A little more than is needed: the next piece is about as long. It costs nothing
        # until it is used.
        most = rows + rows // 16 + SPARE
        room = Room(len(self._texts), len(self._looked_up), most, size + size // 16)
        room.begin(rows)
        return room

    def _records(self, room: Room, rows: int, bad: int) -> Records:
        """Return what was read."""
        sink, slots = room.sink, list(enumerate(self._looked_up))
        return Records(
            rows,
            {at: room.text(text, rows) for text, at in enumerate(self._texts)},
            {at: sink.numbers[slot, :rows] for slot, at in slots},
            {at: sink.words[slot, :rows] for slot, at in slots},
            sink.id_hash[:rows],
            sink.record_hash[:rows],
            sink.bad[:bad],
            {at: room.wordings(slot) for slot, at in slots},
            room,
        )


def index_of(columns: list[int], column: int) -> int:
    """Return the place of a column among some, -1 where it is none of them."""
    return columns.index(column) if column in columns else -1


class Room:
    """Room for the records of some data.

    Parameters
    ----------
    texts, slots : int
        How many columns of text there are, and how many that are looked up.
    rows, size : int
        How many records there may be, of how many bytes.
    """

    def __init__(self, texts: int, slots: int, rows: int, size: int) -> None:
        self._rows, self._size = rows, size
        self._id_hash = np.empty(rows, np.uint64)
        self._data = [np.empty(size, np.uint8) for _ in range(texts)]
        self._spelled = [np.empty(2 * SPELLED_BYTES, np.uint8) for _ in range(slots)]
        self.sink = Sink(
            addresses(self._data),
            np.zeros((texts, rows + 1), np.int32),
            np.empty((slots, rows)),
            np.empty((slots, rows), np.int32),
            self._id_hash,
            np.empty(rows, np.uint64),
            np.empty(rows, np.int64),
            np.zeros((slots, 2 * WORDS), np.uint64),
            np.zeros((slots, 2 * WORDS), np.int32),
            np.zeros(slots, np.int64),
            addresses(self._spelled),
            np.array([len(one) for one in self._spelled], np.int64),
            np.zeros((slots, WORDS + 1), np.int64),
        )

    def holds(self, rows: int, size: int) -> bool:
        """Return whether there is room for so many records of so many bytes."""
        return self._rows >= rows and self._size >= size

    def begin(self, rows: int) -> None:
        """Make ready for at most so many records: only wordings are not written anew."""
        self.sink.keys.fill(0)
        self.sink.known.fill(0)
        self.sink = self.sink._replace(id_hash=self._id_hash[:rows])

    def widen(self) -> None:
        """Make room for twice as many wordings, and as many bytes more of them."""
        old = self.sink
        keys = np.zeros((len(old.keys), 2 * old.keys.shape[1]), np.uint64)
        ids = np.zeros(keys.shape, np.int32)
        rehash(old.keys, old.ids, keys, ids)
        ends = np.zeros((len(keys), keys.shape[1] // 2 + 1), np.int64)
        ends[:, : old.spelled_ends.shape[1]] = old.spelled_ends
        for slot, bytes in enumerate(self._spelled):
            used = int(ends[slot, old.known[slot]])
            self._spelled[slot] = np.empty(2 * (used + SPELLED_BYTES), np.uint8)
            self._spelled[slot][:used] = bytes[:used]
        self.sink = old._replace(
            keys=keys,
            ids=ids,
            spelled=addresses(self._spelled),
            sizes=np.array([len(one) for one in self._spelled], np.int64),
            spelled_ends=ends,
        )

    def text(self, column: int, rows: int) -> TextColumn:
        """Return a column of text."""
        offsets = self.sink.offsets[column, : rows + 1]
        return TextColumn(offsets, self._data[column][: int(offsets[-1])])

    def wordings(self, slot: int) -> Wordings:
        """Return the wordings that were met in a column."""
        sink, count = self.sink, int(self.sink.known[slot])
        there = sink.keys[slot] != 0
        hashes = np.empty(count, np.uint64)
        hashes[sink.ids[slot][there]] = sink.keys[slot][there]
        ends = sink.spelled_ends[slot, : count + 1].copy()
        return Wordings(hashes, ends, self._spelled[slot][: int(ends[-1])].copy())


def addresses(arrays: Sequence[Bytes]) -> NDArray[np.int64]:
    """Return where arrays stand."""
    return np.array([one.ctypes.data for one in arrays], np.int64)
