"""Characters a second of the reader, beside tools that find amounts of money only.

Two texts: the worked examples of tests/examples (our own sentences, a statement every few
words, repeated to size), and the long plans of the reference texts where they lie beside
the checkout. The reader returns all fields of every statement; JioNLP and
Recognizers-Text, which run in an environment of their own, return amounts and their
spans. All are timed on one core, after start, in one run, in processor time.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

import yaml

from saidao.documents import read_bytes
from saidao.statements.reader import read_document
from saidao.statements.statement import Context

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / "bench" / "peers" / "money.py"
PEER_PACKAGES = ("jionlp==1.5.31", "recognizers-text-suite", "emoji==1.1.0", "setuptools<70")


def sample(language: str, characters: int) -> str:
    """Return about `characters` of example text in `language` (``chinese``, ``english``)."""
    texts: list[str] = []
    for path in sorted((ROOT / "tests" / "examples").glob(f"{language}*.yaml")):
        sheet = yaml.safe_load(path.read_text("utf-8"))
        texts += [case["text"].strip() for case in sheet["examples"]]
    once = "\n\n".join(texts)
    return "\n\n".join([once] * max(1, characters // len(once)))


def our_rate(text: str, seconds: float) -> tuple[float, int]:
    """Return characters a second of `read_document` (document made once) and statements."""
    document = read_bytes(text.encode(), "sample.txt")
    context = Context(date="2024", region="Exampleton")
    reading = read_document(document, context, with_mentions=False)
    runs, started = 0, time.process_time()
    while time.process_time() - started < seconds:
        reading = read_document(document, context, with_mentions=False)
        runs += 1
    return runs * len(text) / (time.process_time() - started), len(reading.statements)


def plans(language: str) -> str:
    """Return the reference plans in `language` (``zh``, ``en``), empty where absent."""
    folder = ROOT.parent / "shared" / "plans"
    if not (folder / "meta.jsonl").is_file():
        return ""
    rows = map(json.loads, (folder / "meta.jsonl").read_text("utf-8").splitlines())
    return "\n\n".join(
        (folder / "docs" / f"{row['id']}.txt").read_text("utf-8")
        for row in rows
        if row["lang"] == language
    )


def peer_rates(text: str, seconds: float) -> dict[str, dict[str, float]]:
    """Return what the peers print of themselves; empty where they cannot be installed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sample.txt"
        path.write_text(text, encoding="utf-8")
        command = ["uv", "run", "--quiet", "--no-project", "--isolated", "--python", "3.11"]
        for package in PEER_PACKAGES:
            command += ["--with", package]
        command += ["python", "-W", "ignore", str(PEERS), str(path), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print("peers could not be run:", done.stderr.strip().splitlines()[-1:])
        return {}
    rates: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return rates


def run(characters: int = 100_000, seconds: float = 4.0) -> None:
    """Print the table."""
    texts = {
        "worked examples, Chinese": sample("chinese", characters),
        "worked examples, English": sample("english", characters),
        "long plans, Chinese": plans("zh"),
        "long plans, English": plans("en"),
    }
    print(f"{'text':26}{'tool':36}{'characters/s':>14}{'found':>8}{'saidao is':>12}")
    for name, text in texts.items():
        if not text:
            print(f"{name:26}the reference texts are not beside this checkout")
            continue
        ours, found = our_rate(text, seconds)
        print(f"{name:26}{'saidao, all fields':36}{ours:14,.0f}{found:8}")
        for tool, row in peer_rates(text, seconds).items() if "Chinese" in name else ():
            rate = row["characters_per_second"]
            print(
                f"{'':26}{tool + ', money only':36}{rate:14,.0f}{row['found']:8.0f}"
                f"{ours / rate:11.2f}x"
            )
