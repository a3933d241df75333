"""The few words of a register that are looked up: its industry codes and its districts."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from saidao.ledger.resolve import fold
from saidao.store import Snapshot
from saidao.terms.industry_codes import Scheme

__all__ = ["Codes", "Districts"]

WORDED = re.compile(r"^\s*([A-Za-z]?\d[\d. ]*[A-Za-z]?)(?:\s*[-–:：、_]\s*\D.*)?$", re.DOTALL)
"""A code, perhaps with its name behind it: 62012 - Business and domestic software."""


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

    def ids(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of codes as they stand in the source."""
        found = []
        for word in words:
            code, known = self.read(word)
            with self._lock:
                if code not in self._ids:
                    self._ids[code] = len(self._codes)
                    self._codes.append(code)
                    self._known.append(known)
                found.append(self._ids[code])
        return found

    def read(self, word: str) -> tuple[str, bool]:
        """Return a code without dots and blanks, and whether it is in the scheme."""
        match = WORDED.match(word)
        bare = match[1] if match else word
        if self.scheme is not None:
            found = self.scheme.as_class(bare) or self.scheme.normalise(bare)
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
        self._words = {fold(word): places[code] for word, code in words if code in places}
        self._words.pop("", None)

    @classmethod
    def of(cls, snapshot: Snapshot) -> Districts:
        """Return the districts of an atlas."""
        words: list[tuple[str, str]] = []
        for entry in snapshot.lexicon:
            if entry.kind == "region":
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

    def ids(self, words: Sequence[str]) -> list[int]:
        """Return which districts words name, -1 where they name none of the atlas's."""
        return [self.read(word) for word in words]

    def read(self, word: str) -> int:
        """Return the place of the district that a word names."""
        found = self._words.get(fold(word))
        if found is None and re.fullmatch(r"\d{6,12}(\.0)?", word):
            found = self._words.get(word[:6])  # A code of a town begins with its district's.
        return -1 if found is None else found
