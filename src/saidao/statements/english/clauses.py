"""Cut English text into sentences of words, each word with its place in the text.

Blocks may be whole paragraphs or the lines of a hard-wrapped one; `paragraphs` puts the
lines together again. Words are kept in lower case, joined by single spaces in
`Sentence.line`, so that a rule never meets markup, line breaks or curly quotes.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from saidao.documents.document import Block
from saidao.statements.english.currencies import CODES, PREFIXES, WORDS

SHORTEST_PROSE = 25
"""Characters of a table cell that may hold a sentence."""

LONGEST_SENTENCE = 1500
"""Characters; longer runs are cut at a space so that every later step stays linear."""

_FOLD: dict[str, str] = {
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "―": "—",
    "～": "~",
    "，": ",",
    "％": "%",
    "＄": "$",
    "￡": "£",
    "￥": "¥",
    "\u00a0": " ",
    "\u2007": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\u2060": " ",
    "\u200b": " ",
    "\ufeff": " ",
    "\u00ad": " ",
    "*": " ",
    "_": " ",
    "`": " ",
    "\\": " ",
    "\t": " ",
    "\r": " ",
    "\n": " ",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
"""One character for one: offsets stay those of the text."""

_LINK = re.compile(r"\]\([^()\s]{1,2000}\)|\b(?:https?://|www\.)[^\s<>\")\]]{1,2000}")
_NOTE = re.compile(r"\[(?:footnote |note )?\d{1,3}(?:,\s?\d{1,3})*\]")
_TAG = re.compile(r"<[^<>]{1,500}>")
_GLUED = "|".join([*PREFIXES, *(code for code in CODES if code not in WORDS)])
_TOKEN = re.compile(
    r"[a-z]+(?=[ ,])"  # most words, before anything slower is tried
    r"|(?:(?:US|HK|NT|AU|CA|NZ|SG)\ (?=\$)|(?<![A-Za-z])[A-Z]{1,3})?\$"
    r"|(?<![A-Za-z])[A-Z]{1,3}[₵¢£¥](?=\d)"
    rf"|(?<![A-Za-z])(?=[A-Z][A-Za-z]{{1,3}}\d)(?:{_GLUED})(?=\d)"
    r"|(?<![A-Za-z])[RNK](?=\d[\d.,]*[\ -]?(?:bn|billion|million|trillion|tn|m)\b)"
    r"|(?<![A-Za-z])R(?=\d{1,3}[ ,]\d{3}\b)"
    r"|\d{1,3},\d(?=\ ?%)"
    r"|\d{1,3}(?:,\d{2,3}){1,8}(?:\.\d+)?(?!,?\d)|\d{1,3}(?:\ \d{3}){1,8}(?![,.]?\d)|\d+(?:\.\d+)?"
    r"|(?:[A-Za-z]\.){2,}"
    r"|[^\W\d_][^\W_]*(?:'[^\W\d_]+)?"
    r"|[^\w\s]"
)
_ENDING = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]*[A-Z0-9$£€₹])|[.!?][\"')\]]*$")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|sen|rep|gov|gen|hon|st|no|nos|vs|cf|approx|ca|c|est|fig|figs|rs|tk|kshs?|ushs?|tshs?|shs?|rp|nrs"
    r"|inc|ltd|co|corp|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec|sq|viz|e\.g|i\.e|al|sec"
    r"|art|para|u\.s|u\.k|u\.n|e\.u)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"(?:[-+*•‣▪●◦·–]\s|#{1,6}\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z]\)\s|\(?[ivx]{1,4}\)\s|\|)"
)
_ENUMERATOR = re.compile(
    r"\s*(?:[-+*•‣▪●◦·–]\s+|\d{1,3}(?:\.\d{1,3}){1,3}\.?\s+(?=[A-Z\"'])(?![A-Z]{1,3}[a-z]?[ ,.])"
    r"|\(?\d{1,3}[.)]\s+|\(?[a-z]\)\s+|[a-z]\.\s+(?=[A-Z])|\d{1,3}\s+(?=(?:The|This|These|In|It|A|An|As|We|See)\s))"
)
_OPENING = re.compile(r"[\"'(\[]*([A-Z])")


_DIGIT = re.compile(r"\d")


@dataclass(slots=True)
class Sentence:
    """The words of a sentence.

    `words` are in lower case, `raw` as written; `starts` and `ends` are their offsets in
    the document's text. `line` is the words joined by spaces and `columns` the place of
    each word in it. `officials` are the names of persons in office that the document names.
    """

    words: list[str]
    raw: list[str]
    starts: list[int]
    ends: list[int]
    line: str
    columns: list[int]
    officials: frozenset[str] = frozenset()

    def at(self, column: int) -> int:
        """Return the index of the word that holds a column of `line`."""
        return bisect_right(self.columns, column) - 1

    def until(self, column: int) -> int:
        """Return the index after the last word that begins before a column of `line`."""
        return bisect_left(self.columns, column)

    def glued(self, index: int) -> bool:
        """Tell whether a word follows the one before it without a space."""
        return 0 < index < len(self.words) and self.starts[index] == self.ends[index - 1]


@dataclass(slots=True)
class Paragraph:
    """A run of text that belongs together, folded, with its place in the document."""

    start: int
    text: str
    heading: bool = False


def fold(text: str) -> str:
    """Return the text with one spelling for quotes, dashes, spaces and markup, same length."""
    folded = text
    for character, plain in _FOLD.items():  # many times faster than translate
        if character in folded:
            folded = folded.replace(character, plain)
    if "](" in folded or "://" in folded or "www." in folded:
        folded = _LINK.sub(_blank, folded)
    if "<" in folded:
        folded = _TAG.sub(_blank, folded)
    if "[" in folded:
        folded = _NOTE.sub(_blank, folded).replace("[", " ").replace("]", " ")
    return folded


def _blank(match: re.Match[str]) -> str:
    """Return as many spaces as the match is long."""
    return " " * (match.end() - match.start())


def paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[Paragraph]:
    """Yield the paragraphs of the blocks, wrapped lines joined."""
    folded = fold(text)
    start = end = -1
    heading = False
    for block in blocks:
        if block.end <= block.start:
            continue
        if block.kind == "cell":
            if _is_prose(text, block):
                if start >= 0:
                    yield Paragraph(start, folded[start:end], heading)
                yield Paragraph(block.start, folded[block.start : block.end])
                start = -1
            continue
        is_heading = block.kind in ("heading", "title")
        if start >= 0 and not heading and not is_heading and _wrapped(text, start, end, block):
            end = block.end
            continue
        if start >= 0:
            yield Paragraph(start, folded[start:end], heading)
        start, end = block.start, block.end
        heading = is_heading or text.startswith("#", block.start)
    if start >= 0:
        yield Paragraph(start, folded[start:end], heading)


def _is_prose(text: str, block: Block) -> bool:
    """Tell whether a table cell holds a sentence with a figure, and not a figure alone."""
    cell = text[block.start : block.end]
    if block.end - block.start < SHORTEST_PROSE or _DIGIT.search(cell) is None:
        return False
    words = cell.split()
    return len(words) >= 6 and 2 * sum(word[0].isalpha() for word in words) > len(words)


def lines(text: str) -> list[Block]:
    """Return a block for each line of a text that is not empty."""
    found: list[Block] = []
    place = 0
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = place + line.index(stripped[0])
            found.append(Block(start, start + len(stripped)))
        place += len(line)
    return found


def _wrapped(text: str, start: int, end: int, block: Block) -> bool:
    """Tell whether a block goes on where the lines before it broke off."""
    gap = text[end : block.start]
    if gap.count("\n") > 1 or gap.count("\n") == 0 or gap.strip():
        return False
    if _MARKER.match(text, block.start, block.end):
        return False
    if text[block.start].islower():
        return text[end - 1] not in ".!?" or end - start < 200
    line = end - max(text.rfind("\n", start, end) + 1, start)
    if line > 110:
        return False
    space = text.find(" ", block.start, block.end)
    first = (space if space > 0 else block.end) - block.start
    indent = len(gap) - gap.rfind("\n") - 1
    return indent + line + 1 + first > 64


def sentences(paragraph: Paragraph, wanted: re.Pattern[str]) -> Iterator[Sentence]:
    """Yield the sentences of a paragraph that hold a digit, or in which a pattern is found."""
    text = paragraph.text
    enumerator = _ENUMERATOR.match(text)
    begin = enumerator.end() if enumerator else 0
    while begin < len(text):
        end = _end(text, begin)
        if _DIGIT.search(text, begin, end) or wanted.search(text, begin, end):
            skip = _ENUMERATOR.match(text, begin, end) if begin else None
            yield split(text, skip.end() if skip else begin, end, paragraph.start)
        begin = end


def _end(text: str, begin: int) -> int:
    """Return where the sentence that begins at an offset ends."""
    limit = min(len(text), begin + LONGEST_SENTENCE)
    for match in _ENDING.finditer(text, begin, limit):
        if match.end() == limit < len(text):
            break
        if text[match.start()] == ".":
            if text[match.start() - 2 : match.start()] == ".." and match[0][1:2] == ")":
                continue
            head = text[max(begin, match.start() - 8) : match.start() + 1]
            following = _OPENING.match(text, match.end())
            if _ABBREVIATION.search(head) and not (
                following
                and head.lower().endswith(("u.s.", "u.k.", "co.", "inc.", "ltd."))
                and text[match.end() : match.end() + 4] in ("The ", "This", "In a", "It i")
            ):
                continue
        return match.end()
    if limit == len(text):
        return limit
    space = text.rfind(" ", begin, limit)
    return space + 1 if space > begin else limit


def split(text: str, begin: int, end: int, offset: int) -> Sentence:
    """Cut ``text[begin:end]`` into words; `offset` is where the text stands in the document."""
    spans = [match.span() for match in _TOKEN.finditer(text, begin, end)]
    raw = [text[first:last] for first, last in spans]
    line = " ".join(raw).lower()
    words = line.split(" ") if raw else []
    if len(words) != len(raw):
        raw = [word.replace(" ", "") for word in raw]
        line = " ".join(raw).lower()
        words = line.split(" ")
    starts = [first + offset for first, _ in spans]
    ends = [last + offset for _, last in spans]
    columns = [0, *accumulate([len(word) + 1 for word in words])]
    return Sentence(words, raw, starts, ends, line, columns)
