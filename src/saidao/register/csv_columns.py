"""The cells of some records column by column: text copied, numbers and days read, keys hashed.

Each function goes through one column. The cells are told by the addresses of their first
bytes and of the bytes behind their last, one for each record.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import byte_at, copied
from saidao.register.csv_cells import (
    SEED,
    day_in,
    hashed,
    is_nothing,
    mixed,
    number_in,
    trimmed,
    word_of,
)
from saidao.register.roles import ADDRESS, CODE, ID, NAME, POSITION

__all__ = [
    "add_keys",
    "copy_texts",
    "hash_cells",
    "number_words",
    "read_days",
    "read_numbers",
    "record_keys",
    "tidy",
]

Places = NDArray[np.int64]
Hashes = NDArray[np.uint64]


@njit(cache=True, nogil=True)
def tidy(
    starts: Places,
    ends: Places,
    rows: int,
    first_bytes: NDArray[np.bool_],
    lengths: NDArray[np.bool_],
    word_ends: Places,
    spelled: NDArray[np.uint8],
) -> None:
    """Take the blanks behind cells away, and the words that stand for nothing."""
    for row in range(rows):
        start, end = starts[row], ends[row]
        if end > start:
            last = byte_at(end - 1)
            if last == 0x20 or last == 0x80 or last == 0xA0:
                end = trimmed(start, end)
            length = end - start
            if (
                0 < length < len(lengths)
                and lengths[length]
                and first_bytes[byte_at(start)]
                and is_nothing(start, end, word_ends, spelled)
            ):
                end = start
            ends[row] = end


@njit(cache=True, nogil=True)
def copy_texts(
    starts: Places, ends: Places, rows: int, data: int, offsets: NDArray[np.int32], first: int
) -> None:
    """Put cells behind those that a column of text has, whose data begin at an address."""
    o = int(offsets[first])
    for row in range(rows):
        length = ends[row] - starts[row]
        copied(starts[row], length, data + o)
        o += length
        offsets[first + row + 1] = o


@njit(cache=True, nogil=True)
def read_numbers(
    starts: Places,
    ends: Places,
    rows: int,
    comma: bool,
    numbers: NDArray[np.float64],
    first: int,
) -> None:
    """Read cells as numbers, NaN where they are none."""
    for row in range(rows):
        numbers[first + row] = number_in(starts[row], ends[row], comma)


@njit(cache=True, nogil=True)
def read_days(
    starts: Places, ends: Places, rows: int, numbers: NDArray[np.float64], first: int
) -> None:
    """Read cells as days, NaN where they are none."""
    for row in range(rows):
        numbers[first + row] = day_in(starts[row], ends[row])


@njit(cache=True, nogil=True)
def hash_cells(starts: Places, ends: Places, rows: int, hashes: Hashes) -> None:
    """Hash cells, 0 where there is nothing."""
    for row in range(rows):
        here = ends[row] > starts[row]
        hashes[row] = hashed(starts[row], ends[row]) if here else np.uint64(0)


@njit(cache=True, nogil=True)
def number_words(
    starts: Places,
    ends: Places,
    rows: int,
    numbers: NDArray[np.float64],
    words: NDArray[np.int32],
    first: int,
    keys: Hashes,
    ids: NDArray[np.int32],
    known: int,
    spelled: int,
    spelled_ends: NDArray[np.int64],
) -> int:
    """Give the cells that are no numbers the numbers of their wordings, -1 for none.

    New wordings are put behind those that are spelled at an address. Returns how many
    wordings are known then.
    """
    for row in range(rows):
        start, end = starts[row], ends[row]
        if end <= start or not np.isnan(numbers[first + row]):
            words[first + row] = -1
            continue
        number = word_of(hashed(start, end), keys, ids, known)
        words[first + row] = number
        if number == known:
            begun = spelled_ends[known]
            copied(start, end - start, spelled + begun)
            known += 1
            spelled_ends[known] = begun + end - start
    return known


@njit(cache=True, nogil=True)
def add_keys(role: int, rows: int, hashes: Hashes, keys: Hashes) -> None:
    """Put the hashes of a column to what it is of the keys of the records.

    The rows of `keys` are those of the id, name, code, address and position.
    """
    for row in range(rows):
        hash = hashes[row]
        if hash == 0:
            continue
        if role & ID:
            keys[0, row] = hash
        if role & NAME:
            keys[1, row] = hash
        if role & CODE:
            keys[2, row] = hash
        if role & ADDRESS:
            keys[3, row] = mixed(keys[3, row], hash)
        if role & POSITION:
            keys[4, row] = mixed(keys[4, row], hash)


@njit(cache=True, nogil=True)
def record_keys(rows: int, keys: Hashes, id_hash: Hashes, record_hash: Hashes, first: int) -> None:
    """Make the two hashes of each record of those of its cells."""
    for row in range(rows):
        name, code = keys[1, row], keys[2, row]
        place = keys[3, row] if keys[3, row] else keys[4, row]
        whole = np.uint64(0)
        if name and place:
            whole = mixed(mixed(mixed(SEED, name), code), place) | np.uint64(1)
        id_hash[first + row] = keys[0, row]
        record_hash[first + row] = whole
