"""Quantities in a sentence: a figure with its unit, its range and the words glued to it.

This module finds what *could* be said (1.5万亿元, 10—15个; with `expressions` also 三分之二,
翻一番, 居首位); whether it is a statement, and of what, is for the modules above.
"""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese import expressions, tiers
from saidao.statements.chinese.amounts import SUFFIX, Quantity, read_suffix
from saidao.statements.chinese.numerals import FIGURE, powers, value_of
from saidao.statements.chinese.units import (
    BARE_UNITS,
    BREAKS,
    CURRENCY_BEFORE,
    PER,
    Unit,
    is_weak,
    unit_at,
)
from saidao.statements.units import resolved

_COUNT: Final = Unit("count", 1.0, "count")
_MARKET: Final = Unit("local", 1.0, "money")

_JOIN: Final = re.compile(r"\s?(?:（不?含）|\(不?含\))?(?:[-—–~～]{1,2}|至|到)\s?")
_NOT_TENTHS: Final = frozenset("立为功果效员本长绩套年都交因品分熟型")
_ONE_CHARACTER_WORDS: Final = frozenset("万亿百千十")
_PEOPLE: Final = re.compile(
    r"[^，。；、0-9个名位户人次家]{0,6}?(?:(?P<user>用户|使用者|会员|网民)|人口|居民|农民|职工|幼儿|学生|老年人|老人|游客|劳动力|群众|儿童|患者|病人|市民|村民|师生|毕业生|劳动者|消费者|旅客|人员|教师|医生|干部|专家|志愿者|工人|考生)"
)
_BOUNDED: Final = re.compile(r"(?:不超过|最多|至多|不少于|至少|不得超过)\Z")
_REACHES: Final = re.compile(r"[超过近破达上逾约在至到足满]\Z")
_YIELD: Final = re.compile(r"亩产(?:量)?(?:达到|达|为|超过|超|突破|约|可|稳定在|提高到)*\Z")
_LISTED_MONEY: Final = re.compile(
    r"(?:、|及|和|与)(?:[近约超逾]|超过)?[\d.,]+[百千万亿兆]*(?P<unit>元|美元|港元|欧元)"
)
_PRICED_BY: Final = re.compile(
    r"每(吨|公斤|瓩|千瓦时|度|立方米|平方米|亩|公顷|升|桶|公里|标箱|千瓦)[^，。；、0-9]{0,6}\Z"
)
_OIL: Final = re.compile(r"油当量|当量|油气")
_MONEY_NOUN: Final = re.compile(
    r"(?:[、和及与][0-9.,]+[万亿兆]+)*的?(?:民间|私人|政府|总|年)?(?:投资|资金|经费|预算|商机|产值|消费|营收|补助|贷款|融资|营业额|拨款)(?!项目)"
)
_MONEY_REACHED: Final = re.compile(
    r"(?:产值|营收|收入|总额|增加值|生产总值|GDP|投资额|消费额|零售额|交易额|销售额|进出口|经济总量|产业规模|市场规模)"
    r"[^，。；、0-9]{0,6}(?:突破|超过|超|达到|达|迈上|跨上|跃上|站上|跨越|迈过|逾|过|近|约|增至|增加到)(?:了)?\Z"
)
_CLOSES: Final = re.compile(r"(?:[，。；！、）]|的|大关|$|[\n]|台阶|规模)")
_SHARED: Final = re.compile(r"(?:、|和|与|及|以及)(?=\d)")
_RESPECTIVELY: Final = re.compile(r"分别|各")
_TRIPS: Final = re.compile(r"[^，。；、0-9个]{1,8}人次")
_DAILY: Final = re.compile(r"每[日天](?:约|近|超过|逾)?\Z")
_RANGING: Final = re.compile(r"[0-9.,]+[百千万亿]*[^，。；0-9]{1,4}?(?:不等|之间|区间)")
_PER_MANY: Final = re.compile(r"[/／每]([百千万])(平方公里|人(?!次))")
_NUMBER_OF: Final = re.compile(
    r"(?<!指)(?:数|数量|总数|总量|件数|保有量)(?:将|已|均|预计|力争)*(?:达到|达|超过|超|突破|逾|为|约|近|增至|增加到|不少于|不低于)+$"
)
_AMOUNT: Final = re.compile(
    r"(?:总额|金额|资金|补[助贴]|奖励|资助|扶持额|投资)(?:最高|累计|合计|共)?"
    r"(?:不超过|超过|不低于|不高于|达到|最高|达|为|约|近)?\Z"
)
_PROPORTION: Final = re.compile(r"[约近超逾过有中，]$")
_SIGNED: Final = frozenset("为是到达至率")
"""Characters after which a dash is a sign."""
_FIGURE_START: Final = re.compile(r"[0-9零〇一二两三四五六七八九十百千万亿]")
_ELECTRIC: Final = re.compile(r"电|能|千瓦|发")


def scan(sentence: str, taken: list[tuple[int, int]]) -> list[Quantity]:
    """Return the quantities of `sentence` in order.

    Parameters
    ----------
    sentence : str
        Folded text.
    taken : list of (int, int)
        Spans of dates and periods, whose figures are no quantities; in order.
    """
    found: list[Quantity] = []
    position = 0
    dates = iter(taken)
    date = next(dates, None)
    for candidate in _FIGURE_START.finditer(sentence):
        start = candidate.start()
        if start < position or (
            sentence[start].isdigit() and sentence[start - 1 : start].isdigit()
        ):
            continue
        match = FIGURE.match(sentence, start)
        if match is None:
            continue
        position = match.end()
        while date is not None and date[1] <= start:
            date = next(dates, None)
        if date is not None and date[0] < match.end() and start < date[1]:
            continue
        quantity = _quantity(sentence, match)
        if quantity is not None:
            found.append(quantity)
            position = max(quantity.end, quantity.tier_end)
    special = expressions.scan(sentence)
    if special:
        kept = [
            one
            for one in found
            if not any(other.start < one.end and one.start < other.end for other in special)
        ]
        found = sorted(kept + special, key=lambda one: one.start)
    return found


def _quantity(sentence: str, match: re.Match[str]) -> Quantity | None:
    """Read the quantity whose figure is `match`, None where no unit makes it one."""
    start, end = match.span()
    before = sentence[start - 1] if start else ""
    # 第3, 〔2022〕, G60: names; a misread l or I in front of a figure is a 1.
    named = before in "第〔[" or (before.isascii() and before.isalpha() and match["digits"])
    misread = before in "lI" and not (start > 1 and sentence[start - 2].isascii())
    if before == "±":
        return None
    if named and not misread and _currency(sentence, start) is None:
        return None
    value, more = value_of(match)
    if before in "lI" and before and match["digits"] and not more:
        value = _misread(match)
        start -= 1
    in_words = match["words"] is not None
    high: float | None = None
    found = unit_at(sentence, end)
    if found is None and sentence.startswith("+", end):
        found = unit_at(sentence, end + 1)
        if found is not None:
            more, end = True, end + 1  # 100+个
    if found is not None and sentence.startswith("多", end + len(found[0])):
        longer = unit_at(sentence, end + len(found[0]) + 1)
        if longer is not None and found[0] in "个年天" and longer[1].family == "duration":
            more, end, found = True, end + len(found[0]) + 1, longer
    joint = _JOIN.match(sentence, end if found is None else end + len(found[0]))
    if joint is None and found is not None:
        joint = _JOIN.match(sentence, end)
    if joint is not None and (before not in "从由" or _RANGING.match(sentence, joint.end())):
        other = FIGURE.match(sentence, joint.end())
        if other is not None and bool(other["words"]) == in_words:
            second = unit_at(sentence, other.end())
            if second is not None and (found is None or joint.start() == end or found == second):
                top, more = value_of(other)
                if found is None and not match["times"] and match["digits"] and other["times"]:
                    scaled = value * (top / float(other["digits"].replace(",", "")))
                    value = resolved(scaled) if scaled <= top else value
                if value < top:
                    high, found, end = top, second, other.end()
    if found is None:
        return _without_unit(sentence, match, start, end, value, more)
    word, unit = found
    if (
        sentence[end + len(word) : end + len(word) + 1] == "级"
        and value >= 1e4
        and tiers.reached(sentence, start)
    ):
        return _reached(sentence, match, end + len(word) + 1, unit, value)
    if not _plausible(sentence, match, word, unit, end):
        return None
    if high is None and unit.canonical == "percent" and word == "成" and value > 10:
        return None
    stop = end + len(word)
    factor = unit.factor
    if (
        before == "-"
        and not in_words
        and high is None
        and sentence[start - 2 : start - 1] in _SIGNED
    ):
        start, value = start - 1, -value
    quantity = Quantity(
        start, stop, resolved(value * factor), unit, word,
        high=None if high is None else resolved(high * factor), more=more, spelled=in_words,
    )  # fmt: skip
    currency = _currency(sentence, start)
    if currency is not None and (unit.family == "money" or unit.family == "count"):
        if unit.family == "money":
            if unit.canonical == "local":
                quantity.unit = Unit(currency[1], 1.0, "money")
            quantity.start = currency[0]
    elif unit.canonical == "local" and sentence.startswith("人民币", stop):
        quantity.end = quantity.unit_end = stop + 3
        quantity.unit = Unit("CNY", 1.0, "money")
    _per(sentence, quantity)
    read_suffix(sentence, quantity)
    if unit.family == "count" or unit.canonical == "household":
        tier = tiers.after(sentence, quantity.end)
        if tier is not None:
            quantity.tier, quantity.tier_end = tier
    return quantity


def _reached(sentence: str, match: re.Match[str], end: int, unit: Unit, value: float) -> Quantity:
    """Read a class that is reached, whose figure is no value (达到亿吨级规模)."""
    start = match.start()
    if unit.canonical == "t" and _OIL.search(sentence, max(0, start - 16), start):
        unit = Unit("toe", 1.0, "physical")
    quantity = Quantity(start, end, None, unit, "", form="tier", tier=value * unit.factor)
    quantity.tier_end = end
    return quantity


def _shared_unit(sentence: str, end: int) -> tuple[str, Unit] | None:
    """Return the unit that a list says once at its end (分别提高0.6和1.0个百分点)."""
    position = end
    for _ in range(4):
        joint = _SHARED.match(sentence, position)
        if joint is None:
            return None
        other = FIGURE.match(sentence, joint.end())
        if other is None or other["digits"] is None:
            return None
        found = unit_at(sentence, other.end())
        if found is not None:
            clause = max(sentence.rfind(mark, 0, end) for mark in "，。；：")
            told = _RESPECTIVELY.search(sentence, clause + 1, end) is not None
            alike = found[1].family in ("rate", "money", "physical")
            return found if told and alike and not other["times"] else None
        position = other.end()
    return None


def _misread(match: re.Match[str]) -> float:
    """Value of a figure whose leading 1 was read as a letter."""
    text = "1" + match["digits"].replace(",", "")
    return resolved(float(text) * (value_of(match)[0] / float(match["digits"].replace(",", ""))))


def _plausible(sentence: str, match: re.Match[str], word: str, unit: Unit, end: int) -> bool:
    """Whether figure and unit word make a quantity and not a part of other words."""
    following = sentence[end + len(word) : end + len(word) + 1]
    if following == "级" and unit.family != "rate":
        return False
    words = match["words"]
    broken = following and following in BREAKS.get(word, "")
    if broken and not SUFFIX.match(sentence, end + len(word)):
        return False
    if (
        word == "成"
        and following in _NOT_TENTHS
        and not (
            following == "为"
            and _PROPORTION.search(sentence, max(0, match.start() - 2), match.start())
        )
    ):
        return False
    if word == "日" and match.start() and sentence[match.start() - 1] in "月廿卅十初":
        return False
    if word == "折" and following in "合算叠射腾":
        return False
    if (
        word == "度"
        and match["times"] in ("", None)
        and (
            words is None
            or not _ELECTRIC.search(sentence, max(0, match.start() - 12), match.start())
        )
    ):
        return False
    if word == "P" and "算力" not in sentence:
        return False
    if words is not None:
        bare = not any(character in _ONE_CHARACTER_WORDS for character in words)
        if len(words) in (2, 3) and all(one in "一二三四五六七八九" for one in words):
            return False  # 一二类苗, 一二三产
        if len(words) == 1 and not bare and unit.family in ("count", "person", "duration"):
            return words == "十" or match["words_more"] is not None
        if words == "百" and word in ("家", "姓", "年", "货"):
            return False
        if set(words) <= _ONE_CHARACTER_WORDS and match["words_more"] is None:
            # 规模超千亿元, 稳定在百万吨以上; but 万元产值能耗, 亿元项目 name a class.
            return _REACHES.search(sentence, max(0, match.start() - 3), match.start()) is not None
        if bare and (unit.family == "money" or (unit.family == "physical" and len(word) == 1)):
            return False
        if word in ("次", "批", "期", "组", "人") and bare:
            return _BOUNDED.search(sentence, max(0, match.start() - 5), match.start()) is not None
        if is_weak(word) and bare and words in ("一", "两", "二", "三"):
            return words in ("一", "两") and word in ("条", "种", "类", "座")

    return True


def _without_unit(
    sentence: str, match: re.Match[str], start: int, end: int, value: float, more: bool
) -> Quantity | None:
    """Read a figure whose unit is a currency mark before it or the head noun's own."""
    currency = _currency(sentence, start)
    trips = _TRIPS.match(sentence, end) if match["times"] else None
    if trips is not None:
        quantity = Quantity(start, end, value, Unit("person_trip", 1.0, "person"), "", more=more)
        quantity.end = trips.end()
        return quantity
    people = _PEOPLE.match(sentence, end) if value >= 1000 else None
    if people is not None and match["words"] is None and match["times"]:
        canonical = "user" if people["user"] else "person"
        quantity = Quantity(start, end, value, Unit(canonical, 1.0, "person"), "", more=more)
        quantity.end = people.end()
        return quantity
    if currency is not None and match["digits"]:
        quantity = Quantity(currency[0], end, value, Unit(currency[1], 1.0, "money"), "", more=more)
        read_suffix(sentence, quantity)
        return quantity
    if sentence.startswith("级", end) and value >= 1e4 and tiers.reached(sentence, start):
        market = sentence.startswith("市场", end + 1)
        return _reached(sentence, match, end + 1, _MARKET if market else _COUNT, value)
    if match["times"] and _AMOUNT.search(sentence, max(0, start - 14), start):
        quantity = Quantity(start, end, value, _MARKET, "", more=more)
        read_suffix(sentence, quantity)
        return quantity
    listed = _shared_unit(sentence, end)
    if listed is not None:
        scaled = resolved(value * listed[1].factor)
        return Quantity(start, end, scaled, listed[1], listed[0], more=more)
    if match["times"] and match["times"][-1] in "亿兆" and _MONEY_NOUN.match(sentence, end):
        return Quantity(start, end, value, _MARKET, "", more=more)
    power = match["times"] or match["words"] or ""
    reached = value >= 1e7 and power[-1:] in ("亿", "千")
    if (
        reached
        and _MONEY_REACHED.search(sentence, max(0, start - 24), start)
        and _CLOSES.match(sentence, end)
    ):
        return Quantity(start, end, value, _MARKET, "", more=more)
    money = _LISTED_MONEY.match(sentence, end) if match["times"] else None
    if money is not None:
        unit = unit_at(sentence, money.start("unit"))
        if unit is not None:
            return Quantity(start, end, value, unit[1], "", more=more)
    if not match["digits"] and (len(match["words"]) < 2 or match["words"][-1] not in "万亿"):
        return None
    following = SUFFIX.match(sentence, end)
    stop = following.end() if following else end
    if (
        stop < len(sentence)
        and sentence[stop] not in "，。；、）)！”和及以与"
        and not sentence.startswith(("大关", "关口"), stop)
    ):
        return None
    clause = max(sentence.rfind(mark, max(0, start - 30), start) for mark in "，。；：")
    head = sentence[clause + 1 : start]
    if value >= 100 and _NUMBER_OF.search(head):
        quantity = Quantity(start, end, value, _COUNT, "", more=more, spelled=not match["digits"])
        read_suffix(sentence, quantity)
        return quantity
    best = max(
        ((head.rfind(noun), unit) for noun, unit in BARE_UNITS if noun in head), default=None
    )
    if best is None or (best[1] != "ratio" and value < 100):
        return None
    if best[1] == "ratio" and value > 1000:
        return None
    family = "person" if best[1] == "person" else "physical"
    quantity = Quantity(
        start, end, value, Unit(best[1], 1.0, family), "", more=more, spelled=not match["digits"]
    )
    read_suffix(sentence, quantity)
    return quantity


def _currency(sentence: str, start: int) -> tuple[int, str] | None:
    """Return the currency mark that ends at `start`, with where it begins."""
    for length in (4, 3, 2, 1):
        mark = sentence[max(0, start - length) : start]
        if len(mark) == length and mark in CURRENCY_BEFORE:
            return start - length, CURRENCY_BEFORE[mark]
    return None


def _per(sentence: str, quantity: Quantity) -> None:
    """Read what the quantity is counted by: 微克/立方米, 元/人·天."""
    stop = quantity.unit_end
    if quantity.joined and sentence.startswith("（不含）/", stop):
        stop += 4
    if word_of_yield(sentence, quantity):
        quantity.per = "mu"
        return
    if quantity.unit.family == "money":
        priced = _PRICED_BY.search(sentence, max(0, quantity.start - 12), quantity.start)
        if priced is not None:
            quantity.per = PER[priced[1]]
            return
    daily = quantity.unit.canonical in ("t", "m3") and _DAILY.search(
        sentence, max(0, quantity.start - 4), quantity.start
    )
    if daily:
        quantity.per = "day"
        return
    many = _PER_MANY.match(sentence, stop)
    if many is not None and quantity.value is not None:
        quantity.value = resolved(quantity.value / powers(many[1]))
        quantity.per = PER[many[2]]
        quantity.end = quantity.unit_end = many.end()
        return
    mark = sentence[stop : stop + 1]
    if mark not in ("/", "／") and not (mark == "每" and quantity.unit.family == "physical"):
        return
    for length in (4, 3, 2, 1):
        word = sentence[stop + 1 : stop + 1 + length]
        if len(word) == length and word in PER:
            quantity.per = PER[word]
            quantity.unit_end = quantity.end = stop + 1 + length
            rest = sentence[quantity.end : quantity.end + 2]
            if rest[:1] == "/" and rest[1:] in PER:
                quantity.per += "/" + PER[rest[1:]]
                quantity.unit_end = quantity.end = quantity.end + 2
            return


def word_of_yield(sentence: str, quantity: Quantity) -> bool:
    """Whether a weight is what one mu yields (亩产319公斤)."""
    return (
        quantity.unit.canonical in ("kg", "jin", "t")
        and _YIELD.search(sentence, max(0, quantity.start - 10), quantity.start) is not None
    )
