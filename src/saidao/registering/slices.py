"""A source cut into slices, each of which becomes one part of the register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from saidao.register.mapping import Mapping
from saidao.register.text_tables import TextTable, pieces

if TYPE_CHECKING:
    from saidao.register.csv_records import Cleaner

__all__ = ["Slice", "Source", "TextSource"]

PIECE_BYTES = 48 * 2**20
"""Of a text table in one slice."""


@dataclass(frozen=True, slots=True)
class Slice:
    """Some records of a source.

    Parameters
    ----------
    number : int
        From 0, in the order of the source.
    first_row : int
        Number of its first record, from 1.
    records : int
    end : int
        Where the source goes on behind it, in the source's own measure.
    done : float
        Share of the source up to there.
    bad, emptied : ndarray of int64
        Records, from 0, that are broken; and those of them of which nothing is left.
    data : bytes or None
        Its records made plain, of a text table.
    """

    number: int
    first_row: int
    records: int
    end: int
    done: float
    bad: NDArray[np.int64]
    data: memoryview | None = None


class Source(Protocol):
    """A file with records."""

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        ...

    @property
    def headers(self) -> tuple[str, ...]:
        """The names of its columns."""
        ...

    def slices(
        self, wanted: tuple[str, ...], *, number: int, first_row: int, start: int
    ) -> Iterator[Slice]:
        """Yield its slices from a place on, with the wanted columns, in its order."""
        ...

    def relation(self, piece: Slice, wanted: tuple[str, ...], work: Path) -> str:
        """Return the SQL after FROM that gives a slice's cells as ``c0``, ``c1`` ..."""
        ...

    def let_go(self, piece: Slice, work: Path) -> None:
        """Remove what `relation` wrote."""
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

    def slices(
        self, wanted: tuple[str, ...], *, number: int, first_row: int, start: int
    ) -> Iterator[Slice]:
        """Yield its slices from a place on; the measure is bytes of UTF-8 below the header."""
        cleaner = self.cleaner(wanted)
        end = start
        with closing(pieces(self.table, PIECE_BYTES, start=start)) as stream:
            upcoming = next(stream, None)
            while upcoming is not None:
                piece, upcoming = upcoming, next(stream, None)
                final = upcoming is None
                end += len(piece)
                cleaned = cleaner.clean(piece, final=final)
                if not cleaned.records:
                    continue
                place = end - len(cleaner.carry)
                yield Slice(
                    number,
                    first_row,
                    cleaned.records,
                    -place if cleaner.skipping else place,
                    0.0,
                    cleaned.bad,
                    cleaned.data,
                )
                number += 1
                first_row += cleaned.records

    def cleaner(self, wanted: tuple[str, ...]) -> Cleaner:
        """Return what makes the records of some columns plain."""
        from saidao.register.csv_records import Cleaner  # numba is slow to load.

        mask = np.array([header in wanted for header in self.headers], np.bool_)
        return Cleaner(ord(self.table.separator), ord('"'), mask)

    def relation(self, piece: Slice, wanted: tuple[str, ...], work: Path) -> str:
        """Write a slice's plain records beside the parts, for the engine to read."""
        from saidao.store.register_parts import plain_records

        assert piece.data is not None
        path = slice_path(piece, work)
        with path.open("wb") as file:
            file.write(piece.data)
        return plain_records(path, len(wanted))

    def let_go(self, piece: Slice, work: Path) -> None:
        """Remove the plain records."""
        slice_path(piece, work).unlink(missing_ok=True)


def slice_path(piece: Slice, work: Path) -> Path:
    """Return where a slice's plain records are written."""
    return work / f"slice-{piece.number:05d}.csv"


def wanted_headers(headers: tuple[str, ...], mapping: Mapping) -> tuple[str, ...]:
    """Return the headers of the columns that are read, in the order of the file."""
    named = {header for found in mapping.columns.values() for header in found}
    return tuple(header for header in headers if header in named)
