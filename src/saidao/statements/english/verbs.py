"""Verbs that tell what a number does: tables of stems, and the forms made from them.

Write a verb once, in its base form; irregular forms stand in `IRREGULAR`.
"""

from __future__ import annotations

from collections.abc import Iterable

from saidao.statements.english.wordlists import word_set

IRREGULAR: dict[str, str] = {
    "bring": "brings brought bringing",
    "build": "builds built building",
    "buy": "buys bought buying",
    "commit": "commits committed committing",
    "cut": "cuts cut cutting",
    "drive": "drives drove driven driving",
    "drop": "drops dropped dropping",
    "fall": "falls fell fallen falling",
    "get": "gets got getting",
    "give": "gives gave given giving",
    "go": "goes went gone going",
    "grow": "grows grew grown growing",
    "halve": "halves halved halving",
    "hit": "hits hit hitting",
    "lead": "leads led leading",
    "make": "makes made making",
    "meet": "meets met meeting",
    "pay": "pays paid paying",
    "plan": "plans planned planning",
    "put": "puts put putting",
    "rise": "rises rose risen rising",
    "roll": "rolls rolled rolling",
    "see": "sees saw seen seeing",
    "sell": "sells sold selling",
    "set": "sets set setting",
    "shed": "sheds shed shedding",
    "shrink": "shrinks shrank shrunk shrinking",
    "slip": "slips slipped slipping",
    "spend": "spends spent spending",
    "stand": "stands stood standing",
    "step": "steps stepped stepping",
    "take": "takes took taken taking",
    "total": "totals totaled totalled totaling totalling",
    "travel": "travels traveled travelled traveling travelling",
    "trim": "trims trimmed trimming",
    "top": "tops topped topping",
    "win": "wins won winning",
    "forecast": "forecasts forecast forecasting forecasted",
    "equip": "equips equipped equipping",
    "refer": "refers referred referring",
    "cap": "caps capped capping",
    "fit": "fits fitted fit fitting",
    "lend": "lends lent lending",
    "become": "becomes became becoming",
    "hold": "holds held holding",
    "sweep": "sweeps swept",
    "draw": "draws drew drawn drawing",
    "electrify": "electrifies electrified electrifying",
    "train": "trains trained training",
}


def forms(stems: Iterable[str]) -> frozenset[str]:
    """Return the verbs in all their forms.

    Examples
    --------
    >>> sorted(forms(["raise", "cut", "apply"]))[:7]
    ['applied', 'applies', 'apply', 'applying', 'cut', 'cuts', 'cutting']
    """
    found: set[str] = set()
    for stem in stems:
        found.add(stem)
        if stem in IRREGULAR:
            found.update(IRREGULAR[stem].split())
        elif stem.endswith("e"):
            found.update((stem + "s", stem + "d", stem[:-1] + "ing"))
        elif stem.endswith("y") and stem[-2] not in "aeiou":
            found.update((stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"))
        elif stem.endswith(("s", "x", "ch", "sh", "z")):
            found.update((stem + "es", stem + "ed", stem + "ing"))
        else:
            found.update((stem + "s", stem + "ed", stem + "ing"))
    return frozenset(found)


_INCREASE = word_set(
    "increase grow rise expand boost improve raise climb surge jump gain soar accelerate",
    "lift enhance extend swell advance strengthen add widen scale ramp uplift top step",
    "inch appreciate rebound recover multiply edge",
)
INCREASE = forms(_INCREASE) - {"top", "step", "steps", "add", "gains", "advance", "scale", "edge"}
_DECREASE = word_set(
    "decrease reduce cut lower decline fall drop shrink slash trim curb contract plunge",
    "halve lessen diminish save slow slip slide tumble shed eliminate ease weaken",
    "depreciate dip shorten narrow minimise minimize mitigate abate lop avoid bring",
)
DECREASE = forms(_DECREASE) - {
    "save",
    "saves",
    "saved",
    "brings",
    "bring",
    "bringing",
    "brought",
    "avoid",
    "contracts",
}
INCREASE_NOUNS = word_set(
    "increase increases growth rise rises expansion improvement improvements gain jump",
    "surge uplift boost addition additions uptick upturn spike raise hike escalation",
    "acceleration increment",
)
DECREASE_NOUNS = word_set(
    "decrease decreases reduction reductions cut cuts decline declines drop drops fall",
    "falls contraction shrinkage saving savings slump downturn dip abatement loss",
)
_BUILD = word_set(
    "build construct create establish open launch develop deliver complete upgrade",
    "install deploy train recruit hire certify fund support help expand add designate",
    "select approve award roll plant restore protect modernise modernize renovate",
    "commission host attract produce manufacture equip connect provide introduce acquire",
    "purchase buy procure distribute sanction plan reach cover serve benefit extend",
    "convert retire close decommission reduce cut secure operate generate employ",
    "rehabilitate retrofit electrify bring place finance supply pilot enrol enroll",
    "licence license grant allocate add refurbish dredge lay unlock inaugurate revitalise",
    "revitalize replace repair demolish relocate nurture incubate invest back enable",
    "upskill reskill house lift register complete achieve offer",
)
BUILD = forms(_BUILD) | frozenset(("setting", "set"))

_ANNOUNCE = word_set("announce commit pledge promise unveil propose offer confirm agree vow")
ANNOUNCE = forms(_ANNOUNCE)
_INVEST = word_set("invest inject spend plough pour put deploy channel pump")
INVEST = forms(_INVEST)
_GRANT = word_set(
    "allocate provide award earmark disburse fund grant subsidise subsidize reimburse",
    "appropriate finance budget approve pay lend dedicate contribute offer set give make",
    "launch co-fund waive exempt defer refund compensate guarantee underwrite support",
    "receive inject commit invest devote release secure unlock spend deliver extend",
    "introduce raise credit",
)
GRANT = forms(_GRANT) - {"makes"}
_CHARGE = word_set("cut slash reduce lower freeze cap waive raise increase halve abolish scrap")
CHARGE = forms(_CHARGE)
_REACH = word_set(
    "reach hit total stand exceed surpass top cross amount number attain touch average"
)
REACH = forms(_REACH)
COMMIT = forms(["commit"])

BASE_FORMS = (
    _INCREASE
    | _DECREASE
    | _BUILD
    | _GRANT
    | _CHARGE
    | _INVEST
    | (_REACH - {"number"})
    | word_set(
        "double triple treble quadruple halve meet make have be source sell export ensure get",
        "become issue hold process access press phase take start earn see ship drive keep",
        "decarbonise decarbonize mobilise mobilize cap limit maintain accelerate stimulate",
        "leverage catalyse catalyze manufacture refurbish recycle reuse generate host employ",
        "tackle deliver protect upskill rewild reforest digitise digitize pilot trial",
    )
)
"""Verbs that make an infinitive after *to*; after another word *to* is a preposition."""

GERUNDS = frozenset(word for word in forms(BASE_FORMS) if word.endswith("ing"))
"""The same as headings of points: *Building 300 homes*."""

FIRM = forms(word_set("hope aim plan expect intend seek pledge promise propose want need"))
"""Verbs that say how firmly the next one is meant."""
