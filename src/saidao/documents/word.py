"""DOCX: paragraphs, headings, numbered lists, tables and notes in the order of the body."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from saidao.documents.document import Block, CellPlace, ParagraphAddress
from saidao.documents.draft import BeyondBounds, Draft, Run
from saidao.documents.main_text import is_furniture
from saidao.documents.markdown import ATX, inline_runs
from saidao.documents.metadata import Clues
from saidao.documents.outline import Outline
from saidao.documents.tables import cell_places, is_data_table, is_table_caption
from saidao.documents.word_body import Place, WordParagraph, WordTable, take_in
from saidao.errors import DocumentError

__all__ = ["ParagraphAnchor", "WordText", "read_docx"]

MARKDOWN_RESIDUE = 2
"""Paragraphs with marks of Markdown from which on a document is taken to hold its residue."""


@dataclass(frozen=True, slots=True)
class ParagraphAnchor:
    """Anchor of a DOCX: the paragraph of each reading character, and the offset in it.

    Parameters
    ----------
    source : str
        The texts of all paragraphs, joined by newlines.
    begins : array of unsigned int
        Where each paragraph begins in `source`.
    places : tuple of Place
    starts, ends : array of unsigned int
        Range in `source` of each reading character.
    """

    source: str
    begins: array[int]
    places: tuple[Place, ...]
    starts: array[int]
    ends: array[int]

    def locate(self, text: str, start: int, end: int) -> ParagraphAddress:
        """Return the paragraph of the span's first character, and the span within it."""
        first = self.starts[start]
        number = bisect_right(self.begins, first) - 1
        begin = self.begins[number]
        is_last = number + 1 == len(self.begins)
        limit = len(self.source) if is_last else self.begins[number + 1] - 1
        last = max(first, min(self.ends[end - 1], limit))
        place = self.places[number]
        return ParagraphAddress(
            paragraph=place.paragraph,
            start=first - begin,
            end=last - begin,
            quote=self.source[first:last],
            table=place.table,
            row=place.row,
            column=place.column,
            note=place.note,
        )


@dataclass(slots=True)
class WordText:
    """What was read of a DOCX."""

    text: str
    blocks: tuple[Block, ...]
    anchor: ParagraphAnchor
    clues: Clues
    notes: tuple[str, ...]


def read_docx(data: bytes, name: str) -> WordText:
    """Read a DOCX.

    Raises
    ------
    DocumentError
        If it is damaged, beyond the bounds, or holds no text.
    """
    body = take_in(data, name)
    return _write(body.paragraphs, body.tables, name)


def _write(paragraphs: Sequence[WordParagraph], tables: Sequence[WordTable], name: str) -> WordText:
    """Write the paragraphs as blocks.

    The package's own properties say when its template was made, and are not asked.
    """
    begins = array("I")
    length = 0
    for paragraph in paragraphs:
        begins.append(length)
        length += len(paragraph.text) + 1
    source = "\n".join(paragraph.text for paragraph in paragraphs)
    residue = sum(
        bool(ATX.match(p.text)) or p.text.startswith("**") or p.text.strip() == "---"
        for p in paragraphs
    )
    draft = Draft(source)
    writer = _Writer(draft, tables, is_markdown=residue >= MARKDOWN_RESIDUE)
    try:
        for paragraph, begin in zip(paragraphs, begins, strict=True):
            writer.write(paragraph, begin)
    except BeyondBounds as problem:
        raise DocumentError(name, str(problem)) from None
    if not draft.blocks:
        raise DocumentError(name, "holds no text that can be read")
    anchor = draft.anchor()
    places = tuple(paragraph.place for paragraph in paragraphs)
    return WordText(
        draft.text,
        tuple(draft.blocks),
        ParagraphAnchor(source, begins, places, anchor.starts, anchor.ends),
        Clues(outside=writer.outside),
        (),
    )


class _Writer:
    """Turns paragraphs into blocks of a draft."""

    def __init__(self, draft: Draft, tables: Sequence[WordTable], *, is_markdown: bool) -> None:
        self.draft = draft
        self.tables = tables
        self.is_markdown = is_markdown
        self.outline = Outline()
        self.places: dict[int, list[CellPlace] | None] = {}
        self.data_tables = 0
        self.outside: list[str] = []

    def write(self, paragraph: WordParagraph, begin: int) -> None:
        """Write one paragraph, each of its lines a block."""
        at = begin
        for line in paragraph.text.split("\n"):
            text = " ".join(line.split())
            if text and is_furniture(text.replace("*", "")):
                self.outside.append(text.replace("*", ""))
            elif text:
                self._write_line(paragraph, line, text, at)
            at += len(line) + 1

    def _write_line(self, paragraph: WordParagraph, line: str, text: str, at: int) -> None:
        """Write one line of a paragraph."""
        draft = self.draft
        runs = [Run(at, at + len(line))]
        heading = 0
        if self.is_markdown:
            margin = len(line) - len(line.lstrip())
            atx = ATX.match(line, margin)
            skip = atx.end() if atx else margin
            heading = len(atx[1] or atx[2]) if atx else 0
            runs = inline_runs(draft.source, line[skip:], at + skip)
            text = text.lstrip("# ").replace("*", "")
            if not text.strip("-"):
                return
        if paragraph.number:
            runs = [Run(at, at, paragraph.number), *runs]
            text = paragraph.number + text
        place = self._cell(paragraph)
        if place is not None:
            draft.add(runs, "cell", cell=place)
        elif paragraph.is_note:
            draft.add(runs, "note")
        elif paragraph.is_title and not self.outline.has_title:
            self.outline.has_title = True
            draft.add(runs, "title")
        elif paragraph.level or (heading and self.outline.has_title):
            draft.add(runs, "heading", paragraph.level or heading)
        else:
            kind, level = self.outline.place(text, emphasised=paragraph.is_bold)
            if kind == "paragraph" and paragraph.list_level:
                kind, level = "list_item", paragraph.list_level
            draft.add(runs, kind, level)

    def _cell(self, paragraph: WordParagraph) -> CellPlace | None:
        """Return the place of a paragraph in a data table, None outside of one."""
        if paragraph.cell is None:
            return None
        table, number = paragraph.cell
        if table not in self.places:
            cells = self.tables[table].cells
            self.places[table] = None
            if is_data_table(cells):
                caption = self._caption()
                self.places[table] = cell_places(cells, self.data_tables, caption)
                self.data_tables += 1
        places = self.places[table]
        return places[number] if places is not None else None

    def _caption(self) -> str:
        """Return the line above a table that names it or its unit, marked as a caption."""
        draft = self.draft
        if not draft.blocks or not is_table_caption(draft.last_text):
            return ""
        last = draft.blocks[-1]
        if last.kind in ("paragraph", "heading"):
            draft.blocks[-1] = Block(last.start, last.end, "caption")
        return draft.last_text
