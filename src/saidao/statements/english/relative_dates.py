"""Read times given from the day of publication: next year, five years ago, so far."""

from __future__ import annotations

import re

from saidao.statements import periods as iso
from saidao.statements.english import exclusions, numerals
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.times import (
    FISCAL_START,
    Clock,
    Role,
    Time,
    fiscal_period,
    role_before,
)
from saidao.statements.english.wordlists import word_set

TOOK_OFFICE: dict[str, tuple[int, int]] = {
    "clinton": (1993, 2000),
    "bush": (2001, 2008),
    "obama": (2009, 2016),
    "trump": (2017, 2020),
    "biden": (2021, 2024),
}
"""First and last full year of presidents of the United States, for "since ... took office"."""

PARLIAMENTS: dict[str, tuple[int, ...]] = {
    "united kingdom": (2010, 2015, 2017, 2019, 2024, 2029),
    "uk": (2010, 2015, 2017, 2019, 2024, 2029),
    "scotland": (2011, 2016, 2021, 2026, 2031),
    "wales": (2011, 2016, 2021, 2026, 2030),
    "australia": (2010, 2013, 2016, 2019, 2022, 2025, 2028),
    "canada": (2011, 2015, 2019, 2021, 2025, 2029),
    "new zealand": (2011, 2014, 2017, 2020, 2023, 2026),
    "european union": (2009, 2014, 2019, 2024, 2029),
}
"""Years in which a parliament ended, or must end: *by the end of this Parliament*."""

FORWARD_YEARS = 4
"""Years of the forward estimates of an Australian budget."""

_FISCAL_STEPS = {"current": 0, "this": 0, "ongoing": 0, "last": -1, "previous": -1, "next": 1}

MEDIUM_TERM = 3
"""Years of the medium term in most countries' budgets (the medium-term framework)."""

_PERIOD_NOUN = (
    r"(?:(?:full|calendar|fiscal|financial|academic|school|budget) )?"
    r"(?P<unit>years?'?|decades?|months?|quarters?|century|weeks?)"
)

_COUNT = (
    r"(?:(?!fiscal|financial|calendar|academic|school|budget|full)"
    r"(?P<count>\d{1,3}|[a-z]+(?: - [a-z]+)?) (?:- )?)?"
)

_AHEAD = re.compile(rf"(?:next|coming|following) {_COUNT}{_PERIOD_NOUN}\b")

_BEHIND = re.compile(rf"(?:last|past|previous|preceding|prior) {_COUNT}{_PERIOD_NOUN}\b")

_THIS = re.compile(rf"(?:this|current|present|ongoing) {_PERIOD_NOUN}\b")

_PARTS: dict[tuple[str, str], tuple[int, int]] = {
    ("first", "half"): (1, 6),
    ("second", "half"): (7, 12),
    ("first", "quarter"): (1, 3),
    ("second", "quarter"): (4, 6),
    ("third", "quarter"): (7, 9),
    ("fourth", "quarter"): (10, 12),
}
"""Months of the halves and quarters of a year."""

_YEAR_ON_YEAR = re.compile(
    r"year (?:- )?on (?:- )?year\b|year (?:- )?over (?:- )?year\b|y - o - y\b|yoy\b"
)

_EXTREME = word_set(
    "lowest highest first high low largest strongest fastest slowest weakest biggest best worst"
    " smallest greatest record"
)
_OPENINGS = (["over"], ["in"], ["during"], ["across"])
_QUARTERS = word_set("q1 q2 q3 q4")
_NOW = word_set("today now currently presently")

TRIGGERS = _QUARTERS | word_set(
    "next coming following last past previous preceding prior this current present today",
    "now currently presently ago year years decade office date far yoy y earlier month",
    "ongoing quarters months decades half quarter term mtef century parliament estimates",
)


def read_relative(sentence: Sentence, index: int, now: Clock, free: int) -> Time | None:
    """Read a time given from the day of publication: next year, five years ago, so far."""
    words, line, column = sentence.words, sentence.line, sentence.columns[index]
    word = words[index]
    before = words[index - 1] if index > free else ""
    if word in _QUARTERS:
        return _bare_quarter(words, index, now)
    if word in _NOW:
        return Time(index, index + 1, now.now, "now")
    if (word, before) in (("date", "to"), ("far", "so"), ("present", "at")):
        return Time(index - 1, index + 1, now.now, "now")
    if word == "mtef" or (word == "term" and words[max(0, index - 2) : index][:1] == ["medium"]):
        first = index if word == "mtef" else index - 2
        return Time(first, index + 1, iso.span(now.year, now.year + MEDIUM_TERM), "ahead")
    if word == "term" and before == "medium":
        return Time(index - 1, index + 1, iso.span(now.year, now.year + MEDIUM_TERM), "ahead")
    if match := _YEAR_ON_YEAR.match(line, column):
        last = sentence.until(match.end())
        return Time(index, last, str(now.year - 1), "base", relative=True)
    if word == "ago" or (word == "earlier" and before in ("year", "years", "decade", "decades")):
        return _ago(words, index, now, free)
    if word == "century" and now.year < 2050:
        if before in ("mid", "-") and words[index - 1 - (before == "-")] == "mid":
            first = index - 1 - (before == "-")
            return Time(first, index + 1, "2050", role_before(words, first))
        return None
    if word == "year" and words[index + 1 : index + 3] == ["-", "ago"]:
        return Time(index, index + 3, str(now.year - 1), role_before(words, index), relative=True)
    if word == "office":
        return _office(words, index, now)
    if word == "parliament":
        return _parliament(words, index, now)
    if word == "estimates":
        if before != "forward":
            return None
        last = index + 2 if words[index + 1 : index + 2] == ["period"] else index + 1
        return Time(index - 1, last, iso.span(now.year, now.year + FORWARD_YEARS), "ahead")
    if word == "year" and before == "first" and index - 2 >= free:
        name = words[index - 2].removesuffix("'s")
        if name in TOOK_OFFICE:
            return Time(index - 2, index + 1, str(TOOK_OFFICE[name][0]), "at")
    if word in ("months", "month", "half", "quarter", "quarters") and (
        part := _opening_part(words, index, now)
    ):
        return part
    if _EXTREME.intersection(words[max(0, index - 7) : index]) and _is_record(words, index):
        return None
    for pattern in (_AHEAD, _BEHIND, _THIS):
        match = pattern.match(line, column)
        if match:
            return _counted(sentence, index, match, pattern, now)
    if word in ("year", "years", "decade", "decades", "months", "month"):
        return _loose(sentence, index, now, free)
    return None


def _bare_quarter(words: list[str], index: int, now: Clock) -> Time | None:
    """Read *Q3* without a year as the last third quarter that has begun."""
    following = words[index + 1 : index + 5]
    if any(re.fullmatch(r"(?:19|20)\d\d|fy\d*", word) for word in following):
        return None
    if words[index - 1 : index] == ["("] and following[:1] == [")"]:
        return None
    number = int(words[index][1])
    year = now.year - 1 if now.month and now.month < 3 * number - 2 else now.year
    return Time(index, index + 1, iso.quarter(year, number), role_before(words, index))


def _is_record(words: list[str], index: int) -> bool:
    """Tell whether a length of time says how rare a value is: the lowest in eight years."""
    step = index
    while step and words[step - 1] not in ("in", "for", "over", "since"):
        if words[step - 1] in _EXTREME or index - step > 4:
            return False
        step -= 1
    near = words[max(0, step - 4) : step]
    return step > 0 and words[step - 1] in ("in", "for") and not _EXTREME.isdisjoint(near)


def _counted(
    sentence: Sentence, index: int, match: re.Match[str], pattern: re.Pattern[str], now: Clock
) -> Time | None:
    """Read ``the next five years``, ``last year``, ``this decade``."""
    words = sentence.words
    last = sentence.until(match.end())
    unit = match["unit"].rstrip("'").rstrip("s")
    fiscal = "fiscal" in match[0] or "financial" in match[0]
    first = index - 1 if index and words[index - 1] == "the" else index
    if pattern is _THIS:
        if unit == "decade":
            return Time(first, last, str(now.year - now.year % 10 + 10), "deadline")
        end = first >= 2 and words[first - 1] == "of" and words[first - 2] == "end"
        if unit == "year" and fiscal:
            return Time(first, last, _fiscal_around(now, 0), "at")
        if unit == "year":
            period = iso.month(now.year, 12) if end else str(now.year)
            return Time(first, last, period, role_before(words, first))
        return Time(first, last, now.now, "at") if unit in ("month", "week") else None
    count = _count(match["count"])
    ahead = pattern is _AHEAD
    if match["count"] and count is None:
        return None
    if unit == "year" and count is None:
        step = 1 if ahead else -1
        period = _fiscal_around(now, step) if fiscal else str(now.year + step)
        role = role_before(words, first)
        if not ahead and words[index] in ("previous", "preceding", "prior"):
            return Time(first, last, period, "base", relative=True)
        return Time(first, last, period, role)
    if unit in ("quarter", "week", "century"):
        return None
    years = {"year": 1.0, "decade": 10.0, "month": 1 / 12}[unit] * (count or 1)
    if unit == "month" and years < 1:
        period = _shifted(now, (1 if ahead else -1) * round(years * 12))
        return Time(first, last, period, "ahead" if ahead else "behind")
    whole = max(1, round(years))
    if ahead and words[max(0, first - 2) : first] == ["each", "of"]:
        return Time(first, last, iso.span(now.year, now.year + whole - 1), "ahead")
    if ahead:
        return Time(first, last, iso.span(now.year, now.year + whole), "ahead")
    return Time(first, last, iso.span(now.year - whole, now.year), "behind")


def _opening_part(words: list[str], index: int, now: Clock) -> Time | None:
    """Read ``the first six months of this year`` and ``the second half of 2024``."""
    if words[index] in ("half", "quarter"):
        part = _PARTS.get((words[index - 1], words[index])) if index else None
        first = index - 1
    else:
        months = (_count(words[index - 1]) or 99) if index > 1 else 99
        ordinal = words[index - 2] if index > 1 else ""
        months *= 3 if words[index] == "quarters" else 1
        span = {"first": (1, months), "last": (13 - months, 12)}
        part = span.get(ordinal) if months < 12 else None
        first = index - 2
    if part is None:
        return None
    if words[index + 1 : index + 2] != ["of"]:
        if words[first - 1] != "the" or words[first - 2] not in ("in", "during") or first < 2:
            return None
        year = now.year - (1 if now.month and part[0] > now.month else 0)
        return Time(
            first, index + 1, iso.span(iso.month(year, part[0]), iso.month(year, part[1])), "at"
        )
    name = words[index + 2 : index + 4]
    if (fiscal := _fiscal_start(words, index + 2, now)) is not None:
        start, last = fiscal
        opening, closing = start + part[0] - 1, start + part[1] - 1
        period = iso.span(
            iso.month(opening // 12, opening % 12 + 1), iso.month(closing // 12, closing % 12 + 1)
        )
        return Time(first, last, period, role_before(words, first))
    if name in (["this", "year"], ["the", "year"]):
        year, last = now.year, index + 4
    elif name in (["last", "year"], ["next", "year"]):
        year, last = now.year + (1 if name[0] == "next" else -1), index + 4
    elif name and re.fullmatch(r"(?:19|20)\d\d", name[0]) and name[1:] not in (["-"], ["/"]):
        year, last = int(name[0]), index + 3
    else:
        return None
    period = iso.span(iso.month(year, part[0]), iso.month(year, part[1]))
    return Time(first, last, period, role_before(words, first))


def _fiscal_start(words: list[str], index: int, now: Clock) -> tuple[int, int] | None:
    """Return the first month (counted from year 0) of FY23 or 2022-23, and the index after it."""
    start = FISCAL_START.get(now.region)
    if start is None or index >= len(words):
        return None
    if match := re.fullmatch(r"fy(?:20)?(\d\d)", words[index]):
        period, last = fiscal_period(2000 + int(match[1]), now), index + 1
        if words[last : last + 1] in (["-"], ["/"]):
            period, last = iso.span(2000 + int(match[1]), 2001 + int(match[1])), last + 2
    elif re.fullmatch(r"20\d\d", words[index]) and words[index + 1 : index + 2] in (["-"], ["/"]):
        period, last = iso.span(int(words[index]), int(words[index]) + 1), index + 3
    else:
        index += words[index] == "the"
        if words[index] not in _FISCAL_STEPS or words[index + 1 : index + 2] not in (
            ["fiscal"],
            ["financial"],
        ):
            return None
        period, last = _fiscal_around(now, _FISCAL_STEPS[words[index]]), index + 2
        last += words[last : last + 1] == ["year"]
    return int(period[:4]) * 12 + start - 1, last


def _count(word: str | None) -> int | None:
    """Return a small number from digits or words."""
    if word is None:
        return None
    if word.isdecimal():
        return int(word)
    parts = word.split(" - ")
    values = [numerals.SMALL.get(part) or numerals.TENS.get(part) or 0 for part in parts]
    return sum(values) if all(values) else None


def _shifted(now: Clock, months: int) -> str:
    """Return the period from now to some months ahead or back."""
    if not now.month:
        return str(now.year)
    total = now.year * 12 + now.month - 1 + months
    other = iso.month(total // 12, total % 12 + 1)
    return iso.span(now.now, other) if months > 0 else iso.span(other, now.now)


def _fiscal_around(now: Clock, step: int) -> str:
    """Return the fiscal year that holds the day of publication, or one `step` years away."""
    start = FISCAL_START.get(now.region)
    if start is None:
        return str(now.year + step)
    begins = now.year if now.month >= start else now.year - 1
    if not now.month and start <= 4:
        begins = now.year
    return iso.span(begins + step, begins + step + 1)


def _ago(words: list[str], index: int, now: Clock, free: int) -> Time | None:
    """Read ``a year ago``, ``five years ago``, ``a year earlier``."""
    unit = words[index - 1].rstrip("s")
    if index - 2 < free or unit not in ("year", "decade"):
        return None
    amount = 1 if words[index - 2] in ("a", "one") else _count(words[index - 2])
    if amount is None:
        return None
    years = amount * (10 if unit == "decade" else 1)
    first = index - 2
    role: Role = "at"
    if words[index] == "earlier" or (first and words[first - 1] in ("than", "from", "with", "to")):
        role = "base"
    relative = words[index] == "earlier" and years == 1
    return Time(first, index + 1, str(now.year - years), role, relative)


def _office(words: list[str], index: int, now: Clock) -> Time | None:
    """Read ``since President X took office`` for the United States."""
    if words[max(0, index - 1)] not in ("took", "taking", "in"):
        return None
    first = index - 1
    year = 0
    for step in range(index - 1, max(-1, index - 9), -1):
        if words[step] in TOOK_OFFICE:
            year = TOOK_OFFICE[words[step]][0]
        if words[step] in ("since", "when", "before"):
            first = step
            break
    else:
        return None
    if not year and now.region in ("united states", "usa", "us"):
        year = next((a for a, b in TOOK_OFFICE.values() if a <= now.year <= b), 0)
    if not year:
        return None
    role: Role = "since" if words[first] == "since" else "at"
    if words[first] == "when" and words[first - 1 : first] in (["from"], ["than"]):
        role = "base"
    return Time(first, index + 1, str(year), role)


def _parliament(words: list[str], index: int, now: Clock) -> Time | None:
    """Read ``this Parliament``, ``by the end of the Parliament`` as the year in which it ends."""
    if words[max(0, index - 1)] not in ("this", "current", "the", "present") or not index:
        return None
    before = words[max(0, index - 6) : index - 1]
    if words[index - 1] != "this" and not {"end", "course", "lifetime", "rest"}.intersection(
        before
    ):
        return None
    if words[index - 1] == "this" and before[-1:] == ["to"]:
        return None
    ends = [year for year in PARLIAMENTS.get(now.region, ()) if year > now.year]
    return Time(index - 1, index + 1, str(ends[0]), "deadline") if ends else None


def _wide(words: list[str], index: int, free: int) -> tuple[int, int] | None:
    """Read *over the span of five years* and *over a five-year period*: how many, from where."""
    hyphened = words[index - 1] == "-"
    place = index - 2 if hyphened else index - 1
    amount = _count(words[place]) if place >= free else None
    if amount is None:
        return None
    before = words[max(free, place - 4) : place]
    if hyphened:
        opening = next((i for i in (2, 3) if before[-i : len(before) - i + 1] in _OPENINGS), 0)
        if words[index + 1 : index + 2] != ["period"] or not opening:
            return None
        return amount, place - opening
    if before[-1:] != ["of"] or not {"span", "period", "course"}.intersection(before):
        return None
    return (amount, place - 4) if before[:1] in (["over"], ["in"], ["during"]) else None


def _loose(sentence: Sentence, index: int, now: Clock, free: int) -> Time | None:
    """Read ``within five years``, ``over 10 years``, ``end of the year``, ``the decade``."""
    words = sentence.words
    unit = words[index].rstrip("s")
    before = words[index - 1] if index > free else ""
    if (wide := _wide(words, index, free)) is not None and unit in ("year", "decade"):
        years = wide[0] * (10 if unit == "decade" else 1)
        return Time(wide[1], index + 1, iso.span(now.year, now.year + years), "span")
    if before in ("the", "-", "this") or (before == "by" and unit == "year"):
        back = words[max(free, index - 4) : index]
        if "end" in back or "close" in back or words[index + 1 : index + 3] == ["-", "end"]:
            if unit == "year":
                last = index + 3 if words[index + 1 : index + 2] == ["-"] else index + 1
                return Time(index, last, iso.month(now.year, 12), "deadline")
            if unit == "decade":
                period = str(now.year - now.year % 10 + 10)
                return Time(index, index + 1, period, "deadline")
        return None
    if index - 2 < free or words[index - 2] not in ("within", "over", "in", "during"):
        if not (index - 3 >= free and words[index - 3] in ("over", "within", "during", "in")):
            return None
        if words[index - 2] not in ("a", "the", "just", "only", "up"):
            return None
    amount = 1 if before in ("a", "one") else _count(before)
    opening = words[index - 2] if words[index - 2] in ("within", "over", "in", "during") else ""
    if before == "a" and opening == "in" and unit != "decade":
        return None
    if amount is None or (unit == "month" and amount < 12):
        return None
    if opening == "within" and unit == "month" and exclusions.is_time_limit(words, index - 2):
        return None
    years = {"year": amount, "decade": 10 * amount}.get(unit, round(amount / 12))
    if words[index + 1 : index + 2] == ["ago"]:
        return None
    if "since" in words[index + 1 : index + 2]:
        return Time(index - 2, index + 1, iso.span(now.year - years, now.year), "behind")
    role: Role = "ahead" if opening == "within" else "span"
    return Time(index - 2, index + 1, iso.span(now.year, now.year + years), role)
