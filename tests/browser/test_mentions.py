"""What a document names is marked by kind, listed, and can be hidden, on both screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.browser.conftest import NARROW, WIDE
from tests.browser.test_pages import serious

WORDS = {"zh": ("政策工具", "文中点名", "策"), "en": ("Instruments", "Named in this document", "I")}


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_names_are_marked_by_kind_and_can_be_hidden(
    browse: Callable[..., Any], size: tuple[int, int], language: str
) -> None:
    kind, title, sign = WORDS[language]
    opened = browse(size)
    page = opened.go(f"documents/three-new-tracks?lang={language}")
    marks = page.locator(f"article .named[title='{kind}']")
    assert marks.count() > 0
    assert marks.first.get_attribute("data-sign") == sign
    drawn = marks.first.evaluate("one => getComputedStyle(one, '::after').content")
    assert sign in drawn
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size[0]
    page.get_by_label(kind).uncheck()
    assert marks.count() == 0
    page.get_by_text(title, exact=True).click()
    page.locator(f"section.named dt:has-text('{kind}') + dd a").first.click()
    lit = page.locator("article mark[data-lit]").first
    lit.wait_for()
    assert lit.inner_text() == "产业基金"
    assert opened.complaints == []


def test_a_promise_shows_by_what_means(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=zh")
    found = page.evaluate(
        "fetch('api/commitments?q=产业基金').then(answer => answer.json())"
        ".then(all => all.items.map(one => [one.id, one.instruments.map(each => each.kind)]))"
    )
    ids = [id for id, kinds in found if "fund" in kinds]
    assert ids
    page.goto(f"{page.url.split('#')[0]}#/ledger?lang=zh&open=commitment:{ids[0]}")
    page.get_by_text("政策工具").wait_for()
    page.locator("dl.facts").get_by_role("link", name="产业基金").click()
    lit = page.locator("article mark[data-lit]").first
    lit.wait_for()
    assert lit.inner_text() == "产业基金"
