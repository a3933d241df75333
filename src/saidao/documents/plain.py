"""Plain text: paragraphs from lines, lines broken for width joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from saidao.documents.draft import BeyondBounds, Draft, Run
from saidao.documents.outline import Outline, flat_breaks, heading_level, is_list_item
from saidao.documents.script import is_parted, is_wide

__all__ = [
    "SAMPLED_LINES",
    "Line",
    "join_runs",
    "lines_of",
    "paragraphs",
    "read_plain",
    "unflattened",
    "wrap_width",
]

LINE = re.compile("([^\n\r\f\v\u2028\u2029]*)(\r\n|[\n\r\f\v\u2028\u2029]|$)")
MARGIN = " \t\u3000\xa0\ufeff\u200b" + "".join(map(chr, range(0x2000, 0x200B)))
FINISHED = re.compile("[。！？；：!?;:”」』]$")

NARROWEST_WRAP = 40
WIDEST_WRAP = 160
SLACK = 4
"""Files break their lines at a width between these, some columns early or not."""

SAMPLED_LINES = 2_000
MOST_LINES = 2_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the source without its margins: where it stands, and its text."""

    start: int
    end: int
    text: str

    @property
    def width(self) -> int:
        """Columns that the line takes on a terminal; of a very long one, any large number."""
        if len(self.text) > WIDEST_WRAP:
            return len(self.text)
        return len(self.text.encode("gbk", "replace"))  # two bytes for a square character


def lines_of(source: str, start: int = 0) -> Iterator[Line]:
    """Yield the lines of ``source[start:]`` with their margins cut off."""
    for number, match in enumerate(LINE.finditer(source, start)):
        if number > MOST_LINES:
            raise BeyondBounds(f"has more than {MOST_LINES} lines; split it")
        whole = match[1]
        text = whole.strip(MARGIN)
        begin = match.start() + (len(whole) - len(whole.lstrip(MARGIN)) if text else 0)
        yield Line(begin, begin + len(text), text)
        if not match[2]:
            return


def wrap_width(lines: Sequence[Line]) -> int:
    """Return the width at which a file breaks its lines, 0 if it does not.

    A good part of the lines ends there, and hardly any goes beyond.
    """
    widths = sorted(line.width for line in lines if line.text)
    if not widths:
        return 0
    width = widths[int(len(widths) * 0.97)]
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return 0
    full = sum(width - SLACK <= each <= width for each in widths)
    return width if full >= max(3, len(widths) // 4) else 0


def paragraphs(lines: Sequence[Line], wrap: int = 0) -> list[list[Line]]:
    """Group neighbouring lines into paragraphs: a full line that was broken goes on.

    Parameters
    ----------
    lines : sequence of Line
    wrap : int
        Width at which the file breaks its lines, as `wrap_width` gives it.

    Notes
    -----
    English lines were broken when the first word of the next one would not have fitted,
    given the widest line around. Chinese files mostly hold a paragraph on one line, so
    a Chinese line goes on only in a file that breaks its lines, and if it is full and
    ends no sentence.
    """
    if not lines:
        return []
    widest = max(line.width for line in lines)
    groups = [[lines[0]]]
    for before, line in pairwise(lines):
        groups[-1].append(line) if _goes_on(before, line, widest, wrap) else groups.append([line])
    return groups


def _goes_on(before: Line, line: Line, widest: int, wrap: int) -> bool:
    """Return whether `line` continues the sentence that `before` broke off."""
    if heading_level(line.text) or is_list_item(line.text):
        return False
    if is_wide(before.text[-1]) or is_wide(line.text[0]):
        return bool(wrap) and before.width >= wrap - SLACK and not FINISHED.search(before.text)
    if not NARROWEST_WRAP <= widest <= WIDEST_WRAP:
        return False
    first_word = line.text.split(maxsplit=1)[0]
    return before.width + 1 + min(len(first_word), 20) > widest - 2


def join_runs(lines: Sequence[Line]) -> list[Run]:
    """Return the runs of a paragraph, with a space between lines of Latin text only."""
    runs = [Run(lines[0].start, lines[0].end)]
    for before, line in pairwise(lines):
        if is_parted(before.text, line.text):
            runs.append(Run(before.end, line.start, " "))
        runs.append(Run(line.start, line.end))
    return runs


def read_plain(source: str, start: int = 0, title: Sequence[Run] = ()) -> Draft:
    """Read ``source[start:]``; `title` holds the runs of a title that stands before it."""
    draft, outline = Draft(source), Outline(has_title=bool(title))
    draft.add(title, "title")
    wrap = wrap_width(list(islice(lines_of(source, start), SAMPLED_LINES)))
    group: list[Line] = []
    for line in lines_of(source, start):
        if line.text:
            group.append(line)
        else:
            _add_group(draft, outline, group, wrap)
            group = []
    _add_group(draft, outline, group, wrap)
    return draft


def _add_group(draft: Draft, outline: Outline, group: list[Line], wrap: int) -> None:
    """Append the paragraphs of lines that no empty line parts."""
    for paragraph in paragraphs(group, wrap):
        if len(paragraph) == 1:
            for line in unflattened(paragraph[0]):
                draft.add([Run(line.start, line.end)], *outline.place(line.text))
        else:
            text = " ".join(line.text for line in paragraph)
            draft.add(join_runs(paragraph), *outline.place(text, one_line=False))


def unflattened(line: Line) -> list[Line]:
    """Return the lines that were run together into one, or the line itself."""
    lines, at = [], 0
    for start, end in flat_breaks(line.text):
        lines.append(Line(line.start + at, line.start + start, line.text[at:start]))
        at = end
    lines.append(Line(line.start + at, line.end, line.text[at:]))
    return lines
