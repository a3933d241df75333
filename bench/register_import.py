"""How many times longer an import takes than DuckDB alone needs to scan the same file.

``python -m bench.register_import [ROWS]`` makes a register of made-up rows once (seeded by
their numbers), then, in one run: scans all cells of the file with DuckDB, imports the file
into an atlas, and scans it again. Told are wall and processor time of both, their ratios with
and without the tables of the map that are made at the end, and the peak of memory. Only the
ratios mean anything on a machine that does other work.
"""

from __future__ import annotations

import os
import resource
import shutil
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from saidao import pipeline, registering

ROOT = Path(__file__).resolve().parents[1]
ROWS = 10_000_000

MADE = """
COPY (SELECT '9131' || lpad((i * 7919 % 100000000000000)::VARCHAR, 14, '0') AS "统一社会信用代码",
  '样本' || i::VARCHAR || '号科技发展有限公司' AS "企业名称",
  lpad((1300 + hash(i * 3) % 3000)::VARCHAR, 4, '0') AS "行业代码",
  '软件及辅助设备的销售、技术开发、技术咨询、技术服务，' || (hash(i) % 997)::VARCHAR
    || '从事货物及技术的进出口业务' AS "经营范围",
  '浦东新区' || (hash(i * 7) % 900)::VARCHAR || '路' || (i % 2000)::VARCHAR || '号' AS "地址",
  '浦东新区' AS "区县",
  round(121.52 + (hash(i * 5) % 1000000) / 1e6 * 0.3, 6) AS "经度",
  round(31.0 + (hash(i * 11) % 1000000) / 1e6 * 0.25, 6) AS "纬度",
  (1 + hash(i * 13) % 300) AS "从业人数",
  (10 + hash(i * 17) % 5000)::VARCHAR || '万人民币' AS "注册资本",
  (DATE '1990-01-01' + (hash(i * 19) % 12000)::INT) AS "成立日期"
FROM range({rows}) made(i)) TO '{path}' (HEADER)
"""


def run(rows: int = ROWS) -> None:
    """Make the file and the atlas, scan, import, scan, and print."""
    folder = Path(tempfile.gettempdir()) / f"saidao-register-import-{rows}"
    folder.mkdir(exist_ok=True)
    path, atlas = folder / "register.csv", folder / "atlas"
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("SET enable_progress_bar = false")
    if not path.is_file():
        connection.execute(MADE.format(rows=rows, path=folder / "unfinished.csv"))
        (folder / "unfinished.csv").rename(path)
    shutil.rmtree(atlas, ignore_errors=True)
    pipeline.build(ROOT / "packs" / "shanghai", atlas, recorded_at="2026-01-01T00:00:00")
    # Compiled code is kept on the disk; a first run would measure the compiler.
    warm = folder / "warm.csv"
    warm.write_bytes(b"".join(path.open("rb").readlines(400_000)))
    bring(atlas, warm, "warm", {})

    def scan() -> tuple[float, float]:
        begun, used = time.perf_counter(), time.process_time()
        connection.execute(f"SELECT bit_xor(hash(COLUMNS(*))) FROM read_csv('{path}')").fetchall()
        return time.perf_counter() - begun, time.process_time() - used

    before = scan()
    marks: dict[str, float] = {}
    begun, used = time.perf_counter(), time.process_time()
    bring(atlas, path, "large", marks)
    took, busy = time.perf_counter() - begun, time.process_time() - used
    after = scan()
    alone, alone_busy = ((a + b) / 2 for a, b in zip(before, after, strict=True))
    cubes = marks["atlas"] - marks["cubes"]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{rows:,} rows, {path.stat().st_size / 1e9:.2f} GB, load {os.getloadavg()[0]:.1f}")
    print(f"scan {alone:.1f} s ({alone_busy:.1f} s of processor)")
    print(f"import {took:.1f} s ({busy:.1f} s), of which the map's tables {cubes:.1f} s")
    print(
        f"ratio {took / alone:.2f} of wall, {busy / alone_busy:.2f} of processor time; "
        f"{(took - cubes) / alone:.2f} of wall without the map's tables; peak {peak:.2f} GB"
    )


def bring(atlas: Path, path: Path, id: str, marks: dict[str, float]) -> None:
    """Import a file, and note when each step began."""
    registering.import_register(
        atlas,
        registering.open_register(path, coordinates="WGS-84"),
        by="bench",
        recorded_at="2026-01-01T00:00:00",
        id=id,
        classify=False,
        progress=lambda what, _share, _rows: marks.setdefault(what, time.perf_counter()) and None,
    )


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
