"""A source cut into slices, each of which becomes one part of the register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from saidao.errors import RegisterError
from saidao.register.mapping import Mapping
from saidao.register.text_tables import TextTable, header_of, opened, pieces
from saidao.register.workbooks import check_workbook, sheet_bytes, sheet_name

if TYPE_CHECKING:
    from saidao.register.records import Bytes, Records

__all__ = ["Slice", "Source", "TextSource", "WorkbookSource", "open_workbook"]


@dataclass(frozen=True, slots=True)
class Slice:
    """Some records of a source.

    Parameters
    ----------
    number : int
        From 0, in the order of the source.
    first_row : int
        Number of its first record, from 1.
    records : Records
        What was made of it.
    end : int
        Where the source goes on behind it, in bytes of UTF-8 below the header; negative where
        that is inside a record that is too long.
    done : float
        Share of the source up to there.
    """

    number: int
    first_row: int
    records: Records
    end: int
    done: float


class Source(Protocol):
    """A file with records, as a text table that is read piece by piece."""

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        ...

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    @property
    def separator(self) -> str:
        """What separates the cells of its pieces."""
        ...

    @property
    def size(self) -> int:
        """Bytes by which it is told how far one is, 0 where that cannot be known."""
        ...

    def narrowed(self, headers: tuple[str, ...]) -> Source:
        """Return the source with no more than some columns, where that saves anything."""
        ...

    def pieces(self, size: int, *, start: int = 0) -> Iterator[bytes]:
        """Yield what stands below the header in pieces of UTF-8, from some byte on."""
        ...


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text table."""

    table: TextTable

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        sign = {"\t": "tab", ",": "comma", ";": "semicolon", "|": "bar"}
        separator = sign.get(self.table.separator, repr(self.table.separator))
        packing = f", {self.table.packing}" if self.table.packing else ""
        return (
            f"text in {self.table.encoding}, cells by {separator}{packing}, "
            f"header in row {self.table.header_row}"
        )

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of its columns."""
        return self.table.headers

    @property
    def separator(self) -> str:
        """What separates the cells."""
        return self.table.separator

    @property
    def size(self) -> int:
        """Bytes of the file where it is neither packed nor in another encoding."""
        plain = self.table.encoding == "utf-8" and not self.table.packing
        return self.table.path.stat().st_size - self.table.skip if plain else 0

    def narrowed(self, headers: tuple[str, ...]) -> TextSource:
        """Return itself: columns that are not wanted cost next to nothing."""
        return self

    def pieces(self, size: int, *, start: int = 0) -> Iterator[bytes]:
        """Yield what stands below the header in pieces of UTF-8, from some byte on."""
        return pieces(self.table, size, start=start)

    def stretch(self, start: int, size: int, room: Bytes | None = None) -> Bytes:
        """Return some bytes below the header, where the file is one of known size.

        They are read into `room` if there is enough: memory that was used before costs less.
        """
        found = room if room is not None and len(room) >= size else np.empty(size, np.uint8)
        with opened(self.table.path) as file:
            file.seek(self.table.skip + start)
            return found[: file.readinto(found[:size].data)]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class WorkbookSource:
    """A sheet of a workbook; `skip` is the number of bytes of its text up to the records."""

    path: Path
    sheet: str
    headers: tuple[str, ...]
    header_row: int
    skip: int

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        return f"workbook, sheet {self.sheet!r}, header in row {self.header_row}"

    @property
    def separator(self) -> str:
        """What separates the cells of its text."""
        return ","

    @property
    def size(self) -> int:
        """It is not known how many bytes of text it makes."""
        return 0

    def narrowed(self, headers: tuple[str, ...]) -> WorkbookSource:
        """Return itself: a row is read whole."""
        return self

    def pieces(self, size: int, *, start: int = 0) -> Iterator[bytes]:
        """Yield what stands below the header in pieces of UTF-8, from some byte on."""
        left, held = self.skip + start, bytearray()
        for piece in sheet_bytes(self.path, self.sheet):
            gone = min(left, len(piece))
            left -= gone
            held += piece[gone:]
            if len(held) >= size:
                yield bytes(held)
                held.clear()
        if held:
            yield bytes(held)


def open_workbook(path: Path, given: Mapping) -> WorkbookSource:
    """Open the sheet of a workbook that is asked for, else its first.

    Raises
    ------
    RegisterError
        If it cannot be read, is empty, or has no header.
    """
    check_workbook(path)
    sheet = sheet_name(path, given.sheet)
    head = next(sheet_bytes(path, sheet), b"").decode("utf-8")
    if not head.strip():
        raise RegisterError(path.name, f"got an empty sheet {sheet!r}, expected a header")
    row, headers, end = header_of(head, ",", given, path)
    return WorkbookSource(path, sheet, headers, row, len(head[:end].encode()))
