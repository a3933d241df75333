"""What the tables of the map of a register cost, against DuckDB's scan of its parts.

``python -m bench.cube_building [ROWS]`` makes a seeded register in Shanghai's outlines and
measures, in one run: a scan of all cells of its parts, the making of its cubes, and the scan
again. Only the ratios mean anything on a machine that does other work.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.map_data import PACK, made
from saidao import packs
from saidao.indicators.circles import Circle, circles_of
from saidao.indicators.cube_making import make
from saidao.register.placing.districts import AreaIndex
from saidao.store.cubes import columns, scanned

ROWS = 1_000_000


def run(rows: int = ROWS) -> None:
    """Make a register, scan it, make its cubes, scan it again, and print."""
    pack = packs.load(PACK)
    districts = AreaIndex.of(
        [one.code for one in pack.districts], [one.geometry for one in pack.districts]
    )
    circles = circles_of(pack.parks)
    with tempfile.TemporaryDirectory() as place:
        # Compiled code is kept on the disk; a first run would measure the compiler.
        cubes_of(Path(place) / "warm", 200_000, districts, circles)
        cubes_of(Path(place) / "register", rows, districts, circles, told=True)


def cubes_of(
    folder: Path, rows: int, districts: AreaIndex, circles: tuple[Circle, ...], told: bool = False
) -> None:
    """Make a register and its cubes, and print what that took."""
    made(folder, rows, districts)
    parts = sorted(folder.glob("part-*.parquet"))

    def scan() -> tuple[float, float]:
        begun, used = time.perf_counter(), time.process_time()
        columns(f"SELECT bit_xor(hash(COLUMNS(*))) FROM {scanned(*parts)}")
        return time.perf_counter() - begun, time.process_time() - used

    before = scan()
    out = folder / "cubes"
    out.mkdir()
    begun, used = time.perf_counter(), time.process_time()
    make(parts, "2023-12-31", circles, out)
    took, busy = time.perf_counter() - begun, time.process_time() - used
    after = scan()
    if not told:
        return
    alone, alone_busy = np.mean([before, after], axis=0)
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{rows:,} rows in {len(parts)} parts, load {os.getloadavg()[0]:.1f}")
    print(f"scan of the parts {alone:.2f} s ({1e6 * alone_busy / rows:.2f} us of processor a row)")
    print(
        f"cubes {took:.2f} s ({1e6 * busy / rows:.2f} us a row), {size:,.0f} MB, peak {peak:.2f} GB"
    )
    print(f"ratio {took / alone:.1f} of wall, {busy / alone_busy:.1f} of processor time")


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
