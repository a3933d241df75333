"""Opens files and bytes as documents: sniff, decode, read, and say what it is."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from saidao.documents.decoding import decode
from saidao.documents.document import Anchor, Block, Document, Metadata
from saidao.documents.draft import BeyondBounds, Draft
from saidao.documents.feeds import read_items
from saidao.documents.fetching import fetch, is_address
from saidao.documents.front_matter import FrontMatter, read_front_matter
from saidao.documents.markdown import read_markdown
from saidao.documents.metadata import Clues, iso_date, merged, metadata_of
from saidao.documents.plain import read_plain
from saidao.documents.sniffing import DOCX, FEED, HTML, MARKDOWN, PDF, kind_of_bytes, kind_of_text
from saidao.documents.web_page import read_html
from saidao.errors import DocumentError

__all__ = [
    "Opened",
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

FEED_BYTES = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
SNIFFED = 20_000
MEGABYTE = 1_000_000
LARGEST_TEXT = 32 * MEGABYTE
LARGEST_FILE = 256 * MEGABYTE
"""Bytes of a text, and of a PDF or DOCX, that are read; more is refused."""

UNFINISHED = re.compile("(?:关于|關於|印发|印發|转发|轉發|批转|公布|发布|發布)$")
LONGEST_LINE = 60
"""How a title goes on in the next line, and the longest line that is part of one."""

SUFFIXES = frozenset(
    {".txt", ".text", ".md", ".markdown", ".html", ".htm", ".xhtml", ".shtml"}
    | {".pdf", ".docx", ".xml", ".rss", ".atom"}
)
"""Files that a folder is searched for."""


@dataclass(slots=True)
class _Read:
    """What a reader of a format hands over."""

    text: str
    blocks: tuple[Block, ...]
    anchor: Anchor
    clues: Clues = field(default_factory=Clues)
    notes: tuple[str, ...] = ()


def read_file(
    path: str | os.PathLike[str], *, id: str | None = None, metadata: Metadata | None = None
) -> Document:
    """Read a file as one document.

    Parameters
    ----------
    path : path
        An HTML, Markdown, plain text, PDF or DOCX file. What it is is told by its
        content, not by its name.
    id : str, optional
        Defaults to the file's stem.
    metadata : Metadata, optional
        What the user knows better; its non-empty fields win over what is found.

    Raises
    ------
    DocumentError
        If the file is missing, empty, too large, binary or damaged; or a feed, which
        holds many documents and is read by `read_feed`.
    """
    return read_bytes(load(path), str(path), id=id, metadata=metadata)


def load(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a file, refusing one that is too large before reading it."""
    name = str(path)
    try:
        size = Path(path).stat().st_size
        if size > LARGEST_FILE:
            raise DocumentError(name, _too_large(size, LARGEST_FILE))
        with Path(path).open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)  # a device has no size and no end
    except FileNotFoundError:
        raise DocumentError(name, "does not exist; check the path") from None
    except IsADirectoryError:
        raise DocumentError(name, "is a folder, not a file") from None
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise DocumentError(name, f"cannot be opened: {reason}") from None


def read_bytes(
    data: bytes, name: str, *, id: str | None = None, metadata: Metadata | None = None
) -> Document:
    """Read bytes that came from `name` as one document; see `read_file`."""
    if not data.strip(b" \t\r\n\x00"):
        raise DocumentError(name, "is empty; there is nothing to read")
    if len(data) > LARGEST_FILE:
        raise DocumentError(name, _too_large(len(data), LARGEST_FILE))
    kind = kind_of_bytes(data, name)
    encoding = ""
    if kind == PDF:
        read = _read_pages(data, name)
    elif kind == DOCX:
        read = _read_word(data, name)
    else:
        if len(data) > LARGEST_TEXT:
            raise DocumentError(name, _too_large(len(data), LARGEST_TEXT))
        decoded = decode(data, name)
        encoding = decoded.encoding
        kind = kind_of_text(decoded.text, name)
        if kind == FEED:
            raise DocumentError(name, "is a feed of many documents; saidao read takes its items")
        try:
            read = _read_text(decoded.text, kind)
        except BeyondBounds as problem:
            raise DocumentError(name, str(problem)) from None
        read.notes = decoded.notes
    if not read.text:
        raise DocumentError(name, "holds no text that can be read")
    found = metadata_of(read.text, read.blocks, read.clues)
    return Document(
        id=id or _writable(PurePath(name).stem) or "document",
        sha256=hashlib.sha256(data).hexdigest(),
        name=name,
        media_type=kind,
        text=read.text,
        blocks=read.blocks,
        anchor=read.anchor,
        metadata=merged(found, metadata),
        encoding=encoding,
        notes=read.notes,
    )


def read_feed(path: str | os.PathLike[str]) -> list[Document]:
    """Read the items of an RSS or Atom file, each as a document of its own.

    An item's id is the file's stem with a digest of its guid or link, so it stays the
    same when the feed goes on; its offsets index the feed's file, its sha256 is that of
    its own part of the file.

    Raises
    ------
    DocumentError
        As `read_file`, or if the file is no feed or a feed without items.
    """
    data = load(path)
    documents = read_feed_bytes(data, str(path))
    if documents is None:
        raise DocumentError(str(path), "is not an RSS or Atom feed")
    return documents


def read_feed_bytes(data: bytes, name: str) -> list[Document] | None:
    """Read the items of a feed; None if the bytes are something else."""
    if not FEED_BYTES.search(data[:SNIFFED].replace(b"\x00", b"")) or len(data) > LARGEST_TEXT:
        return None
    decoded = decode(data, name)
    if kind_of_text(decoded.text, name) != FEED:
        return None
    try:
        return read_items(decoded.text, name, decoded.encoding, decoded.notes)
    except BeyondBounds as problem:
        raise DocumentError(name, str(problem)) from None


def read_documents(
    path: str | os.PathLike[str], *, metadata: Metadata | None = None
) -> list[Document]:
    """Read what a file holds: the items of a feed, or one document of any other file."""
    return read_documents_bytes(load(path), str(path), metadata=metadata)


def read_documents_bytes(
    data: bytes, name: str, *, metadata: Metadata | None = None
) -> list[Document]:
    """Read what bytes that came from `name` hold; see `read_documents`."""
    items = read_feed_bytes(data, name)
    if items is None:
        return [read_bytes(data, name, metadata=metadata)]
    return [replace(item, metadata=merged(item.metadata, metadata)) for item in items]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file or address as it came: its bytes, a name without a folder, its documents.

    Reading `data` under `name` again gives the same documents, so both can be kept.
    `url` is the address that the bytes came from, empty for a file.
    """

    data: bytes
    name: str
    documents: tuple[Document, ...]
    url: str = ""


def open_source(source: str | os.PathLike[str]) -> Opened:
    """Read what a file or a web address holds, and hand over its bytes with it.

    Raises
    ------
    DocumentError
        As `read_file`, and as `fetching.fetch` for an address.
    """
    given = str(source)
    if is_address(given):
        data, url = fetch(given)
        parts = urlsplit(url)
        name = PurePath(parts.path).name or (parts.hostname or "page").replace(".", "-")
    else:
        data, url, name = load(source), "", _writable(PurePath(given).name)
    try:
        documents = read_documents_bytes(data, name)
    except DocumentError as problem:
        raise DocumentError(given, problem.problem, page=problem.page) from None
    if url and not any(one.media_type == FEED for one in documents):
        known = Metadata(url=url)
        documents = [replace(one, metadata=merged(one.metadata, known)) for one in documents]
    return Opened(data, name, tuple(documents), url)


def read_url(url: str) -> list[Document]:
    """Fetch an address that the user gave, and read it like a file; see `fetching`."""
    return [replace(one, name=url) for one in open_source(url).documents]


def read_feed_url(url: str) -> list[Document]:
    """Fetch a feed from an address that the user gave, and read its items."""
    data, _ = fetch(url)
    items = read_feed_bytes(data, url)
    if items is None:
        raise DocumentError(url, "is not an RSS or Atom feed")
    return items


def _writable(name: str) -> str:
    """Return a name without the bytes that a file system allows and UTF-8 does not."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _too_large(size: int, limit: int) -> str:
    """Say that a file is too large."""
    return f"has {size / MEGABYTE:.0f} MB; up to {limit // MEGABYTE} MB are read, split it"


def _read_text(source: str, kind: str) -> _Read:
    """Read a decoded text of a known kind."""
    front = read_front_matter(source)
    title = front.values["title"].runs if front and "title" in front.values else ()
    start = front.end if front else 0
    if kind == HTML:
        draft, clues = read_html(source, start, title)
    elif kind == MARKDOWN:
        draft, clues = read_markdown(source, start, title), Clues()
    else:
        draft, clues = read_plain(source, start, title), Clues()
    if front:
        _take_front_matter(clues, front)
    return _finished(draft, clues)


def _read_pages(data: bytes, name: str) -> _Read:
    """Read a PDF; its libraries take a while to load, so only now."""
    from saidao.documents.pdf import read_pdf

    pdf = read_pdf(data, name)
    return _Read(pdf.text, pdf.blocks, pdf.anchor, pdf.clues, pdf.notes)


def _read_word(data: bytes, name: str) -> _Read:
    """Read a DOCX; its libraries take a while to load, so only now."""
    from saidao.documents.word import read_docx

    word = read_docx(data, name)
    _take_title(word.clues, word.blocks, word.text)
    return _Read(word.text, word.blocks, word.anchor, word.clues, word.notes)


def _take_front_matter(clues: Clues, front: FrontMatter) -> None:
    """Let what the front matter says go before what the page says."""
    values = {key: value.text for key, value in front.values.items()}
    if "date" in values:
        values["date"] = iso_date(values["date"]) or values["date"]
    clues.fields = {**clues.fields, **values}


def _finished(draft: Draft, clues: Clues) -> _Read:
    """Hand over a draft."""
    text = draft.text
    _take_title(clues, draft.blocks, text)
    return _Read(text, tuple(draft.blocks), draft.anchor(), clues)


def _take_title(clues: Clues, blocks: Sequence[Block], text: str) -> None:
    """Take the title from the text where the format does not say it."""
    if clues.title:
        return
    at = next((index for index, block in enumerate(blocks) if block.kind == "title"), None)
    if at is None:
        return
    said = [text[block.start : block.end] for block in blocks[max(0, at - 2) : at + 3]]
    before, title, after = said[: min(at, 2)], said[min(at, 2)], said[min(at, 2) + 1 :]
    # 某市人民政府关于印发 / 《行动方案》的通知: two paragraphs, one title.
    while before and UNFINISHED.search(before[-1]) and len(before[-1]) <= LONGEST_LINE:
        title = before.pop() + title
    while after and UNFINISHED.search(title) and len(after[0]) <= LONGEST_LINE:
        title += after.pop(0)
    clues.title = title


def discover(paths: Iterable[str | os.PathLike[str]]) -> list[Path]:
    """Return the files under `paths`: files as given, folders searched, in stable order.

    Raises
    ------
    DocumentError
        If a path does not exist, or a folder holds no document.
    """
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        try:
            is_folder = path.is_dir()
            exists = is_folder or path.exists()
        except OSError as problem:
            raise DocumentError(str(given), f"cannot be opened: {problem.strerror}") from None
        if not exists:
            raise DocumentError(str(given), "does not exist; check the path")
        if not is_folder:
            found[path] = None
            continue
        inside = [
            item
            for item in path.rglob("*")
            if item.suffix.lower() in SUFFIXES
            and not any(part.startswith(".") for part in item.relative_to(path).parts)
            and item.is_file()
        ]
        # Paths that are compared keep a second copy of their parts, for good.
        inside.sort(key=lambda item: item.parts)
        if not inside:
            kinds = " ".join(sorted(SUFFIXES))
            raise DocumentError(str(given), f"holds no documents; looked for {kinds}")
        found.update(dict.fromkeys(inside))
    return list(found)
