"""Versions side by side and the page of sums, as a planner uses them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

HYDROGEN = "compare?before=fuel-cell-vehicles-2020&after=hydrogen-2022"
PAGES = {
    HYDROGEN: ("版本对比", "Versions"),
    "compare?view=industry&industry=hydrogen": ("版本对比", "Versions"),
    "checks": ("核对", "Arithmetic"),
}
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}


def with_language(place: str, lang: str) -> str:
    """Return a place in a language."""
    return f"{place}{'&' if '?' in place else '?'}lang={lang}"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", PAGES)
def test_page_is_whole(browse: Callable[..., Any], place: str, lang: str, size: str) -> None:
    opened = browse(SIZES[size])
    page = opened.go(with_language(place, lang))
    assert page.locator("main h1").inner_text() == PAGES[place][lang == "en"]
    page.locator("main h2").first.wait_for()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) == 0
    assert opened.complaints == []
    assert opened.outside == []
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_the_page_opens_on_a_pair(browse: Callable[..., Any]) -> None:
    page = browse().go("compare?lang=en")
    page.locator("article").first.wait_for()
    first, second = (one.input_value() for one in page.locator("select").all())
    assert first
    assert second
    assert first != second


def test_both_clauses_lead_to_their_documents(browse: Callable[..., Any]) -> None:
    page = browse().go(with_language(HYDROGEN, "zh"))
    stations = page.locator("article", has_text="氢能加氢站数").first
    assert stations.get_by_text("到2025年，建成各类加氢站70座左右").is_visible()
    assert stations.get_by_text("降低").is_visible()
    assert stations.get_by_text("推迟").is_visible()
    stations.get_by_role("link", name="到2025年，建成各类加氢站70座左右").click()
    page.wait_for_url("**documents/hydrogen-and-vehicles**")
    page.locator("mark, [aria-current=true]").first.wait_for()


def test_a_figure_opens_its_source(browse: Callable[..., Any]) -> None:
    page = browse().go(with_language(HYDROGEN, "en"))
    page.get_by_role("button", name="about 70 hydrogen stations").first.click()
    page.get_by_role("complementary", name="Source").wait_for()
    assert "open=commitment" in page.url


def test_changes_are_filtered_and_kept_in_the_address(browse: Callable[..., Any]) -> None:
    page = browse().go(with_language(HYDROGEN, "en"))
    page.locator("article").first.wait_for()
    everything = page.locator("article").count()
    page.get_by_role("button", name="put off").click()
    page.wait_for_url("**class=put_off**")
    assert 0 < page.locator("article").count() < everything
    page.reload()
    page.locator("article").first.wait_for()
    assert 0 < page.locator("article").count() < everything


def test_swapping_turns_lowered_into_raised(browse: Callable[..., Any]) -> None:
    page = browse().go(with_language(HYDROGEN, "en"))
    page.locator("article", has_text="lowered").first.wait_for()
    page.get_by_role("button", name="Swap").click()
    stations = page.locator("article", has_text="hydrogen stations").first
    stations.get_by_text("raised").wait_for()
    assert stations.get_by_text("brought forward").is_visible()


def test_an_industry_is_followed_through_its_plans(browse: Callable[..., Any]) -> None:
    page = browse().go("compare?lang=en&view=industry&industry=hydrogen")
    thread = page.locator("section", has_text="hydrogen stations").first
    thread.get_by_text("Feb 2021").wait_for()
    assert thread.locator("li").count() == 3


def test_findings_show_figures_rule_and_certainty(browse: Callable[..., Any]) -> None:
    page = browse().go("checks?lang=zh")
    tracks = page.locator("article", has_text="分项与合计")
    assert tracks.get_by_text("1.55万亿元").is_visible()
    assert tracks.get_by_text("仅作为界限").is_visible()
    assert tracks.locator("tr").count() == 4
    assert page.get_by_text("把握的三个等级").is_visible()


def test_findings_are_filtered_by_rule_and_certainty(browse: Callable[..., Any]) -> None:
    page = browse().go("checks?lang=en")
    page.locator("article").first.wait_for()
    page.get_by_role("button", name="Certain").click()
    page.wait_for_url("**certainty=certain**")
    assert page.locator("article").count() == 1
    page = browse().go("checks?lang=en&rule=parts-total")
    page.locator("article").first.wait_for()
    assert page.locator("article").count() == 1
    assert page.locator("article").get_by_text("must not be added").is_visible()


def test_the_drawer_of_a_promise_says_what_does_not_add_up(browse: Callable[..., Any]) -> None:
    page = browse().go("ledger?lang=en&open=commitment:310000.new-tracks.size.cny.2025")
    drawer = page.get_by_role("complementary", name="Source")
    drawer.get_by_role("link", name="Parts against the total").click()
    page.wait_for_url("**checks?lang=en&rule=parts-total**")
    page.locator("article").first.wait_for()
    assert page.locator("article").count() == 1
