"""``saidao clusters``: a table for people, records for programs, synthetic said in each."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from tests.cities import build
from tests.indicators.registers import add_register

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
