"""The shifted Chinese coordinates and back, in the plain way that the kernels are held to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.plain_datums import (
    CHINA,
    bd09_to_gcj02,
    bd09_to_wgs84,
    gcj02_to_bd09,
    gcj02_to_wgs84,
    wgs84_to_bd09,
    wgs84_to_gcj02,
)

EARTH_RADIUS_M = 6_371_000
WEST, SOUTH, EAST, NORTH = CHINA
THERE_AND_BACK = [
    (wgs84_to_gcj02, gcj02_to_wgs84),
    (gcj02_to_bd09, bd09_to_gcj02),
    (wgs84_to_bd09, bd09_to_wgs84),
]


def metres(lon_a: float, lat_a: float, lon_b: float, lat_b: float) -> float:
    """Return the distance of two near points."""
    east = np.radians(lon_b - lon_a) * np.cos(np.radians(lat_a))
    return float(np.hypot(east, np.radians(lat_b - lat_a)) * EARTH_RADIUS_M)


@given(st.floats(WEST, EAST), st.floats(SOUTH, NORTH))
@example(WEST, SOUTH)
@example(WEST, NORTH)
@example(EAST, SOUTH)
@example(EAST, NORTH)
@example(105.0, 35.0)
@example(121.4737, 31.2304)
def test_round_trips_stay_within_a_millimetre(lon: float, lat: float) -> None:
    for there, back in THERE_AND_BACK:
        again = back(*there(lon, lat))
        assert metres(lon, lat, float(again[0]), float(again[1])) < 0.001


@pytest.mark.parametrize(("there", "back"), THERE_AND_BACK)
def test_every_edge_of_the_box_comes_back(there, back) -> None:  # type: ignore[no-untyped-def]
    along = np.linspace(0, 1, 2001)
    lon = np.concatenate([WEST + (EAST - WEST) * along] * 2 + [along * 0 + WEST, along * 0 + EAST])
    lat = np.concatenate(
        [along * 0 + SOUTH, along * 0 + NORTH] + [SOUTH + (NORTH - SOUTH) * along] * 2
    )
    again = back(*there(lon, lat))
    np.testing.assert_allclose(again[0], lon, rtol=0, atol=1e-9)
    np.testing.assert_allclose(again[1], lat, rtol=0, atol=1e-9)


@given(st.floats(120.85, 122.3), st.floats(30.6, 31.9))
def test_shanghai_is_shifted_by_some_hundred_metres(lon: float, lat: float) -> None:
    shifted = wgs84_to_gcj02(lon, lat)
    assert 300 < metres(lon, lat, float(shifted[0]), float(shifted[1])) < 700
    turned = gcj02_to_bd09(*shifted)
    moved = metres(float(shifted[0]), float(shifted[1]), float(turned[0]), float(turned[1]))
    assert 500 < moved < 1200


@pytest.mark.parametrize(
    ("plain", "shifted"),
    [
        # googollee/eviltransform (MIT), its unit tests: Shanghai, Shenzhen, Beijing.
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171774808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        # wandergis/coordtransform (MIT), test/app.js.
        ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ],
)
def test_published_pairs_of_gcj02(plain: tuple[float, float], shifted: tuple[float, float]) -> None:
    lon, lat = wgs84_to_gcj02(*plain)
    assert metres(*shifted, float(lon), float(lat)) < 0.5
    back_lon, back_lat = gcj02_to_wgs84(*shifted)
    assert metres(*plain, float(back_lon), float(back_lat)) < 0.5


def test_published_pairs_of_bd09() -> None:
    """The pairs of wandergis/coordtransform (MIT), test/app.js."""
    lon, lat = gcj02_to_bd09(116.404, 39.915)
    assert float(lon) == pytest.approx(116.41036949371029, abs=1e-12)
    assert float(lat) == pytest.approx(39.92133699351021, abs=1e-12)
    # Their way back is a single step, so it agrees to some centimetres and no further.
    lon, lat = bd09_to_gcj02(116.404, 39.915)
    assert metres(116.39762729119315, 39.90865673957631, float(lon), float(lat)) < 0.24


def test_outside_china_nothing_is_shifted() -> None:
    far_lon, far_lat = [2.35, -74.0, 140.0], [48.85, 40.7, 36.0]
    for change in (wgs84_to_gcj02, gcj02_to_wgs84, wgs84_to_bd09, bd09_to_wgs84):
        lon, lat = change(far_lon, far_lat)
        assert lon.tolist() == far_lon
        assert lat.tolist() == far_lat


def test_arrays_keep_their_shape() -> None:
    lon, lat = bd09_to_wgs84(np.full((3, 2), 121.5), np.full((3, 2), 31.2))
    assert lon.shape == lat.shape == (3, 2)
    assert np.ptp(lon) == 0
