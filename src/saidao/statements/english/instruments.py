"""Whether a number is an instrument of policy: money, a rate or a span that is set.

Amounts are judged in `amounts`, percentages in `rates`, with the words of `case`; what is
counted, and spans of time, here.
"""

from __future__ import annotations

from saidao.statements.english import verbs
from saidao.statements.english.amounts import is_given
from saidao.statements.english.case import CHARGES, ELIGIBLE, Case, left_of
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.rates import is_set
from saidao.statements.english.units import JOBS, TIME_UNITS
from saidao.statements.english.wordlists import word_set

SPEED = word_set(
    "waiting wait processing response delivery expectancy turnaround approval average",
    "clearance travel journey queue",
)

_SELECTED = word_set("selected chosen awarded approved shortlisted winning")

_WORKS = word_set(
    "construction widening building rehabilitation installation planting restoration upgrading",
    "upgrade repair expansion laying completion renovation retrofitting deployment paving",
    "electrification replacement dredging reforestation resurfacing provision",
)

_OUTPUTS = word_set(
    "placements places homes jobs apprenticeships colleges schools hospitals beds",
    "scholarships seats houses chargers buses flats clinics nurseries trees turbines",
    "stations",
)


def is_measure(case: Case, after_instrument: bool) -> bool:
    """Tell whether a number is an instrument of policy.

    `after_instrument` tells that the number before it in the sentence is one.
    """
    quantity = case.quantity
    if quantity.unit in TIME_UNITS:
        near = case.sentence.words[max(0, quantity.begin - 24) : quantity.begin]
        return not case.goal and (after_instrument or not SPEED.intersection(near))
    if quantity.money:
        return is_given(case, after_instrument)
    if quantity.unit in ("percent", "percentage_point"):
        return is_set(case, after_instrument)
    return _covered(case, after_instrument)


def is_output(words: list[str], quantity: Quantity) -> bool:
    """Tell whether what is counted is what money buys, and not whom it is for."""
    noun = quantity.noun
    if words[max(0, quantity.begin - 2) : quantity.begin][:1] == ["of"]:
        return False
    if words[quantity.begin - 1 : quantity.begin] == ["of"] and words[quantity.begin - 2] in _WORKS:
        return True
    if noun is None:
        return False
    return words[noun.head] in _OUTPUTS or "new" in words[quantity.first : noun.head]


def _covered(case: Case, after_instrument: bool) -> bool:
    """Tell whether a number says who or what an instrument is for."""
    words, quantity = case.sentence.words, case.quantity
    left = left_of(case, 24)
    since = words[max(case.before, quantity.begin - 8) : quantity.begin]
    since = since[len(since) - since[::-1].index(",") :] if "," in since else since
    if is_output(words, quantity):
        since = []
    right = words[quantity.last : quantity.last + 24]
    if ELIGIBLE.intersection(left[-6:] + right[:6]):
        return True
    if _SELECTED.intersection(words[quantity.first + 1 : quantity.last]) and (
        case.actor == "public" and verbs.GRANT.intersection(left[-3:])
    ):
        return True
    if (left[-1:] in (["with"], ["employing"]) and quantity.cmp not in ("=", "~", "range")) and (
        quantity.noun is not None and words[quantity.noun.head] not in JOBS
    ):
        return True
    if (after_instrument and "to" not in since and "will" not in since) and (
        {"for", "designated", "upgrading", "covering", "("} & set(since)
    ):
        return True
    if left[-1:] == ["for"] and CHARGES.intersection(left) and verbs.CHARGE.intersection(left):
        return True
    if "will" in right and {"have", "get", "receive", "see", "pay", "be"} & set(right):
        place = right.index("will")
        tail = [] if {"that", "which", "who"}.intersection(right[:place]) else right[place:]
        if CHARGES.intersection(tail) or {"exempt", "exempted", "eligible"} & set(tail):
            return True
    return False
