"""What a check finds, and the rules it finds it by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from saidao.ledger.checks.intervals import Certainty
from saidao.terms.name import Name

__all__ = ["CERTAINTIES", "RULES", "Finding", "Rule", "finding_id"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of arithmetic: its id, its name and what it asks, in both languages."""

    id: str
    name: Name
    asks: Name


@dataclass(frozen=True, slots=True)
class Finding:
    """Figures that do not fit, or fit only as bounds.

    Parameters
    ----------
    id : str
        Of the rule and the figures: the same figures always give the same id.
    rule : str
    certainty : {'certain', 'likely', 'bound'}
    figures : tuple of (str, str)
        The role of each figure (``total``, ``part``, ``share``, ``base``, ...) and the id
        of the assertion or observation it is.
    computed : Name
        What was computed from them.
    """

    id: str
    rule: str
    certainty: Certainty
    figures: tuple[tuple[str, str], ...]
    computed: Name


def finding_id(rule: str, figures: tuple[tuple[str, str], ...]) -> str:
    """Return the id of a finding."""
    told = "|".join(f"{role}={id}" for role, id in figures)
    return f"{rule}-{hashlib.blake2b(told.encode(), digest_size=6).hexdigest()}"


CERTAINTIES: dict[str, Name] = {
    "certain": Name(
        "确定：在措辞允许的任何数值下都不能同时成立",
        "Certain: no numbers that the words allow would let all of them hold",
    ),
    "likely": Name(
        "很可能：按通常的理解不能同时成立",
        "Likely: read as people usually mean them, they cannot all hold",
    ),
    "bound": Name(
        "仅作为界限成立：数值本身并不相等，因为有一方只说下限（或成员重叠）才不矛盾",
        "Holds as a bound only: the numbers differ, and fit because one of them is a floor "
        "or because members overlap",
    ),
}
"""How sure a finding is, the surest first."""

RULES: dict[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule(
            "parts-total",
            Name("分项与合计", "Parts against the total"),
            Name(
                "全部分项之和应与合计相符；成员重叠的分项不能相加，合计应不大于其和、不小于其中任何一项。",
                "All the parts must add up to the total. Parts that share members must not be "
                "added: the total lies between the largest of them and their sum.",
            ),
        ),
        Rule(
            "named-parts",
            Name("文中点名的分项", "Parts that the text names"),
            Name(
                "“其中”各项之和不能大于总数；“合计”应等于各项之和。",
                "What is named as part of a total cannot exceed it; what is said to be a sum "
                "must be the sum.",
            ),
        ),
        Rule(
            "regions-total",
            Name("下级与上级地区", "Regions against the whole"),
            Name(
                "各下级地区同一指标之和不能大于上级地区。",
                "Regions cannot have more of one measure than the region they lie in.",
            ),
        ),
        Rule(
            "share-level",
            Name("占比与数值", "Shares against levels"),
            Name(
                "部分除以总体应等于所说的占比。",
                "The part divided by the whole must be the share that is stated.",
            ),
        ),
        Rule(
            "rate-path",
            Name("增速与水平", "Growth rates against levels"),
            Name(
                "基期水平按年均增速增长，应到达目标水平。",
                "The base, grown at the stated rate a year, must arrive at the stated level.",
            ),
        ),
        Rule(
            "increase-level",
            Name("增幅、翻番与水平", "Increases against levels"),
            Name(
                "基期水平加上所说的增幅（翻番即两倍）应等于期末水平。",
                "The base with the stated increase (doubling: twice) must be the level at the end.",
            ),
        ),
        Rule(
            "rate-increase",
            Name("年均增速与累计增幅", "Growth a year against growth in all"),
            Name(
                "年均增速累计到期末应等于所说的总增幅。",
                "The rate a year, compounded, must be the increase that is stated for the span.",
            ),
        ),
        Rule(
            "increment-stock",
            Name("新增量与存量之差", "Additions against stocks"),
            Name(
                "期末存量应等于期初存量加新增量；新增量不能大于期末存量。",
                "The stock at the end is the stock before and what is added; nothing can be "
                "added that is more than the stock at the end.",
            ),
        ),
        Rule(
            "years-span",
            Name("逐年与跨年合计", "Year by year against the span"),
            Name(
                "逐年新增之和应等于整个时期的新增。",
                "What is added year by year must make what is added in the whole span.",
            ),
        ),
        Rule(
            "tier-counts",
            Name("分级数量与总规模", "Size classes against the total"),
            Name(
                "每一级的数量乘以该级的下限，其和不能大于总规模。",
                "The number in each size class times the least of that class cannot exceed "
                "the size of the whole.",
            ),
        ),
        Rule(
            "tier-members",
            Name("级别与成员自身目标", "Size classes against their members"),
            Name(
                "被列入某一级的产业，其自身目标应达到该级的下限。",
                "An industry that is named in a size class must itself be promised as large.",
            ),
        ),
        Rule(
            "member-count",
            Name("数目与所列名称", "Numbers against the names listed"),
            Name(
                "说有几个，就应列出几个名称。",
                "As many names must be listed as the number says.",
            ),
        ),
        Rule(
            "already-reached",
            Name("设定前已达到", "Reached before it was set"),
            Name(
                "目标发布之前的实际值已不低于目标。",
                "A figure from before the target was set is no less than the target.",
            ),
        ),
        Rule(
            "later-less",
            Name("期限更晚而数值更低", "Less for a later year"),
            Name(
                "同一指标，更晚年份的目标不应低于更早年份的目标。",
                "A target for a later year should not lie below that for an earlier one.",
            ),
        ),
        Rule(
            "later-same",
            Name("同一数值改到更晚", "The same figure for a later year"),
            Name(
                "同一指标的同一数值被放到更晚的年份。",
                "One figure of one measure is promised for two years: it was put off.",
            ),
        ),
        Rule(
            "per-unit",
            Name("单位值与总量", "Per-unit values against totals"),
            Name(
                "总量除以人数或面积应等于所说的人均、地均值。",
                "The total divided by people or area must be the stated value per person or area.",
            ),
        ),
    )
}
"""All rules by id, in the order in which findings are shown."""
