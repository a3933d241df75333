"""Read what a number counts, also where the noun stands elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from saidao.statements.english import comparators, phrases, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.measures import denominator_at
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.units import ADVERBS, JOBS, unit_counted
from saidao.statements.english.wordlists import word_set

_BEFORE_LEVEL = word_set(
    "to at by from was is reached of hit stood were exceed be totalled totaled reach total",
    "surpass top",
)

_LEVEL_VERBS = (verbs.INCREASE | verbs.DECREASE | verbs.REACH | word_set("was were is are")) - {
    "reduction",
    "number",
    "numbers",
    "cross",
}

_HELPERS = word_set(
    "has have had will would is are was to be been expected also already projected forecast",
    "targeted set estimated likely predicted planned were",
)

_COEFFICIENTS = word_set("coefficient coefficients gini hdi multiplier elasticity index ratio")
_BODIES = word_set(
    "employment",
    "list workforce staff population headcount backlog caseload enrolment enrollment",
    "membership",
)

_JOB_ADJECTIVES = phrases.LEADING | word_set(
    "good quality well paid paying high skilled skill permanent temporary local decent full",
    "time part union so called long term",
)
_DETERMINING = word_set("the total overall annual its their our number of")
_EXCEEDING = verbs.forms(["exceed", "surpass"])
_EMPLOYING = verbs.forms(["employ", "hire", "recruit"])
_POWERING = word_set("power powers powering electrify electrifying heat heating")
_VEHICLES = word_set("ev evs vehicle vehicles car cars automobile automobiles nev nevs auto")
_KEPT = JOBS | {"homes", "households"}
"""What a year does not use up: 500 jobs a year is no rate of production."""
_AMOUNTS = word_set("emissions exports imports sales revenues prices costs levels values rates")


def read_counted(sentence: Sentence, quantity: Quantity) -> None:
    """Read what a bare number counts."""
    words = sentence.words
    following = words[quantity.last : quantity.last + 2]
    if following[:1] == ["x"] or following[:1] == ["times"] or following == ["-", "fold"]:
        quantity.multiple = following[0] == "x"
        return
    noun = phrases.counted(sentence, quantity.last)
    if noun is None:
        return
    quantity.noun = noun
    head = words[noun.head].rstrip("'")
    quantity.unit = unit_counted(head)
    if head == "units" and not _VEHICLES.isdisjoint(words[max(0, quantity.begin - 8) : noun.head]):
        quantity.unit = "vehicle"
    if head == "homes" and _POWERING.intersection(
        words[max(0, quantity.begin - 3) : quantity.begin]
    ):
        quantity.unit = "household"
    if head in JOBS:
        quantity.noun = _jobs(sentence, noun)
    quantity.last = noun.last
    trailing, last = comparators.after(words, quantity.last)
    if trailing is not None and quantity.cmp == "=":
        quantity.cmp, quantity.last = trailing, last
    if quantity.unit == "count" and quantity.last < len(words):
        denominator, last = denominator_at(sentence, quantity.last)
        if denominator in ("year", "month", "day", "week", "hour"):
            if words[quantity.last] not in ADVERBS and head not in _KEPT:
                quantity.unit = f"count/{denominator}"
            quantity.last = last


def _jobs(sentence: Sentence, noun: phrases.Phrase) -> phrases.Phrase:
    """Return what sort of jobs is counted: clean energy jobs, but new British jobs."""
    words, raw = sentence.words, sentence.raw
    if {"and", ",", "or"}.intersection(words[noun.first : noun.head]):
        return phrases.Phrase(noun.head, noun.last, noun.head)
    first = noun.first
    while first < noun.head and (
        words[first] in _JOB_ADJECTIVES or words[first] == "-" or raw[first][0].isupper()
    ):
        first += 1
    return phrases.Phrase(first, noun.last, noun.head)


def borrow_noun(sentence: Sentence, quantities: Sequence[Quantity]) -> None:
    """Let a bare number count what its neighbour counts: from 20 to 35 hospitals; number of."""
    words = sentence.words
    for position, quantity in enumerate(quantities):
        if quantity.unit or quantity.multiple or quantity.form == "fraction":
            continue
        before = words[quantity.begin - 1] if quantity.begin else ""
        after = words[quantity.last] if quantity.last < len(words) else "."
        following = quantities[position + 1] if position + 1 < len(quantities) else None
        if after.isalpha() and after not in phrases.STOPS:
            if following is not None and following.noun is not None and quantity.scaled:
                gap = words[quantity.last : following.begin]
                if len(gap) <= 3 and gap[-1:] in (["and"], [","]):
                    quantity.unit, quantity.noun = following.unit, following.noun
            continue
        if before in _EMPLOYING:
            quantity.unit = "person"
            continue
        if before == "of" and words[quantity.begin - 2] in _BODIES:
            place = quantity.begin - 2
            quantity.noun = phrases.Phrase(place, place + 1, place)
            quantity.unit = unit_counted(words[place])
            continue
        if following is not None and following.noun is not None and before == "from":
            gap = words[quantity.last : following.begin]
            if len(gap) <= 8 and gap[-1:] == ["to"]:
                quantity.unit, quantity.noun = following.unit, following.noun
                continue
        if _ratio(words, quantity, quantities[:position]):
            quantity.unit = "ratio"
            continue
        previous = next((q for q in reversed(quantities[:position]) if q.noun is not None), None)
        if previous is not None and _elliptic(words, quantity, previous, before):
            quantity.unit, quantity.noun = previous.unit, previous.noun
            continue
        _number_of(sentence, quantity, before)


def _ratio(words: list[str], quantity: Quantity, earlier: Sequence[Quantity]) -> bool:
    """Tell whether a bare decimal is a coefficient: a Gini coefficient of 0.41."""
    if quantity.value >= 10 or quantity.scaled or quantity.form != "digits":
        return False
    if _COEFFICIENTS.intersection(words[max(0, quantity.begin - 7) : quantity.begin]):
        return True
    return any(other.unit == "ratio" for other in earlier)


def _elliptic(words: list[str], quantity: Quantity, previous: Quantity, before: str) -> bool:
    """Tell whether a bare number counts the same as one before: of which 19 are complete."""
    gap = words[previous.last : quantity.begin]
    if before in ("from", "with", "against", "to", "than", "versus") and len(gap) <= 8:
        return True
    if before in ("including", "comprising") and len(gap) <= 8:
        return True
    if before in ("for", "to") and "track" in gap and len(gap) <= 6:
        return True
    if before == "of" and gap[-2:-1] in (["target"], ["goal"]) and len(gap) <= 8:
        return True
    goes_on = words[quantity.last : quantity.last + 1] in (["by"], ["in"]) and len(gap) <= 7
    if goes_on and (before == "have" or before in verbs.BUILD) and before in verbs.BASE_FORMS:
        return True
    if before in ("and", ",") and len(gap) <= 6 and words[quantity.last] in ("by", "in"):
        return words[quantity.last + 1 : quantity.last + 2] != ["the"]
    return "which" in gap or words[quantity.last : quantity.last + 2] in (
        ["of", "which"],
        ["of", "them"],
        ["of", "these"],
    )


def _number_of(sentence: Sentence, quantity: Quantity, before: str) -> None:
    """Read *the number of plug-in models has grown to more than 70* and *starts fell to 70*."""
    words = sentence.words
    if before not in _BEFORE_LEVEL and words[quantity.begin] not in _EXCEEDING:
        return
    limit = max(0, quantity.begin - 22)
    for index in range(quantity.begin - 1, limit, -1):
        if words[index] == "of" and words[index - 1] in ("number", "numbers", "total"):
            noun = phrases.counted(sentence, index + 1)
            if noun is not None and noun.last <= quantity.begin:
                quantity.noun = noun
                quantity.unit = unit_counted(words[noun.head])
            return
        if words[index] in _LEVEL_VERBS:
            _subject_counted(sentence, quantity, index)
            return
        if words[index] in (";", ":"):
            return


def _object_counted(sentence: Sentence, quantity: Quantity, verb: int) -> bool:
    """Let a number count the object of a verb: raise employment by 2 million."""
    words = sentence.words
    while words[verb + 1] in _DETERMINING and verb + 2 < quantity.begin:
        verb += 1
    last = verb + 1
    while last < quantity.begin and words[last] not in phrases.STOPS:
        last += 1
    head = last - 1
    if head <= verb or words[last : last + 1] not in (["by"], ["to"], ["from"]):
        return False
    if words[head] in _BODIES or (
        phrases.is_plural(sentence, head) and words[head] not in _AMOUNTS
    ):
        quantity.noun = phrases.Phrase(verb + 1, last, head)
        quantity.unit = unit_counted(words[head])
        return True
    return False


def _subject_counted(sentence: Sentence, quantity: Quantity, verb: int) -> None:
    """Let a number count the plural subject of a verb: visitor numbers, housing starts."""
    words = sentence.words
    if _object_counted(sentence, quantity, verb):
        return
    end = verb
    while end and (words[end - 1] in _HELPERS or words[end - 1].endswith("ed")):
        end -= 1
    first = phrases.before(sentence, end, 0, 6)
    head = end - 1
    if head < first:
        return
    if "of" in words[first:end]:
        end = first + words[first:end].index("of")
        if words[end - 1] in ("number", "numbers", "total"):
            noun = phrases.counted(sentence, end + 1)
            if noun is not None and noun.last <= verb:
                quantity.noun, quantity.unit = noun, unit_counted(words[noun.head])
            return
        head = end - 1
    if words[head] in ("numbers", "number") and head > first:
        head -= 1
        end -= 1
        plural = words[head] if words[head].endswith("s") else words[head] + "s"
        quantity.noun = phrases.Phrase(first, end, head)
        quantity.unit = unit_counted(plural)
    elif words[head] in _BODIES or (
        phrases.is_plural(sentence, head) and words[head] not in _AMOUNTS
    ):
        quantity.noun = phrases.Phrase(first, end, head)
        quantity.unit = unit_counted(words[head])
