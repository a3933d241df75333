"""The registers that an atlas has: put one there, list, remove, write out flagged rows."""

from __future__ import annotations

import difflib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from saidao import store
from saidao.errors import NotFound
from saidao.pipeline import Built, contents, write
from saidao.register.establishment import Flag
from saidao.register.manifest import Register
from saidao.store.register_parts import write_flagged
from saidao.store.rows import register_rows

__all__ = [
    "flagged_rows",
    "put_register",
    "record",
    "register_in",
    "registers_in",
    "remove_register",
]


def registers_in(folder: Path) -> tuple[Register, ...]:
    """Return the registers of an atlas, sorted by id."""
    pointer = store.read_pointer(folder)
    connection = store.connect(store.database_of(folder, pointer), read_only=True)
    try:
        return store.read_snapshot(connection, pointer.content_hash).register
    finally:
        connection.close()


def register_in(folder: Path, id: str) -> Register:
    """Return a register of an atlas.

    Raises
    ------
    NotFound
        If the atlas has none of that id.
    """
    known = {one.id: one for one in registers_in(folder)}
    if id not in known:
        raise NotFound("register", id, difflib.get_close_matches(id, known, n=3) or tuple(known))
    return known[id]


def record(folder: Path, register: Register, *, recorded_at: str) -> Built:
    """Publish a generation that names a register whose folder is in its place; `writing` is held.

    A register of the same id is replaced.
    """
    before = store.read_pointer(folder)
    snapshot, texts = contents(folder, before)
    others = [one for one in snapshot.register if one.id != register.id]
    return write(
        folder,
        before,
        register_rows(snapshot, texts, [*others, register]),
        city=before.city,
        inputs=before.inputs,
        recorded_at=recorded_at,
        what=f"register {register.id}: {register.rows:,} rows",
    )


def put_register(
    folder: Path, register: Register, fill: Callable[[Path], None], *, recorded_at: str
) -> Built:
    """Put a register into an atlas that is made and not imported.

    Parameters
    ----------
    folder : Path
        The atlas.
    register : Register
        Its `version` must be another where its rows are others.
    fill : callable
        Writes ``part-00000.parquet`` and so on, and perhaps ``cubes``, into a folder.
    recorded_at : str
        ISO time for the revision.
    """
    store.read_pointer(folder)
    with store.unfinished_register(folder, register.id, register.version) as work:
        store.take_back(work)
        fill(work)
        with store.writing(folder):
            store.place_register(folder, register, work)
            built = record(folder, register, recorded_at=recorded_at)
        shutil.rmtree(work, ignore_errors=True)
    return built


def remove_register(folder: Path, id: str, *, recorded_at: str) -> Built:
    """Remove a register from an atlas, and what unfinished imports of it left.

    Raises
    ------
    NotFound
        If the atlas has none of that id and no import of it was begun.
    """
    store.read_pointer(folder)
    with store.writing(folder):
        left = store.unfinished_areas(folder, id)
        before = store.read_pointer(folder)
        if not left or any(one.id == id for one in registers_in(folder)):
            register_in(folder, id)
            snapshot, texts = contents(folder, before)
            rows = register_rows(
                snapshot, texts, [one for one in snapshot.register if one.id != id]
            )
            built = write(
                folder,
                before,
                rows,
                city=before.city,
                inputs=before.inputs,
                recorded_at=recorded_at,
                what=f"register {id}: removed",
            )
        else:
            built = Built(before, changed=False)
        for area in left:
            shutil.rmtree(area, ignore_errors=True)
    return built


def flagged_rows(folder: Path, id: str, out: Path, *, flags: Sequence[Flag] = ()) -> int:
    """Write the rows of a register that have a flag to a CSV file, and return how many.

    Parameters
    ----------
    folder : Path
        The atlas.
    id : str
        Of the register.
    out : Path
        The file, text in UTF-8; a file of that name is replaced.
    flags : sequence of Flag
        Which ones; all where none is given.
    """
    register = register_in(folder, id)
    return write_flagged(store.parts_of(folder, register), out, flags)
