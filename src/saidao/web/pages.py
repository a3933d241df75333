"""The built front end: its files, and one page for every address of the app."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, HTMLResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

__all__ = ["STATIC", "install"]

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


def install(app: FastAPI, static: Path) -> None:
    """Serve the files of `static`; any other path outside the API gets the app's page."""
    files = StaticFiles(directory=static, check_dir=False)

    @app.get("/{path:path}", include_in_schema=False)
    async def page(request: Request, path: str) -> Response:
        if path == "api" or path.startswith("api/"):
            raise HTTPException(404, f"no such resource: /{path}")
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
                response.headers["Cache-Control"] = (
                    "public, max-age=31536000, immutable" if hashed else "no-cache"
                )
                return response
        index = static / "index.html"
        if not index.is_file():
            return HTMLResponse(NOT_BUILT, status_code=503)
        return FileResponse(index, headers={"Cache-Control": "no-cache"})
