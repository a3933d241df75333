"""The indicator catalogue that ships with Saidao, read from ``catalogue.yaml``.

A pack's own indicators stand before these; an entry is for what no pack names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from saidao.packs.pack import Indicator
from saidao.terms.name import Name

__all__ = ["MONEY", "Entry", "catalogue", "entry_of", "indicator_of", "version"]

FILE = Path(__file__).with_name("catalogue.yaml")

MONEY = frozenset({"CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR", "JPY"})

GDP = r"(?:地区|国内|全市|全区|全省|全县)?生产总值|gdp"
GDP_EN = r"(?:gdp|gross domestic product|gross regional product)"
SHORT = {
    "{gdp}": GDP,
    "{gdp_en}": GDP_EN,
    "{of_gdp}": rf"占(?:{GDP})(?:的)?(?:比重|比例|比)?",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One measure.

    Parameters
    ----------
    id : str
    name : Name
    unit : str
        Canonical unit; ``CNY`` stands for money of any currency.
    pattern : re.Pattern
        The words that name it, lower case; Chinese without spaces.
    stands_alone : bool
        Whether it is a figure of a place, and of no industry that is not named beside it.
    part_of : str
        The measure that a pack may have instead, empty where there is none.
    """

    id: str
    name: Name
    unit: str
    pattern: re.Pattern[str]
    stands_alone: bool = False
    part_of: str = ""

    def measures(self, unit: str) -> bool:
        """Whether figures in `unit` can be figures of this measure."""
        return unit == self.unit or (self.unit == "CNY" and unit in MONEY)


@cache
def read() -> tuple[str, tuple[Entry, ...]]:
    """Return the version and the entries."""
    found = yaml.safe_load(FILE.read_text("utf-8"))
    return found["version"], tuple(
        Entry(
            row["id"],
            Name(**row["name"]),
            row["unit"],
            pattern_of(row["words"]),
            row.get("stands_alone", False),
            row.get("part_of", ""),
        )
        for row in found["indicators"]
    )


def pattern_of(words: list[str]) -> re.Pattern[str]:
    """Return the words of an entry as one pattern."""
    text = "|".join(words)
    for short, long in SHORT.items():
        text = text.replace(short, long)
    return re.compile(text)


def catalogue() -> tuple[Entry, ...]:
    """Return the entries, in the order of the file."""
    return read()[1]


def version() -> str:
    """Return the version of the catalogue."""
    return read()[0]


@cache
def by_id() -> dict[str, Entry]:
    """Return the entries by id."""
    return {entry.id: entry for entry in catalogue()}


def entry_of(id: str) -> Entry | None:
    """Return the entry with an id, None where the catalogue has none.

    Examples
    --------
    >>> entry_of("revenue").name.zh
    '营业收入'
    """
    return by_id().get(id)


def indicator_of(entry: Entry) -> Indicator:
    """Return an entry as an indicator of a pack, its Chinese name as its word."""
    return Indicator(entry.id, entry.name, entry.unit, (entry.name.zh,))
