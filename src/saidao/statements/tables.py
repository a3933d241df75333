"""Statements from table cells: unit in the header or caption, year in the column.

A cell says what a sentence would: its row names the indicator, a column its year, and
the unit stands in the cell, in a header, in a column of units or in the caption. The
cell is put into such a sentence and read by the rules of its language, so that tables
and prose mean the same; the statement's place is the cell's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal, NamedTuple

from saidao.documents.document import Block, CellPlace
from saidao.statements import chinese, english
from saidao.statements import periods as iso
from saidao.statements.statement import Context, Kind, Statement

__all__ = ["DEADLINE_COLUMN", "is_figure", "is_target", "period_of", "read"]

_VALUE: Final = re.compile(
    r"\s*(?P<sign>≥|≤|>=|<=|＞|＜|>|<|〉|〈|约|超过|超|不低于|不少于|不超过|≈|"
    r"about |over |at least )?\s*"
    r"[\[〔【［]?(?P<figure>-?\d[\d,]*(?:\.\d+)?(?:\s?[—–~～-]\s?\d[\d,]*(?:\.\d+)?)?)[\]〕】］]?\s*"
    r"(?P<unit>[^\s\d，。；（(\[]{0,10}?)(?P<bound>左右|以上|以内|以下)?\s*(?P<note>[（(\[][^）)\]]{0,12}[）)\]])?\s*\Z"
)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_PLAN: Final = re.compile(r"“?(十[一二三四五六七八九])五”?(?P<end>末)?")
_UNIT_IN_HEAD: Final = re.compile(
    r"[（(]\s*(?:单位[:：]?|unit:?)?\s*"
    r"(?P<unit>(?:[^（）()\d\u4e00-\u9fff]{1,24}|[^（）()\d]{1,12})(?:/[^（）()]{1,8})?)[）)]"
    r"|[,，]\s*(?P<after>%|[^\d,，（）()]{1,8})\Z",
    re.I,
)
_MONEY: Final = re.compile(
    r"(?P<currency>(?:US|HK|NZ|[ACS])?\$|[£€¥]|(?:RMB|CNY|USD|GBP|EUR|HKD|AUD|CAD|SGD)\s)\s*"
    r"(?P<scale>|[mb]n?|k|tn|(?:thousand|million|billion|trillion)s?)",
    re.I,
)
_UNIT_IN_CAPTION: Final = re.compile(
    r"(?:单位|單位|unit|units)\s*[:：]\s*(?P<unit>[^\s，。；,;)）]{1,12})", re.I
)
_UNIT_COLUMN: Final = re.compile(r"单位|單位|计量单位|units?", re.I)
_NAME_COLUMN: Final = re.compile(r"指标|指標|名称|名稱|项目|項目|内容|indicator|measure|item", re.I)
_NUMBER_COLUMN: Final = re.compile(r"序号|序號|编号|编码|代码|\bNo\b|#|rank|排名|位次", re.I)
_TARGETED: Final = re.compile(r"目标|目標|规划|規劃|预期|預期|计划|計劃|target|goal|planned", re.I)
_BASE: Final = re.compile(r"基期|基数|基數|现状|現狀|baseline", re.I)
_DONE: Final = re.compile(r"实际|實際|完成|实绩|實績|达到值|actual|achieved|outturn", re.I)
DEADLINE_COLUMN: Final = re.compile(
    r"时限|時限|期限|完成时间|完成時間|时间节点|時間節點|进度|年限|建设期|起止"
    r"|target date|deadline|due|timeline|completion|by when",
    re.I,
)
_GROWTH_COLUMN: Final = re.compile(
    r"年均(?:增速|增长|增長|增幅)|年均〔|累计|average annual growth", re.I
)
_BRACKETED: Final = re.compile(r"\s*[\[〔【［].*[\]〕】］]\s*")
_BINDING: Final = re.compile(r"约束性|約束性|binding")
_EXPECTED: Final = re.compile(r"预期性|預期性|indicative")
_CHANGE: Final = re.compile(
    r"(?:年均增长|增长|增長|增速|增幅|下降|降低|减少|減少|提高)(?:率|幅度)?\Z"
)
_SIGNS: Final = {
    "≥": "不低于", ">=": "不低于", "≤": "不超过", "<=": "不超过", ">": "超过",
    "＞": "超过", "〉": "超过", "<": "低于", "＜": "低于", "〈": "低于", "≈": "约",
}  # fmt: skip
_ENGLISH_SIGNS: Final = {
    "≥": "at least ", ">=": "at least ", "≤": "at most ", "<=": "at most ", ">": "more than ",
    "＞": "more than ", "<": "less than ", "＜": "less than ", "≈": "about ", "约": "about ",
}  # fmt: skip
_EMPTY: Final = frozenset(("", "—", "-", "－", "/", "无", "–"))


class _Cell(NamedTuple):
    """A cell with its place and text."""

    block: Block
    place: CellPlace
    text: str


def read(text: str, blocks: Sequence[Block], context: Context) -> tuple[Statement, ...]:
    """Return the statements of the cells among `blocks`, in both languages.

    Only cells that hold one figure, whose row names an indicator and whose unit is
    written somewhere, say anything; all others are left alone.
    """
    rows: dict[tuple[int, int], list[_Cell]] = defaultdict(list)
    for block in blocks:
        if block.kind == "cell" and block.cell is not None:
            cell = _Cell(block, block.cell, text[block.start : block.end].strip())
            rows[block.cell.table, block.cell.row].append(cell)
    found: list[Statement] = []
    for row in rows.values():
        for cell in row:
            if not cell.place.is_header:
                statement = _statement(cell, row, context)
                if statement is not None:
                    found.append(statement)
    return tuple(found)


def _statement(cell: _Cell, row: list[_Cell], context: Context) -> Statement | None:
    """Read one cell, None where it says nothing."""
    value = _VALUE.match(cell.text)
    head = " ".join(cell.place.column_header)
    if value is None or _NUMBER_COLUMN.search(head) or _UNIT_COLUMN.fullmatch(head.strip()):
        return None
    name = _name(cell, row, head)
    if name is None or not cell.block.end > cell.block.start:
        return None
    unit = value["unit"].strip() or _unit(cell, row, head, name)
    if _YEAR.fullmatch(value["figure"]) and (not unit or unit.startswith("年")):
        return None  # a date: 2027年底
    period = (
        period_of(head)
        or period_of(" ".join(cell.place.row_header))
        or period_of(cell.place.caption)
    )
    kind = _kind(head, period, context)
    title = _UNIT_IN_HEAD.sub("", name).strip(" ：:*")
    growth = _GROWTH_COLUMN.search(head) is not None and period is None
    if growth:
        # 年均增速〔累计〕: a rate a year between the years of the row, in brackets a sum.
        period = _years_between(row)
        kind = _kind("", period, context)
        if _BRACKETED.fullmatch(cell.text):
            title += "累计" if context.language != "en" else ", cumulative"
            unit = _unit(cell, row, "", name)
        else:
            unit = "%"
    elif period is None and (due := _deadline(row)) is not None:
        period, kind = due, "target"
    untitled = replace(context, title="")
    if context.language == "en":
        sentence = _english(title, value, unit, kind, period)
        told = english.read(sentence, (Block(0, len(sentence)),), untitled).statements
    else:
        rate = growth and unit == "%" and not _BRACKETED.fullmatch(cell.text)
        sentence = _chinese(f"{title}年均增长" if rate else title, value, unit, period)
        told = chinese.read(sentence, (Block(0, len(sentence)),), untitled).statements
    if len(told) != 1:
        return None
    said = " ".join(one.text for one in row)
    firmness: Literal["commits", "expects"] | None = (
        "commits" if _BINDING.search(said) else "expects" if _EXPECTED.search(said) else None
    )
    start = cell.block.start
    return replace(
        told[0],
        start=start,
        end=cell.block.end,
        value_start=start,
        value_end=cell.block.end,
        kind=kind,
        modality="commitment" if kind == "target" else None,
        indicator=title,
        period=period if period is not None else context.date[:4] or None,
        firmness=firmness if kind == "target" else None,
    )  # fmt: skip


def _years_between(row: list[_Cell]) -> str | None:
    """Return the years from the first to the last that the columns of a row name."""
    years = sorted(
        {
            iso.last_year(period)
            for other in row
            if (period := period_of(" ".join(other.place.column_header))) is not None
        }
    )
    if not years:
        return None
    return iso.span(str(int(years[0]) + 1), str(years[-1])) if len(years) > 1 else str(years[0])


def _deadline(row: list[_Cell]) -> str | None:
    """Return by when a row is to be done, by its column of deadlines."""
    for other in row:
        if DEADLINE_COLUMN.search(" ".join(other.place.column_header)):
            period = period_of(other.text)
            if period is not None:
                return period
    return None


def _name(cell: _Cell, row: list[_Cell], head: str) -> str | None:
    """Return what the row (or, in a table of years by row, the column) is about."""
    best: str | None = None
    for other in row:
        label = " ".join(other.place.column_header)
        if other.place.column >= cell.place.column or _VALUE.match(other.text):
            continue
        if _UNIT_COLUMN.fullmatch(label.strip()) or len(other.text) < 2 or len(other.text) > 60:
            continue
        if _YEAR.fullmatch(other.text.strip("年 ")) or _BINDING.search(other.text):
            continue
        best = other.text
        if _NAME_COLUMN.search(label):
            return other.text
    if best is None and cell.place.row_header:
        header = cell.place.row_header[-1].strip()
        if len(header) > 1 and _VALUE.match(header) is None and period_of(header) is None:
            best = header
    if best is None or (period_of(best) is not None and len(best) <= 8):
        named = _YEAR.sub("", head).strip(" 年")
        best = named if len(named) > 1 else None
    return best


def _unit(cell: _Cell, row: list[_Cell], head: str, name: str) -> str:
    """Return the unit from the row's unit column, a header, or the caption."""
    for other in row:
        label = " ".join(other.place.column_header).strip()
        if _UNIT_COLUMN.fullmatch(label) and other.text not in _EMPTY:
            return other.text.strip("（）()")
    for text in (name, head, " ".join(cell.place.row_header)):
        match = _UNIT_IN_HEAD.search(text)
        if match is not None:
            return (match["unit"] or match["after"]).strip()
    for other in row:
        # 指标（亿元）: the head of the column of names speaks for all figures of the table.
        label = " ".join(other.place.column_header)
        match = _UNIT_IN_HEAD.search(label) if _NAME_COLUMN.search(label) else None
        if match is not None:
            return (match["unit"] or match["after"]).strip()
    match = _UNIT_IN_CAPTION.search(cell.place.caption)
    return match["unit"].strip() if match is not None else ""


def period_of(text: str) -> str | None:
    """Return the year that a header or caption names."""
    years = _YEAR.findall(text)
    if years:
        return iso.span(years[0], years[-1]) if len(years) > 1 else str(years[0])
    match = _PLAN.search(text)
    if match is None:
        return None
    first, last = iso.five_year_plan(10 + "零一二三四五六七八九".index(match[1][1]))
    return str(last) if match["end"] else iso.span(first, last)


def is_figure(text: str) -> bool:
    """Return whether a cell holds one figure, perhaps with its unit, and nothing else."""
    return _VALUE.match(text.strip()) is not None


def is_target(head: str) -> bool:
    """Return whether the heading of a column says that it holds targets."""
    return _TARGETED.search(head) is not None


def _kind(head: str, period: str | None, context: Context) -> Kind:
    """Return the kind from the header's words, else from its year."""
    if _TARGETED.search(head):
        return "target"
    if _BASE.search(head):
        return "baseline"
    year = iso.year_of(context.date)
    if _DONE.search(head) or period is None or year is None:
        return "actual"
    return "target" if iso.last_year(period) > year else "actual"


def _chinese(title: str, value: re.Match[str], unit: str, period: str | None) -> str:
    """Say a cell in Chinese."""
    sign = _SIGNS.get(value["sign"] or "", value["sign"] or "")
    verb = "" if _CHANGE.search(title) else "为"
    year = f"{iso.last_year(period)}年，" if period is not None else ""
    return f"{year}{title}{verb}{sign}{value['figure'].lstrip('-')}{unit}{value['bound'] or ''}。"


def _english(title: str, value: re.Match[str], unit: str, kind: Kind, period: str | None) -> str:
    """Say a cell in English."""
    sign = value["sign"] or ""
    verb = "will reach" if kind == "target" else "reached"
    year = f" {'by' if kind == 'target' else 'in'} {iso.last_year(period)}" if period else ""
    amount = value["figure"].lstrip("-")
    money = _MONEY.fullmatch(unit)
    if money is not None:
        # £ million over the column, 86 in the cell: £86 million.
        scale = money["scale"]
        amount = f"{money['currency']}{amount}{'' if len(scale) <= 2 else ' '}{scale}"
    else:
        amount += unit if unit in ("%", "") else f" {unit}"
    return f"{title} {verb} {_ENGLISH_SIGNS.get(sign, sign)}{amount}{year}."
