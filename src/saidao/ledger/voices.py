"""Who speaks independently: one source is one voice, and so are copies of one text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

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


def same_text(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether two sketches are of copies of one text.

    The share of common shingles is estimated from the smallest hashes of the union
    (bottom-k sketch).
    """
    if not one or not other:
        return False
    union = sorted(set(one) | set(other))[:SKETCH_SIZE]
    common = set(one) & set(other)
    return sum(hash in common for hash in union) / len(union) >= COPY


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

    ordered = [sketches[document] for document in sorted(sketches)]
    for index, (source, one) in enumerate(ordered):
        leader.setdefault(source, source)
        for other_source, other in ordered[:index]:
            first, second = sorted((find(source), find(other_source)))
            if first != second and same_text(one, other):
                leader[second] = first
    return {source: find(source) for source in leader}
