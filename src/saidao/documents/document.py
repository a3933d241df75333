"""What every reader of files produces: a text with an address for each passage.

A `Document` holds one *reading text* (the main text, blocks joined by newlines) and a
map from each of its characters back to the file. Later stages work on the reading text
alone and ask `Document.locate` where a span came from.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Literal, Protocol

BlockKind = Literal["title", "heading", "paragraph", "list_item", "caption", "cell", "note"]


@dataclass(frozen=True, slots=True)
class CellPlace:
    """Where a block of kind ``cell`` stands in its table.

    Rows and columns count from 0. `header` and `caption` are the texts that give the
    cell its meaning: the column's heading cells from the top, the row's first cell,
    and the table's caption with its unit line, as they stand in the document.
    """

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    is_header: bool = False
    column_header: tuple[str, ...] = ()
    row_header: tuple[str, ...] = ()
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the reading text that belongs together.

    Parameters
    ----------
    start, end : int
        Half-open character range in `Document.text`.
    kind : str
        ``title`` (of the document), ``heading``, ``paragraph``, ``list_item``,
        ``caption``, ``cell`` or ``note`` (footnote, endnote).
    level : int
        Depth of a heading or list item, 1 at the top; 0 elsewhere.
    cell : CellPlace, optional
        Only for cells.
    """

    start: int
    end: int
    kind: BlockKind = "paragraph"
    level: int = 0
    cell: CellPlace | None = None


@dataclass(frozen=True, slots=True)
class TextAddress:
    """Half-open range of decoded source characters; ``source[start:end] == quote``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class PageAddress:
    """A place on a PDF page.

    `boxes` are ``(left, top, right, bottom)`` in points from the page's top left corner,
    one for each line that the span touches; `page` counts from 1.
    """

    page: int
    boxes: tuple[tuple[float, float, float, float], ...]
    quote: str


@dataclass(frozen=True, slots=True)
class ParagraphAddress:
    """A place in a DOCX body: a paragraph, or a paragraph of a table cell.

    `paragraph` counts from 0 in the body (or in the cell); `start` and `end` are
    character offsets in that paragraph's text. `table`, `row`, `column` count from 0.
    """

    paragraph: int
    start: int
    end: int
    quote: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    note: str | None = None


Address = TextAddress | PageAddress | ParagraphAddress


class Anchor(Protocol):
    """Maps spans of the reading text back to the file."""

    def locate(self, text: str, start: int, end: int) -> Address: ...


@dataclass(frozen=True, slots=True)
class TextAnchor:
    """Anchor of text formats: plain, Markdown, HTML, feeds.

    Parameters
    ----------
    source : str
        The decoded source file.
    starts, ends : array of unsigned int, one entry for each reading character
        Source range of the character; a character that stands for an entity covers
        the whole entity, one that has no source (a joining newline) has an empty range.
    """

    source: str
    starts: array[int]
    ends: array[int]

    def locate(self, text: str, start: int, end: int) -> TextAddress:
        """Return the source range of ``text[start:end]``, markup inside it included."""
        first, last = self.starts[start], self.ends[end - 1]
        return TextAddress(first, last, self.source[first:last])


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself; empty where it does not say.

    `issued` is an ISO date at the granularity found (``2022-07-08``, ``2022-07``,
    ``2022``); `number` a document number such as 沪府办发〔2022〕10号; `language` is
    ``zh-Hans``, ``zh-Hant`` or ``en``.
    """

    title: str = ""
    issuer: str = ""
    number: str = ""
    issued: str = ""
    language: str = ""
    url: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file or page, or one item of a feed, as it was read.

    Parameters
    ----------
    id : str
        Stable name: the file's stem, or the id given by the user.
    sha256 : str
        Of the bytes as they came.
    name : str
        Path or URL as the user gave it.
    media_type : str
        ``text/html``, ``text/markdown``, ``text/plain``, ``application/pdf``, ...
    text : str
        The reading text.
    blocks : tuple of Block
        In reading order, not overlapping.
    anchor : Anchor
        Back to the source.
    metadata : Metadata
    notes : tuple of str
        What the reader must tell the user: a page that is an image, a repaired encoding.
    """

    id: str
    sha256: str
    name: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    anchor: Anchor
    metadata: Metadata = field(default_factory=Metadata)
    encoding: str = ""
    notes: tuple[str, ...] = ()

    def locate(self, start: int, end: int) -> Address:
        """Return where ``text[start:end]`` stands in the file.

        Raises
        ------
        ValueError
            If the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"span {start}:{end} is not inside a text of {len(self.text)}")
        return self.anchor.locate(self.text, start, end)
