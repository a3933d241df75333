"""Who acts in a clause: an authority, firms taken together, or one named firm.

The same words mean different things by who says them: a ministry's *$5 billion* is an
instrument, a firm's is a pledge, and what *companies have announced* is a total.
"""

from __future__ import annotations

import re
from typing import Literal

from saidao.statements.english import currencies, people, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.places import CAPITALS, COUNTRIES
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set

Actor = Literal["public", "firms", "firm", "other"]

PUBLIC = word_set(
    "government governments ministers secretaries mayors governors authorities act law",
    "bill department departments ministry ministries budget administration commission",
    "council councils treasury congress parliament state states city agency authority",
    "federal county board president minister secretary bureau chancellor governor mayor",
    "cabinet union scheme schemes programme programmes program programs doe dod dot usda",
    "epa nasa nih nsf hud fema we i our us mission yojana abhiyan fund plan strategy",
    "initiative municipality municipal legislation legislature taxpayer hmrc ofgem eu",
    "defra dfe nhs hdb lta edb gov govt country public commissioners senate house policy",
    "authorities districts corporation-tax order deal reform reforms package provision",
    "provisions centre grants grant funding project allocation allocations expenditure",
    "expenditures outlay spending finance treasurer cs projects commonwealth province",
    "provincial territory territories borough premier nsw act qld bc uae prc un ec eac asean",
    "oecd imf adb afdb moef dfat beis desnz dsit dft dhsc fcdo nea hdb mti mof ura mnre niti",
    "aayog ntpc darpa ferc fcc sba white politburo",
)
"""Who gives or takes on behalf of the public, and what is given."""

FIRMS = word_set(
    "companies firms businesses investors industry manufacturers automakers utilities",
    "employers banks enterprises corporations private developers producers startups",
    "operators carmakers business corporate institutions philanthropies foundations",
    "sector start-ups smes lenders insurers retailers exporters suppliers investment",
    "investments",
)
"""Firms taken together: what they announced is a total, not one firm's pledge."""

FIRM = word_set(
    "company firm manufacturer automaker carmaker corporation developer retailer maker",
    "giant startup start-up supplier brewer miner refiner producer",
)
"""One firm, without its name."""

_COMPANY = word_set("instruments airlines motors mobile electronics telecom semiconductor holdings")
"""What makes the name of a place that of a firm: Texas Instruments."""

_OFFICE = re.compile(
    r"\b(?:[Mm]inister|[Ss]ecretary|[Pp]resident|[Cc]hancellor|[Pp]remier|[Gg]overnor|[Tt]reasurer"
    r"|[Mm]ayor|[Cc]ommissioner|[Ss]enator|Taoiseach)\b"
)
"""Public offices: a name beside one is that of an official."""

_NAME = r"[A-Z][\w'’-]{1,30}"
_NAMED_AFTER = re.compile(
    rf"(?: (?:of|for) {_NAME}(?:,? (?:and |& )?{_NAME}){{0,6}})?,? "
    rf"((?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Hon|Shri|Smt)\.? )?{_NAME}(?: {_NAME}){{0,3}})"
)
_NAMED_BEFORE = re.compile(rf"({_NAME}(?: {_NAME}){{1,2}}), (?:[\w’' -]{{0,30}} )?\Z")


def officials(text: str) -> frozenset[str]:
    """Return the last names of the persons that a text names with a public office."""
    found: set[str] = set()
    for office in _OFFICE.finditer(text):
        first, last = office.span()
        for match in (
            _NAMED_AFTER.match(text, last, last + 150),
            _NAMED_BEFORE.search(text, max(0, first - 80), first),
        ):
            if match is not None:
                names = match[1].replace("’", "'").lower().split()
                found.update(name for name in names if len(name) > 3)
    return frozenset(found - PUBLIC - _FUNCTION)


_PRONOUNS = word_set(
    "it they this these those which that who he she there and also then to have has be",
    "been not",
)
_EDGES = word_set(", ; : — ( ) that which who while where whereas but as because")
_VERBS = (
    verbs.forms(["announce", "invest", "provide", "allocate", "commit", "create", "include"])
    | verbs.BUILD
    | verbs.GRANT
    | verbs.CHARGE
    | verbs.INCREASE
    | verbs.DECREASE
    | word_set(
        "will would shall should could may might is are was were has have had aims plans",
        "expects intends sees makes get gets got set sets currently now",
    )
) - word_set(
    "fund grant budget plan support house place award credit offer train commission",
    "launch deal programme policy supply back press project lift design top finance set",
    "register commissions grants funds budgets plans",
)
_FUNCTION = word_set(
    "the a an in on at by for from with of as since through under over during after",
    "before when if today this these those our its their one more about nearly over up to",
    "and or his last next so far while also other each every all some many several additional",
    "new total overall further however meanwhile moreover out no any another both most few",
    "out despite because thanks given building increasing reducing",
)


_ADVERBIAL = word_set(
    "in on by since from during as of with under through over after before for at to up",
    "down and or more than about nearly around including",
)


def actor(sentence: Sentence, quantity: Quantity) -> Actor | None:
    """Return who acts in the clause of a quantity, None where nobody is named.

    The clause is read backwards from the number; a part without a subject of its own
    (*and create 350 jobs*, *which will*) takes that of the part before it.
    """
    words = sentence.words
    end = quantity.begin
    relative = False
    while end > 0:
        first = end
        while first > 0 and words[first - 1] not in _EDGES:
            first -= 1
        if relative and first == end and first and words[first - 1] == ")":
            end = _opening(words, first - 1)
            continue
        if relative:
            return named(sentence, max(first, end - 8), end) or "other"
        found = _subject(sentence, first, end)
        if found is not None:
            return found
        edge = words[first - 1] if first else ""
        relative = edge in ("which", "that", "who") and first < end
        if relative and first > 1 and words[first - 2] == ",":
            first -= 1
        end = first - 1
        if edge == ")":
            end = _opening(words, first - 1)
    return None


def _opening(words: list[str], closing: int) -> int:
    """Return where the parenthesis that closes at an index opens, the index itself if far."""
    for index in range(closing - 1, max(-1, closing - 14), -1):
        if words[index] == "(":
            return index
    return closing


def _subject(sentence: Sentence, first: int, end: int) -> Actor | None:
    """Return the actor named before the first verb of a part of a sentence."""
    words = sentence.words
    verb = first
    while verb < end and words[verb] not in _VERBS:
        if words[verb].endswith("ed") and sentence.raw[verb][0].islower():
            break
        verb += 1
    if verb == end and end == len(words):
        return None
    while first < verb and not words[first][0].isalnum():
        first += 1
    subject = words[first:verb]
    if not subject or all(word in _PRONOUNS for word in subject):
        return None
    if verb == end and subject[0] in _ADVERBIAL:
        if subject[0] in ("under", "through"):
            return "public" if named(sentence, first, verb) == "public" else None
        return None
    found = named(sentence, first, verb)
    if verb == end and found == "firm" and first and not FIRM.intersection(subject):
        return None
    return found or ("other" if verb < end else None)


def _is_person(sentence: Sentence, index: int) -> bool:
    """Tell whether a first name is followed by a last one, and is not that of a businessman."""
    if index + 1 >= len(sentence.raw) or not sentence.raw[index + 1][0].isupper():
        return False
    near = sentence.words[max(0, index - 3) : index] + sentence.words[index + 2 : index + 7]
    return people.BUSINESS.isdisjoint(near) and FIRM.isdisjoint(near)


def named(sentence: Sentence, first: int, last: int) -> Actor | None:
    """Return what sort of actor the words between two places name, None where none."""
    names = [word.removesuffix("'s") for word in sentence.words[first:last]]
    if any(word in PUBLIC or word in COUNTRIES or word in CAPITALS for word in names):
        return "firm" if _COMPANY.intersection(names) and PUBLIC.isdisjoint(names) else "public"
    if not sentence.officials.isdisjoint(names):
        return "public"
    if any(word in FIRMS for word in names):
        return "firms"
    if any(word in FIRM for word in names):
        return "firm"
    for index in range(first, last):
        raw = sentence.raw[index]
        name = names[index - first]
        if not raw[0].isupper() or name in _FUNCTION or name in currencies.SIGNS:
            continue
        if raw.endswith("s") and raw[:-1].isupper():
            continue
        if name in people.GIVEN_NAMES and _is_person(sentence, index):
            return "public"
        if index or last == 1 or sentence.raw[1][0].isupper() or sentence.words[1] == "and":
            return "firm"
    return None
