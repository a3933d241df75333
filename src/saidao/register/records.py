"""Records that were taken out of a text table: text in Arrow's layout, numbers as arrays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bytes", "Records", "TextColumn", "Wordings"]

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TextColumn:
    """The cells of a column of text, as Arrow lays out a column of type ``utf8``.

    Parameters
    ----------
    offsets : ndarray of int32
        Where each cell begins in the data, and behind the last one where the data end.
    data : ndarray of uint8
        The cells one behind the other, in UTF-8. A cell of no bytes is one without a value.
    """

    offsets: NDArray[np.int32]
    data: Bytes

    def __len__(self) -> int:
        """Return the number of cells."""
        return len(self.offsets) - 1

    @classmethod
    def of(cls, words: Sequence[str], ids: NDArray[np.integer[Any]]) -> TextColumn:
        """Return the column in which words stand by their numbers, nothing for a number below 0.

        Examples
        --------
        >>> column = TextColumn.of(["市北", "浦东"], np.array([1, -1, 0]))
        >>> [column.cell(row) for row in range(len(column))]
        ['浦东', '', '市北']
        """
        spelled = [*(word.encode() for word in words), b""]
        lengths = np.array([len(word) for word in spelled], np.int64)
        begins = np.cumsum(lengths) - lengths
        number = np.where(ids < 0, len(words), ids)
        sizes = lengths[number]
        offsets = np.zeros(len(ids) + 1, np.int64)
        np.cumsum(sizes, out=offsets[1:])
        joined = np.frombuffer(b"".join(spelled), np.uint8)
        # Each byte stands as far behind its cell's begin as in the joined words.
        places = np.arange(offsets[-1]) + np.repeat(begins[number] - offsets[:-1], sizes)
        return cls(offsets.astype(np.int32), joined[places])

    @property
    def present(self) -> NDArray[np.bool_]:
        """Whether each cell holds anything."""
        return self.offsets[1:] > self.offsets[:-1]

    def cell(self, row: int) -> str:
        """Return the text of a cell, empty where it holds nothing."""
        return bytes(self.data[self.offsets[row] : self.offsets[row + 1]]).decode()


@dataclass(frozen=True, slots=True)
class Wordings:
    """The wordings of a column, each of which has a number from 0 on.

    Parameters
    ----------
    hashes : ndarray of uint64
        By which a wording is known again elsewhere without being spelled.
    ends : ndarray of int64
        0, and where each of them ends in the data.
    data : ndarray of uint8
    """

    hashes: NDArray[np.uint64]
    ends: NDArray[np.int64]
    data: Bytes

    def __len__(self) -> int:
        """Return how many wordings there are."""
        return len(self.hashes)

    def __getitem__(self, number: int) -> str:
        """Return the wording of a number."""
        return bytes(self.data[self.ends[number] : self.ends[number + 1]]).decode()

    def __iter__(self) -> Iterator[str]:
        """Yield the wordings in the order of their numbers."""
        return (self[number] for number in range(len(self)))


@dataclass(frozen=True, slots=True)
class Records:
    """Records that were taken apart; the arrays are their own.

    Parameters
    ----------
    rows : int
    texts : dict of TextColumn
        Column of text to its cells, in the order of the columns.
    numbers : dict of ndarray
        Column to its numbers, NaN for none; of days since 1970.
    words : dict of ndarray
        Column to the numbers of its wordings, -1 for none.
    id_hash, record_hash : ndarray of uint64
        0 where a record has no such key.
    bad : ndarray of int64
        Places of the records that are broken.
    wordings : dict of Wordings
        Column to its wordings, by their numbers.
    room : object
        The memory that all these but the wordings lie in, for who made the records.
    """

    rows: int
    texts: Mapping[int, TextColumn]
    numbers: Mapping[int, NDArray[np.float64]]
    words: Mapping[int, NDArray[np.int32]]
    id_hash: NDArray[np.uint64]
    record_hash: NDArray[np.uint64]
    bad: NDArray[np.int64]
    wordings: Mapping[int, Wordings]
    room: object = field(default=None, repr=False)

    @property
    def present(self) -> Mapping[int, NDArray[np.bool_]]:
        """Column to whether its cells hold anything."""
        found = {at: one.present for at, one in self.texts.items()}
        for at, words in self.words.items():
            if at not in found:
                found[at] = (words != -1) | ~np.isnan(self.numbers[at])
        return found
