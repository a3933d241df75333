"""What is known of a commitment's progress, in sentences of both languages."""

from __future__ import annotations

from collections.abc import Sequence

from saidao.answers.progress.evidence import CLASSES, Linked, by_id, end_of, year_of
from saidao.answers.progress.judging import Aim, Fact, Judgement, meets
from saidao.answers.progress.paths import Path, Required, at
from saidao.answers.shapes import ObservationView
from saidao.answers.views import (
    clause_view,
    indicator_name,
    named,
    reading,
    region_name,
    source_view,
)
from saidao.ledger.records import Assertion, Commitment, ObservedValue
from saidao.ledger.searches import search_key, standing_searches
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import period_name, quantity

__all__ = [
    "VERDICTS",
    "observation_view",
    "of_judgement",
    "of_part_of_year",
    "of_path",
    "of_required",
    "of_undecided",
    "unobserved",
    "wording",
]

VERDICTS = {
    "reached": "met",
    "lost": "lost",
    "not_reached": "not_met",
    "on_path": "on_path",
    "behind": "behind",
}
"""The state of a commitment as one of six verdicts; every other state cannot be judged."""

FORMS = {"linear": Name("逐年等量", "equal steps"), "geometric": Name("逐年等速", "an equal rate")}
NOTHING = Name("", "")


def of_judgement(
    snapshot: Snapshot,
    elected: Assertion,
    aim: Aim,
    found: Judgement,
    path: Path | None,
) -> Name:
    """Return the sentence for a state that comparable figures show."""
    assert found.fact is not None
    when, figure = told(snapshot, found.fact)
    target = reading(snapshot, elected)
    if found.state == "reached":
        first = NOTHING
        if found.first is not None and found.first.year < found.fact.year:
            first = Name(f"，{found.first.year}年首次达到", f", first met in {found.first.year}")
        return Name(
            f"{when.zh}：{figure.zh}，已达到目标（{target.zh}）{first.zh}",
            f"{when.en}: {figure.en}, which meets the target ({target.en}){first.en}",
        )
    if found.state == "lost" and found.before is not None:
        then, met = told(snapshot, found.before)
        return Name(
            f"{then.zh}：{met.zh}，曾达到目标（{target.zh}）；{when.zh}：{figure.zh}，又低于目标",
            f"{then.en}: {met.en}, which met the target ({target.en}); {when.en}: {figure.en}, "
            "short of it again",
        )
    if found.state == "not_reached":
        return Name(
            f"{when.zh}：{figure.zh}，未达到目标（{target.zh}）",
            f"{when.en}: {figure.en}, short of the target ({target.en})",
        )
    if found.contested:
        return Name(
            f"同一时间的数据不一致，不能判断：{when.zh}，{figure.zh}；目标{target.zh}",
            f"Figures of one time disagree on it: {figure.en} ({when.en}); target {target.en}",
        )
    gap = share_of(aim, found.fact)
    if found.state == "no_deadline_figure":
        below = meets(aim, found.fact) is False
        zh, en = (
            ("低于目标", "was below") if below else ("在承诺以前", "is from before the promise")
        )
        # An old figure below the target says nothing of what the deadline brought.
        return Name(
            f"没有{aim.due}年的数据；最新数据（{when.zh}）{zh}：{figure.zh}，目标{target.zh}{gap.zh}",
            f"No figure for {aim.due}; the latest ({when.en}) {en}: {figure.en}, "
            f"target {target.en}{gap.en}",
        )
    if found.state == "undecided":
        return Name(
            f"承诺以后还没有可比数据；此前最新（{when.zh}）：{figure.zh}；目标{target.zh}",
            f"No comparable figure since the promise; the newest before it: {figure.en} "
            f"({when.en}); target {target.en}",
        )
    asked = NOTHING
    if path is not None and found.state in {"on_path", "behind"}:
        level = amount(snapshot, float(f"{path.value(at(found.fact.end)):.3g}"), aim.unit)
        on = found.state == "on_path"
        asked = Name(
            f"；按{FORMS[path.form].zh}的路径应为{level.zh}，"
            + ("在路径上" if on else "落后于路径"),
            f"; the path by {FORMS[path.form].en} asks for {level.en}: "
            + ("on the path" if on else "behind it"),
        )
    return Name(
        f"最新可比数据（{when.zh}）：{figure.zh}；目标：{target.zh}{gap.zh}{asked.zh}",
        f"Newest comparable figure: {figure.en} ({when.en}); target {target.en}{gap.en}{asked.en}",
    )


def told(snapshot: Snapshot, fact: Fact) -> tuple[Name, Name]:
    """Return when a fact was and what it was, in words."""
    value = by_id(snapshot)[fact.id]
    return period_name(value.period), wording(snapshot, value)


def share_of(aim: Aim, fact: Fact) -> Name:
    """Return how much of the target a figure is, where a share means anything."""
    if not aim.value or aim.cmp in {"<", "<="} or fact.value < 0 or aim.value < 0:
        return NOTHING
    share = f"{100 * fact.value / aim.value:.0f}%"
    return Name(f"，已达其{share}", f" ({share} of it)")


def of_part_of_year(snapshot: Snapshot, aim: Aim | None, found: Sequence[Linked]) -> Name:
    """Return what figures for part of a year say, which decides nothing.

    What is older than the newest whole figure is not told; of the rest the highest and the
    newest are: a target that was nearly met and lost again shows
    in them where no whole year is published.
    """
    whole = max((at(end_of(o.value.period)) for o in found if is_whole(o)), default=0.0)
    part = [one.value for one in found if one.part_of_year and at(end_of(one.value.period)) > whole]
    if not part or aim is None:
        return NOTHING
    highest = max(part, key=lambda one: (one.value, one.id))
    chosen = list(dict.fromkeys([highest, part[-1]]))
    chosen.sort(key=lambda one: one.period or "")
    zh, en = [], []
    for one in chosen:
        when, figure = period_name(one.period), wording(snapshot, one)
        share = f"{100 * one.value / aim.value:.0f}%" if aim.value > 0 else ""
        zh.append(f"{when.zh}{figure.zh}" + (f"（目标的{share}）" if share else ""))
        en.append(f"{figure.en} in {when.en}" + (f" ({share} of the target)" if share else ""))
    return Name(
        f"。年内部分时段的数据不作判断：{'，'.join(zh)}",
        f". Figures for part of a year decide nothing: {', '.join(en)}",
    )


def is_whole(one: Linked) -> bool:
    """Return whether a comparable figure is for a whole year or a point in time."""
    return one.evidence == "direct" and one.value.period is not None


def of_undecided(snapshot: Snapshot, found: Sequence[Linked], deadline: str | None) -> Name:
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
    stands = snapshot.answered.get("searches")
    if stands is None:
        stands = snapshot.answered["searches"] = standing_searches(snapshot.searched)
    by_people = stands.get(search_key(subject))
    if by_people is not None:
        day = by_people.at[:10]
        return "no_published_figure", Name(
            f"没有公布的数据：{by_people.where}（{by_people.by}，{day}）",
            f"No published figure: {by_people.where} ({by_people.by}, {day})",
        )
    for row in snapshot.not_published:
        if row.indicator == subject.indicator and (row.industry or "") == subject.industry:
            return "no_published_figure", Name(
                f"没有公布的数据：{row.searched.zh}", f"No published figure: {row.searched.en}"
            )
    return "not_searched", Name("尚未检索相应的实际数据", "No figure has been searched for yet")


def of_path(snapshot: Snapshot, path: Path, base: Fact, unit: str) -> Name:
    """Return what a path is, in a sentence."""
    start = amount(snapshot, path.base, unit)
    end = amount(snapshot, path.target, unit)
    form = FORMS[path.form]
    due = int(path.end) - 1
    return Name(
        f"从{period_name(base.end).zh}的{start.zh}到{due}年的{end.zh}，{form.zh}",
        f"From {start.en} ({period_name(base.end).en}) to {end.en} in {due}, by {form.en}",
    )


def of_required(snapshot: Snapshot, needed: Required, fact: Fact, unit: str) -> Name:
    """Return what is needed a year, in a sentence."""
    since = period_name(fact.end)
    if needed.form == "geometric":
        rate = f"{needed.rate:.1f}%"
        verb_zh, verb_en = ("增长", "growth") if needed.rate >= 0 else ("变化", "a change")
        return Name(
            f"从{since.zh}起，今后每年需{verb_zh}{rate}",
            f"From {since.en} on it needs {verb_en} of {rate} a year",
        )
    unit = "percentage_point" if unit in {"percent", "permille"} else unit
    step = amount(snapshot, float(f"{needed.rate:.3g}"), unit)
    return Name(
        f"从{since.zh}起，今后每年需增加{step.zh}",
        f"From {since.en} on it needs {step.en} more a year",
    )


def amount(snapshot: Snapshot, value: float, unit: str) -> Name:
    """Return a level in words, stated and not asked for."""
    words = quantity("=", value, None, unit, glossary=snapshot.glossary)
    return Name(words.zh.removeprefix("达到"), words.en)


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


def observation_view(
    snapshot: Snapshot, linked: Linked, superseded_by: str | None
) -> ObservationView:
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
        vintage=value.vintage,
        superseded_by=superseded_by,
        prices=value.prices,
        price_year=value.price_year,
        origin=value.origin,
    )
