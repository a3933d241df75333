"""Tables of measures: for people, as CSV or as JSON, on the terminal or in a file."""

from __future__ import annotations

import csv
import io
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from rich.console import Console
from rich.table import Table

from saidao.cli.printing import print_json
from saidao.report.statement_tables import FORMULA, new_file, shown_text

__all__ = ["Format", "format_of", "write_table"]

Format = Literal["table", "csv", "json"]
SUFFIX_FORMATS: dict[str, Format] = {".csv": "csv", ".json": "json"}

MOST_ROWS = 200
"""Rows of a table for people; the files have all."""


def format_of(out: Path | None) -> Format:
    """Return the format that the name of a file says; a table for people without one."""
    return SUFFIX_FORMATS.get(out.suffix.lower(), "csv") if out else "table"


def write_table(table: dict[str, Sequence[Any]], format: Format, out: Path | None) -> None:
    """Print a table, or write it to a file.

    Parameters
    ----------
    table : dict of str to sequence
        Columns, equally long.
    format : {"table", "csv", "json"}
        For people, of whose rows at most `MOST_ROWS` are shown, or records.
    out : Path, optional
        The file.
    """
    names = list(table)
    rows = list(zip(*table.values(), strict=True))
    if format == "table":
        console = Console(highlight=False, soft_wrap=True)
        shape = Table(box=None, pad_edge=False)
        for name in names:
            numeric = bool(rows) and isinstance(rows[0][names.index(name)], int | float)
            shape.add_column(name, justify="right" if numeric else "left", no_wrap=True)
        for row in rows[:MOST_ROWS]:
            shape.add_row(*(_cell(value) for value in row))
        if not console.is_terminal:
            console.width = 40 * len(names)
        if out is None:
            console.print(shape)
        else:
            with new_file(out) as draft, draft.open("w", encoding="utf-8") as stream:
                Console(file=stream, width=40 * len(names)).print(shape)
        if len(rows) > MOST_ROWS:
            error = Console(stderr=True, highlight=False)
            error.print(f"{len(rows) - MOST_ROWS:,} more rows: write them with --out FILE.csv")
        return
    plain = [
        [None if isinstance(value, float) and not math.isfinite(value) else value for value in row]
        for row in rows
    ]
    if format == "json" and out is None:
        print_json([dict(zip(names, row, strict=True)) for row in plain])
        return
    text = _text(names, plain, format)
    if out is None:
        sys.stdout.write(text)
        return
    with new_file(out) as draft:
        # Excel takes a CSV for UTF-8 only if it begins with a byte order mark.
        encoding = "utf-8-sig" if format == "csv" else "utf-8"
        draft.write_text(text, encoding=encoding, newline="")


def _text(names: list[str], rows: list[list[Any]], format: Format) -> str:
    """Return records as text."""
    if format == "json":
        import json

        records = [dict(zip(names, row, strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(names)
    # A cell that a spreadsheet would take for a formula is a text.
    writer.writerows([[_safe(value) for value in row] for row in rows])
    return stream.getvalue()


def _safe(value: Any) -> Any:
    """Return a cell that no spreadsheet runs."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def _cell(value: Any) -> str:
    """Return a value for people."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return ""
        return f"{value:,.0f}" if value.is_integer() and abs(value) >= 10 else f"{value:.4g}"
    return f"{value:,}" if type(value) is int else shown_text(str(value))
