"""Paragraphs, sentences and clauses of a folded text, and the spans that hold no figures.

All windows are bounded, so that a line of ten million characters costs no more than its
length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from saidao.documents.document import Block, BlockKind
from saidao.statements.chinese.folding import Folded

LONGEST_SENTENCE: Final = 1200
"""Sentences are cut here at the latest, at a comma if there is one."""

CLAUSE_WINDOW: Final = 110
"""How far to the left a clause may begin."""

_SENTENCE: Final = re.compile(r"[^。！？!?\n]+[。！？!?]*[”」’）)]?")
_STOP: Final = re.compile(r"[，。；：、！？,;:!?（()）“”\n]|以及|(?:和|及|与|并)(?=\d)")
_MASK: Final = re.compile(
    r"《[^》\n]{0,160}》|〈[^〉\n]{0,80}〉|〔[^〕\n]{0,20}〕|https?://[^\s，。；）)\]]+|\][(（][^)）\n]{0,400}[)）]|“[^“”，。；\n]{1,12}”"
)
_MARKS: Final = re.compile(r"[。；，]")
_HEADING: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章节篇部]|第[一二三四五六七八九十]+部分|[（(][一二三四五六七八九十]{1,3}[)）]|"
    r"专栏\s?\d+|[IVX]+[.、])"
)
_SHORT: Final = re.compile(r"[^。；，！？,;]{2,32}\Z")
_AMOUNT: Final = re.compile(
    r"\d(?!\d{0,3}(?:年|[-—至]|\Z|[.、．）]))|\d[万亿%]|[增下]长?\d|[一二三四五六七八九十百千]+[万亿]?(?:元|个|家|吨|亩)"
)
_TOP: Final = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、章篇部]|第[一二三四五六七八九十]+部分)"
)


class Paragraph(NamedTuple):
    """A block of the folded text.

    `level` is 1 for a top heading, 2 for one below, 0 for text.
    """

    start: int
    end: int
    kind: BlockKind
    level: int


def paragraphs(folded: Folded, blocks: Sequence[Block], title: str) -> Iterator[Paragraph]:
    """Yield the blocks of a text, headings of plain text recognised by their numbering.

    Cells are left out: tables have a reader of their own.
    """
    text = folded.text
    if not blocks:
        blocks = [
            Block(match.start(), match.end())
            for match in re.finditer(r"[^\n]+", text)
            if match.group().strip()
        ]
        places = [(block.start, block.end, block) for block in blocks]
    else:
        places = [
            (folded.folded(block.start), folded.folded(block.end - 1) + 1, block)
            for block in blocks
            if block.kind != "cell" and block.end > block.start
        ]
    number = 0
    while number < len(places):
        start, end, block = places[number]
        number += 1
        while number < len(places) and places[number][0] <= end and block.kind == "paragraph":
            # A line break inside a figure was removed with the border of the blocks.
            end = places[number][1]
            number += 1
        line = text[start : min(end, start + 80)]
        kind, level = block.kind, block.level
        stripped = line.strip().strip("*# ")
        if kind in ("paragraph", "list_item"):
            if title and stripped.rstrip("*") == title and end - start < 79:
                kind = "title"
            elif end - start < 32 and _SHORT.match(stripped) and not _AMOUNT.search(stripped):
                kind, level = "heading", 3
                if _HEADING.match(stripped):
                    level = 1 if _TOP.match(stripped) else 2
            elif end - start < 42 and _HEADING.match(stripped) and not _MARKS.search(line):
                kind, level = "heading", 1 if _TOP.match(stripped) else 2
        elif kind == "heading":
            if title and stripped == title:
                kind = "title"
            level = level or 1
        yield Paragraph(start, end, kind, level)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of ``text[start:end]``, cut at `LONGEST_SENTENCE`."""
    for match in _SENTENCE.finditer(text, start, end):
        low, high = match.span()
        while high - low > LONGEST_SENTENCE:
            cut = max(
                text.rfind("，", low, low + LONGEST_SENTENCE),
                text.rfind("；", low, low + LONGEST_SENTENCE),
            )
            if cut <= low:
                cut = low + LONGEST_SENTENCE - 1
            yield low, cut + 1
            low = cut + 1
        yield low, high


def masks(sentence: str) -> list[tuple[int, int]]:
    """Return the spans whose figures are parts of names, numbers or addresses."""
    return [match.span() for match in _MASK.finditer(sentence)]


def clause_start(sentence: str, position: int, floor: int) -> int:
    """Return where the clause around `position` begins, `floor` at the earliest."""
    low = max(floor, position - CLAUSE_WINDOW)
    found = low - 1
    for mark in "，；：。,;:":
        found = max(found, sentence.rfind(mark, found + 1, position))
    for mark, closing in (("（", "）"), ("(", ")")):
        place = sentence.rfind(mark, found + 1, position)
        # 执业（助理）医师: a bracket that closes again belongs to the clause.
        if place > found and sentence.find(closing, place, position) < 0:
            found = place
    return found + 1


def clause_end(sentence: str, position: int) -> int:
    """Return where the noun phrase or clause behind `position` ends."""
    match = _STOP.search(sentence, position, min(len(sentence), position + 60))
    return match.start() if match is not None else min(len(sentence), position + 60)
