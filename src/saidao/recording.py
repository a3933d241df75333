"""What people put on record in an atlas beside documents: figures, searches, forecasts.

Each is kept with who and when, stays through every build, and enters the ledger in a new
generation, like what `saidao.pipeline` writes.
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import get_args

from saidao import store
from saidao.answers.progress import forecasts_on
from saidao.errors import InvalidInput, NotFound, TableError
from saidao.ledger import Intake, unsettle
from saidao.ledger.figures.columns import Layout, Wanted, guess, read_mapping
from saidao.ledger.figures.importing import Places, import_figures
from saidao.ledger.figures.records import Imported
from saidao.ledger.figures.sheets import Sheet, read_sheets
from saidao.ledger.forecasts import Forecast
from saidao.ledger.resolve import fold
from saidao.ledger.searches import Searched, record_search
from saidao.packs.pack import Authority
from saidao.pipeline import Built, contents, write
from saidao.store import DocumentText, Snapshot
from saidao.store.rows import extended_rows, resolver_of

__all__ = ["Observed", "Table", "forecast", "observe", "open_table", "search_in_vain", "withdraw"]


@dataclass(frozen=True, slots=True)
class Table:
    """A table file with how it is to be read; `told` says it line by line."""

    name: str
    file: str
    sheet: Sheet
    layout: Layout

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What is read from which column."""
        return self.layout.told()


@dataclass(frozen=True, slots=True)
class Observed:
    """What an import made.

    `known` counts figures that the atlas held already, `problems` are the rows left out.
    """

    built: Built
    added: tuple[Imported, ...]
    known: int
    problems: tuple[TableError, ...]


def open_table(path: Path, *, mapping: Path | None = None, wanted: Wanted | None = None) -> Table:
    """Open a table of figures and say how it would be read.

    Parameters
    ----------
    path : Path
        CSV or .xlsx.
    mapping : Path, optional
        A mapping file, which goes before every guess.
    wanted : Wanted, optional
        The same as a value; `mapping` goes before it.

    Raises
    ------
    TableError
        If it is no such table, or the mapping does not fit it.
    """
    data = read(path)
    if mapping is not None:
        wanted = read_mapping(read(mapping).decode("utf-8-sig", errors="replace"), mapping.name)
    sheets = read_sheets(data, path.name)
    layout = guess(sheets, path.name, wanted)
    sheet = next(one for one in sheets if one.name == layout.sheet)
    return Table(path.name, hashlib.sha256(data).hexdigest(), sheet, layout)


def read(path: Path) -> bytes:
    """Return the bytes of a file."""
    try:
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise TableError(str(path), f"a file that cannot be read ({reason})", "a table") from error


def places_of(snapshot: Snapshot) -> Places:
    """Return what an atlas knows of indicators, industries, regions and sources by name."""
    held = unsettle(Intake(snapshot.assertion, snapshot.observation, snapshot.review))
    industries = {fold(e.spelling): e.target for e in snapshot.lexicon if e.kind == "industry"}
    regions = {fold(e.spelling): e.target for e in snapshot.lexicon if e.kind == "region"}
    for industry in snapshot.industry:
        for text in (industry.name.en, industry.name.zh, industry.id):
            industries[fold(text)] = industry.id
    called = [(park.id, park.name) for park in snapshot.park]
    called += [(district.code, district.name) for district in snapshot.district]
    called += [(region.id, region.name) for region in snapshot.region]
    called.append((snapshot.city.region, snapshot.city.name))
    for id, name in called:
        for text in (name.en, name.zh, id):
            regions[fold(text)] = id
    industries.pop("", None)
    regions.pop("", None)
    return Places(resolver_of(snapshot, held), industries, regions, snapshot.sources)


def observe(
    folder: Path,
    table: Table,
    *,
    by: str,
    recorded_at: str,
    skip_bad: bool = False,
    title: str = "",
    publisher: str = "",
    url: str | None = None,
    authority: Authority = "unstated",
) -> Observed:
    """Import the figures of a table into an atlas.

    A figure that the atlas holds already changes nothing. Where a row is wrong nothing is
    written, unless bad rows are to be left out.

    Parameters
    ----------
    folder : Path
        The atlas.
    table : Table
    by, recorded_at : str
        Who imports, and when (ISO).
    skip_bad : bool
        Leave out the rows that are wrong and import the others.
    title, publisher, url, authority
        Of the source, for rows that do not name theirs.

    Raises
    ------
    TableError
        If the table lacks a column.
    StoreError
        If the folder is no atlas or cannot be written.
    """
    if authority not in get_args(Authority):
        raise InvalidInput("authority", repr(authority), "one of " + ", ".join(get_args(Authority)))
    by = named(by)
    store.read_pointer(folder)
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        taken = import_figures(
            table.sheet,
            table.layout,
            places_of(snapshot),
            name=table.name,
            file=table.file,
            by=by,
            at=recorded_at,
            held=snapshot.imported,
            title=title,
            publisher=publisher,
            url=url,
            authority=authority,
        )
        if not taken.figures or (taken.problems and not skip_bad):
            return Observed(Built(before, changed=False), (), taken.known, taken.problems)
        built = record(
            folder,
            snapshot,
            texts,
            recorded_at=recorded_at,
            what=f"observe {table.name}: {len(taken.figures)} figures",
            imported=(*snapshot.imported, *taken.figures),
        )
    return Observed(built, taken.figures, taken.known, taken.problems)


def withdraw(folder: Path, id: str, *, recorded_at: str) -> tuple[Built, int]:
    """Take imported figures back: one by its id, or all of a file by its digest or name.

    The tables of the atlas keep that they were there.

    Raises
    ------
    NotFound
        If nothing was imported under that id.
    """
    store.read_pointer(folder)
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        gone = [
            one
            for one in snapshot.imported
            if id in (one.id, one.name) or (len(id) >= 8 and one.file.startswith(id))
        ]
        if not gone:
            known = [name for one in snapshot.imported for name in (one.id, one.name)]
            raise NotFound("imported figure or file", id, difflib.get_close_matches(id, known, n=3))
        kept = [one for one in snapshot.imported if one not in gone]
        built = record(
            folder,
            snapshot,
            texts,
            recorded_at=recorded_at,
            what=f"withdraw {id}: {len(gone)} figures",
            imported=kept,
        )
    return built, len(gone)


def search_in_vain(
    folder: Path, id: str, *, where: str, by: str, recorded_at: str, withdraw: bool = False
) -> tuple[Built, Searched]:
    """Record that a commitment's figure was searched for and none was found.

    Parameters
    ----------
    id : str
        Of the commitment; the search holds for its indicator, industry, scope and region.
    where : str
        What was searched.
    by, recorded_at : str
        Who searched, and when (ISO).
    withdraw : bool
        Take the last such record back.

    Raises
    ------
    NotFound
        If there is no such commitment.
    InvalidInput
        If the record says too little.
    """
    store.read_pointer(folder)
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        subjects = {one.id: one.subject for one in snapshot.commitment}
        if id not in subjects:
            raise NotFound("commitment", id, difflib.get_close_matches(id, subjects, n=3))
        made = record_search(
            subjects[id],
            where=where,
            by=by,
            at=recorded_at,
            before=snapshot.searched,
            withdraw=withdraw,
        )
        built = record(
            folder,
            snapshot,
            texts,
            recorded_at=recorded_at,
            what=f"searched {id}: {made.result}",
            searched=[made],
        )
    return built, made


def forecast(folder: Path, today: date, *, recorded_at: str) -> tuple[Built, tuple[Forecast, ...]]:
    """Store the forecasts of all open commitments, as they are on a day.

    What was stored before stays as it is: a commitment that has a forecast of that day keeps
    it, whatever is known by now.

    Returns
    -------
    tuple
        What was built, and the forecasts that are new.
    """
    store.read_pointer(folder)
    with store.writing(folder):
        before = store.read_pointer(folder)
        snapshot, texts = contents(folder, before)
        held = {one.id for one in snapshot.forecast}
        made = tuple(
            replace(one, recorded_at=recorded_at)
            for one in forecasts_on(snapshot, today)
            if one.id not in held
        )
        if not made:
            return Built(before, changed=False), ()
        built = record(
            folder,
            snapshot,
            texts,
            recorded_at=recorded_at,
            what=f"forecast {today.isoformat()}: {len(made)}",
            forecasts=made,
        )
    return built, made


def record(
    folder: Path,
    snapshot: Snapshot,
    texts: Sequence[DocumentText],
    *,
    recorded_at: str,
    what: str,
    imported: Sequence[Imported] | None = None,
    searched: Sequence[Searched] = (),
    forecasts: Sequence[Forecast] = (),
) -> Built:
    """Write a generation with more on record; `writing` is held."""
    before = store.read_pointer(folder)
    rows = extended_rows(snapshot, texts, imported=imported, searched=searched, forecasts=forecasts)
    return write(
        folder,
        before,
        rows,
        city=before.city,
        inputs=before.inputs,
        recorded_at=recorded_at,
        what=what,
    )


def named(by: str) -> str:
    """Return a person's name, checked."""
    by = by.strip()
    if not 0 < len(by) <= 100:
        raise InvalidInput("by", repr(by[:40]), "who imports, to 100 letters")
    return by
