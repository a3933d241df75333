"""Time tools that extract amounts of money from Chinese text; run by reading_speed.py."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any


def rate(find: Callable[[str], Sequence[Any]], paragraphs: list[str], seconds: float) -> object:
    """Return characters a second over whole paragraphs, and how many amounts were found."""
    find(paragraphs[0])
    characters = found = 0
    started = time.process_time()
    complete = False
    while time.process_time() - started < seconds:
        for paragraph in paragraphs:
            hits = find(paragraph)
            characters += len(paragraph)
            if not complete:
                found += len(hits)
            if time.process_time() - started >= seconds and complete:
                break
        complete = True
    return {"characters_per_second": characters / (time.process_time() - started), "found": found}


def main() -> None:
    """Print one JSON object: tool to its rate."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8")
    seconds = float(sys.argv[2])
    paragraphs = [part for part in text.split("\n\n") if part]

    import jionlp
    from recognizers_number_with_unit import Culture, recognize_currency

    rows = {
        "JioNLP 1.5.31": rate(lambda s: jionlp.ner.extract_money(s) or [], paragraphs, seconds),
        "Recognizers-Text 1.0.2a2": rate(
            lambda s: recognize_currency(s, Culture.Chinese), paragraphs, seconds
        ),
    }
    print(json.dumps(rows))


if __name__ == "__main__":
    main()
