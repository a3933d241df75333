"""What a register's cells tell of days and decimals, and what is asked where they do not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.cities import build
from tests.registering.imported import flags_of, imported

from saidao import registering
from saidao.errors import InvalidInput, RegisterError
from saidao.register.angles import read_angle, read_pair
from saidao.register.establishment import Flag
from saidao.register.placing.conversion import from_wgs84
from saidao.registering.guessing import BYTES
from saidao.registering.opening import Opened
from saidao.registering.shared_places import town_places, zero_days


def opened(folder: Path, text: str, **how: str) -> Opened:
    """Open a table."""
    path = folder / "t.csv"
    path.write_text(text, encoding="utf-8")
    return registering.open_register(path, **how)  # type: ignore[arg-type]


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The invented city."""
    build(tmp_path / "out")
    return tmp_path / "out"


@pytest.mark.parametrize(
    ("cells", "order", "asked"),
    [
        (["02/03/2001", "13/03/2001"], "dmy", ""),
        (["02-03-2001", "03-13-2001 00:00:00"], "mdy", ""),
        (["02/03/2001", "2001-05-06"], "", "comes first in '02/03/2001'"),
        (["13/03/2001", "03/13/2001"], "", "stand in one register"),
        (["36956", "36957.5", "2001-03-08"], "excel", ""),
        (["1998", "2001"], "", ""),
        (["2001/2/3", ""], "", ""),
    ],
)
def test_the_order_of_days(tmp_path: Path, cells: list[str], order: str, asked: str) -> None:
    source = opened(tmp_path, "name,opened\n" + "".join(f"a,{cell}\n" for cell in cells))
    assert source.mapping.dates == order
    told = dict(source.told).get("dates", "")
    assert (asked in told) if asked else ("--dates" not in told)


@pytest.mark.parametrize(
    ("cells", "decimal", "asked"),
    [
        (["1,5", "2,25"], ",", ""),
        (["1.234,5"], ",", ""),
        (["1.234.567", "2.000"], ",", ""),
        (["0,125"], ",", ""),
        (["1.5", "1,234"], ".", ""),
        (["1,234,567"], ".", ""),
        (["1,5", "1.5"], "", "stand in one register"),
        (["1,234", "20"], "", "taken for 1234"),
        (["12", "many"], "", ""),
    ],
)
def test_the_sign_before_decimals(
    tmp_path: Path, cells: list[str], decimal: str, asked: str
) -> None:
    source = opened(tmp_path, "name;value\n" + "".join(f"a;{cell}\n" for cell in cells))
    assert source.mapping.decimal == decimal
    told = dict(source.told).get("decimals", "")
    assert (asked in told) if asked else ("--decimal" not in told)


def test_parts_of_persons_are_asked_about(tmp_path: Path) -> None:
    told = dict(opened(tmp_path, "name;employees\na;1.200\nb;30\n").told)
    assert told["decimals"].startswith("'1.200' persons are taken for that many")
    told = dict(opened(tmp_path, "name;lon;lat\na;10.125;50.250\n").told)
    assert "decimals" not in told


def test_what_is_said_is_not_guessed(tmp_path: Path) -> None:
    text = "name;value;opened\na;1,5;13/03/2001\n"
    source = opened(tmp_path, text, dates="mdy", decimal=".")
    assert (source.mapping.dates, source.mapping.decimal, source.asked) == ("mdy", ".", ())
    with pytest.raises(InvalidInput, match="dates: got 'dym'"):
        opened(tmp_path, text, dates="dym")


def test_the_end_of_a_large_file_tells_it_too(tmp_path: Path) -> None:
    ambiguous = "firm,05/06/2001\n" * (6 * BYTES // 16)
    assert (
        opened(tmp_path, "name,opened\n" + ambiguous + "last,25/06/2001\n").mapping.dates == "dmy"
    )


def test_numbers_and_days_come_in_as_they_were_meant(out: Path, tmp_path: Path) -> None:
    text = (
        "name;lon;lat;employees;value;opened\n"
        "a;10,2001;50,2002;1.200;3,5;02/03/2001\nb;10,3001;50,3002;7;1.234,5;25/12/2002\n"
    )
    _, (first, second) = imported(out, opened(tmp_path, text, coordinates="WGS-84"))
    assert (first["lon"], first["lat"]) == (10.2001, 50.2002)
    assert (first["employees"], first["value"]) == (1200.0, 3.5)
    assert second["value"] == 1234.5
    assert [str(row["opened"]) for row in (first, second)] == ["2001-03-02", "2002-12-25"]


def test_no_number_is_read_by_leaving_out_its_comma(out: Path, tmp_path: Path) -> None:
    _, rows = imported(out, opened(tmp_path, "name;value\na;1,5\nb;2.5\nc;1,234\n"))
    assert [row["value"] for row in rows] == [None, 2.5, 1234.0]
    assert Flag.BAD_SIZE in flags_of(rows[0])


def test_both_coordinates_in_one_column_and_in_minutes(out: Path, tmp_path: Path) -> None:
    text = "name;经纬度\na;10.2001,50.2002\nb;50.2002N 10.2001E\nc;POINT(10.2001 50.2002)\nd;?\n"
    source = opened(tmp_path, text, coordinates="WGS-84")
    assert ("lon", "column '经纬度'") in source.told
    register, rows = imported(out, source)
    assert {(row["lon"], row["lat"]) for row in rows[:3]} == {(10.2001, 50.2002)}
    assert [Flag.IMPOSSIBLE_PLACE in flags_of(row) for row in rows] == [False, False, False, True]
    assert dict(register.mapping)["lon not understood"] == "'?': no coordinate"
    text = "name,lon,lat\na,10°12'E,50°30'36\"N\n"
    _, (row,) = imported(out, opened(tmp_path, text, coordinates="WGS-84"))
    assert (row["lon"], row["lat"]) == (pytest.approx(10.2), pytest.approx(50.51))


@pytest.mark.parametrize("text", ["", "far", "121°", "121 75'", "121'30", "1°2'3\"4", "12E34N5"])
def test_what_is_no_angle(text: str) -> None:
    assert read_angle(text) in (None, 121.0)
    assert read_pair(text) is None


def test_coordinates_of_which_none_is_one_are_flagged(out: Path, tmp_path: Path) -> None:
    register, rows = imported(out, opened(tmp_path, "name,lon,lat\na,x,y\nb,,\n"))
    assert register.coordinate_system == ""
    assert [Flag.IMPOSSIBLE_PLACE in flags_of(row) for row in rows] == [True, False]
    assert [Flag.NO_PLACE in flags_of(row) for row in rows] == [False, True]


def test_exchanged_columns_are_seen_where_the_system_is_stated(out: Path, tmp_path: Path) -> None:
    lon, lat = np.array([10.2001, 10.3003]), np.array([50.2002, 50.3004])
    text = "name,lon,lat\n" + "".join(f"f,{b},{a}\n" for a, b in zip(lon, lat, strict=True))
    register, rows = imported(out, opened(tmp_path, text, coordinates="WGS-84"))
    assert "coordinates swapped" in dict(register.mapping)
    assert [row["lon"] for row in rows] == lon.tolist()


def test_days_that_stand_for_none(out: Path, tmp_path: Path) -> None:
    days = ["1900-01-01"] * 3 + ["2001-02-03"]
    text = "name,opened,closed\n" + "".join(f"f{n},{d},9999-12-31\n" for n, d in enumerate(days))
    register, rows = imported(out, opened(tmp_path, text))
    assert [str(row["opened"]) for row in rows] == ["None", "None", "None", "2001-02-03"]
    assert [Flag.BAD_DATE in flags_of(row) for row in rows] == [True, True, True, False]
    # A day of closing that is to come: it is open.
    assert {row["closed"] for row in rows} == {None}
    assert dict(register.mapping)["opened 1900-01-01"].startswith("3 rows")
    # Old firms by their years alone are no sign of a computer's first day.
    years = [(dt.date(year, 1, 1) - dt.date(1970, 1, 1)).days for year in range(1890, 1911)] * 2
    assert zero_days(np.array(years, float)) == {}


def test_totals_of_areas_are_no_register(out: Path, tmp_path: Path) -> None:
    text = "区县,行业代码,从业人数\n灯塔区,3731,5\n"
    with pytest.raises(RegisterError, match="these are totals of areas"):
        imported(out, opened(tmp_path, text + "灯塔区,0412,7\n"))
    # Establishments without a name repeat district and industry.
    assert imported(out, opened(tmp_path, text + "灯塔区,3731,5\n灯塔区,0412,7\n"))[0].rows == 3


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<html><table><tr><td>x</td></tr></table></html>", "is a web page"),
        (b'{"type": "FeatureCollection", "features": []}', "GeoJSON as GeoParquet"),
        (b"%PDF-1.7\n", "is a PDF"),
        (b"BZh91AY&SY", "unpack it, or pack it with gzip"),
        (b"SQLite format 3\0", "is a database"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99, "or one with a password"),
    ],
)
def test_other_kinds_of_files_say_what_to_do(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "t.xls"
    path.write_bytes(data + b"0" * 600)
    with pytest.raises(RegisterError, match=said):
        registering.open_register(path)


def test_cells_merged_over_rows_and_two_rows_of_headers(out: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["企业名称", "区县", "经营情况", None])
    sheet.append([None, None, "从业人数", "行业代码"])
    for cells in (
        ["海港船厂", "灯塔区", 12, "3731"],
        ["海港渔业", None, 5, "0412"],
        ["远方", None, 1, ""],
    ):
        sheet.append(cells)
    for cells in ("A1:A2", "B1:B2", "C1:D1", "B3:B4"):
        sheet.merge_cells(cells)
    book.save(tmp_path / "t.xlsx")
    _, rows = imported(out, registering.open_register(tmp_path / "t.xlsx"))
    assert [row["name"] for row in rows] == ["海港船厂", "海港渔业", "远方"]
    assert [row["district"] for row in rows] == ["990101", "990101", None]
    assert [row["employees"] for row in rows] == [12.0, 5.0, 1.0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("system", "east"), [("EPSG:4490", 121.0), ("EPSG:27700", -1.5), ("EPSG:2154", 2.0)]
)
def test_points_of_geoparquet_in_other_systems(
    out: Path, tmp_path: Path, system: str, east: float
) -> None:
    geopandas = pytest.importorskip("geopandas")
    lon, lat = np.array([east, east + 0.25]), np.array([49.5, 50.75])
    x, y = from_wgs84(lon, lat, system)
    frame = geopandas.GeoDataFrame(
        {"name": ["a", "b"]}, geometry=geopandas.points_from_xy(x, y), crs=system
    )
    for encoding in ("WKB", "geoarrow"):
        path = tmp_path / f"{encoding}.parquet"
        frame.to_parquet(path, geometry_encoding=encoding)
        register, rows = imported(out, registering.open_register(path))
        assert register.coordinate_system == system
        assert [row["lon"] for row in rows] == pytest.approx(lon.tolist(), abs=2e-5)
        assert [row["lat"] for row in rows] == pytest.approx(lat.tolist(), abs=2e-5)


def towns(rng: np.random.Generator, *, exact: bool) -> tuple[np.ndarray, ...]:
    """Return establishments of 60 towns: at their town's point, or each at its own."""
    town = rng.integers(0, 60, 300)
    lon, lat = rng.uniform(0, 4, 60)[town], rng.uniform(45, 48, 60)[town]
    if exact:
        lon, lat = lon + rng.normal(0, 0.01, 300), lat + rng.normal(0, 0.01, 300)
    return lon, lat, town, np.arange(1, 301, dtype=np.uint64)


def test_places_of_towns_are_told_from_places_of_plants() -> None:
    lon, lat, town, who = towns(np.random.default_rng(1), exact=False)
    found, told = town_places(lon, lat, lon, lat, town, who)
    assert len(found.keys) == len(np.unique(town))
    assert "have them all at one point" in told
    assert (found.radius_m > 1000).all()
    lon, lat, town, who = towns(np.random.default_rng(1), exact=True)
    assert town_places(lon, lat, lon, lat, town, who)[1] == ""


def test_firms_of_one_tower_are_at_one_point_and_stay_there() -> None:
    lon, lat, town, who = towns(np.random.default_rng(1), exact=False)
    # Their addresses name a street: nothing is said of what town they are in.
    street = np.full(len(town), -1)
    assert town_places(lon, lat, lon, lat, street, who)[1] == ""
    # Nor does one establishment that is listed year by year show anything.
    assert town_places(lon, lat, lon, lat, town, town.astype(np.uint64) + 1)[1] == ""


def test_a_place_where_a_row_names_a_street_is_its_own() -> None:
    lon, lat, town, who = towns(np.random.default_rng(1), exact=False)
    mixed = town.copy()
    mixed[np.flatnonzero(town == town[0])[0]] = -1
    found, _ = town_places(lon, lat, lon, lat, mixed, who)
    assert len(found.keys) == len(np.unique(town)) - 1


def test_nothing_is_dropped_on_the_way(out: Path, tmp_path: Path) -> None:
    source = opened(tmp_path, "name,name,其他\na,b,c\n")
    assert dict(source.told)["not read"] == "'name (2)', '其他'"
    register, (row,) = imported(out, source)
    assert row["name"] == "a"
    assert register.rows == 1
