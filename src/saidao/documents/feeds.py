"""RSS and Atom feeds: every item a document, its offsets those of the feed's file.

The content of an item is markup inside markup: HTML escaped in XML, or in CDATA. It is
unwrapped into a string that remembers where each character came from, read as HTML, and
the two maps are joined. No entity that a feed declares is ever expanded.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from saidao.documents.document import Document, TextAnchor
from saidao.documents.draft import Draft
from saidao.documents.markup import Token, attributes, entity_runs, tokens
from saidao.documents.metadata import Clues, iso_date, metadata_of
from saidao.documents.plain import read_plain
from saidao.documents.sniffing import FEED
from saidao.documents.web_page import read_html
from saidao.errors import DocumentError

__all__ = ["read_items"]

ITEMS = frozenset({"item", "entry"})
BODIES = ("content:encoded", "content", "description", "summary")
DATES = ("pubDate", "published", "dc:date", "issued", "updated", "date", "modified")
AUTHORS = ("source", "dc:creator", "author", "name", "dc:publisher")
HAS_MARKUP = re.compile("<[A-Za-z/!][^<>]{0,2000}>")
FEED_DATE = re.compile("<(?:lastBuildDate|pubDate|updated|dc:date)>([^<]{4,60})<")
MOST_ITEMS = 20_000


@dataclass(slots=True)
class _Field:
    """An element of an item: where its content stands."""

    start: int
    end: int = 0
    contents: list[Token] = field(default_factory=list)
    is_nested: bool = False
    link: str = ""


@dataclass(slots=True)
class _Unwrapped:
    """Text taken out of the XML, with the source range of each character."""

    parts: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))

    def take(self, source: str, item: _Field) -> None:
        """Append the content of a field."""
        if item.is_nested:
            self._copy(source, item.start, item.end)
            return
        for token in item.contents:
            if token.kind == "cdata":
                self._copy(source, token.start, token.end)
                continue
            for run in entity_runs(source, token.start, token.end):
                if run.text is None:
                    self._copy(source, run.start, run.end)
                else:
                    self.stand_for(run.text, run.start, run.end)

    def _copy(self, source: str, start: int, end: int) -> None:
        """Append source characters one to one."""
        self.parts.append(source[start:end])
        self.starts.extend(range(start, end))
        self.ends.extend(range(start + 1, end + 1))

    def stand_for(self, text: str, start: int, end: int) -> None:
        """Append text that stands for a source range."""
        self.parts.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def text(self) -> str:
        """Return all that was taken."""
        return "".join(self.parts)


def read_items(source: str, name: str, encoding: str, notes: Sequence[str]) -> list[Document]:
    """Read the items of a decoded feed; an item without any text is left out.

    Raises
    ------
    DocumentError
        If the feed holds no item.
    """
    documents: list[Document] = []
    taken: dict[str, int] = {}
    stem = PurePath(name).stem or "feed"
    feed_date = _feed_date(source)
    count = 0
    for start, end, fields in _items(source):
        count += 1
        if count > MOST_ITEMS:
            raise DocumentError(name, f"is a feed of more than {MOST_ITEMS} items; split it")
        document = _document(source, start, fields, stem, feed_date)
        if document is None:
            continue
        taken[document[0]] = taken.get(document[0], 0) + 1
        again = f"-{taken[document[0]]}" if taken[document[0]] > 1 else ""
        id, draft, anchor, clues = document
        text = draft.text
        blocks = tuple(draft.blocks)
        documents.append(
            Document(
                id=id + again,
                sha256=hashlib.sha256(source[start:end].encode("utf-8", "replace")).hexdigest(),
                name=name,
                media_type=FEED,
                text=text,
                blocks=blocks,
                anchor=anchor,
                metadata=metadata_of(text, blocks, clues),
                encoding=encoding,
                notes=tuple(notes),
            )
        )
    if not count:
        raise DocumentError(name, "is a feed without items")
    if not documents:
        raise DocumentError(name, "is a feed whose items hold no text")
    return documents


def _items(source: str) -> Iterator[tuple[int, int, dict[str, _Field]]]:
    """Yield the bounds and fields of each item."""
    item_start = -1
    item_name = ""
    fields: dict[str, _Field] = {}
    open_name, depth = "", 0
    current: _Field | None = None
    for token in tokens(source, xml=True):
        if item_start < 0:
            if token.kind == "open" and token.name in ITEMS and not token.closed:
                item_start, item_name, fields = token.start, token.name, {}
        elif current is None:
            if token.kind == "open":
                found = _Field(token.end, token.end)
                if token.name == "link":
                    found.link = attributes(source, token).get("href", "")
                if token.closed:
                    fields.setdefault(token.name, found)
                else:
                    open_name, depth, current = token.name, 1, found
            elif token.kind == "close" and token.name == item_name:
                yield item_start, token.end, fields
                item_start = -1
        elif token.kind in ("text", "cdata"):
            current.contents.append(token)
        elif token.kind == "open":
            current.is_nested = True
            depth += token.name == open_name and not token.closed
        elif token.name == open_name:
            depth -= 1
            if depth == 0:
                current.end = token.start
                fields.setdefault(open_name, current)
                current = None
        elif token.name == item_name:  # the field was never closed
            yield item_start, token.end, fields
            item_start, current = -1, None


def _document(
    source: str, start: int, fields: dict[str, _Field], stem: str, feed_date: str
) -> tuple[str, Draft, TextAnchor, Clues] | None:
    """Read one item; None if there is nothing in it."""
    whole = _Unwrapped()
    if "title" in fields:
        whole.take(source, fields["title"])
    title_end = len(whole.starts)
    whole.stand_for("\n\n", start, start)
    bodies = [fields[key] for key in BODIES if key in fields]
    if bodies:
        whole.take(source, max(bodies, key=lambda body: body.end - body.start))
    text = whole.text()
    title = list(entity_runs(text, 0, title_end)) if text[:title_end].strip() else []
    body_start = title_end + 2
    if HAS_MARKUP.search(text, body_start) or "&" in text[body_start:]:
        draft, clues = read_html(text, body_start, title)
    else:
        draft, clues = read_plain(text, body_start, title), Clues()
    if not draft.blocks:
        return None
    values = {key: _value(source, found) for key, found in fields.items() if key not in BODIES}
    if title:
        clues.title = draft.text[: draft.blocks[0].end]
    link = fields["link"].link if "link" in fields else ""
    link = link or values.get("link", "")
    clues.url = link
    clues.fields = {
        "date": next((values[key] for key in DATES if values.get(key)), feed_date),
        "author": next((values[key] for key in AUTHORS if values.get(key)), ""),
    }
    if clues.fields["date"] and not iso_date(clues.fields["date"]):
        clues.fields = {**clues.fields, "date": ""}
    key = values.get("guid") or values.get("id") or link or text[:200]
    digest = hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:10]
    return f"{stem}-{digest}", draft, _joined(draft, whole, source), clues


def _feed_date(source: str) -> str:
    """Return when the feed itself was last built, for items that have no date."""
    channel = source[: source.find("<item")]
    stated = FEED_DATE.search(channel[:20_000])
    return stated[1].strip() if stated else ""


def _value(source: str, found: _Field) -> str:
    """Return the plain text of a field."""
    taken = _Unwrapped()
    taken.take(source, found)
    return " ".join(re.sub("<[^<>]{0,500}>", " ", taken.text()[:4000]).split())


def _joined(draft: Draft, whole: _Unwrapped, source: str) -> TextAnchor:
    """Join the map of the reading text with that of the unwrapping."""
    inner = draft.anchor()
    starts, ends = array("I"), array("I")
    last = len(whole.starts) - 1
    for first, after in zip(inner.starts, inner.ends, strict=True):
        start = whole.starts[min(first, last)]
        starts.append(start)
        ends.append(whole.ends[after - 1] if after > first else start)
    return TextAnchor(source, starts, ends)
