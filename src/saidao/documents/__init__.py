"""A file, page or feed in: its main text with an address for every passage."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saidao.documents.reading import (
        discover,
        open_source,
        read_bytes,
        read_documents,
        read_documents_bytes,
        read_feed,
        read_feed_bytes,
        read_feed_url,
        read_file,
        read_url,
    )

__all__ = [
    "discover",
    "open_source",
    "read_bytes",
    "read_documents",
    "read_documents_bytes",
    "read_feed",
    "read_feed_bytes",
    "read_feed_url",
    "read_file",
    "read_url",
]


def __getattr__(name: str) -> Any:
    """Load the readers when one is asked for; most of Saidao needs the values alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module("saidao.documents.reading"), name)
