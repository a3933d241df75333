"""How often the coordinate system of a register is recognised, and how seldom wrongly.

Places are drawn about the middle of Shanghai, in its districts; a share of them states a
district at random. Prints the table of ``docs/methods/placing.md``. Run it with
``python -m bench.score_placing``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from saidao.register.placing.conversion import DATUMS, from_wgs84
from saidao.register.placing.districts import AreaIndex
from saidao.register.placing.systems import detect_system

DISTRICTS = Path(__file__).parents[1] / "packs" / "shanghai" / "districts.geojson"
SIZES = (50, 100, 200, 500, 1000, 2000)
WRONG = (0.0, 0.2)
TIMES = 60


def run() -> None:
    """Print the table."""
    features = json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]
    index = AreaIndex.of([one["id"] for one in features], [one["geometry"] for one in features])
    print("places  wrong districts  recognised  undecided  taken for another")
    for size in SIZES:
        for wrong in WRONG:
            count = {"right": 0, "undecided": 0, "other": 0}
            for seed in range(TIMES):
                rng = np.random.default_rng((seed, size))
                lon, lat = rng.normal(121.45, 0.2, 6 * size), rng.normal(31.2, 0.15, 6 * size)
                district = index.locate(lon, lat)
                inside = np.flatnonzero(district >= 0)[:size]
                stated = district[inside]
                lost = rng.random(size) < wrong
                stated[lost] = rng.integers(0, len(index.codes), int(lost.sum()))
                for system in DATUMS:
                    x, y = from_wgs84(lon[inside], lat[inside], system)
                    found = detect_system(x, y, stated, index).system
                    kind = "undecided" if found is None else "other"
                    count["right" if found == system else kind] += 1
            shares = [
                count[kind] / (TIMES * len(DATUMS)) for kind in ("right", "undecided", "other")
            ]
            cells = "  ".join(f"{share:10.1%}" for share in shares)
            print(f"{size:6}  {wrong:15.0%}  {cells}", flush=True)


if __name__ == "__main__":
    run()
