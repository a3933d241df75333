"""What type of quantity a figure is: a level, a change, a rate of growth, a share, a rank.

The type wins over the comparator in a statement's `op`. Words of change are the rows of
`_UP` and `_DOWN`; a change word followed by 到 or 至 (提高到45%) names a level.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from saidao.statements.chinese.amounts import Quantity
from saidao.statements.statement import Op
from saidao.statements.units import resolved

# Words of change; each begins with a literal, so that the engine can skip to candidates.
_UP: Final = (
    "同口径增长|增长(?<!自然增长)|增加(?!值)|新增加|新增|净增加|净增|多增|增收|增幅|涨幅|增速|上涨|上升|上浮|上调|提高|提升|扩大|"
    "多出|高出|超出目标|超目标|超额完成|超出计划|增产|增量|增值(?!税)|加快|再增|拓展|成长|调升|调高|调幅|加幅|上修|跃增|激增|攀升|年增(?![长加速幅量值产收多])|"
    "增(?=了|约|近|超|率|[0-9]|$)|涨(?=了|约|近|超|[0-9]|$)|升(?=了|约|近|超|逾|[0-9]|$)|多(?<![最至不许更很]多)(?=了|[0-9]|$)"
)
_DOWN: Final = (
    "下降|年减|降低|减少|下调|下浮|压减|压缩|缩减|缩短|削减|减排|节约|节省|节能|节水|降幅|回落|收窄|减征|减收|少收|少缴|下滑|降本|"
    "调减|调低|调降|衰退|萎缩|收缩|减产|减量|下修|减幅|核减|再降|跌(?=了|幅|[0-9]|$)|降(?=了|约|近|超|[0-9]|$)|减(?=了|约|近|超|[0-9]|$)|"
    "少(?<![至不最很更]少)(?=了|[0-9]|$)"
)
_CHANGE: Final = re.compile(f"{_UP}|{_DOWN}")
_IS_DOWN: Final = re.compile(_DOWN)
_FILLER: Final = (
    r"(?:率|幅度|幅|速度|速|了|约为|约|近|超过|超出|超|突破|逾|不低于|不少于|不高于|不超过|不得超过|高于|低于|大于|"
    r"至少|最高|最多|最低|最大|接近|大约|将近|达到|达|为|是|在|将|介乎|介于|保持|稳定|控制|平均|分别|均|都|各|再|目标|预期|力争|人民币|"
    r"有望|预计|可|会|左右|原则上|其|与|、|，其中|也|又|比例|百分之|不|和|确定|设定|锚定|挑战|冲刺|瞄准)*"
)
_ONLY_FILLER: Final = re.compile(_FILLER + r"\Z")
_ANNUAL: Final = re.compile(
    r"(?:年均|年平均|年复合|复合|年化|平均每年)[^，。；、0-9]{0,4}\Z|平均\Z"
)
_FAR: Final = re.compile(
    r"(?:(?P<up>新增|净增|增加(?!值)|多增|再增(?!拨)|增收)|(?P<down>降低|减少|少收|少缴|压减|削减|节约|节省|压缩|缩减|为[^，。；]{2,10}减负|减负))"
    r"(?P<object>[^，。；0-9]{1,60})$"
)
_LEVEL: Final = re.compile(r"(?:到|至|为|达到|达|成)[^，。；、]{0,6}$")
_LEVEL_OBJECT: Final = re.compile(r"(?:到|至|控制在|保持在|稳定在)(?:[^，。；、]{0,8})$")
_NOT_RAISED: Final = frozenset(("mu", "km", "vehicle", "kW", "ha"))
_FLOW: Final = re.compile(
    r"新增(?:城镇)?(?:就业|投资|贷款|授信|产值|收入|销售|利税|税收|融资|债券|专项债|信贷|社会融资|财政)"
)
_INCREMENT_NOUN: Final = re.compile(r"增量[^，。；0-9]{0,10}$")
_NEW_LEVEL: Final = re.compile(
    r"^(?:和|及|与|、|或)|新(?:建|培育|制定|引进|认定|开工|设立|创建|组建|签|投)"
)
_SAVED: Final = re.compile(r"(?:节省|削减|压减|节约|精简)[^，。；、0-9率]{2,14}\Z")
_BY: Final = re.compile(
    r"按(?:照)?[^，。；、0-9享]{0,20}(?:经费|资金|投资|金额|额|费用|投入|成本|租金|支出|费)(?:给予)?(?:最高|不超过)?\Z"
)
_FLOATED: Final = re.compile(r"(?:(?P<up>上浮|上调)|下浮|下调)[^，。；、0-9]{1,12}\Z")
_AHEAD: Final = re.compile(r"(?:高于|高出|快于|超过|多于|优于)[^，。；0-9]{1,24}$")
_BEHIND: Final = re.compile(r"(?:低于|少于|慢于)[^，。；0-9]{1,24}$")
_SHARE: Final = re.compile(
    r"占(?!地|用|领|据|道|补|优|先)|市售比|市占|渗透比|比重|比例|份额|占比|配比|含量|相当于"
)
_RATE_END: Final = re.compile(r"(?P<held>占有|占用)?[率度]" + _FILLER + r"$")
_OWN_RATE: Final = re.compile(r"(?<!占有)率[^，。；、0-9]{0,12}$")
_OF: Final = re.compile(
    r"的(?<![季年月期度天测估]的)(?:约|近|超过|不超过|不低于|不少于|不高于|至少|最高|最多|超)?$|(?:按|以)(?:不超过|不高于)?[^，。；]{2,20}的$"
)
_GRANT: Final = re.compile(
    r"的?(?:补贴|补助|奖励|资助|贴息|税率|增长|(?:控制|预期|年度|调控)?目标|折扣|优惠|利率|费率|增速|配套|支持|标准|抵扣|关税|产能|股权|股份)"
)
_SHARED_NOUN: Final = re.compile(
    r"的?(?![，。；、）)至到的增升降减调扩跃]|提[高升]|下[降调]|上[升调]|在|税前|以[上下内外]|左右|等|计算|计|进行|给予|予以|安排|征收|收取|确定|执行|发放|支付|补|奖|且|并|时)[\u4e00-\u9fff“A-Za-z]"
)
_ADDED: Final = re.compile(r"(新增(?![和及与、])|净增|增加(?![值至到]))[^，。；0-9]*$")
_UP_TO: Final = re.compile(r"(?:到|至)[^，。；]{0,8}$")
_TIMES_OVER: Final = re.compile(
    r"的(?:约|近|超过|逾)?$|(?:增|提高|扩大|提升|上升|增长)[^，。；]{0,6}(?:到|至)[^，。；]{0,10}$"
)
_GROUP: Final = re.compile(
    r"(?:户|女性|男性|长者|老人|青年|学生|员工|人士|居民|家庭|企业|者)(?:就)?(?:达到?|有|约|近|超过|逾)+\Z"
)
_GROWTH_AFTER: Final = re.compile(
    r"的(?:经济|中高速|正|较快|年度|同比)?(?:增长|增速|增幅|升幅|涨幅)(?!目标|率|点|极|任务|贡献)"
)
_HIGHER: Final = re.compile(
    r"[比较][^，。；]{0,24}(?:(?P<up>高|多)|[低少])(?:出|了)?(?:约|近|超过|逾|超)?\Z"
)
_REACHED: Final = re.compile(r"(?:达到|达|至|到|突破|保持在|稳定在|为)(?:约|近|了)?\Z")
_CHANGED: Final = frozenset(("increase_by", "decrease_by", "growth_rate_per_year"))
_CITED: Final = re.compile(
    r"的?(?:年度|全年|阶段性|控制|预期|调控|规划)?(?:建设)?(?:目标|任务|计划)"
)


class Reading(NamedTuple):
    """What type of quantity a figure is.

    `op` is None for a plain level (the comparator then speaks); `value` and `high` are
    restated where the type asks for it (1.5倍 more is 150 percent); `percent` says that
    the unit becomes percent.
    """

    op: Op | None
    value: float | None
    high: float | None
    percent: bool = False


def read(
    quantity: Quantity, left: str, right: str, listed: Op | None, verb: str, named: bool
) -> Reading:
    """Return the type of `quantity`.

    Parameters
    ----------
    quantity : Quantity
    left, right : str
        The clause before the figure and after the quantity.
    listed : str or None
        Type of the figure before, where this one continues its list (、).
    verb : str
        Change word that governs the list that this figure stands in (新增A30个、B100户).
    named : bool
        The clause names its own indicator.
    """
    value, high = quantity.value, quantity.high
    if quantity.form == "rank":
        return Reading("rank", value, high)
    if quantity.form == "tier":
        return Reading(None, value, high)
    if quantity.form == "doubling":
        return Reading("decrease_by" if "半" in quantity.word else "increase_by", value, high)
    if quantity.unit.family == "multiple":
        return _multiple(quantity, left)
    if quantity.unit.family == "rate" and _GROWTH_AFTER.match(right):
        return Reading("increase_by", value, high)
    change = change_at(left, quantity, right)
    if change is not None:
        return Reading(change, value, high)
    if quantity.unit.family == "rate" and quantity.word != "折":
        return Reading(_rate(quantity, left, right, listed, named), value, high)
    if verb and not _LEVEL_OBJECT.search(left):
        return Reading("increase_by" if verb == "新增" else "decrease_by", value, high)
    if listed in ("increase_by", "decrease_by", "growth_rate_per_year") and not left.strip(
        "、和及与"
    ):
        return Reading(listed, value, high)
    return Reading(None, value, high)


def change_at(left: str, quantity: Quantity, right: str) -> Op | None:
    """Return the change that the words in front of the figure speak of, if any."""
    family = quantity.unit.family
    tail = left[-40:]
    if quantity.suffix and right.startswith("的") and family == "money":
        return None  # 调高1亿元以上的交易税率: a class of transactions
    near = _near(tail)
    if near is not None:
        word, start, up = near
        counted = family in ("count", "person") or quantity.unit.canonical in _NOT_RAISED
        counted = counted and not quantity.per
        if counted and word in ("提升", "提高", "扩大", "拓展", "加快", "压减", "压缩"):
            return None
        if word == "新增" and counted and _FLOW.search(left):
            return None
        if word in ("节能", "节水", "减排", "增产", "减产", "减量", "增值") and not tail.endswith(
            word
        ):
            return None
        if word == "超额完成" and _CITED.match(right):
            return None
        if up and family == "rate" and word != "超额完成" and _ANNUAL.search(tail, 0, start):
            return "growth_rate_per_year"
        return "increase_by" if up else "decrease_by"
    if family == "rate" and (raised := _FLOATED.search(tail)) is not None:
        return "increase_by" if raised["up"] else "decrease_by"
    if quantity.word in ("个百分点", "百分点") or family == "rate":
        if quantity.unit.canonical == "percentage_point" and tail.endswith(
            ("高", "低", "快", "慢")
        ):
            return "increase_by" if tail[-1] in "高快" else "decrease_by"
        if _AHEAD.search(tail) and quantity.unit.canonical == "percentage_point":
            return "increase_by"
        if _BEHIND.search(tail) and quantity.unit.canonical == "percentage_point":
            return "decrease_by"
    if family == "rate" and (apart := _HIGHER.search(tail)) is not None:
        return "increase_by" if apart["up"] else "decrease_by"
    if family == "rate":
        saved = _SAVED.search(tail)
        return "decrease_by" if saved is not None and not _SHARE.search(saved.group()) else None
    if _INCREMENT_NOUN.search(tail):
        return "increase_by"
    far = _FAR.search(left[-70:])
    if far is not None and not _NEW_LEVEL.search(far["object"]):
        if _FLOW.search(left):
            return None
        if far["down"] and _LEVEL_OBJECT.search(far["object"]):
            return None
        if far["up"] in ("增加", "多增") and (
            _LEVEL.search(far["object"]) or far["object"][0] in "至到"
        ):
            return None  # 增加至2023/24年度约800亿元: a level
        return "increase_by" if far["up"] else "decrease_by"
    return None


def _near(tail: str) -> tuple[str, int, bool] | None:
    """Return the change word that governs the end of `tail`, where it begins, if it is up."""
    for match in reversed(list(_CHANGE.finditer(tail))):
        if _ONLY_FILLER.match(tail, match.end()):
            word = match.group()
            return word, match.start(), _IS_DOWN.match(tail, match.start()) is None
    return None


def list_verb(left: str) -> str:
    """Return the change word that opens `left` and governs a list behind it."""
    match = _ADDED.search(left[-70:])
    if match and not _FLOW.search(left) and not _LEVEL_OBJECT.search(left):
        return "新增"
    return ""


def _multiple(quantity: Quantity, left: str) -> Reading:
    """Read 倍: grown 1.5 times is 150 percent more, 3 times the level 200 percent more."""
    value, high = quantity.value or 0.0, quantity.high
    tail = left[-40:]
    grown = _near(tail)
    if grown is not None and not _UP_TO.search(tail):
        percent = resolved(value * 100)
        return Reading(
            "increase_by" if grown[2] else "decrease_by",
            percent, None if high is None else resolved(high * 100), True,
        )  # fmt: skip
    if value > 1 and _TIMES_OVER.search(
        tail,
    ):
        return Reading(
            "increase_by", resolved((value - 1) * 100),
            None if high is None else resolved((high - 1) * 100), True,
        )  # fmt: skip
    return Reading(None, value, high)


def _rate(quantity: Quantity, left: str, right: str, listed: Op | None, named: bool) -> Op | None:
    """Return whether a percentage is a share, or carries on the type before it."""
    if quantity.unit.canonical == "percentage_point":
        return listed if listed in ("increase_by", "decrease_by") else None
    tail = left[-60:]
    if _OF.search(tail):
        return "share"
    rate = _RATE_END.search(tail)
    if rate is not None and rate.group()[:1] != "度":
        return "share" if rate["held"] else None
    if _OWN_RATE.search(tail):
        return None
    if _BY.search(tail) and (right == "" or _GRANT.match(right) or right[:2] in ("给予", "予以")):
        return "share"
    if _SHARE.search(tail):
        return None if _GRANT.match(right) else "share"
    if _GROUP.search(tail):
        return "share"
    if not named and listed is not None and not (listed in _CHANGED and _REACHED.search(tail)):
        return listed
    if quantity.form == "fraction" or quantity.word == "成":
        return "share"
    if _GRANT.match(right):
        return None
    if _SHARED_NOUN.match(right):
        return "share"
    return None
