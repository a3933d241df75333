"""Quantities as people write them, in both languages: 突破5000亿元, above 500 bn CNY.

A little over 500 lines because the tables of both languages stand beside their rules.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from saidao.terms.name import Name

__all__ = ["noun_en", "number_en", "number_zh", "period_name", "quantity", "tier_name"]

UNITS_ZH = {
    "CNY": "元",
    "USD": "美元",
    "EUR": "欧元",
    "GBP": "英镑",
    "HKD": "港元",
    "TWD": "新台币",
    "SGD": "新加坡元",
    "INR": "卢比",
    "JPY": "日元",
    "percent": "%",
    "percentage_point": "个百分点",
    "permille": "‰",
    "kW": "千瓦",
    "kWh": "千瓦时",
    "t": "吨",
    "tce": "吨标准煤",
    "toe": "吨油当量",
    "kg": "千克",
    "km": "公里",
    "m": "米",
    "km2": "平方公里",
    "m2": "平方米",
    "m3": "立方米",
    "ha": "公顷",
    "mu": "亩",
    "person": "人",
    "person_trip": "人次",
    "household": "户",
    "user": "户",
    "vehicle": "辆",
    "TEU": "标箱",
    "day": "天",
    "working_day": "个工作日",
    "month": "个月",
    "year": "年",
    "hour": "小时",
    "minute": "分钟",
    "ratio": "倍",
    "10k_person": "万人",
    "10k_CNY": "万元",
}

UNITS_EN = {
    "percentage_point": "percentage points",
    "permille": "per mille",
    "person": "people",
    "person_trip": "person-trips",
    "household": "households",
    "user": "users",
    "vehicle": "vehicles",
    "working_day": "working days",
    "day": "days",
    "month": "months",
    "year": "years",
    "hour": "hours",
    "minute": "minutes",
    "ratio": "times",
    "km2": "km²",
    "m2": "m²",
    "m3": "m³",
    "10k_person": "10,000 people",
    "10k_CNY": "10,000 CNY",
    "tce": "t of coal equivalent",
    "toe": "t of oil equivalent",
}

CLASSIFIERS = {
    "企业": "家",
    "公司": "家",
    "机构": "家",
    "工厂": "家",
    "车间": "家",
    "银行": "家",
    "加氢站": "座",
    "加油站": "座",
    "站": "座",
    "桩": "个",
    "车": "辆",
    "汽车": "辆",
    "船": "艘",
    "产品": "款",
    "标准": "项",
    "技术": "项",
    "成果": "项",
    "工程": "项",
    "专利": "件",
    "首台突破": "项",
    "项目": "项",
    "零部件": "项",
    "供应链": "条",
    "人才": "名",
    "岗位": "个",
    "机器人": "台",
}
"""Ending of a counted noun to its classifier; the longest ending wins, 个 elsewhere."""

MODEL = "爆款"
"""Things of which models are counted, not pieces."""

PER_EN = {"person": "person", "household": "household", "10k_person": "10,000 people"}
"""Units below a slash, where they differ from the same unit above it."""

TIER_DIGITS = {1: "", 2: "两", 3: "三", 4: "四", 5: "五", 6: "六", 7: "七", 8: "八", 9: "九"}

BEFORE_ZH = {">": "突破", "<=": "不超过", "<": "低于"}
AFTER_ZH = {">=": "以上", "~": "左右"}
BEFORE_EN = {">": "above", ">=": "at least", "~": "about", "<=": "at most", "<": "below"}


def plain_number(value: float, digits: int = 12) -> str:
    """Return a number without exponent and without trailing zeros."""
    text = f"{float(f'{value:.{digits}g}'):.6f}"
    return text.rstrip("0").rstrip(".")


def decimals(value: float) -> int:
    """Return how many decimals a number needs."""
    text = plain_number(value)
    return len(text.partition(".")[2])


def number_zh(value: float) -> str:
    """Return a number with 万, 亿 or 万亿, the largest that keeps it short.

    Examples
    --------
    >>> number_zh(5e11), number_zh(1.5e12), number_zh(1.064119e12), number_zh(26000)
    ('5000亿', '1.5万亿', '10641.19亿', '2.6万')
    """
    size = abs(value)
    if size >= 1e12 and decimals(value / 1e12) <= 3:
        return plain_number(value / 1e12) + "万亿"
    if size >= 1e8:
        return plain_number(value / 1e8) + "亿"
    if size >= 1e4:
        return plain_number(value / 1e4) + "万"
    return plain_number(value)


def number_en(value: float, *, counts: bool = False) -> str:
    """Return a number with mn, bn or tn; counts stay whole below ten million.

    Examples
    --------
    >>> number_en(5e11), number_en(1.5e12), number_en(26000, counts=True)
    ('500 bn', '1.5 tn', '26,000')
    """
    size = abs(value)
    if size >= 1e12 and decimals(value / 1e12) <= 3:
        return plain_number(value / 1e12) + " tn"
    if size >= 1e9:
        return grouped(value / 1e9) + " bn"
    if size >= (1e7 if counts else 1e6):
        return grouped(value / 1e6) + " mn"
    return grouped(value)


def grouped(value: float) -> str:
    """Return a number with commas between thousands."""
    whole, point, rest = plain_number(value).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in {"-0", "0"} else whole + point + rest


def tier_name(tier: float) -> Name:
    """Return the name of a size class.

    Examples
    --------
    >>> tier_name(1e11)
    Name(zh='千亿级', en='100-billion class')
    """
    for size, zh in ((1e12, "万亿"), (1e11, "千亿"), (1e10, "百亿"), (1e9, "十亿"), (1e8, "亿")):
        if tier >= size and tier % size == 0 and tier // size < 10:
            many = TIER_DIGITS[int(tier // size)]
            return Name(f"{many}{zh}级", f"{english_class(tier)} class")
    return Name(f"{number_zh(tier)}级", f"{english_class(tier)} class")


def english_class(tier: float) -> str:
    """Return ``100-billion``, ``trillion`` and so on."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if tier >= size:
            many = plain_number(tier / size)
            return word if many == "1" else f"{many}-{word}"
    return grouped(tier)


def unit_zh(unit: str) -> str:
    """Return a canonical unit as Chinese people write it."""
    return "/".join(UNITS_ZH.get(part, part) for part in unit.split("/"))


def unit_en(unit: str) -> str:
    """Return a canonical unit as English people write it."""
    first, *rest = unit.split("/")
    if not rest:
        return UNITS_EN.get(first, first)
    below = (PER_EN.get(part, UNITS_EN.get(part, part)) for part in rest)
    return "/".join([UNITS_EN.get(first, first), *below])


def classifier(noun: str) -> str:
    """Return the word that stands between a number and a noun."""
    if noun.startswith(MODEL):
        return "款"
    endings = sorted((e for e in CLASSIFIERS if noun.endswith(e)), key=len)
    return CLASSIFIERS[endings[-1]] if endings else "个"


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


CALENDAR = 1900
"""A figure in years above this is a date and no length of time."""


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


QUOTES = str.maketrans("", "", "“”‘’\"' 《》")
"""Signs that a noun may carry or lack without being another one."""


def noun_en(noun: str, glossary: Mapping[str, str]) -> str:
    """Return the English of a counted noun, or the noun itself in quotes.

    A size class in front of a noun is said apart, so 千亿级产业集群 is looked up as
    产业集群 too.

    Examples
    --------
    >>> noun_en("千亿级产业集群", {"产业集群": "industry clusters"}), noun_en("船坞", {})
    ('industry clusters', '“船坞”')
    """
    bare = noun.partition("级")[2]
    for word in (noun, noun.translate(QUOTES), bare, bare.translate(QUOTES)):
        if word in glossary:
            return glossary[word]
    # Who reads English must see where a foreign word begins and ends.
    return f"“{noun}”" if noun and not noun.isascii() else noun


HEAD = re.compile(r"\w+(?= (?:of|for|in|by|with|at|above|under|brought)\b)|\w+$")
"""The word that is counted: before the first preposition, or the last one."""


def singular(noun: str) -> str:
    """Return an English plural as the name of one thing.

    Examples
    --------
    >>> singular("technology centres of firms"), singular("industries"), singular("scenes")
    ('technology centre of firms', 'industry', 'scene')
    """
    head = HEAD.search(noun)
    if head is None:
        return noun
    word = head[0]
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "xes", "ches", "shes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "series")):
        word = word[:-1]
    return noun[: head.start()] + word + noun[head.end() :]


def range_or_amount_zh(
    cmp: str, value: float, value_high: float | None, unit: str, counted: str | None
) -> str:
    """Return an amount, or a range written as one."""
    if value_high is None:
        return amount_zh(value, unit, counted, cmp)
    relative_unit = unit in {"percent", "percentage_point", "permille"}
    low = amount_zh(value, unit, None, "=") if relative_unit else number_zh(value)
    return f"{low}—{amount_zh(value_high, unit, counted, '=')}"


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


def period_name(period: str | None) -> Name:
    """Return an ISO period in words.

    Examples
    --------
    >>> period_name("2024-01/2024-09")
    Name(zh='2024年1—9月', en='January to September 2024')
    """
    if period is None:
        return Name("时间不详", "no date given")
    start, slash, end = period.partition("/")
    if not slash:
        return point_name(start)
    if len(start) == len(end) == 7 and start[:4] == end[:4]:
        year, first, last = start[:4], int(start[5:]), int(end[5:])
        return Name(f"{year}年{first}—{last}月", f"{MONTHS[first]} to {MONTHS[last]} {year}")
    one, other = point_name(start), point_name(end)
    if len(start) == len(end) == 4:
        return Name(f"{start}—{other.zh}", f"{start}–{end}")
    return Name(f"{one.zh}至{other.zh}", f"{one.en} to {other.en}")


MONTHS = (
    "",
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def point_name(point: str) -> Name:
    """Return a year, month or day in words."""
    parts = point.split("-")
    if len(parts) == 1:
        return Name(f"{point}年", point)
    month = int(parts[1])
    if len(parts) == 2:
        return Name(f"{parts[0]}年{month}月", f"{MONTHS[month]} {parts[0]}")
    day = int(parts[2])
    return Name(f"{parts[0]}年{month}月{day}日", f"{day} {MONTHS[month]} {parts[0]}")
