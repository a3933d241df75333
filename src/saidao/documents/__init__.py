"""A file, page or feed in: its main text with an address for every passage."""

from saidao.documents.reading import (
    discover,
    read_bytes,
    read_documents,
    read_feed,
    read_feed_bytes,
    read_feed_url,
    read_file,
    read_url,
)

__all__ = [
    "discover",
    "read_bytes",
    "read_documents",
    "read_feed",
    "read_feed_bytes",
    "read_feed_url",
    "read_file",
    "read_url",
]
