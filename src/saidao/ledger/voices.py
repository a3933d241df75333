"""Who speaks independently: one source is one voice, and so are copies of one text."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

__all__ = ["same_text", "sketch", "voices"]

SHINGLE = 5
SKETCH_SIZE = 128
COPY = 0.7
"""Share of common shingles from which two texts are copies of one another."""

FEW = 50
"""Sketches up to which all pairs are compared."""

PERMUTATIONS, BANDS, SEED = 128, 32, 1
"""Bands of four rows find a pair of likeness 0.7 but for one time in 5,000."""


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
    for source, _ in ordered:
        leader.setdefault(source, source)
    for index, other_index in candidates([hashes for _, hashes in ordered]):
        (source, one), (other_source, other) = ordered[index], ordered[other_index]
        first, second = sorted((find(source), find(other_source)))
        if first != second and same_text(one, other):
            leader[second] = first
    return {source: find(source) for source in leader}


def candidates(sketches: Sequence[Collection[int]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of sketches that may be of copies, by MinHash and banding.

    Comparing all pairs of 10,000 documents takes minutes. Of two sketches that are just
    alike enough to be of copies one pair in 5,000 is missed; what is no copy is yielded at
    times, so that the caller compares.
    """
    if len(sketches) <= FEW:
        yield from combinations(range(len(sketches)), 2)
        return
    # Small packs never come here, and its library takes a moment to load.
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=COPY, num_perm=PERMUTATIONS, num_bands=BANDS)
    for number, hashes in enumerate(sketches):
        minhash = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.update([str(hash) for hash in sorted(hashes)])
        for other in sorted(index.query(minhash)):
            yield other, number
        index.insert(number, minhash)
