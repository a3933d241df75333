"""Characters a second of the reader, beside tools that find amounts of money only.

The text is made of the worked examples in tests/examples (our own sentences), repeated to
the size wanted. The reader returns all fields of every statement; JioNLP and
Recognizers-Text, which run in an environment of their own, return amounts and their
spans. All are timed on one core, after start, in one run.
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
        texts += [case["text"].strip() for case in yaml.safe_load(path.read_text("utf-8"))]
    once = "\n\n".join(texts)
    return "\n\n".join([once] * max(1, characters // len(once)))


def our_rate(text: str, seconds: float) -> tuple[float, int]:
    """Return characters a second of `read_document` (document made once) and statements."""
    document = read_bytes(text.encode(), "sample.txt")
    context = Context(date="2024", region="Exampleton")
    read_document(document, context)
    runs, started = 0, time.perf_counter()
    while time.perf_counter() - started < seconds:
        reading = read_document(document, context)
        runs += 1
    return runs * len(text) / (time.perf_counter() - started), len(reading.statements)


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


def run(characters: int = 200_000, seconds: float = 5.0) -> None:
    """Print the table."""
    text = sample("chinese", characters)
    ours, found = our_rate(text, seconds)
    english = sample("english", characters)
    ours_english, found_english = our_rate(english, seconds)
    print(f"{'tool':34}{'characters/s':>14}{'found':>8}{'saidao is':>12}")
    print(f"{'saidao, all fields, Chinese':34}{ours:14,.0f}{found:8}{'':>12}")
    print(f"{'saidao, all fields, English':34}{ours_english:14,.0f}{found_english:8}{'':>12}")
    for name, row in peer_rates(text, seconds).items():
        rate = row["characters_per_second"]
        print(f"{name + ', money only':34}{rate:14,.0f}{row['found']:8.0f}{ours / rate:11.2f}x")
