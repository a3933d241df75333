"""Changes against levels: growth a year, increases and doublings, additions to a stock."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from saidao.ledger.checks.books import Books, Figure, Key, additive
from saidao.ledger.checks.findings import Finding
from saidao.ledger.checks.intervals import Estimate, Interval, judged, total
from saidao.ledger.checks.levels import is_level
from saidao.ledger.checks.telling import amount, finding, percent, sentence, stated, summed
from saidao.ledger.records import Measure, Subject

__all__ = ["increase_levels", "increment_stocks", "rate_increases", "rate_paths", "yearly_sums"]

LONGEST = 50
"""Years beyond which nobody means to compound a rate."""

COUNTED = {"count", "vehicle", "person", "household"}
"""What comes and goes: the stock may grow by less than what is added."""

REAL = re.compile(r"生产总值|增加值|gdp|gross domestic product|value[ -]added", re.IGNORECASE)
"""Measures whose growth is stated at constant prices, their levels at current ones."""
DRIFT = Interval(Fraction(99, 100), Fraction(103, 100))
"""What prices may do in a year between the two."""

Valued = tuple[Figure, Estimate]


def as_level(subject: Subject, unit: str) -> Subject:
    """Return the level that a relative change is a change of."""
    return replace(subject, measure="level", change="stock", unit=unit)


def levels_of(books: Books, figure: Figure, *, sort: str) -> Iterator[Valued]:
    """Yield the levels that a change to a year is about, in whatever unit they stand."""
    for unit in books.level_units.get(as_level(figure.subject, ""), ()):
        key = Key(sort, as_level(figure.subject, unit), str(figure.year))  # type: ignore[arg-type]
        if (one := books.at(key)) is not None:
            yield one


def base_of(books: Books, figure: Figure, level: Subject) -> tuple[Figure, Estimate, int] | None:
    """Return the level that a change begins with, and its year.

    Where the text names no base year, the only level of an earlier year that the same
    document states is meant; where there are several, none is guessed.
    """
    if figure.base_year is not None:
        found = books.known(level, figure.base_year)
        return (*found, figure.base_year) if found else None
    source = document_of(figure)
    if source is None or figure.year is None:
        return None
    years = {
        one.year
        for one in books.by_subject.get(("actual", level), ())
        if one.year is not None and one.year < figure.year and document_of(one) == source
    }
    if len(years) != 1:
        return None
    year = years.pop()
    found = books.known(level, year)
    return (*found, year) if found else None


def document_of(figure: Figure) -> str | None:
    """Return the document that a figure was read in."""
    passage = figure.assertion.passage if figure.assertion else None
    return passage.document if passage else None


def with_prices(books: Books, figure: Figure, arrives: Estimate, years: int) -> Estimate:
    """Return a level with what prices may add to growth that is stated without them."""
    if REAL.search(books.words(figure)) is None:
        return arrives
    drift = DRIFT.power(years)
    return Estimate(arrives.hard * drift, arrives.usual * drift, arrives.point)


def changes(books: Books, measure: Measure) -> Iterator[Figure]:
    """Yield the relative changes that are promised for a known year.

    Those that were measured are left alone: they are computed on a base that is revised,
    and at prices that the levels are not given at.
    """
    for key, figures in books.by_key.items():
        if key.sort != "target":
            continue
        if key.subject.measure == measure and key.subject.unit == "percent":
            yield from (one for one in figures if one.year is not None and one.estimate)


def rate_paths(books: Books) -> Iterator[Finding]:
    """Yield where a level is not where the base arrives at the stated rate."""
    for figure in changes(books, "growth"):
        rate = figure.estimate
        if rate is None or figure.year is None:
            continue
        for level, said in levels_of(books, figure, sort=figure.sort):
            base = base_of(books, figure, level.subject)
            if base is None or not 0 < figure.year - base[2] <= LONGEST:
                continue
            start, value, year = base
            years = figure.year - year
            arrives = value * rate.factor().power(years)
            arrives = with_prices(books, level, arrives, years)
            certainty = judged(arrives, said)
            if certainty is None or value.point <= 0:
                continue
            # What prices leave open is no matter of floors.
            if certainty == "bound" and REAL.search(books.words(level)):
                continue
            needed = (float(said.point) / float(value.point)) ** (1 / years) - 1
            yield finding(
                "rate-path",
                certainty,
                [("rate", figure), ("base", start), ("level", level)],
                sentence(
                    f"{year}年的{{base}}按每年{{rate}}增长{years}年，到{figure.year}年为"
                    "{arrives}，而所说为{level}（每年需增长{needed}）",
                    f"{{base}} in {year}, grown {{rate}} a year for {years} years, is "
                    f"{{arrives}} in {figure.year}; {{level}} is stated, which needs "
                    "{needed} a year",
                    base=stated(start),
                    rate=percent(rate.point / 100),
                    arrives=amount(arrives.point, level.subject.unit),
                    level=stated(level),
                    needed=percent(needed),
                ),
            )


def increase_levels(books: Books) -> Iterator[Finding]:
    """Yield where a level is not the base with the stated increase or decrease."""
    for measure in ("increase", "decrease"):
        for figure in changes(books, measure):
            change = figure.estimate
            assert change is not None
            for level, said in levels_of(books, figure, sort=figure.sort):
                base = base_of(books, figure, level.subject)
                if base is None:
                    continue
                start, value, year = base
                if measure == "increase":
                    arrives = value * change.factor()
                    arrives = with_prices(books, level, arrives, max(1, level_year(level) - year))
                else:
                    # What falls by at least a share arrives at no more than the rest.
                    arrives = value * fallen(change)
                    if level.sort == "target" and level.cmp == "=":
                        # Who falls to a level may fall below it.
                        said = replace(said, hard=Interval(said.point * 0, said.point))
                if (certainty := judged(arrives, said)) is None:
                    continue
                yield finding(
                    "increase-level",
                    certainty,
                    [("change", figure), ("base", start), ("level", level)],
                    sentence(
                        f"{year}年的{{base}}{'增加' if measure == 'increase' else '减少'}"
                        "{change}为{arrives}，而所说为{level}",
                        f"{{base}} in {year} with {'an' if measure == 'increase' else 'a'} "
                        f"{measure} of {{change}} is {{arrives}}; {{level}} is stated",
                        base=stated(start),
                        change=percent(change.point / 100),
                        arrives=amount(arrives.point, level.subject.unit),
                        level=stated(level),
                    ),
                )


def level_year(level: Figure) -> int:
    """Return the year of a level, which one that was found by its year always has."""
    return level.year or 0


def fallen(change: Estimate) -> Estimate:
    """Return what is left after a fall in percent."""

    def rest(one: Interval) -> Interval:
        low = 1 - one.high / 100 if one.high is not None else one.low * 0
        return Interval(max(low, one.low * 0), max(1 - one.low / 100, one.low * 0))

    return change.each(rest, lambda one: 1 - one / 100)


def rate_increases(books: Books) -> Iterator[Finding]:
    """Yield where growth a year and growth in all, from one base, do not fit."""
    for figure in changes(books, "growth"):
        if figure.base_year is None or figure.year is None:
            continue
        key = Key(figure.sort, replace(figure.subject, measure="increase"), str(figure.year))
        for other in books.by_key.get(key, ()):
            rate, whole = figure.estimate, other.estimate
            years = figure.year - figure.base_year
            if other.base_year != figure.base_year or not 0 < years <= LONGEST:
                continue
            assert rate is not None
            if whole is None:
                continue
            arrives = rate.factor().power(years)
            if (certainty := judged(arrives, whole.factor())) is None:
                continue
            yield finding(
                "rate-increase",
                certainty,
                [("rate", figure), ("change", other)],
                sentence(
                    f"每年{{rate}}，{years}年累计{{made}}，而所说为{{change}}",
                    f"{{rate}} a year for {years} years makes {{made}}; {{change}} is stated",
                    rate=percent(rate.point / 100),
                    made=percent(arrives.point - 1),
                    change=percent(whole.point / 100),
                ),
            )


def increment_stocks(books: Books) -> Iterator[Finding]:
    """Yield where a stock is not the stock before and what was added."""
    for key, figures in books.by_key.items():
        if key.subject.change != "increment" or key.subject.measure != "level":
            continue
        if not additive(key.subject) and "/" not in key.subject.unit:
            continue
        level = replace(key.subject, change="stock")
        for figure in figures:
            added = figure.estimate
            stock = books.at(Key(key.sort, level, str(figure.year or "")))
            if added is None or stock is None:
                continue
            end, said = stock
            if not is_level(books, end):
                continue
            base = base_of(books, figure, level)
            if base is None:
                worded = "?" in key.subject.industry[:1] + key.subject.indicator[:1]
                if worded or judged(added, said, "at_most") not in {"certain", "likely"}:
                    # What a text names by words alone may be a part of what was meant.
                    continue
                yield finding(
                    "increment-stock",
                    "likely",
                    [("added", figure), ("level", end)],
                    sentence(
                        "新增{added}，大于期末存量{level}",
                        "{added} are added, more than the stock at the end, {level}",
                        added=stated(figure),
                        level=stated(end),
                    ),
                )
                continue
            start, value, year = base
            made = value + added
            if (certainty := judged(made, said)) is None:
                continue
            if made.point > said.point and level.unit in COUNTED:
                # Some of those that were there may have gone.
                certainty = "bound"
            yield finding(
                "increment-stock",
                certainty,
                [("base", start), ("added", figure), ("level", end)],
                sentence(
                    f"{year}年的{{base}}加新增{{added}}为{{made}}，而所说存量为{{level}}",
                    f"{{base}} in {year} and {{added}} added make {{made}}; {{level}} is stated",
                    base=stated(start),
                    added=stated(figure),
                    made=amount((value + added).point, level.unit),
                    level=stated(end),
                ),
            )


SPAN = re.compile(r"(\d{4})/(\d{4})\Z")


def yearly_sums(books: Books) -> Iterator[Finding]:
    """Yield where what is added year by year is not what is added in the whole span.

    Both must stand in one document: two plans may count differently.
    """
    yearly: dict[tuple[str | None, str, Subject], dict[int, Figure]] = defaultdict(dict)
    spans: list[tuple[Figure, range]] = []
    for figure in books.named:
        if figure.subject.change != "increment" or not additive(figure.subject):
            continue
        span = SPAN.match(figure.period)
        if span is not None and span[1] < span[2]:
            spans.append((figure, range(int(span[1]), int(span[2]) + 1)))
        elif len(figure.period) == 4 and figure.year is not None:
            key = (document_of(figure), figure.sort, figure.subject)
            yearly[key].setdefault(figure.year, figure)
    for figure, years in spans:
        found = yearly.get((document_of(figure), figure.sort, figure.subject), {})
        said = figure.estimate
        parts = [
            (one, value)
            for year in years
            if (one := found.get(year)) is not None and (value := one.estimate) is not None
        ]
        if said is None or len(parts) != len(years):
            continue
        made = total(value for _, value in parts)
        if (certainty := judged(made, said)) is None:
            continue
        yield finding(
            "years-span",
            certainty,
            [("total", figure), *(("part", one) for one, _ in parts)],
            sentence(
                f"{years[0]}—{years[-1]}年逐年{{sums}}，而所说合计为{{total}}",
                f"{years[0]} to {years[-1]} year by year: {{sums}}; {{total}} is stated",
                sums=summed([one for one, _ in parts], made.point),
                total=stated(figure),
            ),
        )
