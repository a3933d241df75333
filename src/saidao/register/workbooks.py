"""A sheet of an Excel workbook as the text of a table.

Workbooks are read with openpyxl row by row; what a sheet holds is given on as CSV, so that
one reader of records serves all. Of a formula, the value is taken that the workbook keeps.
"""

from __future__ import annotations

import csv
import io
import os
import re
import tempfile
import threading
import weakref
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from saidao.errors import RegisterError
from saidao.register.fields import field_of

__all__ = ["check_workbook", "sheet_bytes", "sheet_name"]

LONGEST_UNPACKED = 4 * 2**30
SUSPECT_RATIO, SUSPECT_FROM = 200, 256 * 2**20
"""A part that unpacks to more than `SUSPECT_FROM`, so many times its size, is no table."""

MOST_CELLS = 16_384
ROWS_AT_ONCE = 2_000
PART_BYTES = 2**20
MERGED = re.compile(rb'<mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
MERGED_BYTES = 64
"""More than the mention of a merged cell takes."""
MOST_MERGED = 100_000
HEADER_WITHIN = 12
"""Rows of a sheet among which its header is looked for."""


def check_workbook(path: Path) -> None:
    """Refuse a workbook that unpacks to more than a table holds.

    Raises
    ------
    RegisterError
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (OSError, zipfile.BadZipFile) as error:
        raise RegisterError(path.name, f"cannot be unpacked: {error}") from error
    size = sum(part.file_size for part in parts)
    suspect = any(
        part.file_size > SUSPECT_FROM
        and part.file_size > SUSPECT_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if size > LONGEST_UNPACKED or suspect:
        raise RegisterError(
            path.name,
            f"got a workbook that unpacks to {size:,} bytes, far more than a table would; "
            "save it as CSV",
        )


def opened(path: Path) -> Any:
    """Open a workbook for reading."""
    from openpyxl import load_workbook  # Slow to load, and most imports need no workbook.

    try:
        return load_workbook(path, read_only=True, data_only=True)
    except Exception as problem:
        # openpyxl raises whatever its parsers do; the file is not ours to mend.
        raise RegisterError(
            path.name, f"is a workbook that cannot be read ({problem})"
        ) from problem


def sheet_name(path: Path, wanted: str) -> str:
    """Return the sheet that is asked for, else the visible one with the best header.

    The best header is the one with the most columns that say what they are; many workbooks
    begin with a sheet of remarks.

    Raises
    ------
    RegisterError
        If there is none of that name.
    """
    book = opened(path)
    try:
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        if wanted and wanted not in book.sheetnames:
            known = ", ".join(map(repr, book.sheetnames))
            raise RegisterError(path.name, f"got no sheet {wanted!r}, expected one of {known}")
        if not wanted and not visible:
            raise RegisterError(path.name, "got a workbook without a visible sheet of cells")
        return wanted or str(max(visible, key=known_headers).title)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OSError,
        zipfile.BadZipFile,
    ) as problem:
        said = f"is a workbook that cannot be read ({problem})"
        raise RegisterError(path.name, said) from problem
    finally:
        book.close()


def known_headers(sheet: Any) -> int:
    """Return how many cells of the best of a sheet's first rows are headers that are known."""
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()
    rows = islice(sheet.iter_rows(values_only=True), HEADER_WITHIN)
    return max((sum(field_of(str(cell)) is not None for cell in row) for row in rows), default=0)


def sheet_bytes(path: Path, sheet: str) -> Iterator[bytes]:
    """Yield a sheet as CSV in UTF-8, some rows at a time.

    A sheet is taken apart once, as far as it is asked for, and kept beside in a file without
    a name: an import looks it over before it reads it.

    Raises
    ------
    RegisterError
        If its parts are broken.
    """
    try:
        stamp = path.stat()
    except OSError as error:
        raise RegisterError(path.name, f"cannot be read: {error.strerror or error}") from error
    return kept(path, sheet, (stamp.st_mtime_ns, stamp.st_size)).pieces()


class Kept:
    """A sheet's text as far as it was taken apart."""

    def __init__(self, path: Path, sheet: str) -> None:
        self._rest = taken_apart(path, sheet)
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with this object.
        self._ends = [0]
        self._lock = threading.Lock()
        self._problem: RegisterError | None = None
        weakref.finalize(self, self._file.close)

    def pieces(self) -> Iterator[bytes]:
        """Yield the text from its beginning."""
        number = 0
        while (piece := self._piece(number)) is not None:
            yield piece
            number += 1

    def _piece(self, number: int) -> bytes | None:
        """Return a piece by its number, None behind the last."""
        with self._lock:
            if number + 1 < len(self._ends):
                start = self._ends[number]
                return os.pread(self._file.fileno(), self._ends[number + 1] - start, start)
            if self._problem is not None:
                raise self._problem
            try:
                piece = next(self._rest, None)
            except RegisterError as problem:
                # Who asks again is told again, and not that the sheet ends here.
                self._problem = problem
                raise
            if piece is not None:
                self._file.write(piece)
                self._file.flush()
                self._ends.append(self._ends[-1] + len(piece))
            return piece


@lru_cache(maxsize=1)
def kept(path: Path, sheet: str, _stamp: tuple[int, int]) -> Kept:
    """Return a sheet's text; the file is taken apart again when it has changed."""
    return Kept(path, sheet)


def taken_apart(path: Path, sheet: str) -> Iterator[bytes]:
    """Yield a sheet as CSV in UTF-8 as it is taken apart."""
    book = opened(path)
    try:
        cells = book[sheet]
        if hasattr(cells, "reset_dimensions"):
            cells.reset_dimensions()  # What a sheet says of its size is often wrong.
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        width = 0
        try:
            merged = merged_downwards(path, cells)
            held: dict[int, str] = {}
            for number, row in enumerate(cells.iter_rows(values_only=True), start=1):
                shown = [shown_cell(cell) for cell in row[:MOST_CELLS]]
                for at, is_first in merged.get(number, ()):
                    shown += [""] * (at + 1 - len(shown))
                    held[at] = shown[at] if is_first else held.get(at, "")
                    shown[at] = held[at]
                while len(shown) > width and not shown[-1]:
                    shown.pop()
                # Empty cells behind the last are not in the file; the header says how many.
                width = max(width, len(shown))
                shown += [""] * (width - len(shown))
                writer.writerow(shown if any(shown) else [])
                if number % ROWS_AT_ONCE == 0:
                    yield taken(text)
        except RegisterError:
            raise
        except Exception as problem:
            said = f"is a workbook that cannot be read ({problem})"
            raise RegisterError(path.name, said) from problem
        if rest := taken(text):
            yield rest
    finally:
        book.close()


def merged_downwards(path: Path, sheet: Any) -> dict[int, list[tuple[int, bool]]]:
    """Return by row the columns of cells merged over rows, and whether the row is their first.

    The value of such a cell holds for all its rows, and stands in the file in the first only.
    """
    found: dict[int, list[tuple[int, bool]]] = {}
    with zipfile.ZipFile(path) as archive, archive.open(part_of(sheet)) as part:
        left, count = b"", 0
        while piece := part.read(PART_BYTES):
            for match in MERGED.finditer(left + piece):
                column, first, last = match[1].decode(), int(match[2]), int(match[3])
                count += 1
                if last <= first or count > MOST_MERGED or last - first > MOST_MERGED:
                    continue
                for row in range(first, last + 1):
                    found.setdefault(row, []).append((column_of(column), row == first))
            left = (left + piece)[-MERGED_BYTES:]
            # What was found is not to be found again in what is left.
            left = left[left.rfind(b">") + 1 :]
    return found


def part_of(sheet: Any) -> str:
    """Return the name of the archive's part in which a sheet stands."""
    return str(getattr(sheet, "_worksheet_path", "")).lstrip("/")


def column_of(letters: str) -> int:
    """Return a column's place from 0 on.

    Examples
    --------
    >>> column_of("A"), column_of("AB")
    (0, 27)
    """
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - 64
    return place - 1


def taken(text: io.StringIO) -> bytes:
    """Return what was written and forget it."""
    written = text.getvalue().encode("utf-8", errors="replace")
    text.seek(0)
    text.truncate()
    return written


def shown_cell(value: Any) -> str:
    """Return a cell as text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
