"""The roadmap: what is promised, by track and deadline."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from saidao.answers.commitments import summaries
from saidao.answers.shapes import CommitmentSummary, Lane, Roadmap
from saidao.answers.views import all_tracks, industry_name
from saidao.ledger.resolve import deadline_of
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["roadmap"]

WHOLE_CITY = Name("全市与未分行业", "The whole city, no industry named")


def roadmap(snapshot: Snapshot, today: date) -> Roadmap:
    """Return all lanes: the tracks together, each track, other industries, what names none.

    Tracks stand in the pack's order, other industries by how much is promised for them.

    A commitment about several industries together stands in a lane of its own, because
    what is promised for the set must not be added to what is promised for its members.
    """
    rows = summaries(snapshot, today)
    by_lane: dict[str, list[CommitmentSummary]] = defaultdict(list)
    for item in rows.values():
        by_lane[item.industry_id or ""].append(item)
    lanes = [lane(snapshot, key, items) for key, items in by_lane.items()]
    lanes.sort(key=lambda one: place(snapshot, one))
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
    """Return one lane with its commitments, those that weigh most first."""
    members = [snapshot.industries[id] for id in key.split("+") if id in snapshot.industries]
    return Lane(
        industry_id=key or None,
        name=industry_name(snapshot, key) or WHOLE_CITY,
        is_track=bool(members) and all(member.is_track for member in members),
        overlaps=tuple(sorted({other for member in members for other in member.overlaps})),
        commitments=tuple(sorted(items, key=weight)),
    )


def weight(item: CommitmentSummary) -> tuple[int, str, float, str]:
    """Return where a commitment stands in its lane.

    How large the industry shall be comes first, then other levels, then counts by size
    class, then other counts; within these the nearest deadline, and of one deadline the
    largest amount or class.
    """
    elected = item.elected
    if elected.unit == "CNY":
        group = 0 if item.change == "stock" else 1
    elif elected.unit != "count":
        group = 1
    else:
        group = 2 if elected.tier is not None else 3
    size = elected.tier or (elected.value if elected.unit == "CNY" else None) or 0.0
    return group, item.deadline or "9999", -size, item.id


def place(snapshot: Snapshot, one: Lane) -> tuple[int, int, int, str]:
    """Return the key by which lanes are ordered."""
    key, order = one.industry_id or "", snapshot.city.tracks
    parts = key.split("+")
    by_promises = (-len(one.commitments), key)
    if set(parts) & all_tracks(snapshot):
        return (0, 0, *by_promises)
    if set(parts) <= set(order):
        return (1 if len(parts) > 1 else 2, min(map(order.index, parts)), *by_promises)
    return (3 if key in snapshot.industries else 4, 0, *by_promises)
