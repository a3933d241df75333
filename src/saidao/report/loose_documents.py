"""Documents as they lie in a folder, laid out as an atlas in memory: nothing is written.

Beside an atlas their words are resolved by its lexicon, and they stand among what it
holds. Without one they speak for themselves: two figures are of one thing where the words
for them are the same.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from saidao.answers.versions import LOOSE
from saidao.atlas import Atlas
from saidao.documents import open_source
from saidao.errors import DocumentError
from saidao.ledger import Intake, ReadDocument, Resolver, document_intake, reconcile
from saidao.ledger.provenance import own_source
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
        except (DocumentError, MemoryError, RecursionError) as problem:
            said = str(problem).removeprefix(f"{source}: ") or "is too large or nested too deep"
            unread.append(Unread(source, said))
            continue
        for one in documents:
            own = one.source or own_source(one.document, None)
            read.setdefault(one.document.id, replace(one, source=own))
        ids[source] = tuple(one.document.id for one in documents)
    return Opened(tuple(read.values()), ids, tuple(unread))


def lay_out(sources: Sequence[str], *, apart: bool = True) -> Laid:
    """Lay out documents that no atlas is at hand for.

    Parameters
    ----------
    sources : sequence of str
        Files and addresses.
    apart : bool
        Whether documents of different places are kept apart, as in a folder of articles;
        two versions of one plan are not.
    """
    found = opened(sources, None)
    resolver = Resolver(NOTHING, LOOSE)
    intakes = [placed(one, document_intake(one, resolver), apart=apart) for one in found.read]
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


PLACE = re.compile(
    r"^[^\u4e00-\u9fff]{0,8}([\u4e00-\u9fff]{2,7}?(?:特别行政区|自治[区州县]|新区|省|市|区|县))"
    r"|^(?:The )?([A-Z][a-z]+(?: [A-Z][a-z]+){0,2} (?:City|County|Province|State|District))\b"
)
"""A place at the head of a title or of the name of a body."""


def home_of(read: ReadDocument, intake: Intake) -> str:
    """Return the place that a document is about where it names none; empty if nothing tells.

    Its own metadata say it, else its title or issuer begins with it, else it is the place
    that its statements name most often.
    """
    meta = read.document.metadata
    if meta.region:
        return fold(meta.region)
    for words in (meta.title, meta.issuer):
        if (found := PLACE.match(words)) is not None:
            return fold(found[1] or found[2])
    named = Counter(fold(one.region_words) for one in intake.assertions if one.region_words)
    return max(sorted(named), key=lambda place: named[place], default="")


def placed(read: ReadDocument, intake: Intake, *, apart: bool) -> Intake:
    """Return an intake in which every place that is named is a region of its own.

    No list of places is at hand. Where documents are kept `apart`, what two cities say
    is not taken for two statements about one; where two versions are compared, the home
    of each is the same place.
    """
    home = home_of(read, intake)
    own = (home or LOOSE) if apart else LOOSE
    regions = {
        one.id: own if fold(one.region_words) in {"", home} else fold(one.region_words)
        for one in intake.assertions
    }
    return replace(
        intake,
        assertions=tuple(
            replace(
                one,
                subject=replace(
                    one.subject,
                    region=regions[one.id],
                    # 江州市生物医药 is the industry of a place that is said already.
                    industry=without_place(one.subject.industry, one.region_words),
                    indicator=without_place(one.subject.indicator, one.region_words),
                ),
            )
            for one in intake.assertions
        ),
        observations=tuple(
            replace(one, region=regions.get(one.id, own)) for one in intake.observations
        ),
    )


def without_place(words: str, place: str) -> str:
    """Return what no lexicon knows without the place before it."""
    rest = words.removeprefix(f"?{fold(place)}") if place else words
    return f"?{rest}" if rest and rest != words else words


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
