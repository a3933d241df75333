"""Deciding over HTTP: what it does, and who is turned away."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.cities import build

from saidao import store
from saidao.web.app import create_app
from saidao.web.decisions import LONGEST_BODY

ROW = "review-drone-size-2032"
WHERE = f"/api/reviews/{ROW}/decision"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city."""
    folder = tmp_path_factory.mktemp("web-decisions")
    build(folder / "out")
    return folder / "out"


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of it to decide in."""
    return shutil.copytree(built, tmp_path / "out")


def opened(out: Path, **options: Any) -> TestClient:
    """Return a client of a server on this machine."""
    app = create_app(out, date(2031, 2, 1), **({"allow_review": True, "user": "林"} | options))
    return TestClient(app, base_url="http://127.0.0.1:8000", raise_server_exceptions=False)


@pytest.fixture
def client(out: Path) -> Iterator[TestClient]:
    """A client of a server that takes decisions."""
    with opened(out) as one:
        yield one


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of it in which nothing may change: all that is asked there is refused."""
    folder = tmp_path_factory.mktemp("web-refusals")
    build(folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def refusing(firm: Path) -> Iterator[TestClient]:
    """A client of one server for all that is refused; the first answer of a server is dear."""
    with opened(firm) as one:
        yield one


def test_a_decision_is_stored_and_shown(client: TestClient) -> None:
    listed = client.get("/api/reviews").json()
    assert (listed["may_decide"], listed["open"]) == (True, 1)
    given = {"accept": 2, "note": "原文如此", "seen": listed["items"][0]["key"]}
    made = client.post(WHERE, json=given)
    assert made.status_code == 200, made.text
    assert made.json()["decision"]["by"] == "林"
    assert made.headers["cache-control"] == "no-store"
    after = client.get("/api/reviews").json()
    assert (after["open"], after["items"][0]["state"]) == (0, "accepted")
    assert after["items"][0]["decision"] == made.json()["decision"]
    assert client.get("/api/info").json()["content_hash"] == made.json()["content_hash"]
    shown = client.get("/api/commitments/990000.drones.size.cny.2032").json()["summary"]["elected"]
    assert (shown["origin"], shown["cmp"]) == ("review", "=")
    assert shown["decision"] == made.json()["decision"]


def test_correcting_rejecting_and_taking_back(client: TestClient) -> None:
    assert client.post(WHERE, json={"correct": {"value": "900亿"}, "of": 1}).status_code == 200
    assert client.post(WHERE, json={"reject": True, "by": "陈"}).status_code == 200
    assert client.post(WHERE, json={"reopen": True}).status_code == 200
    (review,) = client.get("/api/reviews").json()["items"]
    assert review["state"] == "open"
    assert [(one["action"], one["by"]) for one in review["history"]] == [
        ("correct", "林"),
        ("reject", "陈"),
        ("reopen", "林"),
    ]


def test_a_statement_of_a_document_can_be_decided_on(client: TestClient) -> None:
    span = client.get("/api/documents/ocean").json()["spans"][0]
    where = f"/api/reviews/{span['review_id']}"
    seen = client.get(where).json()
    assert (seen["kind"], seen["state"], seen["start"]) == ("questioned", "open", span["start"])
    given = {"reject": True, "seen": seen["key"]}
    assert client.post(f"{where}/decision", json=given).status_code == 200
    spans = client.get("/api/documents/ocean").json()["spans"]
    assert span["assertion_id"] not in {one["assertion_id"] for one in spans}
    assert client.get(where).json()["state"] == "rejected"


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ({"Origin": "http://evil.example"}, 403, "from our own page"),
        ({"Origin": "http://127.0.0.1:9999"}, 403, "from our own page"),
        ({"Origin": "null"}, 403, "from our own page"),
        ({"Sec-Fetch-Site": "cross-site"}, 403, "another site"),
        ({"Sec-Fetch-Site": "same-site"}, 403, "another site"),
        ({"Host": "evil.example", "Origin": "http://evil.example"}, 403, "address of this machine"),
        ({"Host": ""}, 403, "address of this machine"),
        ({"Content-Type": "text/plain"}, 415, "application/json"),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415, "application/json"),
        ({"Content-Type": ""}, 415, "application/json"),
    ],
)
def test_who_is_turned_away(
    refusing: TestClient, firm: Path, headers: dict[str, str], status: int, words: str
) -> None:
    before = store.read_pointer(firm)
    sent = {"Content-Type": "application/json"} | headers
    response = refusing.post(WHERE, content=b'{"reject": true}', headers=sent)
    assert response.status_code == status
    assert words in response.json()["detail"]
    assert response.headers["content-type"] == "application/problem+json"
    assert store.read_pointer(firm) == before


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"},
        {"Host": "localhost:8000", "Origin": "http://localhost:8000"},
        {"Host": "[::1]:8000", "Origin": "http://[::1]:8000"},
        {},
    ],
)
def test_our_own_page_and_no_page_get_through(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post(WHERE, json={"reject": True}, headers=headers).status_code == 200


def test_a_long_body_is_not_even_read(refusing: TestClient) -> None:
    response = refusing.post(WHERE, json={"note": "x" * LONGEST_BODY, "reject": True})
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "got nothing, expected one of accept"),
        ({"accept": 1, "reject": True}, "got accept, reject"),
        ({"accept": 9}, "a reading from 1 to 2"),
        ({"accept": "one"}, "accept"),
        ({"reject": False}, "reject"),
        ({"correct": {"colour": "red"}}, "colour"),
        ({"correct": {"value": "viel"}}, "a number"),
        ({"reject": True, "seen": "other"}, "look again"),
        ({"reject": True, "by": "x" * 200}, "by"),
        ({"reject": True, "more": 1}, "more"),
    ],
)
def test_decisions_that_cannot_be_are_problems(
    refusing: TestClient, firm: Path, given: dict[str, Any], words: str
) -> None:
    before = store.read_pointer(firm)
    response = refusing.post(WHERE, json=given)
    assert response.status_code == 422
    assert words in response.json()["detail"]
    assert store.read_pointer(firm) == before


def test_a_review_that_is_not_there(refusing: TestClient) -> None:
    response = refusing.post("/api/reviews/nothing/decision", json={"reject": True})
    assert response.status_code == 404


def test_while_another_process_writes(refusing: TestClient, firm: Path) -> None:
    with store.writing(firm):
        response = refusing.post(WHERE, json={"reject": True})
    assert response.status_code == 503
    assert "is writing this atlas" in response.json()["detail"]


def test_a_server_for_others_only_shows(out: Path) -> None:
    with opened(out, allow_review=False) as shown:
        assert shown.get("/api/reviews").json()["may_decide"] is False
        response = shown.post(WHERE, json={"reject": True})
        assert response.status_code == 403
        assert "--allow-review" in response.json()["detail"]


def test_what_may_be_done_here_is_no_other_servers_answer(out: Path) -> None:
    tags = []
    for allowed in (True, False):
        with opened(out, allow_review=allowed) as one:
            tags.append(one.get("/api/reviews").headers["etag"])
    assert tags[0] != tags[1]


def test_a_name_that_the_server_was_given(out: Path) -> None:
    with opened(out, host="atlas.city.example") as one:
        headers = {"Host": "atlas.city.example", "Origin": "http://atlas.city.example"}
        assert one.post(WHERE, json={"reject": True}, headers=headers).status_code == 200
