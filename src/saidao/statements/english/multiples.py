"""Find the changes that are words of their own: doubled, threefold, five times as many."""

from __future__ import annotations

from collections.abc import Sequence

from saidao.statements.english import comparators, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Op

MULTIPLES: dict[str, tuple[Op, float]] = {
    **dict.fromkeys(verbs.forms(["double"]), ("increase_by", 100.0)),
    **dict.fromkeys(verbs.forms(["triple", "treble"]), ("increase_by", 200.0)),
    **dict.fromkeys(verbs.forms(["quadruple"]), ("increase_by", 300.0)),
    **dict.fromkeys(verbs.forms(["quintuple"]), ("increase_by", 400.0)),
    **dict.fromkeys(verbs.forms(["halve"]), ("decrease_by", 50.0)),
    "twofold": ("increase_by", 100.0),
    "threefold": ("increase_by", 200.0),
    "fourfold": ("increase_by", 300.0),
    "fivefold": ("increase_by", 400.0),
    "sixfold": ("increase_by", 500.0),
    "sevenfold": ("increase_by", 600.0),
    "eightfold": ("increase_by", 700.0),
    "ninefold": ("increase_by", 800.0),
    "tenfold": ("increase_by", 900.0),
}
"""Words that change a quantity by themselves, with the change in percent."""

_TRIGGERS = frozenset((*MULTIPLES, "twice"))

NOT_MULTIPLE_BEFORE = word_set(
    "taxation tax taxes digit digits counting standard standards track decker glazing",
    "glazed sided line edged murder checking agent entry aspect down bottom - crown",
    "whammy room rooms bed jeopardy transition helix dividend burden degree degrees loop",
    "bookkeeping",
)
"""Nouns after which *double* and *triple* are adjectives of a name."""

_VERB_BEFORE = word_set(
    "to will would could should can may must nearly almost more than and or shall not",
    "aims roughly about effectively we they also over",
)


def multiples(sentence: Sentence, numbers: Sequence[Quantity]) -> list[Quantity]:
    """Return the changes that are words of their own: doubled, fourfold, five times as many."""
    words = sentence.words
    found: list[Quantity] = []
    for index, word in enumerate(() if _TRIGGERS.isdisjoint(words) else words):
        if word in MULTIPLES:
            quantity = _multiple(sentence, index)
            if quantity is not None:
                found.append(quantity)
        elif word == "twice" and words[index + 1 : index + 2] in (["the"], ["as"], ["that"]):
            found.append(_change(words, index, index + 1, 100.0))
    for number in numbers:
        if number.unit or number.form == "fraction":
            continue
        last = number.last
        following = words[last : last + 2]
        if number.multiple or (following[:1] == ["times"] and _is_times(words, number)):
            size = 1
        elif following == ["-", "fold"] or following[:1] == ["fold"]:
            size = len(following) if following[0] == "-" else 1
        else:
            continue
        if number.value <= 0:
            continue
        number.value = round((number.value - 1) * 100, 6)
        if number.high is not None:
            number.high = round((number.high - 1) * 100, 6)
        number.unit, number.op = "percent", "increase_by"
        number.last = last + size
        if words[last : last + 3] in (["times", "more", "than"], ["times", "higher", "than"]):
            number.doubtful = ((number.value + 100.0, "percent"),)
    return found


def _multiple(sentence: Sentence, index: int) -> Quantity | None:
    """Read one of `MULTIPLES` where it is a verb or a change."""
    words = sentence.words
    op, value = MULTIPLES[words[index]]
    following = words[index + 1] if index + 1 < len(words) else "."
    before = words[index - 1] if index else ""
    if before == "-" and words[index - 2 : index - 1] == ["near"]:
        quantity = Quantity(index, index + 1, value, "percent", "~", index - 2, "words", op=op)
        return quantity if following not in NOT_MULTIPLE_BEFORE else None
    if following in NOT_MULTIPLE_BEFORE or before in ("-", "re"):
        return None
    if words[index] in ("double", "triple", "treble", "quadruple"):
        verb = before in _VERB_BEFORE or index == 0
        if not verb and following not in ("the", "our", "its", "their", "that", "his", "what"):
            return None
        if before in ("a", "the"):
            return None
    if words[index] in ("doubles", "triples") and before in ("the", "of", "and", ","):
        return None
    quantity = _change(words, index, index + 1, value)
    quantity.op = op
    return quantity


def _change(words: list[str], first: int, last: int, value: float) -> Quantity:
    """Return a change in percent at some words, with the comparator before it."""
    cmp, begin = comparators.before(words, first, 0)
    return Quantity(first, last, value, "percent", cmp or "=", begin, "words", op="increase_by")


def _is_times(words: list[str], number: Quantity) -> bool:
    """Tell *five times the level* from *five times a week*."""
    following = words[number.last + 1] if number.last + 1 < len(words) else "."
    if following in (
        "the",
        "that",
        "its",
        "their",
        "as",
        "of",
        "more",
        "higher",
        "larger",
        "greater",
    ):
        return True
    if following in ("faster", "bigger", "what", "our", "current", "over", "since", "between"):
        return True
    near = words[max(0, number.begin - 6) : number.begin]
    return bool(verbs.INCREASE.intersection(near)) and following in (",", ".", "in", "by", "from")
