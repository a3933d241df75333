"""The names of technologies in the object of a clause, and what is technical about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from saidao.statements.mentions.known_firms import CHINESE
from saidao.statements.mentions.passages import Span, split
from saidao.statements.mentions.technology_clauses import Sign

# A thing that can be engineered; decides where the verb alone does not.
_THING = re.compile(
    r"(?:技术|装备|设备|材料|芯片|器件|部件|零部件|元件|元器件|模组|模块|传感器|电池|电机|电堆"
    r"|发动机|轴承|刀具|机床|机器人|机械臂|卫星|星座|火箭|飞机|无人机|飞行器|船舶|船|列车"
    r"|软件|算法|模型|大模型|操作系统|数据库|芯粒|光刻胶|试剂|疫苗|创新药|新药|药物|抗体|制剂|酶"
    r"|菌株|益生菌|种质|新品种|良种|工艺|反应器|催化剂|电解槽|储能|氢能|核能|激光|雷达|天线|终端"
    r"|整机|仪器|探测器"
    r"|合金|纤维|陶瓷|薄膜|涂层|膜|树脂|橡胶|晶圆|晶体|硅片|量子|脑机接口|基因|干细胞|蛋白|育种"
    r"|组件|导航|控制系统|燃料|碳捕集|诊断|影像|智能体|选育|引擎|架构|球管|电极|生物制造|组网"
    r"|生产线|动车组|机组|潜水器|空间站|航天器|反应堆|面板|光纤|磁体|靶材|建材|工具链"
    r"|系统|星|检测|(?<![时商契危转])机|(?<![武容])器)"
    r"(?:应用|方法|制备|装备)?$"
)
_LONGEST_THING = 10
# Every alternative begins with a literal: `re` then skips to where one can begin, which makes
# the search over a whole text several times faster.
# Fields that are technical wherever they are named. 智能 and 数字 alone are not: they stand
# before schools and markets too.
FIELD = (
    r"(?:人工智能|A(?<![A-Za-z]A)I(?:GC)?(?![A-Za-z])|G(?<![A-Za-z]G)PU(?![A-Za-z])"
    r"|N(?<![A-Za-z]N)PU(?![A-Za-z])|T(?<![A-Za-z]T)PU(?![A-Za-z])|C(?<![A-Za-z]C)PU(?![A-Za-z])"
    r"|D(?<![A-Za-z]D)PU(?![A-Za-z])|F(?<![A-Za-z]F)PGA(?![A-Za-z])|E(?<![A-Za-z]E)DA(?![A-Za-z])"
    r"|R(?<![A-Za-z]R)ISC-V(?![A-Za-z])"
    r"|大模型|具身智能|机器人|大数据|云计算|边缘计算|区块链|物联网|车联网|工业互联网"
    r"|卫星|北斗|遥感|航天|空天|火箭|星座|无人机|低空飞行|商用飞机|航空发动机|燃气轮机"
    r"|量子|脑机接口|类脑|光子|光电|激光|雷达|传感|感知|5G|6G|太赫兹|毫米波|芯片|集成电路|半导体"
    r"|先进封装|先进封测|先进制程|编译器|开源鸿蒙|超高清|新型显示|千兆光网|算法模型"
    r"|晶圆|光刻|硅基|碳化硅|氮化镓|第三代|显示面板|柔性显示|M(?:icro|ini)[ -]?LED|OLED|砷化镓"
    r"|算力|智算|超算|数(?<!大数)据中心|操作系统|数据库软件|工业软件|设计软件|仿真软件|控制软件|信创|网络安全"
    r"|同步辐射|自由电子激光|散裂中子|托卡马克|强磁场|大科学装置|射电"
    r"|储能|氢能|绿氢|制氢|燃料电池|固态电池|钠离子|锂电|动力电池|钙钛矿|核电|核能|气冷堆|聚变|反应堆|氢冶金"
    r"|碳捕集|CCUS|智能电网|虚拟电厂|特高压|超导|增材制造|3D打印|数控机床|工业母机|智能网联"
    r"|自动驾驶|新能源汽车|磁悬浮|磁浮|盾构|深海|深地|深空"
    r"|基因|细胞治疗|干细胞|合成生物|生物制造|创新药|新药|疫苗|医疗器械|精准医疗|核医学|同位素|质子治疗|重离子"
    r"|生物育种|石墨烯|碳纤维|超材料|稀土|新材料|纳米|高温合金|膜材料"
    r"|实时监[控测]|在线监[控测]|自动监[控测]|数字孪生|虚拟现实|元宇宙"
    r"|智能体|语言模型|世界模型|脑科学|未来网络|智联网|车路云|隐私计算|可信数据空间|数据空间|eVTOL|VTOL|垂直起降"
    r"|新型电力系统|抽水蓄能|掺氨|模组化反应|小型堆|电弧炉|热泵|光热|低轨|转基因|种源|智能农机|水肥一体"
    r"|电子特气|衬底|芳纶|聚烯烃|生物基|海水淡化|智能工厂|数字化车间|智能建造|装配式|检测试剂|诊断试剂|脱硫|脱硝|超低排放)"
)


def grouped(alternatives: str) -> str:
    """Return the alternatives of a pattern grouped by first character, in the order given.

    The engine tries one alternative after another where one can begin; so it tries fewer.
    """
    groups: dict[str, list[str]] = {}
    depth = at = 0
    for position, character in enumerate(alternatives + "|"):
        depth += (character in "([") - (character in ")]")
        if character == "|" and depth == 0:
            groups.setdefault(alternatives[at], []).append(alternatives[at + 1 : position])
            at = position + 1
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


FIELDS = re.compile(grouped(FIELD[3:-1]))
# What the words behind a list call its items: A、B等重大装备研制.
_CALLED = re.compile(
    r"等[^，]{0,16}品种|等[^，、]{0,8}?(?:技术|工艺|装备|设备|仪器|材料|器件|部件|芯片|软件|载荷|药物)"
)
_COUNTED = re.compile(
    r"(?:并[\u4e00-\u9fff]{2})?\d[\d—~～\-至]*(?:余|多)?[种项款台套类个](?:以上)?"
)
_GENERIC = re.compile(
    r"(?:一批|若干|系列|更多|重大|重点|相关|有关|各类|新型|先进|前沿|引领性|原创性|颠覆性|引领"
    r"|关键|核心|共性|基础|前瞻性|战略性|急需|“?卡脖子”?|瓶颈|产业|行业|领域|科技|科学|技术|新|的"
    r"|和|与"
    r"|产品|模型|方法|装备|设备|材料|工艺|零部件|部件|器件|难题|问题|环节|创新|研究|研发|攻关|应用|成果"
    r"|项目|任务|课题|系统|业态|模式|服务|平台|能力|企业|自主|可控|国产|替代|方向|需求|短板|关"
    r"|制约|障碍|工程|软件|终端|联合|协同"
    r"|开展|开发|设计|产学研|深度|集成|揭榜挂帅|首台套|首批次|等|制造|总装|测试|一体化|高端|智能|绿色|实现"
    r"|推动|推进|加快|取得|形成|高风险|高价值|世界|国际|国家级?|省级|市级|重要|更大|全面|全新"
    r"|本土|市场|地区|城市|经济|理论|体制|机制|制造业|中心|实验室|工程研究)+"
)
_NOT_TECHNICAL = re.compile(
    r"产品和服务|金融产品|保险产品|信贷产品|理财产品|旅游产品|文创产品|文旅产品|产值|亿元|万元"
    r"|规(?<!大规)模|营业收入|营收|增长|能力$|水平$|投入|费用|经费|中(?<!加工中)心$|机构|人才|队伍"
    r"|政策|办法|制度|机(?<!有机)制(?!备|造|砂)|体制(?!备|造)|标准|规划|方案|意见|措施|条例|指南"
    r"|课程|岗位|土地|用地|消费|渠道|客户|纠纷|困难|矛盾|就业|住房|资金|融资|债务|债券|税|补贴"
    r"|保险|贷款|活动|会议|赛事|景区|线路|企业$|集群|大关|总量|家(?<=\d家)|个(?<=\d个)|户(?<=\d户)|项(?<=\d项)|件(?<=\d件)|利用$|区域"
    r"|创业|教育|课题|方面的|产业园$|园区$|小镇$"
    r"|公路|铁路|机场|水库|灌区|管网|学校|医院|社区|校区"
)
# …事件的技术: the kind alone is no name of one.
_OF_KIND = re.compile(r"的(?:技术|设备|装备|产品|材料|系统|软件|模型|方法)$")
_PREFIX = re.compile(
    r"(?:推动|推进|开展|加快|加强|支持|培育|选育|一批|若干|系列|一系列|关键|核心|重点|具有自主知识产权的"
    r"|更多|自主|新一代(?=[等和、])|并(?:获批|推广|应用|示范)"
    r"|\d+(?:[—~～-]\d+)?(?:余|多)?[种项款台套类个](?:以上)?"
    r"|\d[\d.]*[万亿]?(?:蒸吨|千瓦|台|套)(?:以上)?)+"
)


def signs(folded: str, start: int, end: int, technologies: Sequence[Span]) -> frozenset[Sign]:
    """Return what speaks for an object as a technical one.

    Parameters
    ----------
    folded : str
        The folded reading text.
    start, end : int
        Span of the object, the words behind its list included.
    technologies : sequence of Span
        What the object names.

    Returns
    -------
    frozenset of Sign
    """
    found: set[Sign] = set()
    if len(technologies) > 1 and "、" in folded[start:end]:
        found.add("listed")
    if things(folded, technologies) or _CALLED.search(folded, start, end):
        found.add("thing")
    if FIELDS.search(folded, start, end):
        found.add("field")
    if _COUNTED.match(folded, start, end):
        found.add("counted")
    return frozenset(found)


def things(folded: str, technologies: Sequence[Span]) -> bool:
    """Say whether one of the technologies is a thing that can be engineered."""
    return any(_is_thing(folded, low, high) for low, high in technologies)


def _is_thing(folded: str, low: int, high: int) -> bool:
    """Say whether a name ends in a thing; only its last characters can tell."""
    return _THING.search(folded, max(low, high - _LONGEST_THING), high) is not None


def known(folded: str, technologies: Sequence[Span]) -> bool:
    """Say whether one of the technologies is such a thing or names a field of technology."""
    return things(folded, technologies) or any(
        FIELDS.search(folded, low, high) for low, high in technologies
    )


def specific(folded: str, span: Span) -> bool:
    """Say whether a name says more than 关键技术 or 产业创新."""
    return _GENERIC.fullmatch(folded, *span) is None


def plain(folded: str, start: int, end: int) -> list[Span]:
    """Return the items of a list whose own end is not yet known."""
    at = folded.rfind("等", start, end)
    return names(folded, start, at if at > start else end, open_=at > start)


def names(folded: str, start: int, end: int, *, open_: bool = False) -> list[Span]:
    """Return the technologies listed in a span.

    Parameters
    ----------
    folded : str
        The folded reading text.
    start, end : int
        Span of the list.
    open_ : bool, optional
        Whether it goes on with 等, so that its items are surely things, not properties.

    Returns
    -------
    list of Span
        Empty where one of the items is nothing technical: it tells of what kind the rest is.
    """
    if not 2 <= end - start <= 200:
        return []
    found: list[Span] = []
    pieces = split(folded, start, end, "、")
    whole = False
    of = "的" in folded[slice(*pieces[-1])] if pieces else False
    if of and not open_ and len(pieces) > 1 and not things(folded, pieces[:-1]):
        # 高效、低成本的电解槽: properties of one thing, not things.
        pieces, whole = [(pieces[0][0], pieces[-1][1])], True
    for low, high in pieces:
        lead = _PREFIX.match(folded, low, high)
        if lead and lead.end() < high:
            low = lead.end()
        for one in [(low, high)] if whole else _conjoined(folded, low, high):
            name = folded[slice(*one)]
            if 2 <= len(name) <= 48 and not _GENERIC.fullmatch(name) and not _OF_KIND.search(name):
                found.append(one)
    if any(_NOT_TECHNICAL.search(folded, *one) or folded[slice(*one)] in CHINESE for one in found):
        return []
    return found


def _conjoined(folded: str, low: int, high: int) -> list[Span]:
    """Split a piece at 和, 及 or 与 where both sides are long enough to be named alone."""
    for joiner in ("以及", "和", "及", "与"):
        at = folded.find(joiner, low + 3, high - 2 - len(joiner))
        if at > 0 and ("的" not in folded[low:high] or _is_thing(folded, low, at)):
            return [(low, at), (at + len(joiner), high)]
    return [(low, high)]
