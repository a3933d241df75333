"""Findings of a check as text for people and as CSV."""

from __future__ import annotations

import csv
import sys
from typing import Literal

from rich.console import Console

from saidao.answers.shapes import CheckedFigure, CheckReport
from saidao.report.statement_tables import shown_text
from saidao.terms.name import Name

__all__ = ["ROLES", "check_csv", "print_findings"]

Language = Literal["zh", "en"]

ROLES = {
    "total": Name("合计", "total"),
    "part": Name("分项", "part"),
    "share": Name("占比", "share"),
    "whole": Name("总体", "whole"),
    "rate": Name("增速", "rate"),
    "base": Name("基期", "base"),
    "level": Name("水平", "level"),
    "change": Name("增幅", "change"),
    "added": Name("新增", "added"),
    "class": Name("分级", "class"),
    "member": Name("成员", "member"),
    "target": Name("目标", "target"),
    "value": Name("实际值", "value"),
    "earlier": Name("较早", "earlier"),
    "later": Name("较晚", "later"),
    "count": Name("数目", "number"),
    "divisor": Name("除数", "divisor"),
}
"""The part that a figure has in a finding."""

SHORT = {
    "certain": Name("确定", "certain"),
    "likely": Name("很可能", "likely"),
    "bound": Name("仅作为界限", "as a bound"),
}


def say(name: Name, language: Language) -> str:
    """Return a text in one language."""
    return name.zh if language == "zh" else name.en or name.zh


def print_findings(report: CheckReport, language: Language) -> None:
    """Print findings, each with the figures it shows on."""
    out = Console(highlight=False, soft_wrap=True, markup=False)
    rules = {one.id: one.name for one in report.rules}
    for finding in report.findings:
        sure = say(SHORT[finding.certainty], language)
        out.print(f"[{sure}] {say(rules[finding.rule], language)} ({finding.rule})")
        out.print(f"    {shown_text(say(finding.computed, language))}")
        for figure in finding.figures:
            out.print(f"    {shown_text(line(figure, language))}")
        out.print()
    counts = ", ".join(f"{say(SHORT[name], language)} {n}" for name, n in report.counts.items())
    none = "没有发现不相符之处" if language == "zh" else "nothing that does not add up"
    out.print(counts if report.findings else none)


def line(figure: CheckedFigure, language: Language) -> str:
    """Return one figure of a finding as a line."""
    told = f"{say(ROLES[figure.role], language)}: {say(figure.title, language)}, "
    told += say(figure.reading, language)
    if figure.period:
        told += f" ({figure.period})"
    if figure.clause is not None:
        clause = figure.clause
        where = f"{clause.document_id}:{clause.start}-{clause.end}"
        return f"{told}  “{clause.quote}”  ({where})"
    return f"{told}  {figure.source.title}"


HEADER = (
    "finding",
    "rule",
    "certainty",
    "computed_zh",
    "computed_en",
    "role",
    "figure",
    "title_zh",
    "title_en",
    "reading_zh",
    "reading_en",
    "period",
    "source",
    "document",
    "start",
    "end",
    "quote",
)


def check_csv(report: CheckReport) -> None:
    """Print findings as CSV, one figure a row."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    for finding in report.findings:
        for one in finding.figures:
            clause = one.clause
            place = (
                (clause.document_id, clause.start, clause.end, clause.quote)
                if clause
                else (None,) * 4
            )
            table.writerow(
                [
                    finding.id,
                    finding.rule,
                    finding.certainty,
                    finding.computed.zh,
                    finding.computed.en,
                    one.role,
                    one.id,
                    one.title.zh,
                    one.title.en,
                    one.reading.zh,
                    one.reading.en,
                    one.period,
                    one.source.title,
                    *place,
                ]
            )
