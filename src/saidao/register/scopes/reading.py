"""From letters to candidates: what a business scope and a firm's name speak for.

Plain functions over arrays. `compiled` runs them through numba for many records; for a few
they run as they stand, which spares the seconds that compiling takes.

A scope is cut into items at its marks. In an item the longest known word that ends at each
letter is taken, from the right: the last noun of a Chinese phrase is its head. Verbs reach
the goods they govern: those behind a verb that leads a list (销售A、B), those before one
that closes it (A、B的销售). Each item then speaks for the classes of its head, each word of
the name for those of its own, and every class spoken for becomes a candidate with features.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["FEATURES", "KINDS", "MOST_CANDIDATES", "candidates"]

MOST_CANDIDATES = 64
MOST_ITEMS = 48
MOST_TOKENS = 24

# Bits of `lexicon.VERBS`.
MAKE, SELL, WHOLESALE, RETAIL, REPAIR, RENT, INSTALL = 1, 2, 4, 8, 16, 32, 64
RESEARCH, DESIGN, AGENCY, TRANSPORT, RECOVER, FIELD = 128, 256, 512, 1024, 2048, 4096
SOLD = SELL | WHOLESALE | RETAIL
# Bits of `lexicon.CUES`.
FACTORY, SHOP, TRADE, TECHNOLOGY, INDUSTRY, BUILDING = 1, 2, 4, 8, 16, 32
GOODS, SERVICE, VERB, IGNORED = 0, 1, 2, 3

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

CONTEXTS = (
    *("factory", "shop", "trade", "technology", "industry", "building", "no_name"),
    *("says_made", "says_retail", "says_wholesale", "many_items"),
)
"""What holds for the whole record."""
N_CONTEXTS = 11
GENERAL = (
    *("weight", "share", "first", "second", "third", "count", "length", "later_code"),
    *("name", "name_times_share", "name_group", "name_division", "name_section", "name_any"),
    *("group_share", "division_share", "section_share", "other_class", "top_share", "name_and_first"),
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
DECAY = 0.8


def find_tokens(  # type: ignore[no-untyped-def]
    letters, start, stop, keys, children, entries, token, token_start, token_stop
):
    """Fill the known words of a stretch, longest first from its right end; return how many."""
    mask = keys.size - 1
    found = 0
    end = stop
    while end > start and found < MOST_TOKENS:
        node, best, best_start = 0, -1, end
        at = end - 1
        while at >= start:
            letter = letters[at]
            if letter <= 0:
                break
            key = node << 16 | letter
            slot = (key * 40503 >> 7) & mask
            while keys[slot] != key and keys[slot] != -1:
                slot = (slot + 1) & mask
            if keys[slot] == -1:
                break
            node = children[slot]
            if entries[node] >= 0:
                best, best_start = entries[node], at
            at -= 1
        # One letter is a word only at the end, or before another word.
        last = end == stop or (found > 0 and token_start[found - 1] == end)
        if best >= 0 and (end - best_start > 1 or last):
            token[found], token_start[found], token_stop[found] = best, best_start, end
            found += 1
            end = best_start
        else:
            end -= 1
    for i in range(found // 2):
        j = found - 1 - i
        token[i], token[j] = token[j], token[i]
        token_start[i], token_start[j] = token_start[j], token_start[i]
        token_stop[i], token_stop[j] = token_stop[j], token_stop[i]
    return found


def add_item(  # type: ignore[no-untyped-def]
    letters, begin, link, bracket, first, last, token, token_start, token_stop, kinds, verbs,
    item, size,
):  # fmt: skip
    """Write the words ``first:last`` as an item: head, words before it, verbs on either side."""
    if size >= MOST_ITEMS:
        return size
    head = -1
    for i in range(last - 1, first - 1, -1):
        kind = kinds[token[i]]
        if kind == GOODS or kind == SERVICE:
            head = i
            break
    ignored = False
    before, behind, of = 0, 0, 0
    for i in range(first, last):
        # 仪表、环保领域内的技术开发: the fields tell the trade, not what is done in them.
        if kinds[token[i]] == VERB and verbs[token[i]] & FIELD and head > i:
            j = i - 1
            while j >= first and kinds[token[j]] != GOODS and kinds[token[j]] != SERVICE:
                j -= 1
            if j >= first:
                head = j
                last = i + 1
                break
    for i in range(first, last):
        kind = kinds[token[i]]
        if kind == IGNORED and (head < 0 or i > head):
            ignored = True
        # A word that is a verb and a phrase alike (维修) is a verb beside a noun.
        if kind == VERB:
            if head < 0 or i < head:
                before |= verbs[token[i]]
            else:
                behind |= verbs[token[i]]
                if letters[token_start[i] - 1] == 4 or verbs[token[i]] & FIELD:
                    of = 1
    if head < 0 and (ignored or before == 0):
        return size
    if ignored and head < 0:
        return size
    row = item[size]
    row[0] = link
    row[1] = bracket
    row[2] = token[head] if head >= 0 else -1
    row[3] = token_stop[head] - token_start[head] if head >= 0 else 0
    row[4], row[5] = -1, -1
    place = 4
    for i in range(head - 1, first - 1, -1):
        kind = kinds[token[i]]
        if (kind == GOODS or kind == SERVICE) and place < 6:
            row[place] = token[i]
            place += 1
    if head >= 0 and behind == 0 and before != 0:
        # A verb between two nouns belongs to the first (汽车维修设备): no verb of the head.
        lead = verbs[token[first]] if kinds[token[first]] == VERB else 0
        i = first + 1
        while i < head and kinds[token[i]] == VERB:
            lead |= verbs[token[i]]
            i += 1
        before = lead
    row[6] = before if head >= 0 else 0
    row[7] = behind
    row[8] = of
    row[9] = 0
    if head < 0:
        # Verbs alone govern their neighbours; verbs of a noun that no row has do not.
        alone = token_start[first] - begin < 2
        row[9] = before if alone else 0
        row[7] = 0 if alone else before
    row[10] = 0
    row[11] = token_start[head] if head >= 0 else token_start[first]
    return size + 1


def read_items(  # type: ignore[no-untyped-def]
    letters, start, stop, keys, children, entries, kinds, verbs, stops, item,
    token, token_start, token_stop,
):  # fmt: skip
    """Cut a scope into items; return how many were found."""
    size = 0
    at = start
    link = 2
    depth = 0
    while at < stop and size < MOST_ITEMS:
        while at < stop and letters[at] < 0 and letters[at] > -6:
            mark = letters[at]
            if mark == -4:
                # What a bracket leaves out, limits or cites is no activity.
                if at + 1 < stop and letters[at + 1] > 0 and stops[letters[at + 1]]:
                    at += 1
                    while at < stop and letters[at] != -5:
                        at += 1
                    continue
                depth = 1
                link = max(link, 0)
            elif mark == -5:
                depth = 0
            elif mark == -1:
                link = 2
                depth = 0
            elif mark == -2:
                link = max(link, 1)
            at += 1
        begin = at
        while at < stop and (letters[at] >= 0 or letters[at] == -6):
            at += 1
        if at <= begin:
            continue
        found = find_tokens(
            letters, begin, at, keys, children, entries, token, token_start, token_stop
        )
        first = 0
        for i in range(1, found + 1):
            cut = i == found
            if not cut:
                for gap in range(token_stop[i - 1], token_start[i]):
                    if 1 <= letters[gap] <= 3:
                        cut = True
            if cut:
                grown = add_item(
                    letters, begin if first == 0 else token_stop[first - 1], link, depth,
                    first, i, token, token_start, token_stop, kinds, verbs, item, size,
                )  # fmt: skip
                if grown > size:
                    link = 0
                    size = grown
                first = i
        if found > 0:
            link = 0
    return size


def spread_verbs(item, size):  # type: ignore[no-untyped-def]
    """Give each item the verbs that govern it, from its own words and its neighbours'."""
    first = 0
    while first < size:
        last = first + 1
        while last < size and item[last, 0] < 2:
            last += 1
        pending = 0
        reach = 0
        for i in range(first, last):
            row = item[i]
            if row[9] != 0:  # Verbs alone.
                closes = i + 1 >= last or item[i + 1, 0] > 0
                previous = i - 1
                while previous >= first and item[previous, 2] < 0:
                    previous -= 1
                if previous >= first and (item[previous, 7] != 0 or closes) and row[0] < 2:
                    # 生产、销售 behind a noun: it closes what stands before.
                    for j in range(previous, first - 1, -1):
                        own = item[j, 6] | item[j, 7]
                        if item[j, 2] >= 0:
                            if j == previous or own == 0:
                                item[j, 10] |= row[9]
                            else:
                                break
                            if item[j, 0] > 0 and not row[9] & SOLD:
                                break
                else:
                    pending |= row[9]
                continue
            own = row[6] | row[7]
            if row[6] != 0 or pending != 0:
                reach = row[6] | pending
                pending = 0
                row[10] |= reach | row[7]
            elif own != 0:
                reach = 0
                row[10] |= own
                # A verb behind the last of a list governs the list.
                for j in range(i - 1, first - 1, -1):
                    if item[j, 2] < 0 or (item[j, 6] | item[j, 7]) != 0 or item[j, 10] != 0:
                        break
                    if item[j + 1, 0] > 0 and row[8] == 0 and not row[7] & SOLD:
                        break
                    item[j, 10] |= row[7]
            elif reach != 0 and (row[0] == 0 or (reach & (MAKE | SOLD)) != 0):
                row[10] |= reach
            else:
                reach = 0
        first = last


def vote(code, strength, kind, place, length, rank, table, size):  # type: ignore[no-untyped-def]
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


def service_kind(code, special):  # type: ignore[no-untyped-def]
    """Tell technical services, trade as an agent and advice from other services."""
    if code == special[0] or code == special[1] or code == special[8] or code == special[9]:
        return TECHNICAL
    if code == special[2]:
        return IMPORTED
    if code == special[3]:
        return ADVISED
    return SERVED


def plan_word(word, verb, kinds, codes, special, plan):  # type: ignore[no-untyped-def]
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


def plan_name(word, cue, verb, cues, kinds, plan):  # type: ignore[no-untyped-def]
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


def vote_plan(  # type: ignore[no-untyped-def]
    plan, rows, word, codes, special, strength, place, length, table, size
):
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


def fill_features(  # type: ignore[no-untyped-def]
    size, table, context, variety, groups, divisions, sections, others, n_items, out
):
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


def candidates(  # type: ignore[no-untyped-def]
    letters, scope_bounds, names, name_bounds, keys, children, entries, kinds, codes, verbs, cues,
    stops, special, groups, divisions, sections, others, found, features, decided,
):  # fmt: skip
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
    features : ndarray of shape (n, MOST_CANDIDATES, n_features)
        Zeros, filled with the features of each.
    decided : ndarray of shape (n, MOST_CANDIDATES)
        Filled with the word that first spoke for each: its entry, or -10 less its entry for a
        word of the name, or -1.
    """
    token = np.zeros(MOST_TOKENS, dtype=np.int32)
    token_start = np.zeros(MOST_TOKENS, dtype=np.int64)
    token_stop = np.zeros(MOST_TOKENS, dtype=np.int64)
    item = np.zeros((MOST_ITEMS, 12), dtype=np.int64)
    table = np.zeros((MOST_CANDIDATES, 10 + N_KINDS), dtype=np.float64)
    context = np.zeros(N_CONTEXTS, dtype=np.float64)
    seen = np.zeros(MOST_ITEMS, dtype=np.int64)
    plan = np.zeros((16, 4), dtype=np.float64)
    for r in range(scope_bounds.size - 1):
        size = 0
        n_items = read_items(
            letters, scope_bounds[r], scope_bounds[r + 1], keys, children, entries,
            kinds, verbs, stops, item, token, token_start, token_stop,
        )  # fmt: skip
        spread_verbs(item, n_items)
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
            size = vote_plan(
                plan, rows, word, codes, special, strength, -1, length, table, size
            )
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
                place, features[r],
            )  # fmt: skip
