"""Reads many files on all cores: in order, in little memory, whatever one of them does.

A file that cannot be read, that takes too long or that kills its process is reported
and the rest goes on. With a folder to write to, each file's records are written by the
process that read it, whole or not at all, so that a run can be stopped and resumed.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any

from saidao.documents import read_documents, read_url
from saidao.documents.document import Document
from saidao.errors import InvalidInput, SaidaoError
from saidao.report.statement_tables import new_file
from saidao.statements.mentions.records import records as mention_records
from saidao.statements.reader import read_document
from saidao.statements.records import record
from saidao.statements.statement import Context

__all__ = [
    "NOTHING_KNOWN",
    "DocumentRecords",
    "FileRecords",
    "Job",
    "jobs_for",
    "known_contexts",
    "run",
    "write_document",
]

CHUNK_FILES = 16
CHUNK_BYTES = 400_000
CHUNKS_AHEAD = 4
ALONE_BYTES = 600_000
"""Files and bytes read at a time; below so many bytes in all one process does it faster."""

LONGEST_SECONDS = 600
MOST_MEMORY = 6 * 1024**3
"""Bounds on one file, in a process of its own: beyond what that process starts with."""

NOTHING_KNOWN: Mapping[str, Context] = {}


@dataclass(frozen=True, slots=True)
class Job:
    """One file or address to read, what is known of it, and where its records go.

    There may be a million of them, so each is plain text and what it shares with others.
    """

    source: str
    context: Mapping[str, Context] = field(default_factory=lambda: NOTHING_KNOWN)
    out: str | None = None
    mentions: bool = False
    size: int = 0


@dataclass(frozen=True, slots=True)
class DocumentRecords:
    """The records of one document, with what a table for people needs beside them."""

    id: str
    title: str
    language: str
    records: tuple[dict[str, Any], ...]
    quotes: tuple[str, ...]
    mentions: tuple[dict[str, Any], ...] = ()
    reviews: int = 0


@dataclass(frozen=True, slots=True)
class FileRecords:
    """What came of one file: its documents, or the problem with it.

    `documents` is empty where the records were written to a file.
    """

    source: str
    documents: tuple[DocumentRecords, ...] = ()
    count: int = 0
    notes: tuple[str, ...] = ()
    problem: str = ""


def known_contexts(path: Path) -> dict[str, Context]:
    """Return what a JSON Lines file says of documents, by their id.

    A line holds ``id`` and any of ``title``, ``date`` or ``year``, ``region``, ``lang``
    (``zh``, ``en``, ``zh-Hans``, ``zh-Hant``) and ``script`` (``hans``, ``hant``).

    Raises
    ------
    InvalidInput
        If the file is missing or a line is not as said.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8"
        raise InvalidInput("--meta", str(path), f"a JSON Lines file ({reason})") from None
    contexts: dict[str, Context] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not row.get("id"):
            raise InvalidInput("--meta", f"{path}:{number}", 'an object with an "id" on each line')
        date = row.get("date") or row.get("year") or ""
        contexts[str(row["id"])] = Context(
            title=str(row.get("title") or ""),
            date=str(date),
            region=str(row.get("region") or ""),
            language=_language(str(row.get("lang") or ""), str(row.get("script") or "")),
        )
    return contexts


def _language(lang: str, script: str) -> str:
    """Return ``en``, ``zh-Hans``, ``zh-Hant``, or empty where the text must say."""
    if lang.startswith("en"):
        return "en"
    script = script.lower() or lang.partition("-")[2].lower()
    return {"hans": "zh-Hans", "hant": "zh-Hant"}.get(script, "")


def jobs_for(jobs: Sequence[Job], wanted: int | None) -> int:
    """Return how many processes to use: all cores, one where there is little to do."""
    if wanted is not None:
        return max(1, min(wanted, len(jobs) or 1))
    if len(jobs) < 2 or sum(job.size for job in jobs) < ALONE_BYTES:
        return 1
    return max(1, min(os.cpu_count() or 1, len(jobs)))


def run(jobs: Sequence[Job], processes: int) -> Iterator[FileRecords]:
    """Read files and yield what came of each, in order.

    Parameters
    ----------
    jobs : sequence of Job
    processes : int
        With 1, everything is read here.
    """
    if processes == 1:
        for job in jobs:
            yield _read(job)
        return
    chunks = deque(_chunks(jobs))
    ahead: deque[tuple[list[Job], Future[list[FileRecords]]]] = deque()
    pool = _pool(processes)
    try:
        while chunks or ahead:
            while chunks and len(ahead) < processes * CHUNKS_AHEAD:
                chunk = chunks.popleft()
                ahead.append((chunk, pool.submit(_read_chunk, chunk)))
            chunk, future = ahead.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                # One of the files in flight killed its process. Each is tried alone.
                waiting = [chunk, *(other for other, _ in ahead)]
                ahead.clear()
                pool.shutdown(wait=False, cancel_futures=True)
                for job in (job for each in waiting for job in each):
                    yield _read_apart(job)
                pool = _pool(processes)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in multiprocessing.active_children():
            child.terminate()
        _sweep(jobs)
        raise
    pool.shutdown()


def _pool(processes: int) -> ProcessPoolExecutor:
    """Return a pool whose processes are bounded and leave Ctrl-C to this one."""
    return ProcessPoolExecutor(processes, initializer=_prepare)


def _prepare() -> None:
    """Bound a process that reads, beyond all that it has mapped from the one that started it.

    A forked process has the whole address space of its parent, which compiled kernels and
    databases may have made larger than any file needs.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):  # neither on Windows, and the second only on Linux
        return
    limit = pages * resource.getpagesize() + MOST_MEMORY
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        limit = min(limit, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    """Group small files, so that passing them on costs little."""
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        if chunk and (len(chunk) >= CHUNK_FILES or size + job.size > CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(job)
        size += job.size
    if chunk:
        yield chunk


def _read_chunk(jobs: list[Job]) -> list[FileRecords]:
    """Read the files of a chunk, in a process of the pool."""
    return [_read(job) for job in jobs]


def _read_apart(job: Job) -> FileRecords:
    """Read one file in a process that nothing else depends on."""
    with ProcessPoolExecutor(1, initializer=_prepare) as pool:
        try:
            return pool.submit(_read, job).result()
        except BrokenProcessPool:
            return FileRecords(job.source, problem="killed the process that read it; left out")


def _sweep(jobs: Iterable[Job]) -> None:
    """Take away what a stopped process left half written."""
    for folder in {Path(job.out).parent for job in jobs if job.out is not None}:
        for left in folder.glob(".*.part"):
            left.unlink(missing_ok=True)


def _read(job: Job) -> FileRecords:
    """Read one file; whatever is wrong with it becomes its problem."""
    try:
        with _time_limit():
            return _read_within(job)
    except SaidaoError as problem:
        message = str(problem)
        return FileRecords(job.source, problem=message.removeprefix(f"{job.source}: "))
    except MemoryError:
        return FileRecords(job.source, problem="needs too much memory to read")
    except RecursionError:
        return FileRecords(job.source, problem="is nested too deep to read")
    except Exception as problem:
        # A fault of ours in one document must not end a run over a hundred thousand.
        place = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{Path(place.filename).name}:{place.lineno}"
        said = f"{type(problem).__name__}: {problem}"
        return FileRecords(job.source, problem=f"met a fault of Saidao at {where} ({said})")


def _read_within(job: Job) -> FileRecords:
    """Read one file and write or return its records."""
    is_address = job.source.startswith(("http://", "https://"))
    found = read_url(job.source) if is_address else read_documents(job.source)
    read = tuple(
        _records(document, _context(document, job), mentions=job.mentions) for document in found
    )
    notes = tuple(dict.fromkeys(note for document in found for note in document.notes))
    count = sum(len(one.records) for one in read)
    if job.out is None:
        return FileRecords(job.source, read, count, notes)
    _write_all(Path(job.out), read, mentions=job.mentions)
    return FileRecords(job.source, (), count, notes)


def _context(document: Document, job: Job) -> Context | None:
    """Return what is known of a document: of itself, or of the file that holds it."""
    return job.context.get(document.id) or next(iter(job.context.values()), None)


def _records(document: Document, context: Context | None, *, mentions: bool) -> DocumentRecords:
    """Read one document into records."""
    reading = read_document(document, context, with_mentions=mentions)
    named: tuple[dict[str, Any], ...] = ()
    if mentions:
        named = tuple(
            {"document": document.id, **row}
            for row in mention_records(document, reading.mentions, reading.statements)
        )
    return DocumentRecords(
        id=document.id,
        title=document.metadata.title or document.name,
        language=document.metadata.language,
        records=tuple(record(document, one) for one in reading.statements),
        quotes=tuple(document.text[one.start : one.end] for one in reading.statements),
        mentions=named,
        reviews=len(reading.reviews),
    )


def write_document(document: Document, out: Path, *, mentions: bool = False) -> int:
    """Write the records of a document to a file and return how many there are.

    Parameters
    ----------
    document : Document
    out : Path
        A JSON Lines file; it appears complete or not at all.
    mentions : bool
        Write what is named beside it, to ``<stem>.links.jsonl``.
    """
    read = _records(document, None, mentions=mentions)
    _write_all(out, (read,), mentions=mentions)
    return len(read.records)


def _write_all(out: Path, read: Sequence[DocumentRecords], *, mentions: bool) -> None:
    """Write the records of the documents of one file, and what they name beside it."""
    if mentions:
        links = out.with_suffix(".links.jsonl")
        _write(links, [row for one in read for row in one.mentions])
    _write(out, [row for one in read for row in one.records])


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write records to a file that appears complete or not at all."""
    with new_file(path, "--out-dir") as draft, draft.open("w", encoding="utf-8") as stream:
        for row in rows:
            stream.write(json.dumps(row, ensure_ascii=False) + "\n")


class _time_limit:  # noqa: N801 - used as a statement
    """Stops a file that takes too long, where the system can interrupt one."""

    def __enter__(self) -> None:
        self._armed = (
            hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
        )
        if self._armed:
            self._before = signal.signal(signal.SIGALRM, _too_long)
            signal.setitimer(signal.ITIMER_REAL, LONGEST_SECONDS)

    def __exit__(self, *_: object) -> None:
        if self._armed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before)


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    """Interrupt a file that takes too long."""
    raise SaidaoError(f"takes longer than {LONGEST_SECONDS} s to read; left out")
