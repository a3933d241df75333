"""Where the signs stand that part a text table: separators, quotes, ends of lines.

Sixty-four bytes are looked at in a few instructions, and the few that are signs are counted
out. The same words of bits tell whether the bytes are UTF-8, so that no byte is looked at by
itself in a record that is written as most are. What is not so is marked as doubtful.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import BLOCK, below, byte_at, counted, equal, lowest, put_byte

__all__ = ["NEWLINE", "RETURN", "WINDOW", "count_lines", "mark"]

NEWLINE, RETURN = 0x0A, 0x0D

WINDOW: Final = 16 * 1024
"""Bytes that are marked at a time: their marks stay in the fastest memory."""


@njit(cache=True, nogil=True)
def count_lines(data: int, size: int) -> int:
    """Return an upper bound of the records in some data: how many signs end a line."""
    found = 1
    at = 0
    while at + BLOCK <= size:
        found += counted(equal(data + at, NEWLINE) | equal(data + at, RETURN))
        at += BLOCK
    while at < size:
        byte = byte_at(data + at)
        found += byte in (NEWLINE, RETURN)
        at += 1
    return found


@njit(cache=True, nogil=True)
def mark(
    data: int,
    start: int,
    size: int,
    delimiter: int,
    quote: int,
    carry: NDArray[np.uint64],
    marks: NDArray[np.int64],
    held: int,
) -> tuple[int, int]:
    """Mark the signs of up to `WINDOW` bytes, behind the marks that are held.

    A mark is twice its place in the data, and one more where the bytes there are doubtful: a
    sign that is no text, bytes that are no UTF-8, or U+FFFD. Returns up to where the data are
    marked, and how many marks there are. `carry` holds which bytes of the next block must go
    on with a character, which are doubtful, and a block's room for the end of the data.
    """
    # Of the bytes that go on from the block before.
    owed, wrong = carry[0], carry[1]
    last = carry[2:].ctypes.data
    at = start
    stop = min(size, start + WINDOW)
    one, two, three = np.uint64(1), np.uint64(2), np.uint64(3)
    while at < stop:
        here = data + at
        valid = ~np.uint64(0)
        if at + BLOCK + 2 > size:
            # The bytes behind the data are not ours to read.
            for k in range(BLOCK + 2):
                put_byte(last + k, byte_at(data + at + k) if at + k < size else 0)
            here = last
            if at + BLOCK > size:
                valid = (one << np.uint64(size - at)) - one
        signs = (
            equal(here, delimiter) | equal(here, quote) | equal(here, NEWLINE) | equal(here, RETURN)
        )
        doubtful = below(here, 0x20) & ~signs
        beyond = ~below(here, 0x80)
        if beyond | owed | wrong:
            following = beyond & below(here, 0xC0)
            leads = beyond ^ following
            three_up = ~below(here, 0xE0)
            four_up = ~below(here, 0xF0)
            due = owed | leads << one | three_up << two | four_up << three
            # What is due in the next block, of the last three bytes here.
            owed = leads >> np.uint64(63) | three_up >> np.uint64(62) | four_up >> np.uint64(61)
            # What an unfinished character is still due may hide bytes that belong to none.
            missing = due & ~following
            doubtful |= due ^ following | missing << one | missing << two | wrong
            wrong = missing >> np.uint64(63) | missing >> np.uint64(62)
            rare = equal(here, 0xE0) | equal(here, 0xED) | four_up | leads & below(here, 0xC2)
            if rare:
                # Overlong forms, surrogates and what lies above the last code point.
                doubtful |= equal(here, 0xE0) & below(here + 1, 0xA0)
                doubtful |= equal(here, 0xED) & ~below(here + 1, 0xA0)
                doubtful |= equal(here, 0xF0) & below(here + 1, 0x90)
                doubtful |= equal(here, 0xF4) & ~below(here + 1, 0x90)
                doubtful |= ~below(here, 0xF5) | leads & below(here, 0xC2)
            # U+FFFD stands for bytes that were lost before.
            doubtful |= equal(here, 0xEF) & equal(here + 1, 0xBF) & equal(here + 2, 0xBD)
        bits = (signs | doubtful) & valid
        many = counted(bits)
        if doubtful & valid:
            while bits:
                place = lowest(bits)
                marks[held] = 2 * (at + place) + np.int64(doubtful >> np.uint64(place) & one)
                held += 1
                bits &= bits - one
        else:
            # Four at once whether or not there are so many: no branch to guess wrong.
            for k in range(4):
                marks[held + k] = 2 * (at + lowest(bits))
                bits &= bits - one
            for k in range(4, many):
                marks[held + k] = 2 * (at + lowest(bits))
                bits &= bits - one
            held += many
        at += BLOCK
    carry[0], carry[1] = owed, wrong
    return min(at, size), held
