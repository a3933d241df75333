"""Data frames of any kind in, checked arrays out, and tables of the same kind back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from saidao.errors import InvalidInput

__all__ = ["Frame", "Labels", "summed"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a column, sorted, and the number of each row's label."""

    values: list[Any]
    code: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.values)


class Frame:
    """A data frame of pandas, polars, Arrow or GeoPandas, or plain columns by name.

    Parameters
    ----------
    native : object
        The frame.
    name : str
        The argument it was given as, for messages.

    Raises
    ------
    InvalidInput
        If it is none of these, is lazy, or has no rows.
    """

    def __init__(self, native: Any, name: str = "frame") -> None:
        self.native, self.name = native, name
        self.columns: dict[str, Any] | None = None
        self.labelled: dict[str, str] = {}
        if isinstance(native, Mapping):
            self._take_columns(native)
            return
        try:
            self.table: nw.DataFrame[Any] = nw.from_native(native, eager_only=True)
        except TypeError:
            lazy = hasattr(native, "collect")
            raise InvalidInput(
                name,
                f"a {type(native).__module__.split('.')[0]} {type(native).__name__}",
                "a data frame of pandas, polars, Arrow or GeoPandas"
                + ("; call .collect() first" if lazy else ""),
            ) from None
        except nw.exceptions.DuplicateError:
            names = [str(column) for column in native.columns]
            twice = sorted({column for column in names if names.count(column) > 1})
            raise InvalidInput(
                name, f"several columns {', '.join(twice)}", "columns of different names"
            ) from None
        if not len(self.table):
            raise InvalidInput(name, "a frame without rows", "one row or more")

    def _take_columns(self, native: Mapping[str, Any]) -> None:
        """Take plain columns, equally long."""
        self.columns = {str(name): np.ma.asarray(values) for name, values in native.items()}
        lengths = {name: values.shape for name, values in self.columns.items()}
        if len(set(lengths.values())) > 1 or any(len(shape) != 1 for shape in lengths.values()):
            raise InvalidInput(
                self.name,
                ", ".join(
                    f"{name} of {shape[0] if shape else 0}" for name, shape in lengths.items()
                ),
                "columns that are equally long",
            )
        if not lengths or not next(iter(lengths.values()))[0]:
            raise InvalidInput(self.name, "a frame without rows", "one row or more")

    @property
    def spatial(self) -> bool:
        """Whether it is a GeoDataFrame with a geometry."""
        return hasattr(self.native, "geometry") and hasattr(self.native, "crs")

    def _values(self, argument: str, column: str, *, numeric: bool) -> NDArray[Any]:
        """Return a column without missing values."""
        if not isinstance(column, str):
            raise InvalidInput(argument, repr(column), "the name of a column")
        names = list(self.table.columns if self.columns is None else self.columns)
        if column not in names:
            there = ", ".join(map(str, names))
            raise InvalidInput(argument, repr(column), f"a column of the {self.name}: {there}")
        if self.columns is None:
            series = self.table[column]
            missing, dtype = series.is_null().to_numpy(), series.dtype
            # Numbers as they are read below; a gap is refused before its value is looked at.
            values = series.to_numpy()
            number = dtype.is_numeric()
        else:
            cells = self.columns[column]
            missing = np.ma.getmaskarray(cells)
            values = np.ma.getdata(cells)
            if values.dtype.kind == "O":
                missing = missing | np.array([value is None for value in values])
            dtype, number = values.dtype, values.dtype.kind in "iuf"
        if missing.any():
            at = int(np.argmax(missing)) + 1
            raise InvalidInput(
                argument,
                f"nothing in row {at} of {column!r} ({int(missing.sum())} rows in all)",
                "a value in every row; leave out the rows that have none",
            )
        if numeric and not number:
            raise InvalidInput(argument, f"{dtype} in {column!r}", "a column of numbers")
        return values

    def labels(self, argument: str, column: str) -> Labels:
        """Return the labels of a column.

        Parameters
        ----------
        argument : str
            The argument that named it, for messages.
        column : str
            Its name.

        Raises
        ------
        InvalidInput
            If there is no such column, a value is missing, the values have no order, or
            another argument has named the column.
        """
        values = self._values(argument, column, numeric=False)
        if argument != "groups":
            for other, known in self.labelled.items():
                if known == column:
                    raise InvalidInput(argument, repr(column), f"another column than {other}")
            self.labelled[argument] = column
        if values.dtype.kind == "f" and np.isnan(values).any():
            raise InvalidInput(argument, f"NaN in {column!r}", "a label in every row")
        if values.dtype.kind == "O" and all(isinstance(value, str) for value in values):
            values = values.astype(str)
        try:
            found, code = np.unique(values, return_inverse=True)
        except TypeError:
            kinds = ", ".join(sorted({type(value).__name__ for value in values}))
            raise InvalidInput(argument, f"{kinds} in {column!r}", "labels of one kind") from None
        if found.dtype.kind == "M":
            # numpy gives nanoseconds back as mere numbers.
            found = found.astype("datetime64[us]")
        return Labels(found.tolist(), code.ravel().astype(np.int64))

    def numbers(self, argument: str, column: str, *, negative: bool = False) -> Array:
        """Return the numbers of a column.

        Parameters
        ----------
        argument : str
            The argument that named it, for messages.
        column : str
            Its name.
        negative : bool
            Whether numbers below zero are taken.

        Raises
        ------
        InvalidInput
            If there is no such column, or a value is missing, no finite number or negative.
        """
        values = np.asarray(self._values(argument, column, numeric=True), dtype=np.float64)
        for wrong, expected in (
            (~np.isfinite(values), "finite numbers; leave out the rows that have none"),
            ((values < 0) & (not negative), "numbers of zero or more"),
        ):
            if wrong.any():
                at = int(np.argmax(wrong))
                raise InvalidInput(
                    argument, f"{values[at]:g} in row {at + 1} of {column!r}", expected
                )
        return values

    def points(self) -> tuple[Array, Array]:
        """Return the coordinates of the points of a GeoDataFrame.

        Raises
        ------
        InvalidInput
            If a geometry is missing, empty or no point.
        """
        geometry = self.native.geometry
        wrong = (geometry.geom_type != "Point") | geometry.is_empty
        if wrong.any():
            at = int(np.argmax(wrong.to_numpy()))
            kind = geometry.iloc[at]
            raise InvalidInput(
                self.name,
                f"{'no geometry' if kind is None else kind.geom_type} in row {at + 1}",
                "points; take .centroid of areas first",
            )
        return geometry.x.to_numpy(np.float64), geometry.y.to_numpy(np.float64)

    def refuse_names(self, *names: str) -> None:
        """Refuse labels whose column is named as one of the answer's own.

        Parameters
        ----------
        *names : str
            The answer's columns beside its labels.

        Raises
        ------
        InvalidInput
            If a column of labels has such a name: one would replace the other.
        """
        for argument, column in self.labelled.items():
            if column in names:
                raise InvalidInput(
                    argument, repr(column), f"a column of another name than {', '.join(names)}"
                )

    def made(self, columns: Mapping[str, Sequence[Any] | NDArray[Any]]) -> Any:
        """Return a table of the same kind; pandas for GeoPandas, lists for plain columns.

        Parameters
        ----------
        columns : mapping
            Names and values; equally long.
        """
        data = {
            name: values.tolist() if isinstance(values, np.ndarray) else list(values)
            for name, values in columns.items()
        }
        if self.columns is not None:
            return data
        return nw.from_dict(data, backend=self.table.implementation).to_native()

    def placed(
        self, columns: Mapping[str, Sequence[Any] | NDArray[Any]], region: Labels, rows: Any
    ) -> Any:
        """Return a table of the same kind, with the regions' geometry where there is one.

        Parameters
        ----------
        columns : mapping
            Names and values.
        region : Labels
            Of the frame's rows.
        rows : array_like of int
            The region of each row of the new table.
        """
        table = self.made(columns)
        if not self.spatial:
            return table
        first = np.unique(region.code, return_index=True)[1]
        geometry = self.native.geometry.iloc[first[np.asarray(rows)]].reset_index(drop=True)
        return type(self.native)(table, geometry=geometry.to_numpy(), crs=self.native.crs)


def summed(where: Labels, what: Labels, size: Array) -> Array:
    """Return the sums of a column by two others.

    Parameters
    ----------
    where, what : Labels
        Of the rows and the columns of the new table.
    size : ndarray of shape (n,)
        What is added up.

    Returns
    -------
    ndarray of shape (where, what)
        Zero where there is no row.
    """
    cells = np.bincount(where.code * len(what) + what.code, size, len(where) * len(what))
    return cells.astype(np.float64).reshape(len(where), len(what))
