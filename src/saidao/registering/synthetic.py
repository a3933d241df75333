"""The synthetic register of a pack: put into its atlas, or written to a file."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao import store
from saidao.errors import InvalidInput
from saidao.packs.pack import Pack
from saidao.packs.synthetic import SyntheticRegister
from saidao.register.establishment import COLUMNS
from saidao.register.manifest import Register
from saidao.store.cubes import copied, literal, run

if TYPE_CHECKING:
    from saidao.register.synthetic import Draw

__all__ = ["LAYOUT", "put_synthetic", "synthesize"]

LAYOUT = "synthetic"
"""What a register that was drawn from a pack says instead of the layout of its file."""

FEW = 100_000
"""Up to so many places the h3 library is asked one by one, which needs nothing compiled."""

ROWS_A_PART = 1_000_000
NO_DAY = np.iinfo(np.int32).min
"""In place of a day of opening that nobody knows."""


def put_synthetic(pack: Pack, folder: Path, held: Sequence[Register]) -> tuple[Register, ...]:
    """Say which registers an atlas shall have, for `saidao.pipeline.build`.

    The pack's synthetic register is drawn where the atlas has none from the same files, and
    goes where the pack has none any more. Registers that people imported stay; one of the
    same id takes its place.

    Parameters
    ----------
    pack : Pack
    folder : Path
        The atlas, which is being written.
    held : sequence of Register
        Those that it has.
    """
    kept = tuple(one for one in held if one.layout != LAYOUT)
    design = pack.synthetic_register
    if design is None or any(one.id == design.id for one in kept):
        return kept
    from saidao.register.synthetic import fingerprint

    sha256 = fingerprint(pack)
    for one in held:
        same = one.layout == LAYOUT and (one.id, one.sha256) == (design.id, sha256)
        if same and store.register_folder(folder, one).is_dir():
            return tuple(held)
    register = drawn_into(pack, design, folder, sha256)
    return tuple(sorted((*kept, register), key=lambda one: one.id))


def drawn_into(pack: Pack, design: SyntheticRegister, folder: Path, sha256: str) -> Register:
    """Draw a pack's register into the folder of an atlas; `writing` is held."""
    from saidao.indicators.grid import prepare
    from saidao.register.synthetic import draw_register

    drawn = draw_register(pack)
    register = manifest_of(pack, design, drawn, sha256)
    with store.unfinished_register(folder, register.id, register.version) as work:
        for number, start in enumerate(range(0, len(drawn), ROWS_A_PART)):
            path = work / f"part-{number:05d}.parquet"
            piece = slice(start, min(start + ROWS_A_PART, len(drawn)))
            run([copied(selected(drawn), path)], spill=work, tables=tables(drawn, piece))
        prepare(work, register, pack.parks)
        store.place_register(folder, register, work)
    shutil.rmtree(work, ignore_errors=True)
    return register


def manifest_of(pack: Pack, design: SyntheticRegister, drawn: Draw, sha256: str) -> Register:
    """Return what is known of a register that was drawn.

    It is dated as the pack is: like all that comes from a pack, it is the same whoever
    builds it, and when.
    """
    has_revenue = bool(np.isfinite(drawn.revenue).any())
    return Register(
        id=design.id,
        version=sha256[:12],
        name=design.name,
        source="register.yaml, register/*.csv",
        publisher=f"saidao: {pack.id}",
        licence=design.licence,
        url=None,
        synthetic=True,
        layout=LAYOUT,
        file="register.yaml",
        sha256=sha256,
        scheme=design.scheme,
        coordinate_system="WGS-84",
        coordinate_basis="stated",
        as_of=design.as_of,
        value_kind="revenue" if has_revenue else "",
        value_unit="CNY" if has_revenue else "",
        rows=len(drawn),
        usable=len(drawn),
        placed=len(drawn),
        quality=(),
        mapping=(("seed", str(design.seed)), ("establishments", f"{len(drawn):,}")),
        recorded_at=pack.as_of,
        recorded_by="saidao",
        note=design.note,
    )


def synthesize(
    pack: Pack, out: Path, *, establishments: int | None = None, replace: bool = False
) -> int:
    """Write a pack's synthetic register to a file, and return how many rows it has.

    Parameters
    ----------
    pack : Pack
    out : Path
        A file ending in .parquet or .csv. It has the columns of a register and one more,
        `synthetic`, true in every row; Parquet carries the notes of the design as metadata,
        beside a CSV file they stand in ``<name>-metadata.json`` as W3C's CSVW has it.
    establishments : int, optional
        How many; by default as many as the pack says.
    replace : bool
        Whether a file of that name may be replaced.

    Raises
    ------
    InvalidInput
        If the pack has none, or the file cannot be written.
    """
    from saidao.register.synthetic import design_of, draw_register, fingerprint

    design = design_of(pack)
    if establishments is not None and not 1 <= establishments <= 20_000_000:
        raise InvalidInput("--establishments", f"{establishments:,}", "1 to 20,000,000")
    ending = out.suffix.lower()
    if ending not in {".parquet", ".csv"}:
        raise InvalidInput("--out", out.name, "a file ending in .parquet or .csv")
    if out.exists() and not replace:
        raise InvalidInput("--out", str(out), "a file that does not exist; --replace to write over")
    if not out.parent.is_dir():
        raise InvalidInput("--out", str(out), "a file in a folder that exists")
    drawn = draw_register(pack, establishments)
    about = {
        "synthetic": "true",
        "id": design.id,
        "name_zh": design.name.zh,
        "name_en": design.name.en,
        "scheme": design.scheme,
        "as_of": design.as_of,
        "licence": design.licence,
        "seed": str(design.seed),
        "drawn_from_sha256": fingerprint(pack),
        "note_zh": design.note.zh,
        "note_en": design.note.en,
        "not_for_zh": design.not_for.zh,
        "not_for_en": design.not_for.en,
    }
    sql = f"SELECT *, TRUE AS synthetic FROM ({selected(drawn)})"
    where = literal(out.as_posix())
    if ending == ".parquet":
        pairs = ", ".join(f"{key}: {literal(value)}" for key, value in about.items())
        statement = (
            f"COPY ({sql}) TO {where} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{pairs}}})"
        )
    else:
        statement = f"COPY ({sql}) TO {where} (FORMAT csv, HEADER)"
    run([statement], spill=out.parent, tables=tables(drawn, slice(0, len(drawn))))
    if ending == ".csv":
        text = json.dumps(described(out.name, about), ensure_ascii=False, indent=2) + "\n"
        out.with_name(f"{out.name}-metadata.json").write_text(text, encoding="utf-8")
    return len(drawn)


def described(name: str, about: dict[str, str]) -> dict[str, Any]:
    """Return the metadata of a CSV file as CSVW, a recommendation of the W3C, writes them."""
    columns = [
        {"name": one.name, "titles": one.name, "dc:description": one.meaning} for one in COLUMNS
    ]
    extra = {"name": "synthetic", "titles": "synthetic", "dc:description": "Always true"}
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": name,
        "dc:title": about["name_en"],
        "dc:license": about["licence"],
        "notes": [about],
        "tableSchema": {"columns": [*columns, extra], "primaryKey": "row"},
    }


def tables(drawn: Draw, piece: slice) -> dict[str, dict[str, NDArray[Any]]]:
    """Return the arrays of some establishments as a table for `selected`."""
    rows = np.arange(piece.start + 1, piece.stop + 1, dtype=np.int64)
    return {
        "drawn": {
            "number": rows,
            "district_at": drawn.district[piece],
            "code_at": drawn.code[piece],
            "lon": drawn.lon[piece],
            "lat": drawn.lat[piece],
            "employees": drawn.employees[piece],
            "revenue": drawn.revenue[piece],
            "opened": drawn.opened[piece],
            "cell": cells_of(drawn.lon[piece], drawn.lat[piece]),
        }
    }


def cells_of(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return the H3 cell of resolution 9 of each place."""
    if lon.size > FEW:
        from saidao.register.placing.cells import h3_cells

        return h3_cells(lon, lat, 9)
    import h3.api.basic_int as h3

    found = (h3.latlng_to_cell(y, x, 9) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    return np.fromiter(found, np.uint64, lon.size)


def selected(drawn: Draw) -> str:
    """Return the SQL that makes the columns of a register from the arrays."""
    texts = {
        "establishment": "printf('SYN-%09d', number)",
        "name": "printf('示例企业%06d (Sample firm)', number)",
        "code": f"{listed(drawn.classes)}[code_at + 1]",
        "code_basis": "'given'",
        "place_level": "'point'",
        "district": f"{listed(drawn.districts)}[district_at + 1]",
        "district_basis": "'point'",
    }
    values = {
        "row": "number",
        **texts,
        "lon": "lon",
        "lat": "lat",
        "place_uncertainty_m": "0",
        "employees": "employees",
        "value": "CASE WHEN isnan(revenue) THEN NULL ELSE revenue END",
        "opened": f"CASE WHEN opened = {NO_DAY} THEN NULL ELSE DATE '1970-01-01' + opened END",
        "cell": "cell",
        "flags": "0",
    }
    columns = (
        f'CAST({values.get(one.name, "NULL")} AS {one.type}) AS "{one.name}"' for one in COLUMNS
    )
    return f"SELECT {', '.join(columns)} FROM drawn ORDER BY number"


def listed(words: Sequence[str]) -> str:
    """Return texts as an SQL list."""
    return "[" + ", ".join(map(literal, words)) + "]"
