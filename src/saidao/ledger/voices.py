"""Who speaks independently: one source is one voice, and so are copies of one text."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Protocol, cast

__all__ = ["joined", "same_text", "sketch", "voices"]

SHINGLE = 5
SKETCH_SIZE = 128
COPY = 0.7
"""Share of common shingles from which two texts are copies of one another."""

FEW = 50
"""Sketches up to which all pairs are compared."""

PERMUTATIONS, BANDS, SEED = 128, 32, 1
"""Bands of four rows find a pair of likeness 0.7 but for one time in 5,000."""


WITHIN = 0.8
"""Share of a text's shingles that another one holds when it quotes all of it."""

SHORTEST = 60
"""Shingles of the shortest text that may be found inside another one."""

SPACE = 2**48
"""Hashes lie below it; how dense the smallest are tells how many there are."""

HAN = re.compile(r"[\u3400-\u9fff]")
NOISE = re.compile(r"<[^<>]{1,200}>|&[a-z]{2,8};|https?://\S+")
NO_LETTER = re.compile(r"[\W_]+")
LATIN = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
PINYIN = re.compile(rf"[(（]\s*[{LATIN}]+(?:[ '’][{LATIN}]+)*\s*[)）]")
"""What mirrors add to a text: tags, addresses, readings in brackets."""


class Converter(Protocol):
    """What turns traditional characters into simplified ones."""

    def convert(self, text: str) -> str:
        """Return a text of the same length."""


@cache
def converter() -> Converter:
    """Return the converter; loading its dictionaries takes a moment, once."""
    import opencc

    return cast(Converter, opencc.OpenCC("t2s"))


def letters_of(text: str) -> str:
    """Return the letters of a text in one script, without what mirrors add."""
    plain = NOISE.sub("", text)
    if HAN.search(plain):
        plain = converter().convert(PINYIN.sub("", plain))
    return NO_LETTER.sub("", plain).casefold()


def sketch(text: str) -> tuple[int, ...]:
    """Return the smallest hashes of a text's shingles, enough to compare two texts.

    Examples
    --------
    >>> same_text(sketch("港口吞吐量超过两亿吨。"), sketch("“港口”吞吐量超过两亿吨！"))
    True
    """
    # One text is hashed at a time by its code points; a call for each shingle is slow.
    import numpy as np

    kept = letters_of(text)
    if not kept:
        return ()
    codes = np.frombuffer(kept.ljust(SHINGLE, " ").encode("utf-32-le"), dtype="<u4")
    count = max(1, len(codes) - SHINGLE + 1)
    mixed = np.zeros(count, dtype=np.uint64)
    for place in range(SHINGLE):
        mixed = mixed * np.uint64(0x100000001B3) + codes[place : place + count].astype(np.uint64)
    # The finaliser of SplitMix64 spreads neighbouring values over the whole range.
    mixed += np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    hashes = np.unique((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(16))
    return tuple(hashes[:SKETCH_SIZE].tolist())


def same_text(one: Collection[int], other: Collection[int]) -> bool:
    """Return whether two sketches are of copies of one text, or one quotes all of the other.

    The share of common shingles is estimated from the smallest hashes of the union
    (bottom-k sketch).
    """
    first, second = frozenset(one), frozenset(other)
    common = first & second
    if not common:
        return False
    union = sorted(first | second)[:SKETCH_SIZE]
    alike = sum(hash in common for hash in union) / len(union)
    if alike >= COPY:
        return True
    sizes = size_of(first), size_of(second)
    if min(sizes) < SHORTEST:
        return False
    # |A and B| = J (|A| + |B|) / (1 + J), so the share of the shorter text follows.
    return alike * sum(sizes) / (1 + alike) / min(sizes) >= WITHIN


def size_of(sketch: frozenset[int]) -> float:
    """Return how many shingles a sketch is of: exactly below its size, else estimated."""
    if len(sketch) < SKETCH_SIZE:
        return float(len(sketch))
    return (SKETCH_SIZE - 1) * SPACE / max(sketch)


def never(_one: str, _other: str) -> bool:
    """Tell no two documents apart."""
    return False


def voices(
    sources: Iterable[str],
    sketches: Mapping[str, tuple[str, tuple[int, ...]]],
    told_apart: Callable[[str, str], bool] = never,
) -> dict[str, str]:
    """Return for each source the source that stands for its voice.

    Parameters
    ----------
    sources : iterable of str
        All sources that make assertions.
    sketches : mapping
        Document id to its source and its sketch.
    told_apart : callable, optional
        Whether two documents are known to be two, however alike their texts are.
    """
    leader = {source: source for source in sources}

    def find(source: str) -> str:
        while leader[source] != source:
            leader[source] = leader[leader[source]]
            source = leader[source]
        return source

    ordered = [(source, frozenset(hashes), id) for id, (source, hashes) in sorted(sketches.items())]
    for source, _, _ in ordered:
        leader.setdefault(source, source)
    for index, other_index in candidates([hashes for _, hashes, _ in ordered]):
        (source, one, id), (other_source, other, other_id) = ordered[index], ordered[other_index]
        first, second = sorted((find(source), find(other_source)))
        if first != second and same_text(one, other) and not told_apart(id, other_id):
            leader[second] = first
    return {source: find(source) for source in leader}


def joined(voices: Mapping[str, str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return voices with more pairs of sources taken together.

    Parameters
    ----------
    voices : mapping
        Source to the source that stands for its voice.
    pairs : iterable of (str, str)
        Sources that are one.
    """
    leader = dict(voices)

    def find(source: str) -> str:
        while leader.setdefault(source, source) != source:
            leader[source] = leader[leader[source]]
            source = leader[source]
        return source

    for one, other in pairs:
        first, second = sorted((find(one), find(other)))
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
