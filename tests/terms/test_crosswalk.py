"""From one classification to another: shares that add up, sections that fit."""

from __future__ import annotations

from collections import defaultdict

import pytest

from saidao.errors import InvalidInput
from saidao.terms.industry_codes import SCHEMES, parts_of, scheme, translate

GBT, ISIC, NACE = "GB/T 4754-2017", "ISIC Rev. 4", "NACE Rev. 2"

SECTIONS = {
    "A": "A",
    "B": "B",
    "C": "C",
    "D": "DE",  # water is a section of its own in ISIC
    "E": "F",
    "F": "G",
    "G": "H",
    "H": "I",
    "I": "J",
    "J": "K",
    "K": "FL",  # development of buildings is construction in ISIC
    "L": "LMN",
    "M": "M",
    "N": "EMNOR",
    "O": "GMNQS",
    "P": "P",
    "Q": "Q",
    "R": "JR",
    "S": "OS",
    "T": "U",
}
"""Where a section of the Chinese standard goes."""

ELSEWHERE = {
    "3736": "E",  # ship breaking and the recovery of waste
    "4210": "E",
    "4220": "E",
    "4891": "N",  # landscaping
    "4840": "C",  # installation of machinery
    "5414": "N",  # public bicycles are renting
    "5822": "N",  # ticket agents
    "6520": "M",  # design of circuits is engineering
    "6591": "N",  # call centres
    "6650": "O",  # what the government regulates
    "6750": "O",
    "6870": "O",
    "7212": "K",  # holding of investments
    "8010": "T",  # household staff
}
"""Classes that ISIC puts into another section than the rest of theirs."""

EVERY_PAIR = [(one, other) for one in SCHEMES for other in SCHEMES if one != other]


@pytest.mark.parametrize(("source", "target"), EVERY_PAIR)
def test_shares_of_a_class_sum_to_one(source: str, target: str) -> None:
    codes = scheme(source).classes
    made = translate(codes, source, target)
    totals = defaultdict(float)
    for row, share in zip(made.row.tolist(), made.share.tolist(), strict=True):
        assert 0 < share <= 1
        totals[row] += share
    assert all(abs(total - 1) < 1e-9 for total in totals.values())
    assert set(totals) | set(made.missing) == set(range(len(codes)))
    assert set(totals).isdisjoint(made.missing)
    assert scheme(target).are_classes(made.code).all()


def test_every_class_of_the_chinese_standard_is_covered() -> None:
    for target in (ISIC, NACE, "NAF Rev. 2", "UK SIC 2007"):
        assert translate(scheme(GBT).classes, GBT, target).missing == ()


def test_what_has_no_chinese_counterpart_is_named() -> None:
    isic = scheme(ISIC)
    missing = translate(isic.classes, ISIC, GBT).missing
    assert {isic.classes[row] for row in missing} == {
        "0150",  # mixed farming
        "2520",  # weapons
        "3040",  # fighting vehicles
        "5812",  # directories
        "7740",  # leasing of intellectual property
        "8422",  # defence
        "9810",  # own use of households
        "9820",
    }


def test_sections_correspond() -> None:
    chinese, isic = scheme(GBT), scheme(ISIC)
    used = set()
    for code in chinese.classes:
        for part in parts_of(code, GBT, ISIC):
            section = isic.section(part.code)
            if section not in SECTIONS[chinese.section(code)]:
                assert section == ELSEWHERE.get(code), f"{code} to {part.code}"
                used.add(code)
    assert used == set(ELSEWHERE), "an exception that is none"


def test_nace_is_finer_than_isic_and_agrees_with_it() -> None:
    nace, isic = scheme(NACE), scheme(ISIC)
    for code in nace.classes:
        (part,) = parts_of(code, NACE, ISIC)
        assert part.basis == "whole"
        assert part.code[:2] == code[:2], "divisions are the same"
        assert isic.section(part.code) == nace.section(code)


def test_nace_refines_what_isic_says() -> None:
    """Parts in NACE add up to the parts in ISIC."""
    for code in scheme(GBT).classes:
        added: dict[str, float] = defaultdict(float)
        for part in parts_of(code, GBT, NACE):
            (above,) = parts_of(part.code, NACE, ISIC)
            added[above.code] += part.share
        assert added == pytest.approx({each.code: each.share for each in parts_of(code, GBT, ISIC)})


@pytest.mark.parametrize(
    ("code", "target", "expected"),
    [
        ("3973", ISIC, {"2610": 1}),
        ("3973", NACE, {"2611": 1}),
        ("3982", NACE, {"2611": 0.5, "2612": 0.5}),
        ("3612", NACE, {"2910": 1}),
        ("2710", NACE, {"2110": 1}),
        ("2720", NACE, {"2120": 1}),
        ("0133", ISIC, {"0113": 0.5, "0114": 0.5}),
        ("4416", NACE, {"3511": 1}),
        ("6511", NACE, {"5829": 0.5, "6201": 0.5}),
        ("6511", "NAF Rev. 2", {"5829A": 1 / 6, "5829B": 1 / 6, "5829C": 1 / 6, "6201Z": 0.5}),
        ("6621", "UK SIC 2007", {"64191": 0.5, "64192": 0.5}),
    ],
)
def test_known_classes(code: str, target: str, expected: dict[str, float]) -> None:
    found = {part.code: part.share for part in parts_of(code, GBT, target)}
    assert found == pytest.approx(expected)


def test_weights_share_out_what_falls_apart() -> None:
    made = translate(["3491"], GBT, ISIC, {"2816": 30, "2829": 10})
    assert dict(zip(made.code.tolist(), made.share.tolist(), strict=True)) == {
        "2816": 0.75,
        "2829": 0.25,
    }
    assert set(made.basis.tolist()) == {"weighted"}


def test_weights_of_nothing_change_nothing() -> None:
    plain, weighed = (translate(["3491"], GBT, ISIC, weights) for weights in (None, {"0111": 5}))
    assert plain.share.tolist() == weighed.share.tolist() == [0.5, 0.5]
    assert set(weighed.basis.tolist()) == {"equal"}


def test_backwards_a_part_counts_by_its_share() -> None:
    """2816 takes all of division 343 and half of the robots, so robots weigh half as much."""
    parts = {part.code: part.share for part in parts_of("2816", ISIC, GBT)}
    assert parts["3491"] == pytest.approx(parts["3431"] / 2)
    assert sum(parts.values()) == pytest.approx(1)


def test_repeated_codes_keep_their_rows() -> None:
    made = translate(["3973", "0133", "3973"], GBT, ISIC)
    assert made.row.tolist() == [0, 1, 1, 2]


def test_what_is_no_full_class_is_refused() -> None:
    with pytest.raises(InvalidInput, match="a full class of GB/T 4754-2017"):
        translate(["397"], GBT, ISIC)
    with pytest.raises(InvalidInput, match="did you mean 397"):
        translate(["3978"], GBT, ISIC)
    with pytest.raises(InvalidInput, match="scheme"):
        translate(["3973"], GBT, "SIC 1987")
