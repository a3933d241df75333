"""All rows of an atlas: from a pack, or from the atlas with documents or decisions more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from saidao.documents.document import Document
from saidao.ledger import (
    Decision,
    Intake,
    Ledger,
    ReadDocument,
    Resolver,
    document_intake,
    pack_intake,
    reconcile,
    settle,
    unsettle,
)
from saidao.ledger.figures.records import Imported
from saidao.ledger.forecasts import Forecast
from saidao.ledger.intake import city_of, known_subjects, locate_clause
from saidao.ledger.mentions import Mentioned, PlacedText, attachments, mentions_in
from saidao.ledger.records import Assertion
from saidao.ledger.searches import Searched
from saidao.ledger.stories import story_marks
from saidao.ledger.tasks import DocumentFacts, TechnologyTask, technology_tasks
from saidao.ledger.voices import sketch
from saidao.packs.pack import Pack, Plan, Source, Task
from saidao.register.manifest import Register
from saidao.store.carrying import Recorded
from saidao.store.database import Rows
from saidao.store.tables import (
    TABLES,
    Citation,
    City,
    DocumentText,
    LexiconEntry,
    NotPublished,
    Snapshot,
    StoredDocument,
)
from saidao.terms.name import Name

__all__ = [
    "extended_rows",
    "hashes_of",
    "pack_rows",
    "register_rows",
    "resolver_of",
    "stored",
]

NOTHING = Recorded()


def stored(read: ReadDocument, *, origin: str, title: Name | None = None) -> StoredDocument:
    """Return the row of a document."""
    document, meta = read.document, read.document.metadata
    return StoredDocument(
        id=document.id,
        sha256=document.sha256,
        file=read.file or document.sha256,
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
        marks=story_marks(
            document.text,
            title=meta.title,
            url=meta.url,
            publisher=meta.issuer,
            region=meta.region,
            issued=meta.issued,
        ),
    )


def text_of(read: ReadDocument) -> DocumentText:
    """Return the text row of a document."""
    return DocumentText(read.document.id, read.document.text, read.document.blocks)


def sketches_of(documents: Iterable[StoredDocument]) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Return what is needed to see that two documents are copies of one another.

    Briefs cite many sources and are the voice of none.
    """
    return {d.id: (d.source, d.sketch) for d in documents if d.source is not None}


def stories_of(documents: Iterable[StoredDocument]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Return what is needed to see that two documents tell one story; briefs tell none."""
    return {d.id: (d.source, d.marks) for d in documents if d.source is not None}


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
    yield from (LexiconEntry(one.kind, one.name, one.district) for one in pack.place_names)


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


def pack_rows(
    pack: Pack,
    briefs: Sequence[ReadDocument],
    added: Sequence[ReadDocument],
    recorded: Recorded = NOTHING,
) -> Rows:
    """Return all rows of the atlas of a pack, with what was added to it and put on record."""
    titles = {brief.id: brief.title for brief in pack.briefs}
    documents = [stored(read, origin="pack", title=titles[read.document.id]) for read in briefs]
    documents += [stored(read, origin="added") for read in added]
    sources = {source.id: source for source in pack.sources}
    for read in added:
        # The pack may cite by now what was a source of its own when it was added.
        if read.source is not None and read.source.id not in sources:
            sources[read.source.id] = read.source
    for one in recorded.imported:
        sources.setdefault(one.source.id, one.source)
    from_pack = pack_intake(pack, briefs)
    resolver = Resolver(pack.lexicon, city_of(pack), known_subjects(from_pack.assertions))
    intakes = [from_pack, *(document_intake(read, resolver) for read in added)]
    intakes.append(Intake(observations=tuple(one.value for one in recorded.imported)))
    settled = settle(joined(intakes), recorded.decisions, hashes_of(documents), resolver)
    found = reconcile(
        [settled],
        sources,
        sketches_of(documents),
        pack.election,
        pack.plans,
        stories_of(documents),
    )
    texts = [text_of(read) for read in (*briefs, *added)]
    named = [one for read in (*briefs, *added) for one in mentions_in(read)]
    tables = pack_tables(pack, {read.document.id: read.document for read in briefs})
    return {
        **tables,
        "technology_task": task_rows(
            pack.tasks,
            tables["citation"],
            documents,
            texts,
            named,
            found.assertions,
            resolver,
            sources,
            pack.plans,
        ),
        "source": list(sources.values()),
        "document": documents,
        "document_text": texts,
        **mention_rows(texts, named, found.assertions),
        "decision": recorded.decisions,
        "imported": recorded.imported,
        "searched": recorded.searched,
        "forecast": recorded.forecasts,
        "register": recorded.registers,
        **ledger_rows(found),
    }


def extended_rows(
    snapshot: Snapshot,
    texts: Sequence[DocumentText],
    *,
    read: Sequence[ReadDocument] = (),
    decided: Sequence[Decision] = (),
    imported: Sequence[Imported] | None = None,
    searched: Sequence[Searched] = (),
    forecasts: Sequence[Forecast] = (),
) -> Rows:
    """Return all rows of an atlas with some documents or records more.

    `imported` are all figures that users brought, where these have changed.
    """
    held = unsettle(Intake(snapshot.assertion, snapshot.observation, snapshot.review))
    resolver = resolver_of(snapshot, held)
    figures = snapshot.imported if imported is None else tuple(imported)
    read_here = tuple(one for one in held.observations if one.origin != "import")
    held = replace(held, observations=read_here + tuple(one.value for one in figures))
    intakes = [held, *(document_intake(one, resolver) for one in read)]
    sources = dict(snapshot.sources)
    for old in snapshot.imported:
        if old.source.id.startswith("table-"):
            sources.pop(old.source.id, None)
    for figure in figures:
        sources.setdefault(figure.source.id, figure.source)
    for one in read:
        if one.source is not None:
            sources.setdefault(one.source.id, one.source)
    documents = [*snapshot.document, *(stored(one, origin="added") for one in read)]
    decisions = [*snapshot.decision, *decided]
    settled = settle(joined(intakes), decisions, hashes_of(documents), resolver)
    found = reconcile(
        [settled],
        sources,
        sketches_of(documents),
        snapshot.city.election,
        snapshot.plan,
        stories_of(documents),
    )
    all_texts = [*texts, *(text_of(one) for one in read)]
    named = [*snapshot.mention, *(each for one in read for each in mentions_in(one))]
    kept: dict[str, Sequence[Any]] = {
        table.name: getattr(snapshot, table.name)
        for table in TABLES
        if table.name not in {"city", "document_text"}
    }
    return {
        **kept,
        "technology_task": task_rows(
            snapshot.task,
            snapshot.citation,
            documents,
            all_texts,
            named,
            found.assertions,
            resolver,
            sources,
            snapshot.plan,
        ),
        "city": [snapshot.city],
        "source": list(sources.values()),
        "document": documents,
        "document_text": all_texts,
        **mention_rows(all_texts, named, found.assertions),
        "decision": decisions,
        "imported": figures,
        "searched": [*snapshot.searched, *searched],
        "forecast": [*snapshot.forecast, *forecasts],
        **ledger_rows(found),
    }


def register_rows(
    snapshot: Snapshot, texts: Sequence[DocumentText], registers: Sequence[Register]
) -> Rows:
    """Return all rows of an atlas with these registers; nothing else of it is made anew."""
    kept: dict[str, Sequence[Any]] = {
        table.name: getattr(snapshot, table.name)
        for table in TABLES
        if table.name not in {"city", "document_text"}
    }
    return {
        **kept,
        "city": [snapshot.city],
        "document_text": texts,
        "register": tuple(sorted(registers, key=lambda one: one.id)),
    }


def task_rows(
    tasks: Sequence[Task],
    cited: Iterable[Citation],
    documents: Sequence[StoredDocument],
    texts: Sequence[DocumentText],
    mentions: Sequence[Mentioned],
    assertions: Sequence[Assertion],
    resolver: Resolver,
    sources: Mapping[str, Source],
    plans: Sequence[Plan],
) -> tuple[TechnologyTask, ...]:
    """Return the ledger of technology tasks."""
    return technology_tasks(
        tasks,
        {one.subject: one.passage for one in cited if one.kind == "task"},
        mentions,
        [DocumentFacts(d.id, d.issued, d.source, d.origin == "pack") for d in documents],
        [PlacedText(one.document, one.text, one.blocks) for one in texts],
        assertions,
        resolver,
        sources,
        plans,
    )


def mention_rows(
    texts: Sequence[DocumentText], named: Sequence[Mentioned], assertions: Sequence[Assertion]
) -> dict[str, Sequence[Any]]:
    """Return the tables of what documents name, and of what it belongs to."""
    placed = [PlacedText(one.document, one.text, one.blocks) for one in texts]
    mentions, attached = attachments(placed, named, assertions)
    return {"mention": mentions, "attached": attached}


def resolver_of(snapshot: Snapshot, held: Intake) -> Resolver:
    """Return what resolves words in an atlas; `held` is what it holds, undecided."""
    known = known_subjects(held.assertions)
    return Resolver(snapshot.as_lexicon, snapshot.city.region, known)


def joined(intakes: Sequence[Intake]) -> Intake:
    """Return several intakes as one."""
    return Intake(
        tuple(assertion for intake in intakes for assertion in intake.assertions),
        tuple(observation for intake in intakes for observation in intake.observations),
        tuple(review for intake in intakes for review in intake.reviews),
    )


def hashes_of(documents: Sequence[StoredDocument]) -> dict[str, str]:
    """Return the digest of each document's bytes by its id."""
    return {document.id: document.sha256 for document in documents}
