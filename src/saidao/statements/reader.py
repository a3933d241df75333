"""The one way in: a document in, everything it says out."""

from __future__ import annotations

from dataclasses import replace

from saidao.documents.document import Document
from saidao.statements import cells, chinese, english, mentions, tables
from saidao.statements.language import language_of
from saidao.statements.statement import Context, Reading, Review, Statement

__all__ = ["context_of", "read_document"]


def context_of(document: Document, context: Context | None = None) -> Context:
    """Return what the rules are told of `document`.

    What the user says in `context` comes first; where it is empty, what the document
    says of itself is taken. The language is the one the text is written in.
    """
    given = context or Context()
    says = document.metadata
    return Context(
        title=given.title or says.title,
        date=given.date or says.issued,
        region=given.region or says.region,
        language=language_of(document.text, given.language or says.language),
    )


def read_document(
    document: Document, context: Context | None = None, *, with_mentions: bool = True
) -> Reading:
    """Read the statements, mentions and doubtful passages of a document.

    Deterministic and offline: the same document and context give the same reading.

    Parameters
    ----------
    document : Document
    context : Context, optional
        Title, date, region and language that the user knows; it wins over the
        document's own metadata.
    with_mentions : bool, optional
        False leaves out bodies, technology tasks, zones and firms, which take about as
        long as the statements.

    Returns
    -------
    Reading
        In the order of the text; offsets index ``document.text``. `part_of` of a
        statement indexes the returned statements.
    """
    known = context_of(document, context)
    rules = english if known.language == "en" else chinese
    text, blocks = document.text, document.blocks
    prose = rules.read(text, blocks, known)
    figures = tables.read(text, blocks, known)
    told = cells.read(text, blocks, known)
    named = mentions.read(text, blocks, known) if with_mentions else ()
    statements = prose.statements
    for more in (figures, told.statements):
        statements += _moved(more, len(statements))
    return Reading(
        statements=in_order(statements),
        mentions=tuple(sorted(named, key=lambda one: (one.start, one.end))),
        reviews=tuple(sorted(prose.reviews + told.reviews, key=_place)),
    )


def _place(one: Review) -> tuple[int, int]:
    """Where a review stands."""
    return one.start, one.end


def _moved(statements: tuple[Statement, ...], by: int) -> tuple[Statement, ...]:
    """Shift the references between statements that are appended to others."""
    return tuple(
        one if one.part_of is None else replace(one, part_of=one.part_of + by) for one in statements
    )


def in_order(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """Sort by place in the text, keeping `part_of` pointed at the same statements."""
    order = sorted(
        range(len(statements)),
        key=lambda index: (statements[index].start, statements[index].value_start, index),
    )
    if order == list(range(len(statements))):
        return statements
    new_place = {old: new for new, old in enumerate(order)}
    return tuple(
        one if one.part_of is None else replace(one, part_of=new_place[one.part_of])
        for one in (statements[index] for index in order)
    )
