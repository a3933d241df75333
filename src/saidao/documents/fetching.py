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
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from saidao.errors import DocumentError

__all__ = ["fetch", "is_address"]

MOST_REDIRECTS = 5
MOST_BYTES = 64_000_000
SECONDS_TO_CONNECT = 15.0
SECONDS_IN_ALL = 120.0
PIECE = 65_536
REDIRECTS = frozenset({301, 302, 303, 307, 308})
AGENT = "saidao"
PLAIN_IN_A_PATH = "!$%&'()*+,-./:;=?@[]_{|}~"
NAT64 = ipaddress.ip_network("64:ff9b::/96")


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
    at, parts = url, _parts(url, url)
    # A name is resolved once: on a second look it could point into a private network.
    known = {_host(parts): _resolve(parts, url, may_be_private=True)}
    for _ in range(MOST_REDIRECTS + 1):
        status, moved, data = _get(parts, known[_host(parts)], url, deadline)
        if status in REDIRECTS and moved:
            at = urljoin(at, moved)
            parts = _parts(at, url)
            if _host(parts) not in known:
                known[_host(parts)] = _resolve(parts, url, may_be_private=False)
            continue
        if status != 200:
            raise DocumentError(url, f"the server answers {status}")
        return data, at
    raise DocumentError(url, f"redirects more than {MOST_REDIRECTS} times")


def _host(parts: SplitResult) -> tuple[str, int]:
    """Return the host and port of an address."""
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


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


def _resolve(parts: SplitResult, url: str, *, may_be_private: bool) -> str:
    """Return the IP address to connect to."""
    host, port = _host(parts)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise DocumentError(url, f"the host {host} is not known; is the network off?") from None
    addresses = [str(item[4][0]) for item in found]
    if not may_be_private and not all(map(_is_public, addresses)):
        raise DocumentError(url, f"redirects to {host}, which is a private address")
    return addresses[0]


def _is_public(address: str) -> bool:
    """Return whether an IP address is one of the public internet.

    Examples
    --------
    >>> [_is_public(a) for a in ("8.8.8.8", "10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False]
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        # Addresses of the sixth version that carry one of the fourth lead to that one.
        inner = ip.ipv4_mapped or ip.sixtofour
        if inner is None and ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast


def _get(
    parts: SplitResult, address: str, url: str, deadline: float
) -> tuple[int, str | None, bytes]:
    """Return the status, the place it moved to, and the body of one answer."""
    host, port = _host(parts)
    connection = http.client.HTTPConnection(host, port, timeout=SECONDS_TO_CONNECT)
    late = f"takes longer than {SECONDS_IN_ALL:.0f} s to fetch"
    try:
        sock = socket.create_connection((address, port), timeout=SECONDS_TO_CONNECT)
        connection.sock = sock
        with _ending(sock, deadline):
            if parts.scheme == "https":
                sock = ssl.create_default_context().wrap_socket(sock, server_hostname=host)
                connection.sock = sock
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request(
                "GET",
                quote(path, safe=PLAIN_IN_A_PATH),
                headers={"User-Agent": AGENT, "Accept-Encoding": "identity", "Accept": "*/*"},
            )
            answer = connection.getresponse()
            if answer.status in REDIRECTS:
                return answer.status, answer.getheader("Location"), b""
            body = _body(answer, url)
        if time.monotonic() > deadline:
            raise DocumentError(url, late)
        return answer.status, None, body
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as problem:
        if time.monotonic() > deadline:
            raise DocumentError(url, late) from None
        reason = getattr(problem, "strerror", None) or str(problem) or type(problem).__name__
        raise DocumentError(url, f"cannot be fetched: {reason}") from None
    finally:
        connection.close()


@contextmanager
def _ending(sock: socket.socket, deadline: float) -> Iterator[None]:
    """Cut a connection when time is up, however slowly its bytes drip in."""

    def cut() -> None:
        with suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    # The handle of the plain socket stays valid below TLS only in a copy.
    sock = sock.dup()
    timer = threading.Timer(max(0.0, deadline - time.monotonic()), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        sock.close()


def _body(answer: http.client.HTTPResponse, url: str) -> bytes:
    """Return the body of an answer, within bounds of size; unpacked if it came packed."""
    packing = answer.getheader("Content-Encoding", "").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise DocumentError(url, f"is sent packed ({packing}) although it was asked for plain")
    unpack = zlib.decompressobj(wbits=47) if packing not in ("", "identity") else None
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(PIECE):
        if unpack is not None:
            # A few bytes may unpack to very many: never more than one beyond the bound.
            piece = unpack.decompress(piece, MOST_BYTES + 1 - size)
        size += len(piece)
        if size > MOST_BYTES:
            raise DocumentError(url, f"is larger than {MOST_BYTES // 1_000_000} MB")
        pieces.append(piece)
    if answer.length:
        raise ConnectionError(f"ended {answer.length} bytes before its end; try again")
    return b"".join(pieces)
