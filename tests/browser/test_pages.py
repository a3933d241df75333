"""Every page, in both languages and both sizes: no complaint, no request elsewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

PAGES = {
    "overview": ("", "Where the city stands is said by a sentence, not by a title"),
    "roadmap": ("路线图", "Roadmap"),
    "map": ("地图", "Map"),
    "ledger": ("台账", "Ledger"),
    "industries": ("产业", "Industries"),
    "parks": ("园区", "Parks"),
    "tasks": ("攻关任务", "Tasks"),
    "documents": ("文件", "Documents"),
    "reviews": ("判断", "Reviews"),
    "data": ("数据", "Data"),
    "industries/metaverse": ("元宇宙", "Metaverse"),
}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def serious(page: Any) -> list[str]:
    """Violations that keep people out, as axe-core finds them."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PAGES)
def test_page_is_whole(browse: Callable[..., Any], place: str, lang: str, size: str) -> None:
    opened = browse(SIZES[size])
    page = opened.go(f"{place}?lang={lang}")
    if place == "map":
        page.locator("[data-ready=true]").wait_for()
    heading = PAGES[place][lang == "en"]
    if place != "overview":
        assert page.locator("main h1").inner_text() == heading
    assert page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    assert opened.complaints == []
    assert opened.outside == []
    if (lang, size) in {("zh", "wide"), ("en", "narrow")}:
        assert serious(page) == []


@pytest.mark.parametrize("place", ["overview", "ledger", "roadmap", "documents/three-new-tracks"])
def test_dark_is_as_readable(browse: Callable[..., Any], place: str) -> None:
    page = browse(theme="dark").go(f"{place}?lang=zh")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(232, 230, 225)"
    assert serious(page) == []


def test_language_switch_keeps_the_place(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=zh&agreement=conflict")
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Ledger").wait_for()
    assert page.url.endswith("#/ledger?lang=en&agreement=conflict")
    page.get_by_role("link", name="Roadmap", exact=True).click()
    page.get_by_role("heading", name="Roadmap").wait_for()
    assert "lang=en" in page.url
    page.go_back()
    page.get_by_role("heading", name="Ledger").wait_for()
    assert page.url.endswith("agreement=conflict")


def test_address_names_the_language_at_once(browse: Callable[..., Any]) -> None:
    page = browse().go("")
    page.wait_for_url("**lang=zh")


def test_a_server_that_is_gone_is_said(browse: Callable[..., Any]) -> None:
    opened = browse()
    opened.page.route("**/api/**", lambda route: route.abort())
    opened.page.goto(f"{opened.address}#/ledger?lang=en")
    alert = opened.page.get_by_role("alert")
    alert.wait_for()
    assert "does not answer" in alert.inner_text()
    opened.page.unroute("**/api/**")
    opened.page.get_by_role("button", name="Try again").click()
    opened.page.locator("table tbody tr").first.wait_for()


def test_a_missing_thing_is_said(browse: Callable[..., Any]) -> None:
    page = browse().page
    page.goto(f"{browse().address}#/parks/no-such-park?lang=en")
    alert = page.get_by_role("alert")
    alert.wait_for()
    assert "Not found" in alert.inner_text()


def test_first_load_is_small(browse: Callable[..., Any]) -> None:
    """What the browser fetches for the overview, compressed as the server does."""
    page = browse().go("overview?lang=en")
    sizes = page.evaluate(
        "() => performance.getEntriesByType('resource')"
        ".filter((one) => one.name.includes('/assets/'))"
        ".map((one) => [one.name.split('/').pop(), one.encodedBodySize])"
    )
    assert any(name.startswith("Overview") for name, _ in sizes)
    # The map's script is for the map's page alone.
    assert not any(name.startswith("CityMap") for name, _ in sizes)
    total = sum(size for _, size in sizes)
    assert total > 20_000
    assert total < 120_000


def test_documents_are_never_markup(browse: Callable[..., Any]) -> None:
    """Text that looks like markup is shown as it stands."""
    opened = browse()
    markup = "<img src=x>"

    def spoiled(route: Any) -> None:
        answer = route.fetch()
        body = json.loads(answer.text())
        marked = [*body["spans"], *body["mentions"]]
        said = [(one["start"], one["end"]) for one in marked]
        block = max(
            (
                one
                for one in body["blocks"]
                if not any(start < one["end"] and one["start"] < end for start, end in said)
            ),
            key=lambda one: len(one["text"]),
        )
        # Of the same length, so that the offsets of what follows still hold.
        block["text"] = markup + block["text"][len(markup) :]
        route.fulfill(response=answer, body=json.dumps(body))

    opened.page.route("**/api/documents/three-new-tracks", spoiled)
    page = opened.go("documents/three-new-tracks?lang=zh")
    assert page.locator("article").get_by_text(markup).count() == 1
    assert page.locator("article img").count() == 0
