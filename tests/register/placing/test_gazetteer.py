"""Places of roads and towns learned from rows, from a file, and from districts."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from saidao.errors import RegisterError
from saidao.register.placing.addresses import AddressReader, ParsedAddresses
from saidao.register.placing.districts import AreaIndex, great_circle_m
from saidao.register.placing.gazetteer import LEVELS, Entry, Gazetteer, Key
from saidao.register.placing.gazetteer_file import read_gazetteer

NAN = float("nan")


def square(west: float, south: float) -> dict[str, object]:
    """Return a square of a fifth of a degree."""
    east, north = west + 0.2, south + 0.2
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture(scope="module")
def districts() -> AreaIndex:
    return AreaIndex.of(["A", "B"], [square(121.0, 31.0), square(121.2, 31.0)], cells=10_000)


@pytest.fixture(scope="module")
def reader() -> AddressReader:
    return AddressReader.of({"A": ["甲子区"], "B": ["乙丑区"]}, city=["某某市"])


def learned(
    districts: AreaIndex, reader: AddressReader, rows: list[tuple[str, float, float]]
) -> tuple[Gazetteer, ParsedAddresses]:
    """Return a gazetteer that has learned from rows."""
    parsed = reader.parse([row[0] for row in rows])
    lon, lat = (np.array([row[k] for row in rows]) for k in (1, 2))
    return Gazetteer.of_districts(districts).learned(parsed, lon, lat), parsed


def along(
    name: str, lon: float, lat: float, reach: float, count: int = 9
) -> list[tuple[str, float, float]]:
    """Return rows along a road from west to east."""
    return [
        (f"{name}{k}号", lon + shift, lat)
        for k, shift in enumerate(np.linspace(-reach, reach, count))
    ]


def test_a_road_is_placed_at_its_median_with_its_radius(
    districts: AreaIndex, reader: AddressReader
) -> None:
    rows = along("甲子区长安路", 121.1, 31.1, 0.01)
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["某某市甲子区长安路99号"]))
    assert (placed.lon[0], placed.lat[0]) == pytest.approx((121.1, 31.1))
    assert LEVELS[placed.level[0]] == "road"
    assert placed.uncertainty_m[0] == pytest.approx(
        great_circle_m(121.1, 31.1, 121.11, 31.1), rel=1e-6
    )
    assert districts.codes[placed.district[0]] == "A"


def test_nine_tenths_of_unseen_rows_lie_in_the_radius(
    districts: AreaIndex, reader: AddressReader
) -> None:
    rng = np.random.default_rng(4)
    rows, unseen = [], []
    for road in range(60):
        middle = rng.uniform((121.03, 31.03), (121.17, 31.17))
        direction = rng.normal(size=2)
        direction *= 0.012 / np.linalg.norm(direction)
        for k in range(40):
            lon, lat = middle + rng.uniform(-1, 1) * direction
            (rows if k < 20 else unseen).append(
                (
                    f"甲子区第{'甲乙丙丁戊己庚辛壬癸'[road % 10]}{'子丑寅卯辰巳'[road // 10]}路{k}号",
                    lon,
                    lat,
                )
            )
    gazetteer, _ = learned(districts, reader, rows)
    parsed = reader.parse([row[0] for row in unseen])
    placed = gazetteer.place(parsed).of_rows(parsed.head)
    assert (placed.level == LEVELS.index("road")).all()
    away = great_circle_m(
        placed.lon, placed.lat, [row[1] for row in unseen], [row[2] for row in unseen]
    )
    assert 0.84 < (away <= placed.uncertainty_m).mean() < 0.97


def test_one_name_in_two_districts_is_two_roads(
    districts: AreaIndex, reader: AddressReader
) -> None:
    rows = along("甲子区人民路", 121.05, 31.05, 0.005) + along("乙丑区人民路", 121.35, 31.15, 0.005)
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["甲子区人民路5号", "乙丑区人民路5号", "人民路5号"]))
    assert placed.lon[:2] == pytest.approx([121.05, 121.35])
    assert placed.level.tolist() == [2, 2, 0]
    assert placed.district.tolist() == [0, 1, -1]
    assert np.isnan(placed.lon[2])


def test_one_name_in_two_towns_of_a_district(districts: AreaIndex, reader: AddressReader) -> None:
    rows = along("甲子区东山镇解放路", 121.03, 31.03, 0.003) + along(
        "甲子区西山镇解放路", 121.17, 31.17, 0.003
    )
    gazetteer, _ = learned(districts, reader, rows)
    ask = [
        "甲子区东山镇解放路1号",
        "甲子区西山镇解放路1号",
        "甲子区解放路1号",
        "甲子区西山镇无名路1号",
    ]
    placed = gazetteer.place(reader.parse(ask))
    assert [LEVELS[k] for k in placed.level] == ["road", "road", "district", "town"]
    assert placed.lon == pytest.approx([121.03, 121.17, 121.1, 121.17])


def test_a_road_of_another_town_is_not_taken(districts: AreaIndex, reader: AddressReader) -> None:
    rows = along("甲子区东山镇解放路", 121.03, 31.03, 0.003) + along(
        "甲子区西山镇中兴路", 121.17, 31.17, 0.003
    )
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["甲子区西山镇解放路1号"]))
    assert LEVELS[placed.level[0]] == "town"


def test_districts_of_roads_are_learned_without_places(
    districts: AreaIndex, reader: AddressReader
) -> None:
    rows = [(f"甲子区长安路{k}号", NAN, NAN) for k in range(30)]
    rows += [(f"甲子区界路{k}号", NAN, NAN) for k in range(10)]
    rows += [(f"乙丑区界路{k}号", NAN, NAN) for k in range(10)]
    rows += [("乙丑区少见路1号", NAN, NAN)]
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["长安路7号", "界路7号", "少见路7号"]))
    assert placed.district.tolist() == [0, -1, -1]
    assert [LEVELS[k] for k in placed.level] == ["district", "", ""]
    assert placed.uncertainty_m[0] == pytest.approx(districts.radius_m[0])


def test_rows_whose_place_and_address_disagree_teach_nothing(
    districts: AreaIndex, reader: AddressReader
) -> None:
    rows = along("甲子区长安路", 121.3, 31.1, 0.01)
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["甲子区长安路1号"]))
    assert LEVELS[placed.level[0]] == "district"


def test_too_few_or_too_far_teach_no_road(districts: AreaIndex, reader: AddressReader) -> None:
    rows = along("甲子区短路", 121.1, 31.1, 0.001, count=2) + along(
        "甲子区环城路", 121.1, 31.1, 0.09
    )
    gazetteer, _ = learned(districts, reader, rows)
    placed = gazetteer.place(reader.parse(["甲子区短路1号", "甲子区环城路1号"]))
    assert [LEVELS[k] for k in placed.level] == ["district", "district"]


def test_rows_elsewhere_and_rows_without_address(
    districts: AreaIndex, reader: AddressReader
) -> None:
    gazetteer = Gazetteer.of_districts(districts)
    parsed = reader.parse(["外省别处市甲子区长安路1号", None, "甲子区"])
    placed = gazetteer.place(parsed).of_rows(parsed.head)
    assert [LEVELS[k] for k in placed.level] == ["", "", "district"]
    assert placed.district.tolist() == [-1, -1, 0]
    assert np.isnan(placed.uncertainty_m[:2]).all()


def test_a_file_stands_before_what_was_learned(
    tmp_path: Path, districts: AreaIndex, reader: AddressReader
) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        "name,level,lon,lat,uncertainty_m,source,district,town\n"
        "长安路,road,121.15,31.02,150,city survey,A,\n"
        "北新园区,zone,121.25,31.05,900,city survey,,\n"
        "解放路,road,121.02,31.02,100,city survey,A,东山镇\n",
        encoding="utf-8",
    )
    gazetteer, _ = learned(districts, reader, along("甲子区长安路", 121.1, 31.1, 0.01))
    gazetteer = gazetteer.extended(read_gazetteer(path, districts.codes))
    ask = ["甲子区长安路1号", "长安路1号", "乙丑区北新园区3号", "甲子区东山镇解放路1号"]
    placed = gazetteer.place(reader.parse(ask))
    assert placed.lon == pytest.approx([121.15, 121.15, 121.25, 121.02])
    assert placed.uncertainty_m.tolist() == [150, 150, 900, 100]
    assert [LEVELS[k] for k in placed.level] == ["road", "road", "town", "road"]
    assert placed.district.tolist() == [0, 0, 1, 0]
    assert gazetteer.entries[Key("road", "长安路", "A")] == Entry(
        "road", 121.15, 31.02, 150, 0, "A", "city survey"
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("name,level,lon,lat,source\n", "row 1, column uncertainty_m: no column"),
        ("name,level,lon,lat,uncertainty_m,source,colour\n", "column colour: unknown column"),
        ("name,level,lon,lat,uncertainty_m,source\n路,street,1,2,3,s\n", "row 2, column level"),
        ("name,level,lon,lat,uncertainty_m,source\n路,road,181,2,3,s\n", "row 2, column lon"),
        ("name,level,lon,lat,uncertainty_m,source\n路,road,1,nan,3,s\n", "row 2, column lat"),
        (
            "name,level,lon,lat,uncertainty_m,source\n路,road,1,2,-1,s\n",
            "row 2, column uncertainty_m",
        ),
        (
            "name,level,lon,lat,uncertainty_m,source\n路,road,1,2,3,\n",
            "row 2, column source: empty",
        ),
        (
            "name,level,lon,lat,uncertainty_m,source,district\n路,road,1,2,3,s,C\n",
            "row 2, column district",
        ),
        (
            "name,level,lon,lat,uncertainty_m,source\n路,road,1,2,3,s\n路,road,1,2,3,s\n",
            "row 3, column name",
        ),
    ],
)
def test_wrong_files_are_refused(
    tmp_path: Path, districts: AreaIndex, text: str, problem: str
) -> None:
    path = tmp_path / "places.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegisterError, match=re.escape(problem)):
        read_gazetteer(path, districts.codes)


def test_a_file_of_bytes_is_refused(tmp_path: Path, districts: AreaIndex) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(RegisterError, match="cannot be read"):
        read_gazetteer(path, districts.codes)
