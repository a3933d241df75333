"""Realised values that contradict one another, or show that a target counts something else.

``value`` (two figures for one thing and one period), ``definition`` (the sources say that
they measured differently), ``series`` (a level that falls from one source to another, where
a break in the series is likelier than a fall) and ``scope`` (a target that a figure of
another scope has met before it was set).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import floor, inf, log10

from saidao.ledger.conflicts import Said
from saidao.ledger.neighbours import CURRENCIES, FALLING, FLOWING
from saidao.ledger.records import Commitment, Conflict, ConflictClass, ObservedValue

__all__ = ["observed_conflicts"]

NEAR = 0.01
"""Rounded and exact figures differ by no more, as a share of the figure."""

BREAK = 0.005
"""A fall by less than this share is within what is revised every year."""

SPAN = 5
"""Years between two figures beyond which a fall says nothing of the series."""


def observed_conflicts(
    observations: Iterable[ObservedValue],
    readings: Mapping[Commitment, Sequence[Said]],
    voice_of: Mapping[str, str],
) -> Iterable[Conflict]:
    """Yield the conflicts in which realised values take part.

    Parameters
    ----------
    observations : iterable of ObservedValue
    readings : mapping
        Each commitment with its readings.
    voice_of : mapping
        Source to its voice; a source that is missing is a voice of its own.
    """
    series: dict[tuple[object, ...], list[ObservedValue]] = defaultdict(list)
    for one in observations:
        if one.period is not None and not one.indicator.startswith("?"):
            series[one.indicator, one.industry, one.region, one.unit].append(one)
    for values in series.values():
        ordered = sorted(values, key=lambda v: (v.period or "", v.id))
        yield from same_period(ordered, voice_of)
        yield from breaks(ordered, voice_of)
    yield from met_elsewhere(series, readings)


def same_period(
    ordered: Sequence[ObservedValue], voice_of: Mapping[str, str]
) -> Iterable[Conflict]:
    """Yield pairs of figures for one thing and one period that cannot both hold."""
    groups: dict[tuple[str | None, str], list[ObservedValue]] = defaultdict(list)
    for value in ordered:
        groups[value.period, value.scope].append(value)
    for group in groups.values():
        for one, other in combinations(group, 2):
            if agree(one, other):
                continue
            if voice(one, voice_of) == voice(other, voice_of) and one.passage is None:
                # A source that gives two figures for one thing mostly tells two things apart.
                continue
            told_apart = one.definition != other.definition and None not in (
                one.definition,
                other.definition,
            )
            yield pair("definition" if told_apart else "value", one, other)


def voice(one: ObservedValue, voice_of: Mapping[str, str]) -> str:
    """Return who says a figure."""
    return voice_of.get(one.source, one.source)


def agree(one: ObservedValue, other: ObservedValue) -> bool:
    """Return whether two figures may be the same one, rounded or bounded."""
    (low, high), (other_low, other_high) = bounds(one), bounds(other)
    if low <= other_high and other_low <= high:
        return True
    return rounded_alike(one.value, other.value)


def bounds(one: ObservedValue) -> tuple[float, float]:
    """Return between what a figure says that the value lies."""
    if one.cmp in {">", ">="}:
        # Who writes 超过 names the round number just below, not any number below.
        return one.value, one.value + abs(one.value) * 0.25
    if one.cmp in {"<", "<="}:
        return one.value - abs(one.value) * 0.25, one.value
    if one.cmp == "~":
        return one.value - abs(one.value) * 0.05, one.value + abs(one.value) * 0.05
    return one.value, one.value


def rounded_alike(one: float, other: float) -> bool:
    """Return whether the coarser of two figures is the finer one rounded.

    Examples
    --------
    >>> rounded_alike(5.39e12, 5_392_671_000_000), rounded_alike(100, 177)
    (True, False)
    """
    if one == other:
        return True
    if not one or not other or (one < 0) != (other < 0):
        return False
    digits = max(2, min(significant(one), significant(other)))
    size = floor(log10(max(abs(one), abs(other))))
    near = abs(one - other) <= NEAR * max(abs(one), abs(other))
    return near and abs(one - other) <= 0.5000001 * 10 ** (size - digits + 1)


def significant(value: float) -> int:
    """Return how many digits of a figure are not trailing zeros."""
    return len(f"{abs(value):.9e}".split("e", maxsplit=1)[0].replace(".", "").rstrip("0")) or 1


def breaks(ordered: Sequence[ObservedValue], voice_of: Mapping[str, str]) -> Iterable[Conflict]:
    """Yield neighbouring years of a level that falls from one source to another."""
    groups: dict[str, list[ObservedValue]] = defaultdict(list)
    for value in ordered:
        words = f"{value.indicator} {value.scope}"
        yearly = value.period_type == "year" and value.unit in CURRENCIES
        if yearly and not FALLING.search(words) and not FLOWING.search(words):
            groups[value.scope].append(value)
    for group in groups.values():
        for one, other in combinations(group, 2):
            years = int((other.period or "0")[:4]) - int((one.period or "0")[:4])
            if not 0 < years <= SPAN or other.cmp in {">", ">="}:
                continue
            if voice(one, voice_of) == voice(other, voice_of):
                continue
            if one.value - other.value > BREAK * one.value:
                yield pair("series", one, other)


def met_elsewhere(
    series: Mapping[tuple[object, ...], Sequence[ObservedValue]],
    readings: Mapping[Commitment, Sequence[Said]],
) -> Iterable[Conflict]:
    """Yield targets that a figure of another scope had met before they were set."""
    for commitment, said in readings.items():
        subject = commitment.subject
        if (
            subject.change != "stock"
            or subject.measure != "level"
            or not subject.scope
            or commitment.deadline is None
        ):
            continue
        key = (subject.indicator, subject.industry or None, subject.region, subject.unit)
        for value in series.get(key, ()):
            if not value.scope or value.scope == subject.scope:
                continue
            beaten = [
                one
                for one in said
                if (one.reading.value or inf) <= value.value
                and one.reading.issued
                and (value.period or "9") < one.reading.issued
            ]
            if beaten:
                yield Conflict(
                    f"{commitment.id}~{value.id}.scope",
                    "scope",
                    (commitment.id,),
                    tuple(sorted(id for one in beaten for id in one.assertions)),
                    (value.id,),
                )


def pair(class_: ConflictClass, one: ObservedValue, other: ObservedValue) -> Conflict:
    """Return a conflict between two realised values."""
    first, second = sorted((one.id, other.id))
    return Conflict(f"{first}~{second}.{class_}", class_, (), (), (first, second))
