"""How long a synthetic register takes: drawn, and drawn and written.

    python -m bench.synthetic_register packs/shanghai --establishments 20000 1000000 10000000

Prints for each size the seconds of drawing (numpy) and of the whole command with its file
(cells, Parquet), after one small draw that loads and compiles what is needed, and the
highest memory of the process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from saidao import packs
from saidao.register.synthetic import draw_register
from saidao.registering.synthetic import FEW, synthesize


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the measurement and print it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pack", type=Path)
    parser.add_argument("--establishments", type=int, nargs="+", default=[20_000, 1_000_000])
    options = parser.parse_args(arguments)
    pack = packs.load(options.pack)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "register.parquet"
        synthesize(pack, out, establishments=FEW + 1, replace=True)
        print(f"{'establishments':>14} {'drawn s':>8} {'written s':>10} {'MB':>7} {'peak MB':>8}")
        for number in options.establishments:
            begun = time.perf_counter()
            draw_register(pack, number)
            drawn = time.perf_counter() - begun
            begun = time.perf_counter()
            synthesize(pack, out, establishments=number, replace=True)
            written = time.perf_counter() - begun
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            size = out.stat().st_size / 1e6
            print(f"{number:>14,} {drawn:>8.2f} {written:>10.2f} {size:>7.1f} {peak:>8.0f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
