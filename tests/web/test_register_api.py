"""The API of registers: synthetic data says so everywhere, hostile requests get problems."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from fastapi.testclient import TestClient
from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao.web.app import create_app
from saidao.web.arrays import MEDIA_TYPE, packed, unpacked
from saidao.web.kept import Kept

TODAY = date(2031, 2, 1)
SCHEMA: dict[str, Any] = create_app(None).openapi()

DRAWN = {
    "/api/registers": "/api/registers",
    "/api/registers/{register_id}/quality": "/api/registers/tiny/quality",
    "/api/establishments/{row}": "/api/establishments/1",
    "/api/map/grid": "/api/map/grid",
    "/api/map/areas": "/api/map/areas?code=3734",
    "/api/map/areas/{level}/{area_id}": "/api/map/areas/district/990101",
    "/api/map/specialisation": "/api/map/specialisation",
    "/api/parks/{park_id}/facts": "/api/parks/pilot-quay/facts",
    "/api/industries/{industry_id}/state": "/api/industries/ocean/state",
    "/api/key-industries": "/api/key-industries",
    "/api/industry-counts": "/api/industry-counts",
    "/api/clusters": "/api/clusters?code=3734",
    "/api/clusters/industries": "/api/clusters/industries",
    "/api/map/hexes": "/api/map/hexes?res=7",
    "/api/map/cells": "/api/map/cells?res=7&code=3734&measure=lq",
    "/api/map/points/{z}/{x}/{y}": "/api/map/points/12/2166/1381",
    "/api/export/areas.csv": "/api/export/areas.csv",
    "/api/export/areas.xlsx": "/api/export/areas.xlsx",
}
"""Every route that is drawn from a register, with an address of it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with a register that is made up."""
    atlas = tmp_path_factory.mktemp("city") / "out"
    build(atlas)
    add_register(atlas, harbour_rows(), synthetic=True)
    return atlas


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """A client of a server of that atlas."""
    with TestClient(create_app(folder, TODAY), raise_server_exceptions=False) as opened:
        yield opened


def says_synthetic(value: Any) -> bool:
    """Return whether an answer says anywhere that it is synthetic, and nowhere that not."""
    if isinstance(value, dict):
        if "synthetic" in value and value["synthetic"] is not True:
            raise AssertionError("an answer drawn from synthetic data says that it is not")
        return any([value.get("synthetic") is True, *map(says_synthetic, value.values())])
    if isinstance(value, list):
        return True in [says_synthetic(one) for one in value]  # all of them are looked at
    return False


def test_every_route_that_reads_a_register_is_walked() -> None:
    reading = {
        route
        for route, methods in SCHEMA["paths"].items()
        if any(one["name"] == "register" for one in methods.get("get", {}).get("parameters", []))
        or "register" in route
    }
    # Who belongs to a cluster is told of clusters that were found, and tested with them; which
    # tables are awaited is told before anything is drawn (test_measuring.py).
    others = {"/api/clusters/{cluster_id}/members.csv", "/api/registers/tables"}
    assert reading - others == set(DRAWN)


@pytest.mark.parametrize("address", DRAWN.values())
def test_whatever_is_drawn_from_synthetic_data_says_so(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200, response.text
    kind = response.headers["content-type"].partition(";")[0]
    if kind == "application/json":
        assert says_synthetic(response.json())
    elif kind == MEDIA_TYPE:
        assert unpacked(response.content)[0]["synthetic"] is True
    elif kind == "text/csv":
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert rows
        assert all(row["synthetic"] == "yes" for row in rows)
        assert all("synthetic" in row["how_en"] for row in rows)
    else:
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        assert book.sheetnames == ["README", "areas SYNTHETIC"]
        assert "Synthetic data" in str(book["README"]["A1"].value)
        assert book["areas SYNTHETIC"]["B2"].value == "yes"


@pytest.mark.parametrize(
    "address",
    [
        "/api/map/cells?res=3",
        "/api/map/cells?res=10",
        "/api/map/cells?res=seven",
        "/api/map/cells?res=7&measure=beauty",
        "/api/map/cells?res=7&weight=kilos",
        "/api/map/cells?res=7&code=99999",
        "/api/map/cells?res=7&code=' OR 1=1 --",
        "/api/map/cells?res=7&code=3734&industry=ocean",
        "/api/map/points/11/1/1",
        "/api/map/points/16/65536/0",
        "/api/map/points/17/0/0",
        "/api/map/points/12/-1/0",
        "/api/map/points/12/1/1?limit=0",
        "/api/map/points/12/1/1?limit=1000000",
        "/api/map/areas?level=street",
        "/api/map/areas/moon/1",
        "/api/map/areas/district/990101?depth=9",
        "/api/establishments/-1",
        "/api/establishments/x",
        "/api/establishments/99999999999999999999999",
        "/api/map/areas?code=" + "9" * 50,
    ],
)
def test_wrong_values_are_unprocessable(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 422, response.text
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "address",
    [
        "/api/map/grid?register=none",
        "/api/map/cells?res=7&register=../../etc",
        "/api/map/cells?res=7&tile=891f952e5dbffff",
        "/api/map/cells?res=7&tile='",
        "/api/map/cells?res=7&industry=none",
        "/api/map/areas?industry=none",
        "/api/map/areas/district/000000",
        "/api/map/areas/park/none",
        "/api/map/areas/town/990101/none",
        "/api/map/areas/hex/891f952e5dbffff",
        "/api/map/areas/hex/0",
        "/api/map/areas/hex/zzzzzzzzzzzzzzz",
        "/api/map/areas/hex/ffffffffffffffffffffffff",
        "/api/parks/none/facts",
        "/api/industries/none/state",
        "/api/establishments/4611686018427387904",
        "/api/registers/none/quality",
        "/api/registers/..%2f..%2fetc/quality",
    ],
)
def test_what_is_not_there_is_not_found(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404, response.text
    assert response.headers["content-type"] == "application/problem+json"


def test_a_versioned_address_never_changes_and_another_is_asked_again(client: TestClient) -> None:
    key = client.get("/api/map/grid").json()["key"]
    fixed = client.get("/api/map/cells", params={"res": 7, "v": key})
    assert "immutable" in fixed.headers["cache-control"]
    for params in ({"res": 7}, {"res": 7, "v": "old"}):
        loose = client.get("/api/map/cells", params=params)
        assert loose.headers["cache-control"] == "no-cache"
        assert loose.content == fixed.content
        tag = {"If-None-Match": loose.headers["etag"]}
        assert client.get("/api/map/cells", params=params, headers=tag).status_code == 304


def test_arrays_are_compressed_where_the_client_takes_that(client: TestClient) -> None:
    path = "/api/map/hexes?res=9"
    with client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as response:
        assert response.headers["content-encoding"] == "gzip"
        raw = b"".join(response.iter_raw())
    plain = client.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


@pytest.mark.slow
def test_another_register_changes_the_key(tmp_path: Path) -> None:
    build(tmp_path / "out")
    add_register(tmp_path / "out", harbour_rows())
    with TestClient(create_app(tmp_path / "out", TODAY)) as client:
        first = client.get("/api/map/grid").json()["key"]
        add_register(tmp_path / "out", harbour_rows()[:20], version="000000000002")
        grid = client.get("/api/map/grid").json()
        assert grid["key"] != first
        assert grid["levels"][0]["shown"] == 19


def test_an_atlas_without_a_register_still_answers_what_is_planned(tmp_path: Path) -> None:
    build(tmp_path / "out")
    with TestClient(create_app(tmp_path / "out", TODAY)) as client:
        assert client.get("/api/registers").json() == {"default": None, "registers": []}
        state = client.get("/api/industries/ocean/state").json()
        assert state["register"] is None
        assert state["promises"]
        assert client.get("/api/key-industries").status_code == 200
        assert client.get("/api/map/areas").status_code == 404
        assert client.get("/api/map/grid").status_code == 404


@pytest.mark.slow
def test_a_server_loads_what_maps_need_only_where_there_is_a_register(
    folder: Path, tmp_path: Path
) -> None:
    build(tmp_path / "out")
    script = (
        "import sys; from pathlib import Path; from saidao.web.shelf import Shelf;"
        "from saidao.web.app import create_app; from saidao.web.warming import warm;"
        "create_app(None); found = warm(Shelf(Path(sys.argv[1])));"
        "print(found, *sorted({'h3', 'numba', 'scipy'} & set(sys.modules)))"
    )
    for atlas, expected in ((tmp_path / "out", "False"), (folder, "True h3 scipy")):
        done = subprocess.run(
            [sys.executable, "-c", script, str(atlas)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == expected


STRANGE: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "all rows lie elsewhere": ([{"code": "3734", "flags": 128, "lon": 1.0, "lat": 1.0}], {}),
    "no rows": ([], {}),
    "a classification of its own": (
        [{"code": "37x", "district": "990101", "lon": 10.4, "lat": 50.4}] * 12,
        {"scheme": "our own"},
    ),
    "no places, no day": ([{"code": "3734", "district": "990101"}] * 12, {"as_of": None}),
}


@pytest.mark.slow
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_registers_are_answered_for(tmp_path: Path, strange: str) -> None:
    rows, manifest = STRANGE[strange]
    build(tmp_path / "out")
    add_register(tmp_path / "out", rows, **manifest)
    addresses = [one for one in DRAWN.values() if "establishments" not in one]
    addresses = [one.replace("3734", "37") for one in addresses if "clusters" not in one]
    measures = ("count", "lq", "share", "employees", "value", "growth")
    addresses += [f"/api/map/cells?res=9&measure={measure}" for measure in measures]
    addresses += ["/api/map/areas/park/pilot-quay", "/api/map/areas?level=park&measure=growth"]
    with TestClient(create_app(tmp_path / "out", TODAY)) as client:
        for address in addresses:
            assert client.get(address).status_code == 200, address


def test_arrays_stand_where_the_header_says() -> None:
    arrays = {
        "a": np.arange(3, dtype=np.uint8),
        "b": np.arange(4, dtype=np.float32).reshape(2, 2),
        "c": np.array([2**63], np.uint64),
        "d": np.zeros(0, np.uint16),
    }
    data = packed({"name": "海"}, arrays)
    header, found = unpacked(data)
    assert header["name"] == "海"
    assert all(one["offset"] % 8 == 0 for one in header["arrays"])
    for name, values in arrays.items():
        assert found[name].dtype == values.dtype
        assert found[name].tolist() == values.tolist()
    with pytest.raises(ValueError, match="SDA1"):
        unpacked(b"PNG and so on")


def test_the_oldest_answers_go_where_memory_is_full() -> None:
    kept, made = Kept(limit=10), []

    def answer(name: str) -> bytes:
        def make() -> bytes:
            made.append(name)
            return b"x" * 5

        return kept.get(name, make)

    for name in ("a", "b", "a", "c", "a", "b"):
        assert answer(name) == b"xxxxx"
    assert made == ["a", "b", "c", "b"]
    assert len(kept.get("huge", lambda: b"x" * 11)) == 11
