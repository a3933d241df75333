"""What a word under its verbs speaks for, and the counting of it.

Plain functions over arrays, which numba compiles too; see `saidao.register.scopes.reading`.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from saidao.register.scopes.items import (
    AGENCY,
    DESIGN,
    FIELD,
    INSTALL,
    MAKE,
    RECOVER,
    RENT,
    REPAIR,
    RESEARCH,
    RETAIL,
    SELL,
    SERVICE,
    SOLD,
    TRANSPORT,
    WHOLESALE,
)

__all__ = [
    "KINDS",
    "MOST_CANDIDATES",
    "plan_name",
    "plan_word",
    "service_kind",
    "vote",
    "vote_plan",
]

Array = NDArray[Any]

MOST_CANDIDATES = 64
DECAY = 0.8
"""What an item counts for beside the one before it."""
# Bits of `lexicon.CUES`.
FACTORY, SHOP, TRADE = 1, 2, 4

KINDS = (
    *("made", "made_unsaid", "wholesale", "wholesale_unsaid", "retail", "retail_unsaid"),
    *("sold_beside_made", "service", "technical", "repair", "rent", "other_verb"),
    *("mixed", "trade_agency", "consulting", "from_name"),
)
"""How a class was spoken for."""
N_KINDS = 16
MADE, MADE_UNSAID, WHOLE, WHOLE_UNSAID, RETAILED, RETAILED_UNSAID = 0, 1, 2, 3, 4, 5
SOLD_BESIDE, SERVED, TECHNICAL, REPAIRED, RENTED, OTHER_VERB = 6, 7, 8, 9, 10, 11
MIXED, IMPORTED, ADVISED, NAMED = 12, 13, 14, 15
TABLE_FIELDS = 10 + N_KINDS
"""Of a candidate: class, weight, strength at the first three places, count, letters, place of
the code among a word's codes, strength in the name, one unused, and weight by kind."""


def vote(
    code: int, strength: float, kind: int, place: int, length: int, rank: int, table: Array,
    size: int,
) -> int:  # fmt: skip
    """Count a word's voice for a class; return how many candidates there are."""
    if code < 0:
        return size
    c = 0
    while c < size and table[c, 0] != code:
        c += 1
    if c == size:
        if size >= MOST_CANDIDATES - 1:
            return size
        table[c, :] = 0.0
        table[c, 0] = code
        table[c, 7] = 9.0
        size += 1
    row = table[c]
    if place < 0:  # From the name.
        row[8] = max(row[8], strength)
        row[10 + NAMED] += strength
        row[6] = max(row[6], min(length, 8))
        return size
    said = strength * DECAY ** min(place, 20)
    row[1] += said
    if place < 3:
        row[2 + place] = max(row[2 + place], strength)
    row[5] += 1
    row[6] = max(row[6], min(length, 8))
    row[7] = min(row[7], rank)
    row[10 + kind] += said
    return size


def service_kind(code: int, special: Array) -> int:
    """Tell technical services, trade as an agent and advice from other services."""
    if code == special[0] or code == special[1] or code == special[8] or code == special[9]:
        return TECHNICAL
    if code == special[2]:
        return IMPORTED
    if code == special[3]:
        return ADVISED
    return SERVED


def plan_word(word: int, verb: int, kinds: Array, codes: Array, special: Array, plan: Array) -> int:
    """Write what a word under its verbs speaks for; return how many rows.

    A row holds a column of the word's codes (or -1), a class (where the column is -1), the
    share of the strength and the kind.
    """
    plan[:, 0] = -1.0
    if kinds[word] == SERVICE:
        plan[0, 0], plan[0, 2] = 0, 1.0
        plan[0, 3] = service_kind(codes[word, 0, 0], special)
        return 1
    rows = 0
    if verb & MAKE:
        plan[rows, 0], plan[rows, 2], plan[rows, 3] = 0, 1.0, MADE
        rows += 1
    sold = verb & SOLD
    if sold:
        for column in range(1, 3):
            if sold == (RETAIL if column == 1 else WHOLESALE):
                continue
            plan[rows, 0], plan[rows, 2] = column, 1.0
            plan[rows, 3] = WHOLE if column == 1 else RETAILED
            if verb & MAKE:
                plan[rows, 3] = SOLD_BESIDE
            rows += 1
    for column in range(3, 5):
        if verb & (REPAIR if column == 3 else RENT):
            if codes[word, column, 0] >= 0:
                plan[rows, 0] = column
            else:
                plan[rows, 1] = special[4] if column == 3 else special[5]
            plan[rows, 2], plan[rows, 3] = 1.0, REPAIRED if column == 3 else RENTED
            rows += 1
    if verb & INSTALL and not verb & MAKE:
        plan[rows, 1], plan[rows, 2], plan[rows, 3] = special[6], 1.0, OTHER_VERB
        plan[rows + 1, 1], plan[rows + 1, 2], plan[rows + 1, 3] = special[7], 0.5, OTHER_VERB
        rows += 2
    if verb & (RESEARCH | DESIGN | FIELD) and not verb & MAKE:
        own = codes[word, 5, 0] >= 0
        plan[rows, 0], plan[rows, 2], plan[rows, 3] = 5, 1.0, OTHER_VERB
        plan[rows + 1, 1], plan[rows + 1, 3] = special[0], TECHNICAL
        plan[rows + 1, 2] = 0.3 if own else (1.0 if verb & FIELD else 0.5)
        plan[rows + 2, 1], plan[rows + 2, 3] = special[8], TECHNICAL
        plan[rows + 2, 2] = 0.2 if own else (0.5 if verb & FIELD else 1.0)
        plan[rows + 3, 0], plan[rows + 3, 2], plan[rows + 3, 3] = 0, 0.3, OTHER_VERB
        rows += 4
        if verb & DESIGN:
            plan[rows, 1], plan[rows, 2], plan[rows, 3] = special[10], 0.5, OTHER_VERB
            rows += 1
    if verb & RECOVER:
        plan[rows, 1], plan[rows, 2], plan[rows, 3] = special[11], 1.0, OTHER_VERB
        rows += 1
    if rows == 0 and verb & AGENCY:
        plan[0, 1], plan[0, 2], plan[0, 3] = special[2], 1.0, IMPORTED
        plan[1, 0], plan[1, 2], plan[1, 3] = 1, 0.5, WHOLE_UNSAID
        rows = 2
    if rows == 0 and verb & TRANSPORT:
        plan[0, 1], plan[0, 2], plan[0, 3] = special[12], 1.0, OTHER_VERB
        rows = 1
    if rows == 0:
        for column in range(3):
            plan[column, 0], plan[column, 2] = column, 1.0
            plan[column, 3] = MADE_UNSAID + 2 * column
        rows = 3
    return rows


def plan_name(word: int, cue: int, verb: int, cues: Array, kinds: Array, plan: Array) -> int:
    """Write what a word of a name speaks for, as `plan_word` does; return how many rows."""
    plan[:, 0] = -1.0
    if kinds[word] == SERVICE:
        # 科技, 实业, 贸易 say the kind of the firm more than its trade.
        plan[0, 0], plan[0, 2], plan[0, 3] = 0, 0.5 if cues[word] != 0 else 1.0, NAMED
        return 1
    make, whole, retail = 0.6, 0.6, 0.3
    if cue & FACTORY or verb & MAKE:
        make, whole, retail = 1.0, 0.2, 0.1
    elif cue & SHOP or verb & RETAIL:
        make, whole, retail = 0.1, 0.4, 1.0
    elif cue & TRADE or verb & SELL:
        make, whole, retail = 0.1, 1.0, 0.6
    for column in range(5):
        plan[column, 0], plan[column, 3] = column, NAMED
    plan[0, 2], plan[1, 2], plan[2, 2] = make, whole, retail
    plan[3, 2] = 1.2 if verb & REPAIR else 0.0
    plan[4, 2] = 1.2 if verb & RENT else 0.0
    return 5


def vote_plan(
    plan: Array, rows: int, word: int, codes: Array, special: Array, strength: float, place: int,
    length: int, table: Array, size: int,
) -> int:  # fmt: skip
    """Count what was planned; return how many candidates there are."""
    for i in range(rows):
        column = int(plan[i, 0])
        weight = strength * plan[i, 2]
        for rank in range(3):
            code = int(plan[i, 1]) if column < 0 else codes[word, column, rank]
            if (column < 0 and rank > 0) or weight == 0.0 or code < 0:
                break
            # Goods of every kind lead to "other retail": it is not the more likely for that.
            less = 0.3 if code == special[17] else 1.0
            size = vote(code, weight * less, int(plan[i, 3]), place, length, rank, table, size)
            weight *= 0.5
    return size
