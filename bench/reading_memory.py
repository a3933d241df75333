"""Memory of ``saidao read`` over very many documents: the parent's and the workers'.

Writes small documents of our own into a temporary folder, reads them with ``--out-dir``
in a process of its own, and looks at the resident memory of all its processes when a
tenth, a half and all of them are done. Linux only: it reads ``/proc``.

``python -m bench.reading_memory [DOCUMENTS]``
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SENTENCES = (
    "到{year}年，全市海洋产业规模突破{value}亿元，培育企业{count}家以上。",
    "力争{year}年新建泊位{count}个，港口吞吐量达到{value}万吨，年均增长6%左右。",
    "（责任单位：市交通局、市发展改革委）",
    "依托海州高新技术产业开发区，突破深海密封件、钛合金耐压壳等关键技术。",
    "By {year}, the port will handle {value} million tonnes and employ {count} people.",
)
HOLDERS = {
    ".txt": "海州市第{number}号通知\n\n{body}\n",
    ".md": "---\ntitle: 海州市第{number}号通知\ndate: 2026-03-01\n---\n\n{body}\n",
    ".html": "<html><head><title>海州市第{number}号通知</title></head><body>"
    "<div class=nav><a href=a>首页</a><a href=b>公开</a></div><p>{body}</p></body></html>",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """What the processes held at one time, in MB."""

    done: int
    seconds: float
    parent: float
    workers: tuple[float, ...]


def write(folder: Path, documents: int) -> None:
    """Write the documents, a thousand to a folder, and one in ten thousand that fails."""
    for number in range(documents):
        inside = folder / f"{number // 1000:03}"
        inside.mkdir(exist_ok=True)
        suffix = tuple(HOLDERS)[number % len(HOLDERS)]
        body = "\n\n".join(
            SENTENCES[(number + step) % len(SENTENCES)].format(
                year=2026 + number % 10, value=1 + number % 997, count=1 + number % 89
            )
            for step in range(2)
        )
        text = "" if number % 10_000 == 77 else HOLDERS[suffix].format(number=number, body=body)
        (inside / f"{number:06}{suffix}").write_text(text, encoding="utf-8")


def count(folder: Path) -> int:
    """Return how many files a folder holds."""
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def held(pid: int) -> float:
    """Return the resident memory of a process in MB, 0 where it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    line = next((one for one in status.splitlines() if one.startswith("VmRSS")), "VmRSS: 0")
    return int(line.split()[1]) / 1024


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return sorted(found)


def run(documents: int = 100_000, processes: int | None = None) -> list[Sample]:
    """Read `documents` documents and print what was held on the way."""
    samples: list[Sample] = []
    marks = [documents // 10, documents // 2, documents]
    with tempfile.TemporaryDirectory() as folder:
        papers, out = Path(folder) / "papers", Path(folder) / "out"
        papers.mkdir()
        write(papers, documents)
        command = [sys.executable, "-m", "saidao", "read", str(papers), "--out-dir", str(out)]
        if processes is not None:
            command += ["--jobs", str(processes)]
        begun = time.monotonic()
        peaks: dict[int, float] = {}
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as reading:
            while reading.poll() is None:
                done = count(out)
                last = Sample(
                    done,
                    time.monotonic() - begun,
                    held(reading.pid),
                    tuple(held(child) for child in children(reading.pid)),
                )
                peaks[0] = max(peaks.get(0, 0.0), last.parent)
                for place, memory in enumerate(last.workers, 1):
                    peaks[place] = max(peaks.get(place, 0.0), memory)
                if marks and done >= marks[0] * 0.995:
                    samples.append(last)
                    marks.pop(0)
                time.sleep(1)
        seconds = time.monotonic() - begun
        done = count(out)
    print(f"{'documents':>10}{'seconds':>9}{'parent MB':>11}  workers MB")
    for one in samples:
        workers = ", ".join(f"{memory:.0f}" for memory in one.workers)
        print(f"{one.done:10}{one.seconds:9.0f}{one.parent:11.0f}  {workers}")
    most = ", ".join(f"{memory:.0f}" for place, memory in sorted(peaks.items()) if place)
    print(f"{'peak':>10}{seconds:9.0f}{peaks[0]:11.0f}  {most}")
    print(f"{done} files written, code {reading.returncode} (1: some documents are made to fail)")
    return samples


if __name__ == "__main__":
    run(*map(int, sys.argv[1:]))
