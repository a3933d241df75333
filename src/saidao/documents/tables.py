"""Gives each cell of a table the headings and the caption that tell what it means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from saidao.documents.document import CellPlace

__all__ = ["GridCell", "Span", "cell_places", "is_data_table", "is_table_caption", "spread"]

NUMBER = re.compile("[\\d０-９]")
BARE_LABEL = re.compile(
    "(?:19|20)\\d\\d\\s*(?:年\\D{0,12}|[A-Za-z ]{0,12})$|[（(]?(?:单位|單位|unit)", re.IGNORECASE
)
VALUE = re.compile("^[^\\w]*[<>≥≤＞＜~约約]?\\s*[-−－+]?[\\d０-９][\\d０-９,，.．]*\\s*\\S{0,8}$")
CAPTION = re.compile(
    "(?:附?表|专栏|專欄|table)\\s*[\\d一二三四五六七八九十]|[（(]?\\s*(?:单位|單位|unit)s?\\s*[:：]",
    re.IGNORECASE,
)

LONGEST_LABEL = 120
MOST_HEADER_ROWS = 3
MOST_SPAN = 1000
MOST_GRID = 400_000
"""A label is no longer, a header no deeper; a span no longer, and a grid no larger, than this."""


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as its format gives it: in a row, with the rows and columns it covers."""

    row: int
    text: str
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell with its place; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    is_header: bool = False


def spread(cells: Sequence[Span]) -> list[GridCell]:
    """Return the cells with their columns: a span from above pushes its row to the right."""
    placed: list[GridCell] = []
    busy: dict[int, set[int]] = {}
    row_of, column = -1, 0
    for cell in cells:
        if cell.row != row_of:
            row_of, column = cell.row, 0
        taken = busy.setdefault(cell.row, set())
        while column in taken:
            column += 1
        rows = min(max(1, cell.row_span), MOST_SPAN)
        columns = min(max(1, cell.column_span), MOST_SPAN)
        if rows * columns > MOST_GRID // 100:
            rows, columns = 1, 1
        for row in range(cell.row, cell.row + rows):
            busy.setdefault(row, set()).update(range(column, column + columns))
        placed.append(GridCell(cell.row, column, rows, columns, cell.text, cell.is_header))
        column += columns
    return placed


def is_data_table(cells: Sequence[GridCell]) -> bool:
    """Return whether cells hold data, rather than lay out a page.

    Data has at least two rows and two columns, mostly short cells, and some header or
    figure in them.
    """
    filled = [cell for cell in cells if cell.text]
    if len(filled) < 4:
        return False
    if len({cell.row for cell in filled}) < 2 or len({cell.column for cell in filled}) < 2:
        return False
    if any(cell.is_header for cell in filled):
        return True
    lengths = sorted(len(cell.text) for cell in filled)
    return lengths[len(lengths) // 2] <= 60 and any(NUMBER.search(c.text) for c in filled)


def is_table_caption(text: str) -> bool:
    """Return whether a short block before a table names it or its unit."""
    return len(text) <= 80 and CAPTION.search(text) is not None


def cell_places(cells: Sequence[GridCell], table: int, caption: str = "") -> list[CellPlace]:
    """Return the place of each cell with the headings that apply to it.

    The header is what the format marks as such, otherwise the rows at the top that hold
    no figures; the labels of a row are the cells to the left of its first figure.
    """
    header_rows = _header_rows(cells)
    labels = _label_columns(cells, header_rows)
    heads: dict[int, list[GridCell]] = {}
    sides: dict[int, list[GridCell]] = {}
    for cell in cells:
        if not cell.text:
            continue
        if cell.row < header_rows:
            for column in range(cell.column, cell.column + cell.column_span):
                heads.setdefault(column, []).append(cell)
        elif cell.column < labels:
            for row in range(cell.row, cell.row + cell.row_span):
                sides.setdefault(row, []).append(cell)
    places = []
    for cell in cells:
        is_header = cell.row < header_rows
        above = () if is_header else _texts(heads.get(cell.column, []))
        left: tuple[str, ...] = ()
        if not is_header:
            left = _texts([c for c in sides.get(cell.row, []) if c.column < cell.column])
        places.append(
            CellPlace(
                table=table,
                row=cell.row,
                column=cell.column,
                row_span=cell.row_span,
                column_span=cell.column_span,
                is_header=is_header,
                column_header=above,
                row_header=left,
                caption=caption,
            )
        )
    return places


def _texts(cells: Sequence[GridCell]) -> tuple[str, ...]:
    """Return the texts of cells, one that covers several places once, long ones left out."""
    return tuple(dict.fromkeys(cell.text for cell in cells if len(cell.text) <= LONGEST_LABEL))


def _has_figure(cell: GridCell) -> bool:
    """Return whether a cell holds a value, not a year or a unit as a label does."""
    return bool(VALUE.match(cell.text)) and not BARE_LABEL.match(cell.text)


def _header_rows(cells: Sequence[GridCell]) -> int:
    """Return how many rows at the top are the header."""
    rows: dict[int, list[GridCell]] = {}
    for cell in cells:
        if cell.text:
            rows.setdefault(cell.row, []).append(cell)
    if not rows:
        return 0
    marked = 0
    while marked in rows and all(cell.is_header for cell in rows[marked]):
        marked += 1
    if 0 < marked < len(rows):
        return marked
    # Below a heading that spans several columns stand the headings of those columns.
    depth = 1
    first = rows.get(0, [])
    if any(_has_figure(cell) for cell in first):
        return 0
    deepest = max((cell.row_span for cell in first), default=1)
    if any(cell.column_span > 1 for cell in first):
        depth = max(2, deepest)
    depth = min(depth, MOST_HEADER_ROWS)
    while depth > 1 and any(_has_figure(cell) for cell in rows.get(depth - 1, [])):
        depth -= 1
    return depth if len(rows) > depth else min(depth, max(0, len(rows) - 1))


def _label_columns(cells: Sequence[GridCell], header_rows: int) -> int:
    """Return how many columns at the left hold labels: those before the first figures."""
    figures: dict[int, int] = {}
    filled: dict[int, int] = {}
    for cell in cells:
        if cell.row < header_rows or not cell.text:
            continue
        filled[cell.column] = filled.get(cell.column, 0) + 1
        figures[cell.column] = figures.get(cell.column, 0) + _has_figure(cell)
    if not any(figures.values()):
        return 1  # a table of words: the first column names the rows
    labels = 0
    for column in sorted(filled):
        # A running number at the left is a label too.
        is_figures = figures[column] * 2 > filled[column]
        if is_figures and not (column == 0 and _counts_up(cells, header_rows)):
            break
        labels = column + 1
    last = max(filled, default=0)
    return min(labels, last) if labels > last else labels


def _counts_up(cells: Sequence[GridCell], header_rows: int) -> bool:
    """Return whether the first column is 1, 2, 3, ..."""
    texts = [c.text for c in cells if c.column == 0 and c.row >= header_rows and c.text]
    return all(text.strip(" .、") == str(i) for i, text in enumerate(texts, 1))
