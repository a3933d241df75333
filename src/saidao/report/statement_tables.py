"""Statements as tables: JSON Lines, CSV, an Excel sheet, and a table for the terminal.

A file appears under its name only when it is complete; until then it has a name of its
own beside it, which is taken away if anything goes wrong.
"""

from __future__ import annotations

import csv
import json
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, Literal, Protocol

from rich.console import Console
from rich.table import Table
from rich.text import Text

from saidao.errors import InvalidInput
from saidao.statements.records import FIELDS
from saidao.terms.name import Name
from saidao.terms.wording import quantity

__all__ = [
    "COLUMNS",
    "CsvTable",
    "Format",
    "JsonLines",
    "TerminalTable",
    "XlsxTable",
    "new_file",
    "reading_of",
    "shown_text",
]

Format = Literal["table", "jsonl", "csv", "xlsx"]
Record = Mapping[str, Any]

COLUMNS: Final = ("document", "reading", *FIELDS, "quote", "start", "end", "address", "sha256")
"""Columns of CSV and Excel; `reading` is the quantity as people write it."""

SIGNS = {"=": "=", ">": ">", ">=": "≥", "~": "≈", "<=": "≤", "<": "<", "range": "–"}
KINDS = {
    "target": Name("目标", "target"),
    "actual": Name("已达", "actual"),
    "baseline": Name("基数", "baseline"),
    "measure": Name("措施", "measure"),
}
HEADINGS = (
    Name("指标", "indicator"),
    Name("比较", "is"),
    Name("数值", "value"),
    Name("时间", "by"),
    Name("类别", "kind"),
    Name("原文", "quote"),
)
FORMULA = re.compile("[=+@\t\r-](?=.)")
WIDTHS = {"reading": 24, "indicator": 28, "scope": 20, "quote": 60, "document": 16, "sha256": 12}
MOST_EXCEL_ROWS = 1_048_575
LONGEST_CELL = 32_767


class RecordTable(Protocol):
    """What takes records in as they come."""

    def add(self, record: Record) -> None:
        """Write one record."""


@contextmanager
def new_file(path: Path, what: str = "--out") -> Iterator[Path]:
    """Give a path to write to; it takes the name `path` when all went well.

    Raises
    ------
    InvalidInput
        If the folder does not exist or cannot be written to.
    """
    if path.is_dir():
        raise InvalidInput(what, str(path), "a file, not a folder")
    if not path.parent.is_dir():
        raise InvalidInput(what, str(path), "a file in a folder that exists")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            draft.touch()
        except OSError as problem:
            raise InvalidInput(
                what, str(path), f"a place that can be written to ({problem.strerror})"
            ) from None
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def reading_of(record: Record) -> Name:
    """Return the quantity of a record as people write it, in both languages."""
    return quantity(
        record["cmp"],
        record["value"],
        record["value_high"],
        record["unit"],
        op=record["op"],
        counted=record["counted"],
        tier=record["tier"],
        change=record["change"] or "stock",
    )


def shown_text(text: str) -> str:
    """Return text from a document as it may be shown on a terminal: no control characters."""
    shown = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(shown.encode("utf-8", "replace").decode("utf-8").split())


class JsonLines:
    """Records as JSON Lines."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def add(self, record: Record) -> None:
        """Write one record."""
        self._stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def _row(record: Record) -> dict[str, Any]:
    """Return the columns of a record; nested values as JSON."""
    row = {column: record.get(column) for column in COLUMNS}
    if record.get("op") is not None:
        reading = reading_of(record)
        row["reading"] = reading.zh if re.search("[\u4e00-\u9fff]", record["quote"]) else reading.en
    if row["address"] is not None:
        row["address"] = json.dumps(row["address"], ensure_ascii=False)
    return row


class CsvTable:
    """Records as CSV; text that a spreadsheet would take for a formula gets an apostrophe."""

    def __init__(self, stream: IO[str]) -> None:
        self._writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        self._writer.writeheader()

    def add(self, record: Record) -> None:
        """Write one record."""
        row = _row(record)
        for column, value in row.items():
            if isinstance(value, str) and column not in ("op", "cmp") and FORMULA.match(value):
                row[column] = "'" + value
        self._writer.writerow(row)


class XlsxTable:
    """Records as an Excel sheet with a filter and a fixed head; rows go to disk at once."""

    def __init__(self, path: Path) -> None:
        import xlsxwriter  # slow to load, and most tables are no sheets

        self._book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._sheet = self._book.add_worksheet("Statements")
        head = self._book.add_format({"bold": True, "bottom": 1})
        for number, column in enumerate(COLUMNS):
            self._sheet.set_column(number, number, WIDTHS.get(column, 11))
            self._sheet.write_string(0, number, column, head)
        self._sheet.freeze_panes(1, 2)
        self._rows = 0

    def add(self, record: Record) -> None:
        """Write one record.

        Raises
        ------
        InvalidInput
            If a sheet cannot hold so many.
        """
        if self._rows >= MOST_EXCEL_ROWS:
            raise InvalidInput("--format", "xlsx", f"at most {MOST_EXCEL_ROWS} rows; use jsonl")
        self._rows += 1
        for number, value in enumerate(_row(record).values()):
            if value is None:
                continue
            if isinstance(value, str):
                self._sheet.write_string(self._rows, number, value[:LONGEST_CELL])
            else:
                self._sheet.write_number(self._rows, number, value)

    def close(self) -> None:
        """Finish the file."""
        self._sheet.autofilter(0, 0, max(1, self._rows), len(COLUMNS) - 1)
        self._book.close()


class TerminalTable:
    """Records as a table for people, one document after the other."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(
        self,
        title: str,
        records: Sequence[Record],
        quotes: Sequence[str],
        *,
        language: str,
    ) -> None:
        """Print the statements of one document.

        Parameters
        ----------
        title : str
            Of the document, or its name.
        records : sequence of dict
        quotes : sequence of str
            For each record, its clause as read, without mark-up.
        language : str
            ``en``, or else Chinese headings.
        """
        pick: Callable[[Name], str] = (lambda n: n.en) if language == "en" else (lambda n: n.zh)
        self._console.print(Text(shown_text(title), style="bold"))
        if not records:
            nothing = Name("没有量化表述", "no quantified statements")
            self._console.print(Text(f"  {pick(nothing)}", style="dim"))
            return
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
        for number, heading in enumerate(HEADINGS):
            table.add_column(
                pick(heading),
                no_wrap=number in (1, 3, 4),
                overflow="fold",
                ratio=4 if number == 5 else 2 if number in (0, 2) else None,
            )
        for record, quote in zip(records, quotes, strict=True):
            table.add_row(
                *(
                    Text(shown_text(str(text)))
                    for text in (
                        record["indicator"] or record["counted"] or "",
                        SIGNS.get(record["cmp"], record["cmp"]),
                        pick(reading_of(record)),
                        record["period"] or "",
                        pick(KINDS[record["kind"]]),
                        quote,
                    )
                )
            )
        self._console.print(table)
