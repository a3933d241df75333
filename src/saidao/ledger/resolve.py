"""From a document's words to the catalogue's ids, by exact spellings of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from saidao.ledger.catalogue import Entry, catalogue, indicator_of
from saidao.ledger.phrases import HAN, QUOTES, core_of, modifiers, narrowed, phrase
from saidao.ledger.records import Change, Measure, Subject
from saidao.packs.pack import Indicator, Lexicon
from saidao.statements.statement import Statement

__all__ = ["Clause", "Resolver", "deadline_of", "fold", "measure_of"]

TIER_PREFIX = re.compile(r"[一二两三四五六七八九十百千万亿0-9]+级(?:别)?(?:的)?")
RELATIVE_UNITS = {"percent", "percentage_point", "permille", "ratio"}
LISTED = re.compile(r"(?:产业|领域)?(?:[、，,及和与]|以及)+")
"""What stands between two members of an enumeration."""
OF_ANY_INDUSTRY = re.compile(
    r"企业|独角兽|集群|园区|工厂|车间|中心|实验室|岗位|总部|专利|标准|场景|规模$"
)
"""What every industry may have of its own."""

LONGEST_SCOPE = 40
"""Letters of a scope beyond which it is a sentence and names nothing."""
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


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence as far as a statement in it, with the place of the number."""

    text: str
    at: int
    near: str | None = None
    """The paragraph as far as the number, the headings above it and the title: from there
    a statement may inherit. None where it is not known."""

    def allows(self, words: str) -> bool:
        """Whether words that a statement inherited stand where it may inherit from."""
        return self.near is None or not words or fold(words) in fold(self.near)


NO_CLAUSE = Clause("", 0)


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
        self.of_indicator: dict[str, list[Subject]] = {}
        for subject in sorted(set(known), key=repr):
            self.known.setdefault(plain(subject), []).append(subject)
            self.of_indicator.setdefault(subject.indicator, []).append(subject)
        # Two indicators may share a word (规模 of land and of industry): the unit decides.
        by_word: dict[str, list[Indicator]] = {}
        for indicator in lexicon.indicators:
            for word in indicator.words:
                by_word.setdefault(fold(word), []).append(indicator)
        self.indicator_words = {word: tuple(found) for word, found in by_word.items()}
        self.every = dict(self.indicators)
        # An entry of the catalogue is the pack's own indicator where that has its words.
        self.entries: dict[str, Entry] = {}
        self.aliases: dict[str, str] = {}
        for entry in catalogue():
            alias = self.own_of(entry)
            self.aliases[entry.id] = alias.id if alias else entry.id
            self.entries[self.aliases[entry.id]] = entry
            self.every.setdefault(self.aliases[entry.id], indicator_of(entry))
        self._named: dict[str, list[str]] = {}
        self._indicators: dict[tuple[str, str, Measure, bool], Indicator | None] = {}

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

        What stands beside the number goes before what was inherited from farther away,
        and what is said to be driven before what drives it.
        """
        indicator = behind_driver(statement, statement.indicator)
        scope = behind_driver(statement, statement.scope)
        counted = statement.counted or ""
        texts = [indicator, counted, scope + indicator, scope, behind_driver(statement, quote)]
        if statement.driven_by and not any(map(self.named, texts)):
            texts = [statement.indicator, statement.scope, quote]
        named = [industry for text in texts for industry in self.named(text)]
        return tuple(dict.fromkeys(named))

    def region(self, text: str) -> str:
        """Return the last, hence narrowest, region named; the city where none is."""
        found = [id for _, _, id in self.regions.find(text)]
        return found[-1] if found else self.city

    def region_of(self, statement: Statement, quote: str, clause: Clause) -> str:
        """Return the region that a statement is about.

        A part of the city that the clause itself names goes before what the reader
        inherited; of several parts named none is chosen.
        """
        before = clause.text[: clause.at]
        if clause.allows(statement.region):
            said = self.region(statement.region)
            named = [id for _, _, id in self.regions.find(before)]
            if said != self.city and (not named or named[-1] != self.city):
                return said
        for text in (statement.indicator + statement.scope, quote, before):
            parts = {id for _, _, id in self.regions.find(text)} - {self.city}
            if len(parts) == 1:
                return parts.pop()
        return self.city

    def indicator(
        self, statement: Statement, measure: Measure, clause: Clause = NO_CLAUSE
    ) -> Indicator | None:
        """Return the indicator that a statement's wording names.

        The catalogue's unit must be the figure's own, unless the figure is a relative
        change of it. A counted noun decides by its end, where Chinese has the head of a
        phrase: 平台企业 are firms and 企业平台 are platforms. The words beside the number
        go before the rest of the clause.
        """
        if statement.counted:
            return self._indicator(statement.counted, statement.unit, measure, at_end=True)
        found = self._indicator(statement.indicator, statement.unit, measure, at_end=False)
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
        """Find the indicator of a text, of the pack or else of the catalogue."""
        folded = fold(text)
        relative = measure != "level" and unit in RELATIVE_UNITS
        matches = [
            (len(word), folded.rfind(word), indicator.unit == unit, indicator.id)
            for word, indicators in self.indicator_words.items()
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

    def noun(self, counted: str | None, indicator: Indicator | None) -> str:
        """Return the counted noun, empty where the indicator's own word says as much."""
        if not counted:
            return ""
        noun = self.industries.strip(TIER_PREFIX.sub("", counted)) or fold(counted)
        words = {fold(word) for word in indicator.words} if indicator else set()
        if noun in words or fold(counted) in words:
            return ""
        entry = self.entries.get(indicator.id) if indicator else None
        core = self.core(TIER_PREFIX.sub("", counted))
        if entry is not None and core and entry.pattern.fullmatch(core):
            return ""
        return core or noun

    def core(self, text: str) -> str:
        """Return what a phrase is about without its frame and the places that it names."""
        return core_of(phrase(text).text, (self.regions.pattern,))

    def wording(
        self, statement: Statement, indicator: Indicator | None, clause: Clause
    ) -> tuple[str, str]:
        """Return what narrows a figure, and what it is of, in the document's own words.

        What is left of the words beside the number when the measure, the places and the
        frame are taken away: 新型储能 of 力争到2030年新型储能产业年产值.
        """
        said = behind_driver(statement, statement.indicator)
        plain = phrase(said)
        if not plain.chinese:
            whole = phrase(behind_driver(statement, clause.text) or said)
            if whole.text and not whole.chinese:
                plain = whole
        text = self.industries.strip(plain.text) if plain.chinese else plain.text
        if self.regions.pattern is not None:
            text = self.regions.pattern.sub("", text)
        text = self.without_measure(text, statement, indicator)
        scope, text = narrowed(text)
        return scope, core_of(text)

    def without_measure(self, text: str, statement: Statement, indicator: Indicator | None) -> str:
        """Return a phrase without the words of its measure."""
        if indicator is None:
            return text
        entry = self.entries.get(indicator.id)
        if entry is not None and not HAN.search(text):
            return modifiers(text, entry)
        said = [word for word in map(fold, indicator.words) if word in text]
        said += [found[0] for found in entry.pattern.finditer(text)] if entry else []
        return text.replace(max(said, key=len), "", 1) if said else text

    def amount(self, statement: Statement) -> Statement:
        """Return a size class of money that was read as a count as what it is.

        规模达到千亿级 counts nothing: it is an amount of which only the class is said.
        """
        if statement.value is not None or statement.tier is None or statement.unit != "count":
            return statement
        words = phrase(statement.counted or statement.indicator).text
        money = any(
            found.end() == len(words)
            for entry in catalogue()
            if entry.unit == "CNY"
            for found in entry.pattern.finditer(words)
        )
        return replace(statement, unit="CNY", counted=None, indicator=words) if money else statement

    def inherited(self, statement: Statement) -> str:
        """Return the industry that a statement inherits, where no lexicon knows it."""
        text = narrowed(phrase(statement.scope).text)[1]
        if statement.counted or not text or len(text) > LONGEST_SCOPE:
            return ""
        core = core_of(text)
        return f"?{core}" if core else ""

    def subject(self, statement: Statement, quote: str = "", clause: Clause = NO_CLAUSE) -> Subject:
        """Return what a statement of a document is about.

        `quote` is the words from which it was read, `clause` the sentence as far as them.
        """
        statement = self.amount(statement)
        if not clause.allows(statement.scope):
            statement = replace(statement, scope="")
        measure = measure_of(statement.op, statement.unit)
        indicator = self.indicator(statement, measure, clause)
        driver = self.industry(statement.driven_by or "")
        added = statement.op in {"increase_by", "decrease_by"} and measure == "level"
        noun = self.noun(statement.counted, indicator)
        scope, core = self.wording(statement, indicator, clause)
        industries = self.industries_of(statement, quote)
        entry = self.entries.get(indicator.id) if indicator else None
        if entry is not None and entry.stands_alone:
            beside = statement.indicator + (statement.counted or "") + quote
            industries = tuple(one for one in industries if one in self.named(beside))
            statement = replace(statement, scope="")
        if not industries and not phrase(clause.text).chinese:
            industries = tuple(self.named(behind_driver(statement, clause.text))[:1])
        # An industry that no lexicon knows is what is left of the words.
        own = f"?{core}" if core and indicator is not None and not statement.counted else ""
        worded = own or self.inherited(statement)
        unknown = "?" + (noun or core or fold(statement.indicator))
        subjects = [
            Subject(
                indicator=indicator.id if indicator else unknown,
                industry=industry,
                scope=scope,
                region=self.region_of(statement, quote, clause),
                measure=measure,
                change="increment" if added else change_of(statement, measure),
                unit=statement.unit,
                noun=noun,
                tier=statement.tier if statement.unit == "count" else None,
                driver=driver if driver == industry else "",
            )
            for industry in industries or (worded,)
        ]
        for subject in subjects:
            words = statement.indicator + statement.scope + (statement.counted or "")
            if (met := self.meet(subject, words)) is not None:
                return met
        if not own and not industries:
            return self.meet_alone(subjects[0]) or subjects[0]
        return subjects[0]

    def meet_alone(self, subject: Subject) -> Subject | None:
        """Return the only known subject of an indicator, whatever its industry is.

        Hydrogen stations of a city are one thing, though a text names no industry; its
        unicorns and clusters are not those of the one industry that a pack knows them of.
        """
        entry = self.entries.get(subject.indicator)
        if subject.indicator.startswith("?") or (entry and OF_ANY_INDUSTRY.search(entry.name.zh)):
            return None
        wanted = replace(plain(subject), industry="", driver="")
        found = [
            known
            for known in self.of_indicator.get(subject.indicator, ())
            if replace(plain(known), industry="", driver="") == wanted
        ]
        same = [one for one in found if one.noun == subject.noun and one.scope == subject.scope]
        return same[0] if len(found) == len(same) == 1 else None

    def meet(self, subject: Subject, words: str) -> Subject | None:
        """Return the known subject that a statement's words point at, if one is."""
        candidates = self.known.get(plain(subject), [])
        words = fold(words)

        fitting = [
            known
            for known in candidates
            # What a text narrows in so many words is not the whole that a pack knows.
            if nouns_meet(known.noun, subject.noun) and subject.scope in known.scope
        ]
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


def behind_driver(statement: Statement, text: str) -> str:
    """Return what stands behind the thing that drives a figure: of A带动B it is B."""
    driver = statement.driven_by
    if not driver or driver not in text:
        return text
    rest = text[text.rindex(driver) + len(driver) :]
    return re.sub(r"^(?:产业|领域|赛道)?(?:将|可|预计)?带动", "", rest)


def change_of(statement: Statement, measure: Measure) -> Change:
    """Return whether a figure is a level or something added to one.

    A rate or a relative change is a measure of its own and adds nothing by itself.
    """
    return "stock" if measure != "level" else statement.change or "stock"


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
