"""How the verdict would change if the target or the figures were read another way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from saidao.answers.progress.evidence import Linked, by_id, deciding
from saidao.answers.progress.judging import DOWN, Aim, Fact, Judgement, baseline, judge
from saidao.answers.progress.paths import at
from saidao.answers.progress.telling import VERDICTS, amount
from saidao.answers.shapes.progress import AlternativeView
from saidao.answers.views import indicator_name, industry_name, region_name
from saidao.ledger.records import ObservedValue, Subject
from saidao.statements.units import CURRENCIES
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import period_name

__all__ = ["alternatives"]

COMPARATORS = {
    ">=": Name("达到", "reaches"),
    ">": Name("超过（突破）", "exceeds"),
    "~": Name("左右", "about"),
    "<=": Name("不超过", "at most"),
    "<": Name("低于", "below"),
}
UP_COMPARATORS, DOWN_COMPARATORS = (">=", ">", "~"), ("<=", "<")
MOST_BASES = 5
CLASSES = {
    "direct": Name("同口径", "comparable"),
    "partial": Name("部分数据", "a part only"),
    "proxy": Name("替代指标", "a proxy"),
}
CURRENT = Name("现价", "Current prices")
NO_CONSTANT = Name("没有不变价数据，不能判断", "No figure at constant prices")
UNSTATED_PRICES = Name(
    "数据未说明价格基准，按现价看", "The figures name no price basis; taken as current"
)


def alternatives(
    snapshot: Snapshot,
    aim: Aim,
    subject: Subject,
    linked: Sequence[Linked],
    today: date,
    base: Fact | None,
) -> tuple[AlternativeView, ...]:
    """Return the verdicts under other comparators, definitions, price bases and base years.

    Parameters
    ----------
    linked : sequence of Linked
        All figures beside the commitment.
    base : Fact, optional
        Where the path begins as it counts now.
    """
    facts, day = deciding(snapshot, linked), today.isoformat()
    found: list[AlternativeView] = []
    if facts:
        found += comparators(snapshot, aim, facts, day, base)
    found += definitions(snapshot, aim, subject, linked, day)
    if aim.unit.split("/")[0] in CURRENCIES and (facts or any(is_constant(o) for o in linked)):
        found += price_bases(snapshot, aim, linked, facts, day, base)
    if facts:
        found += base_years(snapshot, aim, facts, day, base)
    return tuple(found)


def is_constant(one: Linked) -> bool:
    """Return whether a figure is at constant prices."""
    return one.value.prices == "constant"


def comparators(
    snapshot: Snapshot, aim: Aim, facts: Sequence[Fact], day: str, base: Fact | None
) -> list[AlternativeView]:
    """Return the verdicts if the target were meant as another comparator."""
    asked = ">=" if aim.cmp in {"=", "range"} else aim.cmp
    return [
        view(
            snapshot,
            "comparator",
            COMPARATORS[cmp],
            judge(replace(aim, cmp=cmp), facts, day, base),
            chosen=cmp == asked,
        )
        for cmp in (DOWN_COMPARATORS if aim.cmp in DOWN else UP_COMPARATORS)
    ]


def definitions(
    snapshot: Snapshot, aim: Aim, subject: Subject, linked: Sequence[Linked], day: str
) -> list[AlternativeView]:
    """Return the verdicts by each definition in which figures are known, in the same unit."""
    groups: dict[tuple[object, ...], list[Linked]] = {}
    for one in linked:
        if one.value.unit == aim.unit and not one.part_of_year and not is_constant(one):
            groups.setdefault(definition_of(one), []).append(one)
    found = []
    for group in groups.values():
        facts = deciding(snapshot, [replace(one, evidence="direct") for one in group])
        whole = [one for one in group if one.value.period_type in {"year", "point"}]
        if not facts or not whole:
            continue
        best = group[0]
        found.append(
            view(
                snapshot,
                "definition",
                worded(snapshot, best.value, subject, best.evidence),
                judge(aim, facts, day),
                chosen=best.evidence == "direct",
            )
        )
    # One definition alone is no choice.
    return found if len(found) > 1 or not any(one.chosen for one in found) else []


def definition_of(one: Linked) -> tuple[object, ...]:
    """Return what tells definitions apart."""
    value = one.value
    return (one.evidence, value.indicator, value.industry, value.scope, value.region)


def worded(snapshot: Snapshot, value: ObservedValue, subject: Subject, evidence: str) -> Name:
    """Return a definition in words: the measure, and what of it differs from the target's."""
    what = indicator_name(snapshot, value.indicator)
    parts = [what]
    if (value.industry or "") != subject.industry:
        industry = industry_name(snapshot, value.industry or "")
        parts = [industry, what] if industry is not None else parts
    zh = "".join(part.zh for part in parts)
    en = ": ".join(part.en or part.zh for part in parts)
    if value.region != subject.region:
        region = region_name(snapshot, value.region)
        zh, en = region.zh + zh, f"{region.en or region.zh}, {en}"
    if value.scope:
        zh, en = f"{zh}，{value.scope}", f"{en}, {snapshot.glossary.get(value.scope, value.scope)}"
    return Name(f"{zh}（{CLASSES[evidence].zh}）", f"{en} ({CLASSES[evidence].en})")


def price_bases(
    snapshot: Snapshot,
    aim: Aim,
    linked: Sequence[Linked],
    facts: Sequence[Fact],
    day: str,
    base: Fact | None,
) -> list[AlternativeView]:
    """Return the verdicts at current and at constant prices."""
    found = []
    if facts:
        stated = any(one.value.prices == "current" for one in linked)
        current = view(snapshot, "prices", CURRENT, judge(aim, facts, day, base), chosen=True)
        found.append(current if stated else replace(current, sentence=UNSTATED_PRICES))
    years = sorted({one.value.price_year or "" for one in linked if is_constant(one)})
    for year in years:
        group = [one for one in linked if is_constant(one) and (one.value.price_year or "") == year]
        constant = deciding(snapshot, [replace(one, evidence="direct") for one in group])
        zh, en = (f"{year}年价格", f"prices of {year}") if year else ("不变价", "constant prices")
        if constant:
            found.append(
                view(
                    snapshot, "prices", Name(zh, en[:1].upper() + en[1:]), judge(aim, constant, day)
                )
            )
    if not years:
        none = Judgement("undecided")
        constant_view = view(snapshot, "prices", Name("不变价", "Constant prices"), none)
        found.append(replace(constant_view, sentence=NO_CONSTANT))
    return found


def base_years(
    snapshot: Snapshot, aim: Aim, facts: Sequence[Fact], day: str, base: Fact | None
) -> list[AlternativeView]:
    """Return the verdicts if the path began at another year, where the path decides."""
    now = judge(aim, facts, day, base)
    if now.state not in {"on_path", "behind"} or now.fact is None:
        return []
    newest = at(now.fact.end)
    ordered = sorted(facts, key=lambda one: (at(one.end), one.id))
    earlier = [one for one in ordered if at(one.end) < newest][-MOST_BASES:]
    taken = base or baseline(aim, facts)
    if taken is not None and taken not in earlier:
        earlier = [taken, *earlier[1:]]
    if len(earlier) < 2:
        return []
    return [
        view(
            snapshot,
            "base_year",
            period_name(one.end),
            judge(aim, facts, day, one),
            chosen=one == taken,
        )
        for one in earlier
    ]


def view(
    snapshot: Snapshot, kind: str, label: Name, found: Judgement, *, chosen: bool = False
) -> AlternativeView:
    """Return an alternative as it is shown, with the figure that shows its verdict."""
    sentence = Name("", "")
    if found.fact is not None:
        value = by_id(snapshot)[found.fact.id]
        figure, when = amount(snapshot, value.value, value.unit), period_name(value.period)
        sentence = Name(f"{when.zh}：{figure.zh}", f"{figure.en} ({when.en})")
    return AlternativeView(
        kind=kind,
        label=label,
        verdict=VERDICTS.get(found.state, "cannot_be_judged"),
        state=found.state,
        sentence=sentence,
        chosen=chosen,
    )
