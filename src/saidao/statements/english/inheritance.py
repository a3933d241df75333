"""Which time belongs to which number, and what goes on from one sentence to the next.

Within a sentence the nearest fitting time wins: a deadline for what is promised, a past
or present time for what is done. Without one, the paragraph's last fitting time goes on,
and after that the day of publication for what is told or decided. A target whose date
cannot be inferred has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from saidao.statements import periods as iso
from saidao.statements.english import verbs
from saidao.statements.english.clauses import Sentence
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Clock, Time
from saidao.statements.english.wordlists import word_set
from saidao.statements.statement import Kind, Op

_STRONG = frozenset((";", ":", "—", "."))
_FORESEEN = word_set("projected expected forecast planned estimated anticipated")
_RELATIVE = word_set("which while whereas but that who where because")
_MOVES = verbs.INCREASE_NOUNS | verbs.DECREASE_NOUNS
_TOLD = word_set("announced released published issued made presented unveiled")
_DOCUMENTS = word_set(
    "report survey forecast forecasts projection projections estimate estimates expectation",
    "expectations data figures document study statistics review outlook",
)
_BEFORE_DAY = word_set("on in earlier of last , monday tuesday wednesday thursday friday sunday")
ELLIPTIC = verbs.forms(["reach", "set", "raise", "increase", "bring", "revise", "strengthen"])


@dataclass(slots=True)
class Memory:
    """What a paragraph has said so far, for the numbers that leave it out."""

    target: str | None = None
    actual: str | None = None
    standing: bool = False
    measure: str | None = None
    indicator: frozenset[str] = frozenset()
    base_year: str | None = None
    op: Op | None = None
    unit: str = ""


def assign(
    sentence: Sentence, quantity: Quantity, quantities: Sequence[Quantity], times: Sequence[Time]
) -> tuple[list[Time], list[Time]]:
    """Return the times that may belong to a quantity, the likeliest first.

    The second list holds times of a clause that a relative (which, that) cuts off: they
    tell when something was announced, not when it is to be reached.
    """
    words = sentence.words
    position = quantities.index(quantity)
    before = max((q.last for q in quantities[:position]), default=0)
    following = quantities[position + 1 :]
    while following and words[following[0].begin - 1] == "(":
        following = following[1:]
    after = min((q.begin for q in following), default=len(words))
    right: list[Time] = []
    near: list[Time] = []
    left: list[Time] = []
    far: list[Time] = []
    told: list[Time] = []
    for time in times:
        if (
            time.role == "name"
            or _is_told(words, time)
            or (time.role == "base" and not _same_period(words, quantity, time))
        ):
            continue
        if time.first >= quantity.last:
            gap = words[quantity.last : time.first]
            broken = _STRONG.intersection(gap) and not _aside(gap)
            if time.first <= after and not broken:
                right.append(time)
            elif not broken and (_aside(gap) or not _own(sentence, quantities, position, time)):
                far.append(time)
        elif time.role == "at" and _RELATIVE.intersection(words[time.last : quantity.begin]):
            told.append(time)
        elif time.last <= quantity.begin and time.first >= before:
            near.append(time)
        else:
            left.append(time)
    place = quantity.begin - 1
    enclosed = [t for t in times if t.last == place and words[place] == "(" and t.period]
    if enclosed:
        return enclosed, told
    close = [t for t in right if _is_close(words, quantity, t)]
    rest = [t for t in right if t not in close]
    return close + near[::-1] + rest + far + left[::-1], told[::-1]


def _is_told(words: list[str], time: Time) -> bool:
    """Tell whether a time is that of an announcement: a forecast made a year ago."""
    place = time.first - 1
    while place > 0 and words[place] in _BEFORE_DAY:
        place -= 1
    if place < 0 or words[place] not in _TOLD:
        return False
    return not _DOCUMENTS.isdisjoint(words[max(0, place - 12) : place])


def _same_period(words: list[str], quantity: Quantity, time: Time) -> bool:
    """Tell whether a level is said to be that of an earlier time: 8 GW in the same period of."""
    gap = words[quantity.last : time.first]
    if _is_own_time(words, quantity, time):
        return True
    return quantity.op is None and gap[:1] in (["in"], ["during"]) and gap[1:3] == ["the", "same"]


def _is_own_time(words: list[str], quantity: Quantity, time: Time) -> bool:
    """Tell whether growth was that of an earlier time: after 8% growth in the previous year."""
    gap = words[quantity.last : time.first]
    return len(gap) == 2 and gap[1] in ("in", "during") and gap[0] in _MOVES


def _aside(gap: list[str]) -> bool:
    """Tell whether what stands between is an aside between dashes: 25% - up from 10% - by 2032."""
    gap = gap[:-1] if gap[-1:] in (["by"], ["in"], ["until"]) else gap
    return gap[-1:] == ["—"] and gap.count("—") == 2 and len(gap) - gap.index("—") <= 12


def is_bound(quantity: Quantity, quantities: Sequence[Quantity], time: Time) -> bool:
    """Tell whether a deadline is that of a quantity before this one."""
    if time.role not in ("deadline", "ahead", "span") or time.last > quantity.begin:
        return False
    return any(
        other.last <= time.first and time.last <= quantity.begin for other in quantities
    ) and (any(time.last <= other.begin <= quantity.begin for other in quantities))


def is_others(quantity: Quantity, quantities: Sequence[Quantity], time: Time) -> bool:
    """Tell whether a deadline follows a later quantity: stood at 7.9% and will fall to 6% by."""
    if time.role not in ("deadline", "ahead") or time.first < quantity.last:
        return False
    return any(quantity.last < other.begin and other.last <= time.first for other in quantities)


def is_after_others(quantity: Quantity, quantities: Sequence[Quantity], time: Time) -> bool:
    """Tell whether a time stands behind a later quantity, whose own it may be."""
    return any(
        quantity.last <= other.begin and other.last <= time.first
        for other in quantities[quantities.index(quantity) + 1 :]
    )


def _is_close(words: list[str], quantity: Quantity, time: Time) -> bool:
    """Tell whether a time stands after a quantity, in the same clause."""
    gap = words[quantity.last : time.first]
    reach = 10 if "," in gap or time.role != "deadline" else 18
    if gap[:1] == ["("] and ")" in gap:
        reach += gap.index(")")
    return len(gap) <= reach and not _cut(words, quantity, time)


def _cut(words: list[str], quantity: Quantity, time: Time) -> bool:
    """Tell whether a new clause begins between a quantity and a time after it."""
    gap = words[quantity.last : time.first]
    return bool(_RELATIVE.intersection(gap) or {"after", "before", "and"} & set(gap[-9:-1]))


def _own(sentence: Sentence, quantities: Sequence[Quantity], position: int, time: Time) -> bool:
    """Tell whether a time after later quantities is bound to the last of them alone."""
    words = sentence.words
    for quantity in quantities[position + 1 :]:
        if quantity.first > time.first:
            break
        gap = words[quantities[position].last : quantity.begin]
        gap = gap[:-1] if gap[-1:] in (["the"], ["a"], ["an"]) else gap
        if gap[:1] == ["over"] and gap[-1:] == ["of"]:
            return True
        if {"from", "against", "versus", "with", "than"} & set(gap[-2:]) or (
            gap[-2:] == ["compared", "to"]
        ):
            return True
    return False


def period(
    kind: Kind,
    candidates: list[Time],
    place: int,
    memory: Memory,
    now: Clock | None,
    goal_revised: bool = False,
    dated: bool = True,
    cited: bool = False,
    perfect: bool = False,
    ahead: bool = True,
) -> str | None:
    """Return the period of a statement of some kind whose number ends at the word `place`.

    `goal_revised` tells that a baseline is an earlier value of a goal; `dated`, that a
    measure without a time is in force on the day of publication; `cited`, that a target
    is named beside what was done.
    """
    if kind == "target":
        if candidates and candidates[0].role == "deadline":
            return candidates[0].period
        if candidates and now is not None and candidates[0].end == now.year:
            first = candidates[0]
            if first.role == "at" and 0 <= first.first - place <= 4:
                return first.period
        for time in candidates:
            if (
                now is not None and time.role not in ("now", "since") and time.end >= now.year
            ) and (time.role in ("deadline", "ahead", "from") or time.end > now.year):
                return time.period
        for time in candidates:
            if time.role in ("deadline", "ahead", "span"):
                return time.period
        for time in candidates:
            if now is not None and time.role == "at" and time.end >= now.year:
                return time.period
        if (now is None or cited) and candidates:
            return candidates[0].period
        if candidates and _spans(candidates[0]) and 0 <= candidates[0].first - place <= 8:
            return candidates[0].period
        return memory.target
    if kind == "measure":
        dates = [time for time in candidates if time.role != "since"]
        if dates:
            close = dates[0].first - place <= 10 and dates[0].first >= place
            later = [t for t in dates if t.role in ("deadline", "ahead") and t.first >= place]
            return (dates[0] if close or not later else later[0]).period
        if memory.measure is not None:
            return memory.measure or None
        if memory.target is not None and is_fiscal(memory.target):
            return memory.target
        return now.now if now and dated else None
    if kind == "baseline":
        for time in candidates:
            if now is None or time.end <= now.year or 0 <= time.first - place <= 1:
                return _start(time, place)
        if goal_revised:
            return memory.target
        if not ahead and memory.actual is not None and len(memory.actual) == 4:
            return str(int(memory.actual) - 1)
        return str(now.year) if now and ahead else None
    return _done(candidates, memory, now, perfect)


def _spans(time: Time) -> bool:
    """Tell whether a time is a run of years: from 2020 to 2023."""
    first, _, last = time.period.partition("/")
    return time.role == "at" and len(first) == len(last) == 4 and int(last) > int(first) + 1


def _start(time: Time, place: int) -> str:
    """Return when a starting value held: from 1990 to 2023, the share rose from 24%."""
    first, _, last = time.period.partition("/")
    years = int(last[:4]) - int(first[:4]) if last else 0
    return first if years > 1 and len(first) == 4 and time.last < place else time.period


def _done(candidates: list[Time], memory: Memory, now: Clock | None, perfect: bool) -> str | None:
    """Return the period of what is told as done."""
    since: Time | None = None
    for time in candidates:
        if time.role == "since":
            since = since or time
        elif time.role == "span" and now is not None:
            return iso.span(2 * now.year - time.end, now.year)
        elif (time.role in ("deadline",) and now is not None and time.end > now.year) or (
            time.role == "from" and now is not None and time.end > now.year
        ):
            continue
        else:
            return time.period
    if since is not None and now is not None:
        return iso.span(since.period[:4], now.year) if int(since.period[:4]) < now.year else now.now
    if memory.actual is not None and (memory.standing or not perfect):
        return memory.actual
    return now.now if now else None


def is_future(candidates: list[Time], now: Clock | None) -> bool:
    """Tell whether the first time of a quantity lies after the day of publication."""
    if now is None:
        return False
    for time in candidates:
        if time.role in ("now", "since", "behind", "span"):
            return False
        return time.end > now.year or (
            time.role == "deadline" and time.end == now.year and time.period > now.now
        )
    return False


def base(
    sentence: Sentence,
    quantity: Quantity,
    op: Op | None,
    times: Sequence[Time],
    quantities: Sequence[Quantity],
    now: Clock | None,
) -> Time | None:
    """Return the time that a change is measured from, where the text names it."""
    if op not in ("increase_by", "decrease_by", "growth_rate_per_year"):
        return None
    words = sentence.words
    position = quantities.index(quantity)
    after = min((q.begin for q in quantities[position + 1 :]), default=len(words))
    before = max((q.last for q in quantities[:position]), default=0)
    best: tuple[int, Time] | None = None
    for time in times:
        if time.role not in ("base", "since", "from", "at"):
            continue
        if time.relative and _is_quarterly(words, quantity):
            continue
        if any(_is_own_time(words, one, time) for one in quantities):
            continue
        if time.relative and any(0 <= time.first - q.last <= 1 for q in quantities[:position]):
            continue
        if time.role == "at" and not (time.first <= after and _compared(words, quantity, time)):
            continue
        if (time.role == "from") and (
            (now is not None and time.end >= now.year) or not _from_past(words, time, times)
        ):
            continue
        if time.first >= quantity.last:
            if _STRONG.intersection(words[quantity.last : time.first]):
                continue
            distance = time.first - quantity.last + (30 if time.first > after else 0)
        else:
            distance = quantity.begin - time.last + (30 if time.first < before else 0) + 2
        if best is None or distance < best[0]:
            best = distance, time
    return best[1] if best else None


def is_fiscal(period: str) -> bool:
    """Tell whether a period is that of a fiscal year: 2024/2025."""
    first, _, last = period.partition("/")
    return len(first) == len(last) == 4 and int(last) == int(first) + 1


def _is_quarterly(words: list[str], quantity: Quantity) -> bool:
    """Tell whether a change is one since the quarter or month before: 0.4% on the quarter."""
    following = words[quantity.last : quantity.last + 4]
    if following[:1] not in (["quarter"], ["month"], ["from"], ["on"], ["over"]):
        return following[:1] in (["qoq"], ["mom"])
    return not {"quarter", "month"}.isdisjoint(following)


def base_year(time: Time) -> str:
    """Return how the base of a change is written: a year, or the two of a fiscal year."""
    first, _, last = time.period.partition("/")
    if last and len(first) == len(last) == 4 and int(last) == int(first) + 1:
        return time.period
    return first[:4] if time.role == "since" or not last else last[:4]


def year_before(period: str) -> str:
    """Return the year before a period, two years where it is a fiscal year."""
    first, _, last = period.partition("/")
    if len(first) == len(last) == 4 and int(last) == int(first) + 1:
        return iso.span(int(first) - 1, int(first))
    return str(iso.last_year(period) - 1)


def _compared(words: list[str], quantity: Quantity, time: Time) -> bool:
    """Tell whether a time names the level compared with: *triple the investment in 2020*."""
    if quantity.op is None or time.first < quantity.last:
        gap = words[max(quantity.last, time.first - 7) : time.first]
        than = "than" in gap and "rather" not in gap and _FORESEEN.isdisjoint(gap)
        return "compared" in gap or than
    gap = words[quantity.last : time.first]
    return bool(gap) and (gap[0] in ("the", "that", "its", "as", "what") or "of" in gap[:3])


def _from_past(words: list[str], time: Time, times: Sequence[Time]) -> bool:
    """Tell whether *from 2010* names the start of the change and not of a scheme."""
    following = words[time.last : time.last + 1]
    if following == ["onwards"] or following == ["onward"]:
        return False
    others = [other.end for other in times if other is not time and other.period]
    return not others or time.end <= min(others)


def remember(
    memory: Memory,
    kind: Kind,
    op: Op | None,
    unit: str,
    found: str | None,
    base: str | None,
    explicit: bool,
) -> None:
    """Keep what a statement said for those after it in the paragraph."""
    if kind == "target" and found is not None:
        memory.target = found
    if kind == "actual" and found is not None and explicit:
        memory.actual = found
    if kind == "measure" and found is not None and explicit:
        memory.measure = found
    if unit == "percent":
        if op is not None:
            memory.op = op
        if base is not None and op in ("increase_by", "decrease_by"):
            memory.base_year = base
    memory.unit = unit
