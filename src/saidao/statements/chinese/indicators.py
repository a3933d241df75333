"""Wording: the indicator of a figure, the noun that is counted, and the quote's extent."""

from __future__ import annotations

import re
from typing import Final

_LEAD: Final = re.compile(
    r"^(?:[、，及与：:\s]|和(?!谐)|并(?!网)|且|其中|当中|以及|同时|此外|另外|力争|争取|确保|努力|预计|预期|有望|料|将|要|计划|进一步|继续|加快|推动|推进|实现|使|已|已经|目前|"
    r"当前|基本(?!养老|医|公共|农田|草|药|民生|支出|建设)|初步|截至|到|至(?!少)|在(?!线|建|校|岗|读|园|地)|年底|年末|年(?!均|产|度|末|轻|龄)|底|末|期间|时期|力求|全面|均(?!衡)|都(?!市)|再(?!生|就业|贷|担保|融|制造)|还|还将|也|累计|现(?!代|有|场|行|货)|共(?!建|享|同|有产|性)|约|仅|其(?!他|余)|该|提出|明确|显示|指出|介绍|我国|全市|全省|"
    r"全国|全区|本市|我省|我市|是|为|保持|稳定|达到|完成|形成|打造|建设|建成|培育|新建|有(?!效|色|机|限|线|轨|害|关)|拥有|“十[一二三四五]五”|经(?!济|营|常|费|开)|据)+"
)
_PERIOD_LEAD: Final = re.compile(
    r"^[^，。；]{0,6}?(?:(?:19|20)\d\d年?(?:[-—至](?:19|20)?\d\d年)?(?:底|末|初|前|度)?(?:上半年|下半年|\d{1,2}月(?:底|末|份)?)?|今年|明年|去年|“?十[一二三四五六]五”?(?:期间|时期|末)?)(?:期间|以来)?，?"
)
_TRAIL: Final = re.compile(
    r"(?:[、，：:\s“]|突破|超过|超出|超|逾|达到|达|实现|完成|为|是|约为|约|近|接近|不低于|不少于|不超过|不高于|至少|最高|最多|最长|高于|低于|控制在|保持在|稳定在|保持|"
    r"稳定|维持在|维持|在|到|至|将|预计|有望|力争|争取|要|已|已经|分别|均|都|各|平均|增长|增加|提高|提升|上升|上涨|下降|降低|减少|扩大|压缩|缩短|涨|降|增|了|有|共|"
    r"由|从|自|(?:由|从|自)?(?:19|20)\d\d年(?:底|末)?|连续[0-9一二三四五六七八九十]+年|居|位居|稳居|位列|列|全国|全球|全省|世界|超额|左右|大约|累计|再|可|会|上升到|人民币|的|每年|年均|同比|比上年|进一步|基本|总计|合计|规模以上的|共计|增至|降至|从|由|减|净增|减半|翻|压减|压缩|缩短|延长|放宽|上调|下调|调整|调升|调高|阶段性|成长|料|编列|按|给予|再给予)+$"
)
_NOUN_END: Final = re.compile(r"(?:以上|左右|以内)?(?P<noun>[^，。；：！？\n]{1,60})")
_VERBS_AFTER: Final = re.compile(
    r"(?:示范应用|高质量发展|发展格局|发展|数字化转型|转型|升级|上市|立项|开工建设|开工|有序复工|复工|建设|改造|落地|现状|布局|入围|入选|完成|实现|开展|得到|达到|实施|形成|"
    r"享受|提升|与|协同|参与|污染治理试点|治理修复|风险管控|纳入|为重点|污染|环境综合整治).*$"
)
_HEAD_VERB: Final = re.compile(
    r"^(?:.*(?:建设|建成|建立|新建|打造|形成|培育|新增|创建|布局|推出|引进|推广|改造|完成|实施|推进|推动|开展|支持|制定|发布|突破|累计|拥有|提升|提供|设立|有|"
    r"新培育|新引进|增加|实现))(?=[\u4e00-\u9fff“])"
)
_DRIVES: Final = re.compile(r"(?:辐射带动|带动|拉动|撬动|驱动|牵引|吸引)(?!.*(?:带动|拉动|撬动))")
_SIZE: Final = re.compile(r"(?:总)?(?:规模|产值|收入|营收|增加值|投资|建设投资|销售额|产量|数量)$")
_PART: Final = re.compile(r"其中|当中(?:包括)?|(?<!不)包括|其中包括|含(?=[^量])")
_CLAUSE_QUOTE: Final = 60


def indicator(left: str, right: str, counted: str | None, subject: str) -> str:
    """Return the indicator as worded in the clause, or what it takes from before.

    Parameters
    ----------
    left, right : str
        The clause (in the original script) before the figure and after the quantity.
    counted : str or None
        The counted noun, where the figure is a count.
    subject : str
        Indicator of the figure before, for clauses that name none (增长5.4%).
    """
    named = wording(left)
    if counted and (len(named) < 2 or right.startswith(counted[:2])):
        return counted
    if len(named) >= 2:
        return named
    if counted:
        return counted
    follows = right.lstrip("的")
    match = _NOUN_END.match(follows)
    if match is not None and len(match["noun"]) >= 2 and not subject:
        return match["noun"].strip("”“")
    return subject


def wording(left: str) -> str:
    """Return the nominal part of a clause's left side."""
    text = _PERIOD_LEAD.sub("", left)
    text = _LEAD.sub("", text)
    text = _PERIOD_LEAD.sub("", text)
    text = _LEAD.sub("", text)
    return _TRAIL.sub("", text)[-60:].strip("、，和及与")


def counted_noun(left: str, right: str) -> str | None:
    """Return the noun that is counted, as written: behind the figure, else before it."""
    noun = right.strip("“”") if right.startswith("”") else right
    noun = re.sub(r"^(?:以上|左右|以内|的|、|上下|多)+", "", noun)
    if noun:
        cut = noun.rfind("的")
        if cut >= 0 and cut + 1 < len(noun):
            noun = noun[cut + 1 :]
        shortened = _VERBS_AFTER.sub("", noun)
        if len(shortened) >= 2:
            noun = shortened
        if noun:
            return noun
    text = _TRAIL.sub("", left)
    text = _HEAD_VERB.sub("", text)
    text = _LEAD.sub("", _PERIOD_LEAD.sub("", text))
    text = re.sub(r"^.*[0-9十百千万亿]元(?:以上|级)?的?", "", text)
    cut = text.rfind("的")
    if cut >= 0 and cut + 1 < len(text):
        text = text[cut + 1 :]
    text = re.sub(r"(?:总数|数量|总量|数)$", "", text)
    return text or None


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
    named = wording(clause_left[: match.start()])
    source = named if len(named) >= 2 else subject
    return _SIZE.sub("", source) or source or None


def is_part(clause_left: str) -> bool:
    """Return whether a clause names a part of a total said before (其中, 當中包括)."""
    return _PART.search(clause_left) is not None


def heads(left: str) -> list[str]:
    """Return the subjects that share one predicate (粮食、肉蛋奶、蔬菜产量均…).

    A tail that the last subject has and the others lack (产量) is shared by them all.
    """
    return [
        part
        for part in re.split(r"、|以及|(?<![共饱])和|及(?!其|时)|与", left)
        if part.strip("“” ")
    ]


def subjects(wording: str) -> list[str]:
    """Return the subjects of a shared predicate, the tail of the last given to all.

    Examples
    --------
    >>> subjects("城镇、农村居民人均可支配收入")
    ['城镇居民人均可支配收入', '农村居民人均可支配收入']
    """
    parts = heads(wording)
    if len(parts) < 2:
        return parts
    last = parts[-1]
    if all(len(part) <= 4 for part in parts[:-1]) and len(last) > len(parts[0]) + 1:
        tail = last[len(parts[0]) :]
        return [part + tail for part in parts[:-1]] + [last]
    return parts
