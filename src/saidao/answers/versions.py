"""What became of promises from one plan to another, and over time."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from saidao.answers.shapes import (
    AssertionView,
    IndustryHistory,
    PairingView,
    ThreadStep,
    ThreadView,
    VersionDiff,
    VersionList,
    VersionView,
)
from saidao.answers.views import (
    assertion_view,
    english,
    indicator_name,
    industry_name,
    joined,
    reading,
    subject_title,
)
from saidao.errors import NotFound
from saidao.ledger.election import ElectionRule
from saidao.ledger.records import Assertion
from saidao.ledger.resolve import deadline_of
from saidao.ledger.version_changes import CHANGE_CLASSES
from saidao.ledger.versions import Pairing, Vocabulary, compare, follow, promises
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["CHANGES", "LOOSE", "diff", "history", "most_promised", "versions"]

CHANGES = {
    "raised": Name("提高", "raised"),
    "lowered": Name("降低", "lowered"),
    "hardened": Name("措辞变硬", "hardened"),
    "softened": Name("措辞变软", "softened"),
    "brought_forward": Name("提前", "brought forward"),
    "put_off": Name("推迟", "put off"),
    "rolled_over": Name("延续到更晚年份", "rolled over"),
    "drawn_in": Name("改为更早年份", "drawn in"),
    "rescoped": Name("范围改变", "rescoped"),
    "redefined": Name("指标改变", "redefined"),
    "dropped": Name("未再提及", "dropped"),
    "new": Name("新增", "new"),
    "unchanged": Name("未变", "unchanged"),
}
"""What may become of a promise, in words."""

FIRMNESS = {
    "commits": Name("明确承诺", "commits"),
    "strives": Name("力争", "strives"),
    "expects": Name("预计", "expects"),
    "hopes": Name("希望", "hopes"),
}
MEASURES = {
    "level": Name("数值", "a level"),
    "growth": Name("年均增速", "growth a year"),
    "increase": Name("增幅", "an increase"),
    "decrease": Name("降幅", "a decrease"),
}
WHOLE_ECONOMY = Name("全部产业", "all industries")
ALL = Name("全部", "all")
UNKNOWN = Name("", "")
UNDATED = Name("没有期限", "no deadline")


def vocabulary_of(snapshot: Snapshot) -> Vocabulary:
    """Return what the ids of an atlas are called."""
    return Vocabulary(
        {one.id: one.words for one in snapshot.indicator},
        {one.id: one.name.zh for one in snapshot.industry},
        {one.id: frozenset(one.overlaps) for one in snapshot.industry},
    )


def by_version(snapshot: Snapshot) -> Mapping[str, tuple[Assertion, ...]]:
    """Return the promises of each plan and document, one reading of each.

    What is read in a document is also the plan's where only that plan cites the document
    as a source of its own text.
    """
    made = snapshot.answered.get("versions")
    if made is None:
        carries: dict[str, set[str]] = defaultdict(set)
        for plan in snapshot.plan:
            for source in plan.sources:
                carries[source].add(plan.id)
        groups: dict[str, list[Assertion]] = defaultdict(list)
        for one in snapshot.assertion:
            if one.kind != "target":
                continue
            plans = carries[one.source] if one.origin != "pack" and not one.plan else set()
            if one.plan or len(plans) == 1:
                groups[one.plan or next(iter(plans))].append(one)
            document = snapshot.documents.get(one.passage.document) if one.passage else None
            # A brief of the pack tells of many plans and is the text of none.
            if document is not None and document.origin != "pack" and one.origin != "pack":
                groups[document.id].append(one)
        rule = ElectionRule(snapshot.city.election, snapshot.sources, snapshot.plans)
        made = {
            id: promises(in_order(group), lambda one: (rule.ranking(one), one.id))
            for id, group in groups.items()
        }
        snapshot.answered["versions"] = made
    found: Mapping[str, tuple[Assertion, ...]] = made
    return found


def in_order(group: Iterable[Assertion]) -> list[Assertion]:
    """Return assertions as they stand in their document, those of a pack by id."""
    return sorted(group, key=lambda one: (one.passage.start if one.passage else 0, one.id))


def version_view(snapshot: Snapshot, id: str) -> VersionView:
    """Return a plan or document as a version."""
    many = len(by_version(snapshot).get(id, ()))
    plan = snapshot.plans.get(id)
    if plan is not None:
        return VersionView(id, "plan", plan.name, plan.issued, many)
    document = snapshot.documents.get(id)
    if document is None:
        known = [*by_version(snapshot)]
        raise NotFound("plan or document", id, difflib.get_close_matches(id, known, n=3))
    kind = "file" if snapshot.city.id == LOOSE else "document"
    return VersionView(id, kind, document.title, document.issued or None, many)


MOST_COMPARED = 40
"""Versions of one thing of which pairs are counted."""

LOOSE = "documents"
"""Id of the city, and of the place, of a snapshot that is made of files alone."""


def commitments_of(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the commitment that each assertion belongs to."""
    made = snapshot.answered.get("commitments_of")
    if made is None:
        made = {one.assertion: one.commitment for one in snapshot.membership}
        snapshot.answered["commitments_of"] = made
    found: Mapping[str, str] = made
    return found


def elected_of(snapshot: Snapshot) -> frozenset[str]:
    """Return the assertions that count."""
    made = snapshot.answered.get("elected")
    if made is None:
        made = frozenset(one.assertion for one in snapshot.election)
        snapshot.answered["elected"] = made
    found: frozenset[str] = made
    return found


def shown(snapshot: Snapshot, id: str | None) -> AssertionView | None:
    """Return an assertion as it is shown."""
    if id is None:
        return None
    one = snapshot.assertions[id]
    return assertion_view(snapshot, one, elected=id in elected_of(snapshot), voice=1)


def diff(snapshot: Snapshot, before: str, after: str) -> VersionDiff:
    """Return two versions promise by promise.

    Parameters
    ----------
    snapshot : Snapshot
    before, after : str
        Ids of plans or documents.

    Raises
    ------
    NotFound
        If there is no such plan or document.
    """
    sides = version_view(snapshot, before), version_view(snapshot, after)
    said = by_version(snapshot)
    found = compare(said.get(before, ()), said.get(after, ()), vocabulary_of(snapshot))
    counts = Counter(name for one in found for name in one.classes)
    items = sorted(
        (pairing_view(snapshot, one) for one in found),
        key=lambda item: CHANGE_CLASSES.index(item.classes[0]),
    )
    return VersionDiff(
        *sides, {name: counts[name] for name in CHANGE_CLASSES if counts[name]}, tuple(items)
    )


def pairing_view(snapshot: Snapshot, pairing: Pairing) -> PairingView:
    """Return a promise of two versions as it is shown."""
    latest = snapshot.assertions[pairing.after or pairing.before or ""]
    return PairingView(
        title=subject_title(snapshot, latest.subject, latest.indicator_words),
        industry_id=latest.subject.industry or None,
        classes=pairing.classes,
        tolerated=pairing.tolerated,
        changed=changed(snapshot, pairing),
        before=shown(snapshot, pairing.before),
        after=shown(snapshot, pairing.after),
        before_commitment=commitments_of(snapshot).get(pairing.before or ""),
        after_commitment=commitments_of(snapshot).get(pairing.after or ""),
    )


def changed(snapshot: Snapshot, pairing: Pairing) -> Name:
    """Return in words what changed from what to what."""
    if pairing.before is None or pairing.after is None:
        return CHANGES[pairing.classes[0]]
    one, other = snapshot.assertions[pairing.before], snapshot.assertions[pairing.after]
    same_measure = one.subject.indicator == other.subject.indicator
    told = [
        Name(f"{what.zh}：{first.zh} → {second.zh}", f"{what.en}: {en(first)} → {en(second)}")
        for what, first, second in (
            (
                Name("产业", "industry"),
                industry_name(snapshot, one.subject.industry) or WHOLE_ECONOMY,
                industry_name(snapshot, other.subject.industry) or WHOLE_ECONOMY,
            ),
            (
                Name("指标", "measure"),
                measured(snapshot, one),
                # Other words for the same measure are no other measure.
                measured(snapshot, one if same_measure else other),
            ),
            (
                Name("量的类型", "kind of quantity"),
                MEASURES[one.subject.measure],
                MEASURES[other.subject.measure],
            ),
            (
                Name("范围", "scope"),
                scope(snapshot, one),
                scope(snapshot, other),
            ),
            (Name("成员", "members"), members(snapshot, one), members(snapshot, other)),
            (Name("数量", "figure"), reading(snapshot, one), reading(snapshot, other)),
            (Name("期限", "deadline"), deadline(one), deadline(other)),
            (
                Name("力度", "firmness"),
                FIRMNESS.get(one.firmness or "commits", ALL),
                FIRMNESS.get(other.firmness or "commits", ALL),
            ),
        )
        if first != second and UNKNOWN not in (first, second)
    ]
    if not told:
        return CHANGES["unchanged"]
    return Name("；".join(n.zh for n in told), "; ".join(n.en for n in told))


def en(name: Name) -> str:
    """Return the English of a name, or its Chinese where it has none."""
    return name.en or name.zh


def scope(snapshot: Snapshot, one: Assertion) -> Name:
    """Return what narrows a figure."""
    words = one.subject.scope
    return Name(words, english(snapshot, words)) if words else ALL


def measured(snapshot: Snapshot, one: Assertion) -> Name:
    """Return the name of what a figure measures."""
    return indicator_name(snapshot, one.subject.indicator, one.indicator_words)


def members(snapshot: Snapshot, one: Assertion) -> Name:
    """Return the names of the things counted, where they are named."""
    names = (industry_name(snapshot, id) or Name(id) for id in one.members)
    return joined(names) if one.members else UNKNOWN


def deadline(one: Assertion) -> Name:
    """Return the year in which a promise falls due."""
    year = deadline_of(one.period)
    return Name(year, year) if year else UNDATED


def dated(version: VersionView) -> tuple[bool, str]:
    """Return the key by which versions are ordered in time; those without a date come first."""
    return (version.issued is not None, version.issued or "")


def history(snapshot: Snapshot, industry: str) -> IndustryHistory:
    """Return what was promised of an industry, version after version.

    Raises
    ------
    NotFound
        If no promise names that industry.
    """
    # What is printed again is no version more.
    copies = {one.assertion for one in snapshot.membership if one.relation == "copy"}
    said = {
        id: tuple(
            one
            for one in group
            if industry in one.subject.industry.split("+") and one.id not in copies
        )
        for id, group in by_version(snapshot).items()
        if id in snapshot.plans or len(snapshot.plan) == 0 or not carried(snapshot, id)
    }
    names = {id: version_view(snapshot, id) for id, group in said.items() if group}
    if not names:
        known = industries_promised(snapshot)
        raise NotFound("industry", industry, difflib.get_close_matches(industry, known, n=3))
    ordered = sorted(names, key=lambda id: (dated(names[id]), id))
    threads = follow([said[id] for id in ordered], vocabulary_of(snapshot))
    owner = {one.id: id for id in ordered for one in said[id]}
    views = [
        ThreadView(
            title=title_of(snapshot, thread.assertions[-1]),
            steps=tuple(
                thread_step(snapshot, names[owner[id]], id, step)
                for id, step in zip(thread.assertions, (None, *thread.steps), strict=True)
            ),
        )
        for thread in threads
        if thread.steps
    ]
    counts = Counter(name for thread in threads for step in thread.steps for name in step.classes)
    return IndustryHistory(
        industry_id=industry,
        industry=industry_name(snapshot, industry) or Name(industry),
        versions=tuple(names[id] for id in ordered),
        counts={name: counts[name] for name in CHANGE_CLASSES if counts[name]},
        threads=tuple(sorted(views, key=lambda view: -len(view.steps))),
        single=len(threads) - len(views),
    )


def carried(snapshot: Snapshot, document: str) -> bool:
    """Return whether a document's statements are those of a plan already."""
    source = snapshot.documents[document].source if document in snapshot.documents else None
    return sum(source in plan.sources for plan in snapshot.plan) == 1


def title_of(snapshot: Snapshot, id: str) -> Name:
    """Return what an assertion is about."""
    one = snapshot.assertions[id]
    return subject_title(snapshot, one.subject, one.indicator_words)


def thread_step(
    snapshot: Snapshot, version: VersionView, id: str, step: Pairing | None
) -> ThreadStep:
    """Return one version of a promise over time."""
    view = shown(snapshot, id)
    assert view is not None
    return ThreadStep(
        version=version,
        assertion=view,
        commitment_id=commitments_of(snapshot).get(id),
        classes=step.classes if step else (),
        tolerated=step.tolerated if step else (),
        changed=changed(snapshot, step) if step else None,
    )


def industries_promised(snapshot: Snapshot) -> dict[str, int]:
    """Return how many versions speak of each industry."""
    found: Counter[str] = Counter()
    for group in by_version(snapshot).values():
        found.update({id for one in group for id in one.subject.industry.split("+") if id})
    return dict(found)


def most_promised(snapshot: Snapshot) -> str:
    """Return the industry that the most versions speak of.

    Raises
    ------
    NotFound
        If no promise names an industry.
    """
    many = industries_promised(snapshot)
    if not many:
        raise NotFound("industry", "that is promised anything")
    return max(sorted(many), key=lambda id: many[id])


def versions(snapshot: Snapshot) -> VersionList:
    """Return all versions, and the two that speak of the most promises in common."""
    said = by_version(snapshot)
    views = {id: version_view(snapshot, id) for id in said}
    common: Counter[tuple[str, str]] = Counter()
    speaking: dict[object, list[str]] = defaultdict(list)
    for id, group in said.items():
        for about in {(one.subject.indicator, one.subject.industry) for one in group}:
            speaking[about].append(id)
    for ids in speaking.values():
        # Of a thousand articles on one thing the newest are enough to open a page with.
        newest = sorted(ids, key=lambda id: (dated(views[id]), id), reverse=True)[:MOST_COMPARED]
        common.update(combinations(sorted(newest), 2))
    pair = max(common, key=lambda one: (common[one], one), default=None)
    before, after = sorted(pair, key=lambda id: (dated(views[id]), id)) if pair else (None, None)
    named = {
        id: industry_name(snapshot, id) or Name(id)
        for id, many in sorted(industries_promised(snapshot).items())
        if many > 1
    }
    return VersionList(
        versions=tuple(sorted(views.values(), key=lambda one: (dated(one), one.id), reverse=True)),
        before=before,
        after=after,
        industries=tuple(named.items()),
    )
