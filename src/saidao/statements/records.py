"""Statements as records of the gold layout, one JSON object a statement, and back.

A record is what leaves Saidao as JSON Lines: the quote with its place in the *source*
file, the fields of `Statement`, the document's id and sha-256. For text formats the
place is a range of decoded source characters, and ``source[start:end] == quote`` is
checked before a record leaves; PDF and DOCX carry a page and boxes, or a paragraph, and
the range in the reading text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from saidao.documents.document import (
    Document,
    PageAddress,
    ParagraphAddress,
    TextAddress,
    TextAnchor,
)
from saidao.errors import DocumentError
from saidao.statements.statement import Statement

__all__ = ["FIELDS", "record", "statement_of"]

FIELDS: Final = (
    "kind", "modality", "indicator", "scope", "region", "op", "cmp", "value", "value_high", "unit",
    "counted", "tier", "period", "base_year", "firmness", "change", "driven_by", "part_of",
)  # fmt: skip
"""Fields of a statement in the order in which a record holds them."""


def record(document: Document, statement: Statement) -> dict[str, Any]:
    """Return `statement` as a record.

    Raises
    ------
    DocumentError
        If the quote is not what stands at its place in the source: such a record is
        refused, never written.
    """
    address = document.locate(statement.start, statement.end)
    row: dict[str, Any] = {"document": document.id, "sha256": document.sha256}
    row["quote"] = address.quote
    if isinstance(address, TextAddress):
        row["start"], row["end"] = address.start, address.end
        source = document.anchor.source if isinstance(document.anchor, TextAnchor) else None
        if source is not None and source[address.start : address.end] != address.quote:
            raise DocumentError(
                document.name,
                f"the quote of characters {address.start} to {address.end} is not what "
                "stands there; the record is refused",
            )
    else:
        row["start"], row["end"] = statement.start, statement.end
        row["address"] = _address(address)
    for name in FIELDS:
        row[name] = getattr(statement, name)
    return row


def _address(address: PageAddress | ParagraphAddress) -> dict[str, Any]:
    """Return the place in a PDF or DOCX, without its quote."""
    if isinstance(address, PageAddress):
        return {"page": address.page, "boxes": [list(box) for box in address.boxes]}
    return {
        name: value
        for name in ("paragraph", "start", "end", "table", "row", "column", "note")
        if (value := getattr(address, name)) is not None
    }


def statement_of(row: Mapping[str, Any]) -> Statement:
    """Return the statement of a record; its place is the record's own.

    The inverse of `record` up to the place, which a record gives in the source. The
    span of the figure is not in the layout and is taken as the whole quote.
    """
    known = {field.name for field in fields(Statement)}
    values = {name: row[name] for name in FIELDS if name in row and name in known}
    return Statement(
        start=row["start"],
        end=row["end"],
        value_start=row["start"],
        value_end=row["end"],
        **values,
    )
