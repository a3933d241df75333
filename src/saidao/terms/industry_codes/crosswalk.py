"""From one classification of industries to another, with the share of each part.

Each table says into which classes of another classification a class falls, and with what
share. Shares of one class sum to 1. Where a class falls into several and nobody has published
how much of it into which, the parts are equal and say so (``equal``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from saidao.errors import InvalidInput
from saidao.terms.industry_codes.catalogue import KNOWN, rows, scheme

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Part", "ShareBasis", "Translation", "parts_of", "translate"]

ShareBasis = Literal["whole", "equal", "weighted"]
"""How a share came to be: one target alone, equal parts, or parts by size."""

TABLES: tuple[tuple[str, str], ...] = (
    ("GB/T 4754-2017", "ISIC Rev. 4"),
    # By itself, since NACE often tells apart what ISIC has in one class: chips and boards.
    ("GB/T 4754-2017", "NACE Rev. 2"),
    ("NACE Rev. 2", "ISIC Rev. 4"),
    ("NAF Rev. 2", "NACE Rev. 2"),
    ("UK SIC 2007", "NACE Rev. 2"),
    ("NAICS 2017", "ISIC Rev. 4"),
    ("NAICS 2022", "NAICS 2017"),
)
"""The steps that we have; every other pair is a chain of these, some of them backwards."""


@dataclass(frozen=True, slots=True)
class Part:
    """A class of another classification, with the share of a class that falls into it."""

    code: str
    share: float
    basis: ShareBasis


@dataclass(frozen=True, slots=True)
class Translation:
    """Parts of many classes, one beside another.

    Parameters
    ----------
    row : ndarray of int
        Which of the given codes; its parts follow each other.
    code : ndarray of str
        Class of the other classification.
    share : ndarray of float
        In (0, 1]; the shares of one row sum to 1.
    basis : ndarray of str
        See `ShareBasis`.
    missing : tuple of int
        Rows without any counterpart.
    """

    row: NDArray[np.int64]
    code: NDArray[np.str_]
    share: NDArray[np.float64]
    basis: NDArray[np.str_]
    missing: tuple[int, ...]


def translate(
    codes: Sequence[str],
    source: str,
    target: str,
    weights: Mapping[str, float] | None = None,
) -> Translation:
    """Return the classes of another classification into which classes fall, with shares.

    Parameters
    ----------
    codes : sequence of str
        Full classes of `source`, repeated ones too.
    source, target : str
        Names of classifications, see `SCHEMES`.
    weights : mapping, optional
        Size of the classes of `target`, in jobs or establishments: where a class falls into
        several, they share by their sizes. A class not named weighs nothing; where all weigh
        nothing the parts stay as they were.

    Raises
    ------
    InvalidInput
        If a classification or a code is unknown, or a code is no full class.

    Examples
    --------
    >>> made = translate(["3973", "3491"], "GB/T 4754-2017", "ISIC Rev. 4")
    >>> made.row.tolist(), made.code.tolist(), made.share.tolist()
    ([0, 1, 1], ['2610', '2816', '2829'], [1.0, 0.5, 0.5])
    """
    import numpy as np

    known = scheme(source)
    found: dict[str, tuple[Part, ...]] = {}
    for code in dict.fromkeys(codes):
        if not known.is_class(code):
            known.entry(code)
            raise InvalidInput(
                "code", repr(code), f"a full class of {known.id}, {known.width} long"
            )
        parts = parts_of(code, source, target)
        found[code] = weighed(parts, weights) if weights is not None else parts
    taken = [(row, part) for row, code in enumerate(codes) for part in found[code]]
    return Translation(
        row=np.array([row for row, _ in taken], dtype=np.int64),
        code=np.array([part.code for _, part in taken], dtype=np.str_),
        share=np.array([part.share for _, part in taken], dtype=np.float64),
        basis=np.array([part.basis for _, part in taken], dtype=np.str_),
        missing=tuple(row for row, code in enumerate(codes) if not found[code]),
    )


def parts_of(code: str, source: str, target: str) -> tuple[Part, ...]:
    """Return the classes of `target` into which one class of `source` falls, largest first."""
    start, end = scheme(source).id, scheme(target).id
    if start == end:
        return (Part(code, 1.0, "whole"),)
    return chained(start, end).get(code, ())


@cache
def chained(source: str, target: str) -> Mapping[str, tuple[Part, ...]]:
    """Return the parts of every class, over as many steps as it takes."""
    first, *rest = path(source, target)
    made = step(source, first)
    at = first
    for follower in rest:
        after = step(at, follower)
        made = {code: joined(parts, after) for code, parts in made.items()}
        at = follower
    return {code: parts for code, parts in made.items() if parts}


def joined(parts: Sequence[Part], after: Mapping[str, tuple[Part, ...]]) -> tuple[Part, ...]:
    """Return the parts of parts; what has no counterpart falls away, and the rest fills up."""
    shares: dict[str, float] = {}
    equal = False
    for part in parts:
        for each in after.get(part.code, ()):
            shares[each.code] = shares.get(each.code, 0.0) + part.share * each.share
            equal = equal or "equal" in (part.basis, each.basis)
    return ranked(shares, "equal" if equal or len(shares) > 1 else "whole")


def ranked(shares: Mapping[str, float], basis: ShareBasis) -> tuple[Part, ...]:
    """Return shares that sum to 1, the largest first."""
    total = sum(shares.values())
    order = sorted(shares, key=lambda code: (-shares[code], code))
    return tuple(Part(code, shares[code] / total, basis) for code in order)


def weighed(parts: tuple[Part, ...], weights: Mapping[str, float]) -> tuple[Part, ...]:
    """Return parts shared out by the sizes of their classes."""
    sizes = {part.code: weights.get(part.code, 0.0) for part in parts}
    if len(parts) < 2 or sum(sizes.values()) <= 0:
        return parts
    return ranked({code: size for code, size in sizes.items() if size > 0}, "weighted")


@cache
def step(source: str, target: str) -> Mapping[str, tuple[Part, ...]]:
    """Return one of `TABLES`, forwards or backwards."""
    if (source, target) in TABLES:
        found: dict[str, list[Part]] = {}
        for row in table(source, target):
            basis: ShareBasis = "whole" if row["basis"] == "whole" else "equal"
            found.setdefault(row["source"], []).append(
                Part(row["target"], float(row["share"]), basis)
            )
        return {code: tuple(parts) for code, parts in found.items()}
    backwards: dict[str, dict[str, float]] = {}
    for row in table(target, source):
        # A class of which only a part falls here counts by that part.
        backwards.setdefault(row["target"], {})[row["source"]] = float(row["share"])
    return {
        code: ranked(shares, "whole" if len(shares) == 1 else "equal")
        for code, shares in backwards.items()
    }


def table(source: str, target: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table as it lies in the wheel."""
    yield from rows(f"{KNOWN[source].file}-{KNOWN[target].file}.csv")


def path(source: str, target: str) -> tuple[str, ...]:
    """Return the classifications on the way, without the first."""
    reached: dict[str, tuple[str, ...]] = {source: ()}
    queue = [source]
    for at in queue:
        for one, other in TABLES:
            for here, there in ((one, other), (other, one)):
                if here == at and there not in reached:
                    reached[there] = (*reached[at], there)
                    queue.append(there)
    return reached[target]
