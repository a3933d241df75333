"""Addresses: bounded, and never led into a private network."""

from __future__ import annotations

import contextlib
import gzip
import http.server
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest

from saidao.documents import fetching, read_url
from saidao.errors import DocumentError

PAGE = "<html><body><p>到2028年，港口吞吐量达到9亿吨，新建泊位12个。</p></body></html>"

BOMB = gzip.compress(bytes(20_000_000))


class Pages(http.server.BaseHTTPRequestHandler):
    """Serves a page, redirects, and one answer that never ends."""

    def do_GET(self) -> None:
        path = self.path
        if path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", path.removeprefix("/to/"))
            self.end_headers()
        elif path == "/missing":
            self.send_error(404)
        elif path == "/packed":
            self.answer(gzip.compress(PAGE.encode()), packing="gzip")
        elif path == "/bomb":
            self.answer(BOMB, packing="gzip")
        elif path == "/brotli":
            self.answer(b"?", packing="br")
        elif path == "/broken":
            self.answer(b"no gzip at all", packing="gzip")
        elif path == "/cut":
            self.answer(b"x" * 100, length=5000)
        elif path in ("/slow-body", "/slow-head"):
            if path == "/slow-body":
                self.send_response(200)
                self.send_header("Content-Length", "60000")
                self.end_headers()
            else:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            with contextlib.suppress(OSError):
                for _ in range(200):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
        else:
            body = PAGE.encode() if path.startswith("/plan.html") else b"x" * 5000
            self.send_response(200)
            self.end_headers()
            self.wfile.write(body)

    def answer(self, body: bytes, *, packing: str = "", length: int | None = None) -> None:
        """Send a body as it is."""
        self.send_response(200)
        if packing:
            self.send_header("Content-Encoding", packing)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_page_is_read_and_keeps_its_address(site: str) -> None:
    (document,) = read_url(f"{site}/to//plan.html")
    assert "9亿吨" in document.text
    assert document.id == "plan"
    assert document.metadata.url == f"{site}/plan.html"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/missing", "answers 404"),
        ("/to/file:///etc/passwd", "no web address"),
        ("/to/http://localhost:1/", "private address"),
        ("/to/http://[::1]:1/", "private address"),
        ("/to/http://169.254.169.254/latest", "private address"),
        ("/to//to//to/http://169.254.169.254/latest", "private address"),
        ("/to/http://[::ffff:127.0.0.1]:1/", "private address"),
        ("/to/http://[64:ff9b::a9fe:a9fe]/latest", "private address"),
        ("/to/http://0x7f000001:1/", "private address"),
        ("/to/http://2130706433:1/", "private address"),
        ("/to/http://127.1:1/", "private address"),
        ("/to/http://224.0.0.1/", "private address"),
        ("/brotli", "is sent packed"),
        ("/broken", "cannot be fetched"),
        ("/cut", "ended 4900 bytes before its end"),
        ("/to//to//to//to//to//to//to//plan.html", "redirects more than"),
    ],
)
def test_what_is_not_followed(site: str, path: str, says: str) -> None:
    with pytest.raises(DocumentError, match=says):
        read_url(site + path)


def test_a_page_that_is_too_large_is_given_up(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1000)
    with pytest.raises(DocumentError, match="larger than"):
        read_url(f"{site}/large")


def test_a_packed_page_is_unpacked(site: str) -> None:
    assert "9亿吨" in read_url(f"{site}/packed")[0].text


def test_a_packed_bomb_is_given_up_in_little_memory(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(DocumentError, match="larger than 1 MB"):
            read_url(f"{site}/bomb")
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("path", ["/slow-body", "/slow-head"])
def test_what_drips_in_is_cut_when_time_is_up(
    site: str, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(fetching, "SECONDS_IN_ALL", 0.3)
    begun = time.monotonic()
    with pytest.raises(DocumentError, match="takes longer than"):
        read_url(site + path)
    assert time.monotonic() - begun < 5


def resolving(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Let names resolve to one address after the other, as a hostile DNS may."""
    real = socket.getaddrinfo

    def resolve(host: str, *rest: Any, **named: Any) -> Any:
        known = names.get(host)
        if known is None:
            return real(host, *rest, **named)
        return real(known.pop(0) if len(known) > 1 else known[0], *rest, **named)

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_name_that_resolves_to_a_private_address_is_not_followed(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolving(monkeypatch, {"harbour.example": ["127.0.0.1"]})
    port = site.rpartition(":")[2]
    with pytest.raises(DocumentError, match=r"to harbour\.example, which is a private"):
        read_url(f"{site}/to/http://harbour.example:{port}/plan.html")


def test_a_name_is_resolved_once(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # The second answer points elsewhere, where nobody listens; it must not be asked for.
    port = site.rpartition(":")[2]
    resolving(monkeypatch, {"harbour.example": ["127.0.0.1", "127.0.0.2"]})
    seen: list[str] = []
    real = socket.create_connection

    def connect(address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:
        seen.append(address[0])
        return real(address, *rest, **named)

    monkeypatch.setattr(socket, "create_connection", connect)
    read_url(f"http://harbour.example:{port}/to//plan.html")
    assert seen == ["127.0.0.1", "127.0.0.1"]


def test_an_address_with_spaces_and_chinese(site: str) -> None:
    assert "9亿吨" in read_url(f"{site}/to//plan.html?q=港 口")[0].text


@pytest.mark.parametrize("url", ["http://", "http://a.example:99999/", "http://no.invalid/"])
def test_addresses_that_lead_nowhere(url: str) -> None:
    with pytest.raises(DocumentError):
        read_url(url)
