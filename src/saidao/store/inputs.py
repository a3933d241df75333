"""What an atlas is made from, as one hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import saidao
from saidao.store.schema import SCHEMA

__all__ = ["inputs_of"]


def inputs_of(pack: Path) -> str:
    """Return a hash of a pack's files and of the code that reads them.

    Equal hashes mean that building again would change nothing.
    """
    digest = hashlib.sha256(f"{saidao.__version__} {SCHEMA}".encode())
    code = Path(saidao.__file__).parent
    for root, pattern in ((pack, "*"), (code, "*.py")):
        for path in sorted(root.rglob(pattern)):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(root)).encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
