"""``saidao clusters``: a table for people, records for programs, synthetic said in each."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.cities import build
from tests.indicators.registers import add_register

from saidao.cli import main
from saidao.cli.clusters import clusters
from saidao.errors import InvalidInput

TODAY = date(2031, 2, 1)


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with 20 builders of ships' parts on one quay among 150 others."""
    folder = tmp_path_factory.mktemp("city") / "out"
    build(folder)
    places = [(10.1 + 0.05 * (k % 15), 50.2 + 0.05 * (k // 15), "6513") for k in range(150)]
    places += [(10.4 + 0.001 * (k % 5), 50.4 + 0.001 * (k // 5), "3734") for k in range(20)]
    rows = [{"code": code, "lon": lon, "lat": lat} for lon, lat, code in places]
    add_register(folder, rows, synthetic=True)
    return folder


def test_a_table_and_the_same_as_records(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clusters(atlas, code="3734", today=TODAY, lang="en")
    text = capsys.readouterr().out
    assert "20" in text
    assert "synthetic" in text
    clusters(atlas, code="3734", today=TODAY, format="json")
    (one,) = json.loads(capsys.readouterr().out)["clusters"]
    clusters(atlas, code="3734", today=TODAY, format="csv")
    (row,) = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["id"], row["synthetic"]) == (one["id"], "yes")
    assert float(row["cases"]) == one["cases"] == 20


def test_all_industries_have_no_table_of_clusters(
    atlas: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clusters(atlas, lang="en")
    assert "ocean" in capsys.readouterr().out
    with pytest.raises(InvalidInput, match="csv"):
        clusters(atlas, format="csv")


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    """A file of three trades, one of which sits together."""
    rng = np.random.default_rng(6)
    x, y = rng.uniform(0, 100, (2, 900))
    mill = np.hypot(x - 30, y - 60) < 8
    trade = np.where(mill, "mill", rng.choice(["shop", "bank"], 900, p=[0.9, 0.1]))
    path = tmp_path / "plants.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("trade", "x", "y"), *zip(trade, x, y, strict=True)])
    return path


def run(*arguments: object) -> int:
    """Return what the command line leaves with."""
    return main(["clusters", *map(str, arguments)])


HERE = ("--industry", "trade", "--x", "x", "--y", "y", "--draws", 199)


def test_all_industries_of_a_file(plants: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(plants, *HERE, "--format", "csv") == 0
    rows = {row["trade"]: row for row in csv.DictReader(io.StringIO(capsys.readouterr().out))}
    assert {name: row["passes"] for name, row in rows.items()} == {
        "mill": "True", "shop": "False", "bank": "False",
    }  # fmt: skip
    assert sum(int(row["n"]) for row in rows.values()) == 900
    assert float(rows["mill"]["in_clusters"]) > 0.9
    assert run(plants, *HERE) == 0
    assert "mill" in capsys.readouterr().out


def test_one_industry_of_a_file_says_what_the_list_says(
    plants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "clusters.json"
    assert run(plants, *HERE, "--each", "--out", out) == 0
    (listed,) = json.loads(out.read_text("utf-8"))
    assert run(plants, *HERE, "--of", "mill", "--format", "json") == 0
    (alone,) = json.loads(capsys.readouterr().out)
    assert {"trade": "mill", **alone} == listed
    assert np.hypot(alone["x"] - 30, alone["y"] - 60) < 3


def test_a_parquet_file_with_numbers_for_labels(
    plants: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = list(csv.DictReader(io.StringIO(plants.read_text("utf-8"))))
    path = tmp_path / "plants.parquet"
    pq.write_table(
        pa.table(
            {
                "trade": [3734 if row["trade"] == "mill" else 5211 for row in rows],
                **{name: [float(row[name]) for row in rows] for name in ("x", "y")},
            }
        ),
        path,
    )
    assert run(path, *HERE, "--of", "3734", "--format", "json") == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert run(plants, *HERE, "--of", "mill", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [one]


def test_rows_with_empty_cells_are_left_out_when_asked(
    plants: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plants.write_text(plants.read_text("utf-8") + "mill,,3\n", "utf-8")
    assert run(plants, *HERE) == 2
    assert "row 901" in capsys.readouterr().err
    assert run(plants, *HERE, "--skip-incomplete") == 0
    assert "900 rows measured, 1 incomplete ones left out" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--x", "x", "--y", "y"), "--industry"),
        (("--industry", "trade", "--y", "y"), "--x"),
        ((*HERE, "--code", "3734"), "an atlas"),
        ((*HERE, "--of", "lens"), "labels such as"),
        ((*HERE, "--level", "2"), "between 0 and 1"),
        ((*HERE[:2], "--x", "east", "--y", "y"), "no column 'east'"),
    ],
)
def test_what_a_file_cannot_be_asked(
    plants: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[object, ...], words: str
) -> None:
    assert run(plants, *arguments) in (1, 2)
    assert words in " ".join(capsys.readouterr().err.split())


def test_an_atlas_is_not_asked_for_columns(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(atlas, "--x", "lon") == 2
    assert "a file" in capsys.readouterr().err
