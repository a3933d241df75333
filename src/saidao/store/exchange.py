"""An atlas as open files, and back: JSON Lines, one file a table, and the documents.

::

    export/
    ├── manifest.json          format, versions, content hash, rows of each table
    ├── tables/<table>.jsonl   one row a line, sorted by key; nested values as JSON
    ├── documents/<sha256>     the files that users added, as they came
    └── registers/<id>/<version>/part-00000.parquet ...

What is exported is what the atlas says now; the history of its revisions stays in the
database. The same content gives the same bytes, and importing them gives the same content
hash, or fails and writes nothing.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import saidao
from saidao.errors import MigrationNeeded, SchemaMismatch, StoreError
from saidao.register.manifest import Register
from saidao.store.codec import Column, Row, canonical_json, codec
from saidao.store.database import Rows, append, connect, content_hash, latest
from saidao.store.folder import (
    REGISTERS,
    Pointer,
    database_of,
    keep_document,
    kept_document,
    kept_names,
    present_pointer,
    publish,
    read_pointer,
    writing,
)
from saidao.store.registers import parts_of, place_register, unfinished_register
from saidao.store.schema import SCHEMA
from saidao.store.tables import TABLES, Table

__all__ = ["Exported", "export_atlas", "import_atlas"]

FORMAT, MANIFEST = "saidao-ledger", "manifest.json"
PART = re.compile(r"part-\d{5,}\.parquet")
REGISTER_TABLE = next(table for table in TABLES if table.name == "register")


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export holds."""

    content_hash: str
    rows: Mapping[str, int]
    documents: int


def export_atlas(folder: Path, out: Path) -> Exported:
    """Write the content of an atlas into a new folder.

    Parameters
    ----------
    folder : Path
        The atlas.
    out : Path
        A folder that does not exist yet, or is empty.

    Raises
    ------
    StoreError
        If the atlas cannot be read or the folder not be written; it is written whole or
        not at all.
    """
    pointer = read_pointer(folder)
    if out.is_file() or (out.is_dir() and any(out.iterdir())):
        raise StoreError(f"{out}: holds something already; give a new or an empty folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=out.parent))
        try:
            exported = write_files(folder, pointer, unfinished)
            if out.is_dir():
                out.rmdir()
            unfinished.chmod(0o755)
            unfinished.rename(out)
        except BaseException:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
    except OSError as error:
        raise StoreError(f"{out}: cannot be written: {error.strerror or error}") from error
    return exported


def write_files(folder: Path, pointer: Pointer, out: Path) -> Exported:
    """Write all files of an export."""
    (out / "tables").mkdir()
    (out / "documents").mkdir()
    counts: dict[str, int] = {}
    connection = connect(database_of(folder, pointer), read_only=True)
    try:
        for table in TABLES:
            rows = latest(connection, table)
            counts[table.name] = len(rows)
            with table_file(out, table).open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(line_of(table, row) + "\n" for row in rows.values())
    finally:
        connection.close()
    registers = copied_registers(folder, registers_of(folder, pointer), out)
    names = kept_names(folder)
    for name in names:
        (out / "documents" / name).write_bytes(kept_document(folder, name))
    manifest = {
        "format": FORMAT,
        "schema": SCHEMA,
        "saidao": saidao.__version__,
        "city": pointer.city,
        "content_hash": pointer.content_hash,
        "inputs": pointer.inputs,
        "rows": counts,
        "documents": list(names),
        "registers": registers,
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (out / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return Exported(pointer.content_hash, counts, len(names))


def registers_of(folder: Path, pointer: Pointer) -> tuple[Register, ...]:
    """Return the registers that a generation names."""
    connection = connect(database_of(folder, pointer), read_only=True)
    try:
        to_record = codec(Register)
        rows = latest(connection, REGISTER_TABLE).values()
        return tuple(to_record.decode(row) for row in rows)
    finally:
        connection.close()


def copied_registers(folder: Path, registers: Sequence[Register], out: Path) -> dict[str, str]:
    """Copy the parts of registers into an export, and return their paths with their hashes."""
    hashes: dict[str, str] = {}
    for register in registers:
        for part in parts_of(folder, register):
            path = Path(REGISTERS) / register.id / register.version / part.name
            (out / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(part, out / path)
            hashes[path.as_posix()] = file_hash(out / path)
    return hashes


def brought_registers(
    source: Path, folder: Path, registers: Sequence[Register], hashes: Mapping[str, Any]
) -> None:
    """Put the registers of an export into an atlas folder; `writing` is held.

    Raises
    ------
    StoreError
        If a part is missing or was changed.
    """
    for register in registers:
        prefix = f"{REGISTERS}/{register.id}/{register.version}/"
        names = sorted(path.removeprefix(prefix) for path in hashes if path.startswith(prefix))
        if not names:
            raise StoreError(f"{source / MANIFEST}: registers: got no parts of {register.id}")
        with unfinished_register(folder, register.id, register.version) as area:
            for name in names:
                path = source / prefix / name
                if not PART.fullmatch(name):
                    raise StoreError(f"{source / MANIFEST}: registers: got {name!r}, not a part")
                try:
                    shutil.copyfile(path, area / name)
                except OSError as error:
                    raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
                if file_hash(area / name) != hashes[prefix + name]:
                    raise StoreError(f"{path}: the file was changed after the export")
            place_register(folder, register, area)
            shutil.rmtree(area, ignore_errors=True)


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def table_file(folder: Path, table: Table) -> Path:
    """Return the file of a table."""
    return folder / "tables" / f"{table.name}.jsonl"


def line_of(table: Table, row: Row) -> str:
    """Return a row as one line of JSON, in the order of its columns."""
    columns = codec(table.record).columns
    cells = {
        column.name: json.loads(cell) if column.is_json and isinstance(cell, str) else cell
        for column, cell in zip(columns, row, strict=True)
    }
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def import_atlas(source: Path, out: Path, *, recorded_at: str) -> Pointer:
    """Make an atlas of an export, or bring an atlas of the same city to its content.

    Parameters
    ----------
    source : Path
        A folder that `export_atlas` wrote.
    out : Path
        A new or empty folder, or an atlas.
    recorded_at : str
        ISO time for the revision; no part of the content.

    Raises
    ------
    StoreError
        If a file is missing or was changed, or `out` is an atlas of another city.
    MigrationNeeded
        If the export is of a version of Saidao with other tables.
    """
    manifest = read_manifest(source)
    rows = {table.name: list(read_rows(source, table, manifest)) for table in TABLES}
    found = content_hash(rows)
    if found != manifest["content_hash"]:
        raise StoreError(
            f"{source}: got content {found[:12]}, expected {str(manifest['content_hash'])[:12]} "
            "as its manifest says; a file was changed after the export"
        )
    data = [(name, read_document(source, name)) for name in manifest["documents"]]
    with writing(out):
        before = present_pointer(out)
        if before is not None and before.city != manifest["city"]:
            raise StoreError(
                f"{out}: got an atlas of {before.city}, expected one of {manifest['city']}"
            )
        for _, document in data:
            keep_document(out, document)
        brought_registers(source, out, rows["register"], manifest["registers"])
        if before is not None and before.content_hash == found and not before.has_other_tables:
            return before
        return publish(
            out,
            before,
            filler(rows, recorded_at, before),
            city=manifest["city"],
            inputs=manifest["inputs"],
            saidao=saidao.__version__,
        )


def filler(rows: Rows, recorded_at: str, before: Pointer | None) -> Any:
    """Return what writes rows into a database as a new revision."""

    def fill(database: Path) -> tuple[int, str]:
        after = before.revision if before else 0
        return append(database, rows, recorded_at=recorded_at, what="import", after=after)

    return fill


def read_manifest(source: Path) -> dict[str, Any]:
    """Return the manifest of an export."""
    path = source / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise StoreError(f"{path}: got another file, expected the manifest of an export")
    if manifest.get("schema") != SCHEMA:
        raise MigrationNeeded(
            f"{source}: got the tables of Saidao {manifest.get('saidao')} "
            f"({manifest.get('schema')}), expected {SCHEMA}; export it with this version"
        )
    wanted = {
        "city": str,
        "content_hash": str,
        "inputs": str,
        "rows": dict,
        "documents": list,
        "registers": dict,
    }
    for key, kind in wanted.items():
        if not isinstance(manifest.get(key), kind):
            raise StoreError(
                f"{path}: {key}: got {manifest.get(key)!r}, expected a {kind.__name__}"
            )
    return manifest


def read_rows(source: Path, table: Table, manifest: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the records of a table.

    Raises
    ------
    StoreError
        With file and line, if a line is not a row of the table or the number is another.
    """
    path, columns = table_file(source, table), codec(table.record).columns
    number = 0
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            for line in file:
                number += 1
                yield codec(table.record).decode(row_of(line, columns))
    except (OSError, ValueError, SchemaMismatch) as error:
        raise StoreError(f"{path}, line {number}: {error}") from error
    expected = manifest["rows"].get(table.name)
    if number != expected:
        raise StoreError(f"{path}: got {number} rows, expected {expected}")


def row_of(line: str, columns: tuple[Column, ...]) -> Row:
    """Return the row of a line."""
    cells = json.loads(line)
    if not isinstance(cells, dict) or set(cells) != {column.name for column in columns}:
        raise ValueError("got other columns than the table has")
    return tuple(
        canonical_json(cells[column.name])
        if column.is_json and cells[column.name] is not None
        else cells[column.name]
        for column in columns
    )


def read_document(source: Path, name: str) -> bytes:
    """Return the bytes of a document of an export."""
    path = source / "documents" / str(name)
    if "/" in str(name) or "\\" in str(name) or str(name).startswith("."):
        raise StoreError(f"{source / MANIFEST}: documents: got {name!r}, expected a sha-256")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != name:
        raise StoreError(f"{path}: the file was changed; its name is the hash of its content")
    return data
