"""Whether a number is promised, reached, a starting value or an instrument of policy.

`judge` weighs three things in turn: is the number the starting point of a change
(`baselines`), is it something that an authority gives or sets (`instruments`), and of
what tense is the verb that governs it (`tenses`). Firmness is read apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from saidao.statements.english import actors, amounts, instruments, verbs
from saidao.statements.english.baselines import alike_units, is_baseline
from saidao.statements.english.case import Case, Tense
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.dates import MONTHS
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.tenses import GOALS, Marker, governing, imperative
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
    "anticipates would could may might likely potential potentially track should can set",
)
"""Words that predict, and do not promise."""

_ESTIMATED = word_set("estimated pegged projected budgeted targeted")

_CITED = word_set("against exceeded exceeding exceeds surpassed surpassing missed beating ahead")

_RESTATING = (
    ["accounting", "for"],
    ["equivalent", "to"],
    ["equal", "to"],
    ["making", "up"],
    ["amounting", "to"],
)
_STANDING = word_set("currently now today")
_FORECASTS = word_set("growth projection forecast estimate outlook projections forecasts")
_REVISED = word_set("lowered revised raised upgraded downgraded cut trimmed increased reduced")
_HELD = word_set("maintained kept retained held unchanged reaffirmed")
_TOLD = word_set("was were stood amounted reached rose fell")
_AWAITED = word_set("expected forecast predicted projected anticipated")
_MODAL = word_set("will shall would may could might should")

_REACHED = word_set("achieved met completed complete done reached fulfilled delivered accomplished")
_STATIVE = word_set("is are accounts account comprises comprise represents represent contributes")

_EFFECT = verbs.forms(["create", "support", "generate", "sustain", "bring", "deliver"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """What kind of number it is; `tense` and `instrument` are kept for those after it.

    `ahead` tells that it is said with *will* or *may*, and not only with an infinitive;
    `cited`, that a target is named beside what was done; `perfect`, that it *has been* done.
    """

    kind: Kind
    modality: Modality | None = None
    firmness: Firmness | None = None
    tense: Tense | None = None
    instrument: bool = False
    ahead: bool = False
    cited: bool = False
    perfect: bool = False


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
    marker = governing(sentence, quantity, marks, others)
    tense: Tense | None = marker.tense if marker else (previous.tense if previous else None)
    if tense is None:
        tense = imperative(sentence, quantity) or lead
    if marker is not None and tense == "past" and marker.word in _STATIVE:
        whole = _whole(words, marker, marks)
        tense, marker = ("future", whole) if whole is not None else (tense, marker)
    actor = actors.actor(sentence, quantity)
    goal = _goal(sentence, quantity)
    if previous is not None and _restates(sentence, quantity, others[len(verdicts) - 1]):
        return previous
    if (
        previous is not None
        and _apposed(words, quantity, op, others)
        and (previous.instrument or _sizes(words, quantity, others))
    ):
        return previous
    if (
        previous is not None
        and quantity.op in ("increase_by", "decrease_by")
        and (
            _is_aside(words[others[len(verdicts) - 1].last : quantity.begin])
            and _multiplied(words, quantity)
        )
    ):
        return previous
    if previous is not None and previous.instrument and _capped(words, quantity, others):
        return previous
    if tense == "future" and _follows(words, quantity):
        tense = "past"
    if budget and _ESTIMATED.intersection(words[max(0, quantity.begin - 4) : quantity.begin]):
        tense = "future"
    if previous is not None and previous.tense == "future" and tense == "past":
        before = others[len(verdicts) - 1]
        gap = words[before.last : quantity.begin]
        bare = marker is None or marker.index < before.begin
        tense = "future" if bare and "and" in gap and gap[-1:] == ["at"] else tense
    if words[quantity.begin - 1] != "to" and _STANDING.intersection(
        words[max(0, quantity.begin - 2) : quantity.begin]
    ):
        tense = "past"
    if marker is not None and tense == "future" and _stands_today(words, quantity, marker):
        tense = "past"
    if tense == "past" and actor == "firm" and _pledged(words, quantity, marker):
        tense = "future"
    if quantity.money and tense != "future" and amounts.by_firm(sentence, quantity):
        tense = "future"
    if previous is not None and previous.instrument and instruments.is_output(words, quantity):
        gap = words[others[len(verdicts) - 1].last : quantity.begin]
        tense = "future" if {"for", "to"}.intersection(gap[-4:]) else tense
    alike = _earlier(quantity, others)
    model = verdicts[alike] if alike is not None else previous
    case = Case(
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
    if previous is not None and previous.kind != "target" and _beside(sentence, quantity):
        return previous
    if previous is not None and _converted(words, quantity, others[len(verdicts) - 1]):
        return previous
    if is_baseline(sentence, quantity, others) or (
        previous is not None
        and previous.kind == "baseline"
        and _coordinated(words, quantity, others)
    ):
        return Verdict("baseline", tense=tense, instrument=instrument)
    if instrument:
        ahead = tense == "future" and marker is not None and marker.word in _MODAL
        return Verdict("measure", tense=tense, instrument=True, ahead=ahead)
    if goal is not None and tense != "future":
        tense, marker = "future", Marker(goal, "future", words[goal])
    near = words[max(0, quantity.begin - 7) : quantity.begin]
    if tense == "past" and (_revised(words, quantity) or _awaited(words, quantity)):
        tense, marker = "future", Marker(quantity.begin, "future", "forecast")
    if tense == "future" and _ticked(words, quantity):
        return Verdict("actual", tense="past")
    cited = goal is not None and bool(_CITED.intersection(near))
    cited = cited or _awaited(words, quantity)
    if tense == "future":
        modality, firmness = _promise(sentence, quantity, marker)
        return Verdict("target", modality, firmness, tense, cited=cited)
    perfect = marker is not None and marker.word in ("has", "have")
    return Verdict("actual", tense=tense, perfect=perfect)


def _stands_today(words: list[str], quantity: Quantity, marker: Marker) -> bool:
    """Tell whether a clause after the promise tells what is: ...; they hold 31% today."""
    if not _STANDING.intersection(words[quantity.last : quantity.last + 2]):
        return False
    return bool({";", ",", "while", "but"}.intersection(words[marker.index : quantity.begin]))


def _ticked(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a line of a list ends with its state: 40 wells by 2020 - completed."""
    tail = words[quantity.last :]
    while tail and tail[-1] in (".", ")", "!"):
        tail = tail[:-1]
    return len(tail) <= 8 and tail[-2:-1] in (["-"], ["—"], ["("], [":"]) and tail[-1] in _REACHED


def _whole(words: list[str], marker: Marker, marks: list[Marker]) -> Marker | None:
    """Return what promises the total, of which a part *is* so much: 50 GW, of which wind is 20%."""
    for index in range(marker.index - 1, 0, -1):
        if words[index - 1 : index + 1] == ["of", "which"]:
            earlier = [mark for mark in marks if mark.index < index]
            return earlier[-1] if earlier and earlier[-1].tense == "future" else None
    return None


def _apposed(words: list[str], quantity: Quantity, op: Op | None, others: list[Quantity]) -> bool:
    """Tell whether a change only sizes the amount before it: $5 million, an increase of 8%."""
    if op not in ("increase_by", "decrease_by"):
        return False
    before = others[others.index(quantity) - 1]
    if quantity.op is not None:
        gap = words[before.last : quantity.begin]
        return gap[-1:] == [","] and _multiplied(words, quantity)
    if quantity.unit not in ("percent", before.unit):
        return False
    gap = words[before.last : quantity.begin]
    gap = gap[gap.index(",") :] if "," in gap else gap
    return gap[:1] in ([","], ["("]) and len(gap) <= 5 and not verbs.BASE_FORMS & set(gap[1:2])


def _capped(words: list[str], quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether an amount limits the rate before it: 30% of the cost, up to $2,000."""
    before = others[others.index(quantity) - 1]
    if not quantity.money or before.unit != "percent" or quantity.cmp not in ("<=", "<"):
        return False
    gap = words[before.last : quantity.begin]
    return len(gap) <= 12 and gap[-1] in (",", "(", "and", "or", "at", "capped", "of")


def _sizes(words: list[str], quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether a change stands right behind the level it leads to: 5 GW, a rise of 8%."""
    gap = words[others[others.index(quantity) - 1].last : quantity.begin]
    place = len(gap) - gap[::-1].index(",") if "," in gap else len(gap)
    return gap[place : place + 1] in (["a"], ["an"], ["up"], ["down"]) and gap[-1] != "from"


def _coordinated(words: list[str], quantity: Quantity, others: list[Quantity]) -> bool:
    """Tell whether a second starting value follows: up from 12% in 2022 and 4% in 2021."""
    before = others[others.index(quantity) - 1]
    gap = words[before.last : quantity.begin]
    if not alike_units(before, quantity) or gap[-1:] != ["and"] or len(gap) > 4:
        return False
    return words[quantity.last : quantity.last + 1] == ["in"] and gap[:1] == ["in"]


def _is_aside(gap: list[str]) -> bool:
    """Tell whether only a time and a comma stand between: $4 billion over a decade, ten times."""
    return gap[-1:] == [","] and (
        len(gap) == 1 or (len(gap) <= 6 and gap[0] in ("over", "in", "by"))
    )


def _multiplied(words: list[str], quantity: Quantity) -> bool:
    """Tell whether *double* and the like compare with a level: double from 2020, double the."""
    return words[quantity.last : quantity.last + 1] in (["from"], ["the"], ["what"], ["that"])


def _revised(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a number is what a forecast was changed to: growth was lowered to 2%."""
    near = words[max(0, quantity.begin - 18) : quantity.begin]
    if near[-1:] == ["at"] and _HELD.intersection(near[-4:]):
        return bool((_FORECASTS - {"growth"}).intersection(near))
    if not _FORECASTS.intersection(near) or near[-1:] != ["to"]:
        return False
    return any(
        one in ("was", "were", "been", "is") and other in _REVISED for one, other in pairwise(near)
    )


def _beside(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a number is that of another place: 17%, compared to over 30% in Peru."""
    words = sentence.words
    near = words[max(0, quantity.begin - 3) : quantity.begin]
    if near[-1:] == ["the"]:
        near = near[:-1]
    if near[-2:] not in (["compared", "to"], ["compared", "with"]):
        return False
    behind = words[quantity.last : quantity.last + 3]
    if behind[:1] == ["in"] and behind[1:2]:
        return (
            behind[1].isalpha()
            and behind[1] not in MONTHS
            and sentence.raw[quantity.last + 1][0].isupper()
        )
    return False


def _follows(words: list[str], quantity: Quantity) -> bool:
    """Tell whether growth came before what is foreseen: 5%, after an 8% growth last year."""
    left = words[max(0, quantity.begin - 2) : quantity.begin]
    left = left[:-1] if left[-1:] in (["a"], ["an"], ["the"]) else left
    if left[-1:] not in (["follows"], ["following"], ["after"]):
        return False
    behind = words[quantity.last : quantity.last + 1]
    return behind[:1] != [] and behind[0] in verbs.INCREASE_NOUNS | verbs.DECREASE_NOUNS


def _converted(words: list[str], quantity: Quantity, before: Quantity) -> bool:
    """Tell whether an amount is the one before in another currency: £2 million ($2.6 million)."""
    if not (quantity.money and before.money) or quantity.unit == before.unit:
        return False
    return words[before.last : before.last + 1] == ["("] and (
        quantity.first - before.last <= 3 and words[quantity.last : quantity.last + 1] == [")"]
    )


def _awaited(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a number is what somebody had foreseen: the 2% rise that banks had expected."""
    behind = words[quantity.last : quantity.last + 9]
    if "had" not in behind:
        return False
    place = next((i for i, word in enumerate(behind) if word in ("that", "which")), 9)
    had = next((i for i, word in enumerate(behind) if word == "had" and i > place), 9)
    return place <= 3 and behind[had + 1 : had + 2] != [] and behind[had + 1] in _AWAITED


def _restates(sentence: Sentence, quantity: Quantity, before: Quantity) -> bool:
    """Tell whether a share only says again what the number before is: which is 3% of GDP."""
    words = sentence.words
    if quantity.unit != "percent" or before.unit == "percent":
        return False
    gap = words[before.last : quantity.begin]
    if words[quantity.last : quantity.last + 1] != ["of"] and "or" not in gap[-1:]:
        return False
    if gap in (["("], ["or"], [",", "or"]):
        return True
    if gap[-2:] in _RESTATING or gap[-1:] in (["representing"], ["constituting"], ["comprising"]):
        return len(gap) <= 4
    return (
        ("which" in gap[-5:] or bool({"represents", "equals", "equivalent"} & set(gap[-2:])))
        and len(gap) <= 9
        and gap[-1:] != ["to"]
        and bool({"is", "was", "be", "equals", "represents", "equivalent"}.intersection(gap))
    )


def _pledged(words: list[str], quantity: Quantity, marker: Marker | None) -> bool:
    """Tell whether one firm announces, or is just making, what the number measures."""
    near = words[max(0, quantity.begin - 24) : quantity.begin]
    if verbs.ANNOUNCE.intersection(near):
        return True
    if quantity.money and {"commitment", "pledge"}.intersection(
        words[quantity.last : quantity.last + 3]
    ):
        return True
    return bool({"investing", "building", "constructing", "expanding"} & set(near)) and (
        marker is not None and marker.word in ("is", "are")
    )


def _earlier(quantity: Quantity, others: list[Quantity]) -> int | None:
    """Return the last quantity before this that could be of the same sort."""
    for position in range(others.index(quantity) - 1, -1, -1):
        other = others[position]
        if alike_units(other, quantity) or (other.money and quantity.money):
            return position
    return None


def _goal(sentence: Sentence, quantity: Quantity) -> int | None:
    """Return where a goal is named of which the number is the value."""
    words = sentence.words
    index = quantity.begin - 1
    limit = max(0, quantity.begin - 16)
    while index >= limit:
        word = words[index]
        if word in GOALS and word not in ("aim", "aims", "vision"):
            following = words[index + 1] if index + 1 < len(words) else ""
            if _CITED.intersection(words[max(0, index - 3) : index]) and quantity.begin > index + 1:
                return None if words[index + 1] in (",", ".") else index
            if following in ("by", "and") and "exceeded" in words[max(0, index - 4) : index]:
                return None
            return index
        if word in (";", ":", ".", "—"):
            return None
        if (
            word in ("yet", "but", "while")
            and words[index - 1] in (",", ";")
            and _TOLD.intersection(words[index + 1 : quantity.begin])
        ):
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
        if word == "set" and "set to" not in " ".join(near):
            continue
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
    if (modality == "commitment" and quantity.noun is not None) and (
        words[quantity.noun.head] == "jobs" and _EFFECT.intersection(near[-8:])
    ):
        actor = {"that", "which", "projects", "investment", "investments", "this", "these"}
        if actor.intersection(near):
            modality, firmness = "forecast", "expects"
    return modality, firmness
