"""The words before and after a number that bound it.

`_BEFORE` and `_AFTER` list the phrases of each comparator; the phrase next to the number wins.
Firmness (aims, will, hopes) is never a comparator: see `kinds`.
"""

from __future__ import annotations

from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Comparator

_BEFORE: dict[Comparator, str] = {
    ">": (
        "more than, over, above, exceeding, exceed, exceeds, exceeded, in excess of, greater "
        "than, higher than, upwards of, upward of, beyond, surpass, surpasses, surpassed, "
        "surpassing, topped, topping, tops, well over, well above, north of, larger than, "
        "crossed, crossing, crosses, just over, slightly over, slightly more than, just above, "
        "past, better than, > , faster than, bigger than, longer than, outstripping, "
        "a little over, excess of"
    ),
    ">=": (
        "at least, a minimum of, minimum of, minimum, no less than, not less than, no fewer "
        "than, not fewer than, no lower than, not below, not lower than, at the very least, "
        "at or above, equal to or greater than, greater than or equal to, ≥, a floor of, "
        "floor of, not falling below, upwards from, min, min ."
    ),
    "~": (
        "about, around, approximately, approx, approx ., roughly, nearly, almost, close to, "
        "some, circa, ca ., ca, c ., near, nearer, in the region of, in the order of, on the "
        "order of, of the order of, virtually, broadly, more or less, in the vicinity of, "
        "nearing, approaching, approaches, ~, ≈, towards, around about, just about, somewhere "
        "around, practically, close on, an average of about"
    ),
    "<=": (
        "up to, no more than, not more than, not exceeding, not exceed, at most, a maximum of, "
        "maximum of, maximum, capped at, cap of, a cap of, ceiling of, limit of, limited to, "
        "limited at, to a maximum of, as much as, as many as, as high as, no higher than, no "
        "greater than, not above, not to exceed, upper limit of, max, max ., capping at, "
        "does not exceed, do not exceed, ≤, up to a maximum of, within, at or below, "
        "equal to or less than, less than or equal to, below or equal to, anything up to, "
        "never exceed, no longer than, not longer than"
    ),
    "<": (
        "less than, under, below, fewer than, lower than, short of, just under, just below, "
        "smaller than, just shy of, shy of, slightly less than, slightly under, <, well below, "
        "well under, beneath, sub -, shorter than"
    ),
    "=": "exactly, precisely, a total of, an estimated, a further, another, an additional",
}
_AFTER: dict[Comparator, str] = {
    ">=": (
        "or more, or above, and above, and over, or over, or higher, at least, at a minimum, "
        "and more, or greater, or better, and up, minimum, and upwards, or longer, or beyond"
    ),
    "<=": (
        "or less, or fewer, or below, and below, or lower, at most, maximum, or under, "
        "and under, or lesser, at maximum, cap, ceiling, tops"
    ),
    "~": "or so, approximately, roughly, or thereabouts, more or less",
    ">": "+, plus",
}


def _by_phrase(table: dict[Comparator, str]) -> dict[str, Comparator]:
    """Return the comparator of each phrase of a table."""
    return {part.strip(): sign for sign, phrases in table.items() for part in phrases.split(",")}


BEFORE = _by_phrase(_BEFORE)
AFTER = _by_phrase(_AFTER)
BEFORE_LONGEST = max(phrase.count(" ") + 1 for phrase in BEFORE)
AFTER_LONGEST = max(phrase.count(" ") + 1 for phrase in AFTER)

_LAST_WORDS = frozenset(phrase.rsplit(" ", 1)[-1] for phrase in BEFORE)
FIRST_WORDS = frozenset(phrase.split(" ", 1)[0] for phrase in BEFORE)
"""Words that open a comparator before a number."""

_FIRST_WORDS = frozenset(phrase.split(" ", 1)[0] for phrase in AFTER)

SKIPPED = word_set("a an another additional further total extra estimated only just")
"""Words that may stand between a comparator and its number."""


_TAKING = word_set("take takes took taken taking hand hands handed")
_PASSED = word_set("above over exceeding below under exceeds crossed crosses")
_LIMITS = word_set("threshold mark level ceiling barrier limit")
_NEGATED = word_set("exceed exceeding exceeded surpass surpassing over above below under")


def before(words: list[str], first: int, floor: int) -> tuple[Comparator | None, int]:
    """Return the comparator that ends before ``words[first]`` and where it begins.

    `floor` is the index of the first word that may be looked at. An innermost comparator
    wins: in *up to about 40* the number is about 40.
    """
    found: Comparator | None = None
    begin = end = first
    while True:
        step = _match(words, end, floor)
        if step is None:
            if end - 1 >= floor and words[end - 1] in SKIPPED and first - end < 3:
                end -= 1
                continue
            if (
                words[end - 1 : end] == ["the"]
                and words[end - 2] in _PASSED
                and (end - 2 >= floor and _LIMITS.intersection(words[first : first + 5]))
            ):
                return ("<" if words[end - 2] in ("below", "under") else ">"), end - 2
            break
        comparator, end = step
        begin = end
        if found is None or found == "=":
            found = comparator
        elif found == "~" and comparator in (">", "<=", ">="):
            pass
    return found, begin


def _match(words: list[str], end: int, floor: int) -> tuple[Comparator, int] | None:
    """Return the longest comparator that ends at a word, and where it begins."""
    if end <= floor or words[end - 1] not in _LAST_WORDS:
        return None
    for size in range(min(BEFORE_LONGEST, end - floor), 0, -1):
        comparator = BEFORE.get(" ".join(words[end - size : end]))
        if comparator is not None:
            if size == 1 and words[end - 1] == "over" and end > 1 and words[end - 2] in _TAKING:
                return None
            if (size == 1 and end - 2 >= floor and words[end - 1] in _NEGATED) and (
                words[end - 2] == "not"
            ):
                return ("<=" if comparator == ">" else ">="), end - 2
            return comparator, end - size
    return None


def after(words: list[str], last: int) -> tuple[Comparator | None, int]:
    """Return the comparator that begins at ``words[last]`` and the index after it."""
    if last >= len(words) or words[last] not in _FIRST_WORDS:
        return None, last
    for size in range(min(AFTER_LONGEST, len(words) - last), 0, -1):
        comparator = AFTER.get(" ".join(words[last : last + size]))
        if comparator is not None:
            if words[last + size - 1] == "up" and words[last + size : last + size + 1] == ["to"]:
                return None, last
            if words[last : last + size] in (["cap"], ["ceiling"], ["plus"], ["maximum"]):
                following = words[last + 1] if last + 1 < len(words) else "."
                if following not in (".", ",", ";", ")", "of", "on", "for", "and") and not (
                    words[last] == "plus" and following.isalpha()
                ):
                    return None, last
            return comparator, last + size
    return None, last


_EXTREMES: dict[str, Comparator] = {"minimum": ">=", "maximum": "<="}
_LINKS = word_set("of at is to be was are were remains stays becomes")


def extreme(words: list[str], begin: int, floor: int) -> Comparator | None:
    """Read *a minimum benefit of $2,000* and *the maximum loan will be raised to $500,000*."""
    if begin <= floor or words[begin - 1] not in _LINKS:
        return None
    for index in range(begin - 1, max(floor, begin - 11) - 1, -1):
        word = words[index]
        if word in _EXTREMES:
            return _EXTREMES[word] if words[index + 1] not in ("wage", "wages", "age") else None
        if word in (",", ";", ":", "(", "from", "which", "that"):
            return None
    return None
