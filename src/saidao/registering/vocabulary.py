"""What the wordings of a register's cells mean, as numbers: each is read once.

Codes and districts become numbers of their own; what the engine cannot read as a number or
a day by itself is read in words.
"""

from __future__ import annotations

import math
import re
import threading
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from saidao.ledger.resolve import fold
from saidao.register.angles import read_angle, read_pair
from saidao.register.checks import CLOSED, OPEN, OTHER_UNIT, UNREADABLE
from saidao.register.fields import LATITUDE_FIRST, folded
from saidao.register.mapping import Mapping as Columns
from saidao.register.wordings import read_amount, read_day, read_number, read_open, read_persons
from saidao.store import Snapshot
from saidao.terms.industry_codes import Scheme

if TYPE_CHECKING:
    from saidao.register.records import Records, Wordings

__all__ = ["Codes", "Districts", "Lookups", "readers", "whole"]

WORDED = re.compile(
    r"^\s*([A-Za-z]?\d[\d. ]*[A-Za-z]?)(?:\s*[-–:：、_]\s*\D.*|\s*[^\W\d_A-Za-z].*|\s+[A-Z].*)?$",
    re.DOTALL,
)
"""A code, perhaps with its name behind it: 62012 - Business and domestic software."""


MOST_WORDS = 2**20
"""Wordings of a field that are read; later ones count as unreadable."""

PLACE_KINDS = ("region", "former_district", "zone", "town")
"""Entries of an atlas's lexicon that say in which district a named place is."""


class Codes:
    """Numbers of the codes that a register holds, the same for all workers.

    Parameters
    ----------
    scheme : Scheme or None
        The classification; None where nobody says which it is, and nothing is checked.
    """

    def __init__(self, scheme: Scheme | None) -> None:
        self.scheme = scheme
        self._lock = threading.Lock()
        self._ids: dict[str, int] = {}
        self._codes: list[str] = []
        self._known: list[bool] = []

    def id(self, word: str) -> float:
        """Return the number of a code as it stands in the source, or of the class it names."""
        code, known = self.read(word)
        if not known and (named := self._names.get(fold(word))) is not None:
            code, known = named, True
        with self._lock:
            if code not in self._ids:
                self._ids[code] = len(self._codes)
                self._codes.append(code)
                self._known.append(known)
            return self._ids[code]

    def named(self, word: str) -> float:
        """Return the number of the class that has this name, -1 where none or several have."""
        code = self._names.get(fold(word))
        return -1 if code is None else self.id(code)

    @cached_property
    def _names(self) -> dict[str, str]:
        """Codes by their names, of the most general level that has the name."""
        found: dict[str, str] = {}
        if self.scheme is None:
            return found
        for code in self.scheme.codes:
            name = self.scheme.name(code)
            for text in (name.zh, name.en):
                # A class that alone makes up its group has the group's name.
                found.setdefault(fold(text), code)
        found.pop("", None)
        return found

    def read(self, word: str) -> tuple[str, bool]:
        """Return a code without dots and blanks, and whether it is in the scheme."""
        word = unicodedata.normalize("NFKC", word)
        match = WORDED.match(word)
        bare = match[1] if match else word
        if self.scheme is not None:
            found = self.scheme.as_class(bare) or self.scheme.normalise(bare)
            if found is None and self.scheme.id.startswith("NACE"):
                # Countries add digits of their own to NACE's four: 62.010, 62.01.0, 62.01.00.
                digits = re.sub(r"[\s.]", "", bare)
                found = self.scheme.as_class(digits[:4]) if digits.isdigit() else None
            if found is not None:
                return found, True
        return re.sub(r"[\s.]", "", bare).upper(), self.scheme is None

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes by their numbers."""
        with self._lock:
            return tuple(self._codes)

    @property
    def known(self) -> NDArray[np.bool_]:
        """Whether each is in the scheme."""
        with self._lock:
            return np.array([*self._known, False], np.bool_)


class Districts:
    """The districts of an atlas, and the words by which registers name them.

    Parameters
    ----------
    codes : sequence of str
    words : iterable of (str, str)
        A word and the code of the district that it names.
    """

    def __init__(self, codes: Sequence[str], words: Iterable[tuple[str, str]]) -> None:
        self.codes = tuple(codes)
        places = {code: at for at, code in enumerate(self.codes)}
        words = list(words)
        self.names: dict[str, list[str]] = {code: [] for code in self.codes}
        for word, code in words:
            if code in self.names and word:
                self.names[code].append(word)
        self._words = {fold(word): places[code] for word, code in words if code in places}
        self._words.pop("", None)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Districts:
        """Return the districts of an atlas."""
        words: list[tuple[str, str]] = []
        for entry in snapshot.lexicon:
            if entry.kind in PLACE_KINDS and entry.kind != "town":
                # A registry writes a zone that has an office of its own in the district's place.
                words.append((entry.spelling, entry.target))
        for district in snapshot.district:
            name = district.name
            words += [(name.zh, district.code), (name.en, district.code)]
            words += [(district.code, district.code)]
            words += [(snapshot.city.name.zh + name.zh, district.code)]
            words += [(snapshot.city.name.zh.removesuffix("市") + name.zh, district.code)]
        # 闵行 stands for 闵行区; a name of one character would stand for too much.
        words += [(w[:-1], code) for w, code in words if len(w) > 2 and w[-1] in "区县市旗"]
        return cls([district.code for district in snapshot.district], words)

    def read(self, word: str) -> float:
        """Return the place of the district that a word names, -1 where it is none of ours."""
        found = self._words.get(fold(word))
        if found is None and re.fullmatch(r"\d{6,12}(\.0)?", word):
            found = self._words.get(word[:6])  # A code of a town begins with its district's.
        return -1 if found is None else found


class Lookups:
    """What the wordings of each field mean, learned as they are met.

    Parameters
    ----------
    looked_up : dict
        Field to its column.
    readers : dict
        Field to what reads its wordings.
    """

    def __init__(
        self, looked_up: Mapping[str, int], readers: Mapping[str, Callable[[str], float]]
    ) -> None:
        self._columns = {name: at for name, at in looked_up.items() if name in readers}
        self._readers = readers
        self._known: dict[str, dict[str, float]] = {name: {} for name in self._columns}
        self._by_hash: dict[str, dict[int, float]] = {name: {} for name in self._columns}

    @property
    def known(self) -> Mapping[str, Mapping[str, float]]:
        """What each wording of a field means, in the order in which they were met."""
        return self._known

    def learn(self, records: Records) -> dict[str, NDArray[np.float64]]:
        """Read the wordings that were not met before, and return what those of a slice mean."""
        found: dict[str, NDArray[np.float64]] = {}
        for name, at in self._columns.items():
            wordings, by_hash = records.wordings[at], self._by_hash[name]
            meant = [by_hash.get(hash) for hash in wordings.hashes.tolist()]
            for number in [number for number, value in enumerate(meant) if value is None]:
                meant[number] = self._read(name, wordings, number)
            # Behind the meanings stands what a number below 0 leads to.
            found[name] = np.array([*meant, UNREADABLE], np.float64)
        return found

    def _read(self, name: str, wordings: Wordings, number: int) -> float:
        """Read a wording that was not met before, and keep it where there is room."""
        known = self._known[name]
        if len(known) >= MOST_WORDS:
            return UNREADABLE
        word = wordings[number]
        value = known[word] = self._readers[name](word)
        self._by_hash[name][int(wordings.hashes[number])] = value
        return value

    def values(
        self, records: Records, meant: Mapping[str, NDArray[np.float64]], factor: float
    ) -> dict[str, NDArray[np.float64]]:
        """Return the values of each field, NaN where a cell is empty."""
        found: dict[str, NDArray[np.float64]] = {}
        for name, at in self._columns.items():
            words = records.words[at]
            plain = records.numbers[at]
            if name == "value" and factor != 1:
                plain = plain * factor
            if (words != -1).any():
                plain = np.where(words == -1, plain, meant[name][words])
            found[name] = plain
        return found


def readers(
    mapping: Columns, codes: Codes, districts: Districts
) -> dict[str, Callable[[str], float]]:
    """Return what reads the wordings of each field that the register has."""

    def amount(text: str) -> float:
        found = read_amount(text, mapping.value_factor, mapping.decimal)
        if found is None:
            return UNREADABLE
        other = found.currency and mapping.value_unit and found.currency != mapping.value_unit
        return OTHER_UNIT if other else found.value

    def day(text: str) -> float:
        found = read_day(text, mapping.dates)
        return UNREADABLE if found is None else (found - date(1970, 1, 1)).days

    def persons(text: str) -> float:
        found = read_persons(text, mapping.bands)
        return UNREADABLE if found is None else found

    def coordinate(text: str) -> float:
        found = read_number(text, mapping.decimal)
        found = read_angle(text) if found is None else found
        return UNREADABLE if found is None else found

    def of_pair(place: int) -> Callable[[str], float]:
        latitude_first = folded(mapping.columns["lon"][0]) in LATITUDE_FIRST

        def read(text: str) -> float:
            found = read_pair(text, latitude_first=latitude_first)
            return UNREADABLE if found is None else found[place]

        return read

    opens = tuple(word.lower() for word in mapping.open)

    def status(text: str) -> float:
        is_open = text.lower().startswith(opens) if opens else read_open(text)
        return math.nan if is_open is None else OPEN if is_open else CLOSED

    known: dict[str, Callable[[str], float]] = {
        "code": codes.id,
        "industry": codes.named,
        "district": districts.read,
        "lon": of_pair(0) if mapping.has_both_in_one else coordinate,
        "lat": of_pair(1) if mapping.has_both_in_one else coordinate,
        "employees": persons,
        "value": amount,
        "opened": day,
        "closed": day,
        "status": status,
    }
    there = {*mapping.columns, *mapping.constants}
    return {field: read for field, read in known.items() if field in there}


def whole(numbers: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return numbers of words as such, -1 for none."""
    return np.where(np.isfinite(numbers), numbers, -1.0).astype(np.int32)
