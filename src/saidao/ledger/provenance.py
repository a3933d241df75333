"""Which source a document that a user brings speaks for."""

from __future__ import annotations

import re
from collections.abc import Iterable

from saidao.documents.document import Document
from saidao.packs.pack import Authority, Source

__all__ = ["known_source", "own_source"]


def known_source(document: Document, sources: Iterable[Source]) -> Source | None:
    """Return the source that a document is, if the atlas cites it already.

    It is the same publication where it has the same address, or the same title on the
    same day.
    """
    meta = document.metadata
    for source in sources:
        if meta.url and source.url == meta.url:
            return source
        same_day = bool(meta.issued) and source.issued == meta.issued
        if meta.title and same_day and squeezed(source.title) == squeezed(meta.title):
            return source
    return None


def squeezed(text: str) -> str:
    """Return the letters and digits of a text."""
    return "".join(char for char in text if char.isalnum()).casefold()


def own_source(document: Document, authority: Authority | None) -> Source:
    """Return the source that a document is by itself.

    Its authority is what the user says; else an address or a number that only an
    official text has; else it is unstated, because a name in the text proves nothing.
    """
    meta = document.metadata
    if authority is None:
        host = re.match(r"https?://([^/:]+)", meta.url)
        if host is not None and re.search(r"(^|\.)gov(\.[a-z]{2})?$", host[1]):
            authority = "official"
        else:
            authority = "official_mirror" if meta.number else "unstated"
    return Source(
        id=document.id,
        title=meta.title or document.name,
        publisher=meta.issuer,
        authority=authority,
        issued=meta.issued or None,
        url=meta.url or None,
        retrieved=None,
        sha256=document.sha256,
    )
