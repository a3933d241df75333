"""Worked examples of a pack: this sentence means these statements.

They show a planner what the reader makes of the city's way of writing, in the pack's own
terms, and run as tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from saidao.packs import schema
from saidao.packs.files import read_files

__all__ = ["Check", "Expected", "read_checks"]


@dataclass(frozen=True, slots=True)
class Expected:
    """A statement as the ledger would file it; `region` is the city where it is None."""

    kind: str
    industry: str | None
    indicator: str
    region: str | None
    op: str
    cmp: str
    value: float | None
    value_high: float | None
    unit: str
    tier: float | None
    period: str | None


@dataclass(frozen=True, slots=True)
class Check:
    """A sentence with all that it says; `place` is its file and line in the pack."""

    place: str
    text: str
    date: str | None
    means: tuple[Expected, ...]


def read_checks(path: Path | str) -> tuple[Check, ...]:
    """Return the worked examples of a pack.

    Raises
    ------
    PackError
        If the pack has an error in one of them.
    """
    files = read_files(Path(path))
    for problem in files.problems:
        if problem.severity == "error" and problem.file.startswith("checks/"):
            raise problem.as_error()
    return tuple(
        Check(
            f"{placed.file}:{placed.line}",
            placed.row.text,
            placed.row.date,
            tuple(_expected(row) for row in placed.row.means),
        )
        for placed in files.checks
    )


def _expected(row: schema.ExpectedRow) -> Expected:
    """Return one expected statement."""
    return Expected(
        row.kind,
        row.industry,
        row.indicator,
        row.region,
        row.op or row.cmp,
        row.cmp,
        row.value,
        row.value_high,
        row.unit,
        row.tier,
        row.period,
    )
