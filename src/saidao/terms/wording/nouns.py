"""The nouns that are counted: their English, and one of them alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["noun_en", "singular"]

QUOTES = str.maketrans("", "", "“”‘’\"' 《》")
"""Signs that a noun may carry or lack without being another one."""


def noun_en(noun: str, glossary: Mapping[str, str]) -> str:
    """Return the English of a counted noun, or the noun itself in quotes.

    A size class in front of a noun is said apart, so 千亿级产业集群 is looked up as
    产业集群 too.

    Examples
    --------
    >>> noun_en("千亿级产业集群", {"产业集群": "industry clusters"}), noun_en("船坞", {})
    ('industry clusters', '“船坞”')
    """
    bare = noun.partition("级")[2]
    for word in (noun, noun.translate(QUOTES), bare, bare.translate(QUOTES)):
        if word in glossary:
            return glossary[word]
    # Who reads English must see where a foreign word begins and ends.
    return f"“{noun}”" if noun and not noun.isascii() else noun


HEAD = re.compile(r"\w+(?= (?:of|for|in|by|with|at|above|under|brought)\b)|\w+$")
"""The word that is counted: before the first preposition, or the last one."""


def singular(noun: str) -> str:
    """Return an English plural as the name of one thing.

    Examples
    --------
    >>> singular("technology centres of firms"), singular("industries"), singular("scenes")
    ('technology centre of firms', 'industry', 'scene')
    """
    head = HEAD.search(noun)
    if head is None:
        return noun
    word = head[0]
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "series")):
        word = word[:-1]
    return noun[: head.start()] + word + noun[head.end() :]
