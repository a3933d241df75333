"""Whether a number is promised, reached, a starting value or an instrument of policy.

`judge` weighs three things in turn: is the number the starting point of a change, is it
money or a rate that an authority gives or takes (tables of instruments), and which verb
stands nearest, of what tense (tables of markers). Firmness is read apart from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saidao.statements.english import actors, instruments, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.instruments import Tense
from saidao.statements.english.quantities import Quantity
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Firmness, Kind, Modality, Op

FIRMNESS: dict[str, Firmness] = {
    **dict.fromkeys(word_set("will shall must 'll commits ensure requires required"), "commits"),
    **dict.fromkeys(verbs.forms(["commit", "pledge", "promise", "guarantee", "vow"]), "commits"),
    **dict.fromkeys(
        word_set("target targets targeted targeting goal goals objective objectives"), "commits"
    ),
    **dict.fromkeys(verbs.forms(["plan", "intend", "propose", "decide", "agree"]), "commits"),
    **dict.fromkeys(
        word_set(
            "aim aims aimed aiming seek seeks seeking strive strives striving endeavour",
            "endeavours endeavor try attempt working effort efforts strove",
        ),
        "strives",
    ),
    **dict.fromkeys(
        word_set(
            "expect expects expected expecting project projects projected projecting forecast",
            "forecasts predicted predict predicts estimate estimates estimated anticipated",
            "anticipates anticipate would likely should track set",
        ),
        "expects",
    ),
    **dict.fromkeys(
        word_set(
            "hope hopes hoped hoping aspire aspires aspiration aspirations ambition ambitions",
            "could may might potential potentially can envisaged envisages envision envisions",
            "possible wish",
        ),
        "hopes",
    ),
}
"""How firmly a word promises."""

FORECAST = word_set(
    "expected expects expect expecting projected projects projection projections forecast",
    "forecasts predicted predicts predict estimate estimates estimated anticipated",
    "anticipates would could may might likely potential potentially track should can",
)
"""Words that predict, and do not promise."""

GOALS = word_set(
    "target targets goal goals ambition ambitions objective objectives aspiration",
    "aspirations aim aims milestone milestones targeted targeting vision",
)
PLANS = word_set("plan plans planned planning proposal proposals intention intentions")

FUTURE = (
    word_set(
        "will shall would could might must should seek seeks seeking intend intends intended",
        "aiming aimed strive strives expects expect expected expecting projected projects",
        "projection forecast forecasts predicted predicts anticipated anticipates pledge",
        "pledges pledged vow vowed promise promised promises hope hopes hoped aspire aspires",
        "proposes propose proposed  potential upcoming likely won't can",
        "envisages envisaged require requires required requiring needs need needed",
    )
    | GOALS
    | PLANS
)
_PAST_IRREGULAR = word_set(
    "rose fell grew saw made built brought spent became stood led hit sold drew won got",
    "gave took came went rose shrank met held did kept",
)
_PRESENT = word_set(
    "is are has have had was were been accounts account stands employs employ hosts",
    "produces produce contributes controls represents remains remain exceeds supports",
    "makes earns operates boasts covers generates houses serves comprises constitutes",
    "there provides includes attracts receives amounts totals averages exceeds do does",
    "live work",
)
_NO_TENSE = word_set(
    "based located used related needed added focused limited advanced skilled increased",
    "renewed united combined integrated improved proposed so-called unprecedented",
    "continued aged called named red need speed feed seed indeed hundred embed exceed",
    "proceed succeed bed shed linked funded directed dedicated detailed associated",
    "affected installed distributed",
)


_PAIRED = frozenset((("on", "track"), ("set", "to"), ("calls", "for"), ("called", "for")))
_PAIRS = word_set("track set calls called")
_PLAN_NOUNS = word_set("planned plan projects")
_BEFORE_NOUN = word_set("of solar infrastructure the these this")
_BE = word_set("is are was were be been")
_BE_ALL = word_set("is are was were be been being")
_BE_FUTURE = word_set(
    "expected projected forecast predicted planned set likely anticipated aiming due",
    "targeted scheduled slated intended proposed",
)
_SET_TENSE = (FUTURE | _PRESENT | _PAST_IRREGULAR | verbs.COMMIT | _PAIRS | {"may", "to"}) - {
    "commitment"
}
_SUBJECTS = word_set("it which that government commission bank report survey imf and oecd")
_HELPED = word_set("helped enabled allowed helping continued managed led able")
_ESTIMATED = word_set("estimated pegged projected budgeted targeted")
_CITED = word_set("against exceeded exceeding exceeds surpassed surpassing missed beating ahead")
_MODAL = word_set("will shall would may could might should")
_EDGES = word_set("; : ( — but while whereas , .")
_BREAKS = word_set("; , : . ( which that who whose where by as because if when")
_FORMERLY = word_set("first originally initially previously earlier formerly")
_SETTING = word_set(
    "estimated set planned budgeted expected announced forecast projected costed fixed put"
)
_BEFORE_BASELINE = word_set("a an the just only its their current present existing today's")
_OLD = word_set("previous earlier old initial former original prior preceding")
_EFFECT = verbs.forms(["create", "support", "generate", "sustain", "bring", "deliver"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of number it is; `tense` and `instrument` are kept for those after it.

    `ahead` tells that it is said with *will* or *may*, and not only with an infinitive;
    `cited`, that a target is named beside what was done.
    """

    kind: Kind
    modality: Modality | None = None
    firmness: Firmness | None = None
    tense: Tense | None = None
    instrument: bool = False
    ahead: bool = False
    cited: bool = False


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
        if word in _SET_TENSE:
            tense = _tense(sentence, index)
            if tense is not None:
                found.append(Marker(index, tense, "be" if _to_be(words, index) else word))
        elif word.endswith("ed"):
            if _is_participle(words, index):
                found.append(Marker(index, "past", word))
        elif word.endswith("'ll"):
            found.append(Marker(index, "future", "will"))
    return found


def _to_be(words: list[str], index: int) -> bool:
    """Tell whether *to be* stands at a word."""
    return words[index] == "to" and words[index + 1 : index + 2] == ["be"]


def _tense(sentence: Sentence, index: int) -> Tense | None:
    """Return the tense that a word of `_SET_TENSE` sets where it stands."""
    words, word = sentence.words, sentence.words[index]
    before = words[index - 1] if index else ""
    after = words[index + 1] if index + 1 < len(words) else ""
    if word in FUTURE:
        noun = word == "projects" and before and before not in _SUBJECTS
        if noun or (word in _PLAN_NOUNS and before in _BEFORE_NOUN):
            return None
        return "future"
    if word == "may":
        return None if sentence.raw[index][0].isupper() else "future"
    if word == "to":
        return "future" if _infinitive(words, index) else None
    if word in _PAIRS:
        return "future" if (before, word) in _PAIRED or (word, after) in _PAIRED else None
    if word in verbs.COMMIT:
        target = words[index + 2] if after == "to" and index + 2 < len(words) else ""
        ahead = target.endswith("ing") or target in verbs.BASE_FORMS
        return "future" if ahead else "past"
    if word in _PAST_IRREGULAR and before in _BE_ALL:
        return None
    if word in _BE and _BE_FUTURE.intersection(words[index + 1 : index + 3]):
        return None
    return "past"


def _is_participle(words: list[str], index: int) -> bool:
    """Tell whether a word in *-ed* sets a tense of its own, and no *be* sets it before."""
    word = words[index]
    if not word.endswith("ed") or len(word) <= 4 or word in _NO_TENSE:
        return False
    before = words[index - 1] if index else ""
    if before.endswith("ly") and index > 1:
        before = words[index - 2]
    return before not in _BE_ALL


def _infinitive(words: list[str], index: int) -> bool:
    """Tell whether *to* opens an infinitive that does more than complete what was done."""
    following = words[index + 1] if index + 1 < len(words) else ""
    if following == "be":
        return True
    if following not in verbs.BASE_FORMS:
        return False
    near = words[max(0, index - 4) : index]
    if _HELPED.intersection(near) and "will" not in near:
        return False
    return words[index - 1] not in ("used", "up", "according", "due") if index else True


def judge(
    sentence: Sentence,
    quantity: Quantity,
    op: Op | None,
    marks: list[Marker],
    others: list[Quantity],
    verdicts: list[Verdict],
    lead: Tense | None,
    budget: bool = False,
) -> Verdict:
    """Return the kind of a quantity with its modality and firmness.

    `others` are all quantities of the sentence, `verdicts` those on the ones
    before this, `lead` the tense of a line that introduces this one (*We will:*),
    `budget` tells that the document is about a budget.
    """
    words = sentence.words
    previous = verdicts[-1] if verdicts else None
    marker = _governing(sentence, quantity, marks, others)
    tense: Tense | None = marker.tense if marker else (previous.tense if previous else None)
    if tense is None:
        tense = _imperative(sentence, quantity) or lead
    actor = actors.actor(sentence, quantity)
    goal = _goal(sentence, quantity)
    if previous is not None and _restates(sentence, quantity, others[len(verdicts) - 1]):
        return previous
    if budget and _ESTIMATED.intersection(words[max(0, quantity.begin - 4) : quantity.begin]):
        tense = "future"
    if tense == "past" and actor == "firm" and _pledged(words, quantity, marker):
        tense = "future"
    if previous is not None and previous.instrument and instruments.is_output(words, quantity):
        gap = words[others[len(verdicts) - 1].last : quantity.begin]
        tense = "future" if {"for", "to"}.intersection(gap[-4:]) else tense
    alike = _earlier(quantity, others)
    model = verdicts[alike] if alike is not None else previous
    case = instruments.Case(
        sentence,
        quantity,
        op,
        tense,
        goal is not None,
        actor,
        others[len(verdicts) - 1].last if verdicts else 0,
        alike is not None,
        budget,
    )
    instrument = instruments.is_measure(case, model is not None and model.instrument)
    if _is_baseline(sentence, quantity, others):
        return Verdict("baseline", tense=tense, instrument=instrument)
    if instrument:
        ahead = tense == "future" and marker is not None and marker.word in _MODAL
        return Verdict("measure", tense=tense, instrument=True, ahead=ahead)
    if goal is not None and tense != "future":
        tense, marker = "future", Marker(goal, "future", words[goal])
    near = words[max(0, quantity.begin - 7) : quantity.begin]
    cited = goal is not None and bool(_CITED.intersection(near))
    if tense == "future":
        modality, firmness = _promise(sentence, quantity, marker)
        return Verdict("target", modality, firmness, tense, cited=cited)
    return Verdict("actual", tense=tense)


def _restates(sentence: Sentence, quantity: Quantity, before: Quantity) -> bool:
    """Tell whether a share only says again what the number before is: which is 3% of GDP."""
    words = sentence.words
    if quantity.unit != "percent" or words[quantity.last : quantity.last + 1] != ["of"]:
        return False
    gap = words[before.last : quantity.begin]
    if gap == ["("]:
        return True
    return (
        "which" in gap[-5:]
        and len(gap) <= 9
        and gap[-1:] != ["to"]
        and bool({"is", "was", "be", "equals", "represents"}.intersection(gap))
    )


def _pledged(words: list[str], quantity: Quantity, marker: Marker | None) -> bool:
    """Tell whether one firm announces, or is just making, what the number measures."""
    near = words[max(0, quantity.begin - 24) : quantity.begin]
    if verbs.ANNOUNCE.intersection(near):
        return True
    return bool({"investing", "building", "constructing", "expanding"} & set(near)) and (
        marker is not None and marker.word in ("is", "are")
    )


def _earlier(quantity: Quantity, others: list[Quantity]) -> int | None:
    """Return the last quantity before this that could be of the same sort."""
    for position in range(others.index(quantity) - 1, -1, -1):
        other = others[position]
        if _alike(other, quantity) or (other.money and quantity.money):
            return position
    return None


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
    after = quantity.last
    if edge == begin or edge == 0:
        after = _apposition(words, quantity.last)
    for mark in marks:
        if mark.index < after:
            continue
        gap = words[after : mark.index]
        if mark.index > limit or mark.word == "to" or _BREAKS.intersection(gap):
            break
        if mark.word == "be" and edge != begin:
            break
        if mark.index > following and left is not None:
            break
        right = mark
        break
    if right is not None and (left is None or _is_subject(words, edge, begin)):
        return right
    return left


def _apposition(words: list[str], last: int) -> int:
    """Return the index after an aside between commas: *500 firms, including mills, will*."""
    index = last
    while index < len(words) and words[index] not in _BREAKS and index - last < 10:
        index += 1
    if words[index : index + 1] != [","] or words[index + 1 : index + 2] == ["and"]:
        return last
    final = index
    for step in range(index + 1, min(len(words), index + 25)):
        if words[step] == ",":
            final = step
            if words[step + 1 : step + 2] in (["will"], ["are"], ["were"], ["have"], ["has"]):
                return final + 1
    return last


def _is_subject(words: list[str], edge: int, begin: int) -> bool:
    """Tell whether a number may be the subject of the verb after it."""
    between = words[edge:begin]
    return len(between) <= 12 and not {"in", "by", "for", "and", "or"}.intersection(between[:1])


def _imperative(sentence: Sentence, quantity: Quantity) -> Tense | None:
    """Return the tense of a line that begins with a bare verb: *Build 300 homes*."""
    words = sentence.words
    first = next((i for i, word in enumerate(words[:3]) if word[0].isalpha()), 0)
    word = words[first]
    if quantity.first <= first and quantity.op is not None:
        return "future" if word in verbs.BASE_FORMS else None
    if quantity.begin <= first or word in ("back", "process", "place", "house", "support", "plan"):
        return None
    return "future" if word in verbs.BASE_FORMS or word in verbs.GERUNDS else None


def _is_baseline(sentence: Sentence, quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether a number is where a change starts, or what another is compared with."""
    words = sentence.words
    begin = quantity.begin
    before = words[begin - 1] if begin else ""
    two = words[begin - 2] if begin > 1 else ""
    near = words[max(0, begin - 6) : begin]
    if _FORMERLY.intersection(near) and _SETTING.intersection(near):
        if "first" not in near and near[-1:] == ["at"]:
            return True
        if any(o.first > quantity.last and _alike(o, quantity) for o in others):
            return True
    while begin > 1 and before in _BEFORE_BASELINE:
        begin -= 1
        before, two = words[begin - 1], words[begin - 2] if begin > 1 else ""
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


def lead_tense(sentence: Sentence) -> Tense | None:
    """Return the tense that a line ending in a colon gives to the lines after it."""
    marks = markers(sentence)
    if not marks or not re.search(r": *$", sentence.line):
        return None
    return marks[-1].tense
