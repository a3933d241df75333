"""Statements from table cells: unit in the header or caption, year in the column."""

from __future__ import annotations

from collections.abc import Sequence

from saidao.documents.document import Block
from saidao.statements.statement import Context, Statement

__all__ = ["read"]


def read(text: str, blocks: Sequence[Block], context: Context) -> tuple[Statement, ...]:
    """Return the statements of the cells among `blocks`, in both languages."""
    return ()
