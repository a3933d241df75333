"""From a document's words to the catalogue's ids, by exact spellings of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from saidao.ledger.records import Measure, Subject
from saidao.packs.pack import Indicator, Lexicon
from saidao.statements.statement import Statement

__all__ = ["Resolver", "deadline_of", "fold", "measure_of"]

TIER_PREFIX = re.compile(r"[一二两三四五六七八九十百千万亿0-9]+级(?:别)?(?:的)?")
RELATIVE_UNITS = {"percent", "percentage_point", "permille", "ratio"}
LISTED = re.compile(r"(?:产业|领域)?(?:[、，,及和与]|以及)+")
"""What stands between two members of an enumeration."""
IGNORED = re.compile(r"[\s“”\"'‘’《》〈〉·•]+")


def fold(text: str) -> str:
    """Return `text` without quotes, spaces and case, as spellings are compared."""
    return IGNORED.sub("", text).casefold()


def deadline_of(period: str | None) -> str | None:
    """Return the year in which a period ends."""
    return period.rsplit("/", 1)[-1][:4] if period else None


def measure_of(op: str, unit: str) -> Measure:
    """Return what kind of quantity an operator asks for.

    An increase by an amount is a level that is added; only a relative one is a measure
    of its own.
    """
    if op == "growth_rate_per_year":
        return "growth"
    if op == "increase_by" and unit in RELATIVE_UNITS:
        return "increase"
    if op == "decrease_by" and unit in RELATIVE_UNITS:
        return "decrease"
    return "level"


@dataclass(frozen=True, slots=True)
class Spellings:
    """Spellings with their ids as one pattern; the longest spelling at a place wins."""

    pattern: re.Pattern[str] | None
    ids: dict[str, str]

    @classmethod
    def of(cls, words: Iterable[tuple[str, str]]) -> Spellings:
        ids = {fold(word): id for word, id in words if fold(word)}
        longest_first = sorted(ids, key=lambda word: (-len(word), word))
        pattern = re.compile("|".join(map(re.escape, longest_first))) if ids else None
        return cls(pattern, ids)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield ``(start, end, id)`` in the order of the folded text, never overlapping."""
        if self.pattern is not None:
            for match in self.pattern.finditer(fold(text)):
                yield match.start(), match.end(), self.ids[match[0]]

    def strip(self, text: str) -> str:
        """Return the folded text without any of the spellings."""
        return self.pattern.sub("", fold(text)) if self.pattern else fold(text)


class Resolver:
    """Resolves words with one city's lexicon.

    Parameters
    ----------
    lexicon : Lexicon
    city : str
        Region id that a figure is about when it names no place.
    known : iterable of Subject
        Subjects of the pack's own rows. A document seldom repeats the words that narrow
        a figure exactly, so its noun and scope are looked up among these.
    """

    def __init__(self, lexicon: Lexicon, city: str, known: Iterable[Subject] = ()) -> None:
        self.city = city
        self.industries = Spellings.of(lexicon.industries.items())
        self.regions = Spellings.of(lexicon.regions.items())
        self.indicators = {indicator.id: indicator for indicator in lexicon.indicators}
        self.known: dict[Subject, list[Subject]] = {}
        for subject in sorted(set(known), key=repr):
            self.known.setdefault(plain(subject), []).append(subject)
        # Two indicators may share a word (规模 of land and of industry): the unit decides.
        by_word: dict[str, list[Indicator]] = {}
        for indicator in lexicon.indicators:
            for word in indicator.words:
                by_word.setdefault(fold(word), []).append(indicator)
        self.indicator_words = {word: tuple(found) for word, found in by_word.items()}
        self._named: dict[str, list[str]] = {}
        self._indicators: dict[tuple[str, str, Measure, bool], Indicator | None] = {}

    def named(self, text: str) -> list[str]:
        """Return the industries that a text names, in its order.

        Those that are enumerated (A、B和C) are one set, joined by ``+``.
        """
        # A document repeats few wordings many times.
        if text not in self._named:
            self._named[text] = self._find_named(text)
        return self._named[text]

    def _find_named(self, text: str) -> list[str]:
        """Find the industries of a text."""
        groups: list[set[str]] = []
        folded, last = fold(text), 0
        for start, end, id in self.industries.find(text):
            if groups and LISTED.fullmatch(folded, last, start):
                groups[-1].add(id)
            else:
                groups.append({id})
            last = end
        return ["+".join(sorted(group)) for group in groups]

    def industry(self, text: str) -> str:
        """Return the first industry that a text names, empty where it names none."""
        return next(iter(self.named(text)), "")

    def industries_of(self, statement: Statement, quote: str) -> tuple[str, ...]:
        """Return the industries that a statement may be about, the likeliest first.

        What stands beside the number goes before what was inherited from farther away.
        """
        counted = statement.counted or ""
        texts = (statement.indicator, counted, statement.scope + statement.indicator)
        named = [
            industry for text in (*texts, statement.scope, quote) for industry in self.named(text)
        ]
        return tuple(dict.fromkeys(named))

    def region(self, text: str) -> str:
        """Return the last, hence narrowest, region named; the city where none is."""
        found = [id for _, _, id in self.regions.find(text)]
        return found[-1] if found else self.city

    def indicator(self, statement: Statement, measure: Measure) -> Indicator | None:
        """Return the indicator whose word is the longest in a statement's wording.

        The catalogue's unit must be the figure's own, unless the figure is a relative
        change of it. A counted noun decides by its end, where Chinese has the head of a
        phrase: 平台企业 are firms and 企业平台 are platforms.
        """
        if statement.counted:
            return self._indicator(statement.counted, statement.unit, measure, at_end=True)
        return self._indicator(statement.indicator, statement.unit, measure, at_end=False)

    def _indicator(
        self, text: str, unit: str, measure: Measure, *, at_end: bool
    ) -> Indicator | None:
        """Return the indicator with the longest, and of these the last, word in a text."""
        key = (text, unit, measure, at_end)
        if key not in self._indicators:
            self._indicators[key] = self._find_indicator(*key)
        return self._indicators[key]

    def _find_indicator(
        self, text: str, unit: str, measure: Measure, at_end: bool
    ) -> Indicator | None:
        """Find the indicator of a text."""
        folded = fold(text)
        matches = [
            (len(word), folded.rfind(word), indicator.unit == unit, indicator.id)
            for word, indicators in self.indicator_words.items()
            if (folded.endswith(word) if at_end else word in folded)
            for indicator in indicators
            if indicator.unit == unit or (measure != "level" and unit in RELATIVE_UNITS)
        ]
        return self.indicators[max(matches)[-1]] if matches else None

    def noun(self, counted: str | None, indicator: Indicator | None) -> str:
        """Return the counted noun, empty where the indicator's own word says as much."""
        if not counted:
            return ""
        noun = self.industries.strip(TIER_PREFIX.sub("", counted)) or fold(counted)
        words = {fold(word) for word in indicator.words} if indicator else set()
        return "" if noun in words or fold(counted) in words else noun

    def subject(self, statement: Statement, quote: str = "") -> Subject:
        """Return what a statement of a document is about; `quote` is its whole clause."""
        measure = measure_of(statement.op, statement.unit)
        indicator = self.indicator(statement, measure)
        driver = self.industry(statement.driven_by or "")
        added = statement.op in {"increase_by", "decrease_by"} and measure == "level"
        worded = "?" + fold(statement.scope) if statement.scope else ""
        subjects = [
            Subject(
                indicator=indicator.id if indicator else "?" + fold(statement.indicator),
                industry=industry,
                scope="",
                region=self.region(statement.region),
                measure=measure,
                change="increment" if added else (statement.change or "stock"),
                unit=statement.unit,
                noun=self.noun(statement.counted, indicator),
                tier=statement.tier if statement.unit == "count" else None,
                driver=driver if driver == industry else "",
            )
            for industry in self.industries_of(statement, quote) or (worded,)
        ]
        for subject in subjects:
            words = statement.indicator + statement.scope + (statement.counted or "")
            if (met := self.meet(subject, words)) is not None:
                return met
        return subjects[0]

    def meet(self, subject: Subject, words: str) -> Subject | None:
        """Return the known subject that a statement's words point at, if one is."""
        candidates = self.known.get(plain(subject), [])
        words = fold(words)

        fitting = [known for known in candidates if nouns_meet(known.noun, subject.noun)]
        worded = [known for known in fitting if known.scope in words]
        if worded:
            fitting = worded
        elif len({known.scope for known in candidates}) > 1:
            # Of several narrowings none is named: to choose one would be a guess. A pack
            # that knows one only is another thing: who leaves it out means that one.
            return None
        if not fitting:
            return None

        def closeness(known: Subject) -> tuple[bool, int, int, str]:
            return (
                known.noun == subject.noun,
                len(known.scope),
                len(known.noun) if known.noun in subject.noun else 0,
                repr(known),
            )

        return max(fitting, key=closeness)


def nouns_meet(one: str, other: str) -> bool:
    """Return whether two counted nouns are the same, or one the other with an attribute."""
    return one == other or (bool(one) and bool(other) and (one in other or other in one))


def plain(subject: Subject) -> Subject:
    """Return the subject without what documents word freely: the noun and the scope."""
    return Subject(
        indicator=subject.indicator,
        industry=subject.industry,
        scope="",
        region=subject.region,
        measure=subject.measure,
        change=subject.change,
        unit=subject.unit,
        noun="",
        tier=subject.tier,
        driver=subject.driver,
    )
