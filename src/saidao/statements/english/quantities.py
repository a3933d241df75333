"""Put numbers together with their units, comparators and ranges.

`scan` returns every quantity of a sentence that could be said of something; which of
them are statements is decided in `exclusions`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from saidao.statements.english import comparators, numerals
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.counting import read_counted
from saidao.statements.english.measures import (
    CURRENCY_STARTS,
    money_word,
    read_currency,
    read_measure,
    read_per,
    whose,
)
from saidao.statements.english.numerals import Numeral
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.ranges import join_ranges, lend_units
from saidao.statements.english.times import Time
from saidao.statements.english.wordlists import word_set

_CUT = word_set("; : . employing people workers customers visitors")
_ENDS = word_set("in for and last this while by or")
"""Where a sentence turns to something else, and what may follow an amount without a noun."""


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
    lend_units(sentence, found)
    quantities = join_ranges(sentence, found)
    _convert(sentence, quantities)
    _lend_currency(sentence, quantities)
    floor = 0
    for quantity in quantities:
        _compare(sentence, quantity, floor)
        if not quantity.unit:
            read_counted(sentence, quantity)
        floor = quantity.last
    return quantities


def _convert(sentence: Sentence, quantities: list[Quantity]) -> None:
    """Read a ``$`` in brackets behind another amount as that of the US: A$2bn (about $1.3bn)."""
    words = sentence.words
    for before, quantity in pairwise(quantities):
        place = quantity.first - 1
        if not before.money or words[before.last : before.last + 1] != ["("] or before.rate:
            continue
        if words[quantity.first] != "$" or words[quantity.last : quantity.last + 1] != [")"]:
            continue
        if place - before.last <= 2 and before.unit != "USD" and 0 < quantity.value < before.value:
            quantity.unit = "USD"


def _lend_currency(sentence: Sentence, quantities: list[Quantity]) -> None:
    """Give a large bare number the currency of the one before: $9 million and X at 7 million."""
    words = sentence.words
    for before, quantity in pairwise(quantities):
        if quantity.unit or not (quantity.scaled and before.money and before.scaled):
            continue
        gap, after = words[before.last : quantity.first], words[quantity.last : quantity.last + 1]
        alike = gap[-1:] in (["at"], ["from"], ["than"], ["with"]) and not _CUT.intersection(gap)
        if alike and len(gap) <= 10 and (not after or not after[0].isalpha() or after[0] in _ENDS):
            quantity.unit = before.unit


def _in_word(sentence: Sentence, numeral: Numeral) -> bool:
    """Tell whether a number is a part of a word: 5G, 19th, COVID-19, PM2.5."""
    words, first, last = sentence.words, numeral.first, numeral.last
    if numeral.form != "digits" or numeral.scale != 1.0:
        return False
    if last < len(words) and sentence.glued(last):
        following = sentence.raw[last]
        if following in ("st", "nd", "rd", "th", "G", "D", "s", "K", "R", "P", "H", "A", "B", "V"):
            return True
        if (following == "." and last + 1 < len(words) and sentence.glued(last + 1)) and (
            words[last + 1][0].isdecimal()
        ):
            return True
    if first and sentence.glued(first):
        before = words[first - 1]
        if before == "-" and first > 1 and sentence.glued(first - 1):
            place = first - 2
            while place > 1 and words[place].isdecimal() and sentence.glued(place):
                if words[place - 1] != "-" or not sentence.glued(place - 1):
                    break
                place -= 2
            return words[place].isalpha() and words[place] not in ("sub", "of")
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
    currency, first = read_currency(sentence, numeral)
    if currency:
        quantity.first = quantity.begin = first
        quantity.unit = whose(sentence, currency, place)
        if currency == "$" and last < len(words) and words[last] in CURRENCY_STARTS:
            quantity.last = money_word(sentence, last)[1]
    else:
        read_measure(sentence, quantity, last, place)
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
        read_per(sentence, quantity)
    return quantity


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
    if quantity.cmp == "=":
        quantity.cmp = comparators.extreme(words, quantity.begin, floor) or "="
