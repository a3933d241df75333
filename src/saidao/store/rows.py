"""Packs, documents and ledgers as the rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from saidao.documents.document import Document
from saidao.ledger import Ledger, ReadDocument
from saidao.ledger.intake import city_of, locate_clause
from saidao.ledger.voices import sketch
from saidao.packs.pack import Pack
from saidao.store.tables import (
    Citation,
    City,
    DocumentText,
    LexiconEntry,
    NotPublished,
    StoredDocument,
)
from saidao.terms.name import Name

__all__ = ["ledger_rows", "pack_tables", "sketches_of", "stored", "text_of"]


def stored(read: ReadDocument, *, origin: str, title: Name | None = None) -> StoredDocument:
    """Return the row of a document."""
    document, meta = read.document, read.document.metadata
    return StoredDocument(
        id=document.id,
        sha256=document.sha256,
        name=document.name,
        media_type=document.media_type,
        title=title or Name(meta.title or document.name),
        issuer=meta.issuer,
        number=meta.number,
        issued=meta.issued,
        language=meta.language,
        url=meta.url,
        region=meta.region,
        origin="pack" if origin == "pack" else "added",
        source=read.source.id if read.source else None,
        characters=len(document.text),
        notes=document.notes,
        sketch=sketch(document.text),
    )


def text_of(read: ReadDocument) -> DocumentText:
    """Return the text row of a document."""
    return DocumentText(read.document.id, read.document.text, read.document.blocks)


def sketches_of(documents: Iterable[StoredDocument]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Return what is needed to see that two documents are copies of one another.

    Briefs cite many sources and are the voice of none.
    """
    return {d.id: (d.source, d.sketch) for d in documents if d.source is not None}


def ledger_rows(ledger: Ledger) -> dict[str, Sequence[Any]]:
    """Return the ledger's values by table."""
    return {
        "assertion": ledger.assertions,
        "observation": ledger.observations,
        "review": ledger.reviews,
        "commitment": ledger.commitments,
        "membership": ledger.memberships,
        "election": ledger.elections,
        "conflict": ledger.conflicts,
    }


def lexicon_entries(pack: Pack) -> Iterable[LexiconEntry]:
    """Yield the pack's lexicon, which `add` needs when the pack is far away."""
    lexicon = pack.lexicon
    yield from (LexiconEntry("industry", *item) for item in lexicon.industries.items())
    yield from (LexiconEntry("region", *item) for item in lexicon.regions.items())
    yield from (LexiconEntry("body", word, n.zh, n.en) for word, n in lexicon.bodies.items())
    yield from (LexiconEntry("glossary", *item) for item in lexicon.glossary.items())


def citations(pack: Pack, briefs: Mapping[str, Document]) -> Iterable[Citation]:
    """Yield where the pack's tasks stand in its briefs."""
    for task in pack.tasks:
        if task.clause is not None and task.clause.document in briefs:
            passage = locate_clause(task.clause, briefs[task.clause.document])
            if passage is not None:
                yield Citation("task", task.id, passage)


def pack_tables(pack: Pack, briefs: Mapping[str, Document]) -> dict[str, Sequence[Any]]:
    """Return the tables that a pack fills as it stands."""
    city = City(
        id=pack.id,
        name=pack.name,
        region_code=pack.region_code,
        region=city_of(pack),
        licence=pack.licence,
        as_of=pack.as_of,
        boundary_licence=pack.boundary_licence,
        election=pack.election,
        bounds=pack.bounds,
        tracks=tuple(industry.id for industry in pack.industries if industry.is_track),
    )
    return {
        "city": [city],
        "plan": pack.plans,
        "industry": pack.industries,
        "system": pack.systems,
        "region": pack.regions,
        "district": pack.districts,
        "park": pack.parks,
        "batch": pack.batches,
        "task": pack.tasks,
        "indicator": pack.lexicon.indicators,
        "linkage": pack.linkages,
        "not_published": [NotPublished(*row) for row in pack.not_published],
        "gap": pack.gaps,
        "lexicon": list(lexicon_entries(pack)),
        "citation": list(citations(pack, briefs)),
    }
