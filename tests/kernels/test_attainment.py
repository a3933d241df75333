"""The probability of a target: what it may depend on, and when there is none."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.kernels import attainment_model
from saidao.kernels.attainment import (
    FAMILIES,
    MIN_OUTCOMES,
    Attainment,
    Kind,
    Target,
    attainment,
    terms,
)
from saidao.kernels.attainment_fit import Past, fit_attainment, outcome_errors
from saidao.kernels.attainment_model import fitted_model, named, read_model, tables

KNOWN = fitted_model().known
YEARS, SHARE = (2014, 2015, 2016, 2017, 2018, 2019), (20.0, 21.0, 22.5, 23.0, 24.5, 25.0)
RENEWABLE = Target(30.0, 2025, 2020, "clean_energy", kind="share")
VALUES = st.lists(st.floats(1, 90), min_size=3, max_size=12)


def asked(value: float, **changes: object) -> Attainment:
    """The answer for the renewable share with another number."""
    return attainment(dataclasses.replace(RENEWABLE, value=value, **changes), YEARS, SHARE)


def said(answer: Attainment) -> float:
    """The probability, which must be there."""
    assert answer.probability is not None
    return answer.probability


@pytest.mark.parametrize("kind", ["share", "level", "growth_rate"])
@pytest.mark.parametrize("family", [name for name, (n, _) in KNOWN.items() if n >= MIN_OUTCOMES])
def test_a_higher_target_is_less_likely(family: str, kind: Kind) -> None:
    answers = [asked(5 + value / 2, family=family, kind=kind) for value in range(70)]
    chances = [said(one) for one in answers if not one.reason]
    assert len(chances) > 40
    # Being unsure of a slope moves far targets towards one half by a little.
    assert max(np.diff(chances)) < 0.01
    assert chances[0] > chances[-1] + 0.1


def test_a_lower_ceiling_is_less_likely() -> None:
    target = Target(5.5, 2026, 2026, "jobs", "<=", "down", kind="level")
    series = (2019, 2020, 2021, 2022, 2023, 2024, 2025), (5.2, 5.6, 5.1, 5.6, 5.2, 5.1, 5.2)
    chances = [
        said(attainment(dataclasses.replace(target, value=value), *series))
        for value in (7.0, 5.5, 5.0, 4.0)
    ]
    assert chances == sorted(chances, reverse=True)


def test_a_reduction_is_counted_from_its_base() -> None:
    target = Target(20.0, 2020, 2016, "health", kind="reduction", base=100.0)
    falling = attainment(target, range(2008, 2016), [110 - 3 * year for year in range(8)])
    rising = attainment(target, range(2008, 2016), [80 + 3 * year for year in range(8)])
    assert said(falling) > said(rising)
    assert falling.median is not None
    assert falling.median < 100


def test_a_range_asks_for_its_good_end() -> None:
    low_end = asked(28.0, comparator="range", high=35.0)
    assert said(low_end) == pytest.approx(said(asked(28.0)))


@settings(deadline=None)
@given(values=VALUES, goal=st.floats(1, 90), later=st.integers(1, 12))
def test_answers_are_probabilities_inside_their_intervals(
    values: list[float], goal: float, later: int
) -> None:
    years = range(2010, 2010 + len(values))
    target = Target(goal, years[-1] + 1 + later, years[-1] + 1, "clean_energy", kind="share")
    answer = attainment(target, years, values)
    if answer.reason == "beyond_past_outcomes":
        return
    assert 0 < said(answer) < 1
    assert answer.probability_interval is not None
    low, high = answer.probability_interval
    assert 0 <= low < high <= 1
    assert answer.outcome_interval is not None
    assert answer.median is not None
    assert answer.outcome_interval[0] < answer.median < answer.outcome_interval[1]
    assert answer.method == "trend"


@settings(deadline=None)
@given(values=VALUES, factor=st.floats(0.01, 1000))
def test_the_unit_does_not_matter(values: list[float], factor: float) -> None:
    years = range(2010, 2010 + len(values))
    target = Target(40.0, years[-1] + 5, years[-1] + 1, "clean_energy", kind="level")
    other = dataclasses.replace(target, value=40.0 * factor)
    ours = attainment(target, years, values)
    theirs = attainment(other, years, [factor * value for value in values])
    assert theirs.reason == ours.reason
    if not ours.reason:
        assert said(theirs) == pytest.approx(said(ours), rel=1e-6)


def test_without_a_series_only_its_like_speak() -> None:
    answer = attainment(RENEWABLE)
    assert answer.method == "like_targets"
    assert answer.outcome_interval is None
    assert said(answer) == pytest.approx(said(attainment(dataclasses.replace(RENEWABLE, value=99))))


def test_an_old_or_short_series_shows_no_trend() -> None:
    late = dataclasses.replace(RENEWABLE, set_year=2024, deadline=2030)
    assert attainment(late, YEARS, SHARE).method == "like_targets"
    assert attainment(RENEWABLE, YEARS[-2:], SHARE[-2:]).method == "like_targets"


def test_an_unknown_programme_leaves_more_open() -> None:
    growth = Target(5.0, 2026, 2026, "growth", kind="growth_rate")
    known = attainment(dataclasses.replace(growth, programme="china-province-growth"))
    unknown = attainment(growth)
    assert known.probability_interval is not None
    assert unknown.probability_interval is not None
    width = [high - low for low, high in (known.probability_interval, unknown.probability_interval)]
    assert width[0] < width[1]


@pytest.mark.parametrize(
    ("family", "reason"),
    [
        ("industry_size", "too_few_past_outcomes"),
        ("firms", "no_past_outcomes"),
        ("", "no_past_outcomes"),
        ("of another kind", "no_past_outcomes"),
    ],
)
def test_no_probability_without_past_outcomes(family: str, reason: str) -> None:
    target = Target(18000.0, 2025, 2021, family)
    answer = attainment(target, range(2012, 2021), [7000.0 * 1.08**year for year in range(9)])
    assert answer.probability is None
    assert answer.probability_interval is None
    assert (answer.method, answer.reason) == ("none", reason)
    assert answer.outcome_interval is not None  # The trend is still a trend.


def test_what_has_happened_is_not_forecast() -> None:
    passed = attainment(RENEWABLE, (*YEARS, 2025), (*SHARE, 31.0), as_of=2026)
    assert passed.reason == "deadline_passed"
    assert passed.probability is None
    assert attainment(RENEWABLE, as_of=2026).reason == "deadline_passed"


def test_nothing_that_is_not_known_yet_is_used() -> None:
    with pytest.raises(ValueError, match="not known in 2018"):
        attainment(RENEWABLE, YEARS, SHARE, as_of=2018)
    with pytest.raises(ValueError, match="ascend"):
        attainment(RENEWABLE, YEARS[::-1], SHARE)
    with pytest.raises(ValueError, match="ascend"):
        attainment(RENEWABLE, YEARS, SHARE[:-1])


def test_a_target_beyond_all_experience_gets_no_probability() -> None:
    answer = asked(4000.0)
    assert answer.probability is None
    assert answer.reason == "beyond_past_outcomes"
    assert asked(1e-3).probability is not None


def test_a_series_of_zeros_shows_no_trend() -> None:
    assert attainment(RENEWABLE, YEARS, [0.0] * 6).method == "like_targets"


def test_terms_of_a_far_target_are_bent() -> None:
    near = terms(dataclasses.replace(RENEWABLE, value=60.0), YEARS, SHARE)["distance:share"]
    found = terms(dataclasses.replace(RENEWABLE, value=600.0), YEARS, SHARE)
    assert -12 < found["distance:share"] < near < -2
    assert found["slope:share:clean_energy"] == found["distance:share"]
    assert found["met"] == -1.0


def test_families_of_the_table_are_named() -> None:
    model = fitted_model()
    assert set(model.known) <= set(FAMILIES)
    assert model.known["industry_size"][0] < MIN_OUTCOMES


def test_tables_round_trip(tmp_path: Path) -> None:
    shipped = fitted_model()
    for name, text in tables(shipped).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = read_model(tmp_path)
    assert read.name == shipped.name == named(read).name
    assert read.mean == shipped.mean
    assert np.array_equal(read.covariance, shipped.covariance)
    assert tables(read) == tables(shipped)


def test_tables_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    texts = tables(fitted_model())
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    covariance = tmp_path / attainment_model.COVARIANCE_FILE
    covariance.write_text("1,2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="does not fit"):
        read_model(tmp_path)
    terms_file = tmp_path / attainment_model.TERMS_FILE
    terms_file.write_text(texts[terms_file.name] + "guess,a,1,,,,,\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'guess'"):
        read_model(tmp_path)


def past(place: int, goal: float, outcome: float) -> Past:
    """A past target of growth with what came of it; one in seven has no series."""
    target = Target(goal, 2015, 2015, "growth", kind="growth_rate", programme="p")
    years, values = tuple(range(2010, 2015)), (8.0, 7.6, 7.9, 7.4, 7.7)
    if place % 7 == 0:
        years, values = (), ()
    return Past(str(place), str(place), target, years, values, outcome >= goal, outcome)


def test_a_fit_learns_that_near_targets_are_met() -> None:
    rng = np.random.default_rng(9)
    rows = [
        past(place, goal, float(7.6 + 0.5 * rng.normal()))
        for place, goal in enumerate(rng.uniform(6, 9, 120))
    ]
    model = fit_attainment(rows)
    near, far = rows[1].target, dataclasses.replace(rows[1].target, value=8.6)
    near = dataclasses.replace(near, value=6.0)
    series = rows[1].years, rows[1].values
    assert said(attainment(near, *series, model=model)) > 0.7
    assert said(attainment(far, *series, model=model)) < 0.4
    errors = outcome_errors(rows)["flow"]
    assert errors.low < 0 < errors.high


def test_nothing_to_fit_on() -> None:
    with pytest.raises(ValueError, match="no past target"):
        fit_attainment([])
    assert outcome_errors([])["share"].outcomes == 0
