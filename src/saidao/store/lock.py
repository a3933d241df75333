"""One writer at a time: a lock that the system takes back from a process that died."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from saidao.errors import StoreError

__all__ = ["writer_lock"]

if os.name == "nt":
    import msvcrt

    def _try_lock(handle: int) -> None:
        """Lock a byte far behind the text, which stays readable for others."""
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        """Lock the file."""
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def writer_lock(path: Path) -> Iterator[None]:
    """Hold the lock at `path`; its file names the process that holds it.

    The system releases the lock when the process ends in whatever way, so a lock is
    never stale and a number that was given to another process misleads nobody.

    Raises
    ------
    StoreError
        If another process holds it.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            _try_lock(handle)
        except OSError:
            os.lseek(handle, 0, os.SEEK_SET)
            holder = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
            raise StoreError(
                f"{path.parent}: another process (pid {holder}) is writing this atlas; "
                "try again when it has ended"
            ) from None
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(handle)
