"""Which verb governs a number, and whether it tells of what is to come or what is done.

`markers` finds the words of a sentence that set a tense (tables `FUTURE`, `_PRESENT`,
`_PAST_IRREGULAR`, words in *-ed*, infinitives); `governing` picks the one for a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from saidao.statements.english import comparators, currencies, phrases, verbs
from saidao.statements.english.case import Tense
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set

GOALS = word_set(
    "target targets goal goals ambition ambitions objective objectives aspiration",
    "aspirations aim aims milestone milestones targeted targeting vision",
)

PLANS = word_set("plan plans planned planning proposal proposals intention intentions")

FUTURE = (
    word_set(
        "want wants will shall would could might must should",
        "seek seeks seeking intend intends intended",
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
    "estimated based located used related needed added focused limited advanced skilled",
    "increased renewed united combined integrated improved proposed so-called",
    "unprecedented continued aged called named red need speed feed seed indeed hundred",
    "embed exceed proceed succeed bed shed linked funded directed dedicated detailed",
    "associated affected installed distributed",
)

_PAIRED = frozenset((("on", "track"), ("set", "to"), ("calls", "for"), ("called", "for")))

_PAIRS = word_set("track set calls called")

_PLAN_NOUNS = word_set("planned plan projects")

_BEFORE_NOUN = word_set("of solar infrastructure the these this")

_BE = word_set("is are was were be been")

_BE_ALL = word_set("is are was were be been being")

_BE_FUTURE = word_set(
    "expected projected forecast predicted planned set likely anticipated aiming due",
    "targeted scheduled slated intended proposed seen",
)


_SET_TENSE = (
    FUTURE
    | _PRESENT
    | _PAST_IRREGULAR
    | verbs.COMMIT
    | _PAIRS
    | {"sees", "see", "seen", "may", "to", "include", "includes", "included"}
) - {"commitment"}
_PLAN_PARTS = word_set("plan measures targets strategy proposals goals actions commitments")
_DETERMINERS = word_set("a an the its our their all every each more over about some nearly up")
_BEFORE_INFINITIVE = word_set("to will would could should may might shall can must")
_BEFORE_ADJECTIVE = word_set(
    "of the a an with for in from per by its their our his her your new more most all any some",
    "these those no other several many few highly newly fully",
)
_ADVERBS = word_set("nearly almost further also roughly about substantially significantly fully")
_MODALS = word_set("will shall would could should may might must can")
_SUBJECTS = word_set("it which that government commission bank report survey imf and oecd")

_NOUNS_IN_ING = word_set("funding financing spending housing building training lending")
_MEASURED = word_set("above below beyond exceeded exceeding beat missed surpassed")
_HELPED = word_set("helped enabled allowed helping continued managed led able")

_CLAUSE_EDGES = word_set("; : ( — but while whereas , .")

_BREAKS = word_set("; , : . ( which that who whose where by as because if when")


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
            continue
        ending = word[-2:]
        if ending == "ed":
            if _is_participle(words, index):
                found.append(Marker(index, "past", word))
        elif ending == "ll" and word[-3:] == "'ll":
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
        if word in GOALS and _MEASURED.intersection(words[max(0, index - 2) : index]):
            return None
        noun = word == "projects" and before and before not in _SUBJECTS
        if noun or (word in _PLAN_NOUNS and before in _BEFORE_NOUN):
            return None
        return "future"
    if word == "may":
        return None if sentence.raw[index][0].isupper() else "future"
    if word == "to":
        return "future" if _infinitive(words, index) else None
    if word in ("include", "includes", "included"):
        planned = _PLAN_PARTS.intersection(words[max(0, index - 6) : index])
        return (
            "future" if planned or words[index + 2 : index + 4] == ["project", "worth"] else "past"
        )
    if word in _PAIRS:
        return "future" if (before, word) in _PAIRED or (word, after) in _PAIRED else None
    if word in verbs.COMMIT:
        target = words[index + 2] if after == "to" and index + 2 < len(words) else ""
        ahead = target.endswith("ing") or target in verbs.BASE_FORMS
        return "future" if ahead else "past"
    if word == "seen":
        return (
            "future"
            if before in _BE and (after in ("at", "to") or after in verbs.GERUNDS)
            else None
        )
    if word in ("sees", "see"):
        seen = words[index + 1 : index + 6]
        return "future" if any(w.endswith("ing") and w in verbs.GERUNDS for w in seen) else None
    if word in _PAST_IRREGULAR and before in _BE_ALL:
        return None
    if word in verbs.BASE_FORMS and (index == 0 or _after_date(words, index)):
        return None
    if before in _BEFORE_INFINITIVE:
        return None
    if word in _BE and _BE_FUTURE.intersection(words[index + 1 : index + 3]):
        return None
    return "past"


def _after_date(words: list[str], index: int) -> bool:
    """Tell whether a word opens its clause behind a date: In five years, produce ..."""
    return words[index - 1] == "," and words[0] in ("in", "by", "within") and index < 9


def _is_participle(words: list[str], index: int) -> bool:
    """Tell whether a word in *-ed* sets a tense of its own, and no *be* sets it before."""
    word = words[index]
    before = words[index - 1] if index else ""
    if word in ("increased", "reduced", "improved") and before in ("which", "that", "it", "they"):
        return words[index + 1 : index + 2] in (["by"], ["to"], ["from"])
    if not word.endswith("ed") or len(word) <= 4 or word in _NO_TENSE:
        return False
    if before.endswith("ly") and index > 1:
        before = words[index - 2]
    if before.isdecimal() and len(before) != 4:
        return False
    if before in ("have", "also") and _MODALS.intersection(words[max(0, index - 4) : index]):
        return False
    return before not in _BE_ALL and before not in _BEFORE_ADJECTIVE


def _opens_object(words: list[str], index: int) -> bool:
    """Tell whether a word that is in no table is a verb: its object follows at once."""
    if index + 1 >= len(words) or words[index] in phrases.STOPS or not words[index].isalpha():
        return False
    if words[index] in comparators.FIRST_WORDS or words[index].endswith(("s", "ly", "ed", "ing")):
        return False
    if words[index] in currencies.SIGNS:
        return False
    following = words[index + 1]
    return following in _DETERMINERS or following[0].isdecimal() or following[-1] in "$£€₹"


def _infinitive(words: list[str], index: int) -> bool:
    """Tell whether *to* opens an infinitive that does more than complete what was done."""
    while words[index + 1 : index + 2] and words[index + 1] in _ADVERBS:
        index += 1
    following = words[index + 1] if index + 1 < len(words) else ""
    if following == "be":
        return True
    if following not in verbs.BASE_FORMS and not _opens_object(words, index + 1):
        return False
    near = words[max(0, index - 4) : index]
    if _HELPED.intersection(near) and "will" not in near:
        return False
    if words[index - 1] == "due" and index > 1:
        return words[index - 2] in _BE
    return words[index - 1] not in ("used", "up", "according") if index else True


def governing(
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
    while edge > 0 and words[edge - 1] not in _CLAUSE_EDGES:
        edge -= 1
    if left is not None and left.index >= edge:
        return left
    following = min((other.begin for other in others if other.first > quantity.first), default=999)
    right = None
    limit = quantity.last + 22
    after = quantity.last
    if edge == begin or edge == 0:
        after = _apposition(words, quantity.last)
    for mark in marks:
        if mark.index < after:
            continue
        gap = [
            word
            for place, word in enumerate(words[after : mark.index], after)
            if word != "by" or not sentence.raw[place + 1][0].isupper()
        ]
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


def imperative(sentence: Sentence, quantity: Quantity) -> Tense | None:
    """Return the tense of a line that begins with a bare verb: *Build 300 homes*."""
    words = sentence.words
    first = next((i for i, word in enumerate(words[:3]) if word[0].isalpha()), 0)
    if words[first] in ("in", "by", "within", "over", "from") and "," in words[:9]:
        first = min(words.index(",") + 1, len(words) - 1)
    word = words[first]
    if quantity.first <= first and quantity.op is not None:
        return "future" if word in verbs.BASE_FORMS else None
    if word in _NOUNS_IN_ING and words[first + 1 : first + 2] in (["for"], ["of"], ["on"], ["to"]):
        return None
    if quantity.begin <= first or word in ("back", "process", "place", "house", "support", "plan"):
        return None
    return "future" if word in verbs.BASE_FORMS or word in verbs.GERUNDS else None


def is_elliptic(sentence: Sentence, verb: Marker) -> bool:
    """Tell whether a line has no verb but an infinitive: *Total output to reach 5 GW*."""
    following = sentence.words[verb.index + 1 : verb.index + 2]
    return verb.word == "be" or (verb.word == "to" and following[0] in verbs.REACH)


def lead_tense(sentence: Sentence) -> Tense | None:
    """Return the tense that a line ending in a colon gives to the lines after it."""
    marks = markers(sentence)
    if not marks or not re.search(r": *$", sentence.line):
        return None
    return marks[-1].tense
