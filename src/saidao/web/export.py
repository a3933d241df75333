"""The ledger as files: one row a commitment, exact values beside the wording."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from saidao.answers.shapes import CommitmentSummary

__all__ = ["XLSX", "csv_bytes", "xlsx_bytes"]

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


def csv_bytes(items: Sequence[CommitmentSummary]) -> bytes:
    """Return a CSV with a byte order mark, without which Excel garbles Chinese."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for item in items:
        writer.writerow([inert(cell) for cell in row(item)])
    return text.getvalue().encode("utf-8-sig")


def inert(cell: Cell) -> Cell:
    """Quote text that a spreadsheet would run as a formula; documents are untrusted."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + cell
    return cell


def xlsx_bytes(items: Sequence[CommitmentSummary]) -> bytes:
    """Return a workbook with one sheet, frozen head and filters."""
    import xlsxwriter  # Slow to load, and most visits export nothing.

    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        head = workbook.add_format({"bold": True, "bottom": 1})
        sheet = workbook.add_worksheet("commitments")
        for column, name in enumerate(HEADER):
            sheet.write_string(0, column, name, head)
        for number, item in enumerate(items, start=1):
            for column, cell in enumerate(row(item)):
                if cell is None:
                    continue
                if HEADER[column] in NUMERIC:
                    sheet.write_number(number, column, float(cell))
                else:
                    sheet.write_string(number, column, str(cell))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(len(items), 1), len(HEADER) - 1)
        sheet.set_column(0, len(HEADER) - 1, 18)
    return stream.getvalue()
