"""Whether an amount of money is given, taken or set by an authority.

The rules of `is_given` stand from the surest to the weakest; the first that applies decides.
"""

from __future__ import annotations

from itertools import pairwise

from saidao.statements.english import actors, verbs
from saidao.statements.english.case import (
    CHARGES,
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
    noun_before,
)
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set

_ATTRACT = verbs.forms(
    word_set(
        "secure attract unlock mobilise mobilize leverage generate spur catalyse draw crowd bring"
    )
)

_BORROWING = verbs.forms(word_set("issue borrow mobilise mobilize attract export earn sell save"))

_NEEDED = word_set("required needed necessary need requires")

_INCOMES = word_set("income incomes turnover turnovers revenue revenues assets gains profits sales")

_SET_LEVELS = word_set("qualifying minimum maximum threshold")

_INVESTED = word_set("investment investments deal commitment pledge project plant factory")

_BUILT = word_set("investment facility factory plant expansion gigafactory campus fab")

_PROMISED = word_set("committed allocated earmarked announced pledged budgeted promised")

_ARTICLES = word_set("the an already previously recently newly its")

_DEALS = word_set("deal deals package agreement grant fund programme program settlement scheme")

_SPENDERS = word_set("visitor visitors consumer household tourist tourism private retail")

_RECEIVING = verbs.forms(word_set("receive get claim"))

_ALLOCATING = verbs.forms(word_set("allocate earmark appropriate disburse"))

_AWARDED = _ALLOCATING | {"awarded", "granted", "approved", "reserved"}

_COLLECTED = word_set("collected raised earned mobilised mobilized")

_GIVING = verbs.forms(
    word_set("allocate allot provide award earmark disburse fund grant subsidise receive give")
)

_PAID = word_set("disbursed spent paid released invested")

_SPENT = _GIVING | word_set("financed funded spent used invested reserved")

_VERBS = verbs.GRANT | verbs.ANNOUNCE | verbs.INVEST | verbs.REACH | verbs.INCREASE

_AUXILIARY = word_set("is are was were will has have had would could which that")


def is_given(case: Case, after_instrument: bool) -> bool:
    """Tell whether an amount of money is given, taken or set by an authority."""
    words, quantity = case.sentence.words, case.quantity
    left = left_of(case, 26)
    nouns = noun_after(case.sentence, quantity.last) + noun_before(words, quantity.begin)
    private = case.actor in ("firms", "firm") or by_firm(case.sentence, quantity)
    if case.actor == "firms" and words[quantity.begin - 2 : quantity.begin] == ["investment", "of"]:
        private = False
        if _VERBS.isdisjoint(left):
            return True
    if "spending" in left[-4:] and _SPENDERS.intersection(left[-6:]):
        return False
    verb = next((word for word in reversed(left) if word in _VERBS), "")
    if _totalled(left, verb) and (case.actor != "public" or _looked_back(words)):
        return False
    told = noun_after(case.sentence, quantity.last)[-1:] + noun_before(words, quantity.begin)
    outcome = (OUTCOMES - CHARGES).intersection(told) or "private" in nouns
    if _bounds_income(words, quantity):
        return True
    if "/" in quantity.unit and ("cost", "of") in pairwise(left):
        return False
    if "/" in quantity.unit:
        return not (OUTCOMES - CHARGES).intersection(nouns + left[-8:])
    if words[quantity.last : quantity.last + 1] in (["is"], ["was"]) and (
        GIVEN.intersection(words[quantity.last + 2 : quantity.last + 6])
    ):
        return not private
    if words[quantity.last : quantity.last + 1] in (["is"], ["are"], ["will"]) and (
        "available" in words[quantity.last + 1 : quantity.last + 4]
    ):
        return not private
    if case.goal and words[quantity.begin - 1] in ("to", "of", "at", "is", "was"):
        return False
    if paid_out(words, quantity):
        return False
    if GIVEN.intersection(nouns) and not TAKEN.intersection(nouns):
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
    if _AWARDED.intersection(words[quantity.last : quantity.last + 1]) or (
        words[quantity.begin - 1] in _PROMISED and words[quantity.begin - 2] in _ARTICLES
    ):
        return not private
    if {"earning", "earn", "earns"}.intersection(left[-6:]) and quantity.cmp != "=":
        return True
    if words[quantity.begin - 1 : quantity.begin] in (["to"], ["by"]) and (
        PURSE.intersection(left) and (verbs.INCREASE | verbs.DECREASE).intersection(left[-7:])
    ):
        return not private and not case.goal
    if FUNDS.intersection(nouns) and not outcome:
        return not private
    spending = case.budget and OUTLAYS.intersection(left)
    if FORESEEN.intersection(left[-10:]) and left[-1:] in (["to"], ["at"]) and not spending:
        return False
    if outcome and not ("minimum" in left[-5:] and case.tense == "future"):
        return False
    worth = {"economy", "gdp", "gva"}.intersection(words[quantity.last : quantity.last + 7])
    if worth and verb not in _GIVING:
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
        effect = any(
            one == "," and other in verbs.CHARGE and other.endswith("ing")
            for one, other in pairwise(left[-8:])
        )
        return case.tense == "future" and not effect
    if verb in _ALLOCATING:
        return True
    if private and not case.budget:
        return False
    if OUTCOMES.intersection(left[-6:]) and verb not in verbs.GRANT - verbs.CHARGE:
        return False
    if invested and (verb in _ATTRACT or _ATTRACT.intersection(left[-4:])):
        return False
    if (
        words[quantity.begin - 1] in ("to", "by", "at", "from")
        and verb in verbs.CHARGE
        and ((GIVEN | _SET_LEVELS).intersection(left[-9:]) and case.tense == "future")
    ):
        return True
    if invested or verb in verbs.ANNOUNCE or verb in verbs.GRANT:
        return case.actor in ("public", None) or verb in _GIVING
    if _BORROWING.intersection(left[-5:]):
        return False
    if since[-1:] in (["was"], ["were"]) and not after_instrument:
        return False
    if after_instrument or case.budget:
        return not TAKEN.intersection(since) and not _COLLECTED.intersection(
            words[quantity.last : quantity.last + 5]
        )
    following = words[quantity.last : quantity.last + 1]
    return case.actor in ("public", None) and following in (["for"], ["to"], ["over"], ["on"])


def by_firm(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether an investment is said to be a firm's: a £2 billion investment by Acme."""
    words, last, begin = sentence.words, quantity.last, quantity.begin
    if words[begin - 2 : begin] == ["investment", "of"] and words[begin - 3].endswith("'s"):
        return actors.named(sentence, begin - 3, begin - 2) in ("firm", "firms")
    owner = words[begin - 1].endswith("'s") or (begin > 1 and words[begin - 1] == "'")
    if owner and _BUILT.intersection(words[last : last + 6]):
        return actors.named(sentence, max(0, begin - 2), begin) == "firm"
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
    return bool({"with", "whose", "on", "of", "for", "taxable"}.intersection(before)) or (
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
