"""Numbers for the different values of a long array, in the order in which they first stand."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["number"]

FIRST_SLOTS = 1024
MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
"""2**64 over the golden ratio: Fibonacci hashing, Knuth, The Art of Computer Programming, 6.4."""


@njit(nogil=True, cache=True)
def _slot(key: np.uint64, mask: np.uint64) -> np.uint64:
    """Return the slot of a table in which a value is looked for first."""
    # The upper half depends on all bits of the value; of a float the lower ones are all 0.
    return ((key * MULTIPLIER) >> np.uint64(32)) & mask


@njit(nogil=True, cache=True)
def _placed(known: NDArray[np.uint64], count: int, slots: int) -> NDArray[np.uint32]:
    """Return a table of so many slots with the numbers of the known values, counted from 1."""
    table = np.zeros(slots, np.uint32)
    mask = np.uint64(slots - 1)
    for place in range(count):
        slot = _slot(known[place], mask)
        while table[slot]:
            slot = (slot + np.uint64(1)) & mask
        table[slot] = place + 1
    return table


@njit(nogil=True, cache=True)
def number(keys: NDArray[np.uint64], ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number the different values of an array.

    Parameters
    ----------
    keys : ndarray of uint64, shape (n,)
        Up to 2**31 different values.
    ids : ndarray of int64, shape (n,)
        The number of each goes here, from 0 on.

    Returns
    -------
    ndarray of int64
        Where each number stands first.
    """
    slots = FIRST_SLOTS
    table = np.zeros(slots, np.uint32)
    mask = np.uint64(slots - 1)
    known, first = np.empty(slots // 2, np.uint64), np.empty(slots // 2, np.int64)
    count = 0
    for at in range(keys.size):
        key = keys[at]
        slot = _slot(key, mask)
        while True:
            found = table[slot]
            if found == 0:
                if count < slots // 2:
                    known[count], first[count] = key, at
                    count += 1
                    table[slot] = count
                    ids[at] = count - 1
                    break
                # Half full: from here on values would get in one another's way.
                slots *= 4
                mask = np.uint64(slots - 1)
                table = _placed(known, count, slots)
                more, firsts = np.empty(slots // 2, np.uint64), np.empty(slots // 2, np.int64)
                more[:count], firsts[:count] = known[:count], first[:count]
                known, first = more, firsts
                slot = _slot(key, mask)
            elif known[found - 1] == key:
                ids[at] = found - 1
                break
            else:
                slot = (slot + np.uint64(1)) & mask
    return first[:count].copy()
