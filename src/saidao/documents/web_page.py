"""HTML to a reading text: the chosen pieces, the title, the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from saidao.documents.document import CellPlace
from saidao.documents.draft import Draft, Run, squeeze
from saidao.documents.html import Page, Piece, walk
from saidao.documents.main_text import choose
from saidao.documents.markup import entity_runs
from saidao.documents.metadata import Clues
from saidao.documents.outline import Outline, flat_breaks
from saidao.documents.script import is_wide
from saidao.documents.tables import Span, cell_places, is_data_table, is_table_caption, spread

__all__ = ["read_html"]

SITE_SEPARATOR = re.compile("\\s+[-–—|·:：]+\\s+|\\s*[_|｜]\\s*|\\s*--+\\s*|\\s*——\\s*")
CENTRED_TITLE = re.compile(
    "(?:^|[\\s_-])(?:title|con-title|art(?:icle)?-?title|bt|biaoti)(?:$|[\\s_-])"
)
GENERIC_TITLE = re.compile(
    "文件|正文|详情|详情页|内容|公文|通知|公告|打印|打印预览|首页|无标题(?:文档|页)?|新建网页.*|"
    "untitled(?: document)?|home|index|document|print|page",
    re.IGNORECASE,
)
SITE_TITLE = re.compile(
    "[\u4e00-\u9fff]{2,20}(?:人民政府|政府|委员会|局|厅|办公室|管委会|中心|门户网站|政府网|网站?)"
    "(?:门户网站|网站)?"
)
SENTENCE_END = re.compile("[。；;！!？?：:]$")

PUBLISHED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
LINKED_DATA_WITHIN = 200_000
"""The date in the JSON that a page gives to search engines, and how far in it may stand."""

SHORT_CELL = 80
MOST_OUTSIDE = 40
"""A cell this short is one block; so many lines around the text are kept as clues."""


def read_html(source: str, start: int = 0, title: Sequence[Run] = ()) -> tuple[Draft, Clues]:
    """Read ``source[start:]`` as HTML.

    Parameters
    ----------
    title : sequence of Run
        A title that stands before the page, in its front matter or feed item.

    Returns
    -------
    draft : Draft
        Title, headings, paragraphs, lists and tables, without the page's furniture.
    clues : Clues
        What the page says of itself in its head and around the text.
    """
    page = walk(source, start)
    pieces = choose(page)
    draft = Draft(source)
    clues = Clues(fields=page.meta, language=page.language, expansions=tuple(page.expansions))
    linked_data = PUBLISHED.search(source, start, start + LINKED_DATA_WITHIN)
    if linked_data:
        page.meta.setdefault("datepublished", linked_data[1])
    if title:
        draft.add(title, "title")
        clues.title = draft.last_text
    else:
        pieces = _add_title(page, pieces, draft, clues)
    places = _table_places(page, pieces)
    _add_pieces(draft, pieces, places)
    kept = {id(piece) for piece in pieces}
    outside = [p.text for p in page.pieces if id(p) not in kept and len(p.text) <= 200]
    clues.outside = outside[:MOST_OUTSIDE]
    return draft, clues


# --- title ----------------------------------------------------------------------


def _add_title(page: Page, pieces: list[Piece], draft: Draft, clues: Clues) -> list[Piece]:
    """Write the title first; return the pieces without the one that is the title.

    It is the visible title where there is one: the piece that says what the page's head
    says. Otherwise the head's own words, without the name of the site.
    """
    named = _head_titles(page)
    keys = {squeeze(text) for text, _ in named}
    for piece in page.pieces:
        if squeeze(piece.text) in keys and len(piece.text) > 3:
            return _take_title(piece, pieces, draft, clues)
    # A long title may be broken over lines, or the page's head may hold a longer form.
    heading = next((piece for piece in pieces if piece.kind == "heading"), None)
    for piece in page.pieces:
        words = squeeze(piece.text)
        is_top = piece.kind == "heading" and (piece.level == 1 or piece is heading)
        if is_top and len(words) >= 4 and any(words in key or key in words for key in keys):
            return _take_title(piece, pieces, draft, clues)
    if page.is_whole:
        tops = [p for p in pieces if p.kind == "heading" and p.level == 1]
        if len(tops) == 1 or (tops and tops[0] is pieces[0]):
            return _take_title(tops[0], pieces, draft, clues)
        # The head of the page names no document: 文件, 正文, Untitled, or the site alone.
        nameless = not named or any(
            pattern.fullmatch(named[0][0]) for pattern in (GENERIC_TITLE, SITE_TITLE)
        )
        marked = next((p for p in page.pieces if _is_marked_title(page, p)), None)
        if nameless and marked is not None:
            return _take_title(marked, pieces, draft, clues)
        if nameless and heading is not None and not tops and len(squeeze(heading.text)) >= 6:
            return _take_title(heading, pieces, draft, clues)
        if named:
            text, runs = named[0]
            clues.title = text
            if runs:
                draft.add(runs, "title")
    return pieces


def _is_marked_title(page: Page, piece: Piece) -> bool:
    """Return whether a piece stands in an element that is marked as the title."""
    marks = page.marks[piece.element]
    return 6 <= len(piece.text) <= 80 and CENTRED_TITLE.search(marks) is not None


def _take_title(piece: Piece, pieces: list[Piece], draft: Draft, clues: Clues) -> list[Piece]:
    """Write a piece as the title."""
    draft.add(_title_joined(draft.source, piece.runs), "title")
    clues.title = draft.last_text
    return [other for other in pieces if other is not piece]


def _head_titles(page: Page) -> list[tuple[str, list[Run]]]:
    """Return the titles in the page's head, the best first; runs only where it is text."""
    titles: list[tuple[str, list[Run]]] = []
    if page.title_span is not None:
        start, end = page.title_span
        whole = page.source[start:end]
        text = whole.strip()
        start += len(whole) - len(whole.lstrip())
        site = page.meta.get("og:site_name") or page.meta.get("sitename") or ""
        first = SITE_SEPARATOR.split(text)[0]
        # A first part of a few letters is the site's name or a section, not a title.
        stop = start + (len(first) if len(first) >= 6 and first != site else len(text))
        runs = [*entity_runs(page.source, start, stop)]
        shown = "".join(
            r.text if r.text is not None else page.source[r.start : r.end] for r in runs
        )
        if shown.strip():
            titles.append((" ".join(shown.split()), runs))
    for name in ("articletitle", "citation_title", "og:title", "twitter:title", "dc.title"):
        if page.meta.get(name):
            titles.append((SITE_SEPARATOR.split(page.meta[name])[0].strip(), []))
    return titles


# --- tables -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """A data table: the place of each of its cells by number."""

    places: Mapping[int, CellPlace]


def _table_places(page: Page, pieces: Sequence[Piece]) -> dict[int, _Table]:
    """Return the data tables among the pieces; other tables only lay out the page."""
    texts: dict[int, dict[int, list[str]]] = {}
    firsts: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        if piece.cell is not None:
            cells = texts.setdefault(piece.cell.table, {})
            cells.setdefault(piece.cell.number, []).append(piece.text)
            firsts.setdefault(piece.cell.table, index)
    tables: dict[int, _Table] = {}
    for table, words in texts.items():
        if table in page.outer_tables:
            continue
        sources = page.cells[table]
        grid = spread(
            [
                Span(
                    cell.row,
                    " ".join(words.get(cell.number, [])),
                    cell.row_span,
                    cell.column_span,
                    cell.is_header,
                )
                for cell in sources
            ]
        )
        if not is_data_table(grid):
            continue
        caption = _caption(pieces, firsts[table])
        places = cell_places(grid, len(tables), caption)
        tables[table] = _Table(
            {cell.number: place for cell, place in zip(sources, places, strict=True)}
        )
    return tables


def _caption(pieces: Sequence[Piece], first: int) -> str:
    """Return the lines above a table that name it or its unit; mark them as captions."""
    found: list[str] = []
    for piece in reversed(pieces[max(0, first - 2) : first]):
        if piece.cell is None and (piece.kind == "caption" or is_table_caption(piece.text)):
            if piece.kind != "heading":
                piece.kind = "caption"
            found.insert(0, piece.text)
        else:
            break
    return " ".join(found)


def _add_pieces(draft: Draft, pieces: Sequence[Piece], tables: Mapping[int, _Table]) -> None:
    """Write the pieces; the parts of a short table cell become one block."""
    outline = Outline(has_title=bool(draft.blocks))
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        table = tables.get(piece.cell.table) if piece.cell else None
        at += 1
        if table is None or piece.cell is None:
            _add_piece(draft, outline, piece)
            continue
        runs = list(piece.runs)
        text = piece.text
        while at < len(pieces) and pieces[at].cell is piece.cell:
            part = pieces[at]
            if len(text) + len(part.text) > SHORT_CELL or SENTENCE_END.search(text):
                draft.add(_line_joined(runs), "cell", cell=table.places[piece.cell.number])
                runs, text = [], ""
            elif not (is_wide(text[-1]) or is_wide(part.text[0])):
                runs.append(Run(part.runs[0].start, part.runs[0].start, " "))
            runs.extend(part.runs)
            text += part.text
            at += 1
        draft.add(_line_joined(runs), "cell", cell=table.places[piece.cell.number])


def _add_piece(draft: Draft, outline: Outline, piece: Piece) -> None:
    """Write a piece outside of data tables, split where its lines had been run together."""
    runs = _line_joined(piece.runs)
    if piece.kind not in ("paragraph", "cell"):
        draft.add(runs, piece.kind, piece.level)
        outline.pass_over()
        return
    parts: list[list[Run]] = [[]]
    for run in piece.runs if piece.kind == "cell" else runs:
        if run.text == "\n":
            parts.append([])  # in a table that only lays out the page, a break ends the line
            continue
        at = run.start
        if run.text is None:
            for start, end in flat_breaks(draft.source[run.start : run.end]):
                parts[-1].append(Run(at, run.start + start))
                parts.append([])
                at = run.start + end
        parts[-1].append(run if at == run.start else Run(at, run.end))
    for part in parts:
        text = piece.text
        if len(parts) > 1:
            text = "".join(r.text or draft.source[r.start : r.end] for r in part).strip()
        draft.add(part, *outline.place(text))


def _line_joined(runs: Sequence[Run]) -> list[Run]:
    """Return runs whose line breaks are a space."""
    return [Run(run.start, run.end, " ") if run.text == "\n" else run for run in runs]


def _title_joined(source: str, runs: Sequence[Run]) -> list[Run]:
    """Return the runs of a title, whose lines in Chinese go on without a space."""
    joined: list[Run] = []
    for index, run in enumerate(runs):
        if run.text != "\n":
            joined.append(run)
            continue
        before = source[joined[-1].start : joined[-1].end].rstrip() if joined else ""
        after = "".join(source[one.start : one.end] for one in runs[index + 1 : index + 2]).lstrip()
        if not (before and after and is_wide(before[-1]) and is_wide(after[0])):
            joined.append(Run(run.start, run.end, " "))
    return joined
