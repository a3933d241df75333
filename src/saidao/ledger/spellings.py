"""Exact spellings of a lexicon, and the sentence that they are looked for in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["NO_CLAUSE", "Clause", "Spellings", "fold"]

IGNORED = re.compile(r"[\s“”\"'‘’《》〈〉·•]+")


def fold(text: str) -> str:
    """Return `text` without quotes, spaces and case, as spellings are compared."""
    return IGNORED.sub("", text).casefold()


@dataclass(frozen=True, slots=True)
class Spellings:
    """Spellings with their ids as one pattern; the longest spelling at a place wins."""

    pattern: re.Pattern[str] | None
    ids: dict[str, str]

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Spellings:
        ids = {fold(word): id for word, id in words if fold(word)}
        longest_first = sorted(ids, key=lambda word: (-len(word), word))
        pattern = re.compile("|".join(map(re.escape, longest_first))) if ids else None
        return cls(pattern, ids)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield ``(start, end, id)`` in the order of the folded text, never overlapping."""
        if self.pattern is not None:
            for match in self.pattern.finditer(fold(text)):
                yield match.start(), match.end(), self.ids[match[0]]

    def strip(self, text: str) -> str:
        """Return the folded text without any of the spellings."""
        return self.pattern.sub("", fold(text)) if self.pattern else fold(text)


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as far as a statement in it, with the place of the number."""

    text: str
    at: int
    near: str | None = None
    """The paragraph as far as the number, the headings above it and the title: from there
    a statement may inherit. None where it is not known."""

    def allows(self, words: str) -> bool:
        """Whether words that a statement inherited stand where it may inherit from."""
        return self.near is None or not words or fold(words) in fold(self.near)


NO_CLAUSE = Clause("", 0)
