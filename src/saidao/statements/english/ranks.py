"""Find the positions in an order that a sentence names: ranks third, the second-largest."""

from __future__ import annotations

from saidao.statements.english import numerals
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.operations import PASSED_OVER
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_list, word_set

ORDINALS: dict[str, int] = {
    word: value
    for value, word in enumerate(
        word_list(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh",
            "twelfth",
        ),
        start=1,
    )
}

SUPERLATIVES = word_set(
    "largest biggest highest greatest busiest best fastest longest most leading lowest",
    "smallest strongest richest deepest wealthiest",
)

_RANKED = word_set("ranked ranks rank ranking placed")
_TRIGGERS = SUPERLATIVES | _RANKED


def ranks(sentence: Sentence) -> list[Quantity]:
    """Return the positions in an order that a sentence names."""
    words = sentence.words
    found: list[Quantity] = []
    if _TRIGGERS.isdisjoint(words):
        return found
    for index, word in enumerate(words):
        if word in _RANKED:
            quantity = _ranked(sentence, index)
        elif word in SUPERLATIVES and index:
            quantity = _superlative(sentence, index)
        else:
            continue
        if quantity is not None and not any(
            other.first < quantity.last and quantity.first < other.last for other in found
        ):
            found.append(quantity)
    return found


def _ordinal(words: list[str], index: int) -> tuple[int, int]:
    """Return an ordinal number and how many words it takes; 0 where there is none."""
    if not 0 <= index < len(words):
        return 0, 0
    if words[index] in ORDINALS:
        return ORDINALS[words[index]], 1
    following = words[index + 1] if index + 1 < len(words) else ""
    if words[index].isdecimal() and following in ("st", "nd", "rd", "th"):
        return int(words[index]), 2
    return 0, 0


def _ranked(sentence: Sentence, index: int) -> Quantity | None:
    """Read *ranked third*, *ranks number one*, *ranked among the top 10*."""
    words = sentence.words
    step = index + 1
    limit = min(len(words), index + 7)
    while step < limit:
        word = words[step]
        value, size = _ordinal(words, step)
        if value:
            return _rank(index, step + size, value, "=")
        if word in ("number", "no", "top") and step + 1 < len(words):
            following = words[step + 1]
            following = words[step + 2] if following == "." and step + 2 < limit else following
            number = numerals.SMALL.get(following, 0)
            number = int(following) if following.isdecimal() else number
            if number:
                return _rank(index, step + 2, number, "<=" if word == "top" else "=")
        if word.isdecimal() and int(word) < 300:
            return _rank(index, step + 1, int(word), "=")
        if word not in PASSED_OVER and word not in (
            "as",
            "among",
            "in",
            "amongst",
            "within",
            "joint",
        ):
            return None
        step += 1
    return None


def _superlative(sentence: Sentence, index: int) -> Quantity | None:
    """Read *the third-largest producer*, and *is the world's largest* where it is said of one."""
    words = sentence.words
    back = index - 2 if words[index - 1] == "-" else index - 1
    value, _ = _ordinal(words, back)
    if not value and back >= 1 and words[back] in ("st", "nd", "rd", "th"):
        value, _ = _ordinal(words, back - 1)
        back -= 1
    before = words[max(0, back - 6) : back]
    if "one" in before and "of" in before:
        return None
    if value >= 2 and ("world" in " ".join(words[index : index + 8]) or _is_predicate(before)):
        return _rank(back, index + 1, value, "=")
    if value >= 2 and before[-2:] == ["and", "the"] and sentence.line.count("largest") > 1:
        return _rank(back, index + 1, value, "=")
    if (not value and words[back] in ("world's", "country's", "region's", "nation's")) and (
        _is_predicate(before) and words[index] != "most"
    ):
        return _rank(back, index + 1, 1, "=")
    return None


def _is_predicate(before: list[str]) -> bool:
    """Tell whether a form of *be* or *become* stands in the words before."""
    return bool(
        {"is", "are", "was", "become", "became", "becoming", "remains", "remain", "as", "be"}
        & set(before[-4:])
    )


def _rank(first: int, last: int, value: int, cmp: str) -> Quantity:
    """Return a rank at some words."""
    quantity = Quantity(first, last, float(value), "rank", "=", first, "words", op="rank")
    if cmp == "<=":
        quantity.cmp = "<="
    return quantity
