"""Tables of statements: files whole or not at all, nothing in them comes to life."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console

from saidao.documents import read_bytes
from saidao.errors import InvalidInput
from saidao.report.statement_tables import (
    CsvTable,
    TerminalTable,
    XlsxTable,
    new_file,
    reading_of,
    shown_text,
)
from saidao.statements.reader import read_document
from saidao.statements.records import record


@pytest.fixture
def row() -> dict[str, object]:
    """The record of one statement."""
    document = read_bytes("到2028年，海洋产业规模突破600亿元。".encode(), "a.txt")
    return record(document, read_document(document).statements[0])


def test_a_file_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "o.txt"
    path.write_text("before")

    def stop() -> None:
        with new_file(path) as draft:
            draft.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stop()
    assert path.read_text() == "before"
    assert list(tmp_path.iterdir()) == [path]
    with new_file(path) as draft:
        draft.write_text("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"


def test_a_reading_as_people_write_it(row: dict[str, object]) -> None:
    assert reading_of(row).zh == "突破600亿元"
    assert reading_of(row).en == "above 60 bn CNY"


def test_a_formula_stays_text(row: dict[str, object], tmp_path: Path) -> None:
    row = {**row, "quote": '=HYPERLINK("http://a.example")', "indicator": "+1"}
    stream = io.StringIO()
    CsvTable(stream).add(row)
    stream.seek(0)
    (held,) = csv.DictReader(stream)
    assert held["quote"] == '\'=HYPERLINK("http://a.example")'
    assert held["indicator"] == "'+1"
    assert held["cmp"] == ">"
    path = tmp_path / "o.xlsx"
    sheet = XlsxTable(path)
    sheet.add(row)
    sheet.close()
    active = openpyxl.load_workbook(path).active
    assert active is not None
    head, cells = list(active.iter_rows())
    quote = next(c for h, c in zip(head, cells, strict=True) if h.value == "quote")
    assert (quote.value, quote.data_type) == (row["quote"], "s")


def test_a_sheet_has_an_end(
    row: dict[str, object], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("saidao.report.statement_tables.MOST_EXCEL_ROWS", 1)
    sheet = XlsxTable(tmp_path / "o.xlsx")
    sheet.add(row)
    with pytest.raises(InvalidInput, match="use jsonl"):
        sheet.add(row)
    sheet.close()


def test_the_terminal_shows_text_and_no_markup(row: dict[str, object]) -> None:
    console = Console(file=io.StringIO(), width=120, record=True)
    table = TerminalTable(console)
    table.show("[red]标题", [row], ["突破600亿元[/red]"], language="zh")
    table.show("Nothing", [], [], language="en")
    shown = console.export_text()
    assert "[red]标题" in shown
    assert "突破600亿元[/red]" in shown
    assert "no quantified statements" in shown


def test_shown_text_holds_no_control_characters() -> None:
    assert shown_text("a\x1b[2J\n b\x07\u202ec") == "a [2J b c"
