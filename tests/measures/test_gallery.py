"""The gallery: its blocks run as they stand, its pictures show what they found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

from bench.gallery import PICTURE, blocks, main, rewritten, run
from bench.gallery_pictures import PICTURES
from saidao import measures

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "gallery"
PAGE = (FOLDER / "index.md").read_text("utf-8")
PRINTED = re.compile(r"^```text\n(.*?)\n```$", re.M | re.S)


@pytest.fixture(scope="module")
def ran() -> tuple[dict[str, Any], list[str]]:
    return run(blocks(PAGE))


def test_blocks_print_what_the_page_says(ran: tuple[dict[str, Any], list[str]]) -> None:
    said = PRINTED.findall(PAGE)
    assert len(said) == 1 + len(PICTURES)
    assert said == ran[1]


def test_what_was_planted_is_found(ran: tuple[dict[str, Any], list[str]]) -> None:
    names = ran[0]
    for test in (names["kd"], names["m"]):
        verdicts = dict(test.summary[["trade", "verdict"]].values.tolist())
        assert verdicts["mill"] == verdicts["chips"] == "localised"
        assert verdicts["brewery"] == "dispersed"
    assert set(names["index"]["trade"].iloc[:2]) == {"chips", "mill"}
    surely = names["chips"][names["chips"]["lower"] > 1]
    assert surely["town"].tolist() == ["Hazel"]
    parts = names["parts"]
    total = parts["national_share"] + parts["industry_mix"] + parts["regional_shift"]
    assert np.allclose(total.to_numpy(), parts["growth"].to_numpy())


def test_the_river_parts_no_cluster(ran: tuple[dict[str, Any], list[str]]) -> None:
    names = ran[0]
    found = names["found"]
    assert [len(found[of].summary) for of in ("chips", "mill", "bakery")] == [1, 1, 0]
    plants = names["plants"][found["mill"].label > 0]
    north = plants["y"] > 30 + 6 * np.sin(plants["x"] / 16)
    assert 0 < north.sum() < len(plants)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_fit_a_phone_and_say_what_they_show(
    name: str, ran: tuple[dict[str, Any], list[str]]
) -> None:
    drawn, words = PICTURES[name](ran[0])
    root = ElementTree.fromstring(drawn)
    width, height = (float(one) for one in (root.get("viewBox") or "").split()[2:])
    assert width <= 390
    assert root.get("aria-label") == words
    assert f"![{words}]({name}.svg)" in PAGE
    assert (FOLDER / f"{name}.svg").is_file()
    assert "nan" not in drawn
    for mark in root.iter():
        for across, most in (("cx", width), ("cy", height), ("x", width), ("y", height)):
            if mark.get(across) is not None:
                assert 0 <= float(mark.get(across, "")) <= most


def test_every_picture_of_the_page_is_made() -> None:
    assert [found["name"] for found in PICTURE.finditer(PAGE)] == list(PICTURES)


def test_rewriting_a_page_twice_changes_nothing() -> None:
    page = "```python\nprint(1)\n```\n\n![](kd.svg)\n"
    _, printed = run(blocks(page))
    once = rewritten(page, printed, {"kd": "Kd"})
    assert once == "```python\nprint(1)\n```\n\n```text\n1\n```\n\n![Kd](kd.svg)\n"
    assert rewritten(once, printed, {"kd": "Kd"}) == once


def test_a_block_that_fails_is_named() -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        run(["1 + 1", "1 / 0"])
    assert "block 2 of the gallery" in str(caught.traceback[-1].path)


def test_the_command_takes_no_unknown_option(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--paint"])
    assert "--paint" in capsys.readouterr().err


def test_the_reference_lists_every_public_measure() -> None:
    listed = (ROOT / "docs" / "reference" / "measures.md").read_text("utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", listed, re.M)) == set(measures.__all__)
