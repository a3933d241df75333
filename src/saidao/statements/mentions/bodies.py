"""The names of public bodies: which strings are one, and how a list of them is read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from saidao.statements.mentions.passages import CLOSERS, OPENERS, Span, closing, split, strip

Role = Literal["lead", "co", "contact", "unspecified"]

# What the name of a body ends with. Companies answer for tasks too (utilities, banks).
_SUFFIX = (
    r"(?:委员会|管委会|管理会|人民政府|政府|办公厅|办公室|领导小组|指挥部|工作组|专班|联席会议"
    r"|委办局|委|局|厅|部|办|署|院|校|所|海关|总队|支队|大队|中心|分行|支行|银行|分局|公司|集团"
    r"|协会|学会|商会|联合会|总工会|工会|妇联|残联|文联|侨联|社联|科协|工商联|贸促会|法院|检察院"
    r"|财政|税务|党工委|工委|党委|党组|联盟|馆|社|台|大学|学院|高校|院校|街道办事处|街道|街镇"
    r"|办事处"
    r"|镇街|乡镇|镇|乡|新区|功能区|开发区|园区|片区|区|县|市|州|盟|旗|部门|单位|机构|平台)"
)
_LEVEL = r"(?:中共|国家|中央|全国|自治区|省|市|区|县|州|盟|旗|镇|乡|兵团|各|有关|相关)"
# A place and its level; the words excluded never stand in a place's name (和 may begin one).
_NOT_IN_PLACE = r"\W\d_a-zA-Z由的在与对为将向从以及按给让把被于等是有"
_PLACED = (
    rf"[^{_NOT_IN_PLACE}](?:[^和{_NOT_IN_PLACE}]{{0,6}}?)"
    r"(?:自治区|省|市|区|县|州|盟|旗|镇|乡|街道)"
)
# Ministries and offices whose names bear no level in front.
_NATIONAL = (
    r"(?:(?:创新科技及工业局|商务及经济发展局|财经事务及库务局|环境及生态局|运输及物流局"
    r"|劳工及福利局|发展局"
    r"|国家发展委员会|国科会|行政院|国家科学及技术委员会|数位发展部|卫生福利部|劳动部|环境部|内政部|国务院|财政部|教育部"
    r"|科技部|商务部|公安部|民政部|司法部|交通部|工信部|发改委|应急部"
    r"|住建部|人社部|文旅部|经济部|农业部|外交部"
    r"|交通运输部|工业和信息化部|生态环境部|自然资源部|水利部|农业农村部|文化和旅游部|应急管理部"
    r"|住房城乡建设部|人力资源社会保障部|国家\w{2,12}(?:局|委|署|办)|发展改革委|银保监会|证监会"
    r"|税务总局|海关总署|人民银行|中国人民银行|国家发展改革委"
    # Hong Kong and Taiwan.
    r"|创新科技署|环境及生态局|环境局|环境保护署|环保署|工业贸易署|投资推广署|数字政策办公室"
    r"|金融管理局|金管局|机电工程署|机电署|运输署|规划署|教育局|医务卫生局|保安局|房屋局|劳工处"
    r"|土木工程拓展署|渔农自然护理署|文化体育及旅游局|民政及青年事务局|贸易发展局|贸发局|生产力局"
    r"|医院管理局|医管局|引进重点企业办公室|国家发展委员会|国发会|数发部|金管会|卫福部"
    r"|农业部|国防部|交通部|文化部|中央银行|中央研究院)"
    r"(?:\w{0,10}(?:司|局|署|办公室|办|中心|院|分局|分行|办事处|委员会|厅|总队))?)"
)
_STRICT = re.compile(
    rf"(?:{_LEVEL}[^，。；：、]{{0,24}}?{_SUFFIX}|{_PLACED}[^，。；：、]{{0,20}}?{_SUFFIX}"
    r"|[\u4e00-\u9fff]{2,6}(?:金融监管局|银保监局|银保监分局|证监局|税务局|海事局|供电公司|供电局"
    r"|铁路局|邮政管理局"
    r"|通信管理局|监管局|监管分局|气象局)"
    rf"|{_NATIONAL}|\w{{2,10}}海关|\w{{2,14}}(?:管委会|管理委员会|领导小组办公室|领导小组))"
)
_AGENCY = re.compile(
    r"(?:委|局|厅|部|部门|办|署|委员会|办公室|办公厅|政府|海关|管委会|财政|领导小组|中心|总队|银行"
    r"|分行|院|国科会|国发会|金管会)$"
)
_LEVELLED = re.compile(r"(?:中央|国家|自治区|[省市区县州盟旗])(?![省市区县州盟旗])")
_LOOSE = re.compile(r"[\w·\-—/&.《》“”（）()]{2,30}")
_NOTE = re.compile(
    r"下同|首位|第一位|以下|以上|不再|详见|排名|列前|单独列|牵头单位|责任单位|时限|年底|月底|长期"
    r"|持续"
    r"|推进$|^等$|^其他$|^无$|[。？！]|\d{4}年|^(?:市|区|县)?领导$|^[\d.%]+$"
)
_TAIL = re.compile(
    r"(?:等?(?:有关|相关|各有关|各相关)?(?:部门|单位)?)?按(?:照)?(?:各自)?(?:的)?(?:职责|职能"
    r"|责任)?(?:分工|职责|职能)"
    r"(?:范围)?(?:内)?(?:分别|共同|协同)?(?:负责|落实|实施|推进)?$"
    r"|(?:结合实际|共同|分别|具体|负责|组织|抓好)*(?:负责|落实|实施|推进)$"
    r"|(?<=[\u4e00-\u9fff]{2})等(?:有关|相关)?(?:部门|单位|部委|机构)?$"
)
_TAIL_ENDS = (
    *("负责", "落实", "实施", "推进", "分工", "职责", "职能", "等"),
    *("部门", "单位", "部委", "机构"),
)
_ROLE_TAIL: tuple[tuple[re.Pattern[str], Role], ...] = (
    (
        re.compile(r"(?:为)?(?:总|共同|联合)?(?:牵头|主办|主责)(?:负责|落实|实施|单位|部门)?$"),
        "lead",
    ),
    (
        re.compile(
            r"(?:等(?:有关|相关)?(?:部门|单位)?)?(?:积极|共同|协同)?"
            r"(?:配合|协办|协同|协助|参与|参加|协作)(?:落实|实施|负责|单位|部门)?$"
        ),
        "co",
    ),
)
_ROLE_NOTE = re.compile(r"[（(〔\[](牵头|主办|主责|配合|协办|参与)[^）)〕\]]{0,4}[）)〕\]]$")
_JOINER = re.compile(r"会同|联合|以及|和|与|及|同|、")


@dataclass(frozen=True, slots=True)
class Body:
    """A body in a list: its span, and the part it plays where the list itself says so."""

    start: int
    end: int
    role: Role | None = None


@lru_cache(maxsize=4096)
def is_body(name: str) -> bool:
    """Say whether `name`, folded, is the name of a public body on its own.

    Examples
    --------
    >>> is_body("市财政局"), is_body("各县（市、区）政府"), is_body("产业园")
    (True, True, False)
    """
    bare = _without_brackets(name)
    return 2 <= len(bare) <= 34 and _STRICT.fullmatch(bare) is not None


def is_agency(name: str) -> bool:
    """Say whether `name` is a body that acts (an office, not merely a district)."""
    return is_body(name) and _AGENCY.search(_without_brackets(name)) is not None


def body_list(text: str, start: int, end: int, *, strict: bool) -> list[Body]:
    """Read ``text[start:end]`` as a list of bodies.

    Parameters
    ----------
    text : str
        Folded text.
    strict : bool
        Where no label says that a list of bodies follows: every piece must then be the
        name of a public body, or the list is empty. Otherwise notes are skipped and any
        well-formed name is taken.

    Returns
    -------
    list of Body
        `role` is set where the list says it (``A牵头``, ``B（配合）``, ``A会同B``).
    """
    found: list[Body] = []
    group = doubtful = 0
    for low, high in split(text, start, end, "、，,；;。\n\u3000 "):
        role: Role | None = None
        note = _ROLE_NOTE.search(text[low:high])
        if note:
            role = "lead" if note[1] in ("牵头", "主办", "主责") else "co"
            low, high = strip(text, low, low + note.start())
        else:
            low, high, role = _role_tail(text, low, high)
        low, high = _trim(text, low, high)
        pieces = _joined(text, low, high) if high > low else []
        accepted = [piece for piece in pieces if _accept(text[slice(*piece)], strict=strict)]
        if strict and len(accepted) != len(pieces):
            # 省工业和信息化厅、科技厅、数据局: the level stands once, before the first.
            elided = bool(found) and _LEVELLED.match(text, found[0].start) is not None
            doubtful += not (elided and _AGENCY.search(text, low, high))
            accepted = [piece for piece in pieces if _like_body(text[slice(*piece)])]
            if len(accepted) != len(pieces):
                return []
        jointly = len(pieces) > 1 and "会同" in text[low:high]
        for place, (at, to) in enumerate(accepted):
            own: Role | None = role
            if jointly and role is None:
                own = "co" if place else "lead"
            found.append(Body(at, to, own))
        if role is not None:
            # `A、B牵头`: the word stands once, behind the last of its group.
            if not note:
                for index in range(group, len(found)):
                    if found[index].role is None:
                        found[index] = Body(found[index].start, found[index].end, role)
            group = len(found)
    # A name without its level (工业和信息化厅) passes in the company of names that have it.
    return found if doubtful * 2 <= len(found) else []


def _role_tail(text: str, low: int, high: int) -> tuple[int, int, Role | None]:
    """Cut `牵头` or `配合` off the end of a piece."""
    for pattern, role in _ROLE_TAIL:
        match = pattern.search(text, low, high)
        if match:
            return low, match.start(), role
    return low, high, None


def _trim(text: str, low: int, high: int) -> Span:
    """Cut prefixes (`由`) and endings (`按职责分工负责`, `等`) off a piece."""
    low, high = strip(text, low, high, "：:")
    by = text.rfind("由", low, high)
    if by >= 0:
        low = by + 1
    for _ in range(2):
        match = _TAIL.search(text, low, high) if text.endswith(_TAIL_ENDS, low, high) else None
        if not match:
            continue
        by = text.find("按", match.start(), high)
        if match.start() - low >= 2:
            high = match.start()
        elif by - low >= 2:
            high = by  # 各有关单位按职责分工负责: the words before 按 are the name here
    return strip(text, low, high)


def _joined(text: str, low: int, high: int) -> list[Span]:
    """Split at `和` or `会同` where both sides are bodies; names may hold these characters."""
    for match in _JOINER.finditer(text, low, high):
        left, right = text[low : match.start()], text[match.end() : high]
        if text[low : match.start()].count("（") != text[low : match.start()].count("）"):
            continue
        if len(left) >= 2 and is_agency(left) and len(right) >= 2:
            rest = _joined(text, match.end(), high)
            if all(is_body(text[slice(*piece)]) for piece in rest):
                return [(low, match.start()), *rest]
    return [(low, high)]


@lru_cache(maxsize=4096)
def _accept(name: str, *, strict: bool) -> bool:
    """Say whether a piece of a list is a body's name."""
    if strict:
        return is_body(name)
    bare = _without_brackets(name)
    return (
        2 <= len(bare) <= 34 and _LOOSE.fullmatch(bare) is not None and _NOTE.search(name) is None
    )


def _like_body(name: str) -> bool:
    """Say whether a piece ends like a body's name, level or no level before it."""
    bare = _without_brackets(name)
    return (
        _LOOSE.fullmatch(bare) is not None
        and _NOTE.search(bare) is None
        and re.fullmatch(rf"[^，。；：、]{{1,20}}{_SUFFIX}", bare) is not None
    )


def _without_brackets(name: str) -> str:
    """Return `name` without what stands in brackets: 各县（市、区）政府 is 各县政府."""
    if not any(character in name for character in OPENERS):
        return name
    kept: list[str] = []
    position = 0
    while position < len(name):
        if name[position] in OPENERS and name[position] not in "“‘":
            end = closing(name, position)
            if end is not None:
                position = end + 1
                continue
        if name[position] not in CLOSERS + OPENERS:
            kept.append(name[position])
        position += 1
    return "".join(kept)
