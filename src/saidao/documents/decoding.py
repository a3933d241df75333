"""Bytes in, characters out: which encoding a file is in, and what had to be mended.

Offsets of a document index the decoded characters, so ``data.decode(encoding)`` gives
the same string again unless a note says that the text was repaired.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from saidao.documents.script import HAN, commonness
from saidao.errors import DocumentError

__all__ = ["Decoded", "decode"]

SAMPLE_BYTES = 65_536
SAMPLE_CHARACTERS = 8_000
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,400}?charset\s*=\s*["']?([\w.:-]+)""",
    re.IGNORECASE,
)
SUPERSET = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "hz-gb-2312": "hz",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
}
"""What pages declare, and the larger encoding that they are really written in."""

CONTROL = bytes(b for b in range(32) if b not in b"\t\n\v\f\r\x1b")
CHINESE_ENCODINGS = ("gb18030", "big5hkscs", "cp950")
ENOUGH = 0.35
"""A text whose `commonness` reaches this was decoded rightly."""

BROKEN_UTF8 = re.compile("[\xc2-\xf4][\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
BROKEN_CHINESE = re.compile("[\xa1-\xfe]{2}")
"""What UTF-8, and what GBK or Big5, looks like when it is read as Western European."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, the encoding that gave them, and what was mended."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, name: str) -> Decoded:
    """Decode the bytes of a text file.

    A byte order mark is believed first, then valid UTF-8, then what the file declares,
    then the Chinese encodings by how common the resulting characters are, then
    charset-normalizer. Text that was decoded wrongly before it reached us is repaired
    where that can be undone.

    Raises
    ------
    DocumentError
        If the bytes are no text, or no encoding fits them.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _repaired(_lenient(data, encoding, name))
    wide = _utf16_without_mark(data)
    if wide:
        return _repaired(Decoded(data.decode(wide), wide))
    sample = data[:SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, CONTROL))
    if controls * 200 > len(sample):
        raise DocumentError(name, "is a binary file, not a text that can be read")
    try:
        return _repaired(Decoded(data.decode("utf-8"), "utf-8"))
    except UnicodeDecodeError:
        pass
    return _repaired(_legacy(data, name))


def _legacy(data: bytes, name: str) -> Decoded:
    """Decode bytes that are not valid UTF-8."""
    sample = data[:SAMPLE_BYTES]
    candidates = [*dict.fromkeys([*_declared(sample), *CHINESE_ENCODINGS, "utf-8"])]
    best, best_score = "", 0.0
    for order, encoding in enumerate(candidates):
        text = sample.decode(encoding, errors="replace")
        broken = text.count("\ufffd") / max(1, len(text))
        # An earlier candidate keeps a near tie: declared before guessed.
        score = commonness(text) - 5 * broken - order * 0.01
        if broken < 0.02 and score > best_score:
            best, best_score = encoding, score
    if best_score >= ENOUGH or (best and best in _declared(sample)):
        return _lenient(data, best, name)
    for encoding in _declared(sample):
        if "\ufffd" not in sample.decode(encoding, errors="replace"):
            return _lenient(data, encoding, name)
    from charset_normalizer import from_bytes  # rarely needed, and slow to load

    guess = from_bytes(sample).best()
    if guess is not None:
        return _lenient(data, guess.encoding, name)
    if best:
        return _lenient(data, best, name)
    raise DocumentError(name, "is in no encoding that is known; save it as UTF-8")


def _lenient(data: bytes, encoding: str, name: str) -> Decoded:
    """Decode, replacing a few broken characters and saying how many."""
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    broken = text.count("\ufffd")
    if broken > max(3, len(text) // 100):
        raise DocumentError(
            name, f"has {broken} characters that are broken in {encoding}; save it as UTF-8"
        )
    return Decoded(text, encoding, (f"{broken} broken characters of {encoding} were replaced",))


def _declared(sample: bytes) -> list[str]:
    """Return the encodings that the file names for itself and Python knows."""
    found = []
    for match in DECLARED.finditer(sample):
        label = (match[1] or match[2]).decode("ascii", errors="ignore").lower()
        label = SUPERSET.get(label, label)
        try:
            codec = codecs.lookup(label)
            sample[:1].decode(codec.name, errors="replace")
        except (LookupError, UnicodeError, AssertionError):
            continue  # unknown, or a codec that is not a text encoding
        if not codec.name.startswith(("utf-16", "utf-32")):  # the sample shows that it is not
            found.append(codec.name)
    return found


def _utf16_without_mark(data: bytes) -> str:
    """Return the UTF-16 variant of data without a byte order mark, or an empty string."""
    sample = data[: SAMPLE_BYTES & ~1]
    if len(sample) < 4 or len(data) % 2:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if not even and not odd:
        return ""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[: SAMPLE_BYTES // 2]
        ascii_share = sum("\x09" <= c < "\x7f" for c in head) / len(head)
        if "\x00" not in head and (ascii_share > 0.7 or commonness(head) > ENOUGH):
            return encoding
    return ""


def _repaired(decoded: Decoded) -> Decoded:
    """Undo a wrong decoding that happened before the file reached us."""
    if decoded.text.isascii():
        return decoded
    head = decoded.text[:SAMPLE_CHARACTERS]
    repaired, how = _undo(decoded.text, head)
    if repaired is None:
        return decoded
    note = f"{how}; the text was repaired, offsets index the repaired text"
    return Decoded(repaired, decoded.encoding, (*decoded.notes, note))


def _undo(text: str, head: str) -> tuple[str | None, str]:
    """Return the repaired text and what had gone wrong, or None if nothing had."""
    han = sum(map(len, HAN.findall(head)))
    broken = len(BROKEN_UTF8.findall(head))
    if broken > 3 and broken * 100 > len(head):
        import ftfy  # rarely needed, and slow to load

        fixed = ftfy.fix_encoding(head)
        if len(BROKEN_UTF8.findall(fixed)) * 4 < broken:
            return ftfy.fix_encoding(text), "UTF-8 had been read as Western European"
    if len(BROKEN_CHINESE.findall(head)) * 5 > len(head) and not han:
        for encoding in CHINESE_ENCODINGS:
            for through in ("latin-1", "cp1252"):
                try:
                    again = text.encode(through).decode(encoding)
                except UnicodeError:
                    continue
                if commonness(again) >= ENOUGH:
                    return again, f"{encoding} had been read as Western European"
    elif han > 12 and commonness(head) < 0.25:
        again = head.encode("gb18030", errors="replace").decode("utf-8", errors="replace")
        if commonness(again) >= ENOUGH and again.count("\ufffd") * 20 < len(again):
            return (
                text.encode("gb18030", errors="replace").decode("utf-8", errors="replace"),
                "UTF-8 had been read as GBK",
            )
    return None, ""
