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

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

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

MOST_BYTES: Final = 4 * 2**20
"""Of one record; a longer one is broken."""

MOST_ROWS: Final = 500_000
"""Records that are taken apart at a time."""

MOST_WORDS: Final = 2**20
"""Wordings of a column; later ones get no number and count as unreadable."""

NEWLINE, RETURN, SPACE, QUOTE_LINES = 0x0A, 0x0D, 0x20, 200
"""A quoted cell of more lines than `QUOTE_LINES` is a quote that was never closed."""

WHOLE, BROKEN, MENDED, LONG, CUT = 0, 1, 2, 3, 4
UNTOLD: Final = -2
"""Stands for a wording beyond `MOST_WORDS`."""

SEED, STEP = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xD6E8FEB86659FD93)
POWERS = 10.0 ** np.arange(23)
Bytes = NDArray[np.uint8]


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


@dataclass(frozen=True, slots=True)
class Records:
    """Records that were taken apart.

    Parameters
    ----------
    text : ndarray of uint8
        The cells of text, one record a line.
    rows : int
    numbers : dict of ndarray
        Column to its numbers, NaN for none; of days since 1970.
    words : dict of ndarray
        Column to the numbers of its wordings, -1 for none.
    present : dict of ndarray
        Column to whether its cells hold anything.
    id_hash, record_hash : ndarray of uint64
        0 where a record has no such key.
    bad : ndarray of int64
        Places of the records that are broken.
    new : dict of list
        Column to the wordings that were met for the first time, in the order of their numbers.
    """

    text: Bytes
    rows: int
    numbers: Mapping[int, NDArray[np.float64]]
    words: Mapping[int, NDArray[np.int32]]
    present: Mapping[int, NDArray[np.bool_]]
    id_hash: NDArray[np.uint64]
    record_hash: NDArray[np.uint64]
    bad: NDArray[np.int64]
    new: Mapping[int, list[str]]


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

        The rest is to be given again, with what follows it. The text of the records stands
        in a buffer that the next call writes over.

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
            self._out[:end],
            rows,
            {at: sink.numbers[slots[at], :rows] for at in self._looked_up},
            {at: sink.words[slots[at], :rows] for at in self._looked_up},
            {at: sink.present[at, :rows] for at in range(columns) if self._shape.roles[at]},
            sink.id_hash[:rows],
            sink.record_hash[:rows],
            sink.bad[:broken].copy(),
            self._new_words(),
        )
        return records, read

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
