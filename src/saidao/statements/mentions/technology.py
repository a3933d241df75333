"""Technology tasks: what shall be broken through, developed or built, by whom, by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from saidao.statements.mentions.passages import Items, Span, sentence, split, strip
from saidao.statements.statement import Mention

_ADVERB = r"(?:加快|加紧|重点|着力|集中力量|集中|大力|全力|积极|持续|优先|力争|努力|尽快|深入|有序|稳步|协同|联合|聚力|率先|实现|攻坚|支持|鼓励|组织|推动|推进|加强|强化|开展|布局|部署|实施|进行|抓好|抓紧)"
# Verbs whose object is what is developed.
_STRONG = r"(?:突破|攻克|攻坚|研制|研发|创制|自主研发|自主研制|攻关|掌握|解决)"
_WEAK = r"(?:开发|研究|加快|开展|推动|推进|加强|加大|强化|聚焦|围绕|支持|布局|实施|促进|实现|组织|进行|抓好|完成|提升)"
# What the object ends with when the clause is about developing it.
_TAIL = (
    r"(?:(?:一批|若干|系列)?(?:领域|方面|环节|方向)?(?:的)?(?:[\u4e00-\u9fff]{0,6}?)"
    r"(?:关键核心技术|关键共性技术|核心关键技术|前沿引领技术|颠覆性技术|共性关键技术|关键技术|核心技术|共性技术|前沿技术|技术瓶颈|技术难题|技术短板|技术难关"
    r"|重大技术|先进技术|技术|瓶颈|难题|关键材料|关键部件|关键零部件|关键装备|重大装备|关键设备|关键载荷|核心部件|核心零部件|基础材料|核心装备|高端装备|装备|设备|产品|系统|载荷|材料|器件|芯片|软件)?"
    r"(?:的)?(?:协同|联合|自主|集成|核心)?(?:技术攻关|研发攻关|研究攻关|科技攻关|攻关|研发应用|研发创新|技术研发|技术研究|产品研发|研发|研制|开发|突破|技术创新|产业化应用|产业化))"
)
_CLAUSE = re.compile(r"[^，。；：！？\n]+")
_VERB_FIRST = re.compile(rf"{_ADVERB}*?{_STRONG}(?P<object>.+)")
_TAILED = re.compile(
    rf"(?:{_ADVERB})*(?P<verb>{_WEAK}|{_STRONG})(?P<object>.+?)等?(?P<tail>{_TAIL})$"
)
_OBJECT_END = re.compile(
    r"等?(?:[\u4e00-\u9fff]{0,8}?)(?:关键核心技术|核心关键技术|关键共性技术|前沿引领技术|共性关键技术|关键技术|核心技术|共性技术|前沿技术|技术瓶颈|技术难题|技术短板|技术难关|核心工艺"
    r"|关键材料|关键部件|关键零部件|关键装备|重大装备|关键设备|关键载荷|核心部件|核心零部件|核心装备|瓶颈|难题|装备|设备|产品|技术|系统|材料|器件|部件|软件|工艺|品种|药物|元件|整机)?$"
)
# A thing that can be engineered; decides where the verb alone does not.
_THING = re.compile(
    r"(?:技术|装备|设备|材料|芯片|器件|部件|零部件|元件|元器件|模组|模块|传感器|电池|电机|电堆|发动机|轴承|刀具|机床|机器人|机械臂|卫星|火箭|飞机|无人机|飞行器|船舶|船|车|列车"
    r"|系统|软件|算法|模型|大模型|操作系统|数据库|芯粒|光刻胶|试剂|疫苗|药|药物|抗体|制剂|酶|菌株|种质|品种|良种|工艺|反应器|催化剂|电解槽|储能|氢能|核能|激光|雷达|天线|终端|整机|仪器|仪|探测器"
    r"|合金|纤维|陶瓷|薄膜|涂层|膜|树脂|橡胶|晶圆|晶体|硅片|量子|脑机接口|基因|细胞|干细胞|蛋白|育种|检测|制造|加工|组件|导航|通信|计算|网络|接口|控制|燃料|碳捕集|诊断|影像|智能体|引擎|架构|平台)"
    r"(?:应用|方法|制备|研发)?$"
)
_GENERIC = re.compile(
    r"^(?:一批|若干|系列|更多|重大|重点|相关|有关|各类|新型|先进|前沿|引领性|原创性|颠覆性|引领|关键|核心|共性|基础|前瞻性|战略性|急需|“?卡脖子”?|瓶颈|产业|行业|领域|科技|科学|技术|新|的|和|、|与"
    r"|产品|装备|设备|材料|工艺|零部件|部件|器件|难题|问题|瓶颈|环节|创新|研究|研发|攻关|应用|成果|项目|任务|课题|系统|业态|模式|服务|平台|能力|企业|自主|可控|国产|替代|方向|需求|短板|关|制约|障碍|工程|软件|终端|联合|协同|开展|重点|产学研|深度|集成|揭榜挂帅|首台套|首批次|等)+$"
)
_NOT_TECHNICAL = re.compile(
    r"产品和服务|金融产品|保险产品|信贷产品|旅游|文创|产值|亿元|万元|规模|营业收入|营收|增长|能力|水平|投入|费用|经费|中心|机构|人才|队伍|平台建设|政策|办法|制度|机制|体制|标准|规划|方案|意见|措施|条例|指南"
    r"|课程|岗位|市场|资源|土地|用地|消费|服务|业务|渠道|客户|纠纷|问题|困难|矛盾|就业|住房|资金|融资|债务|债券|税|补贴|保险|贷款|活动|行动|会议|赛事|景区|线路|项目\d|工程$|企业$|产业$|园区|基地$|集群|大关|总量|家$|个$|户$"
)
_LEADING = re.compile(
    r"^(?:在|面向|针对|围绕|聚焦|以|对|具有|具备|基于|用于|通过|推动|推进|开展|加快|加强|支持|一批|若干|系列|关键|核心|重点|一系列)+"
)
_AREA = re.compile(
    r"^(?:在|面向|针对|围绕|聚焦)[^，。；]{2,40}?(?:领域|方面|环节|方向|需求)(?:的)?"
)
_PROJECTS = re.compile(
    rf"{_ADVERB}*(?:抓好|推进|推动|加快|实施|建设|布局|支持|做好|开工|建成|谋划)(?P<object>[^，。；：\n]*?[^，。；：\n、]、[^，。；：\n]+?)等(?:一批)?(?:重点|重大|标志性|产业|示范)*(?:项目|工程)(?:建设)?$"
)
_MILESTONE = re.compile(
    r"(?:到|至|在)?20\d\d年(?:底|末|底前|前|年底前|上半年|下半年)?(?:前)?|“?十[三四五六]五”?(?:末|期间)"
)
_IN_PIECE = "、"


def read(text: str, folded: str, items: Items, responsible: Sequence[Mention]) -> list[Mention]:
    """Read the technology tasks of a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.
    items : Items
        The numbered items; a milestone or an owner is looked for in the same one.
    responsible : sequence of Mention
        What `responsibility.read` found: its first body owns the task.

    Returns
    -------
    list of Mention
        Of kind ``technology_task``, in the order of the text. `parts` are the
        technologies, then the owner and the milestone where the text has them.
    """
    ends = sorted((mention.start, mention) for mention in responsible)
    mentions: list[Mention] = []
    for match in _CLAUSE.finditer(folded):
        if not _may_hold(match[0]):
            continue
        start, end = strip(folded, *match.span(), "—-·•")
        found = _task(folded, start, end)
        if found is None:
            continue
        span, technologies = found
        span = _joined_back(folded, span)
        parts = [
            Mention("technology", low, high, text[low:high], "technology")
            for low, high in technologies
        ]
        owner = _owner(items, ends, span)
        if owner is not None:
            parts.append(Mention("body", owner.start, owner.end, owner.name, "owner"))
        milestone = _milestone(folded, span)
        if milestone is not None:
            name = text[slice(*milestone)]
            parts.append(Mention("milestone", milestone[0], milestone[1], name, "milestone"))
        mentions.append(
            Mention("technology_task", span[0], span[1], text[slice(*span)], None, tuple(parts))
        )
    return mentions


def _may_hold(clause: str) -> bool:
    """Say, cheaply, whether a clause can be a technology task."""
    return (
        "研" in clause
        or "攻" in clause
        or "突破" in clause
        or "创制" in clause
        or "开发" in clause
        or "项目" in clause
        or "工程" in clause
        or "掌握" in clause
        or "技术" in clause
    )


def _task(folded: str, start: int, end: int) -> tuple[Span, list[Span]] | None:
    """Return the task that a clause states and its technologies."""
    area = _AREA.match(folded, start, end)
    at = area.end() if area else start
    tailed = _TAILED.fullmatch(folded, at, end)
    if tailed:
        technologies = _technologies(folded, *tailed.span("object"))
        tail = tailed["tail"]
        strong = _strong_tail(tail) or re.fullmatch(_STRONG, tailed["verb"]) is not None
        if technologies and (strong or _things(folded, technologies)):
            return (start, end), technologies
    first = _VERB_FIRST.match(folded, at, end)
    if first and first.end() == end:
        low, high = first.span("object")
        tail_match = _OBJECT_END.search(folded, low, high)
        cut = (
            tail_match.start()
            if tail_match and folded[tail_match.start() :].startswith("等")
            else high
        )
        technologies = _technologies(folded, low, cut)
        listed = cut < high or len(technologies) > 1
        if technologies and (
            _things(folded, technologies) or (listed and _TECHNICAL_END.search(folded, low, end))
        ):
            return (start, end), technologies
    projects = _PROJECTS.match(folded, start, end)
    if projects:
        technologies = _technologies(folded, *projects.span("object"))
        if len(technologies) > 1 and _things(folded, technologies):
            return (start, end), technologies
    return None


_TECHNICAL_END = re.compile(
    r"(?:技术|瓶颈|难题|难关|装备|设备|部件|器件|材料|载荷|工艺|芯片|产品|软件|系统)$"
)


def _strong_tail(tail: str) -> bool:
    """Say whether a tail by itself speaks of developing technology."""
    return any(word in tail for word in ("攻关", "研制", "技术", "研发", "瓶颈"))


def _things(folded: str, technologies: Sequence[Span]) -> bool:
    """Say whether one of the technologies is a thing that can be engineered."""
    return any(_THING.search(folded, low, high) for low, high in technologies)


def _technologies(folded: str, start: int, end: int) -> list[Span]:
    """Return the technologies listed in an object; none where it is generic or not technical."""
    if end - start < 2 or end - start > 160:
        return []
    found: list[Span] = []
    for piece in split(folded, start, end, "、"):
        low, high = piece
        if high > low and folded[high - 1] == "等":
            high -= 1
        lead = _LEADING.match(folded, low, high)
        if lead and not found:
            low = lead.end()
        for one in _conjoined(folded, low, high):
            name = folded[slice(*one)]
            if 2 <= len(name) <= 40 and not _GENERIC.match(name):
                found.append(one)
    if any(_NOT_TECHNICAL.search(folded, *one) for one in found):
        return []
    return found


def _conjoined(folded: str, low: int, high: int) -> list[Span]:
    """Split a piece at 和 or 及 where both sides are long enough to be named alone."""
    for joiner in ("和", "及", "与"):
        at = folded.find(joiner, low + 2, high - 2)
        if at > 0 and high - at > 3 and at - low > 3:
            after = at + 1
            return [(low, at), (after, high)]
    return [(low, high)]


def _joined_back(folded: str, span: Span) -> Span:
    """Return the task's span without a list mark in front."""
    low, high = span
    while low < high and folded[low] in "）)］]】〉》、. ":
        low += 1
    return low, high


def _owner(items: Items, responsible: Sequence[tuple[int, Mention]], span: Span) -> Mention | None:
    """Return the first body that answers for the item that the task stands in."""
    end = items.after(span[0], 1 << 60)
    for start, mention in responsible:
        if start >= end:
            return None
        if start >= span[0]:
            return next((part for part in mention.parts if part.kind == "body"), None)
    return None


def _milestone(folded: str, span: Span) -> Span | None:
    """Return the date that the task's sentence gives."""
    start, end = sentence(folded, span[0])
    match = _MILESTONE.search(folded, start, end)
    return match.span() if match else None


def clauses(folded: str) -> Iterator[Span]:
    """Yield the clauses of a text."""
    for match in _CLAUSE.finditer(folded):
        yield match.span()
