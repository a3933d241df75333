"""Plain text: paragraphs from lines, lines broken for width joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from saidao.documents.draft import Draft, Run
from saidao.documents.outline import heading_level, is_list_item, is_title
from saidao.documents.script import WIDE, is_wide

__all__ = ["Line", "join_runs", "lines_of", "paragraphs", "read_plain"]

LINE = re.compile("([^\n\r\f\v\u2028\u2029]*)(\r\n|[\n\r\f\v\u2028\u2029]|$)")
MARGIN = " \t\u3000\xa0\ufeff"
FINISHED = re.compile("[。！？；：!?;:”」』]$")

NARROWEST_WRAP = 40
WIDEST_WRAP = 160
TITLE_WITHIN = 8
"""Lines of columns between these are taken as broken for width; titles stand this early."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without its margins: where it stands, and its text."""

    start: int
    end: int
    text: str

    @property
    def width(self) -> int:
        """Columns that the line takes on a terminal."""
        return len(self.text) + len(WIDE.findall(self.text))


def lines_of(source: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``source[start:]`` with their margins cut off."""
    for match in LINE.finditer(source, start):
        whole = match[1]
        text = whole.strip(MARGIN)
        begin = match.start() + (len(whole) - len(whole.lstrip(MARGIN)) if text else 0)
        yield Line(begin, begin + len(text), text)
        if not match[2]:
            return


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """Group neighbouring lines into paragraphs: a full line that was broken goes on.

    A line was broken for width when the first word of the next one would not have
    fitted on it, given the widest line around. In Chinese text, where most files hold a
    paragraph on one line, a line that ends with a full stop is taken as finished.
    """
    if not lines:
        return []
    width = max(line.width for line in lines)
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        groups[-1].append(line) if _goes_on(before, line, width) else groups.append([line])
    return groups


def _goes_on(before: Line, line: Line, width: int) -> bool:
    """Return whether `line` continues the sentence that `before` broke off."""
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP or heading_level(line.text):
        return False
    if is_list_item(line.text):
        return False
    if is_wide(before.text[-1]) or is_wide(line.text[0]):
        return before.width >= width - 4 and not FINISHED.search(before.text)
    first_word = line.text.split(maxsplit=1)[0]
    return before.width + 1 + min(len(first_word), 20) > width - 2


def join_runs(lines: Sequence[Line]) -> list[Run]:
    """Return the runs of a paragraph, with a space between lines of Latin text only."""
    runs = [Run(lines[0].start, lines[0].end)]
    for before, line in pairwise(lines):
        if not (is_wide(before.text[-1]) or is_wide(line.text[0])):
            runs.append(Run(before.end, line.start, " "))
        runs.append(Run(line.start, line.end))
    return runs


def read_plain(source: str) -> Draft:
    """Read plain text."""
    draft = Draft(source)
    group: list[Line] = []
    for line in lines_of(source):
        if line.text:
            group.append(line)
        else:
            _add_group(draft, group)
            group = []
    _add_group(draft, group)
    return draft


def _add_group(draft: Draft, group: list[Line]) -> None:
    """Append the paragraphs of lines that no empty line parts."""
    for paragraph in paragraphs(group):
        text = paragraph[0].text
        level = heading_level(text) if len(paragraph) == 1 else 0
        if level:
            draft.add(join_runs(paragraph), "heading", level)
        elif len(paragraph) == 1 and _is_title(draft, text):
            draft.add(join_runs(paragraph), "title")
        elif is_list_item(text):
            draft.add(join_runs(paragraph), "list_item", 1)
        else:
            draft.add(join_runs(paragraph))


def _is_title(draft: Draft, text: str) -> bool:
    """Return whether the line that comes next is the title, which stands early and once."""
    early = len(draft.blocks) < TITLE_WITHIN
    if not early or any(block.kind == "title" for block in draft.blocks):
        return False
    return is_title(text, first=not draft.blocks)
