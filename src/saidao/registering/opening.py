"""A register's file is opened: what kind it is, and what each of its columns is."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from saidao.errors import RegisterError
from saidao.register.layouts import resolve
from saidao.register.mapping import Mapping, read_mapping
from saidao.register.text_tables import open_text
from saidao.registering.slices import Source, TextSource, open_workbook
from saidao.store.register_parquet import ParquetTable, open_parquet
from saidao.terms.industry_codes import scheme as find_scheme

__all__ = ["Opened", "open_register"]

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HASHED_AT_ONCE = 2**22


@dataclass(frozen=True, slots=True)
class Opened:
    """A register's file with how it is to be read; `told` says it line by line."""

    path: Path
    source: Source
    mapping: Mapping

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        return self.source.described

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is read from which column."""
        return self.mapping.told()


def open_register(
    path: Path,
    *,
    mapping: Path | None = None,
    layout: str = "",
    coordinates: str = "",
    scheme: str = "",
) -> Opened:
    """Open a register's file and say how it would be read.

    Parameters
    ----------
    path : Path
        CSV in any encoding with any separator, also packed with gzip or ZIP; .xlsx;
        Parquet or GeoParquet.
    mapping : Path, optional
        A mapping file, which goes before layout and guess.
    layout : str
        A known layout, where it is not to be recognised; ``none`` for no layout.
    coordinates, scheme : str
        Coordinate system and classification, which go before the mapping file.

    Raises
    ------
    RegisterError
        If it is no such file, or the mapping does not fit it.
    """
    given = Mapping()
    if mapping is not None:
        given = read_mapping(text_of(mapping), mapping.name)
    if coordinates:
        from saidao.register.placing.conversion import check_system

        given = replace(given, coordinates=check_system(coordinates))
    if scheme:
        given = replace(given, scheme=find_scheme(scheme).id)
    source = source_of(path, given)
    if isinstance(source, ParquetTable):
        given = with_geometry(source, given)
    resolved = resolve(source.headers, given, path.name, layout=layout)
    wanted = {header for headers in resolved.columns.values() for header in headers}
    return Opened(path, source.narrowed(tuple(wanted)), resolved)


def with_geometry(source: ParquetTable, given: Mapping) -> Mapping:
    """Return a mapping that takes the places from a GeoParquet file's geometry."""
    for name, headers in given.columns.items():
        for header in headers:
            if header in source.nested:
                raise RegisterError(
                    source.path.name,
                    f"holds several values in a cell, expected one to read as {name}",
                    column=header,
                )
    if not source.geometry or {"lon", "lat"} & set(given.columns):
        return given
    columns = {name: headers for name, headers in given.columns.items() if name != "geometry"}
    columns |= {"lon": (f"{source.geometry}.x",), "lat": (f"{source.geometry}.y",)}
    return replace(given, columns=columns, coordinates=given.coordinates or source.crs)


def text_of(path: Path) -> str:
    """Return the text of a mapping file."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        reason = error.strerror or str(error)
        raise RegisterError(path.name, f"cannot be read: {reason}") from error
    except UnicodeDecodeError as error:
        raise RegisterError(path.name, "is not UTF-8, expected a mapping in YAML") from error


def source_of(path: Path, given: Mapping) -> Source:
    """Return a file as what it is, by its first bytes."""
    try:
        with path.open("rb") as file:
            magic = file.read(8)
    except OSError as error:
        reason = error.strerror or str(error)
        raise RegisterError(path.name, f"cannot be read: {reason}") from error
    if magic.startswith(OLD_EXCEL):
        raise RegisterError(path.name, "is a workbook of Excel 97; save it as .xlsx or CSV")
    if not magic:
        raise RegisterError(path.name, "got an empty file, expected a header and records below it")
    if magic.startswith(b"PAR1"):
        return open_parquet(path)
    if magic.startswith(b"PK\x03\x04") and is_workbook(path):
        return open_workbook(path, given)
    return TextSource(open_text(path, given))


def is_workbook(path: Path) -> bool:
    """Return whether a ZIP archive is an Excel workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile) as error:
        raise RegisterError(path.name, f"cannot be unpacked: {error}") from error


def digest_of(path: Path, progress: Callable[[int, int], None]) -> str:
    """Return the SHA-256 of a file, saying how far it is."""
    digest, done, size = hashlib.sha256(), 0, path.stat().st_size
    with path.open("rb") as file:
        while piece := file.read(HASHED_AT_ONCE):
            digest.update(piece)
            done += len(piece)
            progress(done, size)
    return digest.hexdigest()
