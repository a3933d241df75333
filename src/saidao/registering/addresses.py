"""How the addresses of a register are read: with the names that the atlas knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from saidao.store import Snapshot

if TYPE_CHECKING:
    from saidao.register.placing.addresses import AddressReader, Country

__all__ = ["reader_of"]


def reader_of(snapshot: Snapshot, country: Country = "cn") -> AddressReader:
    """Return a reader of addresses that knows an atlas's districts and towns.

    Parameters
    ----------
    snapshot : Snapshot
    country : {'cn', 'fr', 'gb'}
        How the register's addresses are written.
    """
    from saidao.register.placing.addresses import AddressReader, Town

    names: dict[str, list[str]] = {
        one.code: [one.name.zh, one.name.en] for one in snapshot.district
    }
    city = [snapshot.city.name.zh, snapshot.city.name.zh.removesuffix("市")]
    towns = []
    for entry in snapshot.lexicon:
        if entry.kind in ("region", "former_district") and entry.target in names:
            names[entry.target].append(entry.spelling)
        elif entry.kind == "region" and entry.target == snapshot.city.region:
            city.append(entry.spelling)
        elif entry.kind in ("town", "zone"):
            towns.append(Town(entry.spelling, entry.target))
    return AddressReader.of(
        {code: [name for name in those if name] for code, those in names.items()},
        city=city,
        towns=towns,
        country=country,
    )
