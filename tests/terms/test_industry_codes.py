"""Classifications of industries: whole, closed, named, and codes as registers write them."""

from __future__ import annotations

import doctest
import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.errors import InvalidInput
from saidao.terms.industry_codes import (
    SCHEMES,
    catalogue,
    classification,
    crosswalk,
    scheme,
    split,
)

GBT = scheme("GB/T 4754-2017")

PUBLISHED = {
    # 1,380 classes in the edition of June 2017, 1,382 after the amendment of 2019.
    "GB/T 4754-2017": {1: 20, 2: 97, 3: 473, 4: 1381},
    "ISIC Rev. 4": {1: 21, 2: 88, 3: 238, 4: 419},
    "NACE Rev. 2": {1: 21, 2: 88, 3: 272, 4: 615},
    "NAF Rev. 2": {1: 21, 2: 88, 3: 272, 4: 615, 5: 732},
    # Five digits as Companies House lists them, with its own 74990, 98000 and 99999.
    "UK SIC 2007": {1: 21, 2: 88, 3: 272, 4: 615, 5: 731},
    "NAICS 2017": {1: 20, 5: 1057},
    "NAICS 2022": {1: 20, 5: 1012},
}

SECTIONS = {
    # Divisions, groups and classes of the industrial sections, as the statistics count them.
    "B": (7, 19, 39),
    "C": (31, 179, 609),
    "D": (3, 9, 18),
}


@pytest.mark.parametrize("module", [catalogue, classification, crosswalk])
def test_examples_in_docstrings(module) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("name", SCHEMES)
def test_counts_are_those_published(name: str) -> None:
    counts = Counter(scheme(name).level(code) for code in scheme(name).codes)
    expected = PUBLISHED[name]
    assert {level: counts[level] for level in expected} == expected


@pytest.mark.parametrize("section", SECTIONS)
def test_industrial_sections_have_their_counts(section: str) -> None:
    inside = Counter(GBT.level(code) for code in GBT.codes if GBT.section(code) == section)
    assert (inside[2], inside[3], inside[4]) == SECTIONS[section]


@pytest.mark.parametrize("name", SCHEMES)
def test_hierarchy_is_closed(name: str) -> None:
    found = scheme(name)
    for code, entry in found.entries.items():
        assert entry.code == code
        if entry.level == 1:
            assert entry.parent is None
            assert entry.section == code
            continue
        above = found.entry(entry.parent)
        assert above.level < entry.level
        assert above.section == entry.section
        assert code in found.children(entry.parent)
        if above.level > 1:
            assert code.startswith(above.code)


@pytest.mark.parametrize("name", SCHEMES)
def test_full_classes_are_the_lowest_level(name: str) -> None:
    found = scheme(name)
    assert {found.level(code) for code in found.classes} == {found.depth}
    below = [code for top in found.codes if found.level(top) == 1 for code in found.below(top)]
    assert sorted(below) == sorted(found.classes), "each class once, under one section"


def test_every_code_of_the_chinese_standard_has_both_names() -> None:
    for entry in GBT.entries.values():
        assert re.search(r"[一-鿿]", entry.name.zh), entry.code
        assert not re.search(r"[()\s]", entry.name.zh), entry.name.zh
        assert re.fullmatch(r"[A-Z][A-Za-z ,()'-]+[a-z]", entry.name.en), entry.name.en


def test_english_names_tell_the_classes_apart() -> None:
    """Only a code and the single one below it may be called the same."""
    for level in range(1, 5):
        names = Counter(GBT.name(code).en for code in GBT.codes if GBT.level(code) == level)
        assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("name", [name for name in SCHEMES if name != "GB/T 4754-2017"])
def test_classes_of_the_others_have_english_names(name: str) -> None:
    assert all(scheme(name).name(code).en for code in scheme(name).classes)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("3921", "3921"),
        ("C3921", "3921"),
        ("c 39.21", "3921"),
        ("39.21", "3921"),
        (3921, "3921"),
        (3921.0, "3921"),
        ("111", "0111"),
        (111, "0111"),
        ("C131", "131"),
        ("I65", "65"),
        ("3910", "391"),
        ("3900", "39"),
        ("0100", "01"),
        ("C", "C"),
        ("F5912", None),
        ("9999", None),
        ("39212", None),
        ("", None),
        (None, None),
        (float("nan"), None),
        ("制造业", None),
    ],
)
def test_codes_as_registers_write_them(raw: object, code: str | None) -> None:
    assert GBT.normalise(raw) == code


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("NACE Rev. 2", "62.01", "6201"),
        ("NACE Rev. 2", "C26.11", "2611"),
        ("NACE Rev. 2", 111, "0111"),
        ("NAF Rev. 2", "62.01Z", "6201Z"),
        ("NAF Rev. 2", "111z", "0111Z"),
        ("UK SIC 2007", "62012", "62012"),
        ("UK SIC 2007", 1110, "01110"),
        ("NAICS 2017", "541511", "541511"),
        ("NAICS 2017", "31-33", "31-33"),
    ],
)
def test_codes_of_other_classifications(name: str, raw: object, code: str) -> None:
    assert scheme(name).normalise(raw) == code


@given(st.sampled_from(GBT.codes))
def test_a_code_is_its_own_normal_form(code: str) -> None:
    assert GBT.normalise(code, mixed=True) == code


@given(st.sampled_from(GBT.classes), st.booleans(), st.booleans())
def test_a_class_is_found_however_it_is_dressed(code: str, letter: bool, dot: bool) -> None:
    dressed = f"{code[:2]}.{code[2:]}" if dot else code
    assert GBT.normalise(GBT.section(code) + dressed if letter else dressed) == code
    assert GBT.normalise(int(code)) == code


@given(st.text(max_size=12) | st.integers() | st.floats() | st.none())
def test_whatever_is_normalised_is_a_code_or_nothing(raw: object) -> None:
    found = GBT.normalise(raw)
    assert found is None or GBT.has(found)


def test_membership_of_many_codes_at_once() -> None:
    known = np.array(GBT.classes[:500])
    codes = np.concatenate([known, ["", "39", "9999"], known])
    found = GBT.are_classes(codes)
    assert found.dtype == np.bool_
    assert found.tolist() == [True] * 500 + [False] * 3 + [True] * 500
    assert GBT.are_classes([]).tolist() == []


def test_a_wrong_code_names_near_ones() -> None:
    with pytest.raises(InvalidInput, match=r"'3978'.*did you mean 397\d"):
        GBT.name("3978")
    with pytest.raises(InvalidInput, match="a code of GB/T 4754-2017"):
        split("GB/T 4754-2017:xyz")


def test_classifications_are_found_however_they_are_spelled() -> None:
    assert scheme("nace rev.2") is scheme("NACE Rev. 2")
    assert scheme("GBT4754-2017") is GBT
    assert split("NACE 2:26.11") == (scheme("NACE Rev. 2"), "2611")
    with pytest.raises(InvalidInput, match=r"did you mean GB/T 4754-2017"):
        scheme("GB/T 4754-2011")


def test_a_code_without_its_classification_needs_a_default() -> None:
    assert split("3912", "GB/T 4754-2017") == (GBT, "3912")
    with pytest.raises(InvalidInput, match="a classification and a code"):
        split("3912")
