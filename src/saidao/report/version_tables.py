"""Versions of plans as text for people and as CSV."""

from __future__ import annotations

import csv
import sys
from typing import Literal

from rich.console import Console

from saidao.answers.shapes import AssertionView, IndustryHistory, PairingView, VersionDiff
from saidao.answers.versions import CHANGES
from saidao.report.statement_tables import shown_text
from saidao.terms.name import Name

__all__ = ["diff_csv", "print_diff", "print_history"]

Language = Literal["zh", "en"]

HEADER = (
    "classes",
    "title_zh",
    "title_en",
    "changed_zh",
    "changed_en",
    "tolerated",
    *(
        f"{side}_{field}"
        for side in ("before", "after")
        for field in ("reading", "value", "cmp", "unit", "period", "firmness", "quote", "source")
    ),
)


def say(name: Name, language: Language) -> str:
    """Return a text in one language."""
    return name.zh if language == "zh" else name.en or name.zh


def console() -> Console:
    """Return where text for people goes."""
    return Console(highlight=False, soft_wrap=True, markup=False)


def words_of(classes: tuple[str, ...], language: Language) -> str:
    """Return classes of change in words."""
    return ("、" if language == "zh" else ", ").join(say(CHANGES[one], language) for one in classes)


def print_diff(found: VersionDiff, language: Language, *, unchanged: bool) -> None:
    """Print two versions, the clauses of each promise below one another."""
    out = console()
    before, after = (say(one.name, language) for one in (found.before, found.after))
    out.print(f"- {shown_text(before)} ({found.before.issued or '?'})")
    out.print(f"+ {shown_text(after)} ({found.after.issued or '?'})")
    counts = ", ".join(
        f"{say(CHANGES[name], language)} {many}" for name, many in found.counts.items()
    )
    out.print(counts or ("没有可比的承诺" if language == "zh" else "no promises"))
    for item in found.items:
        if item.classes == ("unchanged",) and not unchanged:
            continue
        print_pairing(out, item, language)


def print_pairing(out: Console, item: PairingView, language: Language) -> None:
    """Print one promise."""
    out.print()
    out.print(f"[{words_of(item.classes, language)}] {shown_text(say(item.title, language))}")
    if item.before is not None and item.after is not None:
        out.print(f"    {shown_text(say(item.changed, language))}")
    for sign, one in (("-", item.before), ("+", item.after)):
        if one is not None:
            out.print(f"  {sign} {shown_text(clause(one, language))}")


def clause(one: AssertionView, language: Language) -> str:
    """Return what a version says, in its own words where they are at hand."""
    year = f"{one.period}: " if one.period else ""
    if one.clause is None:
        return f"{year}{say(one.reading, language)}"
    where = f"{one.clause.document_id}:{one.clause.start}-{one.clause.end}"
    return f"{year}{say(one.reading, language)}  “{one.clause.quote}”  ({where})"


def diff_csv(found: VersionDiff) -> None:
    """Print two versions as CSV, one promise a row."""
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(HEADER)
    for item in found.items:
        sides = [cell for one in (item.before, item.after) for cell in cells(one)]
        told = (item.title.zh, item.title.en, item.changed.zh, item.changed.en)
        table.writerow(["+".join(item.classes), *told, "+".join(item.tolerated), *sides])


def cells(one: AssertionView | None) -> tuple[str | float | None, ...]:
    """Return one side of a row."""
    if one is None:
        return (None,) * 8
    quote = one.clause.quote if one.clause else None
    return (
        one.reading.zh,
        one.value,
        one.cmp,
        one.unit,
        one.period,
        one.firmness,
        quote,
        one.source.title,
    )


def print_history(found: IndustryHistory, language: Language) -> None:
    """Print the promises of an industry through its versions."""
    out = console()
    out.print(shown_text(say(found.industry, language)))
    for version in found.versions:
        out.print(f"  {version.issued or '?':<10} {shown_text(say(version.name, language))}")
    for thread in found.threads:
        out.print()
        out.print(shown_text(say(thread.title, language)))
        for step in thread.steps:
            told = f"[{words_of(step.classes, language)}] " if step.classes else ""
            line = f"{step.version.issued or '?':<10} {told}{clause(step.assertion, language)}"
            out.print(f"  {shown_text(line)}")
