"""A new pack from the template, and where shipped packs lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from saidao.cli import main
from saidao.errors import InvalidInput, NotFound
from saidao.packs import check, load, shipped_pack, shipped_packs
from saidao.packs.scaffold import start_pack


@pytest.mark.parametrize(
    ("city", "english", "id", "name"),
    [
        ("Port Louis", "", "port-louis", ("Port Louis", "Port Louis")),
        ("苏州市", "Suzhou", "suzhou", ("苏州市", "Suzhou")),
        ("海口市", "", "new-pack", ("海口市", "")),
        ('a"b: {c}', "", "a-b-c", ('a"b: {c}', 'a"b: {c}')),
    ],
)
def test_a_new_pack_passes_the_check(tmp_path: Path, city, english, id, name) -> None:
    folder = start_pack(tmp_path / "new-pack", city, as_of="2026-02-03", english=english)
    assert check(folder) == ()
    pack = load(folder)
    assert (pack.id, (pack.name.zh, pack.name.en), pack.as_of) == (id, name, "2026-02-03")
    assert pack.targets == ()
    assert pack.districts == ()


def test_a_new_pack_knows_what_its_city_is_called(tmp_path: Path) -> None:
    folder = start_pack(
        tmp_path / "pack", "江州市", as_of="2026-01-01", english="Jiangzhou", region_code="420000"
    )
    called = dict.fromkeys(("江州市", "江州", "全市", "Jiangzhou"), "420000")
    assert load(folder).lexicon.regions == called
    latin = load(start_pack(tmp_path / "lyon", "Lyon", as_of="2026-01-01")).lexicon
    assert latin.regions == {"Lyon": "000000", "全市": "000000"}


def test_the_folder_must_be_empty(tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(InvalidInput, match="empty"):
        start_pack(tmp_path, "Lyon", as_of="2026-01-01")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_an_id_that_cannot_be_made(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="--id"):
        start_pack(tmp_path / "苏州", "苏州市", as_of="2026-01-01")
    assert not (tmp_path / "苏州").exists()


def test_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "lyon"
    assert main(["init", str(folder), "--city", "Lyon"]) == 0
    assert main(["pack", "check", str(folder)]) == 0
    assert "no errors, no warnings" in capsys.readouterr().out
    (folder / "plans.yaml").write_text("- id: X\n", "utf-8")
    assert main(["pack", "check", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "plans.yaml:1: id: got 'X', expected an id in kebab-case" in out
    assert main(["init", str(folder), "--city", "Lyon"]) == 2


def test_shipped() -> None:
    assert "shanghai" in shipped_packs()
    assert "_template" not in shipped_packs()
    assert (shipped_pack("_template") / "pack.yaml").is_file()
    with pytest.raises(NotFound, match="did you mean shanghai"):
        shipped_pack("shanghia")
    for name in ("", "..", "../packs/shanghai"):
        with pytest.raises(NotFound):
            shipped_pack(name)
