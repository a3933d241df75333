"""A gazetteer that a user gives: a CSV file of names with their places."""

from __future__ import annotations

import csv
import math
from pathlib import Path

from saidao.errors import RegisterError
from saidao.register.placing.gazetteer import Entry, Key, Kind, Level

__all__ = ["read_gazetteer"]

REQUIRED = ("name", "level", "lon", "lat", "uncertainty_m", "source")
OPTIONAL = ("district", "town")
KINDS: dict[str, tuple[Kind, Level]] = {
    "road": ("road", "road"),
    "town": ("town", "town"),
    "zone": ("zone", "town"),
}


def read_gazetteer(path: Path, districts: tuple[str, ...]) -> dict[Key, Entry]:
    """Read a gazetteer file.

    Parameters
    ----------
    path : Path
        UTF-8 CSV with the columns ``name, level, lon, lat, uncertainty_m, source`` and, where
        a name stands in several districts or towns, ``district`` (its code) and ``town``.
        `level` is ``road``, ``town`` or ``zone`` (a park or development zone); degrees are
        WGS-84.
    districts : tuple of str
        The codes that `district` may have.

    Raises
    ------
    RegisterError
        With the row and column of the first thing that is wrong.
    """
    entries: dict[Key, Entry] = {}
    name = path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            columns = reader.fieldnames or []
            for column in REQUIRED:
                if column not in columns:
                    raise RegisterError(name, f"no column {column}", row=1, column=column)
            for column in columns:
                if column not in REQUIRED + OPTIONAL:
                    expected = ", ".join(REQUIRED + OPTIONAL)
                    raise RegisterError(name, f"unknown column; known: {expected}", column=column)
            for number, row in enumerate(reader, start=2):
                key, entry = _entry(name, number, row, districts)
                if key in entries:
                    problem = f"{key.name} stands in an earlier row too"
                    raise RegisterError(name, problem, row=number, column="name")
                entries[key] = entry
    except (OSError, UnicodeDecodeError, csv.Error) as problem:
        raise RegisterError(name, f"cannot be read: {problem}") from None
    return {**_broader(entries), **entries}


def _broader(entries: dict[Key, Entry]) -> dict[Key, Entry]:
    """Return entries by name alone, and by name and district, where only one has it."""
    found: dict[Key, list[Entry]] = {}
    for key, entry in entries.items():
        for broad in {Key(key.kind, key.name), Key(key.kind, key.name, key.district)}:
            found.setdefault(broad, []).append(entry)
    return {key: those[0] for key, those in found.items() if len(those) == 1}


def _entry(
    file: str, number: int, row: dict[str, str | None], districts: tuple[str, ...]
) -> tuple[Key, Entry]:
    """Return one row's key and entry."""

    def text(column: str) -> str:
        return (row.get(column) or "").strip()

    for column in REQUIRED:
        if not text(column):
            raise RegisterError(file, "empty", row=number, column=column)
    if text("level") not in KINDS:
        problem = f"got {text('level')!r}, expected {', '.join(KINDS)}"
        raise RegisterError(file, problem, row=number, column="level")
    if text("district") and text("district") not in districts:
        problem = f"got {text('district')!r}, expected a district's code"
        raise RegisterError(file, problem, row=number, column="district")
    lon = _number(file, number, "lon", text("lon"), -180.0, 180.0)
    lat = _number(file, number, "lat", text("lat"), -90.0, 90.0)
    radius = _number(file, number, "uncertainty_m", text("uncertainty_m"), 0.0, 1e6)
    kind, level = KINDS[text("level")]
    district, town = text("district") or None, text("town") or None
    key = Key(kind, text("name"), district, town)
    return key, Entry(level, lon, lat, radius, 0, district, text("source"))


def _number(file: str, row: int, column: str, value: str, low: float, high: float) -> float:
    """Return a number in a range."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        problem = f"got {value!r}, expected a number from {low:g} to {high:g}"
        raise RegisterError(file, problem, row=row, column=column)
    return number
