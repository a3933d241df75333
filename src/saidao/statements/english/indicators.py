"""What a number is said of: indicator, scope and region in the document's own words.

The indicator is the noun phrase that the number's own construction points to: what is
counted, what an amount is for, what a share is of, what grows. `quote` returns how far a
clause must reach to show it.
"""

from __future__ import annotations

from collections.abc import Sequence

from saidao.statements.english import phrases, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.places import COUNTRIES, COUNTRIES_OF_TWO
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Time
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Op

_EDGES = frozenset((";", ":", ".", ",", "(", "—", "while", "whereas", "but"))
_DROPPED = word_set("and or , that which who ' ) the of by with as - have has had") | {'"'}
_PREDICATE = (
    _DROPPED
    | verbs.REACH
    | verbs.INCREASE
    | verbs.DECREASE
    | word_set("is was be to are were been will would could may should must at up down set frozen")
)
_VERBS = (
    verbs.BUILD | verbs.INCREASE | verbs.DECREASE | verbs.INVEST | verbs.GRANT | verbs.REACH
) - {"place", "support", "budget", "fund", "plan", "grant", "supply", "house", "press"}
_PLACE_WORDS = COUNTRIES | {first for first, _ in COUNTRIES_OF_TWO}
_SMALL = word_set("the a an of in for to and or its our their that this by with at on")


def quote(
    sentence: Sentence, quantity: Quantity, floor: int, ceiling: int, times: Sequence[Time]
) -> tuple[int, int]:
    """Return the words, first and after the last, that show a number with its indicator.

    `floor` and `ceiling` are the ends of the quantities on both sides.
    """
    words = sentence.words
    first = quantity.begin
    while first > floor and quantity.begin - first < 9:
        word = words[first - 1]
        if word in _EDGES:
            break
        first -= 1
        if word in _VERBS and quantity.begin - first > 1:
            break
    while first < quantity.begin and words[first] in _DROPPED:
        first += 1
    last = quantity.last
    if last < len(words) and words[last] in ("of", "in", "for", "to", "on") and last < ceiling:
        last = phrases.after(sentence, last + 1, 6)
    else:
        last = phrases.after(sentence, last, 6)
    last = max(quantity.last, min(last, ceiling))
    for time in times:
        begins = quantity.last <= time.first <= last + 2 and last < time.last <= ceiling
        if begins and not _EDGES.intersection(words[last : time.first]):
            last = time.last
    while last > quantity.last and not words[last - 1][0].isalnum() and words[last - 1] != "%":
        last -= 1
    return first, last


def indicator(
    sentence: Sentence, quantity: Quantity, op: Op | None, floor: int, ceiling: int
) -> str:
    """Return what a number is said of, as worded; empty where nothing is said."""
    if quantity.noun is not None:
        noun = quantity.noun
        return text(sentence, noun.first, max(noun.last, noun.head + 1))
    words = sentence.words
    last = quantity.last
    after = words[last] if last < len(words) else "."
    before = words[quantity.begin - 1] if quantity.begin else ""
    if op in ("increase_by", "decrease_by", "growth_rate_per_year"):
        found = _changed(sentence, quantity, floor)
        if found:
            return found
    if op == "share" and after == "of":
        return text(sentence, last, phrases.after(sentence, last + 1, 8))
    if before in ("of", "at", "to", "is", "was", "by", "from", "reached"):
        end = quantity.begin - 1
        while end > floor and (words[end - 1] in _PREDICATE or words[end - 1].endswith("ed")):
            end -= 1
        first = phrases.before(sentence, end, floor)
        if first < end:
            return text(sentence, first, end)
    if after in ("in", "for", "of", "on") and last < ceiling:
        end = phrases.after(sentence, last + 1, 8)
        if end > last + 1:
            return text(sentence, last + 1, end)
    end = phrases.after(sentence, last, 7)
    if end > last:
        return text(sentence, last, end)
    first = phrases.before(sentence, quantity.begin, floor)
    return text(sentence, first, quantity.begin)


def _changed(sentence: Sentence, quantity: Quantity, floor: int) -> str:
    """Return what grows or shrinks."""
    words = sentence.words
    last = quantity.last
    for index in range(last, min(last + 7, len(words) - 1)):
        if (
            words[index] in ("in", "of") and words[index + 1] not in phrases.STOPS - {"the", "our"}
        ) and (not words[index + 1][0].isdecimal()):
            return text(sentence, index + 1, phrases.after(sentence, index + 1, 8))
        if words[index] in (",", ".", ";", "and"):
            break
    for index in range(quantity.begin - 1, max(floor, quantity.begin - 16) - 1, -1):
        if words[index] in verbs.INCREASE or words[index] in verbs.DECREASE:
            end = phrases.after(sentence, index + 1, 8)
            if end > index + 1 and end < quantity.begin:
                return text(sentence, index + 1, end)
            end = index
            while end > floor and words[end - 1] in ("to", "will", "has", "have", "is", "be"):
                end -= 1
            return text(sentence, phrases.before(sentence, end, floor), end)
    end = quantity.begin
    while end > floor and words[end - 1] in (
        "has",
        "have",
        "had",
        "will",
        "than",
        "more",
        "nearly",
    ):
        end -= 1
    return text(sentence, phrases.before(sentence, end, floor), end)


def text(sentence: Sentence, first: int, last: int) -> str:
    """Return words as written, one space between them, no dangling small words."""
    words = sentence.words
    while first < last and (words[first] in _SMALL or not words[first][0].isalnum()):
        first += 1
    while last > first and (words[last - 1] in _SMALL or not words[last - 1][-1].isalnum()):
        last -= 1
    parts: list[str] = []
    for index in range(first, last):
        if parts and not sentence.glued(index):
            parts.append(" ")
        parts.append(sentence.raw[index])
    return "".join(parts)


def region(sentence: Sentence, quantity: Quantity, default: str) -> str:
    """Return the place that a number is about: a name beside it, else the document's."""
    words = sentence.words
    for first, last in ((quantity.last, quantity.last + 12), (quantity.begin - 12, quantity.begin)):
        found = _place(sentence, max(0, first), min(len(words), last), default)
        if found:
            return found
    return default


def _place(sentence: Sentence, first: int, last: int, default: str) -> str:
    """Return the place named between two words: *in Dover, Kent*, or a known country."""
    words, raw = sentence.words, sentence.raw
    if _PLACE_WORDS.isdisjoint(words[first : last + 1]):
        return ""
    for index in range(first, last):
        word = words[index]
        known = word if word in COUNTRIES and raw[index][0].isupper() else ""
        if index + 1 < len(words) and (word, words[index + 1]) in COUNTRIES_OF_TWO:
            known = f"{raw[index]} {raw[index + 1]}"
        if known:
            name = raw[index] if " " not in known else known
            if index >= 2 and words[index - 1] == "," and raw[index - 2][0].isupper():
                return f"{raw[index - 2]}, {name}"
            return default if name.lower() in default.lower() else name
        if word in (".", ";"):
            break
    return ""
