"""The tables of the map are there before a visitor asks, however a register came."""

from __future__ import annotations

from pathlib import Path

from tests.cities import build
from tests.indicators.registers import add_register, harbour_rows

from saidao import store
from saidao.atlas import Atlas
from saidao.cli import main
from saidao.indicators.cubes import find
from saidao.registering import build_missing_cubes, registers_in


def test_an_atlas_that_was_brought_in_has_its_cubes(tmp_path: Path) -> None:
    build(tmp_path / "atlas")
    add_register(tmp_path / "atlas", harbour_rows())
    store.export_atlas(tmp_path / "atlas", tmp_path / "files")
    assert main(["import", str(tmp_path / "files"), "-o", str(tmp_path / "back")]) == 0
    (register,) = registers_in(tmp_path / "back")
    home = store.register_folder(tmp_path / "back", register)
    with Atlas.open(tmp_path / "back") as atlas:
        made = find(home, register, atlas.snapshot.park)
    assert made is not None
    assert (made.folder / "corners-9.npy").is_file()


def test_only_what_is_missing_is_made_and_its_share_is_told(tmp_path: Path) -> None:
    build(tmp_path / "atlas")
    register = add_register(tmp_path / "atlas", harbour_rows())
    told: list[tuple[str, float, int]] = []
    build_missing_cubes(tmp_path / "atlas", lambda *one: told.append(one))
    assert {(what, rows) for what, _, rows in told} == {("cubes", register.rows)}
    shares = [share for _, share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    told.clear()
    build_missing_cubes(tmp_path / "atlas", lambda *one: told.append(one))
    assert told == []
