"""The version of the tables: a digest of all that their rows can hold.

Whoever adds a field to a stored record, or changes one, need not remember to count a
version up: the digest is another, and an atlas made before says that it must be made anew.
"""

from __future__ import annotations

import dataclasses
import hashlib
import types
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from saidao.store.tables import TABLES

__all__ = ["SCHEMA", "shape_of"]


def shape_of(hint: Any) -> str:
    """Return what a type can hold, its fields and theirs included, as a text.

    Examples
    --------
    >>> shape_of(tuple[str | None, ...])
    'tuple[NoneType|str,...]'
    """
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        hints = get_type_hints(hint)
        fields = (
            f"{field.name}:{shape_of(hints[field.name])}" for field in dataclasses.fields(hint)
        )
        return f"{hint.__name__}({','.join(fields)})"
    origin, inner = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return "|".join(sorted(shape_of(part) for part in inner))
    if origin is Literal:
        return "|".join(sorted(repr(value) for value in inner))
    if inner:
        return f"{getattr(origin, '__name__', origin)}[{','.join(shape_of(p) for p in inner)}]"
    return "..." if hint is Ellipsis else str(getattr(hint, "__name__", hint))


def digest() -> str:
    """Return the digest of all tables."""
    tables = (f"{table.name}[{','.join(table.key)}] {shape_of(table.record)}" for table in TABLES)
    return hashlib.sha256("\n".join(tables).encode()).hexdigest()[:16]


SCHEMA = digest()
"""Version of the tables of this code; an atlas of another version is not opened."""
