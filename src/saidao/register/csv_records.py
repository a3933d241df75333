"""A text table's records, made plain: any CSV in, one record a line out, nothing lost.

DuckDB reads what comes out at its full speed and can never refuse it: cells stand between
`CELL_END` signs without quotes, records between newlines, only the wanted columns are
there, and blanks around a cell are gone. A record that is broken (too few or too many
cells, a quote that is never closed, bytes that are no UTF-8, longer than `MOST_BYTES`)
keeps its place as a record of empty cells or mended text, and its number is reported.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.expressions import CELL_END

__all__ = ["MOST_BYTES", "Cleaned", "Cleaner"]

MOST_BYTES = 4 * 2**20
"""Of one record; a longer one is broken."""

NEWLINE, RETURN, SPACE, QUOTE_LINES = 0x0A, 0x0D, 0x20, 200
"""A quoted cell of more lines than `QUOTE_LINES` is a quote that was never closed."""

WHOLE, BROKEN, MENDED, LONG, CUT = 0, 1, 2, 3, 4


@njit(cache=True, nogil=True)
def utf8_length(data: NDArray[np.uint8], at: int, end: int) -> int:
    """Return the bytes of the character of several bytes at a place, 0 if it is none."""
    first = data[at]
    if first < 0xC2 or first > 0xF4:
        return 0
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if at + length > end:
        return 0
    second = data[at + 1]
    if second & 0xC0 != 0x80:
        return 0
    # Overlong forms, surrogates and what lies above the last code point.
    if (
        (first == 0xE0 and second < 0xA0)
        or (first == 0xED and second > 0x9F)
        or (first == 0xF0 and second < 0x90)
        or (first == 0xF4 and second > 0x8F)
    ):
        return 0
    if length > 2 and data[at + 2] & 0xC0 != 0x80:
        return 0
    if length > 3 and data[at + 3] & 0xC0 != 0x80:
        return 0
    return length


@njit(cache=True, nogil=True)
def read_record(
    data: NDArray[np.uint8],
    start: int,
    end: int,
    final: bool,
    delimiter: int,
    quote: int,
    wanted: NDArray[np.bool_],
    out: NDArray[np.uint8],
    o: int,
) -> tuple[int, int, int]:
    """Read one record.

    Returns the place behind it, the end of what was written, and what it is: `WHOLE`,
    `BROKEN`, `MENDED`, or `CUT` where the data end before it does.
    """
    columns = len(wanted)
    column = 0
    keep = wanted[0]
    cell = o
    i = start
    mended = False
    while True:
        # At the beginning of a cell: blanks before it, then perhaps a quote.
        while i < end and (data[i] == SPACE or (data[i] == 9 and delimiter != 9)):
            i += 1
        if i < end and data[i] == quote:
            i += 1
            lines = 0
            closed = False
            while i < end:
                b = data[i]
                if b == quote:
                    if i + 1 < end and data[i + 1] == quote:
                        if keep:
                            out[o] = quote
                            o += 1
                        i += 2
                        continue
                    if i + 1 >= end and not final:
                        return start, cell, CUT
                    closed = True
                    i += 1
                    break
                if b < 0x20:
                    if b == NEWLINE:
                        lines += 1
                        if lines > QUOTE_LINES:
                            break
                    elif b == 0:
                        mended = True
                    if keep:
                        out[o] = SPACE
                        o += 1
                    i += 1
                elif b < 0x80:
                    if keep:
                        out[o] = b
                        o += 1
                    i += 1
                else:
                    length = utf8_length(data, i, end)
                    if length == 0:
                        if end - i < 4 and not final:
                            return start, cell, CUT
                        mended = True
                        if keep:
                            out[o] = 0x3F
                            o += 1
                        i += 1
                    else:
                        # U+FFFD stands for bytes that were lost before.
                        if b == 0xEF and data[i + 1] == 0xBF and data[i + 2] == 0xBD:
                            mended = True
                        if keep:
                            for k in range(length):
                                out[o + k] = data[i + k]
                            o += length
                        i += length
            if not closed:
                if i >= end and not final and lines <= QUOTE_LINES:
                    return start, cell, CUT
                return start, cell, BROKEN
            while i < end and (data[i] == SPACE or (data[i] == 9 and delimiter != 9)):
                i += 1
            if i < end and data[i] != delimiter and data[i] != NEWLINE and data[i] != RETURN:
                return start, cell, BROKEN
        # The rest of the cell up to its end.
        ended = False
        while i < end:
            b = data[i]
            if b == delimiter:
                ended = True
                break
            if b >= 0x20 and b < 0x80:
                if keep:
                    out[o] = b
                    o += 1
                i += 1
            elif b >= 0x80:
                length = utf8_length(data, i, end)
                if length == 0:
                    if end - i < 4 and not final:
                        return start, cell, CUT
                    mended = True
                    if keep:
                        out[o] = 0x3F
                        o += 1
                    i += 1
                else:
                    if b == 0xEF and data[i + 1] == 0xBF and data[i + 2] == 0xBD:
                        mended = True
                    if keep:
                        for k in range(length):
                            out[o + k] = data[i + k]
                        o += length
                    i += length
            elif b == NEWLINE:
                break
            elif b == RETURN:
                if i + 1 < end and data[i + 1] != NEWLINE:
                    break  # A lone return ends a record too.
                i += 1
                if i >= end and not final:
                    return start, cell, CUT
            else:
                if b == 0:
                    mended = True
                if keep:
                    out[o] = SPACE
                    o += 1
                i += 1
        if keep:
            # Blanks behind the cell, the ideographic space and the one that does not break.
            while o > cell:
                if out[o - 1] == SPACE:
                    o -= 1
                elif (
                    o - cell >= 3
                    and out[o - 1] == 0x80
                    and out[o - 2] == 0x80
                    and out[o - 3] == 0xE3
                ):
                    o -= 3
                elif o - cell >= 2 and out[o - 1] == 0xA0 and out[o - 2] == 0xC2:
                    o -= 2
                else:
                    break
            out[o] = CELL_END
            o += 1
            cell = o
        column += 1
        if ended:
            i += 1
            if column >= columns:
                # Cells without a header may only be empty.
                while i < end and data[i] != NEWLINE and data[i] != RETURN:
                    if data[i] != delimiter and data[i] != SPACE:
                        return start, cell, BROKEN
                    i += 1
                if i >= end and not final:
                    return start, cell, CUT
                break
            keep = wanted[column]
            continue
        if i >= end and not final:
            return start, cell, CUT
        break
    if column < columns:
        return start, cell, BROKEN
    if i < end and data[i] == RETURN:
        i += 1
    if i < end and data[i] == NEWLINE:
        i += 1
    return i, o, MENDED if mended else WHOLE


@njit(cache=True, nogil=True)
def clean(
    data: NDArray[np.uint8],
    final: bool,
    skipping: bool,
    delimiter: int,
    quote: int,
    wanted: NDArray[np.bool_],
    most: int,
    out: NDArray[np.uint8],
    bad: NDArray[np.int64],
) -> tuple[int, int, int, int, bool]:
    """Write the records of some data plainly.

    Returns how many bytes were read and written, how many records there are and how many
    of them are bad, and whether the data end inside a record that is too long.
    """
    kept = 0
    for k in range(len(wanted)):
        if wanted[k]:
            kept += 1
    end = len(data)
    i = 0
    o = 0
    records = 0
    broken = 0
    if skipping:
        while i < end and data[i] != NEWLINE:
            i += 1
        if i >= end:
            return end, 0, 0, 0, not final
        i += 1
    while i < end:
        if data[i] == NEWLINE or data[i] == RETURN:
            i += 1
            continue
        if broken >= len(bad):
            break
        # A line of blanks and separators alone is no record only where it is empty.
        begun = o
        after, o, state = read_record(data, i, end, final, delimiter, quote, wanted, out, o)
        if state == CUT:
            o = begun
            if end - i <= most:
                break
            state = LONG
        if state in (BROKEN, LONG) or after - i > most:
            o = begun
            for _ in range(kept):
                out[o] = CELL_END
                o += 1
            after = i
            while after < end and data[after] != NEWLINE:
                after += 1
            bad[broken] = records
            broken += 1
            if after >= end and not final:
                if state != LONG:
                    # The line goes on in the next piece: it is read again from its start.
                    broken -= 1
                    o = begun
                    break
                out[o - 1] = NEWLINE
                return end, o, records + 1, broken, True
            if after < end:
                after += 1
        elif state == MENDED:
            bad[broken] = records
            broken += 1
        out[o - 1] = NEWLINE
        records += 1
        i = after
    return i, o, records, broken, False


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Plain records: their bytes, how many, and the numbers of the bad ones from 0."""

    data: memoryview
    records: int
    bad: NDArray[np.int64]


class Cleaner:
    """Reads a text table piece by piece and gives its records plainly.

    Parameters
    ----------
    delimiter, quote : int
        Bytes; `quote` is 0 where cells have none.
    wanted : ndarray of bool
        For each column of the header whether its cells are wanted; one at least.
    """

    def __init__(self, delimiter: int, quote: int, wanted: NDArray[np.bool_]) -> None:
        self.delimiter, self.quote, self.wanted = delimiter, quote, wanted
        self.carry = b""
        self.skipping = False

    def clean(self, piece: bytes, *, final: bool) -> Cleaned:
        """Return the records that are whole by now; the rest waits for the next piece."""
        data = np.frombuffer(self.carry + piece if self.carry else piece, np.uint8)
        kept = int(self.wanted.sum())
        # An empty cell takes a sign where the source may have none.
        out = np.empty(len(data) + kept + 1, np.uint8)
        found: list[Cleaned] = []
        size = 4096
        bad = np.empty(size, np.int64)
        while True:
            read, written, records, broken, self.skipping = clean(
                data, final, self.skipping, self.delimiter, self.quote, self.wanted,
                MOST_BYTES, out, bad,
            )  # fmt: skip
            found.append(Cleaned(memoryview(out[:written]), records, bad[:broken].copy()))
            data = data[read:]
            if broken < size or not len(data):
                break
            out = np.empty(len(data) + kept + 1, np.uint8)
        self.carry = b"" if final else data.tobytes()
        return found[0] if len(found) == 1 else joined(found)


def joined(pieces: list[Cleaned]) -> Cleaned:
    """Return several runs of records as one."""
    numbers, before = [], 0
    for piece in pieces:
        numbers.append(piece.bad + before)
        before += piece.records
    data = b"".join(piece.data for piece in pieces)
    return Cleaned(memoryview(data), before, np.concatenate(numbers))
