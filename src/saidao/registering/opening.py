"""A register's file is opened: what kind it is, and what each of its columns is."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

from saidao.errors import InvalidInput, RegisterError
from saidao.register.layouts import LAYOUTS, resolve
from saidao.register.mapping import ORDERS, Mapping, read_mapping
from saidao.register.text_tables import open_text
from saidao.registering.guessing import with_guesses
from saidao.registering.slices import Source, TextSource, open_workbook
from saidao.store.register_parquet import ParquetTable, open_parquet
from saidao.terms.industry_codes import scheme as find_scheme

__all__ = ["Opened", "open_register"]

OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DECIMALS = (".", ",")
SHOWN = 20
"""Columns that are not read, of which the names are shown."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A register's file with how it is to be read; `told` says it line by line.

    Parameters
    ----------
    path : Path
    source : Source
    mapping : Mapping
    asked : tuple of (str, str)
        What could not be told from the file and is better said.
    unread : tuple of str
        Headers of the columns that are not read.
    """

    path: Path
    source: Source
    mapping: Mapping
    asked: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        """What kind of file it is, in a few words."""
        return self.source.described

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is read from which column, what is not, and what is not known."""
        lines = (*self.mapping.told(), *self.asked)
        if not self.unread:
            return lines
        shown = ", ".join(map(repr, self.unread[:SHOWN]))
        more = len(self.unread) - SHOWN
        return (*lines, ("not read", shown + (f" and {more:,} others" if more > 0 else "")))


def open_register(
    path: Path,
    *,
    mapping: Path | None = None,
    layout: str = "",
    coordinates: str = "",
    scheme: str = "",
    dates: str = "",
    decimal: str = "",
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
    dates, decimal : str
        Order of day, month and year, and the sign before decimals, as in a mapping file;
        told by the columns themselves where nobody says it.

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
    if dates:
        given = replace(given, dates=checked("dates", dates, ORDERS))
    if decimal:
        given = replace(given, decimal=checked("decimal", decimal, DECIMALS))
    if given.header_row is None:
        given = replace(given, header_row=header_row_of(layout or given.layout))
    source = source_of(path, given)
    if isinstance(source, ParquetTable):
        given = with_geometry(source, given)
    resolved = resolve(source.headers, given, path.name, layout=layout)
    wanted = {header for headers in resolved.columns.values() for header in headers}
    narrowed = source.narrowed(tuple(wanted))
    resolved, asked = with_guesses(narrowed, resolved)
    unread = tuple(one for one in source.headers if one and one not in wanted)
    return Opened(path, narrowed, resolved, asked, unread)


def checked(name: str, word: str, known: tuple[str, ...]) -> str:
    """Return a word that is one of a few."""
    if word not in known:
        raise InvalidInput(name, repr(word), "one of " + ", ".join(known))
    return word


def header_row_of(layout: str) -> int | None:
    """Return the header's row where a layout says it."""
    return next((one.mapping.header_row for one in LAYOUTS if one.id == layout), None)


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
        raise RegisterError(
            path.name,
            "is a workbook of Excel 97, or one with a password; save it as .xlsx or CSV",
        )
    if not magic:
        raise RegisterError(path.name, "got an empty file, expected a header and records below it")
    if magic.startswith(b"PAR1"):
        return open_parquet(path)
    if magic.startswith(b"PK\x03\x04"):
        names = members_of(path)
        if any(name.startswith("xl/") for name in names):
            return open_workbook(path, given)
        if "content.xml" in names:
            raise RegisterError(
                path.name, "is a spreadsheet in OpenDocument; save it as .xlsx or CSV"
            )
    return TextSource(open_text(path, given))


def members_of(path: Path) -> list[str]:
    """Return what a ZIP archive holds."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, zipfile.BadZipFile) as error:
        raise RegisterError(path.name, f"cannot be unpacked: {error}") from error
