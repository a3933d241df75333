"""What somebody sees who types `saidao` for the first time."""

from __future__ import annotations

import re

import pytest

from saidao.cli import COMMANDS, main


@pytest.mark.parametrize("given", [["--help"], []])
def test_help_says_what_each_command_does(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(given) == 0
    shown = capsys.readouterr().out
    for name in COMMANDS:
        assert re.search(rf"^│ {name}\s+[A-Z]\w+ ", shown, re.M), name


def test_help_of_a_command_tells_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["observe", "--help"]) == 0
    assert "Importing twice changes nothing" in " ".join(capsys.readouterr().out.split())
