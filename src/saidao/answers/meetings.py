"""What a document that was added agrees with, contradicts, and says for the first time."""

from __future__ import annotations

from saidao.answers.contradictions import (
    conflict_view,
    conflicts,
    conflicts_of,
    disagreements,
)
from saidao.answers.members import members
from saidao.answers.shapes import AssertionView, ConflictView, Meeting, ObservedParty, PartyView
from saidao.answers.views import reading, subject_title
from saidao.ledger.records import Assertion
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import period_name

__all__ = ["contradictory_figures", "meetings"]


def meetings(snapshot: Snapshot, document_id: str) -> tuple[Meeting, ...]:
    """Return the commitments that a document speaks of, in the order of its text."""
    commitments = {one.id: one for one in snapshot.commitment}
    found: list[tuple[int, Meeting]] = []
    for membership in snapshot.membership:
        assertion = snapshot.assertions[membership.assertion]
        passage = assertion.passage
        if assertion.origin == "pack" or passage is None or passage.document != document_id:
            continue
        id = membership.commitment
        views = members(snapshot)[id]
        mine = {v.id for v in views if v.clause and v.clause.document_id == document_id}
        alone = all(view.id in mine for view in views)
        own, others = disagreements(snapshot, id, assertion, views[0], alone=alone)
        outcome = "conflicting" if own else ("new" if alone else "agreeing")
        meeting = Meeting(
            commitment_id=id,
            title=subject_title(snapshot, commitments[id].subject, assertion.indicator_words),
            outcome=outcome,
            conflicts=own,
            others=others,
            reading=reading(snapshot, assertion),
            elected=views[0].reading,
            source=views[0].source.title,
            period=assertion.period,
            rivals=rivals(snapshot, id, assertion, own, views[0]),
            echo=echo(views, membership.voice, membership.relation),
        )
        found.append((passage.start, meeting))
    return tuple(meeting for _, meeting in sorted(found, key=lambda item: item[0]))


def rivals(
    snapshot: Snapshot, id: str, assertion: Assertion, own: tuple[str, ...], elected: AssertionView
) -> tuple[Name, ...]:
    """Return whom a document contradicts beside the elected reading, which says it all.

    That is another commitment (a neighbouring year, an addition), a reading of like words
    that names other members or is firmer, or a realised value.
    """
    found: list[Name] = []
    for conflict in conflicts_of(snapshot).get(id, ()):
        if conflict.class_ not in own or assertion.id not in conflict.assertions:
            continue
        within = len(conflict.commitments) == 1
        if within and elected.reading != reading(snapshot, assertion):
            continue
        view = conflict_view(snapshot, conflict)
        parties = [one for one in view.parties if within or one.commitment_id != id]
        others = [one for one in parties if one.assertion_id != assertion.id]
        found += [party_words(one) for one in others[:1]]
        found += [observed_words(one) for one in view.observed[:1]]
    return tuple(dict.fromkeys(found))


def party_words(party: PartyView) -> Name:
    """Return one side of a conflict in words."""
    when = period_name(party.period) if party.period else Name("不定期", "undated")
    return Name(
        f"{party.title.zh}{party.reading.zh}（{when.zh}，{party.source.title}）",
        f"{party.title.en}: {party.reading.en} ({when.en}, {party.source.title})",
    )


def observed_words(value: ObservedParty) -> Name:
    """Return a realised value that takes part in a conflict in words."""
    scope = value.scope or Name("")
    return Name(
        f"{value.title.zh}{scope.zh}{value.reading.zh}（{value.source.title}）",
        f"{value.title.en} {scope.en}: {value.reading.en} ({value.source.title})",
    )


def echo(views: tuple[AssertionView, ...], voice: int, relation: str) -> str:
    """Return the source whose copy or other version a statement is, empty for none."""
    if relation == "own":
        return ""
    return next(
        (view.source.title for view in views if view.voice == voice and view.relation == "own"), ""
    )


def contradictory_figures(snapshot: Snapshot, document_id: str) -> tuple[ConflictView, ...]:
    """Return the contradictions between realised values in which a document takes part."""
    return tuple(
        view
        for view in conflicts(snapshot)
        if not view.parties
        and any(one.clause and one.clause.document_id == document_id for one in view.observed)
    )
