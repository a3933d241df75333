"""GCJ-02 and back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.terms.coordinates import gcj02_to_wgs84, wgs84_to_gcj02

EARTH_RADIUS_M = 6_371_000


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the distance of two near points."""
    east = np.radians(lon_b - lon_a) * np.cos(np.radians(lat_a))
    return float(np.hypot(east, np.radians(lat_b - lat_a)) * EARTH_RADIUS_M)


@given(st.floats(75, 134), st.floats(4, 53))
def test_round_trip_stays_within_a_metre(lon: float, lat: float) -> None:
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert metres(lon, lat, float(back[0]), float(back[1])) < 1


@pytest.mark.parametrize(
    ("lon", "lat"), [(121.4737, 31.2304), (116.3913, 39.9075), (87.6168, 43.8256)]
)
def test_shift_is_some_hundred_metres(lon: float, lat: float) -> None:
    shifted = wgs84_to_gcj02(lon, lat)
    assert 100 < metres(lon, lat, float(shifted[0]), float(shifted[1])) < 1000


def test_known_pair() -> None:
    """Tiananmen: the pair that descriptions of the transform use, to a metre."""
    lon, lat = wgs84_to_gcj02(116.391349, 39.907375)
    assert metres(116.397590, 39.908776, float(lon), float(lat)) < 2


def test_outside_china_nothing_is_shifted() -> None:
    lon, lat = wgs84_to_gcj02([2.35, -74.0], [48.85, 40.7])
    assert lon.tolist() == [2.35, -74.0]
    assert lat.tolist() == [48.85, 40.7]


def test_arrays_keep_their_shape() -> None:
    lon, lat = gcj02_to_wgs84(np.full((3, 2), 121.5), np.full((3, 2), 31.2))
    assert lon.shape == lat.shape == (3, 2)
    assert np.ptp(lon) == 0
