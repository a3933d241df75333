"""Anyone can lift the kernels out: they bring libraries of numbers, and nothing of ours."""

import sys
from pathlib import Path

import pytest

import saidao.kernels

FOLDER = Path(saidao.kernels.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
LIBRARIES = {"numba", "numpy", "scipy", "threadpoolctl"}
ALLOWED = {"__future__", *LIBRARIES, *sys.stdlib_module_names}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_kernels_bring_numbers_and_nothing_of_ours(module: Path) -> None:
    for line in module.read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] not in (["import"], ["from"]) or len(words) < 2 or words[1].startswith("."):
            continue
        if words[0] == "from" and words[2:3] != ["import"]:
            continue  # A sentence of a docstring.
        first = words[1].partition(".")[0]
        if first == "saidao":
            assert words[1].startswith("saidao.kernels"), line
        elif words[0] == "from" or len(words) == 2 or words[2] == "as":
            assert first in ALLOWED, line
