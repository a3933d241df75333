"""Reading many files: in order, on several processes, whatever one of them does."""

from __future__ import annotations

import mmap
import os
import signal
import sys
from pathlib import Path

import pytest

from saidao.documents import reading
from saidao.errors import InvalidInput
from saidao.report import statement_runs
from saidao.report.statement_runs import Job, jobs_for, known_contexts, run

TEXT = "到2028年，第{}个市的产业规模突破{}亿元。"


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Forty files to read."""
    made = []
    for number in range(40):
        path = tmp_path / f"d{number:02}.txt"
        path.write_text(TEXT.format(number, 100 + number), encoding="utf-8")
        made.append(Job(str(path), size=path.stat().st_size))
    return made


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_order(jobs: list[Job], processes: int) -> None:
    results = list(run(jobs, processes))
    assert [result.source for result in results] == [job.source for job in jobs]
    values = [result.documents[0].records[0]["value"] for result in results]
    assert values == [(100 + number) * 1e8 for number in range(40)]


def test_a_file_that_kills_its_process_is_reported(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = reading.load

    def load(path: str) -> bytes:
        if path.endswith("d07.txt"):
            os.kill(os.getpid(), signal.SIGKILL)
        return usual(path)

    monkeypatch.setattr(reading, "load", load)
    results = list(run(jobs, 2))
    assert [r.source for r in results if r.problem] == [jobs[7].source]
    assert "killed the process" in next(r.problem for r in results if r.problem)
    assert [r.source for r in results] == [job.source for job in jobs]


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
def test_memory_is_bounded_beyond_what_the_parent_has_mapped(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is forked starts with all that its parent has mapped."""
    usual = reading.load

    def load(path: str) -> bytes:
        if path.endswith("d07.txt"):
            return bytes(3 * statement_runs.MOST_MEMORY)
        return usual(path)

    monkeypatch.setattr(reading, "load", load)
    monkeypatch.setattr(statement_runs, "MOST_MEMORY", 2 * 1024**3)
    # Private and read only: it takes no memory.
    large = mmap.mmap(
        -1, 2 * statement_runs.MOST_MEMORY, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, mmap.PROT_READ
    )
    with large:
        results = list(run(jobs, 2))
    assert {r.source: r.problem for r in results if r.problem} == {
        jobs[7].source: "needs too much memory to read"
    }


def test_a_file_that_takes_too_long_is_left_out(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    def forever(_: object) -> None:
        while True:
            pass

    monkeypatch.setattr(statement_runs, "LONGEST_SECONDS", 0.2)
    monkeypatch.setattr(statement_runs, "read_documents", forever)
    (result,) = run(jobs[:1], 1)
    assert "takes longer than" in result.problem


@pytest.mark.parametrize("error", [MemoryError, RecursionError, ZeroDivisionError])
def test_no_fault_of_one_file_ends_the_run(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(statement_runs, "read_documents", fail)
    results = list(run(jobs[:2], 1))
    assert len([result for result in results if result.problem]) == 2


def test_little_work_is_done_in_one_process(jobs: list[Job]) -> None:
    assert jobs_for(jobs, None) == 1
    assert jobs_for(jobs, 3) == 3
    assert jobs_for(jobs[:1], 3) == 1
    large = [Job(job.source, size=10**6) for job in jobs]
    assert jobs_for(large, None) == min(os.cpu_count() or 1, 40)


def test_what_is_known_of_documents(tmp_path: Path) -> None:
    path = tmp_path / "meta.jsonl"
    lines = (
        '{"id": "a", "title": "计划", "year": 2026, "region": "河口", "script": "hant"}',
        "",
        '{"id": "b", "date": "2026-03-01", "lang": "en"}',
        '{"id": 3, "lang": "zh-Hans"}',
    )
    path.write_text("\n".join(lines), encoding="utf-8")
    known = known_contexts(path)
    assert (known["a"].title, known["a"].date, known["a"].region) == ("计划", "2026", "河口")
    assert [known[key].language for key in ("a", "b", "3")] == ["zh-Hant", "en", "zh-Hans"]
    path.write_text('{"title": "no id"}\n', encoding="utf-8")
    with pytest.raises(InvalidInput, match=":1"):
        known_contexts(path)
