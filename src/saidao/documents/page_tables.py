"""Tables of a PDF page: pdfplumber finds the grid, only where ruling lines suggest one."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pdfplumber
from pdfminer.pdfexceptions import PDFException

from saidao.documents.page_layout import (
    Box,
    Glyph,
    Line,
    Paragraph,
    lines_of_glyphs,
    reading_order,
)
from saidao.documents.tables import GridCell

__all__ = ["PageTable", "TableFinder", "suggests_table"]

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

SNAP = 3.0
FEWEST_RULES = 3
MOST_RULES = 1_500
SHORTEST_RULE = 15.0
THICKEST_RULE = 3.0
"""In points: edges this close are one; a rule is so long and so thin at least and most."""

MOST_PAGES = 200
MOST_LOOKUPS = 5_000_000
"""Pages of one document on which tables are sought, as pdfplumber takes its time; glyphs
times cells of one table."""


@dataclass(slots=True)
class PageTable:
    """A table: its bounds, and the cells with the lines in each."""

    box: Box
    cells: list[GridCell]
    lines: list[list[Line]] = field(default_factory=list)


def suggests_table(boxes: Iterable[Box]) -> bool:
    """Return whether drawn shapes include rules both across and down."""
    across, down = 0, 0
    for number, (left, top, right, bottom) in enumerate(boxes):
        if number > MOST_RULES:
            return False  # a drawing, not a table
        width, height = right - left, bottom - top
        if height <= THICKEST_RULE and width >= SHORTEST_RULE:
            across += 1
        elif width <= THICKEST_RULE and height >= SHORTEST_RULE / 2:
            down += 1
        elif width >= SHORTEST_RULE and height >= SHORTEST_RULE / 2:
            across, down = across + 1, down + 1
    return across >= FEWEST_RULES and down >= 2


class TableFinder:
    """Finds tables in one file; opens it with pdfplumber only when first asked."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._pdf: pdfplumber.pdf.PDF | None = None
        self._broken = False
        self._asked = 0

    def find(self, page: int, glyphs: Sequence[Glyph]) -> tuple[list[PageTable], list[Glyph]]:
        """Return the tables of a page, and the glyphs that stand outside them.

        Parameters
        ----------
        page : int
            Counted from 0.
        glyphs : sequence of Glyph
            All glyphs of the page.
        """
        rest = list(glyphs)
        tables: list[PageTable] = []
        for cells in self._grids(page):
            table, rest = _filled(cells, rest, page + 1)
            if table is not None:
                tables.append(table)
        return tables, rest

    def close(self) -> None:
        """Let go of the file."""
        if self._pdf is not None:
            self._pdf.close()

    def _grids(self, page: int) -> list[list[Box]]:
        """Return the boxes of the cells of each table that pdfplumber sees."""
        self._asked += 1
        if self._broken or self._asked > MOST_PAGES:
            return []
        try:
            if self._pdf is None:
                self._pdf = pdfplumber.open(io.BytesIO(self._data))
            found = self._pdf.pages[page]
            grids = [
                [(cell[0], cell[1], cell[2], cell[3]) for cell in table.cells]
                for table in found.find_tables()
            ]
            found.close()
        except (
            PDFException,
            ValueError,
            KeyError,
            TypeError,
            IndexError,
            AttributeError,
            AssertionError,
            RecursionError,
            OverflowError,
            MemoryError,
        ):
            # pdfium reads more damaged files than pdfminer does; the text is still read.
            self._broken = True
            return []
        return grids


def _edges(values: Iterable[float]) -> list[float]:
    """Return the distinct positions, those that nearly agree taken as one."""
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > SNAP:
            edges.append(value)
    return edges


def _index(edges: Sequence[float], value: float) -> int:
    """Return which edge a value stands at."""
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def _filled(
    boxes: Sequence[Box], glyphs: Sequence[Glyph], page: int
) -> tuple[PageTable | None, list[Glyph]]:
    """Return a table with its glyphs in their cells, and the glyphs outside it.

    A grid of one row, one column or hardly any text is a frame; its text is left where
    it was.
    """
    rows = _edges([b[1] for b in boxes] + [b[3] for b in boxes])
    columns = _edges([b[0] for b in boxes] + [b[2] for b in boxes])
    if len(rows) < 3 or len(columns) < 3 or len(boxes) * len(glyphs) > MOST_LOOKUPS:
        return None, list(glyphs)
    ordered = sorted(boxes, key=lambda b: (_index(rows, b[1]), _index(columns, b[0])))
    inside: list[list[Glyph]] = [[] for _ in ordered]
    outside: list[Glyph] = []
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, (glyph.top + glyph.bottom) / 2
        for number, (left, top, right, bottom) in enumerate(ordered):
            if left <= x <= right and top <= y <= bottom:
                inside[number].append(glyph)
                break
        else:
            outside.append(glyph)
    cells: list[GridCell] = []
    lines: list[list[Line]] = []
    for box, held in zip(ordered, inside, strict=True):
        row, column = _index(rows, box[1]), _index(columns, box[0])
        leaves = reading_order(lines_of_glyphs(held, page)) if held else []
        flat = [line for leaf in leaves for line in leaf]
        cells.append(
            GridCell(
                row,
                column,
                max(1, _index(rows, box[3]) - row),
                max(1, _index(columns, box[2]) - column),
                Paragraph(flat).text,
            )
        )
        lines.append(flat)
    if sum(1 for cell in cells if cell.text) < 4:
        return None, list(glyphs)
    whole = (columns[0], rows[0], columns[-1], rows[-1])
    return PageTable(whole, cells, lines), outside
