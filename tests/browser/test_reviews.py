"""Deciding in the browser: with the keyboard alone, in a document, and back again."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.browser.test_pages import serious


def listed(server: str) -> list[dict[str, Any]]:
    """All reviews of the API."""
    with urllib.request.urlopen(f"{server}api/reviews") as response:
        items: list[dict[str, Any]] = json.load(response)["items"]
    return items


def test_a_review_is_decided_and_undone_with_the_keyboard(
    browse: Callable[..., Any], server: str
) -> None:
    opened = browse()
    page = opened.go("reviews?lang=en")
    page.keyboard.press("j")
    page.locator("blockquote mark").wait_for()
    assert serious(page) == []
    id = page.locator("li.open").get_attribute("id")
    page.get_by_label("Your name").fill("Lin")
    page.get_by_label("Note").fill("as the plan has it")
    page.locator("h1").click()
    page.keyboard.press("1")
    page.get_by_text("accepted by Lin").wait_for()
    (decided,) = (one for one in listed(server) if one["id"] == id)
    assert (decided["state"], decided["decision"]["note"]) == ("accepted", "as the plan has it")
    page.keyboard.press("u")
    page.get_by_text("taken back by Lin").wait_for()
    (undone,) = (one for one in listed(server) if one["id"] == id)
    assert (undone["state"], len(undone["history"])) == ("open", 2)
    assert opened.complaints == []


def test_a_correction_that_cannot_be_says_why(browse: Callable[..., Any]) -> None:
    opened = browse()
    page = opened.go("reviews?lang=zh")
    page.keyboard.press("j")
    page.locator("blockquote mark").wait_for()
    page.keyboard.press("c")
    page.locator("form select").first.wait_for()
    page.get_by_role("button", name="保存更正").click()
    page.get_by_text("请先改动至少一项").wait_for()
    page.get_by_label("期限", exact=True).fill("将来")
    page.get_by_role("button", name="保存更正").click()
    page.locator(".problem").wait_for()
    assert "period: got '将来'" in page.locator(".problem").inner_text()


def test_a_statement_is_questioned_where_it_stands(browse: Callable[..., Any], server: str) -> None:
    page = browse((390, 844)).go("documents/three-new-tracks?lang=en")
    page.locator("article a.statement").first.click()
    page.get_by_role("button", name="Read wrongly?").click()
    drawer = page.get_by_role("complementary", name="Source")
    drawer.locator("blockquote mark").wait_for()
    before = len(listed(server))
    drawer.get_by_role("button", name="States no quantity: keep out").click()
    drawer.get_by_text("rejected by").wait_for()
    assert len(listed(server)) == before + 1
    drawer.get_by_role("button", name="Take it back").click()
    drawer.get_by_text("taken back by").wait_for()
    assert len(listed(server)) == before
