"""``saidao observe ATLAS TABLE``: import realised figures; ``searched``; ``forecast``."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from saidao import answers, recording
from saidao.answers.views import indicator_name, industry_name
from saidao.atlas import Atlas
from saidao.cli.build import now
from saidao.cli.progress import console
from saidao.cli.user import user_name
from saidao.errors import InvalidInput
from saidao.packs.pack import Authority
from saidao.report.statement_tables import shown_text
from saidao.terms.wording import period_name, quantity

__all__ = ["forecast", "observe", "searched"]

FLAG = Parameter(negative=())
MOST_SHOWN = 20


def observe(
    atlas: Path,
    table: Path | None = None,
    /,
    *,
    mapping: Path | None = None,
    yes: Annotated[bool, FLAG] = False,
    skip_bad: Annotated[bool, FLAG] = False,
    source: str = "",
    publisher: str = "",
    url: str | None = None,
    authority: Authority = "unstated",
    withdraw: str | None = None,
    by: str | None = None,
) -> int:
    """Import realised figures from a CSV or Excel table into an atlas.

    What each column is is guessed from its header, in Chinese or English, and shown; confirm
    it, or say it in a mapping file. A wrong row is reported with its place, and nothing is
    written unless wrong rows are to be left out. Importing twice changes nothing. A figure
    with a later publication date revises an earlier one, which stays in the ledger.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    table
        A CSV file or an .xlsx workbook: a figure a row, or a column for each period.
    mapping
        YAML: sheet, header_row, columns (field to header), constants (field to value).
    yes
        Take the guessed columns without asking.
    skip_bad
        Leave out rows that are wrong and import the others.
    source
        Title of the source, for rows that do not name theirs.
    publisher
        Who published it.
    url
        Where.
    authority
        What the source is, if you know.
    withdraw
        Take back a figure by its id, or all figures of a file by its name.
    by
        Who imports; the system's user where it is not given.
    """
    if (table is None) == (withdraw is None):
        raise InvalidInput("observe", "both or neither", "a table, or --withdraw with an id")
    if table is None:
        assert withdraw is not None
        _, count = recording.withdraw(atlas, withdraw, recorded_at=now())
        console.print(f"taken back: {count} figures", markup=False)
        return 0
    opened = recording.open_table(table, mapping=mapping)
    sheet = f", sheet {opened.sheet.name}" if opened.sheet.name else ""
    console.print(f"{table.name}{sheet}, header in row {opened.layout.header_row}", markup=False)
    for field, where in opened.told:
        console.print(f"  {field:<16} {shown_text(where)}", markup=False, soft_wrap=True)
    if mapping is None and not yes and not confirmed():
        return 2
    observed = recording.observe(
        atlas,
        opened,
        by=user_name() if by is None else by,
        recorded_at=now(),
        skip_bad=skip_bad,
        title=source,
        publisher=publisher,
        url=url,
        authority=authority,
    )
    return told(atlas, observed, skip_bad=skip_bad)


def confirmed() -> bool:
    """Ask whether the columns are right; say how to confirm where nobody can be asked."""
    if sys.stdin.isatty():
        answer = console.input("Is that right? [y/N] ").strip().lower()
        if answer in {"y", "yes", "是"}:
            return True
    console.print(
        "nothing was imported; confirm with --yes, or say what is what with --mapping FILE",
        markup=False,
        soft_wrap=True,
    )
    return False


def told(atlas: Path, observed: recording.Observed, *, skip_bad: bool) -> int:
    """Say what came in and what did not."""
    error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    for problem in observed.problems[:MOST_SHOWN]:
        error.print(shown_text(f"saidao: {problem}"))
    rest = len(observed.problems) - MOST_SHOWN
    if rest > 0:
        error.print(f"saidao: and {rest} more")
    if observed.problems and not skip_bad:
        error.print("nothing was written; mend the rows, or leave them out with --skip-bad")
        return 1
    with Atlas.open(atlas) as opened:
        for one in observed.added[:MOST_SHOWN]:
            value = one.value
            what = indicator_name(opened.snapshot, value.indicator).zh
            industry = industry_name(opened.snapshot, value.industry or "")
            amount = quantity(value.cmp, value.value, None, value.unit).zh.removeprefix("达到")
            line = (
                f"  {industry.zh if industry else ''}{what} {period_name(value.period).zh} {amount}"
            )
            console.print(shown_text(line), markup=False, soft_wrap=True)
    known = f", {observed.known} already in the atlas" if observed.known else ""
    console.print(f"{len(observed.added)} figures imported{known}", markup=False)
    if not observed.built.changed:
        console.print("nothing has changed", style="dim")
    return 1 if observed.problems else 0


def searched(
    atlas: Path,
    commitment: str,
    /,
    *,
    where: str = "",
    withdraw: Annotated[bool, FLAG] = False,
    by: str | None = None,
) -> None:
    """Record that a commitment's figure was searched for and none was found.

    That is another thing than a figure that nobody has looked for, and is shown so.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    commitment
        Its id, as in the address of its page.
    where
        What was searched, such as the yearbooks of which years.
    withdraw
        Take the last record back.
    by
        Who searched; the system's user where it is not given.
    """
    _, made = recording.search_in_vain(
        atlas,
        commitment,
        where=where,
        by=user_name() if by is None else by,
        recorded_at=now(),
        withdraw=withdraw,
    )
    what = "taken back" if made.result == "withdrawn" else f"searched, none found: {made.where}"
    console.print(shown_text(f"{commitment}: {what}"), markup=False, soft_wrap=True)


def forecast(atlas: Path, /, *, scores: Annotated[bool, FLAG] = False) -> None:
    """Store how likely each open commitment is to be met, as of today.

    A stored forecast is never changed; when the outcome is known it is shown beside it and
    scored. Commitments of kinds with too few past outcomes get no probability.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    scores
        Store nothing; say how good the forecasts were whose outcome is known by now.
    """
    if scores:
        with Atlas.open(atlas) as opened:
            record = answers.forecast_record(opened.snapshot, datetime.now(UTC).date())
        line = f"{record.stored} forecasts stored, {record.scored} scored"
        line += f", Brier {record.brier:.3f}" if record.brier is not None else ""
        if record.covered is not None:
            line += f"; {record.covered:.0%} of {record.intervals} intervals of 80% held the figure"
        console.print(line, markup=False)
        return
    built, made = recording.forecast(atlas, datetime.now(UTC).date(), recorded_at=now())
    scored = sum(one.probability is not None for one in made)
    console.print(
        f"{len(made)} forecasts stored, {scored} with a probability"
        if built.changed
        else "nothing new to forecast today",
        markup=False,
    )
