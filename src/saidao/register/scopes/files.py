"""Classify the scopes of a whole table, a batch at a time."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TextIO

from saidao.errors import RegisterError
from saidao.register.fields import field_of
from saidao.register.mapping import Mapping
from saidao.register.scopes import BATCH, classify
from saidao.register.text_tables import TextTable, open_text, pieces

__all__ = ["Counted", "classify_table"]

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Counted:
    """How many records were classified, were left to review, and had nothing to go by."""

    records: int
    uncertain: int
    nothing: int


def classify_table(
    path: Path, out: TextIO, *, scope: str | None = None, name: str | None = None, k: int = 5
) -> Counted:
    """Write the likeliest classes of every record of a text table as CSV.

    The columns are the record's number, the first class with its probability, ``yes`` where it
    is to be reviewed, the words that spoke for it, and the further classes.

    Parameters
    ----------
    path : Path
        CSV or another text table, packed or not, in any encoding that registers come in.
    out : file
        Opened for text, with ``newline=""``.
    scope, name : str, optional
        Headers of the columns; told by their usual headers where they are not given.
    k : int
        So many classes are written for each record.

    Raises
    ------
    RegisterError
        If the table cannot be read or has no such column.
    """
    table = open_text(path, Mapping())
    at_scope = _column(table, "scope", scope)
    at_name = _column(table, "name", name)
    if at_scope is None:
        raise RegisterError(
            path.name,
            f"got columns {', '.join(table.headers[:12])}, expected one with the business scope; "
            "name it with --scope-column",
        )
    writer = csv.writer(out, lineterminator="\n")
    more = [part for i in range(2, k + 1) for part in (f"code_{i}", f"probability_{i}")]
    writer.writerow(("row", "code", "probability", "review", "decided_by", *more))
    rows = csv.reader(_lines(table), delimiter=table.separator)
    records = uncertain = nothing = 0
    while batch := list(islice(rows, BATCH)):
        scopes = [_cell(cells, at_scope) for cells in batch]
        names = [_cell(cells, at_name) for cells in batch]
        found = classify(scopes, names, k=k)
        unsure = found.uncertain.tolist()
        for i, codes in enumerate(found.codes.tolist()):
            shown = [f"{chance:.3f}" if code else "" for code, chance in zip(
                codes, found.probabilities[i].tolist(), strict=True
            )]  # fmt: skip
            review = "yes" if unsure[i] else ""
            rest = [part for pair in zip(codes[1:], shown[1:], strict=True) for part in pair]
            number = records + i + 1
            writer.writerow((number, codes[0], shown[0], review, found.decided_by[i], *rest))
            nothing += not codes[0]
        records += len(batch)
        uncertain += sum(unsure)
    return Counted(records, uncertain, nothing)


def _column(table: TextTable, field: str, header: str | None) -> int | None:
    """Return where a column stands: by the header that was given, or by its usual ones."""
    if header is None:
        fields = [field_of(one) for one in table.headers]
        return fields.index(field) if field in fields else None
    if header not in table.headers:
        raise RegisterError(
            table.path.name,
            f"got columns {', '.join(table.headers[:12])}, expected {header}",
            column=header,
        )
    return table.headers.index(header)


def _cell(cells: list[str], at: int | None) -> str:
    """Return a cell; empty where the record is too short."""
    return cells[at] if at is not None and at < len(cells) else ""


def _lines(table: TextTable) -> Iterator[str]:
    """Yield the lines below the header with their ends, which cells may hold too."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    left = ""
    for piece in pieces(table, PIECE):
        *whole, left = (left + decoder.decode(piece)).split("\n")
        for line in whole:
            yield line + "\n"
    if left := left + decoder.decode(b"", final=True):
        yield left
