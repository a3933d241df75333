"""Conflicts between commitments that differ in one respect and should not.

``change`` (a stock against an addition), ``deadline`` (the same level for two years, or
less for later), ``scope`` (a part that is no smaller than the whole, or a wider measure in
the place of a narrower one), ``definition`` (one figure under two measures) and the size
class of a named member against the member's own size (``value``, ``revision``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product

from saidao.ledger.conflicts import Said, about_equal
from saidao.ledger.records import Assertion, Commitment, Conflict, ConflictClass

__all__ = ["between"]

CURRENCIES = {"CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR", "JPY"}
RATES = {"percent", "percentage_point", "permille", "rank", "ratio"}

WIDER = re.compile(r"关联|相关|带动|全产业链|上下游|全口径|衍生|related|entire chain|wider", re.I)
"""Scopes that cover more than the plain noun does; all others cover less."""

FALLING = re.compile(
    r"能耗|排放|浓度|水耗|用水|耗水|成本|时限|办理时间|负债|死亡|失业|事故|发生|intensity|emission"
    r"|consumption|concentration|cost|unemployment|deaths?|outdated|落后|淘汰|gap|距离",
    re.I,
)
"""Measures that are meant to fall."""

FLOWING = re.compile(
    r"投资|产量|销量|推广|招商|签约|引进|新增|吞吐|客运|货运|游客|旅客|出口|进口|场次|培训|investment|production|sales"
    r"|visitors|passengers|throughput|exports|imports|newly|a year|yearly|每年|年度|当年",
    re.I,
)
"""Measures of what happens in a year: the same again next year is no contradiction."""

Readings = Mapping[Commitment, Sequence[Said]]
Clash = Callable[[Commitment, Assertion, Commitment, Assertion], bool]


def changes_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """A stock and an addition of like size: somebody took the one for the other."""
    if one.subject.change == other.subject.change or a.value is None or b.value is None:
        return False
    small, large = sorted((abs(a.value), abs(b.value)))
    return large > 0 and small / large >= 0.5


def deadlines_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """The same level, or less of it, for a later year."""
    if one.deadline is None or other.deadline is None or a.value is None or b.value is None:
        return False
    if one.subject.change != "stock" or one.subject.measure != "level":
        return False
    if one.subject.unit == "year":
        # The figure is itself a date: two of them are two deadlines.
        return a.value != b.value
    if one.subject.unit in RATES:
        # A share or a rank that is to be kept from year to year is no contradiction.
        return False
    words = f"{one.subject.indicator} {one.subject.noun} {a.indicator_words} {b.indicator_words}"
    if {a.cmp, b.cmp} & {"<=", "<"} or FALLING.search(words):
        return False
    if any("/" in (each.period or "") for each in (a, b)) or FLOWING.search(words):
        return False
    early, late = (a, b) if one.deadline < other.deadline else (b, a)
    return (late.value or 0) <= (early.value_high or early.value or 0)


def scopes_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """Money figures for one industry where the part is no smaller than the whole.

    A measure that is wider than the plain noun (关联产业) stands in its place whatever the
    figures: who reads the one for the other is wrong by a multiple.
    """
    if (
        one.subject.scope == other.subject.scope
        or one.subject.unit not in CURRENCIES
        or one.subject.measure != "level"
        or one.deadline is None
    ):
        return False
    values = (amount(a), amount(b))
    if None in values:
        return False
    if one.subject.scope and other.subject.scope:
        return values[0] == values[1]
    (_, part), (_, whole) = sorted(
        zip((one.subject.scope == "", other.subject.scope == ""), (a, b), strict=True),
        key=lambda pair: pair[0],
    )
    if WIDER.search(one.subject.scope or other.subject.scope):
        return amount(part) != amount(whole)
    return (amount(part) or 0) >= (amount(whole) or 0)


def amount(assertion: Assertion) -> float | None:
    """Return the figure of a reading, or the size class that stands for it."""
    return assertion.tier if assertion.value is None else assertion.value


def definitions_clash(one: Commitment, a: Assertion, other: Commitment, b: Assertion) -> bool:
    """One figure that two sources call by different measures."""
    return (
        one.subject.indicator != other.subject.indicator
        and one.subject.unit in CURRENCIES
        and one.deadline is not None
        and a.value is not None
        and (a.value == b.value or about_equal(a, b))
    )


@dataclass(frozen=True, slots=True)
class Respect:
    """One respect in which two commitments may differ while all else is the same."""

    class_: ConflictClass
    without: Callable[[Commitment], object]
    clash: Clash
    between_voices: bool = False
    """Whether one voice may well say both: a text that gives size and revenue, or the
    core and the whole, tells two things apart and contradicts nothing."""


RESPECTS = (
    Respect("change", lambda c: (replace(c.subject, change="stock"), c.deadline), changes_clash),
    Respect("deadline", lambda c: c.subject, deadlines_clash),
    Respect(
        "scope",
        lambda c: (replace(c.subject, scope=""), c.deadline),
        scopes_clash,
        between_voices=True,
    ),
    Respect(
        "definition",
        lambda c: (replace(c.subject, indicator=""), c.deadline),
        definitions_clash,
        between_voices=True,
    ),
)


def between(readings: Readings) -> Iterable[Conflict]:
    """Yield the conflicts between commitments that differ in one respect only.

    All readings are compared, the losing ones too: that one source names another year
    is no less true because it was not elected.
    """
    for respect in RESPECTS:
        groups: dict[object, list[Commitment]] = defaultdict(list)
        for commitment in readings:
            groups[respect.without(commitment)].append(commitment)
        for group in groups.values():
            for one, other in combinations(sorted(group, key=lambda c: c.id), 2):
                found: dict[ConflictClass, set[str]] = defaultdict(set)
                for first, second in product(readings[one], readings[other]):
                    if respect.between_voices and not first.independent_of(second):
                        continue
                    if respect.clash(one, first.reading, other, second.reading):
                        class_ = respect.class_
                        if one.subject.unit == "year" and first.revises(second):
                            class_ = "revision"
                        found[class_] |= first.assertions | second.assertions
                for class_, clashing in sorted(found.items()):
                    yield conflict(one, other, class_, clashing)
    yield from classes_of_members(readings)


def classes_of_members(readings: Readings) -> Iterable[Conflict]:
    """Yield where an industry is named among those of a size class and promised less.

    Four clusters of the trillion class, 高端装备 one of them, and 高端装备 at 650 bn for the
    same year do not go together.
    """
    sizes: dict[tuple[str, str, str | None], list[Commitment]] = defaultdict(list)
    for commitment in readings:
        subject = commitment.subject
        plain = not subject.scope and subject.measure == "level" and subject.change == "stock"
        if plain and subject.unit in CURRENCIES and subject.indicator in {"size", "output-value"}:
            sizes[subject.region, subject.industry, commitment.deadline].append(commitment)
    for counted, said in readings.items():
        if counted.subject.unit != "count" or counted.subject.tier is None:
            continue
        found: dict[tuple[Commitment, ConflictClass], set[str]] = defaultdict(set)
        for naming in said:
            for member in naming.reading.members:
                for sized in sizes.get((counted.subject.region, member, counted.deadline), ()):
                    for size in readings[sized]:
                        value = size.reading.value
                        if value is not None and value < counted.subject.tier:
                            class_: ConflictClass = "revision" if naming.revises(size) else "value"
                            found[sized, class_] |= naming.assertions | size.assertions
        for (sized, class_), clashing in found.items():
            yield conflict(counted, sized, class_, clashing)


def conflict(
    one: Commitment, other: Commitment, class_: ConflictClass, assertions: Iterable[str]
) -> Conflict:
    """Return a conflict that shows on two commitments."""
    first, second = sorted((one.id, other.id))
    return Conflict(
        f"{first}~{second}.{class_}", class_, (first, second), tuple(sorted(assertions))
    )
