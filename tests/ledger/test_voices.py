"""Copies of one text are found among many, quickly and whatever the order."""

from __future__ import annotations

import json
import random
from itertools import combinations
from pathlib import Path

import pytest

from saidao.documents import read_file
from saidao.ledger import voices as module
from saidao.ledger.voices import COPY, SHINGLE, candidates, same_text, sketch, voices

CORPUS = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
WORDS = [
    "港口",
    "泊位",
    "航道",
    "船厂",
    "渔业",
    "仓库",
    "集装箱",
    "缆索",
    "灯塔",
    "补贴",
    "规划",
    "企业",
    "集群",
    "税收",
    "用地",
    "能源",
]


def text(seed: int) -> str:
    """Return a text of its own."""
    chosen = random.Random(seed)
    return "".join(f"{chosen.choice(WORDS)}{chosen.randint(1, 9999)}" for _ in range(60))


def copied(original: str) -> str:
    """Return a text as another site prints it: with a line before and some words behind."""
    return "本站消息，" + original[:-20] + "（转载）"


def test_copies_are_found_among_many() -> None:
    texts = [text(seed) for seed in range(400)]
    texts[100:150] = [copied(texts[seed]) for seed in range(50)]
    sketches = {f"d{n:03}": (f"s{n:03}", sketch(one)) for n, one in enumerate(texts)}
    found = voices([], sketches)
    for seed in range(50):
        assert found[f"s{seed + 100:03}"] == f"s{seed:03}"
    assert len(set(found.values())) == 350
    shuffled = list(sketches.items())
    random.Random(1).shuffle(shuffled)
    assert voices([], dict(shuffled)) == found


def test_few_texts_and_many_are_grouped_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text(seed) for seed in range(20)] + [copied(text(seed)) for seed in range(20)]
    sketches = {f"d{n:02}": (f"s{n:02}", sketch(one)) for n, one in enumerate(texts)}
    all_pairs = voices([], sketches)
    monkeypatch.setattr(module, "FEW", 0)
    assert voices([], sketches) == all_pairs


def test_what_is_compared_grows_with_the_copies_and_not_with_the_pairs() -> None:
    sketches = [sketch(text(seed)) for seed in range(600)]
    assert len(list(candidates(sketches))) < 600


def shingles(words: str) -> set[str]:
    """Return all shingles of a text: the slow, obvious way."""
    kept = "".join(char for char in words if char.isalnum()).casefold()
    return {kept[i : i + SHINGLE] for i in range(len(kept) - SHINGLE + 1)}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
def test_labelled_groups_of_real_documents() -> None:
    groups = json.loads((CORPUS / "dup_groups.json").read_text("utf-8")).values()
    texts = {path.stem: read_file(path).text for path in (CORPUS / "docs").iterdir()}
    labelled = {
        pair
        for group in groups
        for pair in combinations(sorted(set(group["documents"]) & set(texts)), 2)
    }
    # The groups also hold other parts of an article, other years' plans from one template
    # and later versions of a story, which have next to no words in common.
    copies = {
        (one, other)
        for one, other in labelled
        if len(shingles(texts[one]) & shingles(texts[other]))
        >= COPY * len(shingles(texts[one]) | shingles(texts[other]))
    }
    assert len(copies) >= 5
    sketches = {id: (id, sketch(words)) for id, words in texts.items()}
    found = voices([], sketches)
    pairs = {
        pair for pair in combinations(sorted(texts), 2) if len({found[id] for id in pair}) == 1
    }
    assert pairs == copies
    assert all(same_text(sketches[one][1], sketches[other][1]) for one, other in copies)
