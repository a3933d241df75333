"""The ledgers as files: one row a commitment or task, exact values beside the wording."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence

from saidao.answers.shapes import CommitmentSummary, TaskView

__all__ = ["XLSX", "csv_bytes", "tasks_csv", "tasks_xlsx", "xlsx_bytes"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Cell = str | float | int | None

HEADER = (
    "id",
    "title_zh",
    "title_en",
    "industry_id",
    "industry_zh",
    "industry_en",
    "indicator_id",
    "indicator_zh",
    "region_zh",
    "deadline",
    "change",
    "driven_by_zh",
    "reading_zh",
    "reading_en",
    "op",
    "cmp",
    "value",
    "value_high",
    "unit",
    "counted",
    "tier",
    "firmness",
    "modality",
    "agreement",
    "conflicts",
    "statements",
    "voices",
    "rule_zh",
    "rule_en",
    "progress_verdict",
    "progress_state",
    "progress_evidence",
    "progress_zh",
    "progress_en",
    "plan_zh",
    "responsible_zh",
    "instruments",
    "source_id",
    "source_title",
    "source_publisher",
    "source_authority",
    "source_issued",
    "source_url",
    "document_id",
    "quote",
)

NUMERIC = {"value", "value_high", "tier", "statements", "voices"}


def row(item: CommitmentSummary) -> tuple[Cell, ...]:
    """Return the cells of one commitment in the order of `HEADER`."""
    elected, source, clause = item.elected, item.elected.source, item.elected.clause
    return (
        item.id,
        item.title.zh,
        item.title.en,
        item.industry_id,
        item.industry.zh if item.industry else None,
        item.industry.en if item.industry else None,
        item.indicator_id,
        item.indicator.zh,
        item.region.zh,
        item.deadline,
        item.change,
        item.driven_by.zh if item.driven_by else None,
        item.reading.zh,
        item.reading.en,
        elected.op,
        elected.cmp,
        elected.value,
        elected.value_high,
        elected.unit,
        elected.counted,
        elected.tier,
        elected.firmness,
        elected.modality,
        item.agreement,
        " ".join(item.conflicts),
        item.assertion_count,
        item.voice_count,
        item.rule.zh,
        item.rule.en,
        item.progress.verdict,
        item.progress.state,
        item.progress.evidence,
        item.progress.sentence.zh,
        item.progress.sentence.en,
        item.plan.zh if item.plan else None,
        "；".join(body.name.zh for body in item.responsible) or None,
        "；".join(dict.fromkeys(one.kind for one in item.instruments)) or None,
        source.id,
        source.title,
        source.publisher,
        source.authority,
        source.issued,
        source.url,
        clause.document_id if clause else None,
        clause.quote if clause else None,
    )


TASK_HEADER = (
    "id",
    "origin",
    "area",
    "industries_zh",
    "task_zh",
    "task_en",
    "technologies_zh",
    "technologies_en",
    "owners_zh",
    "milestone_zh",
    "deadline",
    "parks_zh",
    "issued",
    "named_in",
    "later_evidence",
    "newest_evidence",
    "source_title",
    "source_publisher",
    "source_url",
    "document_id",
    "quote",
)

TASK_NUMERIC = {"named_in", "later_evidence"}


def task_row(task: TaskView) -> tuple[Cell, ...]:
    """Return the cells of one technology task in the order of `TASK_HEADER`."""
    source = task.sources[0] if task.sources else None
    return (
        task.id,
        task.origin,
        task.area or None,
        "；".join(name.zh for _, name in task.industries) or None,
        task.task.zh,
        task.task.en or None,
        "；".join(one.zh for one in task.technologies) or None,
        "; ".join(one.en for one in task.technologies if one.en) or None,
        "；".join(one.zh for one in task.owners) or None,
        task.milestone.zh if task.milestone else None,
        task.deadline,
        "；".join(name.zh for _, name in task.park_names) or None,
        task.issued,
        len(task.namings),
        len(task.evidence),
        task.evidence[0].clause.quote if task.evidence else None,
        source.title if source else None,
        source.publisher if source else None,
        source.url if source else None,
        task.clause.document_id if task.clause else None,
        task.clause.quote if task.clause else None,
    )


def csv_bytes(items: Sequence[CommitmentSummary]) -> bytes:
    """Return the ledger as a CSV."""
    return as_csv(HEADER, [row(item) for item in items])


def tasks_csv(items: Sequence[TaskView]) -> bytes:
    """Return the technology tasks as a CSV."""
    return as_csv(TASK_HEADER, [task_row(item) for item in items])


def xlsx_bytes(items: Sequence[CommitmentSummary]) -> bytes:
    """Return the ledger as a workbook."""
    return as_xlsx("commitments", HEADER, NUMERIC, [row(item) for item in items])


def tasks_xlsx(items: Sequence[TaskView]) -> bytes:
    """Return the technology tasks as a workbook."""
    return as_xlsx("tasks", TASK_HEADER, TASK_NUMERIC, [task_row(item) for item in items])


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a CSV with a byte order mark, without which Excel garbles Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for cells in rows:
        writer.writerow([inert(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def inert(cell: Cell) -> Cell:
    """Quote text that a spreadsheet would run as a formula; documents are untrusted."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + cell
    return cell


def as_xlsx(
    name: str,
    header: Sequence[str],
    numeric: Collection[str],
    rows: Sequence[Sequence[Cell]],
    note: str = "",
) -> bytes:
    """Return a workbook with one sheet, frozen head and filters.

    A note stands on a sheet of its own in front, and at the head of each printed page.
    """
    import xlsxwriter  # Slow to load, and most visits export nothing.

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        head = workbook.add_format({"bold": True, "bottom": 1})
        if note:
            front = workbook.add_worksheet("README")
            front.write_string(0, 0, note, workbook.add_format({"bold": True}))
        sheet = workbook.add_worksheet(name)
        for column, title in enumerate(header):
            sheet.write_string(0, column, title, head)
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells):
                if cell is None:
                    continue
                if header[column] in numeric:
                    sheet.write_number(number, column, float(cell))
                else:
                    sheet.write_string(number, column, str(cell))
        if note:
            sheet.set_header(f"&C{note}"[:255])
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
        sheet.set_column(0, len(header) - 1, 18)
    return stream.getvalue()
