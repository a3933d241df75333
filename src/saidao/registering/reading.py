"""A source is read by several workers side by side, and comes out as if by one.

Where a record begins is only known when the one before has been read: what looks like the
end of a line may stand between quotes. So each worker takes a piece that begins behind a
newline and reads it as if a record began there. In the order of the source it is then seen
whether the piece before ended just there; where it did not, this one is read again from
where it did. What comes out never depends on who was first: neither the records of a slice,
nor their numbers, nor where a slice ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import numpy as np

from saidao.register.records import Bytes, Records
from saidao.registering.slices import Slice, Source, TextSource

if TYPE_CHECKING:
    from saidao.register.csv_records import RecordReader, Taken

__all__ = ["SliceReader"]

PIECE_BYTES: Final = 48 * 2**20
"""Of a source in one slice, at most; a slice of short records is smaller."""

PIECE_ROWS: Final = 360_000
"""About so many records are in a slice, at most."""

SAMPLE_BYTES: Final = 256 * 1024
LEAST_BYTES: Final = 2**19

LINE_BYTES: Final = 4 * 2**20
"""Within so many bytes the end of a piece is moved to the end of a line."""

Learned = TypeVar("Learned")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source: where it begins and ends, and how to have its bytes.

    `data` may use the memory that it is given.
    """

    number: int
    start: int
    end: int
    final: bool
    data: Callable[[Bytes | None], Bytes]


def plain_pieces(source: TextSource, start: int) -> Iterator[Piece]:
    """Yield the pieces of a file that can be read from any place, none of them read yet."""
    size = source.size
    per_piece = piece_bytes(source.stretch(0, min(SAMPLE_BYTES, size)))
    number = 0
    while start < size:
        # By the bytes from the first one on, so that an import goes on as it began.
        end = behind_line(source, (start // per_piece + 1) * per_piece, size)
        yield Piece(number, start, end, end >= size, partial(source.stretch, start, end - start))
        start, number = end, number + 1


def piece_bytes(sample: Bytes) -> int:
    """Return how large pieces are to be, by the first records."""
    lines = max(int(np.count_nonzero(sample == 0x0A)), 1)
    return min(max(len(sample) // lines * PIECE_ROWS, LEAST_BYTES), PIECE_BYTES)


def behind_line(source: TextSource, at: int, size: int) -> int:
    """Return the place behind the line in which a place is, if it is near."""
    if at >= size:
        return size
    for begun in range(at, min(at + LINE_BYTES, size), SAMPLE_BYTES):
        found = source.stretch(begun, min(SAMPLE_BYTES, size - begun)).tobytes().find(b"\n")
        if found >= 0:
            return begun + found + 1
    return min(at + LINE_BYTES, size)


def streamed_pieces(source: Source, start: int) -> Iterator[Piece]:
    """Yield the pieces of a source that can only be read from its beginning to its end."""
    stream = source.pieces(PIECE_BYTES, start=start)
    per_piece = number = 0
    held, following = b"", next(stream, None)
    while held or following is not None:
        parts, size = [held], len(held)
        while following is not None and size < max(per_piece, SAMPLE_BYTES):
            parts.append(following)
            size += len(following)
            following = next(stream, None)
        held = b"".join(parts)
        per_piece = per_piece or piece_bytes(np.frombuffer(held[:SAMPLE_BYTES], np.uint8))
        begun = 0
        # All but the last pieces of what is held; with nothing to follow, the last one too.
        while size - begun > per_piece or (following is None and begun < max(size, 1)):
            cut = min(begun + per_piece, size)
            if cut < size or following is not None:
                cut = held.rfind(b"\n", begun, cut) + 1 or cut
            data = partial(part_of, held, begun, cut)
            last = following is None and cut == size
            yield Piece(number, start, start + cut - begun, last, data)
            start, begun, number = start + cut - begun, cut, number + 1
            if last:
                return
        held = held[begun:]


def part_of(held: bytes, begin: int, end: int, _room: Bytes | None) -> Bytes:
    """Return some of the bytes that are held."""
    return np.frombuffer(held, np.uint8, end - begin, begin)


class SliceReader:
    """Gives the slices of a source to several workers.

    Parameters
    ----------
    source : Source
    reader : RecordReader
    number, first_row : int
        Of the first slice.
    start : int
        Where the source goes on, which is the `end` of the slice before.
    """

    def __init__(
        self,
        source: Source,
        reader: RecordReader,
        *,
        number: int = 0,
        first_row: int = 1,
        start: int = 0,
    ) -> None:
        self._reader, self._size = reader, source.size
        plain = isinstance(source, TextSource) and source.size > 0
        self._pieces = (
            plain_pieces(source, abs(start))
            if plain and isinstance(source, TextSource)
            else streamed_pieces(source, abs(start))
        )
        self._number, self._first_row, self._place = number, first_row, abs(start)
        # What stands before the next piece and was not read with the one before.
        self._left: Bytes = np.empty(0, np.uint8)
        self._skipping = start < 0
        self._rest: Bytes | None = None
        self._final = False
        self._read: dict[int, tuple[Piece, Bytes, Taken]] = {}
        # Memory of pieces that are done with.
        self._rooms: list[Bytes] = []
        self._begun = self._settled = 0
        self._failed = False
        self._fetching, self._changed = threading.Lock(), threading.Condition()

    def take(self, learn: Callable[[Records], Learned]) -> tuple[Slice, Learned] | None:
        """Return the next slice and what is learned of it, None where there is none left.

        Parameters
        ----------
        learn : callable
            Called with the records of each slice, one after the other in their order.
        """
        try:
            while True:
                with self._changed:
                    found = self._next(learn)
                    if found is not None:
                        return found
                piece = self._fetch()
                if piece is None:
                    with self._changed:
                        self._changed.wait_for(lambda: self._is_ready or self._is_over)
                        if not self._is_ready:
                            return None
                    continue
                with self._changed:
                    room = self._rooms.pop() if self._rooms else None
                data = piece.data(room)
                taken = self._reader.read(data, final=piece.final)
                with self._changed:
                    self._read[piece.number] = piece, data, taken
                    self._changed.notify_all()
                    self._changed.wait_for(partial(self._can_go_on, piece.number))
        except BaseException:
            with self._changed:
                self._failed = True
                self._changed.notify_all()
            raise

    def give_back(self, piece: Slice) -> None:
        """Let the memory of a slice that is done with be used for another."""
        self._reader.give_back(piece.records)

    @property
    def _is_ready(self) -> bool:
        """Whether a slice can be had without reading a piece first."""
        return not self._failed and (self._rest is not None or self._settled in self._read)

    @property
    def _is_over(self) -> bool:
        """Whether nothing is being read from which more slices could come."""
        return self._failed or self._begun == self._settled

    def _can_go_on(self, number: int) -> bool:
        """Whether there is something to do for who has read a piece."""
        return self._is_ready or self._settled > number or self._failed

    def _fetch(self) -> Piece | None:
        """Return the next piece that nobody reads yet."""
        with self._fetching:
            piece = None if self._failed else next(self._pieces, None)
            if piece is not None:
                with self._changed:
                    self._begun += 1
            return piece

    def _next(self, learn: Callable[[Records], Learned]) -> tuple[Slice, Learned] | None:
        """Return the next slice of what was read, in the order of the source."""
        while self._is_ready:
            if self._rest is not None:
                # More records than are read at a time: who comes next reads on.
                data = self._rest
                taken = self._reader.read(data, final=self._final, skipping=self._skipping)
            else:
                piece, data, taken = self._read.pop(self._settled)
                self._settled += 1
                self._final = piece.final
                if len(self._left) or self._skipping:
                    # A record went on behind the piece before: this one began elsewhere.
                    self._reader.give_back(taken.records)
                    data = np.concatenate([self._left, data])
                    taken = self._reader.read(data, final=piece.final, skipping=self._skipping)
            self._place += taken.used
            self._skipping = taken.skipping
            left = data[taken.used :]
            more = len(left) > 0 and (taken.records.rows > 0 or taken.used > 0)
            self._rest = left if more else None
            self._left = left[:0].copy() if more else left.copy()
            if not more and isinstance(data.base, np.ndarray):
                self._rooms.append(data.base)
            self._changed.notify_all()
            if taken.records.rows:
                return self._slice(taken.records, learn)
        return None

    def _slice(
        self, records: Records, learn: Callable[[Records], Learned]
    ) -> tuple[Slice, Learned]:
        """Return records as the next slice, and what is learned of them."""
        found = Slice(
            self._number,
            self._first_row,
            records,
            -self._place if self._skipping else self._place,
            min(self._place / self._size, 1.0) if self._size else 0.0,
        )
        self._number += 1
        self._first_row += records.rows
        return found, learn(records)
