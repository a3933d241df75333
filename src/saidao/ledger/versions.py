"""Two versions of what was promised, set side by side promise by promise.

Promises are matched by what they are about. The subjects need not be the same to the
letter, or nothing that was rescoped or redefined would ever be found; every difference
that was tolerated is named. Matching is symmetric: it does not matter which version is
called the earlier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Literal

from saidao.ledger.records import Assertion, Subject
from saidao.ledger.resolve import deadline_of, fold
from saidao.ledger.version_changes import ChangeClass, changes_between

__all__ = ["Pairing", "Thread", "Tolerance", "Vocabulary", "compare", "follow", "promises"]

Tolerance = Literal["industry", "indicator", "measure", "change", "scope", "noun", "deadline"]

CURRENCIES = {"CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR", "JPY"}
RELATIVE = {"increase", "decrease", "growth"}

QUOTIENT = re.compile("占|比例|比重|份额|比|率|达到?|的|水平")
"""Words that any share is named with."""

LIKE = 0.3
"""Share of common pairs of letters from which two wordings may name one measure."""

WEIGHTS: dict[Tolerance, int] = {
    "scope": 1,
    "noun": 1,
    "deadline": 1,
    "change": 2,
    "measure": 2,
    "indicator": 3,
    "industry": 3,
}
"""How far each difference sets two promises apart; the nearest are matched first."""

FARTHEST = 5


@dataclass(frozen=True)
class Vocabulary:
    """What ids are called, so that like names are seen to be alike.

    Parameters
    ----------
    indicators : mapping
        Indicator id to its words.
    industries : mapping
        Industry id to its name.
    overlaps : mapping
        Industry id to those that share members with it.
    """

    indicators: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    industries: Mapping[str, str] = field(default_factory=dict)
    overlaps: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def words(self, indicator: str) -> tuple[str, ...]:
        """Return the words of an indicator; of one that no catalogue knows, its wording."""
        return self.indicators.get(indicator) or (indicator.removeprefix("?"),)

    def name(self, industry: str) -> str:
        """Return the name of an industry."""
        return fold(self.industries.get(industry, industry.removeprefix("?")))


@dataclass(frozen=True, slots=True)
class Pairing:
    """A promise in two versions; one of the two is None where it was dropped or is new.

    Parameters
    ----------
    before, after : str or None
        Assertion ids.
    classes : tuple of str
        What became of it, several at once.
    tolerated : tuple of str
        In what the two subjects differ and were matched all the same.
    """

    before: str | None
    after: str | None
    classes: tuple[ChangeClass, ...]
    tolerated: tuple[Tolerance, ...] = ()


@dataclass(frozen=True, slots=True)
class Thread:
    """One promise through several versions, oldest first.

    `steps` has one pairing for each two neighbours of `assertions`.
    """

    assertions: tuple[str, ...]
    steps: tuple[Pairing, ...]


def promises(
    assertions: Iterable[Assertion], rank: Callable[[Assertion], Hashable] | None = None
) -> tuple[Assertion, ...]:
    """Return one reading of each promise of a version, in the order given.

    Parameters
    ----------
    assertions : iterable of Assertion
    rank : callable, optional
        Of several readings of one thing the one with the smallest rank counts; the first
        where it is not given.
    """
    groups: dict[tuple[Subject, str | None], list[Assertion]] = defaultdict(list)
    for one in assertions:
        if one.kind == "target":
            groups[one.subject, deadline_of(one.period)].append(one)
    return tuple(
        min(group, key=rank) if rank else group[0]  # type: ignore[arg-type]
        for group in groups.values()
    )


def compare(
    before: Sequence[Assertion], after: Sequence[Assertion], vocabulary: Vocabulary
) -> tuple[Pairing, ...]:
    """Return every promise of two versions with what became of it.

    Parameters
    ----------
    before, after : sequence of Assertion
        As `promises` returns them.
    vocabulary : Vocabulary

    Returns
    -------
    tuple of Pairing
        In the order of the earlier version, what is new behind it.
    """
    matched = match(before, after, vocabulary)
    partner = {one: (other, tolerated) for one, other, tolerated in matched}
    taken = {other for _, other, _ in matched}
    found: list[Pairing] = []
    for at, one in enumerate(before):
        if at not in partner:
            found.append(Pairing(one.id, None, ("dropped",)))
            continue
        place, tolerated = partner[at]
        classes = changes_between(one, after[place])
        found.append(Pairing(one.id, after[place].id, classes, tolerated))
    found += [
        Pairing(None, other.id, ("new",)) for at, other in enumerate(after) if at not in taken
    ]
    return tuple(found)


def follow(versions: Sequence[Sequence[Assertion]], vocabulary: Vocabulary) -> tuple[Thread, ...]:
    """Return every promise through versions in the order of time.

    A promise is held against the last version that spoke of it. That a plan is silent on
    it does not end a thread: plans differ in what they are about.
    """
    threads: list[tuple[list[Assertion], list[Pairing]]] = []
    for version in versions:
        latest = [assertions[-1] for assertions, _ in threads]
        found = {
            place: (at, tolerated) for at, place, tolerated in match(latest, version, vocabulary)
        }
        for place, assertion in enumerate(version):
            if place not in found:
                threads.append(([assertion], []))
                continue
            at, tolerated = found[place]
            assertions, steps = threads[at]
            classes = changes_between(assertions[-1], assertion)
            steps.append(Pairing(assertions[-1].id, assertion.id, classes, tolerated))
            assertions.append(assertion)
    return tuple(Thread(tuple(one.id for one in told), tuple(steps)) for told, steps in threads)


Match = tuple[int, int, tuple[Tolerance, ...]]


def match(
    before: Sequence[Assertion], after: Sequence[Assertion], vocabulary: Vocabulary
) -> list[Match]:
    """Return which promise of one version is which of the other, the nearest first."""
    nearest: list[tuple[tuple[object, ...], int, int, tuple[Tolerance, ...]]] = []
    for at, place in candidates(before, after):
        one, other = before[at], after[place]
        tolerated = differences(one, other, vocabulary)
        if tolerated is None:
            continue
        far = sum(WEIGHTS[name] for name in tolerated)
        if far > FARTHEST:
            continue
        low, high = sorted((at, place))
        key = (far, years_between(one, other), one.value != other.value, high - low, low, high)
        nearest.append((key, at, place, tolerated))
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    settled: set[Subject] = set()
    found: list[Match] = []
    for _, at, place, tolerated in sorted(nearest, key=lambda one: one[0]):
        if at in taken_before or place in taken_after:
            continue
        subjects = {before[at].subject, after[place].subject}
        if "deadline" in tolerated and subjects & settled:
            # Both versions speak of a year for it: an interim year that only one of them
            # has was dropped or is new, and not moved.
            continue
        if "deadline" not in tolerated:
            settled |= subjects
        taken_before.add(at)
        taken_after.add(place)
        found.append((at, place, tolerated))
    return sorted(found)


def candidates(
    before: Sequence[Assertion], after: Sequence[Assertion]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs that may be one promise: alike in the measure or in the industry."""
    groups: dict[Hashable, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, version in enumerate((before, after)):
        for at, one in enumerate(version):
            subject = one.subject
            here = (subject.region, subject.tier)
            groups["indicator", subject.indicator, here][side].append(at)
            for industry in subject.industry.split("+"):
                groups["industry", industry, here][side].append(at)
            if subject.indicator.startswith("?"):
                for pair in pairs_of(subject.indicator + subject.noun):
                    groups["words", pair, here, subject.unit][side].append(at)
    seen: set[tuple[int, int]] = set()
    for first, second in groups.values():
        seen.update(product(first, second))
    yield from sorted(seen)


def differences(
    before: Assertion, after: Assertion, vocabulary: Vocabulary
) -> tuple[Tolerance, ...] | None:
    """Return in what two promises differ that may still be one; None where they may not."""
    one, other = before.subject, after.subject
    if (one.region, one.driver, one.tier) != (other.region, other.driver, other.tier):
        return None
    found: list[Tolerance] = []
    if one.industry != other.industry:
        if not akin(one.industry, other.industry, vocabulary):
            return None
        # What no lexicon knows is a heading's words, and narrows like a scope.
        worded = one.industry.startswith("?") and other.industry.startswith("?")
        found.append("scope" if worded else "industry")
    if one.measure != other.measure or one.unit != other.unit:
        # 翻一番 and 1.8万亿元 may be one promise, put as an increase and as a level.
        relative = {one.measure, other.measure} & RELATIVE
        if one.indicator != other.indicator or not relative or one.unit == other.unit != "percent":
            return None
        found.append("measure")
    if one.change != other.change:
        found.append("change")
    if one.indicator != other.indicator:
        if not measured_alike(one, other, vocabulary):
            return None
        found.append("indicator")
    elif one.noun != other.noun:
        if not (one.noun in other.noun or other.noun in one.noun):
            return None
        found.append("noun")
    if one.scope != other.scope:
        if "scope" not in found:
            found.append("scope")
        if one.scope and other.scope and not alike(one.scope, other.scope):
            return None
    if "industry" in found and set(found) - {"industry", "noun"}:
        # Of another industry and otherwise measured: that is another promise.
        return None
    if deadline_of(before.period) != deadline_of(after.period):
        found.append("deadline")
    return tuple(found)


def akin(one: str, other: str, vocabulary: Vocabulary) -> bool:
    """Return whether two industries may be one that was narrowed or widened.

    Their names must share a word; of two that the pack knows it must also say that they
    share members.
    """
    if not one or not other:
        return False
    first, second = set(one.split("+")), set(other.split("+"))
    if first & second:
        return True
    names = vocabulary.name(one), vocabulary.name(other)
    if one in vocabulary.industries and other in vocabulary.industries:
        overlap = other in vocabulary.overlaps.get(one, frozenset())
        return overlap and bool(pairs_of(names[0]) & pairs_of(names[1]))
    return names[0] in names[1] or names[1] in names[0] or alike(*names)


def measured_alike(one: Subject, other: Subject, vocabulary: Vocabulary) -> bool:
    """Return whether two indicators may be one measure that was defined anew.

    Amounts of money for one industry (产值, 规模) may; shares and counts only where their
    names are alike.
    """
    if one.unit != other.unit or one.measure != other.measure:
        return False
    if one.industry == other.industry and one.industry and one.unit in CURRENCIES:
        return not one.noun and not other.noun
    words = vocabulary.words(one.indicator), vocabulary.words(other.indicator)
    if one.industry == other.industry and one.industry and one.unit == "percent":
        # 先进功能新车占比 and L2、L3级占新车比例 are shares of one thing.
        return any(
            pairs_of(QUOTIENT.sub("", word)) & pairs_of(QUOTIENT.sub("", second))
            for word, second in product(*words)
        )
    return any(
        alike(fold(word + one.noun), fold(second + other.noun)) for word, second in product(*words)
    )


def pairs_of(text: str) -> set[str]:
    """Return the pairs of neighbouring letters of a text, of English its words."""
    if text.isascii():
        return {word for word in text.casefold().split() if len(word) > 2}
    return {text[at : at + 2] for at in range(len(text) - 1)}


def alike(one: str, other: str) -> bool:
    """Return whether two wordings have much in common."""
    first, second = pairs_of(one), pairs_of(other)
    return len(first & second) >= LIKE * len(first | second) > 0


def years_between(one: Assertion, other: Assertion) -> int:
    """Return how many years lie between two deadlines; one that is not given is far."""
    first, second = deadline_of(one.period), deadline_of(other.period)
    if first is None or second is None:
        return 0 if first == second else 100
    return abs(int(first) - int(second))
