"""Cells of many points: equal to the h3 library everywhere, above all near the pentagons."""

from __future__ import annotations

import h3.api.basic_int as h3
import numpy as np
import pytest

from saidao.register.placing.cells import h3_cells


def by_library(lon: np.ndarray, lat: np.ndarray, resolution: int) -> np.ndarray:
    """Return the cells one by one."""
    one_by_one = zip(lat.tolist(), lon.tolist(), strict=True)
    return np.array([h3.latlng_to_cell(a, b, resolution) for a, b in one_by_one], np.uint64)


@pytest.mark.parametrize("resolution", range(16))
def test_points_all_over_the_earth(resolution: int) -> None:
    rng = np.random.default_rng(resolution)
    lon, lat = rng.uniform(-180, 180, 4000), np.degrees(np.arcsin(rng.uniform(-1, 1, 4000)))
    expected = by_library(lon, lat, resolution)
    np.testing.assert_array_equal(h3_cells(lon, lat, resolution), expected)


@pytest.mark.parametrize("resolution", [1, 2, 3, 8, 9])
@pytest.mark.parametrize("spread", [20.0, 2.0, 0.02])
def test_points_about_the_pentagons(resolution: int, spread: float) -> None:
    rng = np.random.default_rng(7)
    middles = np.array([h3.cell_to_latlng(cell) for cell in h3.get_pentagons(0)]).repeat(
        150, axis=0
    )
    lat = middles[:, 0] + rng.normal(0, spread, len(middles))
    lon = middles[:, 1] + rng.normal(0, spread, len(middles)) / np.cos(np.radians(middles[:, 0]))
    lon, lat = lon[np.abs(lat) < 90], lat[np.abs(lat) < 90]
    np.testing.assert_array_equal(h3_cells(lon, lat, resolution), by_library(lon, lat, resolution))


def test_centres_of_cells_are_in_their_cells() -> None:
    """All cells of resolution 2, poles and pentagons included."""
    cells = [child for top in h3.get_res0_cells() for child in h3.cell_to_children(top, 2)]
    lat, lon = np.array([h3.cell_to_latlng(cell) for cell in cells]).T
    np.testing.assert_array_equal(h3_cells(lon, lat, 2), np.array(cells, np.uint64))


def test_points_of_shanghai() -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(120.85, 122.1, 20_000), rng.uniform(30.6, 31.9, 20_000)
    np.testing.assert_array_equal(h3_cells(lon, lat), by_library(lon, lat, 9))


def test_what_is_no_point_has_no_cell() -> None:
    assert h3_cells([np.nan, 121.5, np.inf], [31.2, np.nan, 31.2]).tolist() == [0, 0, 0]
    assert h3_cells([], []).size == 0


def test_threads_change_nothing() -> None:
    rng = np.random.default_rng(1)
    lon, lat = rng.uniform(-180, 180, 210_000), rng.uniform(-90, 90, 210_000)
    np.testing.assert_array_equal(h3_cells(lon, lat, threads=1), h3_cells(lon, lat, threads=2))


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="resolution"):
        h3_cells([0.0], [0.0], 16)
    with pytest.raises(ValueError, match="length"):
        h3_cells([0.0], [0.0, 1.0])
