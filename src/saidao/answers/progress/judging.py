"""How figures stand to a target: met, on the path, behind, missed, or met and lost again.

Pure arithmetic over a target and its comparable figures; which figures are comparable is
decided in `saidao.answers.progress.evidence`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from saidao.answers.progress.paths import Path, at

__all__ = ["CLOSE", "Aim", "Fact", "Judgement", "baseline", "judge", "meets", "path_of"]

CLOSE = 0.95
"""From this share on a figure meets a target that is itself approximate."""

DOWN = frozenset({"<", "<="})

State = Literal[
    "reached",
    "lost",
    "not_reached",
    "on_path",
    "behind",
    "below",
    "no_deadline_figure",
    "undecided",
]


@dataclass(frozen=True, slots=True)
class Aim:
    """What is asked for: a level, by the end of the year `due`, since the day `since`.

    `standing` says that the level shall hold after `due` as well; a rate of one year is
    judged by that year alone.
    """

    cmp: str
    value: float
    unit: str
    due: str | None = None
    since: str | None = None
    standing: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """A comparable figure: `end` is the ISO end of the whole period, or the point in time."""

    id: str
    end: str
    value: float
    cmp: str = "="

    @property
    def year(self) -> str:
        """The year in which the period ends."""
        return self.end[:4]

    @property
    def closes_year(self) -> bool:
        """Whether it says how the year ended."""
        return len(self.end) == 4 or self.end[5:7] == "12"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A state with the figure that shows it.

    `first` is the first figure that met the target, `before` the last one that met it
    before it was lost; `contested` says that figures of one time disagree.
    """

    state: State
    fact: Fact | None = None
    first: Fact | None = None
    before: Fact | None = None
    contested: bool = False


def meets(aim: Aim, fact: Fact) -> bool | None:
    """Return whether a figure meets a target; None where the two cannot be compared.

    Examples
    --------
    >>> meets(Aim(">", 100, "count"), Fact("a", "2025", 100))
    False
    >>> meets(Aim("~", 100, "count"), Fact("a", "2025", 96))
    True
    """
    target, known = aim.value, fact.value
    if aim.cmp in DOWN:
        if fact.cmp in {">", ">="}:
            return None
        return known < target if aim.cmp == "<" else known <= target
    if fact.cmp in DOWN:
        return None
    if aim.cmp == ">":
        return known > target or (known == target and fact.cmp == ">")
    if aim.cmp == "~":
        return known >= CLOSE * target
    return known >= target


def judge(aim: Aim, facts: Iterable[Fact], today: str, base: Fact | None = None) -> Judgement:
    """Return how a target stands on a day.

    Parameters
    ----------
    aim : Aim
    facts : iterable of Fact
        Comparable figures in any order; what lies after `today` is left out.
    today : str
        ISO day.
    base : Fact, optional
        Where the path to the target begins; chosen from the figures if not given.
    """
    known = sorted(
        (one for one in facts if at(one.end) <= at(today) and meets(aim, one) is not None),
        key=lambda one: (at(one.end), one.id),
    )
    times = [list(group) for _, group in itertools.groupby(known, key=lambda one: at(one.end))]
    counted = [group for group in times if since(aim, group[0])]
    in_time = [group for group in counted if in_reach(aim, group[0].year)]
    first = next((group[-1] for group in in_time if verdict(aim, group)), None)
    if in_time and (newest := in_time[-1]) and (met := verdict(aim, newest)) is not False:
        if met is None:
            return Judgement("undecided", newest[-1], contested=True)
        return later(aim, counted, Judgement("reached", newest[-1], first=first))
    passed = aim.due is not None and today[:4] > aim.due
    if not in_time:
        state: State = "no_deadline_figure" if passed else "undecided"
        return Judgement(state, times[-1][-1] if times else None)
    last = in_time[-1][-1]
    before = next((group[-1] for group in reversed(in_time) if verdict(aim, group)), None)
    if before is not None:
        return Judgement("lost", last, first=first, before=before)
    if last.year == aim.due and last.closes_year:
        return Judgement("not_reached", last)
    if passed:
        return Judgement("no_deadline_figure", last)
    path = path_of(aim, known, base)
    if path is None or at(last.end) <= path.start:
        return Judgement("below", last)
    return Judgement("on_path" if path.holds(at(last.end), last.value) else "behind", last)


def in_reach(aim: Aim, year: str) -> bool:
    """Return whether figures of a year can show that a target is met in time."""
    if aim.due is None:
        return True
    return year <= aim.due if aim.standing else year == aim.due


def since(aim: Aim, fact: Fact) -> bool:
    """Return whether a figure is of a time after the target was set."""
    return aim.since is None or at(fact.end) > at(aim.since, begins=True)


def verdict(aim: Aim, group: Sequence[Fact]) -> bool | None:
    """Return whether the figures of one time meet a target; None where they disagree."""
    said = {meets(aim, one) for one in group}
    return said.pop() if len(said) == 1 else None


def later(aim: Aim, groups: Sequence[list[Fact]], met: Judgement) -> Judgement:
    """Return a target that was met, or was met and lost after its deadline."""
    if aim.due is None or not aim.standing:
        return met
    after = [group for group in groups if group[0].year > aim.due]
    if after and verdict(aim, after[-1]) is False:
        return Judgement("lost", after[-1][-1], first=met.first, before=met.fact)
    return met


def baseline(aim: Aim, facts: Sequence[Fact]) -> Fact | None:
    """Return the figure where the path begins: the last one before the target was set.

    Where nothing is known from before, or nobody says when it was set, it is the first.
    """
    ordered = sorted(facts, key=lambda one: (at(one.end), one.id))
    if aim.since is not None:
        known = [one for one in ordered if at(one.end) <= at(aim.since, begins=True)]
        if known:
            return known[-1]
    return ordered[0] if ordered else None


def path_of(aim: Aim, facts: Sequence[Fact], base: Fact | None = None) -> Path | None:
    """Return the path from the baseline to the target, None without either end."""
    base = base or baseline(aim, facts)
    if base is None or aim.due is None or not aim.standing or at(base.end) >= at(aim.due):
        return None
    if meets(aim, base) is not False:
        return None  # There is no way to go from a figure that is there already.
    return Path.between(
        at(base.end), base.value, at(aim.due), aim.value, aim.unit, down=aim.cmp in DOWN
    )
