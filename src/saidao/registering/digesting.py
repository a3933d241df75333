"""The SHA-256 of a file, made while something else is done with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import CancelledError, ThreadPoolExecutor, wait
from pathlib import Path
from types import TracebackType
from typing import Final, Self

__all__ = ["Digesting", "digest_of", "glance_of"]

HASHED_AT_ONCE: Final = 4 * 2**20

TOLD_EVERY_S: Final = 0.2

GLANCES: Final = 64
GLANCE_BYTES: Final = 64 * 1024


class Digesting:
    """Reads a file in a thread of its own; leaving the context before the end stops it.

    Parameters
    ----------
    path : Path
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pool = ThreadPoolExecutor(1)
        self._stopped = False
        self._share = 0.0

    def __enter__(self) -> Self:
        self._running = self._pool.submit(digest_of, self._path, self._heard)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stopped = True
        self._pool.shutdown()

    def result(self, progress: Callable[[float], None]) -> str:
        """Wait for the digest, and say meanwhile what share of the file was read."""
        while wait([self._running], TOLD_EVERY_S).not_done:
            progress(self._share)
        return self._running.result()

    def _heard(self, done: int, size: int) -> None:
        """Note how far it is, and stop where nobody waits for it any more."""
        if self._stopped:
            raise CancelledError
        self._share = done / max(size, 1)


def digest_of(path: Path, progress: Callable[[int, int], None] = lambda _done, _size: None) -> str:
    """Return the SHA-256 of a file, saying how many of its bytes were read."""
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(HASHED_AT_ONCE):
            digest.update(piece)
            done += len(piece)
            progress(done, size)
    return digest.hexdigest()


def glance_of(path: Path) -> str:
    """Return a text by which a file is known to be the one that was seen a while ago.

    It is made of its length, its time of change and some of its bytes: enough to go on with
    what was begun, not to say what a file holds.
    """
    about = path.stat()
    digest = hashlib.sha256(f"{about.st_size} {about.st_mtime_ns}".encode())
    step = max(about.st_size // GLANCES, GLANCE_BYTES)
    with path.open("rb") as file:
        for at in range(0, about.st_size, step):
            file.seek(at)
            digest.update(file.read(GLANCE_BYTES))
    return digest.hexdigest()
