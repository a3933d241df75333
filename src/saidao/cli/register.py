"""``saidao register``: registers of establishments in an atlas."""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, Literal

import cyclopts
from cyclopts import Parameter
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from saidao import registering
from saidao.cli.build import now
from saidao.cli.printing import print_json
from saidao.cli.progress import PATIENCE, console
from saidao.cli.synthesize import synthesize
from saidao.cli.user import user_name
from saidao.errors import InvalidInput
from saidao.register.establishment import MEANINGS, Flag
from saidao.register.manifest import Register
from saidao.registering import Opened
from saidao.report.statement_tables import shown_text

FLAG = Parameter(negative=())
Format = Literal["table", "json", "csv"]

app = cyclopts.App(name="register", help="Registers of establishments in an atlas.")
app.command(synthesize)


@app.command(name="import")
def bring_in(
    atlas: Path,
    file: Path,
    /,
    *,
    mapping: Path | None = None,
    layout: str = "",
    yes: Annotated[bool, FLAG] = False,
    id: str = "",
    name: str = "",
    publisher: str = "",
    licence: str = "",
    url: str = "",
    as_of: str = "",
    coordinates: str = "",
    scheme: str = "",
    dates: str = "",
    decimal: str = "",
    classify: bool | None = None,
    gazetteer: Path | None = None,
    format: Format = "table",
    by: str | None = None,
) -> int:
    """Import a register of establishments into an atlas.

    What each column is is recognised or guessed from the header and shown; confirm it, or say
    it in a mapping file. Every row comes in; what is wrong with one is flagged and counted in
    the quality report. An import that was stopped goes on where it was when it is started
    again; until its last step the atlas is as it was.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    file
        CSV in any encoding (also .gz or .zip), .xlsx, Parquet or GeoParquet.
    mapping
        YAML: what is what, see the reference of registers.
    layout
        A known layout, such as cn-registry, sirene, companies-house, irep; none for no layout.
    yes
        Take the recognised and guessed columns without asking.
    id
        Of the register in the atlas; made of the file's name where it is not given.
    name
        Of the register, for people.
    publisher
        Who publishes it.
    licence
        Under what licence.
    url
        Where it is published.
    as_of
        The day that it describes, such as 2026-01-31.
    coordinates
        System of its coordinates: WGS-84, GCJ-02, BD-09 or EPSG:27572; detected by the
        districts where it is not given.
    scheme
        Classification of its codes, such as GB/T 4754-2017 or NAF Rev. 2.
    dates
        Order in 02/03/2001: dmy or mdy; excel for days counted by a spreadsheet. Told by the
        column itself where it is not given.
    decimal
        What stands before decimals: . or , (told by the columns where it is not given).
    classify
        Classify rows without a code from their business scope; done where the register has
        scopes and no codes.
    gazetteer
        CSV file of places by name, for addresses: name, level, lon, lat, uncertainty_m, source.
    format
        How the quality report is printed: table, json or csv.
    by
        Who imports; the system's user where it is not given.
    """
    opened = registering.open_register(
        file,
        mapping=mapping,
        layout=layout,
        coordinates=coordinates,
        scheme=scheme,
        dates=dates,
        decimal=decimal,
    )
    if format == "table":
        tell(opened)
    if mapping is None and not yes and not confirmed():
        return 2
    begun = time.monotonic()
    with shown() as progress:
        imported = registering.import_register(
            atlas,
            opened,
            by=user_name() if by is None else by,
            recorded_at=now(),
            id=id,
            about={
                "name": name,
                "publisher": publisher,
                "licence": licence,
                "url": url,
                "as_of": as_of,
            },
            classify=classify,
            gazetteer=gazetteer,
            progress=progress,
        )
    register = imported.register
    if format == "table":
        if imported.resumed:
            console.print(
                f"{imported.resumed:,} rows had been read by an import that was stopped",
                markup=False,
            )
        if imported.built.changed:
            seconds = max(time.monotonic() - begun, 1e-9)
            read = register.rows - imported.resumed
            rate = f" ({read / seconds:,.0f} rows/s)" if read else ""
            console.print(
                f"{register.rows:,} rows imported as {register.id} in {seconds:.1f} s{rate}",
                markup=False,
            )
        else:
            console.print(f"{register.id}: nothing has changed", style="dim", markup=False)
    told(register, format)
    return 0


def tell(opened: Opened) -> None:
    """Say what the file is and what is read from where."""
    console.print(shown_text(f"{opened.path.name}: {opened.described}"), markup=False)
    if opened.mapping.layout:
        console.print(f"  layout           {opened.mapping.layout}", markup=False)
    for field, where in opened.told:
        console.print(f"  {field:<16} {shown_text(where)}", markup=False, soft_wrap=True)


def confirmed() -> bool:
    """Ask whether the columns are right; say how to confirm where nobody can be asked."""
    if sys.stdin.isatty():
        answer = console.input("Is that right? [y/N] ").strip().lower()
        if answer in {"y", "yes", "是"}:
            return True
    Console(stderr=True, highlight=False).print(
        "nothing was imported; confirm with --yes, or say what is what with --mapping FILE",
        markup=False,
        soft_wrap=True,
    )
    return False


@contextmanager
def shown() -> Iterator[Callable[[str, float, int], None]]:
    """Give a function that shows how far an import is, on a terminal and after a second."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    begun, running, first = time.monotonic(), False, None
    task = bar.add_task("register", total=1.0, rate="")
    steps = {
        "hash": "reading the file once for its digest",
        "survey": "looking over the register",
        "read": "importing rows",
        "cubes": "making the tables of the map",
        "atlas": "writing the atlas",
    }

    def progress(what: str, share: float, rows: int) -> None:
        nonlocal running, first
        now = time.monotonic()
        if not running and bar.console.is_terminal and now - begun > PATIENCE:
            bar.start()
            running = True
        if rows and first is None:
            first = (now, rows)
        rate = ""
        if first is not None and now - first[0] > PATIENCE and rows > first[1]:
            rate = f"{rows:,} rows, {(rows - first[1]) / (now - first[0]):,.0f} rows/s"
        bar.update(task, description=steps.get(what, what), completed=share, rate=rate)

    try:
        yield progress
    finally:
        if running:
            bar.stop()


@app.command(name="list")
def list_registers(atlas: Path, /, *, format: Format = "table") -> None:
    """List the registers of an atlas.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    format
        table, json or csv.
    """
    registers = registering.registers_in(atlas)
    rows = [
        {
            "id": one.id,
            "name": one.name.zh,
            "rows": one.rows,
            "usable": one.usable,
            "placed": one.placed,
            "scheme": one.scheme,
            "coordinates": one.coordinate_system,
            "as_of": one.as_of or "",
            "licence": one.licence,
            "synthetic": one.synthetic,
            "version": one.version,
        }
        for one in registers
    ]
    if format == "table" and not rows:
        console.print("no registers; import one with  saidao register import", markup=False)
        return
    print_rows(rows, format)


@app.command
def show(atlas: Path, id: str, /, *, format: Format = "table") -> None:
    """Show what is known of a register, and its quality report.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    id
        Of the register.
    format
        table, json or csv.
    """
    register = registering.register_in(atlas, id)
    if format == "table":
        facts = {
            "register": register.id,
            "name": register.name.zh,
            "file": register.file,
            "sha256": register.sha256,
            "publisher": register.publisher,
            "licence": register.licence,
            "url": register.url or "",
            "scheme": register.scheme,
            "coordinates": f"{register.coordinate_system} ({register.coordinate_basis})"
            if register.coordinate_system
            else "",
            "as of": register.as_of or "",
            "value": f"{register.value_kind} {register.value_unit}".strip(),
            "imported": f"{register.recorded_at} {register.recorded_by}",
        }
        if register.synthetic:
            facts["synthetic"] = "yes: these establishments are made up"
        for key, value in (*facts.items(), *register.mapping):
            if value:
                console.print(f"{key:<16} {shown_text(value)}", markup=False, soft_wrap=True)
    told(register, format)


@app.command
def report(
    atlas: Path,
    id: str,
    /,
    *,
    rows: Path | None = None,
    flag: tuple[str, ...] = (),
    format: Format = "table",
) -> None:
    """Print a register's quality report, or write its flagged rows to a file.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    id
        Of the register.
    rows
        A CSV file for all rows that have a flag.
    flag
        Write only rows with this flag, such as default-place; may be given more than once.
    format
        table, json or csv.
    """
    flags = [flag_of(word) for word in flag]
    if rows is not None:
        count = registering.flagged_rows(atlas, id, rows, flags=flags)
        console.print(f"{rows}: {count:,} rows", markup=False, soft_wrap=True)
        return
    told(registering.register_in(atlas, id), format)


def flag_of(word: str) -> Flag:
    """Return the flag of a name."""
    known = {(one.name or "").lower().replace("_", "-"): one for one in Flag}
    found = known.get(word.lower().replace("_", "-"))
    if found is None:
        raise InvalidInput("flag", repr(word), "one of " + ", ".join(known))
    return found


@app.command
def remove(atlas: Path, id: str, /) -> None:
    """Remove a register from an atlas.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    id
        Of the register.
    """
    registering.remove_register(atlas, id, recorded_at=now())
    console.print(f"{id}: removed", markup=False)


def told(register: Register, format: Format) -> None:
    """Print a register's quality report."""
    lines: list[dict[str, Any]] = [
        {
            "flag": (Flag(one.flag).name or "").lower().replace("_", "-"),
            "meaning": MEANINGS[Flag(one.flag)].en,
            "meaning_zh": MEANINGS[Flag(one.flag)].zh,
            "rows": one.rows,
            "share": one.rows / register.rows if register.rows else 0.0,
            "examples": list(one.examples),
        }
        for one in register.quality
    ]
    if format == "json":
        print_json(
            {
                "register": register.id,
                "rows": register.rows,
                "usable": register.usable,
                "placed": register.placed,
                "synthetic": register.synthetic,
                "quality": lines,
            }
        )
        return
    if format == "csv":
        print_rows([{**line, "examples": " ".join(map(str, line["examples"]))} for line in lines],
                   format)  # fmt: skip
        return
    console.print(
        f"{register.rows:,} rows, {register.usable:,} usable, {register.placed:,} placed",
        markup=False,
    )
    if not lines:
        console.print("nothing is flagged", markup=False)
        return
    table = Table(box=None, pad_edge=False)
    for title, justify in (("flag", "left"), ("meaning", "left"), ("rows", "right"),
                           ("share", "right"), ("example rows", "left")):  # fmt: skip
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    for line in lines:
        examples = ", ".join(map(str, line["examples"][:5]))
        table.add_row(
            line["flag"],
            f"{line['meaning']} {line['meaning_zh']}",
            f"{line['rows']:,}",
            f"{line['share']:.2%}",
            examples,
        )
    console.print(table)


def print_rows(rows: list[dict[str, Any]], format: Format) -> None:
    """Print rows of plain values."""
    if format == "json":
        print_json(rows)
    elif format == "csv":
        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else [])
        writer.writeheader()
        writer.writerows(rows)
    else:
        table = Table(box=None, pad_edge=False)
        for key in rows[0]:
            table.add_column(key)
        for row in rows:
            table.add_row(
                *(f"{v:,}" if type(v) is int else shown_text(str(v)) for v in row.values())
            )
        console.print(table)
