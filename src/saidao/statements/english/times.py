"""The time that a sentence names: a period, and the part it plays beside a number.

A `Time` is a deadline, the time itself, the start of a change (`since`), the level that
is compared with (`base`), or a length of time whose direction the verb tells (`span`).
The word before it says which: see `ROLES`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from saidao.statements import periods as iso
from saidao.statements.english.wordlists import word_set

Role = Literal["deadline", "at", "since", "from", "base", "ahead", "behind", "span", "now", "name"]

ROLES: dict[str, Role] = {
    "by": "deadline",
    "before": "deadline",
    "until": "deadline",
    "till": "deadline",
    "through": "deadline",
    "than": "base",
    "over": "base",
    "versus": "base",
    "vs": "base",
    "against": "base",
    "below": "base",
    "above": "base",
    "with": "base",
    "since": "since",
    "from": "from",
    "starting": "from",
    "beginning": "from",
    "commencing": "from",
    "effective": "from",
    "after": "from",
}
"""The word before a time, and what it makes of it; anything else is ``at``."""

ROLES_OF_TWO: dict[tuple[str, str], Role] = {
    ("later", "than"): "deadline",
    ("relative", "to"): "base",
    ("compared", "to"): "base",
    ("compared", "with"): "base",
    ("comparison", "to"): "base",
    ("comparison", "with"): "base",
    ("compared", "against"): "base",
    ("up", "to"): "deadline",
    ("leading", "to"): "deadline",
    ("than", "in"): "base",
    ("starting", "in"): "from",
    ("beginning", "in"): "from",
    ("with", "effect"): "from",
    ("effect", "from"): "from",
    ("effective", "from"): "from",
    ("onwards", "from"): "from",
}

FISCAL_START: dict[str, int] = {
    "united states": 10,
    "usa": 10,
    "us": 10,
    "thailand": 10,
    "australia": 7,
    "new zealand": 7,
    "bangladesh": 7,
    "pakistan": 7,
    "singapore": 4,
    "india": 4,
    "hong kong": 4,
    "japan": 4,
    "united kingdom": 4,
    "canada": 4,
    "south africa": 4,
}
"""Month in which the fiscal year begins."""

NAMED_BY_START = frozenset(("singapore", "japan"))
"""Where FY2024 begins in 2024; elsewhere it ends then."""

_PASSED_OVER = word_set("the end of year early late mid - calendar about around")

_FISCAL = re.compile(r"\b(?:FY ?)?(20\d\d) ?[-–/] ?(\d\d|20\d\d)\b")

_NEXT_BUDGET = re.compile(
    r"\bbudget (?:for|of) (?:the )?(?:(?:fiscal|financial) )?(?:year )?(20\d\d)\b(?! ?[-–/])"
    r"|\b(20\d\d) (?:[a-z]+ ){0,2}budget\b"
)
"""A budget named by the year that it is for."""


_NAMED_BUDGET = re.compile(r"\bbudget (20\d\d)\b(?! ?[-–/])")
"""The same, named as a title: Budget 2025."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When and where a document speaks; `month` is 0 where only the year is known."""

    year: int
    month: int = 0
    region: str = ""

    @property
    def now(self) -> str:
        """The time of publication as a period."""
        return iso.month(self.year, self.month) if self.month else str(self.year)


@dataclass(frozen=True, slots=True)
class Time:
    """A time named at ``words[first:last]``.

    `period` is empty for a name like Vision 2030; `relative` tells that it lies a year
    before whatever time the sentence is about.
    """

    first: int
    last: int
    period: str
    role: Role
    relative: bool = False

    @property
    def end(self) -> int:
        """The year in which the period ends."""
        return iso.last_year(self.period) if self.period else 0


def clock(date: str, region: str) -> Clock | None:
    """Return the clock of a document, None where its year is unknown."""
    match = re.match(r"(\d{4})(?:-(\d{2}))?", date)
    if match is None:
        return None
    return Clock(int(match[1]), int(match[2] or 0), region.lower())


def fiscal_period(year: int, now: Clock) -> str:
    """Return the two calendar years of a fiscal year named by one."""
    if FISCAL_START.get(now.region) is None:
        return str(year)
    if now.region in NAMED_BY_START:
        return iso.span(year, year + 1)
    return iso.span(year - 1, year)


def role_before(words: list[str], first: int) -> Role:
    """Return what the words before a time make of it."""
    index = first - 1
    while index >= 0 and first - index <= 4 and words[index] in _PASSED_OVER:
        index -= 1
    if index < 0:
        return "at"
    if index and (pair := ROLES_OF_TWO.get((words[index - 1], words[index]))) is not None:
        return pair
    if "same" in words[max(0, index - 3) : index + 1] and "period" in words[index - 2 : index + 1]:
        return "base"
    role = ROLES.get(words[index], "at")
    if words[index] == "in" and "since" in words[max(0, index - 5) : index]:
        return "since"
    if words[index] in ("till", "until", "to") and "since" in words[max(0, index - 4) : index]:
        return "at"
    if role == "base" and words[index] in ("over", "with", "above", "below", "against"):
        return role if index == first - 1 else "at"
    return role


def fiscal_year(text: str, now: Clock) -> str | None:
    """Return the first fiscal year of a text that begins or ends in the year of publication."""
    for match in _FISCAL.finditer(text):
        first, last = int(match[1]), int(match[2]) % 100
        if (first + 1) % 100 == last and now.year in (first, first + 1):
            return iso.span(first, first + 1)
    named = _NAMED_BUDGET.search(text.lower()) if now.region not in FISCAL_START else None
    if named is not None and int(named[1]) in (now.year, now.year + 1):
        return named[1]
    for match in _NEXT_BUDGET.finditer(text.lower()):
        year = int(match[1] or match[2])
        if year == now.year + 1 or (year == now.year and now.region not in FISCAL_START):
            return fiscal_period(year, now)
    return None
