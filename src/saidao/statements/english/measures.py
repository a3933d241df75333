"""Read the unit beside a number: its currency, what it measures, and per what."""

from __future__ import annotations

from saidao.statements.english import phrases
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.currencies import (
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
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.units import (
    ADVERBS,
    CASED,
    DENOMINATORS,
    LONGEST_MEASURE,
    MEASURES,
    TIME_UNITS,
)
from saidao.statements.english.wordlists import word_set
from saidao.statements.units import resolved

_BARE_SIGNS = frozenset(("$", "¥"))

_DOTTED = word_set("rs tk ksh kshs ush ushs tsh tshs sh shs rp nrs slrs nu re")

_UNIT_STARTS = frozenset(spelling.split(" ", 1)[0] for spelling in MEASURES)

CURRENCY_STARTS = frozenset(spelling.split(" ", 1)[0] for spelling in NAMES)

_HYPHEN_COUNTED = word_set("bed seat place home room berth unit job")

_AFTER_ARTICLE = word_set("year month week day hour night t kg barrel MWh kWh L person")


def whose(sentence: Sentence, currency: str, place: str) -> str:
    """Return the currency that a sign stands for here: of the place, or a country named."""
    if currency == "kwacha" and not place:
        return "ZMW"
    code = of_place(currency, place) if place else named_in(currency, sentence.words)
    return named_in(currency, sentence.words) if code == currency else code


def read_currency(sentence: Sentence, numeral: Numeral) -> tuple[str, int]:
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
        scaled = numeral.scale >= 1e6 or (before == "r" and numeral.value >= 1e3)
        large = scaled and sentence.glued(first) and raw.isupper()
        return (code, place) if large else ("", first)
    if code in WORDS and numeral.scale < 1e6:
        return "", first
    if before.isalpha() and not raw.isupper() and before not in _DOTTED:
        return "", first
    return code, place


def money_word(sentence: Sentence, index: int) -> tuple[str, int]:
    """Return the currency named after a number and the index after it."""
    words = sentence.words
    if words[index] in CURRENCY_STARTS:
        for size in range(min(3, len(words) - index), 0, -1):
            unit = NAMES.get(" ".join(words[index : index + size]))
            if unit is not None and (words[index] != unit.lower() or sentence.raw[index].isupper()):
                return unit, index + size
    return "", index


def read_measure(sentence: Sentence, quantity: Quantity, index: int, place: str) -> None:
    """Read the unit that begins at a word."""
    words = sentence.words
    if index >= len(words):
        return
    if (words[index] == "-" and sentence.glued(index) and index + 1 < len(words)) and (
        sentence.glued(index + 1) and words[index + 1][0].isalpha()
    ):
        index += 1
        quantity.hyphened = True
    if words[index] in MINOR and not quantity.hyphened:
        quantity.value = resolved(quantity.value / 100)
        quantity.unit = whose(sentence, MINOR[words[index]], place)
        quantity.last = index + 1
        return
    unit, last = money_word(sentence, index)
    if unit and (quantity.value >= 1e6 or words[index] not in NAMES_FROM_MILLIONS):
        quantity.unit, quantity.last = whose(sentence, unit, place), last
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
            read_measure(sentence, quantity, index + 1, "")
        return
    unit, factor = CASED[raw]
    if raw == "MT":
        quantity.doubtful = ((resolved(quantity.value), unit),)
    quantity.value = resolved(quantity.value * factor)
    quantity.unit, quantity.last = unit, index + 1


def read_per(sentence: Sentence, quantity: Quantity) -> None:
    """Read what an amount is per: per tonne, an hour, /MWh, per person per day, annually."""
    words = sentence.words
    index = quantity.last
    money = quantity.money
    while index < len(words):
        denominator, last = denominator_at(sentence, index)
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


_AGO = (["earlier"], ["ago"], ["before"], ["later"])


def denominator_at(sentence: Sentence, index: int) -> tuple[str, int]:
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
                if short and words[index + 1 + size : index + 2 + size] in _AGO:
                    return "", index
                return unit, index + 1 + size
        if (word == "per" and index + 1 < len(words) and words[index + 1].isalpha()) and (
            words[index + 1] not in ("cent", "se")
        ):
            head = words[index + 2] if index + 2 < len(words) else ""
            if head in DENOMINATORS:
                return DENOMINATORS[head], index + 3
            return words[index + 1], index + 2
    return "", index
