"""saidao industries: establishments today beside what is planned, for people and programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao.cli import main


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The invented city with a register that is made up."""
    build(tmp_path / "out")
    add_register(tmp_path / "out", harbour_rows(), synthetic=True)
    return tmp_path / "out"


def test_the_list_says_what_is_not_counted(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["industries", str(out), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "Ocean industry" in printed
    assert "no real establishments" in printed
    assert main(["industries", str(out), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["synthetic"] is True
    ocean = next(one for one in found["industries"] if one["id"] == "ocean")
    assert (ocean["count"], ocean["promises"], ocean["parks"]) == (None, 3, 1)
    assert "No classification codes" in ocean["note"]["en"]


def test_one_industry_shows_its_promises(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["industries", str(out), "ocean", "--today", "2031-02-01"]) == 0
    printed = capsys.readouterr().out
    assert "不能计数" not in printed.splitlines()[0]
    assert "领航码头园" in printed
    assert "2030" in printed


def test_an_unknown_industry_names_what_is_near(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["industries", str(out), "ocaen"]) == 2
    assert "ocean" in capsys.readouterr().err
