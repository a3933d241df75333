"""Quantities with their comparators: 突破5000亿元, above 500 bn CNY."""

from __future__ import annotations

from collections.abc import Mapping

from saidao.terms.name import Name
from saidao.terms.wording.nouns import noun_en, singular
from saidao.terms.wording.numbers import (
    grouped,
    number_en,
    number_zh,
    plain_number,
    tier_name,
)
from saidao.terms.wording.units import (
    PER_EN,
    UNITS_EN,
    UNITS_ZH,
    classifier,
    unit_en,
    unit_zh,
)

__all__ = ["quantity"]

BEFORE_ZH = {">": "突破", "<=": "不超过", "<": "低于"}

AFTER_ZH = {">=": "以上", "~": "左右"}

BEFORE_EN = {">": "above", ">=": "at least", "~": "about", "<=": "at most", "<": "below"}

CALENDAR = 1900
"""A figure in years above this is a date and no length of time."""


def quantity(
    cmp: str,
    value: float | None,
    value_high: float | None,
    unit: str,
    *,
    op: str = "=",
    counted: str | None = None,
    tier: float | None = None,
    change: str = "stock",
    glossary: Mapping[str, str] | None = None,
) -> Name:
    """Return a quantity with its comparator as people write it.

    Parameters
    ----------
    cmp, op : str
        Comparator, and the type of quantity (``share``, ``rank``, ...).
    value, value_high : float, optional
        In the canonical unit; `value_high` for ranges; no value for an indefinite count
        and for an amount of which only the size class is said.
    unit : str
    counted : str, optional
        The noun counted, in Chinese.
    tier : float, optional
        Size class of the things counted, or of the amount itself.
    change : {'stock', 'increment'}
    glossary : mapping, optional
        Chinese noun to English, in the plural; a noun without an English name stays
        Chinese, in quotes.

    Examples
    --------
    >>> quantity(">", 5e11, None, "CNY")
    Name(zh='突破5000亿元', en='above 500 bn CNY')
    >>> quantity("=", 2, None, "count", counted="产业集群", tier=1e11)
    Name(zh='2个千亿级产业集群', en='2 “产业集群” of the 100-billion class')
    >>> quantity("=", None, None, "CNY", tier=1e11)
    Name(zh='千亿级', en='of the 100-billion class')
    """
    if op == "rank" or unit == "rank":
        return rank(cmp, value)
    if unit == "year" and value is not None and value > CALENDAR:
        return calendar_year(cmp, value)
    if unit.endswith("/CNY") and value is not None and abs(value) < 0.01:
        # An intensity is given for ten thousand yuan.
        unit, value = unit.replace("/CNY", "/10k_CNY"), value * 1e4
        value_high = None if value_high is None else value_high * 1e4
    if unit.startswith("count/") and value is not None:
        return density(cmp, value, unit.partition("/")[2], change)
    noun = counted or ""
    english = noun_en(noun, glossary or {})
    if value == 1 and value_high is None:
        english = singular(english)
    if tier is not None:
        size = tier_name(tier)
        english = f"{english} of the {size.en}".strip()
        noun = noun if "级" in noun else size.zh + noun
    if value is None and unit != "count":
        return size_class(cmp, tier, unit)
    if value is None:
        many = f"若干{classifier(noun)}{noun}" if noun else "若干"
        return Name(many, f"several {english}".strip())
    if op == "growth_rate_per_year":
        return Name(
            "年均增长" + range_or_amount_zh(cmp, value, value_high, unit, None),
            amount_en(value, unit, "", cmp, value_high) + " a year",
        )
    if op in {"increase_by", "decrease_by"} and unit in {"percent", "percentage_point"}:
        return relative(op, cmp, value, value_high, unit)
    zh = range_or_amount_zh(cmp, value, value_high, unit, noun)
    en = amount_en(value, unit, english, cmp, value_high)
    if change == "increment" or op == "increase_by":
        # 突破 is said of a level that is passed, never of what is added.
        return Name("新增" + zh.replace("突破", "超过", 1), "adding " + en)
    if op == "decrease_by":
        return Name("减少" + zh, en + " less")
    if cmp == "=" and unit != "count" and value_high is None:
        zh = "达到" + zh
    return Name(zh, en)


def amount_zh(value: float, unit: str, counted: str | None, cmp: str) -> str:
    """Return a number with unit or noun and its comparator, in Chinese."""
    before, after = BEFORE_ZH.get(cmp, ""), AFTER_ZH.get(cmp, "")
    if unit == "count":
        noun = counted or ""
        return f"{before}{number_zh(value)}{classifier(noun)}{after}{noun}"
    if unit in {"percent", "percentage_point", "permille"}:
        before = "超过" if cmp == ">" else before
        return f"{before}{plain_number(value)}{unit_zh(unit)}{after}"
    return f"{before}{number_zh(value)}{unit_zh(unit)}{after}"


def amount_en(
    value: float, unit: str, counted: str, cmp: str, value_high: float | None = None
) -> str:
    """Return a number with unit or noun and its comparator, in English."""
    before = BEFORE_EN.get(cmp, "")

    def number(each: float) -> str:
        if unit in {"percent", "permille", "percentage_point"}:
            return grouped(each)
        if unit == "kW" and each >= 1e6:
            return f"{grouped(each / 1e6)} GW"
        if unit == "kW" and each >= 1e3:
            return f"{grouped(each / 1e3)} MW"
        return number_en(each, counts=unit == "count" or unit in UNITS_EN)

    text = number(value) if value_high is None else f"{number(value)} to {number(value_high)}"
    if unit == "percent":
        text += "%"
    elif unit == "count":
        text += f" {counted}" if counted else ""
    elif not (unit == "kW" and text.endswith("W")):
        text += f" {unit_en(unit)}"
    return f"{before} {text}".strip()


def range_or_amount_zh(
    cmp: str, value: float, value_high: float | None, unit: str, counted: str | None
) -> str:
    """Return an amount, or a range written as one."""
    if value_high is None:
        return amount_zh(value, unit, counted, cmp)
    relative_unit = unit in {"percent", "percentage_point", "permille"}
    low = amount_zh(value, unit, None, "=") if relative_unit else number_zh(value)
    return f"{low}—{amount_zh(value_high, unit, counted, '=')}"


def size_class(cmp: str, tier: float | None, unit: str) -> Name:
    """Return an amount of which only the order of size is said: 千亿级, 亿吨级."""
    if tier is None:
        return Name("未给出数值", "no figure given")
    size = tier_name(tier)
    zh, en = size.zh, size.en
    if unit != "CNY":
        zh = f"{zh.removesuffix('级')}{unit_zh(unit)}级"
        en = f"{en.removesuffix(' class')} {unit_en(unit)} class"
    before = BEFORE_EN.get(cmp, "of")
    return Name(BEFORE_ZH.get(cmp, "") + zh + AFTER_ZH.get(cmp, ""), f"{before} the {en}")


def calendar_year(cmp: str, value: float) -> Name:
    """Return a year that is itself the target: 2030年前."""
    year = f"{value:.0f}"
    return {
        "<": Name(f"{year}年前", f"before {year}"),
        "<=": Name(f"不晚于{year}年", f"by {year}"),
        "~": Name(f"{year}年前后", f"around {year}"),
    }.get(cmp, Name(f"{year}年", f"in {year}"))


def density(cmp: str, value: float, per: str, change: str) -> Name:
    """Return how many there are for each of something: 每万人360."""
    if per == "person" and value < 1:
        value, per = value * 1e4, "10k_person"
    before, after = BEFORE_ZH.get(cmp, ""), AFTER_ZH.get(cmp, "")
    added_zh, added_en = ("新增", "adding ") if change == "increment" else ("", "")
    below = PER_EN.get(per, UNITS_EN.get(per, per))
    return Name(
        f"每{UNITS_ZH.get(per, per)}{added_zh}{before}{number_zh(value)}{after}",
        f"{added_en}{BEFORE_EN.get(cmp, '')} {grouped(value)} per {below}".replace(
            "  ", " "
        ).strip(),
    )


def relative(op: str, cmp: str, value: float, value_high: float | None, unit: str) -> Name:
    """Return a relative change: 翻一番, 增长5%, 提高9个百分点."""
    if op == "increase_by" and unit == "percent" and cmp == "=" and value_high is None:
        if value == 100:
            return Name("翻一番", "doubled")
        if value == 300:
            return Name("翻两番", "quadrupled")
    up = op == "increase_by"
    verb = ("提高" if up else "降低") if unit == "percentage_point" else ("增长" if up else "下降")
    return Name(
        verb + range_or_amount_zh(cmp, value, value_high, unit, None),
        ("up " if up else "down ") + amount_en(value, unit, "", cmp, value_high),
    )


def rank(cmp: str, value: float | None) -> Name:
    """Return a position: 第3位, top 8."""
    place = plain_number(value or 0)
    if cmp in {"<=", "<"} or cmp == ">=":
        return Name(f"前{place}位", f"among the top {place}")
    return Name(f"第{place}位", f"rank {place}")
