"""How a register writes its days and numbers, told by a sample of its cells.

02/03/2001 is two days, and 1,234 two numbers. A column tells which it means as soon as one of
its cells can be read in one way only: 13/03/2001, 1,5. Where none does, nothing is guessed:
the user is asked, and days stay unread until someone says it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from saidao.register.mapping import Mapping as Columns
from saidao.registering.slices import Source

__all__ = ["with_guesses"]

BYTES = 2**20
"""Of each stretch that is looked at; of a source whose size is not known, its beginning."""
STRETCHES = 4
LONGEST = 2**20
"""Characters that a cell of the sample may have."""

DAYS: Final = ("opened", "closed")
NUMBERS: Final = ("lon", "lat", "employees", "value")

SLASHED: Final = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?:\D.*)?$")
SERIAL: Final = re.compile(r"^[1-5]\d{4}(?:\.\d*)?$")
"""Days since 1899-12-30 from 1927 to 2064."""
SERIALS = 0.5
"""Share of a column's days that must be such numbers: spreadsheets mix them with others."""
GROUPED: Final = re.compile(r"^[-+]?\d{1,3}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*$")
"""Digits in groups of three after one sign: thousands, or three decimals."""
PARTED: Final = re.compile(r"^[-+]?\d[\d.,]*$")


def with_guesses(source: Source, mapping: Columns) -> tuple[Columns, tuple[tuple[str, str], ...]]:
    """Return a mapping with what a source's cells say of days and decimals, and what to ask.

    What the mapping says already is not looked for.

    Parameters
    ----------
    source : Source
    mapping : Mapping
    """
    looked: dict[str, Seen] = {}
    if not mapping.dates:
        looked |= {name: Seen() for name in DAYS if name in mapping.columns}
    if not mapping.decimal and not mapping.has_both_in_one:
        looked |= {name: Seen() for name in NUMBERS if name in mapping.columns}
    if not looked:
        return mapping, ()
    places = {name: source.headers.index(mapping.columns[name][0]) for name in looked}
    for cells in sampled(source):
        for name, at in places.items():
            if cell := cells[at].strip():
                looked[name].take(unicodedata.normalize("NFKC", cell), is_day=name in DAYS)
    asked: list[tuple[str, str]] = []
    days = [seen for name, seen in looked.items() if name in DAYS]
    if days:
        order, question = order_of(days)
        mapping = replace(mapping, dates=order)
        asked += [("dates", question)] if question else []
    numbers = {name: seen for name, seen in looked.items() if name in NUMBERS}
    if numbers:
        decimal, question = decimal_of(numbers)
        mapping = replace(mapping, decimal=decimal)
        asked += [("decimals", question)] if question else []
    return mapping, tuple(asked)


@dataclass(slots=True)
class Seen:
    """What the cells of one column were, counted by kind, with an example of each."""

    kinds: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def take(self, cell: str, *, is_day: bool) -> None:
        """Count a cell."""
        kind = kind_of_day(cell) if is_day else kind_of_number(cell)
        self.kinds[kind] += 1
        self.examples.setdefault(kind, cell)


def kind_of_day(cell: str) -> str:
    """Return how a day is written, as far as the cell alone shows it."""
    if SERIAL.match(cell):
        return "excel"
    match = SLASHED.match(cell)
    if match is None:
        return "other"
    first, second = int(match[1]), int(match[2])
    if first > 12 and second > 12:
        return "other"
    return "dmy" if first > 12 else "mdy" if second > 12 else "either"


def kind_of_number(cell: str) -> str:
    """Return the sign before the decimals of a number, as far as the cell alone shows it."""
    bare = re.sub(r"[\s']", "", cell)
    if not PARTED.match(bare) or not re.search("[.,]", bare):
        return "other"
    if match := GROUPED.match(bare):
        sign = match["sign"]
        if bare.count(sign) > 1 and not re.match(r"^[-+]?0", bare):
            return "," if sign == "." else "."  # Only thousands are parted more than once.
        return sign if re.match(r"^[-+]?0", bare) else f"either {sign}"
    signs = re.sub("[^.,]", "", bare)
    last = signs[-1]
    return last if signs.count(last) == 1 else "other"


def order_of(columns: list[Seen]) -> tuple[str, str]:
    """Return the order of days, and what is to be asked where it cannot be told."""
    kinds: Counter[str] = sum((one.kinds for one in columns), Counter())
    examples = {kind: text for one in reversed(columns) for kind, text in one.examples.items()}
    for one in columns:
        serials, all = one.kinds["excel"], one.kinds.total()
        if serials and serials >= SERIALS * all:
            return "excel", ""
    if kinds["dmy"] and kinds["mdy"]:
        return "", (
            f"{examples['dmy']!r} and {examples['mdy']!r} stand in one register: such days are "
            "left out; say with --dates dmy or mdy which of them to read"
        )
    if kinds["dmy"] or kinds["mdy"]:
        return ("dmy" if kinds["dmy"] else "mdy"), ""
    if kinds["either"]:
        return "", (
            f"nothing tells whether the day or the month comes first in {examples['either']!r}: "
            "such days are left out; say it with --dates dmy or --dates mdy"
        )
    return "", ""


def decimal_of(columns: Mapping[str, Seen]) -> tuple[str, str]:
    """Return the sign before decimals, and what is to be asked where it cannot be told."""
    kinds: Counter[str] = sum((one.kinds for one in columns.values()), Counter())
    seen = list(columns.values())
    examples = {kind: text for one in reversed(seen) for kind, text in one.examples.items()}
    if kinds["."] and kinds[","]:
        return "", (
            f"{examples['.']!r} and {examples[',']!r} stand in one register: read as with a point "
            "before decimals; say it with --decimal"
        )
    if kinds["."] or kinds[","]:
        return ("." if kinds["."] else ","), ""
    if kinds["either ,"]:
        text = examples["either ,"]
        return "", (
            f"{text!r} is taken for {text.replace(',', '')}: nothing tells whether the comma parts "
            "thousands or decimals; say it with --decimal , if it stands before decimals"
        )
    persons = columns.get("employees", Seen()).examples.get("either .")
    if persons is not None:
        return "", (
            f"{persons!r} persons are taken for that many: say --decimal , if the point parts "
            "thousands"
        )
    return "", ""


def sampled(source: Source) -> Iterator[list[str]]:
    """Yield records from stretches over a source, those that are whole and have all cells."""
    width = len(source.headers)
    csv.field_size_limit(LONGEST)
    for start in starts(source.size):
        stream = source.pieces(BYTES, start=start)
        piece = next(stream, b"")
        is_whole = len(piece) < BYTES
        if start:
            piece = piece[piece.find(b"\n") + 1 :]
        if not is_whole:
            piece = piece[: piece.rfind(b"\n") + 1]
        lines = piece.decode("utf-8", errors="replace").splitlines(keepends=True)
        try:
            for cells in csv.reader(lines, delimiter=source.separator):
                if len(cells) >= width:
                    yield cells
        except csv.Error:
            continue  # A cell too long to be one; the other stretches say enough.


def starts(size: int) -> Iterator[int]:
    """Yield where the stretches of a source begin."""
    if size <= STRETCHES * BYTES:
        yield 0
        return
    for number in range(STRETCHES):
        yield (size - BYTES) * number // (STRETCHES - 1)
