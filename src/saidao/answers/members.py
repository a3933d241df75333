"""The assertions of every commitment, as they are shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from saidao.answers.shapes import AssertionView
from saidao.answers.views import assertion_view
from saidao.store import Snapshot

__all__ = ["members"]


def members(snapshot: Snapshot) -> Mapping[str, tuple[AssertionView, ...]]:
    """Return the assertions of every commitment, the elected one first."""
    made = snapshot.answered.get("members")
    if made is None:
        elected = {election.commitment: election.assertion for election in snapshot.election}
        grouped: dict[str, list[AssertionView]] = defaultdict(list)
        for membership in snapshot.membership:
            grouped[membership.commitment].append(
                assertion_view(
                    snapshot,
                    snapshot.assertions[membership.assertion],
                    elected=elected[membership.commitment] == membership.assertion,
                    voice=membership.voice,
                    relation=membership.relation,
                )
            )
        made = {
            id: tuple(sorted(views, key=lambda view: (not view.elected, view.voice, view.id)))
            for id, views in grouped.items()
        }
        snapshot.answered["members"] = made
    views: Mapping[str, tuple[AssertionView, ...]] = made
    return views
