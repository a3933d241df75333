"""Fetches one page that the user names: bounded, and never led into a private network.

Only the address that the user gave may be a private one; a redirect may stay on that
host or lead to public addresses. Names are resolved here and the connection goes to the
address that was checked, so that a name cannot point elsewhere a moment later.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from urllib.parse import SplitResult, urljoin, urlsplit

from saidao.errors import DocumentError

__all__ = ["fetch", "is_address"]

MOST_REDIRECTS = 5
MOST_BYTES = 64_000_000
SECONDS_TO_CONNECT = 15.0
SECONDS_IN_ALL = 120.0
PIECE = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGENT = "saidao"


def is_address(source: str) -> bool:
    """Return whether a source is a web address and not a path."""
    return source.startswith(("http://", "https://"))


def fetch(url: str) -> tuple[bytes, str]:
    """Return the bytes behind an address, and the address that they came from in the end.

    Raises
    ------
    DocumentError
        If it cannot be reached, answers with an error, is too large or too slow, or
        leads to a private address.
    """
    deadline = time.monotonic() + SECONDS_IN_ALL
    first = _parts(url, url)
    at, parts = url, first
    for _ in range(MOST_REDIRECTS + 1):
        may_be_private = (parts.hostname, parts.port) == (first.hostname, first.port)
        status, moved, data = _get(parts, url, deadline, may_be_private=may_be_private)
        if status in REDIRECTS and moved:
            at = urljoin(at, moved)
            parts = _parts(at, url)
            continue
        if status != 200:
            raise DocumentError(url, f"the server answers {status}")
        return data, at
    raise DocumentError(url, f"redirects more than {MOST_REDIRECTS} times")


def _parts(at: str, url: str) -> SplitResult:
    """Return the parts of an address that may be fetched."""
    try:
        parts = urlsplit(at)
        valid = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port  # raises for a port that is none
    except ValueError:
        valid = False
    if not valid:
        raise DocumentError(url, f"leads to {at[:200]}, which is no web address")
    return parts


def _resolve(host: str, port: int, url: str, *, may_be_private: bool) -> str:
    """Return the IP address to connect to."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise DocumentError(url, f"the host {host} is not known; is the network off?") from None
    addresses = [str(item[4][0]) for item in found]
    if not may_be_private:
        for address in addresses:
            if not ipaddress.ip_address(address.partition("%")[0]).is_global:
                raise DocumentError(url, f"redirects to {host}, which is a private address")
    return addresses[0]


def _get(
    parts: SplitResult, url: str, deadline: float, *, may_be_private: bool
) -> tuple[int, str | None, bytes]:
    """Return the status, the place it moved to, and the body of one answer."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _resolve(host, port, url, may_be_private=may_be_private)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_CONNECT)
    try:
        sock = socket.create_connection((address, port), timeout=SECONDS_TO_CONNECT)
        if parts.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        connection.sock = sock
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(
            "GET",
            path.encode("ascii", "backslashreplace").decode() if path.isascii() else _quoted(path),
            headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"},
        )
        answer = connection.getresponse()
        if answer.status in REDIRECTS:
            return answer.status, answer.getheader("Location"), b""
        return answer.status, None, _body(answer, url, deadline)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        raise DocumentError(url, f"cannot be fetched: {reason}") from None
    finally:
        connection.close()


def _quoted(path: str) -> str:
    """Return a path whose characters beyond ASCII are escaped."""
    return "".join(
        c if c.isascii() else "".join(f"%{byte:02X}" for byte in c.encode("utf-8")) for c in path
    )


def _body(answer: http.client.HTTPResponse, url: str, deadline: float) -> bytes:
    """Return the body of an answer, within bounds of size and time."""
    if answer.getheader("Content-Encoding", "identity").lower() not in ("identity", ""):
        raise DocumentError(url, "is sent packed although it was asked for plain")
    pieces: list[bytes] = []
    size = 0
    while True:
        piece = answer.read(PIECE)
        if not piece:
            return b"".join(pieces)
        size += len(piece)
        pieces.append(piece)
        if size > MOST_BYTES:
            raise DocumentError(url, f"is larger than {MOST_BYTES // 1_000_000} MB")
        if time.monotonic() > deadline:
            raise DocumentError(url, f"takes longer than {SECONDS_IN_ALL:.0f} s to fetch")
