"""Read lengths of time that are what a sentence says: in place in the next 2 years.

Beside another number such a length only dates it; in a sentence without one, it is the
statement itself.
"""

from __future__ import annotations

from saidao.statements.english import numerals
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Time
from saidao.statements.english.wordlists import word_set

_PROMISING = word_set("will shall must should")
_ACTS = word_set(
    "accomplish achieve place publish publishes update updates implement deliver complete establish"
)
_UNITS = {"years": "year", "months": "month"}


def spans(sentence: Sentence, times: list[Time]) -> list[Quantity]:
    """Return the lengths of time by or over which something is promised to be done."""
    words = sentence.words
    if not _PROMISING.intersection(words) or not _ACTS.intersection(words):
        return []
    return [
        Quantity(
            numeral.first, numeral.last + 1, numeral.value, unit, "=", numeral.first, numeral.form
        )
        for time in times
        if time.role == "ahead"
        for numeral in numerals.scan(sentence)
        if time.first <= numeral.first < time.last
        and (unit := _UNITS.get(words[numeral.last] if numeral.last < len(words) else ""))
    ]
