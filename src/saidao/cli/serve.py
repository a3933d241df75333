"""``saidao serve OUT``: show an atlas in the browser."""

from __future__ import annotations

import errno
import ipaddress
import socket
import threading
import webbrowser
from pathlib import Path

import uvicorn

from saidao.cli.progress import console
from saidao.cli.user import user_name
from saidao.errors import InvalidInput
from saidao.web.app import create_app


def serve(
    atlas: Path,
    *,
    port: int | None = None,
    host: str = "127.0.0.1",
    browser: bool = True,
    allow_review: bool | None = None,
) -> None:
    """Show an atlas in the browser, until Ctrl-C.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    port
        Port to listen on; any free one where it is not given.
    host
        Address to listen on. Other machines can reach it only if you choose another.
    browser
        Whether to open a browser.
    allow_review
        Whether visitors may decide on reviews. By default only where no other machine can
        reach the server.
    """
    from saidao.atlas import Atlas

    Atlas.open(atlas).close()  # A folder that is no atlas is said before a server starts.
    show(atlas, port=port, host=host, browser=browser, allow_review=allow_review)


def is_loopback(host: str) -> bool:
    """Return whether only this machine can reach an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def show(
    atlas: Path, *, port: int | None, host: str, browser: bool, allow_review: bool | None = None
) -> None:
    """Serve an atlas and say where."""
    app = create_app(
        atlas,
        allow_review=is_loopback(host) if allow_review is None else allow_review,
        host=host,
        user=user_name(),
    )
    with listening(host, port) as listener:
        number = listener.getsockname()[1]
        shown_host = f"[{host}]" if ":" in host else host
        address = f"http://{shown_host}:{number}/"
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        console.print(f"Saidao: {address}  (Ctrl-C to stop)", soft_wrap=True)
        if browser:
            # The socket listens already, so the page waits for the server, never fails.
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
        try:
            server.run(sockets=[listener])
        except KeyboardInterrupt:
            # uvicorn passes the signal on when it has ended its work; that is no error.
            return


def listening(host: str, port: int | None) -> socket.socket:
    """Return a socket that listens, on any free port where none is given.

    Raises
    ------
    InvalidInput
        If the port is in use or the address is not this machine's.
    """
    if port is not None and not 0 <= port <= 65535:
        raise InvalidInput("--port", str(port), "a number from 0 to 65535")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port or 0))
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise InvalidInput(
                "--port", f"{port}, which is in use", "a free port, or none to have one chosen"
            ) from None
        if error.errno == errno.EACCES:
            raise InvalidInput(
                "--port", f"{port}, which this user may not use", "a port above 1023"
            ) from None
        raise InvalidInput("--host", repr(host), "an address of this machine") from None
    return listener
