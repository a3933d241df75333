"""The HTTP API over the invented city: every route, its schema, errors and headers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from tests.cities import ARTICLE, build, write
from tests.indicators.registers import add_register, harbour_rows

from saidao import pipeline
from saidao.web.app import create_app

TODAY = date(2031, 2, 1)
OCEAN = "990000.ocean.size.cny.2030"
PARAMETERS = {
    "commitment_id": OCEAN,
    "document_id": "ocean",
    "park_id": "pilot-quay",
    "industry_id": "ocean",
    "review_id": "review-drone-size-2032",
    "register_id": "tiny",
    "level": "district",
    "area_id": "990101",
    "row": 1,
    "z": 12,
    "x": 2166,
    "y": 1381,
}


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city with an article and a register added."""
    folder = tmp_path_factory.mktemp("harbour")
    build(folder / "out")
    paper = write(folder / "paper.md", ARTICLE)
    pipeline.add(folder / "out", [paper], recorded_at="2031")
    add_register(folder / "out", harbour_rows())
    return folder / "out"


@pytest.fixture(scope="module")
def client(atlas: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client of a server whose front end is one page and one script."""
    static = tmp_path_factory.mktemp("static")
    write(static / "index.html", "<!doctype html><title>app</title>")
    (static / "assets").mkdir()
    write(static / "assets" / "app-1a2b.js", "export {}")
    write(static / ".fingerprint", "secret")
    app = create_app(atlas, TODAY, static=static)
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened


SCHEMA: dict[str, Any] = create_app(None).openapi()
# A cluster needs more establishments than the tiny register has: tests/answers/test_clusters.py.
ELSEWHERE = {"/api/clusters/{cluster_id}/members.csv"}
ROUTES = sorted(
    route
    for route, methods in SCHEMA["paths"].items()
    if "get" in methods and route not in ELSEWHERE
)


def address(route: str) -> str:
    """Return a route with its parameters filled in."""
    return route.format(**PARAMETERS)


def conforms(value: Any, schema: dict[str, Any], where: str = "") -> None:
    """Check a value against the part of JSON Schema that the API uses."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        conforms(value, SCHEMA["components"]["schemas"][name], where)
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            with suppress(AssertionError):
                conforms(value, option, where)
                break
        else:
            raise AssertionError(f"{where}: {value!r} is none of {schema['anyOf']}")
    elif schema.get("type") == "object":
        assert isinstance(value, dict), where
        properties = schema.get("properties", {})
        if properties:
            assert set(value) <= set(properties), where
        assert set(schema.get("required", [])) <= set(value), where
        extra = schema.get("additionalProperties")
        for key, inner in value.items():
            if key in properties:
                conforms(inner, properties[key], f"{where}.{key}")
            elif isinstance(extra, dict):
                conforms(inner, extra, f"{where}.{key}")
    elif schema.get("type") == "array":
        assert isinstance(value, list), where
        kinds = schema.get("prefixItems") or [schema.get("items", {})] * len(value)
        assert len(kinds) == len(value), where
        for number, (inner, kind) in enumerate(zip(value, kinds, strict=True)):
            conforms(inner, kind, f"{where}[{number}]")
    elif "type" in schema:
        kinds = {
            "string": str,
            "integer": int,
            "number": (int, float),
            "boolean": bool,
            "null": type(None),
        }
        assert isinstance(value, kinds[schema["type"]]), f"{where}: {value!r}"


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_keeps_its_schema(client: TestClient, route: str) -> None:
    response = client.get(address(route), params={"q": "海洋"} if "search" in route else {})
    assert response.status_code == 200, response.text
    promised = SCHEMA["paths"][route]["get"]["responses"]["200"]["content"]
    kind = response.headers["content-type"].partition(";")[0]
    assert kind in promised
    if kind == "application/json":
        assert response.json(), "an empty answer would prove nothing"
        conforms(response.json(), promised[kind]["schema"], route)


@pytest.mark.parametrize("route", ROUTES)
def test_every_route_is_cached_by_content(client: TestClient, route: str) -> None:
    first = client.get(address(route))
    again = client.get(address(route), headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(address(route), headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


def test_operations_have_names_tags_and_descriptions() -> None:
    operations = [route for methods in SCHEMA["paths"].values() for route in methods.values()]
    assert len({operation["operationId"] for operation in operations}) == len(operations)
    assert all(operation["tags"] and operation["description"] for operation in operations)


def test_every_reference_in_the_schema_resolves() -> None:
    def references(part: Any) -> Iterator[str]:
        if isinstance(part, dict):
            if "$ref" in part:
                yield part["$ref"]
            for inner in part.values():
                yield from references(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from references(inner)

    names = {reference.rsplit("/", 1)[-1] for reference in references(SCHEMA)}
    assert names <= set(SCHEMA["components"]["schemas"])


def test_fields_that_are_always_sent_are_required() -> None:
    for name, schema in SCHEMA["components"]["schemas"].items():
        if name not in {"Problem", "DecisionGiven"}:
            assert set(schema["required"]) == set(schema["properties"]), name


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/commitments/none", 404),
        ("/api/documents/none", 404),
        ("/api/parks/none", 404),
        ("/api/industries/none", 404),
        ("/api/reviews/none", 404),
        ("/api/none", 404),
        ("/api", 404),
        ("/assets/missing.js", 404),
        ("/api/commitments?limit=0", 422),
        ("/api/commitments?offset=-1", 422),
        ("/api/commitments?sort=colour", 422),
        ("/api/commitments?state=happy", 422),
        ("/api/search?q=" + "x" * 300, 422),
    ],
)
def test_errors_are_problems(client: TestClient, path: str, status: int) -> None:
    response = client.get(path)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "instance"} <= set(body)


def test_a_problem_names_what_is_near(client: TestClient) -> None:
    assert client.get("/api/parks/pilot-key").json()["near"] == ["pilot-quay"]


def test_other_methods_are_problems_too(client: TestClient) -> None:
    response = client.post("/api/info")
    assert response.status_code == 405
    assert response.headers["content-type"] == "application/problem+json"
    assert "GET" in response.headers["allow"]


def test_a_folder_that_is_no_atlas_is_a_problem(tmp_path: Path) -> None:
    client = TestClient(create_app(tmp_path), raise_server_exceptions=False)
    response = client.get("/api/info")
    assert response.status_code == 503
    assert "is not an atlas" in response.json()["detail"]


@pytest.mark.parametrize("path", ["/", "/api/info", "/api/none", "/assets/app-1a2b.js"])
def test_every_response_is_guarded(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_large_answers_are_compressed(client: TestClient) -> None:
    response = client.get("/api/overview", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"


def test_an_answer_that_is_held_is_the_same(client: TestClient) -> None:
    headers = {"Accept-Encoding": "gzip"}
    first, second = (client.get("/api/map", headers=headers) for _ in range(2))
    plain = client.get("/api/map", headers={"Accept-Encoding": "identity"})
    assert first.json() == second.json() == plain.json()
    assert first.headers["etag"] == second.headers["etag"] == plain.headers["etag"]
    assert second.headers["content-encoding"] == "gzip"
    assert second.headers["content-type"] == plain.headers["content-type"]
    assert "content-encoding" not in plain.headers
    assert second.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/", "/ledger", f"/ledger/{OCEAN.split('.')[0]}", "/.fingerprint"]
)
def test_every_address_of_the_app_is_its_page(client: TestClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "<title>app</title>" in response.text
    assert response.headers["cache-control"] == "no-cache"


def test_named_assets_are_kept_for_ever(client: TestClient) -> None:
    response = client.get("/assets/app-1a2b.js")
    assert response.text == "export {}"
    assert "immutable" in response.headers["cache-control"]


@pytest.mark.parametrize("path", ["/../../secret", "/%2e%2e/%2e%2e/secret", "/assets/..%2f..%2fx"])
def test_no_path_leads_out_of_the_front_end(atlas: Path, tmp_path: Path, path: str) -> None:
    write(tmp_path / "secret", "hidden")
    static = tmp_path / "web" / "static"
    (static / "assets").mkdir(parents=True)
    write(static / "index.html", "app")
    response = TestClient(create_app(atlas, static=static)).get(path)
    assert "hidden" not in response.text


def test_without_a_built_front_end_the_page_says_so(atlas: Path, tmp_path: Path) -> None:
    response = TestClient(create_app(atlas, static=tmp_path / "none")).get("/")
    assert response.status_code == 503
    assert "The pages are not built" in response.text


def test_a_new_generation_is_served_without_a_restart(tmp_path: Path) -> None:
    build(tmp_path / "out")
    client = TestClient(create_app(tmp_path / "out", TODAY))
    before = client.get("/api/info")
    paper = write(tmp_path / "paper.md", ARTICLE)
    pipeline.add(tmp_path / "out", [paper], recorded_at="2031")
    after = client.get("/api/info", headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200
    assert after.json()["documents"] == before.json()["documents"] + 1


def test_filters_reach_the_ledger_and_its_exports(client: TestClient) -> None:
    query = {"industry": ["drones", "shipping-services"], "sort": "-value"}
    page = client.get("/api/commitments", params=query).json()
    wanted = [item["id"] for item in page["items"]]
    assert len(wanted) == page["total"] == 2
    text = client.get("/api/export/commitments.csv", params=query).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["id"] for row in rows] == wanted
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/api/export/commitments.xlsx", params=query).content)
    )
    sheet = book.active
    assert sheet is not None
    columns = [cell.value for cell in sheet[1]]
    assert [sheet.cell(row=n, column=1).value for n in (2, 3)] == wanted
    assert sheet.cell(row=2, column=columns.index("value") + 1).value == 3e11


def test_a_document_cannot_put_a_formula_into_a_spreadsheet(tmp_path: Path) -> None:
    build(tmp_path / "out")
    text = (
        "---\ntitle: 目标\ndate: 2026-03\n---\n\n=HYPERLINK到2030年，海港市帆船产值达到20亿元。\n"
    )
    pipeline.add(tmp_path / "out", [write(tmp_path / "evil.md", text)], recorded_at="2031")
    client = TestClient(create_app(tmp_path / "out", TODAY))
    table = client.get("/api/export/commitments.csv").content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    assert any("帆船" in cell for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
