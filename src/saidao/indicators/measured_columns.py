"""Columns that measures are taken of: from a file, or from a register of an atlas."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from saidao.documents.decoding import decode
from saidao.errors import DocumentError, InvalidInput, TableError
from saidao.packs.pack import Industry
from saidao.register.establishment import UNUSABLE, Flag
from saidao.register.industry_sets import membership
from saidao.register.manifest import Register
from saidao.store import cubes as engine
from saidao.store.registers import parts_of
from saidao.terms.industry_codes import Scheme, scheme

__all__ = ["RegisterColumns", "columns_of_file", "columns_of_register", "complete_rows"]

Columns = dict[str, NDArray[Any]]
Place = Literal["district", "town"]
AND_A_POINT = " and a point; --coarse KM takes places that are known only so far"
NO_POINT = Flag.IMPOSSIBLE_PLACE | Flag.OUT_OF_AREA | Flag.DEFAULT_PLACE


@dataclass(frozen=True, slots=True)
class RegisterColumns:
    """Columns of a register, with how many of its establishments they leave out.

    Attributes
    ----------
    columns : dict
        ``industry`` and what was asked for; ``activity`` where a class counts in part.
    left_out : int
        Usable establishments without a code, a size or a place that is needed.
    """

    columns: Columns
    left_out: int


def columns_of_file(path: Path, labels: Sequence[str], numbers: Sequence[str]) -> Columns:
    """Return columns of a table in a file.

    Parameters
    ----------
    path : Path
        CSV (any encoding, separated by comma, semicolon, tab or bar) or Parquet.
    labels : sequence of str
        Columns of names and codes, as they stand.
    numbers : sequence of str
        Columns of numbers.

    Returns
    -------
    dict of str to ndarray
        Cells that are empty are masked.

    Raises
    ------
    TableError
        If the file cannot be read, or a number is none.
    InvalidInput
        If there is no such file, or it is of another kind.
    """
    if not path.is_file():
        raise InvalidInput("source", str(path), "a file that exists, or the folder of an atlas")
    wanted = list(dict.fromkeys([*labels, *numbers]))
    suffix = path.suffix.lower()
    if suffix in (".parquet", ".geoparquet", ".pq"):
        return _parquet(path, wanted)
    if suffix in (".csv", ".tsv", ".txt"):
        return _csv(path, labels, numbers)
    raise InvalidInput("source", path.name, "a .csv or .parquet file, or the folder of an atlas")


def complete_rows(columns: Columns) -> tuple[Columns, int]:
    """Return the rows without an empty cell, and how many others there are.

    Parameters
    ----------
    columns : dict of str to ndarray
        As `columns_of_file` gives them.

    Raises
    ------
    InvalidInput
        If no row is left.
    """
    empty = np.zeros(len(next(iter(columns.values()))), bool)
    for values in columns.values():
        empty |= np.ma.getmaskarray(values)
        found = np.ma.getdata(values)
        if found.dtype.kind == "f":
            empty |= np.isnan(found)
        elif found.dtype.kind == "O":
            empty |= np.array([value is None or value != value for value in found], dtype=bool)
    if empty.all():
        raise InvalidInput("source", "no row without an empty cell", "rows to measure")
    kept = {name: np.ma.getdata(values)[~empty] for name, values in columns.items()}
    return kept, int(empty.sum())


def columns_of_register(
    folder: Path,
    register: Register,
    *,
    place: Place | None = None,
    points: bool = False,
    coarse_m: float = 0.0,
    size: Literal["employees", "value"] | None = None,
    level: int = 2,
    industries: Sequence[Industry] = (),
) -> RegisterColumns:
    """Return columns of the open, usable establishments of a register.

    Parameters
    ----------
    folder : Path
        The atlas.
    register : Register
        One of its registers.
    place : {"district", "town"}, optional
        What ``region`` is.
    points : bool
        Whether ``lon`` and ``lat`` are needed, as points that were stated and are true.
    coarse_m : float
        Uncertainty up to which a place is taken for a point, such as a town's middle.
    size : {"employees", "value"}, optional
        What ``size`` is.
    level : int
        Level of the classification that ``industry`` is rolled up to: 1 for sections.
    industries : sequence of Industry, optional
        Industries of the city instead of a level. An establishment stands in a row for
        each industry that it belongs to, with its class's share as ``activity``.

    Returns
    -------
    RegisterColumns
        The columns and what they leave out.

    Raises
    ------
    StoreError
        If the register's files are not there.
    InvalidInput
        If nothing is left, or the register's classification is not known.
    """
    select = ["code", *([f"{place} AS region"] if place else [])]
    select += ["lon", "lat"] if points else []
    select += [f"{size} AS size"] if size else []
    usable = f"(flags & {int(UNUSABLE)}) = 0 AND closed IS NULL"
    needs = ["code <> ''"]
    needs += [f"{place} <> ''"] if place else []
    known = f"(place_level = 'point' OR place_uncertainty_m <= {coarse_m:f})"
    needs += [f"lon IS NOT NULL AND {known} AND (flags & {int(NO_POINT)}) = 0"] if (points) else []
    needs += [f"{size} >= 0"] if size else []
    rows = engine.scanned(*parts_of(folder, register))
    found = engine.columns(
        f"SELECT {', '.join(select)} FROM {rows} WHERE {usable} AND {' AND '.join(needs)} "
        "ORDER BY row"
    )
    every = engine.columns(f"SELECT count(*) AS n FROM {rows} WHERE {usable}")
    columns = {name: np.ma.getdata(values) for name, values in found.items()}
    left_out = int(every["n"][0]) - len(columns["code"])
    if not len(columns["code"]):
        raise InvalidInput(
            "source",
            f"{register.id}, of which {left_out:,} establishments lack what is needed",
            "establishments with a code" + (AND_A_POINT if points else ""),
        )
    codes, inverse = np.unique(columns.pop("code").astype(str), return_inverse=True)
    inverse = inverse.ravel()
    if not industries:
        columns["industry"] = np.array(_rolled_up(register, codes, level))[inverse]
        return RegisterColumns(columns, left_out)
    return _by_industry(register, columns, codes, inverse, industries, left_out)


def _scheme(register: Register) -> Scheme | None:
    """Return the classification of a register, None where it is none that we have."""
    try:
        return scheme(register.scheme)
    except InvalidInput:
        return None


def _rolled_up(register: Register, codes: NDArray[np.str_], level: int) -> list[str]:
    """Return the code of a level that holds each code; a coarser code stands for itself."""
    known = _scheme(register)
    found = []
    for code in codes.tolist():
        if known is None or not known.has(code):
            found.append(code)
            continue
        line = (code, *known.ancestors(code))
        found.append(next((each for each in line if known.level(each) <= level), code))
    return found


def _by_industry(
    register: Register,
    columns: Columns,
    codes: NDArray[np.str_],
    inverse: NDArray[np.int64],
    industries: Sequence[Industry],
    left_out: int,
) -> RegisterColumns:
    """Return a row for each establishment and industry that it belongs to.

    What belongs to none stands in a row of its own: it is part of every total.
    """
    known = _scheme(register)
    if known is None:
        raise InvalidInput("source", register.scheme, "a classification that we have")
    rows, names, shares = [], [], []
    covered = np.zeros(len(codes))
    for industry in industries:
        if not industry.codes:
            continue
        share = membership(industry.codes, known.id).as_dict()
        own = np.array([share.get(code, 0.0) for code in codes.tolist()])
        covered = np.maximum(covered, own)
        mine = np.flatnonzero(own[inverse] > 0)
        rows.append(mine)
        names.append(np.full(len(mine), industry.id))
        shares.append(own[inverse][mine])
    rest = np.flatnonzero(covered[inverse] < 1)
    rows.append(rest)
    names.append(np.full(len(rest), "-"))
    shares.append(1 - covered[inverse][rest])
    at = np.concatenate(rows)
    made = {name: values[at] for name, values in columns.items()}
    made["industry"] = np.concatenate(names)
    made["activity"] = np.concatenate(shares) * made.get("size", 1.0)
    return RegisterColumns(made, left_out)


def _parquet(path: Path, wanted: Sequence[str]) -> Columns:
    """Return columns of a Parquet file."""
    there = engine.columns(f"SELECT name FROM parquet_schema({engine.literal(str(path))})")
    known = {str(name) for name in there["name"].tolist()}
    for name in wanted:
        if name not in known:
            raise TableError(
                path.name, f"no column {name!r}", "one of " + ", ".join(sorted(known)[:40])
            )
    listed = ", ".join('"' + name.replace('"', '""') + '"' for name in wanted)
    return engine.columns(f"SELECT {listed} FROM {engine.scanned(path)}")


def _csv(path: Path, labels: Sequence[str], numbers: Sequence[str]) -> Columns:
    """Return columns of a text table."""
    try:
        text = decode(path.read_bytes(), path.name).text
    except DocumentError as problem:
        raise TableError(path.name, problem.problem, "a text table") from None
    head = text.partition("\n")[0]
    separator = max(",;\t|", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [cell.strip() for cell in next(reader, [])]
    wanted = list(dict.fromkeys([*labels, *numbers]))
    for name in wanted:
        if name not in header:
            raise TableError(
                path.name, f"no column {name!r}", "one of " + ", ".join(header[:40]), row=1
            )
    at = [header.index(name) for name in wanted]
    cells: list[list[str]] = [[] for _ in wanted]
    for number, row in enumerate(reader, start=2):
        if not row:
            continue
        if len(row) < len(header):
            raise TableError(
                path.name, f"{len(row)} cells", f"{len(header)}, as the header has", row=number
            )
        for column, k in zip(cells, at, strict=True):
            column.append(row[k].strip())
    made: Columns = {}
    for name, column in zip(wanted, cells, strict=True):
        empty = np.array([not cell for cell in column])
        if name in numbers:
            values = np.array([_number(cell, path, name, k) for k, cell in enumerate(column)])
            made[name] = np.ma.array(values, mask=empty)
        else:
            made[name] = np.ma.array(np.array(column, dtype=str), mask=empty)
    return made


def _number(cell: str, path: Path, column: str, row: int) -> float:
    """Return the number in a cell, 0 where it is empty."""
    try:
        return float(cell) if cell else 0.0
    except ValueError:
        raise TableError(path.name, repr(cell), "a number", row=row + 2, column=column) from None
