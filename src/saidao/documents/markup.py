"""Cuts HTML, XML and inline tags into tokens with their exact offsets.

It reads what browsers read: unclosed quotes, stray brackets, raw scripts. It never
expands an entity that a document declares and never fetches anything, so a malicious
file costs no more than its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from typing import Literal

from saidao.documents.draft import Run

__all__ = ["Token", "attributes", "attributes_of", "entity_runs", "tokens"]

TokenKind = Literal["text", "open", "close", "cdata"]

NAME = re.compile("[A-Za-z][^\\s/>\x00<]*")
ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""", re.DOTALL
)
ENTITY = re.compile("&(?:#(\\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));?")
TAG_STOP = re.compile("[\"'>]")
RAW_TEXT = frozenset({"script", "style", "textarea", "title", "xmp", "noembed", "noframes"})
WINDOWS_1252 = {
    **{0x80 + i: c for i, c in enumerate("€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ")}
}
"""What the numeric entities &#128; to &#159; mean in practice."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token of the source.

    For ``open``, `name` is lower case and ``start:end`` covers the tag with its
    brackets; for ``text`` and ``cdata`` it covers the characters themselves.
    """

    kind: TokenKind
    start: int
    end: int
    name: str = ""
    closed: bool = False


def tokens(
    source: str, start: int = 0, end: int | None = None, *, xml: bool = False
) -> Iterator[Token]:
    """Yield the tokens of ``source[start:end]``, comments and declarations left out.

    Parameters
    ----------
    xml : bool
        Take no element for raw text, and tell ``cdata`` from ``text``.
    """
    stop = len(source) if end is None else end
    at = text_start = start
    quotes_count = True  # False once a quote was found to be never closed
    find = source.find
    while True:
        bracket = find("<", at, stop)
        if bracket < 0 or bracket + 1 >= stop:
            break
        following = source[bracket + 1]
        if following in "!?":
            after, inner = _declaration(source, bracket, stop)
            if text_start < bracket:
                yield Token("text", text_start, bracket)
            if inner is not None:
                yield Token("cdata" if xml else "text", *inner)
            at = text_start = after
            continue
        closing = following == "/"
        name = NAME.match(source, bracket + 1 + closing, min(stop, bracket + 80))
        if name is None:
            at = bracket + 1
            continue
        if text_start < bracket:
            yield Token("text", text_start, bracket)
        after = _tag_end(source, name.end(), stop) if quotes_count else -1
        if after < 0:
            quotes_count = False
            after = find(">", name.end(), stop) + 1 or stop
        label = name[0].lower() if not xml else name[0]
        at = text_start = after
        if closing:
            yield Token("close", bracket, after, label)
            continue
        closed = source.startswith("/>", after - 2)
        yield Token("open", bracket, after, label, closed)
        if not xml and label in RAW_TEXT and not closed:
            end_tag = _raw_end(source, label, after, stop)
            if label in ("title", "textarea") and after < end_tag:
                yield Token("text", after, end_tag)
            at = text_start = end_tag
    if text_start < stop:
        yield Token("text", text_start, stop)


def _declaration(source: str, at: int, stop: int) -> tuple[int, tuple[int, int] | None]:
    """Return where a comment, doctype, instruction or CDATA ends, and CDATA's content."""
    if source.startswith("<!--", at):
        end = source.find("-->", at + 4, stop)
        return (stop, None) if end < 0 else (end + 3, None)
    if source.startswith("<![CDATA[", at):
        end = source.find("]]>", at + 9, stop)
        return (stop, (at + 9, stop)) if end < 0 else (end + 3, (at + 9, end))
    if source.startswith("<!DOCTYPE", at) or source.startswith("<!doctype", at):
        # An internal subset holds declarations of its own; none of them is read.
        bracket, close = source.find("[", at, min(stop, at + 1000)), source.find(">", at, stop)
        if 0 <= bracket < close:
            end = source.find("]>", bracket, stop)
            return (stop, None) if end < 0 else (end + 2, None)
    end = source.find(">", at, stop)
    return (stop, None) if end < 0 else (end + 1, None)


def _tag_end(source: str, at: int, stop: int) -> int:
    """Return the offset after the tag's closing bracket, -1 if its quotes never close."""
    while True:
        match = TAG_STOP.search(source, at, stop)
        if match is None:
            return -1
        if match[0] == ">":
            return match.end()
        # A quote opens a value only after an equals sign; elsewhere it is a slip.
        before = source[max(0, match.start() - 3) : match.start()].rstrip()
        if not before.endswith("="):
            at = match.end()
            continue
        at = source.find(match[0], match.end(), stop) + 1
        if at == 0:
            return -1


def _raw_end(source: str, name: str, at: int, stop: int) -> int:
    """Return where the end tag of a raw text element begins."""
    match = re.compile(f"</{name}(?=[\\s/>])", re.IGNORECASE).search(source, at, stop)
    return match.start() if match else stop


def attributes(source: str, token: Token) -> dict[str, str]:
    """Return the attributes of an ``open`` token, entities resolved, names lower case."""
    return attributes_of(source[token.start + 1 + len(token.name) : token.end - 1])


def attributes_of(inside: str) -> dict[str, str]:
    """Return the attributes in the inside of a tag."""
    found: dict[str, str] = {}
    for name, double, single, bare in ATTRIBUTE.findall(inside[:4000]):
        value = double or single or bare
        found.setdefault(name.lower(), _resolve(value) if "&" in value else value)
    return found


def _resolve(text: str) -> str:
    """Return `text` with its entities resolved."""
    return ENTITY.sub(lambda match: _meaning(match) or match[0], text)


def _meaning(match: re.Match[str]) -> str | None:
    """Return what an entity stands for, None for one that nobody knows."""
    decimal, hexadecimal, name = match.groups()
    if name:
        return html5.get(name + ";") if match[0].endswith(";") else html5.get(name)
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number in WINDOWS_1252:
        return WINDOWS_1252[number]
    if number == 0 or number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return "\ufffd"
    return chr(number)


def entity_runs(source: str, start: int, end: int) -> Iterator[Run]:
    """Yield the runs of a stretch of text, entities resolved with their own range."""
    at = start
    if source.find("&", start, end) >= 0:
        for match in ENTITY.finditer(source, start, end):
            meaning = _meaning(match)
            if meaning is None:
                continue
            if at < match.start():
                yield Run(at, match.start())
            yield Run(match.start(), match.end(), meaning)
            at = match.end()
    if at < end:
        yield Run(at, end)
