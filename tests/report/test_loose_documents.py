"""Documents laid out without an atlas: whose figures are whose, and what cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cities import HARBOUR, write

from saidao import answers, pipeline
from saidao.answers.checks import all_findings
from saidao.atlas import Atlas
from saidao.report.loose_documents import lay_out, lay_out_beside


def paper(folder: Path, name: str, title: str, year: int, text: str) -> str:
    """Write an article and return its path."""
    head = f"---\ntitle: {title}\ndate: {year}-03-01\n---\n\n"
    return str(write(folder / f"{name}.md", head + text + "\n"))


@pytest.fixture
def two_cities(tmp_path: Path) -> list[str]:
    """One measure of two cities, the later one smaller."""
    return [
        paper(
            tmp_path, "one", "江州市生物医药规划", 2025, "到2027年，生物医药产业规模达到1万亿元。"
        ),
        paper(
            tmp_path, "two", "云湾市生物医药规划", 2026, "到2030年，生物医药产业规模达到900亿元。"
        ),
    ]


def test_what_two_cities_say_is_not_compared(two_cities: list[str]) -> None:
    laid = lay_out(two_cities)
    assert {one.subject.region for one in laid.snapshot.assertion} == {"江州市", "云湾市"}
    assert all_findings(laid.snapshot, laid.text) == ()


def test_articles_on_one_city_are_compared(tmp_path: Path) -> None:
    laid = lay_out(
        [
            paper(
                tmp_path,
                "one",
                "江州市生物医药规划",
                2025,
                "到2027年，生物医药产业规模达到1万亿元。",
            ),
            paper(
                tmp_path, "two", "新目标发布", 2026, "到2030年，江州市生物医药产业规模达到900亿元。"
            ),
        ]
    )
    assert [one.rule for one in all_findings(laid.snapshot, laid.text)] == ["later-less"]


def test_two_versions_meet_wherever_the_place_is_named(tmp_path: Path) -> None:
    files = [
        paper(
            tmp_path, "one", "江州市生物医药规划", 2025, "到2030年，生物医药产业规模达到1万亿元。"
        ),
        paper(tmp_path, "two", "生物医药行动方案", 2026, "到2030年，生物医药产业规模突破1万亿元。"),
    ]
    laid = lay_out(files, apart=False)
    ids = [laid.ids[one][0] for one in files]
    found = answers.diff(laid.snapshot, *ids)
    assert found.counts == {"hardened": 1}
    assert [found.before.kind, found.after.kind] == ["file", "file"]


def test_a_district_is_no_city(tmp_path: Path) -> None:
    text = (
        "到2030年，生物医药产业规模达到1万亿元。\n\n到2032年，灯塔区生物医药产业规模达到900亿元。"
    )
    laid = lay_out([paper(tmp_path, "one", "江州市生物医药规划", 2025, text)])
    assert len({one.subject.region for one in laid.snapshot.assertion}) == 2
    assert all_findings(laid.snapshot, laid.text) == ()


def test_what_cannot_be_read_is_named(tmp_path: Path, two_cities: list[str]) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    laid = lay_out([*two_cities, str(broken)])
    assert [one.name for one in laid.unread] == [str(broken)]
    assert len(laid.snapshot.document) == 2


def test_beside_an_atlas_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "out"
    pipeline.build(HARBOUR, out, recorded_at="2031")
    before = sorted((path.name, path.stat().st_size) for path in out.rglob("*"))
    text = "到2030年，海港市海洋产业规模突破3500亿元。"
    new = paper(tmp_path, "one", "海港市新目标", 2027, text)
    with Atlas.open(out) as atlas:
        laid = lay_out_beside(atlas, [new])
        (id,) = laid.ids[new]
        assert id in laid.snapshot.documents
        assert id not in atlas.snapshot.documents
        found = answers.diff(laid.snapshot, "ocean-plan", id)
    assert found.counts["raised"] == 1
    assert sorted((path.name, path.stat().st_size) for path in out.rglob("*")) == before
