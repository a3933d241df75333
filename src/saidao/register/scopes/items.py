"""Cut a scope into items: known words, heads, and the verbs that govern them.

Plain functions over arrays, which numba compiles too; see `saidao.register.scopes.reading`.

A scope is cut at its marks. In an item the longest known word that ends at each letter is
taken, from the right: the last noun of a Chinese phrase is its head. Verbs reach the goods
they govern: those behind a verb that leads a list (销售A、B), those before one that closes it
(A、B的销售).
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

__all__ = ["find_tokens", "read_items", "spread_verbs"]

Array = NDArray[Any]

MOST_ITEMS = 48
MOST_TOKENS = 24
ITEM_FIELDS = 12
"""Link to the item before (2 a new sentence, 1 a comma, 0 closer), whether bracketed, head,
its letters, two words before it, verbs before it, verbs behind it, whether 的 stands before
those, verbs without a noun, all verbs that govern it, where it begins."""

# Bits of `lexicon.VERBS`.
MAKE, SELL, WHOLESALE, RETAIL, REPAIR, RENT, INSTALL = 1, 2, 4, 8, 16, 32, 64
RESEARCH, DESIGN, AGENCY, TRANSPORT, RECOVER, FIELD = 128, 256, 512, 1024, 2048, 4096
SOLD = SELL | WHOLESALE | RETAIL
# Kinds of `lexicon`.
GOODS, SERVICE, VERB, IGNORED = 0, 1, 2, 3


def find_tokens(
    letters: Array, start: int, stop: int, keys: Array, children: Array, entries: Array,
    token: Array, token_start: Array, token_stop: Array,
) -> int:  # fmt: skip
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


def add_item(
    letters: Array, begin: int, link: int, bracket: int, first: int, last: int, token: Array,
    token_start: Array, token_stop: Array, kinds: Array, verbs: Array, item: Array, size: int,
) -> int:  # fmt: skip
    """Write the words ``first:last`` as an item: head, words before it, verbs on either side."""
    if size >= MOST_ITEMS:
        return size
    head = -1
    for i in range(last - 1, first - 1, -1):
        kind = kinds[token[i]]
        if kind in (GOODS, SERVICE):
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
        if kind in (GOODS, SERVICE) and place < 6:
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
    if head >= 0 and row[6] == 0 and row[7] == 0:
        row[7] = verbs[token[head]]
    if head < 0:
        # Verbs alone govern their neighbours; verbs of a noun that no row has do not.
        alone = token_start[first] - begin < 2
        row[9] = before if alone else 0
        row[7] = 0 if alone else before
    row[10] = 0
    row[11] = token_start[head] if head >= 0 else token_start[first]
    return size + 1


def read_items(
    letters: Array, start: int, stop: int, keys: Array, children: Array, entries: Array,
    kinds: Array, verbs: Array, stops: Array, item: Array, token: Array, token_start: Array,
    token_stop: Array,
) -> int:  # fmt: skip
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


def spread_verbs(item: Array, size: int, kinds: Array) -> None:
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
            elif row[2] >= 0 and row[0] > 0 and kinds[row[2]] == SERVICE:
                reach = 0  # 销售灯具，物业管理，家具: what stands behind a service is not sold.
            elif reach != 0 and (row[0] == 0 or (reach & (MAKE | SOLD)) != 0):
                row[10] |= reach
            else:
                reach = 0
        first = last
