"""What a rebuild must not lose: documents that users added and what they decided.

Everything else in an atlas is made from the pack and from these. The database is asked
for a few columns by name, so that one of another version answers too; where it cannot, the
files are there all the same, under the hash of their content.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import duckdb

from saidao.errors import StoreError
from saidao.ledger import Decision
from saidao.packs.pack import Authority
from saidao.store.codec import codec
from saidao.store.database import connect
from saidao.store.folder import Pointer, database_of, kept_names

__all__ = ["AddedFile", "added_files", "decisions_made"]

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


def decisions_made(folder: Path, pointer: Pointer) -> tuple[Decision, ...] | None:
    """Return what people decided in an atlas, None where another version's cannot be read.

    Raises
    ------
    StoreError
        If the database has this version's tables and cannot be read.
    """
    decisions = codec(Decision)
    names = ", ".join(f'"{column.name}"' for column in decisions.columns)
    try:
        connection = connect(database_of(folder, pointer), read_only=True)
        try:
            found = connection.execute(
                "SELECT count(*) FROM information_schema.tables WHERE table_name = 'decision'"
            ).fetchone()
            if found == (0,):
                return ()  # Made before there were any.
            rows = connection.execute(
                f"SELECT {names} FROM decision_latest ORDER BY row_key"
            ).fetchall()
        finally:
            connection.close()
        return tuple(decisions.decode(row) for row in rows)
    except (StoreError, duckdb.Error) as error:
        if pointer.has_other_tables:
            return None
        raise StoreError(f"{folder}: cannot be read: {str(error).splitlines()[0]}") from error


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
