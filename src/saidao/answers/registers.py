"""The registers of an atlas: which there are, how good they are, and one establishment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from saidao.answers.register_marks import chosen, default_of, mark_of
from saidao.answers.shapes.registers import (
    EstablishmentView,
    PendingTables,
    QualityLine,
    QualityReport,
    RegisterList,
    RegisterView,
    TablesView,
)
from saidao.answers.views import region_name
from saidao.errors import NotFound
from saidao.indicators import cubes as cubing
from saidao.indicators.cubes import Cubes
from saidao.register.establishment import COLUMNS, MEANINGS, UNUSABLE, Flag
from saidao.register.manifest import Register
from saidao.store import Snapshot
from saidao.store.cubes import columns, scanned
from saidao.store.registers import register_folder
from saidao.terms.industry_codes import scheme
from saidao.terms.name import Name

__all__ = ["code_name", "cubes_of", "establishment", "quality", "registers", "tables"]


def cubes_of(snapshot: Snapshot, atlas: Path, id: str | None = None) -> Cubes:
    """Return the cubes of a register of an atlas, made now where they are missing.

    Parameters
    ----------
    snapshot : Snapshot
    atlas : Path
        The atlas's folder.
    id : str, optional
        Of the register.
    """
    register = chosen(snapshot, id)
    held = snapshot.answered.get(("cubes", register.id))
    if held is None or not held.folder.is_dir():
        held = cubing.ensure(register_folder(atlas, register), register, snapshot.park)
        snapshot.answered[("cubes", register.id)] = held
    found: Cubes = held
    return found


def tables(snapshot: Snapshot, atlas: Path) -> TablesView:
    """Return which registers' tables are still to be made; never waits for them."""
    pending = []
    for register in snapshot.register:
        held = snapshot.answered.get(("cubes", register.id))
        folder = register_folder(atlas, register)
        if held is None and cubing.find(folder, register, snapshot.park) is None:
            pending.append(PendingTables(register.name, register.synthetic, register.rows))
    return TablesView(tuple(pending))


def registers(snapshot: Snapshot, atlas: Path) -> RegisterList:
    """Return the registers of an atlas, the default one first."""
    default = default_of(snapshot)
    views = []
    for row in snapshot.register:
        cubes = cubes_of(snapshot, atlas, row.id)
        found = columns(
            f"SELECT coalesce(sum(n), 0)::BIGINT AS n FROM {cubes.table('areas')} "
            "WHERE level = 'city'"
        )
        views.append(
            RegisterView(
                mark=mark_of(row),
                source=row.source,
                publisher=row.publisher,
                licence=row.licence,
                url=row.url,
                layout=row.layout,
                coordinate_system=row.coordinate_system,
                coordinate_basis=row.coordinate_basis,
                rows=row.rows,
                usable=row.usable,
                placed=row.placed,
                open=int(found["n"][0]),
                recorded_at=row.recorded_at,
                recorded_by=row.recorded_by,
                is_default=row is default,
                note=row.note,
            )
        )
    views.sort(key=lambda view: (not view.is_default, view.mark.synthetic, view.mark.id))
    return RegisterList(default.id if default else None, tuple(views))


def quality(snapshot: Snapshot, id: str) -> QualityReport:
    """Return what is wrong with the rows of a register, by flag.

    Raises
    ------
    NotFound
        If the atlas has no such register.
    """
    row = chosen(snapshot, id)
    return QualityReport(
        register=mark_of(row),
        rows=row.rows,
        usable=row.usable,
        placed=row.placed,
        lines=tuple(
            QualityLine(
                flag=flag_id(Flag(line.flag)),
                meaning=MEANINGS[Flag(line.flag)],
                rows=line.rows,
                share=line.rows / row.rows if row.rows else 0.0,
                unusable=bool(Flag(line.flag) & UNUSABLE),
                examples=line.examples,
            )
            for line in row.quality
        ),
        mapping=row.mapping,
    )


def flag_id(flag: Flag) -> str:
    """Return a flag's name for the API: ``no-place``."""
    return (flag.name or str(int(flag))).lower().replace("_", "-")


def establishment(
    snapshot: Snapshot, atlas: Path, row: int, id: str | None = None
) -> EstablishmentView:
    """Return one establishment by its row in the source.

    Raises
    ------
    NotFound
        If the register has no such row.
    """
    from saidao.answers.selections import industries_of_code

    cubes = cubes_of(snapshot, atlas, id)
    register = cubes.register
    names = ", ".join(
        f"strftime({column.name}, '%Y-%m-%d') AS {column.name}"
        if column.type == "DATE"
        else column.name
        for column in COLUMNS
    )
    found = columns(f"SELECT {names} FROM {scanned(*cubes.parts)} WHERE row = ?", [row])
    if not len(found["row"]):
        raise NotFound(f"row of the register {register.id}", str(row))
    values = {name: plain(value[0]) for name, value in found.items()}
    code, flags = values["code"], Flag(int(values["flags"] or 0))
    return EstablishmentView(
        register=mark_of(register),
        synthetic=register.synthetic,
        row=int(values["row"]),
        establishment=values["establishment"],
        name=values["name"],
        code=code,
        code_name=code_name(register, code),
        code_basis=values["code_basis"],
        code_probability=values["code_probability"],
        industries=industries_of_code(snapshot, cubes, code) if code else (),
        address=values["address"],
        lon=values["lon"],
        lat=values["lat"],
        place_level=values["place_level"],
        place_uncertainty_m=values["place_uncertainty_m"],
        district=values["district"],
        district_name=region_name(snapshot, values["district"]) if values["district"] else None,
        town=values["town"],
        employees=values["employees"],
        value=values["value"],
        opened=values["opened"],
        closed=values["closed"],
        flags=tuple((flag_id(flag), MEANINGS[flag]) for flag in Flag if flag & flags),
    )


def code_name(register: Register, code: str | None) -> Name | None:
    """Return what a code is called in a register's scheme, None where it is unknown."""
    if not code:
        return None
    try:
        return scheme(register.scheme).name(code)
    except ValueError:
        return None


def plain(value: Any) -> Any:
    """Return a value of an array as Python has it, None where it is missing."""
    if value is np.ma.masked or value is None:
        return None
    return value.item() if isinstance(value, np.generic) else value
