"""Whether a number is where a change starts, or what another is compared with."""

from __future__ import annotations

from saidao.statements.english import verbs
from saidao.statements.english.case import FUNDS
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.tenses import GOALS
from saidao.statements.english.wordlists import word_set

_FORMERLY = word_set("first originally initially previously earlier formerly")

_SETTING = word_set(
    "estimated set planned budgeted expected announced forecast projected costed fixed put",
    "proposed allocated requested",
)

_BEFORE_BASELINE = word_set(
    "a an the just only its their current present existing today's previous earlier initial",
    "original former prior mere revised record upwardly downwardly flash advance preliminary",
    "last year year's fiscal financial official",
)

_NAMED_LEVELS = word_set(
    "growth expansion deficit surplus level total rate figure target share estimate forecast"
    " projection outturn allocation spending"
)

_FORESEEN = word_set(
    "expectation expectations estimate estimates forecast forecasts projection projections"
)
_PASSED = word_set(
    "than below over surpassing surpassed exceeding exceeded beating beat above topping"
)

_REPLACED = word_set("budget allocation target plan estimate record")
_BEFORE_IT = word_set("previous old original")

_STANDING = word_set("current existing present today's")
_CHANGED = (
    verbs.INCREASE
    | verbs.DECREASE
    | verbs.INCREASE_NOUNS
    | verbs.DECREASE_NOUNS
    | {"up", "down", "revised", "upgraded", "downgraded", "changed"}
)
_OLD = word_set("previous earlier old initial former original prior preceding")


def is_baseline(sentence: Sentence, quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether a number is where a change starts, or what another is compared with."""
    words = sentence.words
    begin = quantity.begin
    before = words[begin - 1] if begin else ""
    two = words[begin - 2] if begin > 1 else ""
    near = words[max(0, begin - 6) : begin]
    if _FORMERLY.intersection(near) and _SETTING.intersection(near):
        if "first" not in near and near[-1:] == ["at"]:
            return True
        if any(o.first > quantity.last and alike_units(o, quantity) for o in others):
            return True
    behind = words[quantity.last : quantity.last + 3]
    if _FORMERLY.intersection(behind[:2]) and _SETTING.intersection(behind[1:]):
        return any(o.last <= quantity.begin and alike_units(o, quantity) for o in others)
    while begin > 1 and before in _BEFORE_BASELINE:
        begin -= 1
        before, two = words[begin - 1], words[begin - 2] if begin > 1 else ""
    if _is_superseded(words, quantity):
        return True
    if before == "of" and begin > 2 and words[begin - 2] in _NAMED_LEVELS:
        place = begin - 2
        while place > 1 and words[place - 1] in _BEFORE_BASELINE:
            place -= 1
        if words[place - 1] in ("from", "than"):
            begin, before, two = place, words[place - 1], words[place - 2]
    if _is_earlier_growth(words, quantity):
        return False
    family = [other for other in others if other is not quantity and alike_units(other, quantity)]
    if before == "from":
        if FUNDS.intersection(words[quantity.last : quantity.last + 4]) and quantity.money:
            return False
        if quantity.cmp == "range" and quantity.begin < quantity.first and not family:
            return False
        changed = set(words[max(0, begin - 3) : begin - 1])
        if family or changed & _CHANGED:
            return quantity.op is None
    if (
        before == "than"
        and begin < quantity.begin - 1
        and any(o.first < quantity.first for o in family)
    ):
        return True
    if before in ("against", "versus", "vs") and any(o.first < quantity.first for o in family):
        return True
    if before in ("with", "to") and two in ("compared", "comparison", "relative") and family:
        return True
    if before == "than" and words[quantity.last : quantity.last + 1] == ["in"] and family:
        return True
    if (
        before == "of"
        and _STANDING.intersection(words[max(0, begin - 5) : begin - 1])
        and "from" in words[max(0, begin - 7) : begin - 1]
    ):
        return True
    if (before == "of" and _OLD.intersection(words[max(0, begin - 4) : begin])) and (
        GOALS.intersection(words[max(0, begin - 4) : begin])
    ):
        return True
    if {"currently", "now", "today", "current"} & set(words[max(0, begin - 8) : begin]):
        for other in others:
            if other.first > quantity.last and alike_units(other, quantity):
                between = words[quantity.last : other.begin]
                if between[-1:] == ["to"] and {"will", "would", "should"} & set(between):
                    return True
    return False


def _is_superseded(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a number held before another took its place: the previous budget was."""
    begin = quantity.begin
    left = words[max(0, begin - 6) : begin]
    if left[-1:] == ["a"]:
        left = left[:-1]
        begin -= 1
    if left[-1:] == ["of"]:
        return _is_old_figure(words, begin - 2)
    if left[-2:] == ["than", "the"]:
        following = words[quantity.last : quantity.last + 7]
        stop = next((i for i, word in enumerate(following) if word in (",", ".", ";")), 7)
        return "originally" in following[:stop]
    if left[-1:] in (["is"], ["was"], ["were"]) or left[-2:] == ["stood", "at"]:
        return not _REPLACED.isdisjoint(left[-3:]) and not _BEFORE_IT.isdisjoint(left[-4:])
    return False


def _is_old_figure(words: list[str], place: int) -> bool:
    """Tell whether a noun names what was foreseen and is passed: surpassing a flash estimate of."""
    if place < 1 or words[place] not in _FORESEEN:
        return False
    while place > 1 and words[place - 1] in _BEFORE_BASELINE:
        place -= 1
    return words[place - 1] in _PASSED


def _is_earlier_growth(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a rate is that of a period before: from the 4% growth in the first quarter."""
    if quantity.unit != "percent" or quantity.cmp == "range":
        return False
    if words[max(0, quantity.begin - 1) : quantity.begin] != ["the"]:
        return False
    behind = words[quantity.last : quantity.last + 2]
    moves = verbs.INCREASE_NOUNS | verbs.DECREASE_NOUNS
    return behind[:1] != [] and behind[0] in moves and behind[1:] == ["in"]


def alike_units(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities could be two values of one thing."""
    if one.unit != other.unit or one.op is not None:
        return False
    if one.unit.startswith("count"):
        return one.noun is None or other.noun is None or one.noun == other.noun
    return True
