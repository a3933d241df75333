"""Each way of spoiling a pack gives one error with its place and what was expected."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from saidao.errors import PackError
from saidao.packs import check, load


def test_the_small_pack_is_right(small_pack) -> None:
    assert check(small_pack.root) == ()
    pack = load(small_pack.root)
    assert pack.targets[0].value == 80e9
    assert pack.targets[0].op == ">"
    assert pack.industries[0].overlaps == ("shipping",), "one side of an overlap is enough"
    assert list(pack.lexicon.industries) == ["海洋产业", "海洋"], "longest first"
    assert pack.districts[0].geometry["type"] == "Polygon"
    assert pack.observations[0].scope == ""


CASES = [
    # file, what stands there, what is put there, row, key, words of the message
    ("targets.yaml", "  cmp:", "  colour: red\n  cmp:", 6, "colour", "unknown key"),
    ("targets.yaml", "  period:", "  perod:", 9, "perod", "did you mean period?"),
    ("targets.yaml", '"2030"', "2030", 9, "period", "string"),
    ("targets.yaml", '"2030"', '"2030-13"', 9, "period", "ISO period"),
    ("targets.yaml", '"2030"', '"2031/2030"', 9, "period", "ISO period"),
    ("targets.yaml", "unit: CNY", "unit: 亿元", 8, "unit", "canonical unit"),
    ("targets.yaml", "unit: CNY", "unit: percent", 8, "unit", "CNY, the unit of size"),
    ("targets.yaml", '">"', "突破", 6, "cmp", "'突破'"),
    ("targets.yaml", "80_000_000_000", "八百亿", 7, "value", "number"),
    ("targets.yaml", "80_000_000_000", ".nan", 7, "value", "number"),
    ("targets.yaml", "80_000_000_000", "null", 1, "row", "only a size tier"),
    ("targets.yaml", 'cmp: ">"', "cmp: range", 1, "row", "value_high"),
    ("targets.yaml", "source: S001", "source: S002", 12, "source", "did you mean S001?"),
    ("targets.yaml", "plan: ocean-2025", "plan: ocean-2024", 2, "plan", "known plan"),
    ("targets.yaml", "indicator: size", "indicator: sise", 4, "indicator", "mean size?"),
    ("targets.yaml", '"990000"', '"990009"', 5, "region", "known region"),
    ("targets.yaml", "document: ocean", "document: sea", 15, "clause.document", "documents/"),
    ("targets.yaml", "800亿元", "900亿元", 16, "clause.quote", "nowhere"),
    ("targets.yaml", "ocean-size-2030", "Ocean_Size", 1, "id", "kebab-case"),
    ("sources.yaml", "authority: official", "authority: rumour", 4, "authority", "official"),
    ("sources.yaml", '"2025-03"', '"2025-02-30"', 5, "issued", "ISO date"),
    ("plans.yaml", "[S001]", "[]", 6, "sources", "at least 1"),
    ("industries.yaml", "share: 0.5", "share: 1.5", 5, "codes.0.share", "less than or equal to 1"),
    ("industries.yaml", "share: 0.5", "share: 0", 5, "codes.0.share", "greater than 0"),
    ("industries.yaml", '2017:04"', '2017:0404"', 5, "codes.0.code", "did you mean 042"),
    ("industries.yaml", "codes_basis: estimate", "", 2, "row", "codes_basis"),
    ("industries.yaml", "overlaps: [ocean]", "overlaps: [sea]", 10, "overlaps.0", "industry"),
    ("industries.yaml", "industries: [ocean]", "industries: [sea]", 22, "groups.0", "industry"),
    ("parks.yaml", "lon: 10.5", "lon: 50.5", 12, "place.lon", "between 10.0 and 12.0"),
    ("parks.yaml", "lon: 10.5", "lon: null", 12, "place", "together"),
    ("parks.yaml", '["990101"]', '["990109"]', 8, "districts.0", "known district"),
    ("parks.yaml", "area_basis: published", "area_basis: null", 3, "row", "area_basis"),
    ("parks.yaml", "batches:", "batch:", 1, "batch", "one of batches, parks"),
    ("districts.csv", "5000,2020", "many,2020", 2, "population", "integer"),
    ("districts.csv", "5000,2020", "5000", 2, "row", "12 cells"),
    ("districts.csv", "area_km2", "code", 1, "'code'", "each column once"),
    ("place_names.csv", "990101001", "99x", 2, "code", "pattern"),
    ("place_names.csv", "town,990101", "town,990109", 2, "district", "known district"),
    ("place_names.csv", "town,", "village,", 2, "kind", "town"),
    ("place_names.csv", "旧县", "港口镇", 3, "name", "of its own"),
    ("observations/ocean.csv", "2024,year", ",year", 2, "row", "period_type unknown"),
    ("observations/ocean.csv", "60000000000", "6e99999", 2, "value", "finite number"),
    ("observations/ocean.csv", "published", "good", 2, "quality", "unusable"),
    ("documents/ocean.md", "[S001]。", "[S009]。", 9, "citation", "front matter"),
    ("documents/ocean.md", "language: zh-Hans", "language: 中文", 5, "language", "zh-Hans"),
    ("documents/ocean.md", "---\ntitle: 海洋", "title: 海洋", 1, "front matter", "---"),
    ("lexicon.yaml", "海洋产业, 海洋", "海洋, [a]", 5, "industries.ocean", "a spelling"),
    ("lexicon.yaml", "ocean:", "sea:", 5, "industries.sea", "known industry"),
    ("pack.yaml", "election: [authority, date]", "election: [luck]", 8, "election.0", "authority"),
    ("pack.yaml", "west: 10", "west: 13", 7, "bounds", "west below east"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "key", "words"), CASES)
def test_one_error_with_its_place(small_pack, file, old, new, row, key, words) -> None:
    error = small_pack.replace(file, old, new).only_error()
    assert error.file == file
    assert error.row == row
    assert error.key.startswith(key)
    assert words in f"{error.got} {error.expected}"


def test_load_raises_the_first_error(small_pack) -> None:
    small_pack.replace("targets.yaml", "unit: CNY", "unit: 亿元")
    with pytest.raises(PackError) as caught:
        load(small_pack.root)
    assert str(caught.value).startswith("targets.yaml:8: unit: got '亿元', expected a canonical")


def test_all_errors_are_listed(small_pack) -> None:
    small_pack.replace("targets.yaml", "unit: CNY", "unit: 亿元")
    small_pack.replace("parks.yaml", "lat: 50.5", "lat: 5.5")
    small_pack.replace("sources.yaml", "url:", "uri:")
    assert {error.file for error in small_pack.errors()} == {
        "parks.yaml",
        "sources.yaml",
        "targets.yaml",
    }


def test_what_refers_to_a_faulty_row_is_not_blamed(small_pack) -> None:
    """A wrong source is one error, not one for each row that cites it."""
    error = small_pack.replace("sources.yaml", "authority: official", "authority: x").only_error()
    assert (error.file, error.key) == ("sources.yaml", "authority")


def test_ids_are_unique(small_pack) -> None:
    text = (small_pack.root / "sources.yaml").read_text("utf-8")
    error = small_pack.write("sources.yaml", text + text).only_error()
    assert (error.row, error.key) == (8, "id")
    assert "sources.yaml:1" in error.got


def test_a_spelling_names_one_thing(small_pack) -> None:
    small_pack.replace("lexicon.yaml", "  ocean:", "  shipping: [海洋]\n  ocean:")
    assert "which also names shipping" in small_pack.only_error().got


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("target.yaml", "[]", "did you mean targets.yaml?"),
        ("documents/plan.pdf", "%PDF", "ending in .md"),
        ("notes.txt", "", "a file of a pack"),
        ("tables", "", "a folder of this name"),
    ],
)
def test_files_that_nothing_reads_are_errors(small_pack, name, text, words) -> None:
    assert words in small_pack.write(name, text).only_error().expected


@pytest.mark.parametrize(
    ("data", "key", "words"),
    [
        (b"\x00\x01binary", "encoding", "UTF-8"),
        ("- id: 海".encode("gb18030"), "encoding", "UTF-8"),
        (b"a: &a [x]\nb: [*a, *a]\n", "yaml", "no anchors"),
        (b"just words", "list", "a list of rows"),
        (b" " * (16 * 1024 * 1024 + 1), "size", "at most"),
    ],
    ids=["binary", "gb18030", "aliases", "scalar", "huge"],
)
def test_hostile_files(small_pack, data, key, words) -> None:
    error = small_pack.write("plans.yaml", data).errors()[0]
    assert (error.file, error.key) == ("plans.yaml", key)
    assert words in error.expected


TOKENS = (
    *(b"null", b"true", b"[]", b"{}", b"- ", b": ", b'"', b"'", b"\n", b"  ", b"~", b",", b"#"),
    *(b"|", b">", b"%", b"@", b"? ", b"<<: ", b"*a", b"&a ", b"!!x ", b"[[[[", b"\xff", b"\x00"),
    *(b"9" * 40, b"1e400", b".inf", b"nan", b"0x10", b"2020-01-01", "海".encode()),
)


@pytest.mark.parametrize("seed", range(8))
def test_no_damage_breaks_the_check(small_pack, seed: int) -> None:
    """Whatever a file holds, the check ends with findings and not with a traceback."""
    rng = random.Random(seed)
    files = sorted(path for path in small_pack.root.rglob("*") if path.is_file())
    for _ in range(25):
        path = rng.choice(files)
        whole = path.read_bytes()
        damaged = bytearray(whole)
        for _ in range(rng.randint(1, 4)):
            start = rng.randrange(len(damaged) + 1)
            damaged[start : start + rng.choice([0, 1, 8, 30])] = rng.choice(TOKENS)
        path.write_bytes(damaged)
        assert all(problem.expected for problem in check(small_pack.root))
        path.write_bytes(whole)


def test_outlines(small_pack, outlines: Callable[..., str]) -> None:
    ring = [[10, 50], [11, 50], [11, 51], [10, 51], [10, 50]]
    good = ("990102", [[11, 50], [12, 50], [12, 51], [11, 50]])
    bow_tie = [[10, 50], [11, 51], [11, 50], [10, 51], [10, 50]]
    far = [[x + 90, y] for x, y in ring]
    for spoiled, words in (
        (("990101", ring[:-1]), "open ring"),
        (("990101", bow_tie), "Self-intersection"),
        (("990101", far), "100.000, 50.000"),
        (("990101", [["a", "b"]] * 4), "something else"),
        (("990109", ring), "'990109'"),
        ((990101, ring), "990101"),
    ):
        small_pack.write("districts.geojson", outlines(spoiled, good))
        found = small_pack.errors()
        assert any(words in error.got for error in found), words
        assert any("no usable outline of 990101" in error.got for error in found)


def test_overlapping_districts_are_doubted(small_pack, outlines: Callable[..., str]) -> None:
    ring = [[10, 50], [11.5, 50], [11.5, 51], [10, 51], [10, 50]]
    other = [[11, 50], [12, 50], [12, 51], [11, 51], [11, 50]]
    small_pack.write("districts.geojson", outlines(("990101", ring), ("990102", other)))
    (warning,) = small_pack.warnings()
    assert "overlap by 50.0%" in warning.got


@pytest.mark.parametrize(
    "text", ["", "[]", '{"type": "Feature"}', '{"type": "FeatureCollection"}', "[" * 99_999]
)
def test_what_is_no_geojson(small_pack, text: str) -> None:
    errors = small_pack.write("districts.geojson", text).errors()
    assert errors[0].file in ("districts.csv", "districts.geojson")
    assert any(error.file == "districts.geojson" for error in errors)


def test_values_outside_the_limits_are_doubted(small_pack) -> None:
    small_pack.replace("targets.yaml", "80_000_000_000", "80_000_000_000_000")
    (warning,) = small_pack.warnings()
    assert (warning.file, warning.row, warning.key) == ("targets.yaml", 7, "value")
    load(small_pack.root)


def test_an_uncited_source_is_doubted(small_pack) -> None:
    text = (small_pack.root / "sources.yaml").read_text("utf-8")
    small_pack.write("sources.yaml", text + text.replace("S001", "S002"))
    (warning,) = small_pack.warnings()
    assert "S002 cited by nothing" in warning.got


def test_no_pack_at_all(tmp_path: Path) -> None:
    (problem,) = check(tmp_path / "nowhere")
    assert problem.expected == "the folder of a pack"
    (problem,) = check(tmp_path)
    assert problem.key == "pack.yaml"
