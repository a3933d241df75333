"""SQL over the parts of a register and over the tables made from them.

The only place where `saidao.indicators` meets the engine: they write the SQL, this runs it.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from saidao.errors import StoreError

__all__ = ["Columns", "columns", "copied", "run", "scanned"]

Columns = dict[str, NDArray[Any]]
"""Column name to its values; a masked array where some are missing."""

MEMORY_LIMIT = "3GB"
"""Of a run over a whole register: what exceeds it goes to the disk."""

_lock = threading.Lock()
_shared: duckdb.DuckDBPyConnection | None = None


def literal(text: str) -> str:
    """Return a text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def scanned(*paths: Path) -> str:
    """Return the SQL that reads Parquet files, whatever their folders are called.

    Examples
    --------
    >>> scanned(Path("it's/[a]*.parquet"))
    "read_parquet(['it''s/[[]a][*].parquet'])"
    """
    plain = str.maketrans({"[": "[[]", "*": "[*]", "?": "[?]"})
    listed = ", ".join(literal(path.as_posix().translate(plain)) for path in paths)
    return f"read_parquet([{listed}])"


def copied(sql: str, path: Path, *, row_group: int = 122_880, compression: str = "zstd") -> str:
    """Return the statement that writes a query into a Parquet file."""
    options = f"FORMAT parquet, COMPRESSION {compression}, ROW_GROUP_SIZE {row_group}"
    return f"COPY ({sql}) TO {literal(path.as_posix())} ({options})"


def run(
    statements: Iterable[str],
    *,
    spill: Path,
    tables: Mapping[str, Mapping[str, NDArray[Any]]] | None = None,
    threads: int = 2,
) -> None:
    """Run statements one after another in a database of their own.

    Parameters
    ----------
    statements : iterable of str
    spill : Path
        Folder for what does not fit into the memory.
    tables : mapping of str to columns, optional
        Arrays that the statements may read as tables.

    Raises
    ------
    StoreError
        If a file cannot be read or written.
    """
    config: dict[str, Any] = {
        "threads": threads,
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
    }
    try:
        with duckdb.connect(":memory:", config=config) as connection:
            quieten(connection)
            for name, table in (tables or {}).items():
                connection.register(name, dict(table))
            for statement in statements:
                connection.execute(statement)
    except duckdb.Error as error:
        raise StoreError(f"register: {str(error).splitlines()[0]}") from error


def quieten(connection: duckdb.DuckDBPyConnection) -> None:
    """Have the engine print no bars of its own: who calls tells of progress, or nobody does."""
    connection.execute("SET enable_progress_bar = false")


def close() -> None:
    """Let go of the database that all queries share, before the interpreter ends."""
    global _shared
    with _lock:
        if _shared is not None:
            _shared.close()
            _shared = None


def columns(sql: str, parameters: Sequence[Any] = ()) -> Columns:
    """Return the columns of a query over Parquet files.

    Raises
    ------
    StoreError
        If a file is missing or is not what it should be.
    """
    global _shared
    try:
        with _lock:
            if _shared is None:
                _shared = duckdb.connect(":memory:", config={"threads": 2})
                quieten(_shared)
                atexit.register(close)
            # A cursor of its own, because requests on several threads share the database.
            cursor = _shared.cursor()
        with cursor:
            found: Columns = cursor.execute(sql, list(parameters)).fetchnumpy()
    except duckdb.Error as error:
        raise StoreError(f"register: {str(error).splitlines()[0]}") from error
    return {name: np.atleast_1d(values) for name, values in found.items()}
