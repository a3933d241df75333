"""Numbers, amounts, size bands and days as registers word them.

Cells that the engine reads by itself (12.5, 2020-01-31) do not come here: what comes are the
few different wordings of a column, each read once.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

__all__ = [
    "Amount",
    "Band",
    "middle",
    "read_amount",
    "read_day",
    "read_number",
    "read_open",
    "read_persons",
]

Band = tuple[float, float | None]
"""Least and most persons of a band; None where it has no upper end."""

OTHER_CURRENCY: Final = "XXX"
"""A currency that has no entry below; ISO 4217 keeps this code for none."""

CURRENCIES: Final = (
    ("USD", r"美元|美金|USD|US\$"),
    ("HKD", r"港元|港币|HKD|HK\$"),
    ("EUR", r"欧元|EUR|€"),
    ("JPY", r"日元|JPY"),
    ("GBP", r"英镑|GBP|£"),
    ("TWD", r"新台币|台币|TWD"),
    ("SGD", r"新加坡元|SGD"),
    ("AUD", r"澳元|澳大利亚元|AUD"),
    ("CAD", r"加元|加拿大元|CAD"),
    ("KRW", r"韩元|KRW"),
    ("CHF", r"瑞士法郎|CHF"),
    ("DEM", r"德国马克|西德马克|DEM"),
    ("FRF", r"法国法郎|FRF"),
    ("MOP", r"澳门元|葡币|MOP"),
    ("MYR", r"马来西亚林吉特|马币|令吉|MYR"),
    ("THB", r"泰铢|THB"),
    ("INR", r"卢比|INR"),
    ("RUB", r"卢布|RUB"),
    ("SEK", r"瑞典克朗|SEK"),
    ("NOK", r"挪威克朗|NOK"),
    ("DKK", r"丹麦克朗|DKK"),
    ("NZD", r"新西兰元|纽元|NZD"),
    ("CNY", r"人民币|CNY|RMB|[¥￥]|^[十百千万萬亿億\s(]*[元圆圓][\s)]*整?$"),
    (OTHER_CURRENCY, r"元|圆|马克|法郎|克朗|里拉|盾|比索|先令|卢|镑|币|\b(?!bn\b|mn\b)[A-Z]{3}\b"),
)
"""Currencies by the words for them; the first that stands in a text is meant."""

SCALES: Final = (
    ("亿", 1e8), ("億", 1e8), ("百万", 1e6), ("万", 1e4), ("萬", 1e4), ("千元", 1e3),
    ("billion", 1e9), ("bn", 1e9), ("million", 1e6), ("mn", 1e6), ("thousand", 1e3),
)  # fmt: skip

NUMBER: Final = re.compile(r"[-+]?\d[\d,， \u00a0\u202f']*(?:\.\d+)?(?:[eE][-+]?\d+)?")
DECIMALS: Final = {"": "[.]", ".": "[.]", ",": ","}
COMMA_NUMBER: Final = re.compile(r"[-+]?\d[\d. \u00a0\u202f']*(?:,\d+)?")
PERSONS: Final = re.compile(r"^(?:约|about )?([\d,，]+(?:\.\d+)?)\s*(?:人|名|persons?|employees)?$")
BETWEEN: Final = re.compile(
    r"^(\d[\d,]*)\s*人?\s*(?:-|–|—|~|～|至|到|to|à)\s*(\d[\d,]*)\s*(?:人|salariés?|employees)?$"
)
BELOW: Final = re.compile(r"^(?:(?:少于|不足|小于|<|less than )\s*(\d+)\s*人?|(\d+)\s*人?以下)$")
ABOVE: Final = re.compile(
    r"^(?:(?:超过|大于|>|>=|≥|more than )\s*(\d[\d,]*)\s*人?|(\d[\d,]*)\s*(?:人?(?:及)?以上|\+))$"
)
YMD: Final = re.compile(
    r"^(\d{4})(?:\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2}))?)?\s*[年月日号]?(?:[T ]\d.*)?$"
)
COMPACT: Final = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0)?$")
MINGUO: Final = re.compile(r"^(?:民國|民国)?\s*([01]\d{2})(\d{2})(\d{2})$")
MINGUO_WORDED: Final = re.compile(
    r"^(?:民國|民国)\s*(\d{1,3})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?$"
)
MINGUO_PARTED: Final = re.compile(r"^([01]\d{2})[./-](\d{1,2})[./-](\d{1,2})$")
"""Years of the Republic of China, the first of which is 1912: 0680101, 民國68年1月1日."""
YEAR: Final = re.compile(r"^(\d{4}(?:\.(?:0|\d{3,}))?)$")
"""A year; with three decimals and more it is a mean, or lost its last digits in a computer."""
OTHER: Final = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]\d.*)?$")


ERAS: Final = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
"""The years before the first ones of Japanese eras."""
ERA_WORDED: Final = re.compile(
    r"^(明治|大正|昭和|平成|令和)\s*(\d{1,2}|元)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日$"
)
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAY_MONTH: Final = re.compile(r"^(\d{1,2})[\s.-]([A-Za-z]{3,9})[\s.,-]+(\d{4})(?:[T ]\d.*)?$")
MONTH_DAY: Final = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:,|\s)\s*(\d{4})(?:[T ]\d.*)?$")
SERIAL: Final = re.compile(r"^(\d{4,5})(?:\.\d*)?$")
"""Days since 1899-12-30, as spreadsheets count them."""
FIRST_SERIAL: Final = date(1899, 12, 30)


OPEN_WORDS: Final = (
    "存续", "在业", "在营", "开业", "正常", "active", "open", "operating", "actif", "live",
    "registered", "good standing", "in business", "trading", "核准設立", "核准设立", "生產中",
    "生产中", "營業中", "营业中", "営業中",
)  # fmt: skip
CLOSED_WORDS: Final = (
    "注销", "註銷", "吊销", "撤销", "撤銷", "迁出", "停业", "停業", "停工", "歇业", "歇業", "清算",
    "解散", "废止", "廢止", "閉鎖", "关闭", "關閉", "inactive", "closed", "dissolved", "struck off",
    "ceased", "terminated", "cancelled", "canceled", "liquidated", "revoked", "deregistered",
    "converted-closed", "ferme", "fermé", "cessé", "radié",
)  # fmt: skip
"""Beginnings of statuses that a register uses without anyone having said what they mean."""


def read_open(text: str) -> bool | None:
    """Return whether a status says that an establishment is open; None where it says neither.

    Examples
    --------
    >>> read_open("Live Company"), read_open("Struck Off"), read_open("unknown")
    (True, False, None)
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if plain.startswith(CLOSED_WORDS):
        return False
    return True if plain.startswith(OPEN_WORDS) else None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and the currency that stands by it; empty where none does."""

    value: float
    currency: str = ""


def read_number(text: str, decimal: str = "") -> float | None:
    """Return a number with separators of thousands, None where it is none.

    Examples
    --------
    >>> read_number("1,234.5"), read_number("1 234,5", ","), read_number("many")
    (1234.5, 1234.5, None)
    >>> read_number("1,5"), read_number("1.5", ","), read_number("1.234.567,5", ",")
    (None, None, 1234567.5)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    shape = COMMA_NUMBER if decimal == "," else NUMBER
    if not shape.fullmatch(text):
        return None
    parts = re.split("[,，]" if decimal != "," else "[.]", re.split(DECIMALS[decimal], text)[0])
    if len(parts) > 1 and len(re.sub(r"\D", "", parts[-1])) not in (3, 4):
        return None  # 1,5 is no 15; groups are thousands, or ten thousands.
    bare = re.sub(r"[ \u00a0\u202f']", "", text)
    bare = bare.replace(".", "").replace(",", ".") if decimal == "," else re.sub("[,，]", "", bare)
    try:
        return float(bare)
    except ValueError:
        return None


def read_amount(text: str, factor: float = 1.0, decimal: str = "") -> Amount | None:
    """Return an amount of money in words.

    Parameters
    ----------
    text : str
    factor : float
        What a number without a word for its scale is multiplied by.
    decimal : str

    Examples
    --------
    >>> read_amount("858(万元人民币)"), read_amount("1,000万美元")
    (Amount(value=8580000.0, currency='CNY'), Amount(value=10000000.0, currency='USD'))
    """
    plain = unicodedata.normalize("NFKC", text)
    match = (COMMA_NUMBER if decimal == "," else NUMBER).search(plain)
    value = read_number(match[0], decimal) if match else None
    if match is None or value is None:
        return None
    rest = (plain[: match.start()] + " " + plain[match.end() :]).strip()
    unit = _unit_of(rest, factor)
    return None if unit is None else Amount(value * unit[0], unit[1])


@lru_cache(maxsize=4096)  # Thousands of amounts have the same few words beside them.
def _unit_of(rest: str, factor: float) -> tuple[float, str] | None:
    """Return scale and currency that stand beside an amount's number, None for other words."""
    currency = next((code for code, words in CURRENCIES if re.search(words, rest)), "")
    lower = rest.lower()
    scale = next((scale for word, scale in SCALES if word in lower), None)
    if scale is None:
        # 元 alone says that the number is not in the header's ten thousands.
        scale = 1.0 if re.search("[元圆]", rest) else factor
    if not currency and scale == factor and re.search(r"\w", rest):
        return None  # Words that say nothing of money: no amount.
    return scale, currency


def read_persons(text: str, bands: Map[str, Band]) -> float | None:
    """Return a number of persons, of a size band its middle.

    A band that is open above is taken at its least.

    Examples
    --------
    >>> read_persons("20-49人", {}), read_persons("11", {"11": (10, 19)})
    (34.5, 14.5)
    >>> read_persons("50人以下", {}), read_persons("1,000+", {})
    (24.5, 1000.0)
    """
    if text in bands:
        return middle(*bands[text])
    plain = unicodedata.normalize("NFKC", text).strip()
    if match := PERSONS.match(plain):
        return float(re.sub("[,，]", "", match[1]))
    if match := BETWEEN.match(plain):
        least, most = (float(one.replace(",", "")) for one in match.groups())
        return middle(least, most) if least <= most else None
    if match := BELOW.match(plain):
        return middle(0, float(match[1] or match[2]) - 1)
    if match := ABOVE.match(plain):
        return float((match[1] or match[2]).replace(",", ""))
    return None


def middle(least: float, most: float | None) -> float:
    """Return what a band is taken for: its middle, or its least where it is open above."""
    return float(least) if most is None else (least + most) / 2


def read_day(text: str, order: str = "ymd") -> date | None:
    """Return a day; a year or a month alone is its first day.

    Parameters
    ----------
    text : str
    order : {'', 'ymd', 'dmy', 'mdy', 'excel'}
        Of 02/03/2020, which is no day where nobody says it; a text that begins with four
        digits and a sign begins with the year. With ``excel`` a number of four or five digits
        counts days.

    Examples
    --------
    >>> read_day("2020年3月2日"), read_day("02/03/2020", "dmy"), read_day("2016.0")
    (datetime.date(2020, 3, 2), datetime.date(2020, 3, 2), datetime.date(2016, 1, 1))
    >>> read_day("2011.9999999999998"), read_day("2012.337")
    (datetime.date(2012, 1, 1), datetime.date(2012, 1, 1))
    >>> read_day("0680101"), read_day("民國113年2月29日")
    (datetime.date(1979, 1, 1), datetime.date(2024, 2, 29))
    >>> read_day("36956", "excel"), read_day("6-Mar-2001"), read_day("平成13年3月6日")
    (datetime.date(2001, 3, 6), datetime.date(2001, 3, 6), datetime.date(2001, 3, 6))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found: tuple[str, str, str] | None = None
    if order == "excel" and (match := SERIAL.match(plain)):
        return FIRST_SERIAL + timedelta(days=int(match[1]))
    if match := first_of(plain, MINGUO, MINGUO_WORDED, MINGUO_PARTED):
        found = (str(1911 + int(match[1])), match[2], match[3])
    elif match := ERA_WORDED.match(plain):
        of_era = 1 if match[2] == "元" else int(match[2])
        found = (str(ERAS[match[1]] + of_era), match[3], match[4])
    elif match := DAY_MONTH.match(plain):
        found = (match[3], month_of(match[2]), match[1])
    elif match := MONTH_DAY.match(plain):
        found = (match[3], month_of(match[1]), match[2])
    elif match := YEAR.match(plain):
        found = (str(math.floor(float(match[1]) + 1e-6)), "1", "1")
    elif match := COMPACT.match(plain):
        found = (match[1], match[2], match[3])
    elif match := YMD.match(plain):
        found = (match[1], match[2] or "1", match[3] or "1")
    elif match := OTHER.match(plain):
        first, second, year = match.groups()
        found = (year, first, second) if order == "mdy" else (year, second, first)
        if order not in ("dmy", "mdy"):
            return None  # Nobody has said which is the day and which the month.
    if found is None:
        return None
    try:
        return date(*map(int, found))
    except ValueError:
        return None


def month_of(word: str) -> str:
    """Return the number of an English month, 0 for none."""
    begins = word[:3].lower()
    return str(MONTHS.index(begins) + 1) if begins in MONTHS else "0"


def first_of(text: str, *patterns: re.Pattern[str]) -> re.Match[str] | None:
    """Return the match of the first pattern that a text fits."""
    return next((match for one in patterns if (match := one.match(text))), None)
