"""Read the times that an English sentence names, each with its part in the sentence.

`scan` returns them in order. A `Time` tells which period it names and how: as a
deadline, as the time itself, as the start of a change (`since`), as the level that is
compared with (`base`), or as a length of time whose direction the verb tells (`span`).
Which time belongs to which number is decided in `inheritance`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from saidao.statements import periods as iso
from saidao.statements.english import numerals
from saidao.statements.english.clauses import Sentence
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

NAMES_BEFORE = word_set(
    "vision horizon agenda europe strategy budget act acts programme program expo",
    "olympics summit directive regulation resolution masterplan blueprint order bill code",
    "standard roadmap framework",
)
"""Nouns whose year is part of a name: Vision 2030, Budget 2024, the Act of 2022."""

NAMES_AFTER = word_set(
    "agenda act vision strategy budget olympics games expo census review amendments",
    "election elections manifesto autumn spring masterplan blueprint roadmap edition",
)

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
ORDINALS["final"] = ORDINALS["last"] = ORDINALS["4th"] = 4

TOOK_OFFICE: dict[str, tuple[int, int]] = {
    "clinton": (1993, 2000),
    "bush": (2001, 2008),
    "obama": (2009, 2016),
    "trump": (2017, 2020),
    "biden": (2021, 2024),
}
"""First and last full year of presidents of the United States, for "since ... took office"."""

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

_PERIOD_NOUN = (
    r"(?:(?:full|calendar|fiscal|financial|academic|school|budget) )?"
    r"(?P<unit>years?'?|decades?|months?|quarters?|century|weeks?)"
)
_COUNT = r"(?:(?P<count>\d{1,3}|[a-z]+(?: - [a-z]+)?) (?:- )?)?"
_AHEAD = re.compile(rf"(?:next|coming|following) {_COUNT}{_PERIOD_NOUN}\b")
_BEHIND = re.compile(rf"(?:last|past|previous|preceding|prior) {_COUNT}{_PERIOD_NOUN}\b")
_THIS = re.compile(rf"(?:this|current|present) {_PERIOD_NOUN}\b")
_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d\d) (?P<join>-|/|—|to|and|through|until) "
    r"(?:the (?:end|close) of )?(?P<last>(?:19|20)\d\d|\d\d)\b(?! (?:%|percent|per cent))"
)
_ISO = re.compile(r"(?P<year>(?:19|20)\d\d) - (?P<month>[01]\d)(?: - (?P<day>[0-3]\d))?\b(?! -)")
_BASE_AFTER = word_set("levels level baseline base benchmark")
_YEAR_ON_YEAR = re.compile(
    r"year (?:- )?on (?:- )?year\b|year (?:- )?over (?:- )?year\b|y - o - y\b|yoy\b"
)
_NOW = word_set("today now currently presently")
_NEAR_YEAR = word_set("year fiscal financial calendar fy - in the of school academic")


_YEAR_AFTER = word_set(
    "s levels values targets goals figures results prices accounts estimates emissions",
    "elections games olympics commitments projections standards ambitions sales exports",
    "revenues",
)
_UNITS_AFTER = word_set(
    "mw gw kw mwh gwh twh kwh megawatts gigawatts tonnes tons hectares ha km kilometres",
    "miles acres jobs people homes times m3 m2 households units",
)
_YEAR_BEFORE = word_set(
    "in by since until till before after during - / , ( through fy fiscal year end early",
    "mid late summer spring autumn winter december march june january april",
)
_FISCAL_WORDS = frozenset(("fiscal", "financial", "fy"))
_BEFORE_MONTH = word_set("in by until since of from early late mid - end last next to on")
_PASSED_OVER = word_set("the end of year early late mid - calendar about around")
_TRIGGERS = word_set(
    "next coming following last past previous preceding prior this current present today",
    "now currently presently ago year years decade office date far yoy y earlier month",
    "months decades",
)
_FISCAL = re.compile(r"\b(?:FY ?)?(20\d\d) ?[-–/] ?(\d\d|20\d\d)\b")


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


def scan(sentence: Sentence, now: Clock | None) -> list[Time]:
    """Return the times of a sentence from left to right, none overlapping."""
    words = sentence.words
    found: list[Time] = []
    free = 0
    for index, word in enumerate(words):
        if index < free:
            continue
        time: Time | None = None
        if len(word) == 4 and word.isdigit():
            if word.startswith(("19", "20")) and _is_year(sentence, index):
                time = _year(sentence, index, now, free)
        elif word in MONTHS:
            time = _month(sentence, index, now)
        elif word in _TRIGGERS and now is not None:
            time = _relative(sentence, index, now, free)
        elif word.startswith("fy") and now is not None:
            time = _fiscal(sentence, index, now)
        if time is not None:
            free = time.last
            if found and _joins(words, found[-1], time):
                first = found.pop()
                start, end = first.period.partition("/")[0], time.period.rpartition("/")[2]
                time = Time(first.first, time.last, iso.span(start, end), "at")
            found.append(time)
    return found


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


def _is_year(sentence: Sentence, index: int) -> bool:
    """Tell a year from a count of the same size."""
    words = sentence.words
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if before.endswith("$") or (before in "€£¥₹₩" and before):
        return False
    if after in ("%", "percent", "per", "per cent") or after in numerals.SCALES:
        return False
    year = int(words[index])
    if after in _UNITS_AFTER:
        return False
    if index + 1 < len(words) and sentence.glued(index + 1) and after.isalpha() and after != "s":
        return False
    if after in _YEAR_AFTER or not _plural(after):
        return True
    return before in _YEAR_BEFORE and year % 100 != 0


def _plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    return len(word) > 3 and word.endswith("s") and word not in ("was", "this", "thus", "does")


def _year(sentence: Sentence, index: int, now: Clock | None, free: int) -> Time:
    """Read a year with what stands around it: a range, half, quarter, end, fiscal year."""
    words, line = sentence.words, sentence.line
    year, first, last = int(words[index]), index, index + 1
    period = str(year)
    column = sentence.columns[index]
    match = _ISO.match(line, column)
    if match and sentence.glued(index + 1) and 1 <= int(match["month"]) <= 12:
        if not (match["day"] is None and int(match["month"]) == (year + 1) % 100):
            last = sentence.until(match.end())
            return Time(first, last, iso.month(year, int(match["month"])), _role(words, first))
    match = _YEARS.match(line, column)
    if match and _is_range(sentence, index, match):
        end = int(match["last"])
        end = end if end > 99 else year - year % 100 + end + (100 if end < year % 100 else 0)
        period, last = iso.span(year, end), sentence.until(match.end())
    before = words[index - 1] if index > free else ""
    if before == "." and index - 2 >= free and sentence.glued(index):
        if match := re.fullmatch(r"[0-3]?\d\.([01]\d)", words[index - 2]):
            return Time(index - 2, last, iso.month(year, int(match[1])), _role(words, index - 2))
    if last < len(words) and words[last] == "s" and sentence.glued(last) and year % 10 == 0:
        return _decade(words, index, year)
    if before == "-" and index - 2 >= free and words[index - 2] in ("mid", "end", "early", "late"):
        before, first = words[index - 2], index - 1
    single = "/" not in period
    if single and before in ("end", "late", "mid", "early"):
        first -= 1
        month = {"end": 12, "mid": 6}.get(before)
        period = iso.month(year, month) if month else period
        if before == "end" and first - 2 >= free and words[first - 1] == "-":
            first -= 2
    elif single:
        step = index - 1
        fiscal = False
        while step >= free and index - step <= 5 and words[step] in _NEAR_YEAR:
            fiscal = fiscal or words[step] in ("fiscal", "financial", "fy")
            step -= 1
        marker = words[step] if step >= free and index - step <= 6 else ""
        linked = step < index - 1 and words[step + 1] in ("of", "-", "in")
        if fiscal and now is not None:
            period = _fiscal_year(year, now)
            first = next(i for i in range(step + 1, index) if words[i] in _FISCAL_WORDS)
        if marker in ("end", "close") and linked:
            period = iso.month(year, 12) if not fiscal else period
            first = step
        elif marker in ("middle",) and linked:
            period, first = iso.month(year, 6), step
        elif marker in ("half", "quarter") and step - 1 >= free:
            part = ORDINALS.get(words[step - 1])
            if part is not None:
                period, first = _part(year, marker, part), step - 1
        elif re.fullmatch(r"[qh][1-4]", marker):
            kind = "quarter" if marker[0] == "q" else "half"
            period, first = _part(year, kind, int(marker[1])), step
    if first - 1 >= free and _is_name(words, first, last):
        return Time(first, last, "", "name")
    role = _role(words, first)
    if last < len(words) and words[last] in _BASE_AFTER:
        role, last = "base", last + 1
    return Time(first, last, period, role)


def _is_range(sentence: Sentence, index: int, match: re.Match[str]) -> bool:
    """Tell whether two numbers are the first and last year of one period."""
    year, last, join = int(match["first"]), int(match["last"]), match["join"]
    if last <= 99:
        step = (last - year) % 100
        return join in "-/—" and sentence.glued(index + 1) and 0 < step <= 20
    if not year < last <= year + 60:
        return False
    if join == "and":
        before = sentence.words[index - 1] if index else ""
        return before == "between" or last == year + 1
    return True


def _is_name(words: list[str], first: int, last: int) -> bool:
    """Tell whether a year is part of a name."""
    before = words[first - 1]
    if before in ("of", ",") and first >= 2:
        return words[first - 2] in ("act", "acts", "law", "order", "bill", "regulations")
    following = words[last] if last < len(words) else ""
    return before in NAMES_BEFORE or (before != "in" and following in NAMES_AFTER)


def _decade(words: list[str], index: int, year: int) -> Time:
    """Read ``the 1990s`` and ``the mid-1960s``."""
    first, before = index, words[index - 1] if index else ""
    if before == "-" and index > 1:
        before = words[index - 2]
        first = index - 2
    elif before in ("early", "late", "mid"):
        first = index - 1
    else:
        before = ""
        first = index
    spans = {
        "mid": str(year + 5),
        "early": iso.span(year, year + 4),
        "late": iso.span(year + 5, year + 9),
    }
    period = spans.get(before, iso.span(year, year + 9))
    return Time(first if before in spans else index, index + 2, period, _role(words, first))


def _part(year: int, kind: str, number: int) -> str:
    """Return a half or quarter of a year as months."""
    if kind == "quarter":
        return iso.quarter(year, min(number, 4))
    if number >= 2:
        return f"{iso.month(year, 7)}/{iso.month(year, 12)}"
    return f"{iso.month(year, 1)}/{iso.month(year, 6)}"


def _fiscal_year(year: int, now: Clock) -> str:
    """Return the two calendar years of a fiscal year named by one."""
    if FISCAL_START.get(now.region) is None:
        return str(year)
    if now.region in NAMED_BY_START:
        return iso.span(year, year + 1)
    return iso.span(year - 1, year)


def _fiscal(sentence: Sentence, index: int, now: Clock) -> Time | None:
    """Read FY25, FY2024 and FY2024-25."""
    words = sentence.words
    word = words[index]
    if word == "fy":
        if index + 1 < len(words) and re.fullmatch(r"\d\d", words[index + 1]):
            digits, last = words[index + 1], index + 2
        else:
            return None
    else:
        digits, last = word[2:], index + 1
    if not digits.isdigit() or len(digits) not in (2, 4):
        return None
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if (
        last + 1 < len(words)
        and words[last] in "-/"
        and re.fullmatch(r"\d\d|20\d\d", words[last + 1])
    ):
        end = int(words[last + 1]) % 100 + year - year % 100
        return Time(index, last + 2, iso.span(year, end), _role(words, index))
    return Time(index, last, _fiscal_year(year, now), _role(words, index))


def _month(sentence: Sentence, index: int, now: Clock | None) -> Time | None:
    """Read a month with its day and year; the year may be left out."""
    words = sentence.words
    number = MONTHS[words[index]]
    first, last = index, index + 1
    if last < len(words) and words[last] == "." and sentence.glued(last):
        last += 1
    day = False
    if index and words[index - 1].isdigit() and 1 <= int(words[index - 1]) <= 31:
        first, day = index - 1, True
    elif index >= 2 and words[index - 1] in ("st", "nd", "rd", "th"):
        first, day = index - 2, True
    if last < len(words) and not day and re.fullmatch(r"[0-3]?\d", words[last]):
        day, last = True, last + 1
        if last < len(words) and words[last] in ("st", "nd", "rd", "th"):
            last += 1
    if words[index] in ("may", "march", "mar", "sep", "dec", "jan") and not day:
        year_follows = last < len(words) and re.fullmatch(r"(?:19|20)\d\d", words[last])
        if not year_follows and not (index and words[index - 1] in _BEFORE_MONTH):
            return None
        if not sentence.raw[index][0].isupper():
            return None
    following = words[last] if last < len(words) else ""
    end = number
    if following in ("-", "to", "and", "until", "through") and last + 1 < len(words):
        if words[last + 1] in MONTHS and (following != "and" or words[first - 1] == "between"):
            end, last = MONTHS[words[last + 1]], last + 2
            following = words[last] if last < len(words) else ""
    if following in (",", "of") and last + 1 < len(words):
        if re.fullmatch(r"(?:19|20)\d\d", words[last + 1]):
            last, following = last + 1, words[last + 1]
    if re.fullmatch(r"(?:19|20)\d\d", following):
        year, last = int(following), last + 1
    elif now is not None:
        year = now.year
        if now.month and number > now.month and words[first - 1] not in ("by", "from", "next"):
            year -= 1
    else:
        return None
    if first >= 2 and words[first - 1] == "of" and words[first - 2] in ("end", "close"):
        first -= 2
        if first and words[first - 1] == "the":
            first -= 1
    elif first >= 2 and words[first - 1] == "-" and words[first - 2] in ("end", "mid"):
        first -= 2
    start_year = year - 1 if end < number else year
    period = iso.month(year, end)
    if end != number:
        period = f"{iso.month(start_year, number)}/{period}"
    if first >= 2 and words[first - 1] == "of" and words[first - 2] in ("act", "order", "orders"):
        return Time(first, last, "", "name")
    return Time(first, last, period, _role(words, first))


def _role(words: list[str], first: int) -> Role:
    """Return what the words before a time make of it."""
    index = first - 1
    while index >= 0 and first - index <= 4 and words[index] in _PASSED_OVER:
        index -= 1
    if index < 0:
        return "at"
    if index and (pair := ROLES_OF_TWO.get((words[index - 1], words[index]))) is not None:
        return pair
    role = ROLES.get(words[index], "at")
    if words[index] in ("till", "until", "to") and "since" in words[max(0, index - 4) : index]:
        return "at"
    if role == "base" and words[index] in ("over", "with", "above", "below", "against"):
        return role if index == first - 1 else "at"
    return role


def _relative(sentence: Sentence, index: int, now: Clock, free: int) -> Time | None:
    """Read a time given from the day of publication: next year, five years ago, so far."""
    words, line, column = sentence.words, sentence.line, sentence.columns[index]
    word = words[index]
    before = words[index - 1] if index > free else ""
    if word in _NOW:
        return Time(index, index + 1, now.now, "now")
    if (word, before) in (("date", "to"), ("far", "so"), ("present", "at")):
        return Time(index - 1, index + 1, now.now, "now")
    if match := _YEAR_ON_YEAR.match(line, column):
        last = sentence.until(match.end())
        return Time(index, last, str(now.year - 1), "base", relative=True)
    if word == "ago" or (word == "earlier" and before in ("year", "years", "decade", "decades")):
        return _ago(words, index, now, free)
    if word == "office":
        return _office(words, index, now)
    if word == "year" and before == "first" and index - 2 >= free:
        name = words[index - 2].removesuffix("'s")
        if name in TOOK_OFFICE:
            return Time(index - 2, index + 1, str(TOOK_OFFICE[name][0]), "at")
    for pattern in (_AHEAD, _BEHIND, _THIS):
        match = pattern.match(line, column)
        if match:
            return _counted(sentence, index, match, pattern, now)
    if word in ("year", "years", "decade", "decades", "months", "month"):
        return _loose(sentence, index, now, free)
    return None


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
            return Time(first, last, period, _role(words, first))
        return Time(first, last, now.now, "at") if unit in ("month", "week") else None
    count = _count(match["count"])
    ahead = pattern is _AHEAD
    if match["count"] and count is None:
        return None
    if unit == "year" and count is None:
        step = 1 if ahead else -1
        period = _fiscal_around(now, step) if fiscal else str(now.year + step)
        role = _role(words, first)
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
    if ahead:
        return Time(first, last, iso.span(now.year, now.year + whole), "ahead")
    return Time(first, last, iso.span(now.year - whole, now.year), "behind")


def _count(word: str | None) -> int | None:
    """Return a small number from digits or words."""
    if word is None:
        return None
    if word.isdigit():
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
    return Time(first, index + 1, str(now.year - years), role)


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
    return Time(first, index + 1, str(year), role)


def _wide(words: list[str], index: int, free: int) -> tuple[int, int] | None:
    """Read *over the span of five years* and *over a five-year period*: how many, from where."""
    hyphened = words[index - 1] == "-"
    place = index - 2 if hyphened else index - 1
    amount = _count(words[place]) if place >= free else None
    if amount is None:
        return None
    before = words[max(free, place - 4) : place]
    if hyphened:
        if words[index + 1 : index + 2] != ["period"] or before[-2:-1] != ["over"]:
            return None
        return amount, place - 2
    if before[-1:] != ["of"] or not {"span", "period", "course"}.intersection(before):
        return None
    return (amount, place - 4) if before[:1] in (["over"], ["in"], ["during"]) else None


def _loose(sentence: Sentence, index: int, now: Clock, free: int) -> Time | None:
    """Read ``within five years``, ``over 10 years``, ``end of the year``, ``the decade``."""
    words = sentence.words
    unit = words[index].rstrip("s")
    before = words[index - 1] if index > free else ""
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
    if (wide := _wide(words, index, free)) is not None:
        amount, first = wide
        years = {"year": 1, "decade": 10}.get(unit, 0) * amount
        return (
            Time(first, index + 1, iso.span(now.year, now.year + years), "span") if years else None
        )
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
    years = {"year": 1, "decade": 10}.get(unit, 0) * amount or round(amount / 12)
    if words[index + 1 : index + 2] == ["ago"]:
        return None
    if "since" in words[index + 1 : index + 2]:
        return Time(index - 2, index + 1, iso.span(now.year - years, now.year), "behind")
    role: Role = "ahead" if opening == "within" else "span"
    return Time(index - 2, index + 1, iso.span(now.year, now.year + years), role)


def fiscal_year(text: str, now: Clock) -> str | None:
    """Return the first fiscal year of a text that begins or ends in the year of publication."""
    for match in _FISCAL.finditer(text):
        first, last = int(match[1]), int(match[2]) % 100
        if (first + 1) % 100 == last and now.year in (first, first + 1):
            return iso.span(first, first + 1)
    return None
