"""saidao measure: a file or an atlas's register, as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import duckdb
import numpy as np
import pytest
from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao.cli import main


def run(*arguments: object) -> int:
    return main(["measure", *map(str, arguments)])


def complaint(capsys: pytest.CaptureFixture[str], code: int, *arguments: object) -> str:
    """Return the one line that a wrong command prints."""
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert captured.err.startswith("saidao: ")
    assert "Traceback" not in captured.err
    return captured.err


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    """Plants of three trades; mills sit in a corner."""
    rng = np.random.default_rng(4)
    x, y = rng.uniform(0, 40, (2, 150)).round(2)
    path = tmp_path / "plants.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["地区", "trade", "x", "y", "jobs"])
        for a, b in zip(x, y, strict=True):
            trade = "磨坊" if a < 14 and b < 14 else "=shop"
            writer.writerow(["东" if a > 20 else "西", trade, a, b, int(a) + 1])
    return path


def test_a_table_for_people(plants: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plants, "--industry", "trade", "--region", "地区") == 0
    printed = capsys.readouterr().out
    assert "磨坊" in printed
    assert "hoover" in printed


@pytest.mark.parametrize(
    ("of", "column"),
    [
        ("location-quotient", "location_quotient"),
        ("specialisation", "krugman"),
        ("concentration", "theil"),
        ("ellison-glaeser", "gamma"),
        ("coagglomeration", "coagglomeration"),
    ],
)
def test_each_index_as_json(
    plants: Path, capsys: pytest.CaptureFixture[str], of: str, column: str
) -> None:
    options = ["--of", of, "--industry", "trade", "--region", "地区", "--size", "jobs"]
    assert run(plants, *options, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows
    assert all(column in row for row in rows)


def test_shift_share_of_two_columns(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "growth.csv"
    path.write_text("place,trade,then,now\na,x,10,20\na,y,10,10\nb,x,10,10\nb,y,30,32\n")
    options = ["--of", "shift-share", "--industry", "trade", "--region", "place"]
    assert run(path, *options, "--start", "then", "--end", "now", "--format", "json") == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert (first["growth"], first["regional_shift"]) == (10, pytest.approx(4.5))


@pytest.mark.parametrize("of", ["kd", "m", "m-density"])
def test_places_and_their_curves(
    plants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], of: str
) -> None:
    options = ["--of", of, "--industry", "trade", "--x", "x", "--y", "y", "--r", "2:10:2"]
    assert run(plants, *options, "--format", "json") == 0
    mill = next(row for row in json.loads(capsys.readouterr().out) if row["trade"] == "磨坊")
    assert mill["verdict"] == "localised"
    assert mill["dispersed_from"] is None
    out = tmp_path / "curves.csv"
    assert run(plants, *options, "--curves", "--out", out) == 0
    with out.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert [float(row["r"]) for row in rows] == [2, 4, 6, 8, 10] * 2
    assert {row["trade"] for row in rows} == {"磨坊", "'=shop"}


def test_a_parquet_file_says_the_same_as_its_text(
    plants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "utf8.csv"
    text.write_text(plants.read_text(encoding="gb18030"), encoding="utf-8")
    path = tmp_path / "it's.parquet"
    quoted = str(path).replace("'", "''")
    duckdb.sql(f"COPY (FROM read_csv('{text}', sep=';')) TO '{quoted}' (FORMAT parquet)")
    found = []
    for one in (plants, path):
        assert run(one, "--industry", "trade", "--region", "地区", "--format", "csv") == 0
        found.append(capsys.readouterr().out)
    assert found[0] == found[1]


def test_what_is_wrong_is_said(
    plants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ["--industry", "trade", "--region", "地区"]
    assert "a file that exists" in complaint(capsys, 2, tmp_path / "none.csv", *here)
    assert ".csv or .parquet" in complaint(capsys, 2, Path(__file__), *here)
    assert "--industry" in complaint(capsys, 2, plants)
    assert "--region: got nothing" in complaint(capsys, 2, plants, "--industry", "trade")
    assert "no column 'town'" in complaint(capsys, 1, plants, "--industry", "trade", "--region", "town")  # fmt: skip
    assert "column trade" in complaint(capsys, 1, plants, *here, "--size", "trade")
    assert "FROM:TO:STEP" in complaint(
        capsys, 2, plants, "--industry", "trade", "--x", "x", "--y", "y", "--r", "5:1:1"
    )
    assert "--y: got nothing" in complaint(capsys, 2, plants, "--industry", "trade", "--x", "x")
    gap = tmp_path / "gap.csv"
    gap.write_text("place,trade,n\na,x,1\nb,,2\n")
    assert "row 2 of 'trade'" in complaint(capsys, 2, gap, "--industry", "trade", "--region", "place")  # fmt: skip
    gap.write_text("place,trade,n\na,x\n")
    assert "row 2" in complaint(capsys, 1, gap, "--industry", "trade", "--region", "place")
    here_m = ["--industry", "trade", "--x", "x", "--y", "y"]
    assert "--bandwidth" in complaint(capsys, 2, plants, *here_m, "--bandwidth", 2)
    assert "a number above 0" in complaint(
        capsys, 2, plants, *here_m, "--of", "m-density", "--bandwidth", -1
    )
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(b"PAR1 and no more")
    complaint(capsys, 1, damaged, *here)


def test_rows_with_gaps_are_left_out_where_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gaps.csv"
    path.write_text("place,trade,n\na,mill,1\nb,,2\nb,shop,\nb,shop,3\na,shop,2\n,mill,9\n")
    here = ["--industry", "trade", "--region", "place", "--size", "n", "--format", "json"]
    assert "row 6 of 'place'" in complaint(capsys, 2, path, *here)
    parquet = tmp_path / "gaps.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{path}')) TO '{parquet}' (FORMAT parquet)")
    for one in (path, parquet):
        assert run(one, *here, "--of", "specialisation", "--skip-incomplete") == 0
        captured = capsys.readouterr()
        assert [row["activity"] for row in json.loads(captured.out)] == [3, 3]
        assert "3 rows measured, 3 incomplete ones left out" in captured.err
    path.write_text("place,trade,n\na,,1\n")
    assert "no row without" in complaint(capsys, 2, path, *here, "--skip-incomplete")


# The register of an atlas.


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    """The invented city with a register that is made up."""
    build(tmp_path / "out")
    add_register(tmp_path / "out", harbour_rows(), synthetic=True)
    return tmp_path / "out"


def test_a_register_by_level_of_its_classification(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(atlas, "--of", "location-quotient", "--format", "json") == 0
    captured = capsys.readouterr()
    rows = {(row["region"], row["industry"]): row for row in json.loads(captured.out)}
    # Open, usable and with a code: Lighthouse 23 and 6, and one more of software without a
    # point; Reeds 4 and 25.
    assert rows["990101", "37"]["activity"] == 23
    assert rows["990102", "65"]["activity"] == 25
    expected = (23 / 30) / (27 / 59)
    assert rows["990101", "37"]["location_quotient"] == pytest.approx(expected)
    assert "2 establishments left out" in captured.err
    assert "no real establishments" in captured.err
    assert run(atlas, "--code-level", 1, "--of", "concentration", "--format", "json") == 0
    assert {row["industry"] for row in json.loads(capsys.readouterr().out)} == {"C", "I"}


def test_a_register_by_town_size_and_points(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--of", "ellison-glaeser", "--region", "town", "--size", "employees"]
    assert run(atlas, *options, "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["plants"] for row in rows] == [27, 31]
    assert run(atlas, "--of", "m", "--r", "0.1,1,5", "--format", "json") == 0
    captured = capsys.readouterr()
    assert [row["n"] for row in json.loads(captured.out)] == [27, 31]
    assert "58 rows measured" in captured.err


def test_a_register_by_the_citys_industries(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(atlas, "--system", "--of", "concentration", "--format", "json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert sum(row["activity"] for row in rows) >= 59 - 1e-9
    assert "--system" in complaint(capsys, 2, atlas, "--system", "--of", "kd")


def test_options_that_a_register_does_not_have(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "--of" in complaint(capsys, 2, atlas, "--of", "shift-share")
    assert "--skip-incomplete" in complaint(capsys, 2, atlas, "--skip-incomplete")
    assert "district or town" in complaint(capsys, 2, atlas, "--region", "street")
    assert "employees or value" in complaint(capsys, 2, atlas, "--size", "jobs")
    assert "1 to 4" in complaint(capsys, 2, atlas, "--code-level", 9)
    assert "none" in complaint(capsys, 2, atlas, "--register", "none")
