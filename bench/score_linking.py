"""How well sentences are linked into commitments: pairwise precision, recall and F1.

::

    python -m bench.score_linking [--diff]

Every sentence of ``tests/examples/linking-*.yaml`` is read as a document of its own, its
words are resolved and its statements linked, as they are in an atlas. Two sentences of a
case are a pair; it is positive where both are labelled as one commitment.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "tests" / "examples"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sentences, whether they are of one commitment, and whether they were linked."""

    why: str
    one: str
    other: str
    labelled: bool
    linked: bool


@dataclass(frozen=True, slots=True)
class Score:
    """Pairwise counts."""

    true: int
    found: int
    labelled: int
    pairs: int

    @property
    def precision(self) -> float:
        """Share of linked pairs that are labelled so."""
        return self.true / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of labelled pairs that are linked."""
        return self.true / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def cases(path: Path) -> list[dict[str, Any]]:
    """Return the cases of a file of examples, each with the city that it is of."""
    found = yaml.safe_load(path.read_text("utf-8"))
    return [{"city": found.get("city", ""), **case} for case in found["cases"]]


def pairs_of(case: dict[str, Any]) -> Iterator[Pair]:
    """Yield the pairs of a case with what the ledger makes of them."""
    from tests.ledger.linking_city import ledger_of

    sentences = case["sentences"]
    texts = {f"s{number}": one["text"] for number, one in enumerate(sentences)}
    ledger = ledger_of(texts, city=case["city"])
    spoken = {assertion.id: assertion.source for assertion in ledger.assertions}
    of: dict[str, set[str]] = {}
    for membership in ledger.memberships:
        of.setdefault(spoken[membership.assertion], set()).add(membership.commitment)
    for (i, one), (j, other) in combinations(enumerate(sentences), 2):
        linked = bool(of.get(f"s{i}", set()) & of.get(f"s{j}", set()))
        yield Pair(case["why"], one["text"], other["text"], one["is"] == other["is"], linked)


def scored(pairs: list[Pair]) -> Score:
    """Return the counts of pairs."""
    return Score(
        true=sum(pair.linked and pair.labelled for pair in pairs),
        found=sum(pair.linked for pair in pairs),
        labelled=sum(pair.labelled for pair in pairs),
        pairs=len(pairs),
    )


def main() -> int:
    """Print the score of each file and of all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])  # type: ignore[union-attr]
    parser.add_argument("--diff", action="store_true", help="show the pairs that are wrong")
    arguments = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    every: list[Pair] = []
    for path in sorted(EXAMPLES.glob("linking-*.yaml")):
        pairs = [pair for case in cases(path) for pair in pairs_of(case)]
        every += pairs
        show(path.stem, scored(pairs))
        for pair in pairs:
            if arguments.diff and pair.linked != pair.labelled:
                print(
                    f"  {'missed' if pair.labelled else 'FALSE '} {pair.one}\n         {pair.other}"
                )
    show("all", scored(every))
    return 0


def show(name: str, score: Score) -> None:
    """Print one score."""
    print(
        f"{name:<20} {score.pairs:>4} pairs, {score.labelled:>3} positive: "
        f"precision {score.precision:.3f}, recall {score.recall:.3f}, F1 {score.f1:.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
