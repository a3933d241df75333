"""``saidao review`` as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cities import build

from saidao.cli import main
from saidao.cli.serve import is_loopback
from saidao.store import read_pointer

ROW = "review-drone-size-2032"


@pytest.fixture
def out(tmp_path: Path) -> str:
    """The atlas of the invented city."""
    build(tmp_path / "out")
    return str(tmp_path / "out")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Run a command that goes well; return what it prints."""
    assert main(["review", *arguments]) == 0, capsys.readouterr().err
    return capsys.readouterr().out


def test_open_reviews_are_listed_with_their_readings(
    out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = said(capsys, out)
    assert f"{ROW}  open" in printed
    assert "海洋产业的目标" in printed
    assert "“到2032年，无人机产业规模达到800亿元”" in printed
    assert "the pack and the reader read this passage differently" in printed
    assert "1. target · 产业规模 · 突破800亿元 · 2032 · commits · as the pack has it" in printed
    assert "2. target · 无人机产业规模 · 达到800亿元 · 2032" in printed
    assert printed.endswith("1 open\n")


def test_deciding_and_taking_it_back(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = said(capsys, out, ROW, "--accept", "2", "--by", "林", "--note", "原文如此")
    assert f"{ROW}  accepted" in printed
    assert "accepted 2 by 林 at " in printed
    assert "原文如此" in printed
    assert "nothing is open" in said(capsys, out)
    assert f"{ROW}  accepted" in said(capsys, out, "--all")
    assert f"{ROW}  open" in said(capsys, out, ROW, "--reopen")
    assert "1 open" in said(capsys, out)


def test_correcting_several_fields(out: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = said(capsys, out, ROW, "--correct", "value=900亿", "period=2033", "--by", "林")
    assert "corrected 1: value=900亿, period=2033 by 林" in printed
    printed = said(capsys, out, ROW, "--correct", "value-high=950亿", "--correct", "cmp=range")
    assert "value_high=950亿, cmp=range" in printed


def test_a_statement_is_decided_on_by_its_own_id(
    out: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "rejected by" in said(capsys, out, "ocean-size-2030-plan", "--reject")
    assert "as it was read" in said(capsys, out, "ocean-size-2030-plan", "--reopen")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing", "--reject"], "no review 'nothing'"),
        (["nothing"], "the id of a review; see  saidao review"),
        (["--reject"], "the id of a review"),
        ([ROW, "--accept", "3"], "a reading from 1 to 2"),
        ([ROW, "--accept", "1", "--reject"], "--accept and --reject, expected one of them"),
        ([ROW, "--correct", "value"], "FIELD=VALUE"),
        ([ROW, "--correct", "value=viel"], "a number"),
        ([ROW, "--correct", "colour=red"], "one of kind"),
        ([ROW, "--reopen"], "a review that was decided"),
        ([ROW, "--reject", "--by", ""], "the name of who decides"),
    ],
)
def test_wrong_input_is_one_clear_line(
    out: str, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    before = read_pointer(Path(out))
    assert main(["review", out, *arguments]) == 2
    printed = capsys.readouterr().err
    assert words in printed
    assert printed.count("\n") == 1
    assert read_pointer(Path(out)) == before


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.0.0.2", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.168.1.7", False),
        ("atlas.example", False),
    ],
)
def test_decisions_are_taken_where_only_this_machine_can_reach(host: str, expected: bool) -> None:
    assert is_loopback(host) is expected
