"""The progress of a promise and the ledger of tasks, as people see them in Chromium."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from saidao import pipeline, recording
from saidao.web.app import create_app
from saidao.web.pages import STATIC

NEV = "310000.new-energy-vehicles.vehicle-production.vehicle.2025"
PIONEERS = "310000.three-pioneers.size.cny.2025"
TABLE = """指标,产业,时期,数值,单位,口径,发布日期,来源
汽车产量,新能源汽车,2022年,95,万辆,年报口径,2023-03-20,年报
汽车产量,新能源汽车,2023年,125,万辆,年报口径,2024-03-21,年报
汽车产量,新能源汽车,2025年,105,万辆,年报口径,2026-03-21,年报
"""
NEWS = """---
title: 装备进展
date: 2026-02-01
---

富氢碳循环高炉已建成投运。
"""


@pytest.fixture(scope="module")
def recorded(shanghai: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Shanghai atlas with invented figures, a forecast and a later document."""
    if not (STATIC / "index.html").is_file():
        pytest.skip("the front end is not built (SAIDAO_SKIP_FRONTEND?)")
    folder = tmp_path_factory.mktemp("progress")
    out = folder / "out"
    pipeline.build(shanghai, out, recorded_at="2024-06-01")
    recording.forecast(out, date(2024, 6, 1), recorded_at="2024-06-01T08:00:00")
    for name, text in (("t.csv", TABLE), ("news.md", NEWS)):
        (folder / name).write_text(text, encoding="utf-8")
    recording.observe(out, recording.open_table(folder / "t.csv"), by="林", recorded_at="2026")
    pipeline.add(out, [folder / "news.md"], recorded_at="2026")
    return out


def serving(atlas: Path, today: date) -> Iterator[str]:
    """Serve an atlas as on a day."""
    config = uvicorn.Config(create_app(atlas, today), host="127.0.0.1", port=0, log_level="error")
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def afterwards(recorded: Path) -> Iterator[str]:
    """Address of the atlas after the deadline."""
    yield from serving(recorded, date(2026, 11, 22))


@pytest.fixture(scope="module")
def before(recorded: Path) -> Iterator[str]:
    """Address of the atlas while the deadline is ahead."""
    yield from serving(recorded, date(2024, 6, 1))


def opened(chromium: Browser, address: str, place: str, width: int = 1440) -> Page:
    """Open a place of the app."""
    page = chromium.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce"
    ).new_page()
    page.goto(f"{address}#/{place}")
    page.locator("main h1").first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_a_target_met_and_lost_again_shows_both(
    chromium: Browser, afterwards: str, width: int
) -> None:
    page = opened(chromium, afterwards, f"ledger?lang=zh&open=commitment:{NEV}", width)
    chart = page.locator("figure svg[role=img]").first
    chart.wait_for()
    part = page.locator("section.part", has=page.locator("figure")).inner_text()
    assert "曾达到，又失去" in part
    assert "2023年：125万辆，曾达到目标（突破120万辆）；2025年：105万辆，又低于目标" in part
    decided = chart.locator("circle.dot:not(.pale)")
    assert decided.count() == 4
    assert chart.locator("circle.dot.pale").count() == 2, "parts of a year are pale"
    heights = [float(one.get_attribute("cy") or 0) for one in decided.all()]
    assert min(heights) == heights[2], "2023 stands highest"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_text("存下的预测").click()
    line = page.locator(".forecasts li")
    assert re.search(r"十分之\d+.*结果：未达到.*布赖尔分", line.inner_text().replace("\n", ""))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_path_and_what_is_needed_are_drawn_and_said(
    chromium: Browser, before: str, width: int
) -> None:
    page = opened(chromium, before, f"ledger?lang=en&open=commitment:{PIONEERS}", width)
    chart = page.locator("figure svg[role=img]").first
    chart.wait_for()
    points = chart.locator("polyline.path").get_attribute("points") or ""
    assert len(points.split()) == 4, "the ends of 2022 to 2025"
    assert chart.locator("text", has_text="today").count() == 1
    assert chart.locator("rect.range").count() == 1
    part = page.locator("section.part", has=page.locator("figure"))
    assert "On the path" in part.inner_text()
    assert "From 1.4 tn CNY (2022) to 1.8 tn CNY in 2025, by an equal rate" in part.inner_text()
    assert "growth of 6.1% a year" in part.inner_text()
    assert "No probability" in part.inner_text()
    assert part.locator(".probability").count() == 0
    part.get_by_text("What another reading would say").click()
    table = part.locator("table")
    kinds = table.locator("th.kind").all_inner_texts()
    assert kinds == ["Comparator", "Prices", "Base year"]
    assert table.locator("tr.chosen").count() == 3
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_tasks_are_filtered_by_what_was_heard_since_and_open_their_clauses(
    chromium: Browser, afterwards: str
) -> None:
    with urllib.request.urlopen(f"{afterwards}api/tasks") as response:
        tasks = json.load(response)
    heard = [task for task in tasks if task["evidence"]]
    assert heard
    page = opened(chromium, afterwards, "tasks?lang=en")
    assert page.locator("tbody tr").count() == len(tasks)
    page.get_by_label("Since then").select_option("yes")
    page.wait_for_url("**since=yes**")
    assert page.locator("tbody tr").count() == len(heard)
    page.get_by_role("searchbox", name="Find in the tasks").fill("富氢碳循环高炉")
    page.wait_for_function("document.querySelectorAll('tbody tr').length === 1")
    page.locator("tbody td button.figure").last.click()
    drawer = page.get_by_role("complementary", name="Source")
    link = drawer.locator("p.quote a")
    link.first.wait_for()
    assert "富氢碳循环高炉已建成投运。" in link.all_inner_texts()
    link.last.click()
    page.locator("article mark").first.wait_for()
    assert "documents/news" in page.url


def test_tasks_are_exported(browse: Callable[..., Any], server: str) -> None:
    page = browse().go("tasks?lang=zh")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    with urllib.request.urlopen(f"{server}api/tasks") as response:
        ids = [task["id"] for task in json.load(response)]
    assert text.startswith("id,origin,area,")
    assert [line.split(",")[0] for line in text.strip().splitlines()[1:]] == ids
