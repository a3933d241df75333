"""``saidao read PATH...``: what documents say, as a table or as records."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console

from saidao.cli.progress import shown
from saidao.documents import discover
from saidao.documents.fetching import is_address
from saidao.errors import InvalidInput
from saidao.report.statement_runs import (
    NOTHING_KNOWN,
    FileRecords,
    Job,
    jobs_for,
    known_contexts,
    run,
)
from saidao.report.statement_tables import (
    CsvTable,
    Format,
    JsonLines,
    TerminalTable,
    XlsxTable,
    new_file,
    shown_text,
)
from saidao.statements.statement import Context

SUFFIX_FORMATS: dict[str, Format] = {".jsonl": "jsonl", ".csv": "csv", ".xlsx": "xlsx"}
PIPE_WIDTH = 160
"""Columns of a table that does not go to a terminal."""

Sink = Callable[[FileRecords], None]


def read(
    paths: Annotated[list[str], Parameter(negative=())],
    /,
    *,
    format: Format | None = None,
    out: Path | None = None,
    out_dir: Path | None = None,
    meta: Path | None = None,
    mentions: Annotated[bool, Parameter(negative=())] = False,
    resume: Annotated[bool, Parameter(negative=())] = False,
    jobs: int | None = None,
) -> int:
    """Read documents and say which quantities they promise and report.

    Parameters
    ----------
    paths
        Files, folders, feeds, or a web address.
    format
        A table for people, or records; by default what the name of --out says.
    out
        File to write instead of the terminal.
    out_dir
        Folder to write one <name>.jsonl a file into.
    meta
        JSON Lines with id (the file's stem), title, date or year, region, lang.
    mentions
        Also bodies, technology tasks, zones and firms; with --out-dir in <name>.links.jsonl.
    resume
        With --out-dir, leave out files whose records are already there.
    jobs
        Processes to use; by default as many as there are cores.
    """
    if out is not None and out_dir is not None:
        raise InvalidInput("--out-dir", str(out_dir), "either --out or --out-dir")
    if resume and out_dir is None:
        raise InvalidInput("--resume", "it", "to be used with --out-dir")
    if jobs is not None and jobs < 1:
        raise InvalidInput("--jobs", str(jobs), "1 or more")
    chosen = _format(format, out, out_dir, mentions)
    contexts = known_contexts(meta) if meta is not None else {}
    work = _jobs(paths, contexts, out_dir, mentions=mentions, resume=resume)
    failed: list[FileRecords] = []
    notes: list[tuple[str, str]] = []
    total = 0
    with shown("Reading") as progress, _sink(chosen, out, out_dir) as sink:
        for done, result in enumerate(run(work, jobs_for(work, jobs)), 1):
            if result.problem:
                failed.append(result)
            else:
                total += result.count
                notes.extend((result.source, note) for note in result.notes)
                sink(result)
            progress(Path(result.source).name, done, len(work))
    return _report(work, failed, notes, total, to=out or out_dir)


def _format(
    format: Format | None, out: Path | None, out_dir: Path | None, mentions: bool
) -> Format:
    """Return the format that is meant."""
    if out_dir is not None:
        if format not in (None, "jsonl"):
            raise InvalidInput("--format", str(format), "jsonl with --out-dir")
        return "jsonl"
    if format is None:
        format = SUFFIX_FORMATS.get(out.suffix.lower(), "jsonl") if out is not None else "table"
    if format == "xlsx" and out is None:
        raise InvalidInput("--format", "xlsx", "a file: add --out FILE.xlsx")
    if mentions and format != "jsonl":
        raise InvalidInput("--mentions", f"--format {format}", "--format jsonl, or --out-dir")
    return format


def _jobs(
    paths: list[str],
    contexts: dict[str, Context],
    out_dir: Path | None,
    *,
    mentions: bool,
    resume: bool,
) -> list[Job]:
    """Return what to read, each with the file that its records go to."""
    if out_dir is not None:
        try:
            out_dir.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise InvalidInput(
                "--out-dir", str(out_dir), f"a folder to write into ({problem.strerror})"
            ) from None
    jobs: list[Job] = []
    taken: set[str] = set()
    for given in paths:
        for source in [given] if is_address(given) else map(str, discover([given])):
            path = Path(source)
            stem = path.stem or "page"
            known = {key: contexts[key] for key in (stem, path.name) if key in contexts}
            name = _free_name(path, taken)
            target = out_dir / f"{name}.jsonl" if out_dir is not None else None
            if resume and target is not None and target.exists():
                continue
            size = 0 if is_address(given) else path.stat().st_size
            out = str(target) if target is not None else None
            jobs.append(Job(source, known or NOTHING_KNOWN, out, mentions, size))
    return jobs


def _free_name(path: Path, taken: set[str]) -> str:
    """Return the stem of a file, with more of its path where another has the same stem."""
    stem = path.stem or "page"
    number = 2
    name = stem
    for longer in (path.name, f"{path.parent.name}-{path.name}"):
        if name not in taken:
            break
        name = longer
    while name in taken:
        name = f"{stem}-{number}"
        number += 1
    taken.add(name)
    return name


@contextmanager
def _sink(format: Format, out: Path | None, out_dir: Path | None) -> Iterator[Sink]:
    """Give what takes in the records of each file."""
    if out_dir is not None:
        yield lambda _: None  # each file's records are written where they are read
        return
    if format == "table":
        with ExitStack() as stack:
            stream = sys.stdout
            if out is not None:
                stream = stack.enter_context(
                    stack.enter_context(new_file(out)).open("w", encoding="utf-8")
                )
            yield _terminal(Console(file=stream, highlight=False))
        return
    with ExitStack() as stack:
        if out is None:
            table: JsonLines | CsvTable | XlsxTable = (
                CsvTable(sys.stdout) if format == "csv" else JsonLines(sys.stdout)
            )
        elif format == "xlsx":
            table = XlsxTable(stack.enter_context(new_file(out)))
            stack.callback(table.close)
        else:
            # Excel takes a CSV for UTF-8 only if it begins with a byte order mark.
            encoding = "utf-8-sig" if format == "csv" else "utf-8"
            draft = stack.enter_context(new_file(out))
            stream = stack.enter_context(draft.open("w", encoding=encoding, newline=""))
            table = CsvTable(stream) if format == "csv" else JsonLines(stream)

        def add(result: FileRecords) -> None:
            for document in result.documents:
                for record in (*document.records, *document.mentions):
                    table.add(record)

        yield add


def _terminal(console: Console) -> Sink:
    """Return what prints a table for people."""
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    table = TerminalTable(console)

    def show(result: FileRecords) -> None:
        for document in result.documents:
            table.show(
                document.title, document.records, document.quotes, language=document.language
            )

    return show


def _report(
    work: list[Job],
    failed: list[FileRecords],
    notes: list[tuple[str, str]],
    total: int,
    *,
    to: Path | None,
) -> int:
    """Say on standard error what was noted, what failed and where the records are."""
    error = Console(stderr=True, highlight=False, soft_wrap=True, markup=False)
    for source, note in notes[:50]:
        error.print(shown_text(f"note: {source}: {note}"))
    if len(notes) > 50:
        error.print(f"note: and {len(notes) - 50} more notes")
    if to is not None:
        error.print(f"{total} statements from {len(work) - len(failed)} files written to {to}")
    for one in failed:
        error.print(shown_text(f"saidao: {one.source}: {one.problem}"))
    if failed and len(work) > 1:
        error.print(f"saidao: {len(failed)} of {len(work)} files could not be read")
    return 1 if failed else 0
