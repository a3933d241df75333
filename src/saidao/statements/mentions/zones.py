"""Zones and parks with a name of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from saidao.statements.mentions.names import Word, from_first_proper, reach_back, words
from saidao.statements.mentions.passages import Span, split, strip
from saidao.statements.statement import Mention

_SUFFIX = re.compile(
    r"(?:自由贸易试验区|自由贸易港|自由贸易区|自贸试验区|自贸片区|自贸港|自贸区|保税港区|综合保税区|综保区|保税区"
    r"|工业园区|工业园|产业园区|产业园|科技园区|科技园|科学园区|科学园|软件园|物流园区|物流园|创业园|创新园"
    r"|示范园区|示范园|科创园|农业园|化工园区|化工园|大学科技园|数码港|科学城|科技城|大学城|航天城|汽车城|未来城"
    r"|开发区|高新区|经开区|高开区|示范区|先行区|先导区|试验区|实验区|合作区|集聚区|集中区|承载区|策源区|联动区"
    r"|核心区|功能区|创新区|商务区|商贸区|度假区|加工区|引领区|改革区|矿区|两区|新片区|片区|港区|新区|新城"
    r"|园区|基地|科创走廊|创新走廊|走廊|创新带|产业带|经济圈|产业集群|集群|创新港|信息港|智慧港|空港|陆港"
    r"|创新岛|科学岛|科创岛|智谷|云谷|硅谷|药谷|光谷|氢谷|芯谷|数谷|能谷|创谷|未来谷|生命谷|健康谷|科技谷|科创谷|产业小镇"
    r"|基金小镇|特色小镇|小镇|产业城|生物城|新材料城|生态城|数字城)"
    # Part of a longer word: 基地化, 小镇居民, 走廊带.
    r"(?![化带级型性类])"
)
_BODY_AFTER = re.compile(
    r"(?:管委会|管理委员会|管理局|人民政府|政府|党工委|海关|管理办公室|公安|法院|税务)"
)
_BOUND = "，。；：！？、\n（）()〔〕[]【】《》,;!?|"
_REACH = 30
_ROLES = re.compile(
    r"(?:分为|划分为|包括|形成|构建|布局|规划|建设|设置?有?|组成)(?P<list>[^。；：\n]{4,80}?)"
    r"(?:等)?[一二两三四五六七八九十\d]{1,2}(?:个|大)(?:主要|重点)?(?:功能区|片区|板块|组团|区域|园区|分区)"
)
_AREAS = re.compile(
    r"(?:依托|以|在|围绕|聚焦|推进|推动|加快|支持|深化|发挥|完善|提升|联动|抓好|^|[，。；])(?P<list>[^，。；：\n]{4,60}?)等"
    r"(?:[\u4e00-\u9fff]{0,6}?)(?P<head>园区|片区|开发区|功能区|载体|重点区域|核心区域|平台载体|示范区|集聚区|新区|基地|产业区)"
)
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
    for span in (*_suffixed(folded), *_divisions(folded), *_areas(folded)):
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
    ends = [match.end() for match in _SUFFIX.finditer(folded)]
    for index, end in enumerate(ends):
        if index + 1 < len(ends) and ends[index + 1] - end <= 6:
            # 海南自由贸易港洋浦保税港区: the longer name holds the shorter one.
            gap = folded[end : ends[index + 1]]
            if not any(character in _BOUND + "和与及的" for character in gap):
                continue
        start = _left(folded, end, previous)
        name = _name(folded, start, end)
        if name is not None:
            yield name
        previous = end


def _left(folded: str, end: int, previous: int) -> int:
    """Return the furthest a name that ends at `end` can begin."""
    low = max(previous, end - _REACH, 0)
    for position in range(end - 1, low - 1, -1):
        if folded[position] in _BOUND:
            return position + 1
    return low


def _name(folded: str, start: int, end: int) -> Span | None:
    """Return the name that ends at `end`, or None where it is a common noun."""
    row = reach_back(words(folded, start, end))
    row = _quoted(folded, row, start)
    if not row:
        return None
    named = from_first_proper(row[:-1]) if len(row) > 1 else []
    last = row[-1]
    if not named:
        whole = last.text
        # One word of the dictionary may hold both: 中关村, 苏州工业园.
        if not (last.proper and len(whole) >= 4):
            return None
        return last.start, last.end
    return named[0].start, end


def _quoted(folded: str, row: list[Word], start: int) -> list[Word]:
    """Leave an unmatched quotation mark out of a name."""
    opened = [index for index, word in enumerate(row) if word.text == "“"]
    closed = [index for index, word in enumerate(row) if word.text == "”"]
    if len(closed) > len(opened):
        return row[closed[-1] + 1 :]
    if len(opened) > len(closed):
        return row[opened[-1] + 1 :]
    return row


def _divisions(folded: str) -> Iterator[Span]:
    """Yield the parts that a text divides an area into: 分为A、B和C三个功能区."""
    for match in _ROLES.finditer(folded):
        pieces = split(folded, *match.span("list"), "、")
        spans: list[Span] = []
        for piece in pieces:
            spans += _conjoined(folded, piece)
        if len(spans) >= 2:
            for low, high in spans:
                name = folded[low:high]
                if 3 <= high - low <= 16 and _AREA_WORD.search(name) and "的" not in name:
                    yield low, high


def _areas(folded: str) -> Iterator[Span]:
    """Yield the items of a list that its last words call zones: A、B等园区."""
    for match in _AREAS.finditer(folded):
        for piece in split(folded, *match.span("list"), "、"):
            for low, high in _conjoined(folded, piece):
                row = reach_back(words(folded, low, high))
                row = from_first_proper(row)
                if not row:
                    continue
                name = folded[row[0].start : high]
                if len(row) == 1 and row[0].tag == "ns" and not _AREA_WORD.search(name):
                    continue
                if 3 <= len(name) <= 16 and not _ADMINISTRATIVE.fullmatch(name):
                    yield row[0].start, high


def _conjoined(folded: str, span: Span) -> list[Span]:
    """Split a list's last piece at 和."""
    at = folded.find("和", span[0] + 2, span[1] - 2)
    if at < 0:
        return [span]
    return [strip(folded, span[0], at), strip(folded, at + 1, span[1])]
