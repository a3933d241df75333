"""Mentions as records for a file: plain values with their place in the source.

The layout is one JSON object a line, each with a `type`::

    responsible      task, bodies[] (quote and place, role), quote and place
    technology_task  task, technologies[], owner, milestone (null where the text has none)
    zone, firm       name, quote and place
    part_of          from, to: the value of a part and that of its total, additive

A place is `start` and `end` in the decoded source file; on a PDF page `page` and
`boxes`; in a DOCX body `paragraph`, `start`, `end` and, in a table, its cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from saidao.documents.document import Document, PageAddress, ParagraphAddress
from saidao.statements.statement import Mention, Statement

__all__ = ["records"]

Record = dict[str, Any]


def records(
    document: Document,
    mentions: Sequence[Mention],
    statements: Sequence[Statement] = (),
    *,
    every: bool = False,
) -> list[Record]:
    """Return records of the mentions of a document, in the order of the text.

    Parameters
    ----------
    document : Document
        Says where a span stands in the source.
    mentions : sequence of Mention
        As `mentions.read` gives them for ``document.text``.
    statements : sequence of Statement, optional
        With them, a part and its named total become a ``part_of`` record.
    every : bool, optional
        Zones and firms each time they are named; by default only the first time.

    Returns
    -------
    list of dict
        JSON-ready.
    """
    named: set[tuple[str, str]] = set()
    found: list[Record] = []
    for mention in mentions:
        if mention.kind in ("zone", "firm"):
            key = (mention.kind, mention.name)
            if key in named and not every:
                continue
            named.add(key)
            found.append({"type": mention.kind, "name": mention.name, **_place(document, mention)})
        elif mention.kind == "responsible":
            found.append(_responsible(document, mention))
        elif mention.kind == "technology_task":
            found.append(_technology_task(document, mention))
    for statement in statements:
        if statement.part_of is not None and statement.part_of < len(statements):
            found.append(_part_of(document, statement, statements[statement.part_of]))
    return found


def _responsible(document: Document, mention: Mention) -> Record:
    """Return the record of a responsibility."""
    task = next((part for part in mention.parts if part.kind == "task"), mention)
    bodies = [
        {**_place(document, part), "role": part.role}
        for part in mention.parts
        if part.kind == "body"
    ]
    return {
        "type": "responsible",
        "task": _place(document, task),
        "bodies": bodies,
        **_place(document, mention),
    }


def _technology_task(document: Document, mention: Mention) -> Record:
    """Return the record of a technology task."""
    place = _place(document, mention)
    roles: dict[str, Record | None] = {"owner": None, "milestone": None}
    technologies: list[Record] = []
    for part in mention.parts:
        if part.role in roles:
            roles[part.role] = _place(document, part)
        else:
            technologies.append(_place(document, part))
    return {
        "type": "technology_task",
        "task": dict(place),
        "technologies": technologies,
        **roles,
        **place,
    }


def _part_of(document: Document, part: Statement, total: Statement) -> Record:
    """Return the record of a part and its named total."""
    return {
        "type": "part_of",
        "from": _span(document, part.start, part.end),
        "to": _span(document, total.start, total.end),
        "additive": part.op != "share",
        **_span(document, part.start, part.end),
    }


def _place(document: Document, mention: Mention) -> Record:
    """Return where a mention stands in the source, with its quote."""
    return _span(document, mention.start, mention.end)


def _span(document: Document, start: int, end: int) -> Record:
    """Return where a span of the reading text stands in the source, with its quote."""
    address = document.locate(start, end)
    if isinstance(address, PageAddress):
        boxes = [list(box) for box in address.boxes]
        return {"quote": address.quote, "page": address.page, "boxes": boxes}
    if isinstance(address, ParagraphAddress):
        record: Record = {
            "quote": address.quote,
            "paragraph": address.paragraph,
            "start": address.start,
            "end": address.end,
        }
        for key in ("table", "row", "column", "note"):
            value = getattr(address, key)
            if value is not None:
                record[key] = value
        return record
    return {"quote": address.quote, "start": address.start, "end": address.end}
