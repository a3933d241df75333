"""The synthetic register in an atlas and as a file: marked, repeatable, gone with its pack."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from tests.cities import HARBOUR

from saidao import packs, pipeline, registering, store
from saidao.cli import main
from saidao.register.establishment import COLUMNS
from saidao.registering.synthetic import put_synthetic

REGISTER = """\
id: made-up
name: {zh: 示例, en: Sample}
licence: CC0-1.0
scheme: GB/T 4754-2017
as_of: "2030-12-31"
seed: 5
establishments: 400
parts: [C, I]
size_sigma: 1.5
clustering: 0.5
cluster_radius_m: 900
park_share: 0.3
leaning_factor: 3
sources: [S003]
note: {zh: 合成, en: Made up}
not_for: {zh: 不得引用, en: Not to be cited}
"""

MARGINS = """\
table,area,code,year,measure,value,unit,basis,source,note_zh,note_en
all,990000,,2030,employees,9000,person,published,S003,,
all,990101,,2030,employees,6000,person,published,S003,,
all,990102,,2030,employees,3000,person,published,S003,,
parts,990000,C,2030,employees,5000,person,published,S003,,
parts,990000,C,2030,units,250,count,published,S003,,
parts,990000,C,2030,revenue,4000000000,CNY,published,S003,,
parts,990000,I,2030,employees,4000,person,published,S003,,
parts,990000,I,2030,persons_per_unit,16,person/count,assumed,,估定,Set by us
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The invented city with a synthetic register."""
    folder = tmp_path / "pack"
    shutil.copytree(HARBOUR, folder)
    (folder / "register.yaml").write_text(REGISTER, "utf-8")
    (folder / "register").mkdir()
    (folder / "register" / "margins.csv").write_text(MARGINS, "utf-8")
    return folder


def built(pack: Path, out: Path) -> pipeline.Built:
    """Build the atlas of a pack with its synthetic register."""
    return pipeline.build(pack, out, recorded_at="2031-02-01", registers=put_synthetic)


def test_it_lies_in_the_atlas_marked_as_synthetic(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "atlas"
    first = built(pack, out)
    assert first.pointer.revision == 1, "pack and register are one revision"
    register = registering.register_in(out, "made-up")
    assert register.synthetic
    assert (register.rows, register.usable, register.placed) == (400, 400, 400)
    assert register.note is not None
    assert (register.value_kind, register.value_unit) == ("revenue", "CNY")
    parts = store.parts_of(out, register)
    rows = duckdb.sql(f"FROM read_parquet({[str(path) for path in parts]})")
    assert [(c, str(t)) for c, t in zip(rows.columns, rows.types, strict=True)] == [
        (column.name, column.type) for column in COLUMNS
    ]
    assert rows.aggregate("count(*), sum(employees), count(value), sum(flags)").fetchall() == [
        (400, round(9000 * 400 / 500), 200, 0)
    ]
    names = rows.aggregate(
        "bool_and(name LIKE '示例企业%Sample%'), bool_and(establishment LIKE 'SYN-%')"
    )
    assert names.fetchall() == [(True, True)]
    cubes = list((store.register_folder(out, register) / "cubes").rglob("areas.parquet"))
    assert cubes, "no visitor waits for them"


@pytest.mark.slow
def test_it_is_drawn_only_when_what_it_is_drawn_from_changed(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "atlas"
    built(pack, out)
    register = registering.register_in(out, "made-up")
    part = store.parts_of(out, register)[0]
    before = part.stat().st_mtime_ns
    assert not built(pack, out).changed
    (pack / "plans.yaml").write_text(
        (pack / "plans.yaml").read_text("utf-8") + "\n# more\n", "utf-8"
    )
    built(pack, out)
    assert part.stat().st_mtime_ns == before
    text = (pack / "register.yaml").read_text("utf-8")
    (pack / "register.yaml").write_text(text.replace("seed: 5", "seed: 6"), "utf-8")
    assert built(pack, out).changed
    assert registering.register_in(out, "made-up").version != register.version


@pytest.mark.slow
def test_two_builds_of_a_pack_hold_the_same(pack: Path, tmp_path: Path) -> None:
    one, other = built(pack, tmp_path / "one"), built(pack, tmp_path / "other")
    assert one.pointer.content_hash == other.pointer.content_hash
    bytes_of = [
        store.parts_of(folder, registering.register_in(folder, "made-up"))[0].read_bytes()
        for folder in (tmp_path / "one", tmp_path / "other")
    ]
    assert bytes_of[0] == bytes_of[1]


@pytest.mark.slow
def test_it_goes_with_the_file_and_imported_ones_stay(pack: Path, tmp_path: Path) -> None:
    out = tmp_path / "atlas"
    built(pack, out)
    source = tmp_path / "firms.csv"
    source.write_text(
        "id,name,code,lon,lat\n1,甲,3973,10.3,50.3\n2,乙,6513,10.7,50.3\n", encoding="utf-8"
    )
    command = ["register", "import", str(out), str(source), "--yes", "--id", "firms"]
    assert main([*command, "--coordinates", "WGS-84"]) == 0
    built(pack, out)
    assert [one.id for one in registering.registers_in(out)] == ["firms", "made-up"]
    (pack / "register.yaml").unlink()
    shutil.rmtree(pack / "register")
    built(pack, out)
    assert [one.id for one in registering.registers_in(out)] == ["firms"]


def test_a_pack_without_one_builds_as_before(tmp_path: Path) -> None:
    with_hook = built(HARBOUR, tmp_path / "one")
    without = pipeline.build(HARBOUR, tmp_path / "other", recorded_at="2031-02-01")
    assert with_hook.pointer.content_hash == without.pointer.content_hash
    assert registering.registers_in(tmp_path / "one") == ()
    assert not list((tmp_path / "one").glob("registers/*"))


def test_the_build_says_what_it_is(pack: Path, tmp_path: Path, capsys) -> None:
    assert main(["build", str(pack), "-o", str(tmp_path / "atlas")]) == 0
    said = capsys.readouterr().out
    assert "made-up: 400 establishments, synthetic: no real establishments" in said


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_a_file_says_synthetic_in_every_row_and_beside(
    pack: Path, tmp_path: Path, ending: str, capsys
) -> None:
    out = tmp_path / f"it's made up.{ending}"
    assert (
        main(["register", "synthesize", str(pack), "--establishments", "1000", "-o", str(out)]) == 0
    )
    assert "1,000 establishments, synthetic" in capsys.readouterr().out
    connection = duckdb.connect()
    rows = (
        connection.read_parquet(str(out)) if ending == "parquet" else connection.read_csv(str(out))
    )
    assert rows.columns == [*(column.name for column in COLUMNS), "synthetic"]
    assert rows.aggregate("count(*), bool_and(synthetic)").fetchall() == [(1000, True)]
    if ending == "parquet":
        query = "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)"
        about = dict(connection.execute(query, [str(out)]).fetchall())
    else:
        beside = out.with_name(f"{out.name}-metadata.json")
        described = json.loads(beside.read_text("utf-8"))
        assert [c["name"] for c in described["tableSchema"]["columns"]] == rows.columns
        about = described["notes"][0]
    assert about["synthetic"] == "true"
    assert about["not_for_zh"] == "不得引用"
    assert about["seed"] == "5"


def test_a_file_is_never_written_over_unasked(pack: Path, tmp_path: Path, capsys) -> None:
    out = tmp_path / "rows.csv"
    out.write_text("mine", encoding="utf-8")
    command = ["register", "synthesize", str(pack), "-o", str(out)]
    assert main(command) == 2
    assert "--replace" in capsys.readouterr().err
    assert out.read_text("utf-8") == "mine"
    assert main([*command, "--replace"]) == 0
    assert main(["register", "synthesize", str(pack), "-o", str(tmp_path / "rows.xlsx")]) == 2
    assert main([*command, "--replace", "--establishments", "0"]) == 2
    assert main(["register", "synthesize", str(HARBOUR), "-o", str(tmp_path / "no.csv")]) == 2
    assert "a pack with a register.yaml" in capsys.readouterr().err


def test_nothing_is_compiled_for_it(pack: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from saidao import pipeline; "
        "from saidao.registering.synthetic import put_synthetic; "
        f"pipeline.build(Path({str(pack)!r}), Path({str(tmp_path / 'atlas')!r}), "
        "recorded_at='2031-02-01', registers=put_synthetic); "
        "assert 'numba' not in sys.modules and 'scipy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_the_demo_has_it(shanghai: Path) -> None:
    design = packs.load(shanghai).synthetic_register
    assert design is not None
    assert design.establishments == 20_000
