"""Addresses read with the names that an atlas knows."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidao.packs import load
from saidao.register.placing.addresses import Address, AddressReader
from saidao.registering.addresses import reader_of
from saidao.store import City, Snapshot
from saidao.store.rows import lexicon_entries

SHANGHAI = Path(__file__).parents[2] / "packs" / "shanghai"


@pytest.fixture(scope="module")
def reader() -> AddressReader:
    pack = load(SHANGHAI)
    city = City(
        id=pack.id,
        name=pack.name,
        region_code=pack.region_code,
        region=pack.region_code,
        licence=pack.licence,
        as_of=pack.as_of,
        boundary_licence=pack.boundary_licence,
        election=pack.election,
        bounds=pack.bounds,
        tracks=(),
    )
    entries = tuple(lexicon_entries(pack))
    return reader_of(Snapshot(city, "", 0, district=pack.districts, lexicon=entries))


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("上海市嘉定区墨玉路1号", Address("310114", "named", street="墨玉路")),
        ("上海市闸北区共和新路1号", Address("310106", "named", street="共和新路")),
        ("安亭镇墨玉路1号", Address("310114", "town", town="安亭镇", street="墨玉路")),
        ("莘庄工业区申富路1号", Address("310112", "town", town="莘庄工业区", street="申富路")),
        ("苏州市姑苏区人民路1号", Address(street="人民路", elsewhere=True)),
    ],
)
def test_names_of_the_atlas(reader: AddressReader, address: str, found: Address) -> None:
    assert reader.parse([address]).addresses == (found,)
