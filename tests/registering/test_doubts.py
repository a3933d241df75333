"""What a register does not say plainly: it is read right, or its user is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from saidao import registering, store
from saidao.cli import main
from saidao.register.establishment import Flag
from saidao.register.manifest import Register
from saidao.register.wordings import read_amount

DISTRICT = {
    "type": "Polygon",
    "coordinates": [[[120.0, 30.0], [121.0, 30.0], [121.0, 31.0], [120.0, 31.0], [120.0, 30.0]]],
}


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """An atlas of one district, 东区."""
    pack, out = tmp_path / "pack", tmp_path / "atlas"
    assert main(["init", str(pack), "--city", "Toytown", "--code", "990000"]) == 0
    feature = {"type": "Feature", "id": "990101", "properties": {}, "geometry": DISTRICT}
    (pack / "districts.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    (pack / "districts.csv").write_text(
        "code,name_zh,name_en,area_km2,area_note_zh,area_note_en,population,population_year,"
        "positioning_zh,positioning_en,positioning_period,sources\n"
        "990101,东区,East,,,,,,,,,S001\n",
        encoding="utf-8",
    )
    (pack / "place_names.csv").write_text(
        "name,kind,district,code,sources\n老县,former_district,990101,,S001\n"
        "港口保税区,zone,990101,,S001\n河口镇,town,990101,,S001\n",
        encoding="utf-8",
    )
    (pack / "sources.yaml").write_text(
        "- {id: S001, title: Toys, publisher: Toytown, authority: official, issued: null, "
        "url: null, retrieved: null}\n"
    )
    own = (pack / "pack.yaml").read_text(encoding="utf-8")
    box = "bounds: {west: 119, south: 29, east: 122, north: 32}"
    (pack / "pack.yaml").write_text(re.sub("bounds: .*", box, own), encoding="utf-8")
    assert main(["pack", "check", str(pack)]) == 0
    assert main(["build", str(pack), "-o", str(out)]) == 0
    return out


def imported(atlas: Path, text: str, *more: str) -> tuple[Register, list[dict[str, object]]]:
    """Import a table; return what is known of it and its rows."""
    table = atlas.parent / "table.csv"
    table.write_text(text, encoding="utf-8")
    assert main(["register", "import", str(atlas), str(table), "--yes", "--id", "toy", *more]) == 0
    register = registering.register_in(atlas, "toy")
    parts = [str(path) for path in store.parts_of(atlas, register)]
    found = duckdb.read_parquet(parts).order("row")
    names = found.columns
    return register, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_former_districts_zones_and_towns_of_the_atlas_place_rows(atlas: Path) -> None:
    _, rows = imported(
        atlas,
        "名称,区县,地址\n甲,老县,幸福路1号\n乙,港口保税区,\n丙,,河口镇幸福路2号\n丁,别处,幸福路3号\n",
    )
    assert [row["district"] for row in rows[:3]] == ["990101"] * 3
    assert [row["district_basis"] for row in rows[:3]] == ["stated", "stated", "address"]
    assert [row["town"] for row in rows] == [None, None, "河口镇", None]
    # 甲's address names no place that is known: its district is stated, and that is where it is.
    assert [row["place_level"] for row in rows[:3]] == ["district"] * 3
    assert all(row["place_uncertainty_m"] > 50_000 for row in rows[:3])


def test_districts_that_the_atlas_does_not_have_are_told(atlas: Path) -> None:
    register, rows = imported(atlas, "name,district\na,East\nb,West\n")
    assert [row["district"] for row in rows] == ["990101", None]
    told = dict(register.mapping)
    assert told["district not understood"] == "'West': no district of the atlas"


def test_a_status_without_a_layout_is_read(atlas: Path) -> None:
    register, rows = imported(
        atlas,
        "name,entity_status_description\na,Live Company\nb,Struck Off\nc,Frozen\n",
        "--as-of",
        "2020-01-31",
    )
    assert [str(row["closed"]) for row in rows] == ["None", "2020-01-31", "None"]
    assert "'Frozen': taken as open" in dict(register.mapping)["status not understood"]


def test_days_that_may_be_two_are_told(atlas: Path) -> None:
    register, rows = imported(atlas, "name,opened\na,02/03/2001\nb,2001-02-03\n")
    assert rows[0]["opened"] is None
    assert rows[0]["flags"] & Flag.BAD_DATE
    assert "'02/03/2001': no day" in dict(register.mapping)["opened not understood"]


def test_a_place_that_many_rows_share_is_told(atlas: Path) -> None:
    rows = "".join(f"firm {n},120.5,30.5\n" for n in range(4)) + "other,120.25,30.25\n"
    register, _ = imported(atlas, "name,lon,lat\n" + rows, "--coordinates", "WGS-84")
    told = dict(register.mapping)["places shared"]
    assert told.startswith("4 of 5 rows share their exact place, 4 stand at 120.5, 30.5")


def test_codes_of_no_scheme_are_told(atlas: Path) -> None:
    register, _ = imported(atlas, "name,code\na,62011\n")
    assert "scheme not known" in dict(register.mapping)


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        ("2,124(万德国马克)", "DEM"),
        ("120(万法国法郎)", "FRF"),
        ("1000万韩国元", "XXX"),
        ("12 ZAR", "XXX"),
        ("500万元", "CNY"),
        ("5(万元)", "CNY"),
        ("34.9(万)", ""),
    ],
)
def test_no_foreign_money_is_taken_for_yuan(text: str, currency: str) -> None:
    found = read_amount(text)
    assert found is not None
    assert found.currency == currency


def test_a_file_that_cannot_be_taken_leaves_nothing_in_the_atlas(atlas: Path) -> None:
    table = atlas.parent / "table.csv"
    # In no district by any system: nobody can say which it is.
    table.write_text("name,lon,lat\na,5.0,5.0\nb,5.1,5.2\n", encoding="utf-8")
    assert main(["register", "import", str(atlas), str(table), "--yes"]) != 0
    assert store.unfinished_areas(atlas) == ()


def test_a_line_longer_than_any_cell_is_no_header_of_ours(atlas: Path) -> None:
    register, _ = imported(atlas, "name,code\n" + "x" * 200_000 + ",39\nb,40\n")
    assert register.rows == 2
