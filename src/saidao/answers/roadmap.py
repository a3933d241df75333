"""The roadmap: what is promised, by track and deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from saidao.answers.commitments import industries_of, summaries
from saidao.answers.shapes import CommitmentSummary, Lane, Roadmap
from saidao.answers.views import all_tracks, industry_name
from saidao.ledger.resolve import deadline_of
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["roadmap"]

WHOLE_CITY = Name("全市与未分行业", "The whole city, no industry named")


def roadmap(snapshot: Snapshot, today: date) -> Roadmap:
    """Return all lanes: tracks first, then other industries, then what names none.

    A commitment about several industries together stands in a lane of its own, because
    what is promised for the set must not be added to what is promised for its members.
    """
    rows = summaries(snapshot, today)
    by_lane: dict[str, list[CommitmentSummary]] = defaultdict(list)
    for item in rows.values():
        by_lane[item.industry_id or ""].append(item)
    lanes = [lane(snapshot, key, items) for key, items in by_lane.items()]
    lanes.sort(key=lambda one: (rank(snapshot, one), -len(one.commitments), one.industry_id or ""))
    years = [int(item.deadline) for item in rows.values() if item.deadline is not None]
    years += [year for item in rows.values() for year in observed_years(item)]
    return Roadmap(
        today=today.isoformat(),
        first_year=min([*years, today.year]),
        last_year=max([*years, today.year]),
        lanes=tuple(lanes),
        undated=sum(item.deadline is None for item in rows.values()),
    )


def observed_years(item: CommitmentSummary) -> Iterable[int]:
    """Yield the years for which a commitment has figures."""
    for observation in item.progress.observations:
        year = deadline_of(observation.period)
        if year is not None:
            yield int(year)


def lane(snapshot: Snapshot, key: str, items: Iterable[CommitmentSummary]) -> Lane:
    """Return one lane with its commitments by deadline, undated ones last."""
    members = [snapshot.industries[id] for id in key.split("+") if id in snapshot.industries]
    return Lane(
        industry_id=key or None,
        name=industry_name(snapshot, key) or WHOLE_CITY,
        is_track=bool(members) and all(member.is_track for member in members),
        overlaps=tuple(sorted({other for member in members for other in member.overlaps})),
        commitments=tuple(sorted(items, key=lambda item: (item.deadline or "9999", item.id))),
    )


def rank(snapshot: Snapshot, one: Lane) -> int:
    """Return where a lane stands: the tracks together, tracks, industries, the whole city."""
    if one.industry_id is not None and set(one.industry_id.split("+")) & all_tracks(snapshot):
        return 0
    if one.is_track:
        return 0 if len(industries_of(one.commitments[0])) > 1 else 1
    return 2 if one.industry_id in snapshot.industries else 3
