"""Clauses of research and development: 突破…等技术, 开展…攻关, 抓好…等项目建设."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saidao.statements.mentions.passages import Span
from saidao.statements.mentions.technology_clauses import Act, Candidate, Clause
from saidao.statements.mentions.technology_names import known, names, plain, signs

# What may follow the word of research: 研发、备案和落地应用, 攻关与迭代.
_AND = (
    r"(?:(?:、[\u4e00-\u9fff]{2,6}){0,3}(?:和|与|及|以及)(?:示范|推广|产业化?|应用|迭代|成果|转化"
    r"|人才|培养|备案|落地|联合|优化|升级|集成|验证|中试|创新|测试|生产|制造|量产)+)?"
)
# How the words after a list say that its items are developed.
_DEVELOPED = re.compile(
    r"(?:技术|工艺|装备|设备|产品|材料|部件|器件|芯片|软件|系统|载荷|领域"
    r"|环节)*[\u4e00-\u9fff]{0,8}?"
    r"(?:(?P<firm>(?:协同|联合|自主|集成)?(?:技术|研发|研究|科技|产业化)?攻关|技术研发|研发应用"
    r"|研发创新|产品研发|集成研制|研发及产业化|研发和产业化|研发|研制|技术研究|技术开发|技术革新"
    rf"|技术创新|(?:应用|产品)研究|适配验证)(?:力度)?{_AND}"
    r"|(?P<loose>开发|研究|产品开发|产业化应用|产业化|应用示范|示范应用|工程化|国产化|量产|突破))$"
)
_SURE = re.compile(r"技术|攻关|装备|设备|仪器|材料|器件|部件|芯片|软件|载荷")
_TECHNOLOGY = re.compile(
    r"(?:技术瓶颈|技术难题|技术短板|技术难关|技术|瓶颈|难题|难关|关键工艺|核心工艺|工艺)$"
)
_EQUIPMENT = re.compile(
    r"(?:装备|设备|产品|材料|部件|零部件|器件|元器件|芯片|软件|系统|载荷|整机|药物|品种|终端|仪器"
    r"|平台|模型)$"
)
_PROJECT = re.compile(
    r"(?:一批)?(?:重点|重大|标志性|产业|示范|产业化)*(?:项目|工程|星座组网|组网)(?:建设|落地|投产|实施)?$"
)
# 在A、B等方向取得突破: the technologies stand before the verb.
_IN = re.compile(
    r"(?:力争|争取|努力|推动)?(?:在|围绕|聚焦)"
    r"(?:(?P<list>[^，]{2,80})等[^，、]{0,10}|(?P<one>[^，]{2,60}?)(?:上|中|方面|领域|方向|环节))"
    r"(?:取得|实现|形成)[^，、]{0,8}突破$"
)
_FURTHER = re.compile(r"并(?=[\u4e00-\u9fff]{2})|以及(?=实现|推动|形成)|[（(]以下简称.*")
_TAIL = re.compile(
    r"(?:等)?(?:关键共性技术|关键核心技术|关键技术|核心技术|共性技术)?(?:协同|联合|自主|集成)?"
    r"(?:(?P<firm>(?:技术攻关|研发攻关|攻关|技术研发|产品研发|集成研制|研发应用|研发|研制|技术研究"
    r"|(?:技术)?(?:及|和|与)产品研究|(?:场景)?应用研究|(?:规模化)?适配验证)"
    rf"(?:取得[^，]{{0,4}}突破|{_AND}))"
    r"|产品开发|技术验证|(?:规模化?)?量产|国产化|(?:国产|进口)替代|工程化"
    r"|(?:中试)?(?:验证)?(?:和|及|与)?(?:产业化应用|产业化|中试验证|中试))$"
)
# What `_TAIL` can end in.
_TAIL_ENDS = (
    *("攻关", "研发", "研制", "研究", "突破", "验证", "量产", "国产化", "替代", "工程化", "产业化"),
    *(
        "中试",
        "开发",
        "示范",
        "推广",
        "产业",
        "应用",
        "迭代",
        "成果",
        "转化",
        "人才",
        "培养",
        "备案",
    ),
    *("落地", "联合", "优化", "升级", "集成", "创新", "测试", "生产", "制造"),
)
# 聚焦A、B等领域，开展核心技术攻关: research on what the area names.
_RESEARCHES = re.compile(
    r"(?:技术|科技|科研|产学研|联合|协同|核心|关键|共性|前沿|应用基础|产业)[^，、]{0,8}?"
    r"(?:攻关|研制|(?:研发|研究|创新)(?!机构|中心|平台|券|能力|创业|人才|人员|团队|生态|体系|主体|园"
    r"|企业|联合体|院|投入|费用|活动|基地))"
    r"|科技(?:重大)?专项|(?:重大|研发|攻关|旗舰)[^，、]{0,4}(?:专项|项目)|(?:软件|硬件|产品)+研发"
)
_AREA_REACH = 3
# No clause develops anything without one of these, unless its verb does: `_listed` and `_IN`
# ask for one of them in every branch.
_TELLING = re.compile(
    r"攻|研|技术|开发|产业化|国产化|工程|示范|应用|量产|突破|创新|革新|验证|瓶颈|难题|难关|工艺"
    r"|项目|组网|替代|中试|创制|掌握"
)
_OWN = re.compile("技术[研验及和与]")
# 开发基于病历等数据的诊断技术: the list belongs to the words that tell of what kind it is.
_MODIFIED = re.compile(r"(?:基于|针对|面向|满足|适应|适用|利用|结合)[^，]*?等[^，]*?的(?=[^，]{2})")


def candidates(folded: str, clauses: Sequence[Clause]) -> Iterator[Candidate]:
    """Yield the clauses of a sentence that develop something.

    Parameters
    ----------
    folded : str
        The folded reading text.
    clauses : sequence of Clause
        Those of one sentence.

    Yields
    ------
    Candidate
        With one technology at least; not weighed yet. One may span several clauses.
    """
    held: int | None = None
    earlier: list[Span] = []
    for index, clause in enumerate(clauses):
        low, high = clause.start, clause.end
        if clause.area is not None:
            yield from _on_area(folded, clauses[index : index + _AREA_REACH], clause.area)
        if held is None and not _TELLING.search(folded, low, high):
            continue
        head = clause.head
        if head is None and held is not None:
            # 加快A等甲技术，B等乙技术攻关: one verb, before the first; one end, after the last.
            act, found = _listed(folded, low, high, strong=False)
            if found:
                both = (*earlier, *found)
                yield Candidate(held, high, act, both, signs(folded, held, high, both))
                held, earlier = None, []
                continue
            earlier += plain(folded, low, high)
            continue
        held, earlier = None, []
        if area := _IN.match(folded, clause.whole, high):
            which = "list" if area["list"] else "one"
            found = names(folded, *area.span(which), open_=which == "list")
            marks = signs(folded, clause.whole, high, found)
            if marks & {"thing", "field"}:
                yield Candidate(clause.whole, high, "research", tuple(found), marks)
            continue
        if head is None:
            continue
        further = _FURTHER.search(folded, head.end(), high)
        cut = further.start() if further and further.start() > head.end() + 4 else high
        strong = bool(head["strong"])
        act, found = _listed(folded, head.end(), cut, strong=strong)
        if found:
            if strong and (head["strong"] != "开发" or folded.endswith("技术", low, cut)):
                act = "research"
            marks = signs(folded, head.end(), cut, found)
            yield Candidate(low, high, act, tuple(found), marks)
        elif not strong and _TECHNOLOGY.search(folded, low, high):
            held, earlier = low, plain(folded, head.end(), high)


def _on_area(folded: str, clauses: Sequence[Clause], area: Span) -> Iterator[Candidate]:
    """Yield the research of the first clauses whose technologies are those of their area."""
    at = folded.rfind("等", *area)
    found = names(folded, area[0], at if at > 0 else area[1], open_=True)
    if not known(folded, found):
        return
    for index, clause in enumerate(clauses):
        if index and (clause.area is not None or (clause.head and clause.head["strong"])):
            return
        if _RESEARCHES.search(folded, area[1], clause.end):
            own = names(folded, clause.start, clause.end) if clause.head else []
            if not known(folded, own):
                marks = signs(folded, *area, found)
                yield Candidate(clauses[0].whole, clause.end, "research", tuple(found), marks)
            return


def _listed(folded: str, start: int, end: int, *, strong: bool) -> tuple[Act, list[Span]]:
    """Return the technologies of an object, none where it is not one of developing.

    Parameters
    ----------
    start, end : int
        Span behind the verb.
    strong : bool
        Whether the verb by itself says that its object is developed.

    Returns
    -------
    act : {'research', 'develop'}
        What the words behind the list say.
    technologies : list of Span
    """
    if modified := _MODIFIED.match(folded, start, end):
        start = modified.end()
    at = folded.rfind("等", start, end)
    if at > start and end - at <= 30:
        low, high = at + 1, end
        developed = _DEVELOPED.fullmatch(folded, low, high)
        technical = _TECHNOLOGY.search(folded, low, high) is not None
        found = names(folded, start, at, open_=True)
        if developed and developed["firm"]:
            # A list of foods or services may end in 研发 too; 技术攻关 speaks for itself.
            sure = _SURE.search(folded, low, high)
            return "research", found if sure or known(folded, found) else []
        if technical or (strong and _EQUIPMENT.search(folded, low, high)):
            # 推动…等技术应用 is no development; 研究…等关键技术 is.
            bred = folded.endswith("品种", low, high)
            if not technical and not bred and not known(folded, found):
                return "develop", []
            return "develop", found if strong or _researches(folded, start) else []
        if (developed or _PROJECT.fullmatch(folded, low, high)) and known(folded, found):
            return "develop", found if developed or len(found) > 1 else []
        return "develop", []
    tail = _tail(folded, start, end)
    if tail is not None:
        end = tail[1] - 1 if folded[tail[1] - 1] == "的" else tail[1]
        found = names(folded, start, end)
        return tail[0], found if known(folded, found) else []
    if strong:
        found = names(folded, start, end)
        return "develop", found if known(folded, found) else []
    return "develop", []


def _tail(folded: str, start: int, end: int) -> tuple[Act, int] | None:
    """Return where the object ends before words such as 技术攻关, or None."""
    if not folded.endswith(_TAIL_ENDS, start, end):
        return None
    match = _TAIL.search(folded, start, end)
    if match is None or match.start() <= start + 1:
        return None
    # `…关键技术研究` names the technology by its own last word.
    own = 2 if _OWN.match(folded, match.start()) else 0
    return "research" if match["firm"] else "develop", match.start() + own


def _researches(folded: str, start: int) -> bool:
    """Say whether the weak verb before `start` is one of research."""
    return folded[max(0, start - 2) : start] in (
        "研究",
        "开发",
        "实现",
        "聚焦",
        "布局",
        "部署",
        "发展",
    )
