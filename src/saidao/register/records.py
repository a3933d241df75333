"""Records that were taken out of a text table: text in Arrow's layout, numbers as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from saidao.register.roles import CELL_END

__all__ = ["Bytes", "Records", "TextColumn"]

Bytes = NDArray[np.uint8]

NEWLINE = 0x0A


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

    @property
    def present(self) -> NDArray[np.bool_]:
        """Whether each cell holds anything."""
        return self.offsets[1:] > self.offsets[:-1]

    def cell(self, row: int) -> str:
        """Return the text of a cell, empty where it holds nothing."""
        return bytes(self.data[self.offsets[row] : self.offsets[row + 1]]).decode()


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
    present : dict of ndarray
        Column to whether its cells hold anything.
    id_hash, record_hash : ndarray of uint64
        0 where a record has no such key.
    bad : ndarray of int64
        Places of the records that are broken.
    new : dict of list
        Column to the wordings that were met for the first time, in the order of their numbers.
    """

    rows: int
    texts: Mapping[int, TextColumn]
    numbers: Mapping[int, NDArray[np.float64]]
    words: Mapping[int, NDArray[np.int32]]
    present: Mapping[int, NDArray[np.bool_]]
    id_hash: NDArray[np.uint64]
    record_hash: NDArray[np.uint64]
    bad: NDArray[np.int64]
    new: Mapping[int, list[str]]

    @property
    def text(self) -> Bytes:
        """The cells of text, each before a `CELL_END` but the last, one record a line."""
        columns = list(self.texts.values())
        lengths = np.stack([np.diff(one.offsets) for one in columns], axis=1).astype(np.int64)
        ends = np.cumsum(lengths.reshape(-1) + 1)
        found = np.empty(int(ends[-1]) if len(ends) else 0, np.uint8)
        signs = np.tile([CELL_END] * (len(columns) - 1) + [NEWLINE], self.rows)
        found[ends - 1] = signs
        starts = (ends - 1).reshape(lengths.shape) - lengths
        for at, column in enumerate(columns):
            shift = np.repeat(starts[:, at] - column.offsets[:-1], lengths[:, at])
            found[shift + np.arange(len(column.data))] = column.data
        return found
