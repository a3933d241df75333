"""Text files of a pack: size, encoding and characters, before anything is parsed."""

from __future__ import annotations

from pathlib import Path

from saidao.errors import PackError

MAX_BYTES = 16 * 1024 * 1024
"""Far more than a person writes; a pack is not where bulk data lives."""


def read_text(path: Path, file: str) -> str:
    """Return the text of a UTF-8 file.

    Parameters
    ----------
    path : Path
    file : str
        The name that errors show.

    Raises
    ------
    PackError
        If the file is missing, unreadable, too large, binary or not UTF-8.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise PackError(file, None, "size", f"{size:,} bytes", f"at most {MAX_BYTES:,} bytes")
        data = path.read_bytes()
    except FileNotFoundError:
        raise PackError(file, None, "file", "nothing", "this file in the pack") from None
    except OSError as problem:
        reason = problem.strerror or type(problem).__name__
        raise PackError(file, None, "file", reason, "a readable file") from None
    if b"\0" in data:
        raise PackError(file, None, "encoding", "a binary file", "UTF-8 text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        row = data.count(b"\n", 0, problem.start) + 1
        got = f"byte 0x{data[problem.start]:02x}"
        raise PackError(file, row, "encoding", got, "UTF-8 text") from None
