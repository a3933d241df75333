"""The named members of what is counted: 四个集群，即甲、乙、丙和丁.

Two plans may agree in the number and differ in the names. The names are read only where
there are as many of them as the number says; anything else is no enumeration of it.
"""

from __future__ import annotations

import re

from saidao.ledger.resolve import Resolver, fold
from saidao.statements.statement import Statement

__all__ = ["members_of"]

REACH = 160
"""How far behind the number its members may stand, in characters."""

SENTENCE = re.compile(r"[。！？!?；;\n]|\. |\.$")
OPENING = re.compile(
    r"(?:[，,（(：:]|——|是|为)\s*(?:(?:即|分别(?:是|为)|包括|也就是|具体(?:是|为)|其中有|namely"
    r"|that is|i\.e\.)[：:,，]?\s*)?|\b(?:namely|which are|comprising)\s+",
    re.IGNORECASE,
)
SEPARATOR = re.compile(r"[、，,]\s*(?:以及|及|和|与|and\s+)?|以及|及|和|与|\s+and\s+")
CLOSING = re.compile(r"[）)]|等(?:[0-9一二两三四五六七八九十]*个?.*)?$|\[S\d+\]")
GENERIC = re.compile(
    r"(?:的)?(?:千亿级|百亿级|万亿级|十亿级)?(?:产业)?(?:集群|产业|领域|行业|赛道)$"
    r"|\s+(?:industry|industries|cluster|clusters|sector|sectors)$",
    re.IGNORECASE,
)
LONGEST = 24
"""Letters of the longest name that is still taken for one."""


def members_of(text: str, statement: Statement, resolver: Resolver) -> tuple[str, ...]:
    """Return the members that are named behind a count, sorted; empty where none are.

    Parameters
    ----------
    text : str
        The document's text.
    statement : Statement
    resolver : Resolver
        Turns names into industry ids where the lexicon has them; other names are ``?``
        and their folded wording.
    """
    value = statement.value
    if statement.unit != "count" or value is None or not 2 <= value <= 12 or value % 1:
        return ()
    stop = SENTENCE.search(text, statement.value_end)
    end = min(stop.start() if stop else len(text), statement.value_end + REACH)
    rest = text[statement.value_end : end]
    for opening in OPENING.finditer(rest):
        for last in (end, end - len(rest) + closing_of(rest, opening.end())):
            listed = text[statement.value_end + opening.end() : last]
            names = names_of(listed)
            if len(names) == int(value):
                return tuple(sorted({named(name, resolver) for name in names}))
    return ()


def closing_of(rest: str, start: int) -> int:
    """Return where an enumeration that opens at `start` ends."""
    found = CLOSING.search(rest, start)
    return found.start() if found else len(rest)


def names_of(listed: str) -> list[str]:
    """Return the names of an enumeration, none where one of its parts is no name."""
    names = [GENERIC.sub("", CLOSING.sub("", part).strip()) for part in SEPARATOR.split(listed)]
    proper = all(name and len(name) <= LONGEST and not re.search(r"\d", name) for name in names)
    return names if proper else []


def named(name: str, resolver: Resolver) -> str:
    """Return the industry id of a name, or its wording."""
    return resolver.industry(name) or "?" + fold(name)
