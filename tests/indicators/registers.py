"""Small registers for tests: rows in, an imported register's folder out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import h3.api.basic_int as h3

from saidao import store
from saidao.pipeline import contents, write
from saidao.register.establishment import COLUMNS, UNUSABLE, Flag
from saidao.register.manifest import Register
from saidao.store.registers import register_folder
from saidao.store.rows import register_rows
from saidao.terms.name import Name

REGISTER = Register(
    id="tiny",
    version="000000000001",
    name=Name("小名录", "Tiny register"),
    source="tiny.csv",
    publisher="Test",
    licence="CC0-1.0",
    url=None,
    synthetic=False,
    layout="mapping",
    file="tiny.csv",
    sha256="0" * 64,
    scheme="GB/T 4754-2017",
    coordinate_system="WGS-84",
    coordinate_basis="stated",
    as_of="2024-12-31",
    value_kind="revenue",
    value_unit="CNY",
    rows=0,
    usable=0,
    placed=0,
    quality=(),
    mapping=(),
    recorded_at="2025-01-01T00:00:00",
    recorded_by="test",
)

Row = Mapping[str, Any]


def write_register(folder: Path, rows: Sequence[Row], **manifest: Any) -> Register:
    """Write rows as the parts of a register; what a row leaves out is empty.

    A row with a place and no cell gets its cell; `row` counts from 1.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(":memory:") as connection:
        spec = ", ".join(f'"{column.name}" {column.type}' for column in COLUMNS)
        connection.execute(f"CREATE TABLE part ({spec})")
        cells: list[list[Any]] = [[] for _ in COLUMNS]
        for number, given in enumerate(rows, start=1):
            values: dict[str, Any] = {"row": number, "flags": 0, **given}
            if values.get("lon") is not None:
                values.setdefault("place_level", "point")
                values.setdefault("place_uncertainty_m", 0.0)
                values.setdefault("cell", h3.latlng_to_cell(values["lat"], values["lon"], 9))
            for column, into in zip(COLUMNS, cells, strict=True):
                into.append(values.pop(column.name, None))
            assert not values, f"no such column: {values}"
        listed = ", ".join(f"unnest(?::{column.type}[])" for column in COLUMNS)
        connection.execute(f"INSERT INTO part SELECT {listed}", cells)
        path = str(folder / "part-00000.parquet").replace("'", "''")
        connection.execute(f"COPY part TO '{path}' (FORMAT parquet)")
    usable = [row for row in rows if not row.get("flags", 0) & UNUSABLE]
    return replace(
        REGISTER,
        rows=len(rows),
        usable=len(usable),
        placed=sum(row.get("lon") is not None for row in usable),
        **manifest,
    )


def add_register(atlas: Path, rows: Sequence[Row], **manifest: Any) -> Register:
    """Put rows into an atlas as an imported register, as an import would."""
    named = replace(REGISTER, **manifest)
    before = store.read_pointer(atlas)
    with store.writing(atlas):
        register = write_register(register_folder(atlas, named), rows, **manifest)
        snapshot, texts = contents(atlas, before)
        kept = [one for one in snapshot.register if one.id != register.id]
        made = register_rows(snapshot, texts, [*kept, register])
        write(
            atlas,
            before,
            made,
            city=before.city,
            inputs=before.inputs,
            recorded_at="2031-02-02T00:00:00",
            what=f"register {register.id}",
        )
    return register


def harbour_rows() -> list[Row]:
    """Return establishments of the invented city: two districts, three industries.

    Lighthouse has 24 builders of ships' equipment (3734) and 6 of software (6513); Reeds has
    4 and 26. One more has no code, one no place, one is a duplicate, one lies elsewhere.
    """
    rows: list[Row] = []
    layout = (("990101", 10.4, {"3734": 24, "6513": 6}), ("990102", 10.8, {"3734": 4, "6513": 26}))
    for district, lon, counts in layout:
        number = 0
        for code, count in counts.items():
            for _ in range(count):
                number += 1
                rows.append(
                    {
                        "establishment": f"{district}-{number}",
                        "name": f"示例企业 {len(rows) + 1}",
                        "code": code,
                        "code_basis": "given",
                        "district": district,
                        "district_basis": "point",
                        "town": "北镇" if number % 2 else "南镇",
                        "lon": lon + 0.001 * number,
                        "lat": 50.4,
                        "employees": 10.0 if code == "3734" else 5.0,
                        "value": 1000.0 if number % 3 else None,
                        "opened": "2010-05-01" if number % 4 else "2022-05-01",
                        "closed": "2023-01-01" if number == 5 else None,
                    }
                )
    here = {"district": "990101", "lon": 10.4, "lat": 50.4}
    rows.append({"code": None, "flags": int(Flag.NO_CODE), **here})
    rows.append({"code": "6513", "district": "990101", "flags": int(Flag.NO_PLACE)})
    rows.append({"code": "3734", "flags": int(Flag.DUPLICATE_ID), **here})
    rows.append({"code": "3734", "flags": int(Flag.OUT_OF_AREA), "lon": 1.0, "lat": 1.0})
    return rows
