"""Sentences inside table cells: what a row of tasks, measures and deadlines says in words.

A cell stands alone: nothing is carried over from the cell beside it but the deadline that
its row names (完成时限, Target Date). Cells that hold one bare figure are read by `tables`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from saidao.documents.document import Block
from saidao.statements import chinese, english, tables
from saidao.statements.statement import Context, Reading, Review, Statement

__all__ = ["read"]

_SHORTEST: Final = 6
_FIGURE: Final = re.compile(r"\d|[一二两三四五六七八九十百千万亿半][个家座条项成倍余%％百千万亿]")
_DATED: Final = re.compile(r"(?:19|20)\d\d|十[一二三四五六七八九]五|年内|年底|本年|今年|明年")
_NO_SENTENCE: Final = re.compile(
    r"序号|序號|编号|編號|电话|電話|邮箱|郵箱|地址|责任|責任|单位$|單位$|\bNo\b|phone|e-?mail|address"
    r"|responsible|owner",
    re.I,
)


class _Place(NamedTuple):
    """Where a cell stands, and what its row and column say of it.

    `first` is the index of its first statement; `is_task` where the row has a deadline or
    the column is one of targets: what it says is still to come.
    """

    start: int
    first: int
    period: str | None
    is_task: bool


def read(text: str, blocks: Sequence[Block], context: Context) -> Reading:
    """Return what the sentences in the cells among `blocks` say.

    Parameters
    ----------
    text : str
        The reading text; all spans index it.
    blocks : sequence of Block
        Only those of kind ``cell`` are looked at.
    context : Context
        Its `language` chooses the rules.

    Returns
    -------
    Reading
        `part_of` of a statement indexes the statements returned.
    """
    rules = english if context.language == "en" else chinese
    deadlines = _deadlines(text, blocks)
    statements: list[Statement] = []
    reviews: list[Review] = []
    for block in blocks:
        if block.cell is None or block.kind != "cell" or block.cell.is_header:
            continue
        said = text[block.start : block.end]
        head = " ".join(block.cell.column_header)
        if not _is_sentence(said) or _NO_SENTENCE.search(head):
            continue
        told = rules.read(said, (Block(0, len(said)),), context)
        due = deadlines.get((block.cell.table, block.cell.row))
        place = _Place(
            start=block.start,
            first=len(statements),
            period=None if _DATED.search(said) else due or tables.period_of(head),
            is_task=due is not None or tables.is_target(head),
        )
        statements += (_moved(one, place) for one in told.statements)
        reviews += (
            Review(
                one.start + block.start,
                one.end + block.start,
                one.reason,
                tuple(_moved(each, place) for each in one.candidates),
            )
            for one in told.reviews
        )
    return Reading(tuple(statements), reviews=tuple(reviews))


def _is_sentence(said: str) -> bool:
    """Return whether a cell says something in words, with a figure among them."""
    if len(said) < _SHORTEST or _FIGURE.search(said) is None or tables.is_figure(said):
        return False
    letters = sum(character.isalpha() for character in said)
    return letters * 2 >= len(said)


def _deadlines(text: str, blocks: Sequence[Block]) -> dict[tuple[int, int], str]:
    """Return the period that a row's deadline names, by table and row."""
    named: dict[tuple[int, int], list[str]] = defaultdict(list)
    for block in blocks:
        cell = block.cell
        if cell is None or cell.is_header:
            continue
        if tables.DEADLINE_COLUMN.search(" ".join(cell.column_header)):
            period = tables.period_of(text[block.start : block.end])
            if period is not None:
                for below in range(cell.row_span):
                    named[cell.table, cell.row + below].append(period)
    return {row: periods[0] for row, periods in named.items() if len(set(periods)) == 1}


def _moved(one: Statement, place: _Place) -> Statement:
    """Return a statement of a cell at its place in the text, dated by its row."""
    promised = one.kind == "target" or (one.kind == "actual" and place.is_task)
    return replace(
        one,
        start=one.start + place.start,
        end=one.end + place.start,
        value_start=one.value_start + place.start,
        value_end=one.value_end + place.start,
        kind="target" if promised else one.kind,
        modality=one.modality or ("commitment" if promised else None),
        period=place.period if promised and place.period is not None else one.period,
        part_of=None if one.part_of is None else one.part_of + place.first,
    )
