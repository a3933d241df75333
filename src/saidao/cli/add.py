"""``saidao add OUT FILE...``: read documents into an atlas."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.markup import escape

from saidao import answers, pipeline
from saidao.answers.shapes import ConflictView, Meeting
from saidao.atlas import Atlas
from saidao.cli.build import now
from saidao.cli.progress import console, shown
from saidao.documents import discover
from saidao.documents.fetching import is_address
from saidao.packs.pack import Authority
from saidao.report.statement_tables import shown_text

LABELS = {"agreeing": "agrees", "conflicting": "CONFLICTS", "new": "new"}


def add(
    atlas: Path,
    sources: Annotated[list[str], Parameter(negative=())],
    /,
    *,
    authority: Authority | None = None,
) -> int:
    """Read documents into an atlas and say which commitments they met.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    sources
        Files, folders, feeds, or a web address. Each item of a feed is a document.
    authority
        What the documents are, if you know it better than they show.
    """
    found = [
        source
        for given in sources
        for source in ([given] if is_address(given) else map(str, discover([given])))
    ]
    with shown("Adding") as progress:
        built, added = pipeline.add(
            atlas, found, recorded_at=now(), authority=authority, progress=progress
        )
    counts = Counter(one.name for one in added)
    met: Counter[str] = Counter()
    with Atlas.open(atlas) as opened:
        for one in added:
            known = " (already in the atlas)" if one.known else ""
            name = one.name
            if counts[one.name] > 1:
                name += f": {one.document.title.zh}"
            console.print(f"[bold]{escape(shown_text(name))}[/bold]{known}", soft_wrap=True)
            for meeting in answers.meetings(opened.snapshot, one.document.id):
                console.print(line(meeting), soft_wrap=True)
                met[meeting.outcome] += 1
            for conflict in answers.contradictory_figures(opened.snapshot, one.document.id):
                console.print(figures(conflict), soft_wrap=True)
            waiting = [
                row
                for row in answers.reviews(opened.snapshot)
                if row.document_id == one.document.id and row.state == "open"
            ]
            for row in waiting:
                console.print(f"  review       {escape(row.quote)}: {escape(row.reason.en)}")
        if len(added) > 1:
            console.print(summary(met, len(added)), style="bold")
        sums = answers.check_report_of(
            opened.snapshot, lambda id: opened.text(id).text, {one.document.id for one in added}
        )
        rules = {rule.id: rule.name.zh for rule in sums.rules}
        for finding in sums.findings:
            told = f"{rules[finding.rule]}: {finding.computed.zh} ({finding.certainty})"
            console.print(f"[bold]does not add up[/bold] {escape(told)}", soft_wrap=True)
    if added and not built.changed:
        console.print("nothing has changed", style="dim")
    error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    for failure in built.failed:
        error.print(shown_text(f"saidao: {failure.name}: {failure.problem}"))
    return 1 if built.failed else 0


def line(meeting: Meeting) -> str:
    """Return one commitment that a document met, as a line, with whom it contradicts."""
    label = LABELS[meeting.outcome]
    due = f" ({meeting.period})" if meeting.period else ""
    detail = escape(f"{meeting.title.zh}: {meeting.reading.zh}{due}")
    # What counts is said only where it is something else than the document says.
    if meeting.conflicts:
        detail += f" [red]differs in {', '.join(meeting.conflicts)}[/red]"
        if meeting.elected != meeting.reading or not meeting.rivals:
            detail += escape(f" (elected: {meeting.elected.zh}, {meeting.source})")
    if meeting.others:
        detail += f"; others differ ({', '.join(meeting.others)})"
    if meeting.echo:
        detail += escape(f"; the same voice as {meeting.echo}")
    lines = [f"  {label:<12} {detail}"]
    lines += [f"{'':<17}against {escape(rival.zh)}" for rival in meeting.rivals]
    return "\n".join(lines)


def figures(conflict: ConflictView) -> str:
    """Return a contradiction between realised values as a line."""
    said = "; ".join(
        f"{one.title.zh} {one.reading.zh} ({one.period}, {one.source.title})"
        for one in conflict.observed
    )
    return f"  {LABELS['conflicting']:<12} [red]{conflict.class_}[/red] {escape(said)}"


def summary(met: Counter[str], documents: int) -> str:
    """Return what all documents together did, as a line."""
    return (
        f"{documents} documents: {met['agreeing']} statements agree, {met['conflicting']} "
        f"conflict, {met['new']} are new"
    )
