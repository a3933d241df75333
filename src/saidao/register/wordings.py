"""Numbers, amounts, size bands and days as registers word them.

Cells that the engine reads by itself (12.5, 2020-01-31) do not come here: what comes are the
few different wordings of a column, each read once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from typing import Final

__all__ = ["Amount", "Band", "middle", "read_amount", "read_day", "read_number", "read_persons"]

Band = tuple[float, float | None]
"""Least and most persons of a band; None where it has no upper end."""

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
    ("CNY", r"人民币|元|CNY|RMB|[¥￥]"),
)
"""Currencies by the words for them; the first that stands in a text is meant."""

SCALES: Final = (
    ("亿", 1e8), ("億", 1e8), ("百万", 1e6), ("万", 1e4), ("萬", 1e4), ("千元", 1e3),
    ("billion", 1e9), ("bn", 1e9), ("million", 1e6), ("mn", 1e6), ("thousand", 1e3),
)  # fmt: skip

NUMBER: Final = re.compile(r"[-+]?\d[\d,， \u00a0\u202f']*(?:\.\d+)?(?:[eE][-+]?\d+)?")
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
YEAR: Final = re.compile(r"^(\d{4})(?:\.0)?$")
OTHER: Final = re.compile(r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ]\d.*)?$")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, and the currency that stands by it; empty where none does."""

    value: float
    currency: str = ""


def read_number(text: str, decimal: str = ".") -> float | None:
    """Return a number with separators of thousands, None where it is none.

    Examples
    --------
    >>> read_number("1,234.5"), read_number("1 234,5", ","), read_number("many")
    (1234.5, 1234.5, None)
    """
    text = unicodedata.normalize("NFKC", text).strip()
    shape = COMMA_NUMBER if decimal == "," else NUMBER
    if not shape.fullmatch(text):
        return None
    bare = re.sub(r"[ \u00a0\u202f']", "", text)
    bare = bare.replace(".", "").replace(",", ".") if decimal == "," else re.sub("[,，]", "", bare)
    try:
        return float(bare)
    except ValueError:
        return None


def read_amount(text: str, factor: float = 1.0, decimal: str = ".") -> Amount | None:
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
    currency = next((code for code, words in CURRENCIES if re.search(words, rest)), "")
    lower = rest.lower()
    scale = next((scale for word, scale in SCALES if word in lower), None)
    if scale is None:
        # 元 alone says that the number is not in the header's ten thousands.
        scale = 1.0 if re.search("[元圆]", rest) else factor
    if not currency and scale == factor and re.search(r"\w", rest):
        return None  # Words that say nothing of money: no amount.
    return Amount(value * scale, currency)


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
    order : {'ymd', 'dmy', 'mdy'}
        Of 02/03/2020; a text that begins with four digits begins with the year.

    Examples
    --------
    >>> read_day("2020年3月2日"), read_day("02/03/2020", "dmy"), read_day("2016.0")
    (datetime.date(2020, 3, 2), datetime.date(2020, 3, 2), datetime.date(2016, 1, 1))
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    found: tuple[str, str, str] | None = None
    if match := YEAR.match(plain):
        found = (match[1], "1", "1")
    elif match := COMPACT.match(plain):
        found = (match[1], match[2], match[3])
    elif match := YMD.match(plain):
        found = (match[1], match[2] or "1", match[3] or "1")
    elif match := OTHER.match(plain):
        first, second, year = match.groups()
        found = (year, first, second) if order == "mdy" else (year, second, first)
        if order == "ymd":
            return None  # Nobody has said which is the day and which the month.
    if found is None:
        return None
    try:
        return date(*map(int, found))
    except ValueError:
        return None
