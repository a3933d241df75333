"""Forecasts of short series: what the docstrings claim."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from saidao.kernels.forecast import (
    Forecast,
    Form,
    extrapolate,
    last_growth,
    probability_above,
    random_walk,
    straight_line,
)

FORMS: list[Form] = ["level", "share", "flow"]
ALL = [extrapolate, straight_line, last_growth, random_walk]
VALUES = st.lists(st.floats(0.5, 500), min_size=3, max_size=20)


@pytest.mark.parametrize("form", FORMS)
@settings(deadline=None)
@given(values=VALUES, ahead=st.integers(1, 15))
def test_scale_is_positive_and_grows_with_the_horizon(
    form: Form, values: list[float], ahead: int
) -> None:
    years = range(2000, 2000 + len(values))
    near = extrapolate(years, values, years[-1] + ahead, form)
    far = extrapolate(years, values, years[-1] + ahead + 1, form)
    assert 0 < near.scale <= far.scale
    assert math.isfinite(near.location)


@pytest.mark.parametrize("form", ["share", "flow"])
@settings(deadline=None)
@given(values=VALUES, factor=st.floats(0.01, 1000))
def test_changing_the_unit_changes_the_forecast_alike(
    form: Form, values: list[float], factor: float
) -> None:
    years = range(2000, 2000 + len(values))
    one = extrapolate(years, values, years[-1] + 5, form)
    other = extrapolate(years, [factor * value for value in values], years[-1] + 5, form)
    assert other.location == pytest.approx(factor * one.location, rel=1e-6, abs=1e-9 * factor)
    assert other.scale == pytest.approx(factor * one.scale, rel=1e-6)


@settings(deadline=None)
@given(values=VALUES, factor=st.floats(0.01, 1000))
def test_the_unit_of_a_level_does_not_change_how_sure_it_is(
    values: list[float], factor: float
) -> None:
    years = range(2000, 2000 + len(values))
    one = extrapolate(years, values, years[-1] + 5, "level")
    other = extrapolate(years, [factor * value for value in values], years[-1] + 5, "level")
    assert other.scale == pytest.approx(one.scale, rel=1e-6)
    assert other.value(other.location) == pytest.approx(factor * one.value(one.location), rel=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_a_smooth_series_keeps_some_width(form: Form) -> None:
    flat = extrapolate(range(2000, 2010), [40.0] * 10, 2011, form)
    assert flat.value(flat.location) == pytest.approx(40.0)
    assert flat.scale > 0.01


def test_drift_is_damped_and_shrunk() -> None:
    years, values = range(2000, 2010), [10.0 + year for year in range(10)]
    found = extrapolate(years, values, 2019, "share")
    assert 19 < found.location < random_walk(years, values, 2019, "share").location


def test_old_values_do_not_count() -> None:
    recent = [float(value) for value in range(20, 32)]
    with_old = extrapolate(range(2000, 2016), [900.0, 1.0, 700.0, 3.0, *recent], 2017, "share")
    without = extrapolate(range(2004, 2016), recent, 2017, "share")
    assert with_old == without


@pytest.mark.parametrize("how", ALL)
@pytest.mark.parametrize(
    ("years", "values"),
    [
        ([], []),
        ([2000, 2001], [1.0]),
        ([2001, 2000, 2002], [1.0, 2.0, 3.0]),
        ([2000, 2000, 2001], [1.0, 2.0, 3.0]),
        ([2000, 2001, 2002], [1.0, math.nan, 3.0]),
        ([2000, 2001, 2002], [1.0, -1.0, 3.0]),
    ],
)
def test_what_is_not_a_series_is_refused(
    how: object, years: list[int], values: list[float]
) -> None:
    with pytest.raises(ValueError, match="must"):
        how(years, values, 2005, "level")  # type: ignore[operator]


@pytest.mark.parametrize("how", [straight_line, last_growth, random_walk])
def test_two_values_are_no_trend(how: object) -> None:
    with pytest.raises(ValueError, match="3 values"):
        how([2000, 2001], [1.0, 2.0], 2005, "share")  # type: ignore[operator]


def test_the_past_is_not_forecast() -> None:
    with pytest.raises(ValueError, match="after 2001"):
        extrapolate([2000, 2001], [1.0, 2.0], 2001, "share")
    with pytest.raises(ValueError, match="positive"):
        Forecast(0.0, 1.0, "level").on_scale(0.0)


@settings(deadline=None)
@given(st.floats(-5, 5))
def test_probabilities_above_and_below_are_one(distance: float) -> None:
    forecast = Forecast(10.0, 2.0, "share")
    above = probability_above(forecast, 10 + distance)
    assert above + probability_above(forecast, 10 - distance) == pytest.approx(1.0)
