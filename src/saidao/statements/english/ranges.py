"""Join neighbouring numbers: two ends of a range, and units that one lends to another."""

from __future__ import annotations

from saidao.statements.english import comparators, phrases
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.numerals import Numeral
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.units import TIME_UNITS
from saidao.statements.english.wordlists import word_set
from saidao.statements.units import resolved

_CARRIED = word_set(", and or to - /")

_RANGING = word_set("ranging ranges range ranged vary varies varying anywhere band")


def lend_units(sentence: Sentence, found: list[tuple[Numeral, Quantity]]) -> None:
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
        if (
            quantity.money and not lender.unit and other.scale != 1.0 and gap in (["-"], ["to"])
        ) and (phrases.counted(sentence, lender.last) is None):
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


def join_ranges(sentence: Sentence, found: list[tuple[Numeral, Quantity]]) -> list[Quantity]:
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
                if quantity.high < quantity.value:
                    quantity.value, quantity.high = quantity.high, quantity.value
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


def _falls(sentence: Sentence, low: Quantity, high: Quantity) -> bool:
    """Tell whether a range is written from its high end: 420-350 Mt."""
    glued = sentence.glued(low.last) and sentence.glued(high.first)
    return glued and bool(high.unit) and low.value < 2 * high.value and high.value >= 1


def _is_range(words: list[str], sentence: Sentence, low: Quantity, high: Quantity) -> bool:
    """Tell whether two neighbouring quantities are the ends of a range."""
    if high.first - low.last != 1 or low.value == high.value:
        return False
    if low.value > high.value and not (words[low.last] == "-" and _falls(sentence, low, high)):
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
        return not (before == "by" and low.scaled and high.scaled)
    if link == "and":
        return before == "between"
    return False
