"""Random orders of the sites: the first of one are the sites of a random map."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

__all__ = ["draw_sites", "put_back"]

I32 = NDArray[np.int32]
I64 = NDArray[np.int64]


@njit(cache=True, nogil=True)
def mixed(state: np.uint64) -> np.uint64:
    """Return the next number of the SplitMix64 sequence after `state` was moved on."""
    z = state
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@njit(cache=True, nogil=True)
def draw_sites(order: I32, moved: I64, seed: int, draw: int) -> None:
    """Bring as many sites as `moved` has to the front of `order`, all sets and orders as likely.

    `put_back` restores the order, in which each site must stand at its own number.
    """
    step = np.uint64(0x9E3779B97F4A7C15)
    # Mixed twice, or seed 1 would give the draws of seed 0 but the first.
    state = mixed(mixed(np.uint64(seed) + step) + np.uint64(draw + 1) * step)
    for place in range(len(moved)):
        state += step
        # The high bits times the number of those left: no bias that could be seen.
        high = mixed(state) >> np.uint64(32)
        other = place + np.int64((high * np.uint64(len(order) - place)) >> np.uint64(32))
        moved[place] = other
        order[place], order[other] = order[other], order[place]


@njit(cache=True, nogil=True)
def put_back(order: I32, moved: I64) -> None:
    """Undo `draw_sites`."""
    for place in range(len(moved) - 1, -1, -1):
        other = moved[place]
        order[place], order[other] = order[other], order[place]
