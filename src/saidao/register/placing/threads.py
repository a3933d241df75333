"""The work of one function over long arrays, shared among threads.

The kernels release Python's lock, and plain threads can be started from threads again,
which numba's own parallel loops cannot everywhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

__all__ = ["over_ranges"]

WORTH = 100_000
"""Fewer points than this a thread cost more to hand out than to work through."""


def over_ranges(work: Callable[[slice], None], size: int, threads: int | None = None) -> None:
    """Run `work` over consecutive ranges that together cover an array.

    Parameters
    ----------
    work : callable
        Takes a slice and fills that range of its results.
    size : int
        Length of the arrays.
    threads : int, optional
        At most this many; one for each processor where it is not given.
    """
    if threads is None:
        threads = os.cpu_count() or 1
    parts = max(1, min(threads, size // WORTH))
    if parts == 1:
        work(slice(0, size))
        return
    edges = [size * part // parts for part in range(parts + 1)]
    ranges = [slice(a, b) for a, b in pairwise(edges)]
    with ThreadPoolExecutor(parts) as pool:
        for _ in pool.map(work, ranges):
            pass
