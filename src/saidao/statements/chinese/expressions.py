"""Quantities that are no figure with a unit: 三分之二, 翻一番, 居首位, 1:1, 若干个十亿级."""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese import tiers
from saidao.statements.chinese.amounts import Quantity, read_suffix
from saidao.statements.chinese.numerals import spelled
from saidao.statements.chinese.units import Unit
from saidao.statements.units import resolved

_COUNT: Final = Unit("count", 1.0, "count")
_PERCENT: Final = Unit("percent", 1.0, "rate")
_RANK: Final = Unit("rank", 1.0, "rank")
_SPECIAL_START: Final = re.compile(r"[翻倍减折半第前首榜若数一二三四五六七八九十百千万]")
_SPECIAL: Final = re.compile(
    r"(?P<doubling>翻(?:了)?(?:近|约)?[一两二三四]?番|翻[一两二三]?倍|倍增|减半|折半|(?<![近约超过])一倍)"
    r"|(?P<fraction>(?P<whole>[百千万]|[二三四五六七八九十]{1,2})分之"
    r"(?P<part>[零一二两三四五六七八九十百点]+|\d+(?:\.\d+)?))"
    r"|(?P<half>一半|半数|(?<=[过超近约])半(?=[，。；数的]|$))"
    r"|(?P<rank>第(?P<place>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名)?(?=[，。；、！”（）]|$|(?:上升|提升|跃升|跃居|升|前移|攀升|跃)[至到为])"
    r"|前(?P<within>[一二三四五六七八九十]{1,3}|\d{1,3})(?:位|名|强|列)?(?=[，。；、！”（）的]|$)"
    r"|(?P<first>(?:首位|榜首)(?![的度产城])))"
    r"|(?P<strong>[三四五六七八九十百]{1,2}强)(?!企业|县|区|镇|市|村|园|省|校)"
    r"|(?P<some>(?:若干|一批|数)个?(?=[^，。；]{0,4}?[百千万亿]))"
)
_RANKED: Final = re.compile(
    r"(?:居|列|排名|排|位|保持|进入|跻身|跃居|跃升|升至|上升|提升|蝉联|领跑|全国|全球|世界|亚洲|全省|全市|全[区县州盟旗]|国内|"
    r"[中东西]部|地区|城市|年|迈入|成为|稳定)[^，。；0-9]{0,8}$|[强榜][区县市]?”?$"
)
_ENTERED: Final = re.compile(r"(?:跻身|进入|迈入|位列|列入|晋级|入围)[^，。；0-9家户个]{0,10}\Z")
_DOUBLINGS: Final = {
    "翻番": 100.0, "翻一番": 100.0, "倍增": 100.0, "一倍": 100.0, "翻倍": 100.0, "翻一倍": 100.0,
    "翻两番": 300.0, "翻二番": 300.0, "翻三番": 700.0, "翻四番": 1500.0, "翻两倍": 200.0,
    "翻二倍": 200.0, "翻三倍": 300.0, "减半": 50.0, "折半": 50.0,
}  # fmt: skip
_DOUBLED: Final = re.compile(r"目标|的目标|[，。；、！）” \n]|$|以上|左右")
_UP_TO: Final = re.compile(
    r"[至到](?:百分之)?(?P<high>[一二三四五六七八九十百点]+)(?![^，。；的]?[成年倍])"
)
_RATIO: Final = re.compile(
    r"(?<![\d.:：])(?P<first>\d{1,3}(?:\.\d+)?)[:：](?P<second>\d{1,3}(?:\.\d+)?)(?![\d.:：])"
)
_RATIO_BEFORE: Final = re.compile(
    r"比(?:例|值|重)?(?:为|达到|达|约为?|提高到|降至|优化为|调整为|不低于|不高于|按|到|至|是|控制在)*\Z"
)
_GAP_BEFORE: Final = re.compile(
    r"(?:差距|倍差|收入比|配比|比率|车桩|车位)[^，。；0-9]{0,8}(?:控制在|保持在|稳定在|缩小[到至]|降[到至低]+|达到|达|为)\Z"
)
_RATIO_AFTER: Final = re.compile(r"的?(?:比例|配套|配比|等比)")


def scan(sentence: str) -> list[Quantity]:
    """Return the expressions of `sentence`, proportions first."""
    found = _ratios(sentence) if ":" in sentence or "：" in sentence else []
    position = 0
    for candidate in _SPECIAL_START.finditer(sentence):
        if candidate.start() < position:
            continue
        match = _SPECIAL.match(sentence, candidate.start())
        one = None if match is None else _special(sentence, match)
        if one is not None:
            found.append(one)
            position = max(one.end, one.tier_end)
    return found


def _ratios(sentence: str) -> list[Quantity]:
    """Return proportions written with a colon (按1:1比例, 车桩比2.1:1)."""
    found = []
    for match in _RATIO.finditer(sentence):
        start, end = match.span()
        second = float(match["second"])
        if (
            not _RATIO_AFTER.match(sentence, end)
            and not _RATIO_BEFORE.search(sentence, max(0, start - 12), start)
            and not (second == 1 and _GAP_BEFORE.search(sentence, max(0, start - 16), start))
        ):
            continue
        if second:
            value = resolved(float(match["first"]) / second)
            ratio = Quantity(start, end, value, Unit("ratio", 1.0, "ratio"), "")
            read_suffix(sentence, ratio)
            found.append(ratio)
    return found


def _special(sentence: str, match: re.Match[str]) -> Quantity | None:
    """Read what is not a figure with a unit: 翻番, 三分之二, 居首位, 若干个千亿级."""
    start, end = match.span()
    word = match.group()
    if match["doubling"]:
        if word == "倍增" and _DOUBLED.match(sentence, end) is None:
            return None
        plain = word.replace("了", "").replace("近", "").replace("约", "")
        quantity = Quantity(start, end, _DOUBLINGS[plain], _PERCENT, plain, form="doubling")
        if "近" in word or "约" in word:
            quantity.suffix = "about"
        elif sentence.startswith("多", end):
            quantity.more = True  # 翻了一番多
            quantity.end = end + 1
        read_suffix(sentence, quantity)
        return quantity
    if match["fraction"]:
        part, whole = match["part"], match["whole"]
        above = spelled(part) if not part[0].isdigit() else float(part)
        below = spelled(whole)
        if below < above and below < 100:
            return None
        if sentence[max(0, start - 1) : start] in ("百", "千", "十") or sentence[end : end + 1] in (
            "秒", "米", "克",
        ):  # fmt: skip
            return None
        quantity = Quantity(
            start, end, resolved(round(100 * above / below, 4)), _PERCENT, "", form="fraction",
            spelled=True,
        )  # fmt: skip
        if whole == "百":
            quantity.form = "plain"
            _up_to(sentence, quantity)
        read_suffix(sentence, quantity)
        return quantity
    if match["half"]:
        return Quantity(start, end, 50.0, _PERCENT, word, form="fraction", spelled=True)
    if match["strong"]:
        if _ENTERED.search(sentence, max(0, start - 16), start) is None:
            return None
        quantity = Quantity(start, end, spelled(word[:-1]), _RANK, word, form="rank", spelled=True)
        quantity.suffix = "most"
        return quantity
    if match["rank"]:
        if not _RANKED.search(sentence, max(0, start - 16), start):
            return None
        place = match["place"] or match["within"]
        value = 1.0 if place is None else float(place) if place.isdigit() else spelled(place)
        quantity = Quantity(start, end, value, _RANK, word, form="rank", spelled=True)
        if match["within"]:
            quantity.suffix = "most"
        return quantity
    tier = tiers.after(sentence, end)
    if tier is None:
        return None
    some = Quantity(start, end, None, _COUNT, word, form="tier", tier=tier[0], spelled=True)
    some.tier_end = tier[1]
    return some


def _up_to(sentence: str, quantity: Quantity) -> None:
    """Read the upper end of a range of percentages in words (百分之一至二)."""
    match = _UP_TO.match(sentence, quantity.end)
    before = sentence[max(0, quantity.start - 1) : quantity.start]
    if match is None or before in ("由", "从") or quantity.value is None:
        return
    high = resolved(spelled(match["high"]))
    if high > quantity.value:
        quantity.high, quantity.joined = high, True
        quantity.end = quantity.unit_end = match.end()
