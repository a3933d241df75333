"""How many times the processor time of DuckDB's scan it takes to take a register's file apart.

``python -m bench.csv_reading [ROWS]`` makes the file of `bench.register_import` once, then
in one run and in turns: scans all of its cells with DuckDB on one thread, and reads the same
file piece by piece into columns, numbers and keys with the columns' usual roles. Told is the
least processor time of each in a row, which other work on the machine hardly changes; then
the wall time of one, two and more workers that read side by side. The file lies in memory.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import numpy as np

from bench.register_import import MADE
from saidao.register.csv_records import RecordReader
from saidao.register.layouts import NOTHING
from saidao.register.mapping import Mapping
from saidao.register.roles import (
    ADDRESS,
    CODE,
    DAY,
    ID,
    NAME,
    NUMBER,
    POSITION,
    TEXT,
    WORD,
)
from saidao.register.text_tables import open_text
from saidao.registering.reading import SliceReader
from saidao.registering.slices import TextSource

ROWS = 1_000_000
TIMES = 4

COLUMNS = {
    "id": TEXT | ID,
    "name": TEXT | NAME,
    "code": WORD | CODE,
    "scope": TEXT,
    "address": TEXT | ADDRESS,
    "district": WORD,
    "lon": NUMBER | POSITION,
    "lat": NUMBER | POSITION,
    "employees": NUMBER,
    "capital": NUMBER,
    "founded": DAY,
}


def run(rows: int = ROWS) -> None:
    """Make the file, scan and read it, and print."""
    folder = Path(tempfile.gettempdir()) / f"saidao-register-import-{rows}"
    folder.mkdir(exist_ok=True)
    path = folder / "register.csv"
    connection = duckdb.connect(config={"threads": 1})
    connection.execute("SET enable_progress_bar = false")
    if not path.is_file():
        connection.execute(MADE.format(rows=rows, path=folder / "unfinished.csv"))
        (folder / "unfinished.csv").rename(path)
    source = TextSource(open_text(path, Mapping()))
    roles = tuple(COLUMNS.values())
    reader = RecordReader(source.separator, roles, nothing=NOTHING)
    reader.read(np.frombuffer(b"compiled once\n", np.uint8), final=True)

    def scan() -> None:
        connection.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM read_csv('{path}')").fetchall()

    def read(only: tuple[int, ...] = roles) -> None:
        slices = SliceReader(source, RecordReader(source.separator, only, nothing=NOTHING))
        while slices.take(lambda _records: None) is not None:
            pass

    def side_by_side(workers: int) -> None:
        slices = SliceReader(source, reader)

        def work() -> None:
            while slices.take(lambda _records: None) is not None:
                pass

        with ThreadPoolExecutor(workers) as pool:
            for one in [pool.submit(work) for _ in range(workers)]:
                one.result()

    parts: dict[str, Callable[[], None]] = {
        "scan by DuckDB": scan,
        "all columns": read,
        "text alone": lambda: read(tuple(role & TEXT for role in roles)),
        "numbers and days alone": lambda: read(tuple(role & (NUMBER | DAY) for role in roles)),
        "one column": lambda: read((*(0 for _ in roles[1:]), DAY)),
    }
    least = dict.fromkeys(parts, float("inf"))
    for _ in range(TIMES):
        for name, part in parts.items():
            begun = time.process_time()
            part()
            least[name] = min(least[name], time.process_time() - begun)
    print(f"{rows:,} rows of {path.stat().st_size / rows:.0f} bytes")
    for name, took in least.items():
        ratio = took / least["scan by DuckDB"]
        print(f"{name:24} {took / rows * 1e6:.2f} us a row, {ratio:.2f} of DuckDB's scan")
    walls = {}
    for workers in (1, 2, 4):
        begun = time.perf_counter()
        side_by_side(workers)
        walls[workers] = time.perf_counter() - begun
    told = ", ".join(f"{workers}: {took:.2f} s" for workers, took in walls.items())
    print(f"wall time by workers {told}")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
