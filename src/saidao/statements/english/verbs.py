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


INCREASE = forms(
    word_set(
        "increase grow rise expand boost improve raise climb surge jump gain soar accelerate",
        "lift enhance extend swell advance strengthen add widen scale ramp uplift top step",
        "inch appreciate rebound recover multiply edge",
    )
) - {"top", "step", "steps", "add", "gains", "advance", "scale", "edge"}
DECREASE = forms(
    word_set(
        "decrease reduce cut lower decline fall drop shrink slash trim curb contract plunge",
        "halve lessen diminish save slow slip slide tumble shed eliminate ease weaken",
        "depreciate dip shorten narrow minimise minimize mitigate abate lop avoid bring",
    )
) - {"save", "saves", "saved", "brings", "bring", "bringing", "brought", "avoid", "contracts"}
INCREASE_NOUNS = word_set(
    "increase increases growth rise rises expansion improvement improvements gain jump",
    "surge uplift boost addition additions uptick upturn spike raise hike escalation",
    "acceleration increment",
)
DECREASE_NOUNS = word_set(
    "decrease decreases reduction reductions cut cuts decline declines drop drops fall",
    "falls contraction shrinkage saving savings slump downturn dip abatement loss",
)
BUILD = forms(
    word_set(
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
) | frozenset(("setting", "set"))
BASE_FORMS = frozenset(word for word in BUILD if not word.endswith(("ed", "ing", "s"))) | word_set(
    "increase grow raise boost achieve reach invest spend double triple halve lower meet",
    "hit make have be source sell export generate ensure cut reduce get become issue hold",
    "lift process complete access press contribute phase take give start bring pay earn",
    "receive see ship drive save attract allow restore decarbonise mobilise mobilize",
    "raise eliminate cap limit keep maintain accelerate stimulate leverage catalyse",
    "exceed",
)
"""Verbs that make an infinitive after *to*; after another word *to* is a preposition."""

ANNOUNCE = forms(word_set("announce commit pledge promise unveil propose offer confirm agree vow"))
INVEST = forms(word_set("invest inject spend plough pour put deploy channel pump"))
GRANT = forms(
    word_set(
        "allocate provide award earmark disburse fund grant subsidise subsidize reimburse",
        "appropriate finance budget approve pay lend dedicate contribute offer set give make",
        "launch co-fund waive exempt defer refund compensate guarantee underwrite support",
        "receive inject commit invest devote release secure unlock spend deliver extend",
        "introduce raise credit",
    )
) - {"makes"}
CHARGE = forms(
    word_set("cut slash reduce lower freeze cap waive raise increase halve abolish scrap")
)
REACH = forms(
    word_set("reach hit total stand exceed surpass top cross amount number attain touch average")
)
COMMIT = forms(["commit"])
