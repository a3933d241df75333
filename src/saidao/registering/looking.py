"""A register is looked over before its parts are made; see `saidao.registering.survey`."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.errors import RegisterError
from saidao.register.mapping import Mapping as Columns
from saidao.register.roles import Roles
from saidao.registering.shared_places import NO_TOWNS, names_town_only, town_places, zero_days
from saidao.registering.slices import Source
from saidao.registering.survey import Survey, place_keys, size_limits, stretches
from saidao.registering.vocabulary import Codes, Districts, Lookups, whole
from saidao.store.register_parts import PartMaker

if TYPE_CHECKING:
    from saidao.register.csv_records import RecordReader
    from saidao.register.placing.addresses import AddressReader, Country, ParsedAddresses
    from saidao.register.placing.districts import AreaIndex
    from saidao.register.placing.gazetteer import Gazetteer
    from saidao.register.records import Records

__all__ = ["Ground", "look_over"]

Numbers = NDArray[Any]

GAZETTEER_ROWS = 500_000
"""Rows from which names of roads and towns are learned, at most."""

SHARED = "places shared"
SWAP_ROWS = 20_000
"""Rows by which it is seen whether longitude and latitude are exchanged, at most."""

WESTERN: Mapping[str, Country] = {
    "sirene": "fr",
    "sirene-geocoded": "fr",
    "irep": "fr",
    "companies-house": "gb",
}
"""Countries of the layouts whose addresses are not Chinese."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is known of the atlas's area.

    Parameters
    ----------
    index : AreaIndex or None
        Its districts with their outlines.
    districts : Districts
    reader : callable
        Gives what reads addresses as they are written in a country, with the atlas's names.
    gazetteer : Path or None
        A file of places by name that the user gave.
    """

    index: AreaIndex | None
    districts: Districts
    reader: Callable[[Country], AddressReader]
    gazetteer: Path | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The rows that were looked at, field by field.

    `heads` are their addresses before the house number, as places in `spelled`; -1 for none;
    where there are no addresses, their towns. `who` is a number for each establishment.
    `unknown` are the wordings by field that mean nothing, such as of no district of the atlas.
    """

    cells: Mapping[str, Numbers]
    rows: int
    heads: NDArray[Any]
    spelled: tuple[str, ...]
    country: Country
    who: NDArray[np.uint64]
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def look_over(
    source: Source,
    reader: Callable[[], RecordReader],
    roles: Roles,
    mapping: Columns,
    readers: Mapping[str, Callable[[str], float]],
    codes: Codes,
    ground: Ground,
    work: Path,
    file: str,
) -> Survey:
    """Look over a register.

    Raises
    ------
    RegisterError
        If nobody says what system its coordinates are in, and that cannot be told.
    """
    looked = looked_at(source, reader(), roles, mapping, readers, work)
    cells, told = looked.cells, []
    refuse_totals(looked, mapping, file)
    none = np.full(looked.rows, np.nan)
    x, y = cells.get("lon", none), cells.get("lat", none)
    stated = whole(cells.get("district", none))
    system, basis, swapped = "", "", False
    if "lon" in roles.looked_up and np.isfinite(x).any():
        system, basis, swapped, lines = system_of(mapping, x, y, stated, ground, file)
        told += lines
    if not mapping.scheme and {"code", "industry"} & {*mapping.columns, *mapping.constants}:
        told.append(("scheme not known", "no code is checked or translated; say it with --scheme"))
    told += doubts(looked, x, y)
    precision, crowded = 1e-7, np.zeros(0, np.uint64)
    if system:
        from saidao.register.placing.defaults import crowded as is_crowded
        from saidao.register.placing.defaults import stated_precision

        precision = stated_precision(x, y)
        many = is_crowded(
            np.where(np.isfinite(y), x, np.nan), np.where(np.isfinite(x), y, np.nan), looked.heads
        )
        crowded = np.unique(place_keys(*((y, x) if swapped else (x, y)))[many])
    code = whole(cells.get("code", none))
    words = codes.codes
    zeros = {name: zero_days(cells[name]) for name in ("opened", "closed") if name in cells}
    for name, days in zeros.items():
        for day, rows in days.items():
            what = f"{rows:,} rows: a day that stands for none, left out"
            told.append((f"{name} {date(1970, 1, 1) + timedelta(days=day)}", what))
    lon, lat = placed_at(x, y, system, swapped, crowded)
    parsed = parsed_heads(looked, ground)
    towns = NO_TOWNS
    if system and parsed is not None:
        one, other = (y, x) if swapped else (x, y)
        towns, what = town_places(one, other, lon, lat, towns_of(looked, parsed), looked.who)
        if what:
            told = [line for line in told if line[0] != SHARED]
            told.append(("places are towns'", what))
    return Survey(
        system,
        basis,
        swapped,
        precision,
        crowded,
        size_limits(cells.get("employees", none), code, words),
        size_limits(cells.get("value", none), code, words),
        *placing_of(looked, parsed, lon, lat, ground),
        towns=towns,
        zero_days=tuple(sorted({day for days in zeros.values() for day in days})),
        told=tuple(told),
    )


def refuse_totals(looked: Looked, mapping: Columns, file: str) -> None:
    """Refuse a table of totals by area: no row of it is an establishment.

    Raises
    ------
    RegisterError
        If nothing but district and industry tells rows apart, and no two have the same.
    """
    fields = {*mapping.columns, *mapping.constants}
    if fields & {"establishment", "name", "address", "scope", "lon"} or "district" not in fields:
        return
    none = np.full(looked.rows, -1.0)
    kinds = [looked.cells.get(name, none) for name in ("district", "code", "industry", "opened")]
    known = np.column_stack(kinds)[kinds[0] >= 0]
    if len(known) > 1 and len(np.unique(np.nan_to_num(known), axis=0)) == len(known):
        raise RegisterError(
            file,
            "has neither id, name, address nor place, and no two rows for one district and "
            "industry: these are totals of areas; expected a row for each establishment",
        )


def placed_at(
    x: Numbers, y: Numbers, system: str, swapped: bool, crowded: NDArray[np.uint64]
) -> tuple[Numbers, Numbers]:
    """Return longitudes and latitudes, NaN where there is no place or one of none."""
    if not system:
        return np.full(len(x), np.nan), np.full(len(x), np.nan)
    from saidao.register.placing.conversion import to_wgs84

    if swapped:
        x, y = y, x
    lon, lat = to_wgs84(x, y, system)
    bad = np.isin(place_keys(x, y), crowded)
    return np.where(bad, np.nan, lon), np.where(bad, np.nan, lat)


def parsed_heads(looked: Looked, ground: Ground) -> ParsedAddresses | None:
    """Return the different addresses of a register taken apart, None where it has none."""
    if not len(looked.spelled):
        return None
    return ground.reader(looked.country).parse(looked.spelled)


def towns_of(looked: Looked, parsed: ParsedAddresses) -> Numbers:
    """Return the number of each row's address where it names a town only, else -1."""
    only = names_town_only(parsed.addresses)[parsed.head] & (parsed.head >= 0)
    return np.where((looked.heads >= 0) & only[looked.heads], looked.heads, -1)


def placing_of(
    looked: Looked, parsed: ParsedAddresses | None, lon: Numbers, lat: Numbers, ground: Ground
) -> tuple[AddressReader | None, Gazetteer | None]:
    """Return what places addresses, made of the districts, a file and the rows with a place."""
    if ground.index is None or parsed is None:
        return None, None
    from saidao.register.placing.addresses import ParsedAddresses
    from saidao.register.placing.gazetteer import Gazetteer
    from saidao.register.placing.gazetteer_file import read_gazetteer

    reader = ground.reader(looked.country)
    some = slice(0, GAZETTEER_ROWS)
    # The distinct heads were read once; each row has the address of its head.
    of_row = np.where(looked.heads < 0, -1, parsed.head[looked.heads])
    parsed = ParsedAddresses(of_row[some].astype(np.int32), parsed.addresses)
    known = Gazetteer.of_districts(ground.index).learned(parsed, lon[some], lat[some])
    if ground.gazetteer is not None:
        known = known.extended(read_gazetteer(ground.gazetteer, ground.index.codes))
    return reader, known


def looked_at(
    source: Source,
    reader: RecordReader,
    roles: Roles,
    mapping: Columns,
    readers: Mapping[str, Callable[[str], float]],
    work: Path,
) -> Looked:
    """Return the rows that are looked at."""
    lookups = Lookups(roles.looked_up, readers)
    found: list[dict[str, Numbers]] = []
    heads: list[Numbers] = []
    who: list[NDArray[np.uint64]] = []
    known: dict[str, int] = {}
    rows = 0
    country: Country | None = WESTERN.get(mapping.layout)
    with PartMaker(spill=work) as maker:
        for data, final in samples(source):
            records = reader.read(data, final=final).records
            if not records.rows:
                continue
            meant = lookups.learn(records)
            found.append(lookups.values(records, meant, mapping.value_factor))
            country = country or country_of(records)
            heads.append(heads_of(maker, records, roles, known, country))
            who.append(np.where(records.id_hash, records.id_hash, records.record_hash))
            rows += records.rows
    names = found[0].keys() if found else ()
    cells = {name: np.concatenate([one[name] for one in found]) for name in names}
    all_heads = np.concatenate(heads) if heads else np.zeros(0, np.int64)
    unknown = {
        name: tuple(word for word, value in lookups.known[name].items() if means_nothing(value))
        for name, (means_nothing, _) in DOUBTS.items()
        if name in lookups.known
    }
    all_who = np.concatenate(who) if who else np.zeros(0, np.uint64)
    return Looked(cells, rows, all_heads, tuple(known), country or "cn", all_who, unknown)


DOUBTS: Mapping[str, tuple[Callable[[float], bool], str]] = {
    "district": (lambda value: value < 0, "no district of the atlas"),
    "status": (math.isnan, "taken as open; say with open: in a mapping file which are"),
    "lon": (math.isinf, "no coordinate"),
    "lat": (math.isinf, "no coordinate"),
    "opened": (math.isinf, "no day; say with --dates dmy or mdy if they are days"),
    "closed": (math.isinf, "no day; say with --dates dmy or mdy if they are days"),
    "value": (lambda value: value == -math.inf, "no amount"),
    "employees": (math.isinf, "no number; say with bands: in a mapping file what bands mean"),
}
"""By field when a wording means nothing, and what is then said."""


def doubts(looked: Looked, x: Numbers, y: Numbers) -> Iterator[tuple[str, str]]:
    """Yield what the user is told of a register beside the flags of its rows."""
    for name, (_, what) in DOUBTS.items():
        words = looked.unknown.get(name, ())
        if words:
            shown = ", ".join(map(repr, words[:5])) + (" and others" if len(words) > 5 else "")
            yield f"{name} not understood", f"{shown}: {what}"
    placed = np.isfinite(x) & np.isfinite(y)
    if placed.any():
        _, place, rows_at = np.unique(
            place_keys(x[placed], y[placed]), return_inverse=True, return_counts=True
        )
        shared = int(rows_at[rows_at > 1].sum())
        if shared * 10 > int(placed.sum()):
            first = int(np.argmax(rows_at[place.reshape(-1)]))
            at = f"{x[placed][first]:.10g}, {y[placed][first]:.10g}"
            shares = f"{shared:,} of {int(placed.sum()):,} rows share their exact place"
            most = f"{int(rows_at.max()):,} stand at {at}"
            yield SHARED, f"{shares}, {most}: such a place may be a town's middle"


def country_of(records: Records) -> Country:
    """Return whose addresses these are, by how many Chinese characters there are."""
    columns = [column.data for column in records.texts.values()]
    # The first bytes of the characters from U+4000 on.
    chinese = sum(int(np.count_nonzero((data >= 0xE4) & (data <= 0xE9))) for data in columns)
    return "cn" if chinese * 20 > sum(map(len, columns)) else "gb"


def heads_of(
    maker: PartMaker, records: Records, roles: Roles, known: dict[str, int], country: Country
) -> Numbers:
    """Return a number for each row's street, which is its address before the number; -1."""
    field = next((one for one in ("address", "town") if one in roles.text), None)
    if field is None:
        return np.full(records.rows, -1)
    from saidao.register.placing.addresses import HEAD_SQL

    # Where the number stands before the street, the whole address is taken.
    pattern = HEAD_SQL if country == "cn" else "^.*$"
    cells = list(records.texts.values())
    return maker.numbered(cells, roles.text[field], pattern, known)


def samples(source: Source) -> Iterator[tuple[Numbers, bool]]:
    """Yield the stretches of a source that are looked at, from a record's begin on."""
    for start, length in stretches(source.size):
        stream = source.pieces(length, start=start)
        piece = next(stream, b"")
        whole = next(stream, None) is None
        if start:
            # The first line is cut, and may be the end of one that began before.
            piece = piece[piece.find(b"\n") + 1 :]
        cut = piece if whole else piece[: piece.rfind(b"\n") + 1]
        if cut:
            yield np.frombuffer(cut, np.uint8), True


def system_of(
    mapping: Columns, x: Numbers, y: Numbers, stated: Numbers, ground: Ground, file: str
) -> tuple[str, str, bool, list[tuple[str, str]]]:
    """Return the coordinate system, how it is known, and whether the columns are swapped."""
    from saidao.register.placing.conversion import check_system

    if mapping.coordinates:
        system = check_system(mapping.coordinates)
        swapped = ground.index is not None and are_swapped(x, y, system, ground.index)
        what = "longitude and latitude stand in one another's column, and are read so"
        return system, "stated", swapped, [("coordinates swapped", what)] if swapped else []
    if ground.index is None:
        raise RegisterError(
            file,
            "nobody says what system its coordinates are in, and the atlas has no districts to "
            "tell it by; say it with --coordinates, such as WGS-84, GCJ-02 or EPSG:27572",
        )
    from saidao.register.placing.systems import detect_system

    finite = np.isfinite(x) & np.isfinite(y)
    found = detect_system(x[finite], y[finite], stated[finite], ground.index)
    if found.system is None:
        raise RegisterError(
            file,
            f"the system of its coordinates cannot be told: {found.reason.en}; say it with "
            f"--coordinates, such as {' or '.join(found.contenders[:3]) or 'WGS-84'}",
        )
    shares = ", ".join(
        f"{one.system}{' swapped' if one.swapped else ''} "
        + (
            f"{one.inside_stated:.1%}"
            if one.inside_stated is not None
            else f"{one.inside_area:.1%}"
        )
        for one in found.readings[:3]
    )
    return found.system, "detected", found.swapped, [("coordinates detected", shares)]


def are_swapped(x: Numbers, y: Numbers, system: str, index: AreaIndex) -> bool:
    """Return whether most places lie in the area only if their columns are exchanged."""
    from saidao.register.placing.conversion import to_wgs84

    some = np.flatnonzero(np.isfinite(x) & np.isfinite(y))[:SWAP_ROWS]
    if not len(some):
        return False
    inside = [
        float((index.locate(*to_wgs84(one, other, system)) >= 0).mean())
        for one, other in ((x[some], y[some]), (y[some], x[some]))
    ]
    return inside[0] < 0.5 < inside[1]
