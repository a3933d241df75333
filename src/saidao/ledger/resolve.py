"""From a document's words to the catalogue's ids, by exact spellings of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from saidao.ledger.catalogue import catalogue
from saidao.ledger.measures import measure_of, measures_of
from saidao.ledger.phrases import HAN, core_of, modifiers, narrowed, phrase
from saidao.ledger.records import Change, Measure, Subject
from saidao.ledger.spellings import NO_CLAUSE, Clause, Spellings, fold
from saidao.packs.pack import Indicator, Lexicon
from saidao.statements.statement import Statement

__all__ = ["Clause", "Resolver", "deadline_of", "fold", "measure_of"]

TIER_PREFIX = re.compile(r"[一二两三四五六七八九十百千万亿0-9]+级(?:别)?(?:的)?")
LISTED = re.compile(r"(?:产业|领域)?(?:[、，,及和与]|以及)+")
"""What stands between two members of an enumeration."""
OF_ANY_INDUSTRY = re.compile(
    r"企业|独角兽|集群|园区|工厂|车间|中心|实验室|岗位|总部|专利|标准|场景|规模$"
)
"""What every industry may have of its own."""

LONGEST_SCOPE = 40
"""Letters of a scope beyond which it is a sentence and names nothing."""


def deadline_of(period: str | None) -> str | None:
    """Return the year in which a period ends."""
    return period.rsplit("/", 1)[-1][:4] if period else None


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
        self.known: dict[Subject, list[Subject]] = {}
        self.of_indicator: dict[str, list[Subject]] = {}
        for subject in sorted(set(known), key=repr):
            self.known.setdefault(plain(subject), []).append(subject)
            self.of_indicator.setdefault(subject.indicator, []).append(subject)
        self.measures = measures_of(tuple(lexicon.indicators))
        self.indicators = self.measures.indicators
        self.indicator_words = self.measures.words
        self.entries = self.measures.entries
        self._named: dict[str, list[str]] = {}

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
        indicator = self.measures.named(statement, measure, clause)
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
