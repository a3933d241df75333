"""saidao classify: a scope for people and programs, and a table."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from saidao.cli import main


def test_a_scope_is_shown_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    scope = "低压阀门制造，五金的销售"
    assert main(["classify", scope, "--name", "永清阀门厂", "-k", "2"]) == 0
    printed = capsys.readouterr().out
    assert "3443" in printed
    assert "阀门 [制造]" in printed
    assert main(["classify", scope, "--lang", "en"]) == 0
    assert "Decided by: " in capsys.readouterr().out


def test_programs_get_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "物业管理", "--format", "json", "-k", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["classes"]] == ["7020"]
    assert found["decided_by"] == "物业管理"
    assert found["review"] is False


def test_nothing_known_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify", "???", "--lang", "en"]) == 0
    assert "No words to classify by" in capsys.readouterr().out


def test_a_table_goes_to_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "firms.csv", tmp_path / "classes.csv"
    path.write_text("名称,经营范围\n永清阀门厂,阀门制造\n空,\n", encoding="utf-8")
    assert main(["classify", "--file", str(path), "--out", str(out)]) == 0
    assert out.read_text("utf-8-sig").splitlines()[1].startswith("1,3443,")
    assert "2 records: 1 to be reviewed" in capsys.readouterr().err


def test_a_scope_or_a_table_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["classify"]) == 2
    assert "--file" in capsys.readouterr().err
