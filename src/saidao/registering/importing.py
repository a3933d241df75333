"""A register's file is imported into an atlas, from where an earlier import was stopped."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import saidao
from saidao import store
from saidao.errors import InvalidInput, RegisterError
from saidao.packs.pack import District
from saidao.pipeline import Built
from saidao.register.establishment import Flag
from saidao.register.layouts import NOTHING
from saidao.register.manifest import Quality, Register
from saidao.register.mapping import Mapping
from saidao.register.roles import roles_of
from saidao.registering.addresses import reader_of
from saidao.registering.cubes import build_cubes
from saidao.registering.digesting import Digesting, digest_of, glance_of
from saidao.registering.locating import Locator
from saidao.registering.making import Plan, Tally, finished, make_parts
from saidao.registering.opening import Opened
from saidao.registering.shelf import record
from saidao.registering.slices import Slice
from saidao.registering.vocabulary import PLACE_KINDS, Codes, Districts, readers
from saidao.store import Snapshot
from saidao.terms.industry_codes import scheme
from saidao.terms.name import Name

if TYPE_CHECKING:
    from saidao.register.csv_records import RecordReader
    from saidao.register.placing.districts import AreaIndex

__all__ = ["Imported", "Progress", "import_register"]

Progress = Callable[[str, float, int], None]
"""Called with what is being done, the share of it that is done, and the rows so far."""

KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def silent(_what: str, _share: float, _rows: int) -> None:
    """Report progress to nobody."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import made: `resumed` counts the rows that an earlier one had finished."""

    built: Built
    register: Register
    resumed: int


def import_register(
    folder: Path,
    opened: Opened,
    *,
    by: str,
    recorded_at: str,
    id: str = "",
    about: dict[str, str] | None = None,
    classify: bool | None = None,
    gazetteer: Path | None = None,
    threads: int | None = None,
    progress: Progress = silent,
) -> Imported:
    """Import a register into an atlas.

    Importing the same file with the same mapping again changes nothing; another file or
    mapping under the same id replaces the register.

    Parameters
    ----------
    folder : Path
        The atlas.
    opened : Opened
        The file.
    by, recorded_at : str
        Who imports, and when (ISO).
    id : str
        Of the register; made of the file's name where it is not given.
    about : dict
        Of the register as a whole, see `saidao.register.mapping.ABOUT`.
    classify : bool, optional
        Whether rows without a code are classified from their words; where it is not given,
        they are if the register has words and no codes.
    gazetteer : Path, optional
        A CSV file of places by name, which place addresses.
    threads : int, optional
        Slices that are worked on at a time; one for each processor where it is not given.
    progress : callable, optional

    Raises
    ------
    RegisterError
        If the file cannot be read as a register.
    InvalidInput
        If an argument cannot be used.
    StoreError
        If the folder is no atlas or cannot be written; it is as it was before.
    """
    store.read_pointer(folder)
    told = {**opened.mapping.about, **{k: v for k, v in (about or {}).items() if v}}
    id = checked_id(id or id_of(opened.path))
    snapshot = snapshot_of(folder)
    mapping = opened.mapping
    if classify is None:
        has = {*mapping.columns, *mapping.constants}
        classify = "scope" in has and "code" not in has
    progress("survey", 0.0, 0)
    version_from = partial(
        version_of,
        mapping=mapping,
        about=told,
        snapshot=snapshot,
        classify=classify,
        gazetteer=gazetteer,
    )
    with Digesting(opened.path) as digesting, TemporaryDirectory(prefix="saidao-") as spill:
        held = snapshot.registers.get(id)
        if held is not None:
            version = version_from(digesting.result(lambda share: progress("hash", share, 0)))
            if held.version == version and store.register_folder(folder, held).is_dir():
                return Imported(Built(store.read_pointer(folder), changed=False), held, 0)
        about_to = plan_of(opened, snapshot, told, Path(spill), recorded_at, classify, gazetteer)
        # The digest of a large file takes as long as half of its records: it goes on beside
        # them, and what was begun is known again without it.
        key = version_from(glance_of(opened.path))
        with store.unfinished_register(folder, id, key) as work:
            store.take_back(work)
            plan = replace(about_to, work=work)
            done = finished(work)
            rows = resumed = sum(one.tally.rows for one in done)

            def on_slice(piece: Slice) -> None:
                nonlocal rows
                rows += piece.records.rows
                progress("read", piece.done, rows)

            tally = make_parts(
                plan, done, threads=threads or os.cpu_count() or 1, progress=on_slice
            )
            if not tally.rows:
                raise RegisterError(
                    opened.path.name, "got a header and no record, expected records"
                )
            sha256 = digesting.result(lambda share: progress("hash", share, rows))
            version = version_from(sha256)
            register = register_of(
                opened, plan, id, version, sha256, told, tally, by=by, recorded_at=recorded_at
            )
            progress("cubes", 0.0, rows)
            build_cubes(
                work, register, snapshot.park, lambda share: progress("cubes", share, tally.rows)
            )
            progress("atlas", 0.0, rows)
            with store.writing(folder):
                store.place_register(folder, register, work)
                built = record(folder, register, recorded_at=recorded_at)
            for left in store.unfinished_areas(folder, id):
                shutil.rmtree(left, ignore_errors=True)
    return Imported(built, register, resumed)


def snapshot_of(folder: Path) -> Snapshot:
    """Return what an atlas holds."""
    pointer = store.read_pointer(folder)
    connection = store.connect(store.database_of(folder, pointer), read_only=True)
    try:
        return store.read_snapshot(connection, pointer.content_hash)
    finally:
        connection.close()


def id_of(path: Path) -> str:
    """Return an id made of a file's name."""
    stem = path.name.split(".")[0].lower()
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-") or "register"


def checked_id(id: str) -> str:
    """Return an id that may name a folder."""
    if not KEBAB.fullmatch(id) or len(id) > 60:
        raise InvalidInput("id", repr(id), "small letters, digits and hyphens, to 60")
    return id


def plan_of(
    opened: Opened,
    snapshot: Snapshot,
    about: dict[str, str],
    work: Path,
    recorded_at: str,
    classify: bool,
    gazetteer: Path | None,
) -> Plan:
    """Return how a register's parts are made, the register having been looked over."""
    from saidao.register.csv_records import RecordReader  # numba is slow to load.
    from saidao.registering.looking import Ground, look_over

    mapping, source, file = opened.mapping, opened.source, opened.path.name
    name = mapping.scheme
    if classify and not name:
        name = "GB/T 4754-2017"  # What words are classified in.
        mapping = replace(mapping, scheme=name)
    codes = Codes(scheme(name) if name else None)
    districts = Districts.of(snapshot)
    roles = roles_of(source.headers, mapping, file)
    known = readers(mapping, codes, districts)
    nothing = (*NOTHING, *(word.lower() for word in mapping.unknown))

    def reader() -> RecordReader:
        return RecordReader(
            source.separator, roles.columns, comma=mapping.decimal == ",", nothing=nothing
        )

    today = date.fromisoformat(recorded_at[:10])
    index = index_of(snapshot.district)
    ground = Ground(index, districts, partial(reader_of, snapshot), gazetteer)
    survey = look_over(source, reader, roles, mapping, known, codes, ground, work, file)
    constants = {
        field: known[field](value) for field, value in mapping.constants.items() if field in known
    }
    return Plan(
        source=source,
        reader=reader,
        roles=roles,
        mapping=mapping,
        readers=known,
        codes=codes,
        districts=districts,
        locator=Locator(survey, index),
        constants=constants,
        classify=classify,
        today=today,
        as_of=date.fromisoformat(about["as_of"]) if about.get("as_of") else today,
        work=work,
    )


def version_of(
    sha256: str,
    mapping: Mapping,
    about: dict[str, str],
    snapshot: Snapshot,
    *,
    classify: bool,
    gazetteer: Path | None,
) -> str:
    """Return the digits that say from what and how a register was made."""
    digest = hashlib.sha256(f"{sha256} {code_digest()} {classify}".encode())
    if gazetteer is not None:
        digest.update(digest_of(gazetteer).encode())
    for one in fields(mapping):
        digest.update(f"{one.name}={canonical(getattr(mapping, one.name))}\n".encode())
    digest.update(canonical(about).encode())
    for district in snapshot.district:
        digest.update(f"{district.code} {district.name} {district.geometry}".encode())
    for entry in snapshot.lexicon:
        if entry.kind in PLACE_KINDS:
            digest.update(f"{entry.kind} {entry.spelling} {entry.target}\n".encode())
    return digest.hexdigest()[:12]


def canonical(value: object) -> str:
    """Return a value as a text that does not depend on the order of its keys."""
    return repr(sorted(value.items())) if isinstance(value, dict) else repr(value)


@lru_cache(maxsize=1)
def code_digest() -> str:
    """Return a hash of the code that makes registers."""
    digest = hashlib.sha256()
    root = Path(saidao.__file__).parent
    for part in ("register", "registering", "terms", "store/register_parts.py"):
        where = root / part
        for path in [where] if where.is_file() else sorted(where.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.read_bytes())
    return digest.hexdigest()


def index_of(districts: tuple[District, ...]) -> AreaIndex | None:
    """Return the outlines of the districts, ready to be asked; None where there are none."""
    if not districts:
        return None
    from saidao.register.placing.districts import AreaIndex

    return AreaIndex.of([one.code for one in districts], [one.geometry for one in districts])


def register_of(
    opened: Opened,
    plan: Plan,
    id: str,
    version: str,
    sha256: str,
    about: dict[str, str],
    tally: Tally,
    *,
    by: str,
    recorded_at: str,
) -> Register:
    """Return what is known of a register as a whole."""
    mapping, survey = plan.mapping, plan.locator.survey
    name = about.get("name") or opened.path.name
    return Register(
        id=id,
        version=version,
        name=Name(name, about.get("name_en") or name),
        source=about.get("name") or opened.path.name,
        publisher=about.get("publisher", ""),
        licence=about.get("licence", ""),
        url=about.get("url") or None,
        synthetic=about.get("synthetic", "").lower() in {"true", "yes", "1"},
        layout=mapping.layout,
        file=opened.path.name,
        sha256=sha256,
        scheme=scheme(mapping.scheme).id if mapping.scheme else "",
        coordinate_system=survey.system,
        coordinate_basis=survey.basis,
        as_of=about.get("as_of"),
        value_kind=mapping.value_kind,
        value_unit=mapping.value_unit,
        rows=tally.rows,
        usable=tally.usable,
        placed=tally.placed,
        quality=tuple(
            Quality(int(flag), tally.flags[int(flag)], tuple(tally.examples[int(flag)]))
            for flag in Flag
            if tally.flags[int(flag)]
        ),
        mapping=(
            *mapping.told(),
            *survey.told,
            *((f"placed by {level}", f"{n:,} rows") for level, n in tally.levels.items() if n),
            *band_lines(mapping, tally),
        ),
        recorded_at=recorded_at,
        recorded_by=by,
        note=Name(about["note"]) if about.get("note") else None,
    )


def band_lines(mapping: Mapping, tally: Tally) -> list[tuple[str, str]]:
    """Return how many rows had which size band, and what it was taken for."""
    lines = []
    for text, count in sorted(tally.bands.items())[:100]:
        least, most = mapping.bands.get(text, (None, None))
        taken = ""
        if least is not None:
            ends = f"{least:g} to {most:g}" if most is not None else f"{least:g} and more"
            taken = f": {ends}, taken as {least if most is None else (least + most) / 2:g}"
        lines.append((f"employees band {text!r}", f"{count:,} rows{taken}"))
    return lines
