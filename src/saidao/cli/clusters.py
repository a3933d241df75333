"""``saidao clusters``: where industries of an atlas or a file sit together beyond chance."""

from __future__ import annotations

import csv
import dataclasses
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table

from saidao.answers.shapes.clusters import ClusteredIndustries, ClustersView
from saidao.atlas import Atlas
from saidao.cli.industries import SYNTHETIC, Lang, said, table_of
from saidao.cli.measured_tables import Format, format_of, write_table
from saidao.cli.printing import print_json
from saidao.cli.progress import shown
from saidao.errors import InvalidInput

FLAG = Parameter(negative=())

HEADS = {
    "zh": ("产业", "集群", "在集群中", "p", "通过", "说明"),
    "en": ("industry", "clusters", "in clusters", "p", "passes", "note"),
}
CLUSTER_HEADS = {
    "zh": ("编号", "集群", "企业", "偶然应有", "占比倍数", "p", "规模"),
    "en": ("id", "cluster", "establishments", "by chance", "relative risk", "p", "size class"),
}
COLUMNS = (
    "id", "name_zh", "name_en", "lon", "lat", "establishments", "cases", "sites", "expected",
    "relative_risk", "relative_risk_low", "relative_risk_high", "p", "employees", "change",
    "tier_basis", "tier", "tier_amount", "synthetic",
)  # fmt: skip


def clusters(
    source: Path,
    /,
    *,
    industry: str | None = None,
    code: str | None = None,
    register: str | None = None,
    today: date | None = None,
    of: Annotated[list[str] | None, FLAG] = None,
    x: str | None = None,
    y: str | None = None,
    share: str | None = None,
    metric: Literal["planar", "great-circle"] | None = None,
    reach: float | None = None,
    level: float | None = None,
    draws: int | None = None,
    seed: int | None = None,
    each: Annotated[bool, FLAG] = False,
    skip_incomplete: Annotated[bool, FLAG] = False,
    format: Literal["text", "table", "json", "csv"] | None = None,
    out: Path | None = None,
    lang: Lang = "zh",
) -> None:
    """Show the clusters of an industry, or how clustered each industry is.

    Parameters
    ----------
    source
        The folder of an atlas with a register, or a CSV or Parquet file with a row for each
        establishment of every industry.
    industry
        Of an atlas one industry: its clusters with their evidence. Of a file the column with
        each row's industry.
    code
        Of an atlas: the same for a code of the register's classification.
    register
        Of an atlas: the register to take; the newest that is not synthetic where none is named.
    today
        Of an atlas: the day that promises are judged for.
    of
        Of a file: one industry, by its label; several count as one.
    x
        Of a file: column of coordinates, in one unit, or longitude with --metric great-circle.
    y
        Of a file: column of coordinates, in one unit, or latitude.
    share
        Of a file: column with the share of each row that belongs to its industry, 1 without.
    metric
        Of a file: how distance is measured.
    reach
        Of a file: places farther apart are no neighbours, in the unit of the coordinates, or
        kilometres along great circles; no limit without.
    level
        Of a file: the chance that a map without clusters shows any; 0.05 without.
    draws
        Of a file: random maps; 999 without.
    seed
        Of a file: of the random maps; 0 without.
    each
        Of a file: a row for each cluster, rather than for each industry.
    skip_incomplete
        Of a file: leave out rows with an empty cell in a column that is used, and say how many.
    format
        For people (text or table), or for programs; of an atlas csv for the clusters of one
        industry or code. Without it what the name of --out says.
    out
        Of a file: file to write instead of the terminal.
    lang
        Of an atlas: language of the text.
    """
    of_file = {
        "--of": of, "--x": x, "--y": y, "--share": share, "--metric": metric, "--reach": reach,
        "--level": level, "--draws": draws, "--seed": seed, "--each": each or None,
        "--skip-incomplete": skip_incomplete or None, "--out": out,
    }  # fmt: skip
    of_atlas = {"--code": code, "--register": register, "--today": today}
    kind, strange = ("a file", of_file) if source.is_dir() else ("an atlas", of_atlas)
    for option, value in strange.items():
        if value is not None:
            raise InvalidInput(option, str(value), f"{kind}, not {source.name or source}")
    if source.is_dir():
        of_register(source, industry, code, register, today, format or "text", lang)
        return
    columns, note = columns_of(source, industry, x, y, share, skip_incomplete)
    shape: Format = "table" if format in ("text", "table") else format or format_of(out)  # type: ignore[assignment]
    asked: dict[str, Any] = {
        "industry": industry, "x": x, "y": y, "weight": share, "reach": reach,
        "metric": "great_circle" if metric == "great-circle" else "planar",
    }  # fmt: skip
    numbers = {"level": level, "draws": draws, "seed": seed}
    asked |= {name: value for name, value in numbers.items() if value is not None}
    write_table(measured(columns, of, each, asked), shape, out)
    if note:
        Console(stderr=True, highlight=False, soft_wrap=True, markup=False).print(note)


def columns_of(
    source: Path,
    industry: str | None,
    x: str | None,
    y: str | None,
    share: str | None,
    skip_incomplete: bool,
) -> tuple[dict[str, Any], str]:
    """Return the columns of a file, and what was left out."""
    from saidao.indicators.measured_columns import columns_of_file, complete_rows

    if industry is None:
        raise InvalidInput("--industry", "nothing", "the column with each row's industry")
    for option, name in (("--x", x), ("--y", y)):
        if name is None:
            raise InvalidInput(option, "nothing", "a column, for clusters")
    columns = columns_of_file(source, [industry], [str(x), str(y), *([share] if share else [])])
    if not skip_incomplete:
        return columns, ""
    columns, left_out = complete_rows(columns)
    used = len(columns[industry])
    return columns, f"{source.name}: {used:,} rows measured, {left_out:,} incomplete ones left out"


def measured(
    columns: dict[str, Any], of: list[str] | None, each: bool, asked: dict[str, Any]
) -> dict[str, Sequence[Any]]:
    """Return a table of the clusters of one industry, of all, or of all industries."""
    from saidao import measures

    if of:
        # A label may be a number in a Parquet file.
        known = {str(one): one for one in set(columns[asked["industry"]].tolist())}
        wanted = [known.get(one, one) for one in of]
        return dict(measures.clusters(columns, of=wanted, **asked).summary)
    with shown("Measuring") as progress:
        found = measures.clusters_by_industry(columns, **asked, progress=progress)
    return dict(found.clusters if each else found.summary)


def of_register(
    atlas: Path,
    industry: str | None,
    code: str | None,
    register: str | None,
    today: date | None,
    format: Literal["text", "table", "json", "csv"],
    lang: Lang,
) -> None:
    """Show the clusters of a register."""
    # The list of commands, which imports them all, needs nothing of what this needs.
    from saidao.answers.clusters import clustered_industries
    from saidao.answers.clusters import clusters as clusters_of

    one = industry is not None or code is not None
    if format == "csv" and not one:
        raise InvalidInput("--format", "csv", "text or json, or an --industry or --code with csv")
    with Atlas.open(atlas) as opened:
        found: ClustersView | ClusteredIndustries
        if one:
            found = clusters_of(
                opened.snapshot, atlas, today or date.today(),
                industry=industry, code=code, register=register,
            )  # fmt: skip
        else:
            found = clustered_industries(opened.snapshot, atlas, register=register)
    if format == "json":
        print_json(dataclasses.asdict(found))
    elif isinstance(found, ClusteredIndustries):
        print_industries(found, lang)
    elif format == "csv":
        write_csv(found)
    else:
        print_clusters(found, lang)


def print_industries(found: ClusteredIndustries, lang: Lang) -> None:
    """Print all industries as a table."""
    from saidao.answers.figures import percent

    marks = {True: "✓", False: "–", None: ""}
    table = table_of(HEADS[lang], (0, len(HEADS[lang]) - 1))
    for line in found.industries:
        table.add_row(
            f"{said(line.name, lang)} ({line.id})",
            "" if line.clusters is None else str(line.clusters),
            "" if line.in_clusters is None else percent(line.in_clusters),
            "" if line.p is None else f"{line.p:.3g}",
            marks[line.passes],
            said(line.missing, lang),
        )
    printed(table, "", found.synthetic, lang)


def print_clusters(found: ClustersView, lang: Lang) -> None:
    """Print the clusters of one industry, beside those promised."""
    from saidao.answers.figures import plain

    table = table_of(CLUSTER_HEADS[lang], (0, 1, 6))
    for one in found.clusters:
        table.add_row(
            one.id,
            said(one.name, lang),
            plain(one.establishments),
            f"{one.expected:.3g}",
            "∞" if one.relative_risk is None else f"{one.relative_risk:.3g}",
            f"{one.p:.3g}",
            said(one.tier.name, lang),
        )
    notes = [said(found.sentence, lang), said(found.how, lang)]
    for promise in found.promised:
        count = "?" if promise.measured is None else str(promise.measured)
        notes.append(f"{said(promise.reading, lang)}: {count}. {said(promise.reason, lang)}")
    printed(table, "\n".join(notes), found.synthetic, lang)


def printed(table: Table, notes: str, synthetic: bool, lang: Lang) -> None:
    """Print a table with what belongs below it."""
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    if notes:
        console.print(notes, markup=False)
    if synthetic:
        console.print(said(SYNTHETIC, lang), markup=False)


def write_csv(found: ClustersView) -> None:
    """Write the clusters as CSV, each line saying whether it is synthetic."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.clusters:
        values = dataclasses.asdict(one) | {
            "name_zh": one.name.zh,
            "name_en": one.name.en,
            "tier_basis": one.tier.basis,
            "tier": one.tier.tier,
            "tier_amount": one.tier.amount,
            "synthetic": "yes" if found.synthetic else "no",
        }
        writer.writerow([values[name] for name in COLUMNS])
