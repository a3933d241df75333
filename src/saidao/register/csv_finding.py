"""Where the cells of a text table's records stand, a batch of records at a time."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import byte_at
from saidao.register.csv_careful import CUT, WHOLE, read_carefully
from saidao.register.csv_cells import SPACE
from saidao.register.csv_marks import NEWLINE, RETURN, WINDOW, mark

__all__ = ["BATCH_BYTES", "BATCH_ROWS", "MOST_BYTES", "Batch", "Shape", "find_records"]

MOST_BYTES: Final = 4 * 2**20
"""Of one record; a longer one is broken."""

BATCH_ROWS, BATCH_BYTES = 256, 2**20
"""Records, and about how many bytes of them, that are found at a time."""

LOOK_AHEAD = 8
"""Bytes behind the longest record that say whether it ends there."""


class Shape(NamedTuple):
    """How a table is written, and which of its columns are wanted.

    `plain` says that no separator may be taken for another sign. `places` tells for each
    column which of the wanted cells it is, -1 where it is none.
    """

    delimiter: int
    quote: int
    plain: bool
    places: NDArray[np.int64]


class Batch(NamedTuple):
    """The cells of some records, and what it takes to find them.

    `starts` and `ends` hold the addresses of the cells, by cell and record. Cells that do not
    stand in the data as they are stand in `scratch`. `bad` are the places of bad records
    in the batch. `marks` and `carry` are those of `saidao.register.csv_marks.mark`; `counts`
    holds how many marks are done with, how many there are, up to where the data are marked,
    how many records are bad, and whether the data end inside a record that is too long.
    """

    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    bad: NDArray[np.int64]
    scratch: NDArray[np.uint8]
    marks: NDArray[np.int64]
    carry: NDArray[np.uint64]
    counts: NDArray[np.int64]

    @classmethod
    def of(cls, cells: int, columns: int) -> Batch:
        """Return an empty batch."""
        return cls(
            np.zeros((cells, BATCH_ROWS), np.int64),
            np.zeros((cells, BATCH_ROWS), np.int64),
            np.zeros(BATCH_ROWS, np.int64),
            np.empty(2 * MOST_BYTES + BATCH_BYTES, np.uint8),
            np.zeros(2 * WINDOW + 4 * columns + 128, np.int64),
            np.zeros(16, np.uint64),
            np.zeros(5, np.int64),
        )


@njit(cache=True, nogil=True)
def find_quickly(
    data: int,
    i: int,
    delimiter: int,
    quote: int,
    places: NDArray[np.int64],
    marks: NDArray[np.int64],
    k: int,
    marked: int,
    starts: NDArray[np.int64],
    ends: NDArray[np.int64],
    row: int,
) -> tuple[int, int]:
    """Find the cells of a record by its marks, from the one at `k` on.

    Returns where it ends, -1 where it must be read carefully, and the mark behind it.
    """
    last = len(places) - 1
    for column in range(last + 1):
        if k >= marked or marks[k] & 1:
            return -1, k
        p = marks[k] >> 1
        k += 1
        while i < p and byte_at(data + i) == SPACE:
            i += 1
        b = byte_at(data + p)
        begun, end = i, p
        if b == quote:
            quoted = p == i
            while True:
                # Of a quoted cell up to the quote behind it, else up to what ends the cell.
                if k >= marked or marks[k] & 1:
                    return -1, k
                p = marks[k] >> 1
                b = byte_at(data + p)
                k += 1
                if quoted:
                    if b in (NEWLINE, RETURN) or (b == delimiter and b < SPACE):
                        return -1, k
                    if b == quote:
                        break
                elif b != quote:
                    break
            end = p
            if quoted:
                begun = i + 1
                if k >= marked or marks[k] != 2 * (p + 1):
                    return -1, k
                p += 1
                b = byte_at(data + p)
                k += 1
                if b == quote:
                    return -1, k
        cell = places[column]
        if cell >= 0:
            starts[cell, row] = data + begun
            ends[cell, row] = data + end
        i = p + 1
        if b == delimiter and column == last:
            # A separator more before the end of the line.
            if k >= marked or marks[k] != 2 * i:
                return -1, k
            b = byte_at(data + i)
            k += 1
            i += 1
        if (b == delimiter) == (column == last):
            return -1, k
    if b == RETURN:
        if k >= marked:
            return -1, k
        if byte_at(data + i) == NEWLINE:
            i += 1
            k += 1
    return (-1 if b == quote else i), k


@njit(cache=True, nogil=True)
def find_records(
    data: int, i: int, size: int, final: bool, most: int, shape: Shape, batch: Batch
) -> tuple[int, int]:
    """Find the cells of the next records, and return where they end and how many they are."""
    delimiter, quote, plain, places = shape
    starts, ends, bads, scratch, marks, carry, counts = batch
    k, held, marked = counts[0], counts[1], counts[2]
    ahead = 3 * len(places) + 16
    begun = i
    o = scratch.ctypes.data
    full = o + len(scratch) - MOST_BYTES - LOOK_AHEAD
    row = 0
    bad = 0
    counts[4] = 0
    while row < most and i < size and i - begun < BATCH_BYTES and o <= full:
        b = byte_at(data + i)
        if b in (NEWLINE, RETURN):
            i += 1
            continue
        while k < held and marks[k] >> 1 < i:
            k += 1
        if held - k < ahead and marked < size:
            if k == held and marked < i:
                marked = i
                carry[:2] = 0
            for at in range(held - k):
                marks[at] = marks[k + at]
            held -= k
            k = 0
            while held - k < ahead and marked < size:
                marked, held = mark(data, marked, size, delimiter, quote, carry, marks, held)
                while k < held and marks[k] >> 1 < i:
                    k += 1
        behind = -1
        if plain:
            behind, next = find_quickly(
                data, i, delimiter, quote, places, marks, k, held, starts, ends, row
            )
        if 0 <= behind <= i + MOST_BYTES:
            k = next
        else:
            limit = min(size, i + MOST_BYTES + LOOK_AHEAD)
            state, end, cells_end, mended = read_carefully(
                data + i,
                data + limit,
                final and limit == size,
                delimiter,
                quote,
                places,
                o,
                starts,
                ends,
                row,
            )
            behind = end - data
            too_long = state == CUT and limit - i > MOST_BYTES
            if state == CUT and not too_long:
                break
            if state == WHOLE and behind - i <= MOST_BYTES:
                o = cells_end
                if behind < size and byte_at(data + behind) == RETURN:
                    behind += 1
                if behind < size and byte_at(data + behind) == NEWLINE:
                    behind += 1
                if mended:
                    bads[bad] = row
                    bad += 1
            else:
                behind = i
                while behind < size and byte_at(data + behind) != NEWLINE:
                    behind += 1
                if behind >= size and not final and size - i <= MOST_BYTES:
                    break  # The line goes on in the next piece: it is read again from its start.
                starts[:, row] = 0
                ends[:, row] = 0
                bads[bad] = row
                bad += 1
                counts[4] = behind >= size and not final
                behind = min(behind + 1, size)
        row += 1
        i = behind
    counts[0] = k
    counts[1] = held
    counts[2] = marked
    counts[3] = bad
    return i, row
