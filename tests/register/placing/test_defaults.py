"""Places that stand for none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from saidao.register.placing.conversion import from_wgs84, to_wgs84
from saidao.register.placing.defaults import (
    Default,
    crowded,
    crowding_limit,
    default_places,
    stated_precision,
)
from saidao.register.placing.districts import AreaIndex

SHANGHAI = Path(__file__).parents[3] / "packs" / "shanghai" / "districts.geojson"


@pytest.fixture(scope="module")
def shanghai() -> AreaIndex:
    features = json.loads(SHANGHAI.read_text(encoding="utf-8"))["features"]
    return AreaIndex.of([one["id"] for one in features], [one["geometry"] for one in features])


def test_each_kind(shanghai: AreaIndex) -> None:
    west, south, east, north = shanghai.bounds
    places = {
        (121.473701, 31.230416): Default.NONE,
        (0.0, 0.0): Default.NULL_ISLAND,
        (0.0, 31.23): Default.NULL_ISLAND,
        (31.230416, 121.473701): Default.SWAPPED,
        (121.5, 31.2): Default.ROUNDED,
        (shanghai.centre_lon[3], shanghai.centre_lat[3]): Default.DISTRICT_CENTRE,
        ((west + east) / 2, (south + north) / 2): Default.CITY_CENTRE,
        (np.nan, np.nan): Default.NONE,
    }
    x, y = np.array(list(places)).T
    lon, lat = to_wgs84(x, y, "WGS-84")
    found = default_places(x, y, lon, lat, shanghai, precision=1e-6)
    assert found.tolist() == list(places.values())


def test_swapped_pairs_within_the_range_of_degrees() -> None:
    ring = [[2.0, 48.0], [3.0, 48.0], [3.0, 49.0], [2.0, 49.0], [2.0, 48.0]]
    paris = AreaIndex.of(["75"], [{"type": "Polygon", "coordinates": [ring]}], cells=100)
    lon, lat = np.array([2.351, 48.857, 5.37]), np.array([48.857, 2.351, 43.29])
    found = default_places(lon, lat, lon, lat, paris, precision=1e-3)
    assert found.tolist() == [Default.NONE, Default.SWAPPED, Default.NONE]


def test_rounding_is_seen_in_the_source_system(shanghai: AreaIndex) -> None:
    x, y = np.array([121.5, 121.51]), np.array([31.2, 31.2])
    lon, lat = to_wgs84(x, y, "BD-09")
    found = default_places(x, y, lon, lat, shanghai, precision=1e-5)
    assert found.tolist() == [Default.ROUNDED, Default.NONE]


def test_a_register_that_is_coarse_as_a_whole_is_not_all_defaults(shanghai: AreaIndex) -> None:
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(121.0, 121.9, 5000).round(2), rng.uniform(31.0, 31.4, 5000).round(2)
    precision = stated_precision(lon, lat)
    assert precision == pytest.approx(0.01)
    assert not (
        default_places(lon, lat, lon, lat, shanghai, precision=precision) == Default.ROUNDED
    ).any()


@pytest.mark.parametrize("decimals", [6, 5, 3, 1])
def test_precision_of_degrees(decimals: int) -> None:
    rng = np.random.default_rng(0)
    values = rng.uniform(121, 122, (2, 2000)).round(decimals)
    values[:, :50] = np.nan
    assert stated_precision(*values) == pytest.approx(10.0**-decimals)


def test_precision_of_metres() -> None:
    rng = np.random.default_rng(0)
    assert stated_precision(*rng.integers(1000, 9000, (2, 500)) * 100.0) == 100
    assert stated_precision([], []) == pytest.approx(1e-7)


def test_projected_rounding(shanghai: AreaIndex) -> None:
    x, y = from_wgs84(np.array([121.47, 121.4]), np.array([31.23, 31.1]), "EPSG:4549")
    x[1], y[1] = x[1].round(-4), y[1].round(-4)
    lon, lat = to_wgs84(x, y, "EPSG:4549")
    found = default_places(x, y, lon, lat, shanghai, precision=1.0, projected=True)
    assert found.tolist() == [Default.NONE, Default.ROUNDED]


def test_a_tower_is_not_crowded_and_a_town_s_middle_is() -> None:
    rng = np.random.default_rng(0)
    lon, lat = rng.uniform(121, 122, 3000), rng.uniform(31, 32, 3000)
    street = np.arange(3000)
    lon[:400], lat[:400], street[:400] = 121.5, 31.25, 7  # four hundred rooms of one tower
    lon[400:600], lat[400:600] = 121.31, 31.11  # two hundred streets of one town
    found = crowded(lon, lat, street)
    assert np.flatnonzero(found).tolist() == list(range(400, 600))


def test_the_limit_follows_coarse_coordinates() -> None:
    rng = np.random.default_rng(0)
    assert crowding_limit(np.ones(1000, int)) == 10
    assert crowding_limit(rng.poisson(40, 5000)) > 400
    assert crowding_limit([]) == 10
    assert crowding_limit([1, 1, 1, 50]) == 10


def test_crowded_without_places() -> None:
    nothing = np.full(3, np.nan)
    assert not crowded(nothing, nothing, np.arange(3)).any()
