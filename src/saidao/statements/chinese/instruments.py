"""Policy instruments: funds, grants, rates, terms and who may ask; goals that name themselves.

`instrument` tells the kind of a figure whose words are of an instrument, a term, a goal
or those who profit; every other figure is left to `kinds`.
"""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese.amounts import Quantity
from saidao.statements.chinese.evidence import BENEFIT, CITED, PROMISED, STATED, Evidence, Genre
from saidao.statements.chinese.indicators import is_part
from saidao.statements.statement import Kind

_MEASURE: Final = re.compile(
    r"总投资|补贴|补助|奖励|奖补|资助|贴息|减免|减征|免收|免征|免除|免缴|免租|缓缴|缓征|返还|退还|给予|期限|有效期|顺延|展期|宽限|"
    r"上限|限额|费率|税率|优惠|通行费|租金|专项资金|预算(?!收入|支出|内|外)|拨款|转移支付|融资总量|授信|贷款额度|担保(?!法)|押金|收费|收取|投放|津贴|"
    r"补偿|印花税|差饷|斥资|增拨|拨款|拨付|加计|特种基金|支出安排|造价|总经费|额外开支|工程开支|拨入|提拨|经常开支|专项经费|零售价|基准价|限价|指导价|水价|票价|收费标准|征收|计征|宽减|豁免|退税|注资|编列|核定|抵扣|扣除|消费券|关税(?<!零关税)|最低工资|基本工资|社会保险费|保费(?!规模|收入)|首付|融资担保|再贷款|"
    r"财政(?:安排|投入|资金|出资)|下达(?<!已下达)[^，。；]{0,20}(?:资金|补[贴助]|经费|预算)|拨付[^，。；]{0,20}(?:资金|补[贴助]|经费|预算)|预拨[^，。；]{0,20}资金|划拨[^，。；]{0,20}资金|承担额|安排[^，。；]{0,14}资金|设立[^，。；]{0,24}基金|基金(?:总)?规模|注入|拨出|预留|预拨|补缴|结转|资金[0-9]|"
    r"下调[0-9]|电价|气价|价格[^，。；]{0,4}下[调浮]|贷款利率|额度|门槛|资产限额|工资上限|起征点|总概算|概算|补贴标准|收购|发放"
)
_PUT_IN: Final = re.compile(
    r"(?:(?<![研发科经费技产加])投入(?:财政|专项)?(?:资金)?|[运动]用)(?:约|超过|超|近)?\Z"
)
_SPENDING: Final = re.compile(r"经[营常]开支|总开支|开支总额|政府开支")
_RATE_MEASURE: Final = re.compile(
    r"预留|风险补偿|基准价|上浮|印花税|税前|差饷|补贴|补助|奖励|奖补|资助|贴息|减免|减征|免征|宽减|豁免|返还|退还|给予|费率|税率|优惠|限额|上限|抵扣|扣除|征收|计征|关税(?<!零关税)|首付|下调|下浮|电价|气价|租金|折|配套|贴"
)
_MEASURE_AFTER: Final = re.compile(
    r"^(?:的)?(?:[^，。；、0-9]{0,8})(?:补贴|补助|奖励|奖补|资助|贴息|返还|退还|税前|加计|扣除|抵扣|承担|给予|安排|进行贴息|收取|融资|专项资金|基金|予以|标准|租金|房租|房屋租金|"
    r"社会保险费|贷款利息|担保费|优惠|减免|封顶|一次性|配套|征收|计征)"
)
_OUTCOME: Final = re.compile(
    r"增加值|总产值|生产总值|收入(?:增长|增速)|规模(?:达|超|突破)|产值(?:达|超|突破)|营收|降低企业|减负|融资成本|贷款(?:余额|增速|增长)|投资(?:增长|增速)|交易额|销售额|拉动消费|带动消费|拉动投资|带动投资"
)
_FUNDS: Final = re.compile(r"投资|资金|基金")
_TAX: Final = re.compile(r"税率|印花税")
_GOAL_WORDS: Final = re.compile(r"发行|增长|降低|目标|力争|确保|成本|拉动|撬动")
_ENTITLED: Final = re.compile(
    r"涉约?$|适用于|合资格|(?:符合|具有|具备)[^，。；]{0,8}资格|可补[贴助]\Z|享受补贴|补贴次数|补助次数"
)
_TRADED: Final = re.compile(r"交易|市场化|安排")
_REWARDED: Final = re.compile(
    r"的[^。；]{0,60}?(?:给予|予以|补助|补贴|奖励|奖补|资助|优先|享受|返还|可申请)"
)
_FOR_WHOM: Final = re.compile(r"(?:^|[。；，、：）])(?:\d{1,2}[.])?(?:对|凡)(?!比|外|于|接)")
_THRESHOLD: Final = re.compile(r"(?:不少于|不低于|至少|超过|达到|达|增长|满|不超过)(?:每.{1,3})?\Z")
_TIME_TAKEN: Final = re.compile(r"天数|寿命|年限|时间|轮候|用时|时长|车程|周期")
_SHORTENED: Final = re.compile(r"压缩|缩短|压减|控制|提速|寿命|提高|达到")
_ESTIMATED: Final = re.compile(
    r"(?:收入|盈余|赤字|储备|结余|税|利得税)[^，。；]{0,8}(?:预计|预算|估计|预期)(?:为|达|约)*\Z"
)
_LIMITED: Final = re.compile(
    r"(?:且|并|但)?(?:单[个家户项]|每[^，。；0-9]{1,6})?(?:累计|总额)?(?:最高|最多|上限|封顶|不超过|不高于)"
)
_GROWN: Final = re.compile(r"[\u4e00-\u9fff]{4}(?:增长|下降|提高|增速)[^，。；]{0,4}\Z")
_REACHED: Final = re.compile(r"(?:达到?|增加|减少)(?:约|近|超过|逾)?\Z")
_ALONE: Final = re.compile(r"(?:涉及?|共|合共)?(?:约|近|超过|逾)?")
_GIVEN_TO: Final = re.compile(
    r"(?:向|为|给)[^，。；]{2,24}(?:提供|发放|派发)[^，。；]{0,10}(?:资助|津贴|补贴|支援|补助|现金|消费券)，\Z"
)
_PAID: Final = re.compile(r"补贴|补助|奖励|资助|贴息|给予|奖补|支持")
_ARRANGED: Final = re.compile(r"(?:安排|统筹|下达|投入)(?:了)?(?:约|近|超过|超|不低于|不少于)?\Z")
_FUNDS_AFTER: Final = re.compile(r"(?:以上)?的?[^，。；、0-9]{0,6}(?:资金|经费|补助|基金)")
_FOR_USE: Final = re.compile(r"的?(?:专项)?(?:资金|经费)?将?(?:用于|用作|拨予|予(?!以))")
_SUPPORTED: Final = re.compile(r"(?:主要|其中)?用于")
_SCHEME_AFTER: Final = re.compile(
    r"(?:的?(?:非经营开支)?“[^”，。；]{0,16}(?:计划|基金|津贴)”|[^“”，。；的0-9]{2,14}(?:计划|基金|津贴)(?=[，。；]|\Z))"
)
_SPENT: Final = re.compile(
    r"目前[^，。；]{0,6}(?:执行|支用|动支|核发|拨付|支出|使用)[^，。；]{0,16}\Z"
)
_SPENT_MORE: Final = re.compile(r"(?:增长|增加|上升|增幅)(?:了|达|约|近|超过)?\Z")
_REVENUE: Final = re.compile(r"收入|盈余|赤字|储备|结余|税|生产总值|经济")
_OF_ITSELF: Final = re.compile(r"占|比重|率(?!补|优)")
_GOAL_IS: Final = re.compile(r"(?:目标|指标)(?:是|为|定为|设定为|在于)")
_CAPPED: Final = re.compile(
    r"最高|最多|不超过|不高于|上限|封顶|单个|每个|每家|每户|每人|每年|累计不|总额(?=[不最])|(?:补[贴助]|资助|奖励|扶持)总额"
)


def is_rewarded(sentence: str, before: int, after: int, instrument: bool) -> bool:
    """Return whether the sentence goes on to what is paid where the figure is reached.

    Outside of texts of measures only a sentence that says for whom (对…的企业) is read so.

    Examples
    --------
    >>> is_rewarded("对年营业收入增长20%的企业，给予5万元奖励。", 8, 11, False)
    True
    """
    if not instrument and _FOR_WHOM.search(sentence, 0, before) is None:
        return False
    return _REWARDED.search(sentence, after, after + 100) is not None


def instrument(quantity: Quantity, said: Evidence) -> Kind | None:
    """Kind where the words are of goals, terms, instruments or who benefits; else None."""
    family, left, words, right = quantity.unit.family, said.left, said.words, said.right
    strong = PROMISED.search(left)
    if quantity.unit.canonical == "°C" and not STATED.search(left):
        return "target"
    if family == "money" and (
        _SCHEME_AFTER.match(said.after)
        or _FOR_USE.match(said.after)
        or (_LIMITED.match(left) and _PAID.search(said.before[-24:]))
        or (_ARRANGED.search(left) and _FUNDS_AFTER.match(right))
    ):
        return "measure"
    if said.rewarded and (_THRESHOLD.search(left) or quantity.suffix in ("least", "most")):
        return "measure"
    if CITED.match(right) or right.endswith("为目标") or _GOAL_IS.search(left):
        return "target"
    if family == "money" and _ESTIMATED.search(left):
        return "target"
    if (
        family in ("money", "rate")
        and (_SPENDING.search(words) or _SPENDING.search(said.before))
        and _REVENUE.search(left) is None
        and not (family == "rate" and strong is None and _SPENT_MORE.search(left))
        and not (_REACHED.search(left) and strong is None)
    ):
        return "measure"
    if family == "duration" and (said.genre == "measures" or not _TIME_TAKEN.search(words)):
        done = STATED.search(left) is not None
        if (said.previous == "baseline" and (said.now or done)) or (
            done and _SHORTENED.search(words)
        ):
            return "actual"
        return "target" if _SHORTENED.search(words) else "measure"
    if said.now and _SPENT.search(said.before[-24:] + left):
        return "actual"
    if said.previous == "measure" and family in ("money", "rate"):
        if _CAPPED.search(words):
            return "measure"
        apart = _OF_ITSELF.search(words) is not None and "利率" not in left
        grown = family == "rate" and _GROWN.search(left) and not _RATE_MEASURE.search(left)
        if not (apart or grown or _OUTCOME.search(words) or PROMISED.search(words)):
            return "measure"
    if said.previous == "measure" and family in ("count", "person") and _SUPPORTED.match(left):
        return "measure"
    told = said.own or (said.stance == "review" and left[:1] == "、")
    if said.previous == "actual" and told and "总投资" in words:
        return "actual"
    if family in ("person", "count") and BENEFIT.search(left[-12:] + "…" + right[-6:]):
        done = "已" in left or "累计" in left or "累计" in said.before[-40:]
        return "actual" if done or said.stance == "review" else "target"
    if family == "person" and _ALONE.fullmatch(left) and _GIVEN_TO.search(said.before):
        return "measure"  # 向自雇人士提供资助，约20万人: who may ask
    if _is_measure(quantity, words, right, said.genre, _goes_on(said)):
        return "measure"
    return None


def _goes_on(said: Evidence) -> bool:
    """Whether a figure continues the goal before it in its sentence, or is a part of it."""
    return said.previous == "target" and (said.left[:1] in ("、", "和", "及") or is_part(said.left))


def _is_measure(
    quantity: Quantity, left: str, right: str, genre: Genre, goal: bool = False
) -> bool:
    """Return whether the words around the figure speak of a policy instrument.

    After a `goal` (力争服务企业2000家次、新增贷款200亿元) a text of measures goes on with it.
    """
    if quantity.form == "rank":
        return False
    if quantity.word == "折" or quantity.suffix == "cap":
        return True
    if quantity.unit.family == "money" and "批准" in left and _FUNDS.search(right):
        return True
    if quantity.unit.family == "money" and _PUT_IN.search(left):
        return True
    rate = quantity.unit.family in ("rate", "multiple")
    if rate and not _MEASURE_AFTER.match(right) and not _RATE_MEASURE.search(left[-40:]):
        return False
    if quantity.unit.family == "money" or rate:
        if _MEASURE_AFTER.match(right) or _TAX.search(right[:16]):
            return True
        if _MEASURE.search(left[-40:]) and not _OUTCOME.search(left[-40:]):
            return True
        if genre == "measures" and not goal and not _OUTCOME.search(left):
            return not _GOAL_WORDS.search(left)
        return False
    if quantity.unit.family == "count" or quantity.unit.family == "person":
        return bool(_ENTITLED.search(left))
    if quantity.unit.family == "physical" and genre == "measures":
        if quantity.unit.canonical == "kWh":
            return _TRADED.search(left) is not None
        return bool(_RATE_MEASURE.search(left[-20:]))
    if quantity.unit.family == "ratio":
        return genre == "measures" or bool(_RATE_MEASURE.search(left))
    return False
