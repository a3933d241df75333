"""Registers of establishments in an atlas folder: where they lie, how they get there.

::

    registers/
    ├── .unfinished-<id>-<digits>/       an import that goes on, or was killed and can go on
    └── <id>/<version>/
        ├── register.json                what is known of it as a whole
        ├── part-00000.parquet ...       exactly `saidao.register.establishment.COLUMNS`
        └── cubes/                       what the map and the measures are made from

A folder with a version's name is whole and never changed, but for its `cubes`. It belongs
to the atlas once a row of the table `register` names it; folders that no generation names
are swept.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from saidao.errors import RegisterError, StoreError
from saidao.register.manifest import Register
from saidao.store.carrying import rows_of
from saidao.store.codec import codec
from saidao.store.database import connect
from saidao.store.folder import (
    DATABASE,
    GENERATIONS,
    REGISTERS,
    UNFINISHED,
    flush,
    replace_file,
)
from saidao.store.lock import writer_lock

__all__ = [
    "collect_registers",
    "parts_of",
    "place_register",
    "register_folder",
    "take_back",
    "unfinished_areas",
    "unfinished_register",
]

MANIFEST, CUBES, LOCK, READY = "register.json", "cubes", "import.lock", "ready"
PARTS = "part-*.parquet"


def register_folder(folder: Path, register: Register) -> Path:
    """Return the folder of a register in an atlas."""
    return folder / REGISTERS / register.id / register.version


def parts_of(folder: Path, register: Register) -> tuple[Path, ...]:
    """Return the Parquet parts of a register in an atlas, in the order of their rows.

    Raises
    ------
    StoreError
        If the atlas's folder does not hold the register any more.
    """
    where = register_folder(folder, register)
    found = tuple(sorted(where.glob(PARTS)))
    if not found:
        raise StoreError(
            f"{where}: got no parts of the register {register.id}, expected "
            f"{register.rows:,} rows; import it again"
        )
    return found


@contextmanager
def unfinished_register(folder: Path, id: str, key: str) -> Iterator[Path]:
    """Hold the folder in which an import works, with what it had finished before.

    Parameters
    ----------
    folder : Path
        The atlas.
    id : str
        Of the register.
    key : str
        Digits that say what is imported and how: another key is another folder.

    Raises
    ------
    StoreError
        If another process imports the same.
    """
    area = folder / REGISTERS / f"{UNFINISHED}{id}-{key}"
    try:
        area.mkdir(parents=True, exist_ok=True)
        with writer_lock(area / LOCK):
            yield area
    except RegisterError:
        # Nothing to go on with: a file that cannot be read leaves nothing in the atlas.
        if not any(area.glob("part-*.json")):
            shutil.rmtree(area, ignore_errors=True)
        raise
    except OSError as error:
        raise StoreError(f"{area}: cannot be written: {error.strerror or error}") from error


def unfinished_areas(folder: Path, id: str | None = None) -> tuple[Path, ...]:
    """Return the folders of imports that have not come to their end, of one register or all."""
    pattern = f"{UNFINISHED}*" if id is None else f"{UNFINISHED}{id}-" + "[0-9a-f]" * 12
    return tuple(sorted((folder / REGISTERS).glob(pattern)))


def place_register(folder: Path, register: Register, area: Path) -> Path:
    """Give the parts that stand in an unfinished folder their place; `writing` is held.

    Its parts and cubes are moved, anything else there is left for the sweeper. A version
    that is there already is replaced: its name says that it holds the same.
    """
    final = register_folder(folder, register)
    final.parent.mkdir(parents=True, exist_ok=True)
    ready = area / READY
    ready.mkdir(exist_ok=True)
    for path in (*sorted(area.glob(PARTS)), area / CUBES):
        if path.exists():
            path.rename(ready / path.name)
    text = json.dumps(manifest_of(register), ensure_ascii=False, indent=2) + "\n"
    replace_file(ready / MANIFEST, text.encode())
    for path in ready.rglob("*"):
        flush(path)
    flush(ready)
    if final.exists():
        shutil.rmtree(final)
    ready.rename(final)
    flush(final.parent)
    return final


def take_back(area: Path) -> None:
    """Undo what `place_register` had begun in a folder when it was killed."""
    ready = area / READY
    if not ready.is_dir():
        return
    for path in sorted(ready.glob(PARTS)):
        path.rename(area / path.name)
    shutil.rmtree(ready)


def manifest_of(register: Register) -> dict[str, object]:
    """Return a register's row as it is written beside its parts."""
    columns = codec(Register).columns
    row = codec(Register).encode(register)
    return {
        column.name: json.loads(cell) if column.is_json and isinstance(cell, str) else cell
        for column, cell in zip(columns, row, strict=True)
    }


def collect_registers(folder: Path) -> None:
    """Remove versions of registers that no generation names; `writing` is held.

    The last generation but one counts, for readers that have it open.
    """
    root = folder / REGISTERS
    if not root.is_dir():
        return
    named = {f"{one.id}/{one.version}" for one in named_registers(folder)}
    for register in root.iterdir():
        if register.name.startswith(UNFINISHED) or not register.is_dir():
            continue
        for version in register.iterdir():
            if f"{register.name}/{version.name}" not in named:
                shutil.rmtree(version, ignore_errors=True)
        if not any(register.iterdir()):
            register.rmdir()


def named_registers(folder: Path) -> Iterable[Register]:
    """Yield the registers that the generations in the folder name."""
    for database in (folder / GENERATIONS).glob(f"*/{DATABASE}"):
        if database.parent.name.startswith(UNFINISHED):
            continue
        try:
            connection = connect(database, read_only=True)
            try:
                yield from rows_of(connection, "register", Register)
            finally:
                connection.close()
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"{database}: cannot be read: {reason}") from error
