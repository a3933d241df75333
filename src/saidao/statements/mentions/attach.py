"""Which statement belongs to which mention: who answers for it, by what means.

A list of bodies behind an item (``（责任单位：…）``) answers for all that stands between
the item's title and the list; a label right under a title for all up to the next item; a
clause (``由市交通局牵头…``) for its own sentence; a table row for its cells.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from saidao.documents.document import Block
from saidao.statements.mentions import instruments
from saidao.statements.mentions.passages import Items, Span, fold, items, sentence
from saidao.statements.statement import Mention

__all__ = ["Attachment", "attach"]


@dataclass(frozen=True, slots=True)
class Attachment:
    """What belongs to one statement.

    Parameters
    ----------
    responsible : int or None
        Index, in the mentions given, of the bodies that answer for the statement.
    instruments : tuple of Mention
        The instruments named in the statement's sentence.
    """

    responsible: int | None = None
    instruments: tuple[Mention, ...] = ()


def attach(
    text: str, blocks: Sequence[Block], statements: Sequence[Span], mentions: Sequence[Mention]
) -> tuple[Attachment, ...]:
    """Say for each statement who answers for it and which instruments its sentence names.

    Parameters
    ----------
    text : str
        The reading text of a document.
    blocks : sequence of Block
        Its headings, paragraphs and cells.
    statements : sequence of (int, int)
        Where statements of it start and end, in any order.
    mentions : sequence of Mention
        As `mentions.read` gives them for the text.

    Returns
    -------
    tuple of Attachment
        One for each statement, in the order given.
    """
    if not statements:
        return ()
    folded = fold(text)
    numbered = items(folded, blocks)
    rows = _Rows(blocks)
    scopes: list[tuple[Span, int]] = []
    by_row: dict[tuple[int, int], int] = {}
    for index, mention in enumerate(mentions):
        if mention.kind != "responsible":
            continue
        row = rows.at(mention.start)
        if row is not None:
            for covered in rows.covered(mention.start):
                by_row[covered] = index
        else:
            scopes.append((_scope(folded, numbered, mention), index))
    reach = _Scopes(scopes)
    found: list[Attachment] = []
    for start, end in statements:
        row = rows.at(start)
        responsible = by_row.get(row) if row is not None else reach.around((start, end))
        around = sentence(folded, start)
        named = instruments.read(text, around[0], max(around[1], end))
        found.append(Attachment(responsible, tuple(named)))
    return tuple(found)


def _scope(folded: str, numbered: Items, mention: Mention) -> Span:
    """Return the span of text that a responsibility is about."""
    task = next((part for part in mention.parts if part.kind == "task"), mention)
    start, end = min(task.start, mention.start), max(task.end, mention.end)
    title = numbered.before(mention.start)
    if title is not None and not folded[title[1] : mention.start].strip("。：: \n\u3000*（(【〔["):
        # Nothing between title and label: the label stands before what it is about.
        end = max(end, numbered.after(mention.start, len(folded)))
    return start, end


class _Scopes:
    """Scopes by start; a statement takes the narrowest that holds it."""

    def __init__(self, scopes: Sequence[tuple[Span, int]]) -> None:
        self._scopes = sorted(scopes)
        self._starts = [span[0] for span, _ in self._scopes]
        # The furthest end of all scopes up to each one: where looking back may stop.
        self._furthest: list[int] = []
        furthest = 0
        for span, _ in self._scopes:
            furthest = max(furthest, span[1])
            self._furthest.append(furthest)

    def around(self, statement: Span) -> int | None:
        """Return the index of the mention whose scope holds the statement most narrowly."""
        best: tuple[int, int] | None = None
        place = bisect_right(self._starts, statement[0]) - 1
        while place >= 0 and self._furthest[place] >= statement[1]:
            (start, end), index = self._scopes[place]
            if end >= statement[1] and (best is None or end - start < best[0]):
                best = (end - start, index)
            place -= 1
        return best[1] if best is not None else None


class _Rows:
    """Which table row a position stands in."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._cells = [block for block in blocks if block.cell is not None]
        self._ends = [block.end for block in self._cells]

    def at(self, position: int) -> tuple[int, int] | None:
        """Return the table and row at `position`, or None outside tables."""
        return next(iter(self.covered(position)), None)

    def covered(self, position: int) -> list[tuple[int, int]]:
        """Return the table and all rows that the cell at `position` spans."""
        index = bisect_left(self._ends, position + 1)
        if index == len(self._cells):
            return []
        block = self._cells[index]
        if block.cell is None or block.start > position:
            return []
        cell = block.cell
        return [(cell.table, cell.row + below) for below in range(cell.row_span)]
