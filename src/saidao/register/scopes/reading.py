"""From letters to candidates: what a business scope and a firm's name speak for.

Plain functions over arrays. `saidao.register.scopes.model` runs them through numba for many
records; for a few they run as they stand, which spares the seconds that compiling takes.

Each item of a scope speaks for the classes of its head under its verbs, each word of the name
for those of its own, and every class spoken for becomes a candidate with features.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.scopes.items import (
    GOODS,
    ITEM_FIELDS,
    MAKE,
    MOST_ITEMS,
    MOST_TOKENS,
    RESEARCH,
    RETAIL,
    SERVICE,
    VERB,
    WHOLESALE,
    find_tokens,
    read_items,
    spread_verbs,
)
from saidao.register.scopes.voting import (
    KINDS,
    MADE,
    MIXED,
    MOST_CANDIDATES,
    N_KINDS,
    TABLE_FIELDS,
    TECHNICAL,
    plan_name,
    plan_word,
    service_kind,
    vote,
    vote_plan,
)

__all__ = ["FEATURES", "N_FEATURES", "candidates"]

Array = NDArray[Any]

CONTEXTS = (
    *("factory", "shop", "trade", "technology", "industry", "building", "no_name"),
    *("says_made", "says_retail", "says_wholesale", "many_items"),
)
"""What holds for the whole record."""
N_CONTEXTS = 11
GENERAL = (
    *("weight", "share", "first", "second", "third", "count", "length", "later_code"),
    *("name", "name_times_share", "name_group", "name_division", "name_section", "name_any"),
    *(
        "group_share",
        "division_share",
        "section_share",
        "other_class",
        "top_share",
        "name_and_first",
    ),
    *("variety_mixed", "first_of_one", "first_named", "made_name_division"),
)
N_GENERAL = 24
FEATURES = (
    *GENERAL,
    *KINDS,
    *(f"{kind}:{context}" for kind in KINDS for context in CONTEXTS),
    *("none", "none:few_words", "none:no_name"),
)
"""Names of the features; the last three are those of "none of the candidates"."""
N_FEATURES = N_GENERAL + N_KINDS + N_KINDS * N_CONTEXTS + 3


def fill_features(
    size: int, table: Array, context: Array, variety: float, groups: Array, divisions: Array,
    sections: Array, others: Array, n_items: int, out: Array,
) -> None:  # fmt: skip
    """Write the features of each candidate, and of "none of them" behind the last."""
    total, top, named = 0.0, 0.0, 0.0
    for c in range(size):
        total += table[c, 1]
        top = max(top, table[c, 1])
        named = max(named, table[c, 8])
    scale = 1.0 / total if total > 0 else 0.0
    for c in range(size):
        row, x = table[c], out[c]
        code = int(row[0])
        x[0] = row[1]
        x[1] = row[1] * scale
        x[2], x[3], x[4] = row[2], row[3], row[4]
        x[5] = np.log1p(row[5])
        x[6] = row[6] / 8.0
        x[7] = 0.0 if row[7] > 5 else row[7]
        x[8] = row[8]
        x[9] = row[8] * x[1]
        for d in range(size):
            other = int(table[d, 0])
            if sections[other] == sections[code]:
                share = table[d, 1] * scale
                x[12] = max(x[12], table[d, 8])
                x[16] += share
                if divisions[other] == divisions[code]:
                    x[11] = max(x[11], table[d, 8])
                    x[15] += share
                    if groups[other] == groups[code]:
                        x[10] = max(x[10], table[d, 8])
                        x[14] += share
        x[13] = 1.0 if row[8] > 0 else 0.0
        x[17] = 1.0 if others[code] else 0.0
        x[18] = row[1] / top if top > 0 else 0.0
        x[19] = row[8] * row[2]
        x[20] = variety if row[10 + MIXED] > 0 else 0.0
        x[21] = row[2] if n_items <= 1 else 0.0
        x[22] = row[2] * x[11]
        x[23] = (row[10 + MADE] > 0) * x[11]
        said = 0.0
        for kind in range(N_KINDS):
            said += row[10 + kind]
        if said > 0:
            for kind in range(N_KINDS):
                share = row[10 + kind] / said
                if share > 0:
                    x[N_GENERAL + kind] = share
                    at = N_GENERAL + N_KINDS + kind * N_CONTEXTS
                    for k in range(N_CONTEXTS):
                        x[at + k] = share * context[k]
    x = out[size]
    x[N_FEATURES - 3] = 1.0
    x[N_FEATURES - 2] = 1.0 / (1.0 + n_items)
    x[N_FEATURES - 1] = context[6]


def candidates(
    letters: Array, scope_bounds: Array, names: Array, name_bounds: Array, keys: Array,
    children: Array, entries: Array, kinds: Array, codes: Array, verbs: Array, cues: Array,
    stops: Array, special: Array, groups: Array, divisions: Array, sections: Array, others: Array,
    weights: Array, found: Array, features: Array, scores: Array, decided: Array,
) -> None:  # fmt: skip
    """Find the candidates of records.

    Parameters
    ----------
    letters, names : ndarray of int32
        The letters of all scopes and of all names, as numbers of the lexicon.
    scope_bounds, name_bounds : ndarray of shape (n + 1,)
        Where each record's letters begin and end.
    keys, children, entries, kinds, codes, verbs, cues
        The lexicon's arrays.
    stops : ndarray of bool
        Letters that open a bracket which leaves out or limits.
    special : ndarray of int
        Classes that verbs and mixed trade lead to.
    groups, divisions, sections : ndarray of int
        Numbers of each class's parents.
    others : ndarray of bool
        Classes of what is not elsewhere classified.
    found : ndarray of shape (n, MOST_CANDIDATES)
        Filled with classes; -1 behind the last, -2 for "none of them".
    weights : ndarray of shape (n_features,) or (0,)
        What each feature counts for; empty where the features are wanted themselves.
    features : ndarray of shape (n, MOST_CANDIDATES, n_features)
        Zeros, filled with the features of each. With weights one record's are enough, and are
        left zero.
    scores : ndarray of shape (n, MOST_CANDIDATES)
        Filled with the weighted sum of the features, where there are weights.
    decided : ndarray of shape (n, MOST_CANDIDATES)
        Filled with the word that first spoke for each: its entry, or -10 less its entry for a
        word of the name, or -1.
    """
    token = np.zeros(MOST_TOKENS, dtype=np.int64)
    token_start = np.zeros(MOST_TOKENS, dtype=np.int64)
    token_stop = np.zeros(MOST_TOKENS, dtype=np.int64)
    item = np.zeros((MOST_ITEMS, ITEM_FIELDS), dtype=np.int64)
    table = np.zeros((MOST_CANDIDATES, TABLE_FIELDS), dtype=np.float64)
    context = np.zeros(N_CONTEXTS, dtype=np.float64)
    seen = np.zeros(MOST_ITEMS, dtype=np.int64)
    plan = np.zeros((16, 4), dtype=np.float64)
    for r in range(scope_bounds.size - 1):
        size = 0
        n_items = read_items(
            letters, scope_bounds[r], scope_bounds[r + 1], keys, children, entries,
            kinds, verbs, stops, item, token, token_start, token_stop,
        )  # fmt: skip
        spread_verbs(item, n_items, kinds)
        place = 0
        variety = 0
        said = 0
        for i in range(n_items):
            head = item[i, 2]
            if head < 0:
                said |= item[i, 9]
                continue
            verb = item[i, 10]
            said |= verb
            strength = 0.5 if item[i, 1] == 1 else 1.0
            before = size
            other = item[i, 4]
            technical = kinds[head] == SERVICE
            technical = technical and service_kind(codes[head, 0, 0], special) == TECHNICAL
            for turn in range(2):
                word, weight, at, length, does = head, strength, place, item[i, 3], verb
                if turn == 0:
                    if other < 0:
                        continue
                    word, length = other, 2
                    if technical:
                        # 计算机领域内的技术开发: the field tells more than 技术开发 does.
                        if kinds[other] == GOODS:
                            does = RESEARCH
                    else:
                        weight, at = 0.2 * strength, place + 1
                elif technical and other >= 0:
                    weight = 0.6 * strength
                rows = plan_word(word, does, kinds, codes, special, plan)
                size = vote_plan(plan, rows, word, codes, special, weight, at, length, table, size)
            for c in range(before, size):
                decided[r, c] = head
            if kinds[head] == GOODS and codes[head, 1, 0] >= 0:
                group = groups[codes[head, 1, 0]]
                new = True
                for j in range(variety):
                    if seen[j] == group:
                        new = False
                if new:
                    seen[variety] = group
                    variety += 1
            place += 1
        if variety >= 2:
            for j in range(13, 17):
                size = vote(special[j], 0.5, MIXED, 0, 0, 0, table, size)
        before = size
        n_tokens = find_tokens(
            names, name_bounds[r], name_bounds[r + 1], keys, children, entries,
            token, token_start, token_stop,
        )  # fmt: skip
        cue, verb = 0, 0
        for i in range(n_tokens):
            cue |= cues[token[i]]
            if kinds[token[i]] == VERB:
                verb |= verbs[token[i]]
        strength = 1.0
        for i in range(n_tokens - 1, -1, -1):
            word = token[i]
            if kinds[word] != GOODS and kinds[word] != SERVICE:
                continue
            rows = plan_name(word, cue, verb, cues, kinds, plan)
            length = token_stop[i] - token_start[i]
            size = vote_plan(plan, rows, word, codes, special, strength, -1, length, table, size)
            for c in range(before, size):
                decided[r, c] = -10 - word
            before = size
            strength *= 0.9 if kinds[word] == SERVICE and cues[word] != 0 else 0.5
            if strength < 0.2:
                break
        for k in range(6):
            context[k] = 1.0 if cue & (1 << k) else 0.0
        context[6] = 1.0 if name_bounds[r + 1] == name_bounds[r] else 0.0
        context[7] = 1.0 if said & MAKE else 0.0
        context[8] = 1.0 if said & RETAIL else 0.0
        context[9] = 1.0 if said & WHOLESALE else 0.0
        context[10] = min(place, 12) / 12.0
        for c in range(size):
            found[r, c] = int(table[c, 0])
        if size > 0:
            found[r, size] = -2
            fill_features(
                size, table, context, min(variety, 8) / 8.0, groups, divisions, sections, others,
                place, features[r if weights.size == 0 else 0],
            )  # fmt: skip
            if weights.size > 0:
                for c in range(size + 1):
                    scores[r, c] = (features[0, c] * weights).sum()
                    features[0, c, :] = 0.0
