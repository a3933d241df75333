"""What documents name, and who answers for a commitment by what means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saidao.answers.shapes import (
    BodyView,
    ClauseView,
    InstrumentView,
    MentionPartView,
    MentionView,
)
from saidao.ledger.mentions import Mentioned, NamedPart
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["bodies", "instruments", "mention_views"]

ROLES = ("lead", "co", "contact", "unspecified")
"""From who leads to who is only named; a body that is both is shown as the first."""


def bodies(snapshot: Snapshot, assertions: Iterable[str]) -> tuple[BodyView, ...]:
    """Return the bodies that answer for any of some assertions, who leads first."""
    found: dict[str, BodyView] = {}
    for id in assertions:
        for one in snapshot.belonging.get(id, ()):
            for part in one.parts if one.kind == "responsible" else ():
                if part.kind != "body":
                    continue
                name = body_name(snapshot, part.name)
                role = part.role if part.role in ROLES else ROLES[-1]
                held = found.get(name.zh)
                if held is None or ROLES.index(role) < ROLES.index(held.role):
                    found[name.zh] = BodyView(name, role, part_clause(snapshot, one, part))
    return tuple(sorted(found.values(), key=lambda body: ROLES.index(body.role)))


def instruments(snapshot: Snapshot, assertions: Iterable[str]) -> tuple[InstrumentView, ...]:
    """Return the instruments that the sentences of some assertions name, each once."""
    found: dict[tuple[str, str], InstrumentView] = {}
    for id in assertions:
        for one in snapshot.belonging.get(id, ()):
            if one.kind == "instrument":
                name = Name(one.name, snapshot.glossary.get(one.name, ""))
                kind = one.role or "other"
                view = InstrumentView(name, kind, clause(snapshot, one))
                found.setdefault((kind, one.name), view)
    return tuple(found.values())


def mention_views(snapshot: Snapshot, document: str) -> tuple[MentionView, ...]:
    """Return what a document names, in the order of its text."""
    belongs = commitments_by_mention(snapshot)
    found = [
        MentionView(
            id=one.id,
            kind=one.kind,
            role=one.role,
            name=mention_name(snapshot, one),
            start=one.passage.start,
            end=one.passage.end,
            parts=tuple(
                MentionPartView(
                    part.kind,
                    part.role,
                    body_name(snapshot, part.name) if part.kind == "body" else Name(part.name),
                    part.start,
                    part.end,
                )
                for part in one.parts
            ),
            commitment_ids=belongs.get(one.id, ()),
        )
        for one in snapshot.mention
        if one.passage.document == document
    ]
    return tuple(sorted(found, key=lambda view: (view.start, view.end, view.kind)))


def commitments_by_mention(snapshot: Snapshot) -> Mapping[str, tuple[str, ...]]:
    """Return the commitments whose assertions a mention belongs to, by its id."""
    made = snapshot.answered.get("commitments by mention")
    if made is None:
        of = {membership.assertion: membership.commitment for membership in snapshot.membership}
        grouped: dict[str, dict[str, None]] = {}
        for pair in snapshot.attached:
            if pair.assertion in of:
                grouped.setdefault(pair.mention, {})[of[pair.assertion]] = None
        made = {mention: tuple(sorted(ids)) for mention, ids in grouped.items()}
        snapshot.answered["commitments by mention"] = made
    views: Mapping[str, tuple[str, ...]] = made
    return views


def mention_name(snapshot: Snapshot, one: Mentioned) -> Name:
    """Return a mention's name with its English, where the atlas knows it."""
    if one.kind == "zone":
        for park in snapshot.park:
            if one.name in (park.name.zh, park.name.en):
                return park.name
    return Name(one.name, snapshot.glossary.get(one.name, ""))


def body_name(snapshot: Snapshot, name: str) -> Name:
    """Return the full name of a body that the pack's lexicon knows, else what is written."""
    known = snapshot.answered.get("bodies")
    if known is None:
        known = {
            entry.spelling: Name(entry.target, entry.target_en)
            for entry in snapshot.lexicon
            if entry.kind == "body"
        }
        snapshot.answered["bodies"] = known
    found: Name = known.get(name, Name(name))
    return found


def clause(snapshot: Snapshot, one: Mentioned) -> ClauseView:
    """Return where a mention stands."""
    passage = one.passage
    document = snapshot.documents[passage.document]
    return ClauseView(document.id, document.title.zh, passage.start, passage.end, passage.quote)


def part_clause(snapshot: Snapshot, one: Mentioned, part: NamedPart) -> ClauseView:
    """Return where a part of a mention stands."""
    document = snapshot.documents[one.passage.document]
    return ClauseView(document.id, document.title.zh, part.start, part.end, part.name)
