"""Where a noun phrase ends, and which of its words is the head: without a grammar.

English marks the end of a phrase with small words (prepositions, auxiliaries, relatives)
and its head with a plural; that is enough for what is counted in policy texts.
"""

from __future__ import annotations

from dataclasses import dataclass

from saidao.statements.english.clauses import Sentence
from saidao.statements.english.numerals import SMALL
from saidao.statements.english.units import COUNTED, JOBS
from saidao.statements.english.wordlists import word_set

STOPS = word_set(
    "a an the this that these those which who whom whose where when while what how why of",
    "in on at to for from by with within without into onto over under across through",
    "throughout during between among against per via as than about around before after",
    "since until till upon towards toward near off out up down beyond behind below above",
    "and or but nor so yet if unless because although though whereas plus including is",
    "are was were be been being am has have had having do does did will would shall",
    "should can could may might must it its they them their he she his her him we us our",
    "you your i not no also already now currently today annually yearly nationwide",
    "worldwide globally respectively each every all both either neither any some there",
    "here then thus such only just even still more less fewer one two three four five six",
    "seven eight nine ten half alone together elsewhere overall enrolled participate",
    "participated live lived work worked working living created built installed employed",
    "seeking aged based located make made get got go went come came take took need needed",
    "remain remained receive received enjoy use used using became become begin began take",
    "taken lost earning said says announced planned expected benefit benefited supported",
    "affected connected completed delivered trained constructed operating covering",
    "required reported sold produced issued approved sanctioned established set signed",
    "registered currently face fell rose grew increased by due according compared",
    "relative next last later earlier ago instead generate generated own owned provide",
    "provided earn earned leave left enter entered travel join joined apply applied",
    "choose rely depend die died pledged commissioned opened launched deployed added",
    "served reached awarded",
) | word_set(". , ; : ! ? ( ) [ ] — - $ % | = + # @ ~ > <")
"""Words at which a noun phrase ends."""

LEADING = word_set(
    "new additional extra further other direct indirect more such total net full fresh"
)
"""Words at the start of a phrase that are not part of the name of what is counted."""

IRREGULAR_PLURALS = word_set(
    "people children women men staff personnel workforce police livestock cattle sheep",
    "fish aircraft species alumni youth housing talent talents manpower midwives",
    "fishermen policemen servicemen households' offspring headcount capacity",
)
NOT_PLURAL = word_set(
    "business process access progress campus bus gas plus less across mass class loss",
    "success status bonus consensus focus surplus stimulus virus census nexus apparatus",
    "analysis basis emphasis crisis wireless address express congress cross excess press",
    "grass glass thus its his various previous serious famous towards afterwards always",
    "perhaps besides overseas economics physics politics logistics news series lens corps",
    "sales sports tennis fitness wellness illness awareness readiness happiness us",
)


_NUMBERED = word_set("level type tier grade category class phase band group stage scope")
_PARTITIVE = word_set("the these those our its their all his her")
_ATTRIBUTIVE = word_set(
    "goods sales sports services savings electronics arms communications skills jobs",
    "systems parks energies trades materials minerals semiconductors",
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase ``words[first:last]`` whose head is ``words[head]``."""

    first: int
    last: int
    head: int


_ACRONYMS = word_set("nhs gps dfs aids sars dhs irs cbs abs bts ccs ets css gas")
"""Short names that end in *s* and are no plurals."""


def is_plural(sentence: Sentence, index: int) -> bool:
    """Tell whether a word looks like a plural noun."""
    word = sentence.words[index]
    if word in IRREGULAR_PLURALS or word in COUNTED:
        return True
    if not word.endswith("s") or len(word) < 3 or word in NOT_PLURAL or word.endswith("'s"):
        return False
    if word.endswith(("ss", "ous")) or word in _ACRONYMS:
        return False
    if index and sentence.words[index - 1] == "-" and sentence.glued(index):
        return True
    return len(word) > 3 or sentence.raw[index][:-1].isupper() or word in ("evs", "mps")


_GOALS = word_set("target targets goal goals pledge commitment")


def counted(sentence: Sentence, first: int) -> Phrase | None:
    """Return the phrase that a number before ``words[first]`` counts, None where none is."""
    words = sentence.words
    size = len(words)
    index = first
    if words[index : index + 2] == ["out", "of"]:
        index += 3 if words[index + 2 : index + 3] == ["the"] else 2
        if index < size and (words[index].isdecimal() or words[index] in SMALL):
            index += 1
    elif index < size and words[index] == "of":
        if index + 1 < size and words[index + 1] in _PARTITIVE:
            index += 2
            while index < size and (
                words[index] in ("most", "world's", "largest", "country's")
                or (words[index].isdecimal() and words[index - 1] == "world's")
            ):
                index += 1
        else:
            return None
    while index < size and (words[index] in ("more", '"', "such", "'") or words[index] == "("):
        index += 1
    begin = index
    head = -1
    limit = min(size, begin + 9)
    while index < limit:
        word = words[index]
        if word == "(" and words[index + 2 : index + 3] == [")"] and head < 0:
            index += 3
            limit = min(size, limit + 3)
            continue
        if word in ("-", "/", "&", "'", '"'):
            if word in "-" and not (sentence.glued(index) or _glued_after(sentence, index)):
                break
            if word == '"' and head >= 0:
                break
            index += 1
            continue
        if word in ("and", ",", "or"):
            if head >= 0 or not _continues(sentence, index + 1, limit):
                break
            index += 1
            continue
        if word.isdecimal() and index > begin and words[index - 1] in _NUMBERED:
            index += 1
            continue
        if word == "such" and head < 0 and index == begin + 1:
            index += 1
            continue
        if not word[0].isalpha() or (
            word in STOPS
            and not (word in ("us", "it") and sentence.raw[index].isupper())
            and not _hyphened(sentence, index)
            and not (index + 1 < size and words[index + 1] in JOBS and word.endswith("ing"))
        ):
            break
        if head >= 0 and (
            word.endswith(("ed", "ing", "ly")) or (head == index - 1 and _is_verb(sentence, index))
        ):
            break
        if is_plural(sentence, index):
            mass = _ATTRIBUTIVE | IRREGULAR_PLURALS
            adjoining = head >= 0 and head == index - 1 and words[head].endswith("s")
            if adjoining and words[head] not in mass:
                break
            head = index
        elif word in _GOALS and begin < index <= begin + 3 and head < 0:
            head = index - 1
            break
        index += 1
    if head < 0:
        return None
    while begin < head and (
        (words[begin] in LEADING and words[begin + 1] not in ("and", ",", "or"))
        or words[begin] in ('"', "-")
    ):
        begin += 1
    return Phrase(begin, head + 1, head)


def _hyphened(sentence: Sentence, index: int) -> bool:
    """Tell whether a word is part of a compound: *plug-in*, *built-up*."""
    words = sentence.words
    if words[index - 1] == "-" and sentence.glued(index) and sentence.glued(index - 1):
        return True
    return _glued_after(sentence, index) and words[index + 1] == "-"


def _glued_after(sentence: Sentence, index: int) -> bool:
    """Tell whether the next word follows without a space."""
    return index + 1 < len(sentence.words) and sentence.glued(index + 1)


def _is_verb(sentence: Sentence, index: int) -> bool:
    """Tell whether a word right after a plural begins the predicate."""
    word = sentence.words[index]
    return word.endswith("ed") or word in STOPS


def _continues(sentence: Sentence, index: int, limit: int) -> bool:
    """Tell whether a plural follows before the phrase ends: *direct and indirect jobs*."""
    words = sentence.words
    while index < limit and words[index] not in STOPS:
        if not words[index][0].isalpha():
            return False
        if is_plural(sentence, index):
            return True
        index += 1
    if index < limit and words[index] == "and":
        return _continues(sentence, index + 1, limit)
    return False


def before(sentence: Sentence, index: int, floor: int, longest: int = 7) -> int:
    """Return where the noun phrase that ends before ``words[index]`` begins."""
    words = sentence.words
    first = index
    while first > floor and index - first < longest:
        word = words[first - 1]
        if word in STOPS:
            if (word in ("of", "for", "in", "and") and index - first and first - 2 >= floor) and (
                words[first - 2] not in STOPS and words[first - 2][0].isalpha()
            ):
                first -= 1
                continue
            if word == "-" and sentence.glued(first - 1):
                first -= 1
                continue
            break
        if not word[0].isalpha() and word not in "'\"&/":
            break
        first -= 1
    while first < index and words[first] in ("of", "for", "in", "and", '"', "'"):
        first += 1
    return first


def after(sentence: Sentence, index: int, longest: int = 7) -> int:
    """Return where the noun phrase that begins at ``words[index]`` ends."""
    words = sentence.words
    last = index
    limit = min(len(words), index + longest)
    while last < limit:
        word = words[last]
        if word in STOPS and not (word == "-" and sentence.glued(last)):
            if word in ("the", "our", "its", "a", "an", "all", "their") and last == index:
                last += 1
                continue
            break
        if not word[0].isalpha() and word not in "'\"&/-":
            break
        last += 1
    return last
