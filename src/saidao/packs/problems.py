"""What is wrong with a pack, or only doubtful: one value for each finding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from saidao.errors import PackError


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding of the check; an ``error`` keeps the pack from loading.

    The fields are those of `saidao.errors.PackError`.
    """

    file: str
    row: int | None
    key: str
    got: str
    expected: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        place = f"{self.file}:{self.row}" if self.row is not None else self.file
        return f"{place}: {self.key}: got {self.got}, expected {self.expected}"

    def as_error(self) -> PackError:
        """Return the exception that `load` raises for this."""
        return PackError(self.file, self.row, self.key, self.got, self.expected)


def problem_of(error: PackError) -> Problem:
    """Return the finding that an exception of a file reader stands for."""
    return Problem(error.file, error.row, error.key, error.got, error.expected)


def shown(value: object, limit: int = 60) -> str:
    """Return a value as an error message shows it: short, on one line."""
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= limit else f"{text[: limit - 1]}…"
