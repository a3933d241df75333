"""The DuckDB side of an import: cells of a source in, a Parquet part of a register out.

Each worker has a database of its own, in memory and on one thread, so that a part is made
from its first byte to its last beside another. Numbers leave as numpy arrays and come back
as such; text never becomes Python objects, but for the few distinct codes and districts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
from numpy.typing import NDArray

from saidao.errors import StoreError
from saidao.register.establishment import COLUMNS, Column, Flag
from saidao.register.records import TextColumn
from saidao.register.roles import literal
from saidao.store.arrow_columns import ArrowColumns, Days

__all__ = ["PartMaker", "write_flagged", "write_parts"]

Arrays = Mapping[str, NDArray[Any]]

CHOICES: Mapping[str, Sequence[str]] = {
    "code_basis": ("given", "text"),
    "place_level": ("point", "road", "town", "district"),
    "district_basis": ("point", "stated", "address"),
}
"""Columns with one of few words in them, which numbers from 1 on stand for."""


class PartMaker:
    """Makes the parts of a register.

    Parameters
    ----------
    memory : str
        What DuckDB may use.
    spill : Path
        A folder for what does not fit.
    """

    def __init__(self, *, memory: str = "1GB", spill: Path | None = None) -> None:
        # One thread keeps the rows in their order.
        self.connection = duckdb.connect(config={"threads": 1, "memory_limit": memory})
        if spill is not None:
            self.connection.execute(f"SET temp_directory = {literal(str(spill))}")
        self._towns: dict[str, int] = {}
        self._listed: dict[str, tuple[str, ...]] = {}
        for name, chosen in CHOICES.items():
            self._enum(name, chosen)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def towns(self, names: Sequence[str | None]) -> NDArray[np.int32]:
        """Return a number for each town, -1 for none; each maker has its own."""
        known = self._towns
        found = [-1 if one is None else known.setdefault(one, len(known)) for one in names]
        return np.array(found, np.int32)

    def texts(
        self, cells: Sequence[TextColumn], selected: Sequence[str], rows: NDArray[np.int64]
    ) -> list[Any]:
        """Return the text of some rows of a slice, which are told by their places, as tuples."""
        chosen = np.zeros(len(cells[0]), np.bool_)
        chosen[rows] = True
        with self._given({**named(cells), "chosen": chosen}):
            return self.connection.execute(
                f"SELECT {', '.join(selected)} FROM given WHERE chosen"
            ).fetchall()

    def numbered(
        self, cells: Sequence[TextColumn], cell: str, pattern: str, known: dict[str, int]
    ) -> NDArray[np.int64]:
        """Return a number for what a pattern finds in each row's text, -1 where that is nothing.

        `known` holds the numbers that were given before, and is added to.
        """
        head = f"nullif(regexp_extract({cell}, {literal(pattern)}), '')"
        with self._given(named(cells)):
            self.connection.execute(
                f"CREATE OR REPLACE TEMP TABLE head AS SELECT {head} AS head FROM given"
            )
        for (found,) in self.connection.execute(
            "SELECT DISTINCT head FROM head WHERE head IS NOT NULL ORDER BY head"
        ).fetchall():
            known.setdefault(found, len(known))
        self.connection.register(
            "known", {"head": np.array(list(known), object), "id": np.arange(len(known))}
        )
        numbers = self.connection.execute(
            "SELECT coalesce(known.id, -1) AS id, head.rowid AS place "
            "FROM head LEFT JOIN known ON known.head = head.head"
        ).fetchnumpy()
        self.connection.unregister("known")
        ids: NDArray[np.int64] = np.empty(len(numbers["id"]), np.int64)
        ids[numbers["place"]] = numbers["id"]
        return ids

    def write(
        self,
        path: Path,
        cells: Sequence[TextColumn],
        text: Mapping[str, str],
        arrays: Arrays,
        words: Mapping[str, Sequence[str]],
    ) -> None:
        """Write a slice as a part.

        Parameters
        ----------
        path : Path
        cells : sequence of TextColumn
            The text of its rows, which SQL calls ``c0`` ...
        text : dict
            Column of the register to the SQL of its text.
        arrays : dict of ndarray
            ``row``, ``lon``, ``lat`` (NaN for none), ``level`` (0 none, 1 point, 2 road, 3 town, 4
            district), ``uncertainty``, ``district`` and ``town`` (-1 none), ``basis`` (0 none,
            1 point, 2 stated, 3 address), ``code`` (-1 none), ``code_basis`` (0 none,
            1 given, 2 text), ``probability`` (NaN), ``employees``, ``value``, ``opened``,
            ``closed`` (days
            since 1970; NaN), ``cell`` (0 none) and ``flags``.
        words : dict
            What the numbers of ``code`` and ``district`` stand for.
        """
        given = {
            **named(cells),
            "town": TextColumn.of(tuple(self._towns), arrays["town"]),
            **{k: Days(arrays[k]) for k in ("opened", "closed")},
            **{k: arrays[k] for k in arrays if k not in ("town", "opened", "closed")},
        }
        made = {
            "code": self._word("code", words),
            "district": self._word("district", words),
            "code_basis": choice("code_basis", "code_basis"),
            "place_level": choice("place_level", "level"),
            "place_uncertainty_m": "CASE WHEN level > 0 THEN uncertainty END",
            "district_basis": choice("district_basis", "basis"),
            "code_probability": "probability",
            "cell": "nullif(cell, 0)",
            **text,
        }
        if "town" in text:
            made["town"] = f"coalesce({text['town']}, town)"
        made |= {k: "NULL" for k in ("establishment", "name", "scope", "address") if k not in text}
        listed = {*CHOICES, *words}
        selected = ", ".join(
            f'({made.get(column.name, column.name)}){typed(column, listed)} AS "{column.name}"'
            for column in COLUMNS
        )
        try:
            with self._given(given):
                self.connection.execute(
                    f"COPY (SELECT {selected} FROM given) TO {literal(str(path))} "
                    "(FORMAT parquet, COMPRESSION lz4_raw, PARQUET_VERSION V2)"
                )
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"{path}: cannot be written: {reason}") from error

    def _word(self, column: str, words: Mapping[str, Sequence[str]]) -> str:
        """Return the SQL of the word of a column that its number stands for."""
        listed = tuple(words[column])
        if not listed:
            return "NULL::VARCHAR"
        if self._listed.get(column) != listed:
            self._enum(column, listed)
            spelled = ", ".join(map(literal, listed))
            self.connection.execute(f"SET VARIABLE {column}_words = [{spelled}]::{column}_word[]")
        # Lists begin with 1, and have nothing at 0.
        return f"getvariable('{column}_words')[{column} + 1]"

    def _enum(self, column: str, words: Sequence[str]) -> None:
        """Make the type of a column of few words: its text is looked at once, not in each row."""
        spelled = ", ".join(map(literal, dict.fromkeys(words)))
        self.connection.execute(f"DROP TYPE IF EXISTS {column}_word")
        self.connection.execute(f"CREATE TYPE {column}_word AS ENUM ({spelled})")
        self._listed[column] = tuple(words)

    @contextmanager
    def _given(self, columns: Mapping[str, Any]) -> Iterator[None]:
        """Let SQL read columns as the table ``given``."""
        self.connection.register("given", ArrowColumns(columns))
        try:
            yield
        finally:
            self.connection.unregister("given")


def named(cells: Sequence[TextColumn]) -> dict[str, TextColumn]:
    """Return the columns of text by the names that SQL calls them by."""
    return {f"c{number}": column for number, column in enumerate(cells)}


def choice(column: str, cell: str) -> str:
    """Return the SQL of the word of a column that a cell's number stands for, from 1 on."""
    cases = " ".join(
        f"WHEN {at} THEN {literal(word)}::{column}_word"
        for at, word in enumerate(CHOICES[column], start=1)
    )
    return f"CASE {cell} {cases} END"


def typed(column: Column, listed: Collection[str]) -> str:
    """Return the SQL that makes a cell one of its column; words of a list are text already."""
    return "" if column.name in listed else f"::{column.type}"


def write_parts(
    folder: Path, columns: Mapping[str, NDArray[Any]], *, rows_per_part: int = 500_000
) -> int:
    """Write a register that is there as arrays, one for each of `COLUMNS`, and return the rows.

    Text is an array of objects or str, NULL where it is None or empty; a day is
    ``datetime64[D]``; NaN and NaT are NULL, and so is a cell of 0.
    """
    names = [column.name for column in COLUMNS]
    if set(columns) != set(names):
        raise StoreError(f"columns: got {sorted(columns)}, expected {names}")
    rows = len(columns["row"])
    connection = duckdb.connect(config={"threads": 2})
    try:
        for number, first in enumerate(range(0, max(rows, 1), rows_per_part)):
            piece = {
                name: np.asarray(columns[name])[first : first + rows_per_part] for name in names
            }
            connection.register("made", {k: without_days(v) for k, v in piece.items()})
            selected = ", ".join(
                f'{without_nothing(column.name, column.type)} AS "{column.name}"'
                for column in COLUMNS
            )
            path = folder / f"part-{number:05d}.parquet"
            connection.execute(
                f"COPY (SELECT {selected} FROM made) TO {literal(str(path))} "
                "(FORMAT parquet, COMPRESSION zstd)"
            )
            connection.unregister("made")
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise StoreError(f"{folder}: cannot be written: {reason}") from error
    finally:
        connection.close()
    return rows


def write_flagged(parts: Sequence[Path], out: Path, flags: Sequence[Flag] = ()) -> int:
    """Write the rows of parts that have a flag to a CSV file, and return how many.

    Parameters
    ----------
    parts : sequence of Path
    out : Path
        In UTF-8; the names of a row's flags stand in its last column.
    flags : sequence of Flag
        Which ones; all where none is given.

    Raises
    ------
    StoreError
        If a part cannot be read or the file not be written.
    """
    mask = sum({int(flag) for flag in (flags or Flag)})
    names = ", ".join(
        f"CASE WHEN flags & {int(flag)} > 0 THEN {literal((flag.name or '').lower())} END"
        for flag in Flag
    )
    columns = ", ".join(shown(column) for column in COLUMNS if column.name != "flags")
    files = ", ".join(literal(str(path)) for path in parts)
    unfinished = out.with_name(f".unfinished-{out.name}")
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "1GB"})
    try:
        found = connection.execute(
            f"COPY (SELECT {columns}, concat_ws(' ', {names}) AS flags "
            f"FROM read_parquet([{files}]) WHERE flags & {mask} > 0) "
            f"TO {literal(str(unfinished))} (FORMAT csv, HEADER)"
        ).fetchone()
        unfinished.replace(out)
    except (duckdb.Error, OSError) as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(f"{out}: cannot be written: {str(error).splitlines()[0]}") from error
    finally:
        connection.close()
    return int(found[0]) if found else 0


def shown(column: Column) -> str:
    """Return the SQL of a column that no spreadsheet takes for a formula."""
    name = f'"{column.name}"'
    if column.type != "VARCHAR":
        return name
    formula = f"regexp_matches({name}, '^[=+@\\t\\r-].')"
    return f"CASE WHEN {formula} THEN '''' || {name} ELSE {name} END AS {name}"


def without_days(values: NDArray[Any]) -> NDArray[Any]:
    """Return days in the unit that the engine takes."""
    return values.astype("datetime64[us]") if values.dtype.kind == "M" else values


def without_nothing(name: str, type: str) -> str:
    """Return the SQL of a column without the values that stand for none."""
    cell = f'"{name}"'
    if type == "VARCHAR":
        return f"nullif({cell}::VARCHAR, '')"
    if type in ("DOUBLE", "FLOAT"):
        return f"CASE WHEN isfinite({cell}::DOUBLE) THEN {cell}::{type} END"
    if name == "cell":
        return f"nullif({cell}::UBIGINT, 0)"
    return f"{cell}::{type}"
