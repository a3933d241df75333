"""A number in its clause, as the rules on instruments of policy see it.

Tables of the nouns and verbs that these rules share: what an authority gives or takes
(`GIVEN`, `FUNDS`), what it sets (`CHARGES`), and what measures how the economy does
(`OUTCOMES`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saidao.statements.english.actors import Actor
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
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

OUTLAYS = word_set("outlay outlays allocation allocations expenditure spending budget capex")
"""What an authority lays out."""

OUTCOMES = word_set(
    "reserve gdp revenue revenues exports export imports import sales turnover output trade value",
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

ELIGIBLE = word_set(
    "eligible eligibility qualify qualifies qualifying entitled earning threshold",
    "means-tested earn require requires required requiring mandatory mandate mandates",
    "obliged",
)
"""Words that make a number the condition of an instrument."""

_NOUN_ENDS = word_set(
    "via to for in of on by over from with at and or as that which who is are was were will",
    "has have per this next under through across between into during since until within",
    "each",
)

TAKEN = word_set(
    "revenue revenues receipts surplus surpluses deficit deficits debt gap shortfall",
    "savings",
)

FORESEEN = word_set("expected projected forecast likely")

PURSE = word_set("funding budget allocation allocations subsidies grants outlay appropriation")


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


def left_of(case: Case, reach: int) -> list[str]:
    """Return the words of the clause before a quantity."""
    words, first = case.sentence.words, case.quantity.begin
    limit = max(0, first - reach)
    while first > limit and words[first - 1] not in (";", ":", "—"):
        first -= 1
    return words[first : case.quantity.begin]


def noun_after(sentence: Sentence, last: int) -> list[str]:
    """Return the words that name an amount: *$25 billion in loans*, *a $2.5 billion loan*."""
    words, raw = sentence.words, sentence.raw
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
    if (
        found
        and end < len(words)
        and raw[index][0].isupper()
        and words[end] in ("for", "of", "and")
    ):
        while end < min(len(words), index + 9) and (
            raw[end][0].isupper()
            or words[end] in ("for", "of", "and", "the")
            or words[end] in FUNDS
        ):
            end += 1
        found = words[index:end]
    return [word for word in found if word != "duty"] if "-" in found else found


def noun_before(words: list[str], begin: int) -> list[str]:
    """Return the noun that an amount is of: *a total budget of*, *VGF of*."""
    if words[begin - 1 : begin] not in (["of"], ["at"], ["is"], ["was"], ["to"], ["from"], ["by"]):
        if words[begin - 1 : begin] == ["worth"]:
            return words[max(0, begin - 4) : begin - 1]
        return []
    found = words[max(0, begin - 5) : begin - 1]
    return [word for word in found if word != "finance"] if "minister" in found else found
