"""The clauses of a sentence, and what makes one of them the candidate of a technology task.

A candidate is weighed by what it does (`ACTS`) and by what speaks for it (`SIGNS`); it is
a task from `THRESHOLD` on. 攻关 of anything with a technical name is one; 建设 of a thing
is one only where its field is named too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from saidao.statements.mentions.passages import CLOSERS, OPENERS, Span, split, strip

Act = Literal["research", "develop", "upgrade", "build", "programme", "support", "promote"]
Sign = Literal["listed", "thing", "field", "named", "counted"]

THRESHOLD = 3

# What the clause does. Words of research say by themselves that something technical is
# meant; 开发, 建设, 实施 are said of tourism, roads and campaigns as well.
ACTS: dict[Act, int] = {
    "research": 2,  # 突破, 攻克, 研制, …技术攻关
    "upgrade": 2,  # 改造 by a named technique: 超低排放改造
    "develop": 1,  # 开发, 产业化, 项目建设
    "build": 1,  # 建设, 构建, 打造
    "programme": 1,  # 实施…行动计划, …创新工程
    "support": 1,  # 加大…支持力度
    "promote": 1,  # 推广“…平台”
}

# What speaks for it, or against.
SIGNS: dict[Sign, int] = {
    "listed": 1,  # two technologies or more: such a list is of specific things
    "thing": 1,  # the object ends in something that is engineered: 芯片, 机组
    "field": 1,  # a field of technology is named: 量子, 遥感
    "named": 1,  # a proper name, or a national institution of one named science
    "counted": -2,  # 3—5种新产品: the number is the task, and the things have no names
}

_ADVERB = (
    r"(?:加快|加紧|重点|着力|集中力量|集中|大力|全力|积极|持续|优先|力争|努力|尽快|深入|有序|稳步"
    r"|协同|联合|聚力|率先|配套|规划"
    r"|谋划|将|要|并|还|正在|目前|同时|继续|攻坚|支持|鼓励|组织|推动|推进|促进|加强|强化|进一步|系统|前瞻|提前|自主|实现|抓紧|统筹|带动)"
)
# Verbs whose object is what is developed.
_STRONG = (
    r"(?:研究开发|研究构建|突破|攻克|攻坚|研制|研发|创制|攻关|掌握"
    r"|开发(?!区|者|利用|建设|商|性|程度|强度|边界))"
)
# Verbs that say so only together with the end of the clause: 开展…攻关, 推动…研发.
_WEAK = (
    r"(?:研究|加快|开展|推动|推进|加强|加大|强化|聚焦|围绕|支持|布局|实施|促进|实现|组织|进行|抓好"
    r"|完成|建设|建成|构建|打造|创建|组建|部署|深化|鼓励|发展|限期|启动|开工|设立|投入|拓展|补齐|提升|提高|形成|完善|推广|建构|做优|做强|增强)"
    r"(?:建设|建成|实施|开展|推进|投产|投用)?"
)
_HEAD = re.compile(rf"{_ADVERB}*(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))")
# The verb may follow its subject: 企业联合研发…, 经济部推动…技术研发.
_JOINT = re.compile(
    r"(?:联合|共同|自主|协同|合作)(?P<strong>研发|研制|攻关|开发|攻克|突破)(?P<weak>)(?=.{4})"
)
# 支持龙头企业研发…, 指导电信企业建设…: the subject is told to develop or build.
_BIDDEN = re.compile(
    rf"{_ADVERB}*(?:支持|鼓励|引导|指导|推动|组织)[^，。；]{{0,24}}?(?:企业|高校|院所|机构|单位"
    r"|实验室|大学|公司|集团|研究院|团队)等?"
    rf"(?:{_ADVERB}*(?P<strong>研发|研制|攻关|攻克|突破|开发)"
    rf"|(?:{_ADVERB})*?(?P<weak>开展|加强|加大|加快|推进|推动|聚焦|建设))(?=.{{4}})"
)
_LATER = re.compile(
    r"(?P<strong>)(?P<weak>推动|开展|推进|加快|实施)(?=[^，。；]{3,80}(?:攻关|研发|研制|技术研究)$)"
)
_AREA = re.compile(
    rf"{_ADVERB}*(?:在|面向|针对|围绕|聚焦|瞄准)(?P<list>[^，。；：\n]{{2,60}}?)"
    r"(?:领域|方面|环节|方向|需求|瓶颈|短板|赛道|等(?=加快|加强|开展|推进))(?:的)?[，]?"
)
# 3.设立…, （二）开展…: the number of an item is no part of its clause.
_NUMBER = re.compile(
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、]|\d{1,2}[.．](?!\d)|[①-⑳])[ \u3000]*"
)
_AROUND = frozenset(" \t\u3000\xa0*#\n—-·•）)")
_NUMBER_FIRST = frozenset("（(一二三四五六七八九十0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_COUNT_LAST = frozenset("项个种款台套类上右")
_AREA_WORD = re.compile("在|面向|针对|围绕|聚焦|瞄准")
_OPENER = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
_COMMA = re.compile("[，：]")
_COUNT = re.compile(r"\d+(?:余|多)?[项个种款台套类](?:以上|左右)?$")


class Clause:
    """A clause of a sentence.

    Parameters
    ----------
    folded : str
        The folded reading text.
    whole, start, end : int
        Where it begins with the area that it names first (在…领域), without it, and its end.
    area : Span, optional
        What the words for its area name.
    """

    __slots__ = ("_folded", "_head", "area", "end", "start", "whole")

    def __init__(self, folded: str, whole: int, start: int, end: int, area: Span | None) -> None:
        self._folded = folded
        self._head: re.Match[str] | Literal["unread"] | None = "unread"
        self.whole = whole
        self.start = start
        self.end = end
        self.area = area

    @property
    def head(self) -> re.Match[str] | None:
        """Its verb, in group ``strong`` or ``weak``; read when first asked for."""
        if self._head == "unread":
            self._head = _head(self._folded, self.start, self.end)
        return self._head


@dataclass(frozen=True, slots=True)
class Candidate:
    """A clause that may be a task.

    Parameters
    ----------
    start, end : int
        Span in the reading text.
    act : Act
        What it does.
    technologies : tuple of Span
        What it does it to.
    signs : frozenset of Sign
        What speaks for the object as a technical one, or against.
    """

    start: int
    end: int
    act: Act
    technologies: tuple[Span, ...]
    signs: frozenset[Sign] = field(default_factory=frozenset)

    @property
    def weight(self) -> int:
        """What speaks for the candidate, summed."""
        return ACTS[self.act] + sum(SIGNS[sign] for sign in self.signs)


def clauses(folded: str, start: int, end: int) -> Iterator[Clause]:
    """Yield the clauses of a sentence, without a count at their end (…技术30项).

    Parameters
    ----------
    folded : str
        The folded reading text.
    start, end : int
        Span of the sentence.

    Yields
    ------
    Clause
        In the order of the text.
    """
    has_area = _AREA_WORD.search(folded, start, end) is not None
    for low, high in _pieces(folded, start, end):
        if folded[low] in _AROUND or folded[high - 1] in _AROUND:
            low, high = strip(folded, low, high, "—-·•）)")
        if folded[low : low + 1] in _NUMBER_FIRST:
            number = _NUMBER.match(folded, low, high)
            low = number.end() if number else low
        whole = low
        if folded[high - 1 : high] in _COUNT_LAST:
            count = _COUNT.search(folded, low, high)
            high = count.start() if count else high
        area = None
        if has_area and _AREA_WORD.search(folded, low, high):
            area = _AREA.match(folded, low, high)
        if area:
            # 聚焦…等领域，支持…: the area may be all that stands before the comma.
            low = area.end() if area.end() < high else low
        named = area.span("list") if area else None
        yield Clause(folded, whole, low, high, named)


def _pieces(folded: str, start: int, end: int) -> Iterator[Span]:
    """Yield what stands between commas and colons outside brackets."""
    if _OPENER.search(folded, start, end):
        yield from split(folded, start, end, "，：")
        return
    at = start
    for mark in _COMMA.finditer(folded, start, end):
        if mark.start() > at:
            yield at, mark.start()
        at = mark.end()
    if end > at:
        yield at, end


def _head(folded: str, low: int, high: int) -> re.Match[str] | None:
    """Return the verb of a clause: its first word, or the one behind its subject."""
    head = _HEAD.match(folded, low, high)
    if head is not None and head["strong"]:
        return head
    return (
        _JOINT.search(folded, low, high)
        or _BIDDEN.match(folded, low, high)
        or head
        or _LATER.search(folded, low, high)
    )
