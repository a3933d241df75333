"""Quotients: shares against the part and the whole, values per person or area."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from saidao.ledger.checks.books import RELATIVE, Books, Figure, Key, in_order
from saidao.ledger.checks.findings import Finding
from saidao.ledger.checks.intervals import Estimate, judged
from saidao.ledger.checks.telling import amount, finding, percent, sentence, stated
from saidao.ledger.resolve import fold

__all__ = ["per_unit_values", "share_levels"]

SHARE_ZH = re.compile(
    r"占(?:全市|全省|全区|全县|全国|我市|本市|全部)?的?(?P<whole>[^，,。；;占]{2,30}?)"
    r"(?:总量)?的?(?:比重|比例|份额|比(?=[达超为约]|$))"
)
SHARE_EN = re.compile(
    r"(?:share|proportion|per cent|percent|%) of (?:the )?(?:city's |total )?"
    r"(?P<whole>[a-z ]{3,40})",
    re.I,
)
CLAUSE_GAP = re.compile(r"[，,、\s]{0,2}(?:and|or|which)?\s*")
NEAR = 6
"""Characters between two clauses that speak of one thing."""
VALUE_ADDED = re.compile(r"增加值|value[ -]?added", re.IGNORECASE)
OUTPUT = ("gdp", "生产总值", "gross domestic product")

Valued = tuple[Figure, Estimate]


def share_levels(books: Books) -> Iterator[Finding]:
    """Yield where a share is not the part divided by the whole.

    A share of the catalogue says in its own name what it is a share of. In a document the
    part is also what the clause before speaks of: 规模达到300亿元，占全市的比重达到20%.
    """
    wholes = levels_by_words(books)
    before = preceding(books)
    for key, figures in books.by_key.items():
        if key.subject.unit != "percent" or key.subject.measure != "level":
            continue
        for figure in figures:
            words = wording(books, figure)
            named = next(
                (m["whole"] for m in (SHARE_ZH.search(words), SHARE_EN.search(words)) if m), ""
            )
            share = figure.estimate
            if not named or share is None:
                continue
            whole = whole_of(books, wholes, figure, named)
            part = part_of(books, figure, named, whole, before.get(figure.id)) if whole else None
            if whole is None or part is None or part[0].id == whole[0].id:
                continue
            if whole[1].point <= 0:
                continue
            made = part[1] / whole[1]
            if (certainty := judged(made, share.share())) is None:
                continue
            yield finding(
                "share-level",
                certainty,
                [("share", figure), ("part", part[0]), ("whole", whole[0])],
                sentence(
                    "{part} ÷ {whole} = {made}，而所说占比为{share}",
                    "{part} of {whole} is {made}; a share of {share} is stated",
                    part=stated(part[0]),
                    whole=stated(whole[0]),
                    made=percent(made.point),
                    share=stated(figure),
                ),
            )


def wording(books: Books, figure: Figure) -> str:
    """Return the words by which a figure is called: the text's own, or the catalogue's."""
    own = figure.assertion.indicator_words if figure.assertion else ""
    indicator = books.indicators.get(figure.subject.indicator)
    if (own and "占" in own) or not indicator:
        return own or figure.subject.indicator.removeprefix("?")
    return max((*indicator.words, indicator.name.zh), key=lambda word: ("占" in word, len(word)))


Place = tuple[str, str, str]
"""Sort, region and period: what a part and its whole share in any case."""


def place_of(figure: Figure) -> Place:
    """Return what a part and its whole share in any case."""
    period = str(figure.year or "") if figure.sort == "target" else figure.period
    return (figure.sort, figure.subject.region, period)


def levels_by_words(books: Books) -> Mapping[Place, Sequence[tuple[str, Key]]]:
    """Return all levels of money, goods and people with the words that name them."""
    found: dict[Place, dict[tuple[str, Key], None]] = defaultdict(dict)
    for key, figures in books.by_key.items():
        subject = key.subject
        if subject.measure != "level" or subject.change != "stock" or subject.unit == "percent":
            continue
        indicator = books.indicators.get(subject.indicator)
        words = set(indicator.words if indicator else (subject.indicator.removeprefix("?"),))
        words |= {one.assertion.indicator_words for one in figures if one.assertion}
        for word in sorted(words):
            if len(fold(word)) > 1:
                found[place_of(figures[0])][fold(word), key] = None
    return {place: tuple(one) for place, one in found.items()}


def whole_of(
    books: Books,
    wholes: Mapping[Place, Sequence[tuple[str, Key]]],
    figure: Figure,
    named: str,
) -> Valued | None:
    """Return the figure of the whole that a share is of, if exactly one fits its name."""
    named = fold(named)
    fitting = [
        (len(word), key)
        for word, key in wholes.get(place_of(figure), ())
        if (word in named or named == word)
        and (word == named or covers_all(key.subject.industry, figure.subject.industry))
        and not key.subject.noun
    ]
    longest = max((length for length, _ in fitting), default=0)
    keys = {key for length, key in fitting if length == longest}
    narrow = {key for key in keys if key.subject.scope == figure.subject.scope} or keys
    return books.at(narrow.pop()) if len(narrow) == 1 else None


def covers_all(industry: str, of: str) -> bool:
    """Return whether a figure may be the whole: it is of no industry in particular.

    Where no lexicon is at hand the words inherited from a heading stand for the industry,
    of the part and of the whole alike.
    """
    return industry in {"", "industry"} or (industry.startswith("?") and industry == of)


def part_of(
    books: Books, figure: Figure, named: str, whole: Valued, before: Figure | None
) -> Valued | None:
    """Return the figure of the part that a share is of the whole."""
    unit = whole[0].subject.unit
    of_output = any(word in fold(named) for word in OUTPUT)
    if before is not None and of_output and not VALUE_ADDED.search(books.words(before)):
        # A share of the product of a place is one of value added, whatever stands before it.
        before = None
    if before is not None and before.subject.unit == unit and place_of(before) == place_of(figure):
        value = before.estimate
        return (before, value) if value is not None else None
    if not figure.subject.industry or figure.subject.industry == whole[0].subject.industry:
        return None
    for indicator in {whole[0].subject.indicator, *(value_added(books) if of_output else ())}:
        subject = replace(figure.subject, indicator=indicator, unit=unit)
        period = str(figure.year or "") if figure.sort == "target" else figure.period
        if (one := books.at(Key(figure.sort, subject, period))) is not None:
            return one
    return None


def value_added(books: Books) -> tuple[str, ...]:
    """Return the indicators of the catalogue that are value added."""
    return tuple(
        sorted(
            one.id
            for one in books.indicators.values()
            if any(VALUE_ADDED.fullmatch(word) for word in (*one.words, one.name.zh, one.name.en))
        )
    )


def preceding(books: Books) -> Mapping[str, Figure]:
    """Return for each share the figure of the clause right before it."""
    found: dict[str, Figure] = {}
    last: Figure | None = None
    for figure in in_order(books.named):
        if figure.subject.unit == "percent" and last is not None:
            one, other = last.place, figure.place
            text = books.texts.get(one.document, "")
            gap = text[one.end : other.start] if text else ""
            quote = other.quote.lstrip("，, ")
            if (
                one.document == other.document
                and 0 <= other.start - one.end <= NEAR
                and CLAUSE_GAP.fullmatch(gap)
                and (quote.startswith("占") or SHARE_EN.search(quote) is not None)
            ):
                found[figure.id] = last
        last = figure
    return found


PER = (
    ("人均", "person"),
    ("地均", "km2"),
    ("单位土地", "km2"),
    ("亩均", "mu"),
    ("每平方公里", "km2"),
)
"""What a name says that a value is divided by."""


def per_unit_values(books: Books) -> Iterator[Finding]:
    """Yield where a value per person or area is not the total divided by them.

    The name of the value must say the total's own name (人均生产总值), and region, period
    and scope must be the same; there must be one number of people or one area only.
    """
    wholes: Mapping[Place, Sequence[tuple[str, Key]]] = {}
    for key, figures in books.by_key.items():
        unit, slash, per = key.subject.unit.partition("/")
        if "/" in per or key.subject.measure != "level" or unit in RELATIVE:
            continue
        value = books.at(key)
        names = wording(books, figures[0])
        word = next((one for one, below in PER if below == (per or below) and one in names), None)
        if word is not None and not slash:
            # 人均生产总值10.5万元 says by its name alone what it is divided by.
            per = next(below for one, below in PER if one == word)
        if value is None or word is None:
            continue
        wholes = wholes or levels_by_words(books)
        rest = fold(names.split(word, 1)[1])
        here = wholes.get(place_of(figures[0]), ())
        totals = {
            other
            for name, other in here
            if other != key
            and other.subject.unit == unit
            and word not in name
            and (name in rest or rest in name)
            and replace(other.subject, indicator="", unit="")
            == replace(key.subject, indicator="", unit="")
        }
        below = {
            other
            for _, other in here
            if other.subject.unit == per
            and other.subject.scope == key.subject.scope
            and other.subject.industry in {"", key.subject.industry}
        }
        if len(totals) != 1 or len(below) != 1:
            continue
        total, divisor = books.at(totals.pop()), books.at(below.pop())
        if total is None or divisor is None or divisor[1].point <= 0:
            continue
        made = total[1] / divisor[1]
        if (certainty := judged(made, value[1])) is None:
            continue
        yield finding(
            "per-unit",
            certainty,
            [("value", value[0]), ("total", total[0]), ("divisor", divisor[0])],
            sentence(
                "{total} ÷ {divisor} = {made}，而所说为{value}",
                "{total} by {divisor} is {made}; {value} is stated",
                total=stated(total[0]),
                divisor=stated(divisor[0]),
                made=amount(made.point, key.subject.unit),
                value=stated(value[0]),
            ),
        )
