"""Measures on data frames: every kind in, the same kind out, and clear refusals."""

from __future__ import annotations

import math
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from shapely.geometry import Point, box

from saidao import measures
from saidao.errors import InvalidInput
from saidao.kernels import agglomeration, specialisation

ROWS = {
    "district": ["east", "east", "west", "west", "west", "north"],
    "industry": ["chips", "cars", "chips", "cars", "cars", "food"],
    "jobs": [30, 10, 5, 20, 7, 8],
    "before": [20, 12, 6, 20, 7, 4],
}
KINDS: dict[str, tuple[Callable[[dict[str, Any]], Any], type]] = {
    "pandas": (pd.DataFrame, pd.DataFrame),
    "polars": (pl.DataFrame, pl.DataFrame),
    "arrow": (pa.table, pa.Table),
    "geopandas": (
        lambda rows: gpd.GeoDataFrame(
            rows,
            geometry=[
                box(k, 0, k + 1, 1)
                for k in (["east", "west", "north"].index(d) for d in rows["district"])
            ],
            crs="EPSG:4479",
        ),
        gpd.GeoDataFrame,
    ),
}
WHERE = {"region": "district", "industry": "industry"}


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """Return the rows of a frame of any kind, without geometry."""
    if isinstance(frame, pa.Table):
        return list(frame.to_pylist())
    if isinstance(frame, pl.DataFrame):
        return frame.to_dicts()
    plain = pd.DataFrame(frame.drop(columns="geometry", errors="ignore"))
    return [dict(zip(plain.columns, row, strict=True)) for row in plain.itertuples(index=False)]


CALLS: dict[str, Callable[[Any], Any]] = {
    "location_quotient": lambda f: measures.location_quotient(f, **WHERE, activity="jobs"),
    "counted": lambda f: measures.location_quotient(f, **WHERE),
    "specialisation": lambda f: measures.specialisation(f, **WHERE, activity="jobs"),
    "concentration": lambda f: measures.concentration(f, **WHERE, activity="jobs"),
    "ellison_glaeser": lambda f: measures.ellison_glaeser(f, **WHERE, size="jobs"),
    "coagglomeration": lambda f: measures.coagglomeration(f, **WHERE, size="jobs"),
    "shift_share": lambda f: measures.shift_share(f, **WHERE, start="before", end="jobs"),
    "shift_share_four": lambda f: measures.shift_share(
        f, **WHERE, start="before", end="jobs", method="esteban_marquillas", by_industry=True
    ),
}
PLACED = {"location_quotient", "counted", "specialisation", "shift_share", "shift_share_four"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", CALLS)
def test_each_kind_gives_the_same_and_gets_its_own_back(kind: str, name: str) -> None:
    make, expected = KINDS[kind]
    found = CALLS[name](make(ROWS))
    if kind == "geopandas" and name not in PLACED:
        assert not isinstance(found, gpd.GeoDataFrame)
        expected = pd.DataFrame
    assert isinstance(found, expected)
    reference = rows_of(CALLS[name](pd.DataFrame(ROWS)))
    for row, same in zip(rows_of(found), reference, strict=True):
        assert row.keys() == same.keys()
        for key, value in row.items():
            if isinstance(value, str):
                assert value == same[key]
            else:
                assert value == pytest.approx(same[key], nan_ok=True)


def test_quotients_are_those_of_the_kernel() -> None:
    found = measures.location_quotient(pd.DataFrame(ROWS), **WHERE, activity="jobs")
    table = [[10, 30, 0], [0, 0, 8], [27, 5, 0]]  # east, north, west; cars, chips, food
    assert found["industry"].tolist()[:3] == ["cars", "chips", "food"]
    np.testing.assert_allclose(
        found["location_quotient"], specialisation.location_quotient(table).ravel()
    )
    assert "lower" not in found
    counted = measures.location_quotient(pd.DataFrame(ROWS), **WHERE)
    assert (counted["lower"] <= counted["location_quotient"]).all()
    assert (counted["location_quotient"] <= counted["upper"]).all()


def test_a_map_keeps_its_regions() -> None:
    found = measures.location_quotient(KINDS["geopandas"][0](ROWS), **WHERE, activity="jobs")
    assert found.crs == "EPSG:4479"
    at = {row.district: row.geometry.bounds[0] for row in found.itertuples()}
    assert at == {"east": 0, "west": 1, "north": 2}


def test_plants_are_those_of_the_kernel() -> None:
    found = measures.ellison_glaeser(pl.DataFrame(ROWS), **WHERE, size="jobs")
    gamma = agglomeration.ellison_glaeser_plants(
        ROWS["jobs"], [1, 0, 1, 0, 0, 2], [0, 0, 2, 2, 2, 1]
    ).gamma
    np.testing.assert_allclose(found["gamma"].to_numpy(), gamma)
    assert found["plants"].to_list() == [3, 2, 1]
    assert math.isnan(found["gamma"][2])


def test_groups_split_theil() -> None:
    frame = pd.DataFrame({**ROWS, "bank": ["right", "right", "left", "left", "left", "right"]})
    found = measures.concentration(frame, **WHERE, activity="jobs", groups="bank")
    np.testing.assert_allclose(found["theil"], found["theil_between"] + found["theil_within"])


def test_years_are_split_step_by_step() -> None:
    years = pa.table(
        {
            "place": list("aabbaabb"),
            "trade": list("xyxyxyxy"),
            "year": [2001] * 4 + [2003] * 4,
            "n": [5, 5, 5, 15, 9, 5, 5, 16],
        }
    )
    found = measures.dynamic_shift_share(
        years, region="place", industry="trade", year="year", activity="n"
    ).to_pylist()
    wide = pd.DataFrame(
        {"p": list("aabb"), "t": list("xyxy"), "s": [5, 5, 5, 15], "e": [9, 5, 5, 16]}
    )
    once = measures.shift_share(wide, region="p", industry="t", start="s", end="e")
    assert [row["regional_shift"] for row in found] == pytest.approx(list(once["regional_shift"]))
    assert [(row["from"], row["to"]) for row in found] == [(2001, 2003)] * 2


# Places.


def _plants() -> dict[str, Any]:
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 40, (2, 100)).round(3)
    trade = np.where((x < 16) & (y < 16) & (rng.random(100) < 0.8), "mill", "shop")
    return {"x": x, "y": y, "trade": trade.tolist(), "jobs": rng.integers(1, 9, 100)}


R = [1.0, 2, 4, 8, 16]
TESTS = [measures.duranton_overman, measures.marcon_puech, measures.marcon_puech_density]


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("kind", ["pandas", "polars", "arrow"])
def test_places_of_each_kind(test: Callable[..., Any], kind: str) -> None:
    make, expected = KINDS[kind]
    found = test(make(_plants()), industry="trade", x="x", y="y", r=R)
    assert isinstance(found.summary, expected)
    assert isinstance(found.curves, expected)
    mill = rows_of(found.summary)[0]
    assert (mill["trade"], mill["verdict"]) == ("mill", "localised")
    assert mill["localised_from"] <= 4
    assert mill["localised_to"] >= mill["localised_from"]
    assert math.isnan(mill["dispersed_from"])
    assert len(rows_of(found.curves)) == 2 * len(R)
    assert (found.metric, found.unit) == ("planar", "unit of 'x' and 'y'")


@pytest.mark.parametrize("test", TESTS)
def test_a_geometry_says_how_distance_is_measured(test: Callable[..., Any]) -> None:
    rows = _plants()
    plane = gpd.GeoDataFrame(
        {"trade": rows["trade"]},
        geometry=gpd.points_from_xy(rows["x"] * 1000 + 500_000, rows["y"] * 1000 + 3_400_000),
        crs="EPSG:32651",
    )
    flat = test(plane, industry="trade", r=np.array(R) * 1000)
    assert (flat.metric, flat.unit) == ("planar", "metre")
    round_ = test(plane.to_crs(4326), industry="trade", r=R)
    assert (round_.metric, round_.unit) == ("great_circle", "km")
    assert type(flat.summary) is pd.DataFrame
    assert flat.summary["verdict"].tolist() == round_.summary["verdict"].tolist()
    # The map's scale and the sphere differ by less than half a per cent.
    unit = 1000 if test is measures.duranton_overman else 1
    np.testing.assert_allclose(flat.curves["observed"] * unit, round_.curves["observed"], rtol=0.05)
    np.testing.assert_allclose(flat.summary["localised_to"] / 1000, round_.summary["localised_to"])


@pytest.mark.parametrize("test", TESTS)
def test_columns_beside_a_geometry_are_refused(test: Callable[..., Any]) -> None:
    """Their numbers could be degrees; only the geometry says how distance is measured."""
    rows = _plants()
    frame = gpd.GeoDataFrame(
        rows, geometry=gpd.points_from_xy(rows["x"], rows["y"]), crs="EPSG:4326"
    )
    with pytest.raises(InvalidInput, match=r"^x: got 'x' beside a geometry in WGS 84"):
        test(frame, industry="trade", x="x", y="y", r=R)
    plain = test(frame.drop(columns="geometry"), industry="trade", x="x", y="y", r=R)
    assert plain.metric == "planar"


@pytest.mark.parametrize("test", TESTS[1:])
def test_weights_are_taken(test: Callable[..., Any]) -> None:
    frame = pd.DataFrame(_plants())
    plain = test(frame, industry="trade", x="x", y="y", r=R)
    weighted = test(frame, industry="trade", x="x", y="y", r=R, weight="jobs")
    assert not np.allclose(plain.curves["observed"], weighted.curves["observed"])


@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("power", [-1000, 1000])
def test_weights_have_no_unit(test: Callable[..., Any], power: int) -> None:
    plants = _plants()
    plants["jobs"] = np.random.default_rng(3).integers(1, 50, len(plants["x"])).astype(float)
    columns: dict[str, Any] = {"industry": "trade", "x": "x", "y": "y", "r": [2.0, 4.0]}
    one = test(pd.DataFrame(plants), **columns, weight="jobs")
    plants["jobs"] = plants["jobs"] * 2.0**power
    other = test(pd.DataFrame(plants), **columns, weight="jobs")
    pd.testing.assert_frame_equal(one.summary, other.summary)
    assert np.isfinite(one.summary["z_high"]).all()


@pytest.mark.parametrize("unit", ["s", "ns"])
def test_dates_stay_dates(unit: str) -> None:
    when = pd.Series(pd.to_datetime(["2020-01-01", "2021-01-01"] * 3)).astype(f"datetime64[{unit}]")
    found = measures.location_quotient(_frame(district=when), **WHERE)
    assert found["district"].iloc[0] == pd.Timestamp("2020-01-01")


def test_a_verdict_has_its_distances_whatever_the_unit() -> None:
    """Kd is a density: with distances in millimetres it is very small."""
    plants = pd.DataFrame(_plants())
    columns: dict[str, Any] = {"industry": "trade", "x": "x", "y": "y"}
    r = np.array([1.0, 2, 3, 4, 8])
    one = measures.duranton_overman(plants, **columns, r=r).summary
    plants[["x", "y"]] *= 2.0**30
    other = measures.duranton_overman(plants, **columns, r=r * 2.0**30).summary
    assert (one["verdict"] == "localised").any()
    assert other["verdict"].tolist() == one["verdict"].tolist()
    for name in ("localised_from", "localised_to"):
        np.testing.assert_allclose(other[name] / 2.0**30, one[name])


def test_distances_by_default_reach_a_quarter() -> None:
    found = measures.marcon_puech(pd.DataFrame(_plants()), industry="trade", x="x", y="y")
    r = found.curves["r"].unique()
    assert len(r) == 41
    assert 9.5 < r[-1] <= 10


# What is refused.


def _frame(**changed: Any) -> pd.DataFrame:
    return pd.DataFrame({**ROWS, **changed})


@pytest.mark.parametrize(
    ("call", "name", "message"),
    [
        (lambda: measures.location_quotient([1], **WHERE), "frame", "a builtins list"),
        (
            lambda: measures.location_quotient(pl.LazyFrame(ROWS), **WHERE),
            "frame",
            "call .collect()",
        ),
        (lambda: measures.location_quotient(_frame().head(0), **WHERE), "frame", "without rows"),
        (
            lambda: measures.location_quotient(_frame(), region="town", industry="industry"),
            "region",
            "a column of the frame: district, industry, jobs, before",
        ),
        (
            lambda: measures.location_quotient(_frame(), region=3, industry="industry"),  # type: ignore[arg-type]
            "region",
            "the name of a column",
        ),
        (
            lambda: measures.location_quotient(
                _frame(district=["east", None, "west", "west", "west", "north"]), **WHERE
            ),
            "region",
            "nothing in row 2 of 'district'",
        ),
        (
            lambda: measures.location_quotient(_frame(jobs=[1, -2, 3, 4, 5, 6]), **WHERE, activity="jobs"),
            "activity",
            "-2 in row 2 of 'jobs'",
        ),
        (
            lambda: measures.location_quotient(
                pl.DataFrame({**ROWS, "jobs": [1.0, 2, math.nan, 4, 5, 6]}), **WHERE, activity="jobs"
            ),
            "activity",
            "nan in row 3 of 'jobs'",
        ),
        (
            lambda: measures.location_quotient(_frame(), **WHERE, activity="district"),
            "activity",
            "a column of numbers",
        ),
        (lambda: measures.location_quotient(_frame(), **WHERE, level=2), "level", "2"),
        (
            lambda: measures.concentration(_frame(), **WHERE, groups="industry"),
            "groups",
            "two groups of",
        ),
        (lambda: measures.specialisation(_frame(), **WHERE, against="me"), "against", "'me'"),  # type: ignore[arg-type]
        (
            lambda: measures.ellison_glaeser(_frame(jobs=[0] * 6), **WHERE, size="jobs"),
            "size",
            "only zeros",
        ),
        (
            lambda: measures.shift_share(_frame(), **WHERE, start="jobs", end="before", method="new"),  # type: ignore[arg-type]
            "method",
            "'new'",
        ),
        (
            lambda: measures.dynamic_shift_share(
                _frame(year=2001), **WHERE, year="year", activity="jobs"
            ),
            "year",
            "one year",
        ),
        (
            lambda: measures.marcon_puech(_frame(), industry="industry"),
            "x",
            "the columns x and y, or a GeoDataFrame",
        ),
        (lambda: measures.marcon_puech(_frame(), industry="industry", x="jobs"), "y", "both"),
        (
            lambda: measures.marcon_puech(_frame(), industry="industry", x="jobs", y="jobs", r=[2, 1]),
            "r",
            "ascending",
        ),
        (
            lambda: measures.marcon_puech(
                _frame(jobs=[500] * 6), industry="industry", x="jobs", y="jobs", metric="great_circle"
            ),
            "x",
            "degrees of longitude",
        ),
        (
            lambda: measures.marcon_puech(
                _frame(before=[0, 1, 2, 3, 4, 5]), industry="industry", x="jobs", y="jobs",
                r=[1.0], weight="before",
            ),
            "weight",
            "0 in row 1 of 'before'",
        ),
        (
            lambda: measures.duranton_overman(
                _frame(before=[0] * 6), industry="industry", x="jobs", y="jobs", r=[1.0],
                weight="before",
            ),
            "weight",
            "only zeros in 'before'",
        ),
        (
            lambda: measures.duranton_overman(
                _frame(), industry="industry", x="jobs", y="before", level="low"  # type: ignore[arg-type]
            ),
            "level",
            "got 'low', expected a number",
        ),
        (
            lambda: measures.location_quotient(_frame(), region="district", industry="district"),
            "industry",
            "another column than region",
        ),
        (
            lambda: measures.location_quotient(
                _frame().rename(columns={"district": "share"}), region="share", industry="industry"
            ),
            "region",
            "'share', expected a column of another name",
        ),
        (
            lambda: measures.duranton_overman(
                _frame().rename(columns={"industry": "r"}), industry="r", x="jobs", y="before"
            ),
            "industry",
            "'r', expected a column of another name",
        ),
        (
            lambda: measures.location_quotient(
                pd.concat([_frame(), _frame()[["jobs"]]], axis=1), **WHERE
            ),
            "frame",
            "several columns jobs",
        ),
        (
            lambda: measures.duranton_overman(_frame().head(3), industry="industry", x="jobs", y="jobs"),
            "points",
            "3 places",
        ),
        (
            lambda: measures.duranton_overman(
                gpd.GeoDataFrame(ROWS, geometry=[Point(k, k) for k in range(6)]), industry="industry"
            ),
            "points",
            "without a reference system",
        ),
        (
            lambda: measures.duranton_overman(KINDS["geopandas"][0](ROWS), industry="industry"),
            "points",
            "Polygon in row 1",
        ),
        (
            lambda: measures.duranton_overman(
                gpd.GeoDataFrame(ROWS, geometry=[Point(k, k) for k in range(6)], crs=4326),
                industry="industry", metric="planar",
            ),
            "metric",
            "WGS 84 says it",
        ),
    ],
)  # fmt: skip
def test_what_is_refused(call: Callable[[], object], name: str, message: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        call()
    assert caught.value.name == name
    assert message in str(caught.value)


def test_importing_measures_loads_no_kernel() -> None:
    code = (
        "import sys, saidao.measures; "
        "print([m for m in ('numba', 'scipy', 'pandas', 'polars', 'duckdb') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
