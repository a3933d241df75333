"""Walks over the raw HTML and cuts it into blocks, each run with its exact offsets.

The walker knows nothing of what is worth reading; `main_text` chooses that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from saidao.documents.document import BlockKind
from saidao.documents.draft import INVISIBLE, BeyondBounds, Run
from saidao.documents.markup import Token, attributes, entity_runs, tokens
from saidao.documents.outline import heading_level, is_list_item

__all__ = ["CellSource", "Page", "Piece", "walk"]


def _names(text: str) -> frozenset[str]:
    """Return the words of a line as a set of element names."""
    return frozenset(text.split())


SKIPPED = _names(
    "script style noscript template svg math iframe object select option datalist button "
    "textarea canvas audio video map head dialog"
)
"""Elements whose content is no text of the page."""

VOID = _names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source "
    "track wbr"
)
BLOCKS = _names(
    "html body address article aside blockquote center dd details dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup legend li main menu nav ol p "
    "pre section summary table caption thead tbody tfoot tr td th ul"
)
CLOSES_PARAGRAPH = BLOCKS - {"html", "body"}
CELLS = frozenset({"td", "th"})
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
SCOPE = frozenset({"td", "th", "table", "caption"})
"""A stray end tag of something else does not close these."""

TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption"})
SELF_CLOSING = {
    "li": ({"li"}, {"ul", "ol", "menu", "dir"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "tr": ({"tr", "td", "th"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "thead": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tbody": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
    "tfoot": ({"thead", "tbody", "tfoot", "tr", "td", "th"}, {"table"}),
}
"""Opening one of these ends any of the first set that is open inside the second."""

MOST_TOKENS = 2_000_000
DEEPEST = 256
MOST_EXPANSIONS = 500
"""A page holds no more tags and texts (and full forms of abbreviations that are kept); what
is nested deeper is read as if it stood there."""

LINE_CLOSED = re.compile("[。！？；：.!?;:]$")
MAY_HIDE = re.compile("display\\s*:\\s*none|\\shidden[\\s=>/]", re.IGNORECASE)
SUPERSCRIPT_UNIT = re.compile("(?:m|米|㎡)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CellSource:
    """The table cell that a piece stands in."""

    table: int
    row: int
    number: int
    row_span: int
    column_span: int
    is_header: bool


@dataclass(slots=True)
class Piece:
    """A block of the page as it stands, before anything is chosen."""

    element: int
    kind: BlockKind
    level: int
    runs: list[Run]
    text: str = ""
    link_characters: int = 0
    cell: CellSource | None = None


@dataclass(slots=True)
class Page:
    """All blocks of a page with the elements that hold them.

    `parents` and `tags` list the block elements in document order; element 0 is the
    file itself. `marks` holds each element's id and classes, `cells` all cells of each
    table, the empty ones too; tables with a table inside are `outer_tables`. `expansions`
    are the full forms that ``abbr`` elements give.
    """

    source: str
    pieces: list[Piece] = field(default_factory=list)
    parents: list[int] = field(default_factory=lambda: [-1])
    tags: list[str] = field(default_factory=lambda: [""])
    marks: list[str] = field(default_factory=lambda: [""])
    meta: dict[str, str] = field(default_factory=dict)
    title_span: tuple[int, int] | None = None
    language: str = ""
    is_whole: bool = False
    cells: dict[int, list[CellSource]] = field(default_factory=dict)
    outer_tables: set[int] = field(default_factory=set)
    expansions: dict[str, None] = field(default_factory=dict)


def walk(source: str, start: int = 0) -> Page:
    """Cut ``source[start:]`` into pieces."""
    walker = _Walker(source)
    for number, token in enumerate(tokens(source, start)):
        if number > MOST_TOKENS:
            raise BeyondBounds(f"holds more than {MOST_TOKENS} tags; split it")
        if token.kind == "text":
            walker.text(token)
        elif token.kind == "open":
            walker.open(token)
        else:
            walker.close(token.name)
    walker.end_piece()
    return walker.page


class _Walker:
    """The state of a walk: the open elements, and the piece being gathered."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.page = Page(source)
        self.stack: list[tuple[str, int]] = [("", 0)]
        self.kinds: list[tuple[BlockKind, int, int]] = [("paragraph", 0, 0)]
        self.overflow = 0
        self.skip_depth = 0  # stack length at which skipped content began; 0 outside
        self.link_depth = 0
        self.superscript = False
        self.in_title = False
        self.runs: list[Run] = []
        self.link_characters = 0
        self.tables: list[list[int]] = []  # open tables: number, row, cell
        self.table_count = 0
        self.cells: list[CellSource] = []

    # --- text ---------------------------------------------------------------

    def text(self, token: Token) -> None:
        """Take in characters."""
        if self.in_title:
            if self.page.title_span is None:
                self.page.title_span = (token.start, token.end)
            return
        if self.skip_depth:
            return
        if self.superscript and not self._superscript(token):
            return
        if not self.runs and self.source[token.start : token.end].isspace():
            return
        start = token.start
        if any(tag == "pre" for tag, _ in self.stack):
            for end in _line_ends(self.source, token.start, token.end):
                self.runs.extend(entity_runs(self.source, start, end))
                self.end_piece()
                start = end
        self.runs.extend(entity_runs(self.source, start, token.end))
        if self.link_depth:
            self.link_characters += token.end - start

    def _superscript(self, token: Token) -> bool:
        """Return whether raised text belongs to the line: a power does, a note's mark does not."""
        raised = self.source[token.start : token.end].strip()
        before = self.source[self.runs[-1].start : self.runs[-1].end] if self.runs else ""
        if raised in {"2", "3"} and SUPERSCRIPT_UNIT.search(before):
            return True
        return not self.link_depth and bool(re.fullmatch("[a-z]{1,3}|[^\\W\\d_]{3,}", raised))

    # --- elements -----------------------------------------------------------

    def open(self, token: Token) -> None:
        """Take in a start tag."""
        name = token.name
        if name in VOID:
            self._void(token)
        elif name == "title":
            self.in_title = not token.closed and not any(t == "svg" for t, _ in self.stack)
        elif self.skip_depth and name != "body":
            if not token.closed:
                self._push(name, "")
        elif name == "time" and "time" not in self.page.meta:
            self.page.meta["time"] = attributes(self.source, token).get("datetime", "")[:40]
        elif name == "a":
            self.link_depth = len(self.stack)
        elif name in ("sup", "sub"):
            self.superscript = name == "sup"
        elif name == "abbr" and len(self.page.expansions) < MOST_EXPANSIONS:
            full = attributes(self.source, token).get("title", "").strip()
            if full:
                self.page.expansions[full[:200]] = None
        elif name in SKIPPED or self._hides(token):
            if not token.closed:
                self._push(name, "")
                if not self.overflow:
                    self.skip_depth = len(self.stack)
        elif name in BLOCKS:
            self._open_block(token)

    def _void(self, token: Token) -> None:
        """Take in an element that has no content."""
        if token.name in ("br", "hr"):
            if not self.skip_depth:
                self._break(token)
        elif token.name == "meta":
            values = attributes(self.source, token)
            key = values.get("name") or values.get("property") or values.get("itemprop")
            content = values.get("content", "").strip()
            if key and content and len(self.page.meta) < 200:
                self.page.meta.setdefault(key.lower(), content[:2000])

    def _break(self, token: Token) -> None:
        """Take in a line break: in a heading or cell the line goes on, elsewhere it ends."""
        kind = self.kinds[-1][0]
        if token.name == "br" and kind in ("heading", "cell", "caption") and self.runs:
            self.runs.append(Run(token.start, token.end, "\n"))
        else:
            self.end_piece()

    def _hides(self, token: Token) -> bool:
        """Return whether an element is not shown."""
        if not MAY_HIDE.search(self.source, token.start, min(token.end, token.start + 2000)):
            return False
        values = attributes(self.source, token)
        style = values.get("style", "").replace(" ", "").lower()
        # What is only invisible keeps its place: pages show it by script when it is loaded.
        return "hidden" in values or "display:none" in style

    def _open_block(self, token: Token) -> None:
        """Take in the start tag of a block element."""
        name = token.name
        self.end_piece()
        if name in ("html", "body"):
            self.page.is_whole = True
            if self.skip_depth:  # a head that nobody closed
                self._pop_to(self.skip_depth - 1)
            if name == "html":
                self.page.language = attributes(self.source, token).get("lang", "")
        if name in CLOSES_PARAGRAPH and self.stack[-1][0] == "p":
            self._pop_to(len(self.stack) - 1)
        if name in SELF_CLOSING:
            self._close_implied(*SELF_CLOSING[name])
        raw = self.source[token.start : min(token.end, token.start + 1000)]
        marks = ""
        if "class" in raw or "id" in raw:
            values = attributes(self.source, token)
            marks = f"{values.get('id', '')} {values.get('class', '')}".strip()
        if token.closed and name not in ("p", "div"):
            return
        self._push(name, marks)
        if self.overflow:
            return
        if name == "table":
            if self.tables:
                self.page.outer_tables.update(table[0] for table in self.tables)
            self.tables.append([self.table_count, -1, -1])
            self.table_count += 1
        elif name == "tr" and self.tables:
            self.tables[-1][1] += 1
        elif name in CELLS and self.tables:
            self._open_cell(token)

    def _open_cell(self, token: Token) -> None:
        """Take in the start tag of a table cell."""
        table = self.tables[-1]
        table[1] = max(0, table[1])
        table[2] += 1
        values = attributes(self.source, token)
        cell = CellSource(
            table[0],
            table[1],
            table[2],
            _span(values.get("rowspan", "")),
            _span(values.get("colspan", "")),
            token.name == "th",
        )
        self.cells.append(cell)
        self.page.cells.setdefault(table[0], []).append(cell)

    def close(self, name: str) -> None:
        """Take in an end tag."""
        if name == "title":
            self.in_title = False
        elif name == "a":
            self.link_depth = 0
        elif name in ("sup", "sub"):
            self.superscript = False
        elif name in VOID:
            if name == "br" and not self.skip_depth:
                self.end_piece()
        elif self.overflow and (name in BLOCKS or name in SKIPPED):
            self.overflow -= 1
            self.end_piece()
        elif name in BLOCKS or self.skip_depth:
            if not self.skip_depth and name in ("html", "body"):
                return
            for index in range(len(self.stack) - 1, 0, -1):
                tag = self.stack[index][0]
                if tag == name:
                    self._pop_to(index)
                    return
                if tag in SCOPE and name not in TABLE_PARTS:
                    return
            if name == "p":
                self.end_piece()

    def _push(self, name: str, marks: str) -> None:
        """Open an element."""
        if len(self.stack) >= DEEPEST:
            self.overflow += 1
            return
        self.page.parents.append(self.stack[-1][1])
        self.page.tags.append(name)
        self.page.marks.append(marks)
        self.stack.append((name, len(self.page.tags) - 1))
        self.kinds.append(_kind_within(name, self.kinds[-1]))

    def _close_implied(self, names: set[str], within: set[str]) -> None:
        """End what a start tag implies to be over."""
        outermost = 0
        for index in range(len(self.stack) - 1, 0, -1):
            tag = self.stack[index][0]
            if tag in within:
                break
            if tag in names:
                outermost = index
        if outermost:
            self._pop_to(outermost)

    def _pop_to(self, index: int) -> None:
        """Close the element at `index` of the stack and all inside it."""
        self.end_piece()
        while len(self.stack) > index:
            tag, _ = self.stack.pop()
            self.kinds.pop()
            if tag == "table" and self.tables:
                self.tables.pop()
            elif tag in CELLS and self.cells:
                self.cells.pop()
        if self.skip_depth > len(self.stack):
            self.skip_depth = 0
        if self.link_depth > len(self.stack):
            self.link_depth = 0

    # --- pieces -------------------------------------------------------------

    def end_piece(self) -> None:
        """Finish the block being gathered."""
        if not self.runs:
            return
        runs, self.runs = self.runs, []
        links, self.link_characters = self.link_characters, 0
        text = "".join(
            run.text if run.text is not None else self.source[run.start : run.end] for run in runs
        )
        text = " ".join(INVISIBLE.sub("", text).split())
        if not text:
            return
        kind, level, _ = self.kinds[-1]
        cell = self.cells[-1] if self.cells and self.tables else None
        self.page.pieces.append(
            Piece(self.stack[-1][1], kind, level, runs, text, min(links, len(text)), cell)
        )


def _line_ends(source: str, start: int, end: int) -> Iterator[int]:
    """Yield where lines of preformatted text end that are not merely wrapped."""
    at = start
    while (stop := source.find("\n", at, end)) >= 0:
        line, rest = source[at:stop].strip(), source[stop + 1 : min(end, stop + 80)]
        following = rest.partition("\n")[0].strip()
        begins = heading_level(following) or is_list_item(following) or not following
        if begins or heading_level(line) or LINE_CLOSED.search(line):
            yield stop + 1
        at = stop + 1


def _kind_within(name: str, outer: tuple[BlockKind, int, int]) -> tuple[BlockKind, int, int]:
    """Return what text in an element is: its kind, its level, and the lists around it."""
    kind, level, lists = outer
    if name in HEADINGS:
        return "heading", int(name[1]), lists
    if name in ("caption", "figcaption", "legend"):
        return "caption", 0, lists
    if name in CELLS:
        return "cell", 0, 0
    if name in ("ul", "ol"):
        return kind, level, lists + 1
    if name in ("li", "dd", "dt"):
        return "list_item", max(1, lists), lists
    if name == "table":
        return "paragraph", 0, 0
    return outer


def _span(value: str) -> int:
    """Return a rowspan or colspan, 1 where it is missing or nonsense."""
    if not re.fullmatch("[0-9]{1,4}", value):
        return 1
    return min(max(1, int(value)), 1000)
