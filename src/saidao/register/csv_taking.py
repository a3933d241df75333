"""What is made of the cells of a text table's records, kept column by column in arrays."""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import byte_at
from saidao.register.csv_columns import (
    add_keys,
    copy_texts,
    hash_cells,
    number_words,
    read_days,
    read_numbers,
    record_keys,
    tidy,
)
from saidao.register.csv_finding import (
    BATCH_BYTES,
    BATCH_ROWS,
    MOST_BYTES,
    Batch,
    Shape,
    find_records,
)
from saidao.register.csv_marks import NEWLINE
from saidao.register.records import Bytes
from saidao.register.roles import DAY, ID, NUMBER, TEXT

__all__ = ["SPELLED_BYTES", "Cells", "Nothing", "Sink", "line_end", "read_records", "rehash"]

SPELLED_BYTES: Final = BATCH_BYTES + MOST_BYTES
"""Room for the new wordings of a batch, however long they are."""


class Cells(NamedTuple):
    """What is made of the wanted cells: their roles, and their places among text and numbers."""

    roles: NDArray[np.int64]
    texts: NDArray[np.int64]
    slots: NDArray[np.int64]
    comma: bool


class Nothing(NamedTuple):
    """Words that stand for nothing, and by what bytes and lengths most others are told."""

    first_bytes: NDArray[np.bool_]
    lengths: NDArray[np.bool_]
    ends: NDArray[np.int64]
    spelled: Bytes


class Sink(NamedTuple):
    """Where the cells go to.

    `data` are the addresses of the columns of text. `keys` and `ids` hold the wordings met
    so far, `spelled` the addresses of `sizes` bytes where they are spelled, one behind the
    other up to `spelled_ends`; `known` tells how many there are.
    """

    data: NDArray[np.int64]
    offsets: NDArray[np.int32]
    numbers: NDArray[np.float64]
    words: NDArray[np.int32]
    id_hash: NDArray[np.uint64]
    record_hash: NDArray[np.uint64]
    bad: NDArray[np.int64]
    keys: NDArray[np.uint64]
    ids: NDArray[np.int32]
    known: NDArray[np.int64]
    spelled: NDArray[np.int64]
    sizes: NDArray[np.int64]
    spelled_ends: NDArray[np.int64]


@njit(cache=True, nogil=True)
def take_cells(
    rows: int,
    first: int,
    cells: Cells,
    nothing: Nothing,
    batch: Batch,
    sink: Sink,
    hashes: NDArray[np.uint64],
    keys: NDArray[np.uint64],
) -> None:
    """Take the cells of a batch, whose first record is the one of this number."""
    keys[:] = 0
    for cell in range(len(cells.roles)):
        role, slot = cells.roles[cell], cells.slots[cell]
        starts, ends = batch.starts[cell], batch.ends[cell]
        tidy(
            starts,
            ends,
            rows,
            nothing.first_bytes,
            nothing.lengths,
            nothing.ends,
            nothing.spelled,
        )
        if role & TEXT:
            text = cells.texts[cell]
            copy_texts(starts, ends, rows, sink.data[text], sink.offsets[text], first)
        if slot >= 0:
            numbers = sink.numbers[slot]
            if role & NUMBER:
                read_numbers(starts, ends, rows, cells.comma, numbers, first)
            elif role & DAY:
                read_days(starts, ends, rows, numbers, first)
            else:
                numbers[first : first + rows] = np.nan
            sink.known[slot] = number_words(
                starts,
                ends,
                rows,
                numbers,
                sink.words[slot],
                first,
                sink.keys[slot],
                sink.ids[slot],
                sink.known[slot],
                sink.spelled[slot],
                sink.spelled_ends[slot],
            )
        if role >= ID:
            hash_cells(starts, ends, rows, hashes)
            add_keys(role, rows, hashes, keys)
    record_keys(rows, keys, sink.id_hash, sink.record_hash, first)


@njit(cache=True, nogil=True)
def read_records(
    data: int,
    at: int,
    size: int,
    final: bool,
    shape: Shape,
    cells: Cells,
    nothing: Nothing,
    batch: Batch,
    sink: Sink,
    first: int,
    bad: int,
) -> tuple[int, int, int, bool]:
    """Read the records of some data from a place on into a sink, as many as it has room for.

    Returns where they end, how many there are then and how many of them are bad, and whether
    more room is needed for wordings.
    """
    hashes = np.empty(BATCH_ROWS, np.uint64)
    keys = np.empty((5, BATCH_ROWS), np.uint64)
    most_words = sink.keys.shape[1] // 2
    room = len(sink.id_hash)
    while at < size and first < room:
        for slot in range(len(sink.known)):
            known = sink.known[slot]
            if known + BATCH_ROWS > most_words:
                return at, first, bad, True
            if sink.spelled_ends[slot, known] + SPELLED_BYTES > sink.sizes[slot]:
                return at, first, bad, True
        most = min(BATCH_ROWS, room - first)
        behind, rows = find_records(data, at, size, final, most, shape, batch)
        for k in range(batch.counts[3]):
            sink.bad[bad] = first + batch.bad[k]
            bad += 1
        if rows:
            take_cells(rows, first, cells, nothing, batch, sink, hashes, keys)
        first += rows
        if not rows and behind == at:
            break
        at = behind
        if batch.counts[4]:
            break
    return at, first, bad, False


@njit(cache=True, nogil=True)
def line_end(data: int, at: int, size: int) -> int:
    """Return the place of the next newline, the size of the data where there is none."""
    while at < size and byte_at(data + at) != NEWLINE:
        at += 1
    return at


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
