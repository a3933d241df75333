"""Columns of numpy arrays, given to the engine as Arrow: nothing is copied or parsed again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import nanoarrow
import numpy as np
from numpy.typing import NDArray

from saidao.register.records import TextColumn

__all__ = ["ArrowColumns", "Days"]

Column = NDArray[Any] | TextColumn


class Days:
    """A column of days since 1970-01-01.

    Parameters
    ----------
    days : ndarray of float
        Whole numbers; NaN and infinities are no day.
    """

    def __init__(self, days: NDArray[np.float64]) -> None:
        self.present = np.isfinite(days)
        self.days = np.where(self.present, days, 0).astype(np.int32)


class ArrowColumns:
    """A table of one batch that DuckDB reads through Arrow's C stream.

    A cell of no bytes and a NaN are NULL. DuckDB asks for the stream more than once (first for
    the names), so that a new one is made each time.

    Parameters
    ----------
    columns : dict
        Column to its values: arrays of numbers, booleans, `TextColumn` or `Days`, all of
        one length.

    Examples
    --------
    >>> import duckdb
    >>> table = ArrowColumns({"n": np.array([1.0, np.nan])})
    >>> connection = duckdb.connect()
    >>> _ = connection.register("made", table)
    >>> connection.sql("SELECT n FROM made").fetchall()
    [(1.0,), (None,)]
    """

    def __init__(self, columns: Mapping[str, Column | Days]) -> None:
        self._arrays: dict[str, Any] = {name: array_of(one) for name, one in columns.items()}
        lengths = {len(array) for array in self._arrays.values()}
        if len(lengths) != 1:
            raise ValueError(f"columns: got {sorted(lengths)} rows, expected one length")
        (self._rows,) = lengths

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return the capsule of a new stream."""
        kinds = {name: array.schema for name, array in self._arrays.items()}
        batch = nanoarrow.c_array_from_buffers(
            nanoarrow.struct(kinds),
            self._rows,
            [None],
            null_count=0,
            children=list(self._arrays.values()),
        )
        return nanoarrow.c_array_stream(batch).__arrow_c_stream__(requested_schema)


def array_of(column: Column | Days) -> Any:
    """Return a column as an Arrow array that shares its memory."""
    if isinstance(column, TextColumn):
        return filled(nanoarrow.string(), column.present, column.offsets, column.data)
    if isinstance(column, Days):
        return filled(nanoarrow.date32(), column.present, column.days)
    column = np.ascontiguousarray(column)
    if column.dtype == np.bool_:
        bits = np.packbits(column, bitorder="little")
        return nanoarrow.c_array_from_buffers(nanoarrow.bool_(), len(column), [None, bits])
    there = ~np.isnan(column) if column.dtype.kind == "f" else None
    return filled(getattr(nanoarrow, column.dtype.name)(), there, column)


def filled(kind: Any, present: NDArray[np.bool_] | None, *buffers: NDArray[Any]) -> Any:
    """Return an Arrow array of some buffers, NULL where a value is not present."""
    bits, missing, rows = None, 0, len(buffers[0])
    if present is not None:
        rows, missing = len(present), int(len(present) - np.count_nonzero(present))
        bits = np.packbits(present, bitorder="little") if missing else None
    return nanoarrow.c_array_from_buffers(kind, rows, [bits, *buffers], null_count=missing)
