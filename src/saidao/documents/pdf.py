"""PDF: text with its boxes, in reading order, without running heads."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from saidao.documents.document import Block, BlockKind, CellPlace, PageAddress
from saidao.documents.draft import squeeze
from saidao.documents.main_text import is_furniture
from saidao.documents.metadata import Clues
from saidao.documents.outline import LETTERHEAD, Outline, is_title
from saidao.documents.page_layout import (
    Box,
    Glyph,
    Line,
    Paragraph,
    paragraphs_of,
    reading_order,
)
from saidao.documents.page_tables import PageTable
from saidao.documents.pdf_pages import PageText, take_in
from saidao.documents.script import is_parted
from saidao.documents.tables import cell_places, is_table_caption
from saidao.errors import DocumentError

__all__ = ["PageAnchor", "PdfText", "read_pdf"]

MARGIN_ZONE = 0.09
FOOT_ZONE = 0.06
LOWEST_PART = 0.8
TITLE_WITHIN = 5
LONGEST_TITLE = 120
FIRST_PAGES = 3_000
REPEATED_ON = 3
REPEATED_SHARE = 0.25
"""Shares of a page's height where heads and feet stand, and how often they repeat."""

PAGE_NUMBER = re.compile(
    "^[\\s\\W_]*(?:第|page|p\\.)?\\s*(?:\\d{1,4}|[ivxlc]{1,6})\\s*(?:页|頁|/\\s*\\d+|of \\d+)?"
    "[\\s\\W_]*$",
    re.I,
)
PRINTED = re.compile("(?:https?|file)://\\S+|\\d{1,4}[/-]\\d{1,2}[/-]\\d{1,4},?\\s*\\d{0,2}:")
"""What a browser prints above and below a page."""

DOT_LEADER = re.compile("(?:[.．…·]\\s*){6,}|(?:\\s+[.．…·]){2,}\\s*\\d{1,4}$")
CLOSING_PAGE = re.compile("^(?:謝謝|谢谢|thank you|thanks|q\\s*&\\s*a)\\W*$", re.IGNORECASE)
DISCLAIMER = re.compile(
    "^(?:保密|内部资料|內部資料)|(?:仅供|僅供)\\S{0,10}(?:使用|参考|參考|学习|學習)|非官方|confidential$",
    re.IGNORECASE,
)
MADE_UP_TITLE = re.compile(
    "^(?:microsoft (?:word|powerpoint)|untitled|未命名|无标题|文档\\d|document\\d|幻灯片|slide)"
    "|\\.(?:docx?|pptx?|xlsx?|pdf|wps|indd|rtf|txt|html?)$",
    re.IGNORECASE,
)
SMALL_PRINT = 0.9
"""In sizes of the running text: what is set smaller is no title."""

CLAUSE_END = re.compile("[。；;，,]$")


@dataclass(frozen=True, slots=True)
class PageAnchor:
    """Anchor of a PDF: the page and box of each reading character.

    Parameters
    ----------
    pages : array of unsigned int
        Page of each character, counted from 1.
    lines : array of unsigned int
        Running number of the line of each character.
    boxes : array of float
        Left, top, right and bottom of each character; four zeros where it has no glyph.
    """

    pages: array[int]
    lines: array[int]
    boxes: array[float]

    def locate(self, text: str, start: int, end: int) -> PageAddress:
        """Return the page of the span's first character and its boxes there, one a line."""
        page = self.pages[start]
        found: dict[int, Box] = {}
        for index in range(start, end):
            left, top, right, bottom = self.boxes[4 * index : 4 * index + 4]
            if self.pages[index] != page or right <= left:
                continue
            line = self.lines[index]
            if line in found:
                a, b, c, d = found[line]
                found[line] = (min(a, left), min(b, top), max(c, right), max(d, bottom))
            else:
                found[line] = (left, top, right, bottom)
        rounded = tuple(
            (round(a, 2), round(b, 2), round(c, 2), round(d, 2)) for a, b, c, d in found.values()
        )
        return PageAddress(page, rounded, text[start:end])


@dataclass(slots=True)
class PdfText:
    """What was read of a PDF."""

    text: str
    blocks: tuple[Block, ...]
    anchor: PageAnchor
    clues: Clues
    notes: tuple[str, ...]


def read_pdf(data: bytes, name: str) -> PdfText:
    """Read a PDF.

    Raises
    ------
    DocumentError
        If it is damaged, encrypted, beyond the bounds, or holds pictures only.
    """
    pages, stated = take_in(data, name)
    _drop_running_heads(pages)
    notes = _notes(pages)
    if not any(page.lines or page.tables for page in pages):
        if any(page.is_picture for page in pages):
            raise DocumentError(
                name, "holds pictures of pages only; recognise their text first (OCR)"
            )
        raise DocumentError(name, "holds no text that can be read")
    writer = _Writer()
    _write(pages, writer)
    clues = Clues(fields={k: v for k, v in stated.items() if v})
    title = next((b for b in writer.blocks if b.kind == "title"), None)
    text = "".join(writer.parts)
    declared = stated.get("title", "")
    made_up = len(declared) <= 3 or MADE_UP_TITLE.search(declared) is not None
    # What the file calls itself counts if its first pages say the same, or say nothing.
    shown = title is None or squeeze(declared) in squeeze(text[:FIRST_PAGES])
    if shown and not made_up:
        clues.title = declared
    elif title is not None:
        clues.title = text[title.start : title.end]
    return PdfText(text, tuple(writer.blocks), writer.anchor(), clues, notes)


# --- running heads ---------------------------------------------------------------------


def _drop_running_heads(pages: Sequence[PageText]) -> None:
    """Take out page numbers, and lines that stand at the same place on many pages."""
    exact = Counter(place for page in pages for place in {_place(x) for x in page.lines})
    # A head is one that other pages have at their edge; a line of text may be alike anywhere.
    letters = Counter(
        text for page in pages for text in {_letters(x) for x in page.lines if any(_zones(x, page))}
    )
    needed = max(REPEATED_ON, int(REPEATED_SHARE * len(pages)))
    if len(pages) == 2:
        needed = 2
    for page in pages:
        kept = []
        for line in page.lines:
            in_head, in_foot = _zones(line, page)
            at_edge = in_head or line.top > (1 - FOOT_ZONE) * page.height
            if (in_head or in_foot) and (PAGE_NUMBER.match(line.text) or PRINTED.match(line.text)):
                continue
            if at_edge and len(line.text) < 60 and _holds_page_number(line.text, page.number):
                continue
            # At the edge the page number may be part of the line; inside the page only what
            # is the same to the last figure is no text.
            repeated = letters[_letters(line)] if in_head or in_foot else exact[_place(line)]
            if repeated >= needed:
                continue
            kept.append(line)
        page.lines = kept


def _zones(line: Line, page: PageText) -> tuple[bool, bool]:
    """Return whether a line stands at the upper edge of its page, and at the lower."""
    in_head = line.bottom < MARGIN_ZONE * page.height
    return in_head, line.top > (1 - MARGIN_ZONE) * page.height


def _holds_page_number(text: str, number: int) -> bool:
    """Return whether a line ends with the number of its page, or of the one before."""
    last = re.search("(?:^|\\s)(\\d{1,4})\\W*$", text)
    return last is not None and int(last[1]) in (number, number - 1)


def _letters(line: Line) -> str:
    """Return the text of a line without digits and spaces."""
    return re.sub("[\\d\\s]", "", line.text)


def _place(line: Line) -> tuple[str, int, int]:
    """Return what a line says and where, so coarse that it is the same on every page."""
    return line.text, round(line.top / 4), round(line.left / 4)


def _notes(pages: Sequence[PageText]) -> tuple[str, ...]:
    """Say which pages were not read."""
    notes = [
        f"page {page.number} is a picture without text; it was not read"
        for page in pages
        if page.is_picture
    ]
    for page in pages:
        count = sum(len(line.text) for line in page.lines)
        if page.unknown > 20 and page.unknown * 5 > count:
            notes.append(f"page {page.number} has characters whose font does not say what they are")
    if len(notes) > 20:
        notes = [*notes[:20], f"and {len(notes) - 20} more pages"]
    return tuple(notes)


# --- writing ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Writer:
    """The reading text under construction, with the page and box of each character."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    pages: array[int] = field(default_factory=lambda: array("I"))
    lines: array[int] = field(default_factory=lambda: array("I"))
    boxes: array[float] = field(default_factory=lambda: array("f"))
    line_count: int = 0

    def anchor(self) -> PageAnchor:
        """Return the map back to the pages."""
        return PageAnchor(self.pages, self.lines, self.boxes)

    def add(
        self, lines: Sequence[Line], kind: BlockKind, level: int = 0, cell: CellPlace | None = None
    ) -> None:
        """Write a block."""
        if not any(line.text for line in lines):
            return
        if self.blocks:
            self._put("\n", lines[0].page, None)
        start = len(self.pages)
        before = ""
        for line in lines:
            self.line_count += 1
            if before.endswith("-") and line.text[:1].islower() and before[-2:-1].isalpha():
                self._take_back()
            elif is_parted(before, line.text):
                self._put(" ", line.page, None)
            for glyph, space in zip(line.glyphs, line.spaces, strict=True):
                if space:
                    self._put(" ", line.page, None)
                self._put(glyph.text, line.page, glyph)
            before = line.text
        self.blocks.append(Block(start, len(self.pages), kind, level, cell))

    def _put(self, text: str, page: int, glyph: Glyph | None) -> None:
        """Write one character."""
        self.parts.append(text)
        self.pages.append(page)
        self.lines.append(self.line_count)
        if glyph is None:
            self.boxes.extend((0.0, 0.0, 0.0, 0.0))
        else:
            self.boxes.extend((glyph.left, glyph.top, glyph.right, glyph.bottom))

    def _take_back(self) -> None:
        """Take back the hyphen that broke a word."""
        self.parts.pop()
        self.pages.pop()
        self.lines.pop()
        del self.boxes[-4:]


def _write(pages: Sequence[PageText], writer: _Writer) -> None:
    """Write all pages: paragraphs and tables from top to bottom."""
    sizes = Counter[int]()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size * 2)] += len(line.text)
    body = sizes.most_common(1)[0][0] / 2 if sizes else 0.0
    outline = Outline(has_title=False)
    leaves: list[list[Line]] = []
    tables = 0
    for page in pages:
        order = reading_order(page.lines) if page.lines else []
        for table in sorted(page.tables, key=lambda t: t.box[1]):
            above = [leaf for leaf in order if leaf[0].top < table.box[1]]
            order = [leaf for leaf in order if leaf[0].top >= table.box[1]]
            leaves.extend(_split_at(above, table.box, order))
            _write_paragraphs(paragraphs_of(leaves), writer, outline, body)
            leaves = []
            _write_table(table, tables, writer)
            tables += 1
        leaves.extend(order)
    _write_paragraphs(paragraphs_of(leaves), writer, outline, body)


def _split_at(above: Sequence[list[Line]], box: Box, rest: list[list[Line]]) -> list[list[Line]]:
    """Return the part of the leaves that stands above a table; move the rest below it."""
    parts = []
    below = []
    for leaf in above:
        over = [line for line in leaf if line.top < box[1]]
        under = [line for line in leaf if line.top >= box[1]]
        if over:
            parts.append(over)
        if under:
            below.append(under)
    rest[:0] = below
    return parts


def _write_paragraphs(
    paragraphs: Sequence[Paragraph], writer: _Writer, outline: Outline, body: float
) -> None:
    """Write paragraphs; larger type makes a heading, the largest at the top the title."""
    beginning = [p for p in paragraphs[:12] if not LETTERHEAD.match(p.text)]
    largest = max((p.size for p in beginning), default=0.0)
    index = 0
    while index < len(paragraphs):
        paragraph = paragraphs[index]
        index += 1
        text = paragraph.text
        if DOT_LEADER.search(text) or (len(text) < 60 and DISCLAIMER.search(text)):
            continue
        if is_furniture(text) or CLOSING_PAGE.match(text):
            continue
        if LETTERHEAD.match(text):
            writer.add(paragraph.lines, "paragraph")
            continue
        stands_out = paragraph.size >= largest * 0.95 and paragraph.size > 1.25 * body
        at_top = len(writer.blocks) < TITLE_WITHIN and not outline.has_title
        if at_top and stands_out and len(text) <= LONGEST_TITLE:
            lines = list(paragraph.lines)
            # A title set in several lines is one title.
            while (
                index < len(paragraphs)
                and abs(paragraphs[index].size - paragraph.size) < 0.12 * paragraph.size
                and len(text) + len(paragraphs[index].text) <= LONGEST_TITLE
                and not (is_title(text, first=False) and _is_closed(text))
            ):
                lines.extend(paragraphs[index].lines)
                text += paragraphs[index].text
                index += 1
            outline.has_title = True
            writer.add(lines, "title")
            continue
        if at_top and paragraph.size < SMALL_PRINT * body:
            # The running head of a document of one page names the series, not the document.
            writer.add(paragraph.lines, "paragraph")
            continue
        kind, level = outline.place(text, one_line=len(paragraph.lines) <= 2)
        ratio = paragraph.size / body if body else 1.0
        if kind == "paragraph" and ratio > 1.18 and len(text) <= 90 and not CLAUSE_END.search(text):
            kind, level = "heading", 1 if ratio > 1.6 else 2 if ratio > 1.35 else 3
        writer.add(paragraph.lines, kind, level)


def _is_closed(text: str) -> bool:
    """Return whether every bracket of a title that was opened is closed."""
    return all(text.count(a) == text.count(b) for a, b in ("《》", "（）", "()", "“”"))


def _write_table(table: PageTable, number: int, writer: _Writer) -> None:
    """Write the cells of a table; the line above it may be its caption."""
    caption = ""
    if writer.blocks:
        last = writer.blocks[-1]
        text = "".join(writer.parts[last.start : last.end])
        if is_table_caption(text):
            caption = text
            writer.blocks[-1] = Block(last.start, last.end, "caption")
    places = cell_places(table.cells, number, caption)
    for place, lines in zip(places, table.lines, strict=True):
        writer.add(lines, "cell", cell=place)
