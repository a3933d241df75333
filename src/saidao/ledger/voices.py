"""Who speaks independently: one source is one voice, and so are copies of one text."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

__all__ = ["same_text", "sketch", "voices"]

SHINGLE = 5
SKETCH_SIZE = 128
COPY = 0.7
"""Share of common shingles from which two texts are copies of one another."""


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of a text's shingles, enough to compare two texts.

    Examples
    --------
    >>> same_text(sketch("港口吞吐量超过两亿吨。"), sketch("“港口”吞吐量超过两亿吨！"))
    True
    """
    kept = "".join(char for char in text if char.isalnum()).casefold()
    shingles = {kept[i : i + SHINGLE] for i in range(max(1, len(kept) - SHINGLE + 1))} - {""}
    hashes = (
        int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=6).digest())
        for shingle in shingles
    )
    return tuple(sorted(hashes)[:SKETCH_SIZE])


def same_text(one: Collection[int], other: Collection[int]) -> bool:
    """Return whether two sketches are of copies of one text.

    The share of common shingles is estimated from the smallest hashes of the union
    (bottom-k sketch).
    """
    first, second = frozenset(one), frozenset(other)
    common = first & second
    # What is counted below is part of `common` and of no larger whole than either sketch.
    if len(common) < COPY * max(1, min(len(first), len(second))):
        return False
    union = sorted(first | second)[:SKETCH_SIZE]
    return sum(hash in common for hash in union) >= COPY * len(union)


def voices(
    sources: Iterable[str], sketches: Mapping[str, tuple[str, tuple[int, ...]]]
) -> dict[str, str]:
    """Return for each source the source that stands for its voice.

    Parameters
    ----------
    sources : iterable of str
        All sources that make assertions.
    sketches : mapping
        Document id to its source and its sketch.
    """
    leader = {source: source for source in sources}

    def find(source: str) -> str:
        while leader[source] != source:
            leader[source] = leader[leader[source]]
            source = leader[source]
        return source

    ordered = [(source, frozenset(hashes)) for _, (source, hashes) in sorted(sketches.items())]
    for index, (source, one) in enumerate(ordered):
        leader.setdefault(source, source)
        for other_source, other in ordered[:index]:
            first, second = sorted((find(source), find(other_source)))
            if first != second and same_text(one, other):
                leader[second] = first
    return {source: find(source) for source in leader}
