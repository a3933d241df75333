"""From glyphs on a page to lines, columns and paragraphs in reading order.

Coordinates are points from the page's top left corner, y downwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from saidao.documents.outline import heading_level, is_list_item
from saidao.documents.script import is_parted, is_wide

__all__ = ["Glyph", "Line", "Paragraph", "lines_of_glyphs", "paragraphs_of", "reading_order"]

Box = tuple[float, float, float, float]

LINE_SHIFT = 0.6
SEGMENT_GAP = 1.3
WORD_GAP = 0.22
WIDE_GAP = 1.0
"""In heights of a glyph: a new line, a new segment of one, a space in Latin, in Chinese text."""

NARROWEST_GUTTER = 9.0
NARROWEST_COLUMN = 6.0
FEWEST_COLUMN_LINES = 3
CROSSING_SHARE = 0.15
"""A gutter in points; a column in glyph heights and lines; lines that may cross a gutter."""

DEEPEST_CUT = 12
MOST_LINES_CUT = 4_000
"""A page with more pieces of lines is a drawing; it is read from top to bottom."""

SHORT_LINE = 20
SUPERSCRIPT_SIZE = 0.78
UNIT_END = re.compile("(?:m|米)$")
LONGEST_IMPRINT = 40
IMPRINT_END = re.compile(
    "年\\s*[\\d一二三四五六七八九十]{1,3}\\s*月(?:\\s*[\\d一二三四五六七八九十]{1,3}\\s*日)?$"
)
SENTENCE_END = re.compile("[。！？；：.!?;:”」』)）]$")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character with its box; `spaced` says that the file has white space before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False

    @property
    def height(self) -> float:
        """Height of the box, which is about the size of the font."""
        return self.bottom - self.top


@dataclass(slots=True)
class Line:
    """Glyphs that stand on one line, left to right."""

    page: int
    glyphs: list[Glyph]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    size: float = 0.0
    text: str = ""
    spaces: list[bool] = field(default_factory=list)

    def __post_init__(self) -> None:
        glyphs = self.glyphs
        self.left = min(g.left for g in glyphs)
        self.right = max(g.right for g in glyphs)
        self.top = min(g.top for g in glyphs)
        self.bottom = max(g.bottom for g in glyphs)
        self.size = median(g.height for g in glyphs) or 1.0
        self.glyphs = glyphs = _without_note_marks(glyphs, self.size)
        self.spaces = [False] + [_is_space(before, after) for before, after in pairwise(glyphs)]
        self.text = "".join(
            (" " if space else "") + glyph.text
            for glyph, space in zip(glyphs, self.spaces, strict=True)
        )

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together."""

    lines: list[Line]

    @property
    def size(self) -> float:
        """Height of its glyphs."""
        return median(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """The lines joined, with a space between Latin ones; for looking at, not for offsets."""
        parts: list[str] = []
        for line in self.lines:
            if parts and is_parted(parts[-1], line.text):
                parts.append(" ")
            parts.append(line.text)
        return "".join(parts)


def _is_space(before: Glyph, after: Glyph) -> bool:
    """Return whether a space stands between two glyphs of a line.

    PDF files rarely hold the spaces of Chinese text, and some programs invent them
    between Chinese characters and digits; there only a wide gap is a space.
    """
    gap = after.left - before.right
    size = max(before.height, after.height)
    if is_wide(before.text) or is_wide(after.text):
        return gap > WIDE_GAP * size
    return after.spaced or gap > WORD_GAP * size


def _without_note_marks(glyphs: list[Glyph], size: float) -> list[Glyph]:
    """Leave out raised digits, which are the marks of notes, unless they raise a unit."""
    bottom = median(g.bottom for g in glyphs)
    kept: list[Glyph] = []
    for glyph in glyphs:
        raised = (
            glyph.text.isdigit()
            and glyph.height < SUPERSCRIPT_SIZE * size
            and glyph.bottom < bottom - 0.1 * size
        )
        if raised and kept and not UNIT_END.search(kept[-1].text):
            continue
        kept.append(glyph)
    return kept or glyphs


def lines_of_glyphs(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the segments of lines, in the order of the file.

    A segment ends where the next glyph is on another line, or far to the right.
    """
    lines: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            lines.append(Line(page, run))
            run = []
        run.append(glyph)
    if run:
        lines.append(Line(page, run))
    return lines


def _follows(before: Glyph, after: Glyph) -> bool:
    """Return whether a glyph goes on with the segment of the one before."""
    size = max(before.height, after.height)
    if size <= 0:
        return False
    shift = abs((before.top + before.bottom) - (after.top + after.bottom)) / 2
    gap = after.left - before.right
    return shift < LINE_SHIFT * size and -size < gap < SEGMENT_GAP * size


# --- reading order ------------------------------------------------------------------


def reading_order(lines: Sequence[Line]) -> list[list[Line]]:
    """Return the lines by column and band, as they are read, segments of a line joined."""
    return [_joined(leaf) for leaf in _cut(list(lines), 0) if leaf]


def _cut(lines: list[Line], depth: int) -> list[list[Line]]:
    """Cut a region along a gutter; a line that crosses it parts what is above and below."""
    if not 2 * FEWEST_COLUMN_LINES <= len(lines) <= MOST_LINES_CUT or depth > DEEPEST_CUT:
        return [lines]
    gutter = _gutter(lines)
    if gutter is None:
        return [lines]
    crossing = sorted((x for x in lines if x.left < gutter < x.right), key=lambda x: x.top)
    rest = [x for x in lines if not x.left < gutter < x.right]
    regions: list[list[Line]] = []
    for bar in crossing:
        above = [x for x in rest if (x.top + x.bottom) / 2 < bar.top]
        rest = [x for x in rest if (x.top + x.bottom) / 2 >= bar.top]
        regions.extend(_columns(above, gutter, depth))
        if regions and regions[-1] and regions[-1][-1] in crossing:
            regions[-1].append(bar)
        else:
            regions.append([bar])
    regions.extend(_columns(rest, gutter, depth))
    return regions


def _columns(lines: list[Line], gutter: float, depth: int) -> list[list[Line]]:
    """Return what stands left of the gutter, then what stands right of it."""
    left = [x for x in lines if x.right <= gutter]
    right = [x for x in lines if x.left >= gutter]
    return [leaf for side in (left, right) if side for leaf in _cut(side, depth + 1)]


def _gutter(lines: Sequence[Line]) -> float | None:
    """Return where two columns part, None if the lines stand in one."""
    left, right = min(x.left for x in lines), max(x.right for x in lines)
    width = right - left
    if width < 100:
        return None
    # Count the lines over each point of the middle part of the region.
    first, last = int(left + 0.15 * width), int(left + 0.85 * width)
    cover = [0] * (last - first + 2)
    for line in lines:
        start, end = max(int(line.left), first), min(int(line.right) + 1, last)
        if start < end:
            cover[start - first] += 1
            cover[end - first] -= 1
    allowed = max(1, int(CROSSING_SHARE * len(lines)))
    best: tuple[int, float, float] | None = None
    count, run_start, run_low = 0, -1, 0
    for offset in range(last - first + 1):
        count += cover[offset]
        if count <= allowed:
            if run_start < 0:
                run_start, run_low = offset, count
            run_low = max(run_low, count)
        if (count > allowed or offset == last - first) and run_start >= 0:
            if offset - run_start >= NARROWEST_GUTTER:
                middle = first + (run_start + offset) / 2
                candidate = (run_low, -(offset - run_start), middle)
                if (best is None or candidate < best) and _parts_columns(lines, middle):
                    best = candidate
            run_start = -1
    return best[2] if best else None


def _parts_columns(lines: Sequence[Line], at: float) -> bool:
    """Return whether what stands on both sides of a gutter is running text, not a table."""
    left = [x for x in lines if x.right <= at]
    right = [x for x in lines if x.left >= at]
    if min(len(left), len(right)) < FEWEST_COLUMN_LINES:
        return False
    for side in (left, right):
        if median((x.right - x.left) / x.size for x in side) < NARROWEST_COLUMN:
            return False
    # Columns stand beside each other.
    overlap = min(max(x.bottom for x in left), max(x.bottom for x in right)) - max(
        min(x.top for x in left), min(x.top for x in right)
    )
    return overlap > 2 * max(left[0].size, right[0].size)


def _joined(lines: Sequence[Line]) -> list[Line]:
    """Return whole lines from top to bottom, the segments on one line joined."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda x: ((x.top + x.bottom) / 2, x.left)):
        if rows:
            last = rows[-1][-1]
            shift = abs((last.top + last.bottom) - (line.top + line.bottom)) / 2
            if shift < 0.4 * max(last.size, line.size):
                rows[-1].append(line)
                continue
        rows.append([line])
    whole = []
    for row in rows:
        row.sort(key=lambda x: x.left)
        if len(row) == 1:
            whole.append(row[0])
        else:
            whole.append(Line(row[0].page, [g for segment in row for g in segment.glyphs]))
    return whole


# --- paragraphs -----------------------------------------------------------------------


def paragraphs_of(leaves: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """Return the paragraphs of a document's columns, one broken over pages joined."""
    paragraphs: list[Paragraph] = []
    for leaf in leaves:
        left = min(line.left for line in leaf)
        right = max(line.right for line in leaf)
        leading = _leading(leaf)
        for index, line in enumerate(leaf):
            if not paragraphs:
                paragraphs.append(Paragraph([line]))
                continue
            last = paragraphs[-1].lines[-1]
            if index:
                goes_on = _goes_on(paragraphs[-1], line, left, right, leading)
            else:
                goes_on = _goes_over(last, line, left)
            if goes_on:
                paragraphs[-1].lines.append(line)
            else:
                paragraphs.append(Paragraph([line]))
    return paragraphs


def _leading(lines: Sequence[Line]) -> float:
    """Return the usual distance from one line to the next."""
    steps = [b.top - a.top for a, b in pairwise(lines) if b.top > a.top]
    return median(steps) if steps else 0.0


def _same_size(before: Line, line: Line) -> bool:
    """Return whether two lines are set in about the same size."""
    return abs(before.size - line.size) < 0.12 * max(before.size, line.size)


def _goes_on(paragraph: Paragraph, line: Line, left: float, right: float, leading: float) -> bool:
    """Return whether a line continues the paragraph above it."""
    before = paragraph.lines[-1]
    size = max(before.size, line.size)
    if not _same_size(before, line) or line.top - before.top > max(1.45 * leading, 1.2 * size):
        return False
    if heading_level(line.text) or is_list_item(line.text):
        return False
    first = paragraph.lines[0]
    if is_list_item(first.text) and line.left > first.left + 0.4 * size:
        return True  # hanging under the text of its item
    if heading_level(before.text) and before is first and right - before.right > size:
        return False
    if is_wide(before.text[-1]) or is_wide(line.text[0]):
        # Chinese paragraphs indent their first line by two characters and fill the others.
        # Short lines set to the right or in the middle stand each for itself.
        alone = abs(line.left - before.left) > 0.5 * size or len(before.text) < SHORT_LINE
        if line.left - left > 3 * size and alone:
            return False
        indented = line.left - left > 1.2 * size and line.left - before.left > 0.8 * size
        full = right - before.right < 2.2 * size
        return full and not indented
    room = right - before.right
    first_word = line.text.split(maxsplit=1)[0]
    glyphs = line.glyphs[: len(first_word)]
    needed = glyphs[-1].right - glyphs[0].left if glyphs else 0.0
    if room > needed + 0.5 * size:
        return False
    return not (SENTENCE_END.search(before.text) and line.left - before.left > 0.8 * size)


def _goes_over(before: Line, line: Line, left: float) -> bool:
    """Return whether a line at the top of a column continues the column before."""
    if not _same_size(before, line) or SENTENCE_END.search(before.text):
        return False
    if len(before.text) < LONGEST_IMPRINT and IMPRINT_END.search(before.text):
        return False  # the last line of a cover: who, and when
    if heading_level(before.text) or heading_level(line.text) or is_list_item(line.text):
        return False
    if line.left - left > 1.2 * line.size:
        return False
    if is_wide(line.text[0]):
        return is_wide(before.text[-1]) and len(before.text) > 12
    return line.text[0].islower() and len(before.text) > 20
