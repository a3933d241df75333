"""The steps in order: a pack becomes an atlas, and documents are added to one.

Start reading here::

    pack ──▶ briefs read ──▶ assertions ──▶ ledger ──▶ rows ──▶ a new generation
    files ─▶ documents ────▶ statements ─▶ together with what the atlas holds already
    decisions on reviews ──────────────────▶ laid over all of it

All commands end in the same place: all rows of the atlas, which `saidao.store` compares
with the generation before and appends as a revision. The same pack and documents give
the same content, in whatever order they came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import get_args

import saidao
from saidao import ledger, packs, store
from saidao.documents import open_source, read_documents_bytes, read_file
from saidao.documents.document import Document, Metadata
from saidao.documents.metadata import merged
from saidao.errors import InvalidInput, SaidaoError, StoreError
from saidao.ledger import (
    Decision,
    Intake,
    ReadDocument,
    find_review,
    key_of,
    unsettle,
)
from saidao.ledger.documents import SOURCE_MARK
from saidao.ledger.provenance import known_source, own_source
from saidao.ledger.records import Action
from saidao.packs.pack import Authority, Brief, Pack, Source
from saidao.register.manifest import Register
from saidao.statements.reader import read_document
from saidao.statements.statement import Context
from saidao.store import AddedFile, DocumentText, Pointer, Rows, Snapshot, StoredDocument
from saidao.store.rows import extended_rows, hashes_of, pack_rows, resolver_of, stored

__all__ = ["AddedDocument", "Built", "FailedSource", "Progress", "add", "build", "decide"]

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many steps are done and how many there are."""

Registers = Callable[[Pack, Path, Sequence[Register]], Sequence[Register]]
"""Told the pack, the folder of the atlas and the registers it has; returns those it shall."""


@dataclass(frozen=True, slots=True)
class FailedSource:
    """A file or address that could not be read, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Built:
    """What a build or an addition made.

    `replaced` is the pointer of the atlas of another version of Saidao that was made
    anew, `unread` names what was added to it and cannot be read by this version.
    `failed` are the files of an addition that could not be read.
    """

    pointer: Pointer
    changed: bool
    replaced: Pointer | None = None
    unread: tuple[str, ...] = ()
    failed: tuple[FailedSource, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedDocument:
    """One document of a source that was added; `known` where the atlas held it already."""

    name: str
    document: StoredDocument
    known: bool


def silent(_what: str, _done: int, _of: int) -> None:
    """Report progress to nobody."""


def build(
    pack_folder: Path,
    out: Path,
    *,
    recorded_at: str,
    progress: Progress = silent,
    registers: Registers | None = None,
) -> Built:
    """Build the atlas of a pack in `out`, documents added there before included.

    Parameters
    ----------
    pack_folder : Path
        The pack.
    out : Path
        A new or empty folder, or an atlas to bring up to date, also one of another
        version of Saidao.
    recorded_at : str
        ISO time for the revision; no part of the content.
    progress : callable, optional
    registers : callable, optional
        Asked which registers the atlas shall have; those that it has where it is not given.

    Raises
    ------
    PackError
        If the pack is wrong; nothing is written.
    StoreError
        If the atlas cannot be written; what was there before is whole.
    """
    progress("pack", 0, 1)
    pack = packs.load(pack_folder)
    inputs = store.inputs_of(pack_folder)
    progress("pack", 1, 1)
    briefs = [
        brief_document(pack, brief, progress, number, len(pack.briefs))
        for number, brief in enumerate(pack.briefs)
    ]
    with store.writing(out):
        before = store.present_pointer(out)
        if before is not None and before.city != pack.id:
            raise StoreError(f"{out}: got an atlas of {before.city}, expected one of {pack.id}")
        kept, unread = added_before(out, before, pack, progress) if before else ([], ())
        recorded = store.recorded(out, before) if before else store.Recorded()
        if registers is not None:
            progress("register", 0, 1)
            held = registers(pack, out, recorded.registers)
            recorded = replace(recorded, registers=tuple(held))
            progress("register", 1, 1)
        rows = pack_rows(pack, briefs, kept, recorded)
        built = write(
            out, before, rows, city=pack.id, inputs=inputs, recorded_at=recorded_at, what="build"
        )
    replaced = before if before is not None and before.has_other_tables else None
    return replace(built, replaced=replaced, unread=unread + recorded.unread)


def add(
    folder: Path,
    sources: Sequence[str | Path],
    *,
    recorded_at: str,
    authority: Authority | None = None,
    progress: Progress = silent,
) -> tuple[Built, tuple[AddedDocument, ...]]:
    """Read documents into an atlas.

    All that can be read enters in one revision. A document whose bytes the atlas holds
    already changes nothing.

    Parameters
    ----------
    folder : Path
        The atlas.
    sources : sequence of str or Path
        Files, feeds and web addresses. Each item of a feed is a document of its own.
    recorded_at : str
        ISO time for the revision.
    authority : str, optional
        What the documents are, where the user knows.
    progress : callable, optional

    Returns
    -------
    Built
        Its `failed` names the sources that could not be read.
    tuple of AddedDocument
        The others, in the order given.

    Raises
    ------
    StoreError
        If the folder is no atlas or cannot be written.
    """
    if authority is not None and authority not in get_args(Authority):
        raise InvalidInput("authority", repr(authority), "one of " + ", ".join(get_args(Authority)))
    store.read_pointer(folder)  # A wrong folder is said before the reading takes its time.
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        held = {document.sha256: document for document in snapshot.document}
        # What another added document is by itself is left out, or it would matter which
        # of two copies came first; copies find one another by their text.
        cited = [source for source in snapshot.source if source.id not in snapshot.documents]
        added: list[AddedDocument] = []
        read: list[ReadDocument] = []
        failed: list[FailedSource] = []
        for number, source in enumerate(map(str, sources)):
            progress("read", number, len(sources))
            try:
                opened = open_source(source)
                fresh = {
                    document.sha256: read_added(
                        document,
                        cited,
                        snapshot.city.name.zh,
                        authority,
                        file=hashlib.sha256(opened.data).hexdigest(),
                    )
                    for document in opened.documents
                    if document.sha256 not in held
                }
            except SaidaoError as problem:
                failed.append(FailedSource(source, str(problem).removeprefix(f"{source}: ")))
                continue
            except Exception as problem:
                # A fault of ours in one document must not keep the others out.
                said = f"met a fault of Saidao ({type(problem).__name__}: {problem})"
                failed.append(FailedSource(source, said))
                continue
            if fresh:
                store.keep_document(folder, opened.data)
            read += fresh.values()
            held |= {sha256: stored(one, origin="added") for sha256, one in fresh.items()}
            added += [
                AddedDocument(source, held[one.sha256], known=one.sha256 not in fresh)
                for one in opened.documents
            ]
        progress("read", len(sources), len(sources))
        if not read:
            return Built(before, changed=False, failed=tuple(failed)), tuple(added)
        built = write(
            folder,
            before,
            extended_rows(snapshot, texts, read=read),
            city=before.city,
            inputs=before.inputs,
            recorded_at=recorded_at,
            what="add " + " ".join(sorted(one.document.id for one in read)),
        )
    return replace(built, failed=tuple(failed)), tuple(added)


def decide(
    folder: Path,
    id: str,
    action: Action,
    *,
    by: str,
    recorded_at: str,
    candidate: int | None = None,
    fields: Sequence[tuple[str, str]] = (),
    note: str = "",
    seen: str | None = None,
) -> tuple[Built, Decision]:
    """Decide on a review, or on an assertion that a person questions.

    The decision is a row of its own and is kept for good; the ledger is reconciled with
    it in a new generation.

    Parameters
    ----------
    folder : Path
        The atlas.
    id : str
        Of the review or the assertion.
    action : {'accept', 'correct', 'reject', 'reopen'}
    by : str
        Who decides.
    recorded_at : str
        ISO time.
    candidate : int, optional
        Which reading, from 1; not needed where there is only one.
    fields : sequence of (str, str)
        Corrections: names of `saidao.ledger.corrections.FIELDS` with values as text.
    note : str
        Why.
    seen : str, optional
        Key of the review as the person saw it.

    Raises
    ------
    NotFound
        If nothing in the atlas has that id.
    InvalidInput
        If the decision cannot be, or the review is no longer what was seen.
    StoreError
        If the atlas cannot be written.
    """
    store.read_pointer(folder)
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        held = unsettle(Intake(snapshot.assertion, snapshot.observation, snapshot.review))
        review = find_review(
            id, [*held.reviews, *snapshot.review], held.assertions, hashes_of(snapshot.document)
        )
        if seen is not None and seen != key_of(review):
            raise InvalidInput("review", id, "what you saw; it has changed since, look again")
        decision = ledger.decide(
            review,
            action,
            candidate=candidate,
            fields=fields,
            by=by,
            at=recorded_at,
            note=note,
            before=snapshot.decision,
            resolver=resolver_of(snapshot, held),
        )
        built = write(
            folder,
            before,
            extended_rows(snapshot, texts, decided=[decision]),
            city=before.city,
            inputs=before.inputs,
            recorded_at=recorded_at,
            what=f"review {review.id}: {action}",
        )
    return built, decision


def write(
    folder: Path,
    before: Pointer | None,
    rows: Rows,
    *,
    city: str,
    inputs: str,
    recorded_at: str,
    what: str,
) -> Built:
    """Publish rows as a new generation, unless they are what the atlas holds."""
    known = before is not None and not before.has_other_tables
    if before is not None and known and store.content_hash(rows) == before.content_hash:
        if before.inputs != inputs:
            before = replace(before, inputs=inputs, saidao=saidao.__version__)
            store.repoint(folder, before)
        return Built(before, changed=False)
    pointer = store.publish(
        folder,
        before,
        lambda database: store.append(
            database,
            rows,
            recorded_at=recorded_at,
            what=what,
            after=before.revision if before else 0,
        ),
        city=city,
        inputs=inputs,
        saidao=saidao.__version__,
    )
    store.collect_registers(folder)
    return Built(pointer, changed=True)


def brief_document(
    pack: Pack, brief: Brief, progress: Progress, number: int, total: int
) -> ReadDocument:
    """Read a brief of a pack."""
    progress("briefs", number, total)
    document = read_file(brief.path, id=brief.id)
    # The name that stands in the atlas must not say where the pack lay when it was built.
    stored_as = Metadata(
        title=brief.title.zh,
        issued=brief.issued or "",
        language=document.metadata.language,
        region=pack.name.zh,
    )
    document = replace(document, name=f"documents/{brief.path.name}", metadata=stored_as)
    progress("briefs", number + 1, total)
    return ReadDocument(document, read_document(as_read(document)), brief=True)


def as_read(brief: Document) -> Document:
    """Return a brief as the reader shall see it: without source marks and date.

    A mark is no part of a noun, and a figure without a date does not become one of the
    day on which somebody wrote the brief. Every place stays where it is.
    """
    text = SOURCE_MARK.sub(lambda mark: " " * len(mark[0]), brief.text)
    return replace(brief, text=text, metadata=replace(brief.metadata, issued=""))


def added_before(
    folder: Path, before: Pointer, pack: Pack, progress: Progress
) -> tuple[list[ReadDocument], tuple[str, ...]]:
    """Read again the documents that users added, with the present rules and sources.

    Returns
    -------
    tuple
        What was read, and the names of files of an atlas of another version that cannot
        be. In an atlas of this version such a file is an error, or it would be lost.
    """
    kept = store.added_files(folder, before)
    read: list[ReadDocument] = []
    unread: list[str] = []
    opened: dict[str, list[Document]] = {}
    for number, one in enumerate(kept):
        progress("documents", number, len(kept))
        try:
            if one.file not in opened:
                # Items of one feed follow one another; only its last file is held.
                opened = {one.file: kept_documents(folder, one)}
            by_digest = {document.sha256: document for document in opened[one.file]}
            wanted = by_digest if one.sha256 is None else [one.sha256]
            found = [by_digest[sha256] for sha256 in wanted if sha256 in by_digest]
            if not found:
                raise StoreError(f"{one.name}: is no longer read as it was when it was added")
        except SaidaoError:
            if not before.has_other_tables:
                raise
            unread.append(one.name)
            continue
        read += [
            read_added(document, pack.sources, pack.name.zh, one.authority, file=one.file)
            for document in found
        ]
    return read, tuple(unread)


def kept_documents(folder: Path, one: AddedFile) -> list[Document]:
    """Return the documents of a file that the atlas keeps, as they were read when added."""
    data = store.kept_document(folder, one.file)
    documents = read_documents_bytes(data, one.name)
    if one.url and len(documents) == 1:
        # An address that the page came from; what a page says of itself may be another.
        url = Metadata(url=one.url)
        documents = [replace(each, metadata=merged(each.metadata, url)) for each in documents]
    return documents


def contents(folder: Path, pointer: Pointer) -> tuple[Snapshot, tuple[DocumentText, ...]]:
    """Return all that a generation holds."""
    connection = store.connect(store.database_of(folder, pointer), read_only=True)
    try:
        snapshot = store.read_snapshot(connection, pointer.content_hash)
        return snapshot, store.read_texts(connection)
    finally:
        connection.close()


def read_added(
    document: Document,
    sources: Sequence[Source],
    city: str,
    authority: Authority | None,
    *,
    file: str,
) -> ReadDocument:
    """Read a document that a user brings, for the city of the atlas.

    `file` is the digest of the bytes that it stands in.
    """
    # Where it lay on the user's disk is nobody else's business.
    name = PurePath(document.name).name
    stem = re.sub(r"[^a-z0-9]+", "-", PurePath(name).stem.lower()).strip("-") or "document"
    # A feed brings many documents of one name.
    digits = 8 if document.sha256 == file else 12
    document = replace(document, id=f"{stem}-{document.sha256[:digits]}", name=name)
    meta = document.metadata
    context = Context(
        title=meta.title,
        date=meta.issued,
        region=meta.region or city,
        language=meta.language,
    )
    source = known_source(document, sources) or own_source(document, authority)
    return ReadDocument(document, read_document(document, context), source=source, file=file)
