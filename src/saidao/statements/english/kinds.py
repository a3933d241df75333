"""Whether a number is promised, reached, a starting value or an instrument of policy.

`judge` weighs three things in turn: is the number the starting point of a change, is it
money or a rate that an authority gives or takes (tables of instruments), and which verb
stands nearest, of what tense (tables of markers). Firmness is read apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from saidao.statements.english import verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantities import Quantity
from saidao.statements.english.units import TIME_UNITS
from saidao.statements.statement import Firmness, Kind, Modality, Op

Tense = Literal["future", "past"]

FIRMNESS: dict[str, Firmness] = {
    **dict.fromkeys("will shall must 'll commits ensure requires required".split(), "commits"),
    **dict.fromkeys(verbs.forms(["commit", "pledge", "promise", "guarantee", "vow"]), "commits"),
    **dict.fromkeys(
        "target targets targeted targeting goal goals objective objectives".split(), "commits"
    ),
    **dict.fromkeys(verbs.forms(["plan", "intend", "propose", "decide", "agree"]), "commits"),
    **dict.fromkeys(
        (
            "aim aims aimed aiming seek seeks seeking strive strives striving endeavour endeavours "
            "endeavor try attempt working effort efforts strove"
        ).split(),
        "strives",
    ),
    **dict.fromkeys(
        (
            "expect expects expected expecting project projects projected projecting forecast "
            "forecasts predicted predict predicts estimate estimates estimated anticipated "
            "anticipates anticipate would likely should track set"
        ).split(),
        "expects",
    ),
    **dict.fromkeys(
        (
            "hope hopes hoped hoping aspire aspires aspiration aspirations ambition ambitions "
            "could may might potential potentially can envisaged envisages envision envisions "
            "possible wish"
        ).split(),
        "hopes",
    ),
}
"""How firmly a word promises."""

FORECAST = frozenset(
    "expected expects expect expecting projected projects projection projections forecast "
    "forecasts predicted predicts predict estimate estimates estimated anticipated anticipates "
    "would could may might likely potential potentially track should can".split()
)
"""Words that predict, and do not promise."""

GOALS = frozenset(
    "target targets goal goals ambition ambitions objective objectives aspiration aspirations "
    "aim aims milestone milestones targeted targeting vision".split()
)
PLANS = frozenset("plan plans planned planning proposal proposals intention intentions".split())

FUTURE = (
    frozenset(
        (
            "will shall would could might must should seek seeks seeking intend intends intended "
            "aiming aimed strive strives expects expect expected expecting projected projects "
            "projection forecast forecasts predicted predicts anticipated anticipates pledge "
            "pledges pledged vow vowed promise promised promises hope hopes hoped aspire aspires "
            "proposes propose proposed estimates estimated potential upcoming likely won't can "
            "envisages envisaged require requires required requiring needs need needed"
        ).split()
    )
    | GOALS
    | PLANS
)
_PAST_IRREGULAR = frozenset(
    "rose fell grew saw made built brought spent became stood led hit sold drew won got gave took "
    "came went rose shrank met held did kept cost".split()
)
_PRESENT = frozenset(
    (
        "is are has have had was were been accounts account stands employs employ hosts produces "
        "produce contributes controls represents remains remain exceeds supports makes earns "
        "operates boasts covers generates houses serves comprises constitutes there provides "
        "includes attracts receives amounts totals averages exceeds do does live work"
    ).split()
)
_NO_TENSE = frozenset(
    "based located used related needed added focused limited advanced skilled increased renewed "
    "united combined integrated improved proposed so-called unprecedented continued aged called "
    "named red need speed feed seed indeed hundred embed exceed proceed succeed bed shed linked "
    "funded directed dedicated detailed associated affected installed distributed".split()
)

INSTRUMENTS = frozenset(
    (
        "budget budgets budgetary subsidy subsidies grant grants loan loans credit credits rebate "
        "rebates voucher vouchers allowance allowances funding fund funds tax taxes levy levies "
        "duty duties tariff tariffs fee fees charge charges fine fines penalty penalties payment "
        "payments payout payouts benefit benefits incentive incentives discount discounts outlay "
        "allocation allocations appropriation appropriations package packages guarantee guarantees "
        "relief deduction deductions exemption exemptions waiver concession concessions bonus "
        "bonuses stipend stipends scholarship scholarships bursary bursaries assistance aid "
        "provision top-up top-ups pension handout surcharge premium premiums ceiling threshold "
        "cap caps excise gst vat cess royalty toll wage endowment award awards scheme settlement "
        "support financing capital facility facilities lending compensation cashback "
        "vgf expenditure spending envelope tranche stimulus contribution contributions "
        "supplement supplements claim claims resources co-funding drawdown programme program "
        "backing injection moratorium bursary mortgage quota"
    ).split()
)
"""Nouns of money or rates that an authority gives or takes."""

OUTCOMES = frozenset(
    (
        "gdp revenue revenues exports export imports import sales turnover output trade value "
        "income incomes earnings market markets economy deficit surplus debt reserves profits "
        "profit industry productivity gva gsdp gnp damage damages demand inflows inflow "
        "remittances losses production wealth assets cost costs fdi consumption receipts "
        "transactions turnover worth valuation deposits portfolio collections orders premium "
        "trillion-dollar spend emissions wages salaries investments investment"
    ).split()
)
"""Nouns of money that measure how the economy does."""

CHARGES = frozenset(
    "cost costs bill bills charge charges price prices tax taxes fee fees fare fares duty duties "
    "tariff tariffs levy levies rent rents premiums toll tolls rates gst vat excise wage".split()
)
"""What an authority raises or lowers by decision."""

GOVERNMENT = frozenset(
    (
        "government governments act law bill department ministry budget administration commission "
        "council treasury congress parliament state city agency authority federal county board "
        "president minister secretary bureau chancellor governor mayor cabinet office union scheme "
        "programme program doe dod dot usda epa nasa nih nsf hud fema we i our us'll us ministry's "
        "mission yojana abhiyan fund bank policy plan strategy initiative public municipality "
        "municipal legislation legislature we'll i'll taxpayer hmrc ofgem eu defra dfe nhs "
        "infrastructure-law country's mti hdb lta edb gov govt"
    ).split()
)
"""Who gives or takes on behalf of the public."""

MANY_FIRMS = frozenset(
    "companies firms businesses investors industry manufacturers automakers utilities employers "
    "banks enterprises corporations private developers producers startups operators carmakers "
    "business corporate institutions philanthropies foundations".split()
)
"""Firms taken together: what they announced is a total, not one firm's pledge."""

ELIGIBLE = frozenset(
    "eligible eligibility qualify qualifies qualifying entitled earning threshold means-tested "
    "earn require requires required requiring mandatory mandate mandates obliged".split()
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of number it is; `tense` is kept for the numbers after it."""

    kind: Kind
    modality: Modality | None = None
    firmness: Firmness | None = None
    tense: Tense | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """A word that sets the tense of what follows."""

    index: int
    tense: Tense
    word: str


def markers(sentence: Sentence) -> list[Marker]:
    """Return the words of a sentence that tell whether something is to come or done."""
    words = sentence.words
    found: list[Marker] = []
    for index, word in enumerate(words):
        if word in FUTURE:
            if word in ("planning", "vision", "need", "can") and not found:
                continue
            if word in ("planned", "projects", "aims", "plans", "plan", "proposed") and (
                index and words[index - 1] in ("of", "solar", "infrastructure", "the", "these")
            ):
                if word in ("projects", "plan", "planned"):
                    continue
            if word in ("projects", "forecast") and index and words[index - 1] not in _SUBJECTS:
                if word == "projects":
                    continue
            found.append(Marker(index, "future", word))
        elif word == "may" and not sentence.raw[index][0].isupper():
            found.append(Marker(index, "future", word))
        elif word.endswith("'ll"):
            found.append(Marker(index, "future", "will"))
        elif word == "to":
            _infinitive(words, index, found)
        elif word == "track" and index and words[index - 1] == "on":
            found.append(Marker(index, "future", word))
        elif word == "set" and words[index + 1 : index + 2] == ["to"]:
            found.append(Marker(index, "future", word))
        elif word == "due" and words[index + 1 : index + 2] == ["to"]:
            continue
        elif word in verbs.COMMIT:
            gerund = words[index + 1 : index + 3]
            future = len(gerund) == 2 and gerund[0] == "to" and not gerund[1][0].isdigit() and (
                gerund[1].endswith("ing") or gerund[1] in verbs.BASE_FORMS
            )
            found.append(Marker(index, "future" if future else "past", word))
        elif word in _PRESENT or word in _PAST_IRREGULAR:
            found.append(Marker(index, "past", word))
        elif word.endswith("ed") and len(word) > 4 and word not in _NO_TENSE:
            found.append(Marker(index, "past", word))
    return found


_SUBJECTS = frozenset("it which that government commission bank report survey imf and oecd".split())


def _infinitive(words: list[str], index: int, found: list[Marker]) -> None:
    """Add the marker of *to build*, unless it only completes what was done."""
    following = words[index + 1] if index + 1 < len(words) else ""
    if following == "be":
        found.append(Marker(index, "future", "be"))
        return
    if following not in verbs.BASE_FORMS:
        return
    before = words[index - 1] if index else ""
    near = words[max(0, index - 4) : index]
    if _HELPED.intersection(near) and "will" not in near:
        return
    if before in ("used", "up", "according", "due"):
        return
    found.append(Marker(index, "future", "to"))


_HELPED = frozenset("helped enabled allowed helping continued managed led able".split())


def judge(
    sentence: Sentence,
    quantity: Quantity,
    op: Op | None,
    marks: list[Marker],
    others: list[Quantity],
    previous: Verdict | None,
    lead: Tense | None,
) -> Verdict:
    """Return the kind of a quantity with its modality and firmness.

    `others` are all quantities of the sentence, `previous` the verdict on the one before
    this in the sentence, `lead` the tense of a line that introduces this one (*We will:*).
    """
    marker = _governing(sentence, quantity, marks, others)
    tense: Tense | None = marker.tense if marker else (previous.tense if previous else None)
    if tense is None:
        tense = _imperative(sentence, quantity) or lead
    if _is_baseline(sentence, quantity, others):
        return Verdict("baseline", tense=tense)
    goal = _goal(sentence, quantity)
    if _is_measure(sentence, quantity, op, tense, goal, previous):
        return Verdict("measure", firmness=None, tense=tense)
    if goal is not None and tense != "future":
        tense, marker = "future", Marker(goal, "future", sentence.words[goal])
    if tense == "future":
        modality, firmness = _promise(sentence, quantity, marker)
        return Verdict("target", modality, firmness, tense)
    return Verdict("actual", tense=tense)


def _governing(
    sentence: Sentence, quantity: Quantity, marks: list[Marker], others: list[Quantity]
) -> Marker | None:
    """Return the marker that governs a quantity: the nearest before it, or its own verb after."""
    words = sentence.words
    begin = quantity.begin
    left = None
    for mark in marks:
        if mark.index >= begin and mark.index >= quantity.first:
            break
        if mark.index < quantity.last:
            left = mark
    edge = begin
    while edge > 0 and words[edge - 1] not in _EDGES:
        edge -= 1
    if left is not None and left.index >= edge:
        return left
    following = min((other.begin for other in others if other.first > quantity.first), default=999)
    right = None
    limit = quantity.last + 14
    for mark in marks:
        if mark.index < quantity.last:
            continue
        gap = words[quantity.last : mark.index]
        if mark.index > limit or mark.word in ("to", "be") or _BREAKS.intersection(gap):
            break
        if mark.index > following and left is not None:
            break
        right = mark
        break
    if right is not None and (left is None or _is_subject(words, edge, begin)):
        return right
    return left


_EDGES = frozenset("; : ( — but while whereas , .".split())
_BREAKS = frozenset("; , : . ( which that who whose where by as because if when".split())


def _is_subject(words: list[str], edge: int, begin: int) -> bool:
    """Tell whether a number may be the subject of the verb after it."""
    between = words[edge:begin]
    return len(between) <= 12 and not {"in", "by", "for", "and", "or"}.intersection(between[:1])


def _imperative(sentence: Sentence, quantity: Quantity) -> Tense | None:
    """Return the tense of a line that begins with a bare verb: *Build 300 homes*."""
    words = sentence.words
    if quantity.begin and words[0] in verbs.BASE_FORMS and words[0] not in ("back", "process"):
        return "future"
    return None


def _is_baseline(sentence: Sentence, quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether a number is where a change starts, or what another is compared with."""
    words = sentence.words
    begin = quantity.begin
    before = words[begin - 1] if begin else ""
    two = words[begin - 2] if begin > 1 else ""
    if before in ("a", "an", "the", "just", "only", "its"):
        begin -= 1
        before, two = two, words[begin - 2] if begin > 1 else ""
    family = [other for other in others if other is not quantity and _alike(other, quantity)]
    if before == "from":
        if quantity.cmp == "range" and quantity.begin < quantity.first and not family:
            return False
        if family or two in ("up", "down", "increase", "rise", "fall", "improvement", "reduction"):
            return quantity.op is None
    if before in ("against", "versus", "vs") and any(o.first < quantity.first for o in family):
        return True
    if before in ("with", "to") and two in ("compared", "comparison", "relative") and family:
        return True
    if before == "than" and words[quantity.last : quantity.last + 1] == ["in"] and family:
        return True
    if before == "of" and _OLD.intersection(words[max(0, begin - 4) : begin]):
        if GOALS.intersection(words[max(0, begin - 4) : begin]):
            return True
    if {"currently", "now", "today", "current"} & set(words[max(0, begin - 8) : begin]):
        for other in others:
            if other.first > quantity.last and _alike(other, quantity):
                between = words[quantity.last : other.begin]
                if between[-1:] == ["to"] and {"will", "would", "should"} & set(between):
                    return True
    return False


_OLD = frozenset("previous earlier old initial former original prior preceding".split())


def _alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two quantities could be two values of one thing."""
    if one.unit != other.unit or one.op is not None:
        return False
    if one.unit.startswith("count"):
        return one.noun is None or other.noun is None or one.noun == other.noun
    return True


def _goal(sentence: Sentence, quantity: Quantity) -> int | None:
    """Return where a goal is named of which the number is the value."""
    words = sentence.words
    index = quantity.begin - 1
    limit = max(0, quantity.begin - 16)
    while index >= limit:
        word = words[index]
        if word in GOALS and word not in ("aim", "aims", "vision"):
            following = words[index + 1] if index + 1 < len(words) else ""
            if following in ("by", "and") and "exceeded" in words[max(0, index - 4) : index]:
                return None
            return index
        if word in (";", ":", ".", "—"):
            return None
        index -= 1
    after = words[quantity.last : quantity.last + 2]
    if after and after[0] in ("target", "goal", "ambition", "objective"):
        return quantity.last
    return None


def _is_measure(
    sentence: Sentence,
    quantity: Quantity,
    op: Op | None,
    tense: Tense | None,
    goal: int | None,
    previous: Verdict | None,
) -> bool:
    """Tell whether a number is an instrument of policy."""
    if quantity.unit in TIME_UNITS:
        return goal is None and not _SPEED.intersection(
            sentence.words[max(0, quantity.begin - 12) : quantity.begin]
        )
    if quantity.money:
        return _money_measure(sentence, quantity, tense, goal, previous)
    if quantity.unit in ("percent", "percentage_point"):
        return _rate_measure(sentence, quantity, op, tense, goal)
    return _covered(sentence, quantity, tense, previous)


_SPEED = frozenset(
    "waiting wait wait-times processing response delivery expectancy turnaround approval average "
    "clearance travel journey".split()
)


def _left(sentence: Sentence, quantity: Quantity, reach: int) -> list[str]:
    """Return the words of the clause before a quantity."""
    words = sentence.words
    first = quantity.begin
    limit = max(0, first - reach)
    while first > limit and words[first - 1] not in (";", ":", "—"):
        first -= 1
    return words[first : quantity.begin]


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
    return words[index:end]


_NOUN_ENDS = frozenset(
    "to for in of on by over from with at and or as that which who is are was were will has have "
    "per this next under through across between into during since until within each".split()
)


def _noun_before(words: list[str], begin: int) -> list[str]:
    """Return the noun that an amount is of: *a total budget of*, *VGF of*."""
    if words[begin - 1 : begin] not in (["of"], ["at"], ["is"], ["was"], ["to"], ["from"], ["by"]):
        return []
    return words[max(0, begin - 5) : begin - 1]


def _money_measure(
    sentence: Sentence,
    quantity: Quantity,
    tense: Tense | None,
    goal: int | None,
    previous: Verdict | None,
) -> bool:
    """Tell whether an amount of money is given, taken or set by an authority."""
    words = sentence.words
    left = _left(sentence, quantity, 26)
    nouns = _noun_after(words, quantity.last) + _noun_before(words, quantity.begin)
    if "/" in quantity.unit:
        return not (OUTCOMES - CHARGES).intersection(nouns + left[-8:])
    firms = MANY_FIRMS.intersection(left)
    invested = "investment" in nouns or "investments" in nouns or verbs.INVEST.intersection(left)
    public = GOVERNMENT.intersection(left)
    if INSTRUMENTS.intersection(nouns) and not {"revenue", "revenues", "receipts"} & set(nouns):
        return not (firms and not public)
    if (OUTCOMES - CHARGES - {"investment", "investments"}).intersection(nouns):
        return False
    if goal is not None and not invested:
        return False
    if CHARGES.intersection(left[-6:]) and verbs.CHARGE.intersection(left):
        return tense == "future"
    last_verb = next((word for word in reversed(left) if word in _MONEY_VERBS), "")
    if invested:
        return bool(public) and not firms
    if (OUTCOMES - CHARGES).intersection(left[-5:]) and not last_verb:
        return False
    if last_verb in verbs.ANNOUNCE and last_verb not in verbs.GRANT:
        return bool(public) and not firms
    if last_verb in verbs.GRANT:
        return not firms and (bool(public) or not _firm_subject(sentence, quantity))
    if not left and previous is None:
        return words[quantity.last : quantity.last + 1] in (["for"], ["to"], ["over"])
    if previous is not None and previous.kind == "measure":
        return True
    if firms:
        return False
    following = words[quantity.last : quantity.last + 1]
    return bool(public) and following in (["for"], ["to"], ["over"])


_MONEY_VERBS = verbs.GRANT | verbs.ANNOUNCE | verbs.INVEST | verbs.REACH | verbs.INCREASE


def _firm_subject(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a name that is no authority acts."""
    for index in range(min(quantity.begin, 8)):
        word = sentence.raw[index]
        if word[0].isupper() and sentence.words[index] in _COMPANY:
            return True
    return False


_COMPANY = frozenset("inc ltd corp llc plc company motor motors group holdings solutions".split())


def _rate_measure(
    sentence: Sentence, quantity: Quantity, op: Op | None, tense: Tense | None, goal: int | None
) -> bool:
    """Tell whether a percentage is a rate set by an authority."""
    words = sentence.words
    left = _left(sentence, quantity, 14)
    nouns = _noun_after(words, quantity.last)
    direct = [] if words[quantity.last : quantity.last + 1] in (["in"], ["of"]) else nouns
    if goal is not None:
        return False
    if _RATES.intersection(direct):
        return True
    if quantity.op is None and op in ("increase_by", "decrease_by"):
        if verbs.CHARGE.intersection(left + nouns) and CHARGES.intersection(left[-9:] + nouns):
            return tense == "future"
        return False
    if ELIGIBLE.intersection(left):
        return True
    if op == "share" and verbs.GRANT.intersection(left[-8:]):
        return bool(_COSTS.intersection(words[quantity.last : quantity.last + 9]))
    before = words[quantity.begin - 1] if quantity.begin else ""
    if op in (None, "share") and before in ("to", "from", "at", "of", "is", "by", "a", "with"):
        return bool(_RATES.intersection(left[-9:])) and not (OUTCOMES & set(left[-9:]) - CHARGES)
    if op is None and verbs.GRANT.intersection(left[-5:]) and _RATES.intersection(left):
        return True
    if op is None and _RATES.intersection(left[-6:]):
        return True
    return False


_RATES = frozenset(
    "tax taxes credit credits discount discounts subsidy subsidies rebate rebates levy levies duty "
    "duties tariff tariffs grant grants co-funding cofunding funding relief deduction deductions "
    "concession concessions gst vat surcharge guarantee contribution contributions allowance "
    "customs excise cess royalty repo quota cap waiver bonus supplement coverage-ratio cofund "
    "subvention incentive".split()
)
_COSTS = frozenset(
    "cost costs expenses expenditure fees fee wages wage salary salaries price tuition premiums "
    "premium bill bills rent outlay expense training qualifying interest".split()
)


def _covered(
    sentence: Sentence, quantity: Quantity, tense: Tense | None, previous: Verdict | None
) -> bool:
    """Tell whether a number says who or what an instrument is for."""
    words = sentence.words
    left = _left(sentence, quantity, 24)
    before = words[quantity.begin - 1] if quantity.begin else ""
    if ELIGIBLE.intersection(left[-6:] + words[quantity.last : quantity.last + 6]):
        return True
    if before in ("for", "to", "upgrading", "of") or left[-2:-1] == ["for"]:
        if previous is not None and previous.kind == "measure":
            return before != "of" and "to" not in left[-4:-1]
        if before == "for" and CHARGES.intersection(left) and verbs.CHARGE.intersection(left):
            return True
    if previous is not None and previous.kind == "measure" and "(" in left[-2:]:
        return True
    right = words[quantity.last : quantity.last + 24]
    if "will" in right and {"have", "get", "receive", "see", "pay", "be"} & set(right):
        tail = right[right.index("will") :]
        if CHARGES.intersection(tail) or {"exempt", "exempted", "eligible"} & set(tail):
            return True
    if previous is not None and previous.kind == "measure" and tense == "past":
        between = words[max(0, quantity.begin - 8) : quantity.begin]
        return bool({"for", "designated", "upgrading"} & set(between))
    return False


def _promise(
    sentence: Sentence, quantity: Quantity, marker: Marker | None
) -> tuple[Modality, Firmness | None]:
    """Return whether a target is a commitment or a forecast, and how firmly it is said."""
    words = sentence.words
    near = words[max(0, quantity.begin - 24) : quantity.begin]
    firmness: Firmness | None = None
    modality: Modality = "commitment"
    for word in reversed(near):
        if word in FIRMNESS:
            firmness = FIRMNESS[word]
            if word in FORECAST:
                modality = "forecast"
            break
        if word.endswith("'ll"):
            firmness = "commits"
            break
    if marker is not None and firmness is None:
        firmness = FIRMNESS.get(marker.word)
        if marker.word in FORECAST:
            modality = "forecast"
    if modality == "commitment" and quantity.noun is not None:
        if words[quantity.noun.head] == "jobs" and _EFFECT.intersection(near[-8:]):
            actor = {"that", "which", "projects", "investment", "investments", "this", "these"}
            if actor.intersection(near):
                modality, firmness = "forecast", "expects"
    return modality, firmness


_EFFECT = verbs.forms(["create", "support", "generate", "sustain", "bring", "deliver"])


def lead_tense(sentence: Sentence) -> Tense | None:
    """Return the tense that a line ending in a colon gives to the lines after it."""
    marks = markers(sentence)
    if not marks or not re.search(r": *$", sentence.line):
        return None
    return marks[-1].tense
