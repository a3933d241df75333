"""How Chinese and English plans number and word their headings and titles."""

from __future__ import annotations

import re

from saidao.documents.document import BlockKind
from saidao.documents.script import WIDE

__all__ = ["LETTERHEAD", "Outline", "flat_breaks", "heading_level", "is_list_item", "is_title"]

NUMBERED_HEADINGS = (
    (re.compile("第[一二三四五六七八九十百零〇\\d]{1,5}[编篇章部]"), 1),
    (re.compile("第[一二三四五六七八九十百零〇\\d]{1,5}节"), 2),
    (re.compile("[一二三四五六七八九十]{1,3}[、.．]"), 1),
    (re.compile("[（(][一二三四五六七八九十]{1,3}[)）]"), 2),
    (
        re.compile("专栏\\s*[\\d一二三四五六七八九十]{1,3}|專欄\\s*[\\d一二三四五六七八九十]{1,3}"),
        2,
    ),
    (re.compile("附件\\s*\\d{0,2}\\s*[:：]?"), 1),
    (re.compile("\\d{1,2}[、.．]\\s*(?!\\d)"), 3),
    (re.compile("[（(]\\d{1,2}[)）]"), 4),
    (re.compile("(?:chapter|part|section|annex|appendix)\\s+[\\dIVXLC]+\\b", re.IGNORECASE), 1),
    (re.compile("\\d{1,2}\\.\\d{1,2}(?:\\.\\d{1,2})?\\s+(?=[A-Z])"), 2),
)
"""Marks that begin a heading, and the depth that they stand for."""

LONGEST_HEADING = 45
LONGEST_TITLE = 90
SENTENCE_END = re.compile("[。；;！!？?，,、：:]$|[a-z\\d)]\\.$")
SENTENCE_INSIDE = re.compile("[。！？；]|[a-z)]\\. [A-Z]")

LIST_ITEM = re.compile(
    "[•●○■◆▪‣]|[-*+·–—]\\s+|\\d{1,3}[.)]\\s+|[（(]\\d{1,2}[)）]|[①-⑳]|\\d{1,2}[、．]"
)

DOCUMENT_WORDS = re.compile(
    "通知|方案|计划|意见|规划|办法|措施|条例|报告|纲要|公报|公告|决定|细则|规定|指南|目录|批复|"
    "計劃|意見|規劃|辦法|條例|報告|綱要|公報|規定|藍圖|"
    "(?i:\\bplan\\b|\\bstrategy\\b|\\broadmap\\b|\\breport\\b|\\bfact sheet\\b)"
)
NUMBERED_POINT = re.compile("\\d{1,2}[、.．]\\s*(?!\\d)")
GAP = re.compile("[ \\u3000\\xa0]+")
ENDS_PARAGRAPH = frozenset("。：；！？:;”」』")
SHORTEST_FLAT = 300
FEWEST_BREAKS = 3
"""Text of this length with so many breaks is a document whose lines were run together."""

TITLE_WITHIN = 16
SECOND_TITLE_WITHIN = 30
"""Blocks at the beginning in which a title, and the title of what is enclosed, may stand."""

LETTERHEAD = re.compile(
    "([\u4e00-\u9fff、\\s]{2,40}(?:政府|办公厅|办公室|委员会|局|厅|部|院|会|党委|市委|省委|区委))\\s*文件$"
)
"""The body's name in large red type above a Chinese official document."""

NUMBER_LINE = re.compile(
    "[〔\\[［(（]\\s*(?:19|20)\\d\\d\\s*[〕\\]］)）]\\s*第?\\s*\\d+\\s*[号號]\\s*$"
)


def heading_level(text: str) -> int:
    """Return the depth of a line that is a numbered heading, 0 if it is none.

    A line that goes on like a sentence is no heading even if it is numbered.
    """
    if len(text) > LONGEST_HEADING * (2 if text.isascii() else 1):
        return 0
    if SENTENCE_END.search(text) or SENTENCE_INSIDE.search(text):
        return 0
    for mark, level in NUMBERED_HEADINGS:
        match = mark.match(text)
        if match:
            return level if len(text) > match.end() or level == 1 else 0
    return 0


def is_list_item(text: str) -> bool:
    """Return whether a line begins with a bullet or a number."""
    return LIST_ITEM.match(text) is not None


def is_title(text: str, *, first: bool) -> bool:
    """Return whether a line near the beginning is the title of the document.

    Parameters
    ----------
    text : str
        The line.
    first : bool
        Whether it is the very first; a later line must name a kind of document.
    """
    if len(text) > LONGEST_TITLE * (2 if text.isascii() else 1) or NUMBER_LINE.search(text):
        return False
    if SENTENCE_END.search(text) or SENTENCE_INSIDE.search(text) or is_list_item(text):
        return False
    if heading_level(text) or LETTERHEAD.match(text):
        return False
    return bool(DOCUMENT_WORDS.search(text)) or (
        first and len(text) <= (100 if text.isascii() else 45)
    )


def flat_breaks(text: str) -> list[tuple[int, int]]:
    """Return the gaps where the lines of a document were run together into one.

    Such a text keeps a space where a paragraph ended. A gap counts after the end of a
    sentence, before a numbered heading, and after one; a text with a stray space or two
    has none.
    """
    if len(text) < SHORTEST_FLAT:
        return []
    breaks: list[tuple[int, int]] = []
    chunk = 0
    for gap in GAP.finditer(text):
        start, end = gap.span()
        if start == 0 or end >= len(text):
            continue
        opens = WIDE.match(text, end) or text[end] in "“‘—"
        if not opens and not NUMBERED_POINT.match(text, end):
            continue
        if not WIDE.match(text, start - 1) and text[start - 1] not in ENDS_PARAGRAPH:
            continue
        numbered = NUMBERED_POINT.match(text, end) or any(
            mark.match(text, end) for mark, _ in NUMBERED_HEADINGS[:5]
        )
        after_heading = start - chunk <= LONGEST_HEADING and heading_level(text[chunk:start]) > 0
        if text[start - 1] in ENDS_PARAGRAPH or numbered or after_heading:
            breaks.append((start, end))
            chunk = end
    return breaks if len(breaks) >= FEWEST_BREAKS else []


class Outline:
    """Tells what each block of a document is, from the first to the last.

    Parameters
    ----------
    has_title : bool
        Whether a title was found before the text.
    """

    def __init__(self, *, has_title: bool = False) -> None:
        self.has_title = has_title
        self._seen = 0

    def pass_over(self) -> None:
        """Count a block whose kind the format itself says."""
        self._seen += 1

    def place(
        self, text: str, *, one_line: bool = True, emphasised: bool = False
    ) -> tuple[BlockKind, int]:
        """Return the kind and level of the block that comes next.

        Parameters
        ----------
        text : str
            The block.
        one_line : bool
            Whether it stands on one line of the source, as headings do.
        emphasised : bool
            Whether all of it is set in bold.
        """
        position, self._seen = self._seen, self._seen + 1
        if one_line:
            level = heading_level(text)
            if level:
                return "heading", level
            if not self.has_title:
                if position < TITLE_WITHIN and is_title(text, first=position == 0):
                    self.has_title = True
                    return "title", 0
            elif position < SECOND_TITLE_WITHIN and is_title(text, first=False):
                return "heading", 1
            if emphasised and len(text) <= LONGEST_TITLE and not SENTENCE_END.search(text):
                return "heading", 2
        return ("list_item", 1) if is_list_item(text) else ("paragraph", 0)
