"""What ties one number to another: what drives it, and what total it is a part of."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from saidao.statements.english import actors, indicators, phrases, verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.wordlists import word_set

DRIVING = verbs.forms(
    word_set(
        "drive leverage unlock mobilise mobilize catalyse catalyze spur stimulate trigger crowd"
    )
)
SUPPORTING = verbs.forms(word_set("support create generate sustain"))
"""Verbs by which one thing is said to bring about an amount of another.

Those of `SUPPORTING` do so for jobs and the like, and not where an authority acts.
"""

PART = (("of", "which"), ("of", "these"), ("of", "this"), ("of", "them"), ("this", "includes"))
"""Words after which an amount is a part of the one before it."""


_AUTHORITIES = word_set("government council ministry minister state department commission county")
_HELPERS = word_set(
    "will would could is are has have also and help helping helps expected projected to",
    "directly indirectly already further may should",
)
_PRONOUNS = word_set("it they we this these i that which who you he she")


def driver(sentence: Sentence, quantity: Quantity) -> str | None:
    """Return what is said to drive a quantity, as worded; None where no driver is named."""
    words = sentence.words
    for index in range(quantity.begin - 1, max(0, quantity.begin - 7) - 1, -1):
        word = words[index]
        if word in DRIVING or (word in SUPPORTING and quantity.noun is not None):
            if word in SUPPORTING and actors.actor(sentence, quantity) == "public":
                return None
            return _agent(sentence, index)
        if word in (";", ".", ":", "which", "that", "to"):
            return None
    return None


def _agent(sentence: Sentence, verb: int) -> str | None:
    """Return the subject of a verb, None for a pronoun or an implied one."""
    words = sentence.words
    end = verb
    while end and words[end - 1] in _HELPERS:
        end -= 1
    if end and words[end - 1] in ("that", "which"):
        end -= 1
    if end and words[end - 1] == ",":
        end -= 1
    first = phrases.before(sentence, end, 0, 8)
    name = indicators.text(sentence, first, end)
    if words[end - 1].endswith("s") and words[end - 1] in verbs.FIRM:
        return None
    if _AUTHORITIES.intersection(words[first:end]):
        return None
    if not name or words[end - 1] in _PRONOUNS or end == 0:
        return None
    return name


def part_of(sentence: Sentence, quantities: Sequence[Quantity], position: int) -> int | None:
    """Return which earlier quantity of the sentence a quantity is a part of."""
    words = sentence.words
    quantity = quantities[position]
    for earlier in range(position - 1, -1, -1):
        total = quantities[earlier]
        gap = words[total.last : quantity.begin]
        if total.unit != quantity.unit or len(gap) > 30:
            continue
        tied = any(pair in PART for pair in pairwise(gap))
        if (tied or _includes(gap)) and quantity.value < total.value:
            return earlier
    return None


def _includes(gap: list[str]) -> bool:
    """Tell whether *including* stands next to the part."""
    return bool({"including", "comprising", "includes"} & set(gap[-4:]))
