"""One record of a text table read byte by byte, whatever is wrong with it.

So are read the few records that `saidao.register.csv_marks` finds doubtful, and those whose
quotes or ends of lines are not where most have them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import byte_at, copied, put_byte
from saidao.register.csv_cells import SPACE
from saidao.register.csv_marks import NEWLINE, RETURN

__all__ = ["BROKEN", "CUT", "QUOTE_LINES", "WHOLE", "read_carefully"]

QUOTE_LINES: Final = 200
"""A quoted cell of more lines is a quote that was never closed."""

WHOLE, BROKEN, CUT = 0, 1, 2
TAB, QUESTION = 0x09, 0x3F


@njit(cache=True, nogil=True)
def utf8_length(at: int, end: int) -> int:
    """Return the bytes of the character of several bytes at a place, 0 if it is none."""
    first = byte_at(at)
    if first < 0xC2 or first > 0xF4:
        return 0
    length = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if at + length > end:
        return 0
    second = byte_at(at + 1)
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
    if length > 2 and byte_at(at + 2) & 0xC0 != 0x80:
        return 0
    if length > 3 and byte_at(at + 3) & 0xC0 != 0x80:
        return 0
    return length


@njit(cache=True, nogil=True)
def is_lost(at: int) -> bool:
    """Return whether a character of three bytes is U+FFFD, which stands for lost bytes."""
    return byte_at(at) == 0xEF and byte_at(at + 1) == 0xBF and byte_at(at + 2) == 0xBD


@njit(cache=True, nogil=True)
def read_carefully(
    i: int,
    end: int,
    final: bool,
    delimiter: int,
    quote: int,
    places: NDArray[np.int64],
    o: int,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    row: int,
) -> tuple[int, int, int, bool]:
    """Read the record at an address, its cells without quotes and signs that are no text.

    Parameters
    ----------
    i, end : int
        Addresses of the record and of the end of the data.
    final : bool
        Whether nothing follows the data.
    delimiter, quote : int
    places : ndarray of int64
        For each column of the table which of the cells it is, -1 where it is not wanted.
    o : int
        Address to write the cells to, with room for as many bytes as the record has.
    starts, ends : ndarray of int64
        Where the addresses of the cells are put, by cell and row.
    row : int

    Returns
    -------
    tuple
        `WHOLE`, `BROKEN` or `CUT` where it goes on behind the data; the address of its end;
        the address behind the cells; and whether it had bytes that are no text.
    """
    columns = len(places)
    column = 0
    mended = False
    while True:
        cell = places[column]
        wanted = cell >= 0
        begun = o
        # At the beginning of a cell: blanks before it, then perhaps a quote.
        while i < end and (byte_at(i) == SPACE or (byte_at(i) == TAB and delimiter != TAB)):
            i += 1
        if i < end and byte_at(i) == quote:
            i += 1
            lines = 0
            closed = False
            run = i
            while i < end:
                b = byte_at(i)
                if b == quote:
                    if i + 1 < end and byte_at(i + 1) == quote:
                        if wanted:
                            copied(run, i + 1 - run, o)
                            o += i + 1 - run
                        i += 2
                        run = i
                        continue
                    if i + 1 >= end and not final:
                        return CUT, i, o, mended
                    closed = True
                    break
                if b < SPACE:
                    if b == NEWLINE:
                        lines += 1
                        if lines > QUOTE_LINES:
                            break
                    elif b == 0:
                        mended = True
                    if wanted:
                        copied(run, i - run, o)
                        o += i - run
                        put_byte(o, SPACE)
                        o += 1
                    i += 1
                    run = i
                elif b < 0x80:
                    i += 1
                else:
                    length = utf8_length(i, end)
                    if length == 0:
                        if end - i < 4 and not final:
                            return CUT, i, o, mended
                        mended = True
                        if wanted:
                            copied(run, i - run, o)
                            o += i - run
                            put_byte(o, QUESTION)
                            o += 1
                        i += 1
                        run = i
                    else:
                        mended = mended or (length == 3 and is_lost(i))
                        i += length
            if not closed:
                if i >= end and not final and lines <= QUOTE_LINES:
                    return CUT, i, o, mended
                return BROKEN, i, o, mended
            if wanted:
                copied(run, i - run, o)
                o += i - run
            i += 1
            while i < end and (byte_at(i) == SPACE or (byte_at(i) == TAB and delimiter != TAB)):
                i += 1
            if i < end:
                b = byte_at(i)
                if b != delimiter and b != NEWLINE and b != RETURN:
                    return BROKEN, i, o, mended
        # The rest of the cell up to its end, in runs that are copied as they stand.
        ended = False
        run = i
        while i < end:
            b = byte_at(i)
            if b >= SPACE and b < 0x80 and b != delimiter:
                i += 1
            elif b >= 0x80:
                length = utf8_length(i, end)
                if length == 0:
                    if end - i < 4 and not final:
                        return CUT, i, o, mended
                    mended = True
                    if wanted:
                        copied(run, i - run, o)
                        o += i - run
                        put_byte(o, QUESTION)
                        o += 1
                    i += 1
                    run = i
                    continue
                mended = mended or (length == 3 and is_lost(i))
                i += length
            elif b == delimiter:
                ended = True
                break
            elif b == NEWLINE:
                break
            elif b == RETURN:
                # A return before a newline, and a lone one, end a record too.
                if i + 1 >= end and not final:
                    return CUT, i, o, mended
                break
            else:
                mended = mended or b == 0
                if wanted:
                    copied(run, i - run, o)
                    o += i - run
                    put_byte(o, SPACE)
                    o += 1
                i += 1
                run = i
        if i >= end and not final:
            return CUT, i, o, mended
        if wanted:
            copied(run, i - run, o)
            o += i - run
            starts[cell, row] = begun
            ends[cell, row] = o
        column += 1
        if not ended:
            break
        i += 1
        if column >= columns:
            # Cells without a header may only be empty.
            while i < end:
                b = byte_at(i)
                if b in (NEWLINE, RETURN):
                    break
                if b != delimiter and b != SPACE:
                    return BROKEN, i, o, mended
                i += 1
            if i >= end and not final:
                return CUT, i, o, mended
            break
    return WHOLE if column == columns else BROKEN, i, o, mended
