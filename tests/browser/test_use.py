"""What people do: find a promise, see its clause, walk a document, use the map, print."""

from __future__ import annotations

import io
import json
import re
import urllib.request
from collections.abc import Callable
from typing import Any

import pypdfium2


def resource(server: str, path: str) -> Any:
    """One resource of the API."""
    with urllib.request.urlopen(f"{server}api/{path}") as response:
        return json.load(response)


def test_ledger_opens_the_document_at_the_clause(browse: Callable[..., Any], server: str) -> None:
    page = browse().go("ledger?lang=zh&industry=green-low-carbon")
    wanted = resource(server, "commitments?industry=green-low-carbon")["items"][0]
    page.locator("td.said a").first.click()
    lit = page.locator("article mark").first
    lit.wait_for()
    assert lit.is_visible()
    shown = "".join(page.locator("article mark").all_inner_texts())
    assert shown.replace("\n", "") == wanted["elected"]["clause"]["quote"].replace("\n", "")
    box = lit.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 900


def test_a_number_opens_its_source_and_nothing_else_moves(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=en&industry=green-low-carbon")
    number = page.locator("td.asked button").first
    before = number.bounding_box()
    number.click()
    drawer = page.get_by_role("complementary", name="Source")
    drawer.locator("blockquote mark").wait_for()
    assert number.bounding_box() == before
    assert "open=commitment" in page.url
    page.keyboard.press("Escape")
    drawer.wait_for(state="detached")
    assert page.evaluate("document.activeElement.closest('td.asked') !== null")


def test_the_address_opens_the_same_thing_again(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=en")
    page.get_by_label("Find in the ledger").fill("vehicles")
    page.wait_for_url("**q=vehicles**")
    page.get_by_role("button", name=re.compile("^Asked")).click()
    page.wait_for_url("**sort=-value**")
    page.locator("[aria-busy=true]").wait_for(state="detached")
    rows = page.locator("tbody tr").all_inner_texts()
    assert rows
    again = browse().go(page.url.split("#/")[1])
    assert again.locator("tbody tr").all_inner_texts() == rows
    assert again.get_by_label("Find in the ledger").input_value() == "vehicles"


def test_a_row_unfolds_to_its_statements_and_rule(browse: Callable[..., Any], server: str) -> None:
    most = resource(server, "commitments?sort=-voices&limit=1")["items"][0]
    assert most["assertion_count"] > 1
    page = browse().go("ledger?lang=en&sort=-voices")
    page.locator("td.title button").first.click()
    inner = page.locator("tr.inner")
    inner.get_by_role("heading", name="Rule that chose this reading").wait_for()
    assert inner.locator(".statements .line").count() == most["assertion_count"]
    assert inner.get_by_text("chosen", exact=True).count() == 1


def test_filters_and_exports_agree(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=en&agreement=conflict")
    count = int(re.sub(r"\D", "", page.locator(".bar [role=status]").inner_text()))
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    text = download.value.path().read_text("utf-8-sig")
    assert len(text.strip().splitlines()) - 1 == count


def test_keyboard_alone(browse: Callable[..., Any]) -> None:
    page = browse().go("overview?lang=zh")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.innerText") == "跳到正文"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
    page.keyboard.press("/")
    page.keyboard.type("yyz")  # pinyin initials of 元宇宙
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "metaverse" in url)


def test_focus_is_visible(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=zh")
    outlines = set()
    for _ in range(25):
        page.keyboard.press("Tab")
        outlines.add(
            page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle === 'none' && s.borderColor !== 'rgb(27, 31, 36)'"
                " ? document.activeElement.outerHTML.slice(0, 80) : '' })()"
            )
        )
    assert outlines == {""}


def test_j_and_k_walk_through_a_document(browse: Callable[..., Any], server: str) -> None:
    spans = resource(server, "documents/three-new-tracks")["spans"]
    first, second = sorted(spans, key=lambda one: (one["start"], one["end"]))[:2]
    page = browse().go("documents/three-new-tracks?lang=zh")
    page.keyboard.press("j")
    page.wait_for_url(f"**at={first['start']}-{first['end']}**")
    page.keyboard.press("j")
    page.wait_for_url(f"**at={second['start']}-{second['end']}**")
    page.keyboard.press("k")
    page.wait_for_url(f"**at={first['start']}-{first['end']}**")


NOTES = """() => [...document.querySelectorAll('article li[data-of]')].map((note) => {
  const clause = document.querySelector(`article [data-from="${note.dataset.of}"]`)
  const line = clause.getClientRects()[0]
  const box = note.getBoundingClientRect()
  return { clause: line.top, note: box.top, end: box.bottom }
})"""
NEAR = 12
"""How far the top of a note may stand from the top of its clause's line, in pixels."""


def test_notes_stand_beside_their_clauses(browse: Callable[..., Any], server: str) -> None:
    said = resource(server, "documents/three-new-tracks")["spans"]
    page = browse().go("documents/three-new-tracks?lang=zh")

    def check() -> None:
        page.wait_for_timeout(200)
        notes = page.evaluate(NOTES)
        assert len(notes) == len(said)
        free = 0.0
        beside = 0
        for note in notes:
            assert note["note"] >= free
            if note["note"] > free + 6:  # Nothing above pushes it down.
                assert abs(note["note"] - note["clause"]) < NEAR
                beside += 1
            free = note["end"]
        assert beside > 2
        assert page.locator("article").bounding_box()["y"] + page.evaluate(
            "document.querySelector('article').offsetHeight"
        ) >= max(note["end"] for note in notes)

    check()
    page.get_by_role("link", name="English").click()
    check()
    page.set_viewport_size({"width": 1180, "height": 800})
    check()


def test_map_draws_parks_where_they_are(browse: Callable[..., Any], server: str) -> None:
    parks = [one for one in resource(server, "parks") if one["lon"] is not None]
    park = max(
        parks,
        key=lambda one: min(
            abs(one["lon"] - other["lon"]) + abs(one["lat"] - other["lat"])
            for other in parks
            if other is not one
        ),
    )
    page = browse().go(f"map?lang=zh&at={park['lon']}_{park['lat']}_11")
    page.locator("[data-drawn=true]").wait_for()
    canvas = page.locator(".maplibregl-canvas").bounding_box()
    assert canvas is not None
    page.mouse.click(canvas["x"] + canvas["width"] / 2, canvas["y"] + canvas["height"] / 2)
    page.wait_for_url(lambda url: "open=park" in url)
    assert f"open=park:{park['id']}" in page.url
    page.get_by_role("complementary", name="出处").get_by_text(park["name"]["zh"]).first.wait_for()


def test_a_place_that_is_not_published_is_listed(browse: Callable[..., Any], server: str) -> None:
    unplaced = [one for one in resource(server, "parks") if one["lon"] is None]
    page = browse().go("map?lang=en")
    section = page.locator("section", has=page.get_by_text("place not published"))
    names = section.locator("li").all_inner_texts()
    assert sorted(names) == sorted(one["name"]["en"] or one["name"]["zh"] for one in unplaced)


def test_the_roadmap_has_a_table_behind_it(browse: Callable[..., Any], server: str) -> None:
    lanes = resource(server, "roadmap")["lanes"]
    page = browse().go("roadmap?lang=en")
    drawn = page.locator("svg g.promise").count()
    page.get_by_role("button", name="Table").click()
    page.locator("table").first.wait_for()
    assert page.locator("tbody tr").count() == sum(len(one["commitments"]) for one in lanes)
    assert 0 < drawn <= page.locator("tbody tr").count()


def test_labels_of_the_roadmap_do_not_touch(browse: Callable[..., Any]) -> None:
    page = browse().go("roadmap?lang=zh")
    touching = page.evaluate(
        """[...document.querySelectorAll('.rows svg')].flatMap((lane) => {
          const boxes = [...lane.querySelectorAll('text')].map((t) => t.getBoundingClientRect())
          return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) =>
            a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom
          ).map((b) => [a.left, a.top, b.left, b.top]))
        })"""
    )
    assert touching == []


def test_every_number_of_the_overview_opens_what_it_counts(browse: Callable[..., Any]) -> None:
    page = browse().go("overview?lang=en")
    sentence = page.locator("main h1")
    loose = sentence.evaluate(
        """(h1) => [...h1.querySelectorAll('.number')]
          .filter((one) => !one.closest('a, button') && one.innerText !== '0').length"""
    )
    assert loose == 0
    for place in page.locator("main h1 a").evaluate_all(
        "(all) => all.map((one) => [one.innerText, one.getAttribute('href')])"
    ):
        count, link = place
        shown = browse().go(link.removeprefix("#/")).locator(".bar [role=status]").inner_text()
        assert re.sub(r"\D", "", shown) == count


def test_theme_is_kept(browse: Callable[..., Any]) -> None:
    page = browse().go("overview?lang=en")
    page.get_by_role("button", name="Dark").click()
    page.reload()
    page.get_by_role("button", name="Light").wait_for()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_more_opens_the_other_pages_on_a_narrow_screen(browse: Callable[..., Any]) -> None:
    page = browse((390, 844)).go("overview?lang=zh")
    page.get_by_role("button", name="更多").click()
    page.get_by_role("link", name="园区", exact=True).last.click()
    page.get_by_role("heading", name="园区").wait_for()


def test_prints_on_a4(browse: Callable[..., Any]) -> None:
    page = browse().go("industries/green-low-carbon?lang=en")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert not page.locator("nav.rail").is_visible()
    document = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    try:
        width, height = document[0].get_size()
        assert (round(width), round(height)) == (595, 842)
        text = document[0].get_textpage().get_text_range()
        assert "Green and low-carbon" in text
        assert "Overview" not in text
    finally:
        document.close()
