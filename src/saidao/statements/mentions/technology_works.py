"""Clauses that build, upgrade, launch, support or promote something technical by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from saidao.statements.mentions.passages import Span, split
from saidao.statements.mentions.technology_clauses import Act, Candidate, Clause, Sign
from saidao.statements.mentions.technology_names import (
    FIELD,
    grouped,
    known,
    names,
    signs,
    specific,
)

# Technical upgrading (技术改造), not the renewal of quarters, villages or irrigation.
_UPGRADE = re.compile(
    r"(?:数字化|智能化|网络化|自动化|绿色化|绿色低碳|超低排放|超净排放|脱硫|脱硝|除尘|节能|降碳"
    r"|节水|煤改[气电]|锅炉|机组|窑炉|高炉|产线|装备|设备|技术|工艺)"
    r"[^，。；：、]{0,6}?(?:转型)?(?:升级)?改造(?:任务|工程|行动|项目)?(?=[、和及与]|$)"
)
# The same with the verb before its object; plant only, as 改造设施 is said of anything.
_UPGRADE_OF = re.compile(
    r"[^，、改]{0,6}改造(?P<object>[^，。；：]*(?:锅炉|机组|窑炉|高炉|焦炉|转炉|电炉|产线"
    r"|生产线|装备)[^，。；：]*)$"
)
_UPGRADING = re.compile("改造|改气|改电|改氢|代煤|代油")
_FUEL = re.compile(
    r"(?P<object>(?:煤|油)改(?:气|电|氢)|(?:气|电)代(?:煤|油))[”’」\"]?(?:工程|项目)"
)
# Things that are built and are technology themselves, each with the words that tell its field.
_BUILT = re.compile(
    # A line where something new is made.
    r"(?:生产线|产线|中试线|试验线|示范线|晶圆厂)$"
    # Watching and measuring: 监测预警体系, 遥感观测网.
    r"|(?:监[控测]|预警|预报|观测|探测|感知|导航|测控)[^，、和与]{0,6}(?:系统|体系|网络|网)$"
    # Networks that are technology themselves.
    r"|(?:物联网|车联网|工业互联网|卫星互联网|智联网|量子(?:保密)?通信网络?)$"
    # What is tried before it is made, and what is made once.
    r"|储能电站$|数据空间$"
    r"|中试(?:平台|基地|验证平台)$|(?:星座|大模型)$"
    # Large instruments of research, plant of a named process.
    r"|(?:装置|堆|光源|风洞|对撞机|望远镜)$"
)
# Computing: 算力枢纽, 智算中心, 数据中心集群. The centre or cluster is the technology here.
_COMPUTING = re.compile(
    r"[^，、]*?(?:(?:算力|智算|超算)[^，、]{0,14}(?:节点|枢纽|中心|集群|基地|网络|设施|平台)"
    r"|(?<!大)数据中心(?:集群)?)"
)
_BUILDS = ("建设", "建成", "构建", "打造", "创建", "组建", "部署", "布局")
_BUILDING = re.compile(
    r"(?:重点|重大|示范|试点)*(?:项目|工程)?(?:尽快|早日)?(?:建设|投产|投运|并网|组网)"
    r"[^，、]{0,4}$"
)
_BUILDING_WORD = re.compile("建设|投产|投运|并网|组网")
# 新型储能项目建设: the project has no name but the technology's, and is not of its use (疫苗接种).
_PROJECT = re.compile(
    rf"(?P<object>[^，、]{{0,10}}?{FIELD}(?:利用|封存|驱油|发电|电站|电池|材料|系统|装置|装备|设备"
    r"|机组|制造|制备|回收|组网|网络|通信|互联网|器件|零部件|芯片|[与及和])*)"
    r"(?:示范|试点|重点|重大)*(?:项目|工程)(?:建设)?"
)
_PROJECT_ENDS = ("项目", "工程", "项目建设", "工程建设")
# A national laboratory or centre of one named science or kind of equipment, either way round.
_NATIONAL = re.compile(
    r"国家级?(?P<object>[^，、的]{4,30}?)(?:(?:测试|试验|重点|创新)?实验室"
    r"|(?:技术创新|制造业创新|产业创新|工程研究|技术研究|创新|研究|计算[^，、和]{0,4}|测试|试验)中心)"
)
_OF_NATIONAL = re.compile(
    r"(?P<object>[^，、的]{4,20}?)(?:国家级?|全国)"
    r"(?:(?:重点)?实验室|(?:技术创新|制造业创新|产业创新|工程研究)中心)$"
)
# A programme is one of technology by its kind (创新工程) or by the field in its name.
_PROGRAMME = re.compile(
    r"(?P<object>[^，]+?)(?:(?P<kind>科技(?:重大)?专项|(?:研究|研发)专项|(?:技术|科技)?创新工程)|行动计划|(?:重大)?专项)$"
)
_PROGRAMMES = re.compile(r"(?P<object>[^，]+)等(?:重大|重点|科技|研发|技术|创新)*(?:专项|研发计划)")
_SUPPORT = re.compile(
    r"(?:对)?(?P<object>[^，]+?)等(?:重点|新兴|未来|战略性新兴)*(?:产业|领域|技术|行业|赛道)(?:的)?"
    r"(?:支持|扶持|投入|研发投入|布局)(?:力度)?$"
)
# The works whose verb `Clause.head` does not know.
_HEADLESS = re.compile("推广|推行|上线|改造|应用|运用")
_SUPPORT_ENDS = ("支持", "扶持", "投入", "布局", "力度")
_PROMOTE = re.compile(
    r"(?:积极|大力|加快|全面|深入)*(?:推广|推行|上线)(?:应用|使用)?"
    r"[“\"「‘](?P<object>[^”\"」’]{2,24}(?:平台|系统|大模型))[”\"」’]"
)
# 发展新一代操作系统: products of a new kind; 发展氢能产业 is growth of a sector.
_NEW = re.compile(
    r"新一代|下一代|新型|先进|高端|高性能|高可靠|国产|自主|超高清|智能化?|高精度|大容量|低成本|前沿"
)
_PRODUCTS = re.compile(
    r"(?:[^，]*?等)?(?P<kind>[^，]*?(?:技术|工艺|制程|封装|产品|装备|设备|终端|芯片|系统|器件|部件|仪器|机器人|产线))$"
)
_SECTOR = re.compile(
    r"(?:产业|经济|集群|行业|制造业|服务业|农业|金融|贸易|模式|业态|教育|服务|生态)|服装|食品|[两三四五六七八九十]大"
)
# 推动A、B等产业应用, 推进…无人机应用推广, 拓展…应用场景: a technology put to use.
_APPLIED = re.compile(
    r"(?P<object>[^，]{2,60}?)(?:(?:等|的)[^，、等的]{0,6}?)?"
    r"(?:产业|场景|规模化?|融合|推广|示范|集成|商业化?|创新)*"
    r"(?:应用推广|推广应用|规模化应用|产业应用|场景应用|协同应用|集成应用|融合应用|耦合应用|示范应用|产业化应用|应用落地"
    r"|(?:的[^，、]{0,6})?应用场景)$"
)
_APPLIED_ENDS = ("应用", "推广", "落地", "场景")
_APPLIES = ("推动", "推进", "促进", "加快", "开展", "拓展", "深化", "加强", "实现")
# 探索应用A、B等技术: in words of technique alone, as funds and powers are used too.
_USED = re.compile(
    r"(?:积极|大力|全面|深入|充分|综合|探索|创新|推动|推进|加快|鼓励)*(?:应用|运用)"
    r"(?P<object>[^“\"「‘，]{2,60}?)等[^，、等]{0,6}技术$"
)
_SPREAD = re.compile(
    r"(?:积极|大力|加快|全面|深入|推动|重点)*(?:推广|推广应用|推行)(?P<object>[^“\"「‘，]{2,60})$"
)
# 推进5G、工业互联网等建设; 补齐先进封测等短板.
_LISTED_BUILT = re.compile(
    r"(?P<object>[^，]{2,80}、[^，]{2,60}?)等(?:信息|数字|新型|融合)*(?:基础设施|设施|网络|平台)?"
    r"(?:建设|部署|短板|短板弱项)$"
)
_LISTED_ENDS = ("建设", "部署", "短板", "弱项")
# 谋划布局A、B等产业, 设立A、B等方向.
_LAID_OUT = re.compile(
    r"(?P<object>[^，]{2,80}、[^，]{2,60}?)等(?:前沿|未来|新兴|重点|重大)*(?:产业|领域|赛道|方向|技术|科技基础设施|装置)$"
)
_LAYS_OUT = ("布局", "谋划", "部署", "设立", "前瞻", "规划")
# Any other work on a field of technology, told by the last words of the clause. Mere use
# (示范应用, 部署) is left out: what is put to use is there already.
_WORKED = re.compile(
    r"(?P<object>[^，]*?)(?:规模化?|商业化?|应用|工程化?|批量|技术|关键|核心|整机|国产|材料|装备)*"
    r"(?:示范|示范工程|试验|验证|应用验证|适配验证平台|研制|研制和[^，]{2,6}|研发力度|(?:自主)?研发"
    r"|(?:制备|量产|设计|调节|研发|创制)能力|自主保障|自主可控|在地化|替代|工艺|炼钢)(?:水平)?$"
)
_WORKED_END = re.compile("示范|试验|验证|研制|研发|能力|保障|可控|在地化|替代|工艺|炼钢")
# A work weighs enough only with a field, a list, a proper name or a technique: without one
# of these in its clause there is none.
_TELLING = re.compile(
    grouped(
        rf"{FIELD[3:-1]}|、|国家|全国|改造|改气|改电|改氢|代煤|代油|专项|创新工程|计划|推广|推行|上线"
    )
)


def candidates(folded: str, clauses: Sequence[Clause]) -> Iterator[Candidate]:
    """Yield the clauses of a sentence that do a technical work.

    Parameters
    ----------
    folded : str
        The folded reading text.
    clauses : sequence of Clause
        Those of one sentence.

    Yields
    ------
    Candidate
        With one technology at least; not weighed yet.
    """
    for clause in clauses:
        if not _TELLING.search(folded, clause.start, clause.end):
            continue
        found = None
        if _HEADLESS.search(folded, clause.start, clause.end):
            found = _promoted(folded, clause) or _spread(folded, clause) or _plant(folded, clause)
        if found is None and clause.head is not None:
            found = _work(folded, clause, clause.head.end())
        if found is not None and found.technologies:
            yield found


def _work(folded: str, clause: Clause, low: int) -> Candidate | None:
    """Return the work that a clause whose verb ends at `low` tells of."""
    high = clause.end
    return (
        _upgraded(folded, clause, low, high)
        or _launched(folded, clause, low, high)
        or _supported(folded, clause, low, high)
        or _built(folded, clause, low, high)
        or _advanced(folded, clause, low, high)
        or _applied(folded, clause, low, high)
        or _laid_out(folded, clause, low, high)
        or _worked(folded, clause, low, high)
    )


def _upgraded(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return an upgrading by a named technique."""
    found: Sequence[Span] = ()
    if not _UPGRADING.search(folded, low, high):
        return None
    if fuel := _FUEL.search(folded, low, high):
        found = [fuel.span("object")]
    elif _UPGRADE.search(folded, low, high):
        # 钢铁、水泥等行业节能改造: the list is of trades, the technique stands behind it.
        at = folded.rfind("等", low, high) + 1
        found = [
            one
            for one in names(folded, max(low, at), high)
            if not at or _UPGRADE.search(folded, *one)
        ]
    return _candidate(folded, clause, "upgrade", low, found, "thing") if found else None


def _plant(folded: str, clause: Clause) -> Candidate | None:
    """Return an upgrading of plant, whose verb stands before it."""
    match = _UPGRADE_OF.match(folded, clause.start, clause.end)
    if match is None:
        return None
    low, high = match.span("object")
    return _candidate(folded, clause, "upgrade", low, names(folded, low, high), "thing")


def _launched(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return a programme that bears the name of its technology."""
    if folded[low - 2 : low] not in ("实施", "启动", "设立", "开展"):
        return None
    if several := _PROGRAMMES.fullmatch(folded, low, high):
        listed = names(folded, *several.span("object"), open_=True)
        return _candidate(folded, clause, "programme", low, listed)
    if "等" in folded[low:high]:
        return None
    found: list[Span] = []
    kinds = 0
    for piece in split(folded, low, high, "、"):
        programme = _PROGRAMME.fullmatch(folded, *piece)
        if programme is None or not specific(folded, programme.span("object")):
            return None
        found.append(programme.span("object"))
        kinds += programme["kind"] is not None
    one = _candidate(folded, clause, "programme", low, found)
    return replace(one, signs=one.signs | {"named"}) if kinds or "field" in one.signs else None


def _supported(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return a support for listed fields of technology."""
    if not folded.endswith(_SUPPORT_ENDS, low, high):
        return None
    match = _SUPPORT.fullmatch(folded, low, high)
    if match is None:
        return None
    found = names(folded, *match.span("object"), open_=True)
    return _candidate(folded, clause, "support", low, found)


def _built(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return a system, line or national centre that is built."""
    if folded.endswith(_PROJECT_ENDS, low, high) and (
        project := _PROJECT.fullmatch(folded, low, high)
    ):
        return _candidate(folded, clause, "build", low, [project.span("object")], "thing")
    building = None
    if _BUILDING_WORD.search(folded, max(low, high - 6), high):
        building = _BUILDING.search(folded, low, high)
    if building is None and not folded.endswith(_BUILDS, clause.start, low):
        return None
    end = building.start() if building else high
    national = [match.span("object") for match in _NATIONAL.finditer(folded, low, high)]
    if not national and (of_national := _OF_NATIONAL.fullmatch(folded, low, end)):
        national = [of_national.span("object")]
    if national and all(specific(folded, one) for one in national):
        return _candidate(folded, clause, "build", low, national, "named", "thing")
    if computing := _COMPUTING.match(folded, low, end):
        return _candidate(folded, clause, "build", low, [computing.span()], "thing")
    if _BUILT.search(folded, low, end):
        return _candidate(folded, clause, "build", low, names(folded, low, end), "thing")
    return None


def _advanced(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return products or techniques of a new kind that shall be developed (发展)."""
    growth = folded.endswith("发展", low, high) and folded.endswith(_APPLIES, clause.start, low)
    if growth:
        high -= 2  # 加快…技术发展
    elif not folded.endswith("发展", clause.start, low):
        return None
    match = _PRODUCTS.fullmatch(folded, low, high)
    if match is None or _SECTOR.search(folded, *match.span("kind")):
        return None
    at = folded.rfind("等", low, high)
    found = names(folded, low, at if at > low else high, open_=at > low)
    if not _NEW.search(folded, low, high):
        return None
    return _candidate(folded, clause, "develop", low, found, "thing")


def _applied(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return a technology that is put to use."""
    if not folded.endswith(_APPLIES, clause.start, low):
        return None
    if not folded.endswith(_APPLIED_ENDS, low, high):
        return None
    match = _APPLIED.fullmatch(folded, low, high)
    if match is None:
        return None
    found = names(folded, *match.span("object"))
    return _candidate(folded, clause, "promote", low, found) if known(folded, found) else None


def _laid_out(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return listed fields that are built, laid out for the future or made up for."""
    match = None
    if folded.endswith(_LISTED_ENDS, low, high):
        match = _LISTED_BUILT.fullmatch(folded, low, high)
    if match is None and folded.endswith(_LAYS_OUT, clause.start, low):
        match = _LAID_OUT.fullmatch(folded, low, high)
    if match is None:
        return None
    found = names(folded, *match.span("object"), open_=True)
    return _candidate(folded, clause, "support", low, found) if known(folded, found) else None


def _worked(folded: str, clause: Clause, low: int, high: int) -> Candidate | None:
    """Return any other work that ends in a word of technique, on a named field."""
    if not _WORKED_END.search(folded, max(low, high - 10), high):
        return None
    match = _WORKED.fullmatch(folded, low, high)
    if match is None or match.end("object") <= low + 1:
        return None
    at = folded.rfind("等", *match.span("object"))
    end = at if at > low else max(match.end("object"), low + 2)
    found = names(folded, low, end, open_=at > low)
    return (
        _candidate(folded, clause, "build", low, found, "thing") if known(folded, found) else None
    )


def _spread(folded: str, clause: Clause) -> Candidate | None:
    """Return techniques that are spread: 推广智能建造、绿色建造."""
    match = _SPREAD.fullmatch(folded, clause.start, clause.end)
    if match is None and folded.endswith("技术", clause.start, clause.end):
        match = _USED.fullmatch(folded, clause.start, clause.end)
    if match is None:
        return None
    found = names(folded, *match.span("object"))
    return _candidate(folded, clause, "promote", match.start("object"), found)


def _promoted(folded: str, clause: Clause) -> Candidate | None:
    """Return a platform or system that is promoted by its own name."""
    match = _PROMOTE.match(folded, clause.start, clause.end)
    if match is None:
        return None
    return _candidate(
        folded, clause, "promote", match.start("object"), [match.span("object")], "named", "thing"
    )


def _candidate(
    folded: str, clause: Clause, act: Act, low: int, technologies: Sequence[Span], *more: Sign
) -> Candidate:
    """Return a candidate with the signs of its object and `more` that its pattern shows."""
    marks = (signs(folded, low, clause.end, technologies) - {"counted"}) | frozenset(more)
    return Candidate(clause.start, clause.end, act, tuple(technologies), marks)
