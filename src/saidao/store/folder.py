"""An atlas folder: generations beside one another and a pointer to the present one.

::

    out/
    ├── atlas.json                        the pointer, replaced in one step
    ├── generations/
    │   └── 000002-1f3a9c0be577/
    │       └── atlas.duckdb
    ├── documents/<sha256>                the files that users added, as they came
    ├── registers/<id>/<version>/         registers of establishments, never changed
    ├── archive/                          databases of versions of Saidao with other tables
    └── writer.lock

A writer makes a whole new generation in a folder that nobody looks at, flushes it to the
disk, gives it its name and only then moves the pointer. Killed at any moment it leaves
the atlas as it was; what it left over is swept by the next writer.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from saidao.errors import MigrationNeeded, StoreError
from saidao.store.lock import writer_lock
from saidao.store.schema import SCHEMA

__all__ = [
    "Pointer",
    "database_of",
    "is_atlas",
    "keep_document",
    "kept_document",
    "kept_names",
    "present_pointer",
    "publish",
    "read_pointer",
    "repoint",
    "writing",
]

POINTER, LOCK, GENERATIONS, DOCUMENTS, ARCHIVE, REGISTERS, DATABASE = (
    "atlas.json",
    "writer.lock",
    "generations",
    "documents",
    "archive",
    "registers",
    "atlas.duckdb",
)
OURS = {POINTER, LOCK, GENERATIONS, DOCUMENTS, ARCHIVE, REGISTERS}
UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class Pointer:
    """What ``atlas.json`` says."""

    generation: str
    content_hash: str
    revision: int
    city: str
    inputs: str
    saidao: str
    schema: str = SCHEMA
    format: str = "saidao-atlas"
    """`inputs` is a hash of what the generation was built from, to see without reading
    the database that nothing needs building."""

    @property
    def has_other_tables(self) -> bool:
        """Whether the tables are those of another version of the code."""
        return self.schema != SCHEMA


def is_atlas(folder: Path) -> bool:
    """Return whether a folder has an atlas's pointer."""
    return (folder / POINTER).is_file()


def read_pointer(folder: Path) -> Pointer:
    """Return the pointer of an atlas.

    Raises
    ------
    StoreError
        If the folder is not an atlas.
    MigrationNeeded
        If its tables are other than this code's.
    """
    pointer = present_pointer(folder)
    if pointer is None:
        what = "is not an atlas" if folder.is_dir() else "does not exist"
        raise StoreError(f"{folder}: {what}; make one with  saidao build PACK -o {folder}")
    if pointer.has_other_tables:
        raise MigrationNeeded(
            f"{folder}: got the tables of another version of Saidao ({pointer.saidao}, tables "
            f"{pointer.schema}), expected {SCHEMA}; make it anew with  saidao build PACK "
            f"-o {folder}  which keeps the documents and decisions that were added"
        )
    return pointer


def present_pointer(folder: Path) -> Pointer | None:
    """Return the pointer of an atlas of whatever version, None where there is no atlas.

    Raises
    ------
    StoreError
        If the pointer cannot be read or is another file.
    """
    path = folder / POINTER
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    if not isinstance(values, dict) or values.get("format") != "saidao-atlas":
        raise StoreError(f"{path}: got another file, expected the pointer of an atlas")
    values["schema"] = str(values.get("schema"))
    if values["schema"] != SCHEMA:
        # Another version may have said more; what is needed to carry its content over is here.
        known = {field.name for field in fields(Pointer)}
        values = {key: value for key, value in values.items() if key in known}
    try:
        return Pointer(**values)
    except TypeError as error:
        raise StoreError(f"{path}: got other keys than expected: {error}") from error


def database_of(folder: Path, pointer: Pointer) -> Path:
    """Return the path of a generation's database."""
    return folder / GENERATIONS / pointer.generation / DATABASE


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the only right to write into an atlas folder, made if need be.

    Raises
    ------
    StoreError
        If the folder holds other things, cannot be written, or another process writes.
    """
    try:
        entries = {entry.name for entry in folder.iterdir()} if folder.exists() else set()
    except NotADirectoryError:
        raise StoreError(f"{folder}: got a file, expected a folder") from None
    except OSError as error:
        raise StoreError(f"{folder}: cannot be read: {error.strerror}") from error
    if entries - OURS and not is_atlas(folder):
        example = sorted(entries - OURS)[0]
        raise StoreError(f"{folder}: holds other things ({example}); give an empty or a new folder")
    try:
        (folder / GENERATIONS).mkdir(parents=True, exist_ok=True)
        (folder / DOCUMENTS).mkdir(exist_ok=True)
        with writer_lock(folder / LOCK):
            sweep(folder)
            yield
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written: {error.strerror or error}") from error


def sweep(folder: Path) -> None:
    """Remove what a killed writer left unfinished."""
    for kept in (folder / GENERATIONS, folder / DOCUMENTS, folder / ARCHIVE, folder):
        for path in kept.glob(f"{UNFINISHED}*"):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def flush(path: Path) -> None:
    """Have the system write a file or folder to the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no handle of a folder to flush.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file in one step: it has its old content or the new, never a part."""
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    Path(name).chmod(0o644)
    Path(name).replace(path)
    flush(path.parent)


def publish(
    folder: Path,
    before: Pointer | None,
    fill: Callable[[Path], tuple[int, str]],
    *,
    city: str,
    inputs: str,
    saidao: str,
) -> Pointer:
    """Make a new generation and point the atlas at it.

    Parameters
    ----------
    folder : Path
        The atlas; `writing` is held.
    before : Pointer or None
        The present generation, whose history the new one continues. Where it has the
        tables of another version its database goes to the archive as it is.
    fill : callable
        Writes the new revision into a database and returns its number and content hash.
    """
    generations = folder / GENERATIONS
    unfinished = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=generations))
    database = unfinished / DATABASE
    if before is not None and before.has_other_tables:
        archive(folder, before)
    elif before is not None:
        shutil.copyfile(database_of(folder, before), database)
    revision, content_hash = fill(database)
    flush(database)
    flush(unfinished)
    unfinished.chmod(0o755)
    name = f"{revision:06d}-{content_hash[:12]}"
    final = generations / name
    if final.exists():
        # Left by a writer that was killed before it moved the pointer.
        shutil.rmtree(final)
    unfinished.rename(final)
    flush(generations)
    pointer = Pointer(name, content_hash, revision, city, inputs, saidao)
    replace_file(folder / POINTER, (json.dumps(asdict(pointer), indent=2) + "\n").encode())
    continued = before is not None and not before.has_other_tables
    collect(folder, keep={name, before.generation if before and continued else name})
    return pointer


def archive(folder: Path, pointer: Pointer) -> None:
    """Copy the database of a generation to the archive: its history is not lost."""
    source, kept = database_of(folder, pointer), folder / ARCHIVE
    final = kept / f"{pointer.generation}.duckdb"
    if final.exists() or not source.exists():
        return
    kept.mkdir(exist_ok=True)
    unfinished = kept / f"{UNFINISHED}{final.name}"
    shutil.copyfile(source, unfinished)
    flush(unfinished)
    unfinished.rename(final)
    flush(kept)


def repoint(folder: Path, pointer: Pointer) -> None:
    """Replace the pointer alone, for another origin of the same content."""
    replace_file(folder / POINTER, (json.dumps(asdict(pointer), indent=2) + "\n").encode())


def collect(folder: Path, keep: set[str]) -> None:
    """Remove old generations.

    The last but one stays for readers that are just opening it. A reader that has an
    older one open keeps it where the system allows files to be removed under it; where
    not, removal fails and the next writer tries again.
    """
    for generation in (folder / GENERATIONS).iterdir():
        if generation.name not in keep:
            shutil.rmtree(generation, ignore_errors=True)


def keep_document(folder: Path, data: bytes) -> str:
    """Keep a document's bytes under their hash, once, and return the hash."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = folder / DOCUMENTS / sha256
    if not path.is_file():
        replace_file(path, data)
    return sha256


def kept_names(folder: Path) -> tuple[str, ...]:
    """Return the hashes of all kept documents, sorted."""
    names = (path.name for path in (folder / DOCUMENTS).glob("*") if path.is_file())
    return tuple(sorted(name for name in names if not name.startswith(UNFINISHED)))


def kept_document(folder: Path, sha256: str) -> bytes:
    """Return the bytes of a kept document.

    Raises
    ------
    StoreError
        If they are missing or are no longer what they were.
    """
    path = folder / DOCUMENTS / sha256
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"{path}: the file was changed; its name is the hash of its content")
    return data
