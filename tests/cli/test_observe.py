"""``saidao observe``, ``searched`` and ``forecast`` as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cities import build, write

from saidao import cli

TABLE = "指标,产业,时期,数值,单位,口径\n深水泊位,海洋产业,2029年,38,个,公报\n"
BERTHS = "990000.ocean.berths.count.2030"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The invented city."""
    build(tmp_path / "out")
    return tmp_path / "out"


def run(*arguments: object) -> int:
    """Run the command line."""
    return cli.main([str(one) for one in arguments])


def test_the_guess_is_shown_and_waits_for_a_yes(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write(tmp_path / "t.csv", TABLE)
    assert run("observe", out, table) == 2
    shown = capsys.readouterr().out
    assert "indicator        column '指标'" in shown
    assert "--yes" in shown
    assert run("observe", out, table, "--yes", "--by", "林") == 0
    assert "海洋产业深水泊位数 2029年 38个" in capsys.readouterr().out
    assert run("observe", out, table, "--yes") == 0
    assert "1 already in the atlas" in capsys.readouterr().out


def test_a_mapping_file_needs_no_yes(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write(tmp_path / "t.csv", TABLE.replace("数值", "甲"))
    assert run("observe", out, table, "--yes") == 1
    assert "no column for value" in capsys.readouterr().err
    mapping = write(tmp_path / "m.yaml", "columns: {value: 甲}\n")
    assert run("observe", out, table, "--mapping", mapping) == 0


def test_wrong_rows_are_told_with_their_place(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = write(tmp_path / "t.csv", TABLE + "深水泊位,海洋产业,2028年,多,个,公报\n")
    assert run("observe", out, table, "--yes") == 1
    said = capsys.readouterr().err
    assert "t.csv, row 3, column 数值: got '多', expected a number" in said
    assert "nothing was written" in said
    assert run("observe", out, table, "--yes", "--skip-bad") == 1
    assert "1 figures imported" in capsys.readouterr().out
    assert run("observe", out, "--withdraw", "t.csv") == 0
    assert run("observe", out) == 2


def test_searched_and_forecast(
    out: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run("searched", out, BERTHS, "--where", "各年年鉴", "--by", "林") == 0
    assert "searched, none found: 各年年鉴" in capsys.readouterr().out
    assert run("searched", out, "no-such", "--where", "年鉴") == 2
    assert run("forecast", out) == 0
    assert "forecasts stored" in capsys.readouterr().out
    assert run("forecast", out) == 0
    assert "nothing new to forecast today" in capsys.readouterr().out
    assert run("forecast", out, "--scores") == 0
    assert "0 scored" in capsys.readouterr().out
