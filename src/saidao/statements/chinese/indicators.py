"""Wording: the indicator of a figure, the noun that is counted, what drives it."""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese.wording import name_in, strip_head, strip_tail

_NOUN_END: Final = re.compile(r"(?:以上|左右|以内)?(?P<noun>[^，。；：！？\n]{1,60})")
_NOUN_LEAD: Final = re.compile(r"(?:以上|左右|以内|的|、|上下|多)+")
_GOES_ON: Final = re.compile(
    r"增加|增长|增至|提高|提升|扩大|减少|下降|降至|升至|跃升|发展到|达到|拓展到|扩展到|上升"
)
_VERBS_AFTER: Final = re.compile(
    r"示范应用|高质量发展|发展格局|发展|数字化转型|转型|升级|上市|立项|开工|有序复工|复工|建设|改造|落地|现状|布局|"
    r"入围|入选|完成|实现|开展|得到|达到|实施|形成|享受|提升|与|协同|参与|污染治理试点|治理修复|风险管控|纳入|"
    r"竣工|智能化改造|数字化改造|为重点|为目标|污染|环境综合整治|受惠|受益|落成|进入|跻身|上榜|用上|下沉|全部|成功|下岗|目前|已|均(?!衡)|初具|稳中|占(?![地用])"
)
_LONGEST_NOUN: Final = 40
_HEAD_VERB: Final = re.compile(
    r"建设|建成|建立|新建|打造|形成|新培育|培育|新增|增设|增建|创建|布局|推出|新引进|引进|推广|改造|完成|实施|推进|推动|开展|支持|制定|"
    r"发布|突破|累计|拥有(?!量)|提升|提供|设立|有(?<![保具专私国所享共含]有)(?![效色机限线轨])|增加|实现"
)
_AMOUNT: Final = re.compile(r".*[0-9十百千万亿]元(?:以上|级)?的?")
_TOTAL_NOUN: Final = re.compile(r"(?:总数|保有量|拥有量|存量|数量|总量|数)\Z")
_DRIVES: Final = re.compile(r"(?:辐射带动|带动|拉动|撬动|驱动|牵引|吸引)(?!.*(?:带动|拉动|撬动))")
_SIZE: Final = re.compile(r"(?:总)?(?:规模|产值|收入|营收|增加值|投资|建设投资|销售额|产量|数量)\Z")
_SHARED_TAIL: Final = re.compile(
    r"居民|产量|产值|增加值|收入|率|面积|规模|占比|投资|装机|人口|企业|销量|保有量|用户|污水|垃圾|地区|常住"
)
_PART: Final = re.compile(r"其中|当中(?:包括)?|包括(?<!不包括)|含(?=[^量])")
_CLAUSES: Final = re.compile(r"[，。；：,]")
_PREDICATE: Final = re.compile(
    r"再创|创(?:历史)?新|连跨|连续|稳步|持续|不断|大幅|加快|明显|显著|全面|再上|再上新|取得|实现|保持|迈上|稳中|进一步|总体|圆满"
)
_SPLIT: Final = re.compile(
    r"、|以及|(?<![共饱温])和(?![谐平])|(?<![普涉以触顾])及(?!其|时|以|格)|(?<!参)与"
)


def indicator(name: str, right: str, counted: str | None, subject: str) -> str:
    """Return the indicator as worded in the clause, or what it takes from before.

    Parameters
    ----------
    name : str
        What the clause names before the figure.
    right : str
        The clause behind the quantity.
    counted : str or None
        The counted noun, where the figure is a count.
    subject : str
        Indicator of the figure before, for clauses that name none (增长5.4%).
    """
    if counted and (len(name) < 2 or right.startswith(counted[:2])):
        return counted
    if len(name) >= 2:
        return name
    if counted:
        return counted
    match = _NOUN_END.match(right.lstrip("的"))
    if match is not None and len(match["noun"]) >= 2:
        return match["noun"].strip("”“")
    return subject


def counted_noun(left: str, right: str) -> str | None:
    """Return the noun that is counted, as written: behind the figure, else before it."""
    if _GOES_ON.match(right):
        right = ""
    lead = _NOUN_LEAD.match(right)
    noun = (right if lead is None else right[lead.end() :]).lstrip("”")
    if noun:
        cut = noun.rfind("的")
        if cut > 0 and noun.endswith("能力"):
            noun, cut = noun[:cut], -1  # 年产40万套电驱系统的生产能力
        if cut >= 0 and cut + 1 < len(noun):
            noun = noun[cut + 1 :]
        verb = _VERBS_AFTER.search(noun, 0, _LONGEST_NOUN)
        while verb is not None and verb.start() < 2:
            verb = _VERBS_AFTER.search(noun, verb.end(), _LONGEST_NOUN)
        return noun if verb is None else noun[: verb.start()]
    text = strip_tail(left)
    cut = max((verb.end() for verb in _HEAD_VERB.finditer(text)), default=0)
    text = strip_head(text[cut:] if cut < len(text) else text)
    amount = _AMOUNT.match(text)
    if amount is not None:
        text = text[amount.end() :]
    cut = text.rfind("的")
    if cut >= 0 and cut + 1 < len(text):
        text = text[cut + 1 :]
    return _TOTAL_NOUN.sub("", text) or None


def driver(clause_left: str, subject: str) -> str | None:
    """Return what is said to drive the figure of a clause (X带动Y达到…), or None.

    Examples
    --------
    >>> driver("元宇宙产业带动全市软件业规模超过", "")
    '元宇宙产业'
    """
    match = _DRIVES.search(clause_left)
    if match is None:
        return None
    named = name_in(clause_left[: match.start()])
    source = named if len(named) >= 2 else subject
    return _SIZE.sub("", source) or source or None


def is_part(clause_left: str) -> bool:
    """Return whether a clause names a part of a total said before (其中, 当中包括)."""
    return _PART.search(clause_left) is not None


def heads(left: str) -> list[str]:
    """Return the subjects that stand side by side in `left` (粮食、肉蛋奶、蔬菜产量)."""
    return [part for part in _SPLIT.split(left) if part.strip("“” ")]


def subjects(name: str) -> list[str]:
    """Return the subjects of a shared predicate, the tail of the last given to all.

    Examples
    --------
    >>> subjects("城镇、农村居民人均可支配收入")
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    parts = heads(name)
    if len(parts) < 2:
        return parts
    last = parts[-1]
    tail = last[len(parts[0]) :]
    if len({len(part) for part in parts[:-1]}) == 1 and _SHARED_TAIL.match(tail):
        return [part + tail for part in parts[:-1]] + [last]
    return parts


def topic(before: str) -> str:
    """Return what the clause before speaks of: 粮食总产量再创新高，达到… (the output).

    Examples
    --------
    >>> topic("粮食总产量再创新高，")
    '粮食总产量'
    """
    clause = _CLAUSES.split(before.rstrip("，；：,"))[-1]
    match = _PREDICATE.search(clause)
    return name_in(clause if match is None else clause[: match.start()])
