"""The cells of a text table one by one: numbers, days, hashes, wordings.

A cell is told by the addresses of its first byte and of the byte behind its last.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

from saidao.register.csv_bytes import byte_at, word_at

__all__ = [
    "SEED",
    "SPACE",
    "day_in",
    "hashed",
    "is_nothing",
    "mixed",
    "number_in",
    "trimmed",
    "word_of",
]

SPACE: Final = 0x20
SEED, STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
POWERS = 10.0 ** np.arange(23)


@njit(cache=True, nogil=True)
def trimmed(start: int, end: int) -> int:
    """Return the end of a cell without the blanks behind it, also those beyond ASCII."""
    while end > start:
        last = byte_at(end - 1)
        if last == SPACE:
            end -= 1
        elif last == 0x80 and end - start >= 3 and byte_at(end - 2) == 0x80:
            if byte_at(end - 3) != 0xE3:
                break
            end -= 3
        elif last == 0xA0 and end - start >= 2 and byte_at(end - 2) == 0xC2:
            end -= 2
        else:
            break
    return end


@njit(cache=True, nogil=True)
def mixed(hash: np.uint64, word: np.uint64) -> np.uint64:
    """Return a hash with a word more."""
    hash = (hash ^ word) * STEP
    hash ^= hash >> np.uint64(32)
    hash *= STEP
    return hash ^ (hash >> np.uint64(29))


@njit(cache=True, nogil=True)
def hashed(start: int, end: int) -> np.uint64:
    """Return a hash of a cell, never 0."""
    length = end - start
    hash = SEED ^ np.uint64(length)
    at = start
    while at + 8 <= end:
        hash = mixed(hash, word_at(at))
        at += 8
    if at < end:
        word = np.uint64(0)
        if length >= 8:
            # The last eight bytes, without those that were taken.
            word = word_at(end - 8) >> np.uint64(8 * (8 - (end - at)))
        else:
            for k in range(end - at):
                word |= np.uint64(byte_at(at + k)) << np.uint64(8 * k)
        hash = mixed(hash, word)
    return hash | np.uint64(1)


@njit(cache=True, nogil=True)
def is_nothing(start: int, end: int, ends: NDArray[np.int64], spelled: NDArray[np.uint8]) -> bool:
    """Return whether a cell is one of the words, in small letters, that stand for nothing."""
    length = end - start
    begun = 0
    for k in range(len(ends)):
        if ends[k] - begun == length:
            same = True
            for j in range(length):
                byte = byte_at(start + j)
                if 0x41 <= byte <= 0x5A:
                    byte += 0x20
                if byte != spelled[begun + j]:
                    same = False
                    break
            if same:
                return True
        begun = ends[k]
    return False


@njit(cache=True, nogil=True)
def number_in(start: int, end: int, comma: bool) -> float:
    """Return the number that bytes are, NaN where they are none.

    Thousands may be parted by what is not the sign of decimals, three digits a group.
    """
    point = 0x2C if comma else 0x2E
    group = 0x2E if comma else 0x2C
    at = start
    negative = False
    if at < end and (byte_at(at) == 0x2D or byte_at(at) == 0x2B):
        negative = byte_at(at) == 0x2D
        at += 1
    digits = np.uint64(0)
    taken = 0
    scale = 0
    seen = 0
    since = -1
    decimals = False
    while at < end:
        b = byte_at(at)
        if 0x30 <= b <= 0x39:
            seen += 1
            if since >= 0:
                since += 1
            if taken < 18:
                digits = digits * np.uint64(10) + np.uint64(b - 0x30)
                if digits > 0:
                    taken += 1
                if decimals:
                    scale -= 1
            elif not decimals:
                scale += 1
        elif b == point and not decimals:
            if since >= 0 and since != 3:
                return np.nan
            since = -1
            decimals = True
        elif b == group and not decimals and seen > 0:
            if since >= 0 and since != 3:
                return np.nan
            if since < 0 and seen > 3:
                return np.nan
            since = 0
        else:
            break
        at += 1
    if seen == 0 or (since >= 0 and since != 3):
        return np.nan
    if at < end and (byte_at(at) == 0x65 or byte_at(at) == 0x45):
        at += 1
        down = False
        if at < end and (byte_at(at) == 0x2D or byte_at(at) == 0x2B):
            down = byte_at(at) == 0x2D
            at += 1
        power = 0
        begun = at
        while at < end and 0x30 <= byte_at(at) <= 0x39 and power < 1000:
            power = power * 10 + byte_at(at) - 0x30
            at += 1
        if at == begun:
            return np.nan
        scale += -power if down else power
    if at != end:
        return np.nan
    value = float(digits)
    if scale < 0:
        value = value / POWERS[-scale] if scale >= -22 else value * 10.0**scale
    elif scale > 0:
        value = value * POWERS[scale] if scale <= 22 else value * 10.0**scale
    return -value if negative else value


@njit(cache=True, nogil=True)
def day_in(start: int, end: int) -> float:
    """Return the day that bytes are as its number since 1970-01-01, NaN where they are none.

    2020-01-31 or 2020/1/31, perhaps with a time behind it.
    """
    if end - start < 8:
        return np.nan
    year = 0
    for k in range(4):
        b = byte_at(start + k)
        if b < 0x30 or b > 0x39:
            return np.nan
        year = year * 10 + b - 0x30
    sign = byte_at(start + 4)
    if sign != 0x2D and sign != 0x2F and sign != 0x2E:
        return np.nan
    at = start + 5
    month = 0
    begun = at
    while at < end and at < begun + 2 and 0x30 <= byte_at(at) <= 0x39:
        month = month * 10 + byte_at(at) - 0x30
        at += 1
    if at == begun or at >= end or byte_at(at) != sign:
        return np.nan
    at += 1
    day = 0
    begun = at
    while at < end and at < begun + 2 and 0x30 <= byte_at(at) <= 0x39:
        day = day * 10 + byte_at(at) - 0x30
        at += 1
    if at == begun or (at < end and byte_at(at) != 0x54 and byte_at(at) != SPACE):
        return np.nan
    if year < 1 or month < 1 or month > 12 or day < 1:
        return np.nan
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    longest = 31
    if month == 4 or month == 6 or month == 9 or month == 11:
        longest = 30
    elif month == 2:
        longest = 29 if leap else 28
    if day > longest:
        return np.nan
    # Days of the civil calendar (H. Hinnant, days_from_civil).
    y = year - (1 if month <= 2 else 0)
    era = y // 400
    of_era = y - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return float(era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468)


@njit(cache=True, nogil=True)
def word_of(hash: np.uint64, keys: NDArray[np.uint64], ids: NDArray[np.int32], new: int) -> int:
    """Return the number of a wording, which is `new` where it was not met before."""
    mask = np.uint64(len(keys) - 1)
    at = (hash >> np.uint64(17)) & mask
    while keys[at] != 0:
        if keys[at] == hash:
            return int(ids[at])
        at = (at + np.uint64(1)) & mask
    keys[at] = hash
    ids[at] = new
    return new
