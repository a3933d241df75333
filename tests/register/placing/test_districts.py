"""Which area holds a point: equal to shapely, on outlines, in holes, among parts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

from saidao.errors import InvalidInput
from saidao.register.placing.districts import AreaIndex, great_circle_m

SHANGHAI = Path(__file__).parents[3] / "packs" / "shanghai" / "districts.geojson"


def square(west: float, south: float, side: float) -> list[list[float]]:
    """Return a closed ring."""
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def polygon(*rings: list[list[float]]) -> dict[str, object]:
    """Return a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": list(rings)}


def first_cover(
    geometries: list[dict[str, object]], lon: np.ndarray, lat: np.ndarray
) -> np.ndarray:
    """Return by shapely the first area that covers each point."""
    result = np.full(lon.size, -1)
    points = shapely.points(lon, lat)
    for number in reversed(range(len(geometries))):
        result[shapely.covers(shape(geometries[number]), points)] = number
    return result


@pytest.fixture(scope="module")
def shanghai() -> tuple[AreaIndex, list[dict[str, object]]]:
    features = json.loads(SHANGHAI.read_text(encoding="utf-8"))["features"]
    geometries = [feature["geometry"] for feature in features]
    return AreaIndex.of([feature["id"] for feature in features], geometries), geometries


def test_random_points_of_shanghai(shanghai) -> None:  # type: ignore[no-untyped-def]
    index, geometries = shanghai
    west, south, east, north = index.bounds
    rng = np.random.default_rng(2)
    lon, lat = (
        rng.uniform(west - 0.1, east + 0.1, 60_000),
        rng.uniform(south - 0.1, north + 0.1, 60_000),
    )
    expected = first_cover(geometries, lon, lat)
    np.testing.assert_array_equal(index.locate(lon, lat), expected)
    assert set(expected) == {-1, *range(len(geometries))}


def test_points_a_metre_from_outlines(shanghai) -> None:  # type: ignore[no-untyped-def]
    index, geometries = shanghai
    corners = np.concatenate([shapely.get_coordinates(shape(one)) for one in geometries])
    points = corners.repeat(8, axis=0) + np.random.default_rng(3).normal(
        0, 1e-5, (8 * len(corners), 2)
    )
    lon, lat = points.T
    np.testing.assert_array_equal(index.locate(lon, lat), first_cover(geometries, lon, lat))


def test_corners_of_outlines_lie_inside(shanghai) -> None:  # type: ignore[no-untyped-def]
    index, geometries = shanghai
    lon, lat = np.concatenate([shapely.get_coordinates(shape(one)) for one in geometries]).T
    np.testing.assert_array_equal(index.locate(lon, lat), first_cover(geometries, lon, lat))


@pytest.mark.parametrize("cells", [1, 10, 1000, 100_000])
def test_holes_parts_and_overlaps(cells: int) -> None:
    ring_with_island = {
        "type": "MultiPolygon",
        "coordinates": [[square(0, 0, 10), square(2, 2, 6)], [square(4, 4, 2)]],
    }
    in_the_hole = polygon(square(3, 3, 2))
    over_all = polygon(square(-1, -1, 5))
    geometries = [ring_with_island, in_the_hole, over_all]
    index = AreaIndex.of(["ring", "hole", "over"], geometries, cells=cells)
    steps = np.arange(-1.5, 11, 0.25)
    lon, lat = (axis.ravel() for axis in np.meshgrid(steps, steps))
    np.testing.assert_array_equal(index.locate(lon, lat), first_cover(geometries, lon, lat))


@given(st.integers(0, 2**32 - 1), st.sampled_from([3, 50, 5000]))
def test_random_stars_on_a_coarse_lattice(seed: int, cells: int) -> None:
    """Lattice points fall on corners and level edges, where a rule of thumb goes wrong."""
    rng = np.random.default_rng(seed)
    geometries: list[dict[str, object]] = []
    while len(geometries) < 4:
        turns = np.sort(rng.uniform(0, 2 * np.pi, rng.integers(3, 12)))
        reach, middle = rng.uniform(1, 8, turns.size), rng.integers(0, 12, 2)
        corners = np.round(
            np.column_stack([np.cos(turns), np.sin(turns)]) * reach[:, None] + middle
        )
        ring = [*corners.tolist(), corners[0].tolist()]
        if shape(polygon(ring)).is_valid:
            geometries.append(polygon(ring))
    index = AreaIndex.of(list("abcd"), geometries, cells=cells)
    steps = np.arange(-8, 21, 0.5)
    lon, lat = (axis.ravel() for axis in np.meshgrid(steps, steps))
    np.testing.assert_array_equal(index.locate(lon, lat), first_cover(geometries, lon, lat))


def test_what_is_no_point_lies_nowhere(shanghai) -> None:  # type: ignore[no-untyped-def]
    index, _ = shanghai
    lon, lat = [np.nan, 121.47, np.inf, -121.47, 31.23], [31.23, np.nan, 31.23, 31.23, 121.47]
    assert index.locate(lon, lat).tolist() == [-1] * 5
    assert index.locate([], []).size == 0


def test_centres_lie_inside_and_radii_hold_the_area(shanghai) -> None:  # type: ignore[no-untyped-def]
    index, geometries = shanghai
    own = index.locate(index.centre_lon, index.centre_lat)
    assert own.tolist() == list(range(len(index.codes)))
    for number, geometry in enumerate(geometries):
        lon, lat = shapely.get_coordinates(shape(geometry)).T
        away = great_circle_m(index.centre_lon[number], index.centre_lat[number], lon, lat)
        assert away.max() == pytest.approx(index.radius_m[number])


def test_great_circle_of_a_degree() -> None:
    """A degree of a meridian on the mean sphere: pi R / 180."""
    assert great_circle_m(0, 0, 0, 1) == pytest.approx(np.pi * 6_371_008.8 / 180)


@pytest.mark.parametrize(
    "geometries",
    [[], [{"type": "Point", "coordinates": [0, 0]}], [{"type": "Polygon", "coordinates": []}]],
)
def test_what_is_no_outline_is_refused(geometries: list[dict[str, object]]) -> None:
    with pytest.raises(InvalidInput):
        AreaIndex.of(["a"] * len(geometries), geometries)
