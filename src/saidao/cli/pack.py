"""``saidao pack check PATH``: everything that is wrong with a pack, one line each."""

from __future__ import annotations

from pathlib import Path

import cyclopts

from saidao.cli.progress import console
from saidao.packs import check as check_pack

app = cyclopts.App(name="pack", help="Work on city packs.")


@app.command
def check(path: Path) -> int:
    """Check a pack: every file, row, key and reference.

    Prints one line for each problem: file, row, key, what stands there, what should.
    Leaves with 1 if there are errors; warnings alone leave with 0.

    Parameters
    ----------
    path
        Folder of the pack.
    """
    problems = check_pack(path)
    errors = [problem for problem in problems if problem.severity == "error"]
    warnings = [problem for problem in problems if problem.severity == "warning"]
    for problem in errors:
        console.print(str(problem), markup=False, soft_wrap=True)
    for problem in warnings:
        console.print(f"warning: {problem}", markup=False, soft_wrap=True, style="dim")
    console.print(
        f"{path}: {counted(len(errors), 'error')}, {counted(len(warnings), 'warning')}",
        markup=False,
        soft_wrap=True,
    )
    return 1 if errors else 0


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number or 'no'} {noun}{'' if number == 1 else 's'}"
