"""What is known of how far a commitment got, and how well it is known.

An observation is held against a commitment only where the pack's linkages say that it
may be, and how well: ``direct`` (same measure and definition), ``partial`` or ``proxy``.
Only a direct one for a whole year or a point in time can decide; figures for part of a
year, and figures read in a document that does not say how it measured, count as partial;
figures of low quality decide nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from saidao.answers.shapes import ObservationView, ProgressView
from saidao.answers.views import (
    clause_view,
    indicator_name,
    named,
    region_name,
    source_view,
)
from saidao.ledger.records import Assertion, Commitment, ObservedValue, Subject
from saidao.ledger.resolve import deadline_of, fold
from saidao.packs.pack import Linkage
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import period_name, quantity

__all__ = ["progress"]

CLASSES = ("direct", "partial", "proxy")
WHOLE = {"year", "point"}
DECISIVE = {"published", "derived"}
UNDECIDED = {"direct": "undecided", "partial": "partial_only", "proxy": "proxy_only"}
"""The state of a commitment that has figures and none that decides, by the best of them."""

CLOSE = 0.95
"""From this share on a figure meets a target that is itself approximate."""

OTHER_UNIT = Name("；但单位不同，不能直接比较", "; but in another unit, so not comparable")
OTHER_SCOPE = Name("；但范围不同", "; but for another scope")
ADDITION = Name(
    "；但目标是增量，一个水平值不能判断", "; but what is added cannot be seen in one level"
)
UNDEFINED = Name("；但文档没有说明口径", "; but the document does not say how it measured")
PART_OF_YEAR = Name("；且只是年内一段时间的数据", "; and it covers part of a year only")


@dataclass(frozen=True, slots=True)
class Linked:
    """An observation with how well it may be held against the commitment."""

    value: ObservedValue
    evidence: str
    reason: Name


def linked_observations(snapshot: Snapshot, commitment: Commitment) -> list[Linked]:
    """Return the observations that the pack lets stand beside a commitment, oldest first."""
    subject = commitment.subject
    linkages = [
        linkage
        for linkage in snapshot.linkage
        if linkage.indicator == subject.indicator and (linkage.industry or "") == subject.industry
    ]
    best: dict[str, Linked] = {}
    for linkage in linkages:
        for value in snapshot.observation:
            if value.quality == "unusable" or not may_stand_beside(linkage, value, subject.region):
                continue
            found = graded(linkage, value, subject)
            before = best.get(value.id)
            if before is None or CLASSES.index(found.evidence) < CLASSES.index(before.evidence):
                best[value.id] = found
    return sorted(best.values(), key=lambda one: (end_of(one.value.period), one.value.id))


def may_stand_beside(linkage: Linkage, value: ObservedValue, region: str) -> bool:
    """Return whether a linkage speaks of an observation."""
    industry = linkage.observation_industry or linkage.industry
    return (
        value.indicator == linkage.observation_indicator
        and value.scope == (linkage.observation_scope or "")
        and (value.industry or "") == (industry or "")
        and value.region == (linkage.observation_region or region)
    )


def graded(linkage: Linkage, value: ObservedValue, subject: Subject) -> Linked:
    """Return an observation with its evidence class, lowered where the two do not fit.

    The pack speaks of a measure as a whole; what this commitment narrows it to, and what
    part of the year the figure covers, is seen only here.
    """
    evidence, reason = str(linkage.evidence), linkage.reason
    if evidence == "direct":
        if value.unit != subject.unit or subject.measure != "level":
            evidence, reason = "proxy", with_tail(reason, OTHER_UNIT)
        elif subject.change == "increment":
            evidence, reason = "partial", with_tail(reason, ADDITION)
        elif subject.scope and subject.scope != fold(value.scope):
            evidence, reason = "partial", with_tail(reason, OTHER_SCOPE)
        elif value.origin == "document" and value.definition is None:
            evidence, reason = "partial", with_tail(reason, UNDEFINED)
        elif value.period_type not in WHOLE:
            evidence, reason = "partial", with_tail(reason, PART_OF_YEAR)
    return Linked(value, evidence, reason)


def with_tail(reason: Name, tail: Name) -> Name:
    """Return a reason with what speaks against it."""
    return Name(reason.zh + tail.zh, reason.en + tail.en)


def end_of(period: str | None) -> str:
    """Return the end of a period, for sorting; unknown ones come first."""
    return period.rsplit("/", 1)[-1] if period else ""


def meets(elected: Assertion, value: ObservedValue) -> bool | None:
    """Return whether a value meets a target; None where the two cannot be compared."""
    if elected.value is None or elected.op == "rank":
        return None
    target, known = elected.value, value.value
    if elected.cmp in {"<", "<="}:
        if value.cmp in {">", ">="}:
            return None
        return known < target if elected.cmp == "<" else known <= target
    if value.cmp in {"<", "<="}:
        return None
    if elected.cmp == ">":
        return known > target or (known == target and value.cmp == ">")
    if elected.cmp == "~":
        return known >= CLOSE * target
    return known >= target


def progress(
    snapshot: Snapshot, commitment: Commitment, elected: Assertion, today: date
) -> ProgressView:
    """Return how far a commitment got, as far as figures show it."""
    found = linked_observations(snapshot, commitment)
    views = tuple(observation_view(snapshot, one) for one in found)
    evidence = next((c for c in CLASSES if any(one.evidence == c for one in found)), "none")
    deciding = [
        one.value
        for one in found
        if one.evidence == "direct"
        and one.value.quality in DECISIVE
        and (commitment.deadline is None or year_of(one.value) <= commitment.deadline)
        and meets(elected, one.value) is not None
    ]
    if deciding:
        state, sentence = verdict(snapshot, commitment, elected, deciding[-1], today)
    elif found:
        state, sentence = UNDECIDED[evidence], not_decided(snapshot, found, commitment.deadline)
    else:
        state, sentence = unobserved(snapshot, commitment)
    return ProgressView(state, evidence, sentence, views)


def year_of(value: ObservedValue) -> str:
    """Return the year of an observation."""
    return deadline_of(value.period) or ""


def verdict(
    snapshot: Snapshot,
    commitment: Commitment,
    elected: Assertion,
    value: ObservedValue,
    today: date,
) -> tuple[str, Name]:
    """Return the state that the newest comparable figure shows, with the sentence."""
    deadline = commitment.deadline
    when, figure = period_name(value.period), wording(snapshot, value)
    aim = quantity_of(snapshot, elected)
    passed = deadline is not None and today.year > int(deadline)
    if meets(elected, value):
        return "reached", Name(
            f"{when.zh}：{figure.zh}，已达到目标（{aim.zh}）",
            f"{when.en}: {figure.en}, which meets the target ({aim.en})",
        )
    if passed and deadline is not None and year_of(value) >= deadline:
        return "not_reached", Name(
            f"{when.zh}：{figure.zh}，未达到目标（{aim.zh}）",
            f"{when.en}: {figure.en}, short of the target ({aim.en})",
        )
    gap = share_of(elected, value)
    if passed:
        # An old figure below the target says nothing of what the deadline brought.
        return "no_deadline_figure", Name(
            f"没有{deadline}年的数据；最新数据（{when.zh}）低于目标：{figure.zh}，"
            f"目标{aim.zh}{gap.zh}",
            f"No figure for {deadline}; the latest ({when.en}) was below: {figure.en}, "
            f"target {aim.en}{gap.en}",
        )
    return "below", Name(
        f"最新可比数据（{when.zh}）：{figure.zh}；目标：{aim.zh}{gap.zh}",
        f"Newest comparable figure: {figure.en} ({when.en}); target {aim.en}{gap.en}",
    )


def share_of(elected: Assertion, value: ObservedValue) -> Name:
    """Return how much of the target a figure is, where a share means anything."""
    if not elected.value or elected.cmp in {"<", "<="} or value.value < 0 or elected.value < 0:
        return Name("", "")
    share = f"{100 * value.value / elected.value:.0f}%"
    return Name(f"，已达其{share}", f" ({share} of it)")


def not_decided(snapshot: Snapshot, found: Sequence[Linked], deadline: str | None) -> Name:
    """Return the sentence for a commitment that no figure decides.

    It shows the newest of the best figures, if there is one from before the deadline.
    """
    strongest = min(found, key=lambda one: CLASSES.index(one.evidence))
    best = [one for one in found if one.evidence == strongest.evidence]
    in_time = [one for one in best if deadline is None or year_of(one.value) <= deadline]
    newest = (in_time or best)[-1]
    when, figure = period_name(newest.value.period), wording(snapshot, newest.value)
    what = indicator_name(snapshot, newest.value.indicator)
    scope = f"（{newest.value.scope}）" if newest.value.scope else ""
    kind = {
        "direct": Name("有同口径数据，但不足以判断", "a comparable figure that decides nothing"),
        "partial": Name("只有部分范围或部分时段的数据", "figures for a part only"),
        "proxy": Name("没有同口径数据，只有替代指标", "no comparable figure, a proxy only"),
    }[strongest.evidence]
    return Name(
        f"{kind.zh}：{what.zh}{scope}，{when.zh}，{figure.zh}",
        f"{kind.en[:1].upper()}{kind.en[1:]}: {what.en or what.zh}, {when.en}: {figure.en}",
    )


def unobserved(snapshot: Snapshot, commitment: Commitment) -> tuple[str, Name]:
    """Return whether a figure was searched for in vain, or not searched for."""
    subject = commitment.subject
    for row in snapshot.not_published:
        if row.indicator == subject.indicator and (row.industry or "") == subject.industry:
            return "no_published_figure", Name(
                f"没有公布的数据：{row.searched.zh}", f"No published figure: {row.searched.en}"
            )
    return "not_searched", Name("尚未检索相应的实际数据", "No figure has been searched for yet")


def quantity_of(snapshot: Snapshot, elected: Assertion) -> Name:
    """Return the target's quantity in words."""
    return quantity(
        elected.cmp,
        elected.value,
        elected.value_high,
        elected.subject.unit,
        op=elected.op,
        counted=elected.counted,
        tier=elected.tier,
        change=elected.subject.change,
        glossary=snapshot.glossary,
    )


def wording(snapshot: Snapshot, value: ObservedValue) -> Name:
    """Return an observed value in words."""
    indicator = snapshot.indicators.get(value.indicator)
    noun = indicator.words[0] if indicator is not None and value.unit == "count" else None
    if noun is not None and noun.endswith(("量", "数")):
        noun = None  # 产量 names the measure, not the thing counted.
    words = quantity(
        value.cmp, value.value, None, value.unit, counted=noun, glossary=snapshot.glossary
    )
    # An observed level is stated, not asked for.
    return Name(words.zh.removeprefix("达到"), words.en)


def observation_view(snapshot: Snapshot, linked: Linked) -> ObservationView:
    """Return an observation as it is shown."""
    value = linked.value
    return ObservationView(
        id=value.id,
        indicator=indicator_name(snapshot, value.indicator),
        scope=named(snapshot, value.scope or None),
        region=region_name(snapshot, value.region),
        period=value.period,
        period_type=value.period_type,
        reading=wording(snapshot, value),
        cmp=value.cmp,
        value=value.value,
        unit=value.unit,
        definition=value.definition,
        quality=value.quality,
        evidence=linked.evidence,
        reason=linked.reason,
        source=source_view(snapshot, value.source),
        clause=clause_view(snapshot, value.passage),
    )
