"""Which column of a table is what: guessed from its header, or said by a mapping file.

A table is long (a figure a row, with a column for the value) or wide (a column for each
period). A guess is only ever shown; who imports confirms it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self

import yaml

from saidao.errors import TableError
from saidao.ledger.figures.cells import Measured, When, plain, read_period, read_unit
from saidao.ledger.figures.sheets import Cell, Sheet, present

__all__ = ["FIELDS", "HEADERS", "Layout", "guess", "read_mapping"]

HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicator": ("指标", "指标名称", "项目", "统计指标", "indicator", "measure", "metric"),
    "industry": ("行业", "产业", "领域", "赛道", "行业名称", "产业名称", "industry", "sector"),
    "scope": ("范围", "统计范围", "企业范围", "对象", "scope", "coverage"),
    "region": (
        "地区", "区域", "城市", "区", "行政区", "区划", "园区", "region", "area", "city", "place",
    ),
    "period": (
        "时期", "时间", "期间", "年份", "年度", "年", "统计时间", "报告期", "数据时间", "period",
        "year", "date", "time", "reference period",
    ),
    "period_type": ("时期类型", "期间类型", "时间类型", "period type", "frequency"),
    "value": (
        "数值", "值", "实际值", "完成值", "实际数", "完成数", "数据", "指标值", "实绩", "value",
        "actual", "figure", "observation", "amount",
    ),
    "unit": ("单位", "计量单位", "unit", "units", "unit of measure"),
    "cmp": ("比较", "比较词", "关系符", "comparator", "cmp"),
    "definition": ("口径", "统计口径", "定义", "指标解释", "definition", "methodology"),
    "vintage": (
        "发布日期", "发布时间", "公布日期", "公布时间", "版本", "发布", "vintage", "published",
        "release date", "date published", "released",
    ),
    "source": ("来源", "数据来源", "出处", "资料来源", "source", "source title"),
    "publisher": ("发布单位", "发布机构", "发布部门", "公布单位", "publisher", "issuer"),
    "url": ("网址", "链接", "地址", "url", "link"),
    "prices": ("价格基准", "价格", "计价", "计价方式", "prices", "price basis"),
    "price_year": ("基期", "基年", "不变价年份", "price year", "base year"),
    "quality": ("质量", "数据质量", "quality"),
    "note": ("备注", "说明", "注", "note", "notes", "remark", "comment"),
}  # fmt: skip
"""What the headers of each field are; the first stands for all in messages."""

FIELDS: Final = tuple(HEADERS)
"""What a column may be."""

SPELLINGS: Final = {
    re.sub(r"[\s_\-]+", " ", word): name for name, words in HEADERS.items() for word in words
}
REQUIRED: Final = ("indicator", "period", "value", "unit")
HEAD_ROWS = 12
BRACKET: Final = re.compile(r"^(.*?)\s*[(\[【]\s*([^()\[\]【】]+?)\s*[)\]】]$")
TABLE_UNIT: Final = re.compile(r"(?:单位|unit)\s*:\s*([^\s,;)]+(?:\s[a-z]+)?)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sheet is to be read.

    Parameters
    ----------
    sheet : str
    header_row : int
        As people count rows.
    columns : dict
        Field to the place of its column, from 0.
    periods : tuple of (int, When)
        Columns that are periods, of a wide table.
    units : dict
        Place of a value's column to the unit in its header.
    constants : dict
        Field to a value that holds for all rows.
    headers : tuple of str
        The header of each column.
    """

    sheet: str
    header_row: int
    columns: Mapping[str, int]
    periods: tuple[tuple[int, When], ...] = ()
    units: Mapping[int, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    headers: tuple[str, ...] = ()

    def missing(self) -> tuple[str, ...]:
        """Return the fields that no column and no constant gives."""
        given = {*self.columns, *self.constants}
        if self.periods:
            given |= {"period", "value"}
        if self.units:
            given.add("unit")
        return tuple(name for name in REQUIRED if name not in given)

    def told(self) -> tuple[tuple[str, str], ...]:
        """Return what is read from where, a line for each field."""
        lines = [(name, f"column {self.headers[at]!r}") for name, at in self.columns.items()]
        lines += [(name, f"{value!r} for all rows") for name, value in self.constants.items()]
        if self.periods:
            shown = ", ".join(self.headers[at] for at, _ in self.periods)
            lines.append(("period and value", f"columns {shown}"))
        lines += [
            ("unit", f"{unit!r} in the header {self.headers[at]!r}")
            for at, unit in self.units.items()
        ]
        return tuple(lines)

    def with_constants(self, constants: Mapping[str, str]) -> Layout:
        """Return the layout with values for what no column gives."""
        more = {name: value for name, value in constants.items() if name not in self.columns}
        return Layout(
            self.sheet,
            self.header_row,
            self.columns,
            self.periods,
            self.units,
            {**self.constants, **more},
            self.headers,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mapping file says; each part may be left out."""

    sheet: str | None = None
    header_row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, Any], name: str) -> Self:
        """Return the mapping of a file's values, checked."""
        known = {"sheet", "header_row", "columns", "constants"}
        for key in values:
            if key not in known:
                raise TableError(name, repr(key), "one of " + ", ".join(sorted(known)))
        parts: dict[str, dict[str, str]] = {}
        for key in ("columns", "constants"):
            part = values.get(key) or {}
            if not isinstance(part, dict):
                raise TableError(name, f"{key}: {part!r}", f"{key}: with FIELD: TEXT below it")
            for one in part:
                if one not in FIELDS:
                    raise TableError(name, f"{key}: {one}", "one of " + ", ".join(FIELDS))
            parts[key] = {one: str(text) for one, text in part.items()}
        sheet, row = values.get("sheet"), values.get("header_row")
        if row is not None and (not isinstance(row, int) or row < 1):
            raise TableError(name, f"header_row: {row!r}", "the number of a row, from 1")
        return cls(None if sheet is None else str(sheet), row, parts["columns"], parts["constants"])


def read_mapping(text: str, name: str) -> Wanted:
    """Return what a mapping file says.

    ::

        sheet: 产量              # the first sheet where it is not given
        header_row: 3            # found where it is not given
        columns: {indicator: 指标名称, period: 年份, value: 完成值}
        constants: {region: "310000", unit: 亿元}

    Raises
    ------
    TableError
        If it is no mapping.
    """
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise TableError(name, "broken YAML", str(problem).splitlines()[0]) from problem
    if not isinstance(values, dict):
        raise TableError(name, "no mapping", "sheet, header_row, columns and constants")
    return Wanted.of(values, name)


def field_of(header: str) -> str | None:
    """Return what a column with this header is."""
    return SPELLINGS.get(re.sub(r"[\s_\-]+", " ", plain(header).lower()).strip(" :*"))


def parts_of(cell: Cell) -> tuple[str, str]:
    """Return a header and the unit in brackets behind it: 产值（亿元）."""
    text = plain(f"{cell:g}" if isinstance(cell, int | float) else str(cell or ""))
    match = BRACKET.match(text)
    return (match[1], match[2]) if match and read_unit(match[2]) is not None else (text, "")


def guess(sheets: Sequence[Sheet], name: str, given: Wanted | None = None) -> Layout:
    """Return how a table is to be read.

    Parameters
    ----------
    sheets : sequence of Sheet
    name : str
        Of the file, for messages.
    given : Wanted, optional
        What a mapping file says, which goes before every guess.

    Raises
    ------
    TableError
        If there is no such sheet or column, or none looks like a header.
    """
    given = given or Wanted()
    sheet = chosen(sheets, name, given.sheet)
    rows = range(1, min(HEAD_ROWS, len(sheet.rows)) + 1)
    if given.header_row is not None:
        if given.header_row > len(sheet.rows):
            raise TableError(name, f"header row {given.header_row}", f"1 to {len(sheet.rows)}")
        rows = range(given.header_row, given.header_row + 1)
    best = max(
        (layout_at(sheet, row, given, name) for row in rows),
        key=lambda one: (len(one.columns) + len(one.periods), -one.header_row),
    )
    if not best.columns and not best.periods:
        raise TableError(
            name,
            "no header that says what its columns are",
            "headers such as 指标, 时期, 数值, 单位 (indicator, period, value, unit), or a mapping",
            sheet=sheet.name,
        )
    unit = table_unit(sheet, best.header_row)
    if unit and "unit" not in best.columns and not best.units:
        best = best.with_constants({"unit": unit})
    return best.with_constants(given.constants)


def chosen(sheets: Sequence[Sheet], name: str, wanted: str | None) -> Sheet:
    """Return the sheet that is asked for, else the first."""
    if wanted is None:
        return sheets[0]
    for sheet in sheets:
        if sheet.name == wanted:
            return sheet
    names = ", ".join(sheet.name for sheet in sheets)
    raise TableError(name, f"no sheet {wanted!r}", f"one of {names}")


def layout_at(sheet: Sheet, row: int, given: Wanted, name: str) -> Layout:
    """Return the layout if a row were the header."""
    cells = sheet.rows[row - 1]
    parts = [parts_of(cell) for cell in cells]
    headers = tuple(text for text, _ in parts)
    columns: dict[str, int] = {}
    for wanted, header in given.columns.items():
        places = [at for at, cell in enumerate(cells) if present(cell) and header in (
            headers[at], plain(str(cell))
        )]  # fmt: skip
        if not places and given.header_row is not None:
            known = ", ".join(repr(one) for one in headers if one)
            raise TableError(name, f"no column {header!r}", f"one of {known}", sheet=sheet.name)
        if places:
            columns[wanted] = places[0]
    taken = set(columns.values())
    periods: list[tuple[int, When]] = []
    for at, (text, _) in enumerate(parts):
        if at in taken or not text:
            continue
        known_field = field_of(text)
        if known_field is not None:
            columns.setdefault(known_field, at)
        elif (when := read_period(text)) is not None:
            periods.append((at, when))
    if "value" in columns or "period" in columns:
        periods = []
    values = [at for at, _ in periods] or [columns[name] for name in ("value",) if name in columns]
    units = {at: parts[at][1] for at in values if parts[at][1]}
    return Layout(sheet.name, row, columns, tuple(periods), units, {}, headers)


def table_unit(sheet: Sheet, header_row: int) -> str:
    """Return the unit that a line above the header gives for the whole table: 单位：亿元."""
    for row in sheet.rows[: header_row - 1]:
        for cell in row:
            match = TABLE_UNIT.search(plain(str(cell))) if present(cell) else None
            if match is not None and read_unit(match[1]) is not None:
                return match[1]
    return ""


def measured_at(layout: Layout, at: int) -> Measured | None:
    """Return the unit in the header of a value's column."""
    return read_unit(layout.units[at]) if at in layout.units else None
