"""diff and check as a person meets them: files, an atlas, formats and exit codes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from tests.cities import HARBOUR, write

from saidao.cli import main

PLANS = Path(__file__).resolve().parents[1] / "fixtures" / "plans"

BAY = {
    # What the earlier plan says, what the later one says, and what became of it.
    ("产值突破800亿元", "产值达到800亿元"): {"softened"},
    ("规模达到500亿元", "规模达到600亿元"): {"raised"},
    ("龙头企业10家", "龙头企业8家左右"): {"lowered", "softened"},
    ("到2025年，建成船用加注站30座", "到2027年，建成船用加注站30座"): {"put_off"},
    ("确保达到200万千瓦", "力争达到200万千瓦"): {"softened"},
    ("本地化率达到60%", "本地化率达到60%"): {"unchanged"},
    ("营业收入达到50亿元", "增加值达到50亿元"): {"redefined"},
    ("2个百亿级产业集群", "4个百亿级产业集群"): {"rolled_over"},
    ("能耗下降15%", "能耗下降18%"): {"raised"},
    ("人才达到5000人", ""): {"dropped"},
    ("", "智慧船厂12家"): {"new"},
}
VALLEY = {
    ("will exceed 40 GWh", "will reach 40 GWh"): {"softened"},
    ("EUR 12 billion", "EUR 15 billion"): {"raised"},
    ("20 charging hubs", "20 charging hubs"): {"put_off"},
    ("9,000 people", ""): {"dropped"},
    ("70 percent", "70 percent"): {"unchanged"},
    ("", "5 battery research centres"): {"new"},
}


def compared(
    capsys: pytest.CaptureFixture[str], before: Path, after: Path, *more: str
) -> dict[str, Any]:
    """Return two files compared, as JSON."""
    assert main(["diff", str(before), str(after), "--format", "json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def quote(side: dict[str, Any] | None) -> str:
    """Return the clause of one side, empty where it is silent."""
    if side is None:
        return ""
    clause: str = side["clause"]["quote"]
    return clause


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("bay-2021.md", "bay-2024.md", BAY), ("valley-2021.md", "valley-2023.md", VALLEY)],
)
def test_every_change_between_two_files_is_told(
    capsys: pytest.CaptureFixture[str],
    before: str,
    after: str,
    expected: dict[tuple[str, str], set[str]],
) -> None:
    found = compared(capsys, PLANS / before, PLANS / after)
    items = [
        (quote(one["before"]), quote(one["after"]), set(one["classes"])) for one in found["items"]
    ]
    assert len(items) == len(expected)
    for (first, second), classes in expected.items():
        assert [
            told
            for one, other, told in items
            if first in one and second in other and bool(first) == bool(one)
        ] == [classes], (first, second)


def test_a_file_against_itself_is_unchanged(capsys: pytest.CaptureFixture[str]) -> None:
    for path in sorted(PLANS.glob("*-20*.md")):
        found = compared(capsys, path, path)
        assert set(found["counts"]) == {"unchanged"}, path.name


def test_clauses_are_exact(capsys: pytest.CaptureFixture[str]) -> None:
    found = compared(capsys, PLANS / "bay-2021.md", PLANS / "bay-2024.md")
    text = (PLANS / "bay-2024.md").read_text(encoding="utf-8")
    for one in found["items"]:
        assert quote(one["after"]) in text


def test_the_text_for_people_shows_both_clauses(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(PLANS / "bay-2021.md"), str(PLANS / "bay-2024.md")]
    assert main(["diff", *files]) == 0
    told = capsys.readouterr().out
    assert "[降低、措辞变软] 龙头企业数" in told
    assert "“到2025年，培育龙头企业10家”" in told
    assert "本地化率" not in told
    assert main(["diff", *files, "--all", "--lang", "en"]) == 0
    told = capsys.readouterr().out
    assert "[lowered, softened]" in told
    assert "[unchanged]" in told


def test_csv_has_a_row_for_each_promise(capsys: pytest.CaptureFixture[str]) -> None:
    files = [str(PLANS / "bay-2021.md"), str(PLANS / "bay-2024.md")]
    assert main(["diff", *files, "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert len(rows) == len(BAY)
    (moved,) = (row for row in rows if row["classes"] == "put_off")
    assert (moved["before_period"], moved["after_period"]) == ("2025", "2027")
    assert moved["before_quote"].endswith("30座")


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The atlas of the invented city."""
    out = tmp_path_factory.mktemp("harbour") / "out"
    assert main(["build", str(HARBOUR), "-o", str(out)]) == 0
    return out


def test_a_file_against_a_plan_of_the_atlas(
    atlas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    text = "---\ntitle: 海港市海洋产业新计划\ndate: 2026-03-03\n---\n\n到2030年，海港市海洋产业规模达到3500亿元。\n"
    paper = write(tmp_path / "paper.md", text)
    arguments = ["diff", "ocean-plan", str(paper), "--atlas", str(atlas), "--format", "json"]
    assert main(arguments) == 0
    found = json.loads(capsys.readouterr().out)
    (size,) = (one for one in found["items"] if one["after"])
    assert size["classes"] == ["raised"]
    assert found["before"]["kind"] == "plan"


def test_an_industry_over_time(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["diff", "--industry", "ocean", "--atlas", str(atlas), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["industry_id"] == "ocean"
    assert found["versions"]
    assert main(["diff", "--industry", "ocean", "--atlas", str(atlas), "--lang", "en"]) == 0
    assert "Ocean" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["diff", "no-such-plan", "other"], "a file that is there, or --atlas FOLDER"),
        (["diff"], "two: files"),
        (["diff", "--industry", "ocean"], "--atlas FOLDER"),
        (["check", "no-such-folder"], "does not exist"),
        (["check", str(PLANS), "--rule", "no-such-rule"], "parts-total"),
    ],
)
def test_a_wrong_command_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main(arguments) in {1, 2}
    printed = capsys.readouterr().err
    assert printed.count("\n") == 1
    assert says in printed


SUMS = {
    ("named-parts", "1473亿元"),
    ("named-parts", "607亿元"),
    ("rate-path", "218.051亿元"),
    ("already-reached", "85亿元"),
    ("member-count", "列出3个"),
}


IN_ENGLISH = {
    ("named-parts", "1.058 bn EUR"),
    ("named-parts", "607 mn EUR"),
    ("rate-path", "218.051 mn EUR"),
    ("already-reached", "85 mn EUR"),
}


@pytest.mark.parametrize(
    ("name", "language", "sums"),
    [("sums.md", "zh", SUMS), ("sums-in-english.md", "en", IN_ENGLISH)],
)
def test_sums_of_a_document_are_checked(
    capsys: pytest.CaptureFixture[str], name: str, language: str, sums: set[tuple[str, str]]
) -> None:
    assert main(["check", str(PLANS / name), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["findings"]) == len(sums)
    for rule, number in sums:
        assert any(
            one["rule"] == rule and number in one["computed"][language] for one in found["findings"]
        ), rule
    text = (PLANS / name).read_text(encoding="utf-8")
    for one in found["findings"]:
        for figure in one["figures"]:
            assert figure["clause"]["quote"] in text


def test_what_only_looks_like_a_contradiction_is_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Firms of several kinds, real growth, names with an and inside, yearly tasks, what falls."""
    assert main(["check", str(PLANS / "no-sums.md"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["findings"] == []


def test_plans_that_add_up_give_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(PLANS / "bay-2021.md"), str(PLANS / "valley-2021.md")]) == 0
    assert "没有发现不相符之处" in capsys.readouterr().out


def test_strict_leaves_with_1_where_figures_contradict(
    capsys: pytest.CaptureFixture[str],
) -> None:
    sums = str(PLANS / "sums.md")
    assert main(["check", sums]) == 0
    assert main(["check", sums, "--strict"]) == 1
    assert main(["check", sums, "--strict", "--rule", "later-less"]) == 0
    told = capsys.readouterr().out
    assert "[确定] 文中点名的分项 (named-parts)" in told


def test_findings_as_csv_one_figure_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(PLANS / "sums.md"), "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    roles = [row["role"] for row in rows if row["rule"] == "rate-path"]
    assert roles == ["rate", "base", "level"]
    assert all(row["quote"] and row["start"] for row in rows)


def test_an_atlas_is_checked(atlas: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["check", str(atlas), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["figures"] > 5
    assert {one["id"] for one in found["rules"]} >= {"parts-total", "already-reached"}


def test_a_document_is_held_against_the_figures_of_an_atlas(
    atlas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    paper = write(
        tmp_path / "paper.md",
        "---\ntitle: 海港市新目标\ndate: 2026-03-03\n---\n\n到2032年，海港市海洋产业规模达到1000亿元。\n",
    )
    assert main(["check", str(paper), "--atlas", str(atlas), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (one,) = (each for each in found["findings"] if each["rule"] == "later-less")
    assert one["certainty"] == "likely"
    assert [figure["role"] for figure in one["figures"]] == ["earlier", "later"]


def test_what_cannot_be_read_is_said_and_the_rest_is_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    assert main(["check", str(broken), str(PLANS / "sums.md")]) == 1
    printed = capsys.readouterr()
    assert "broken.pdf" in printed.err
    assert "named-parts" in printed.out


def test_adding_a_document_says_what_does_not_add_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["build", str(HARBOUR), "-o", str(out)]) == 0
    paper = write(tmp_path / "paper.md", (PLANS / "sums.md").read_text(encoding="utf-8"))
    assert main(["add", str(out), str(paper)]) == 0
    told = capsys.readouterr().out
    assert "does not add up 文中点名的分项: 701亿元 + 304亿元 + 468亿元 = 1473亿元" in told
    assert "(certain)" in told
