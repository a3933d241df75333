"""The rows of a register's parts that are counted, as arrays, some hundred thousand at a time.

Counted are usable establishments of the area. A code that is missing, not in the scheme or too
uncertain is the empty code: its establishments are in the totals and in no industry. Sizes that
are impossible or far out of line are left out of sums, and impossible dates are no dates.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.indicators.circles import Circle
from saidao.indicators.groups import Ids, numbered
from saidao.register.establishment import UNUSABLE, Flag
from saidao.store.cubes import columns, literal, scanned

__all__ = [
    "FINEST",
    "NO_YEAR",
    "RESOLUTIONS",
    "Rows",
    "Words",
    "names_of",
    "pieces_of",
    "read_rows",
    "rows_sql",
    "words_of",
    "years_before",
]

RESOLUTIONS = (4, 5, 6, 7, 8, 9)
FINEST = RESOLUTIONS[-1]
"""The resolution of the column `cell` of a register."""

YEARS_COMPARED = 5
"""Growth is against this many years before the register's day."""

ROWS_AT_ONCE = 1 << 19
NO_YEAR = np.iinfo(np.int16).min

UNCOUNTED = UNUSABLE | Flag.OUT_OF_AREA
UNCLASSIFIED = Flag.NO_CODE | Flag.UNKNOWN_CODE | Flag.UNCERTAIN_CODE
UNSIZED = Flag.BAD_SIZE | Flag.SIZE_OUTLIER
UNPLACED = Flag.NO_PLACE | Flag.IMPOSSIBLE_PLACE | Flag.DEFAULT_PLACE

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Piece:
    """Parts, or the rows of one part from `first` to before `stop`, that are read at once."""

    parts: tuple[Path, ...]
    first: int | None = None
    stop: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """The different codes, districts or towns of a register, sorted; the empty one is first.

    Rows come with the hash of a word. `salt` is such that no two words have one hash.
    """

    column: str
    texts: tuple[str, ...]
    salt: int
    hashes: NDArray[np.uint64]
    places: Ids
    """Which word has each of the sorted hashes."""

    def ids(self, hashes: NDArray[np.uint64]) -> Ids:
        """Return which word each hash stands for."""
        ids, first = numbered(hashes)
        found: Ids = self.places[np.searchsorted(self.hashes, hashes[first])][ids]
        return found


@dataclass(frozen=True, slots=True)
class Rows:
    """Establishments that are counted, one value of each array a row.

    Parameters
    ----------
    row : ndarray of uint32
        In the source.
    code, district, town : ndarray of int64
        Numbers of words.
    lon, lat : ndarray
        Degrees; only of use where `finest` is above 0.
    cell : ndarray of uint64
        At resolution `FINEST`.
    radius : ndarray
        What holds the place, in metres.
    finest : ndarray of uint8
        The finest resolution whose hexagons are as large as the place is uncertain, or 0.
    employees, value : ndarray
        NaN where unknown.
    opened, closed : ndarray of int16
        Years, or `NO_YEAR`.
    open, before : ndarray of bool
        On the register's day, and on the earlier one that growth is against.
    named : ndarray of uint16
        Which of the parks' names stands in the address, counted from 1; 0 for none.
    """

    row: NDArray[np.uint32]
    code: Ids
    district: Ids
    town: Ids
    lon: Array
    lat: Array
    cell: NDArray[np.uint64]
    radius: Array
    finest: NDArray[np.uint8]
    employees: Array
    value: Array
    opened: NDArray[np.int16]
    closed: NDArray[np.int16]
    open: NDArray[np.bool_]
    before: NDArray[np.bool_]
    named: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.row)


def years_before(as_of: str) -> str:
    """Return the day that growth is against, ISO 8601.

    Examples
    --------
    >>> years_before("2024-02-29")
    '2019-02-28'
    """
    day = date.fromisoformat(as_of)
    try:
        return day.replace(year=day.year - YEARS_COMPARED).isoformat()
    except ValueError:  # 29 February
        return day.replace(year=day.year - YEARS_COMPARED, day=28).isoformat()


def pieces_of(parts: Sequence[Path]) -> Iterator[Piece]:
    """Yield the parts of a register in their order, as pieces of at most `ROWS_AT_ONCE` rows."""
    together: list[Path] = []
    size = 0
    for part in parts:
        found = columns(f"SELECT count(*) AS n FROM {scanned(part)}")
        rows = int(found["n"][0])
        if together and size + rows > ROWS_AT_ONCE:
            yield Piece(tuple(together))
            together, size = [], 0
        if rows <= ROWS_AT_ONCE:
            together.append(part)
            size += rows
            continue
        for first in range(0, rows, ROWS_AT_ONCE):
            yield Piece((part,), first, min(first + ROWS_AT_ONCE, rows))
    if together:
        yield Piece(tuple(together))


def words_of(parts: Sequence[Path], column: str) -> Words:
    """Return the different words of a column of a register.

    Parameters
    ----------
    parts : sequence of Path
    column : {"code", "district", "town"}
    """
    distinct = f"SELECT DISTINCT {column} AS word FROM {scanned(*parts)}"
    for salt in count():
        found = columns(
            f"SELECT word, hash(word, {salt}) AS hash FROM "
            f"(SELECT coalesce(word, '') AS word FROM ({distinct}) UNION SELECT '')"
        )
        texts = found["word"].tolist()
        order = sorted(range(len(texts)), key=texts.__getitem__)
        hashes = np.asarray(found["hash"], np.uint64)[order]
        places = np.argsort(hashes)
        sorted_hashes = hashes[places]
        if not (sorted_hashes[1:] == sorted_hashes[:-1]).any():
            return Words(column, tuple(texts[i] for i in order), salt, sorted_hashes, places)
    raise AssertionError("no salt is left")


def names_of(circles: Sequence[Circle]) -> tuple[tuple[str, ...], tuple[tuple[int, ...], ...]]:
    """Return the names of parks, long ones first, and the parks that go by each."""
    parks: dict[str, list[int]] = {}
    for number, circle in enumerate(circles):
        for name in circle.names:
            parks.setdefault(name, []).append(number)
    names = sorted(parks, key=lambda name: (-len(name), name))
    return tuple(names), tuple(tuple(parks[name]) for name in names)


def rows_sql(source: str, salts: Sequence[int], as_of: str | None, names: Sequence[str]) -> str:
    """Return the query of the counted rows of a source of parts.

    Parameters
    ----------
    source : str
        SQL of the parts.
    salts : sequence of int
        Of the hashes of codes, districts and towns.
    as_of : str or None
        The day that the register describes.
    names : sequence of str
        Names of parks, those to be found first before the others.
    """
    is_open, before = "closed IS NULL", "false"
    if as_of is not None:
        today, then = (f"DATE {literal(day)}" for day in (as_of, years_before(as_of)))
        is_open = f"(closed IS NULL OR closed > {today}) AND (opened IS NULL OR opened <= {today})"
        before = f"opened IS NOT NULL AND opened <= {then} AND (closed IS NULL OR closed > {then})"
    named = "0"
    if names:
        pattern = literal("|".join(map(escaped, names)))
        listed = ", ".join(map(literal, names))
        named = (
            f"CASE WHEN regexp_matches(address, {pattern}) THEN "
            f"list_position([{listed}], regexp_extract(address, {pattern})) END"
        )
    return f"""
    SELECT row::UINTEGER AS row, lon, lat, cell, place_uncertainty_m AS radius,
        hash(coalesce(code, ''), {salts[0]}) AS code,
        hash(coalesce(district, ''), {salts[1]}) AS district,
        hash(coalesce(town, ''), {salts[2]}) AS town, employees, value,
        year(opened)::SMALLINT AS opened, year(closed)::SMALLINT AS closed,
        ({is_open}) AS open, ({before}) AS before, ({named})::USMALLINT AS named, flags
    FROM {source} WHERE (flags & {int(UNCOUNTED)}) = 0
    """


def escaped(text: str) -> str:
    """Return a regular expression (RE2) that matches a text as it stands."""
    return "".join(char if char.isalnum() else f"\\x{{{ord(char):x}}}" for char in text)


def read_rows(
    piece: Piece,
    words: Sequence[Words],
    *,
    as_of: str | None,
    names: Sequence[str],
    edges: dict[int, float],
) -> Rows:
    """Return the counted rows of a piece of a register.

    Parameters
    ----------
    piece : Piece
    words : sequence of Words
        Codes, districts and towns.
    as_of : str or None
    names : sequence of str
        As for `rows_sql`.
    edges : dict of int to float
        Mean edge of a hexagon in metres by resolution.
    """
    source = scanned(*piece.parts)
    if piece.first is not None and piece.stop is not None:
        source = source.removesuffix(")") + ", file_row_number = true)"
        source = (
            f"(SELECT * FROM {source} WHERE file_row_number >= {piece.first} "
            f"AND file_row_number < {piece.stop})"
        )
    found = columns(rows_sql(source, [one.salt for one in words], as_of, names))
    flags = plain(found["flags"], 0, np.uint32)

    def flagged(some: Flag) -> Ids:
        """Return the rows that have one of these flags."""
        return np.flatnonzero(flags & np.uint32(some))

    code, district, town = (one.ids(plain(found[one.column], 0, np.uint64)) for one in words)
    code[flagged(UNCLASSIFIED)] = 0
    employees, value, lon, lat = (
        plain(found[name], np.nan, np.float64) for name in ("employees", "value", "lon", "lat")
    )
    unsized, undated = flagged(UNSIZED), flagged(Flag.BAD_DATE)
    employees[unsized] = value[unsized] = np.nan
    opened, closed = (plain(found[name], NO_YEAR, np.int16) for name in ("opened", "closed"))
    opened[undated] = closed[undated] = NO_YEAR
    # Without its dates an establishment is open, and nobody knows since when.
    is_open, before = (plain(found[name], False, np.bool_) for name in ("open", "before"))
    is_open[undated], before[undated] = True, False
    cell, radius = plain(found["cell"], 0, np.uint64), plain(found["radius"], 1e9, np.float64)
    held = np.zeros(len(radius), np.uint8)
    for res in RESOLUTIONS:
        held += radius <= edges[res]
    # Edges shrink from one resolution to the next: so many hold the place as are coarse enough.
    finest = np.where(held > 0, held + np.uint8(RESOLUTIONS[0] - 1), np.uint8(0))
    finest[(cell == 0) | np.isnan(lon) | np.isnan(lat)] = 0
    finest[flagged(UNPLACED)] = 0
    return Rows(
        row=plain(found["row"], 0, np.uint32),
        code=code,
        district=district,
        town=town,
        lon=lon,
        lat=lat,
        cell=cell,
        radius=radius,
        finest=finest,
        employees=employees,
        value=value,
        opened=opened,
        closed=closed,
        open=is_open,
        before=before,
        named=plain(found["named"], 0, np.uint16),
    )


def plain(values: NDArray[Any], missing: Any, kind: Any) -> NDArray[Any]:
    """Return a column with a value in place of what is missing, ready to be changed."""
    filled: NDArray[Any] = np.ma.filled(values, missing).astype(kind, copy=False)
    return filled if filled.flags.writeable else filled.copy()
