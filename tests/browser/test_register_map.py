"""What registers say, on screen: the map, industries, parks, districts; synthetic data says so."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

Browse = Callable[..., Any]

SYNTHETIC = {"zh": "合成数据", "en": "synthetic data"}


def answer(server: str, path: str) -> Any:
    """Return a resource of the API."""
    with urllib.request.urlopen(f"{server}api/{path}") as response:
        return json.load(response)


def drawn(page: Any) -> None:
    """Wait until hexagons have been drawn."""
    page.wait_for_function("() => performance.getEntriesByName('saidao:hexagons').length > 0")


def serious(page: Any) -> list[str]:
    """Violations that keep people out, as axe-core finds them."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['target']}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def legend(page: Any) -> Any:
    """Return the buttons of the legend."""
    return page.locator(".legend li button")


def bars(page: Any) -> int:
    """Return how many hexagons in view the legend counts."""
    words = [one.inner_text().split() for one in legend(page).all()]
    return sum(int(one[-1].replace(",", "")) for one in words)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_hexagons_are_drawn_and_counted(browse: Browse, server: str, lang: str) -> None:
    opened = browse()
    page = opened.go(f"map?lang={lang}")
    drawn(page)
    legend(page).nth(3).wait_for()
    level = next(one for one in answer(server, "map/grid")["levels"] if one["res"] == 6)
    # The whole city is in view: the histogram counts every hexagon of the level.
    assert bars(page) == level["cells"]
    assert SYNTHETIC[lang] in page.locator(".legend").inner_text()
    assert page.locator(".made-up").inner_text().startswith(SYNTHETIC[lang])
    assert opened.complaints == []
    assert opened.outside == []


def test_the_legend_filters(browse: Browse) -> None:
    page = browse().go("map?lang=en")
    drawn(page)
    legend(page).nth(3).wait_for()
    legend(page).nth(2).click()
    assert "classes=2" in page.url
    pressed = [one.get_attribute("aria-pressed") for one in legend(page).all()]
    assert pressed.count("true") == 1
    legend(page).nth(2).click()
    assert "classes" not in page.url


def test_an_industry_is_chosen_by_keys(browse: Browse) -> None:
    page = browse().go("map?lang=en")
    drawn(page)
    choice = page.get_by_role("combobox", name="Industry, track or code")
    choice.focus()
    page.keyboard.type("biomed")
    page.keyboard.press("Enter")
    page.wait_for_url("**industry=biomedicine**")
    page.get_by_label("What is shown").select_option("lq")
    page.wait_for_url("**measure=lq**")
    page.locator(".legend", has_text="4 and more").wait_for()
    choice.focus()
    page.keyboard.type("65")
    page.keyboard.press("Enter")
    page.wait_for_url("**code=65**")
    assert "industry" not in page.url


def test_a_share_of_everything_asks_for_an_industry(browse: Browse) -> None:
    page = browse().go("map?lang=en&measure=lq")
    page.get_by_text("choose an industry, track or code first").wait_for()
    assert page.locator(".made-up").count() == 0


def test_an_industry_without_codes_says_so(browse: Browse, server: str) -> None:
    without = next(one for one in answer(server, "industries") if not one["codes"])
    page = browse().go(f"map?lang=en&industry={without['id']}")
    page.locator(".panel .missing").first.wait_for()
    assert page.locator(".legend").count() == 0


def test_today_and_planned_are_one_switch(browse: Browse, server: str) -> None:
    areas = answer(server, "map/areas?level=district&industry=biomedicine&measure=count")
    with_plans = [one for one in areas["areas"] if one["planned"]]
    assert with_plans
    page = browse().go("map?lang=en&industry=biomedicine")
    page.get_by_role("button", name="Planned").click()
    page.wait_for_url("**layer=planned**")
    first = page.locator("button", has_text=with_plans[0]["name"]["en"]).last
    assert re.search(r"[○◇] \d", first.inner_text())
    assert page.locator(".made-up").count() == 0
    page.get_by_role("button", name="Today").click()
    page.locator(".made-up").wait_for()
    assert "layer" not in page.url


def test_districts_are_coloured_with_the_same_measure(browse: Browse) -> None:
    page = browse().go("map?lang=en&industry=biomedicine&measure=lq&by=district")
    page.locator("[data-ready=true]").wait_for()
    legend(page).nth(2).wait_for()
    assert 14 <= bars(page) <= 16


def test_a_point_opens_its_establishment(browse: Browse, server: str) -> None:
    rows = (answer(server, f"establishments/{row}") for row in range(1, 60))
    one = next(row for row in rows if row["lon"] is not None and row["code"])
    opened = browse()
    page = opened.go(f"map?lang=en&at={one['lon']:.4f}_{one['lat']:.4f}_15.00")
    drawn(page)
    page.get_by_text("shown one by one").wait_for()
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.get_by_text("Row of the register").wait_for()
    assert SYNTHETIC["en"] in page.locator("aside").inner_text()
    assert opened.complaints == []


def test_a_hexagon_opens_with_its_profile(browse: Browse, server: str) -> None:
    densest = answer(server, "industries/metaverse/state")["hexes"][0]
    profile = answer(server, f"map/areas/hex/{densest['cell']}?depth=division")
    opened = browse()
    page = opened.go(f"map?lang=en&at={densest['lon']:.4f}_{densest['lat']:.4f}_10.50")
    drawn(page)
    box = page.locator("canvas.maplibregl-canvas").bounding_box()
    # Parks stand above hexagons: beside the middle is still the same hexagon.
    page.mouse.click(box["x"] + box["width"] / 2 + 7, box["y"] + box["height"] / 2 + 7)
    drawer = page.locator("aside")
    drawer.get_by_text(densest["cell"]).wait_for()
    drawer.get_by_text("Concentration (HHI)").wait_for()
    assert f"{profile['area']['figures']['count']:,}" in drawer.inner_text()
    assert opened.complaints == []


def shown_whole(page: Any) -> None:
    """Wait until the map has drawn its first view."""
    page.wait_for_function("() => performance.getEntriesByName('saidao:drawn').length > 0")


def by_keys(page: Any) -> Any:
    """Put the focus on the map as the tab key does; return what it says."""
    page.locator("canvas.maplibregl-canvas").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    return page.locator(".map .under")


def test_the_map_is_read_and_opened_by_keys(browse: Browse, server: str) -> None:
    densest = answer(server, "industries/metaverse/state")["hexes"][0]
    profile = answer(server, f"map/areas/hex/{densest['cell']}?depth=division")
    # A hexagon's width beside it: the keys move the map by 100 pixels.
    side = 100 * 360 / (512 * 2**10.5)
    opened = browse()
    page = opened.go(f"map?lang=en&at={densest['lon'] - side:.4f}_{densest['lat']:.4f}_10.50")
    drawn(page)
    shown_whole(page)
    told = by_keys(page)
    page.keyboard.press("ArrowRight")
    count = f"{profile['area']['figures']['count']:,}"
    told.filter(has_text=f"Establishments: {count}").wait_for()
    assert SYNTHETIC["en"] in told.inner_text()
    assert told.get_attribute("role") == "status"
    page.locator(".sight").wait_for()
    assert serious(page) == []
    page.keyboard.press("Enter")
    # A park under the cross comes first, as for the pointer.
    page.locator("aside h2").first.wait_for()
    page.keyboard.press("Escape")
    page.locator("aside").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.className") == "maplibregl-canvas"
    assert opened.complaints == []


@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
def test_hexagons_in_view_are_a_list_too(
    browse: Browse, server: str, size: tuple[int, int]
) -> None:
    opened = browse(size)
    page = opened.go("map?lang=en")
    drawn(page)
    shown_whole(page)
    fold = page.locator("details", has_text="Hexagons in view, highest first")
    fold.locator("summary").focus()
    page.keyboard.press("Enter")
    rows = fold.locator("button")
    rows.nth(19).wait_for()
    values = [int(one.inner_text().split()[-1].replace(",", "")) for one in rows.all()]
    assert values == sorted(values, reverse=True)
    assert serious(page) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**open=hex:**")
    cell = page.url.rsplit("hex:", 1)[1].split("&")[0]
    profile = answer(server, f"map/areas/hex/{cell}?depth=division")
    assert profile["area"]["figures"]["count"] == values[0]
    page.locator("aside").get_by_text(cell).wait_for()
    assert opened.complaints == []


def test_an_address_opens_the_map_as_it_was_left(browse: Browse) -> None:
    opened = browse()
    asked = (
        "map?lang=en&industry=biomedicine&measure=lq&classes=2,3"
        "&at=121.4700_31.2300_10.50&open=district:310115"
    )
    for _ in range(2):
        page = opened.go(asked)
        drawn(page)
        legend(page).nth(4).wait_for()
        pressed = [one.get_attribute("aria-pressed") for one in legend(page).all()]
        assert pressed == ["false", "false", "true", "true", "false"]
        assert page.get_by_role("combobox", name="Industry").input_value() == "Biomedicine"
        assert page.get_by_label("What is shown").input_value() == "lq"
        page.locator("aside").get_by_text("Pudong New Area").first.wait_for()
        assert page.url.endswith(asked)
        page.reload()
    page = opened.go("map?lang=zh&industry=biomedicine&layer=planned")
    page.get_by_role("button", name="规划", pressed=True).wait_for()
    page = opened.go("map?lang=zh&industry=biomedicine&measure=lq&by=district")
    page.get_by_role("button", name="区", exact=True, pressed=True).wait_for()
    assert opened.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_picture_does_not_wait_for_the_map(browse: Browse, theme: str) -> None:
    opened = browse(theme=theme)
    page = opened.page
    page.route("**/assets/CityMap-*.js", lambda route: route.abort())
    opened.go("map?lang=en")
    page.wait_for_function("() => performance.getEntriesByName('saidao:picture').length > 0")
    inked = """() => {
      const canvas = document.querySelector('.stage canvas');
      const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      let [all, blue] = [0, 0];
      for (let at = 0; at < pixels.length; at += 4) {
        all += 1;
        if (pixels[at + 3] > 100 && pixels[at + 2] > pixels[at] + 8) blue += 1;
      }
      return blue / all;
    }"""
    assert page.evaluate(inked) > 0.2
    assert "synthetic data" in page.locator(".legend").inner_text()
    page.get_by_role("alert").wait_for()


def test_the_map_takes_the_place_of_its_first_picture(browse: Browse) -> None:
    page = browse().go("map?lang=en")
    drawn(page)
    shown_whole(page)
    order = page.evaluate(
        "() => ['picture', 'drawn'].map((one) => "
        "performance.getEntriesByName(`saidao:${one}`)[0].startTime)"
    )
    assert order == sorted(order)
    page.wait_for_function("() => document.querySelectorAll('.stage canvas').length === 1")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_place_with_made_up_figures_says_so(browse: Browse, lang: str) -> None:
    opened = browse()
    for place in (
        "industries/metaverse",
        "industries?view=key",
        "parks/zhangjiang-digital-chain",
        "industries?open=district:310115",
        "industries?open=figures:district~310115~metaverse",
        "data",
    ):
        joined = "&" if "?" in place else "?"
        page = opened.go(f"{place}{joined}lang={lang}")
        found = page.locator(".tag", has_text=SYNTHETIC[lang])
        found.first.wait_for()
    assert opened.complaints == []
    assert opened.outside == []


def test_an_industry_shows_today_beside_what_is_planned(browse: Browse, server: str) -> None:
    state = answer(server, "industries/metaverse/state")
    page = browse().go("industries/metaverse?lang=en")
    section = page.locator("section", has_text="Districts: today and planned").first
    there = [one for one in state["districts"] if one["figures"]["count"] or one["planned"]]
    assert section.locator("tbody tr").count() == len(there)
    most = max(there, key=lambda one: one["figures"]["n"])
    row = section.locator("tbody tr").first
    assert row.inner_text().startswith(most["name"]["en"])
    row.locator("button.fact").first.click()
    drawer = page.locator("aside")
    drawer.get_by_text(most["figures"]["how"]["en"]).wait_for()
    page.keyboard.press("Escape")
    # What is sorted by: a quotient's lower end, so that chance does not lead.
    section.get_by_role("button", name="Location quotient", exact=True).click()
    surest = max(there, key=lambda one: one["figures"]["lq_low"] or 0)
    assert section.locator("tbody tr").first.inner_text().startswith(surest["name"]["en"])


def test_key_industries_say_what_was_not_recovered(browse: Browse, server: str) -> None:
    key = answer(server, "key-industries")
    page = browse().go("industries?view=key&lang=en")
    page.get_by_role("heading", name=f"The {key['total']} key industries").wait_for()
    assert page.locator(".squares span").count() == key["total"]
    assert page.locator(".squares span.unknown").count() == key["not_recovered"]
    assert "Counted twice" in page.locator("main").inner_text()


def test_a_park_is_held_against_who_is_there(browse: Browse, server: str) -> None:
    facts = answer(server, "parks/zhangjiang-digital-chain/facts")
    page = browse().go("parks/zhangjiang-digital-chain?lang=en")
    section = page.locator("section", has_text="Focus against who is there").first
    assert facts["focus"][0]["reason"]["en"] in section.inner_text()
    assert "approximate area" in section.inner_text()


def test_a_district_opens_with_its_profile(browse: Browse, server: str) -> None:
    profile = answer(server, "map/areas/district/310115?depth=division")
    page = browse().go("industries?lang=en&open=district:310115")
    drawer = page.locator("aside")
    drawer.get_by_text("Concentration (HHI)").wait_for()
    assert f"{profile['concentration']['hhi']:.3f}".rstrip("0") in drawer.inner_text()
    drawer.get_by_role("button", name="Sections").click()
    drawer.get_by_text("What growth is made of").wait_for()


@pytest.mark.parametrize("place", ["industries?view=key", "parks/zhangjiang-digital-chain"])
@pytest.mark.parametrize("size", [(1440, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_new_pages_keep_nobody_out(
    browse: Browse, place: str, size: tuple[int, int], theme: str
) -> None:
    opened = browse(size, theme)
    joined = "&" if "?" in place else "?"
    page = opened.go(f"{place}{joined}lang=en&open=district:310115")
    page.locator("aside").get_by_text("Concentration (HHI)").wait_for()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    assert serious(page) == []
    assert opened.complaints == []


TABLES = '{"pending": [{"name": {"zh": "全部单位", "en": "All units"}, "synthetic": false, "rows": 1200000}]}'


@pytest.mark.parametrize("place", ["map", "clusters"])
def test_a_first_visit_says_what_it_waits_for(browse: Browse, place: str) -> None:
    opened, held = browse(), []
    page = opened.page
    page.route("**/api/registers", lambda route: held.append(route))
    page.route(
        "**/api/registers/tables",
        lambda route: route.fulfill(body=TABLES, content_type="application/json"),
    )
    page.goto(f"{opened.address}#/{place}?lang=en")
    told = page.get_by_text("Making the tables behind the map and its figures")
    told.wait_for()
    assert "“All units” (1,200,000 rows)" in told.inner_text()
    assert serious(page) == []
    page.unroute("**/api/registers/tables")
    for route in held:
        route.continue_()
    told.wait_for(state="detached")
    assert opened.complaints == []


def test_what_is_merely_slow_is_not_called_tables(browse: Browse) -> None:
    opened, held = browse(), []
    page = opened.page
    page.route("**/api/registers", lambda route: held.append(route))
    with page.expect_response("**/api/registers/tables") as answered:
        page.goto(f"{opened.address}#/clusters?lang=zh")
    assert answered.value.json() == {"pending": []}
    assert page.locator(".preparing").inner_text() == ""
    held[0].continue_()
    page.locator(".sentence").wait_for()
