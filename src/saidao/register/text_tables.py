"""A text table as it lies on the disk: its encoding, separator and header, and its bytes.

A file is never held whole. It is read in pieces, unpacked (gzip, or a ZIP archive with one
table in it) and turned into UTF-8 on the way.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from saidao.documents.decoding import decode
from saidao.errors import DocumentError, RegisterError
from saidao.register.fields import field_of
from saidao.register.mapping import Mapping

__all__ = ["TextTable", "header_of", "open_text", "opened", "pieces"]

HEAD_BYTES = 256 * 1024
HEAD_ROWS = 30
MOST_COLUMNS = 4096
SEPARATORS = ",\t;|"
UNPACKED_RATIO = 2000
"""A packed file that unpacks to more than this is made to fill a disk."""


CELL = 131_072
"""Characters that one cell may have for the module csv."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """How a text table is to be read.

    `skip` is the number of bytes, in UTF-8, up to the first record below the header;
    `packing` is ``gzip``, ``zip`` or empty, `member` the table's name in a ZIP archive.
    """

    path: Path
    packing: str
    member: str
    encoding: str
    separator: str
    headers: tuple[str, ...]
    header_row: int
    skip: int


@contextmanager
def opened(path: Path, packing: str = "", member: str = "") -> Iterator[IO[bytes]]:
    """Open a table's bytes, unpacked; `member` is one of a ZIP archive's.

    Raises
    ------
    RegisterError
        If the file cannot be read or unpacked.
    """
    try:
        with path.open("rb") as raw:
            if packing == "gzip":
                with gzip.GzipFile(fileobj=raw) as unpacked:
                    yield unpacked  # type: ignore[misc]
            elif packing == "zip":
                with zipfile.ZipFile(raw) as archive, archive.open(member) as it:
                    yield it
            else:
                yield raw
    except OSError as error:
        reason = error.strerror or str(error) or type(error).__name__
        raise RegisterError(path.name, f"cannot be read: {reason}") from error
    except (EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RegisterError(
            path.name, f"cannot be unpacked ({error}); the file is cut short or broken"
        ) from error


def table_in(path: Path, wanted: str) -> str:
    """Return the table of a ZIP archive that is asked for, else the only one."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = chosen(archive, path, wanted)
    except (OSError, zipfile.BadZipFile) as error:
        raise RegisterError(path.name, f"cannot be unpacked: {error}") from error
    if found.file_size > UNPACKED_RATIO * max(found.compress_size, 4096):
        raise RegisterError(path.name, "unpacks to far more than a table would; unpack it first")
    return found.filename


def chosen(archive: zipfile.ZipFile, path: Path, wanted: str) -> zipfile.ZipInfo:
    """Return the table of an archive that is asked for, else the only one."""
    tables = [
        one
        for one in archive.infolist()
        if not one.is_dir() and one.filename.lower().endswith((".csv", ".txt", ".tsv"))
    ]
    if wanted:
        tables = [one for one in archive.infolist() if one.filename == wanted]
    if len(tables) == 1:
        return tables[0]
    names = [one.filename for one in (tables or archive.infolist()) if not one.is_dir()]
    shown = ", ".join(map(repr, names[:10])) + (" and others" if len(names) > 10 else "")
    if wanted:
        raise RegisterError(path.name, f"got no {wanted!r} in the archive, expected one of {shown}")
    if tables:
        raise RegisterError(
            path.name,
            f"got an archive with {len(tables)} tables ({shown}), expected one; say which with "
            "sheet: in a mapping file",
        )
    raise RegisterError(
        path.name, f"got an archive without a table ({shown}), expected a .csv, .txt or .tsv in it"
    )


def open_text(path: Path, given: Mapping) -> TextTable:
    """Find out how a text table is to be read.

    Raises
    ------
    RegisterError
        If it is empty, no text, or has no header.
    """
    packing = packing_of(path)
    member = table_in(path, given.sheet) if packing == "zip" else ""
    with opened(path, packing, member) as file:
        head = file.read(HEAD_BYTES)
    refuse_other_kinds(head, path)
    if not head.strip(b"\x00\r\n\t ,;"):
        raise RegisterError(path.name, "got an empty file, expected a header and records below it")
    encoding = checked_encoding(given.encoding, path) or encoding_of(head, path)
    text, marked = decoded(head, encoding)
    separator = given.separator or separator_of(text)
    row, headers, end = header_of(text, separator, given, path)
    # The header is not found again in the bytes but left out of them: so many in UTF-8.
    skip = len(text[:end].encode("utf-8")) + (3 if marked and encoding == "utf-8" else 0)
    return TextTable(path, packing, member, encoding, separator, headers, row, skip)


OTHER_KINDS: Final = (
    (rb"\s*(?:<!doctype html|<html|<head|<body|<table|<meta|<style)",
     "is a web page, which portals call .xls; open it as a spreadsheet and save it as .xlsx"),
    (rb"\s*<\?xml", "is XML; save it as .xlsx or CSV"),
    (rb"\s*[\[{]\s*(?:[\"{\[]|$)",
     "is JSON; save it as CSV, or GeoJSON as GeoParquet, which GeoPandas and QGIS do"),
    (rb"SQLite format 3", "is a database (SQLite or GeoPackage); save its table as CSV or Parquet"),
    (rb"\x00\x00\x27\x0a", "is a shapefile; save it as GeoParquet, which GeoPandas and QGIS do"),
    (rb"%PDF", "is a PDF; save its table as .xlsx or CSV"),
    (rb"BZh|7z\xbc\xaf|Rar!|\xfd7zXZ|\x28\xb5\x2f\xfd",
     "is packed in a way that is not read; unpack it, or pack it with gzip or ZIP"),
)  # fmt: skip
"""Beginnings of files that people have in place of a table, and what to do with them."""


def refuse_other_kinds(head: bytes, path: Path) -> None:
    """Refuse a file that is plainly something else than a table."""
    plain = head[:512].removeprefix(codecs.BOM_UTF8)
    for begins, advice in OTHER_KINDS:
        if re.match(begins, plain, re.IGNORECASE):
            raise RegisterError(path.name, advice)


def packing_of(path: Path) -> str:
    """Return how a file is packed, by its first bytes."""
    with opened(path) as file:
        magic = file.read(4)
    return "gzip" if magic.startswith(b"\x1f\x8b") else "zip" if magic == b"PK\x03\x04" else ""


def checked_encoding(name: str, path: Path) -> str:
    """Return Python's name of an encoding that was given, empty where none was."""
    if not name:
        return ""
    try:
        return {"gbk": "gb18030", "gb2312": "gb18030"}.get(found := codecs.lookup(name).name, found)
    except LookupError:
        raise RegisterError(
            path.name, f"encoding: got {name!r}, expected one such as utf-8 or gb18030"
        ) from None


def encoding_of(head: bytes, path: Path) -> str:
    """Return the encoding of a file by its first bytes."""
    # A character must not be cut in two: whole lines, or an even number of bytes.
    end = head.rfind(b"\n") + 1
    sample = head if len(head) < HEAD_BYTES else head[:end] if end else head[: len(head) // 4 * 4]
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in sample[:200]:
        sample = head[: len(head) // 4 * 4]
    else:
        # Signs of no text are the single record's fault, as long as they are few.
        few = sample.count(b"\x00") * 50 < len(sample)
        sample = sample.replace(b"\x00", b" ") if few else sample
    try:
        found = decode(sample, path.name).encoding
    except DocumentError as problem:
        try:
            broken = sample.decode("utf-8", errors="replace").count("\ufffd")
        except UnicodeError:
            broken = len(sample)
        if broken and broken * 50 < len(sample) and "binary" not in problem.problem:
            return "utf-8"
        raise RegisterError(
            path.name, f"{problem.problem}; expected CSV, .xlsx or Parquet"
        ) from problem
    return {"utf_8": "utf-8", "ascii": "utf-8"}.get(found, found)


def decoded(head: bytes, encoding: str) -> tuple[str, bool]:
    """Return the first characters of a file, and whether it began with a mark of its order."""
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    text = decoder.decode(head)
    return text.removeprefix("\ufeff"), text.startswith("\ufeff")


def separator_of(text: str) -> str:
    """Return what separates the cells: what stands equally often in the first lines."""
    lines = [line for line in text.splitlines()[:HEAD_ROWS] if line.strip()]

    def rank(sign: str) -> tuple[int, int, bool]:
        # A cell may be longer than what the module csv takes; its beginning tells enough.
        counts = [len(next(csv.reader([line[:CELL]], delimiter=sign), [])) for line in lines]
        usual = max(set(counts), key=counts.count) if counts else 1
        return (counts.count(usual) if usual > 1 else 0, usual, sign == ",")

    return max(SEPARATORS, key=rank)


def header_of(
    text: str, separator: str, given: Mapping, path: Path
) -> tuple[int, tuple[str, ...], int]:
    """Return the header's row, its cells, and where in the text its row ends.

    Where a mapping says that there is no header, columns are named by their numbers.

    Raises
    ------
    RegisterError
        If no row can be the header, or there are no records below it.
    """
    reader_lines = io.StringIO(text, newline="")
    rows: list[tuple[list[str], int]] = []
    csv.field_size_limit(HEAD_BYTES)
    reader = csv.reader(lines_of(reader_lines), delimiter=separator)
    wanted = given.header_row
    try:
        for number, cells in enumerate(reader, start=1):
            rows.append((cells, reader_lines.tell()))
            if number >= (wanted or HEAD_ROWS):
                break
    except csv.Error:
        pass
    if wanted == 0 and rows:
        width = max(len(cells) for cells, _ in rows)
        return 0, tuple(str(number) for number in range(1, width + 1)), 0
    if wanted is not None and wanted > len(rows):
        raise RegisterError(path.name, f"header_row: got {wanted}, expected 1 to {len(rows)}")
    if not rows:
        raise RegisterError(path.name, "got no header, expected the names of the columns")
    named = {text for texts in given.columns.values() for text in texts}
    best = (
        wanted - 1
        if wanted is not None
        else max(
            range(min(len(rows), 12)),
            key=lambda at: (
                sum(one.strip() in named or field_of(one) is not None for one in rows[at][0]),
                sum(bool(one.strip()) for one in rows[at][0]) if at == 0 else 0,
                -at,
            ),
        )
    )
    cells, end = rows[best]
    headers = tuple(cell.strip() for cell in cells)
    while headers and not headers[-1]:
        headers = headers[:-1]
    if not headers:
        raise RegisterError(path.name, f"got an empty row {best + 1}, expected the header")
    if len(headers) > MOST_COLUMNS:
        raise RegisterError(
            path.name, f"got {len(headers):,} columns, expected at most {MOST_COLUMNS:,}"
        )
    if not text[end:].strip():
        raise RegisterError(path.name, "got a header and no record, expected records below it")
    return best + 1, unique(headers), end


def unique(headers: tuple[str, ...]) -> tuple[str, ...]:
    """Return headers of which no two are alike: those that stand again get numbers behind them.

    Examples
    --------
    >>> unique(("name", "code", "name", ""))
    ('name (1)', 'code', 'name (2)', '')
    """
    total, met = Counter(headers), Counter[str]()
    found = []
    for header in headers:
        met[header] += 1
        is_alone = total[header] == 1 or not header
        found.append(header if is_alone else f"{header} ({met[header]})")
    return tuple(found)


def lines_of(file: io.StringIO) -> Iterator[str]:
    """Yield lines in a way that leaves the file's place known."""
    while line := file.readline():
        yield line


def pieces(table: TextTable, size: int, *, start: int = 0) -> Iterator[bytes]:
    """Yield what stands below the header in pieces of about `size` bytes of UTF-8.

    Bytes that are none of the encoding become U+FFFD, which the records' reader reports.

    Parameters
    ----------
    table : TextTable
    size : int
    start : int
        Bytes of UTF-8 below the header that are left out.
    """
    left = table.skip + start
    with opened(table.path, table.packing, table.member) as file:
        if table.encoding == "utf-8":
            file.seek(left)  # A packed file is unpacked up to there.
            while piece := file.read(size):
                yield piece
            return
        decoder = codecs.getincrementaldecoder(table.encoding)(errors="replace")
        first, raw = True, b"-"
        while raw:
            raw = file.read(size // 2)
            text = decoder.decode(raw, final=not raw)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            piece = text.encode("utf-8", errors="replace")
            gone = min(left, len(piece))
            left -= gone
            if gone < len(piece):
                yield piece[gone:]
