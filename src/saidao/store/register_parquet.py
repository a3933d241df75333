"""A register that comes as Parquet or GeoParquet, given on as the text of a table."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from saidao.errors import RegisterError
from saidao.register.roles import literal

__all__ = ["ParquetTable", "open_parquet"]

ROWS_AT_ONCE = 100_000
NESTED = ("STRUCT", "MAP", "LIST", "UNION", "BLOB", "VARIANT")


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """A Parquet file.

    Parameters
    ----------
    path : Path
    headers : tuple of str
        Its plain columns; of a geometry ``<name>.x`` and ``<name>.y``.
    rows : int
    nested : tuple of str
        Columns that hold no single value, which cannot be read.
    geometry : str
        The column with the geometry; empty where there is none.
    crs : str
        Coordinate system of the geometry, ``EPSG:2154``; empty where the file says none.
    is_native : bool
        Whether the engine reads the geometry as such, and not as bytes.
    is_pair : bool
        Whether it is a pair of numbers, the encoding ``point`` of GeoParquet 1.1.
    """

    path: Path
    headers: tuple[str, ...]
    rows: int
    nested: tuple[str, ...]
    geometry: str = ""
    crs: str = ""
    is_native: bool = False
    is_pair: bool = False

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        if not self.geometry:
            return f"Parquet, {self.rows:,} rows"
        return (
            f"GeoParquet in {self.crs or 'no stated system'}, {self.rows:,} rows; of a geometry "
            "that is no point the centroid is taken"
        )

    @property
    def separator(self) -> str:
        """What separates the cells of its pieces."""
        return ","

    @property
    def size(self) -> int:
        """It is not known how many bytes of text it makes."""
        return 0

    def narrowed(self, headers: tuple[str, ...]) -> ParquetTable:
        """Return the table with only some columns."""
        return replace(self, headers=tuple(one for one in self.headers if one in headers))

    def pieces(self, size: int, *, start: int = 0) -> Iterator[bytes]:
        """Yield its rows as CSV in UTF-8 from some byte on."""
        connection = duckdb.connect(config={"threads": 1, "memory_limit": "2GB"})
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "rows.csv"
                left = start
                for first in range(0, self.rows, ROWS_AT_ONCE):
                    self._write(connection, first, path)
                    data = path.read_bytes()
                    gone = min(left, len(data))
                    left -= gone
                    if gone < len(data):
                        yield data[gone:]
        except duckdb.Error as error:
            reason = str(error).splitlines()[0]
            raise RegisterError(self.path.name, f"cannot be read: {reason}") from error
        finally:
            connection.close()

    def _write(self, connection: duckdb.DuckDBPyConnection, first: int, path: Path) -> None:
        """Write some rows as CSV."""
        source = (
            f"(SELECT * FROM read_parquet({literal(str(self.path))}, file_row_number = true) "
            f"WHERE file_row_number >= {first} AND file_row_number < {first + ROWS_AT_ONCE})"
        )
        made: list[str] = []
        for header in self.headers:
            if self.geometry and header in (f"{self.geometry}.x", f"{self.geometry}.y"):
                held = f"source.{quoted(self.geometry)}" if self.is_pair else "made"
                made.append(f"{held}.{header[-1]} AS {quoted(header)}")
            else:
                made.append(f"source.{quoted(header)}::VARCHAR AS {quoted(header)}")
        joined = f"{source} AS source"
        if any(one.startswith("made.") for one in made):
            x, y = self._centres(connection, source)
            connection.register("made", {"x": x, "y": y})
            joined += " POSITIONAL JOIN made"
        connection.execute(
            f"COPY (SELECT {', '.join(made)} FROM {joined}) TO {literal(str(path))} "
            "(FORMAT csv, HEADER false, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
        )

    def _centres(
        self, connection: duckdb.DuckDBPyConnection, source: str
    ) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
        """Return the centres of the geometries of some rows, NaN where one is none."""
        import shapely

        cell = quoted(self.geometry)
        binary = f"ST_AsWKB({cell})" if self.is_native else cell
        found = connection.execute(f"SELECT {binary}::BLOB FROM {source}").fetchall()
        shapes = shapely.from_wkb([wkb for (wkb,) in found], on_invalid="ignore")
        centres = shapely.centroid(shapes)
        return shapely.get_x(centres), shapely.get_y(centres)


def quoted(name: str) -> str:
    """Return a column's name as SQL names it."""
    return '"' + name.replace('"', '""') + '"'


def open_parquet(path: Path) -> ParquetTable:
    """Open a Parquet or GeoParquet file.

    Raises
    ------
    RegisterError
        If it cannot be read, is empty, or has no plain column.
    """
    connection = duckdb.connect(config={"threads": 1, "memory_limit": "1GB"})
    file = literal(str(path))
    try:
        columns = connection.execute(f"DESCRIBE SELECT * FROM read_parquet({file})").fetchall()
        counted = connection.execute(f"SELECT count(*) FROM read_parquet({file})").fetchall()
        stored = connection.execute(
            f"SELECT value FROM parquet_kv_metadata({file}) WHERE key = 'geo'::BLOB"
        ).fetchall()
    except duckdb.Error as error:
        reason = str(error).splitlines()[0]
        raise RegisterError(path.name, f"cannot be read as Parquet: {reason}") from error
    finally:
        connection.close()
    rows = int(counted[0][0])
    if not rows:
        raise RegisterError(path.name, "got a table without rows, expected records")
    geometry, crs, is_pair = geometry_of(stored[0][0] if stored else b"", path)
    kinds = {str(name): str(kind).upper() for name, kind, *_ in columns}
    if not geometry:
        geometry = next((n for n, kind in kinds.items() if kind.startswith("GEOMETRY")), "")
    headers, nested = [], []
    for name, kind in kinds.items():
        if name == geometry:
            headers += [f"{name}.x", f"{name}.y"]
        elif kind.startswith(NESTED) or kind.endswith("]"):
            nested.append(name)
        else:
            headers.append(name)
    if not headers:
        raise RegisterError(path.name, "got no plain column, expected columns of single values")
    return ParquetTable(
        path,
        tuple(headers),
        rows,
        tuple(nested),
        geometry,
        crs,
        kinds.get(geometry, "").startswith("GEOMETRY"),
        is_pair,
    )


def geometry_of(stored: bytes, path: Path) -> tuple[str, str, bool]:
    """Return the geometry's column, its coordinate system and whether it is a pair of numbers."""
    if not stored:
        return "", "", False
    try:
        said = json.loads(stored)
        name = str(said["primary_column"])
        column = said["columns"][name]
    except (ValueError, KeyError, TypeError) as error:
        raise RegisterError(
            path.name, f"got GeoParquet whose metadata are broken: {error}"
        ) from error
    encoding = str(column.get("encoding", "WKB")).upper()
    if encoding not in ("WKB", "POINT"):
        raise RegisterError(
            path.name,
            f"got a geometry encoded as {column['encoding']!r}, expected WKB or point",
            column=name,
        )
    if "crs" not in column:
        return name, "WGS-84", encoding == "POINT"  # GeoParquet's default, OGC:CRS84.
    known = (column["crs"] or {}).get("id") or {}
    authority, code = str(known.get("authority", "")).upper(), str(known.get("code", ""))
    if (authority, code) in (("OGC", "CRS84"), ("EPSG", "4326"), ("EPSG", "4979")):
        return name, "WGS-84", encoding == "POINT"
    crs = f"EPSG:{code}" if authority == "EPSG" and code.isdigit() else ""
    return name, crs, encoding == "POINT"
