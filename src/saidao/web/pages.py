"""The built front end: its files, and one page for every address of the app."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

__all__ = ["STATIC", "assets", "install"]

STATIC = Path(__file__).parent / "static"

NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Saidao: the pages are not built</title>
<h1>The pages are not built</h1>
<p>The API answers under <a href="api/info">api/info</a>. To see the pages, run
<code>uv sync --reinstall-package saidao</code> in the checkout and start again.</p>
<p lang="zh">网页尚未构建；接口可用。请在代码目录运行上面的命令后重新启动。</p>
</html>
"""


IMMUTABLE = "public, max-age=31536000, immutable"

TEXT = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
"""Assets that shrink, with their media types, which a system may not know."""


def assets(static: Path) -> Callable[[str], bytes | None]:
    """Return what finds an asset of the front end, compressed once for as long as it lives.

    The names of assets hold the hash of their content, so what was compressed stays right; a
    megabyte of script takes longer to compress than to send.
    """
    held: dict[str, bytes] = {}

    def asset(name: str) -> bytes | None:
        """Return the compressed bytes of ``assets/name``, or None where there are none."""
        if name not in held:
            path = static / "assets" / name
            if Path(name).name != name or path.suffix not in TEXT or not path.is_file():
                return None
            held[name] = gzip.compress(path.read_bytes(), 6, mtime=0)
        return held[name]

    return asset


def front_page(static: Path) -> Callable[[], bytes | None]:
    """Return what reads the app's one page, again only where it was built anew."""
    index = static / "index.html"
    held: dict[int, bytes] = {}

    def page() -> bytes | None:
        """Return the page, or None where the front end is not built."""
        try:
            built = index.stat().st_mtime_ns
            if built not in held:
                held.clear()
                held[built] = index.read_bytes()
        except FileNotFoundError:
            return None
        return held[built]

    return page


def install(app: FastAPI, static: Path) -> None:
    """Serve the files of `static`; any other path outside the API gets the app's page."""
    front = front_page(static)
    files = StaticFiles(directory=static, check_dir=False)
    app.state.static, app.state.asset = static, assets(static)
    asset = app.state.asset

    @app.get("/{path:path}", include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404, f"no such resource: /{path}")
        if path.startswith("assets/") and "gzip" in request.headers.get("accept-encoding", ""):
            body = asset(path.removeprefix("assets/"))
            if body is not None:
                headers = {
                    "Cache-Control": IMMUTABLE,
                    "Content-Encoding": "gzip",
                    "Vary": "Accept-Encoding",
                }
                return Response(body, media_type=TEXT[Path(path).suffix], headers=headers)
        if path and not any(part.startswith(".") for part in path.split("/")):
            try:
                response = await files.get_response(path, request.scope)
            except HTTPException as error:
                # An address with a suffix is a file that is missing; one without is a
                # page of the app, which finds its own way from the address.
                if error.status_code != 404 or Path(path).suffix:
                    raise
            else:
                hashed = path.startswith("assets/")
                response.headers["Cache-Control"] = IMMUTABLE if hashed else "no-cache"
                return response
        body = front()
        if body is None:
            return HTMLResponse(NOT_BUILT, status_code=503)
        return HTMLResponse(body, headers={"Cache-Control": "no-cache"})
