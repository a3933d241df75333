"""The layer rule, the size of modules and their names, as tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "saidao"
MODULES = sorted(SOURCE.rglob("*.py"))

LONGEST = 800
BANNED = {"base", "common", "core", "helper", "helpers", "misc", "types", "util", "utils"}
ENGINE = {"duckdb"}


def test_imports_go_down_only() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_are_short_and_named_for_what_they_hold(module: Path) -> None:
    lines = len(module.read_text(encoding="utf-8").splitlines())
    assert lines <= LONGEST, f"{module.name} has {lines} lines; split it"
    assert module.stem not in BANNED
    assert not BANNED & set(module.relative_to(SOURCE).parts[:-1])


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_only_the_store_knows_the_engine(module: Path) -> None:
    if module.is_relative_to(SOURCE / "store"):
        return
    for line in module.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] in (["import"], ["from"]):
            assert words[1].partition(".")[0] not in ENGINE, f"{module.name}: {line}"


@pytest.mark.parametrize("folder", ["documents", "statements", "ledger", "terms"])
def test_what_is_pure_asks_no_clock_and_no_network(folder: str) -> None:
    # `documents` opens files and, when a user gives one, an address, with a time limit:
    # nothing else does.
    forbidden = {"sqlite3", "random"}
    if folder != "documents":
        forbidden |= {"socket", "urllib", "http", "requests", "subprocess", "tempfile", "time"}
    for module in sorted((SOURCE / folder).rglob("*.py")):
        for line in module.read_text(encoding="utf-8").splitlines():
            words = line.split()
            if words[:1] in (["import"], ["from"]) and not line.startswith(" "):
                assert words[1].partition(".")[0] not in forbidden, f"{module}: {line}"
            assert "date.today(" not in line, f"{module}: {line}"
            assert "datetime.now(" not in line, f"{module}: {line}"


def test_every_module_says_what_it_is_for() -> None:
    texts = {module: module.read_text(encoding="utf-8").lstrip() for module in MODULES}
    silent = [
        str(module.relative_to(SOURCE))
        for module, text in texts.items()
        if text and not text.startswith(('"""', 'r"""'))
    ]
    assert not silent
