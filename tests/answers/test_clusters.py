"""Clusters of a small register: evidence by hand, size classes, promised tiers, members."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from shapely.geometry import Point, shape
from tests.cities import build
from tests.indicators.registers import add_register

from saidao.answers.clusters import clustered_industries, clusters
from saidao.answers.registers import cubes_of
from saidao.answers.shapes.clusters import ClustersView
from saidao.answers.views import region_name
from saidao.atlas import Atlas
from saidao.errors import NotFound
from saidao.indicators.clusters import clusters_of
from saidao.indicators.selection import Selection
from saidao.store import Snapshot
from saidao.web.app import create_app

TODAY = date(2031, 2, 1)
GBT = "GB/T 4754-2017"
YARDS, OTHERS = 24, 160


def yard_rows(**each: Any) -> list[dict[str, Any]]:
    """Return 24 builders of ships' parts on one quay and 4 elsewhere among 150 of software and 10 of research.

    A row lies 5 km from the next; those of the quay some 150 m apart, half of
    them opened in 2021.
    """
    rows: list[dict[str, Any]] = []
    for k in range(OTHERS):
        east, north = k % 16, k // 16
        code = "7310" if east == 15 else "6513"
        rows.append({"code": code, "lon": 10.1 + 0.05 * east, "lat": 50.2 + 0.05 * north})
    for k in range(4):
        rows.append({"code": "3734", "lon": 10.12 + 0.2 * k, "lat": 50.62 - 0.1 * k})
    for k in range(YARDS):
        rows.append(
            {
                "code": "3734",
                "lon": 10.396 + 0.002 * (k % 5),
                "lat": 50.397 + 0.0015 * (k // 5),
                "town": "北镇",
                "opened": "2021-03-01" if k % 2 else "2008-03-01",
            }
        )
    return [
        {
            "establishment": str(number),
            "name": f"示例 {number}",
            "code_basis": "given",
            "district": "990101" if row["lon"] < 10.6 else "990102",
            "district_basis": "point",
            "employees": 100.0,
            "opened": "2005-01-01",
            **row,
            **each,
        }
        for number, row in enumerate(rows)
    ]


def atlas_with(folder: Path, rows: list[dict[str, Any]], **manifest: Any) -> Path:
    """Return the atlas of the invented city with a register of these rows."""
    build(folder / "out")
    add_register(folder / "out", rows, **manifest)
    return folder / "out"


def coded(snapshot: Snapshot) -> Snapshot:
    """Return the city with codes for its ocean industry: ships' parts, half of research."""
    industries = tuple(
        replace(row, codes=((f"{GBT}:373", 1.0), (f"{GBT}:73", 0.5)), codes_basis="estimate")
        if row.id == "ocean"
        else row
        for row in snapshot.industry
    )
    return replace(snapshot, industry=industries, answered={})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas whose register is made up and knows a revenue of a billion for each."""
    return atlas_with(tmp_path_factory.mktemp("city"), yard_rows(value=1e9), synthetic=True)


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Snapshot:
    with Atlas.open(folder) as atlas:
        return coded(atlas.snapshot)


@pytest.fixture(scope="module")
def found(snapshot: Snapshot, folder: Path) -> ClustersView:
    return clusters(snapshot, folder, TODAY, code="3734")


def test_the_quay_is_the_one_cluster(found: ClustersView) -> None:
    (quay,) = found.clusters
    assert (found.control, found.establishments, found.unplaced) == (188, 28, 0)
    assert quay.cases >= YARDS
    assert quay.establishments == quay.cases
    assert quay.expected == pytest.approx(28 * quay.sites / 188)
    outside = (28 - quay.cases) / (188 - quay.sites)
    if quay.relative_risk is not None:
        assert quay.relative_risk == pytest.approx(quay.cases / quay.sites / outside)
    assert quay.relative_risk_low > 2
    assert quay.p <= 0.01
    assert quay.employees == 100 * quay.cases
    assert shape(quay.outline).covers(Point(10.40, 50.40))
    assert f"{quay.cases:g} (by shares) among {quay.sites}" in quay.how.en


def test_a_cluster_is_named_for_its_place(
    found: ClustersView, snapshot: Snapshot, folder: Path
) -> None:
    (quay,) = found.clusters
    assert [id for id, _, _ in quay.parks] == ["pilot-quay"]
    district = region_name(snapshot, "990101")
    assert quay.name.zh.startswith(f"{district.zh}北镇")
    named = clusters(snapshot, folder, TODAY, industry="ocean")
    park = next(one for one in snapshot.park if one.id == "pilot-quay")
    assert any(one.name.zh.startswith(f"{park.name.zh}一带") for one in named.clusters)


def test_a_cluster_grew_by_those_that_opened(found: ClustersView) -> None:
    (quay,) = found.clusters
    assert found.dated
    assert quay.change == "grew"
    assert quay.before is not None
    # Half of the quay was there before; bounds may take in one more beside it.
    assert YARDS // 2 <= quay.before <= YARDS // 2 + 1


def test_a_tier_by_the_value_of_the_register(found: ClustersView) -> None:
    (quay,) = found.clusters
    assert (quay.tier.basis, quay.tier.tier) == ("value", 1e10)
    assert quay.tier.amount == 1e9 * quay.cases
    assert quay.tier.name is not None
    assert quay.tier.name.zh == "百亿级"


def test_no_tier_without_value_and_one_by_proxy_with_a_published_figure(
    tmp_path: Path,
) -> None:
    folder = atlas_with(tmp_path, yard_rows(), value_kind="", value_unit="")
    with Atlas.open(folder) as atlas:
        plain = coded(atlas.snapshot)
        (quay,) = clusters(plain, folder, TODAY, code="3734").clusters
        assert (quay.tier.basis, quay.tier.tier, quay.tier.amount) == ("none", None, None)
        assert "No size class" in quay.tier.how.en
        row = replace(
            plain.observation[0],
            id="revenue-each",
            indicator="revenue-per-employee",
            industry="ocean",
            value=2e6,
            period="2023",
            quality="published",
        )
        told = replace(plain, observation=(*plain.observation, row), answered={})
        view = clusters(told, folder, TODAY, industry="ocean")
        quay = max(view.clusters, key=lambda one: one.employees)
        yards = 100 * 24
        assert quay.tier.basis == "proxy"
        assert quay.tier.amount is not None
        # Only codes that belong to the industry whole take its figure; half of research none.
        assert quay.tier.amount % 2e8 == 0
        assert quay.tier.amount >= 2e6 * yards
        assert quay.tier.tier == 1e9
        assert quay.tier.source is not None
        assert "proxy" in quay.tier.how.en
        (promise,) = view.promised
        assert promise.basis == "proxy"
        assert promise.measured == 0


def test_promised_tiers_stand_beside_measured_ones(
    snapshot: Snapshot, found: ClustersView, folder: Path
) -> None:
    assert found.promised == ()
    view = clusters(snapshot, folder, TODAY, industry="ocean")
    (promise,) = view.promised
    assert (promise.tier, promise.promised, promise.basis) == (1e10, 2.0, "value")
    amounts = [one.tier.amount or 0 for one in view.clusters]
    assert promise.measured == sum(1e10 <= one < 1e11 for one in amounts)
    assert "does not say what bounds a cluster" in promise.reason.en


def test_what_was_made_is_kept_and_read_again(snapshot: Snapshot, folder: Path) -> None:
    cubes = cubes_of(snapshot, folder, None)
    selection = Selection("code", "3734", ("3734",), (1.0,))
    first = clusters_of(cubes, selection)
    made = (cubes.parts[0].parent / "clusters").glob("*.json")
    kept = max(made, key=lambda file: file.stat().st_mtime_ns)
    assert clusters_of(cubes, selection) == first
    kept.write_text("{", encoding="utf-8")
    # A broken file is made again.
    assert clusters_of(cubes, selection) == first


def test_everything_and_what_is_not_there_have_no_clusters(
    snapshot: Snapshot, folder: Path
) -> None:
    assert clusters(snapshot, folder, TODAY).clusters == ()
    none = clusters(snapshot, folder, TODAY, code="0111")
    assert (none.clusters, none.establishments, none.p) == ((), 0, 1.0)
    with pytest.raises(NotFound):
        clusters(snapshot, folder, TODAY, industry="moon")


def test_industries_pass_at_the_rate_of_false_discoveries(snapshot: Snapshot, folder: Path) -> None:
    found = clustered_industries(snapshot, folder)
    assert found.false_discovery_rate == 0.05
    ocean = next(one for one in found.industries if one.id == "ocean")
    assert ocean.p is not None
    # The only industry with codes: its own p decides.
    assert ocean.passes is (ocean.p <= 0.05)
    bare = next(one for one in found.industries if one.id == "drones")
    assert (bare.p, bare.passes, bare.clusters) == (None, None, None)
    assert bare.missing is not None


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(folder, TODAY), raise_server_exceptions=False) as opened:
        yield opened


def test_members_say_that_they_are_synthetic(client: TestClient) -> None:
    (quay,) = client.get("/api/clusters?code=3734").json()["clusters"]
    response = client.get(f"/api/clusters/{quay['id']}/members.csv?code=3734")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert len(rows) == quay["establishments"]
    assert {row["synthetic"] for row in rows} == {"yes"}
    assert {row["code"] for row in rows} == {"3734"}
    assert {float(row["share"]) for row in rows} == {1.0}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/clusters?industry=moon", 404),
        ("/api/clusters?code=99999", 422),
        ("/api/clusters?code=' OR 1=1 --", 422),
        ("/api/clusters?code=3734&industry=ocean", 422),
        ("/api/clusters?code=3734&register=none", 404),
        ("/api/clusters/c0/members.csv?code=3734", 404),
        ("/api/clusters/c1/members.csv", 404),
        (f"/api/clusters/{'c' * 50}/members.csv?code=3734", 422),
        ("/api/clusters/c1/members.csv?code=3734&limit=0", 422),
    ],
)
def test_hostile_requests_get_problems(client: TestClient, address: str, status: int) -> None:
    response = client.get(address)
    assert response.status_code == status, response.text
    assert response.headers["content-type"].startswith("application/problem+json")
