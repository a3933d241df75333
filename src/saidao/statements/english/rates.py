"""Whether a percentage is a rate that an authority sets: a tax, a subsidy, a quota."""

from __future__ import annotations

import re
from itertools import pairwise

from saidao.statements.english import verbs
from saidao.statements.english.case import (
    CHARGES,
    ELIGIBLE,
    FORESEEN,
    FUNDS,
    GIVEN,
    OUTCOMES,
    OUTLAYS,
    PURSE,
    TAKEN,
    Case,
    left_of,
    noun_after,
)
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set

RATES = word_set(
    "tax taxes credit credits discount discounts subsidy subsidies rebate rebates levy",
    "levies duty duties tariff tariffs grant grants co-funding cofunding funding relief",
    "deduction deductions concession concessions gst vat surcharge guarantee contribution",
    "contributions allowance customs excise cess royalty repo quota cap waiver bonus",
    "supplement cofund cpf subvention incentive royalties vat withholding exemption rebated",
    "markup write-off",
)
"""Nouns whose percentage is set by an authority."""

COSTS = word_set(
    "cost costs expenses expenditure fees fee wages wage salary salaries price tuition",
    "premiums premium bill bills rent outlay expense training qualifying interest loan",
    "loans",
)
"""What a subsidy is a part of."""


_CHANGES = ("increase_by", "decrease_by")

_EFFECTS = word_set("could would might potentially")

_MANDATES = word_set("require requires required requiring mandatory mandate mandates obliged")

_SPENDING = word_set("funding funds budget money spending grants allocation investment")

_PAYING = verbs.GRANT | verbs.forms(word_set("cover meet refund bear"))

_LINKS = word_set("to from at of is by a with be are was were")

_RECLAIM = verbs.forms(["deduct", "claim", "recover", "recoup", "reclaim", "co-pay"])

_SET = word_set("wage fare fares fee fees levy toll tolls premiums allowance pension")


def is_set(case: Case, after_instrument: bool) -> bool:
    """Tell whether a percentage is a rate set by an authority."""
    words, quantity, op = case.sentence.words, case.quantity, case.op
    left = left_of(case, 14)
    nouns = noun_after(case.sentence, quantity.last)
    linked = words[quantity.last : quantity.last + 1]
    if case.goal:
        return False
    if not left and _labelled(words, quantity):
        return True
    if op == "share" and {"contributes", "contributed", "contribute"}.intersection(left[-4:]):
        return False
    if left[-1:] == ["at"] and "which" in left[-5:] and OUTLAYS.isdisjoint(left[-5:]):
        return False
    if (
        op == "share"
        and not case.budget
        and case.tense == "past"
        and _SPENDING.intersection(words[quantity.last : quantity.last + 5])
    ):
        return False
    if linked not in (["in"], ["of"]) and RATES.intersection(nouns):
        return True
    if quantity.op is not None and (GIVEN | FUNDS).intersection(words[quantity.last :][:5]):
        return case.budget or case.tense == "future"
    if (op in _CHANGES and PURSE.intersection(left[-6:])) and case.tense != "future":
        return True
    if FORESEEN.intersection(left[-4:]) and not (case.budget and OUTLAYS.intersection(left)):
        return False
    if op in _CHANGES and OUTLAYS.intersection(left[-9:] + nouns) and case.actor == "public":
        return not _happened(words, quantity)
    if (
        case.budget
        and not TAKEN.intersection(left[-9:])
        and OUTLAYS.intersection(left[-11:] + words[quantity.last :][:4])
    ):
        return True
    if op in ("increase_by", "decrease_by", "growth_rate_per_year"):
        if quantity.op is None and verbs.CHARGE.intersection(left + nouns):
            ahead = case.tense == "future" or (case.tense is None and case.budget)
            near = left[-9:]
            near = near[len(near) - near[::-1].index(",") :] if "," in near else near
            ahead = ahead and _EFFECTS.isdisjoint(left)
            return ahead and bool(CHARGES.intersection(near + nouns))
        return case.tense == "future" and bool(_SET.intersection(left[-6:]))
    eligible = ELIGIBLE.intersection(left_of(case, 30)) - {"earning", "earn"}
    if eligible and case.actor != "firms" and not (eligible <= _MANDATES and _is_dated(case)):
        return True
    if (op == "share" and left[-1:] == ["of"]) and CHARGES.intersection(left[-2:]):
        return True
    if op == "share" and _RECLAIM.intersection(left[-4:]):
        return True
    if op == "share" and _PAYING.intersection(left[-8:]):
        return bool(COSTS.intersection(words[quantity.last : quantity.last + 9]))
    if after_instrument and case.alike and left[-1:] == ["to"]:
        return True
    if OUTCOMES.intersection(left[-9:]) and not CHARGES.intersection(left[-9:]):
        return False
    before = words[quantity.begin - 1] if quantity.begin else ""
    if before == "of" and words[quantity.begin - 3 : quantity.begin - 1] in (
        ["fiscal", "support"],
        ["financial", "support"],
    ):
        return True
    if before in _LINKS:
        return bool(RATES.intersection(left[-9:]))
    return op is None and bool(RATES.intersection(left[-6:]))


def _labelled(words: list[str], quantity: Quantity) -> bool:
    """Tell whether the rate follows the name of what is given: *Export rebate: 8% of costs*."""
    label = words[max(0, quantity.begin - 5) : quantity.begin]
    return label[-1:] == [":"] and not (RATES | GIVEN).isdisjoint(label[-3:])


def _happened(words: list[str], quantity: Quantity) -> bool:
    """Tell whether spending has changed of itself: expenditure increased by, and not was raised."""
    begin = quantity.begin
    verb = words[begin - 2] if words[begin - 1] == "by" else words[begin - 1]
    before = words[begin - 3] if words[begin - 1] == "by" else words[begin - 2]
    if verb in ("rose", "fell", "grew", "risen", "fallen", "grown", "declined"):
        return True
    active = verb in verbs.INCREASE | verbs.DECREASE and verb.endswith(
        ("ed", "rose", "fell", "grew")
    )
    return active and before not in ("is", "are", "was", "were", "been", "be", "being", "has")


def _is_dated(case: Case) -> bool:
    """Tell whether a mandate has a year to be met by: require 100% of sales to be ... by 2040."""
    words, last = case.sentence.words, case.quantity.last
    right = words[last : last + 25]
    return any(
        word in ("by", "from", "in") and re.fullmatch(r"20\d\d", following) is not None
        for word, following in pairwise(right)
    )
