"""Conflicts as they are shown: what contradicts what, who says so, and in which class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from saidao.answers.members import members
from saidao.answers.shapes import AssertionView, ConflictView, ObservedParty, PartyView
from saidao.answers.views import (
    clause_view,
    english,
    indicator_name,
    industry_name,
    joined,
    named,
    reading,
    region_name,
    source_view,
    subject_title,
)
from saidao.ledger.records import Assertion, Conflict, ObservedValue
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = ["conflict_view", "conflicts", "conflicts_of", "disagreements"]

CONFLICT_NAMES = {
    "comparator": Name("比较词不一致", "They differ in the comparator"),
    "value": Name("数值不一致", "They differ in the value"),
    "firmness": Name("承诺的力度不一致", "They differ in how firmly it is said"),
    "change": Name("一说存量，一说增量", "One speaks of a level, the other of what is added"),
    "deadline": Name(
        "期限不一致，或期限更晚而数值不更高", "The deadlines differ, or later is no more"
    ),
    "scope": Name("覆盖范围不一致", "They cover different things"),
    "definition": Name("同一数值，指标不同", "One figure, two different measures"),
    "members": Name("个数相同，成员不同", "The number is the same, the members are not"),
    "precision": Name(
        "一说量级，一说确数", "One names a size class, the other gives it as an exact amount"
    ),
    "revision": Name("后来的规划改了数值", "A later plan sets another figure"),
    "series": Name(
        "后一年反而更低，两个来源可能口径不同",
        "A later year is lower: the two sources may measure differently",
    ),
}

OBSERVED_DEFINITION = Name("同一时期数值不一致，口径不同", "They differ for one period and measure")

FIRMNESS = {
    "commits": Name("明确", "commits to"),
    "strives": Name("力争", "strives for"),
    "expects": Name("预计", "expects"),
    "hopes": Name("希望", "hopes for"),
}


def conflicts_of(snapshot: Snapshot) -> Mapping[str, tuple[Conflict, ...]]:
    """Return the conflicts that show on each commitment."""
    made = snapshot.answered.get("conflicts_of")
    if made is None:
        grouped: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in snapshot.conflict:
            for id in conflict.commitments:
                grouped[id].append(conflict)
        made = {id: tuple(found) for id, found in grouped.items()}
        snapshot.answered["conflicts_of"] = made
    found: Mapping[str, tuple[Conflict, ...]] = made
    return found


def conflicts(snapshot: Snapshot) -> tuple[ConflictView, ...]:
    """Return every conflict of the atlas, those between promises first."""
    ordered = sorted(snapshot.conflict, key=lambda one: (not one.commitments, one.id))
    return tuple(conflict_view(snapshot, conflict) for conflict in ordered)


def conflict_view(snapshot: Snapshot, conflict: Conflict) -> ConflictView:
    """Return a conflict with the readings that contradict each other."""
    said: dict[Name, None] = {}
    for id in conflict.assertions:
        one = snapshot.assertions[id]
        words = reading(snapshot, one)
        if conflict.class_ == "firmness" and one.firmness is not None:
            firm = FIRMNESS[one.firmness]
            words = Name(f"{firm.zh}{words.zh}", f"{firm.en} {words.en}")
        aside = aside_of(snapshot, conflict.class_, one)
        if aside is not None:
            words = Name(f"{words.zh}（{aside.zh}）", f"{words.en} ({aside.en or aside.zh})")
        said[words] = None
    observed = tuple(observed_party(snapshot, id) for id in conflict.observations)
    for party in observed:
        when = party.period or ""
        of = party.scope.zh if party.scope and conflict.class_ == "scope" else when
        said[Name(f"{party.reading.zh}（{of}）", f"{party.reading.en} ({of})")] = None
    name, readings = CONFLICT_NAMES[conflict.class_], joined(said)
    if conflict.class_ == "definition" and not conflict.assertions:
        name = OBSERVED_DEFINITION
    return ConflictView(
        conflict.class_,
        Name(f"{name.zh}：{readings.zh}", f"{name.en}: {readings.en}"),
        conflict.assertions,
        parties(snapshot, conflict),
        observed,
        id=conflict.id,
    )


def parties(snapshot: Snapshot, conflict: Conflict) -> tuple[PartyView, ...]:
    """Return who says what in a conflict, copies of one source left out."""
    found: dict[object, PartyView] = {}
    for commitment_id in conflict.commitments:
        for view in members(snapshot)[commitment_id]:
            if view.id not in conflict.assertions:
                continue
            assertion = snapshot.assertions[view.id]
            key = (commitment_id, view.voice, view.reading, view.firmness)
            found.setdefault(
                key,
                PartyView(
                    assertion_id=view.id,
                    commitment_id=commitment_id,
                    title=subject_title(snapshot, assertion.subject, assertion.indicator_words),
                    reading=view.reading,
                    period=view.period,
                    source=view.source,
                ),
            )
    return tuple(found.values())


def observed_party(snapshot: Snapshot, id: str) -> ObservedParty:
    """Return a realised value that takes part in a conflict."""
    value = observations_by_id(snapshot)[id]
    industry = industry_name(snapshot, value.industry or "")
    indicator = indicator_name(snapshot, value.indicator)
    region = region_name(snapshot, value.region)
    # 工业 and 工业总产值 share a word; it is said once.
    named_there = industry is not None and industry.zh in indicator.zh
    title = Name(
        f"{region.zh}{industry.zh if industry and not named_there else ''}{indicator.zh}",
        ", ".join(n.en or n.zh for n in (region, industry, indicator) if n is not None),
    )
    return ObservedParty(
        observation_id=value.id,
        title=title,
        scope=named(snapshot, value.scope or None),
        reading=figure(snapshot, value),
        period=value.period,
        definition=value.definition,
        quality=value.quality,
        source=source_view(snapshot, value.source),
        clause=clause_view(snapshot, value.passage),
    )


def observations_by_id(snapshot: Snapshot) -> Mapping[str, ObservedValue]:
    """Return the realised values by id."""
    made = snapshot.answered.get("observations_by_id")
    if made is None:
        made = {value.id: value for value in snapshot.observation}
        snapshot.answered["observations_by_id"] = made
    found: Mapping[str, ObservedValue] = made
    return found


def figure(snapshot: Snapshot, value: ObservedValue) -> Name:
    """Return a realised value in words; what is observed is stated, not asked for."""
    words = quantity(value.cmp, value.value, None, value.unit, glossary=snapshot.glossary)
    return Name(words.zh.removeprefix("达到"), words.en)


def aside_of(snapshot: Snapshot, class_: str, assertion: Assertion) -> Name | None:
    """Return what two contradicting readings differ in, beside the quantity."""
    if class_ in {"deadline", "revision"}:
        when = assertion.period if class_ == "deadline" else assertion.issued
        return Name(when, when) if when else None
    if class_ == "definition":
        words = assertion.indicator_words
        return indicator_name(snapshot, assertion.subject.indicator, words)
    if class_ == "scope":
        scope = assertion.subject.scope
        return Name(scope, english(snapshot, scope)) if scope else Name("全部", "all")
    if class_ == "members":
        names = [industry_name(snapshot, member) for member in assertion.members]
        return joined(name for name in names if name is not None)
    return None


def disagreements(
    snapshot: Snapshot, id: str, assertion: Assertion, shown: AssertionView, *, alone: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return in which classes an assertion differs from what counts, and where others do.

    A conflict that an assertion takes part in need not be its own: it may say what the
    elected reading says, and share the conflict with it. Where nobody else speaks of the
    commitment, a conflict with another commitment is the assertion's own.
    """
    elected = snapshot.assertions[shown.id]
    own: dict[str, None] = {}
    others: dict[str, None] = {}
    for conflict in conflicts_of(snapshot).get(id, ()):
        if assertion.id not in conflict.assertions:
            continue
        within = len(conflict.commitments) == 1
        if within:
            differs = differ(conflict.class_, assertion, elected)
        else:
            differs = alone or elected.id not in conflict.assertions
        (own if differs else others)[conflict.class_] = None
    return tuple(own), tuple(class_ for class_ in others if class_ not in own)


def differ(class_: str, one: Assertion, other: Assertion) -> bool:
    """Return whether two readings of one commitment differ in a class of conflict."""
    if class_ == "firmness":
        return one.firmness != other.firmness
    vague = (one.value is None) != (other.value is None)
    if class_ == "members":
        return one.members != other.members
    if class_ in {"comparator", "precision"}:
        return one.cmp != other.cmp or vague
    return (one.value, one.value_high) != (other.value, other.value_high)
