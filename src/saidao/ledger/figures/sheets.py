"""The cells of a table file: CSV in any encoding, or a sheet of an Excel workbook.

Workbooks are read with openpyxl in its read-only mode. Of the readers at hand it is the one
that gives a cell's number format, without which 43.6% is 0.436 and a date is a number.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from saidao.documents.decoding import decode
from saidao.errors import DocumentError, TableError
from saidao.statements.units import resolved

__all__ = ["Cell", "Sheet", "read_sheets"]

Cell = str | float | bool | None
"""Text, a number, or nothing; dates and percentages are text (``2024-09-30``, ``43.6%``)."""

LONGEST_FILE = 64 * 2**20
LONGEST_UNPACKED = 512 * 2**20
MOST_ROWS = 200_000
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MERGED = re.compile(rb'<(?:\w+:)?mergeCell ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
"""What a number format shows as it stands, which says nothing of the number."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; `rows[0]` is row 1 as people count them, `name` empty for a CSV file."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


def read_sheets(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a table file that hold anything.

    Raises
    ------
    TableError
        If it is neither CSV nor a workbook, is empty, or is too large.
    """
    if len(data) > LONGEST_FILE:
        raise TableError(name, f"{len(data):,} bytes", f"at most {LONGEST_FILE:,}")
    if data.startswith(OLD_EXCEL):
        raise TableError(name, "a workbook of Excel 97", "CSV or .xlsx; save it as .xlsx")
    sheets = workbook(data, name) if data.startswith(b"PK") else (text_table(data, name),)
    filled = tuple(sheet for sheet in sheets if any(any(map(present, row)) for row in sheet.rows))
    if not filled:
        raise TableError(name, "an empty table", "a header row and figures below it")
    return filled


def present(cell: Cell) -> bool:
    """Return whether a cell holds anything."""
    return cell is not None and cell != ""


def text_table(data: bytes, name: str) -> Sheet:
    """Return the cells of a CSV file, separated by what its first lines are separated by."""
    try:
        # Excel's own CSV begins with a mark of the byte order, which is no part of a header.
        text = decode(data, name).text.removeprefix("\ufeff")
    except DocumentError as problem:
        raise TableError(name, problem.problem, "a CSV file or an .xlsx workbook") from problem
    head = "\n".join(text.splitlines()[:5])
    mark = max(",\t;", key=lambda sign: (head.count(sign), sign == ","))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as problem:
        raise TableError(name, f"broken CSV ({problem})", "CSV with quotes in pairs") from problem
    return Sheet("", bounded(((cell.strip() for cell in row) for row in rows), name))


def workbook(data: bytes, name: str) -> tuple[Sheet, ...]:
    """Return the sheets of a workbook."""
    from openpyxl import load_workbook  # Slow to load, and most commands need no workbook.

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            size = sum(part.file_size for part in packed.infolist())
        if size > LONGEST_UNPACKED:
            raise TableError(name, f"{size:,} bytes unpacked", f"at most {LONGEST_UNPACKED:,}")
        merged = merged_cells(data)
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        try:
            return tuple(
                Sheet(
                    sheet.title,
                    filled_down(
                        bounded(
                            ((cell_value(cell) for cell in row) for row in sheet.iter_rows()), name
                        ),
                        merged.get(sheet.title, ()),
                    ),
                )
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            )
        finally:
            book.close()
    except TableError:
        raise
    except Exception as problem:
        # openpyxl raises whatever its parsers do; the file is not ours to mend.
        said = f"a workbook that cannot be read ({problem})"
        raise TableError(name, said, "a CSV file or an .xlsx workbook") from problem


Down = tuple[int, int, int]
"""Column, first and last row of cells that are merged, counted from 0."""


def merged_cells(data: bytes) -> Mapping[str, Sequence[Down]]:
    """Return the cells of each sheet that are merged over several rows.

    The read-only mode of openpyxl does not give them.
    """
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.packaging.workbook import WorkbookPackage
    from openpyxl.utils import column_index_from_string
    from openpyxl.xml.functions import fromstring

    found: dict[str, Sequence[Down]] = {}
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        part = "xl/workbook.xml"
        if part not in packed.namelist():
            return found
        package = WorkbookPackage.from_tree(fromstring(packed.read(part)))
        targets = get_dependents(packed, get_rels_path(part))
        for sheet in package.sheets:
            found[sheet.name] = [
                (column_index_from_string(column.decode()) - 1, int(first) - 1, int(last) - 1)
                for column, first, last in MERGED.findall(packed.read(targets.get(sheet.id).target))
                if first != last
            ]
    return found


def filled_down(
    rows: tuple[tuple[Cell, ...], ...], merged: Iterable[Down]
) -> tuple[tuple[Cell, ...], ...]:
    """Return rows in which a text of merged cells stands in each row that they reach over.

    A number does not: it is one figure for all the rows, and none for each.
    """
    filled = [list(row) for row in rows]
    for column, first, last in merged:
        if first >= len(filled) or column >= len(filled[first]):
            continue
        text = filled[first][column]
        if not isinstance(text, str):
            continue
        for row in filled[first + 1 : last + 1]:
            if column < len(row) and not present(row[column]):
                row[column] = text
    return tuple(map(tuple, filled))


def bounded(rows: Iterable[Iterable[Cell]], name: str) -> tuple[tuple[Cell, ...], ...]:
    """Return rows as tuples, without the empty ones at the end."""
    kept: list[tuple[Cell, ...]] = []
    filled = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise TableError(name, f"more than {MOST_ROWS:,} rows", "fewer; split the table")
        kept.append(tuple(row))
        if any(map(present, kept[-1])):
            filled = number
    return tuple(kept[:filled])


def cell_value(cell: Any) -> Cell:
    """Return what a cell of a workbook shows."""
    value = cell.value
    if value is None or isinstance(value, bool):
        return value
    shape = QUOTED.sub("", str(cell.number_format or "")).lower()
    if isinstance(value, datetime | date):
        iso = value.isoformat()[:10]
        if "d" in shape:
            return iso
        return iso[:7] if "m" in shape else iso[:4]
    if isinstance(value, int | float):
        return f"{resolved(value * 100):.12g}%" if "%" in shape else value
    return str(value).strip()
