"""Score mentions against a folder of link files.

    python bench/score_mentions.py PLANS/links

Reads `<stem>.links.jsonl` from the folder and the text `docs/<stem>.txt` beside it. For
each type the gold spans are the single bodies of all responsibilities, the tasks of all
technology tasks, the zones and the firms. A reading's span is a hit when it overlaps a
gold span that no earlier hit has taken (greedy, in the order of the text, best overlap
first). The gold names a zone or firm where it first occurs, and so do our records.
Precision, recall and F1 are over all documents together.

A gold row may be marked `"doubtful": true` where a careful reader would neither ask for it
nor call it wrong. With `--strict` such rows count on neither side: they are not asked for,
and a reading that meets nothing but one of them is not counted.
"""

from __future__ import annotations

import argparse
import json
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from saidao.documents.document import Block, Document, TextAnchor
from saidao.statements.mentions import read
from saidao.statements.mentions.records import records

TYPES = ("responsible", "technology_task", "zone", "firm")
Span = tuple[int, int]


def plain_document(path: Path) -> Document:
    """Return a text file as a document whose offsets are those of the file."""
    text = path.read_text(encoding="utf-8")
    blocks: list[Block] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start, start + len(line)))
        start += len(line) + 1
    places = array("I", range(len(text)))
    ends = array("I", range(1, len(text) + 1))
    return Document(
        path.stem, "", path.name, "text/plain", text, tuple(blocks), TextAnchor(text, places, ends)
    )


def doubtful(rows: Iterable[dict[str, Any]], *, whether: bool) -> list[dict[str, Any]]:
    """Return the rows that are marked doubtful, or those that are not."""
    return [row for row in rows if bool(row.get("doubtful")) is whether]


def spans(rows: Iterable[dict[str, Any]], type_: str) -> list[tuple[Span, str]]:
    """Return what is compared of one type: spans, with the role where there is one."""
    found: list[tuple[Span, str]] = []
    for row in rows:
        if row["type"] != type_:
            continue
        if type_ == "responsible":
            found += [((body["start"], body["end"]), body["role"]) for body in row["bodies"]]
        elif type_ == "technology_task":
            found.append(((row["task"]["start"], row["task"]["end"]), ""))
        else:
            found.append(((row["start"], row["end"]), ""))
    return found


def pair(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """Pair gold and found spans one to one, larger overlaps first."""
    overlaps = sorted(
        (
            (min(g[1], f[1]) - max(g[0], f[0]), -i, -j)
            for i, g in enumerate(gold)
            for j, f in enumerate(found)
            if g[0] < f[1] and f[0] < g[1]
        ),
        reverse=True,
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs: list[tuple[int, int]] = []
    for _, i, j in overlaps:
        if -i not in used_gold and -j not in used_found:
            used_gold.add(-i)
            used_found.add(-j)
            pairs.append((-i, -j))
    return pairs


def score(
    links: Path, docs: Path, *, listed: str = "", strict: bool = False
) -> dict[str, Counter[str]]:
    """Count, by type, hits, gold and found spans, exact starts and right roles.

    With `listed`, what was missed and what was too much of that type is printed; with
    `strict`, doubtful rows count on neither side.
    """
    totals: dict[str, Counter[str]] = {type_: Counter() for type_ in TYPES}
    for path in sorted(links.glob("*.links.jsonl")):
        document = plain_document(docs / f"{path.name.split('.')[0]}.txt")
        gold_rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        found_rows = records(document, read(document.text, document.blocks))
        for type_ in TYPES:
            gold = spans(doubtful(gold_rows, whether=False) if strict else gold_rows, type_)
            found = spans(found_rows, type_)
            pairs = pair([span for span, _ in gold], [span for span, _ in found])
            if strict:
                found = uncounted(found, pairs, spans(doubtful(gold_rows, whether=True), type_))
                pairs = pair([span for span, _ in gold], [span for span, _ in found])
            totals[type_] += Counter(
                hit=len(pairs),
                gold=len(gold),
                found=len(found),
                exact=sum(gold[i][0] == found[j][0] for i, j in pairs),
                role=sum(gold[i][1] == found[j][1] for i, j in pairs),
            )
            if listed == type_:
                show(document, gold, found, pairs)
    return totals


def uncounted(
    found: Sequence[tuple[Span, str]],
    pairs: Sequence[tuple[int, int]],
    doubts: Sequence[tuple[Span, str]],
) -> list[tuple[Span, str]]:
    """Leave out of `found` what hits nothing and touches a doubtful row."""
    hits = {j for _, j in pairs}
    return [
        one
        for j, one in enumerate(found)
        if j in hits or not any(one[0][0] < span[1] and span[0] < one[0][1] for span, _ in doubts)
    ]


def f1(count: Counter[str]) -> float:
    """Return the F1 of one type's counts."""
    return 2 * count["hit"] / ((count["gold"] + count["found"]) or 1)


def main() -> int:
    """Print a table, and with --show what was missed and what was too much."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("links", type=Path, help="folder of <stem>.links.jsonl")
    parser.add_argument("--docs", type=Path, help="folder of <stem>.txt (default: beside links)")
    parser.add_argument("--show", choices=TYPES, default="", help="list one type's errors")
    parser.add_argument("--strict", action="store_true", help="leave doubtful gold rows out")
    arguments = parser.parse_args()
    docs: Path = arguments.docs or arguments.links.parent / "docs"
    totals = score(arguments.links, docs, listed=arguments.show, strict=arguments.strict)
    print("type              gold  found      P      R     F1  exact   role")
    for type_, count in totals.items():
        hits = count["hit"] or 1
        figures = (
            count["hit"] / (count["found"] or 1),
            count["hit"] / (count["gold"] or 1),
            f1(count),
            count["exact"] / hits,
            count["role"] / hits,
        )
        row = " ".join(f"{figure:>6.3f}" for figure in figures)
        print(f"{type_:<16} {count['gold']:>5} {count['found']:>6} {row}")
    return 0


def show(
    document: Document,
    gold: Sequence[tuple[Span, str]],
    found: Sequence[tuple[Span, str]],
    pairs: Sequence[tuple[int, int]],
) -> None:
    """Print what was missed (-) and what is not in the gold (+)."""
    taken_gold, taken_found = {i for i, _ in pairs}, {j for _, j in pairs}
    for index, (span, _) in enumerate(gold):
        if index not in taken_gold:
            print(f"{document.id} - {span[0]:>6} {document.text[slice(*span)]!r}")
    for index, (span, _) in enumerate(found):
        if index not in taken_found:
            print(f"{document.id} + {span[0]:>6} {document.text[slice(*span)]!r}")


if __name__ == "__main__":
    sys.exit(main())
