"""The cells of a text table one by one: characters, numbers, days, hashes, wordings."""

from __future__ import annotations

from typing import Final

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = [
    "MOST_BYTES",
    "MOST_WORDS",
    "SEED",
    "SPACE",
    "UNTOLD",
    "Bytes",
    "copy",
    "day_in",
    "hashed",
    "mixed",
    "number_in",
    "trimmed",
    "utf8_length",
    "word_of",
]

MOST_BYTES: Final = 4 * 2**20
"""Of one record; a longer one is broken."""

MOST_WORDS: Final = 2**20
"""Wordings of a column; later ones get no number and count as unreadable."""

UNTOLD: Final = -2
"""Stands for a wording beyond `MOST_WORDS`."""

SPACE = 0x20
SEED, STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
POWERS = 10.0 ** np.arange(23)
Bytes = NDArray[np.uint8]


@njit(cache=True, nogil=True)
def utf8_length(data: Bytes, at: int, end: int) -> int:
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
def copy(data: Bytes, start: int, end: int, out: Bytes, o: int) -> int:
    """Copy a run of bytes, and return where it ends."""
    length = end - start
    if length > 24:
        out[o : o + length] = data[start:end]
    else:
        for k in range(length):
            out[o + k] = data[start + k]
    return o + length


@njit(cache=True, nogil=True)
def hashed(text: Bytes, start: int, end: int, lower: bool) -> np.uint64:
    """Return a hash of bytes, never 0."""
    hash = SEED ^ np.uint64(end - start)
    at = start
    while at < end:
        word = np.uint64(0)
        take = min(8, end - at)
        if take == 8 and not lower:
            word = (
                np.uint64(text[at])
                | np.uint64(text[at + 1]) << np.uint64(8)
                | np.uint64(text[at + 2]) << np.uint64(16)
                | np.uint64(text[at + 3]) << np.uint64(24)
                | np.uint64(text[at + 4]) << np.uint64(32)
                | np.uint64(text[at + 5]) << np.uint64(40)
                | np.uint64(text[at + 6]) << np.uint64(48)
                | np.uint64(text[at + 7]) << np.uint64(56)
            )
        else:
            for k in range(take):
                b = text[at + k]
                if lower and 0x41 <= b <= 0x5A:
                    b += 0x20
                word |= np.uint64(b) << np.uint64(8 * k)
        hash = mixed(hash, word)
        at += take
    return hash | np.uint64(1)


@njit(cache=True, nogil=True)
def mixed(hash: np.uint64, word: np.uint64) -> np.uint64:
    """Return a hash with a word more."""
    hash = (hash ^ word) * STEP
    hash ^= hash >> np.uint64(32)
    hash *= STEP
    return hash ^ (hash >> np.uint64(29))


@njit(cache=True, nogil=True)
def number_in(text: Bytes, start: int, end: int, comma: bool) -> float:
    """Return the number that bytes are, NaN where they are none.

    Thousands may be parted by what is not the sign of decimals, three digits a group.
    """
    point = 0x2C if comma else 0x2E
    group = 0x2E if comma else 0x2C
    at = start
    negative = False
    if at < end and (text[at] == 0x2D or text[at] == 0x2B):
        negative = text[at] == 0x2D
        at += 1
    digits = np.uint64(0)
    taken = 0
    scale = 0
    seen = 0
    since = -1
    decimals = False
    while at < end:
        b = text[at]
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
    if at < end and (text[at] == 0x65 or text[at] == 0x45):
        at += 1
        down = False
        if at < end and (text[at] == 0x2D or text[at] == 0x2B):
            down = text[at] == 0x2D
            at += 1
        power = 0
        begun = at
        while at < end and 0x30 <= text[at] <= 0x39 and power < 1000:
            power = power * 10 + int(text[at]) - 0x30
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
def day_in(text: Bytes, start: int, end: int) -> float:
    """Return the day that bytes are as its number since 1970-01-01, NaN where they are none.

    2020-01-31 or 2020/1/31, perhaps with a time behind it.
    """
    if end - start < 8:
        return np.nan
    year = 0
    for k in range(4):
        b = text[start + k]
        if b < 0x30 or b > 0x39:
            return np.nan
        year = year * 10 + int(b) - 0x30
    sign = text[start + 4]
    if sign != 0x2D and sign != 0x2F and sign != 0x2E:
        return np.nan
    at = start + 5
    month = 0
    begun = at
    while at < end and at < begun + 2 and 0x30 <= text[at] <= 0x39:
        month = month * 10 + int(text[at]) - 0x30
        at += 1
    if at == begun or at >= end or text[at] != sign:
        return np.nan
    at += 1
    day = 0
    begun = at
    while at < end and at < begun + 2 and 0x30 <= text[at] <= 0x39:
        day = day * 10 + int(text[at]) - 0x30
        at += 1
    if at == begun or (at < end and text[at] != 0x54 and text[at] != SPACE):
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
def word_of(
    out: Bytes,
    start: int,
    end: int,
    slot: int,
    columns: int,
    keys: NDArray[np.uint64],
    ids: NDArray[np.int32],
    counts: NDArray[np.int64],
    told: NDArray[np.int64],
    spelled: Bytes,
) -> int:
    """Return the number of a wording, a new one where it was not met before."""
    hash = hashed(out, start, end, False)
    mask = np.uint64(keys.shape[1] - 1)
    at = (hash >> np.uint64(17)) & mask
    while keys[slot, at] != 0:
        if keys[slot, at] == hash:
            return int(ids[slot, at])
        at = (at + np.uint64(1)) & mask
    number = counts[slot]
    if number >= MOST_WORDS:
        return UNTOLD
    keys[slot, at] = hash
    ids[slot, at] = number
    counts[slot] = number + 1
    new = told[0, 0] + 1
    begun = told[0, 1]
    behind = copy(out, start, end, spelled, begun)
    told[new, 0] = slot
    told[new, 1] = begun
    told[new, 2] = behind
    told[0, 0] = new
    told[0, 1] = behind
    # The next record might meet more new wordings than there is room for.
    if (
        new + columns + 1 >= len(told)
        or behind + MOST_BYTES >= len(spelled)
        or (number + 1) * 2 > keys.shape[1]
    ):
        told[0, 2] = 1
    return int(number)


@njit(cache=True, nogil=True)
def trimmed(out: Bytes, cell: int, o: int) -> int:
    """Return the end of a cell without the blanks behind it, also those beyond ASCII."""
    while o > cell:
        last = out[o - 1]
        if last == SPACE:
            o -= 1
        elif last == 0x80 and o - cell >= 3 and out[o - 2] == 0x80 and out[o - 3] == 0xE3:
            o -= 3
        elif last == 0xA0 and o - cell >= 2 and out[o - 2] == 0xC2:
            o -= 2
        else:
            break
    return o
