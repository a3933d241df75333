"""Coordinates of any system to WGS-84 and back, for long arrays."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from bench import plain_datums as plain
from saidao.errors import InvalidInput
from saidao.register.placing.conversion import (
    accuracy_m,
    check_system,
    from_wgs84,
    impossible,
    to_wgs84,
)

IREP = Path(__file__).parents[3].parent / "shared" / "data" / "fr_irep_establishments.csv"


def box_points(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points all over the box, many of them on its edges."""
    rng = np.random.default_rng(5)
    west, south, east, north = plain.CHINA
    lon, lat = rng.uniform(west, east, size), rng.uniform(south, north, size)
    lon[:100], lon[100:200], lat[200:300], lat[300:400] = west, east, south, north
    return lon, lat


@pytest.mark.parametrize(
    ("system", "there", "back"),
    [
        ("GCJ-02", plain.wgs84_to_gcj02, plain.gcj02_to_wgs84),
        ("BD-09", plain.wgs84_to_bd09, plain.bd09_to_wgs84),
    ],
)
def test_fast_formulas_equal_the_obvious_ones(system, there, back) -> None:  # type: ignore[no-untyped-def]
    lon, lat = box_points(20_000)
    x, y = from_wgs84(lon, lat, system)
    slow_x, slow_y = there(lon, lat)
    np.testing.assert_allclose(x, slow_x, rtol=0, atol=1e-12)
    np.testing.assert_allclose(y, slow_y, rtol=0, atol=1e-12)
    again_lon, again_lat = to_wgs84(x, y, system)
    np.testing.assert_allclose(again_lon, back(slow_x, slow_y)[0], rtol=0, atol=1e-9)
    np.testing.assert_allclose(again_lon, lon, rtol=0, atol=1e-9)
    np.testing.assert_allclose(again_lat, lat, rtol=0, atol=1e-9)


@pytest.mark.parametrize("system", ["GCJ-02", "BD-09"])
def test_outside_china_nothing_moves(system: str) -> None:
    rng = np.random.default_rng(2)
    lon, lat = rng.uniform(-180, 180, 50_000), rng.uniform(-90, 90, 50_000)
    west, south, east, north = plain.CHINA
    near = (lon > west - 0.2) & (lon < east + 0.2) & (lat > south - 0.2) & (lat < north + 0.2)
    lon, lat = lon[~near], lat[~near]
    for change in (from_wgs84, to_wgs84):
        x, y = change(lon, lat, system)
        np.testing.assert_array_equal(x, lon)
        np.testing.assert_array_equal(y, lat)


def test_threads_change_nothing() -> None:
    lon, lat = box_points(250_001)
    one, two = (to_wgs84(lon, lat, "BD-09", threads=n) for n in (1, 2))
    np.testing.assert_array_equal(one[0], two[0])
    np.testing.assert_array_equal(one[1], two[1])


@pytest.mark.parametrize("system", ["WGS-84", "GCJ-02", "BD-09"])
def test_missing_and_impossible_degrees_give_nothing(system: str) -> None:
    x = np.array([np.nan, 121.5, np.inf, 500.0, 121.5, np.nan])
    y = np.array([np.nan, np.nan, 31.2, 31.2, 91.0, 31.2])
    lon, lat = to_wgs84(x, y, system)
    assert np.isnan(lon).all()
    assert np.isnan(lat).all()
    assert impossible(x, y, system).tolist() == [False, True, True, True, True, True]
    assert not impossible([121.5], [31.2], system).any()


def test_projected_coordinates_of_a_known_point() -> None:
    """The origin of Lambert-93 is 3 E, 46.5 N at 700,000 and 6,600,000 m (IGN, NTG 71)."""
    lon, lat = to_wgs84([700_000.0, np.nan], [6_600_000.0, 1.0], "EPSG:2154")
    assert lon[0] == pytest.approx(3.0, abs=1e-9)
    assert lat[0] == pytest.approx(46.5, abs=1e-9)
    assert np.isnan(lon[1])
    assert np.isnan(lat[1])
    assert impossible([np.inf, 700_000.0], [0.0, 6_600_000.0], "EPSG:2154").tolist() == [
        True,
        False,
    ]


@pytest.mark.parametrize("system", ["EPSG:2154", "EPSG:27700", "EPSG:32651", "EPSG:4549"])
def test_projected_round_trip(system: str) -> None:
    middle = {"EPSG:2154": (3.0, 46.5), "EPSG:27700": (-2.0, 52.0)}.get(system, (121.5, 31.2))
    rng = np.random.default_rng(1)
    lon, lat = middle[0] + rng.uniform(-1, 1, 500), middle[1] + rng.uniform(-1, 1, 500)
    again = to_wgs84(*from_wgs84(lon, lat, system), system)
    np.testing.assert_allclose(again[0], lon, rtol=0, atol=1e-6)
    np.testing.assert_allclose(again[1], lat, rtol=0, atol=1e-6)


@pytest.mark.skipif(not IREP.exists(), reason="the folder `shared` lies not beside the checkout")
def test_lambert_of_the_french_emissions_register() -> None:
    """Georisques' IREP as published in metres, against degrees that were made by others."""
    with IREP.open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["metropolitan"] == "True"]
    x, y, lon, lat = (
        np.array([float(row[key]) for row in rows]) for key in ("x", "y", "lon", "lat")
    )
    got_lon, got_lat = to_wgs84(x, y, "EPSG:27572")
    east = (got_lon - lon) * np.cos(np.radians(lat))
    # Their degrees are rounded to five digits, which alone is up to 0.7 m.
    assert np.hypot(east, got_lat - lat).max() * 111_195 < 1.0


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("wgs84", "WGS-84"),
        ("Gcj_02", "GCJ-02"),
        ("BD09ll", "BD-09"),
        ("EPSG:4326", "WGS-84"),
        ("27572", "EPSG:27572"),
        ("epsg: 2154", "EPSG:2154"),
    ],
)
def test_names_of_systems(said: str, meant: str) -> None:
    assert check_system(said) == meant


@pytest.mark.parametrize("said", ["", "mars", "EPSG:", "EPSG:999999", "EPSG:5714", "12"])
def test_unknown_systems_are_refused(said: str) -> None:
    with pytest.raises(InvalidInput, match="coordinate system"):
        check_system(said)


def test_accuracy_is_that_of_the_conversion_without_grids() -> None:
    assert accuracy_m("BD-09") == 0
    assert accuracy_m("EPSG:27572") == 2.0


def test_what_is_far_from_the_area_of_a_system_is_impossible() -> None:
    # Toulouse and Bastia in Lambert II étendu, and overseas places that were never in it.
    x = [528_400.0, 1_180_000.0, 139_309.4, -12_011_954.2]
    y = [1_844_661.0, 1_770_000.0, 60_658.7, 7_741_647.5]
    assert impossible(x, y, "EPSG:27572").tolist() == [False, False, True, True]
