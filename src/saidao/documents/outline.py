"""How Chinese and English plans number and word their headings and titles."""

from __future__ import annotations

import re

__all__ = ["heading_level", "is_list_item", "is_title"]

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
    "[-*+•·●○■◆▪‣–—]\\s+|\\d{1,3}[.)]\\s+|[（(]\\d{1,2}[)）]|[①-⑳]|\\d{1,2}[、．]"
)

DOCUMENT_WORDS = re.compile(
    "通知|方案|计划|意见|规划|办法|措施|条例|报告|纲要|公报|公告|决定|细则|规定|指南|目录|批复|"
    "計劃|意見|規劃|辦法|條例|報告|綱要|公報|規定|藍圖|"
    "(?i:\\bplan\\b|\\bstrategy\\b|\\broadmap\\b|\\breport\\b|\\bfact sheet\\b)"
)
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
    if heading_level(text):
        return False
    return bool(DOCUMENT_WORDS.search(text)) or (
        first and len(text) <= (100 if text.isascii() else 45)
    )
