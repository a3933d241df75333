"""Zones and parks with a name of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from saidao.statements.mentions.names import (
    Word,
    from_first_proper,
    is_country,
    left_edge,
    reach_back,
    words,
)
from saidao.statements.mentions.passages import Span, clause_start, split, strip
from saidao.statements.mentions.vocabulary import COMMON, STOPS, ZONE_SUFFIXES
from saidao.statements.statement import Mention

_SUFFIX = tuple(ZONE_SUFFIXES)
_LAST = re.compile(r"[区园港城谷廊带圈群岛镇地块纽]")
_LONGEST = 8
# Part of a longer word: 基地化, 走廊带, 数字城市.
_PART = tuple("化带级型性类市链")
_MANAGEMENT = re.compile(r"管委会|管理委员会|管理局|党工委")
# The management of any zone there is: 市直园区管委会, 经济技术开发区管委会.
_ANY_ZONE = re.compile(
    r"(?:(?:[各省市区县州]|国家级|市直|省直|市属|有关|相关|所在|属地)+)?"
    r"(?:经济|技术|经济技术|高新技术|产业|工业|新|高新|综合|保税|旅游|度假|示范|试验|开发)*"
    r"(?:园区|园|开发区|新区|功能区|度假区|片区|保税区|高新区|经开区|产业园|工业园)$"
)
# The base of a laboratory or university is an institute.
_INSTITUTE = re.compile(r"(?:实验室|研究院|研究所|大学|学院)[\u4e00-\u9fff]{0,8}基地$")
# Provinces and cities that texts join by one character each (GB/T 2260 and common use).
_ABBREVIATED = (
    "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川蜀黔贵滇陕甘青宁新港澳"
    "呼包沈哈长大济烟潍淄郑洛开许武襄宜岳株潭合芜蚌马宁镇扬锡常杭嘉湖绍甬温台舟"
    "福厦漳泉莆广深佛莞惠珠中江肇汕潮揭湛茂成德绵眉资遂昆玉曲兰白西咸银"
)
_TOGETHER = re.compile(rf"[{_ABBREVIATED}]{{3,5}}(?=[^{_ABBREVIATED}])")
# What the state designates under one title: 国家某某试验区.
_DESIGNATED = re.compile(
    r"国家(?!级)[\u4e00-\u9fff]{2,16}(?:试验区|先导区|(?:自主创新|高新技术产业)示范区)"
)
# 甲乙北部片区。包括…: a title whose sentence says what the zone takes in.
_TAKES_IN = re.compile("包括|位于|范围|规划面积|规划范围|涵盖|东至|四至")
_TITLED = re.compile(r"[\u4e00-\u9fff\-—]{3,16}")
_BOUND = "，。；：！？、\n（）()〔〕[]【】《》,;!?|"
_REACH = 30
_NUMBER = re.compile(r"[一二两三四五六七八九十\d]个")
_VALLEY = re.compile(r"[\u4e00-\u9fff]{3,}谷$")
_DIGITS = r"一二两三四五六七八九十\d"
_DIGIT = re.compile(f"[{_DIGITS}]")
_COUNTED = re.compile(
    rf"[个大](?<=[{_DIGITS}].)[\u4e00-\u9fff]{{0,12}}?"
    r"(?P<head>功能区|片区|板块|组团|区域|分区|园区|产业园|基地|开发区|集聚区|示范区)"
)
_LISTING = re.compile(
    r".*(?:分为|划分为|包括|形成|构建|布局|规划|建设|设置|设有|设立|打造|组成|推出|共建|培育|推进)"
)
_GOVERNED = re.compile(r"[\u4e00-\u9fff]{2,3}[市区县州旗镇]|[\u4e00-\u9fff]{2}新区")
_AREAS = re.compile(
    r"等[\u4e00-\u9fff]{0,6}?(?:园区|片区|开发区|功能区|载体|重点区域|核心区域|示范区|集聚区|新区"
    r"|基地|产业区)"
)
# 支持甲航港、乙创谷、丙科技城等建设: coined names, each with a word for a zone.
_COINED = re.compile(r"等(?=建设|发展|开发|规划|提质|提升|创新发展)")
_COINED_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}(?:港|城|谷|湾|岛|小镇)")
_NO_COINED = re.compile(
    r"(?:老城|新城|县城|山城|古城|名城|商业城|产业城|自由港|海港|渔港|空港|口岸港|集装箱港|河谷|特色小镇)$"
)
_AREAS_LEAD = re.compile(
    r".*?(?:依托|以|在|围绕|聚焦|推进|推动|加快|支持|深化|发挥|完善|提升|联动|抓好|建设|覆盖)"
)
_TERM = re.compile(r"[化型性级式业品能料机电药力造产链网]|^[高低多全超无微智数新]|[a-zA-Z\d]")
# Streets, mountains and rivers are places too, but nobody manages them as a zone.
_AREA_WORD = re.compile(r"(?:[区园城谷港湾岛镇带圈廊极]|滨江|滨海|新天地|基地|中心|创智)$")
_ADMINISTRATIVE = re.compile(r"[\u4e00-\u9fff]{2,3}(?:省|市|县|区|州|旗)$")
# Districts by law (GB/T 2260), not development zones.
_DISTRICTS = frozenset(
    {"浦东新区", "滨海新区", "上海浦东新区", "天津滨海新区", "上海市浦东新区", "天津市滨海新区"}
)


def read(text: str, folded: str) -> list[Mention]:
    """Read the zones that are named in a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.

    Returns
    -------
    list of Mention
        Of kind ``zone``, in the order of the text, not overlapping.
    """
    spans: dict[int, Span] = {}
    for span in (
        *_suffixed(folded),
        *_managed(folded),
        *(match.span() for match in _DESIGNATED.finditer(folded)),
        *_divisions(folded),
        *_areas(folded),
        *_coined(folded),
        *_defined(folded),
    ):
        held = spans.get(span[0])
        if held is None or held[1] < span[1]:
            spans[span[0]] = span
    mentions: list[Mention] = []
    last = 0
    for start in sorted(spans):
        span = spans[start]
        if span[0] < last or text[slice(*span)] in _DISTRICTS:
            continue
        mentions.append(Mention("zone", span[0], span[1], text[slice(*span)]))
        last = span[1]
    return mentions


def _suffixed(folded: str) -> Iterator[Span]:
    """Yield names that end in a word for a zone."""
    previous = 0
    ends = _ends(folded)
    for index, end in enumerate(ends):
        if index + 1 < len(ends) and ends[index + 1] - end <= 6:
            # 海南自由贸易港洋浦保税港区: the longer name holds the shorter one.
            gap = folded[end : ends[index + 1]]
            parted = any(character in _BOUND + "和与及的" for character in gap)
            if not parted and gap[:2] not in STOPS:  # 在甲工业区扩建基地 names one
                continue
        start = left_edge(folded, end, max(previous, end - _REACH))
        name = _name(folded, start, end)
        if name is not None:
            yield name
        previous = end


def _ends(folded: str) -> list[int]:
    """Return where words for a zone end: their last characters are few, so look there first."""
    ends: list[int] = []
    for last in _LAST.finditer(folded):
        end = last.end()
        if (
            folded.endswith(_SUFFIX, max(0, end - _LONGEST), end)
            and folded[end : end + 1] not in _PART
        ):
            ends.append(end)
    return ends


def _name(folded: str, start: int, end: int) -> Span | None:
    """Return the name that ends at `end`, or None where it is a common noun."""
    row, quoted = _quoted(reach_back(words(folded, start, end)))
    if not row or _NUMBER.search(folded, row[0].start, end):
        return None
    if quoted:
        # What stands in quotation marks before the word for a zone is its name.
        return row[0].start, end
    named = from_first_proper(row[:-1])
    if _INSTITUTE.search(folded, row[0].start, end):
        return None
    together = _TOGETHER.match(folded, row[0].start, end)
    if together and not any(_is_word(word) for word in row if word.start < together.end()):
        return row[0].start, end
    if not named and _VALLEY.search(folded, row[0].start, end):
        named = row  # `…谷` is coined after Silicon Valley, and always for one place
    if not named and len(row) > 1 and folded[end - 1] in "区港谷城岛湾" and _is_coined(row[0]):
        named = row
    if not named:
        # One word of the dictionary may hold both: 中关村, 苏州工业园.
        if not (row[-1].proper and len(row[-1].text) >= 4):
            return None
        named = row[-1:]
    if len(named) == 1 and named[0].tag == "ns" and row[-1].text == "基地":
        return None  # 某企业的浙江基地: the place alone is no name
    start = named[0].start
    if is_country(folded[start:end]):
        return None
    if folded[start - 1 : start] == "（" and "）" in folded[start:end]:
        # 中国（云南）自由贸易试验区: the name begins before the brackets.
        start -= 3 if folded[start - 3 : start - 1] == "中国" else 1
    return start, end


def _is_word(word: Word) -> bool:
    """Say whether the dictionary holds what would be two cities, each by one character."""
    return len(word.text) > 1 and word.known and not word.proper


def _is_coined(word: Word) -> bool:
    """Say whether a word that no dictionary holds is a brand, not a term of a trade."""
    return len(word.text) >= 3 and not word.known and _TERM.search(word.text) is None


def _quoted(row: list[Word]) -> tuple[list[Word], bool]:
    """Leave an unmatched quotation mark out of a name; say whether it holds a quoted name."""
    if not any(word.text in "“”" for word in row):
        return row, False
    opened = [index for index, word in enumerate(row) if word.text == "“"]
    closed = [index for index, word in enumerate(row) if word.text == "”"]
    if len(closed) > len(opened):
        return row[closed[-1] + 1 :], False
    if len(opened) > len(closed):
        return row[opened[-1] + 1 :], False
    named = bool(opened) and opened[0] == 0 and len(row) > closed[0] + 1
    inside = "".join(word.text for word in row[1 : closed[0]]) if named else ""
    return row, len(inside) >= 2 and inside not in COMMON


def _managed(folded: str) -> Iterator[Span]:
    """Yield zones that a text says have a management of their own, wherever it names them.

    东方枢纽国际商务合作区管理局 shows that 东方枢纽国际商务合作区 is one zone's name.
    """
    names: set[str] = set()
    for match in _MANAGEMENT.finditer(folded):
        end = match.start()
        if not folded.endswith(_SUFFIX, max(0, end - _LONGEST), end):
            continue
        row = reach_back(words(folded, left_edge(folded, end, max(0, end - _REACH)), end))
        name = folded[row[0].start : end] if row else ""
        if len(name) >= 6 and not _ANY_ZONE.match(name):
            names.add(name)
    for name in sorted(names):
        at = folded.find(name)
        while at >= 0:
            yield at, at + len(name)
            at = folded.find(name, at + len(name))


def _divisions(folded: str) -> Iterator[Span]:
    """Yield zones that a number sums up: A、B和C三个功能区, A、B等3个特色园区.

    Districts before a counted noun (甲区、乙区两个产业集聚区) name one zone together. In
    other lists one name that is surely a zone's vouches for those beside it.
    """
    for match in _COUNTED.finditer(folded):
        count = match.start() - 1
        count -= count > 0 and _DIGIT.match(folded, count - 1) is not None
        high = count - (folded[count - 1 : count] == "等")
        low = clause_start(folded, high, 80)
        if high - low < 4:
            continue
        verb = _LISTING.match(folded, low, high)
        if verb:
            low = verb.end()
        spans: list[Span] = []
        for piece in split(folded, low, high, "、"):
            spans += _conjoined(folded, piece)
        names = [folded[slice(*span)] for span in spans]
        if not names or any("的" in name or not 3 <= len(name) <= 16 for name in names):
            continue
        if all(_GOVERNED.fullmatch(name) for name in names):
            if len(names) > 1:
                yield low, match.end()
            continue
        sure = [
            _AREA_WORD.search(name) is not None or any(word.proper for word in words(folded, *span))
            for name, span in zip(names, spans, strict=True)
        ]
        if any(sure) and (len(names) > 1 or match["head"] in ("园区", "产业园")):
            yield from spans


def _areas(folded: str) -> Iterator[Span]:
    """Yield the items of a list that its last words call zones: A、B等园区.

    One proper name in the list vouches for the short coined names beside it.
    """
    for match in _AREAS.finditer(folded):
        start = clause_start(folded, match.start(), 60)
        lead = _AREAS_LEAD.match(folded, start, match.start())
        start = lead.end() if lead else start
        proper: list[Span] = []
        coined: list[Span] = []
        for piece in split(folded, start, match.start(), "、"):
            for low, high in _conjoined(folded, piece):
                row = reach_back(words(folded, low, high))
                named = from_first_proper(row)
                if named and _is_area(folded, named, high):
                    proper.append((named[0].start, high))
                elif (
                    len(row) > 1
                    and not named
                    and 3 <= high - row[0].start <= 4
                    and not is_country(folded[row[0].start : high])
                ):
                    coined.append((row[0].start, high))
        yield from proper
        if proper:
            yield from coined


def _coined(folded: str) -> Iterator[Span]:
    """Yield coined names in a list of them; one with a word of its own vouches for all."""
    for match in _COINED.finditer(folded):
        start = clause_start(folded, match.start(), 60)
        if not _LAST.search(folded, start, match.start()):
            continue
        lead = _AREAS_LEAD.match(folded, start, match.start())
        pieces = split(folded, lead.end() if lead else start, match.start(), "、")
        spans = [span for piece in pieces for span in _conjoined(folded, piece)]
        if len(spans) > 1 and all(
            _COINED_NAME.fullmatch(folded, *span) and not _NO_COINED.search(folded, *span)
            for span in spans
        ):
            rows = [words(folded, *span) for span in spans]
            if any(row[0].proper or not row[0].known for row in rows):
                yield from spans


def _defined(folded: str) -> Iterator[Span]:
    """Yield zones whose name is a title and whose extent the next sentence tells."""
    for match in _TAKES_IN.finditer(folded):
        end = match.start() - 1
        if end < 0 or folded[end] not in "。：\n":
            continue
        if not folded.endswith(_SUFFIX, max(0, end - _LONGEST), end):
            continue
        start = max(folded.rfind(mark, max(0, end - 20), end) for mark in "。\n；") + 1
        start, end = strip(folded, start, end)
        named = words(folded, start, end) if _TITLED.fullmatch(folded, start, end) else []
        if named and named[0].text not in COMMON and not any(word.stops for word in named):
            yield start, end


def _is_area(folded: str, row: list[Word], end: int) -> bool:
    """Say whether an item of a list of zones is one, not a city or a stretch of country."""
    name = folded[row[0].start : end]
    if not 3 <= len(name) <= 16 or is_country(name) or _ADMINISTRATIVE.fullmatch(name):
        return False
    return len(row) > 1 or row[0].tag != "ns" or _AREA_WORD.search(name) is not None


def _conjoined(folded: str, span: Span) -> list[Span]:
    """Split a list's last piece at 和."""
    at = folded.find("和", span[0] + 2, span[1] - 2)
    if at < 0:
        return [span]
    return [strip(folded, span[0], at), strip(folded, at + 1, span[1])]
