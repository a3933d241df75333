"""Takes the body of a DOCX in: paragraphs with their places, tables, notes; within bounds.

The package is opened here and not by a library, so that every part is bounded before it
is unpacked and no entity or address in it is followed.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from saidao.documents.tables import GridCell
from saidao.documents.word_styles import Numbering, Styles, attribute, name_of, qualified
from saidao.errors import DocumentError

__all__ = ["Place", "Taker", "WordParagraph", "WordTable", "take_in"]

LARGEST_PART = 48_000_000
LARGEST_PACKAGE = 512_000_000
MOST_ENTRIES = 10_000
MOST_PARAGRAPHS = 300_000
DEEPEST_TABLE = 4

BODY = "word/document.xml"
PARTS = ("word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/endnotes.xml")
UNREAD = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands; see `ParagraphAddress`."""

    paragraph: int
    table: int | None = None
    row: int | None = None
    column: int | None = None
    note: str | None = None


@dataclass(slots=True)
class WordParagraph:
    """A paragraph as it was taken in."""

    place: Place
    text: str
    number: str = ""
    level: int = 0
    list_level: int = 0
    is_title: bool = False
    is_bold: bool = False
    is_note: bool = False
    cell: tuple[int, int] | None = None  # table, number of the cell in it


@dataclass(slots=True)
class WordTable:
    """A table's cells in order, their text filled in when the table has been walked."""

    cells: list[GridCell] = field(default_factory=list)


def take_in(data: bytes, name: str) -> Taker:
    """Return what walked over the whole of a DOCX: its paragraphs and tables.

    Raises
    ------
    DocumentError
        If it is damaged or beyond the bounds.
    """
    parts = _unpack(data, name)
    if BODY not in parts:
        raise DocumentError(name, "is an archive without a Word document in it")
    body = _parsed(parts[BODY], name)
    taker = Taker(
        Styles(_parsed_or_none(parts.get(PARTS[0]), name)),
        Numbering(_parsed_or_none(parts.get(PARTS[1]), name)),
        name,
    )
    found = body.find(qualified("body"))
    if found is not None:
        taker.take_body(found)
    for part, label in ((PARTS[2], "footnote"), (PARTS[3], "endnote")):
        root = _parsed_or_none(parts.get(part), name)
        if root is not None:
            taker.take_notes(root, label)
    return taker


def _unpack(data: bytes, name: str) -> dict[str, bytes]:
    """Return the parts that are read, none larger than it may be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES or sum(e.file_size for e in entries) > LARGEST_PACKAGE:
                raise DocumentError(name, "unpacks to far more than a document holds")
            wanted = {BODY, *PARTS}
            parts: dict[str, bytes] = {}
            for entry in entries:
                if entry.filename not in wanted:
                    continue
                if entry.file_size > LARGEST_PART:
                    size = entry.file_size // 1_000_000
                    limit = LARGEST_PART // 1_000_000
                    raise DocumentError(
                        name, f"unpacks to {size} MB of text; up to {limit} MB are read, split it"
                    )
                parts[entry.filename] = archive.read(entry)
            return parts
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
        RuntimeError,  # an encrypted entry
    ):
        raise DocumentError(name, "the DOCX is damaged or encrypted; save it again") from None


def _parsed(part: bytes, name: str) -> etree._Element:
    """Return the root of an XML part; entities stay as they are."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False
    )
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as problem:
        reason = str(problem).split(",")[0][:100]
        raise DocumentError(name, f"the DOCX is damaged: {reason}") from None


def _parsed_or_none(part: bytes | None, name: str) -> etree._Element | None:
    """Return the root of an optional part."""
    return _parsed(part, name) if part is not None else None


class Taker:
    """Walks the body and takes its paragraphs in, in order."""

    def __init__(self, styles: Styles, numbering: Numbering, name: str) -> None:
        self.styles = styles
        self.numbering = numbering
        self.name = name
        self.paragraphs: list[WordParagraph] = []
        self.tables: list[WordTable] = []
        self.body_count = 0
        self.aside_count: dict[str, int] = {}

    def take_body(self, body: etree._Element, note: str | None = None) -> None:
        """Take in the paragraphs and tables below an element."""
        for child in body:
            kind = name_of(child)
            if kind == "p":
                if note is None:
                    place = Place(self.body_count)
                    self.body_count += 1
                else:
                    place = self._aside(note)
                self._take(child, place)
            elif kind == "tbl":
                self._take_table(child, 0, note)
            elif kind == "sdt":
                content = child.find(qualified("sdtContent"))
                if content is not None and not _is_contents(child):
                    self.take_body(content, note or "content control")
            elif kind in ("ins", "moveTo", "customXml", "smartTag"):
                self.take_body(child, note)

    def take_notes(self, root: etree._Element, label: str) -> None:
        """Take in footnotes or endnotes."""
        for number, note in enumerate(root):
            if attribute(note, "type"):
                continue  # separators
            key = f"{label}:{attribute(note, 'id') or number}"
            for paragraph in note.iterfind(qualified("p")):
                self._take(paragraph, self._aside(key), is_note=True)

    def _aside(self, note: str) -> Place:
        """Return the next place in a part of the document beside the body."""
        count = self.aside_count.get(note, 0)
        self.aside_count[note] = count + 1
        return Place(count, note=note)

    def _take(
        self,
        element: etree._Element,
        place: Place,
        cell: tuple[int, int] | None = None,
        *,
        is_note: bool = False,
    ) -> None:
        """Take in a paragraph, and the text boxes anchored in it after it."""
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise DocumentError(self.name, f"has more than {MOST_PARAGRAPHS} paragraphs; split it")
        text, boxes = _text_of(element)
        style = self.styles.of_paragraph(element)
        number, list_level = "", 0
        if text.strip():
            number, list_level = self.numbering.next_number(element, style)
        self.paragraphs.append(
            WordParagraph(
                place,
                text,
                number,
                style.outline_level,
                list_level,
                style.is_title,
                _is_bold(element),
                is_note,
                cell,
            )
        )
        for box in boxes:
            self.take_body(box, "text box")

    def _take_table(self, element: etree._Element, depth: int, note: str | None) -> None:
        """Take in a table, cell by cell."""
        number = len(self.tables)
        table = WordTable()
        self.tables.append(table)
        first = len(self.paragraphs)
        above: dict[int, int] = {}  # column to the cell that spans down to here
        for row, line in enumerate(_rows(element)):
            column = _skipped_columns(line)
            for cell in _cells(line):
                width, joins = _cell_shape(cell)
                if joins and column in above:
                    index = above[column]
                    held = table.cells[index]
                    table.cells[index] = GridCell(
                        held.row, held.column, row - held.row + 1, held.column_span, held.text
                    )
                else:
                    index = len(table.cells)
                    table.cells.append(GridCell(row, column, 1, width, ""))
                    above[column] = index
                self._take_cell(cell, (number, index), Place(0, number, row, column, note), depth)
                column += width
        for index, cell_texts in self._texts(number, first).items():
            held = table.cells[index]
            table.cells[index] = GridCell(
                held.row, held.column, held.row_span, held.column_span, " ".join(cell_texts)
            )

    def _take_cell(
        self, cell: etree._Element, key: tuple[int, int], place: Place, depth: int
    ) -> None:
        """Take in the paragraphs of a cell."""
        count = 0
        for child in cell:
            kind = name_of(child)
            if kind == "p":
                self._take(
                    child, Place(count, place.table, place.row, place.column, place.note), key
                )
                count += 1
            elif kind == "tbl" and depth < DEEPEST_TABLE:
                self._take_table(child, depth + 1, "nested table")
            elif kind == "sdt":
                content = child.find(qualified("sdtContent"))
                if content is not None:
                    self.take_body(content, "content control")

    def _texts(self, table: int, first: int) -> dict[int, list[str]]:
        """Return the texts of the cells of a table whose paragraphs begin at `first`."""
        texts: dict[int, list[str]] = {}
        for paragraph in self.paragraphs[first:]:
            if paragraph.cell is not None and paragraph.cell[0] == table:
                words = " ".join(paragraph.text.split())
                if words:
                    texts.setdefault(paragraph.cell[1], []).append(words)
        return texts


def _is_contents(element: etree._Element) -> bool:
    """Return whether a content control is a table of contents."""
    return any(
        "table of contents" in (attribute(gallery, "val") or "").lower()
        for gallery in element.iter(qualified("docPartGallery"))
    )


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Yield the rows of a table, those in content controls too."""
    for child in table:
        if name_of(child) == "tr":
            yield child
        elif name_of(child) == "sdt":
            yield from child.iterfind(f"{qualified('sdtContent')}/{qualified('tr')}")


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    """Yield the cells of a row, those in content controls too."""
    for child in row:
        if name_of(child) == "tc":
            yield child
        elif name_of(child) == "sdt":
            yield from child.iterfind(f"{qualified('sdtContent')}/{qualified('tc')}")


def _skipped_columns(row: etree._Element) -> int:
    """Return how many columns a row leaves out at its beginning."""
    skipped = row.find(f"{qualified('trPr')}/{qualified('gridBefore')}")
    return _integer(attribute(skipped, "val")) if skipped is not None else 0


def _cell_shape(cell: etree._Element) -> tuple[int, bool]:
    """Return how many columns a cell covers, and whether it belongs to the one above."""
    properties = cell.find(qualified("tcPr"))
    if properties is None:
        return 1, False
    span = properties.find(qualified("gridSpan"))
    merge = properties.find(qualified("vMerge"))
    width = min(max(1, _integer(attribute(span, "val"))), 1000) if span is not None else 1
    return width, merge is not None and attribute(merge, "val") != "restart"


def _integer(value: str | None) -> int:
    """Return a number, 0 where there is none."""
    return int(value) if value and value.isdecimal() and len(value) < 6 else 0


def _text_of(paragraph: etree._Element) -> tuple[str, list[etree._Element]]:
    """Return the text of a paragraph as it is shown, and the text boxes in it.

    Deleted and moved text is left out, inserted text is in. The marks of notes are left
    out. Tabs and line breaks are as python-docx gives them.
    """
    parts: list[str] = []
    boxes: list[etree._Element] = []
    # A stack of iterators, as nesting is up to the file.
    stack: list[Iterator[etree._Element]] = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        kind = name_of(child)
        if kind == "t":
            parts.append(child.text or "")
        elif kind in ("tab", "ptab"):
            parts.append("\t")
        elif kind == "cr" or (kind == "br" and attribute(child, "type") in (None, "textWrapping")):
            parts.append("\n")
        elif kind == "noBreakHyphen":
            parts.append("-")
        elif kind == "txbxContent":
            boxes.append(child)
        elif kind not in UNREAD:
            stack.append(iter(child))
    return "".join(parts), boxes


def _is_bold(paragraph: etree._Element) -> bool:
    """Return whether all runs that show text are bold."""
    seen = False
    for run in paragraph.iterfind(qualified("r")):
        if run.find(qualified("t")) is None:
            continue
        bold = run.find(f"{qualified('rPr')}/{qualified('b')}")
        if bold is None or attribute(bold, "val") in ("0", "false"):
            return False
        seen = True
    return seen
