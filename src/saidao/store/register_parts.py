"""The DuckDB side of an import: cells of a source in, a Parquet part of a register out.

Each worker has a database of its own, in memory and on one thread, so that a part is made
from its first byte to its last beside another. Numbers leave as numpy arrays and come back
as such; text never becomes Python objects, but for the few distinct codes and districts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb
import numpy as np
from numpy.typing import NDArray

from saidao.errors import RegisterError, StoreError
from saidao.register.establishment import COLUMNS, Flag
from saidao.register.expressions import CELL_END, literal

__all__ = ["PartMaker", "plain_records", "write_flagged", "write_parts"]

Arrays = Mapping[str, NDArray[Any]]


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
        self.connection = duckdb.connect(
            config={"threads": 1, "memory_limit": memory, "preserve_insertion_order": True}
        )
        if spill is not None:
            self.connection.execute(f"SET temp_directory = {literal(str(spill))}")
        self.connection.execute("CREATE TABLE code (raw VARCHAR, id INTEGER)")
        self.connection.execute("CREATE TABLE district (raw VARCHAR, id INTEGER)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.connection.close()

    def stage(self, source: str, selected: str, file: str) -> int:
        """Read the cells of a source into the table ``staged``, and return the rows.

        Parameters
        ----------
        source : str
            SQL after FROM.
        selected : str
            `saidao.register.expressions.select`.
        file : str
            For messages.
        """
        try:
            self.connection.execute("DROP TABLE IF EXISTS staged")
            self.connection.execute(f"CREATE TABLE staged AS SELECT {selected} FROM {source}")
            return self.number("SELECT count(*) FROM staged")
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise RegisterError(file, f"cannot be read: {reason}") from error

    def number(self, sql: str) -> int:
        """Return the one number that a query gives."""
        row = self.connection.execute(sql).fetchone()
        assert row is not None
        return int(row[0])

    def unknown_words(self, table: str) -> list[str]:
        """Return the codes or districts of the staged rows that have not been met before."""
        rows = self.connection.execute(
            f"SELECT DISTINCT {table}_raw FROM staged ANTI JOIN {table} "
            f"ON {table}.raw = staged.{table}_raw WHERE {table}_raw IS NOT NULL"
        ).fetchall()
        return sorted(raw for (raw,) in rows)

    def learn(self, table: str, words: Sequence[str], ids: Sequence[int]) -> None:
        """Say which number stands for a code or district; negative ones for none."""
        if words:
            self.connection.execute(
                f"INSERT INTO {table} SELECT unnest(?::VARCHAR[]), unnest(?::INTEGER[])",
                [list(words), list(ids)],
            )

    def arrays(self) -> Arrays:
        """Return the numbers of the staged rows, NaN, -1 and 0 for none, in their order."""
        place = "coalesce(address, x::VARCHAR || ' ' || y::VARCHAR)"
        return self.connection.execute(
            "SELECT coalesce(x, 'nan'::DOUBLE) AS x, coalesce(y, 'nan'::DOUBLE) AS y, "
            "coalesce(employees, 'nan'::DOUBLE) AS employees, "
            "coalesce(value, 'nan'::DOUBLE) AS value, flags, "
            "coalesce(code.id, -1) AS code, coalesce(district.id, -1) AS district, "
            "coalesce(hash(establishment), 0) AS id_hash, "
            f"CASE WHEN name IS NULL OR {place} IS NULL THEN 0 "
            f"ELSE hash(name, coalesce(code_raw, ''), {place}) END AS record_hash "
            "FROM staged LEFT JOIN code ON code.raw = staged.code_raw "
            "LEFT JOIN district ON district.raw = staged.district_raw"
        ).fetchnumpy()

    def bands(self) -> dict[str, int]:
        """Return how many staged rows have which size band."""
        rows = self.connection.execute(
            "SELECT band, count(*) FROM staged WHERE band IS NOT NULL GROUP BY band"
        ).fetchall()
        return {band: int(count) for band, count in rows}

    def write(
        self,
        path: Path,
        arrays: Arrays,
        *,
        first_row: int,
        codes: Sequence[str],
        districts: Sequence[str],
    ) -> None:
        """Write the staged rows as a part.

        Parameters
        ----------
        path : Path
        arrays : dict of ndarray
            ``lon``, ``lat`` (NaN for none), ``level`` (0 none, 1 point, 2 road, 3 town, 4
            district), ``uncertainty``, ``district`` (-1 none), ``basis`` (0 none, 1 point,
            2 stated, 3 address), ``code`` (-1 none), ``code_basis`` (0 none, 1 given, 2 text),
            ``probability`` (NaN), ``cell`` (0 none) and ``flags``.
        first_row : int
            Number of the first record.
        codes, districts : sequence of str
            What the numbers of codes and districts stand for.
        """
        self.connection.register("made", dict(arrays))
        words = {
            "code": f"([{', '.join(map(literal, codes))}]::VARCHAR[])",
            "district": f"([{', '.join(map(literal, districts))}]::VARCHAR[])",
        }
        made = {
            "row": f"staged.rowid + {first_row}",
            "code": f"{words['code']}[made.code + 1]",
            "code_basis": "[NULL, 'given', 'text'][made.code_basis + 1]",
            "code_probability": "CASE WHEN NOT isnan(made.probability) THEN made.probability END",
            "lon": "CASE WHEN NOT isnan(made.lon) THEN made.lon END",
            "lat": "CASE WHEN NOT isnan(made.lat) THEN made.lat END",
            "place_level": "[NULL, 'point', 'road', 'town', 'district'][made.level + 1]",
            "place_uncertainty_m": "CASE WHEN made.level > 0 THEN made.uncertainty END",
            "district": f"{words['district']}[made.district + 1]",
            "district_basis": "[NULL, 'point', 'stated', 'address'][made.basis + 1]",
            "cell": "CASE WHEN made.cell > 0 THEN made.cell END",
            "flags": "made.flags",
        }
        selected = ", ".join(
            f'({made.get(column.name, f"staged.{column.name}")})::{column.type} AS "{column.name}"'
            for column in COLUMNS
        )
        try:
            self.connection.execute(
                f"COPY (SELECT {selected} FROM staged POSITIONAL JOIN made) "
                f"TO {literal(str(path))} (FORMAT parquet, COMPRESSION zstd)"
            )
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise StoreError(f"{path}: cannot be written: {reason}") from error
        finally:
            self.connection.unregister("made")


def plain_records(path: Path, columns: int) -> str:
    """Return the SQL that reads what `saidao.register.csv_records` made."""
    names = ", ".join(f"'c{number}': 'VARCHAR'" for number in range(columns))
    return (
        f"read_csv({literal(str(path))}, columns = {{{names}}}, delim = chr({CELL_END}), "
        "quote = '', escape = '', header = false, auto_detect = false, nullstr = '', "
        "new_line = '\\n', max_line_size = 16777216, null_padding = false)"
    )


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
    columns = ", ".join(f'"{column.name}"' for column in COLUMNS if column.name != "flags")
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
