"""Put numbers together with their units, comparators and ranges.

`scan` returns every quantity of a sentence that could be said of something; which of
them are statements is decided in `exclusions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saidao.statements.english import comparators, numerals, phrases, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.currencies import (
    CODES,
    LETTERS,
    MINOR,
    NAMES,
    NAMES_FROM_MILLIONS,
    SIGNS,
    WORDS,
    named_in,
    of_place,
)
from saidao.statements.english.numerals import Numeral
from saidao.statements.english.periods import Time
from saidao.statements.english.units import (
    ADVERBS,
    CASED,
    DENOMINATORS,
    JOBS,
    LONGEST_MEASURE,
    MEASURES,
    TIME_UNITS,
    unit_counted,
)
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Comparator, Op
from saidao.statements.units import resolved

_BARE_SIGNS = frozenset(("$", "¥"))
_DOTTED = word_set("rs tk ksh kshs ush ushs tsh tshs sh shs rp nrs slrs nu re")
_MONEY = frozenset((*CODES, "$", "¥", "Sh", "MUR"))
_UNIT_STARTS = frozenset(spelling.split(" ", 1)[0] for spelling in MEASURES)
_CURRENCY_STARTS = frozenset(spelling.split(" ", 1)[0] for spelling in NAMES)
_HYPHEN_COUNTED = word_set("bed seat place home room berth unit job")
_CARRIED = word_set(", and or to - /")
_AFTER_ARTICLE = word_set("year month week day hour night t kg barrel MWh kWh L person")
_RANGING = word_set("ranging ranges range ranged vary varies varying anywhere band")
_BEFORE_LEVEL = word_set(
    "to at by from was is reached of hit stood were exceed be totalled totaled"
)
_LEVEL_VERBS = (verbs.INCREASE | verbs.DECREASE | verbs.REACH | word_set("was were is are")) - {
    "reduction",
    "number",
    "numbers",
    "cross",
}
_HELPERS = word_set("has have had will would is are was to be been expected also already")
_BODIES = word_set(
    "list workforce staff population headcount backlog caseload enrolment enrollment membership"
)
_AMOUNTS = word_set("emissions exports imports sales revenues prices costs levels values rates")


@dataclass(slots=True)
class Quantity:
    """A number with its unit at ``words[first:last]``.

    `begin` is where its comparator begins; `unit` is empty for a bare number. A range
    has a `high`. `hyphened` quantities are adjectives (a 10-year plan); `rate` names the
    time of a rate that is not part of the unit (a year); `noun` is the phrase counted; `op`
    is set where the words of the number themselves tell it (doubled, ranks third).
    """

    first: int
    last: int
    value: float
    unit: str
    cmp: Comparator
    begin: int
    form: str
    high: float | None = None
    noun: phrases.Phrase | None = None
    hyphened: bool = False
    rate: str = ""
    doubtful: tuple[tuple[float, str], ...] = ()
    scaled: bool = False
    multiple: bool = False
    op: Op | None = None

    @property
    def money(self) -> bool:
        """Tell whether this is an amount of money, or a price per something."""
        head = self.unit.partition("/")[0]
        return head in _MONEY


def scan(sentence: Sentence, times: Sequence[Time], place: str) -> list[Quantity]:
    """Return the quantities of a sentence from left to right.

    `place` tells whose currency a shared sign like ``$`` stands for.
    """
    taken = {index for time in times for index in range(time.first, time.last)}
    found: list[tuple[Numeral, Quantity]] = []
    for numeral in numerals.scan(sentence):
        if numeral.first in taken or _in_word(sentence, numeral):
            continue
        quantity = _quantity(sentence, numeral, place)
        found.append((numeral, quantity))
    _lend_units(sentence, found)
    quantities = _ranges(sentence, found)
    floor = 0
    for quantity in quantities:
        _compare(sentence, quantity, floor)
        if not quantity.unit:
            _count(sentence, quantity)
        floor = quantity.last
    return quantities


def _in_word(sentence: Sentence, numeral: Numeral) -> bool:
    """Tell whether a number is a part of a word: 5G, 19th, COVID-19, PM2.5."""
    words, first, last = sentence.words, numeral.first, numeral.last
    if numeral.form != "digits" or numeral.scale != 1.0:
        return False
    if last < len(words) and sentence.glued(last):
        following = sentence.raw[last]
        if following in ("st", "nd", "rd", "th", "G", "D", "s", "K", "R", "P", "H", "A", "B", "V"):
            return True
        if following == "." and last + 1 < len(words) and sentence.glued(last + 1):
            if words[last + 1][0].isdigit():
                return True
    if first and sentence.glued(first):
        before = words[first - 1]
        if before == "-" and first > 1 and sentence.glued(first - 1):
            return words[first - 2].isalpha() and words[first - 2] not in ("sub", "of")
        if before in (".", "'", "#", "@", "/") and first > 1:
            if before == "/":
                return words[first - 2].isalpha()
            return words[first - 2] not in ("rs", "no") or before != "."
    return False


def _quantity(sentence: Sentence, numeral: Numeral, place: str) -> Quantity:
    """Attach currency and unit to a number."""
    words = sentence.words
    first, last = numeral.first, numeral.last
    quantity = Quantity(
        first, last, numeral.value, "", "=", first, numeral.form, scaled=numeral.scale != 1.0
    )
    if numeral.form == "fraction":
        quantity.value = round(numeral.value * 100, 4)
        quantity.unit = "percent"
        return quantity
    currency, first = _currency(sentence, numeral)
    if currency:
        quantity.first = quantity.begin = first
        quantity.unit = _whose(sentence, currency, place)
        if currency == "$" and last < len(words) and words[last] in _CURRENCY_STARTS:
            quantity.last = _money_word(sentence, last)[1]
    else:
        _measure(sentence, quantity, last, place)
        sign = words[numeral.first - 1] if numeral.first else ""
        if sign == "minus" or (
            sign == "-"
            and quantity.unit == "percent"
            and sentence.glued(numeral.first)
            and not sentence.glued(numeral.first - 1)
        ):
            quantity.value, quantity.first = -quantity.value, numeral.first - 1
            quantity.begin = quantity.first
    if quantity.unit:
        _per(sentence, quantity)
    return quantity


def _whose(sentence: Sentence, currency: str, place: str) -> str:
    """Return the currency that a sign stands for here: of the place, or a country named."""
    code = of_place(currency, place) if place else named_in(currency, sentence.words)
    return named_in(currency, sentence.words) if code == currency else code


def _currency(sentence: Sentence, numeral: Numeral) -> tuple[str, int]:
    """Return the currency before a number and where it begins."""
    words, first = sentence.words, numeral.first
    if not first:
        return "", first
    place = first - 1
    if words[place] == "." and place and words[place - 1] in _DOTTED:
        place -= 1
    before, raw = words[place], sentence.raw[place]
    if before in _BARE_SIGNS:
        return before, place
    code = SIGNS.get(before)
    if code is None:
        return ("$", place) if before.endswith("$") else ("", first)
    if before in LETTERS:
        large = numeral.scale >= 1e6 and sentence.glued(first) and raw.isupper()
        return (code, place) if large else ("", first)
    if code in WORDS and numeral.scale < 1e6:
        return "", first
    if before.isalpha() and not raw.isupper() and before not in _DOTTED:
        return "", first
    return code, place


def _money_word(sentence: Sentence, index: int) -> tuple[str, int]:
    """Return the currency named after a number and the index after it."""
    words = sentence.words
    if words[index] in _CURRENCY_STARTS:
        for size in range(min(3, len(words) - index), 0, -1):
            unit = NAMES.get(" ".join(words[index : index + size]))
            if unit is not None and (words[index] != unit.lower() or sentence.raw[index].isupper()):
                return unit, index + size
    return "", index


def _measure(sentence: Sentence, quantity: Quantity, index: int, place: str) -> None:
    """Read the unit that begins at a word."""
    words = sentence.words
    if index >= len(words):
        return
    if words[index] == "-" and sentence.glued(index) and index + 1 < len(words):
        if sentence.glued(index + 1) and words[index + 1][0].isalpha():
            index += 1
            quantity.hyphened = True
    if words[index] in MINOR and not quantity.hyphened:
        quantity.value = resolved(quantity.value / 100)
        quantity.unit = _whose(sentence, MINOR[words[index]], place)
        quantity.last = index + 1
        return
    unit, last = _money_word(sentence, index)
    if unit and (quantity.value >= 1e6 or unit not in NAMES_FROM_MILLIONS):
        quantity.unit, quantity.last = _whose(sentence, unit, place), last
        return
    raw = sentence.raw[index]
    if raw in CASED and not (raw == "m" and not sentence.glued(index) and quantity.value < 5):
        _cased(sentence, quantity, index, raw)
        return
    if words[index] not in _UNIT_STARTS or raw in ("Day", "Days"):
        if quantity.hyphened and words[index] in _HYPHEN_COUNTED:
            quantity.unit, quantity.last = "count", index + 1
            quantity.noun = phrases.Phrase(index, index + 1, index)
        return
    for size in range(min(LONGEST_MEASURE, len(words) - index), 0, -1):
        measure = MEASURES.get(" ".join(words[index : index + size]))
        if measure is None:
            continue
        if measure[0] in ("mile", "barrel") and words[index + size : index + size + 1] == ["stone"]:
            return
        quantity.unit = measure[0]
        quantity.value = resolved(quantity.value * measure[1])
        quantity.last = index + size
        return


def _cased(sentence: Sentence, quantity: Quantity, index: int, raw: str) -> None:
    """Read a unit whose meaning hangs on its capitals: m, Mt, MT."""
    words = sentence.words
    following = words[index + 1] if index + 1 < len(words) else "."
    if raw == "m" and following[0].isalpha() and following not in phrases.STOPS:
        quantity.value = resolved(quantity.value * 1e6)
        quantity.last, quantity.scaled = index + 1, True
        if following in _UNIT_STARTS:
            _measure(sentence, quantity, index + 1, "")
        return
    unit, factor = CASED[raw]
    if raw == "MT":
        quantity.doubtful = ((resolved(quantity.value), unit),)
    quantity.value = resolved(quantity.value * factor)
    quantity.unit, quantity.last = unit, index + 1


def _per(sentence: Sentence, quantity: Quantity) -> None:
    """Read what an amount is per: per tonne, an hour, /MWh, per person per day, annually."""
    words = sentence.words
    index = quantity.last
    money = quantity.money
    while index < len(words):
        denominator, last = _denominator(sentence, index)
        if not denominator:
            break
        if denominator == "year":
            quantity.rate = "year"
        elif quantity.unit in ("percent", "percentage_point") or quantity.unit in TIME_UNITS:
            quantity.rate = denominator
            if denominator not in ("year", "month", "week", "day"):
                break
        elif (
            (not money and denominator in ("person", "household", "home"))
            or money
            or denominator in ("day", "ha", "km", "m3", "t", "kWh", "MWh", "hour")
        ):
            quantity.unit += "/" + denominator
        else:
            break
        index = quantity.last = last
    else:
        return
    if words[index] == "each" and money and index + 1 < len(words):
        return


def _denominator(sentence: Sentence, index: int) -> tuple[str, int]:
    """Return what follows *per*, *a* or a slash, and the index after it; empty if nothing."""
    words = sentence.words
    word = words[index]
    if word in ADVERBS:
        return ADVERBS[word], index + 1
    if word in ("per", "/") or (word in ("a", "an", "each", "every") and index + 1 < len(words)):
        short = word in ("a", "an", "each", "every")
        for size in range(min(3, len(words) - index - 1), 0, -1):
            name = " ".join(words[index + 1 : index + 1 + size])
            unit = DENOMINATORS.get(name)
            if unit is None and size == 1 and name.endswith("s"):
                unit = DENOMINATORS.get(name[:-1])
            if unit is not None:
                if short and unit not in _AFTER_ARTICLE:
                    return "", index
                return unit, index + 1 + size
        if word == "per" and index + 1 < len(words) and words[index + 1].isalpha():
            if words[index + 1] not in ("cent", "se"):
                return words[index + 1], index + 2
    return "", index


def _lend_units(sentence: Sentence, found: list[tuple[Numeral, Quantity]]) -> None:
    """Give a bare number the unit of the next one: 5, 10 and 15 per cent; 2 to 3 million t."""
    words = sentence.words
    for (numeral, quantity), (other, lender) in zip(
        reversed(found[:-1]), reversed(found[1:]), strict=True
    ):
        if lender.last - other.first > 12 or numeral.form == "fraction":
            continue
        gap = words[quantity.last : lender.first]
        while gap and gap[-1] in ("a", "an"):
            gap = gap[:-1]
        joined = 1 <= len(gap) <= 5 and gap[0] in _CARRIED
        if joined and len(gap) > 1:
            cmp, begin = comparators.before(words, lender.first, quantity.last + 1)
            joined = cmp is not None and begin == quantity.last + 1
        if not joined:
            continue
        if quantity.money and not lender.unit and other.scale != 1.0 and gap in (["-"], ["to"]):
            if phrases.counted(sentence, lender.last) is None:
                lender.unit = quantity.unit
        money_first = quantity.money and lender.money
        if (
            not quantity.unit
            and lender.unit
            and not (lender.unit == "percent" and lender.form == "fraction")
        ):
            if lender.first < other.first:
                continue
            if lender.unit in TIME_UNITS and gap[0] not in ("to", "-"):
                continue
            factor = lender.value / other.value if other.value else 1.0
            quantity.unit = lender.unit
            quantity.hyphened = lender.hyphened
            if _lends_scale(numeral, other):
                factor *= other.scale
            quantity.value = resolved(quantity.value * factor)
            quantity.rate = lender.rate
            quantity.doubtful = ()
        elif money_first and "/" in lender.unit and gap[0] in ("to", "-", "and"):
            if lender.unit.partition("/")[0] == quantity.unit:
                quantity.unit = lender.unit
            if _lends_scale(numeral, other):
                quantity.value = resolved(quantity.value * other.scale)
        elif (money_first or (not quantity.unit and not lender.unit)) and _lends_scale(
            numeral, other
        ):
            quantity.value = resolved(quantity.value * other.scale)
            if money_first:
                quantity.unit = lender.unit


def _lends_scale(numeral: Numeral, other: Numeral) -> bool:
    """Tell whether the scale of the second number is meant for the first too."""
    if numeral.scale != 1.0 or other.scale == 1.0:
        return False
    return numeral.value < other.value / other.scale


def _ranges(sentence: Sentence, found: list[tuple[Numeral, Quantity]]) -> list[Quantity]:
    """Join the two ends of a range into one quantity."""
    words = sentence.words
    joined: list[Quantity] = []
    skip = False
    for position, (_, quantity) in enumerate(found):
        if skip:
            skip = False
            continue
        if position + 1 < len(found):
            other = found[position + 1][1]
            if _is_range(words, sentence, quantity, other):
                skip = True
                first = quantity.first
                quantity.high = other.value
                quantity.last = other.last
                quantity.unit = quantity.unit or other.unit
                if other.money and "/" in other.unit:
                    quantity.unit = other.unit
                quantity.noun = other.noun
                quantity.rate = other.rate
                quantity.hyphened = other.hyphened
                quantity.cmp = "range"
                quantity.begin = first - 1 if words[first - 1] in ("between", "from") else first
                quantity.scaled = quantity.scaled or other.scaled
        joined.append(quantity)
    return joined


def _is_range(words: list[str], sentence: Sentence, low: Quantity, high: Quantity) -> bool:
    """Tell whether two neighbouring quantities are the ends of a range."""
    if high.first - low.last != 1 or not low.value < high.value:
        return False
    if low.form == "fraction" and high.form != "fraction":
        return False
    if low.unit and high.unit and low.unit.partition("/")[0] != high.unit.partition("/")[0]:
        return False
    if low.unit and not high.unit:
        return False
    link = words[low.last]
    before = words[low.first - 1] if low.first else ""
    if link == "-":
        return sentence.glued(low.last) or not sentence.glued(high.first)
    if link in ("to", "or") or link == "through":
        if link == "or":
            return low.form == "words" and high.value - low.value == 1
        if before == "from":
            return low.first > 1 and words[low.first - 2] in _RANGING
        return not (before == "by" and low.scaled and high.scaled and low.money)
    if link == "and":
        return before == "between"
    return False


def _compare(sentence: Sentence, quantity: Quantity, floor: int) -> None:
    """Read the comparator of a quantity."""
    words = sentence.words
    ranged = quantity.cmp == "range"
    cmp, begin = comparators.before(words, quantity.begin, floor)
    trailing, last = comparators.after(words, quantity.last)
    if cmp is not None:
        quantity.begin = begin
        if not ranged:
            quantity.cmp = cmp
    if trailing is not None and (cmp is None or cmp == "="):
        quantity.last = last
        if not ranged:
            quantity.cmp = trailing


def _count(sentence: Sentence, quantity: Quantity) -> None:
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
    if head in JOBS:
        quantity.noun = phrases.Phrase(noun.head, noun.last, noun.head)
    quantity.last = noun.last
    trailing, last = comparators.after(words, quantity.last)
    if trailing is not None and quantity.cmp == "=":
        quantity.cmp, quantity.last = trailing, last
    if quantity.unit == "count" and quantity.last < len(words):
        denominator, last = _denominator(sentence, quantity.last)
        if denominator in ("year", "month", "day", "week", "hour"):
            if words[quantity.last] not in ADVERBS:
                quantity.unit = f"count/{denominator}"
            quantity.last = last


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
        previous = next((q for q in reversed(quantities[:position]) if q.noun is not None), None)
        if previous is not None and _elliptic(words, quantity, previous, before):
            quantity.unit, quantity.noun = previous.unit, previous.noun
            continue
        _number_of(sentence, quantity, before)


def _elliptic(words: list[str], quantity: Quantity, previous: Quantity, before: str) -> bool:
    """Tell whether a bare number counts the same as one before: of which 19 are complete."""
    gap = words[previous.last : quantity.begin]
    if before in ("from", "with", "against", "to", "than", "versus") and len(gap) <= 8:
        return True
    if before in ("including", "comprising") and len(gap) <= 8:
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
    if before not in _BEFORE_LEVEL:
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


def _subject_counted(sentence: Sentence, quantity: Quantity, verb: int) -> None:
    """Let a number count the plural subject of a verb: visitor numbers, housing starts."""
    words = sentence.words
    end = verb
    while end and (words[end - 1] in _HELPERS or words[end - 1].endswith("ed")):
        end -= 1
    first = phrases.before(sentence, end, 0, 6)
    head = end - 1
    if head < first:
        return
    if "of" in words[first:end]:
        end = first + words[first:end].index("of")
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
