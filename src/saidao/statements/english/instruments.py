"""Whether a number is an instrument of policy: money, a rate or a span that is set.

Tables of nouns and verbs: what an authority gives or takes (`GIVEN`), what it sets
(`RATES`, `CHARGES`), and what measures how the economy does (`OUTCOMES`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from saidao.statements.english import actors, verbs
from saidao.statements.english.actors import Actor
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.units import JOBS, TIME_UNITS
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Op

Tense = Literal["future", "past"]

GIVEN = word_set(
    "budget budgets budgetary subsidy subsidies grant grants loan loans credit credits",
    "rebate rebates voucher vouchers allowance allowances tax taxes levy levies duty",
    "duties tariff tariffs fee fees charge charges fine fines penalty penalties payment",
    "payments payout payouts benefit benefits incentive incentives discount discounts",
    "outlay allocation allocations appropriation appropriations guarantee guarantees",
    "relief deduction deductions exemption exemptions waiver concession concessions bonus",
    "bonuses stipend stipends scholarship scholarships bursary bursaries aid top-up",
    "top-ups pension handout surcharge ceiling threshold cap caps excise gst vat cess",
    "royalty toll wage vgf envelope tranche stimulus supplement supplements co-funding",
    "drawdown moratorium mortgage quota cashback write-off limit limits compensation",
    "subvention premium premiums medishield endowment",
)
"""Nouns of money that only an authority gives, takes or sets."""

FUNDS = word_set(
    "funding fund funds package packages assistance provision award awards scheme",
    "settlement support financing capital facility facilities lending expenditure",
    "spending contribution contributions resources programme program backing injection",
    "claims boost commitment finance",
)
"""Nouns of money that an authority gives, or a firm."""

OUTCOMES = word_set(
    "gdp revenue revenues exports export imports import sales turnover output trade value",
    "income incomes earnings market markets economy deficit surplus debt reserves profits",
    "profit industry productivity gva gsdp gnp damage damages demand inflows inflow",
    "remittances losses production wealth assets consumption receipts transactions worth",
    "valuation deposits collections orders emissions wages salaries fdi savings",
    "businesses economies tourism",
)
"""Nouns of money that measure how the economy does."""

CHARGES = word_set(
    "cost costs bill bills charge charges price prices tax taxes fee fees fare fares duty",
    "duties tariff tariffs levy levies rent rents premiums toll tolls gst vat",
    "excise wage",
)
"""What an authority raises or lowers by decision."""

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

OUTLAYS = word_set("outlay outlays allocation allocations expenditure spending budget capex")
"""What an authority lays out."""

_CHANGES = ("increase_by", "decrease_by")

ELIGIBLE = word_set(
    "eligible eligibility qualify qualifies qualifying entitled earning threshold",
    "means-tested earn require requires required requiring mandatory mandate mandates",
    "obliged",
)
"""Words that make a number the condition of an instrument."""


SPEED = word_set(
    "waiting wait processing response delivery expectancy turnaround approval average",
    "clearance travel journey queue",
)
_NOUN_ENDS = word_set(
    "via to for in of on by over from with at and or as that which who is are was were will",
    "has have per this next under through across between into during since until within",
    "each",
)
_TAKEN = word_set(
    "revenue revenues receipts surplus surpluses deficit deficits debt gap shortfall",
    "savings",
)
_ATTRACT = verbs.forms(
    word_set(
        "secure attract unlock mobilise mobilize leverage generate spur catalyse draw crowd bring"
    )
)
_BORROWING = verbs.forms(word_set("issue borrow mobilise mobilize attract export earn sell save"))
_NEEDED = word_set("required needed necessary need requires")
_INCOMES = word_set("income incomes turnover turnovers revenue revenues assets gains profits sales")
_INVESTED = word_set("investment investments deal commitment pledge project plant factory")
_PROMISED = word_set("committed allocated earmarked announced pledged budgeted promised")
_ARTICLES = word_set("the an already previously recently newly its")
_FORESEEN = word_set("expected projected forecast likely")
_SELECTED = word_set("selected chosen awarded approved shortlisted winning")
_MANDATES = word_set("require requires required requiring mandatory mandate mandates obliged")
_DEALS = word_set("deal deals package agreement grant fund programme program settlement scheme")
_SPENDING = word_set("funding funds budget money spending grants allocation investment")
_SPENDERS = word_set("visitor visitors consumer household tourist tourism private retail")
_RECEIVING = verbs.forms(word_set("receive get claim"))
_ALLOCATING = verbs.forms(word_set("allocate earmark appropriate disburse"))
_COLLECTED = word_set("collected raised earned mobilised mobilized")
_PAYING = verbs.GRANT | verbs.forms(word_set("cover meet refund bear"))
_LINKS = word_set("to from at of is by a with be are was were")
_RECLAIM = verbs.forms(["deduct", "claim", "recover", "recoup", "reclaim", "co-pay"])
_SET = word_set("wage fare fares fee fees levy toll tolls premiums allowance pension")
_GIVING = verbs.forms(
    word_set("allocate provide award earmark disburse fund grant subsidise receive")
)
_PURSE = word_set("funding budget allocation allocations subsidies grants outlay appropriation")
_WORKS = word_set(
    "construction widening building rehabilitation installation planting restoration upgrading",
    "upgrade repair expansion laying completion renovation retrofitting deployment paving",
    "electrification replacement dredging reforestation resurfacing provision",
)
_PAID = word_set("disbursed spent paid released invested")
_SPENT = _GIVING | word_set("financed funded spent used invested reserved")
_VERBS = verbs.GRANT | verbs.ANNOUNCE | verbs.INVEST | verbs.REACH | verbs.INCREASE
_AUXILIARY = word_set("is are was were will has have had would could which that")
_OUTPUTS = word_set(
    "placements places homes jobs apprenticeships colleges schools hospitals beds",
    "scholarships seats houses chargers buses flats clinics nurseries trees turbines",
    "stations",
)


@dataclass(frozen=True, slots=True)
class Case:
    """A quantity with what is known of its clause.

    `goal` tells that it is the value of a named goal; `before` is the end of the quantity
    before it, and `alike` tells that one of the same sort stands before it; `budget`,
    that the document is about a budget, where money is spent or taken unless told otherwise.
    """

    sentence: Sentence
    quantity: Quantity
    op: Op | None
    tense: Tense | None
    goal: bool
    actor: Actor | None
    before: int
    alike: bool
    budget: bool = False


def is_measure(case: Case, after_instrument: bool) -> bool:
    """Tell whether a number is an instrument of policy.

    `after_instrument` tells that the number before it in the sentence is one.
    """
    quantity = case.quantity
    if quantity.unit in TIME_UNITS:
        near = case.sentence.words[max(0, quantity.begin - 24) : quantity.begin]
        return not case.goal and not SPEED.intersection(near)
    if quantity.money:
        return _money(case, after_instrument)
    if quantity.unit in ("percent", "percentage_point"):
        return _rate(case, after_instrument)
    return _covered(case, after_instrument)


def _left(case: Case, reach: int) -> list[str]:
    """Return the words of the clause before a quantity."""
    words, first = case.sentence.words, case.quantity.begin
    limit = max(0, first - reach)
    while first > limit and words[first - 1] not in (";", ":", "—"):
        first -= 1
    return words[first : case.quantity.begin]


def _noun_after(words: list[str], last: int) -> list[str]:
    """Return the words that name an amount: *$25 billion in loans*, *a $2.5 billion loan*."""
    index = last
    if words[index : index + 1] in (["in"], ["of"], ["worth"]):
        index += 1
        if words[index : index + 1] == ["of"]:
            index += 1
    end = index
    while end < len(words) and end - index < 6:
        word = words[end]
        if word in _NOUN_ENDS or not (word[0].isalpha() or word in "-'&"):
            break
        end += 1
    found = words[index:end]
    return [word for word in found if word != "duty"] if "-" in found else found


def _noun_before(words: list[str], begin: int) -> list[str]:
    """Return the noun that an amount is of: *a total budget of*, *VGF of*."""
    if words[begin - 1 : begin] not in (["of"], ["at"], ["is"], ["was"], ["to"], ["from"], ["by"]):
        if words[begin - 1 : begin] == ["worth"]:
            return words[max(0, begin - 4) : begin - 1]
        return []
    return words[max(0, begin - 5) : begin - 1]


def _money(case: Case, after_instrument: bool) -> bool:
    """Tell whether an amount of money is given, taken or set by an authority."""
    words, quantity = case.sentence.words, case.quantity
    left = _left(case, 26)
    nouns = _noun_after(words, quantity.last) + _noun_before(words, quantity.begin)
    private = case.actor in ("firms", "firm") or _by_firm(case.sentence, quantity)
    if "spending" in left[-4:] and _SPENDERS.intersection(left[-6:]):
        return False
    verb = next((word for word in reversed(left) if word in _VERBS), "")
    if _totalled(left, verb):
        return False
    told = _noun_after(words, quantity.last)[-1:] + _noun_before(words, quantity.begin)
    outcome = (OUTCOMES - CHARGES).intersection(told) or "private" in nouns
    if _bounds_income(words, quantity):
        return True
    if "/" in quantity.unit and ("cost", "of") in pairwise(left):
        return False
    if "/" in quantity.unit:
        return not (OUTCOMES - CHARGES).intersection(nouns + left[-8:])
    if case.goal and words[quantity.begin - 1] in ("to", "of", "at", "is", "was"):
        return False
    if paid_out(words, quantity):
        return False
    if GIVEN.intersection(nouns) and not _TAKEN.intersection(nouns):
        return True
    if _NEEDED.intersection(words[quantity.last : quantity.last + 9]) or (
        _NEEDED.intersection(left[-5:]) or "needs" in left[-1:]
    ):
        return False
    if _looked_back(words) and {"been", "already"}.intersection(words[quantity.last :][:8]):
        return False
    if "worth" in left[-3:] and _DEALS.intersection(left[-9:]):
        return not private
    if verb in _RECEIVING and not outcome:
        return True
    project = left[-2:] == ["cost", "of"] and "at" in left[-6:]
    if (project or left[-1:] == ["costing"]) and not private:
        return True
    if words[quantity.last : quantity.last + 1] == ["off"]:
        return True
    if _ALLOCATING.intersection(words[quantity.last : quantity.last + 1]) or (
        words[quantity.begin - 1] in _PROMISED and words[quantity.begin - 2] in _ARTICLES
    ):
        return not private
    if {"earning", "earn", "earns"}.intersection(left[-6:]) and quantity.cmp != "=":
        return True
    if words[quantity.begin - 1 : quantity.begin] in (["to"], ["by"]) and (
        _PURSE.intersection(left) and (verbs.INCREASE | verbs.DECREASE).intersection(left[-7:])
    ):
        return not private and not case.goal
    if FUNDS.intersection(nouns) and not outcome:
        return not private
    if _FORESEEN.intersection(left[-7:]) and left[-1:] in (["to"], ["at"]):
        return False
    if outcome:
        return False
    if {"economy", "gdp", "gva"}.intersection(words[quantity.last : quantity.last + 7]):
        return False
    if _allotted(words, quantity):
        return not private
    since = words[case.before : quantity.begin]
    for edge in (",", ";", "("):
        since = since[len(since) - since[::-1].index(edge) :] if edge in since else since
    if case.alike and not any(word in _VERBS or word in _AUXILIARY for word in since):
        return after_instrument
    if {"direct", "foreign"} & set(left[-4:] + nouns) and "investment" in left[-3:] + nouns:
        return False
    invested = "investment" in nouns or "investments" in nouns or verb in verbs.INVEST
    if case.goal and not invested:
        return False
    if CHARGES.intersection(left[-6:]) and verbs.CHARGE.intersection(left):
        return case.tense == "future"
    if verb in _ALLOCATING:
        return True
    if private and not case.budget:
        return False
    if OUTCOMES.intersection(left[-6:]) and verb not in verbs.GRANT - verbs.CHARGE:
        return False
    if invested and verb in _ATTRACT:
        return False
    if (
        words[quantity.begin - 1] in ("to", "by", "at")
        and verb in verbs.CHARGE
        and (GIVEN.intersection(left[-9:]) and case.tense == "future")
    ):
        return True
    if invested or verb in verbs.ANNOUNCE or verb in verbs.GRANT:
        return case.actor in ("public", None) or verb in _GIVING
    if _BORROWING.intersection(left[-5:]):
        return False
    if after_instrument or case.budget:
        return not _TAKEN.intersection(since) and not _COLLECTED.intersection(
            words[quantity.last : quantity.last + 5]
        )
    following = words[quantity.last : quantity.last + 1]
    return case.actor in ("public", None) and following in (["for"], ["to"], ["over"], ["on"])


def _by_firm(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether an investment is said to be a firm's: a £2 billion investment by Acme."""
    words, last = sentence.words, quantity.last
    for index in range(last, min(last + 4, len(words) - 2)):
        if words[index] in ("with", "by", "from") and words[index - 1] in _INVESTED:
            return actors.named(sentence, index + 1, index + 3) in ("firm", "firms")
    return False


def _bounds_income(words: list[str], quantity: Quantity) -> bool:
    """Tell whether an amount says whom a rule meets: families with incomes below $90,000."""
    if quantity.cmp not in ("<", ">", "<=", ">=", "range"):
        return False
    near = words[max(0, quantity.begin - 7) : quantity.begin]
    place = next((i for i, word in enumerate(near) if word in _INCOMES), None)
    if place is None or place + 4 < len(near):
        return False
    before = near[:place]
    return bool({"with", "whose", "on", "taxable", "earning"}.intersection(before)) or (
        near[place] == "earning"
    )


def _allotted(words: list[str], quantity: Quantity) -> bool:
    """Tell whether an amount is the subject of *was allocated* and the like."""
    right = words[quantity.last : quantity.last + 5]
    for place, word in enumerate(right[:-1]):
        if word in ("was", "is", "were", "are", "be", "been"):
            return any(later in _SPENT for later in right[place + 1 : place + 3]) or right[
                place + 1 :
            ][:2] == ["set", "aside"]
    return False


def paid_out(words: list[str], quantity: Quantity) -> bool:
    """Tell whether an amount has left the purse: has disbursed, was spent, GBP 5m paid to."""
    near = words[max(0, quantity.begin - 5) : quantity.begin]
    if near[-1:] in (["spent"], ["disbursed"], ["paid"]):
        return not {"be", "is", "are", "being"}.intersection(near)
    for place, word in enumerate(near):
        if word in _PAID and {"has", "have", "had", "already"}.intersection(near[:place]):
            return True
    right = words[quantity.last : quantity.last + 5]
    if right[:1] == [","]:
        right = right[1:]
    if right[:1] and right[0] in _PAID and right[0] != "spent":
        return True
    if not right or right[0] not in ("was", "were", "has", "have"):
        return False
    return any(word in _PAID or word == "directed" for word in right[1:4])


def _looked_back(words: list[str]) -> bool:
    """Tell whether a sentence adds up what was given so far."""
    if {"already", "cumulatively"}.intersection(words):
        return True
    line = " ".join(words[:200])
    return any(phrase in line for phrase in ("so far", "thus far", "to date", "as of", "till now"))


def _totalled(left: list[str], verb: str) -> bool:
    """Tell whether a sum is looked back on: *has announced nearly $40 billion*."""
    if verb != "announced":
        return False
    place = len(left) - 1 - left[::-1].index("announced")
    return bool({"has", "have"}.intersection(left[max(0, place - 2) : place]))


def _rate(case: Case, after_instrument: bool) -> bool:
    """Tell whether a percentage is a rate set by an authority."""
    words, quantity, op = case.sentence.words, case.quantity, case.op
    left = _left(case, 14)
    nouns = _noun_after(words, quantity.last)
    linked = words[quantity.last : quantity.last + 1]
    if case.goal:
        return False
    if (
        op == "share"
        and case.tense == "past"
        and _SPENDING.intersection(words[quantity.last : quantity.last + 5])
    ):
        return False
    if linked not in (["in"], ["of"]) and RATES.intersection(nouns):
        return True
    if quantity.op is not None and (GIVEN | FUNDS).intersection(words[quantity.last :][:5]):
        return case.budget or case.tense == "future"
    if (op in _CHANGES and _PURSE.intersection(left[-6:])) and case.tense != "future":
        return True
    if _FORESEEN.intersection(left[-4:]) and quantity.begin:
        return False
    if op in _CHANGES and OUTLAYS.intersection(left[-9:] + nouns) and case.actor == "public":
        return True
    if (
        case.budget
        and not _TAKEN.intersection(left[-9:])
        and OUTLAYS.intersection(left[-11:] + words[quantity.last :][:4])
    ):
        return True
    if op in ("increase_by", "decrease_by", "growth_rate_per_year"):
        if quantity.op is None and verbs.CHARGE.intersection(left + nouns):
            ahead = case.tense == "future" or (case.tense is None and case.budget)
            return ahead and bool(CHARGES.intersection(left[-9:] + nouns))
        return case.tense == "future" and bool(_SET.intersection(left[-6:]))
    eligible = ELIGIBLE.intersection(_left(case, 30))
    if eligible and case.actor != "firms" and not (eligible <= _MANDATES and _is_dated(case)):
        return True
    if (op == "share" and left[-1:] == ["of"]) and CHARGES.intersection(left[-2:]):
        return True
    if op == "share" and _RECLAIM.intersection(left[-6:]):
        return True
    if op == "share" and _PAYING.intersection(left[-8:]):
        return bool(COSTS.intersection(words[quantity.last : quantity.last + 9]))
    if after_instrument and case.alike and left[-1:] == ["to"]:
        return True
    if OUTCOMES.intersection(left[-9:]) and not CHARGES.intersection(left[-9:]):
        return False
    before = words[quantity.begin - 1] if quantity.begin else ""
    if before in _LINKS:
        return bool(RATES.intersection(left[-9:]))
    return op is None and bool(RATES.intersection(left[-6:]))


def _is_dated(case: Case) -> bool:
    """Tell whether a mandate has a year to be met by: require 100% of sales to be ... by 2040."""
    words, last = case.sentence.words, case.quantity.last
    right = words[last : last + 25]
    return any(
        word in ("by", "from", "in") and re.fullmatch(r"20\d\d", following) is not None
        for word, following in pairwise(right)
    )


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
    left = _left(case, 24)
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
