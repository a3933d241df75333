"""What a rebuild must not lose: documents that users added, and what they put on record.

Everything else in an atlas is made from the pack and from these. The database is asked
for a few columns by name, so that one of another version answers too; where it cannot, the
files are there all the same, under the hash of their content.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, get_args

import duckdb

from saidao.errors import StoreError
from saidao.ledger import Decision
from saidao.ledger.figures.records import Imported
from saidao.ledger.forecasts import Forecast
from saidao.ledger.searches import Searched
from saidao.packs.pack import Authority
from saidao.register.manifest import Register
from saidao.store.codec import Column, canonical_json, codec
from saidao.store.database import connect
from saidao.store.folder import Pointer, database_of, kept_names

__all__ = ["AddedFile", "Recorded", "added_files", "recorded"]

ADDED = """
    SELECT document.sha256, {file}, document.name, document.url, source.authority
    FROM document_latest AS document
    LEFT JOIN source_latest AS source
        ON source.id = document.source AND source.id = document.id
    WHERE document.origin = 'added'
    ORDER BY {file}, document.id
"""
"""A document that is a source of its own has the authority that the user gave or that it
showed; one that the pack cites takes the pack's."""

HAS_FILE = """
    SELECT count(*) FROM information_schema.columns
    WHERE table_name = 'document' AND column_name = 'file'
"""


@dataclass(frozen=True, slots=True)
class AddedFile:
    """A document that a user added.

    `file` is the digest of the kept file that holds it, `sha256` its own: of an item of a
    feed, None where only the file is known. `authority` is given where it is a source of
    its own, `url` where it came from an address or says one.
    """

    sha256: str | None
    file: str
    name: str
    url: str = ""
    authority: Authority | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What people put on record in an atlas; none of it can be made anew from a pack.

    `unread` names what an atlas of another version holds and this one cannot read; it stays
    in the archive.
    """

    decisions: tuple[Decision, ...] = ()
    imported: tuple[Imported, ...] = ()
    searched: tuple[Searched, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    registers: tuple[Register, ...] = ()
    unread: tuple[str, ...] = ()


RECORDS: dict[str, tuple[str, type[Any], str]] = {
    "decisions": ("decision", Decision, "decisions of reviews"),
    "imported": ("imported", Imported, "imported figures"),
    "searched": ("searched", Searched, "searches"),
    "forecasts": ("forecast", Forecast, "forecasts"),
    "registers": ("register", Register, "registers"),
}
"""Field of `Recorded` to its table, its record, and its name for people."""


def recorded(folder: Path, pointer: Pointer) -> Recorded:
    """Return what people put on record in an atlas of whatever version.

    Raises
    ------
    StoreError
        If the database has this version's tables and cannot be read.
    """
    found: dict[str, tuple[Any, ...]] = {}
    unread: list[str] = []
    for field, (table, record, words) in RECORDS.items():
        try:
            connection = connect(database_of(folder, pointer), read_only=True)
            try:
                found[field] = rows_of(connection, table, record)
            finally:
                connection.close()
        except (StoreError, duckdb.Error) as error:
            if not pointer.has_other_tables:
                reason = str(error).splitlines()[0]
                raise StoreError(f"{folder}: cannot be read: {reason}") from error
            unread.append(words)
    return Recorded(**found, unread=tuple(unread))


def rows_of(
    connection: duckdb.DuckDBPyConnection, table: str, record: type[Any]
) -> tuple[Any, ...]:
    """Return the latest rows of a table, none where the atlas was made before it was.

    A column that the table does not have yet is empty, if its field may be left out.
    """
    known = {
        name
        for (name,) in connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = ?", [table]
        ).fetchall()
    }
    if not known:
        return ()
    to_record = codec(record)
    defaults = {field.name: field.default for field in fields(record)}
    names = [f'"{column.name}"' for column in to_record.columns if column.name in known]
    rows = connection.execute(
        f"SELECT {', '.join(names)} FROM {table}_latest ORDER BY row_key"
    ).fetchall()
    found = []
    for row in rows:
        cells = iter(row)
        found.append(
            to_record.decode(
                [
                    next(cells) if column.name in known else without(column, defaults)
                    for column in to_record.columns
                ]
            )
        )
    return tuple(found)


def without(column: Column, defaults: dict[str, Any]) -> str | float | int | bool | None:
    """Return the cell of a column that a table does not have: its field's default."""
    default = None if column.inner is not None else defaults[column.field]
    if default is None or default is MISSING:
        return None  # A field that is needed is then missed when the row is decoded.
    return canonical_json(default) if column.is_json else default


def added_files(folder: Path, pointer: Pointer) -> tuple[AddedFile, ...]:
    """Return the files that users added to an atlas of whatever version.

    Raises
    ------
    StoreError
        If the database has this version's tables and cannot be read.
    """
    try:
        connection = connect(database_of(folder, pointer), read_only=True)
        try:
            # Atlases made before feeds could be added have one document in each file.
            has_file = connection.execute(HAS_FILE).fetchone() != (0,)
            file = "document.file" if has_file else "document.sha256"
            rows = connection.execute(ADDED.format(file=file)).fetchall()
        finally:
            connection.close()
    except (StoreError, duckdb.Error) as error:
        if not pointer.has_other_tables:
            raise StoreError(f"{folder}: cannot be read: {str(error).splitlines()[0]}") from error
        # Names and authorities are lost with the tables; the content is not.
        return tuple(AddedFile(None, sha256, sha256[:12]) for sha256 in kept_names(folder))
    known = get_args(Authority)
    return tuple(
        AddedFile(sha256, file, name, url, authority if authority in known else None)
        for sha256, file, name, url, authority in rows
    )
