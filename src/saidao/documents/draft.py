"""Builds a reading text together with the source range of each of its characters.

Readers of text formats walk over the decoded source and hand runs of it to a `Draft`;
they never copy text themselves. That is what makes ``source[start:end] == quote`` true
by construction: a reading character exists only together with the range it came from.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from saidao.documents.document import Block, BlockKind, CellPlace, TextAnchor
from saidao.documents.script import is_wide

__all__ = ["BeyondBounds", "Draft", "Run", "squeeze"]

MOST_BLOCKS = 500_000
"""A plan has thousands; more is a machine's output, or an attack."""

WORD = re.compile("[^\\s\x00-\x1f\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")


class BeyondBounds(Exception):
    """A text has more parts than any document; its readers give it their file's name."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a block: source characters as they stand, or `text` that stands for them."""

    start: int
    end: int
    text: str | None = None


def squeeze(text: str) -> str:
    """Return `text` without any white space and invisible characters."""
    text = "".join(text.split())
    return text if text.isprintable() else INVISIBLE.sub("", text)


class Draft:
    """A reading text under construction.

    White space inside a block becomes one space, at its ends it vanishes; characters
    that show nothing (zero-width, soft hyphen, control) are left out. Blocks are joined
    by a newline that has no source.

    Parameters
    ----------
    source : str
        The decoded file; offsets of runs index it.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._length = 0
        self._starts = array("I")
        self._ends = array("I")
        self._space: tuple[int, int] | None = None
        self._last_part = 0

    @property
    def text(self) -> str:
        """The reading text so far."""
        return "".join(self._parts)

    @property
    def last_text(self) -> str:
        """The text of the block added last, empty if there is none."""
        return "".join(self._parts[self._last_part :])

    def anchor(self) -> TextAnchor:
        """Return the map back to the source."""
        return TextAnchor(self.source, self._starts, self._ends)

    def add(
        self,
        runs: Sequence[Run],
        kind: BlockKind = "paragraph",
        level: int = 0,
        cell: CellPlace | None = None,
    ) -> Block | None:
        """Append a block made of `runs`; return it, or None if nothing in it can be read."""
        before = (len(self._parts), self._length)
        if self._length:
            at = runs[0].start if runs else 0
            self._emit("\n", at, at)
        start, first_part = self._length, len(self._parts)
        self._space = None
        for run in runs:
            if run.text is None:
                self._copy(run.start, run.end, start)
            else:
                self._stand_for(run, start)
        self._space = None
        if self._length == start:
            del self._parts[before[0] :]
            self._length = before[1]
            del self._starts[self._length :], self._ends[self._length :]
            return None
        self._last_part = first_part
        if len(self.blocks) >= MOST_BLOCKS:
            raise BeyondBounds(f"has more than {MOST_BLOCKS} paragraphs; split it")
        block = Block(start, self._length, kind, level, cell)
        self.blocks.append(block)
        return block

    def _emit(self, text: str, start: int, end: int) -> None:
        """Append characters that all stand for the same source range."""
        self._parts.append(text)
        self._length += len(text)
        self._starts.extend([start] * len(text))
        self._ends.extend([end] * len(text))

    def _pay_space(self, block_start: int, following: str) -> None:
        """Write the space that is owed before the next word, unless the block just began.

        A line of Chinese text that was broken in the source goes on without a space.
        """
        if self._space is not None and self._length > block_start:
            start, end = self._space
            before = self._parts[-1][-1]
            broken_line = self.source.find("\n", start, end) >= 0
            if not (broken_line and is_wide(before) and is_wide(following)):
                self._emit(" ", start, end)
        self._space = None

    def _copy_word(self, start: int, end: int) -> None:
        """Append source characters one to one."""
        self._parts.append(self.source[start:end])
        self._length += end - start
        self._starts.extend(range(start, end))
        self._ends.extend(range(start + 1, end + 1))

    def _copy(self, start: int, end: int, block_start: int) -> None:
        """Append a run of the source, white space made single."""
        source = self.source
        text = source[start:end]
        # What is printable holds no white space but the plain space, and nothing invisible.
        if text.isprintable() and "  " not in text:
            if text[:1] == " ":
                self._space = self._space or (start, start + 1)
                start += 1
            trailing = start < end and text[-1] == " "
            if start < end - trailing:
                self._pay_space(block_start, source[start])
                self._copy_word(start, end - trailing)
            if trailing:
                self._space = (end - 1, end)
            return
        at = start
        for word in WORD.finditer(source, start, end):
            self._owe_space(at, word.start())
            self._pay_space(block_start, word[0][0])
            self._copy_word(word.start(), word.end())
            at = word.end()
        self._owe_space(at, end)

    def _owe_space(self, start: int, end: int) -> None:
        """Remember a gap between words as one space, if it shows at all."""
        if self._space is None and start < end:
            shown = INVISIBLE.sub("", self.source[start:end])
            if shown:
                self._space = (start, end)

    def _stand_for(self, run: Run, block_start: int) -> None:
        """Append text that stands for a source range, such as an entity."""
        text = INVISIBLE.sub("", run.text or "")
        if not text:
            return
        if text.isspace():
            self._space = self._space or (run.start, run.end)
            return
        self._pay_space(block_start, text[0])
        self._emit(text, run.start, run.end)
