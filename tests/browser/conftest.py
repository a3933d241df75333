"""A real Chromium on the real server with the Shanghai atlas."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from saidao.web.pages import STATIC

WIDE, NARROW = (1440, 900), (390, 844)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; drawing in software, because a server has no graphics card."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(shanghai: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of `saidao serve` with an atlas built from the Shanghai pack."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the front end is not built (SAIDAO_SKIP_FRONTEND?)")
    atlas = tmp_path_factory.mktemp("browser") / "atlas"
    saidao = [sys.executable, "-m", "saidao"]
    subprocess.run([*saidao, "build", str(shanghai), "-o", str(atlas)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(
        [*saidao, "serve", str(atlas), "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        try:
            wait_for(address + "api/info", process)
            yield address
        finally:
            process.terminate()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    """Return when `url` answers."""
    for _ in range(200):
        if process.poll() is not None:
            raise RuntimeError(f"saidao serve left with {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


@dataclass
class Opened:
    """A page with what it complained of and what it asked of other hosts."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def go(self, place: str) -> Page:
        """Open a place of the app, such as ``ledger?lang=en``, and wait for its content."""
        self.page.goto(f"{self.address}#/{place}")
        self.page.locator("main h1").first.wait_for()
        self.page.wait_for_load_state("networkidle")
        return self.page


Open = Callable[..., Opened]


@pytest.fixture
def browse(chromium: Browser, server: str) -> Iterator[Open]:
    """Open pages of a given size and theme; each in a context of its own."""
    contexts = []

    def opened(size: tuple[int, int] = WIDE, theme: str = "light") -> Opened:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,  # type: ignore[arg-type]
            locale="zh-CN",
            reduced_motion="reduce",
        )
        contexts.append(context)
        found = Opened(context.new_page(), server)

        def seen(request: Request) -> None:
            url = urlsplit(request.url)
            if url.scheme in {"http", "https", "ws", "wss"} and url.hostname != "127.0.0.1":
                found.outside.append(request.url)

        context.on("request", seen)
        found.page.on(
            "console",
            lambda message: (
                found.complaints.append(message.text) if message.type == "error" else None
            ),
        )
        found.page.on("pageerror", lambda error: found.complaints.append(str(error)))
        return found

    yield opened
    for context in contexts:
        context.close()
