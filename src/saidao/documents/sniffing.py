"""What a file is, told from its content first and from its name second."""

from __future__ import annotations

import re
from pathlib import PurePath

from saidao.documents.front_matter import read_front_matter
from saidao.errors import DocumentError

__all__ = ["DOCX", "FEED", "HTML", "MARKDOWN", "PDF", "PLAIN", "kind_of_bytes", "kind_of_text"]

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
MARKDOWN = "text/markdown"
PLAIN = "text/plain"
FEED = "application/rss+xml"

SAVE_AS = "save it as PDF, DOCX, HTML or text"
REFUSED = (
    (b"\xd0\xcf\x11\xe0", f"is an old Office file (.doc, .xls); {SAVE_AS}"),
    (b"{\\rtf", f"is a rich text file; {SAVE_AS}"),
    (b"\x89PNG", "is a picture; recognise its text first and save that"),
    (b"\xff\xd8\xff", "is a picture; recognise its text first and save that"),
    (b"GIF8", "is a picture; recognise its text first and save that"),
    (b"II*\x00", "is a picture; recognise its text first and save that"),
    (b"MM\x00*", "is a picture; recognise its text first and save that"),
    (b"\x1f\x8b", "is compressed; unpack it first"),
    (b"7z\xbc\xaf", "is an archive; unpack it first"),
    (b"Rar!", "is an archive; unpack it first"),
    (b"BZh", "is compressed; unpack it first"),
    (b"\xfd7zXZ", "is compressed; unpack it first"),
    (b"\x7fELF", "is a program, not a document"),
    (b"MZ\x90", "is a program, not a document"),
    (b"SQLite format 3", "is a database, not a document"),
    (b"PAR1", "is a table of data, not a document"),
)
"""How files begin that are no documents, and what to do about it."""

HTML_START = re.compile(
    "(?:\\s|\ufeff|<!--.{0,2000}?-->|<\\?xml[^>]{0,200}\\?>)*"
    "<(?:!doctype\\s+html|html|head|body|title|meta|div|p|table|section|article|main|header|"
    "h[1-6]|ul|ol|center|span|font|strong|br|style|script|link)\\b",
    re.IGNORECASE | re.DOTALL,
)
FEED_START = re.compile("<(?:rss|feed|rdf:RDF)[\\s>]", re.IGNORECASE)
BLOCK_TAG = re.compile("<(?:p|div|td|li|h[1-6]|br)\\b[^<>]{0,400}>", re.IGNORECASE)
MARKDOWN_SIGN = re.compile(
    "^#{1,6}[ \t]+\\S|\\]\\([^()\\s]{1,2000}\\)|\\*\\*\\S[^*\n]{0,400}\\*\\*|^[ \t]*[-*+][ \t]+\\S|"
    "^\\|?[ \t]*:?-{3,}:?[ \t]*\\||^```|^>[ \t]|^={4,}[ \t]*$|^-{4,}[ \t]*$|"
    "</?(?:u|b|i|em|strong|sup)>",
    re.MULTILINE,
)
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".qmd", ".rmd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})

HEAD = 100_000
"""Characters looked at."""


def kind_of_bytes(data: bytes, name: str) -> str:
    """Return the media type of a binary document, empty if the bytes may be a text.

    Raises
    ------
    DocumentError
        If they are known to be something that cannot be read.
    """
    if data[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        if b"word/" in data or PurePath(name).suffix.lower() == ".docx":
            return DOCX
        raise DocumentError(
            name,
            "is an archive or a spreadsheet; unpack it, or save it as DOCX; figures "
            "come in with saidao observe",
        )
    for start, problem in REFUSED:
        if data.startswith(start):
            raise DocumentError(name, problem)
    return ""


def kind_of_text(text: str, name: str) -> str:
    """Return the media type of a decoded text."""
    head = text[:HEAD]
    suffix = PurePath(name).suffix.lower()
    if FEED_START.search(head[:4000]) and not HTML_START.match(head):
        return FEED
    front = read_front_matter(text)
    body = text[front.end : front.end + HEAD] if front else head
    tags, signs = len(BLOCK_TAG.findall(body)), len(MARKDOWN_SIGN.findall(body))
    if suffix in HTML_SUFFIXES and not front:
        return HTML
    if suffix in MARKDOWN_SUFFIXES or front:
        return HTML if tags > 3 * signs else MARKDOWN
    if HTML_START.match(body):
        return MARKDOWN if signs > max(4, tags) else HTML
    if tags > max(2, 2 * signs):
        return HTML
    return MARKDOWN if signs else PLAIN
