"""The figures that are checked, and where to find those that belong together.

Everything is found through keys, never by comparing all with all: a ledger of a hundred
thousand figures is checked in seconds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from saidao.ledger.checks.intervals import Estimate, estimate
from saidao.ledger.records import Assertion, Ledger, ObservedValue, Passage, Subject
from saidao.ledger.resolve import fold
from saidao.packs.pack import Indicator, Industry, Linkage

__all__ = ["Books", "Figure", "Key", "additive", "books_of", "key_of"]

RELATIVE = {"percent", "percentage_point", "permille", "ratio", "rank", "year"}

CURRENCIES = {"CNY", "USD", "EUR", "GBP", "HKD", "TWD", "SGD", "INR", "JPY"}

Sort = Literal["target", "actual"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure that takes part in a check.

    `sort` is ``target`` or ``actual``; a baseline is an actual. `year` is the one in which
    the period ends. `assertion` is None for an observation of a pack.
    """

    id: str
    sort: Sort
    subject: Subject
    cmp: str
    value: float | None
    value_high: float | None
    tier: float | None
    period: str
    year: int | None
    base_year: int | None
    issued: str
    low_quality: bool = False
    assertion: Assertion | None = None

    @property
    def place(self) -> Passage:
        """Where it stands; only of figures that were read in a document."""
        if self.assertion is None or self.assertion.passage is None:
            raise ValueError(f"{self.id} stands in no document")
        return self.assertion.passage

    @property
    def part_of(self) -> str | None:
        """Id of the total that the text names it a part of."""
        return self.assertion.part_of if self.assertion else None

    @property
    def estimate(self) -> Estimate | None:
        """The figure in its three readings, None where it names no amount."""
        return estimate(
            self.cmp,
            self.value,
            self.value_high,
            target=self.sort == "target",
            # The class of things counted is no amount of them.
            tier=None if self.subject.unit == "count" else self.tier,
            rate=self.subject.measure == "growth",
        )


@dataclass(frozen=True, slots=True)
class Key:
    """What figures share that may be set against each other, but for one respect."""

    sort: Sort
    subject: Subject
    period: str


Rest = tuple[object, ...]
"""All of a key but one respect."""


def rest_of(key: Key, *, but: Literal["industry", "region"]) -> Rest:
    """Return all that a key says, but the industry or the region."""
    one = key.subject
    kept = one.region if but == "industry" else one.industry
    return (
        key.sort,
        key.period,
        kept,
        one.indicator,
        one.scope,
        one.measure,
        one.change,
        one.unit,
        one.noun,
        one.tier,
        one.driver,
    )


def key_of(figure: Figure) -> Key:
    """Return the key of a figure.

    Targets for a level meet in the year; what is added, and realised values, in the period.
    """
    by_year = figure.sort == "target" and figure.subject.change == "stock"
    period = str(figure.year or "") if by_year else figure.period
    return Key(figure.sort, figure.subject, period)


def additive(subject: Subject) -> bool:
    """Return whether parts of a measure can be added up."""
    return (
        subject.measure == "level"
        and subject.unit not in RELATIVE
        and "/" not in subject.unit
        and not (subject.unit == "count" and subject.tier is not None)
    )


@dataclass(frozen=True)
class Books:
    """All figures of a ledger with what is known of how industries and regions nest.

    Parameters
    ----------
    figures : tuple of Figure
        One reading of each target (the elected one) and every realised value.
    named : tuple of Figure
        Every figure as each document has it, for what a single text says of itself.
    parts : mapping
        Industry to the industries that it consists of.
    overlaps : mapping
        Industry to those that share members with it.
    parents : mapping
        Region to the region that it lies in.
    linkages : tuple of Linkage
        Which realised measures may stand beside which promises.
    indicators : mapping
        The indicator catalogue.
    texts : mapping
        Document id to its reading text, for those that are at hand.
    """

    figures: tuple[Figure, ...]
    named: tuple[Figure, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    overlaps: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    linkages: tuple[Linkage, ...] = ()
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    read: dict[Key, tuple[Figure, Estimate] | None] = field(
        default_factory=dict, repr=False, compare=False
    )
    """What `at` found before."""

    @cached_property
    def by_key(self) -> Mapping[Key, tuple[Figure, ...]]:
        """Figures of one subject and one period."""
        found: dict[Key, list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[key_of(figure)].append(figure)
        return {key: tuple(one) for key, one in found.items()}

    @cached_property
    def by_subject(self) -> Mapping[tuple[Sort, Subject], tuple[Figure, ...]]:
        """Figures of one subject over time, by year."""
        found: dict[tuple[Sort, Subject], list[Figure]] = defaultdict(list)
        for figure in self.figures:
            found[figure.sort, figure.subject].append(figure)
        return {
            key: tuple(sorted(one, key=lambda f: (f.year or 0, f.period, f.id)))
            for key, one in found.items()
        }

    @cached_property
    def by_industry(self) -> Mapping[Rest, Mapping[str, Key]]:
        """Keys that differ in the industry alone."""
        found: dict[Rest, dict[str, Key]] = defaultdict(dict)
        for key in self.by_key:
            found[rest_of(key, but="industry")][key.subject.industry] = key
        return found

    @cached_property
    def by_region(self) -> Mapping[Rest, Mapping[str, Key]]:
        """Keys that differ in the region alone."""
        found: dict[Rest, dict[str, Key]] = defaultdict(dict)
        for key in self.by_key:
            found[rest_of(key, but="region")][key.subject.region] = key
        return found

    @cached_property
    def level_units(self) -> Mapping[Subject, tuple[str, ...]]:
        """Units in which there are levels of a subject, by the subject without its unit."""
        found: dict[Subject, set[str]] = defaultdict(set)
        for _, subject in self.by_subject:
            if subject.measure == "level" and subject.change == "stock":
                found[replace(subject, unit="")].add(subject.unit)
        return {subject: tuple(sorted(units - RELATIVE)) for subject, units in found.items()}

    def at(self, key: Key) -> tuple[Figure, Estimate] | None:
        """Return what is said at a key: of several realised values all that they allow."""
        if key not in self.read:
            self.read[key] = merged(self.by_key.get(key, ()))
        return self.read[key]

    def known(self, subject: Subject, year: int) -> tuple[Figure, Estimate] | None:
        """Return the value of a whole year or of its end, if there is one.

        A plan without a date does not show that its base year is past; its figure is
        taken where nothing was measured.
        """
        for sort in ("actual", "target"):
            found = [
                figure
                for figure in self.by_subject.get((sort, subject), ())
                if figure.year == year and "/" not in figure.period
            ]
            if (one := merged(found)) is not None:
                return one
        return None

    def words(self, figure: Figure) -> str:
        """Return all words by which a figure's measure is called."""
        indicator = self.indicators.get(figure.subject.indicator)
        called = f"{indicator.name.zh} {indicator.name.en}" if indicator else ""
        own = figure.assertion.indicator_words if figure.assertion else ""
        return f"{figure.subject.indicator} {figure.subject.noun} {called} {own}"

    def overlapping(self, industries: Iterable[str]) -> bool:
        """Return whether any of these industries share members."""
        chosen = set(industries)
        return any(chosen & (self.overlaps.get(one, frozenset()) - {one}) for one in chosen)


def merged(figures: Iterable[Figure]) -> tuple[Figure, Estimate] | None:
    """Return the first of several values of one thing, with all that any of them allows."""
    found = [(figure, one) for figure in figures if (one := figure.estimate) is not None]
    if not found:
        return None
    figure, whole = found[0]
    for _, one in found[1:]:
        whole = whole.within(one)
    return figure, whole


def year_in(period: str | None) -> int | None:
    """Return the year in which a period ends."""
    last = (period or "").rsplit("/", 1)[-1][:4]
    return int(last) if len(last) == 4 and last.isdigit() else None


def figure_of(assertion: Assertion) -> Figure:
    """Return the figure that an assertion states."""
    base = assertion.base_year
    if base is None and assertion.period and "/" in assertion.period and assertion.op != "=":
        # What grows or is added within 2021/2025 does so on the level of 2020.
        first = assertion.period[:4]
        base = str(int(first) - 1) if assertion.period[:4] != assertion.period[-4:] else None
    return Figure(
        id=assertion.id,
        sort="target" if assertion.kind == "target" else "actual",
        subject=assertion.subject,
        cmp=assertion.cmp,
        value=assertion.value,
        value_high=assertion.value_high,
        tier=assertion.tier,
        period=assertion.period or "",
        year=year_in(assertion.period),
        base_year=year_in(base),
        issued=assertion.issued or "",
        assertion=assertion,
    )


def figure_of_value(value: ObservedValue) -> Figure:
    """Return the figure that an observation of a pack states."""
    return Figure(
        id=value.id,
        sort="actual",
        subject=Subject(
            indicator=value.indicator,
            industry=value.industry or "",
            scope=fold(value.scope),
            region=value.region,
            measure="level",
            change="stock",
            unit=value.unit,
        ),
        cmp=value.cmp,
        value=value.value,
        value_high=None,
        tier=None,
        period=value.period or "",
        year=year_in(value.period),
        base_year=None,
        issued=value.vintage or "",
        low_quality=value.quality == "low",
    )


def books_of(
    ledger: Ledger,
    *,
    industries: Iterable[Industry] = (),
    parents: Mapping[str, str] | None = None,
    linkages: Iterable[Linkage] = (),
    indicators: Iterable[Indicator] = (),
    texts: Mapping[str, str] | None = None,
) -> Books:
    """Return the books of a ledger.

    Of each commitment the elected reading counts: that the others differ is a conflict,
    and no matter of arithmetic.
    """
    elected = {election.assertion for election in ledger.elections}
    industries = tuple(industries)
    stated = tuple(
        figure_of(one) for one in ledger.assertions if one.kind in {"target", "actual", "baseline"}
    )
    ids = {one.id for one in ledger.assertions}
    observed = (
        figure_of_value(one)
        for one in ledger.observations
        if one.id not in ids and one.quality != "unusable"
    )
    counting = [one for one in stated if one.sort == "actual" or one.id in elected]
    return Books(
        figures=tuple(sorted((*counting, *observed), key=lambda one: one.id)),
        named=stated,
        parts={one.id: one.parts for one in industries if one.parts},
        overlaps={one.id: frozenset(one.overlaps) for one in industries},
        parents=dict(parents or {}),
        linkages=tuple(linkages),
        indicators={one.id: one for one in indicators},
        texts=dict(texts or {}),
    )


def in_order(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the figures of documents in the order of their texts."""
    placed = [one for one in figures if one.assertion and one.assertion.passage]
    yield from sorted(placed, key=lambda one: (one.place.document, one.place.start, one.id))
