"""Firms: named in full, or by a short name where the words around say that a firm is meant.

What a page links to is no evidence: pages link common nouns (新产业, 机器人) to stocks of the
same name. Only the words count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saidao.statements.mentions.known_firms import CHINESE
from saidao.statements.mentions.names import (
    Word,
    from_first_proper,
    left_edge,
    reach_back,
    words,
)
from saidao.statements.mentions.passages import Names, Span, clause_start, split, strip
from saidao.statements.mentions.technology_names import known
from saidao.statements.mentions.vocabulary import COMMON, COMPANY_KINDS, TRADES
from saidao.statements.statement import Mention

_SUFFIX = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|控股公司|集团公司|控股集团|集团|自来水公司|电力公司"
    r"|供电公司|燃气公司|公司"
    r"|银行[\u4e00-\u9fff]{2,5}分行|银行|分行|证券|人寿|财险|航空(?![\u4e00-\u9fff]{0,8}(?:基地|园|港|部件|产业|制造|装备|器材|运动|物流|枢纽|城))|重工|汽车集团)"
    r"(?![业化军式性总控]|公司|系统|港|产业|汇率|账户|卡|体系|存款|贷款|间|承兑|保函|信贷|网点)"
)
_LEGAL = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)$")
_REACH = 34
_LOCAL = re.compile(r"(?:省|市|区|县|州)(?!属|级|直|管|内|场)[\u4e00-\u9fff]{2,10}(?:公司|集团)$")
# A place or brand and a trade, each cut to one character: 首钢, 徐矿, 陕汽.
_SHORTENED = re.compile(
    r"[^大小新老各城交建文农水产科旅民国央地炼]{1}(?:钢|铝|矿|煤|重|汽|船|药|酒|锡|铜)(?:集团公司"
    r"|集团|公司)"
)
_NOT_FIRM = re.compile(
    r"人民银行|世界银行|亚洲开发银行|投资银行|中央银行|数据银行|血库银行|商业银行$"
)
_COMPANY = re.compile(r"(?:公司|集团|(?<!人民)银行|分行)$")
_CENTRAL_BANK = ("人民银行", "中国人民银行")
_ANY_COMPANY = re.compile(
    r"(?:[各省市区县州]|有关|相关|国有|市属|省属|区属|县属|所属|国家|重点|金融|平台)*(?:企业|公司"
    r"|集团|银行)+$"
)
_LISTED = re.compile(
    r"等[\u4e00-\u9fff]{0,8}?(?P<head>龙头企业|链主企业|头部企业|骨干企业|领军企业|重点企业"
    r"|知名企业|企业"
    r"|平台公司|公司|央企|国企|车企|药企|集团|厂商)"
)
# 甲、乙二期、丙半导体等项目: projects that go by the names of their firms.
_PROJECTS = re.compile(r"等[\u4e00-\u9fff]{0,8}?(?:项目|工程)")
_LEAD_PROJECTS = re.compile(r".*?(?:加快|推动|推进|抓好|支持|建设|实施|促进|确保|包括|以)")
_PHASE = re.compile(r"[一二三四五六]期$")
# Behind these a work may be named after its firm, where these end its name.
_WORKS = re.compile(r"(?:建设|推进|推动|加快|支持|启动|实施)(?=[\u4e00-\u9fff]{4})")
_WORK_END = re.compile(
    r"期(?<=[一二三四五六]期)(?=[\u4e00-\u9fff]{0,8}(?:项目|工程|建设))"
    r"|生产(?:基地|线|工厂|项目)|制造(?:基地|工厂|项目)|产线|工厂"
)
_STOPPING = frozenset({"p", "c", "uj", "x"})
_TRADED = re.compile(
    r"(?:支持|依托|引进|引入|推动|鼓励|联合|发挥|携手|对接)"
    rf"(?=[\u4e00-\u9fff]{{2,3}}(?:{'|'.join(sorted(TRADES))}))"
)
_LEAD_IN = re.compile(
    r".*(?:依托|引进|引入|推进|加快|支持|培育|发挥|以|推动|鼓励|对接|携手|联合|招引|围绕|集聚|吸引|拥有"
    r"|包括|如|是|了|与|和)"
)
_KINDS = ("控股集团", "集团", "投控", "控股", "公司", "股份")
_ALWAYS = Names(CHINESE)


def read(text: str, folded: str, responsible: Sequence[Mention] = ()) -> list[Mention]:
    """Read the firms that are named in a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.
    responsible : sequence of Mention, optional
        What `responsibility.read` found: utilities and banks answer for tasks too.

    Returns
    -------
    list of Mention
        Of kind ``firm``, in the order of the text, not overlapping.
    """
    spans = sorted(
        {
            *_suffixed(folded),
            *_known(folded),
            *_listed(folded),
            *_traded(folded),
            *_projects(folded),
            *_of_works(folded),
            *_answering(folded, responsible),
        },
        key=_by_length,
    )
    kept: list[Span] = []
    for start, end in spans:
        if kept and start == kept[-1][1] and _COMPANY.search(folded, start, end):
            kept[-1] = (kept[-1][0], end)  # 中国石油 and 长庆油田分公司 are one name
        elif not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return [Mention("firm", start, end, text[start:end]) for start, end in kept]


def _answering(folded: str, responsible: Sequence[Mention]) -> Iterator[Span]:
    """Yield the companies in lists of responsible bodies."""
    for mention in responsible:
        for part in mention.parts:
            name = folded[part.start : part.end]
            if part.kind != "body" or _ANY_COMPANY.match(name) or name.startswith(_CENTRAL_BANK):
                continue
            if _COMPANY.search(name):
                yield part.start, part.end


def _by_length(span: Span) -> tuple[int, int]:
    """Order by start, the longer first."""
    return span[0], -span[1]


def _suffixed(folded: str) -> Iterator[Span]:
    """Yield names that end in a word for a firm."""
    for match in _SUFFIX.finditer(folded):
        end = match.end()
        start = left_edge(folded, end, max(0, end - _REACH))
        row = reach_back(words(folded, start, end))
        if not row or _NOT_FIRM.search(folded, row[0].start, end):
            continue
        name = _name(folded, row, end)
        if name is not None and name[1] - name[0] >= 4:
            yield name


def _name(folded: str, row: list[Word], end: int) -> Span | None:
    """Return the firm that `row` names, or None where it is a kind of company."""
    start = row[0].start
    whole = folded[start:end]
    local = _LOCAL.fullmatch(whole)
    if local and not any(word.text in ("企业", "国有", "国有企业") for word in row):
        return start, end
    named = from_first_proper(row[:-1]) or _unknown(row[:-1])
    if named and named[0].text not in COMPANY_KINDS:
        # 某某（上海）有限公司 begins before the brackets.
        inside = any(word.text in "（(" for word in row if word.start < named[0].start)
        return (start if inside else named[0].start), end
    if _SHORTENED.fullmatch(whole):
        return start, end
    if _LEGAL.search(whole) and end - start >= 8:
        return start, end
    return None


def _unknown(row: list[Word]) -> list[Word]:
    """Return `row` if it begins with a word that no dictionary holds: a brand, mostly."""
    if (
        row
        and not row[0].known
        and row[0].text not in COMMON | COMPANY_KINDS
        and len(row[0].text) >= 2
    ):
        return row
    return []


def _known(folded: str) -> Iterator[Span]:
    """Yield firms known by a short name, where it is not part of other words (加强生产)."""
    for start, end in _ALWAYS.find(folded, 0, len(folded)):
        low, high = max(0, start - 6), min(len(folded), end + 6)
        row = words(folded, low, high)
        if start in {word.start for word in row} and end in {word.end for word in row}:
            # 中国电建集团…, 日月光投控: the kind of company belongs to the name.
            kind = next((word for word in _KINDS if folded.startswith(word, end)), "")
            yield start, end + len(kind)


def _listed(folded: str) -> Iterator[Span]:
    """Yield the items of a list that its last words call firms: A、B等龙头企业."""
    for match in _LISTED.finditer(folded):
        low, at = clause_start(folded, match.start(), 80), match.start()
        # 企业 alone ends lists of trades too; a firm that is surely one must vouch for it.
        if (
            match["head"] != "企业"
            or any(_ALWAYS.find(folded, low, at))
            or _SUFFIX.search(folded, low, at) is not None
            or _of_trade(folded, low, at, match.start("head"))
        ):
            yield from _items(folded, low, at)


def _of_trade(folded: str, low: int, at: int, head: int) -> bool:
    """Say whether the words before 企业 tell the trade with which an item's name ends.

    甲地乙造船、丙丁等造船企业: a place and a brand stand before 造船 where it ends a name.
    """
    trade = folded[head - 2 : head]
    lead = _LEAD_IN.match(folded, low, at)
    low = lead.end() if lead else low
    return head - at > 2 and any(
        end - start >= 6 and folded.endswith(trade, start, end)
        for start, end in split(folded, low, at, "、")
    )


def _projects(folded: str) -> Iterator[Span]:
    """Yield firms that a list of projects is named after.

    Such lists name products far more often. A firm that is surely one must vouch for the
    short words beside it that no dictionary holds.
    """
    for match in _PROJECTS.finditer(folded):
        low = clause_start(folded, match.start(), 60)
        lead = _LEAD_PROJECTS.match(folded, low, match.start())
        pieces = split(folded, lead.end() if lead else low, match.start(), "、")
        if len(pieces) < 2:
            continue
        names: list[Span] = []
        sure = False
        for start, end in pieces:
            phase = _PHASE.search(folded, start, end)
            end = phase.start() if phase else end
            row = words(folded, start, end)
            firm = next(_ALWAYS.find(folded, start, end), (0, 0))
            trade = len(row) == 2 and not row[0].known and row[1].text in TRADES
            sure = sure or firm[0] == start or trade or phase is not None
            short = 2 <= end - start <= 3 or firm == (start, end)
            if trade or (short and _is_name(folded, row, (start, end))):
                names.append((start, end))
        if sure and 2 * len(names) > len(pieces):
            yield from names


def _of_works(folded: str) -> Iterator[Span]:
    """Yield firms that a single work is named after: 建设甲地乙药业三期项目, …生产基地.

    A place, a brand that is a name too, and mostly a trade stand before what is built.
    """
    for stop in _WORK_END.finditer(folded):
        end = stop.start() - (stop[0] == "期")  # the number of a phase is no part of the name
        clause = clause_start(folded, end, 30)
        low = max((verb.end() for verb in _WORKS.finditer(folded, clause, end)), default=0)
        row = words(folded, low, end) if low else []
        if len(row) < 2 or row[0].tag != "ns" or row[0].start != low or len(row[1].text) < 2:
            continue
        brand = row[1]
        if brand.tag in ("ns", "nr") and brand.known and stop[0] != "期":
            continue  # a city and its district: only a phase is surely of a firm's own work
        end = brand.end
        if len(row) > 2 and row[2].text in TRADES and (brand.proper or not brand.known):
            if row[2].text == "智能":
                continue  # 智能制造, 智能工厂
            end = row[2].end
        elif brand.tag == "ns" or not brand.proper:
            continue
        if all(word.tag not in _STOPPING and not word.stops for word in row[1:]):
            yield low, end


def _is_name(folded: str, row: Sequence[Word], span: Span) -> bool:
    """Say whether a short word can be a firm's: no place, no technology, no common word."""
    alone = row[0] if len(row) == 1 and row[0].known else None
    common = alone is not None and (alone.tag == "ns" or not alone.proper)
    stops = any(word.stops and (word.known or len(word.text) == 1) for word in row)
    return not common and not stops and not known(folded, [span])


def _traded(folded: str) -> Iterator[Span]:
    """Yield short names made of a coined word and a trade, behind a verb: 支持登海种业."""
    for match in _TRADED.finditer(folded):
        low = match.end()
        row = words(folded, low, min(len(folded), low + 60))
        for brand, trade, after in zip(row, row[1:], [*row[2:], None], strict=False):
            if brand.start != low:
                continue
            coined = brand.proper or not brand.known
            if not (coined and 2 <= len(brand.text) <= 3 and trade.text in TRADES):
                break
            # 支持杭州汽车产业: the trade must be the last word.
            if after is not None and not (after.stops or after.tag == "v"):
                break
            # A place and a trade are a firm's name only in a list.
            if brand.tag == "ns" and (after is None or after.text not in "、等"):
                break
            yield brand.start, trade.end
            if after is None or after.text not in ("、", "和", "与", "及"):
                break
            low = after.end


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
            if not 2 <= len(name) <= 12 or name in COMMON | COMPANY_KINDS:
                continue
            if any(word.stops for word in row):
                continue
            # A place alone is no firm; a place with more, or a word that no dictionary holds, is.
            named = (row[0].proper or row[0].text == "中国") and (
                row[0].tag != "ns" or len(row) > 1
            )
            if named or (not row[0].known and row[0].tag not in ("x", "m")):
                yield low, high


def _conjoined(folded: str, span: Span) -> list[Span]:
    """Split a list's last piece at 和."""
    at = folded.find("和", span[0] + 2, span[1] - 1)
    if at < 0:
        return [span]
    return [strip(folded, span[0], at), strip(folded, at + 1, span[1])]
