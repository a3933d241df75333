"""Documents as they lie in a folder, laid out as an atlas in memory: nothing is written.

Beside an atlas their words are resolved by its lexicon, and they stand among what it
holds. Without one they speak for themselves: two figures are of one thing where the words
for them are the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from saidao.answers.versions import LOOSE
from saidao.atlas import Atlas
from saidao.documents import open_source
from saidao.errors import DocumentError
from saidao.ledger import Intake, ReadDocument, Resolver, document_intake, reconcile
from saidao.ledger.provenance import own_source
from saidao.ledger.records import Assertion
from saidao.ledger.resolve import fold
from saidao.packs.pack import Lexicon
from saidao.pipeline import read_added
from saidao.store import Snapshot
from saidao.store.rows import extended_rows, sketches_of, stored
from saidao.store.tables import TABLES, City
from saidao.terms.name import Name

__all__ = ["Laid", "Unread", "lay_out", "lay_out_beside"]

ELECTION = ("authority", "plan", "date", "specificity")
NOTHING = Lexicon(industries={}, indicators=(), regions={}, bodies={})


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that could not be read, and why."""

    name: str
    problem: str


@dataclass(frozen=True, slots=True)
class Laid:
    """Documents laid out as an atlas.

    Parameters
    ----------
    snapshot : Snapshot
    texts : mapping
        Reading texts by document id.
    ids : mapping
        Each source as given, with the ids of its documents.
    unread : tuple of Unread
    """

    snapshot: Snapshot
    texts: Mapping[str, str]
    ids: Mapping[str, tuple[str, ...]]
    unread: tuple[Unread, ...] = ()

    def text(self, document: str) -> str:
        """Return the reading text of a document; empty where it has none."""
        return self.texts.get(document, "")


@dataclass(frozen=True, slots=True)
class Opened:
    """What could be read of some sources, and what not."""

    read: tuple[ReadDocument, ...]
    ids: dict[str, tuple[str, ...]]
    unread: tuple[Unread, ...]


def opened(sources: Sequence[str], snapshot: Snapshot | None) -> Opened:
    """Read sources, for the city of an atlas where there is one."""
    read: dict[str, ReadDocument] = {}
    ids: dict[str, tuple[str, ...]] = {}
    unread: list[Unread] = []
    city = snapshot.city.name.zh if snapshot else ""
    cited = snapshot.source if snapshot else ()
    for source in sources:
        try:
            found = open_source(source)
            digest = hashlib.sha256(found.data).hexdigest()
            documents = [read_added(one, cited, city, None, file=digest) for one in found.documents]
        except DocumentError as problem:
            unread.append(Unread(source, str(problem).removeprefix(f"{source}: ")))
            continue
        for one in documents:
            own = one.source or own_source(one.document, None)
            read.setdefault(one.document.id, replace(one, source=own))
        ids[source] = tuple(one.document.id for one in documents)
    return Opened(tuple(read.values()), ids, tuple(unread))


def lay_out(sources: Sequence[str]) -> Laid:
    """Lay out documents that no atlas is at hand for."""
    found = opened(sources, None)
    resolver = Resolver(NOTHING, LOOSE)
    intakes = [placed(document_intake(one, resolver)) for one in found.read]
    sources_of = {one.source.id: one.source for one in found.read if one.source}
    documents = tuple(stored(one, origin="added") for one in found.read)
    ledger = reconcile(intakes, sources_of, sketches_of(documents), ELECTION)
    snapshot = Snapshot(
        city=City(
            id=LOOSE,
            name=Name("文件", "Documents"),
            region_code="000000",
            region=LOOSE,
            licence="",
            as_of="",
            boundary_licence="",
            election=ELECTION,
            bounds=None,
            tracks=(),
        ),
        content_hash="",
        revision=0,
        source=tuple(sources_of.values()),
        document=documents,
        assertion=ledger.assertions,
        observation=ledger.observations,
        review=ledger.reviews,
        commitment=ledger.commitments,
        membership=ledger.memberships,
        election=ledger.elections,
        conflict=ledger.conflicts,
    )
    texts = {one.document.id: one.document.text for one in found.read}
    return Laid(snapshot, texts, found.ids, found.unread)


def placed(intake: Intake) -> Intake:
    """Return an intake in which every place that is named is a region of its own.

    No list of places is at hand; what two districts say of themselves must not be taken
    for two statements about one place.
    """

    def at_home(one: Assertion) -> Assertion:
        if not one.region_words:
            return one
        return replace(one, subject=replace(one.subject, region=fold(one.region_words)))

    return replace(
        intake,
        assertions=tuple(at_home(one) for one in intake.assertions),
        observations=tuple(
            replace(value, region=fold(said.region_words)) if said.region_words else value
            for value in intake.observations
            for said in intake.assertions
            if said.id == value.id
        ),
    )


def lay_out_beside(atlas: Atlas, sources: Sequence[str]) -> Laid:
    """Lay out documents among what an atlas holds; the atlas stays as it is."""
    snapshot = atlas.snapshot
    found = opened(sources, snapshot)
    held = {one.sha256: one.id for one in snapshot.document}
    fresh = [one for one in found.read if one.document.sha256 not in held]
    ids = {one.document.id: held.get(one.document.sha256, one.document.id) for one in found.read}
    kept = tuple(atlas.text(one.id) for one in snapshot.document)
    rows = extended_rows(snapshot, kept, read=fresh)
    tables = {
        table.name: tuple(sorted(rows[table.name], key=table.key_of))
        for table in TABLES
        if table.name not in {"city", "document_text"}
    }
    laid = Snapshot(
        city=snapshot.city,
        content_hash=snapshot.content_hash,
        revision=snapshot.revision,
        **tables,  # type: ignore[arg-type]
    )
    texts = {one.document.id: one.document.text for one in fresh}
    texts |= {one.document: one.text for one in kept}
    return Laid(
        laid,
        texts,
        {source: tuple(ids[id] for id in those) for source, those in found.ids.items()},
        found.unread,
    )
