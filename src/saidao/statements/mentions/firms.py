"""Firms: named in full, or by a short name where the words around say that a firm is meant.

What a page links to is no evidence: pages link common nouns (新产业, 机器人) to stocks of the
same name. Only the words count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from saidao.statements.mentions.known_firms import CHINESE
from saidao.statements.mentions.names import (
    COMMON,
    Word,
    from_first_proper,
    reach_back,
    words,
)
from saidao.statements.mentions.passages import Span, split, strip
from saidao.statements.statement import Mention

_SUFFIX = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|控股公司|集团公司|控股集团|集团|自来水公司|电力公司|供电公司|燃气公司|公司"
    r"|银行[\u4e00-\u9fff]{2,5}分行|银行|分行|证券|人寿|财险|航空|重工|汽车集团)"
    r"(?![业化军式性总控]|公司|系统|汇率|账户|卡|体系|存款|贷款|间|承兑|保函|信贷|网点)"
)
_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)$")
_BOUND = "，。；：！？、\n（）()〔〕[]【】《》“”\"',;!?|"
_INSIDE = re.compile(r"[（(][\u4e00-\u9fff]{2,4}[)）]$")
_REACH = 34
# Kinds of company, not companies.
_KINDS = frozenset(
    """
    上市 平台 担保 保险 国有 民营 私营 跨国 外资 合资 子 母 分 总 本 该 我 各 投资 控股 物流 能源 科技 建设 运营 管理 项目 小额贷款
    融资担保 再担保 融资租赁 租赁 基金 信托 资产管理 商业 政策性 农村商业 城市商业 村镇 开发性 股份制 大型 骨干 龙头 头部 知名 产业 企业
    民用 通用 低空 人民 中央 世界 亚洲 开发 合作 中外合资 城商 农商 国资 省属 市属 区属 县属 高新技术 互联网 软件 电力 电网 供水 供电 供气
    燃气 自来水 水电气 热力 电信 通信 快递 航运 航空 证券 期货 咨询 设计 施工 生产 加工 销售 贸易 外贸 物业 房地产 旅游 文化 传媒
    """.split()
)
_LOCAL = re.compile(r"(?:省|市|区|县|州)(?!属|级|直|管|内|场)[\u4e00-\u9fff]{2,10}(?:公司|集团)$")
_NOT_FIRM = re.compile(
    r"人民银行|世界银行|亚洲开发银行|投资银行|中央银行|数据银行|血库银行|商业银行$"
)
_LISTED = re.compile(
    r"(?P<list>[^，。；：！？\n]{2,80}?)等"
    r"(?P<mid>[\u4e00-\u9fff]{0,8}?)(?P<head>龙头企业|链主企业|头部企业|骨干企业|领军企业|重点企业|知名企业|企业|平台公司|公司|央企|国企|车企|药企|集团|厂商)"
)
_LEAD_IN = re.compile(
    r".*(?:依托|引进|引入|支持|培育|发挥|以|推动|鼓励|对接|携手|联合|招引|围绕|集聚|吸引|拥有|包括|如|是|了|与|和)"
)
_ALWAYS = re.compile("|".join(sorted(map(re.escape, CHINESE), key=len, reverse=True)))


def read(text: str, folded: str) -> list[Mention]:
    """Read the firms that are named in a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.

    Returns
    -------
    list of Mention
        Of kind ``firm``, in the order of the text, not overlapping.
    """
    spans = sorted({*_suffixed(folded), *_known(folded), *_listed(folded)}, key=_by_length)
    mentions: list[Mention] = []
    last = 0
    for start, end in spans:
        if start >= last:
            mentions.append(Mention("firm", start, end, text[start:end]))
            last = end
    return mentions


def _by_length(span: Span) -> tuple[int, int]:
    """Order by start, the longer first."""
    return span[0], -span[1]


def _suffixed(folded: str) -> Iterator[Span]:
    """Yield names that end in a word for a firm."""
    for match in _SUFFIX.finditer(folded):
        end = match.end()
        start = _left(folded, end)
        row = reach_back(words(folded, start, end))
        if not row or _NOT_FIRM.search(folded, row[0].start, end):
            continue
        name = _name(folded, row, end)
        if name is not None and name[1] - name[0] >= 4:
            yield name


def _left(folded: str, end: int) -> int:
    """Return the furthest a name that ends at `end` can begin; `（中国）` may stand inside."""
    low = max(0, end - _REACH)
    position = end - 1
    while position >= low:
        if folded[position] in _BOUND:
            inside = _INSIDE.search(folded, low, position + 1)
            if folded[position] in "）)" and inside:
                position = inside.start() - 1
                continue
            return position + 1
        position -= 1
    return low


def _name(folded: str, row: list[Word], end: int) -> Span | None:
    """Return the firm that `row` names, or None where it is a kind of company."""
    start = row[0].start
    whole = folded[start:end]
    local = _LOCAL.fullmatch(whole)
    if local and not any(word.text in ("企业", "国有", "国有企业") for word in row):
        return start, end
    named = from_first_proper(row[:-1]) or _unknown(row[:-1])
    if named and named[0].text not in _KINDS:
        return named[0].start, end
    if _LEGAL.search(whole) and end - start >= 8:
        return start, end
    return None


def _unknown(row: list[Word]) -> list[Word]:
    """Return `row` if it begins with a word that no dictionary holds: a brand, mostly."""
    if row and not row[0].known and row[0].text not in COMMON | _KINDS and len(row[0].text) >= 2:
        return row
    return []


def _known(folded: str) -> Iterator[Span]:
    """Yield firms known by a short name."""
    for match in _ALWAYS.finditer(folded):
        yield match.span()


def _listed(folded: str) -> Iterator[Span]:
    """Yield the items of a list that its last words call firms: A、B等龙头企业."""
    at = folded.find("等")
    while at >= 0:
        low = max(0, at - 80)
        for position in range(at - 1, low - 1, -1):
            if folded[position] in "，。；：！？\n":
                low = position + 1
                break
        match = _LISTED.match(folded, low)
        if match and match.end("list") == at:
            yield from _items(folded, *match.span("list"))
        at = folded.find("等", at + 1)


def _items(folded: str, start: int, end: int) -> Iterator[Span]:
    """Yield the items of a list of firms that are names, not kinds of firm."""
    lead = _LEAD_IN.match(folded, start, end)
    pieces = split(folded, lead.end() if lead else start, end, "、")
    if lead:
        # `和` in the middle of the list is no lead-in.
        first = _LEAD_IN.match(folded, start, folded.find("、", start, end) % (end + 1))
        pieces = split(folded, first.end() if first else start, end, "、")
    for piece in pieces:
        for low, high in _conjoined(folded, piece):
            row = words(folded, low, high)
            name = folded[low:high]
            if not 2 <= len(name) <= 12 or name in COMMON | _KINDS:
                continue
            if any(word.stops for word in row):
                continue
            if row[0].proper and row[0].tag != "ns":
                yield low, high
            elif row[0].tag == "ns" and len(row) > 1 and row[0].proper:
                yield low, high
            elif not row[0].known and row[0].tag not in ("x", "m"):
                yield low, high


def _conjoined(folded: str, span: Span) -> list[Span]:
    """Split a list's last piece at 和."""
    at = folded.find("和", span[0] + 2, span[1] - 1)
    if at < 0:
        return [span]
    return [strip(folded, span[0], at), strip(folded, at + 1, span[1])]
