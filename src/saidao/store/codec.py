"""Frozen dataclasses to columns and back.

A field that is a number, a text or a truth value is a column; a field that is a
dataclass of such is one column for each of its own fields (``name_zh``, ``name_en``), so
that people can query the file with plain SQL; what is nested deeper is JSON.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Sequence
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from saidao.errors import SchemaMismatch

__all__ = ["Codec", "Column", "Row", "canonical_json", "codec"]

T = TypeVar("T")

SQL_TYPES: dict[type, str] = {str: "VARCHAR", float: "DOUBLE", int: "BIGINT", bool: "BOOLEAN"}

Scalar = str | float | int | bool | None
Row = tuple[Scalar, ...]


def canonical_json(value: object) -> str:
    """Return the one way in which a value is written as JSON."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclasses.dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it holds, and the field inside that one where it is nested."""

    name: str
    sql_type: str
    field: str
    inner: str | None = None
    is_json: bool = False
    optional: bool = False


def without_none(hint: Any) -> Any:
    """Return the type that an optional type is about."""
    if get_origin(hint) in {Union, types.UnionType}:
        rest = [part for part in get_args(hint) if part is not type(None)]
        if len(rest) == 1:
            return rest[0]
    return hint


def sql_type(hint: Any) -> str | None:
    """Return the column type of a plain field, None for one that needs JSON."""
    plain = without_none(hint)
    if get_origin(plain) is Literal:
        return "VARCHAR"
    return SQL_TYPES.get(plain)


def columns_of(record: type) -> tuple[Column, ...]:
    """Return the columns of a dataclass in the order of its fields."""
    columns: list[Column] = []
    hints = get_type_hints(record)
    for field in dataclasses.fields(record):
        hint = hints[field.name]
        plain = without_none(hint)
        optional = plain is not hint
        if (kind := sql_type(hint)) is not None:
            columns.append(Column(field.name, kind, field.name, optional=optional))
        elif dataclasses.is_dataclass(plain) and isinstance(plain, type):
            inner_hints = get_type_hints(plain)
            for inner in dataclasses.fields(plain):
                inner_kind = sql_type(inner_hints[inner.name])
                columns.append(
                    Column(
                        f"{field.name}_{inner.name}",
                        inner_kind or "VARCHAR",
                        field.name,
                        inner.name,
                        inner_kind is None,
                        optional,
                    )
                )
        else:
            columns.append(Column(field.name, "VARCHAR", field.name, None, True, optional))
    return tuple(columns)


class Codec(Generic[T]):
    """Turns records of one dataclass into rows of its table and back."""

    def __init__(self, record: type[T]) -> None:
        self.record = record
        self.columns = columns_of(record)
        self._adapter: TypeAdapter[T] = TypeAdapter(record)
        self._any: TypeAdapter[Any] = TypeAdapter(Any)

    def encode(self, record: T) -> Row:
        """Return the row of a record."""
        return tuple(self._cell(record, column) for column in self.columns)

    def _cell(self, record: T, column: Column) -> Scalar:
        """Return one cell."""
        value = getattr(record, column.field)
        if column.inner is not None and value is not None:
            value = getattr(value, column.inner)
        if value is None:
            return None
        if column.is_json:
            return canonical_json(self._any.dump_python(value, mode="json"))
        if column.sql_type == "DOUBLE":
            return float(value)
        return value  # type: ignore[no-any-return]

    def decode(self, row: Sequence[Scalar]) -> T:
        """Return the record of a row.

        Raises
        ------
        SchemaMismatch
            If a value is not what the record declares.
        """
        values: dict[str, Any] = {}
        for column, cell in zip(self.columns, row, strict=True):
            value = json.loads(cell) if column.is_json and isinstance(cell, str) else cell
            if column.inner is None:
                values[column.field] = value
            else:
                values.setdefault(column.field, {})[column.inner] = value
        for column in self.columns:
            inner = values[column.field]
            nested = column.optional and column.inner is not None and isinstance(inner, dict)
            # A record that is absent has no value in any of its columns.
            if nested and all(value is None for value in inner.values()):
                values[column.field] = None
        try:
            return self._adapter.validate_python(values)
        except ValidationError as error:
            first = error.errors()[0]
            raise SchemaMismatch(
                f"{self.record.__name__}: {'.'.join(map(str, first['loc']))}: {first['msg']}"
            ) from error


_CODECS: dict[str, Codec[Any]] = {}


def codec(record: type[Any]) -> Codec[Any]:
    """Return the codec of a dataclass, made once."""
    name = f"{record.__module__}.{record.__qualname__}"
    if name not in _CODECS:
        _CODECS[name] = Codec(record)
    return _CODECS[name]
