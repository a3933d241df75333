"""Which keys stood in an earlier row: a set of 64-bit hashes that grows with the register.

Ten million rows take 256 MB. Two different keys share a hash with a probability of three in
a million for all of ten million rows together.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["SeenHashes"]

Hashes = NDArray[np.uint64]

FILLED = 0.6
"""Share of its places beyond which the table is doubled."""


@njit(cache=True, nogil=True)
def insert(table: Hashes, hashes: Hashes, seen: NDArray[np.bool_]) -> int:
    """Put hashes into a table and say which it held; 0 is no hash. Returns how many are new."""
    mask = np.uint64(len(table) - 1)
    new = 0
    for k in range(len(hashes)):
        hash = hashes[k]
        if hash == 0:
            seen[k] = False
            continue
        # The engine's hashes are spread well: their lowest digits are the place.
        at = hash & mask
        while table[at] != 0 and table[at] != hash:
            at = (at + np.uint64(1)) & mask
        seen[k] = table[at] != 0
        if not seen[k]:
            table[at] = hash
            new += 1
    return new


class SeenHashes:
    """Remembers hashes, and says of each whether it was met before."""

    def __init__(self) -> None:
        self._table: Hashes = np.zeros(2**16, np.uint64)
        self._held = 0

    def add(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Return which of some hashes were met before, earlier ones of the same array included.

        Parameters
        ----------
        hashes : ndarray of uint64
            0 where a row has no key: it is never met before.
        """
        hashes = np.ascontiguousarray(hashes, np.uint64)
        while self._held + len(hashes) > FILLED * len(self._table):
            larger = np.zeros(2 * len(self._table), np.uint64)
            insert(larger, self._table, np.empty(len(self._table), np.bool_))
            self._table = larger
        seen = np.empty(len(hashes), np.bool_)
        self._held += insert(self._table, hashes, seen)
        return seen
