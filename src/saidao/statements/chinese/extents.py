"""How far a quote reaches: its first character, and the subjects that share a figure."""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese import indicators, periods
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.passages import Passage
from saidao.statements.chinese.wording import name_in

_ALL_OF: Final = re.compile(r"(?<![平年人户场县日月])均|都|各")
_EVENLY: Final = re.compile(
    r"(?:(?<![平年人户场县日月])均|都|各(?![类地种级项]))[^，。；、0-9]{0,8}$"
)
_SEVERAL: Final = re.compile(r"[、和与及]")
_AHEAD: Final = re.compile(
    r"[^，。；：、0-9]*(?:(?:将|会|拟|预计|计划|力争|争取|确保|料|有望|可望)(?:在|于|至|到)?|[在于至到])\Z"
)


def subject_starts(passage: Passage, quantity: Quantity) -> list[int]:
    """Return where the quotes of a figure begin: one, or one for each shared subject."""
    left = passage.left
    first = passage.start + len(left) - len(left.lstrip("、和及与，以 "))
    if quantity.form == "rank" or _SEVERAL.search(left) is None:
        return [first]
    if _EVENLY.search(left[-14:]) is None:
        return _alike(passage, first)
    body = _ALL_OF.split(left[first - passage.start :], maxsplit=1)[0]
    parts = indicators.heads(body)
    if len(parts) < 2:
        return [first]
    places: list[int] = []
    position = first
    for part in parts:
        place = left.find(part, position - passage.start)
        if place < 0:
            return [first]
        places.append(passage.start + place)
        position = places[-1] + len(part)
    return places


def _alike(passage: Passage, first: int) -> list[int]:
    """Starts of subjects that are each an indicator of their own (毛入园率、毛入学率超过)."""
    if "分别" in passage.left or passage.listed:
        return [first]
    name = name_in(passage.left)
    parts = indicators.heads(name)
    if len(parts) < 2 or not all(part.endswith(("率", "产量", "总额")) for part in parts):
        return [first]
    places = [passage.left.find(part) for part in parts]
    if min(places) < 0:
        return [first]
    return [first, *(passage.start + place for place in places[1:])]


def quote_start(sentence: str, start: int, mentions: list[periods.Mention]) -> int:
    """Extend a quote to the period set off by a comma right before it (到2025年，)."""
    if start < 2 or sentence[start - 1] not in "，,":
        return start
    head = max(sentence.rfind(mark, max(0, start - 20), start - 1) for mark in "，；：。,、")
    if start - 2 - head > 16:
        return start
    for mention in mentions:
        apart = start - 1 - mention.end
        if head < mention.start < start and mention.role == "when" and apart <= 2:
            return head + 1 + (1 if sentence[head + 1] in "“ " else 0)
    return start


def is_ahead(sentence: str, end: int, start: int) -> bool:
    """Return whether a period behind a figure is still of its clause (25幅…将于明年展开)."""
    return start - end <= 24 and _AHEAD.fullmatch(sentence, end, start) is not None
