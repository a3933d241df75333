"""Instruments of policy: by what means a thing shall come about (贴息, 基金, 用地保障).

The classes follow the usual division of policy instruments into money (given, lent,
forgone), demand, supply of factors, rules, and organisation.
"""

from __future__ import annotations

import re

from saidao.statements.mentions.passages import fold
from saidao.statements.statement import Mention

__all__ = ["CLASSES", "read"]

CLASSES: dict[str, str] = {
    "subsidy": r"补贴|补助|资助|以奖代补|财政支持|专项资金|转移支付|grants?\b|subsid(?:y|ies)",
    "reward": r"奖励|奖补|奖金|表彰|奖补资金|rewards?\b",
    "interest_subsidy": r"贴息|利息补贴|interest subsid(?:y|ies)",
    "tax_relief": (
        r"(?:减免|免征|减征|减半征收|缓缴|退还|抵扣|加计扣除)[^，。；]{0,8}(?:税|费)|税收优惠"
        r"|留抵退税|加计扣除"
        r"|出口退税|tax credits?|tax relief"
    ),
    "fee_relief": (
        r"(?:减免|免收|免除|缓缴|降低)[^，。；]{0,8}(?:费用|租金|房租|保费|社会保险费|收费|电价)"
    ),
    "loan": r"(?:再|低息|专项|信用|创业|优惠|政策性)?贷款|信贷|授信|融资额度|loans?\b",
    "guarantee": r"融资担保|政府性担保|再担保|风险补偿|增信|loan guarantees?",
    "fund": r"(?:产业|投资|引导|母|子|发展|创投|创业投资|并购|风险)基金|基金规模|investment funds?",
    "bond": r"专项债券?|地方政府债券|企业债|公司债|绿色债券|国债|REITs|bonds?\b",
    "insurance": r"(?:首台套|出口信用|科技|农业|责任|专利)保险|保险补偿",
    "procurement": r"政府采购|首购|订购|兜底采购|政府购买|集中采购|public procurement",
    "land": r"用地(?:指标|保障|计划|供给)|供地|土地供应|标准地|先租后让|弹性出让|新增建设用地",
    "energy_quota": r"能耗指标|用能指标|绿电直连|排放指标|碳排放权|用水指标",
    "talent": r"人才(?:引进|补贴|公寓|计划|政策|落户)|引才|人才引育|安家费",
    "research_call": r"揭榜挂帅|赛马制|重大专项|科技专项|攻关项目|科技计划项目|联合攻关",
    "platform": r"(?:创新|公共服务|中试|检测)平台|创新中心|重点实验室|新型研发机构",
    "pilot": r"试点|先行先试|示范工程|示范项目|监管沙盒|pilot (?:schemes?|programmes?|programs?)",
    "standard": r"(?:国家|行业|地方|团体|技术)标准|标准体系|标准规范",
    "approval": r"绿色通道|容缺受理|告知承诺|审批时限|一网通办|简化审批|负面清单|fast[- ]track",
    "voucher": r"(?:创新|算力|消费|科技服务)券|vouchers?\b",
}
"""Class to the words that name it; the first class in this order wins where two overlap."""

_ANY = re.compile(
    "|".join(f"(?P<{name}>{words})" for name, words in CLASSES.items()), re.IGNORECASE
)


def read(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """Read the instruments that a passage names.

    Parameters
    ----------
    text : str
        The reading text.
    start, end : int, optional
        The passage; the whole text by default.

    Returns
    -------
    list of Mention
        Of kind ``instrument``, `role` the class, in the order of the text.

    Examples
    --------
    >>> [(m.name, m.role) for m in read("给予贴息，设立产业基金")]
    [('贴息', 'interest_subsidy'), ('产业基金', 'fund')]
    """
    stop = len(text) if end is None else end
    folded = fold(text[start:stop])
    return [
        Mention(
            "instrument",
            start + match.start(),
            start + match.end(),
            text[start + match.start() : start + match.end()],
            match.lastgroup,
        )
        for match in _ANY.finditer(folded)
    ]
