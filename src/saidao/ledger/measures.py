"""Which indicator a statement is about: of the pack, or of the catalogue that ships."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from saidao.ledger.catalogue import Entry, catalogue, indicator_of
from saidao.ledger.phrases import QUOTES, phrase
from saidao.ledger.records import Measure
from saidao.ledger.spellings import NO_CLAUSE, Clause, fold
from saidao.packs.pack import Indicator
from saidao.statements.statement import Statement

__all__ = ["Measures", "measure_of", "measures_of"]

RELATIVE_UNITS = {"percent", "percentage_point", "permille", "ratio"}


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


@lru_cache(maxsize=8)
def measures_of(indicators: tuple[Indicator, ...]) -> Measures:
    """Return what finds the indicators of a pack, made once for each."""
    return Measures(indicators)


class Measures:
    """Finds indicators by their words.

    Parameters
    ----------
    indicators : sequence of Indicator
        The pack's own; they stand before the catalogue's.
    """

    def __init__(self, indicators: Sequence[Indicator]) -> None:
        self.indicators = {indicator.id: indicator for indicator in indicators}
        # Two indicators may share a word (规模 of land and of industry): the unit decides.
        by_word: dict[str, list[Indicator]] = {}
        for indicator in indicators:
            for word in indicator.words:
                by_word.setdefault(fold(word), []).append(indicator)
        self.words = {word: tuple(found) for word, found in by_word.items()}
        self.every = dict(self.indicators)
        # An entry of the catalogue is the pack's own indicator where that has its words.
        self.entries: dict[str, Entry] = {}
        self.aliases: dict[str, str] = {}
        for entry in catalogue():
            alias = self.own_of(entry)
            self.aliases[entry.id] = alias.id if alias else entry.id
            self.entries[self.aliases[entry.id]] = entry
            self.every.setdefault(self.aliases[entry.id], indicator_of(entry))
        self._found: dict[tuple[str, str, Measure, bool], Indicator | None] = {}

    def own_of(self, entry: Entry) -> Indicator | None:
        """Return the pack's indicator that an entry of the catalogue is, if it has one."""
        own = self.indicators.get(entry.id)
        if own is not None:
            return own
        return next(
            (
                indicator
                for indicator in self.indicators.values()
                if entry.measures(indicator.unit)
                and any(entry.pattern.fullmatch(phrase(word).text) for word in indicator.words)
            ),
            None,
        )

    def named(
        self, statement: Statement, measure: Measure, clause: Clause = NO_CLAUSE
    ) -> Indicator | None:
        """Return the indicator that a statement's wording names.

        The catalogue's unit must be the figure's own, unless the figure is a relative
        change of it. A counted noun decides by its end, where Chinese has the head of a
        phrase: 平台企业 are firms and 企业平台 are platforms. The words beside the number
        go before the rest of the clause.
        """
        if statement.counted:
            return self._cached(statement.counted, statement.unit, measure, at_end=True)
        found = self._cached(statement.indicator, statement.unit, measure, at_end=False)
        if clause.text and not phrase(clause.text).chinese:
            # An English clause names its measure far from the number: the output of … is to.
            return self._nearest(clause, statement.unit, measure, found)
        return found

    def _nearest(
        self, clause: Clause, unit: str, measure: Measure, found: Indicator | None
    ) -> Indicator | None:
        """Return the indicator named nearest before the number in an English clause.

        Words inside longer ones that name another measure do not count: spending on
        research as a share of GDP is no GDP.
        """
        relative = measure != "level" and unit in RELATIVE_UNITS
        text = QUOTES.sub(lambda found: " " * len(found[0]), clause.text).casefold()
        spans = [
            (match.start(), match.end(), self.aliases[entry.id])
            for entry in catalogue()
            if entry.measures(unit) or relative
            for match in entry.pattern.finditer(text)
        ]
        spans += [
            (match.start(), match.end(), indicator.id)
            for indicator in self.indicators.values()
            if indicator.unit == unit or relative
            for word in indicator.words
            if word.isascii()
            for match in re.finditer(rf"\b{re.escape(word.casefold())}", text)
        ]
        outer = [
            one
            for one in spans
            if not any(
                other[0] <= one[0] and one[1] <= other[1] and other[1] - other[0] > one[1] - one[0]
                for other in spans
            )
        ]
        if not outer:
            return found

        def distance(span: tuple[int, int, str]) -> tuple[bool, int, int]:
            start, end, _ = span
            behind = start > clause.at
            return behind, start - clause.at if behind else max(0, clause.at - end), start - end

        return self.every[min(outer, key=distance)[2]]

    def _cached(self, text: str, unit: str, measure: Measure, *, at_end: bool) -> Indicator | None:
        """Return the indicator with the longest, and of these the last, word in a text."""
        key = (text, unit, measure, at_end)
        if key not in self._found:
            self._found[key] = self._find(*key)
        return self._found[key]

    def _find(self, text: str, unit: str, measure: Measure, at_end: bool) -> Indicator | None:
        """Find the indicator of a text, of the pack or else of the catalogue."""
        folded = fold(text)
        relative = measure != "level" and unit in RELATIVE_UNITS
        matches = [
            (len(word), folded.rfind(word), indicator.unit == unit, indicator.id)
            for word, indicators in self.words.items()
            if (folded.endswith(word) if at_end else word in folded)
            for indicator in indicators
            if indicator.unit == unit or relative
        ]
        own = max(matches) if matches else None
        shipped = self._find_shipped(text, unit, relative=relative, at_end=at_end)
        if shipped is None:
            return self.every[own[-1]] if own else None
        entry, said = shipped
        if own is None or (len(said) > own[0] and not self.same_measure(entry, own[-1])):
            return self.every[self.aliases[entry.id]]
        return self.every[own[-1]]

    def _find_shipped(
        self, text: str, unit: str, *, relative: bool, at_end: bool
    ) -> tuple[Entry, str] | None:
        """Find the entry of the catalogue that a text names, with the words that name it."""
        plain = phrase(text).text
        found = [
            (match.end() == len(plain), len(match[0]), match.start(), entry.id, entry, match[0])
            for entry in catalogue()
            if entry.measures(unit) or relative
            for match in entry.pattern.finditer(plain)
            if match[0] and (match.end() == len(plain) or not at_end)
        ]
        if not found:
            return None
        # The head of a Chinese phrase is its end; in English the longest words decide.
        best = max(found, key=lambda one: one[:4] if phrase(text).chinese else one[1:4])
        return best[4], best[5]

    def same_measure(self, entry: Entry, id: str) -> bool:
        """Return whether an indicator of the pack is what an entry of the catalogue is."""
        return id in (self.aliases[entry.id], self.aliases.get(entry.part_of))
