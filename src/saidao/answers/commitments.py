"""The ledger: commitments as rows, as a filtered page, and in full."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from saidao.answers.contradictions import conflict_view, conflicts_of
from saidao.answers.members import members
from saidao.answers.mentions import bodies, instruments
from saidao.answers.progress import course, progress
from saidao.answers.shapes import (
    AssertionView,
    CommitmentDetail,
    CommitmentPage,
    CommitmentSummary,
)
from saidao.answers.views import (
    indicator_name,
    industry_name,
    region_name,
    subject_title,
)
from saidao.errors import InvalidInput, NotFound
from saidao.ledger.records import Commitment, Conflict, Subject
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["LedgerQuery", "commitment", "ledger", "summaries"]


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """What to show of the ledger; an empty filter lets everything through."""

    text: str = ""
    industries: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    modalities: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    sort: str = "deadline"


def summaries(snapshot: Snapshot, today: date) -> Mapping[str, CommitmentSummary]:
    """Return every commitment as a row, by id; computed once for a day."""
    key = ("summaries", today)
    made = snapshot.answered.get(key)
    if made is None:
        rules = {election.commitment: election for election in snapshot.election}
        conflicts = conflicts_of(snapshot)
        made = {
            one.id: summary(
                snapshot,
                one,
                members(snapshot)[one.id],
                conflicts.get(one.id, ()),
                rules[one.id].rule,
                today,
            )
            for one in snapshot.commitment
        }
        snapshot.answered[key] = made
    rows: Mapping[str, CommitmentSummary] = made
    return rows


def summary(
    snapshot: Snapshot,
    commitment: Commitment,
    views: Sequence[AssertionView],
    conflicts: Sequence[Conflict],
    rule: Name,
    today: date,
) -> CommitmentSummary:
    """Return one commitment as a row."""
    subject, shown = commitment.subject, views[0]
    elected = snapshot.assertions[shown.id]
    voices = len({view.voice for view in views})
    agreement = "conflict" if conflicts else ("agreed" if voices > 1 else "single")
    plan_id = next(
        (id for view in views if (id := snapshot.assertions[view.id].plan) is not None), None
    )
    plan = snapshot.plans.get(plan_id or "")
    return CommitmentSummary(
        id=commitment.id,
        title=subject_title(snapshot, subject, elected.indicator_words),
        industry_id=subject.industry
        if subject.industry and not subject.industry.startswith("?")
        else None,
        industry=industry_name(snapshot, subject.industry),
        indicator_id=subject.indicator,
        indicator=indicator_name(snapshot, subject.indicator, elected.indicator_words),
        region_id=subject.region,
        region=region_name(snapshot, subject.region),
        plan_id=plan.id if plan else None,
        plan=plan.name if plan else None,
        deadline=commitment.deadline,
        change=subject.change,
        driven_by=industry_name(snapshot, elected.driven_by or ""),
        reading=shown.reading,
        elected=shown,
        rule=rule,
        agreement=agreement,
        conflicts=tuple(sorted({conflict.class_ for conflict in conflicts})),
        assertion_count=len(views),
        voice_count=voices,
        progress=progress(snapshot, commitment, elected, today),
        responsible=bodies(snapshot, (view.id for view in views)),
        instruments=instruments(snapshot, (view.id for view in views)),
    )


def industries_of(item: CommitmentSummary) -> tuple[str, ...]:
    """Return the ids of the industries that a commitment is about."""
    return tuple(item.industry_id.split("+")) if item.industry_id else ()


FACETS: dict[str, Callable[[CommitmentSummary, Subject], Iterable[str]]] = {
    "industry": lambda item, _: industries_of(item),
    "indicator": lambda item, _: [item.indicator_id],
    "region": lambda _, subject: [subject.region],
    "agreement": lambda item, _: [item.agreement],
    "evidence": lambda item, _: [item.progress.evidence],
    "state": lambda item, _: [item.progress.state],
    "modality": lambda item, _: [item.elected.modality] if item.elected.modality else [],
    "deadline": lambda item, _: [item.deadline or "undated"],
}
"""Filter name to the values that a commitment has in it."""


def wanted(query: LedgerQuery) -> dict[str, frozenset[str]]:
    """Return the values let through by each filter that is set."""
    given = {
        "industry": query.industries,
        "indicator": query.indicators,
        "region": query.regions,
        "agreement": query.agreements,
        "evidence": query.evidence,
        "state": query.states,
        "modality": query.modalities,
        "deadline": query.deadlines,
    }
    return {name: frozenset(values) for name, values in given.items() if values}


def ledger(
    snapshot: Snapshot, today: date, query: LedgerQuery, *, offset: int, limit: int | None
) -> CommitmentPage:
    """Return a page of the ledger.

    A facet counts what its own filter would let through if it were not set, so that a
    person sees what choosing another value would give.

    Raises
    ------
    InvalidInput
        If the order is unknown.
    """
    filters = wanted(query)
    facets: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    found: list[CommitmentSummary] = []
    rows = summaries(snapshot, today)
    for one in snapshot.commitment:
        item = rows[one.id]
        if query.text and not contains(item, query.text):
            continue
        values = {name: set(of(item, one.subject)) for name, of in FACETS.items()}
        failed = [name for name, allowed in filters.items() if not values[name] & allowed]
        for name, counter in facets.items():
            if not failed or failed == [name]:
                counter.update(values[name])
        if not failed:
            found.append(item)
    found = ordered(found, query.sort)
    stop = None if limit is None else offset + limit
    return CommitmentPage(
        total=len(found),
        offset=offset,
        items=tuple(found[offset:stop]),
        facets={name: dict(sorted(counter.items())) for name, counter in facets.items()},
        names={
            "industry": {
                id: label for id in facets["industry"] if (label := industry_name(snapshot, id))
            },
            "indicator": {one.indicator_id: one.indicator for one in rows.values()},
            "region": {id: region_name(snapshot, id) for id in facets["region"]},
        },
    )


def contains(item: CommitmentSummary, text: str) -> bool:
    """Return whether all words of a query stand in a commitment's texts."""
    parts = [item.title, item.reading, item.indicator, item.region]
    parts += [part for part in (item.plan, item.industry, item.driven_by) if part is not None]
    texts = [name.zh for name in parts] + [name.en for name in parts] + [item.id]
    texts += [text for body in item.responsible for text in (body.name.zh, body.name.en)]
    texts += [item.deadline or "", item.elected.source.title, item.elected.source.publisher]
    if item.elected.clause is not None:
        texts.append(item.elected.clause.quote)
    whole = "\n".join(texts).casefold()
    return all(word in whole for word in text.casefold().split())


ORDERS: dict[str, Callable[[CommitmentSummary], object]] = {
    "deadline": lambda item: item.deadline or "9999",
    "value": lambda item: (item.elected.unit, item.elected.value or 0.0),
    "title": lambda item: item.title.zh,
    "industry": lambda item: item.industry.zh if item.industry else "",
    "state": lambda item: item.progress.state,
    "voices": lambda item: item.voice_count,
}


def ordered(items: Iterable[CommitmentSummary], sort: str) -> list[CommitmentSummary]:
    """Return commitments in an order, ties by id whichever way it runs."""
    key = ORDERS.get(sort.removeprefix("-"))
    if key is None:
        raise InvalidInput("sort", repr(sort), "one of " + ", ".join(ORDERS) + ", or with -")
    by_id = sorted(items, key=lambda item: item.id)
    return sorted(by_id, key=key, reverse=sort.startswith("-"))  # type: ignore[arg-type]


def commitment(snapshot: Snapshot, today: date, id: str) -> CommitmentDetail:
    """Return a commitment with every statement about it.

    Raises
    ------
    NotFound
        If there is none with that id.
    """
    rows = summaries(snapshot, today)
    if id not in rows:
        raise NotFound("commitment", id, difflib.get_close_matches(id, rows, n=3))
    conflicts = conflicts_of(snapshot).get(id, ())
    beside = {other for conflict in conflicts for other in conflict.commitments} - {id}
    this = next(one for one in snapshot.commitment if one.id == id)
    # Figures of the same industry and measure, whatever year and size class they are for.
    beside |= {
        other.id
        for other in snapshot.commitment
        if other.id != id
        and other.subject.indicator == this.subject.indicator
        and other.subject.industry == this.subject.industry
        and other.subject.region == this.subject.region
        and this.subject.industry
    }
    return CommitmentDetail(
        summary=rows[id],
        assertions=members(snapshot)[id],
        conflicts=tuple(conflict_view(snapshot, conflict) for conflict in conflicts),
        related=tuple(rows[other] for other in sorted(beside)),
        course=course(snapshot, this, snapshot.assertions[rows[id].elected.id], today),
    )
