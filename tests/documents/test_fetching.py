"""Addresses: bounded, and never led into a private network."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from saidao.documents import fetching, read_url
from saidao.errors import DocumentError

PAGE = "<html><body><p>到2028年，港口吞吐量达到9亿吨，新建泊位12个。</p></body></html>"


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
        else:
            body = PAGE.encode() if path == "/plan.html" else b"x" * 5000
            self.send_response(200)
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


@pytest.mark.parametrize("url", ["http://", "http://a.example:99999/", "http://no.invalid/"])
def test_addresses_that_lead_nowhere(url: str) -> None:
    with pytest.raises(DocumentError):
        read_url(url)
