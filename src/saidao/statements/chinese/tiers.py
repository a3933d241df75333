"""Size classes: 千亿级产业集群, 百万亩基地, 规模超千亿元的集群, 亿吨级规模."""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese.numerals import FIGURE, value_of

_POWERS: Final = r"[一二两三五十百千]{0,3}[万亿]{1,2}"
_UNIT: Final = r"(?:元|美元|吨|亩|千瓦|人|人次|标箱|户|辆|台|件|平方米|级|元级|吨级|亩级|千瓦级)"

# 2个 + 千亿级产业集群; 5个 + 百亿、若干个十亿级…: the class directly behind the count.
_AFTER: Final = re.compile(
    rf"(?:超过|超|过|逾|近)?(?P<figure>\d+(?:\.\d+)?{_POWERS}|{_POWERS})(?P<unit>{_UNIT}*)"
    r"(?=以上|规模|产业|企业|集群|园区|基地|项目|平台|市场|产|、|，|和|及|级|防|[\u4e00-\u9fff])"
)
# 10个 + 规模超千亿元的产业集群: the class in an attribute of the counted noun.
_ATTRIBUTE: Final = re.compile(
    r"(?:[^，。；、\d]{0,8}?)(?:规模|产值|营收|营业收入|主营业务收入|收入|销售额|销售收入|产出|市值|交易额|投资额?|资产)"
    r"(?:均|分别)?(?:超过|突破|超|过|达到|达|逾|在)?"
    rf"(?P<figure>\d+(?:\.\d+)?[十百千万亿]*|{_POWERS})(?P<unit>元|美元|吨)?(?:以上|级|规模)?的"
)
# 年产值超100亿元、具备…的龙头企业2家; 超50亿元企业20家: the class before the count.
_SIZED: Final = re.compile(
    r"(?:(?:规模|产值|营收|收入|投资额?|销售额|产出|资产|利润|税收|纳税|产能|交易额)(?:均|在)?|(?:^|[、，和及]|培育|形成|打造|新增|引进))"
    r"(?:达到|达|超过|超|突破|过|逾|不低于)?$"
)
_SIZED_NOUN: Final = re.compile(
    r"级?(?:以上|以下)?(?:规模)?的?[^，。；、0-9]{0,14}?(?:企业|集群|园区|项目|公司|平台|基地|品牌|产业链?|产品|单品|集团|市场|镇|街道|楼宇|商圈|县)"
    r"(?:总数|数量|数)?(?:达到|达|超过|超|突破|增至|增加到|新增|各|均|不少于|约|共|有|为)*\Z"
    r"|级?(?:以上|以下)?(?:、[^，。；]{1,24})?的[^，。；0-9]{1,16}\Z"
)
_NAMED: Final = re.compile(rf"(?P<figure>{_POWERS})(?P<unit>元|吨|亩|千瓦)?级")
_REACHED: Final = re.compile(
    r"(?:达到|达|迈入|进入|迈上|形成|突破|跨入|迈向|成为|打造|跻身|培育|建成)[^，。；]{0,4}$"
    r"|跨入地区生产总值$|：$|级(?:产业|企业|集群)[、和]$"
)


def _amount(text: str) -> float | None:
    """Value of the power of ten (or figure) of a class."""
    match = FIGURE.match(text)
    return value_of(match)[0] if match is not None and match.end() == len(text) else None


def after(sentence: str, position: int) -> tuple[float, int] | None:
    """Return the size class of the things counted up to `position`, and where it ends.

    Examples
    --------
    >>> after("2个千亿级产业集群", 2)
    (100000000000.0, 5)
    """
    match = _AFTER.match(sentence, position)
    if match is not None:
        unit = match["unit"]
        if match["figure"][0].isdigit() and "级" not in unit and "元" not in unit:
            return None
        listed = sentence[match.end() : match.end() + 1] in ("、", "，", "和", "及")
        if unit or listed or sentence[match.end() : match.end() + 2] in ("产业", "企业", "集群"):
            return _class(match)
        return None
    match = _ATTRIBUTE.match(sentence, position)
    return _class(match) if match is not None else None


def _class(match: re.Match[str]) -> tuple[float, int] | None:
    """Value and end of a matched class."""
    amount = _amount(match["figure"])
    return None if amount is None else (amount, match.end())


def before(clause: str) -> float | None:
    """Return the size class in the attributes of a noun whose count ends `clause`."""
    found = None
    for match in _NAMED.finditer(clause):
        found = match
    return _amount(found["figure"]) if found is not None else None


def attributed(left: str, between: str, value: float | None) -> float | None:
    """Return `value` if it is the size class of the noun counted next, else None.

    Parameters
    ----------
    left : str
        The clause before the amount.
    between : str
        What stands between the amount and the count.
    value : float or None
        The amount.

    Examples
    --------
    >>> attributed("培育营收超", "的企业", 1e10)
    10000000000.0
    """
    if _SIZED.search(left[-16:]) and _SIZED_NOUN.match(between):
        return value
    return None


def reached(sentence: str, start: int) -> bool:
    """Return whether the class at `start` is what is reached (达到亿吨级规模)."""
    return _REACHED.search(sentence, max(0, start - 8), start) is not None


_LISTED_CLASS: Final = re.compile(rf"(?P<class>{_POWERS}(?:元|吨|亩|千瓦)?)(?P<rest>.*)\Z")


def bare_class(noun: str) -> tuple[str, str] | None:
    """Split a counted noun into its class and the rest: 十亿级产业集群 is 十亿 + 级产业集群.

    None where the noun does not begin with a class.
    """
    match = _LISTED_CLASS.match(noun)
    return None if match is None else (match["class"], match["rest"])
