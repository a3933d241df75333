"""The documents of an atlas, with every statement in its place."""

from __future__ import annotations

import difflib
from collections import Counter

from saidao.answers.mentions import mention_views
from saidao.answers.shapes import (
    BlockView,
    DocumentDetail,
    DocumentSummary,
    SpanView,
)
from saidao.answers.views import indicator_name, joined, reading, source_view
from saidao.errors import NotFound
from saidao.ledger.records import Assertion, ObservedValue, Passage
from saidao.packs.pack import Task
from saidao.store import DocumentText, Snapshot, StoredDocument
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["document", "documents"]


def document_summary(snapshot: Snapshot, row: StoredDocument, statements: int) -> DocumentSummary:
    """Return a document as a row."""
    return DocumentSummary(
        id=row.id,
        title=row.title.zh,
        issuer=row.issuer,
        number=row.number,
        issued=row.issued,
        media_type=row.media_type,
        language=row.language,
        sha256=row.sha256,
        origin=row.origin,
        source=source_view(snapshot, row.source) if row.source else None,
        statement_count=statements,
        characters=row.characters,
        notes=row.notes,
    )


def bare_values(snapshot: Snapshot) -> list[tuple[ObservedValue, Passage]]:
    """Return the values of the pack that a brief repeats: no assertion stands beside them."""
    asserted = {assertion.passage for assertion in snapshot.assertion}
    return [
        (value, value.passage)
        for value in snapshot.observation
        if value.passage is not None and value.passage not in asserted
    ]


def set_tasks(snapshot: Snapshot) -> list[tuple[Task, Passage]]:
    """Return the technology tasks with the passages that set them."""
    passages = {c.subject: c.passage for c in snapshot.citation if c.kind == "task"}
    return [(task, passages[task.id]) for task in snapshot.task if task.id in passages]


def statement_counts(snapshot: Snapshot) -> Counter[str]:
    """Return how many statements stand in each document."""
    placed = [a.passage.document for a in snapshot.assertion if a.passage is not None]
    placed += [passage.document for _, passage in bare_values(snapshot)]
    placed += [passage.document for _, passage in set_tasks(snapshot)]
    return Counter(placed)


def documents(snapshot: Snapshot) -> tuple[DocumentSummary, ...]:
    """Return the documents, those that users added first, then by id."""
    counts = statement_counts(snapshot)
    rows = sorted(snapshot.document, key=lambda row: (row.origin == "pack", row.id))
    return tuple(document_summary(snapshot, row, counts[row.id]) for row in rows)


def document(snapshot: Snapshot, id: str, text: DocumentText | None) -> DocumentDetail:
    """Return a document with its text, every statement in it and what it names.

    Raises
    ------
    NotFound
        If there is none with that id.
    """
    row = snapshot.documents.get(id)
    if row is None or text is None:
        near = difflib.get_close_matches(id, snapshot.documents, n=3)
        raise NotFound("document", id, near)
    blocks = tuple(
        BlockView(
            kind=block.kind,
            level=block.level,
            start=block.start,
            end=block.end,
            text=text.text[block.start : block.end],
            table=block.cell.table if block.cell else None,
            row=block.cell.row if block.cell else None,
            column=block.cell.column if block.cell else None,
        )
        for block in text.blocks
    )
    summary = document_summary(snapshot, row, statement_counts(snapshot)[id])
    return DocumentDetail(summary, blocks, spans(snapshot, id), mention_views(snapshot, id))


def spans(snapshot: Snapshot, id: str) -> tuple[SpanView, ...]:
    """Return the statements of a document in the order of its text."""
    belongs = {m.assertion: m.commitment for m in snapshot.membership}
    asked = {one.id: review.id for review in snapshot.review for one in review.candidates}
    found = [
        SpanView(
            assertion_id=assertion.id,
            review_id=asked.get(assertion.id, f"review-{assertion.id}"),
            decided=assertion.decision is not None,
            commitment_id=belongs.get(assertion.id),
            start=assertion.passage.start,
            end=assertion.passage.end,
            kind=assertion.kind,
            reading=reading(snapshot, assertion),
            period=assertion.period,
            indicator=measure_named(snapshot, assertion),
            task_id=None,
        )
        for assertion in snapshot.assertion
        if assertion.passage is not None and assertion.passage.document == id
    ]
    found += [
        SpanView(
            assertion_id=None,
            review_id=None,
            decided=False,
            commitment_id=None,
            start=passage.start,
            end=passage.end,
            kind="actual",
            reading=observed(snapshot, value.cmp, value.value, value.unit),
            period=value.period,
            indicator=indicator_name(snapshot, value.indicator),
            task_id=None,
        )
        for value, passage in bare_values(snapshot)
        if passage.document == id
    ]
    found += [
        SpanView(
            assertion_id=None,
            review_id=None,
            decided=False,
            commitment_id=None,
            start=passage.start,
            end=passage.end,
            kind="task",
            reading=task.task,
            period=task.deadline,
            indicator=joined(task.technologies),
            task_id=task.id,
        )
        for task, passage in set_tasks(snapshot)
        if passage.document == id
    ]
    return tuple(sorted(found, key=lambda span: (span.start, span.end, span.assertion_id or "")))


def measure_named(snapshot: Snapshot, assertion: Assertion) -> Name:
    """Return what is measured: in the document's own words, else by its catalogue name."""
    known = indicator_name(snapshot, assertion.subject.indicator, assertion.indicator_words)
    return Name(assertion.indicator_words or known.zh, known.en)


def observed(snapshot: Snapshot, cmp: str, value: float, unit: str) -> Name:
    """Return an observed value in words."""
    return quantity(cmp, value, None, unit, glossary=snapshot.glossary)
