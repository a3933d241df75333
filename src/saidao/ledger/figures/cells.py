"""One cell of a table: a number with its unit, a period, a unit of its own."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from saidao.ledger.documents import period_type_of
from saidao.ledger.figures.sheets import Cell
from saidao.statements import periods as iso
from saidao.statements.chinese.periods import Clock, scan
from saidao.statements.chinese.units import PER, UNITS
from saidao.statements.english.units import MEASURES
from saidao.statements.units import CURRENCIES, LATIN_SYMBOLS, is_canonical, resolved

__all__ = ["Amount", "Measured", "When", "is_missing", "read_amount", "read_period", "read_unit"]

SCALES: Final[dict[str, float]] = {
    "万亿": 1e12, "千亿": 1e11, "百亿": 1e10, "十亿": 1e9, "亿": 1e8, "千万": 1e7, "百万": 1e6,
    "十万": 1e5, "万": 1e4, "千": 1e3, "百": 1e2, "trillion": 1e12, "tn": 1e12, "billion": 1e9,
    "bn": 1e9, "100 million": 1e8, "million": 1e6, "mn": 1e6, "10,000": 1e4, "10000": 1e4,
    "thousand": 1e3,
}  # fmt: skip
SCALE: Final = "|".join(re.escape(word) for word in sorted(SCALES, key=len, reverse=True))
COAL: Final = {
    f"{mass}标{word}煤": factor
    for mass, factor in (("吨", 1.0), ("千克", 1e-3), ("公斤", 1e-3), ("克", 1e-6))
    for word in ("", "准")
}
"""Coal equivalents in tonnes: a kilogram of them is no kilogram of anything."""

MONEY: Final = {"yuan": "CNY", "rmb": "CNY", "renminbi": "CNY", "元": "CNY", "圆": "CNY"}
NOUNS: Final = {
    **dict.fromkeys(("number", "units", "pieces", "firms", "sets", "items", "no."), "count"),
    **dict.fromkeys(("vehicles", "cars"), "vehicle"),
    **dict.fromkeys(("people", "persons", "employees"), "person"),
    **dict.fromkeys(("households",), "household"),
    **dict.fromkeys(("users",), "user"),
}

NUMBER: Final = re.compile(
    rf"(?P<before>[^\d+\-.]*)(?P<number>[+-]?(?:\d[\d,，]*(?:\.\d+)?|\.\d+)(?:e[+-]?\d{{1,3}})?)\s*"
    rf"(?P<scale>{SCALE})?\s*(?P<unit>.*?)(?P<after>左右|上下|以上|余|多)?",
    re.IGNORECASE,
)
BEFORE: Final = {
    "": "=", "约": "~", "大约": "~", "近": "~", "将近": "~", "接近": "~", "about": "~",
    "approx.": "~", "~": "~", "超": ">", "超过": ">", "突破": ">", "逾": ">", ">": ">",
    "over": ">", "above": ">",
    "more than": ">", "≥": ">=", ">=": ">=", "不少于": ">=", "不低于": ">=", "at least": ">=",
    "<": "<", "低于": "<", "不到": "<", "不足": "<", "under": "<", "≤": "<=", "<=": "<=",
    "不超过": "<=", "at most": "<=", "达": "=", "达到": "=", "=": "=",
}  # fmt: skip
AFTER: Final = {"左右": "~", "上下": "~", "以上": ">=", "余": ">", "多": ">"}
MISSING: Final = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "——",
        "–",
        "…",
        "……",
        "...",
        "/",
        "\\",
        "n/a",
        "na",
        "null",
        "none",
        "无",
        ":",
    }
)

MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH: Final = "|".join(MONTHS)
QUARTERS: Final = {"1": 1, "2": 2, "3": 3, "4": 4}
PERIODS: Final = (
    (re.compile(r"(?P<y>\d{4})(?:\.0)?"), "year"),
    (re.compile(r"(?P<y>\d{4})[-./](?P<m>1[0-2]|0?[1-9])[-./](?P<d>3[01]|[12]\d|0?[1-9])"), "day"),
    (re.compile(r"(?P<y>\d{4})[-./](?P<m>1[0-2]|0?[1-9])"), "month"),
    (re.compile(r"(?P<y>\d{4})[ -]?q(?P<q>[1-4])|q(?P<q2>[1-4])[ -]?(?P<y2>\d{4})"), "quarter"),
    (re.compile(r"(?P<y>\d{4})[ -]?h(?P<h>[12])|h(?P<h2>[12])[ -]?(?P<y2>\d{4})"), "half"),
    (
        re.compile(
            rf"(?P<a>{MONTH})[a-z]*\.?\s*(?:-|–|—|to)\s*(?P<b>{MONTH})[a-z]*\.?,?\s+(?P<y>\d{{4}})"
        ),
        "months",
    ),
    (re.compile(rf"(?:end (?:of )?)?(?P<a>{MONTH})[a-z]*\.?,?\s+(?P<y>\d{{4}})"), "named month"),
    (re.compile(r"(?:fy|end (?:of )?|year )\s*(?P<y>\d{4})"), "year"),
)  # fmt: skip
AT_END: Final = re.compile(r"[底末]|截至|截止|年终|end")


@dataclass(frozen=True, slots=True)
class Measured:
    """A canonical unit with what a figure in the written one is multiplied by."""

    unit: str
    factor: float


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as it is written; `measured` is the unit in the same cell, if there is one.

    `scaled` says that the number carries a power of ten of its own: 1.2万.
    """

    value: float
    cmp: str
    measured: Measured | None
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class When:
    """An ISO period with its type; a bare month is ``month``, which may be a flow or a stock."""

    period: str
    type: str


def plain(text: str) -> str:
    """Return a text with full-width letters and signs as ASCII, and single spaces."""
    text = unicodedata.normalize("NFKC", text.replace("²", "2").replace("³", "3"))
    return " ".join(text.split())


def is_missing(cell: Cell) -> bool:
    """Return whether a cell says that there is no figure."""
    return cell is None or (isinstance(cell, str) and plain(cell).lower() in MISSING)


def read_unit(text: str) -> Measured | None:
    """Return the canonical unit of a written one, None where it is none.

    Examples
    --------
    >>> read_unit("亿元"), read_unit("万辆")
    (Measured(unit='CNY', factor=100000000.0), Measured(unit='vehicle', factor=10000.0))
    >>> read_unit("台/万人")
    Measured(unit='count/person', factor=0.0001)
    """
    text = plain(text).strip("()[]【】 ")
    if is_canonical(text):
        return Measured(text, 1.0)
    above, slash, below = text.partition("/")
    if not slash and "每" in text:
        return None
    top = simple_unit(above)
    if not slash or top is None:
        return top
    bottom = under(below)
    if bottom is None:
        return None
    unit = f"{top.unit}/{bottom.unit}"
    return Measured(unit, top.factor / bottom.factor) if is_canonical(unit) else None


def simple_unit(text: str) -> Measured | None:
    """Return a unit without a slash, with the power of ten that stands before it."""
    text = text.strip()
    if text in COAL:
        return Measured("tce", COAL[text])
    match = re.fullmatch(rf"({SCALE})?\s*(.*)", text, re.IGNORECASE)
    assert match is not None
    factor, word = SCALES[match[1].lower()] if match[1] else 1.0, match[2].strip()
    if text in UNITS and UNITS[text].canonical != "local":
        factor, word = 1.0, text  # 百分点 is no hundred of 分点.
    elif word in COAL:
        return Measured("tce", factor * COAL[word])
    if word.upper() in CURRENCIES:
        return Measured(word.upper(), factor)
    if word.lower() in MONEY or word in MONEY:
        return Measured(MONEY.get(word, MONEY.get(word.lower(), "CNY")), factor)
    if word in LATIN_SYMBOLS:
        unit, times = LATIN_SYMBOLS[word]
        return Measured(unit, factor * times)
    if word in UNITS:
        known = UNITS[word]
        unit = "CNY" if known.canonical == "local" else known.canonical
        return Measured(unit, factor * known.factor)
    if word.lower() in MEASURES:
        unit, times = MEASURES[word.lower()]
        return Measured(unit, factor * times)
    if word.lower() in NOUNS:
        return Measured(NOUNS[word.lower()], factor)
    if word and is_canonical(word):
        return Measured(word, factor)
    # 百 is a power of ten and 百亿元 another; the longest was taken, a shorter one may fit.
    turned = re.fullmatch(rf"(.*?)\s*({SCALE})", text, re.IGNORECASE)
    if match[1] is None and turned is not None and turned[1]:
        unit_first = simple_unit(turned[1])
        if unit_first is not None:
            return Measured(unit_first.unit, unit_first.factor * SCALES[turned[2].lower()])
    return None


def under(text: str) -> Measured | None:
    """Return what stands under a slash."""
    if text in PER:
        unit = PER[text]
        return Measured("CNY", 1e4) if unit == "CNY_10k" else Measured(unit, 1.0)
    return simple_unit(text)


def read_amount(cell: Cell) -> Amount | None:
    """Return the number in a cell, None where it is none.

    Examples
    --------
    >>> read_amount("约1.8万亿元")
    Amount(value=1.8, cmp='~', measured=Measured(unit='CNY', factor=1000000000000.0))
    >>> read_amount("1,234.5")
    Amount(value=1234.5, cmp='=', measured=None)
    """
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return Amount(float(cell), "=", None) if abs(cell) != float("inf") else None
    # 12 345: a space between thousands.
    match = NUMBER.fullmatch(re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", plain(cell)))
    if match is None:
        return None
    cmp = BEFORE.get(match["before"].strip().lower())
    number = match["number"].replace(",", "").replace("，", "")
    if cmp is None or not grouped_well(match["number"]):
        return None
    if match["after"]:
        cmp = AFTER[match["after"]]
    scale = SCALES[match["scale"].lower()] if match["scale"] else None
    unit = match["unit"].strip()
    if not unit:
        if scale is None:
            return Amount(float(number), cmp, None)
        return Amount(resolved(float(number) * scale), cmp, None, scaled=True)
    measured = read_unit(unit)
    if measured is None:
        return None
    return Amount(float(number), cmp, Measured(measured.unit, measured.factor * (scale or 1.0)))


def grouped_well(number: str) -> bool:
    """Return whether commas stand between thousands: 1,234 and not 1,23."""
    whole = re.split(r"[.eE]", number.replace("，", ",").lstrip("+-"))[0]
    return "," not in whole or re.fullmatch(r"\d{1,3}(?:,\d{3})+", whole) is not None


def read_period(cell: Cell) -> When | None:
    """Return the period in a cell, None where it is none.

    Examples
    --------
    >>> read_period("2024年1—9月"), read_period("2024年末")
    (When(period='2024-01/2024-09', type='year_to_date'), When(period='2024-12', type='point'))
    >>> read_period("Q3 2024"), read_period(2024.0)
    (When(period='2024-07/2024-09', type='quarter'), When(period='2024', type='year'))
    """
    if cell is None or isinstance(cell, bool):
        return None
    text = plain(f"{cell:g}" if isinstance(cell, int | float) else cell).lower()
    if iso.is_period(text) and "/" in text:
        return When(text, period_type_of(text))
    for pattern, kind in PERIODS:
        match = pattern.fullmatch(text)
        if match is not None:
            return of_match(match, kind, at_end="end" in text)
    return of_chinese(text)


def of_match(match: re.Match[str], kind: str, *, at_end: bool) -> When:
    """Return the period that a pattern found."""
    found = match.groupdict()
    year = int(found["y"] or found["y2"])
    if kind == "year":
        return When(f"{year}-12", "point") if at_end else When(str(year), "year")
    if kind == "day":
        return When(iso.day(year, int(found["m"]), int(found["d"])), "point")
    if kind == "month":
        return When(iso.month(year, int(found["m"])), "month")
    if kind == "quarter":
        return When(iso.quarter(year, int(found["q"] or found["q2"])), "quarter")
    if kind == "half":
        first = 1 if (found["h"] or found["h2"]) == "1" else 7
        return When(f"{iso.month(year, first)}/{iso.month(year, first + 5)}", "half")
    first = MONTHS.index(found["a"]) + 1
    if kind == "named month":
        return When(iso.month(year, first), "point" if at_end else "month")
    last = MONTHS.index(found["b"]) + 1
    period = f"{iso.month(year, first)}/{iso.month(year, last)}"
    return When(period, period_type_of(period))


def of_chinese(text: str) -> When | None:
    """Return the period of a Chinese cell; it must be all that the cell says."""
    text = re.sub(r"全年度?|年度(?!\d)", "年", text).replace("年年", "年")
    found = scan(text, Clock())
    at_end = AT_END.search(text) is not None
    if len(found) != 1 or found[0].period is None:
        return None
    rest = text[: found[0].start] + text[found[0].end :]
    if re.sub(r"[\s底末截至止到全年度累计()]", "", rest):
        return None
    period = found[0].period
    if at_end and "/" not in period:
        return When(f"{period}-12" if len(period) == 4 else period, "point")
    if len(period) == 7:
        return When(period, "month")
    return When(period, period_type_of(period))
