"""Clusters on screen: a table with its evidence, the tiers promised, outlines on the map."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest

Browse = Callable[..., Any]

# Finding clusters for the first time compiles and draws a thousand maps.
PATIENCE_MS = 120_000
SYNTHETIC = {"zh": "合成数据", "en": "synthetic data"}


def found(server: str, industry: str) -> Any:
    """Return the clusters of an industry."""
    address = f"{server}api/clusters?industry={industry}"
    with urllib.request.urlopen(address, timeout=PATIENCE_MS / 1000) as response:
        return json.load(response)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_every_cluster_with_what_speaks_for_it(
    browse: Browse, server: str, lang: str
) -> None:
    view = found(server, "green-low-carbon")
    opened = browse()
    page = opened.go(f"clusters?lang={lang}&industry=green-low-carbon")
    rows = page.locator("table").first.locator("tbody tr")
    rows.first.wait_for(timeout=PATIENCE_MS)
    assert rows.count() == len(view["clusters"]) > 0
    rows.first.get_by_role("button").click()
    evidence = page.locator("tr.more")
    assert view["clusters"][0]["how"][lang] in evidence.inner_text()
    assert SYNTHETIC[lang] in page.locator(".sentence").inner_text()
    # A reload opens the same thing.
    page.reload()
    evidence.wait_for(timeout=PATIENCE_MS)
    promised = page.locator("table").last.locator("tbody tr")
    assert promised.count() == len(view["promised"]) == 3
    assert opened.complaints == []
    assert opened.outside == []


def test_the_map_outlines_them_when_asked(browse: Browse, server: str) -> None:
    count = len(found(server, "biomedicine")["clusters"])
    opened = browse()
    page = opened.go("map?lang=en&industry=biomedicine&measure=lq")
    page.get_by_label("Outline its clusters").check()
    words = f"{count} cluster" if count == 1 else f"{count} clusters"
    page.get_by_role("link", name=words).wait_for(timeout=PATIENCE_MS)
    assert "clusters=yes" in page.url
    assert opened.complaints == []
