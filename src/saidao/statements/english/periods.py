"""Read the times that an English sentence names, from left to right.

Dates are read in `dates`, times given from the day of publication in `relative_dates`;
which of them belongs to which number is decided in `inheritance`.
"""

from __future__ import annotations

from saidao.statements import periods as iso
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.dates import MONTHS, is_year, read_fiscal, read_month, read_year
from saidao.statements.english.relative_dates import TRIGGERS, read_relative
from saidao.statements.english.times import Clock, Time, role_before
from saidao.statements.english.wordlists import word_set

_STARTS = TRIGGERS | MONTHS.keys()
_STARTING = word_set("period , from starting beginning commencing in over a the period of")
_FIRST_LETTERS = frozenset("12f")
"""How a word begins that may open a time: a year, a month, *next*, *FY2025*."""


def scan(sentence: Sentence, now: Clock | None) -> list[Time]:
    """Return the times of a sentence from left to right, none overlapping."""
    words = sentence.words
    found: list[Time] = []
    free = 0
    for index, word in enumerate(words):
        if index < free or (word[0] not in _FIRST_LETTERS and word not in _STARTS):
            continue
        time: Time | None = None
        if len(word) == 4 and word.isdecimal():
            if word.startswith(("19", "20")) and is_year(sentence, index):
                time = read_year(sentence, index, now, free)
        elif word in MONTHS:
            time = read_month(sentence, index, now)
        elif word in TRIGGERS and now is not None:
            time = _quarter_before(words, index, found) or read_relative(sentence, index, now, free)
        elif word.startswith("fy") and now is not None:
            time = read_fiscal(sentence, index, now)
        if time is not None:
            free = time.last
            if found and (spanned := _from_start(words, found[-1], time)) is not None:
                found[-1] = spanned
                continue
            if found and _joins(words, found[-1], time):
                first = found.pop()
                start, end = first.period.partition("/")[0], time.period.rpartition("/")[2]
                time = Time(first.first, time.last, iso.span(start, end), "at")
            found.append(time)
    return found


def _quarter_before(words: list[str], index: int, found: list[Time]) -> Time | None:
    """Read *the preceding quarter* as the one before the quarter named last."""
    if words[index] not in ("preceding", "previous", "prior"):
        return None
    if words[index + 1 : index + 2] != ["quarter"] or not found:
        return None
    period = quarter_before(found[-1].period)
    return Time(index, index + 2, period, role_before(words, index)) if period else None


def quarter_before(period: str) -> str | None:
    """Return the three months before a run of months, None where it is none.

    Examples
    --------
    >>> quarter_before("2019-01/2019-03")
    '2018-10/2018-12'
    """
    first, _, last = period.partition("/")
    if not len(first) == len(last) == 7:
        return None
    end = int(first[:4]) * 12 + int(first[5:]) - 2
    begin = end - 2
    return iso.span(iso.month(begin // 12, begin % 12 + 1), iso.month(end // 12, end % 12 + 1))


def _from_start(words: list[str], first: Time, last: Time) -> Time | None:
    """Return a number of years with its first one: over five years from 2027, from 2027 over."""
    span, start = (first, last) if first.role == "span" else (last, first)
    gap = words[first.last : last.first]
    named = span.role == "span" and start.role == "at" and "/" in start.period
    if named and len(gap) <= 4 and all(word in _STARTING for word in gap):
        return Time(first.first, last.last, start.period, "at")
    if span.role != "span" or start.role != "from" or not start.period or len(gap) > 4:
        return None
    if not all(word in _STARTING for word in gap):
        return None
    opening, _, closing = span.period.partition("/")
    years = int(closing[:4]) - int(opening[:4]) if closing else 0
    begin = start.period.partition("/")[0]
    if years < 1:
        return None
    return Time(first.first, last.last, iso.span(begin[:4], int(begin[:4]) + years), "ahead")


def _joins(words: list[str], first: Time, last: Time) -> bool:
    """Tell whether two times are the ends of one: from 2025-26 to 2029-30."""
    if words[first.last : last.first] not in (["to"], ["-"], ["through"], ["until"], ["and"]):
        return False
    if not first.period or not last.period or not first.period < last.period:
        return False
    before = words[first.first - 1] if first.first else ""
    if words[first.last] == "and":
        start, end = first.period.partition("/")[2], last.period.partition("/")[0]
        return before == "between" or (bool(start) and start == end)
    return before in ("from", "(", "between", ",", "period", "for", "during", "over")
