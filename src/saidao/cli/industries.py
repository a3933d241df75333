"""``saidao industries ATLAS [ID]``: what each industry is today, beside what is planned."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from saidao.answers.shapes import IndustryCounts, IndustryState
from saidao.atlas import Atlas
from saidao.cli.printing import print_json
from saidao.terms.name import Name

Lang = Literal["zh", "en"]

HEADS = {
    "zh": ("产业", "企业", "占全市", "承诺", "园区", "任务", "说明"),
    "en": ("industry", "establishments", "share", "promises", "parks", "tasks", "note"),
}
AREA_HEADS = {
    "zh": ("地区", "企业", "区位商", "95% 区间", "规划"),
    "en": ("area", "establishments", "quotient", "95% interval", "planned"),
}
SYNTHETIC = Name(
    "名录为合成数据，不是真实企业。", "The register is synthetic: no real establishments."
)


def industries(
    atlas: Path,
    id: str | None = None,
    /,
    *,
    register: str | None = None,
    today: date | None = None,
    format: Literal["text", "json"] = "text",
    lang: Lang = "zh",
) -> None:
    """Show the industries of an atlas: establishments today, parks and promises planned.

    Parameters
    ----------
    atlas
        The folder of an atlas.
    id
        One industry, in full.
    register
        The register that establishments are counted in; the newest that is not synthetic
        where none is named.
    today
        The day that promises are judged for.
    format
        For people, or for programs.
    lang
        Language of the text.
    """
    # The list of commands, which imports them all, needs nothing of what this needs.
    from saidao.answers.industry_state import industry_counts, industry_state

    with Atlas.open(atlas) as opened:
        found: IndustryCounts | IndustryState
        if id is None:
            found = industry_counts(opened.snapshot, atlas, register=register)
        else:
            day = today or date.today()
            found = industry_state(opened.snapshot, atlas, day, id, register=register)
    if format == "json":
        print_json(dataclasses.asdict(found))
    elif isinstance(found, IndustryCounts):
        print_counts(found, lang)
    else:
        print_state(found, lang)


def said(name: Name | None, lang: Lang) -> str:
    """Return a name in a language, in the other where it has only that."""
    if name is None:
        return ""
    return (name.en or name.zh) if lang == "en" else (name.zh or name.en)


def table_of(heads: tuple[str, ...], texts: tuple[int, ...]) -> Table:
    """Return an empty table; columns that are no texts stand to the right."""
    table = Table(box=None, header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, justify="left" if number in texts else "right")
    return table


def print_counts(found: IndustryCounts, lang: Lang) -> None:
    """Print all industries as a table."""
    from saidao.answers.figures import percent, plain

    console = Console(highlight=False)
    table = table_of(HEADS[lang], (0, len(HEADS[lang]) - 1))
    for line in found.industries:
        table.add_row(
            f"{said(line.name, lang)} ({line.id})",
            plain(line.n),
            percent(line.share),
            *map(str, (line.promises, line.parks, line.tasks)),
            said(line.note, lang),
        )
    console.print(table)
    if found.synthetic:
        console.print(said(SYNTHETIC, lang), markup=False)


def print_state(found: IndustryState, lang: Lang) -> None:
    """Print one industry: its sentence, its districts and parks, its promises."""
    from saidao.answers.figures import plain

    console = Console(highlight=False, soft_wrap=True)
    console.print(said(found.sentence, lang), markup=False)
    table = table_of(AREA_HEADS[lang], (0, 4))
    for area in (*found.districts, *found.parks):
        figures = area.figures
        interval = "–"
        if figures and figures.lq_low is not None and figures.lq_high is not None:
            interval = f"{figures.lq_low:.2f}–{figures.lq_high:.2f}"
        table.add_row(
            said(area.name, lang),
            plain(figures.n) if figures else "–",
            "–" if not figures or figures.lq is None else f"{figures.lq:.2f}",
            interval,
            "; ".join(dict.fromkeys(said(item.name, lang) for item in area.planned)),
        )
    if table.row_count:
        console.print(table)
    for row in found.promises:
        console.print(
            f"{row.deadline or '–'}  {said(row.title, lang)}: {said(row.reading, lang)}",
            markup=False,
        )
