"""When a statement holds: the sentence's own times first, then what went before.

`date` asks `inheritance` for the times beside a number and falls back, in this order, on
the paragraph, the heading, the plan or budget that the document is about, and the day of
publication.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from saidao.statements.english import clauses, inheritance, kinds, periods, tenses
from saidao.statements.english.inheritance import Memory
from saidao.statements.english.passage import Clause, State
from saidao.statements.english.quantity import Quantity
from saidao.statements.english.times import Clock, Time
from saidao.statements.english.wordlists import word_set
from saidao.statements.periods import last_year
from saidao.statements.statement import Firmness, Kind, Modality, Statement

_GOAL_AFTER = (["target"], ["goal"], ["targets"], ["goals"], ["objective"])
_STANDING = (["as", "of"], ["as", "on"], ["as", "at"])
CHANGES = ("increase_by", "decrease_by")
_REVIEWS = re.compile(r"\b(?:survey|annual report|review|statistics|yearbook)\b", re.IGNORECASE)
_YEAR_TOLD = re.compile(r"\b(?:in|of|for|during) (20\d\d)\b(?! ?[-–/])")
_DRAFTS = word_set("proposed projection projected")
_QUARTER_BEFORE = word_set("previous preceding prior last")
_NAMED_BEFORE = word_set("previous old last")
_FORECASTS = word_set("forecast forecasts expectation expectations projection projections")
_PLANS = word_set("plan plans strategy programme program roadmap framework forecast planning")


@dataclass(frozen=True, slots=True)
class Dated:
    """A verdict after its time is known; what lies ahead is no result yet."""

    kind: Kind
    modality: Modality | None
    firmness: Firmness | None
    period: str | None
    base_year: str | None


def year_of_review(title: str, opening: str, now: Clock | None) -> str | None:
    """Return the year before publication where a survey or report opens with it."""
    if now is None or not _REVIEWS.search(f"{title} {opening}"):
        return None
    named = _YEAR_TOLD.search(opening)
    return named[1] if named is not None and int(named[1]) == now.year - 1 else None


def told_in_title(title: str, now: Clock | None) -> str | None:
    """Return the months that a title tells of, if they are over: the first quarter of 2022."""
    if now is None or not any(letter.isdecimal() for letter in title):
        return None
    sentence = clauses.split(clauses.fold(title), 0, len(title), 0)
    for time in periods.scan(sentence, now):
        first, _, last = time.period.partition("/")
        if time.role == "at" and len(first) == len(last) == 7 and int(last[:4]) <= now.year:
            return time.period
    return None


def date(clause: Clause, position: int, state: State) -> Dated:
    """Return the kind, period and base year of one quantity, and remember them."""
    sentence, wanted = clause.sentence, clause.quantities
    quantity, op, verdict = wanted[position], clause.ops[position], clause.verdicts[position]
    words = sentence.words
    free = [t for t in clause.times if t.role == "since" or t not in clause.bases]
    candidates, told = inheritance.assign(sentence, quantity, wanted, free)
    if verdict.kind == "target":
        told = [t for t in told if state.clock is not None and t.end > state.clock.year]
    candidates = candidates + told
    if verdict.kind in ("measure", "actual"):
        candidates = [t for t in candidates if not inheritance.is_bound(quantity, wanted, t)]
    if verdict.kind == "measure":
        candidates = [
            t
            for t in candidates
            if t.role not in ("span", "ahead")
            or not inheritance.is_after_others(quantity, wanted, t)
            or not {"and", "including"}.intersection(words[quantity.last : t.first])
        ]
    if verdict.kind == "measure" and verdict.tense != "past" and state.clock is not None:
        year = state.clock.year
        candidates = [
            t
            for t in candidates
            if t.end >= year or not inheritance.is_after_others(quantity, wanted, t)
        ]
    if verdict.kind == "actual":
        candidates = [t for t in candidates if words[t.last : t.last + 1] not in _GOAL_AFTER]
        candidates = [t for t in candidates if not inheritance.is_others(quantity, wanted, t)]
        candidates = [t for t in candidates if not _of_relative(words, quantity, t, state)]
    base_time = clause.bases[position]
    base = inheritance.base_year(base_time) if base_time is not None else None
    kind, modality, firmness = verdict.kind, verdict.modality, verdict.firmness
    if kind == "actual" and inheritance.is_future(candidates, state.clock):
        kind, modality, firmness = "target", "commitment", "commits"
    if kind == "actual" and candidates and _is_estimated(words, quantity, candidates[0], state):
        kind, modality, firmness = "target", "forecast", "expects"
    total = clause.parts[position]
    if kind == "actual" and total is not None and not candidates and total in clause.places:
        whole = state.statements[clause.places[total]]
        if whole.kind == "target":
            kind, modality, firmness = "target", whole.modality, whole.firmness
    if (kind == "measure" and quantity.money and verdict.tense == "past") and (
        candidates and _gone_by(candidates[0], state)
    ):
        kind = "actual"
    near = words[max(0, quantity.begin - 10) : quantity.begin]
    if (kind == "target" and "estimated" in near[-5:] and candidates) and (
        state.clock is not None and candidates[0].end < state.clock.year
    ):
        kind, modality, firmness = "actual", None, None
    revised = kind == "baseline" and bool((tenses.GOALS - {"aim", "aims"}).intersection(near))
    foreseen = kind == "baseline" and not _FORECASTS.isdisjoint(
        near[-5:] + words[quantity.last : quantity.last + 2]
    )
    if kind == "target" and state.memory.target is None:
        state.memory.target = state.deadline
    when = inheritance.period(
        kind,
        candidates,
        quantity.last,
        state.memory,
        state.clock,
        revised or foreseen,
        _in_force(verdict, words, quantity),
        verdict.cited,
        verdict.perfect,
        verdict.tense != "past",
    )
    label = next((t for t in candidates if words[t.first - 1] in ("for", "budget")), None)
    if kind == "baseline" and label is not None and 0 < label.first < quantity.begin:
        when = label.period
    if kind == "measure" and not candidates and words[quantity.begin] == "within":
        when = None
    inside = next((t for t in clause.times if t.first <= quantity.first < t.last), None)
    if inside is not None and inside.period and quantity.op is None:
        when = inside.period
    if kind == "baseline" and state.budget and not candidates and not _DRAFTS.isdisjoint(words):
        when = state.budget
    ago = next((t for t in clause.times if t.relative and 0 <= t.first - quantity.last <= 1), None)
    if kind == "baseline" and ago is not None and state.clock is not None:
        when = inheritance.year_before(state.memory.actual or state.clock.now)
    if kind == "baseline" and quantity.money and _is_former(words, quantity, candidates):
        known = candidates[0].period if candidates else state.memory.measure or state.budget
        when = inheritance.year_before(known) if known else when
    if kind == "baseline" and not candidates and _NAMED_BEFORE.intersection(near[-4:]):
        known = state.memory.measure or state.budget if "budget" in near[-4:] else None
        when = inheritance.year_before(known) if known else when
    if kind == "measure" and not candidates and not state.budget and _whole_scheme(words, quantity):
        when = None
        state.memory.measure = ""
    dated = bool(candidates) and 0 <= candidates[0].first - quantity.last <= 1
    if (
        revised
        and not dated
        and when is not None
        and state.clock
        and int(when[:4]) <= state.clock.year
    ):
        future = [t.period for t in clause.times if t.end > state.clock.year]
        when = future[0] if future else state.memory.target or when
    if kind == "target" and op in CHANGES and quantity.unit == "percent":
        same = state.memory.op == op or (
            state.goal.op == op and _names_goal(words, quantity, state.goal)
        )
        goal = state.memory if state.memory.op == op else state.goal
        if same and quantity.op is None:
            base = base or goal.base_year
            when = when or goal.target
    elif kind == "baseline" and op == state.memory.op and op in CHANGES:
        base = base or state.memory.base_year
    if kind == "target" and when is None and not candidates:
        when = state.plan
    if kind == "target" and when is None and not candidates and state.elliptic and state.adjacent:
        when = state.goal.target
    if (state.budget and not candidates and not verdict.cited) and (
        (kind == "measure" and state.memory.measure is None)
        or (kind == "target" and state.memory.target is None)
    ):
        when = state.budget
    state.memory.standing = state.memory.standing or any(
        words[max(0, t.first - 2) : t.first] in _STANDING or t.role == "now" for t in candidates
    )
    explicit = any(time.role != "span" for time in candidates)
    if kind == "measure" and state.budget and when is not None:
        explicit = explicit and last_year(when) >= last_year(state.budget)
    kept = None if base_time is not None and base_time.relative else base
    inheritance.remember(state.memory, kind, op, quantity.unit, when, kept, explicit)
    if base_time is not None and base_time.relative and when is not None:
        base = inheritance.year_before(when)
    promised = kind == "target"
    return Dated(kind, modality if promised else None, firmness if promised else None, when, base)


def is_deadline_ahead(times: list[Time], state: State) -> bool:
    """Tell whether a deadline that is still to come is among the times of a sentence."""
    now = state.clock
    return now is not None and any(t.role == "deadline" and t.end > now.year for t in times)


def _is_estimated(words: list[str], quantity: Quantity, time: Time, state: State) -> bool:
    """Tell whether a number is estimated for a year that is not over: is estimated at 6.8%."""
    now, near = state.clock, words[max(0, quantity.begin - 5) : quantity.begin]
    if now is None or "estimated" not in near or time.role != "at":
        return False
    return time.end == now.year and now.month < 12 and {"is", "are"}.intersection(near) != set()


def _of_relative(words: list[str], quantity: Quantity, time: Time, state: State) -> bool:
    """Tell whether a year to come is that of a clause with *which*: X is 5 GW, which is to ..."""
    if state.clock is None or time.role != "at" or time.end <= state.clock.year:
        return False
    return "which" in words[quantity.last : time.first]


def _gone_by(time: Time, state: State) -> bool:
    """Tell whether a time is a run of months that is over: what was given then is a result."""
    first, _, last = time.period.partition("/")
    now = state.clock
    if now is None or time.role != "at" or not len(first) == len(last) == 7:
        return False
    return time.end < now.year or (time.end == now.year and (not now.month or last <= now.now))


def _is_former(words: list[str], quantity: Quantity, times: list[Time]) -> bool:
    """Tell whether an amount is that of the year before: a budget of $6m, up from $5m."""
    begin = quantity.begin
    if words[begin - 1] != "from":
        return False
    moved = next(
        (i for i in range(begin - 2, max(-1, begin - 8), -1) if words[i] in ("up", "down")), None
    )
    return moved is not None and all(time.first < moved for time in times)


def _names_goal(words: list[str], quantity: Quantity, goal: Memory) -> bool:
    """Tell whether a goal for the indicator of an earlier one is named near a quantity."""
    near = words[max(0, quantity.begin - 10) : quantity.last + 3]
    return bool(tenses.GOALS.intersection(near) and goal.indicator.intersection(near))


def _whole_scheme(words: list[str], quantity: Quantity) -> bool:
    """Tell whether an amount is the total of a scheme, spread over years that are not told."""
    near = words[max(0, quantity.begin - 4) : quantity.begin]
    if not quantity.money or near[-1:] != ["of"]:
        return False
    return "outlay" in near or ("total" in near and bool({"budget", "cost", "size"} & set(near)))


def _in_force(verdict: kinds.Verdict, words: list[str], quantity: Quantity) -> bool:
    """Tell whether a measure without a time holds from publication: told, or decided by us."""
    settled = "may" not in words and "could" not in words
    if not verdict.ahead or (quantity.noun is None and settled):
        return True
    return bool({"we", "i", "our", "we'll", "i'll"} & set(words))


def repeated(statements: list[Statement]) -> list[Statement]:
    """Give a target without a date the date that the document gives it elsewhere."""
    dated = {
        (one.value, one.value_high, one.unit): one.period
        for one in reversed(statements)
        if one.kind == "target" and one.period is not None and one.unit != "percent"
    }
    return [
        replace(one, period=dated.get((one.value, one.value_high, one.unit)))
        if one.kind == "target" and one.period is None
        else one
        for one in statements
    ]


def keep_span(words: list[str], times: list[Time], state: State) -> None:
    """Keep the years of a plan or forecast, and read *the forecast period* as them."""
    if state.clock is None:
        return
    for time in times:
        first, _, last = time.period.partition("/")
        years = int(last[:4]) - int(first[:4]) if last else 0
        if 2 <= years <= 30 and time.end > state.clock.year:
            state.span = time.period
            if time.role == "at" and _PLANS.intersection(words):
                state.plan = time.period
    if "period" in words and state.span is not None:
        place = words.index("period")
        if place and words[place - 1] in _PLANS:
            times.append(Time(place - 1, place + 1, state.span, "ahead"))


def take_up(words: list[str], times: list[Time], state: State) -> None:
    """Read *by then*, *in that time* and *the previous quarter* as times named before."""
    if "quarter" in words and not times and (quarter := state.memory.actual) is not None:
        place = words.index("quarter")
        if words[place - 1] in _QUARTER_BEFORE and (before := periods.quarter_before(quarter)):
            times.append(Time(place - 1, place + 1, before, "at"))
    if state.named is not None and not {"then", "that"}.isdisjoint(words):
        for index, word in enumerate(words[1:], 1):
            if word == "then" and words[index - 1] == "by":
                times.append(Time(index, index + 1, state.named, "deadline"))
            elif (word == "that" and words[index - 1] in ("by", "in", "within", "over")) and (
                words[index + 1 : index + 2] in (["time"], ["date"], ["year"], ["period"])
            ):
                times.append(Time(index, index + 2, state.named, "deadline"))
    ahead = [t.period for t in times if state.clock is not None and t.end > state.clock.year]
    state.named = ahead[-1] if ahead else state.named


def keep_date(times: list[Time], state: State) -> None:
    """Keep the time of a sentence that has no statement, for those after it."""
    for time in times:
        if (time.role == "at" and state.clock is not None and time.period) and (
            time.end <= state.clock.year and time.first <= 3
        ):
            state.memory.actual = time.period
