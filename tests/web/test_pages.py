"""The front end's files over HTTP: compressed once, the page anew where it was built anew."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from saidao.web.app import create_app
from saidao.web.kept import Kept
from saidao.web.pages import assets

SCRIPT = "export const words = 'words words words'\n" * 200


@pytest.fixture
def static(tmp_path: Path) -> Path:
    """A front end of one page and one script."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("first", "utf-8")
    (folder / "assets" / "app-1a2b.js").write_text(SCRIPT, "utf-8")
    (folder / "assets" / "picture-3c4d.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.js").write_text("secret", "utf-8")
    return folder


def test_a_script_is_compressed_once(static: Path) -> None:
    client = TestClient(create_app(None, static=static))
    headers = {"Accept-Encoding": "gzip"}
    with client.stream("GET", "/assets/app-1a2b.js", headers=headers) as response:
        sent = b"".join(response.iter_raw())
        assert response.headers["content-encoding"] == "gzip"
        assert response.headers["content-type"].startswith("text/javascript")
        assert "immutable" in response.headers["cache-control"]
        assert response.headers["vary"] == "Accept-Encoding"
        assert response.headers["x-content-type-options"] == "nosniff"
    assert gzip.decompress(sent).decode() == SCRIPT
    (static / "assets" / "app-1a2b.js").unlink()
    assert client.get("/assets/app-1a2b.js", headers=headers).text == SCRIPT


def test_who_cannot_expand_gets_it_as_it_is(static: Path) -> None:
    client = TestClient(create_app(None, static=static))
    response = client.get("/assets/app-1a2b.js", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in response.headers
    assert response.text == SCRIPT


@pytest.mark.parametrize(
    "name", ["picture-3c4d.png", "missing.js", "../../secret.js", "..\\..\\secret.js", ""]
)
def test_only_scripts_and_styles_of_the_folder_are_held(static: Path, name: str) -> None:
    assert assets(static)(name) is None


def test_the_page_is_read_anew_where_it_was_built_anew(static: Path) -> None:
    client = TestClient(create_app(None, static=static))
    assert client.get("/map").text == "first"
    (static / "index.html").write_text("second", "utf-8")
    os.utime(static / "index.html", ns=(1, 1))
    assert client.get("/").text == "second"


def test_an_answer_is_held_until_others_need_its_room() -> None:
    kept = Kept(limit=4)
    kept.put("a", b"12")
    kept.put("b", b"34")
    assert kept.find("a") == b"12"
    kept.put("c", b"5")
    # What was asked for last stays.
    assert (kept.find("a"), kept.find("b"), kept.find("c")) == (b"12", None, b"5")
    kept.put("too large", b"12345")
    assert kept.find("too large") is None
