"""Markdown: blocks by their marks, emphasis and links taken out of the text.

A taken-out mark stays in the source between two runs, so the quote of a clause shows
it (``**$35 million**``) and the reading text does not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from saidao.documents.draft import Draft, Run
from saidao.documents.markup import entity_runs
from saidao.documents.outline import Outline, heading_level
from saidao.documents.plain import (
    SAMPLED_LINES,
    Line,
    lines_of,
    paragraphs,
    unflattened,
    wrap_width,
)
from saidao.documents.script import is_parted, is_wide
from saidao.documents.tables import Span, cell_places, is_table_caption, spread

__all__ = ["inline_runs", "read_markdown"]

ATX = re.compile("(#{1,6})[ \t]+|(#{1,6})(?=[^#\\s\\d])")
SETEXT = re.compile("=+$|-{2,}$")
NOTHING = re.compile("(?:[-*_][ \t]*){3,}$|#{1,6}$")
FENCE = re.compile("```|~~~")
QUOTE = re.compile("(?:>[ \t]?)+")
BULLET = re.compile("[-*+•][ \t]+(?:\\[[ xX]\\][ \t]+)?|[●○■◆▪][ \t]*")
NUMBER = re.compile("\\d{1,3}[.)][ \t]+")
DEFINITION = re.compile("\\[[^\\]]{1,200}\\]:[ \t]*\\S+")
DELIMITER_ROW = re.compile("\\|?[ \t]*:?-+:?[ \t]*(?:\\|[ \t]*:?-+:?[ \t]*)*\\|?$")
CELL_BAR = re.compile(r"(?<!\\)\|")
MOST_COLUMNS = 500
BOLD_LINE = re.compile("(\\*\\*|__)(.+)\\1$")

URL = (
    "\\((?:[^()\\s\\n]|\\([^()\\s]{0,500}\\)){0,3000}"
    "(?:[ \t]+(?:\"[^\"\\n]{0,500}\"|'[^'\\n]{0,500}'))?[ \t]*\\)"
)
INLINE = re.compile(
    "(?P<escape>\\\\[!-/:-@\\[-`{-~])"
    f"|(?P<image>!\\[[^\\[\\]\\n]{{0,500}}\\](?:{URL}|\\[[^\\]\\n]{{0,200}}\\]))"
    f"|(?P<open>\\[(?=[^\\[\\]\\n]{{1,1000}}\\](?:{URL}|\\[[^\\]\\n]{{0,200}}\\])|!\\[))"
    f"|(?P<close>\\](?:{URL}|\\[[^\\]\\n]{{0,200}}\\]))"
    "|(?P<note>\\[\\^[^\\]\\n]{1,60}\\])"
    "|(?P<link><(?:https?|ftp|mailto):[^<>\\s]{1,2000}>)"
    "|(?P<comment><!--)"
    "|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,20}(?:\\s[^<>]{0,4000})?/?>)"
    "|(?P<mark>\\*{1,3}|~~|`{1,3}|_{1,3}|==)"
)
DIGIT = re.compile("\\d")
WORD_CHARACTER = re.compile("\\w")


@dataclass(slots=True)
class _State:
    """Where the reader is: the lines of the open paragraph, the tables seen."""

    draft: Draft
    outline: Outline
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
    wrap: int = 0


def read_markdown(source: str, start: int = 0, title: Sequence[Run] = ()) -> Draft:
    """Read ``source[start:]``; `title` holds the runs of a title that stands before it."""
    draft = Draft(source)
    draft.add(title, "title")
    state = _State(draft, Outline(has_title=bool(draft.blocks)))
    lines = list(lines_of(source, start))
    state.wrap = wrap_width(lines[:SAMPLED_LINES])
    at = 0
    while at < len(lines):
        at = _block(state, lines, at)
    _flush(state)
    return draft


def _block(state: _State, lines: Sequence[Line], at: int) -> int:
    """Take in the block that begins at a line; return the line after it."""
    line = _unquoted(lines[at])
    if not line.text or NOTHING.match(line.text) or DEFINITION.match(line.text):
        # A rule right under a paragraph makes it a heading; alone it parts blocks.
        if state.lines and SETEXT.match(line.text) and len(state.lines) == 1:
            _heading(state, state.lines.pop(), 1 if line.text[0] == "=" else 2)
        _flush(state)
        return at + 1
    if FENCE.match(line.text):
        _flush(state)
        return at + 1
    if SETEXT.match(line.text) and len(state.lines) == 1 and line.text[0] == "=":
        _heading(state, state.lines.pop(), 1)
        return at + 1
    atx = ATX.match(line.text)
    if atx:
        _flush(state)
        body = line.text.rstrip("# \t")
        inner = Line(line.start + atx.end(), line.start + len(body), body[atx.end() :])
        _heading(state, inner, len(atx[1] or atx[2]))
        return at + 1
    if _begins_table(lines, at):
        _flush(state)
        return _table(state, lines, at)
    bullet = BULLET.match(line.text)
    if bullet or NUMBER.match(line.text):
        _flush(state)
        skip = bullet.end() if bullet else 0
        item = [Line(line.start + skip, line.end, line.text[skip:])]
        at += 1
        while at < len(lines) and _is_continuation(lines[at], item[-1]):
            item.append(lines[at])
            at += 1
        _emit(state.draft, item, "list_item", 1)
        state.outline.pass_over()
        return at
    state.lines.append(line)
    return at + 1


def _begins_table(lines: Sequence[Line], at: int) -> bool:
    """Return whether a row of cells and a row of dashes follow each other."""
    if not 0 < lines[at].text.count("|") <= MOST_COLUMNS or at + 1 >= len(lines):
        return False
    dashes = lines[at + 1].text
    return dashes.count("|") <= MOST_COLUMNS and DELIMITER_ROW.match(dashes) is not None


def _unquoted(line: Line) -> Line:
    """Return a line without the marks of a quotation."""
    match = QUOTE.match(line.text)
    if match is None:
        return line
    return Line(line.start + match.end(), line.end, line.text[match.end() :])


def _is_continuation(line: Line, before: Line) -> bool:
    """Return whether a line goes on with the list item above it."""
    text = line.text
    if not text or ATX.match(text) or BULLET.match(text) or NUMBER.match(text):
        return False
    if NOTHING.match(text) or heading_level(text) or FENCE.match(text) or QUOTE.match(text):
        return False
    return len(paragraphs([before, line])) == 1 and not is_wide(text[0])


def _flush(state: _State) -> None:
    """Write the open paragraph."""
    lines, state.lines = state.lines, []
    for paragraph in paragraphs(lines, state.wrap):
        if len(paragraph) > 1:
            _emit(state.draft, paragraph, "paragraph", 0)
            state.outline.place("".join(line.text for line in paragraph), one_line=False)
            continue
        for line in unflattened(paragraph[0]):
            bold = BOLD_LINE.match(line.text)
            shown = re.sub("[*_]", "", line.text)
            kind, level = state.outline.place(shown, emphasised=bool(bold and "**" not in bold[2]))
            state.draft.add(inline_runs(state.draft.source, line.text, line.start), kind, level)


def _heading(state: _State, line: Line, level: int) -> None:
    """Write a heading; the first one at the top, if there is no title yet, is the title."""
    draft, outline = state.draft, state.outline
    runs = inline_runs(draft.source, line.text, line.start)
    if level == 1 and not outline.has_title and not heading_level(line.text):
        outline.has_title = True
        draft.add(runs, "title")
    else:
        draft.add(runs, "heading", level)
    outline.pass_over()


def _emit(draft: Draft, lines: Sequence[Line], kind: str, level: int) -> None:
    """Write a paragraph or list item made of one or more lines."""
    runs: list[Run] = []
    for index, line in enumerate(lines):
        if index:
            before = lines[index - 1]
            if is_parted(before.text, line.text):
                runs.append(Run(before.end, line.start, " "))
        runs.extend(inline_runs(draft.source, line.text, line.start))
    draft.add(runs, "list_item" if kind == "list_item" else "paragraph", level)


def inline_runs(source: str, text: str, start: int) -> list[Run]:
    """Return the runs of a line without its marks, links, tags, comments and notes."""
    runs: list[Run] = []
    at = search_from = 0
    unclosed = False
    while match := INLINE.search(text, search_from):
        kept, end = _keeps(match, text), match.end()
        if match.lastgroup == "comment":
            close = -1 if unclosed else text.find("-->", end)
            unclosed = close < 0
            kept, end = (None, end) if unclosed else ("", close + 3)
        search_from = end
        if kept is None:
            continue
        if at < match.start():
            runs.extend(entity_runs(source, start + at, start + match.start()))
        if kept:
            runs.append(Run(start + match.start(), start + end, kept))
        at = end
    if at < len(text):
        runs.extend(entity_runs(source, start + at, start + len(text)))
    return runs


def _keeps(match: re.Match[str], text: str) -> str | None:
    """Return what stands for a mark: itself (None), nothing (empty), or other text."""
    if match.lastgroup == "escape":
        return match[0][1]
    if match.lastgroup == "tag":
        return " " if re.match("</?(?:br|p|div|td|th|tr|li)\\b", match[0], re.IGNORECASE) else ""
    if match.lastgroup != "mark":
        return ""
    mark = match[0]
    before = text[match.start() - 1 : match.start()] if match.start() else " "
    after = text[match.end() : match.end() + 1] or " "
    if before.isspace() and after.isspace():
        return None  # a sign between words, such as a multiplication
    if mark[0] == "_" and WORD_CHARACTER.match(before) and WORD_CHARACTER.match(after):
        return None if before.isascii() and after.isascii() else ""
    if mark == "*" and DIGIT.match(before) and DIGIT.match(after):
        return None
    if mark == "==" and not (before.isspace() or after.isspace()):
        return None
    return ""


def _table(state: _State, lines: Sequence[Line], at: int) -> int:
    """Take in a pipe table; return the line after it."""
    draft = state.draft
    spans: list[Span] = []
    runs_of: list[list[Run]] = []
    row = 0
    while at < len(lines) and 0 < lines[at].text.count("|") <= MOST_COLUMNS:
        line = lines[at]
        at += 1
        if DELIMITER_ROW.match(line.text) and row == 1:
            continue
        for start, end in _cell_bounds(line):
            runs = inline_runs(draft.source, draft.source[start:end], start)
            text = "".join(
                run.text if run.text is not None else draft.source[run.start : run.end]
                for run in runs
            )
            spans.append(Span(row, " ".join(text.split()), is_header=row == 0))
            runs_of.append(runs)
        row += 1
    caption = draft.last_text if is_table_caption(draft.last_text) else ""
    cells = spread(spans)
    for place, runs in zip(cell_places(cells, state.tables, caption), runs_of, strict=True):
        draft.add(runs, "cell", cell=place)
    state.tables += 1
    return at


def _cell_bounds(line: Line) -> list[tuple[int, int]]:
    """Return the bounds of the cells of a row."""
    bars = [match.start() for match in CELL_BAR.finditer(line.text)]
    edges = [-1, *bars, len(line.text)]
    bounds = [(line.start + left + 1, line.start + right) for left, right in pairwise(edges)]
    if line.text.startswith("|"):
        bounds = bounds[1:]
    if line.text.endswith("|") and bounds:
        bounds = bounds[:-1]
    return bounds
