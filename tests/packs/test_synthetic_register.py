"""The files of a synthetic register: what is wrong with them is said with file and row."""

from __future__ import annotations

import pytest

from saidao.packs import check, load

REGISTER = """\
id: made-up
name: {zh: 示例, en: Sample}
licence: CC0-1.0
scheme: GB/T 4754-2017
as_of: "2023-12-31"
seed: 1
establishments: 100
parts: [C, "72"]
size_sigma: 1.5
clustering: 0.5
cluster_radius_m: 900
park_share: 0.3
leaning_factor: 3
leanings:
  - {district: "990101", codes: ["39"], sources: [S001]}
sources: [S001]
note: {zh: 合成, en: Made up}
not_for: {zh: 不得引用, en: Not to be cited}
"""

HEAD = "table,area,code,year,measure,value,unit,basis,source,note_zh,note_en\n"
MARGINS = HEAD + (
    "by-district,990000,,2023,employees,300,person,published,S001,,\n"
    "by-district,990101,,2023,employees,200,person,published,S001,,\n"
    "by-district,990102,,2023,employees,100,person,published,S001,,\n"
    "by-part,990000,C,2023,employees,180,person,published,S001,,\n"
    "by-part,990000,72,2023,employees,120,person,derived,S001,,\n"
    "by-part,990000,C,2023,units,18,count,published,S001,,\n"
    "sizes,990000,L,2023,persons_per_unit,10,person/count,assumed,,估定,Set by us\n"
    "nation,CN,C,2023,units,1000,count,published,S001,,\n"
)


@pytest.fixture
def with_register(small_pack):
    return small_pack.write("register.yaml", REGISTER).write("register/margins.csv", MARGINS)


def test_it_is_right_and_loads(with_register) -> None:
    assert check(with_register.root) == ()
    design = load(with_register.root).synthetic_register
    assert design is not None
    assert design.parts == ("C", "72")
    assert design.leanings[0].codes == ("39",)
    first = design.margins[0]
    assert (first.area, first.code, first.value, first.row) == ("990000", "", 300.0, 2)
    assert design.margins[6].basis == "assumed"
    assert design.margins[6].note.en == "Set by us"


def test_a_pack_without_one_has_none(small_pack) -> None:
    assert load(small_pack.root).synthetic_register is None


def test_a_file_of_comments_is_none(small_pack) -> None:
    small_pack.write("register.yaml", "# nothing yet\n")
    assert check(small_pack.root) == ()
    assert load(small_pack.root).synthetic_register is None


CASES = [
    # file, what stands there, what is put there, row, key, words of the message
    ("register.yaml", "seed: 1", "sead: 1", 6, "sead", "did you mean seed?"),
    ("register.yaml", 'as_of: "2023-12-31"', 'as_of: "2023"', 1, "row", "as_of as a day"),
    ("register.yaml", '[C, "72"]', '[C, "72", "721"]', 1, "row", "721 lies in 72"),
    ("register.yaml", '[C, "72"]', '[C, "72", C]', 1, "row", "each part once"),
    ("register.yaml", '[C, "72"]', "[C, 72]", 8, "parts.1", "string"),
    ("register.yaml", "clustering: 0.5", "clustering: 1.5", 10, "clustering", "less than"),
    ("register.yaml", "size_sigma: 1.5", "size_sigma: 0", 9, "size_sigma", "greater than 0"),
    ("register.yaml", '"990101"', '"990109"', 15, "leanings.0.district", "known district"),
    ("register.yaml", "sources: [S001]\nnote", "sources: [S009]\nnote", 16, "sources.0", "S001?"),
    ("register/margins.csv", "990101", "990109", 3, "area", "a code of districts.csv"),
    ("register/margins.csv", ",200,person", ",200,count", 3, "row", "person, the unit"),
    (
        "register/margins.csv",
        "300,person,published,S001",
        "300,person,published,S002",
        2,
        "source",
        "S001?",
    ),
    (
        "register/margins.csv",
        "300,person,published,S001",
        "300,person,published,",
        2,
        "row",
        "source",
    ),
    ("register/margins.csv", "估定,Set by us", ",", 8, "row", "what was assumed"),
    ("register/margins.csv", "990000,C,2023,units", "990000,c,2023,units", 7, "code", "a section"),
    ("register/margins.csv", ",300,", ",-1,", 2, "value", "greater than or equal"),
    ("register/margins.csv", ",300,", ",400,", 2, "value", "the districts add up to"),
    ("register/margins.csv", ",300,", ",200,", 2, "value", "the districts add up to"),
]


@pytest.mark.parametrize(("file", "old", "new", "row", "key", "words"), CASES)
def test_one_error_with_its_place(with_register, file, old, new, row, key, words) -> None:
    error = with_register.replace(file, old, new).only_error()
    assert (error.file, error.row, error.key) == (file, row, key)
    assert words in error.expected


def test_a_margin_that_stands_twice(with_register) -> None:
    with_register.replace(
        "register/margins.csv",
        "nation,",
        "by-part,990000,C,2023,units,19,count,published,S001,,\nnation,",
    )
    error = with_register.only_error()
    assert error.row == 9
    assert "margins.csv:7" in error.expected


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("by-district,990102,,2023,employees,100,person,published,S001,,\n", "990102 in all"),
        ("by-part,990000,72,2023,employees,120,person,derived,S001,,\n", "'72'"),
        ("by-part,990000,C,2023,units,18,count,published,S001,,\n", "C with neither units"),
    ],
)
def test_what_is_missing_is_said(with_register, line, words) -> None:
    with_register.replace("register/margins.csv", line, "")
    assert any(words in str(error) for error in with_register.errors())


def test_margins_of_another_year_do_not_count(with_register) -> None:
    with_register.replace("register.yaml", '"2023-12-31"', '"2024-12-31"')
    assert any("in 2024" in str(error) for error in with_register.errors())


def test_margins_alone_are_nothing(small_pack) -> None:
    error = small_pack.write("register/margins.csv", MARGINS).only_error()
    assert error.file == "register/margins.csv"
    assert "register.yaml beside it" in error.expected


def test_a_register_alone_is_nothing(small_pack) -> None:
    error = small_pack.write("register.yaml", REGISTER).only_error()
    assert error.got == "no margins"


def test_other_files_in_the_folder_are_strangers(with_register) -> None:
    error = with_register.write("register/margins.txt", "x").only_error()
    assert error.expected == "files ending in .csv"
