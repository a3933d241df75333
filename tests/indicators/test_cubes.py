"""Cubes of small registers: counted by hand, and sums that hold whatever the rows are."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import h3.api.basic_int as h3
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indicators.registers import REGISTER, harbour_rows, write_register

from saidao.errors import StoreError
from saidao.indicators import ancestors, cube_making, cube_rows, cubes, grid, groups
from saidao.indicators.circles import Circle, distance_m, rows_in_circles
from saidao.indicators.cubes import Cubes
from saidao.indicators.map_values import morton, sums_by_cell
from saidao.indicators.points import COARSEST_POINTS, read_points
from saidao.indicators.selection import ALL, Selection
from saidao.packs.pack import Park, Place
from saidao.register.establishment import UNUSABLE, Flag
from saidao.store.cubes import columns, scanned
from saidao.terms.name import Name


def park(id: str, lon: float | None, lat: float | None, km: float | None, name: str = "") -> Park:
    """Return a park of which only the place and the name are known."""
    place = Place(None, lon, lat, km, "estimate" if lon is not None else None)
    return Park(
        id, Name(name or id, name), "k", (), None, (), None, None, None, None, place, None, None,
        None, (), (),
    )  # fmt: skip


def rows_of(made: Cubes, table: str, order: str) -> list[tuple[object, ...]]:
    """Return the rows of a cube."""
    found = columns(f"SELECT * FROM {made.table(table)} ORDER BY {order}")
    return list(zip(*(values.tolist() for values in found.values()), strict=True))


def hexagon_rows(made: Cubes, res: int, codes: tuple[str, ...] = ()) -> dict[int, int]:
    """Return the establishments in each hexagon, however they are kept; the cell 0 for none."""
    if res < COARSEST_POINTS:
        where = f"code IN {(*codes, '')}" if codes else "true"
        found = columns(
            f"SELECT cell, sum(n)::BIGINT AS count FROM {made.table(f'cells-{res}')} "
            f"WHERE {where} GROUP BY cell"
        )
    else:
        whole = grid.level(made, res)
        chosen = Selection("code", "", codes, (1.0,) * len(codes)) if codes else ALL
        found = sums_by_cell(made, whole, chosen, 0, len(whole.cells))
    pairs = zip(found["cell"].tolist(), found["count"].tolist(), strict=True)
    return {cell: n for cell, n in pairs if n}


def totals(made: Cubes, table: str, where: str = "true") -> dict[str, int]:
    """Return the establishments by code in a part of a cube."""
    sql = f"SELECT code, sum(n)::BIGINT AS n FROM {made.table(table)} WHERE {where} GROUP BY code"
    found = columns(sql)
    pairs = zip(found["code"].tolist(), found["n"].tolist(), strict=True)
    return {code: n for code, n in pairs if n}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Cubes:
    """The cubes of the invented city's register, with a park in Lighthouse."""
    folder = tmp_path_factory.mktemp("register")
    register = write_register(folder, harbour_rows())
    return cubes.build(folder, register, [park("quay", 10.4, 50.4, 0.5)])


def test_city_districts_and_towns_count_who_is_open(harbour: Cubes) -> None:
    assert totals(harbour, "areas", "level = 'city'") == {"3734": 27, "6513": 32, "": 1}
    lighthouse = totals(harbour, "areas", "level = 'district' AND area = '990101'")
    assert lighthouse == {"3734": 23, "6513": 7, "": 1}
    reeds = totals(harbour, "areas", "level = 'district' AND area = '990102'")
    assert reeds == {"3734": 4, "6513": 25}
    # Odd numbers are in the north; number 5, closed by now, is one of them.
    assert totals(harbour, "areas", "area = '990101/北镇'") == {"3734": 11, "6513": 3}


def test_sums_and_growth_of_the_city(harbour: Cubes) -> None:
    found = columns(
        f"SELECT code, employees, employees_known, value_known, dated, before "
        f"FROM {harbour.table('areas')} WHERE level = 'city' AND code = '3734'"
    )
    row = {name: values[0] for name, values in found.items()}
    # 27 open ones with 10 employees each. No value at numbers 3, 6, ..., 24 of Lighthouse and
    # at 3 of Reeds: 27 - 8 - 1. Opened in 2022 are numbers 4, 8, ..., 24 and 4 of Reeds; five
    # years earlier the 20 others were open, and the one that has closed since.
    assert (row["employees"], row["employees_known"]) == (270.0, 27)
    assert row["value_known"] == 18
    assert (row["dated"], row["before"]) == (27, 21)


def test_years_tell_openings_closings_and_stock(harbour: Cubes) -> None:
    rows = [row for row in rows_of(harbour, "years", "year") if row[:3] == ("city", "", "3734")]
    assert [row[3:] for row in rows] == [(2010, 21, 21, 0), (2022, 28, 7, 0), (2023, 27, 0, 1)]


@pytest.mark.parametrize("res", cube_rows.RESOLUTIONS)
def test_hexagons_are_those_of_h3(harbour: Cubes, res: int) -> None:
    expected: dict[int, int] = {}
    for row in harbour_rows():
        if row.get("flags", 0) & (UNUSABLE | Flag.OUT_OF_AREA) or row.get("closed"):
            continue
        cell = h3.latlng_to_cell(row["lat"], row["lon"], res) if "lon" in row else 0
        if cell or res < COARSEST_POINTS:
            expected[cell] = expected.get(cell, 0) + 1
    assert hexagon_rows(harbour, res) == expected


def test_an_uncertain_place_is_in_hexagons_as_large_as_it_is_uncertain(tmp_path: Path) -> None:
    row = {"code": "3734", "district": "a", "lon": 10.4, "lat": 50.4}
    rows = [row | {"place_uncertainty_m": metres} for metres in (0.0, 400.0, 3000.0, 50_000.0)]
    made = cubes.build(tmp_path, write_register(tmp_path, rows), [])
    shown = []
    for res in cube_rows.RESOLUTIONS:
        by_cell = hexagon_rows(made, res, ("3734",))
        shown.append(sum(n for cell, n in by_cell.items() if cell))
    assert shown == [3, 3, 3, 2, 2, 1]
    assert all(totals(made, f"cells-{res}")["3734"] == 4 for res in (4, 5, 6, 7))
    counts = [grid.level(made, res).totals["n"].sum() for res in cube_rows.RESOLUTIONS]
    assert counts == shown


def test_parks_by_circle_and_by_address(tmp_path: Path) -> None:
    near = {"code": "3734", "lon": 10.4, "lat": 50.4}
    rows = [
        near,
        near | {"lon": 10.4 + 0.999 / 70.96},  # a degree of longitude is 70.88 km here
        near | {"lon": 10.5, "address": "A street, Pilot Quay Park, building 3"},
        near | {"address": "海港市领航码头园1号"},
        {"code": "6513", "address": "领航码头园2号"},
        near | {"lon": 10.6},
        near | {"closed": "2020-01-01"},
    ]
    named = replace(park("pilot", 10.4, 50.4, 1.0), name=Name("领航码头园", "Pilot Quay Park"))
    made = cubes.build(tmp_path, write_register(tmp_path, rows), [named])
    assert rows_of(made, "parks", "park") == [("pilot", 3, 3)]
    assert totals(made, "areas", "level = 'park'") == {"3734": 4, "6513": 1}


def test_a_park_without_a_place_or_a_telling_name_has_nobody(tmp_path: Path) -> None:
    rows = [{"code": "3734", "lon": 10.4, "lat": 50.4, "address": "园区路"}]
    made = cubes.build(
        tmp_path, write_register(tmp_path, rows), [park("p", None, None, None, "园")]
    )
    assert rows_of(made, "parks", "park") == []


def test_codes_that_are_doubted_are_counted_under_no_industry(tmp_path: Path) -> None:
    rows = [{"code": "3734", "flags": int(flag)} for flag in (Flag.UNKNOWN_CODE, Flag.NO_NAME)]
    rows.append({"code": "3734", "flags": int(Flag.UNCERTAIN_CODE)})
    made = cubes.build(tmp_path, write_register(tmp_path, rows), [])
    assert totals(made, "areas", "level = 'city'") == {"": 2, "3734": 1}


def test_impossible_sizes_and_dates_are_left_out(tmp_path: Path) -> None:
    wrong = int(Flag.SIZE_OUTLIER | Flag.BAD_DATE)
    rows = [
        {"code": "3734", "employees": 9e9, "value": 1.0, "closed": "1900-01-01", "flags": wrong},
        {"code": "3734", "employees": 5.0, "value": 2.0},
    ]
    made = cubes.build(tmp_path, write_register(tmp_path, rows), [])
    found = columns(f"SELECT n, employees, value FROM {made.table('areas')} WHERE level = 'city'")
    assert [values.tolist() for values in found.values()] == [[2], [5.0], [2.0]]


def test_an_undated_register_has_no_growth(tmp_path: Path) -> None:
    register = write_register(tmp_path, harbour_rows(), as_of=None)
    made = cubes.build(tmp_path, register, [])
    found = columns(f"SELECT sum(before) AS before FROM {made.table('areas')}")
    assert found["before"].tolist() == [0]


codes = st.sampled_from(["3734", "6513", "0411", None])
establishments = st.fixed_dictionaries(
    {
        "code": codes,
        "district": st.sampled_from(["a", "b", None]),
        "town": st.sampled_from(["x", "y", None]),
        "flags": st.sampled_from([0, 0, 0, *(int(flag) for flag in Flag)]),
        "opened": st.sampled_from([None, "2001-01-01", "2023-01-01", "2030-01-01"]),
        "closed": st.sampled_from([None, None, "2005-01-01", "2024-06-01", "2026-01-01"]),
        "employees": st.sampled_from([None, 0.0, 12.5]),
    },
    optional={
        "lon": st.floats(-179, 179),
        "lat": st.floats(-80, 80),
        "place_uncertainty_m": st.sampled_from([0.0, 300.0, 9000.0, 1e6]),
    },
)


@settings(max_examples=15, deadline=None)
@given(st.lists(establishments, min_size=1, max_size=30))
def test_parts_always_sum_to_the_city(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, object]]
) -> None:
    whole = [row if ("lon" in row) == ("lat" in row) else row | {"lon": None} for row in rows]
    folder = tmp_path_factory.mktemp("any")
    made = cubes.build(folder, write_register(folder, whole), [])
    fields = ["n", "employees", "employees_known", "value", "value_known", "dated", "before"]
    sums = ", ".join(f"sum({name})::DOUBLE AS {name}" for name in fields)
    parts = [
        (made.table("areas"), "level = 'city'"),
        (made.table("areas"), "level = 'district'"),
        *((made.table(f"cells-{res}"), "true") for res in (4, 5, 6, 7)),
    ]
    found = []
    for table, where in parts:
        columns_ = columns(f"SELECT code, {sums} FROM {table} WHERE {where} GROUP BY code")
        by_code = zip(*(values.tolist() for values in columns_.values()), strict=True)
        found.append({row[0]: row[1:] for row in by_code if any(row[1:])})
    assert all(one == found[0] for one in found)


def every_table(made: Cubes) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of all tables of the cubes, and of the points in the order of their rows."""
    tables = {
        path.stem: rows_of(made, path.stem, "ALL") for path in sorted(made.folder.glob("*.parquet"))
    }
    points = read_points(made.folder)
    order = np.argsort(points.columns["row"])
    named = {name: np.nan_to_num(values)[order] for name, values in points.columns.items()}
    named["code"] = np.array(points.codes)[points.columns["code"]][order]
    assert (np.diff(points.columns["quad"].astype(np.int64)) >= 0).all()
    tables["points"] = list(zip(*(each.tolist() for each in named.values()), strict=True))
    return tables


def scattered_rows(count: int) -> list[dict[str, object]]:
    """Return rows of every kind, all over the Earth, many of them near one another."""
    random = np.random.default_rng(5)
    rows: list[dict[str, object]] = []
    for number in range(count):
        west = 10.4 + random.normal(0, 0.05) if number % 3 else random.uniform(-180, 180)
        row: dict[str, object] = {
            "code": random.choice(["3734", "6513", "0411"]),
            "district": random.choice(["a", "b"]) if number % 7 else None,
            "town": random.choice(["x", "y"]) if number % 5 else None,
            "employees": float(random.integers(0, 50)) if number % 4 else None,
            "value": float(random.integers(0, 50)) if number % 2 else None,
            "opened": f"{random.integers(1990, 2026)}-03-01" if number % 6 else None,
            "closed": f"{random.integers(2010, 2026)}-04-01" if number % 8 == 0 else None,
            "address": "Pilot Quay Park 7" if number % 10 == 0 else None,
        }
        if number % 9:
            row |= {"lon": west, "lat": 50.4 + random.normal(0, 0.05)}
            row["place_uncertainty_m"] = random.choice([0.0, 300.0, 9000.0])
        rows.append(row)
    return rows


@pytest.mark.parametrize("changed", ["pieces", "parts", "compiled"])
def test_cubes_do_not_depend_on_how_the_rows_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    rows = scattered_rows(600)
    pilot = replace(park("pilot", 10.4, 50.4, 3.0), name=Name("领航码头园", "Pilot Quay Park"))
    whole = every_table(cubes.build(tmp_path, write_register(tmp_path, rows), [pilot]))
    assert len(whole["points"]) > 100
    assert whole["parks"][0][1] > 10 < whole["parks"][0][2]  # type: ignore[operator]
    if changed == "pieces":
        monkeypatch.setattr(cube_rows, "ROWS_AT_ONCE", 100)
    elif changed == "compiled":
        monkeypatch.setattr(groups, "FEW", 0)
        monkeypatch.setattr(
            cube_making, "coarser_cells", lambda *at: ancestors.coarser_cells(*at, few=0)
        )
    else:
        for number in range(0, 600, 150):
            part = tmp_path / f"part-{number:05d}.parquet"
            other = tmp_path / "other"
            numbered = [row | {"row": number + at} for at, row in enumerate(rows[number:][:150], 1)]
            write_register(other, numbered)
            (other / "part-00000.parquet").rename(part)
    shutil.rmtree(tmp_path / "cubes")
    again = cubes.build(tmp_path, replace(REGISTER, rows=600), [pilot])
    assert every_table(again) == whole


@given(st.integers(0, 2**16 - 1), st.integers(0, 2**16 - 1), st.integers(0, 16))
def test_all_points_of_a_tile_are_one_range(x: int, y: int, zoom: int) -> None:
    shift = 16 - zoom
    first = morton(x >> shift, y >> shift) << 2 * shift
    assert first <= morton(x, y) < first + (1 << 2 * shift)


@pytest.mark.parametrize(
    ("lon", "lat"), [(0.0, 0.0), (121.47, 31.23), (-179.99, -84.0), (10.4, 89.9), (180.0, 50.4)]
)
def test_points_lie_in_the_tile_of_the_slippy_map(tmp_path: Path, lon: float, lat: float) -> None:
    made = cubes.build(
        tmp_path, write_register(tmp_path, [{"code": "3734", "lon": lon, "lat": lat}]), []
    )
    side = 2**16
    clipped = np.radians(np.clip(lat, -85.05, 85.05))
    x = min(int((lon + 180) / 360 * side), side - 1)
    y = int((1 - np.log(np.tan(clipped) + 1 / np.cos(clipped)) / np.pi) / 2 * side)
    assert read_points(made.folder).columns["quad"].tolist() == [morton(x, y)]


def test_cubes_are_found_again_and_made_anew_for_other_parks(tmp_path: Path) -> None:
    register = write_register(tmp_path, harbour_rows())
    assert cubes.find(tmp_path, register, []) is None
    first = cubes.ensure(tmp_path, register, [])
    assert cubes.ensure(tmp_path, register, []) == first
    other = cubes.ensure(tmp_path, register, [park("quay", 10.4, 50.4, 1.0)])
    assert other.key != first.key
    assert [path.name for path in (tmp_path / "cubes").iterdir()] == [other.key]


def test_what_a_killed_process_left_goes_after_a_day(tmp_path: Path) -> None:
    register = write_register(tmp_path, harbour_rows())
    for name, seconds in (("fresh", 0), ("old", 2 * 24 * 3600)):
        left = tmp_path / "cubes" / f".unfinished-{name}"
        left.mkdir(parents=True)
        then = time.time() - seconds
        os.utime(left, (then, then))
    made = cubes.build(tmp_path, register, [])
    names = sorted(path.name for path in (tmp_path / "cubes").iterdir())
    assert names == [".unfinished-fresh", made.key]


def test_an_atlas_that_cannot_be_written_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = write_register(tmp_path, harbour_rows())
    make = tempfile.mkdtemp

    def refuse(*, prefix: str, dir: Path | None = None) -> str:
        if dir == tmp_path / "cubes":
            raise PermissionError("read-only")
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr(tempfile, "mkdtemp", refuse)
    made = cubes.ensure(tmp_path, register, [])
    assert tmp_path not in made.folder.parents
    assert totals(made, "areas", "level = 'city'")["3734"] == 27


def test_many_places_get_the_cells_that_few_get() -> None:
    random = np.random.default_rng(7)
    lon, lat = random.uniform(-180, 180, 500), random.uniform(-90, 90, 500)
    one_by_one = ancestors.coarser_cells(lon, lat)
    together = ancestors.coarser_cells(lon, lat, few=0)
    assert set(together) == {4, 5, 6, 7, 8}
    for res, found in one_by_one.items():
        np.testing.assert_array_equal(
            together[res].cells[together[res].ids], found.cells[found.ids]
        )


def test_a_folder_with_a_strange_name_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] *?"
    (tmp_path / "it's a *?").mkdir()
    made = cubes.build(folder, write_register(folder, harbour_rows()), [])
    assert totals(made, "areas", "level = 'city'")["3734"] == 27


def test_a_register_without_its_parts_is_an_error(tmp_path: Path) -> None:
    register = write_register(tmp_path, harbour_rows())
    part = tmp_path / "part-00000.parquet"
    part.write_bytes(b"PAR1 and nothing of the kind")
    with pytest.raises(StoreError, match="register"):
        cubes.build(tmp_path, register, [])
    part.unlink()
    with pytest.raises(StoreError, match="no parts"):
        cubes.build(tmp_path, register, [])
    assert list((tmp_path / "cubes").iterdir()) == []


def test_names_of_parks_are_data_and_never_sql(tmp_path: Path) -> None:
    name = "Quay'); DROP TABLE used; --.*|x"
    rows = [{"code": "3734", "address": f"in {name} 3"}, {"code": "3734", "address": "xxxx"}]
    made = cubes.build(
        tmp_path, write_register(tmp_path, rows), [park("q'; --", None, None, None, name)]
    )
    assert rows_of(made, "parks", "park") == [("q'; --", 0, 1)]


@pytest.mark.parametrize("middle", [(121.78, 30.88), (179.99, 10.0), (-0.01, 89.95)])
def test_circles_hold_the_places_that_are_near(middle: tuple[float, float]) -> None:
    random = np.random.default_rng(11)
    circle = Circle("p", *middle, 6000.0, ())
    step = 0.3 / np.cos(np.radians(middle[1]))
    lon = (middle[0] + random.uniform(-step, step, 4000) + 180) % 360 - 180
    lat = np.minimum(middle[1] + random.uniform(-0.1, 0.1, 4000), 90.0)
    cells = ancestors.coarser_cells(lon, lat)[7]
    reach = 2 * cube_making.edges()[7]
    found = rows_in_circles([circle], lon, lat, np.zeros(4000), cells, reach)[0]
    expected = np.flatnonzero(distance_m(circle, lon, lat) <= 6000)
    np.testing.assert_array_equal(np.sort(found), expected)
    assert 0 < len(expected) < 4000
    # A place that is known less well than the circle is wide is not in it.
    assert not len(rows_in_circles([circle], lon, lat, np.full(4000, 6001.0), cells, reach)[0])


def test_distances_are_those_along_the_earth() -> None:
    # From the pole to the equator is a quarter of the way round.
    quarter = np.pi / 2 * 6_371_008.8
    away = distance_m(Circle("p", 0.0, 90.0, 1.0, ()), np.array([77.0]), np.array([0.0]))
    assert away[0] == pytest.approx(quarter)


@given(st.lists(st.integers(0, 2**64 - 1), max_size=60))
def test_many_values_are_numbered_as_few_are(values: list[int]) -> None:
    keys = np.array([*values, *values[::2]], np.uint64)
    ids, first = groups.numbered(keys)
    assert (keys[first][ids] == keys).all()
    assert len(first) == len(set(values))
    from saidao.kernels.numbering import number

    many = np.empty(len(keys), np.int64)
    firsts = number(keys, many)
    assert sorted(firsts.tolist()) == sorted(first.tolist())
    assert (keys[firsts][many] == keys).all()


def test_more_values_than_the_table_had_slots_keep_their_numbers() -> None:
    from saidao.kernels.numbering import number

    keys = np.random.default_rng(3).permutation(np.arange(20_000, dtype=np.uint64) << np.uint64(40))
    keys = np.concatenate([keys, keys[::-1]])
    ids = np.empty(len(keys), np.int64)
    first = number(keys, ids)
    assert first.tolist() == list(range(20_000))
    assert (keys[first][ids] == keys).all()


def test_scanned_reads_the_file_and_no_other(tmp_path: Path) -> None:
    write_register(tmp_path / "[ab]", [{"code": "1"}])
    write_register(tmp_path / "a", [{"code": "2"}])
    path = tmp_path / "[ab]" / "part-00000.parquet"
    assert columns(f"SELECT code FROM {scanned(path)}")["code"].tolist() == ["1"]
