"""Which registers an atlas has, and which one answers where none is named."""

from __future__ import annotations

import difflib

from saidao.answers.shapes.registers import RegisterMark
from saidao.errors import NotFound
from saidao.register.manifest import Register
from saidao.store import Snapshot

__all__ = ["chosen", "default_of", "mark_of", "marks"]


def default_of(snapshot: Snapshot) -> Register | None:
    """Return the newest register that is not synthetic, else the newest that is."""
    ordered = sorted(
        snapshot.register,
        key=lambda row: (not row.synthetic, row.as_of or "", row.recorded_at, row.id),
    )
    return ordered[-1] if ordered else None


def chosen(snapshot: Snapshot, id: str | None) -> Register:
    """Return the register that is asked for, the default one where none is named.

    Raises
    ------
    NotFound
        If the atlas has no register, or none of that id.
    """
    if id is None:
        register = default_of(snapshot)
        if register is None:
            raise NotFound("register", "in this atlas (import one with  saidao register import)")
        return register
    if id not in snapshot.registers:
        near = difflib.get_close_matches(id, snapshot.registers, n=3)
        raise NotFound("register", id, near)
    return snapshot.registers[id]


def mark_of(register: Register) -> RegisterMark:
    """Return which register an answer is drawn from."""
    return RegisterMark(
        id=register.id,
        version=register.version,
        name=register.name,
        synthetic=register.synthetic,
        scheme=register.scheme,
        as_of=register.as_of,
        value_kind=register.value_kind,
        value_unit=register.value_unit,
    )


def marks(snapshot: Snapshot) -> tuple[RegisterMark, ...]:
    """Return the marks of all registers, the default one first."""
    default = default_of(snapshot)
    rows = sorted(snapshot.register, key=lambda row: (row is not default, row.synthetic, row.id))
    return tuple(mark_of(row) for row in rows)
