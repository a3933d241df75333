"""Which figures may be held against a commitment, and how well.

The pack's linkages say it: ``direct`` (same measure and definition), ``partial`` or
``proxy``. A figure that no linkage speaks of stands beside a commitment with its very
indicator, industry and region; it is direct only where it says how it was measured and
nothing comparable was measured otherwise. Only a direct figure for a whole year or a
point in time can decide; of figures of low quality none does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from saidao.answers.progress.families import family_of, is_standing
from saidao.answers.progress.judging import Aim, Fact
from saidao.answers.progress.paths import at
from saidao.ledger.records import Assertion, Commitment, ObservedValue, Subject
from saidao.ledger.resolve import deadline_of, fold
from saidao.ledger.revisions import public_since, superseded
from saidao.packs.pack import Linkage
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = [
    "CLASSES",
    "Linked",
    "aim_of",
    "by_id",
    "deciding",
    "end_of",
    "linked_observations",
    "revised",
    "year_of",
]

CLASSES = ("direct", "partial", "proxy")
WHOLE = {"year", "point"}
DECISIVE = {"published", "derived"}

SAME = Name("同一指标、行业和地区", "The same indicator, industry and region")
OTHER_UNIT = Name("；但单位不同，不能直接比较", "; but in another unit, so not comparable")
OTHER_MEASURE = Name(
    "；但目标是变化率，数据是水平值", "; but the target is a rate of change and this is a level"
)
OTHER_SCOPE = Name("；但范围不同", "; but for another scope")
ADDITION = Name(
    "；但目标是增量，一个水平值不能判断", "; but what is added cannot be seen in one level"
)
UNDEFINED = Name("；但文档没有说明口径", "; but the document does not say how it measured")
UNSTATED = Name("；但没有说明口径", "; but nothing says how it was measured")
OTHER_DEFINITION = Name(
    "；但口径与可比数据不同", "; but measured otherwise than the comparable figures"
)
CONSTANT = Name(
    "；但按不变价计算，目标没有这样说", "; but at constant prices, which the target does not say"
)
PART_OF_YEAR = Name("；且只是年内一段时间的数据", "; and it covers part of a year only")


@dataclass(frozen=True, slots=True)
class Linked:
    """An observation with how well it may be held against the commitment.

    `part_of_year` says that nothing but its period keeps it from deciding.
    """

    value: ObservedValue
    evidence: str
    reason: Name
    part_of_year: bool = False


def linked_observations(snapshot: Snapshot, commitment: Commitment, today: date) -> list[Linked]:
    """Return the observations that may stand beside a commitment, oldest first.

    What was not public yet on the day is left out.
    """
    subject = commitment.subject
    best: dict[str, Linked] = {}
    for linkage in linkages_of(snapshot).get((subject.indicator, subject.industry), ()):
        for value in observed(snapshot).get(wanted(linkage, subject.region), ()):
            if value.scope != linkage.observation_scope:
                continue
            found = graded(linkage.evidence, linkage.reason, value, subject)
            before = best.get(value.id)
            if before is None or CLASSES.index(found.evidence) < CLASSES.index(before.evidence):
                best[value.id] = found
    definitions = {
        fold(one.value.definition.zh)
        for one in best.values()
        if one.evidence == "direct" and one.value.definition is not None
    }
    if subject.tier is None:
        own = (subject.indicator, subject.industry, subject.region)
        for value in observed(snapshot).get(own, ()):
            if value.id not in best and value.unit == subject.unit:
                best[value.id] = unlinked(value, subject, definitions)
    known = [one for one in best.values() if is_public(snapshot, one.value, today)]
    return sorted(known, key=lambda one: (end_of(one.value.period), one.value.id))


def linkages_of(snapshot: Snapshot) -> Mapping[tuple[str, str], Sequence[Linkage]]:
    """Return the pack's linkages by the indicator and industry of the commitment."""
    made = snapshot.answered.get("linkages")
    if made is None:
        made = {}
        for one in snapshot.linkage:
            made.setdefault((one.indicator, one.industry or ""), []).append(one)
        snapshot.answered["linkages"] = made
    found: Mapping[tuple[str, str], Sequence[Linkage]] = made
    return found


def observed(snapshot: Snapshot) -> Mapping[tuple[str, str, str], Sequence[ObservedValue]]:
    """Return the usable observations by indicator, industry and region."""
    made = snapshot.answered.get("observed")
    if made is None:
        made = {}
        for one in snapshot.observation:
            if one.quality != "unusable":
                key = (one.indicator, one.industry or "", one.region)
                made.setdefault(key, []).append(one)
        snapshot.answered["observed"] = made
    found: Mapping[tuple[str, str, str], Sequence[ObservedValue]] = made
    return found


def by_id(snapshot: Snapshot) -> Mapping[str, ObservedValue]:
    """Return all observations by id."""
    made = snapshot.answered.get("observations by id")
    if made is None:
        made = {one.id: one for one in snapshot.observation}
        snapshot.answered["observations by id"] = made
    found: Mapping[str, ObservedValue] = made
    return found


def revised(snapshot: Snapshot) -> Mapping[str, str]:
    """Return the ids of revised observations with those in force."""
    made = snapshot.answered.get("revised")
    if made is None:
        made = superseded(snapshot.observation, snapshot.sources)
        snapshot.answered["revised"] = made
    found: Mapping[str, str] = made
    return found


def wanted(linkage: Linkage, region: str) -> tuple[str, str, str]:
    """Return the indicator, industry and region of the observations a linkage speaks of."""
    industry = linkage.observation_industry or linkage.industry or ""
    return linkage.observation_indicator, industry, linkage.observation_region or region


def is_public(snapshot: Snapshot, value: ObservedValue, today: date) -> bool:
    """Return whether a value could be known on a day."""
    since = public_since(value, snapshot.sources)
    if since is not None and since > today.isoformat():
        return False
    return value.period is None or at(end_of(value.period)) <= at(today.isoformat())


def graded(evidence: str, reason: Name, value: ObservedValue, subject: Subject) -> Linked:
    """Return an observation with its evidence class, lowered where the two do not fit.

    The pack speaks of a measure as a whole; what this commitment narrows it to, and what
    part of the year the figure covers, is seen only here.
    """
    if evidence != "direct":
        return Linked(value, evidence, reason)
    if subject.measure != "level":
        return Linked(value, "proxy", with_tail(reason, OTHER_MEASURE))
    if value.unit != subject.unit:
        return Linked(value, "proxy", with_tail(reason, OTHER_UNIT))
    if value.prices == "constant":
        return Linked(value, "proxy", with_tail(reason, CONSTANT))
    if subject.change == "increment":
        return Linked(value, "partial", with_tail(reason, ADDITION))
    if subject.scope and subject.scope != fold(value.scope):
        return Linked(value, "partial", with_tail(reason, OTHER_SCOPE))
    if value.origin == "document" and value.definition is None:
        return Linked(value, "partial", with_tail(reason, UNDEFINED))
    if value.period_type not in WHOLE:
        return Linked(value, "partial", with_tail(reason, PART_OF_YEAR), part_of_year=True)
    return Linked(value, "direct", reason)


def unlinked(value: ObservedValue, subject: Subject, definitions: set[str]) -> Linked:
    """Return an observation that no linkage speaks of, with its evidence class.

    `definitions` are those of the figures that a linkage calls direct.
    """
    found = graded("direct", SAME, value, subject)
    if found.evidence == "proxy":
        return found
    definition = fold(value.definition.zh) if value.definition is not None else None
    if definition is None:
        return Linked(value, "partial", with_tail(SAME, UNSTATED))
    if definitions and definition not in definitions:
        return Linked(value, "proxy", with_tail(SAME, OTHER_DEFINITION))
    if fold(value.scope) not in {subject.scope, subject.noun}:
        return Linked(value, "partial", with_tail(SAME, OTHER_SCOPE))
    return found


def with_tail(reason: Name, tail: Name) -> Name:
    """Return a reason with what speaks against it."""
    return Name(reason.zh + tail.zh, reason.en + tail.en)


def end_of(period: str | None) -> str:
    """Return the end of a period, for sorting; unknown ones come first."""
    return period.rsplit("/", 1)[-1] if period else ""


def deciding(snapshot: Snapshot, linked: Sequence[Linked]) -> list[Fact]:
    """Return the figures that may decide, the newest vintage of each."""
    old = revised(snapshot)
    return [
        Fact(one.value.id, whole_end(one.value), one.value.value, one.value.cmp)
        for one in linked
        if one.evidence == "direct"
        and one.value.quality in DECISIVE
        and one.value.period is not None
        and one.value.id not in old
    ]


def whole_end(value: ObservedValue) -> str:
    """Return the end of an observation's period; that of a year is the year."""
    end = end_of(value.period)
    return end[:4] if value.period_type == "year" else end


def aim_of(snapshot: Snapshot, commitment: Commitment, elected: Assertion) -> Aim | None:
    """Return what a commitment asks for, None where it is no value to be reached."""
    if elected.value is None or elected.op == "rank":
        return None
    subject = commitment.subject
    family = family_of(subject, snapshot.indicators.get(subject.indicator))
    return Aim(
        cmp=elected.cmp,
        value=elected.value,
        unit=subject.unit,
        due=commitment.deadline,
        since=set_on(snapshot, commitment, elected),
        standing=is_standing(subject, family),
    )


def set_on(snapshot: Snapshot, commitment: Commitment, elected: Assertion) -> str | None:
    """Return the ISO date on which a commitment was made, None where nobody says.

    A source that speaks of it after its deadline does not tell when it was made.
    """
    days = [elected.issued]
    days += [one.issued for one in by_commitment(snapshot).get(commitment.id, ())]
    plan = snapshot.plans.get(elected.plan or "")
    days.append(plan.issued if plan is not None else None)
    due = commitment.deadline
    known = [day for day in days if day is not None and (due is None or day[:4] <= due)]
    return min(known, default=None)


def by_commitment(snapshot: Snapshot) -> Mapping[str, Sequence[Assertion]]:
    """Return the assertions of each commitment."""
    made = snapshot.answered.get("assertions by commitment")
    if made is None:
        made = {}
        for one in snapshot.membership:
            made.setdefault(one.commitment, []).append(snapshot.assertions[one.assertion])
        snapshot.answered["assertions by commitment"] = made
    found: Mapping[str, Sequence[Assertion]] = made
    return found


def year_of(value: ObservedValue) -> str:
    """Return the year of an observation."""
    return deadline_of(value.period) or ""
