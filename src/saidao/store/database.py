"""The DuckDB file of one generation: append-only tables, and views of their latest rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

from saidao.errors import SchemaMismatch, StoreError
from saidao.store.codec import Row, canonical_json, codec
from saidao.store.tables import TABLES, City, DocumentText, Snapshot, Table

__all__ = [
    "Connection",
    "Rows",
    "append",
    "connect",
    "content_hash",
    "read_snapshot",
    "read_text",
    "read_texts",
]

Connection = duckdb.DuckDBPyConnection
"""An open database file."""

Rows = Mapping[str, Sequence[Any]]
"""Table name to its records."""


def connect(path: Path, *, read_only: bool) -> Connection:
    """Open a database file.

    Raises
    ------
    StoreError
        If the file cannot be opened or is no database.
    """
    try:
        return duckdb.connect(str(path), read_only=read_only, config={"threads": 2})
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise StoreError(f"{path}: cannot be opened as a database: {reason}") from error


def create(connection: Connection) -> None:
    """Make the tables and views, all in one transaction with the first rows, or none."""
    sql = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'revision'"
    if first(connection, sql):
        return
    connection.execute(
        "CREATE TABLE revision "
        "(revision BIGINT PRIMARY KEY, recorded_at VARCHAR NOT NULL, what VARCHAR NOT NULL, "
        "content_hash VARCHAR NOT NULL)"
    )
    for table in TABLES:
        columns = ", ".join(
            f'"{column.name}" {column.sql_type}' for column in codec(table.record).columns
        )
        connection.execute(
            f'CREATE TABLE "{table.name}" (row_key VARCHAR NOT NULL, '
            f"revision BIGINT NOT NULL, removed BOOLEAN NOT NULL, {columns})"
        )
        # Nothing is changed or taken away: a row that no longer holds is followed by one
        # that says so, and the view shows what the last word is.
        connection.execute(
            f'CREATE VIEW "{table.name}_latest" AS '
            f'SELECT * EXCLUDE (removed) FROM (SELECT * FROM "{table.name}" '
            "QUALIFY row_number() OVER (PARTITION BY row_key ORDER BY revision DESC) = 1) "
            "WHERE NOT removed"
        )


def latest(connection: Connection, table: Table) -> dict[str, Row]:
    """Return the latest rows of a table by key, sorted.

    The view says the same; reading all rows and keeping the last of each key takes a
    quarter of its time, which counts when a server starts.
    """
    names = ", ".join(f'"{column.name}"' for column in codec(table.record).columns)
    try:
        rows = connection.execute(
            f'SELECT row_key, revision, removed, {names} FROM "{table.name}"'
        ).fetchall()
    except duckdb.Error as error:
        raise SchemaMismatch(f"table {table.name}: {str(error).splitlines()[0]}") from error
    last: dict[str, Row] = {}
    for row in rows:
        key = row[0]
        if key not in last or last[key][1] < row[1]:
            last[key] = row
    return {key: row[3:] for key, row in sorted(last.items()) if not row[2]}


def encode(rows: Rows) -> dict[str, dict[str, Row]]:
    """Return the records of each table as rows by key.

    Raises
    ------
    StoreError
        If two records of a table have one key.
    """
    encoded: dict[str, dict[str, Row]] = {}
    for table in TABLES:
        to_row = codec(table.record).encode
        found: dict[str, Row] = {}
        for record in rows.get(table.name, ()):
            key = table.key_of(record)
            if key in found:
                raise StoreError(f"two rows of {table.name} have the key {key!r}")
            found[key] = to_row(record)
        encoded[table.name] = dict(sorted(found.items()))
    return encoded


def digest(encoded: Mapping[str, Mapping[str, Row]]) -> str:
    """Return the hash of rows in canonical order."""
    hash = hashlib.sha256()
    for table in TABLES:
        for key, row in sorted(encoded[table.name].items()):
            hash.update(canonical_json([table.name, key, row]).encode())
            hash.update(b"\n")
    return hash.hexdigest()


def content_hash(rows: Rows) -> str:
    """Return the hash of an atlas's content, which says nothing of when it was made."""
    return digest(encode(rows))


def append(
    path: Path, rows: Rows, *, recorded_at: str, what: str, after: int = 0
) -> tuple[int, str]:
    """Make `rows` the latest rows of a database, as a new revision.

    Rows that are as they were are not written again; rows that are missing are marked
    as removed. The revision's number is above those in the database and above `after`.

    Returns
    -------
    tuple of int and str
        The revision's number and the content hash.
    """
    encoded = encode(rows)
    hash = digest(encoded)
    connection = connect(path, read_only=False)
    try:
        connection.execute("BEGIN")
        create(connection)
        last = first(connection, "SELECT coalesce(max(revision), 0) FROM revision")
        number = max(last, after) + 1
        connection.execute(
            "INSERT INTO revision VALUES (?, ?, ?, ?)", [number, recorded_at, what, hash]
        )
        for table in TABLES:
            before, now = latest(connection, table), encoded[table.name]
            changed = [(key, False, row) for key, row in now.items() if before.get(key) != row]
            changed += [(key, True, row) for key, row in before.items() if key not in now]
            insert(connection, table, number, changed)
        connection.execute("COMMIT")
        connection.execute("CHECKPOINT")
    except duckdb.Error as error:
        raise StoreError(f"{path}: cannot be written: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()
    return number, hash


def first(connection: Connection, sql: str) -> int:
    """Return the one number that a query gives."""
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


def insert(
    connection: Connection,
    table: Table,
    revision: int,
    rows: Iterable[tuple[str, bool, Row]],
) -> None:
    """Write rows in one statement, column by column, which DuckDB takes a row-wise hundredfold."""
    rows = list(rows)
    if not rows:
        return
    columns = codec(table.record).columns
    selected = ["unnest(?::VARCHAR[])", str(revision), "unnest(?::BOOLEAN[])"]
    selected += [f"unnest(?::{column.sql_type}[])" for column in columns]
    values: list[list[Any]] = [[key for key, _, _ in rows], [removed for _, removed, _ in rows]]
    values += [[row[index] for _, _, row in rows] for index in range(len(columns))]
    connection.execute(f'INSERT INTO "{table.name}" SELECT {", ".join(selected)}', values)


def read_snapshot(connection: Connection, content_hash: str) -> Snapshot:
    """Return the latest rows of all tables but the texts.

    Raises
    ------
    SchemaMismatch
        If a table is not as declared.
    """
    records: dict[str, Any] = {}
    for table in TABLES:
        if table.record is DocumentText:
            continue
        decode = codec(table.record).decode
        records[table.name] = tuple(decode(row) for row in latest(connection, table).values())
    cities: tuple[City, ...] = records.pop("city")
    if len(cities) != 1:
        raise SchemaMismatch(f"table city: got {len(cities)} rows, expected 1")
    revision = first(connection, "SELECT max(revision) FROM revision")
    return replace(Snapshot(cities[0], content_hash, revision), **records)


def read_text(connection: Connection, document: str) -> DocumentText | None:
    """Return the text and blocks of a document."""
    texts = codec(DocumentText)
    names = ", ".join(f'"{column.name}"' for column in texts.columns)
    # A cursor of its own, because requests on several threads share the connection.
    row = (
        connection.cursor()
        .execute(f"SELECT {names} FROM document_text_latest WHERE row_key = ?", [document])
        .fetchone()
    )
    return None if row is None else texts.decode(row)


def read_texts(connection: Connection) -> tuple[DocumentText, ...]:
    """Return the texts of all documents."""
    table = TABLES[-1]
    decode = codec(table.record).decode
    return tuple(decode(row) for row in latest(connection, table).values())
