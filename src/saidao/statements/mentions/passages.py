"""How a plan is cut up: numbered items, sentences, brackets, lists.

Everything here works on *folded* text: traditional characters turned into simplified
ones, character for character, so that offsets stay those of the reading text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import opencc

from saidao.documents.document import Block

Span = tuple[int, int]

OPENERS = "（(〔[【《〈“‘"
CLOSERS = "）)〕]】》〉”’"
_CLOSER_OF = dict(zip(OPENERS, CLOSERS, strict=True))
_SPACE = " \t\u3000\xa0*#"
# Items begin behind one of these, not in the middle of a clause, and with one of those marks.
_BEFORE_ITEM = re.compile(
    r"[\n。；;！？!?）)〕\]】”*#\s](?=[第一二三四五六七八九十（(\d专任行举ATGO①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳—])"
)
_ITEM = re.compile(
    r"""第[一二三四五六七八九十百\d]{1,4}[章节条项]
      |[一二三四五六七八九十]{1,3}[、．]
      |[（(][一二三四五六七八九十]{1,3}[)）]
      |[（(]\d{1,2}[)）](?=[^\d\s，。、；])
      |\d{1,3}(?:[.．]\d{1,2}){0,3}(?:[．、]|\.(?!\d))
      |(?:专栏|任务|行动|举措|Action|Task|Goal|Objective)\s?[\d一二三四五六七八九十]{1,3}(?=[\s：:.、])
      |[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳]
      |——
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
_TITLE_END = re.compile("[。\\n：:；;！]")
_MAX_TITLE = 60


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter() -> _Converter:
    """Return the one converter of the process; building it reads its tables."""
    return cast(_Converter, opencc.OpenCC("t2s"))


def fold(text: str) -> str:
    """Return `text` with traditional characters simplified, of the same length.

    Examples
    --------
    >>> fold("責任單位")
    '责任单位'
    """
    if text.isascii():
        return text
    folded = _converter().convert(text)
    # Length is a property of the table; were it ever broken, spans would point elsewhere.
    return folded if len(folded) == len(text) else text


def lines(text: str, blocks: Sequence[Block]) -> list[Span]:
    """Return the spans to read one by one: the blocks, or the lines where there are none."""
    if blocks:
        return [(block.start, block.end) for block in blocks if block.end > block.start]
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


@dataclass(frozen=True, slots=True)
class Items:
    """The numbered items and headings of a text, in order.

    `starts` are where items begin; `titles` the span of each title, number included.
    """

    starts: tuple[int, ...]
    titles: tuple[Span, ...]

    def before(self, position: int) -> Span | None:
        """Return the title of the last item that begins before `position`."""
        index = bisect_right(self.starts, position) - 1
        return self.titles[index] if index >= 0 else None

    def after(self, position: int, otherwise: int) -> int:
        """Return where the next item begins after `position`."""
        index = bisect_right(self.starts, position)
        return self.starts[index] if index < len(self.starts) else otherwise


def items(folded: str, blocks: Sequence[Block]) -> Items:
    """Find the items of a text: numbered ones anywhere, and headings by kind of block.

    Parameters
    ----------
    folded : str
        The folded reading text. Items may follow each other in one line, as in texts
        whose line breaks were lost.
    blocks : sequence of Block

    Returns
    -------
    Items
    """
    found: dict[int, Span] = {}
    starts_at = [0, *(before.end() for before in _BEFORE_ITEM.finditer(folded))]
    last = 0
    for start in starts_at:
        match = _ITEM.match(folded, start) if start >= last else None
        if match:
            last = match.end()
            found[start] = (start, _title_end(folded, last))
    for block in blocks:
        if block.kind in ("heading", "title") and block.end > block.start:
            found[block.start] = (block.start, block.end)
    starts = tuple(sorted(found))
    # A title that lost its line break must not swallow the item that follows it.
    titles = tuple(
        strip(folded, start, min(found[start][1], following))
        for start, following in zip(starts, (*starts, len(folded))[1:], strict=True)
    )
    return Items(starts, titles)


def _title_end(text: str, start: int) -> int:
    """Return the end of a title: its full stop, colon or line end, within reason."""
    limit = min(len(text), start + _MAX_TITLE)
    mark = _TITLE_END.search(text, start, limit)
    if mark is None or mark.start() == start:
        return limit
    return strip(text, start, mark.start())[1]


def sentence(text: str, position: int) -> Span:
    """Return the sentence around `position`, without its final mark; at most 400 characters."""
    low, high = max(0, position - 400), min(len(text), position + 400)
    start = low
    for match in _SENTENCE_END.finditer(text, low, position):
        start = match.end()
    end_match = _SENTENCE_END.search(text, position, high)
    return strip(text, start, end_match.start() if end_match else high)


def sentences(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield the sentences of ``text[start:end]`` without their final marks."""
    at = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.start() > at:
            yield at, match.start()
        at = match.end()
    if end > at:
        yield at, end


def strip(text: str, start: int, end: int, more: str = "") -> Span:
    """Shrink a span past blanks, Markdown marks and the characters in `more`."""
    away = _SPACE + "\n" + more
    if start >= end or (text[start] not in away and text[end - 1] not in away):
        return start, end
    left = text[start:end].lstrip(away)
    return end - len(left), end - len(left) + len(left.rstrip(away))


class Names:
    """Names to look for in a text, found by their first two characters.

    With hundreds of names an alternation is slow, as most of their first characters are
    common ones. Two classes of characters leave few places; a table tells the rest.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_head: dict[str, list[str]] = {}
        for name in sorted(names, key=len, reverse=True):
            self._by_head.setdefault(name[:2], []).append(name)
        firsts = re.escape("".join(sorted({head[0] for head in self._by_head})))
        seconds = re.escape("".join(sorted({head[1] for head in self._by_head})))
        self._places = re.compile(f"[{firsts}](?=[{seconds}])")

    def find(self, text: str, start: int, end: int) -> Iterator[Span]:
        """Yield the places of the names in ``text[start:end]``, the longest, not overlapping."""
        last = start
        for place in self._places.finditer(text, start, end):
            at = place.start()
            for name in self._by_head.get(text[at : at + 2], ()):
                if at >= last and text.startswith(name, at, end):
                    last = at + len(name)
                    yield at, last
                    break


def clause_start(text: str, position: int, reach: int) -> int:
    """Return where the clause before `position` begins, at most `reach` characters back."""
    low = max(0, position - reach)
    return max(low, *(text.rfind(mark, low, position) + 1 for mark in "，。；：！？\n"))


_BRACKET = re.compile(r"[（(〔\[【）)〕\]】]")
_MAX_BRACKET = 800


class Brackets:
    """The round and square brackets of a text, matched in one pass."""

    def __init__(self, text: str) -> None:
        pairs: list[Span] = []
        open_: list[int] = []
        for match in _BRACKET.finditer(text):
            position, mark = match.start(), match[0]
            if mark in _CLOSER_OF:
                open_.append(position)
                continue
            # An opener that never closes must not hide the ones around it.
            for depth in range(len(open_) - 1, max(-1, len(open_) - 4), -1):
                if _CLOSER_OF[text[open_[depth]]] == mark:
                    if position - open_[depth] <= _MAX_BRACKET:
                        pairs.append((open_[depth], position + 1))
                    del open_[depth:]
                    break
        self.spans: tuple[Span, ...] = tuple(sorted(pairs))
        self._starts = [start for start, _ in self.spans]

    def around(self, position: int) -> Span | None:
        """Return the innermost bracket that holds `position`, marks included."""
        index = bisect_left(self._starts, position) - 1
        for start, end in reversed(self.spans[max(0, index - 12) : index + 1]):
            if end > position:
                return start, end
        return None


class Spans:
    """Spans that do not overlap each other, to ask whether another one touches them."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        self._starts = [start for start, _ in self._spans]

    def touch(self, span: Span) -> bool:
        """Say whether `span` overlaps one of them."""
        index = bisect_left(self._starts, span[1]) - 1
        return index >= 0 and self._spans[index][1] > span[0]

    def hold(self, span: Span) -> bool:
        """Say whether one of them holds all of `span`."""
        index = bisect_right(self._starts, span[0]) - 1
        return index >= 0 and self._spans[index][1] >= span[1]


def closing(text: str, opener: int, limit: int = 600) -> int | None:
    """Return where the bracket at `opener` closes, or None within `limit` characters."""
    close = _CLOSER_OF[text[opener]]
    open_ = text[opener]
    depth = 0
    for position in range(opener, min(len(text), opener + limit)):
        if text[position] == open_:
            depth += 1
        elif text[position] == close:
            depth -= 1
            if depth == 0:
                return position
    return None


@cache
def _marks(separators: str) -> re.Pattern[str]:
    """Return a pattern for separators and brackets."""
    return re.compile(f"[{re.escape(separators + OPENERS + CLOSERS)}]")


def split(text: str, start: int, end: int, separators: str) -> list[Span]:
    """Split a span at separators that stand outside brackets; empty pieces are left out."""
    pieces: list[Span] = []
    depth, at = 0, start
    for match in _marks(separators).finditer(text, start, end):
        character = match[0]
        if character in OPENERS:
            depth += 1
        elif character in CLOSERS:
            depth = max(0, depth - 1)
        elif depth == 0:
            pieces.append((at, match.start()))
            at = match.end()
    pieces.append((at, end))
    stripped = (strip(text, *piece) for piece in pieces)
    return [piece for piece in stripped if piece[1] > piece[0]]
