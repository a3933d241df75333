"""``saidao clusters ATLAS``: where industries sit together more than chance allows."""

from __future__ import annotations

import csv
import dataclasses
import sys
from datetime import date
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from saidao.answers.shapes.clusters import ClusteredIndustries, ClustersView
from saidao.atlas import Atlas
from saidao.cli.industries import SYNTHETIC, Lang, said, table_of
from saidao.cli.printing import print_json

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
    atlas: Path,
    /,
    *,
    industry: str | None = None,
    code: str | None = None,
    register: str | None = None,
    today: date | None = None,
    format: Literal["text", "json", "csv"] = "text",
    lang: Lang = "zh",
) -> None:
    """Show the clusters of an industry, or how clustered each industry is.

    Parameters
    ----------
    atlas
        The folder of an atlas with a register.
    industry
        One industry: its clusters with their evidence.
    code
        The same for a code of the register's classification.
    register
        The register to take; the newest that is not synthetic where none is named.
    today
        The day that promises are judged for.
    format
        For people, or for programs; csv for the clusters of one industry or code.
    lang
        Language of the text.
    """
    # The list of commands, which imports them all, needs nothing of what this needs.
    from saidao.answers.clusters import clustered_industries
    from saidao.answers.clusters import clusters as clusters_of
    from saidao.errors import InvalidInput

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
