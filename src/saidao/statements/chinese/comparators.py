"""Comparators: how a figure bounds what is said (突破, 不低于, 左右, 以内).

Words in front of the figure are rows of `_BEFORE`, words behind it are in
`quantities.SUFFIX`. Firmness (力争, 确保, 预计) is never part of a comparator.
"""

from __future__ import annotations

import re
from typing import Final

from saidao.statements.chinese.amounts import Quantity
from saidao.statements.statement import Comparator

_BEFORE: Final = re.compile(
    r"(?:(?P<most>不超过|不多于|不高于|不大于|不得超过|不得高于|不能超过|不突破|低于或等于|至多|最多|最高|最大|最长|最晚|"
    r"上限|封顶|小于等于|不长于|不迟于)"
    r"|(?P<least>达到或超过|达到或高于|达到或优于|满(?<![未不]满)|不低于|不少于|不小于|不短于|不得低于|不得少于|不下于|不下|至少|最少|最低(?!工资|生活|限)|最短|高于或等于|下限)"
    r"|(?P<less>低于|不到|不足|少于|小于|未满|不满|短于|未达)"
    r"|(?P<more>突破|超过|超出|超|逾|高于|大于|多于|跨过|迈过|越过|高出|过(?<![通经超不透]过)(?<!(?<!进)度过)|上(?<=[成近]上))"
    r"|(?P<about>约(?<![简签条契公租制节集预特合誓]约)|近|接近|大约|约为|将近|大概|粗略估计|大致|约合|约计|约占|接近于))"
    r"(?:了|到|为|是|达到|达|至|在|按|人民币|每人每天|每人每月|每人每年|每人|每年|每月|每亩|每户|每家|每个|每吨|的|总计|全国|全市|全省|"
    r"给予|：|:|“|[\u4e00-\u9fff]?人均|再)*$"
)
_CAP: Final = re.compile(
    r"(?:最高(?![水人标法峰检质]|水平)|最多|至多|最长|上限|封顶|限额为|顶格|最高额)[^0-9，。；]{0,14}$"
)
_FLOOR: Final = re.compile(r"(?:最低(?!工资|生活|限)|至少|起步|起点|下限)[^0-9，。；]{0,8}$")
_ESTIMATE: Final = re.compile(
    r"(?:粗略估计|粗略估算|大约|大概|约(?<![简签条契公租制节集大预特合誓]约)(?!定|束|克)为?)[^0-9，。；]{0,6}$"
)
_OF_WHOLE: Final = re.compile(
    r"(?:(?P<most>不超过|不高于|不多于)|(?P<least>不低于|不少于|至少)|(?P<more>超过|高于)|(?P<less>低于|不足))[^，。；、0-9]{1,20}(?:的|量|额|资金|投资|面积|价|价格|标准|水平|总数|收入|规模)$"
)
_BREAKTHROUGH: Final = re.compile(r"(?:^|[，、年底末到将并再攻])突破$")
_APART: Final = re.compile(r"(?:高于|高出|低于|快于|慢于|多出|优于)[^，。；0-9]{0,8}\Z")
_BY_HOW_MUCH: Final = re.compile(r"高出(?:了)?\Z")
_VERB_OBJECT: Final = frozenset(("项", "种", "款", "类", "件", "个", "套"))
_BY_GROUP: Final[dict[str, Comparator]] = {
    "most": "<=", "least": ">=", "less": "<", "more": ">", "about": "~",
}  # fmt: skip


def before(left: str) -> Comparator | None:
    """Return the comparator at the very end of `left`, None where there is none.

    Examples
    --------
    >>> before("产业规模突破"), before("产业规模达到")
    ('>', None)
    """
    match = _BEFORE.search(left, max(0, len(left) - 16))
    return None if match is None or match.lastgroup is None else _BY_GROUP[match.lastgroup]


def comparator(quantity: Quantity, left: str, shared: Comparator | None) -> Comparator:
    """Return the pure comparator of `quantity`.

    Parameters
    ----------
    quantity : Quantity
    left : str
        The clause up to the figure.
    shared : str or None
        Comparator in front of the first figure of a list that this one continues
        (分别超过90%、70%).
    """
    if quantity.joined:
        return "range"
    own = before(left)
    front = own or shared
    if front == ">" and quantity.word in _VERB_OBJECT and _BREAKTHROUGH.search(left):
        front = None  # 突破50种技术: achieves them, does not exceed the number
    points = quantity.unit.canonical == "percentage_point"
    if points and front in (">", "<") and _APART.search(left, max(0, len(left) - 12)):
        front = None  # 高于全国2个百分点: by how much, not a bound
    if front is None and (left.endswith("的") or quantity.unit.canonical == "percent"):
        whole = _OF_WHOLE.search(left, max(0, len(left) - 28))
        if whole is not None and whole.lastgroup is not None:
            front = _BY_GROUP[whole.lastgroup]
    if front == ">" and quantity.unit.canonical == "percent" and _BY_HOW_MUCH.search(left):
        front = None
    behind = quantity.suffix
    if behind == "least":
        return ">" if own == ">" and front is not None else ">="
    if behind in ("most", "cap"):
        return "<="
    if behind == "about":
        return front if front in ("<=", ">=") else "~"
    if front is None and quantity.unit.family != "count":
        if _CAP.search(left, max(0, len(left) - 20)):
            return "<="
        if _FLOOR.search(left, max(0, len(left) - 12)):
            return ">="
    if front is None and _CAP.search(left, max(0, len(left) - 20)):
        return "<="
    if front is None and _ESTIMATE.search(left, max(0, len(left) - 12)):
        return "~"
    if front is not None:
        return front
    return ">" if quantity.more or behind == "more" else "="
