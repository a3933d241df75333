"""build, add, serve and demo as a person meets them: what they print and how they end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao.cli import main
from saidao.store import read_pointer


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """The built atlas of the invented city."""
    build(tmp_path / "out")
    return tmp_path / "out"


def complaint(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> tuple[int, str]:
    """Run a command that fails; return its code and the one line that it prints."""
    code = main(arguments)
    printed = capsys.readouterr().err
    assert printed.startswith("saidao: ")
    assert printed.count("\n") == 1, printed
    assert "Traceback" not in printed
    return code, printed


def test_building_says_what_it_made(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder" / "other"
    assert main(["build", str(HARBOUR), "-o", str(folder)]) == 0
    assert "海港市 Harbour City: 5 commitments" in capsys.readouterr().out
    assert read_pointer(folder).content_hash == read_pointer(out).content_hash


def test_building_again_says_that_nothing_has_changed(
    out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", str(HARBOUR), "--out", str(out)]) == 0
    assert "nothing has changed" in capsys.readouterr().out


def test_add_says_which_commitments_a_document_met(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paper = write(tmp_path / "paper.md", ARTICLE)
    assert main(["add", str(out), str(paper)]) == 0
    printed = capsys.readouterr().out
    assert "CONFLICTS    海洋产业规模: 突破3000亿元" in printed
    assert "differs in comparator (elected: 达到3000亿元, 海洋产业行动方案)" in printed
    assert "agrees       海洋产业百亿级产业集群数: 2个百亿级产业集群" in printed
    assert "new" in printed
    assert main(["add", str(out), str(paper)]) == 0
    again = capsys.readouterr().out
    assert "already in the atlas" in again
    assert "nothing has changed" in again


def test_add_of_a_folder_says_who_contradicts_whom(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    write(papers / "a.md", ARTICLE)
    write(
        papers / "b.md",
        "到2033年，海洋产业规模达到2500亿元。\n\n2025年，海洋产业营业收入为900亿元。\n",
    )
    write(papers / "c.md", "2025年，海洋产业营业收入为700亿元。\n\n到2031年，新增深水泊位3个。\n")
    write(papers / "d.md", "（转载）" + ARTICLE.split("---\n")[-1])
    assert main(["add", str(out), str(papers)]) == 0
    printed = capsys.readouterr().out
    assert "differs in deadline" in printed
    assert "against 海洋产业规模" in printed
    assert "value 海港市海洋产业营业收入 900亿元 (2025, b.md)" in printed
    assert "the same voice as" in printed
    assert "4 documents: " in printed


def test_add_reads_folders_and_takes_the_users_word_for_authority(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "papers").mkdir()
    write(tmp_path / "papers" / "one.md", ARTICLE.replace("2026-03-03", "2026-04-01"))
    code = main(["add", str(out), str(tmp_path / "papers"), "--authority", "official"])
    assert code == 0
    # Official like the plan, and newer.
    assert (
        "agrees       海洋产业规模: 突破3000亿元 (2030); others differ (comparator)"
        in capsys.readouterr().out
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["build", "{tmp}/nowhere", "-o", "{tmp}/x"], 1, "nowhere"),
        (["build", "{tmp}", "-o", "{tmp}/x"], 1, "pack.yaml"),
        (["build", str(HARBOUR)], 2, "--out"),
        (["build", str(HARBOUR), "-o", "{tmp}/mine"], 1, "holds other things (photo.txt)"),
        (["build", str(HARBOUR), "-o", "{tmp}/mine/photo.txt"], 1, "expected a folder"),
        (["add", "{tmp}/nowhere", "{tmp}/paper.md"], 1, "does not exist; make one with"),
        (["add", "{tmp}/mine", "{tmp}/paper.md"], 1, "is not an atlas"),
        (["add", "{out}", "{tmp}/nowhere.md"], 1, "does not exist"),
        (["add", "{out}", "{tmp}/empty.md"], 1, "is empty"),
        (["add", "{out}", "{tmp}/binary.txt"], 1, "binary.txt"),
        (["add", "{out}", "{tmp}/paper.md", "--authority", "king"], 2, "authority"),
        (["serve", "{tmp}/mine"], 1, "is not an atlas"),
        (["serve", "{out}", "--port", "99999"], 2, "from 0 to 65535"),
        (["serve", "{out}", "--host", "203.0.113.7"], 2, "an address of this machine"),
        (["serve", "{out}", "--no-such-option"], 2, "--no-such-option"),
    ],
)
def test_wrong_input_is_one_clear_line(
    out: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    code: int,
    words: str,
) -> None:
    (tmp_path / "mine").mkdir()
    write(tmp_path / "mine" / "photo.txt", "mine")
    write(tmp_path / "paper.md", ARTICLE)
    write(tmp_path / "empty.md", "")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    before = read_pointer(out)
    filled = [argument.format(tmp=tmp_path, out=out) for argument in arguments]
    returned, printed = complaint(capsys, filled)
    assert returned == code
    assert words in printed
    assert read_pointer(out) == before, "a failed command must leave the atlas alone"
    assert not (tmp_path / "x").exists(), "a failed build must leave nothing behind"


def test_one_bad_file_is_reported_and_the_others_enter(
    out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [write(tmp_path / "bad.md", ""), write(tmp_path / "good.md", ARTICLE)]
    code = main(["add", str(out), *map(str, files)])
    printed = capsys.readouterr()
    assert code == 1
    assert printed.err == f"saidao: {files[0]}: is empty; there is nothing to read\n"
    assert "agrees       海洋产业百亿级产业集群数" in printed.out
    assert read_pointer(out).revision == 2
    assert main(["add", str(out), *map(str, files)]) == 1
    assert read_pointer(out).revision == 2


def test_a_port_in_use(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = ["serve", str(out), "--port", port, "--no-browser"]
        code, printed = complaint(capsys, arguments)
    assert code == 2
    assert f"{port}, which is in use" in printed


@contextlib.contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start a command that serves; give the process and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "saidao", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if "http://" in line:
                yield process, line.split()[1]
                return
        raise AssertionError(process.stderr.read() if process.stderr else "")
    finally:
        process.kill()
        process.communicate()


def ended_quietly(process: subprocess.Popen[str]) -> None:
    """Stop a server as Ctrl-C does and check that it says nothing."""
    process.send_signal(signal.SIGINT)
    _, complaints = process.communicate(timeout=20)
    assert process.returncode in (0, 130)
    assert complaints.strip() in ("", "saidao: stopped")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_serve_answers_and_leaves_quietly(out: Path) -> None:
    with running("serve", str(out), "--no-browser") as (process, address):
        with urllib.request.urlopen(f"{address}api/info", timeout=20) as response:
            assert json.load(response)["city"]["en"] == "Harbour City"
        ended_quietly(process)


@pytest.mark.slow
def test_the_demo_builds_once_and_then_only_serves(tmp_path: Path) -> None:
    out = tmp_path / "demo"
    for _ in range(2):
        with running("demo", "--no-browser", "--out", str(out)) as (process, address):
            with urllib.request.urlopen(f"{address}api/info", timeout=20) as response:
                assert json.load(response)["id"] == "shanghai"
            ended_quietly(process)
    assert read_pointer(out).revision == 1


def test_interrupting_a_build_leaves_nothing_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("saidao.pipeline.pack_rows", interrupted)
    assert main(["build", str(HARBOUR), "-o", str(tmp_path / "out")]) == 130
    assert capsys.readouterr().err == "saidao: stopped\n"
    assert not (tmp_path / "out" / "atlas.json").exists()
    monkeypatch.undo()
    assert main(["build", str(HARBOUR), "-o", str(tmp_path / "out")]) == 0
