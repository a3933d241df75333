"""Kd of one pattern: the definition, its bandwidth, hostile input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.kernels.distance.plain import distances, pattern, slow_kd

from saidao.kernels.distance import kd
from saidao.kernels.distance.pairs import pair_counts
from saidao.kernels.distance.sites import EARTH_RADIUS, place, project
from saidao.kernels.distance.smoothing import (
    rule_of_thumb,
    rule_of_thumb_binned,
    smoothing_weights,
)


def test_kernel_integrates_to_one_over_positive_distances() -> None:
    r = np.linspace(0, 120, 4_801)
    w = smoothing_weights(r, 1.0, 60, 4.0)
    np.testing.assert_allclose(np.trapezoid(w, r, axis=0)[:60], 1.0, atol=2e-6)
    assert (w[:, 60] == 0).all()


def test_cumulative_weights_are_the_integral() -> None:
    r = np.linspace(0, 50, 2_001)
    density = smoothing_weights(r, 0.7, 90, 3.0)
    whole = smoothing_weights(r, 0.7, 90, 3.0, cumulative=True)
    steps = (density[1:] + density[:-1]) / 2 * np.diff(r)[:, None]
    np.testing.assert_allclose(whole[1:] - whole[0], np.cumsum(steps, axis=0), atol=2e-5)
    np.testing.assert_allclose(whole[0], 0.0, atol=1e-9)


def test_bandwidth_is_the_one_of_bw_nrd0() -> None:
    # bw.nrd0(c(1, 2, 3, 4, 10)) in R: 0.9 * min(sd, IQR / 1.34) * 5^-0.2.
    assert rule_of_thumb(np.array([1.0, 2, 3, 4, 10])) == pytest.approx(
        0.9 * (2 / 1.34) * 5**-0.2, rel=1e-12
    )
    assert rule_of_thumb(np.array([3.0, 3, 3, 3])) == pytest.approx(0.9 * 3 * 4**-0.2)
    assert rule_of_thumb(np.zeros(4)) == pytest.approx(0.9 * 4**-0.2)


def test_bandwidth_of_a_histogram_is_that_of_the_sample() -> None:
    x, y = pattern(300)
    counts = pair_counts(place(x, y).points, 0.02, 4_000)
    d = distances(x, y)
    got = rule_of_thumb_binned(counts, 0.02, 80.0)
    assert got == pytest.approx(rule_of_thumb(d[d <= 80]), rel=1e-3)


def test_kd_is_the_definition() -> None:
    x, y = pattern(80)
    r = np.linspace(0, 60, 31)
    w = np.random.default_rng(3).lognormal(size=80)
    np.testing.assert_allclose(kd(x, y, r).kd, slow_kd(x, y, r), rtol=5e-4)
    np.testing.assert_allclose(kd(x, y, r, weights=w).kd, slow_kd(x, y, r, w), rtol=5e-4)
    np.testing.assert_allclose(
        kd(x, y, r, bandwidth=2.0).kd, slow_kd(x, y, r, h=2.0), rtol=2e-3, atol=2e-6
    )


def test_kd_integrates_to_its_cumulative_and_that_to_one() -> None:
    x, y = pattern(200)
    r = np.linspace(0, 250, 2_001)
    got = kd(x, y, r)
    steps = (got.kd[1:] + got.kd[:-1]) / 2 * np.diff(r)
    np.testing.assert_allclose(got.cumulative[1:], np.cumsum(steps), atol=1e-5)
    assert got.cumulative[-1] == pytest.approx(1.0, abs=1e-6)


def test_kd_does_not_mind_order_place_or_unit() -> None:
    x, y = pattern(1_500)
    r = np.linspace(0, 50, 26)
    base = kd(x, y, r)
    mixed = np.random.default_rng(0).permutation(1_500)
    np.testing.assert_array_equal(kd(x[mixed], y[mixed], r).kd, base.kd)
    np.testing.assert_allclose(kd(x + 4e5, y - 2e5, r).kd, base.kd, rtol=2e-4)
    np.testing.assert_allclose(kd(1_000 * x, 1_000 * y, 1_000 * r).kd * 1_000, base.kd, rtol=2e-4)
    np.testing.assert_allclose(kd(x, y, r, weights=np.full(1_500, 7.0)).kd, base.kd, rtol=1e-9)


def test_great_circle_is_the_plane_at_small_extents() -> None:
    x, y = pattern(600, side=30.0)
    lat = 31.2 + np.degrees(y / EARTH_RADIUS)
    lon = 121.5 + np.degrees(x / EARTH_RADIUS) / np.cos(np.radians(lat))
    r = np.linspace(0, 15, 16)
    flat, globe = kd(x, y, r, bandwidth=1.0), kd(lon, lat, r, metric="great_circle", bandwidth=1.0)
    np.testing.assert_allclose(globe.kd, flat.kd, rtol=5e-3)


def test_great_circle_is_the_arc_at_large_extents() -> None:
    rng = np.random.default_rng(4)
    lon, lat = rng.random(300) * 60 + 75, rng.random(300) * 30 + 20
    i, j = np.triu_indices(300, 1)
    a, b = np.radians(lat[i]), np.radians(lat[j])
    half = np.radians(lon[i] - lon[j]) / 2
    hav = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(half) ** 2
    arc = 2 * EARTH_RADIUS * np.arcsin(np.sqrt(hav))
    sites = place(lon, lat, "great_circle")
    got = np.cumsum(pair_counts(sites.points, 50.0, 100, sites.curvature))
    expected = np.searchsorted(np.sort(arc), 50.0 * np.arange(1, 101))
    assert np.abs(got[:100] - expected).max() <= 5


def test_globe_on_a_plane_says_how_far_off_it_is() -> None:
    rng = np.random.default_rng(5)
    lon, lat = 100 + rng.random(300) * 12, 30 + rng.random(300) * 10
    flat, globe = project(lon, lat), place(lon, lat, "great_circle")
    one = pair_counts(flat.points, 4.0, 100)
    other = pair_counts(globe.points, 4.0, 100, globe.curvature)
    assert 0 < flat.distortion < 0.005
    # Distances too long by d are d * 400 / 4 of a bin further out at most.
    assert np.abs(np.cumsum(one) - np.cumsum(other))[:100].max() <= 2 * max(other[:100])


@pytest.mark.parametrize(
    ("x", "y", "r", "options"),
    [
        ([1.0, math.nan], [0.0, 1.0], [1.0], {}),
        ([1.0, math.inf], [0.0, 1.0], [1.0], {}),
        ([1.0], [0.0, 1.0], [1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [], {}),
        ([1.0, 2.0], [0.0, 1.0], [0.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [2.0, 1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [-1.0, 1.0], {}),
        ([1.0, 2.0], [0.0, 1.0], [math.nan], {}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0, -1.0]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"weights": [1.0, math.nan]}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"metric": "taxicab"}),
        ([1.0, 2.0], [0.0, 91.0], [1.0], {"metric": "great_circle"}),
        ([1.0, 2.0], [0.0, 1.0], [1.0], {"bandwidth": 0.0}),
    ],
)
def test_wrong_input_is_refused(x: list, y: list, r: list, options: dict) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kd(x, y, r, **options)


def test_few_and_coincident_points() -> None:
    r = np.array([0.0, 1.0, 2.0])
    for n in (0, 1):
        assert np.isnan(kd(np.zeros(n), np.zeros(n), r).kd).all()
    same = kd(np.ones(5), np.ones(5), r)
    assert same.bandwidth == pytest.approx(0.9 * 10**-0.2)
    assert same.kd[0] > same.kd[1] > same.kd[2] > 0
    two = kd([0.0, 1.0], [0.0, 0.0], r)
    assert two.kd.argmax() == 1 or two.kd.argmax() == 0
    assert np.isfinite(two.kd).all()
    assert np.isnan(kd([0.0, 1.0], [0.0, 0.0], r, weights=[1.0, 0.0]).kd).all()
