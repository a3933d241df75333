"""Takes the pages of a PDF in: glyphs with their boxes, tables, pictures; within bounds."""

from __future__ import annotations

import ctypes
import math
import re
import threading
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from saidao.documents.metadata import iso_date
from saidao.documents.page_layout import Box, Glyph, Line, lines_of_glyphs
from saidao.documents.page_tables import PageTable, TableFinder, suggests_table
from saidao.errors import DocumentError

__all__ = ["PageText", "take_in"]

MOST_PAGES = 3_000
MOST_PAGE_CHARACTERS = 200_000
MOST_CHARACTERS = 8_000_000
MOST_SHAPES = 10_000
LONGEST_SECONDS = 300.0
LARGEST_STREAM = 128_000_000
LARGEST_STREAMS = 1_000_000_000
"""Bounds on what one file may cost; a plan stays far below each."""

SMALLEST_GLYPH = 2.0
SLANT = 0.1
"""Points below which text is not shown; sine of twice the angle at which it is a watermark."""

BODY_AUTHOR = re.compile(
    "政府|委员会|委員會|办公|辦公|局|厅|廳|部|院|会|"
    "\\b(?:team|department|office|ministry|agency|council|commission|bureau|government|"
    "committee|organi[sz]ation|union|bank|institute|authority)\\b",
    re.IGNORECASE,
)
"""Words that make the author of a file a body that issues documents."""

STREAM = re.compile(rb"stream\r?\n")

_PDFIUM = threading.Lock()
"""PDFium keeps global state and is not safe for threads."""


@dataclass(slots=True)
class PageText:
    """A page as it was taken in; `unknown` counts characters whose font does not name them."""

    number: int
    height: float
    lines: list[Line]
    tables: list[PageTable]
    is_picture: bool = False
    unknown: int = 0


def take_in(data: bytes, name: str) -> tuple[list[PageText], dict[str, str]]:
    """Return the pages of a PDF with their lines and tables, and what it says of itself.

    Raises
    ------
    DocumentError
        If it is damaged, encrypted or beyond the bounds.
    """
    _refuse_bombs(data, name)
    with _PDFIUM:
        return _pages(data, name)


def _pages(data: bytes, name: str) -> tuple[list[PageText], dict[str, str]]:
    """Take in all pages, one thread at a time."""
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        reason = "needs a password" if "password" in str(problem).lower() else "is damaged"
        raise DocumentError(name, f"the PDF {reason}; save it again without") from None
    began = time.monotonic()
    finder = TableFinder(data)
    pages: list[PageText] = []
    total = 0
    try:
        if len(pdf) > MOST_PAGES:
            raise DocumentError(
                name, f"has {len(pdf)} pages; up to {MOST_PAGES} are read, split it"
            )
        for number in range(len(pdf)):
            page = _page(pdf, number, finder, name)
            pages.append(page)
            total += sum(len(line.text) for line in page.lines)
            if total > MOST_CHARACTERS:
                raise DocumentError(name, f"has more than {MOST_CHARACTERS} characters; split it")
            if time.monotonic() - began > LONGEST_SECONDS:
                raise DocumentError(
                    name,
                    f"takes longer than {LONGEST_SECONDS:.0f} s to read; split it",
                    page=number + 1,
                )
        stated = {key.lower(): str(value).strip() for key, value in pdf.get_metadata_dict().items()}
    except pypdfium2.PdfiumError as problem:
        raise DocumentError(name, f"the PDF is damaged: {problem}") from None
    finally:
        finder.close()
        pdf.close()
    if not BODY_AUTHOR.search(stated.get("author", "")):
        stated.pop("author", None)  # mostly the person at the keyboard
    made = re.match("(?:D:)?(\\d{4})(\\d\\d)?(\\d\\d)?", stated.pop("creationdate", ""))
    if made:
        stated["created"] = iso_date("-".join(part for part in made.groups() if part))
    return pages, stated


def _page(pdf: pypdfium2.PdfDocument, number: int, finder: TableFinder, name: str) -> PageText:
    """Take in one page."""
    try:
        page = pdf[number]
    except pypdfium2.PdfiumError:
        raise DocumentError(name, "cannot be read; the PDF is damaged", page=number + 1) from None
    try:
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        page.close()
        raise DocumentError(name, "cannot be read; the PDF is damaged", page=number + 1) from None
    try:
        count = pdfium.FPDFText_CountChars(textpage)
        if count > MOST_PAGE_CHARACTERS:
            raise DocumentError(name, f"has {count} characters on one page", page=number + 1)
        turn = _Turn(page)
        unknown = 0
        glyphs: list[Glyph] = []
        for glyph in _glyphs(textpage, count, turn):
            if "\ue000" <= glyph.text <= "\uf8ff" or glyph.text == "\ufffd":
                unknown += 1
            glyphs.append(glyph)
        shapes, pictures = _drawn(page, turn)
        tables: list[PageTable] = []
        if glyphs and turn.rotation == 0 and suggests_table(shapes):
            tables, glyphs = finder.find(number, glyphs)
        lines = lines_of_glyphs(glyphs, number + 1)
        is_picture = not glyphs and not tables and pictures > 0
        return PageText(number + 1, turn.height, lines, tables, is_picture, unknown)
    finally:
        textpage.close()
        page.close()


class _Turn:
    """Maps PDF coordinates to points from the top left corner of the page as shown."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        left, bottom, right, top = page.get_cropbox()
        self.left, self.bottom = left, bottom
        self.wide, self.high = right - left, top - bottom
        self.rotation = page.get_rotation()
        self.height = self.wide if self.rotation in (90, 270) else self.high

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return left, top, right, bottom as shown."""
        a, b = left - self.left, bottom - self.bottom
        c, d = right - self.left, top - self.bottom
        if self.rotation == 90:
            return b, a, d, c
        if self.rotation == 180:
            return self.wide - c, b, self.wide - a, d
        if self.rotation == 270:
            return self.high - d, self.wide - c, self.high - b, self.wide - a
        return a, self.high - d, c, self.high - b


def _glyphs(textpage: pypdfium2.PdfTextPage, count: int, turn: _Turn) -> Iterator[Glyph]:
    """Yield the visible characters of a page in the order of the file."""
    box = pdfium.FS_RECTF()
    pointer = ctypes.byref(box)
    matrix = pdfium.FS_MATRIX()
    spaced = False
    last_top = math.nan
    slanted = False
    for index in range(count):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        if code <= 32 or code in (0xA0, 0x3000, 0xFEFF, 0x200B, 0xAD):
            spaced = True
            continue
        if code in (0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue  # pdfium's mark for a hyphen at a line's end, or half a character
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, pointer):
            continue
        left, top, right, bottom = turn.box(box.left, box.bottom, box.right, box.top)
        if not abs(top - last_top) < 0.3 * (bottom - top):
            # Text set at a slant across the page is a watermark; asked once a line.
            turned = bool(pdfium.FPDFText_GetMatrix(textpage, index, ctypes.byref(matrix)))
            angle = math.atan2(matrix.b, matrix.a) if turned else 0.0
            slanted = abs(math.sin(2 * angle)) > SLANT
        last_top = top
        if slanted:
            continue
        if bottom - top < SMALLEST_GLYPH and right - left < SMALLEST_GLYPH:
            continue  # set too small to be read
        yield Glyph(chr(code), left, top, right, bottom, spaced)
        spaced = False


def _drawn(page: pypdfium2.PdfPage, turn: _Turn) -> tuple[list[Box], int]:
    """Return the boxes of the shapes drawn on a page, and the number of pictures."""
    shapes: list[Box] = []
    pictures = 0
    edges = [ctypes.c_float() for _ in range(4)]
    for index in range(min(pdfium.FPDFPage_CountObjects(page), MOST_SHAPES)):
        thing = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM):
            pictures += 1
        elif kind == pdfium.FPDF_PAGEOBJ_PATH and pdfium.FPDFPageObj_GetBounds(
            thing, *(ctypes.byref(edge) for edge in edges)
        ):
            left, bottom, right, top = (edge.value for edge in edges)
            shapes.append(turn.box(left, bottom, right, top))
    return shapes, pictures


def _refuse_bombs(data: bytes, name: str) -> None:
    """Refuse a file whose packed streams unfold beyond bounds.

    PDFium unfolds a stream as a whole; so each is unfolded here first, in pieces that
    are thrown away. Pictures are not, since nothing draws them.
    """
    total = 0
    for match in STREAM.finditer(data):
        head = data[max(0, match.start() - 400) : match.start()]
        head = head[head.rfind(b"obj") + 3 :]
        if b"FlateDecode" not in head and b"/Fl" not in head:
            continue
        if b"/Image" in head and head.count(b"FlateDecode") < 2:
            continue
        total += _unfolded(data, match.end(), head.count(b"FlateDecode"))
        if total > LARGEST_STREAMS:
            raise DocumentError(name, "unfolds to more than 1 GB; it is no ordinary PDF")


def _unfolded(data: bytes, at: int, layers: int) -> int:
    """Return how large a packed stream is when unfolded, counted up to the bound."""
    unpackers = [zlib.decompressobj() for _ in range(max(1, min(layers, 4)))]
    size, end = 0, data.find(b"endstream", at)
    end = len(data) if end < 0 else end
    while at < end:
        piece = data[at : at + 65_536]
        at += 65_536
        try:
            for unpacker in unpackers:
                piece = unpacker.decompress(piece, LARGEST_STREAM)
        except zlib.error:
            break
        size += len(piece)
        if size > LARGEST_STREAM:
            return LARGEST_STREAMS + 1
        if unpackers[0].eof:
            break
    return size
