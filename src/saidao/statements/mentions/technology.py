"""Technology tasks: what shall be broken through, developed or built, by whom, by when."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from saidao.statements.mentions.passages import Items, Span, sentence, sentences, split, strip
from saidao.statements.statement import Mention

_ADVERB = (
    r"(?:加快|加紧|重点|着力|集中力量|集中|大力|全力|积极|持续|优先|力争|努力|尽快|深入|有序|稳步"
    r"|协同|联合|聚力|率先"
    r"|攻坚|支持|鼓励|组织|推动|推进|促进|加强|强化|进一步|系统|前瞻|提前|自主|实现|抓紧|统筹|带动)"
)
# Verbs whose object is what is developed.
_STRONG = (
    r"(?:突破|攻克|攻坚|研制|研发|创制|攻关|掌握|开发(?!区|者|利用|建设|商|性|程度|强度|边界))"
)
# Verbs that say so only together with the end of the clause: 开展…攻关, 推动…研发.
_WEAK = (
    r"(?:研究|加快|开展|推动|推进|加强|加大|强化|聚焦|围绕|支持|布局|实施|促进|实现|组织|进行|抓好"
    r"|完成|建设|建成|深化|鼓励|发展|限期|启动)"
)
_HEAD = re.compile(rf"{_ADVERB}*(?:(?P<strong>{_STRONG})|(?P<weak>{_WEAK}))")
_AREA = re.compile(
    r"(?:在|面向|针对|围绕|聚焦)[^，。；：\n]{2,40}?(?:领域|方面|环节|方向|需求|瓶颈"
    r"|短板)(?:的)?[，]?"
)
_LEAD_TIME = re.compile(r"(?:到|至)?20\d\d年(?:底|末)?(?:前)?[，]?")
# How the words after a list say that its items are developed.
_DEVELOPED = re.compile(
    r"(?:技术|工艺|装备|设备|产品|材料|部件|器件|芯片|软件|系统|载荷|领域"
    r"|环节)*[\u4e00-\u9fff]{0,8}?"
    r"(?:(?P<firm>(?:协同|联合|自主|集成)?(?:技术|研发|研究|科技|产业化)?攻关|技术研发|研发应用"
    r"|研发创新|产品研发|集成研制|研发及产业化|研发和产业化|研发|研制|技术研究|技术开发|技术革新"
    r"|技术创新)(?:力度)?"
    r"|(?P<loose>开发|研究|产品开发|产业化应用|产业化|应用示范|突破))$"
)
_TECHNOLOGY = re.compile(
    r"(?:技术瓶颈|技术难题|技术短板|技术难关|技术|瓶颈|难题|难关|关键工艺|核心工艺|工艺)$"
)
_EQUIPMENT = re.compile(
    r"(?:装备|设备|产品|材料|部件|零部件|器件|元器件|芯片|软件|系统|载荷|整机|药物|品种|终端|仪器"
    r"|平台|模型)$"
)
_PROJECT = re.compile(
    r"(?:一批)?(?:重点|重大|标志性|产业|示范|产业化)*(?:项目|工程|星座组网|组网)(?:建设)?$"
)
# A thing that can be engineered; decides where the verb alone does not.
_THING = re.compile(
    r"(?:技术|装备|设备|材料|芯片|器件|部件|零部件|元件|元器件|模组|模块|传感器|电池|电机|电堆"
    r"|发动机|轴承|刀具|机床|机器人|机械臂|卫星|星座|火箭|飞机|无人机|飞行器|船舶|船|列车"
    r"|软件|算法|模型|大模型|操作系统|数据库|芯粒|光刻胶|试剂|疫苗|创新药|新药|药物|抗体|制剂|酶"
    r"|菌株|益生菌|种质|新品种|良种|工艺|反应器|催化剂|电解槽|储能|氢能|核能|激光|雷达|天线|终端"
    r"|整机|仪器|探测器"
    r"|合金|纤维|陶瓷|薄膜|涂层|膜|树脂|橡胶|晶圆|晶体|硅片|量子|脑机接口|基因|干细胞|蛋白|育种"
    r"|组件|导航|控制系统|燃料|碳捕集|诊断|影像|智能体|选育|引擎|架构|球管|电极|生物制造|组网"
    r"|生产线"
    r"|系统|星|检测)"
    r"(?:应用|方法|制备|装备)?$"
)
_GENERIC = re.compile(
    r"(?:一批|若干|系列|更多|重大|重点|相关|有关|各类|新型|先进|前沿|引领性|原创性|颠覆性|引领"
    r"|关键|核心|共性|基础|前瞻性|战略性|急需|“?卡脖子”?|瓶颈|产业|行业|领域|科技|科学|技术|新|的"
    r"|和|与"
    r"|产品|装备|设备|材料|工艺|零部件|部件|器件|难题|问题|环节|创新|研究|研发|攻关|应用|成果"
    r"|项目|任务|课题|系统|业态|模式|服务|平台|能力|企业|自主|可控|国产|替代|方向|需求|短板|关"
    r"|制约|障碍|工程|软件|终端|联合|协同"
    r"|开展|产学研|深度|集成|揭榜挂帅|首台套|首批次|等|制造|总装|测试|一体化|高端|智能|绿色|实现"
    r"|推动|推进|加快|取得|形成|高风险|高价值|世界|国际|国家级?|省级|市级|重要|更大|全面|全新"
    r"|本土|市场|地区|城市|经济|理论|体制|机制)+"
)
_NOT_TECHNICAL = re.compile(
    r"产品和服务|(?:金融|保险|信贷|理财|旅游|文创|文旅)产品|产值|亿元|万元|(?<!大)规模|营业收入"
    r"|营收|增长|能力$|水平$|投入|费用|经费|中心$|机构|人才|队伍|政策|办法|制度|(?<!有)机制(?!备"
    r"|造|砂)|体制(?!备|造)|标准|规划|方案|意见|措施|条例|指南"
    r"|课程|岗位|土地|用地|消费|渠道|客户|纠纷|困难|矛盾|就业|住房|资金|融资|债务|债券|税|补贴"
    r"|保险|贷款|活动|会议|赛事|景区|线路|企业$|集群|大关|总量|\d+(?:家|个|户|项|件)|利用$|区域"
    r"|创业|教育|课题"
    r"|公路|铁路|机场|水库|灌区|管网|学校|医院|社区|校区"
)
_PREFIX = re.compile(
    r"(?:推动|推进|开展|加快|加强|支持|一批|若干|系列|一系列|关键|核心|重点|具有自主知识产权的"
    r"|更多|自主|新一代(?=[等和、])|并(?:获批|推广|应用|示范)"
    r"|\d+(?:[—~～-]\d+)?(?:余|多)?[种项款台套类个](?:以上)?)+"
)
_MILESTONE = re.compile(
    r"(?:(?:到|至|在|力争)?20\d\d年(?:底前|年底前|底|末|前|上半年|下半年)?"
    r"|“?十[三四五六]五”?(?:末|期间|时期))"
)
_COUNT = re.compile(r"\d+(?:余|多)?[项个种款台套类](?:以上|左右)?$")
# The verb may follow its subject: 企业联合研发…, 经济部推动…技术研发.
_JOINT = re.compile(
    r"(?:联合|共同|自主|协同|合作)(?P<strong>研发|研制|攻关|开发|攻克|突破)(?P<weak>)(?=.{4})"
)
_LATER = re.compile(
    r"(?P<strong>)(?P<weak>推动|开展|推进|加快|实施)(?=[^，。；]{3,80}(?:攻关|研发|研制)$)"
)
_FURTHER = re.compile(r"并(?=[\u4e00-\u9fff]{2})|以及(?=实现|推动|形成)|[（(]以下简称.*")
_WORDS = re.compile("研|攻|突破|创制|开发|掌握|项目|工程|组网|改造|产线|示范线|中试|产业化")


def read(text: str, folded: str, items: Items, responsible: Sequence[Mention]) -> list[Mention]:
    """Read the technology tasks of a text.

    Parameters
    ----------
    text, folded : str
        The reading text, and the same folded.
    items : Items
        The numbered items; an owner is looked for in the same one.
    responsible : sequence of Mention
        What `responsibility.read` found: its first body owns the task.

    Returns
    -------
    list of Mention
        Of kind ``technology_task``, in the order of the text. `parts` are the
        technologies, then the owner and the milestone where the text has them.
    """
    starts = [mention.start for mention in responsible]
    mentions: list[Mention] = []
    for start, end in sentences(folded, 0, len(folded)):
        if not _WORDS.search(folded, start, end):
            continue
        for span, technologies in _tasks(folded, start, end):
            parts = [
                Mention("technology", low, high, text[low:high], "technology")
                for low, high in technologies
            ]
            owner = _owner(items, responsible, starts, span)
            if owner is not None:
                parts.append(Mention("body", owner.start, owner.end, owner.name, "owner"))
            milestone = _milestone(folded, span)
            if milestone is not None:
                name = text[slice(*milestone)]
                parts.append(Mention("milestone", *milestone, name, "milestone"))
            mentions.append(
                Mention("technology_task", *span, text[slice(*span)], None, tuple(parts))
            )
    return mentions


def _tasks(folded: str, start: int, end: int) -> Iterator[tuple[Span, list[Span]]]:
    """Yield the tasks of a sentence with their technologies."""
    held: int | None = None
    earlier: list[Span] = []
    for piece in split(folded, start, end, "，："):
        low, high = strip(folded, *piece, "—-·•）)")
        count = _COUNT.search(folded, low, high)
        high = count.start() if count else high
        area = _AREA.match(folded, low, high)
        if area and area.end() < high:
            low = area.end()
        head = _head(folded, low, high)
        if head is None and held is not None:
            # 加快A等甲技术，B等乙技术攻关: one verb, before the first; one end, after the last.
            technologies = _listed(folded, low, high, strong=False)
            if technologies:
                yield (held, high), [*earlier, *technologies]
                held, earlier = None, []
                continue
            earlier += _plain(folded, low, high)
            continue
        held, earlier = None, []
        if head is None:
            continue
        further = _FURTHER.search(folded, head.end(), high)
        cut = further.start() if further and further.start() > head.end() + 4 else high
        technologies = _listed(folded, head.end(), cut, strong=bool(head["strong"]))
        if technologies:
            yield (low, high), technologies
        elif not head["strong"] and _TECHNOLOGY.search(folded, low, high):
            held, earlier = low, _plain(folded, head.end(), high)


def _head(folded: str, low: int, high: int) -> re.Match[str] | None:
    """Return the verb of a clause: its first word, or the one behind its subject."""
    head = _HEAD.match(folded, low, high)
    if head is not None and head["strong"]:
        return head
    return _JOINT.search(folded, low, high) or head or _LATER.search(folded, low, high)


def _listed(folded: str, start: int, end: int, *, strong: bool) -> list[Span]:
    """Return the technologies of an object, or none where it is not one of developing.

    Parameters
    ----------
    start, end : int
        Span behind the verb.
    strong : bool
        Whether the verb by itself says that its object is developed.
    """
    at = folded.rfind("等", start, end)
    if at > start and end - at <= 30:
        low, high = at + 1, end
        developed = _DEVELOPED.fullmatch(folded, low, high)
        technical = _TECHNOLOGY.search(folded, low, high) is not None
        found = _names(folded, start, at, open_=True)
        if developed and developed["firm"]:
            # A list of foods or services may end in 研发 too; 技术攻关 speaks for itself.
            sure = "技术" in folded[low:high] or "攻关" in developed["firm"]
            return found if sure or _things(folded, found) else []
        if technical or (strong and _EQUIPMENT.search(folded, low, high)):
            # 推动…等技术应用 is no development; 研究…等关键技术 is.
            if not technical and not _things(folded, found):
                return []
            return found if strong or _researches(folded, start) else []
        if (developed or _PROJECT.fullmatch(folded, low, high)) and _things(folded, found):
            return found if developed or len(found) > 1 else []
        return []
    if _UPGRADE.search(folded, start, end) or _LINE.search(folded, start, end):
        return _names(folded, start, end)
    tail = _tail(folded, start, end)
    if tail is not None:
        found = _names(folded, start, tail)
        return found if _things(folded, found) else []
    if strong:
        found = _names(folded, start, end)
        return found if _things(folded, found) else []
    return []


_TAIL = re.compile(
    r"(?:等)?(?:关键共性技术|关键核心技术|关键技术|核心技术|共性技术)?(?:协同|联合|自主|集成)?"
    r"(?:技术攻关|研发攻关|攻关|技术研发|产品研发|集成研制|研发应用|研发|研制|技术研究|产品开发"
    r"|(?:中试)?(?:验证)?(?:和|及|与)?(?:产业化应用|产业化|中试验证|中试))$"
)

# Technical upgrading (技术改造), not the renewal of quarters, villages or irrigation.
_UPGRADE = re.compile(
    r"(?:数字化|智能化|网络化|自动化|绿色化|绿色低碳|超低排放|超净排放|脱硫|脱硝|除尘|节能|降碳"
    r"|节水|煤改[气电]|锅炉|机组|窑炉|高炉|产线|装备|设备|技术|工艺)"
    r"[^，。；：]{0,6}?(?:转型)?(?:升级)?改造(?:任务|工程|行动|项目)?$"
)
_LINE = re.compile(r"(?:生产线|中试线|试验线|示范线)$|新型储能项目(?:建设)?$")


def _tail(folded: str, start: int, end: int) -> int | None:
    """Return where the object ends before words such as 技术攻关, or None."""
    match = _TAIL.search(folded, start, end)
    if match is None or match.start() <= start + 1:
        return None
    # `…关键技术研究` names the technology by its own last word.
    return match.start() + (2 if folded.startswith(("技术研",), match.start()) else 0)


def _researches(folded: str, start: int) -> bool:
    """Say whether the weak verb before `start` is one of research."""
    return folded[max(0, start - 2) : start] in ("研究", "开发", "实现", "聚焦")


def _things(folded: str, technologies: Sequence[Span]) -> bool:
    """Say whether one of the technologies is a thing that can be engineered."""
    return any(_THING.search(folded, low, high) for low, high in technologies)


def _plain(folded: str, start: int, end: int) -> list[Span]:
    """Return the items of a list whose own end is not yet known."""
    at = folded.rfind("等", start, end)
    return _names(folded, start, at if at > start else end, open_=at > start)


def _names(folded: str, start: int, end: int, *, open_: bool = False) -> list[Span]:
    """Return the technologies listed in a span; none where one of them is not technical.

    An `open_` list goes on with 等, so that its items are surely things and not properties.
    """
    if not 2 <= end - start <= 200:
        return []
    found: list[Span] = []
    pieces = split(folded, start, end, "、")
    of = "的" in folded[slice(*pieces[-1])] if pieces else False
    if of and not open_ and len(pieces) > 1 and not _things(folded, pieces[:-1]):
        # 高效、低成本的电解槽: properties of one thing, not things.
        pieces = [(pieces[0][0], pieces[-1][1])]
    for low, high in pieces:
        lead = _PREFIX.match(folded, low, high)
        if lead and lead.end() < high:
            low = lead.end()
        for one in _conjoined(folded, low, high):
            name = folded[slice(*one)]
            if 2 <= len(name) <= 48 and not _GENERIC.fullmatch(name):
                found.append(one)
    if any(_NOT_TECHNICAL.search(folded, *one) for one in found):
        return []
    return found


def _conjoined(folded: str, low: int, high: int) -> list[Span]:
    """Split a piece at 和, 及 or 与 where both sides are long enough to be named alone."""
    for joiner in ("以及", "和", "及", "与"):
        at = folded.find(joiner, low + 3, high - 2 - len(joiner))
        if at > 0 and ("的" not in folded[low:high] or _THING.search(folded, low, at)):
            return [(low, at), (at + len(joiner), high)]
    return [(low, high)]


def _owner(
    items: Items, responsible: Sequence[Mention], starts: Sequence[int], span: Span
) -> Mention | None:
    """Return the first body that answers for the item that the task stands in."""
    index = bisect_left(starts, span[0])
    if index == len(starts) or starts[index] >= items.after(span[0], starts[index] + 1):
        return None
    return next((part for part in responsible[index].parts if part.kind == "body"), None)


def _milestone(folded: str, span: Span) -> Span | None:
    """Return the date that the task's sentence gives."""
    match = _MILESTONE.search(folded, *sentence(folded, span[0]))
    return match.span() if match else None
