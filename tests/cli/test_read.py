"""``saidao read`` and ``saidao watch`` from the command line."""

from __future__ import annotations

import csv
import http.server
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from saidao.cli import main
from saidao.cli import watch as watching
from saidao.documents.document import Document
from saidao.errors import DocumentError

PLAN = (
    "河口市港口行动计划\n\n"
    "到2028年，全市港口吞吐量达到9亿吨，产业规模突破600亿元，培育企业30家以上。\n"
)
PAGE = "<p>到2028年，全市海洋产业规模<b>突破</b>800亿元。</p>"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of two documents and a file that is none."""
    docs = tmp_path / "docs"
    (docs / "inner").mkdir(parents=True)
    (docs / "plan.txt").write_text(PLAN, encoding="utf-8")
    (docs / "inner" / "page.html").write_text(PAGE, encoding="utf-8")
    (docs / "notes.bin").write_bytes(b"\x00\x01")
    return docs


def run(*arguments: object) -> int:
    return main(["read", *map(str, arguments)])


def complaint(capsys: pytest.CaptureFixture[str], code: int, *arguments: object) -> str:
    """Return the one line that a wrong command prints."""
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert captured.err.startswith("saidao: ")
    assert captured.err.count("\n") == 1, captured.err
    assert "Traceback" not in captured.err
    return captured.err


def rows(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_a_table_for_people(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder / "plan.txt") == 0
    out = capsys.readouterr().out
    assert "河口市港口行动计划" in out
    assert "600亿元" in out
    assert "2028" in out
    assert "原文" in out


def test_records_hold_the_quote_of_the_source(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder, "--format", "jsonl") == 0
    found = rows(capsys.readouterr().out)
    assert {row["document"] for row in found} == {"plan", "page"}
    sources = {"plan": PLAN, "page": PAGE}
    for row in found:
        assert sources[str(row["document"])][row["start"] : row["end"]] == row["quote"]
    sizes = {row["value"]: row for row in found}
    assert sizes[8e10]["cmp"] == ">"
    assert sizes[8e10]["period"] == "2028"
    assert "<b>突破</b>" in str(sizes[8e10]["quote"])


def test_a_file_has_the_format_of_its_name(folder: Path, tmp_path: Path) -> None:
    for name in ("o.jsonl", "o.csv", "o.xlsx"):
        assert run(folder, "--out", tmp_path / name) == 0
    records = rows((tmp_path / "o.jsonl").read_text(encoding="utf-8"))
    with (tmp_path / "o.csv").open(encoding="utf-8-sig", newline="") as stream:
        table = list(csv.DictReader(stream))
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert len(records) == len(table) == len(cells) - 1 > 2
    assert [row["quote"] for row in table] == [row["quote"] for row in records]
    column = cells[0].index("value")
    assert [row[column] for row in cells[1:]] == [row["value"] for row in records]
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "docs",
        "o.csv",
        "o.jsonl",
        "o.xlsx",
    ]


def test_one_file_a_document_and_what_is_known_of_it(folder: Path, tmp_path: Path) -> None:
    out, meta = tmp_path / "out", tmp_path / "meta.jsonl"
    meta.write_text('{"id": "page", "region": "河口", "year": 2026, "lang": "zh"}\n', "utf-8")
    assert run(folder, "--out-dir", out, "--meta", meta, "--mentions") == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "page.jsonl",
        "page.links.jsonl",
        "plan.jsonl",
        "plan.links.jsonl",
    ]
    (row,) = rows((out / "page.jsonl").read_text(encoding="utf-8"))
    assert row["region"] == "河口"


def test_files_of_the_same_name_do_not_overwrite_each_other(folder: Path, tmp_path: Path) -> None:
    (folder / "plan.md").write_text(f"# 计划\n\n{PLAN}", encoding="utf-8")
    (folder / "inner" / "plan.txt").write_text(PLAN, encoding="utf-8")
    out = tmp_path / "out"
    assert run(folder, "--out-dir", out) == 0
    assert len(list(out.iterdir())) == 4


def test_a_run_is_resumed(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "plan.jsonl").write_text("kept\n", encoding="utf-8")
    assert run(folder, "--out-dir", out, "--resume") == 0
    assert (out / "plan.jsonl").read_text(encoding="utf-8") == "kept\n"
    assert rows((out / "page.jsonl").read_text(encoding="utf-8"))


def test_one_bad_file_does_not_stop_the_others(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (folder / "empty.txt").write_bytes(b"")
    out = tmp_path / "out"
    assert run(folder, "--out-dir", out) == 1
    printed = capsys.readouterr().err
    assert "broken.pdf: the PDF is damaged" in printed
    assert "empty.txt: is empty" in printed
    assert "2 of 4 files could not be read" in printed
    assert sorted(path.name for path in out.iterdir()) == ["page.jsonl", "plan.jsonl"]


def test_wrong_commands_say_what_to_do(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = folder / "plan.txt"
    bare = tmp_path / "bare"
    bare.mkdir()
    assert "does not exist" in complaint(capsys, 1, tmp_path / "none.txt")
    assert "holds no documents" in complaint(capsys, 1, bare)
    assert "binary" in complaint(capsys, 1, folder / "notes.bin")
    assert "--out" in complaint(capsys, 2, plan, "--format", "xlsx")
    assert "folder that exists" in complaint(capsys, 2, plan, "--out", tmp_path / "no" / "o.csv")
    assert "not a folder" in complaint(capsys, 2, plan, "--out", bare)
    assert "either" in complaint(capsys, 2, plan, "--out", "a", "--out-dir", "b")
    assert "--out-dir" in complaint(capsys, 2, plan, "--resume")
    assert "1 or more" in complaint(capsys, 2, plan, "--jobs", "0")
    assert "jsonl" in complaint(capsys, 2, plan, "--format", "csv", "--out-dir", bare)
    assert "JSON Lines" in complaint(capsys, 2, plan, "--meta", tmp_path / "none.jsonl")
    meta = tmp_path / "meta.jsonl"
    meta.write_text('{"id": "a"}\nnot json\n', encoding="utf-8")
    assert "meta.jsonl:2" in complaint(capsys, 2, plan, "--meta", meta)
    assert not list(bare.iterdir())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder.chmod(0o500)
    try:
        said = complaint(capsys, 2, folder / "plan.txt", "--out", folder / "o.csv")
    finally:
        folder.chmod(0o700)
    assert "can be written to" in said


def test_a_pipe_that_closes_early_is_no_error(folder: Path) -> None:
    for number in range(40):
        (folder / f"p{number}.txt").write_text(PLAN, encoding="utf-8")
    command = f"{sys.executable} -m saidao read {folder} --format jsonl | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""


def test_control_characters_do_not_reach_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "标题\x1b[31m红\n\n到2028年产业规模\x1b[2J突破600亿元[bold]。\n", encoding="utf-8"
    )
    assert run(path) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "600亿元" in out


def test_a_name_that_is_no_utf8(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(path, "w", encoding="utf-8") as stream:  # noqa: PTH123 - bytes are no Path
        stream.write(PLAN)
    for form in ("jsonl", "table"):
        assert run(tmp_path, "--format", form) == 0
        capsys.readouterr().out.encode("utf-8")
    assert run(tmp_path, "--out-dir", tmp_path / "out") == 0


def test_interrupting_leaves_no_half_written_file(tmp_path: Path) -> None:
    docs, out = tmp_path / "docs", tmp_path / "out"
    docs.mkdir()
    for number in range(400):
        (docs / f"p{number}.txt").write_text(PLAN * 60, encoding="utf-8")
    command = [sys.executable, "-m", "saidao", "read", docs, "--out-dir", out, "--jobs", "2"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not list(out.glob("p*.jsonl")) and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(2)
    _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    written = sorted(out.iterdir())
    assert process.returncode == 130 or len(written) == 400
    assert all(path.suffix == ".jsonl" and not path.name.startswith(".") for path in written)
    whole = {path.read_text(encoding="utf-8").count("\n") for path in written}
    assert len(whole) == 1


RSS = (
    "<rss><channel>{}<item><title>港口通知</title><guid>one</guid><description>到2028年产业规模"
    "突破600亿元。</description></item></channel></rss>"
)


def test_watch_reads_what_is_new(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    feed, state, out = tmp_path / "f.xml", tmp_path / "s.json", tmp_path / "out"
    feed.write_text(RSS.format(""), encoding="utf-8")
    command = ["watch", str(feed), "--state", str(state), "--out-dir", str(out)]
    assert main(command) == 0
    assert "1 new of 1 items, 1 statements" in capsys.readouterr().out
    (first,) = out.iterdir()
    first.unlink()
    assert main(command) == 0
    assert "nothing new" in capsys.readouterr().out
    assert not list(out.iterdir())
    more = "<item><title>新增泊位12个</title><guid>two</guid></item>"
    feed.write_text(RSS.format(more), encoding="utf-8")
    assert main(command) == 0
    assert len(list(out.iterdir())) == 1
    state.write_text("[]", encoding="utf-8")
    capsys.readouterr()
    assert main(command) == 2
    assert "remove it to begin anew" in capsys.readouterr().err


THREE = RSS.format(
    "<item><title>新增泊位12个</title><guid>two</guid></item>"
    "<item><title>新增航线8条</title><guid>three</guid></item>"
)


@pytest.fixture
def feed_site() -> Iterator[tuple[str, list[str]]]:
    """A site with one feed, whose text the test may change."""
    held = [THREE]

    class Feed(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(held[0].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Feed)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/feed.xml", held
    server.shutdown()
    server.server_close()


def test_watch_follows_a_feed_on_a_site(
    feed_site: tuple[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address, held = feed_site
    state, out = tmp_path / "s.json", tmp_path / "out"
    command = ["watch", address, "--state", str(state), "--out-dir", str(out)]
    assert main(command) == 0
    assert "3 new of 3 items, 3 statements" in capsys.readouterr().out
    assert main(command) == 0
    assert "nothing new in 3 items" in capsys.readouterr().out
    held[0] = held[0].replace("新增航线8条", "新增航线9条")
    assert main(command) == 0
    assert "1 new of 3 items" in capsys.readouterr().out
    held[0] = "<html><p>维护中</p></html>"
    assert main(command) == 1
    assert "is not an RSS or Atom feed" in capsys.readouterr().err


def test_a_watch_that_is_stopped_goes_on_where_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, state, out = tmp_path / "f.xml", tmp_path / "s.json", tmp_path / "out"
    feed.write_text(THREE, encoding="utf-8")
    command = ["watch", str(feed), "--state", str(state), "--out-dir", str(out)]
    real, calls = watching.write_document, []

    def stopped(item: Document, *rest: Any, **named: Any) -> int:
        calls.append(item.id)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(item, *rest, **named)

    monkeypatch.setattr(watching, "write_document", stopped)
    assert main(command) != 0
    assert main(command) == 0
    assert "2 new of 3 items" in capsys.readouterr().out
    assert calls[1:] == [calls[1], calls[1], calls[3]]
    assert len(list(out.iterdir())) == 3


def test_an_item_that_fails_is_reported_and_tried_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    feed, state, out = tmp_path / "f.xml", tmp_path / "s.json", tmp_path / "out"
    feed.write_text(THREE, encoding="utf-8")
    command = ["watch", str(feed), "--state", str(state), "--out-dir", str(out)]

    def refuse(item: Document, *rest: Any, **named: Any) -> int:
        if "泊位" in item.metadata.title:
            raise DocumentError(item.name, "is refused")
        return real(item, *rest, **named)

    real = watching.write_document
    with monkeypatch.context() as patch:
        patch.setattr(watching, "write_document", refuse)
        assert main(command) == 1
    printed = capsys.readouterr()
    assert "2 new of 3 items" in printed.out
    assert printed.err.endswith(": is refused\n")
    assert main(command) == 0
    assert "1 new of 3 items" in capsys.readouterr().out


def test_the_reference_texts_are_read_with_exact_quotes(shared: Path, tmp_path: Path) -> None:
    docs = shared / "corpus" / "docs"
    assert run(docs, "--meta", shared / "corpus" / "meta.jsonl", "--out-dir", tmp_path) == 0
    count = 0
    for path in docs.iterdir():
        with path.open(encoding="utf-8", newline="") as stream:
            source = stream.read()
        for row in rows((tmp_path / f"{path.stem}.jsonl").read_text(encoding="utf-8")):
            assert source[row["start"] : row["end"]] == row["quote"]
            count += 1
    assert count > 400
