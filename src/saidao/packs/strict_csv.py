"""CSV as packs use it: a header, the same number of cells in each row, empty is unknown."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from saidao.errors import PackError
from saidao.packs.problems import shown
from saidao.packs.text_file import read_text

__all__ = ["CsvRow", "read_csv"]

MAX_CELL = 4096


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row as column to text, None where the cell is empty; `number` counts the header as 1."""

    number: int
    cells: dict[str, str | None]


def read_csv(path: Path, file: str) -> list[CsvRow]:
    """Read a CSV file of a pack.

    Raises
    ------
    PackError
        If the file cannot be read, a column has no name or the same name as another, or a
        row has more or fewer cells than the header.
    """
    reader = csv.reader(io.StringIO(read_text(path, file), newline=""), strict=True)
    rows: list[CsvRow] = []
    header: list[str] = []
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if number == 1:
                header = [cell.strip() for cell in cells]
                _check_header(header, file)
                continue
            if not cells:
                continue
            if len(cells) != len(header):
                got, expected = f"{len(cells)} cells", f"{len(header)} cells as in the header"
                raise PackError(file, number, "row", got, expected)
            for column, cell in zip(header, cells, strict=True):
                if len(cell) > MAX_CELL:
                    got = f"{len(cell):,} characters"
                    raise PackError(file, number, column, got, f"at most {MAX_CELL:,}")
            values = (cell.strip() or None for cell in cells)
            rows.append(CsvRow(number, dict(zip(header, values, strict=True))))
    except csv.Error as problem:
        raise PackError(file, number + 1, "csv", str(problem), "valid CSV") from None
    if not header:
        raise PackError(file, 1, "header", "an empty file", "a header row")
    return rows


def _check_header(header: list[str], file: str) -> None:
    """Refuse columns without a name and columns that come twice."""
    for column in header:
        if not column:
            raise PackError(file, 1, "header", "a column without a name", "a name for each column")
        if header.count(column) > 1:
            raise PackError(file, 1, shown(column), "the column twice", "each column once")
