"""Places of unlike kinds made comparable by what chance gives each kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Candidate", "apart"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that was tested."""

    leaves: NDArray[np.int64]
    p: float


def apart(
    found: list[list[tuple[float, NDArray[np.int64]]]],
    by_chance: NDArray[np.float64],
    whole: Callable[[NDArray[np.int64]], NDArray[np.int64]],
    count: int,
) -> list[Candidate]:
    """Return places of all families that share no leaf, those least by chance first.

    A family is the components of a threshold, or the discs. The greatest excess differs in
    size from one to the other. It is made comparable by its median and its 95 % quantile
    over all maps, the real one among them: so the real map is treated as every other, and
    the greatest over families tests exactly. What is below the median is left out.

    Parameters
    ----------
    found : list of lists
        For each family excess and leaves of the places of the real map.
    by_chance : ndarray of shape (draws, n_families)
        The greatest excess of each random map.
    whole : callable
        Gives leaves with all others at their places: a place is not divided.
    count : int
        Of all leaves.
    """
    real = [max((size for size, _ in each), default=0.0) for each in found]
    maps = np.vstack([by_chance, real])
    middle = np.median(maps, axis=0)
    spread = np.maximum(np.quantile(maps, 0.95, axis=0) - middle, 1.0)
    greatest = np.sort(((by_chance - middle) / spread).max(axis=1))
    scored = []
    for family, each in enumerate(found):
        for size, leaves in each:
            surplus = size - middle[family]
            if surplus > 0:
                # What is equal may differ by the rounding of logarithms.
                below = np.searchsorted(greatest, surplus / spread[family] - 1e-9)
                p = (1 + len(greatest) - int(below)) / (len(greatest) + 1)
                scored.append((p, -surplus, int(leaves[0]), leaves))
    scored.sort(key=lambda one: one[:3])
    made: list[Candidate] = []
    taken = np.zeros(count, np.bool_)
    for p, _, _, leaves in scored:
        if not taken[leaves].any():
            together = whole(leaves)
            if not taken[together].any():
                taken[together] = True
                made.append(Candidate(together, p))
    return made
