"""Find the numbers of an English sentence: digits, words, scales, fractions.

The scales and number words are tables; `scan` walks over the words once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from saidao.statements.english.clauses import Sentence
from saidao.statements.english.wordlists import word_list, word_set

SMALL: dict[str, int] = {
    word: value
    for value, word in enumerate(
        word_list(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen",
            "fourteen fifteen sixteen seventeen eighteen nineteen",
        )
    )
}
TENS: dict[str, int] = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        word_list(
            "twenty thirty forty fifty sixty seventy eighty ninety",
        ),
        strict=True,
    )
}
SCALES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "millions": 1e6,
    "mln": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "mil": 1e6,
    "billion": 1e9,
    "bln": 1e9,
    "bn": 1e9,
    "trillion": 1e12,
    "tn": 1e12,
    "trn": 1e12,
    "quadrillion": 1e15,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "cr": 1e7,
    "dozen": 12.0,
}
LETTER_SCALES: dict[str, float] = {"k": 1e3, "m": 1e6, "b": 1e9, "t": 1e12}
"""Scales of one letter: after an amount of money (k, m, b, t), or written onto a number (k)."""

DENOMINATORS: dict[str, int] = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "seventh": 7,
    "sevenths": 7,
    "eighth": 8,
    "eighths": 8,
    "ninth": 9,
    "ninths": 9,
    "tenth": 10,
    "tenths": 10,
    "hundredth": 100,
    "twentieth": 20,
}
SIGNS: dict[str, float] = {"½": 0.5, "⅓": 1 / 3, "⅔": 2 / 3, "¼": 0.25, "¾": 0.75}

_AFTER_FRACTION = word_set(
    "of the all our its their his are were is was be have has had will would by to from",
    "in since compared over as more less lower higher fewer cheaper , . ; ) than those",
    "these that this between among at on with and or for",
)
_TIME = word_set(
    "year years month months day days hour hours week weeks decade century quarter q1 q2",
    "q3 q4 fiscal financial calendar",
)
_SYMBOLS = frozenset("€£¥₹₩")
_STARTS = frozenset((*SMALL, *TENS, *SIGNS, "a", "an", "half", "quarter"))
_ARTICLES = frozenset(("a", "an"))
_AFTER_ARTICLE = frozenset((*SCALES, *DENOMINATORS, "-"))
MOST_DIGITS = 22


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number at ``words[first:last]``.

    `scale` is the part of the value that a scale word gives, 1 where there is none;
    `form` is ``digits``, ``words`` or ``fraction`` (of a whole: a third, one in five).
    """

    first: int
    last: int
    value: float
    scale: float
    form: Literal["digits", "words", "fraction"]


def scan(sentence: Sentence) -> Iterator[Numeral]:
    """Yield the numbers of a sentence from left to right."""
    free = 0
    words = sentence.words
    last = len(words) - 1
    for index, word in enumerate(words):
        if index < free or not (word[0].isdecimal() or word in _STARTS):
            continue
        if word in _ARTICLES and (index == last or words[index + 1] not in _AFTER_ARTICLE):
            continue
        found = _fraction(sentence, index) or _cardinal(sentence, index)
        if found is not None:
            yield found
            free = found.last


def _cardinal(sentence: Sentence, first: int) -> Numeral | None:
    """Read digits or number words, with the scales after them."""
    words = sentence.words
    word = words[first]
    form: Literal["digits", "words"] = "digits"
    if word[0].isdecimal():
        decimal = len(word) > 2 and word[-2] == ","
        digits = word.replace(",", "." if decimal else "").replace(" ", "")
        if len(digits) > MOST_DIGITS or not digits.replace(".", "", 1).isascii():
            return None
        value, index = float(digits), first + 1
    elif (part := _part_of_scale(words, first)) is not None:
        return part
    elif word in SMALL or word in TENS:
        value, index = _spelled(words, first)
        form = "words"
    elif word in ("a", "an", "half", "quarter") and first + 1 < len(words):
        following = words[first + 1]
        if word == "quarter":
            return None
        if word == "half" and following in ("a", "an") and first + 2 < len(words):
            if words[first + 2] not in SCALES:
                return None
            value, index, form = 0.5, first + 2, "words"
        elif word != "half" and following in SCALES and following not in ("mil", "cr", "mn"):
            value, index, form = 1.0, first + 1, "words"
        else:
            return None
    else:
        return None
    value, index = _half(words, index, value)
    scale = 1.0
    while index < len(words):
        step = index
        if words[step] == "-" and step + 1 < len(words) and words[step + 1] in SCALES:
            step += 1
        factor = SCALES.get(words[step])
        if factor is None:
            break
        if words[step] == "hundred" and form == "digits":
            break
        scale *= factor
        index = step + 1
    if (scale == 1.0 and index < len(words) and words[index] in LETTER_SCALES) and (
        _letter_scale(sentence, first, index)
    ):
        scale = LETTER_SCALES[words[index]]
        index += 1
    if scale >= 1e3 and form == "words" and index + 1 < len(words):
        rest = _rest(sentence, index, scale)
        if rest is not None:
            return Numeral(first, rest[1], value * scale + rest[0], scale, form)
    return Numeral(first, index, round(value * scale, 6 if scale < 1e6 else 2), scale, form)


def _part_of_scale(words: list[str], first: int) -> Numeral | None:
    """Read *a quarter of a million*, *three quarters of a billion* and *a half-billion*."""
    index, top = first, 1
    if words[first] in ("a", "an") or words[first] in SMALL:
        index, top = first + 1, SMALL.get(words[first], 1)
    bottom = DENOMINATORS.get(words[index]) if index < len(words) else None
    if bottom is None:
        return None
    index += 1
    if words[index : index + 2] == ["-", "dozen"] or words[index : index + 2] == ["a", "dozen"]:
        return Numeral(first, index + 2, 12 * top / bottom, 1.0, "words")
    if words[index : index + 2] in (["of", "a"], ["of", "one"]):
        index += 2
    elif words[index : index + 1] == ["-"]:
        index += 1
    else:
        return None
    scale = SCALES.get(words[index]) if index < len(words) else None
    if scale is None or scale < 1e3:
        return None
    return Numeral(first, index + 1, round(top / bottom * scale, 6), scale, "words")


def _letter_scale(sentence: Sentence, first: int, index: int) -> bool:
    """Tell whether a letter after digits is a scale and not a unit."""
    words, letter = sentence.words, sentence.words[index]
    glued = sentence.glued(index)
    before = words[first - 1] if first else ""
    money = before.endswith("$") or before in _SYMBOLS or before in ("usd", "eur", "gbp", "inr")
    if money:
        return glued or letter in "mb"
    return glued and letter == "k"


def _spelled(words: list[str], index: int) -> tuple[float, int]:
    """Read one number below a thousand from words; return it and the index after it."""
    total = 0
    if words[index] in TENS:
        total, index = TENS[words[index]], index + 1
        step = index + 1 if index < len(words) and words[index] == "-" else index
        if step < len(words) and 0 < SMALL.get(words[step], 0) < 10:
            total, index = total + SMALL[words[step]], step + 1
    else:
        total, index = SMALL[words[index]], index + 1
    if index < len(words) and words[index] == "hundred" and 0 < total < 100:
        total, index = total * 100, index + 1
        step = index + 1 if index < len(words) and words[index] == "and" else index
        if step < len(words) and (words[step] in TENS or words[step] in SMALL):
            rest, after = _spelled(words, step)
            if rest < 100 and (after >= len(words) or words[after] != "hundred"):
                return total + rest, after
    return float(total), index


def _rest(sentence: Sentence, index: int, scale: float) -> tuple[float, int] | None:
    """Read what follows a scale in words: two thousand *three hundred and five*."""
    words = sentence.words
    step = index + 1 if words[index] == "and" else index
    if step >= len(words) or not (words[step] in TENS or words[step] in SMALL):
        return None
    rest, after = _spelled(words, step)
    factor = SCALES.get(words[after]) if after < len(words) else None
    if factor is not None and factor < scale:
        return rest * factor, after + 1
    return (rest, after) if factor is None and rest < scale else None


def _half(words: list[str], index: int, value: float) -> tuple[float, int]:
    """Add ``and a half`` or ``and three quarters`` to a number."""
    if index + 2 < len(words) and words[index] == "and":
        if words[index + 1] == "a" and words[index + 2] in ("half", "quarter"):
            return value + 1 / DENOMINATORS[words[index + 2]], index + 3
        if words[index + 1] == "three" and words[index + 2] == "quarters":
            return value + 0.75, index + 3
    if index < len(words) and words[index] in SIGNS and value >= 1:
        return value + SIGNS[words[index]], index + 1
    return value, index


def _fraction(sentence: Sentence, first: int) -> Numeral | None:
    """Read a part of a whole: half of, two thirds, 3/4 of, one in five."""
    words = sentence.words
    word = words[first]
    size = len(words)
    if word in SIGNS:
        return Numeral(first, first + 1, SIGNS[word], 1.0, "fraction")
    if word == "half":
        return _bare_half(words, first)
    if word in ("a", "an"):
        top = 1.0
    elif word in SMALL:
        top = float(SMALL[word])
    elif word.isdecimal() and len(word) <= 4:
        return _odds(sentence, first, float(word))
    else:
        return None
    step = first + 2 if first + 1 < size and words[first + 1] == "-" else first + 1
    if step < size and words[step] in DENOMINATORS:
        bottom = DENOMINATORS[words[step]]
        following = words[step + 1] if step + 1 < size else "."
        plural = words[step].endswith("s")
        if words[step] == "half" and following in SCALES:
            return None
        if following == "of" and SCALES.keys() & set(words[step + 3 : step + 4]):
            return None
        if 0 < top < bottom and plural == (top > 1) and following in _AFTER_FRACTION:
            later = words[step + 2 : step + 4]
            if following == "of" and (_TIME.intersection(later) or _is_year(later)):
                return None
            if words[step] == "quarters" and words[first - 1] in _ORDER and first:
                return None
            changed = first > 0 and words[first - 1] == "by"
            if (word == "a" and not changed) and (
                following not in _AFTER_FRACTION - {"and", "for", "with"}
            ):
                return None
            return Numeral(first, step + 1, top / bottom, 1.0, "fraction")
        return None
    return _odds(sentence, first, top) if word not in ("a", "an") else None


def _is_year(words: list[str]) -> bool:
    """Tell whether the first of some words is a year."""
    return bool(words) and len(words[0]) == 4 and words[0].startswith(("19", "20"))


def _bare_half(words: list[str], first: int) -> Numeral | None:
    """Read ``half`` where it is a share, not half a year or the other half."""
    before = words[first - 1] if first else ""
    following = words[first + 1] if first + 1 < len(words) else "."
    if before in ("first", "second", "latter", "former", "other", "last", "next", "-", "this"):
        return None
    if before in ("a", "an", "the", "one") and following not in ("of",):
        return None
    if following in ("-", "a", "an", "price", "year", "term", "day", "time", "hour", "way"):
        return None
    if following == "of" and (_TIME.intersection(words[first + 2 : first + 4])):
        return None
    if following == "of" and _is_year(words[first + 2 : first + 3]):
        return None
    if following in _AFTER_FRACTION or before in _BEFORE_HALF:
        return Numeral(first, first + 1, 0.5, 1.0, "fraction")
    return None


_ORDER = frozenset(("first", "last", "next", "past", "previous"))
_BEFORE_HALF = frozenset(("by", "nearly", "almost", "about", "than", "over", "roughly"))
_AFTER_SLASH = frozenset(["of", "the", "reduction", "cut", "increase", "share", "majority"])
_BEFORE_SLASH = frozenset(("by", "nearly", "almost", "about", "around", "over", "than", "least"))


def _odds(sentence: Sentence, first: int, top: float) -> Numeral | None:
    """Read ``one in five``, ``9 out of 10`` and ``3/4 of``."""
    words = sentence.words
    if first + 2 >= len(words):
        return None
    if words[first + 1 : first + 3] == ["out", "of"]:
        step, spoken = first + 3, True
    elif words[first + 1] in ("in", "/"):
        step, spoken = first + 2, words[first + 1] == "in"
    else:
        return None
    if step < len(words) and words[step] == "every":
        step += 1
    if step >= len(words):
        return None
    word = words[step]
    bottom = SMALL.get(word) or TENS.get(word) or (int(word) if word.isdecimal() else 0)
    following = words[step + 1] if step + 1 < len(words) else "."
    if not 0 < top < bottom or following in _TIME or following in SCALES or bottom > 1000:
        return None
    if spoken and words[first + 1] == "in" and (top > 9 or bottom > 100):
        return None
    if not spoken:
        before = words[first - 1] if first else ""
        clear = following in _AFTER_SLASH or before in _BEFORE_SLASH
        if not clear or not sentence.glued(step) or bottom > 20:
            return None
    if spoken and following in ("%", "per", "percent", "-", "to"):
        return None
    return Numeral(first, step + 1, top / bottom, 1.0, "fraction")
