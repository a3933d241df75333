"""States of targets from figures alone: hand-made histories, and laws that all obey."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from saidao.answers.progress.judging import Aim, Fact, judge, meets, path_of
from saidao.answers.progress.paths import Path, at, required

AIM = Aim(">=", 100, "count", due="2025", since="2021-06")


def facts(**values: float) -> list[Fact]:
    """Figures by the year that they are of: y2022=40."""
    return [Fact(name, name[1:], value) for name, value in values.items()]


def state(aim: Aim, figures: list[Fact], today: str) -> str:
    """Return the state on a day."""
    return judge(aim, figures, today).state


@pytest.mark.parametrize(
    ("figures", "today", "expected"),
    [
        ({"y2024": 101}, "2025-03-01", "reached"),
        ({"y2024": 101, "y2025": 99}, "2026-03-01", "lost"),
        ({"y2023": 101, "y2024": 90}, "2025-03-01", "lost"),
        ({"y2025": 100, "y2026": 80}, "2027-03-01", "lost"),
        ({"y2025": 100, "y2026": 80, "y2027": 120}, "2028-03-01", "reached"),
        ({"y2025": 99}, "2026-03-01", "not_reached"),
        ({"y2025": 99, "y2026": 120}, "2027-03-01", "not_reached"),
        ({"y2024": 99}, "2026-03-01", "no_deadline_figure"),
        ({"y2020": 60}, "2026-03-01", "no_deadline_figure"),
        ({"y2020": 60}, "2023-03-01", "undecided"),
        ({"y2020": 60, "y2022": 76}, "2023-03-01", "on_path"),
        ({"y2020": 60, "y2022": 75}, "2023-03-01", "behind"),
        ({"y2022": 75}, "2023-03-01", "below"),
        ({}, "2023-03-01", "undecided"),
    ],
)
def test_histories(figures: dict[str, float], today: str, expected: str) -> None:
    assert state(AIM, facts(**figures), today) == expected


def test_what_was_there_before_the_promise_does_not_keep_it() -> None:
    assert state(AIM, facts(y2020=110, y2022=95), "2023-03-01") == "below"
    assert state(AIM, facts(y2020=110), "2023-03-01") == "undecided"


def test_what_comes_after_today_is_not_known() -> None:
    history = facts(y2020=60, y2022=75, y2024=120)
    assert state(AIM, history, "2023-03-01") == "behind"
    assert state(AIM, history, "2025-01-01") == "reached"


def test_a_point_within_the_deadlines_year_may_show_success_and_no_failure() -> None:
    june, december = Fact("june", "2025-06", 90), Fact("december", "2025-12", 90)
    assert state(AIM, [june], "2026-02-01") == "no_deadline_figure"
    assert state(AIM, [december], "2026-02-01") == "not_reached"
    assert state(AIM, [replace(june, value=100)], "2026-02-01") == "reached"


def test_sources_that_disagree_about_one_year_decide_nothing() -> None:
    found = judge(AIM, [Fact("a", "2025", 99), Fact("b", "2025", 101)], "2026-02-01")
    assert (found.state, found.contested) == ("undecided", True)
    agreed = judge(AIM, [Fact("a", "2025", 100), Fact("b", "2025", 101)], "2026-02-01")
    assert agreed.state == "reached"


def test_a_rate_is_of_its_own_year() -> None:
    rate = replace(AIM, value=5, unit="percent", standing=False)
    assert state(rate, facts(y2023=6), "2024-02-01") == "undecided"
    assert state(rate, facts(y2025=6, y2026=3), "2027-02-01") == "reached"
    assert state(rate, facts(y2025=4), "2026-02-01") == "not_reached"
    assert path_of(rate, facts(y2020=3)) is None


def test_a_ceiling_is_kept_from_above() -> None:
    ceiling = Aim("<=", 50, "count", due="2025", since="2021")
    assert state(ceiling, facts(y2020=80, y2022=60), "2023-02-01") == "on_path"
    assert state(ceiling, facts(y2020=80, y2022=70), "2023-02-01") == "behind"
    assert state(ceiling, facts(y2025=51), "2026-02-01") == "not_reached"


@pytest.mark.parametrize(
    ("asked", "known", "expected"),
    [
        ((">", 100), (100, "="), False),
        ((">", 100), (100, ">"), True),
        (("=", 100), (100, "="), True),
        (("~", 100), (95, "="), True),
        (("~", 100), (94.9, "="), False),
        ((">=", 100), (120, "<="), None),
        (("<=", 100), (90, ">="), None),
        (("<", 100), (100, "="), False),
    ],
)
def test_comparators(
    asked: tuple[str, float], known: tuple[float, str], expected: bool | None
) -> None:
    aim, fact = Aim(*asked, "count"), Fact("a", "2025", *known)
    assert meets(aim, fact) is expected


levels = st.floats(min_value=0.01, max_value=1e13, allow_nan=False)
years = st.integers(min_value=2015, max_value=2030)
histories = st.lists(st.tuples(years, levels), max_size=8, unique_by=lambda pair: pair[0])


def figures_of(history: list[tuple[int, float]]) -> list[Fact]:
    """Return a drawn history as figures."""
    return [Fact(f"o{year}", str(year), value) for year, value in history]


@given(histories, levels, years, st.randoms())
def test_the_order_of_figures_does_not_matter(
    history: list[tuple[int, float]], target: float, due: int, random: object
) -> None:
    aim = Aim(">=", target, "CNY", due=str(due))
    figures = figures_of(history)
    shuffled = list(figures)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge(aim, figures, "2028-01-01") == judge(aim, shuffled, "2028-01-01")


@given(histories, levels, years, st.floats(min_value=1, max_value=10))
def test_higher_figures_never_make_a_met_target_unmet(
    history: list[tuple[int, float]], target: float, due: int, factor: float
) -> None:
    aim = Aim(">=", target, "CNY", due=str(due))
    before = state(aim, figures_of(history), "2031-01-01")
    after = state(aim, figures_of([(y, v * factor) for y, v in history]), "2031-01-01")
    if before == "reached":
        assert after == "reached"
    if after == "not_reached":
        assert before in {"not_reached", "no_deadline_figure"}


@given(histories, levels, years)
def test_a_strict_target_is_never_easier(
    history: list[tuple[int, float]], target: float, due: int
) -> None:
    plain = Aim(">=", target, "CNY", due=str(due))
    for figure in figures_of(history):
        if meets(replace(plain, cmp=">"), figure):
            assert meets(plain, figure)
        if meets(plain, figure):
            assert meets(replace(plain, cmp="~"), figure)


@given(levels, levels, st.integers(1, 20), st.sampled_from(["CNY", "count", "percent"]))
def test_a_path_joins_its_ends_and_never_turns(
    base: float, target: float, length: int, unit: str
) -> None:
    path = Path.between(2020.0, base, 2020.0 + length, target, unit)
    assert math.isclose(path.value(path.start), base, rel_tol=1e-9)
    assert math.isclose(path.value(path.end), target, rel_tol=1e-9)
    values = [value for _, value in path.years()]
    assert len(values) == length + 1
    slack = 1e-9 * max(base, target)
    rising = target >= base
    assert all((b - a if rising else a - b) >= -slack for a, b in itertools.pairwise(values))


@given(levels, levels, st.integers(1, 20), st.sampled_from(["CNY", "count", "percent"]))
def test_what_is_needed_a_year_arrives_at_the_target(
    value: float, target: float, length: int, unit: str
) -> None:
    assume(1e-6 < target / value < 1e6)
    needed = required(2020.0, value, 2020.0 + length, target, unit)
    assert needed is not None
    arrived = (
        value * (1 + needed.rate / 100) ** length
        if needed.form == "geometric"
        else value + needed.rate * length
    )
    # A rate has twelve digits: of a large value they end before those of a small target.
    room = 1e-11 * max(value, target)
    assert math.isclose(arrived, target, rel_tol=1e-6, abs_tol=room)


def test_no_time_left_needs_nothing() -> None:
    assert required(2026.0, 50, 2026.0, 100, "count") is None


@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28))
def test_the_end_of_a_time_lies_in_it_or_at_its_edge(year: int, month: int, day: int) -> None:
    day_end = at(f"{year}-{month:02}-{day:02}")
    assert at(f"{year}", begins=True) < day_end <= at(f"{year}") + 1e-9
    assert at(f"{year}-{month:02}", begins=True) < day_end <= at(f"{year}-{month:02}") + 1e-9
