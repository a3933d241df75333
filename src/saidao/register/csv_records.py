"""A text table's records are taken apart: plain text for the engine, numbers as arrays.

One pass over the bytes does what needs no engine. Cells of text come out between `CELL_END`
signs, without quotes and outer blanks, one record a line, so that DuckDB reads them at its
full speed and can never refuse them. Numbers and days are read; any other wording of a
column that is looked up gets a number of its own and is told once. Keys become hashes.

A record that is broken (too few or too many cells, a quote that is never closed, longer
than `MOST_BYTES`) keeps its place as a record of empty cells; one with bytes of no text
keeps its cells with ``?`` for them. The numbers of both are reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_cells import (
    MOST_BYTES,
    SEED,
    SPACE,
    UNTOLD,
    Bytes,
    copy,
    day_in,
    hashed,
    mixed,
    number_in,
    trimmed,
    utf8_length,
    word_of,
)
from saidao.register.records import Records, TextColumn
from saidao.register.roles import (
    ADDRESS,
    CELL_END,
    CODE,
    DAY,
    ID,
    NAME,
    NUMBER,
    POSITION,
    TEXT,
    WORD,
)  # fmt: skip

__all__ = ["MOST_BYTES", "UNTOLD", "RecordReader", "Records"]

MOST_ROWS: Final = 500_000
"""Records that are taken apart at a time."""

NEWLINE, RETURN, QUOTE_LINES = 0x0A, 0x0D, 200
"""A quoted cell of more lines than `QUOTE_LINES` is a quote that was never closed."""

WHOLE, BROKEN, MENDED, LONG, CUT = 0, 1, 2, 3, 4


class Sink(NamedTuple):
    """Where a pass writes to.

    For each record: `numbers` by slot, `words` by slot (-1 where there is none), `present`
    by column, and the two hashes. `keys` and `ids` hold the wordings met so far, `told`
    where new ones stand in `spelled`; its first row says how many, where they end, and
    whether there is no room for more. `nothing`, `firsts` and `lengths` are the hashes, first
    bytes and lengths of the words that stand for nothing.
    """

    out: Bytes
    bad: NDArray[np.int64]
    numbers: NDArray[np.float64]
    words: NDArray[np.int32]
    present: NDArray[np.bool_]
    id_hash: NDArray[np.uint64]
    record_hash: NDArray[np.uint64]
    keys: NDArray[np.uint64]
    ids: NDArray[np.int32]
    counts: NDArray[np.int64]
    told: NDArray[np.int64]
    spelled: Bytes
    nothing: NDArray[np.uint64]
    firsts: NDArray[np.bool_]
    lengths: NDArray[np.bool_]


class Shape(NamedTuple):
    """How a table is written and what is made of its columns."""

    delimiter: int
    quote: int
    comma: bool
    roles: NDArray[np.int64]
    slots: NDArray[np.int64]


@njit(cache=True, nogil=True)
def read_records(
    data: Bytes, final: bool, skipping: bool, most: int, shape: Shape, sink: Sink
) -> tuple[int, int, int, int, bool]:
    """Read the records of some data into a sink, as many as it has room for.

    Returns how many bytes were read, where the text ends, how many records there are and how
    many of them are bad, and whether the data end inside a record that is too long.
    """
    delimiter, quote, comma, roles, slots = shape
    out, bads, numbers, words, present, id_hashes, record_hashes = sink[:7]
    keys, ids, counts, told, spelled, nothing, firsts, lengths = sink[7:]
    columns = len(roles)
    texts = 0
    for column in range(columns):
        if roles[column] & TEXT:
            texts += 1
    end = len(data)
    room = len(id_hashes)
    row = 0
    o = 0
    i = 0
    bad = 0
    if skipping:
        while i < end and data[i] != NEWLINE:
            i += 1
        if i >= end:
            return end, 0, 0, 0, not final
        i += 1
    while i < end and row < room and told[0, 2] == 0:
        if data[i] == NEWLINE or data[i] == RETURN:
            i += 1
            continue
        start = i
        begun = o
        cell = o
        column = 0
        state = WHOLE
        mended = False
        id_hash = np.uint64(0)
        name = np.uint64(0)
        code = np.uint64(0)
        address = np.uint64(0)
        position = np.uint64(0)
        while True:
            role = roles[column]
            # At the beginning of a cell: blanks before it, then perhaps a quote.
            while i < end and (data[i] == SPACE or (data[i] == 9 and delimiter != 9)):
                i += 1
            if i < end and data[i] == quote:
                i += 1
                lines = 0
                closed = False
                run = i
                while i < end:
                    b = data[i]
                    if b == quote:
                        if i + 1 < end and data[i + 1] == quote:
                            if role:
                                o = copy(data, run, i + 1, out, o)
                            i += 2
                            run = i
                            continue
                        if i + 1 >= end and not final:
                            state = CUT
                            break
                        closed = True
                        break
                    if b < 0x20:
                        if b == NEWLINE:
                            lines += 1
                            if lines > QUOTE_LINES:
                                break
                        elif b == 0:
                            mended = True
                        if role:
                            o = copy(data, run, i, out, o)
                            out[o] = SPACE
                            o += 1
                        i += 1
                        run = i
                    elif b < 0x80:
                        i += 1
                    else:
                        length = utf8_length(data, i, end)
                        if length == 0:
                            if end - i < 4 and not final:
                                state = CUT
                                break
                            mended = True
                            if role:
                                o = copy(data, run, i, out, o)
                                out[o] = 0x3F
                                o += 1
                            i += 1
                            run = i
                        else:
                            # U+FFFD stands for bytes that were lost before.
                            if b == 0xEF and data[i + 1] == 0xBF and data[i + 2] == 0xBD:
                                mended = True
                            i += length
                if state == CUT:
                    break
                if not closed:
                    if i >= end and not final and lines <= QUOTE_LINES:
                        state = CUT
                        break
                    state = BROKEN
                    break
                if role:
                    o = copy(data, run, i, out, o)
                i += 1
                while i < end and (data[i] == SPACE or (data[i] == 9 and delimiter != 9)):
                    i += 1
                if i < end and data[i] != delimiter and data[i] != NEWLINE and data[i] != RETURN:
                    state = BROKEN
                    break
            # The rest of the cell up to its end, in runs that are copied as they stand.
            ended = False
            run = i
            while i < end:
                b = data[i]
                if b >= 0x20 and b < 0x80 and b != delimiter:
                    i += 1
                elif b >= 0x80:
                    if (
                        0xE1 <= b <= 0xEC
                        and i + 2 < end
                        and data[i + 1] & 0xC0 == 0x80
                        and data[i + 2] & 0xC0 == 0x80
                    ):
                        i += 3  # What most characters beyond ASCII are, Chinese ones all.
                        continue
                    length = utf8_length(data, i, end)
                    if length == 0:
                        if end - i < 4 and not final:
                            state = CUT
                            break
                        mended = True
                        if role:
                            o = copy(data, run, i, out, o)
                            out[o] = 0x3F
                            o += 1
                        i += 1
                        run = i
                        continue
                    if b == 0xEF and data[i + 1] == 0xBF and data[i + 2] == 0xBD:
                        mended = True
                    i += length
                elif b == delimiter:
                    ended = True
                    break
                elif b == NEWLINE:
                    break
                elif b == RETURN:
                    # A return before a newline, and a lone one, end a record too.
                    if i + 1 >= end and not final:
                        state = CUT
                        break
                    break
                else:
                    if b == 0:
                        mended = True
                    if role:
                        o = copy(data, run, i, out, o)
                        out[o] = SPACE
                        o += 1
                    i += 1
                    run = i
            if state == CUT or (i >= end and not final):
                state = CUT
                break
            if role:
                o = copy(data, run, i, out, o)
                o = trimmed(out, cell, o)
                if o > cell and firsts[out[cell]] and o - cell < len(lengths) and lengths[o - cell]:
                    hash = hashed(out, cell, o, True)
                    for k in range(len(nothing)):
                        if nothing[k] == hash:
                            o = cell
                            break
                slot = slots[column]
                present[column, row] = o > cell
                if role & (NUMBER | DAY | WORD):
                    number = np.nan
                    word = -1
                    if o > cell:
                        if role & NUMBER:
                            number = number_in(out, cell, o, comma)
                        elif role & DAY:
                            number = day_in(out, cell, o)
                        if np.isnan(number):
                            word = word_of(
                                out, cell, o, slot, columns, keys, ids, counts, told, spelled
                            )
                    numbers[slot, row] = number
                    words[slot, row] = word
                if role >= ID and o > cell:
                    hash = hashed(out, cell, o, False)
                    if role & ID:
                        id_hash = hash
                    if role & NAME:
                        name = hash
                    if role & CODE:
                        code = hash
                    if role & ADDRESS:
                        address = mixed(address, hash)
                    if role & POSITION:
                        position = mixed(position, hash)
                if role & TEXT:
                    out[o] = CELL_END
                    o += 1
                    cell = o
                else:
                    o = cell
            column += 1
            if ended:
                i += 1
                if column >= columns:
                    # Cells without a header may only be empty.
                    while i < end and data[i] != NEWLINE and data[i] != RETURN:
                        if data[i] != delimiter and data[i] != SPACE:
                            state = BROKEN
                            break
                        i += 1
                    if i >= end and not final:
                        state = CUT
                        break
                    break
                continue
            break
        if state == WHOLE and column < columns:
            state = BROKEN
        if state == CUT:
            o = begun
            if end - start <= most:
                i = start
                break
            state = LONG
        if state == WHOLE and i - start <= most:
            if i < end and data[i] == RETURN:
                i += 1
            if i < end and data[i] == NEWLINE:
                i += 1
            place = address if address else position
            whole = np.uint64(0)
            if name and place:
                whole = mixed(mixed(mixed(SEED, name), code), place) | np.uint64(1)
            id_hashes[row] = id_hash
            record_hashes[row] = whole
            if mended:
                bads[bad] = row
                bad += 1
        else:
            o = begun
            for _ in range(texts):
                out[o] = CELL_END
                o += 1
            i = start
            while i < end and data[i] != NEWLINE:
                i += 1
            if i >= end and not final and state != LONG:
                # The line goes on in the next piece: it is read again from its start.
                o = begun
                i = start
                break
            for slot in range(numbers.shape[0]):
                numbers[slot, row] = np.nan
                words[slot, row] = -1
            present[:, row] = False
            id_hashes[row] = 0
            record_hashes[row] = 0
            bads[bad] = row
            bad += 1
            if i >= end and not final:
                out[o - 1] = NEWLINE
                return end, o, row + 1, bad, True
            if i < end:
                i += 1
        out[o - 1] = NEWLINE
        row += 1
    return i, o, row, bad, False


class RecordReader:
    """Reads a text table piece by piece.

    Parameters
    ----------
    separator : str
    roles : sequence of int
        For each column of the header what is made of its cells; 0 for nothing. One at least
        must be `TEXT`.
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
        slots = np.zeros(len(roles), np.int64)
        self._looked_up = [at for at, role in enumerate(roles) if role & (NUMBER | DAY | WORD)]
        for slot, at in enumerate(self._looked_up):
            slots[at] = slot
        self._shape = Shape(ord(separator), ord('"'), comma, np.array(roles, np.int64), slots)
        self._skipping = False
        self._keys = np.zeros((max(len(self._looked_up), 1), 4096), np.uint64)
        self._ids = np.zeros(self._keys.shape, np.int32)
        self._counts = np.zeros(len(self._keys), np.int64)
        self._spelled = np.empty(2 * MOST_BYTES, np.uint8)
        self._told = np.zeros((len(roles) + 65536, 3), np.int64)
        self._out = np.empty(0, np.uint8)
        raw = [np.frombuffer(word.encode(), np.uint8) for word in nothing if word]
        self._firsts, self._lengths = np.zeros(256, np.bool_), np.zeros(256, np.bool_)
        for one in raw:
            self._lengths[min(len(one), 255)] = True
            self._firsts[[one[0], bytes(one[:1]).upper()[0]]] = True
        self._nothing = np.array([hashed(one, 0, len(one), True) for one in raw], np.uint64)

    @property
    def skipping(self) -> bool:
        """Whether the last data ended inside a record that is too long."""
        return self._skipping

    @skipping.setter
    def skipping(self, value: bool) -> None:
        self._skipping = value

    def read(self, data: Bytes, *, final: bool) -> tuple[Records, int]:
        """Read the records that are whole in some data, and say how many bytes they take.

        The rest is to be given again, with what follows it.

        Parameters
        ----------
        data : ndarray of uint8
        final : bool
            Whether nothing follows.
        """
        columns, slots = len(self._shape.roles), self._shape.slots
        texts = int((self._shape.roles & TEXT > 0).sum())
        room = min(int(np.count_nonzero(data == NEWLINE)), MOST_ROWS) + 1
        room = room + int(np.count_nonzero(data == RETURN)) if room < 2 else room
        longest = len(data) + (texts + 1) * (room + 1) + 64
        if len(self._out) < longest:
            self._out = np.empty(longest + longest // 8, np.uint8)
        while (self._counts * 2 > self._keys.shape[1]).any():
            self._widen()
        self._told[0] = 0
        sink = Sink(
            self._out,
            np.empty(room, np.int64),
            np.empty((len(self._keys), room)),
            np.empty((len(self._keys), room), np.int32),
            np.zeros((columns, room), np.bool_),
            np.empty(room, np.uint64),
            np.empty(room, np.uint64),
            self._keys,
            self._ids,
            self._counts,
            self._told,
            self._spelled,
            self._nothing,
            self._firsts,
            self._lengths,
        )
        read, end, rows, broken, self._skipping = read_records(
            data, final, self._skipping, MOST_BYTES, self._shape, sink
        )
        records = Records(
            rows,
            self._texts(self._out[:end], rows),
            {at: sink.numbers[slots[at], :rows] for at in self._looked_up},
            {at: sink.words[slots[at], :rows] for at in self._looked_up},
            {at: sink.present[at, :rows] for at in range(columns) if self._shape.roles[at]},
            sink.id_hash[:rows],
            sink.record_hash[:rows],
            sink.bad[:broken].copy(),
            self._new_words(),
        )
        return records, read

    def _texts(self, text: Bytes, rows: int) -> dict[int, TextColumn]:
        """Return the cells of text column by column."""
        places = np.flatnonzero(self._shape.roles & TEXT)
        ends = np.empty((len(places), rows + 1), np.int32)
        data = np.empty(len(text), np.uint8)
        found: dict[int, TextColumn] = {}
        for number, at in enumerate(places.tolist()):
            size = column_of(text, number, ends[number], data)
            found[at] = TextColumn(ends[number], data[:size].copy())
        return found

    def _new_words(self) -> dict[int, list[str]]:
        """Return the wordings that were met for the first time."""
        found: dict[int, list[str]] = {}
        for slot, start, end in self._told[1 : int(self._told[0, 0]) + 1].tolist():
            word = self._spelled[start:end].tobytes().decode("utf-8", errors="replace")
            found.setdefault(self._looked_up[slot], []).append(word)
        return found

    def _widen(self) -> None:
        """Make room for twice as many wordings."""
        keys = np.zeros((len(self._keys), 2 * self._keys.shape[1]), np.uint64)
        ids = np.zeros(keys.shape, np.int32)
        rehash(self._keys, self._ids, keys, ids)
        self._keys, self._ids = keys, ids


@njit(cache=True, nogil=True)
def column_of(text: Bytes, wanted: int, offsets: NDArray[np.int32], data: Bytes) -> int:
    """Copy the cells of one column out of lines of cells, and return how many bytes they are."""
    column = 0
    o = 0
    row = 0
    offsets[0] = 0
    for i in range(len(text)):
        b = text[i]
        if b in (CELL_END, NEWLINE):
            if column == wanted:
                row += 1
                offsets[row] = o
            column = 0 if b == NEWLINE else column + 1
        elif column == wanted:
            data[o] = b
            o += 1
    return o


@njit(cache=True, nogil=True)
def rehash(
    keys: NDArray[np.uint64],
    ids: NDArray[np.int32],
    into: NDArray[np.uint64],
    into_ids: NDArray[np.int32],
) -> None:
    """Put the wordings of small tables into larger ones."""
    mask = np.uint64(into.shape[1] - 1)
    for slot in range(keys.shape[0]):
        for k in range(keys.shape[1]):
            hash = keys[slot, k]
            if hash == 0:
                continue
            at = (hash >> np.uint64(17)) & mask
            while into[slot, at] != 0:
                at = (at + np.uint64(1)) & mask
            into[slot, at] = hash
            into_ids[slot, at] = ids[slot, k]
