"""The map of a million establishments in a browser: time to the first hexagons, frames.

``python -m bench.map_browser [ATLAS | URL]`` serves an atlas, or takes the address of a server
(without either it makes a seeded register
of a million establishments, as `bench.map_data` does), opens the map in Chromium and prints
medians and 95th percentiles of one run on this machine.

First view: from navigation to the first frame with hexagons on the screen, in a browser with an
empty cache on a server that has answered before; then to the map that has taken the place of that
picture, names and all. Frames: a script drags and turns the wheel at four zooms; `interval` is the
time between animation frames, `work` what the page itself computed in one, `drawing` the
processor time of the browser's drawing process for each (of all cores together, so that it holds
on a machine that does other things too).

Two browsers: Chromium as it comes, and one that also puts the page together through the software
GL (``--use-angle=swiftshader``), as test machines have it. The same script runs on the map without
establishments ("districts"), because a machine without a graphics card has a floor of its own:
what the establishments cost is the difference.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench.map_data import ROWS, atlas_of

SIZE = {"width": 1440, "height": 900}
MIDDLE = (960, 500)
LOADS = 7

PLACES = {
    "whole city": "",
    "zoom 11": "121.4700_31.2300_11.00",
    "zoom 13": "121.4700_31.2300_13.00",
    "zoom 14.5": "121.4700_31.2300_14.50",
}
"""What the address says of the view; the closest one shows single establishments."""

BROWSERS = {
    "as it comes": ["--no-sandbox"],
    "page through software GL": [
        "--no-sandbox",
        "--use-angle=swiftshader",
        "--enable-unsafe-swiftshader",
    ],
}
"""How Chromium is started."""

VIEWS = {
    "districts": "measure=density",
    "establishments": "",
    "one industry, quotient": "industry=biomedicine&measure=lq",
}
"""What is on the map, as its address says it."""

FRAMES = """
window.frames_of = { intervals: [], work: [], last: 0, on: false };
const wanted = window.requestAnimationFrame.bind(window);
let spent = 0;
window.requestAnimationFrame = (callback) => wanted((at) => {
  const start = performance.now();
  try { callback(at); } finally { spent += performance.now() - start; }
});
const count = (at) => {
  const told = window.frames_of;
  if (told.on) {
    if (told.last) { told.intervals.push(at - told.last); told.work.push(spent); }
    told.last = at;
  }
  spent = 0;
  wanted(count);
};
wanted(count);
"""
"""Counts frames, and the time that callbacks of the page take in each."""


def percentile(values: list[float], part: float) -> float:
    """Return the value that so many of `values` do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


@contextmanager
def serving(atlas: Path) -> Iterator[str]:
    """Serve an atlas; yield its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/"
    with subprocess.Popen(
        [sys.executable, "-m", "saidao", "serve", str(atlas), "--port", str(port), "--no-browser"],
        stdout=subprocess.DEVNULL,
    ) as process:
        try:
            for _ in range(300):
                if process.poll() is not None:
                    sys.exit(f"saidao serve left with {process.returncode}")
                try:
                    urllib.request.urlopen(address + "api/registers", timeout=60).close()
                    break
                except (urllib.error.URLError, ConnectionError):
                    time.sleep(0.1)
            yield address
        finally:
            process.terminate()


def opened(browser: Browser, address: str, script: str | None = None) -> Page:
    """Open a map in a browser that knows nothing yet."""
    context = browser.new_context(viewport=SIZE, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(address)
    return page


def mark(page: Page, name: str) -> float:
    """Wait for a mark of the page; return its time since navigation in milliseconds."""
    found = page.wait_for_function(
        "name => performance.getEntriesByName(name)[0]?.startTime", arg=name, timeout=60_000
    )
    return float(found.json_value())


def first_views(browser: Browser, address: str) -> None:
    """Print the times to the first picture and to the map that has taken its place."""
    for what in ("districts", "establishments"):
        pictures, maps = [], []
        for _ in range(LOADS + 1):
            page = opened(browser, f"{address}#/map?lang=en&{VIEWS[what]}")
            pictures.append(mark(page, "saidao:picture"))
            maps.append(mark(page, "saidao:drawn"))
            page.context.close()
        # The first one warms the server.
        for name, times in (("first picture", pictures[1:]), ("whole map", maps[1:])):
            print(
                f"first view, {what:14} {name:13} median {statistics.median(times):5.0f} ms   "
                f"slowest of {LOADS} {max(times):5.0f} ms",
                flush=True,
            )


def moved(page: Page) -> None:
    """Drag to and fro, then turn the wheel in and out."""
    x, y = MIDDLE
    for dx, dy in ((260, 0), (0, 160), (-260, 0), (0, -160)):
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + dx, y + dy, steps=24)
        page.mouse.up()
        page.wait_for_timeout(60)
    page.mouse.move(x, y)
    for turn in (-120,) * 3 + (120,) * 3:
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(220)


def drawing_seconds(browser: Browser) -> float:
    """Return the processor time that the browser's drawing process has used."""
    told = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")
    return sum(float(one["cpuTime"]) for one in told["processInfo"] if one["type"] == "GPU")


def frames(browser: Browser, address: str, query: str, at: str) -> dict[str, list[float]]:
    """Return intervals, work and drawing of the frames while the map is moved."""
    page = opened(browser, f"{address}#/map?lang=en&{query}&at={at}", FRAMES)
    mark(page, "saidao:drawn")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(800)
    before = drawing_seconds(browser)
    page.evaluate("() => { window.frames_of.on = true; }")
    moved(page)
    told: dict[str, Any] = page.evaluate("() => window.frames_of")
    spent = 1000 * (drawing_seconds(browser) - before)
    page.context.close()
    found = {name: [float(one) for one in told[name]] for name in ("intervals", "work")}
    return {**found, "drawing": [spent / max(1, len(found["work"]))]}


def table(browser: Browser, address: str) -> None:
    """Print the frames at each zoom, with establishments and without."""
    print(f"{'':34} {'interval ms':>16} {'work ms':>16} {'drawing':>8}")
    print(
        f"{'while panning and zooming':34} {'median':>8} {'p95':>7} {'median':>8} {'p95':>7}"
        f" {'CPU ms':>8} frames"
    )
    for place, at in PLACES.items():
        for what, query in VIEWS.items():
            told = frames(browser, address, query, at)
            numbers = " ".join(
                f"{statistics.median(told[name]):8.1f} {percentile(told[name], 0.95):7.1f}"
                for name in ("intervals", "work")
            )
            drawing = told["drawing"][0]
            print(
                f"{place + ', ' + what:34} {numbers} {drawing:8.1f} {len(told['work']):6d}",
                flush=True,
            )


def run(atlas: Path | str) -> None:
    """Measure an atlas, or a server by its address, and print the tables."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        sys.exit("no Chromium on this machine")
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}, WebGL in software (SwiftShader)")
    served = nullcontext(atlas) if isinstance(atlas, str) else serving(atlas)
    with served as address, sync_playwright() as playwright:
        for name, arguments in BROWSERS.items():
            print(f"\nChromium, {name}")
            browser = playwright.chromium.launch(executable_path=path, args=arguments)
            first_views(browser, address)
            table(browser, address)
            browser.close()


if __name__ == "__main__":
    if len(sys.argv) > 1:
        given = sys.argv[1]
        run(given if given.startswith("http://") else Path(given))
    else:
        with tempfile.TemporaryDirectory() as place:
            atlas_of(Path(place) / "atlas", ROWS)
            run(Path(place) / "atlas")
