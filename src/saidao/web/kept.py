"""Answers that were given before, as bytes ready to send, up to a limit of memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

__all__ = ["Kept"]


class Kept:
    """The answers used last, by what was asked; the oldest go where memory is full.

    Parameters
    ----------
    limit : int
        Bytes held at most.
    """

    def __init__(self, limit: int = 96_000_000) -> None:
        self._limit = limit
        self._held: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def find(self, asked: str) -> bytes | None:
        """Return an answer that is held, or None."""
        with self._lock:
            found = self._held.get(asked)
            if found is not None:
                self._held.move_to_end(asked)
            return found

    def put(self, asked: str, made: bytes) -> None:
        """Hold an answer; the oldest make room."""
        with self._lock:
            if asked not in self._held and len(made) <= self._limit:
                self._held[asked] = made
                self._size += len(made)
            while self._size > self._limit:
                _, oldest = self._held.popitem(last=False)
                self._size -= len(oldest)

    def get(self, asked: str, make: Callable[[], bytes]) -> bytes:
        """Return an answer, made now where it is not held."""
        found = self.find(asked)
        if found is None:
            found = make()  # Two at once may make the same; neither waits for the other.
            self.put(asked, found)
        return found
