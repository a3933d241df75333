"""What a number asks: a level, a share, a change, a yearly rate of growth.

The type of quantity wins over the comparator (a growth of more than 5% is an
``increase_by``). `operation` looks at the words on both sides of a quantity.
"""

from __future__ import annotations

import re

from saidao.statements.english import phrases, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.multiples import MULTIPLES
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Op

INCREASED_AFTER = word_set(
    "more higher greater larger faster bigger longer stronger up above better increase"
)

DECREASED_AFTER = word_set("less lower fewer cheaper smaller shorter slower down below reduction")
"""Comparatives and prepositions right after a percentage: 40% below 1990 levels."""

SHARE_WORDS = word_set(
    "share shares proportion percentage accounts accounted account accounting constitutes",
    "constitute constituted constituting comprises comprise comprised comprising",
    "represents represent represented representing makeup contribution contributes",
    "contributed contribute contributing portion fraction source sourced sources",
)
"""Words that make the percentage near them a share."""

PLAIN_WORDS = word_set(
    "rate rates coverage cover penetration efficiency utilisation utilization occupancy",
    "capacity electrification access literacy inflation unemployment interest turnout",
    "satisfaction yield margin accuracy recovery employment participation ownership",
    "adoption compliance completion attainment ratio uptime availability reliability",
    "vacancy poverty saturation return returns mortality target targets",
    "goal goals objective mark threshold level levels barrier range",
)
"""Nouns whose percentage is a level and no share, as all words in *-rate* are."""

_SUPPLYING = word_set("providing supplying generating meeting providing supply supplies")
_BASES = word_set("sale sales turnover investment value cost costs expenditure spending")

_RATE_NOUNS = word_set(
    "tax credit credits discount discounts subsidy subsidies rebate rebates levy duty",
    "duties tariff tariffs grant grants funding relief deduction deductions concession",
    "surcharge interest guarantee bonus cap limit threshold allowance quota supplement",
    "premium stake probability chance confidence likelihood exemption waiver reduction",
)

CHANGE_NOUNS = verbs.INCREASE_NOUNS | verbs.DECREASE_NOUNS

_ANNUAL = word_set("annual annually yearly cagr compound annualised annualized")

_BOUNDARY = frozenset((";", ":", "—", "(", ")", "while", "whereas", "but"))

PASSED_OVER = word_set(
    "a an the just further another additional only nearly about around some more than",
    "less at least over almost up approximately roughly significantly sharply steadily",
    "also either between of",
)

_HARD_ADD = word_set(
    "add adds added adding reduce reduces reduced reducing cut cuts cutting shed abate",
    "abated eliminate eliminated abating eliminating",
)

_LEVEL_NOUNS = word_set("addition additions increase reduction reductions decrease rise")

_NEVER = word_set("year month week day working_day hour minute degree rank")

_NOUNS_TOO = word_set("increase rise gain jump boost cut decline drop fall increased")

_WITH_UP = word_set(
    "make makes made making set sets setting open opens opened opening start starts started",
    "starting take takes took taken taking sign signs signed signing give put pick clean",
)
"""Verbs that *up* belongs to: set up 20 plants is no rise."""

_EXCEEDING = verbs.forms(["exceed", "surpass", "outpace", "outstrip", "overshoot"])
_GROWING = word_set("grow grew grown growing grows expand expanded expanding expands")
_LEVELS = word_set("at be is was to from reached of")
_TO_BE = word_set("was is were are")
_HALT = word_set(
    ", ; to from at of for with is are was were be in has have had will which that and or",
    "% target goal set reach reached as than $ by achieving toward towards",
)


def operation(sentence: Sentence, quantity: Quantity) -> Op | None:
    """Return the type of a quantity, None where the comparator alone says it."""
    if quantity.op is not None:
        return quantity.op
    if quantity.unit in _NEVER:
        return None
    percent = quantity.unit in ("percent", "percentage_point")
    change = _changed(sentence, quantity, percent)
    if change is None and percent:
        change = _grew_at_rate(sentence, quantity) or _grew_each(sentence.words, quantity)
    if change is not None:
        return _yearly(sentence, quantity, change) if percent else change
    if percent and sentence.words[quantity.last : quantity.last + 2] == ["year", "on"]:
        return None
    if percent and _cagr(sentence, quantity):
        return "growth_rate_per_year"
    if quantity.unit == "percent" and _share(sentence, quantity):
        return "share"
    return None


def _grew_each(words: list[str], quantity: Quantity) -> Op | None:
    """Read a list of changes: *All sectors grew: hotels (107%), trade (8.8%)*."""
    if words[quantity.begin - 1 : quantity.begin] != ["("] or ":" not in words[1 : quantity.begin]:
        return None
    verb = words[words.index(":", 1) - 1]
    if verb in verbs.INCREASE:
        return "increase_by"
    return "decrease_by" if verb in verbs.DECREASE else None


def _grew_at_rate(sentence: Sentence, quantity: Quantity) -> Op | None:
    """Read *expanding at a rate of 9.6 per cent*."""
    near = sentence.words[_clause(sentence.words, quantity, 9) : quantity.begin]
    noun = "rate" if "rate" in near else "pace"
    if noun not in near or near[-1:] not in (["of"], ["at"]) or "%" in near:
        return None
    grew = near.index(noun) > 1 and not _GROWING.isdisjoint(near[: near.index(noun)])
    return "increase_by" if grew else None


def _clause(words: list[str], quantity: Quantity, reach: int) -> int:
    """Return where the clause of a quantity begins, at most `reach` words back."""
    index = quantity.begin
    limit = max(0, index - reach)
    while index > limit:
        if words[index - 1] == ")" and index > 3 and words[index - 3] == "(":
            index -= 3
            continue
        if words[index - 1] in _BOUNDARY:
            return index
        index -= 1
    return limit


def _changed(sentence: Sentence, quantity: Quantity, percent: bool) -> Op | None:
    """Return the change that the words around a quantity tell."""
    words = sentence.words
    begin, last = quantity.begin, quantity.last
    start = _clause(words, quantity, 28)
    before = words[begin - 1] if begin > start else ""
    after = words[last] if last < len(words) else "."
    if percent:
        if (found := _after(sentence, quantity)) is not None:
            return found
    elif quantity.hyphened or not quantity.money:
        for index in range(last, min(last + 4, len(words))):
            if words[index] in phrases.STOPS and words[index] != "-":
                break
            if words[index] in _LEVEL_NOUNS:
                return "increase_by" if words[index] in verbs.INCREASE_NOUNS else "decrease_by"
    if before == "by" and (found := _by(words, start, begin - 1)) is not None:
        return found
    while begin > start and before in ("just", "only", "a", "an", "another", "further"):
        begin -= 1
        before = words[begin - 1] if begin > start else ""
    if begin - 3 >= start and begin > 2 and words[begin - 2] in ("a", "an"):
        if words[begin - 3] == "by" and (found := _by(words, start, begin - 3)) is not None:
            return found
        if percent and words[begin - 3] in ("up", "down"):
            return "increase_by" if words[begin - 3] == "up" else "decrease_by"
    if (before in ("up", "down") and (percent or after != "to")) and (
        begin < 2 or words[begin - 2] not in _WITH_UP
    ):
        return "increase_by" if before == "up" else "decrease_by"
    if before == "of" and (found := _of(words, start, begin - 1, percent)) is not None:
        return found
    if (found := _direct(words, start, begin, percent)) is not None:
        return found
    if ("added" in words[last : last + 9] and not percent) and (
        {"be", "been", "were", "was"}.intersection(words[last : last + 8])
    ):
        return "increase_by"
    if percent:
        return _subject(words, start, begin, before)
    return _extra(words, quantity) or _rise(words, start, begin, quantity)


def _rise(words: list[str], start: int, begin: int, quantity: Quantity) -> Op | None:
    """Read *the total increase in 2022 was only 300 GW*."""
    if _no_level(words, begin) or quantity.money:
        return None
    left = words[max(start, begin - 8) : begin]
    noun = next((i for i, word in enumerate(left) if word in _LEVEL_NOUNS), None)
    if noun is None or left[noun - 1 : noun] not in (["the"], ["total"], ["net"], ["annual"]):
        return None
    if left[noun + 1 : noun + 2] not in (["in"], ["of"], ["was"], ["is"]):
        return None
    return "increase_by" if left[noun] in verbs.INCREASE_NOUNS else "decrease_by"


def _no_level(words: list[str], begin: int) -> bool:
    """Tell whether no form of *be* stands before a number."""
    return _TO_BE.isdisjoint(words[max(0, begin - 2) : begin])


def _after(sentence: Sentence, quantity: Quantity) -> Op | None:
    """Read *5% growth*, *40% below*, *a 20% real-terms cut*."""
    words, last = sentence.words, quantity.last
    if last >= len(words):
        return None
    after = words[last]
    if after in INCREASED_AFTER and not (after == "up" and words[last + 1 : last + 2] == ["to"]):
        if after == "more" and words[last + 1 : last + 2] == ["of"]:
            return None
        return "increase_by"
    if after in DECREASED_AFTER:
        return "decrease_by"
    for index in range(last, min(last + 6, len(words))):
        word = words[index]
        if word in CHANGE_NOUNS:
            following = words[index + 1] if index + 1 < len(words) else "."
            if word in ("loss", "gain") and following == "in":
                return None
            return "increase_by" if word in verbs.INCREASE_NOUNS else "decrease_by"
        if word in phrases.STOPS and not (word == "-" and sentence.glued(index)):
            break
    return None


def _by(words: list[str], start: int, end: int) -> Op | None:
    """Return the change of the verb or noun that *by* belongs to."""
    for index in range(end - 1, start - 1, -1):
        word = words[index]
        if word in verbs.DECREASE or word in verbs.DECREASE_NOUNS or word == "short":
            return "decrease_by"
        if word in verbs.INCREASE or word in verbs.INCREASE_NOUNS or word in _EXCEEDING:
            return "increase_by"
        if word in MULTIPLES:
            return None
        if word == "down":
            return "decrease_by"
        if word == "up" and words[index + 1] not in ("to",):
            return "increase_by"
    return None


def _of(words: list[str], start: int, end: int, percent: bool) -> Op | None:
    """Return the change of the noun before *of*: a reduction in emissions of 30%."""
    nouns = CHANGE_NOUNS if percent else _LEVEL_NOUNS
    for index in range(end - 1, max(start, end - 9) - 1, -1):
        word = words[index]
        if word in nouns:
            return "increase_by" if word in verbs.INCREASE_NOUNS else "decrease_by"
        if word in ("%", "to", "by", ",", "with", "at", "share", "proportion", "rate", "from"):
            if word == "rate" and index and words[index - 1] == "growth":
                return "increase_by"
            return None
    return None


def _direct(words: list[str], start: int, begin: int, percent: bool) -> Op | None:
    """Return the change of a verb next to a number: grew 5%, reduce emissions 50%, add 3 GW."""
    index = begin - 1
    limit = max(start, begin - 7)
    if words[index - 1 : index] == ["in"] and re.fullmatch(r"(?:19|20)\d\d", words[index]):
        index -= 2
        limit = max(start, limit - 2)
    first = True
    while index >= limit:
        word = words[index]
        if not percent:
            if word == "added" and words[max(0, index - 1)] in ("value", "-"):
                return None  # value added of 50 billion is a level
            if word in _HARD_ADD:
                return "increase_by" if word.startswith("add") else "decrease_by"
            if first and word == "increase" and words[index - 1 : index] == ["to"]:
                return "increase_by"
            first = False
            if word not in PASSED_OVER:
                return None
        else:
            if word in verbs.DECREASE and not (word in _NOUNS_TOO and not first and index):
                return "decrease_by"
            if word in verbs.INCREASE and not (word in _NOUNS_TOO and not first and index):
                return "increase_by"
            if word in _HALT or word in MULTIPLES:
                return None
            if word not in PASSED_OVER:
                first = False
        index -= 1
    return None


def _subject(words: list[str], start: int, begin: int, before: str) -> Op | None:
    """Return the change of the subject: growth is projected at 6.5%, a reduction target of 40%."""
    for index in range(begin - 1, max(start, begin - 16) - 1, -1):
        word = words[index]
        if word in ("share", "proportion", "inflation", "rate", "%", "which", "accounts", "gdp"):
            if word == "rate" and index and words[index - 1] == "growth":
                return "increase_by"
            if word == "which" and words[index - 2 : index] == ["growth", ","]:
                return "increase_by" if words[index + 1] in ("is", "was") else None
            if word != "gdp":
                return None
        if (
            word in ("growth", "contraction")
            and words[index + 1]
            not in (
                *(("-", "rate", "and") if before in ("at", "of") else ("-", "rate", "in", "and")),
            )
        ) and (index + 6 > begin or before in _LEVELS):
            return "increase_by" if word == "growth" else "decrease_by"
        if word in ("reduction", "cut", "cuts", "reductions", "savings", "saving"):
            following = words[index + 1]
            if following in ("target", "targets", "goal", "goals", "objective", "commitment"):
                return "decrease_by"
        if word in _GROWING and index + 4 > begin:
            return "increase_by"
        if word == "grow" or word == "expand":
            return None
    return None


def _extra(words: list[str], quantity: Quantity) -> Op | None:
    """Read *500 additional places* and *an extra 3 GW* as an amount added."""
    if quantity.money or (quantity.noun is not None and words[quantity.noun.head] == "jobs"):
        return None
    inside = words[quantity.begin : quantity.last]
    near = words[max(0, quantity.begin - 2) : quantity.begin] + inside[:4]
    if "additional" in near or "extra" in near:
        return "increase_by"
    if "further" in near and verbs.BUILD.intersection(
        words[max(0, quantity.begin - 6) : quantity.begin]
    ):
        return "increase_by"
    if quantity.noun is not None and "more" in inside[1:] and "than" not in inside:
        return "increase_by" if "or" not in inside else None
    return None


def _yearly(sentence: Sentence, quantity: Quantity, change: Op) -> Op:
    """Turn a change into a yearly rate of growth where it is one."""
    words = sentence.words
    if quantity.rate == "year":
        return "growth_rate_per_year"
    start = _clause(words, quantity, 12)
    near = words[start : quantity.begin]
    right = words[quantity.last : quantity.last + 5]
    if "%" in near:
        near = near[len(near) - near[::-1].index("%") :]
    if _ANNUAL.intersection(near) or _ANNUAL.intersection(right[:3]):
        if "average" in near or "rate" in near or "cagr" in near or "growth" in near + right:
            return "growth_rate_per_year"
        if "annually" in near + right or "yearly" in near + right:
            return "growth_rate_per_year"
    joined = " ".join(right)
    if joined.startswith(("each year", "every year", "per annum", "on average", "cagr")):
        return "growth_rate_per_year"
    return change


def _cagr(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a compound or average annual growth rate is named before the number."""
    start = _clause(sentence.words, quantity, 14)
    near = sentence.words[start : quantity.begin]
    if "%" in near:
        return False
    return "cagr" in near or (
        "rate" in near
        and bool(_ANNUAL.intersection(near))
        and ("growth" in near or bool(verbs.INCREASE.intersection(near)))
    )


def _share(sentence: Sentence, quantity: Quantity) -> bool:
    """Tell whether a percentage is a part of a whole."""
    words = sentence.words
    last = quantity.last
    after = words[last] if last < len(words) else "."
    if quantity.form == "fraction" or after == "of":
        return True
    if after == "(" and ")" in words[last : last + 7]:
        place = words.index(")", last)
        if words[place + 1 : place + 2] == ["of"]:
            return True
    if words[max(0, quantity.begin - 2) : quantity.begin] == ["of", "which"]:
        return True
    if after == "on" and _BASES.intersection(words[last + 1 : last + 4]):
        return True
    start = max(_clause(words, quantity, 12), 0)
    left = words[start : quantity.begin]
    if PLAIN_WORDS.intersection(left[-5:]) - {
        "target",
        "targets",
        "goal",
        "goals",
        "objective",
        "capacity",
        "access",
    }:
        return False
    end = phrases.after(sentence, last, 5)
    right = words[last:end]
    if SHARE_WORDS.intersection(left) or "share" in right:
        return True
    opened = words[quantity.begin - 1] == "(" if quantity.begin else False
    if opened and SHARE_WORDS.intersection(words[max(0, quantity.begin - 7) : quantity.begin]):
        return True
    if left[-2:] in (["make", "up"], ["makes", "up"], ["made", "up"], ["making", "up"]):
        return True
    if (_SUPPLYING.intersection(left[-2:]) and after in (".", ",", ";", "and")) and (
        quantity.unit == "percent"
    ):
        return True
    if _RATE_NOUNS.intersection(right):
        return False
    if right and right[0] not in ("the", "a", "an"):
        return not PLAIN_WORDS.intersection(right) and not right[0].endswith("ly")
    if after in ("are", "were", "is", "was", "be", "have", "had", "come", "came", "will"):
        before = words[quantity.begin - 1] if quantity.begin else ""
        return quantity.begin - start <= 2 or before in (",", "and", "whom", "which", "that")
    if {"renewable", "renewables", "electric", "clean"}.intersection(left):
        return bool({"target", "targets", "goal", "reach", "reaching"}.intersection(left))
    return False
