"""How tables of words are written down in this package."""

from __future__ import annotations


def word_list(*lines: str) -> list[str]:
    """Return the words of some lines of text in their order."""
    return [word for line in lines for word in line.split()]


def word_set(*lines: str) -> frozenset[str]:
    """Return the words of some lines of text.

    Examples
    --------
    >>> sorted(word_set("two lines", "of words"))
    ['lines', 'of', 'two', 'words']
    """
    return frozenset(word_list(*lines))
