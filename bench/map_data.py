"""Map data of a million establishments: making the cubes, and answering the first view.

``python -m bench.map_data [ROWS]`` makes a seeded register in Shanghai's outlines and measures
one run on this machine. Cold: the first request of its kind to a server that has
begun; warm: the same one again. Served by the application itself, without the network.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from saidao import pipeline, store
from saidao.indicators.grid import prepare
from saidao.register.establishment import COLUMNS
from saidao.register.manifest import Register
from saidao.register.placing.cells import h3_cells
from saidao.register.placing.districts import AreaIndex
from saidao.store.cubes import copied, run
from saidao.store.registers import register_folder
from saidao.store.rows import register_rows
from saidao.terms.industry_codes import scheme
from saidao.terms.name import Name

ROWS = 1_000_000
SEED = 20261122
PACK = Path(__file__).resolve().parents[1] / "packs" / "shanghai"
SCHEME = "GB/T 4754-2017"


ROWS_A_PART = 1_000_000


def made(folder: Path, rows: int, districts: AreaIndex) -> None:
    """Write the parts of a seeded register: clustered places, few large industries."""
    folder.mkdir(parents=True)
    for number, first in enumerate(range(0, rows, ROWS_A_PART)):
        path = folder / f"part-{number:05d}.parquet"
        made_part(path, first, min(ROWS_A_PART, rows - first), districts)


def made_part(path: Path, first: int, rows: int, districts: AreaIndex) -> None:
    """Write one part, whose first row comes after so many."""
    random = np.random.default_rng(SEED)
    classes = np.array(scheme(SCHEME).classes)
    popular = random.dirichlet(np.full(len(classes), 0.15))
    west, south, east, north = districts.bounds
    towns = np.column_stack([random.uniform(west, east, 300), random.uniform(south, north, 300)])
    wide = random.uniform(0.005, 0.05, 300)
    # The large industries and the towns are those of all parts, who is where is not.
    random = np.random.default_rng(SEED + first)
    lon, lat, held = np.empty(0), np.empty(0), np.empty(0, np.int64)
    while len(lon) < rows:
        town = random.integers(0, 300, rows)
        x = towns[town, 0] + random.normal(0, 1, rows) * wide[town]
        y = towns[town, 1] + random.normal(0, 1, rows) * wide[town]
        inside = districts.locate(x, y) >= 0
        lon, lat = np.r_[lon, x[inside]], np.r_[lat, y[inside]]
        held = np.r_[held, town[inside]]
    lon, lat, held = lon[:rows], lat[:rows], held[:rows]
    opened = random.integers(1990, 2024, rows)
    columns = {
        "row": np.arange(first + 1, first + rows + 1),
        "code": classes[random.choice(len(classes), rows, p=popular)].astype(object),
        "lon": lon,
        "lat": lat,
        "district": np.array(districts.codes, object)[districts.locate(lon, lat)],
        "town": np.array([f"T{i}" for i in range(300)], object)[held],
        "employees": np.round(random.lognormal(2, 1.2, rows)),
        "value": random.lognormal(14, 2, rows),
        "opened": opened,
        "closed": np.where(random.random(rows) < 0.15, opened + random.integers(1, 20, rows), 0),
        "cell": h3_cells(lon, lat),
    }
    given = {
        "establishment": "row::VARCHAR",
        "name": "'示例企业 ' || row",
        "address": "'示例区第' || (row % 900) || '路' || (row % 2000) || '号'",
        "code_basis": "'given'",
        "place_level": "'point'",
        "place_uncertainty_m": "0",
        "district_basis": "'point'",
        "opened": "make_date(opened, 6, 1)",
        "closed": "CASE WHEN closed > 0 THEN make_date(closed, 6, 1) END",
        "flags": "0",
        **{name: name for name in columns if name not in ("opened", "closed")},
    }
    cells = ", ".join(
        f"({given.get(column.name, 'NULL')})::{column.type} AS {column.name}" for column in COLUMNS
    )
    run(
        [copied(f"SELECT {cells} FROM made", path)],
        spill=path.parent,
        tables={"made": columns},
    )


def atlas_of(folder: Path, rows: int) -> Register:
    """Make an atlas with a register of so many rows."""
    pipeline.build(PACK, folder, recorded_at="2026-11-22T00:00:00")
    before = store.read_pointer(folder)
    with store.writing(folder):
        snapshot, texts = pipeline.contents(folder, before)
        districts = AreaIndex.of(
            [row.code for row in snapshot.district], [row.geometry for row in snapshot.district]
        )
        register = replace(PLAIN, rows=rows, usable=rows, placed=rows, version=f"{rows:012d}")
        made(register_folder(folder, register), rows, districts)
        pipeline.write(
            folder,
            before,
            register_rows(snapshot, texts, [*snapshot.register, register]),
            city=before.city,
            inputs=before.inputs,
            recorded_at="2026-11-22T00:00:01",
            what="register bench",
        )
        start = time.perf_counter()
        prepare(register_folder(folder, register), register, snapshot.park)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(f"cubes of {rows:,} rows: {time.perf_counter() - start:.1f} s, peak {peak:.2f} GB")
    return register


PLAIN = Register(
    id="bench",
    version="",
    name=Name("基准名录", "Benchmark register"),
    source="bench",
    publisher="",
    licence="CC0-1.0",
    url=None,
    synthetic=True,
    layout="mapping",
    file="bench",
    sha256="0" * 64,
    scheme=SCHEME,
    coordinate_system="WGS-84",
    coordinate_basis="stated",
    as_of="2023-12-31",
    value_kind="revenue",
    value_unit="CNY",
    rows=0,
    usable=0,
    placed=0,
    quality=(),
    mapping=(),
    recorded_at="2026-11-22T00:00:00",
    recorded_by="bench",
)

VIEWS = (
    "map/grid",
    "map/hexes?res=6",
    "map/cells?res=6&measure=count",
    "map/areas?level=district",
    "map/cells?res=6&measure=lq&code=39",
    "map/cells?res=7&measure=lq&code=3973",
    "map/hexes?res=8",
    "map/cells?res=8&measure=lq&code=C",
    "map/cells?res=9&measure=count",
    "map/cells?res=9&measure=lq&code=C",
    "map/cells?res=8&measure=growth&code=65",
    "map/areas?level=district&code=39&measure=lq",
    "map/areas?level=park&code=39&measure=lq",
    "map/areas/district/310115",
    "map/points/14/13724/6696",
    "map/points/15/27450/13393?code=39",
    "establishments/765432",
)


def run_all(rows: int) -> None:
    """Print the times of making cubes and of each view."""
    from fastapi.testclient import TestClient

    from saidao.web.app import create_app

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "atlas"
        atlas_of(folder, rows)
        with TestClient(create_app(folder, date(2026, 11, 22))) as client:
            start = time.perf_counter()
            client.get("/api/registers").raise_for_status()
            print(f"opening the atlas: {1000 * (time.perf_counter() - start):.0f} ms")
            print(f"{'view':45} {'cold ms':>8} {'warm ms':>8} {'kB sent':>8}")
            for view in VIEWS:
                times = []
                for _ in range(4):
                    start = time.perf_counter()
                    response = client.get(f"/api/{view}")
                    times.append(1000 * (time.perf_counter() - start))
                response.raise_for_status()
                sent = response.headers.get("content-length", 0)
                kb = int(sent) / 1000
                print(f"{view:45} {times[0]:8.1f} {min(times[1:]):8.1f} {kb:8.1f}")


if __name__ == "__main__":
    run_all(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)
