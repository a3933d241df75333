"""Read dates that name their year or month: years, ranges, halves, fiscal years, months."""

from __future__ import annotations

import re

from saidao.statements import periods as iso
from saidao.statements.english import numerals, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.times import FISCAL_START, Clock, Time, fiscal_period, role_before
from saidao.statements.english.wordlists import word_set

NAMES_BEFORE = word_set(
    "vision horizon agenda europe strategy act acts programme program expo",
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

_YEARS = re.compile(
    r"(?P<first>(?:19|20)\d\d) (?P<join>-|/|—|to|and|through|until) "
    r"(?:the (?:end|close) of )?(?P<last>(?:19|20)\d\d|\d\d)\b(?! (?:%|percent|per cent))"
)

_ISO = re.compile(r"(?P<year>(?:19|20)\d\d) - (?P<month>[01]\d)(?: - (?P<day>[0-3]\d))?\b(?! -)")

_BASE_AFTER = word_set("levels level baseline base benchmark")

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

_RUNS = word_set("year months quarter weeks")
_COUNT_BEFORE = word_set("than nearly almost some approximately least most all these a about")
_NO_NAMES = word_set("fy cy by in since eu uk us usa un uae ghg gdp and of to from the")
_AHEAD = word_set("will shall would plans aims to")
_FISCAL_WORDS = frozenset(("fiscal", "financial", "fy"))

_EVENTS = word_set("crisis pandemic war earthquake floods flood drought recession collapse crash")
"""What happened in a year, and is no time of a number: after the 2022 financial crisis."""

_BEFORE_MONTH = word_set("in by until since of from early late mid - end last next to on")


def is_year(sentence: Sentence, index: int) -> bool:
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
    if before in NAMES_BEFORE or before == "budget" or after[:-1] in verbs.BASE_FORMS:
        return True
    if year % 10 and before not in _COUNT_BEFORE and before not in verbs.BUILD:
        return True
    return year % 100 != 0 and (before in _YEAR_BEFORE or sentence.raw[index + 1][0].isupper())


def _plural(word: str) -> bool:
    """Tell whether a word looks like a plural noun."""
    return len(word) > 3 and word.endswith("s") and word not in ("was", "this", "thus", "does")


def read_year(sentence: Sentence, index: int, now: Clock | None, free: int) -> Time:
    """Read a year with what stands around it: a range, half, quarter, end, fiscal year."""
    words, line = sentence.words, sentence.line
    year, first, last = int(words[index]), index, index + 1
    period = str(year)
    column = sentence.columns[index]
    match = _ISO.match(line, column)
    if (match and sentence.glued(index + 1) and 1 <= int(match["month"]) <= 12) and (
        not (match["day"] is None and int(match["month"]) == (year + 1) % 100)
    ):
        last = sentence.until(match.end())
        return Time(first, last, iso.month(year, int(match["month"])), role_before(words, first))
    match = _YEARS.match(line, column)
    if match and _is_range(sentence, index, match):
        end = int(match["last"])
        end = end if end > 99 else year - year % 100 + end + (100 if end < year % 100 else 0)
        period, last = iso.span(year, end), sentence.until(match.end())
    if match and now is not None and period == iso.span(year, year + 1):
        fiscal_part = _fiscal_part(words, index, free, year, now)
        if fiscal_part is not None:
            first, period = fiscal_part
            return Time(first, last, period, role_before(words, first))
    before = words[index - 1] if index > free else ""
    if (before == "." and index - 2 >= free and sentence.glued(index)) and (
        match := re.fullmatch(r"[0-3]?\d\.([01]\d)", words[index - 2])
    ):
        return Time(index - 2, last, iso.month(year, int(match[1])), role_before(words, index - 2))
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
            period = fiscal_period(year, now)
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
    if first - 1 >= free and "/" not in period and _is_name(sentence, first, last):
        return Time(first, last, "", "name")
    if (
        words[last : last + 2]
        and _EVENTS.intersection(words[last : last + 2])
        and (words[first - 1 : first] in (["the"], ["of"]))
    ):
        return Time(first, last, "", "name")
    role = role_before(words, first)
    if role == "from" and match and match["join"] in ("to", "through", "until"):
        role = "at"
    if last < len(words) and words[last] in _BASE_AFTER:
        role, last = "base", last + 1
    return Time(first, last, period, role)


def _fiscal_part(
    words: list[str], index: int, free: int, year: int, now: Clock
) -> tuple[int, str] | None:
    """Read *the first half of 2023-24*: where it begins, and its months."""
    step = index - 1
    while step >= free and index - step <= 4 and words[step] in _NEAR_YEAR:
        step -= 1
    start = FISCAL_START.get(now.region)
    if step < free or start is None:
        return None
    if re.fullmatch(r"[qh][1-4]", words[step]):
        unit, number, first = (
            ("quarter" if words[step][0] == "q" else "half"),
            int(words[step][1]),
            step,
        )
    elif words[step] in ("half", "quarter") and step > free and words[step - 1] in ORDINALS:
        unit, number, first = words[step], ORDINALS[words[step - 1]], step - 1
    else:
        return None
    length = 3 if unit == "quarter" else 6
    begin = year * 12 + start - 1 + length * (min(number, 12 // length) - 1)
    end = begin + length - 1
    return first, iso.span(
        iso.month(begin // 12, begin % 12 + 1), iso.month(end // 12, end % 12 + 1)
    )


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


def _is_name(sentence: Sentence, first: int, last: int) -> bool:
    """Tell whether a year is part of a name: Vision 2030, NDP 2025, the Act of 1998."""
    words, before = sentence.words, sentence.words[first - 1]
    acronym = sentence.raw[first - 1]
    if last == first + 1 and acronym.isupper() and acronym.isalpha() and 2 <= len(acronym) <= 6:
        following = words[last] if last < len(words) else ""
        return before not in _NO_NAMES and following not in _YEAR_AFTER
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
    return Time(first if before in spans else index, index + 2, period, role_before(words, first))


def _part(year: int, kind: str, number: int) -> str:
    """Return a half or quarter of a year as months."""
    if kind == "quarter":
        return iso.quarter(year, min(number, 4))
    if number >= 2:
        return f"{iso.month(year, 7)}/{iso.month(year, 12)}"
    return f"{iso.month(year, 1)}/{iso.month(year, 6)}"


def read_fiscal(sentence: Sentence, index: int, now: Clock) -> Time | None:
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
    if not digits.isdecimal() or len(digits) not in (2, 4):
        return None
    year = int(digits) if len(digits) == 4 else 2000 + int(digits)
    if (
        last + 1 < len(words)
        and words[last] in "-/"
        and re.fullmatch(r"\d\d|20\d\d", words[last + 1])
    ):
        end = int(words[last + 1]) % 100 + year - year % 100
        return Time(index, last + 2, iso.span(year, end), role_before(words, index))
    return Time(index, last, fiscal_period(year, now), role_before(words, index))


def read_month(sentence: Sentence, index: int, now: Clock | None) -> Time | None:
    """Read a month with its day and year; the year may be left out."""
    words = sentence.words
    number = MONTHS[words[index]]
    first, last = index, index + 1
    if last < len(words) and words[last] == "." and sentence.glued(last):
        last += 1
    day = False
    if index and words[index - 1].isdecimal() and 1 <= int(words[index - 1]) <= 31:
        first, day = index - 1, True
    elif index >= 2 and words[index - 1] in ("st", "nd", "rd", "th"):
        first, day = index - 2, True
    if last < len(words) and not day and re.fullmatch(r"[0-3]?\d", words[last]):
        day, last = True, last + 1
        if last < len(words) and words[last] in ("st", "nd", "rd", "th"):
            last += 1
    if words[index] in ("may", "march", "mar", "sep", "dec", "jan") and not day:
        year_follows = last < len(words) and re.fullmatch(r"(?:19|20)\d\d", words[last]) is not None
        ranged = words[last : last + 1] == ["-"] and words[last + 1 : last + 2][:1] != []
        if ranged and words[last + 1] in MONTHS:
            year_follows = True
        if not year_follows and not (index and words[index - 1] in _BEFORE_MONTH):
            return None
        if not sentence.raw[index][0].isupper():
            return None
    following = words[last] if last < len(words) else ""
    end = number
    if (following in ("-", "to", "and", "until", "through") and last + 1 < len(words)) and (
        words[last + 1] in MONTHS
        and (
            following != "and"
            or words[first - 1] == "between"
            or MONTHS[words[last + 1]] == number + 1
        )
    ):
        end, last = MONTHS[words[last + 1]], last + 2
        following = words[last] if last < len(words) else ""
    if (following in (",", "of") and last + 1 < len(words)) and (
        re.fullmatch(r"(?:19|20)\d\d", words[last + 1])
    ):
        last, following = last + 1, words[last + 1]
    if re.fullmatch(r"(?:19|20)\d\d", following):
        year, last = int(following), last + 1
    elif now is not None:
        year = now.year
        run = words[first - 1] == "to" and _RUNS.intersection(words[max(0, first - 4) : first - 1])
        if run:
            year -= 1 if now.month and number > now.month else 0
        elif words[first - 1] in ("by", "from", "next") or _AHEAD.intersection(words[:first]):
            year += 1 if now.month and number < now.month else 0
        elif now.month and number > now.month:
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
    return Time(first, last, period, role_before(words, first))
