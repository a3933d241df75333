"""Work beside the requests: every answer says how much is still to do."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao.indicators import cubes
from saidao.indicators.selection import Selection
from saidao.web.app import create_app
from saidao.web.measuring import Measuring


def test_work_is_done_once_for_all_who_ask() -> None:
    measuring, done, hold = Measuring(), [], threading.Event()

    def step() -> bool:
        hold.wait(10)
        done.append(threading.current_thread().name)
        return len(done) < 3

    asking = threading.Thread(target=lambda: measuring.ask("a", step))
    asking.start()
    while not measuring._running:
        time.sleep(0.001)
    measuring.ask("a", step)  # Does not wait, and begins nothing more.
    assert len(measuring._running) == 1
    hold.set()
    asking.join(10)
    assert done == ["measuring"] * 3
    assert not measuring._running


def test_what_fails_may_be_asked_for_again() -> None:
    measuring = Measuring()
    asked = []

    def step() -> bool:
        asked.append(1)
        raise OSError("the disk is full")

    measuring.ask("a", step)
    measuring.ask("a", step)
    assert len(asked) == 2


def test_no_step_begins_after_the_end() -> None:
    measuring, steps = Measuring(), []

    def step() -> bool:
        steps.append(1)
        measuring.end()
        return True

    measuring.ask("a", step)
    assert steps == [1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The invented city with a register."""
    atlas = tmp_path / "out"
    build(atlas)
    add_register(atlas, harbour_rows())
    return atlas


@pytest.fixture
def client(folder: Path) -> Iterator[TestClient]:
    """A server of the city."""
    with TestClient(create_app(folder, date(2031, 2, 1))) as opened:
        yield opened


def test_clusters_of_industries_are_answered_before_all_are_known(
    client: TestClient, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from saidao.answers import clusters
    from saidao.web import measuring

    hold, measured = threading.Event(), clusters.measured
    yards = Selection("industry", "ocean", ("3734",), (1.0,))

    def selection(_snapshot: object, _cubes: object, id: str) -> Selection | None:
        """Give one industry of the city a code, which it has not."""
        return yards if id == "ocean" else None

    monkeypatch.setattr(clusters, "selection_of_industry", selection)

    def slow(*asked: object) -> object:
        hold.wait(20)
        return measured(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(clusters, "measured", slow)
    monkeypatch.setattr(measuring, "PATIENCE_S", 0.01)
    address = "/api/clusters/industries"
    first = client.get(address)
    assert first.json()["pending"] == 1
    (ocean,) = (one for one in first.json()["industries"] if one["id"] == "ocean")
    assert (ocean["p"], ocean["passes"], ocean["missing"]["en"]) == (
        None, None, "Not measured yet",
    )  # fmt: skip
    # Nobody may take it for the last word.
    assert first.headers["cache-control"] == "no-store"
    assert "etag" not in first.headers
    assert client.get(address).json()["pending"] == 1
    hold.set()
    until = time.monotonic() + 60
    while (last := client.get(address)).json()["pending"]:
        assert time.monotonic() < until
        time.sleep(0.05)
    (ocean,) = (one for one in last.json()["industries"] if one["id"] == "ocean")
    assert ocean["p"] is not None
    assert "etag" in last.headers
    # The next server finds what was kept, and looks for nothing.
    hold.clear()
    monkeypatch.setattr(clusters, "measured", lambda *_: pytest.fail("measured again"))
    with TestClient(create_app(folder, date(2031, 2, 1))) as opened:
        assert opened.get(address).json() == last.json()


def test_who_waits_for_tables_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hold, begun, build_tables = threading.Event(), threading.Event(), cubes.build

    def slow(*asked: object) -> object:
        begun.set()
        hold.wait(20)
        return build_tables(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(cubes, "build", slow)
    # Not entered: nothing is warmed, the tables are missing until somebody asks.
    client = TestClient(create_app(folder, date(2031, 2, 1)))
    address = "/api/registers/tables"
    visitor = threading.Thread(target=lambda: client.get("/api/registers"))
    visitor.start()
    assert begun.wait(20)
    told = client.get(address)
    hold.set()
    visitor.join(60)
    assert told.json() == {
        "pending": [
            {"name": {"zh": "小名录", "en": "Tiny register"}, "synthetic": False, "rows": 64}
        ]
    }
    assert told.headers["cache-control"] == "no-store"
    assert "etag" not in told.headers
    assert client.get(address).json() == {"pending": []}


def test_without_a_register_no_tables_are_awaited(tmp_path: Path) -> None:
    build(tmp_path / "out")
    client = TestClient(create_app(tmp_path / "out", date(2031, 2, 1)))
    assert client.get("/api/registers/tables").json() == {"pending": []}
