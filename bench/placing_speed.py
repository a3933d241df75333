"""How fast establishments are placed: each kernel beside the obvious way, in one process.

The points are drawn about the middle of Shanghai and the addresses made of its districts and
made-up roads. Processor time of all threads together, so that other work on the machine counts
for little; what counts is the ratio.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import h3.api.basic_int as h3
import numpy as np
import shapely
from shapely.geometry import shape

from bench import plain_datums
from saidao.register.placing.addresses import AddressReader
from saidao.register.placing.cells import h3_cells
from saidao.register.placing.conversion import from_wgs84, to_wgs84
from saidao.register.placing.districts import AreaIndex
from saidao.register.placing.gazetteer import Gazetteer

POINTS = 2_000_000
FEWER = 200_000
"""For what takes one point at a time."""
DISTRICTS = Path(__file__).parents[1] / "packs" / "shanghai" / "districts.geojson"


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of the quicker of two runs."""
    times = []
    for _ in range(2):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def told(what: str, fast: float, many: int, obvious: str, slow: float, few: int) -> None:
    """Print a line: seconds for ten million, and how much more the obvious way takes."""
    each, other = fast / many, slow / few
    print(f"{what:22} {each * 1e7:6.1f} CPU s per 10 M   {other / each:6.1f} times {obvious}")


def run() -> None:
    """Print the table."""
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f}; {POINTS:,} points")
    features = json.loads(DISTRICTS.read_text(encoding="utf-8"))["features"]
    codes = [feature["id"] for feature in features]
    geometries = [feature["geometry"] for feature in features]
    index = AreaIndex.of(codes, geometries)
    rng = np.random.default_rng(0)
    lon, lat = rng.normal(121.45, 0.25, POINTS), rng.normal(31.2, 0.18, POINTS)
    for system, obvious in (
        ("GCJ-02", plain_datums.gcj02_to_wgs84),
        ("BD-09", plain_datums.bd09_to_wgs84),
    ):
        x, y = from_wgs84(lon, lat, system)
        to_wgs84(x[:9], y[:9], system)
        fast = seconds(lambda x=x, y=y, s=system: to_wgs84(x, y, s))  # type: ignore[misc]
        few_x, few_y = x[:FEWER], y[:FEWER]
        slow = seconds(lambda f=obvious, x=few_x, y=few_y: f(x, y))  # type: ignore[misc]
        told(f"{system} to WGS-84", fast, POINTS, "numpy", slow, FEWER)
    fast = seconds(lambda: index.locate(lon, lat))
    tree = shapely.STRtree([shape(geometry) for geometry in geometries])
    points = shapely.points(lon[:FEWER], lat[:FEWER])
    slow = seconds(lambda: tree.query(points, predicate="intersects"))
    told("district of a point", fast, POINTS, "shapely's STRtree", slow, FEWER)
    h3_cells(lon[:9], lat[:9])
    fast = seconds(lambda: h3_cells(lon, lat))
    pairs = list(zip(lat[:FEWER].tolist(), lon[:FEWER].tolist(), strict=True))
    slow = seconds(lambda: [h3.latlng_to_cell(a, b, 9) for a, b in pairs])
    told("H3 cell of a point", fast, POINTS, "the h3 library", slow, FEWER)
    _addresses(index, [feature["properties"]["name_zh"] for feature in features], rng)


def _addresses(index: AreaIndex, names: list[str], rng: np.random.Generator) -> None:
    """Print how many addresses are read and placed a second, on one processor."""
    reader = AddressReader.of(
        {code: [name] for code, name in zip(index.codes, names, strict=True)}, city=["上海市"]
    )
    signs = "长江黄河东海南山北川西林青石金水明月春风平安"
    roads = ["".join(rng.choice(list(signs), 3)) + "路" for _ in range(3000)]
    at, district = rng.integers(0, len(roads), POINTS), rng.integers(0, len(names), POINTS)
    number = rng.integers(1, 3000, POINTS)
    columns = zip(district.tolist(), at.tolist(), number.tolist(), strict=True)
    addresses = [f"上海市{names[d]}{roads[r]}{n}号" for d, r, n in columns]
    start = time.process_time()
    parsed = reader.parse(addresses)
    middle = time.process_time()
    heads = len(parsed.addresses)
    rate = POINTS / (middle - start)
    print(f"addresses taken apart  {rate:12,.0f} a second, {heads:,} distinct before the number")
    lon, lat = rng.normal(121.45, 0.25, POINTS), rng.normal(31.2, 0.18, POINTS)
    start = time.process_time()
    gazetteer = Gazetteer.of_districts(index).learned(parsed, lon, lat)
    middle = time.process_time()
    gazetteer.place(parsed).of_rows(parsed.head)
    end = time.process_time()
    print(f"places learned         {POINTS / (middle - start):12,.0f} rows a second")
    print(f"addresses placed       {POINTS / (end - middle):12,.0f} rows a second")
