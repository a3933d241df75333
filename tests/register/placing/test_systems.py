"""Which system coordinates are in, told from the districts that rows state."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from saidao.register.placing.conversion import from_wgs84
from saidao.register.placing.districts import AreaIndex
from saidao.register.placing.systems import Detection, detect_system

SHANGHAI = Path(__file__).parents[3] / "packs" / "shanghai" / "districts.geojson"
SYSTEMS = ["WGS-84", "GCJ-02", "BD-09"]


@pytest.fixture(scope="module")
def shanghai() -> AreaIndex:
    features = json.loads(SHANGHAI.read_text(encoding="utf-8"))["features"]
    return AreaIndex.of([one["id"] for one in features], [one["geometry"] for one in features])


def establishments(
    index: AreaIndex, size: int, seed: int = 0, wrong: float = 0.0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return WGS-84 places, denser in the middle of the city, with the district they state."""
    rng = np.random.default_rng(seed)
    lon, lat = rng.normal(121.45, 0.2, 6 * size), rng.normal(31.2, 0.15, 6 * size)
    district = index.locate(lon, lat)
    inside = np.flatnonzero(district >= 0)[:size]
    district = district[inside]
    at_random = rng.random(size) < wrong
    district[at_random] = rng.integers(0, len(index.codes), at_random.sum())
    return lon[inside], lat[inside], district


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    ("size", "wrong"), [(20_000, 0.0), (20_000, 0.2), (1000, 0.0), (1000, 0.2)]
)
def test_each_system_is_recognised(
    shanghai: AreaIndex, system: str, size: int, wrong: float
) -> None:
    lon, lat, stated = establishments(shanghai, size, wrong=wrong)
    found = detect_system(*from_wgs84(lon, lat, system), stated, shanghai)
    assert (found.system, found.swapped, found.verdict) == (system, False, "detected")
    assert found.readings[0].inside_stated == pytest.approx(1 - wrong * 15 / 16, abs=0.04)
    assert found.difference is not None
    assert found.standard_error is not None
    assert found.difference > 3 * found.standard_error


def test_error_of_the_difference_is_that_of_paired_points(shanghai: AreaIndex) -> None:
    """Against the variance of the same difference over many samples."""
    differences, errors = [], []
    for seed in range(60):
        lon, lat, stated = establishments(shanghai, 800, seed)
        found = detect_system(*from_wgs84(lon, lat, "GCJ-02"), stated, shanghai)
        assert found.difference is not None
        assert found.standard_error is not None
        differences.append(found.difference)
        errors.append(found.standard_error)
    assert np.mean(errors) == pytest.approx(np.std(differences), rel=0.35)


@pytest.mark.parametrize("system", SYSTEMS)
def test_fifty_points_rarely_decide_and_never_wrongly(shanghai: AreaIndex, system: str) -> None:
    verdicts = []
    for seed in range(20):
        lon, lat, stated = establishments(shanghai, 50, seed, wrong=0.1)
        found = detect_system(*from_wgs84(lon, lat, system), stated, shanghai)
        verdicts.append(found.verdict)
        assert found.system in (None, system)
        if found.verdict == "undecided":
            assert len(found.contenders) > 1
    assert verdicts.count("undecided") > 15


def test_swapped_columns_are_seen(shanghai: AreaIndex) -> None:
    lon, lat, stated = establishments(shanghai, 5000)
    x, y = from_wgs84(lon, lat, "GCJ-02")
    found = detect_system(y, x, stated, shanghai)
    assert (found.system, found.swapped) == ("GCJ-02", True)


def test_projected_coordinates_by_their_code(shanghai: AreaIndex) -> None:
    lon, lat, stated = establishments(shanghai, 2000)
    x, y = from_wgs84(lon, lat, "EPSG:4549")
    unnamed = detect_system(x, y, stated, shanghai)
    assert unnamed.system is None
    assert "EPSG" in unnamed.reason.en
    named = detect_system(x, y, stated, shanghai, epsg=["EPSG:32651", "4549"])
    assert (named.system, named.verdict) == ("EPSG:4549", "detected")


def test_without_districts_the_datums_stay_undecided(shanghai: AreaIndex) -> None:
    lon, lat, _ = establishments(shanghai, 5000)
    x, y = from_wgs84(lon, lat, "BD-09")
    for found in (
        detect_system(x, y, None, shanghai),
        detect_system(x, y, np.full(x.size, -1), shanghai),
    ):
        assert (found.system, found.verdict, found.swapped) == (None, "undecided", False)
        assert set(found.contenders) == set(SYSTEMS)
        assert found.readings[0].inside_stated is None
    assert detect_system(y, x, None, shanghai).swapped


def test_far_from_china_there_is_but_one_system_in_degrees() -> None:
    ring = [[2.0, 48.0], [3.0, 48.0], [3.0, 49.0], [2.0, 49.0], [2.0, 48.0]]
    paris = AreaIndex.of(["75"], [{"type": "Polygon", "coordinates": [ring]}], cells=100)
    rng = np.random.default_rng(0)
    found = detect_system(rng.uniform(2, 3, 500), rng.uniform(48, 49, 500), None, paris)
    assert (found.system, found.verdict) == ("WGS-84", "detected")


def test_one_crowded_place_is_one_witness(shanghai: AreaIndex) -> None:
    lon, lat, stated = establishments(shanghai, 40)
    many = [np.repeat(values, 500) for values in (*from_wgs84(lon, lat, "BD-09"), stated)]
    found = detect_system(*many, shanghai)
    assert found.points == 40


@pytest.mark.parametrize("size", [0, 3])
def test_no_coordinates_at_all(shanghai: AreaIndex, size: int) -> None:
    nothing = np.full(size, np.nan)
    found: Detection = detect_system(nothing, nothing, np.zeros(size, int), shanghai)
    assert (found.system, found.verdict, found.points) == (None, "undecided", 0)
    assert found.reason.en == "No row has coordinates"
