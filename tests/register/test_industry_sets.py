"""Fractional sets of classes: what belongs, what two share, what a sum counts twice."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saidao.errors import InvalidInput
from saidao.packs import load
from saidao.register import industry_sets
from saidao.register.industry_sets import Membership, account, membership, overlap
from saidao.terms.industry_codes import parts_of, scheme

GBT, NACE = "GB/T 4754-2017", "NACE Rev. 2"
SHANGHAI = Path(__file__).resolve().parents[2] / "packs" / "shanghai"


def of(**shares: float) -> Membership:
    """Return a membership from codes written as ``c3973``."""
    codes = sorted(code[1:] for code in shares)
    return Membership(GBT, tuple(codes), tuple(shares[f"c{code}"] for code in codes))


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(industry_sets).failed == 0


def test_a_code_stands_for_all_below_it() -> None:
    made = membership([(f"{GBT}:I", 1.0)], GBT)
    assert made.codes == tuple(sorted(scheme(GBT).below("I")))
    assert set(made.shares) == {1.0}
    assert not made.translated


def test_the_longest_code_decides_whatever_the_order() -> None:
    codes = [(f"{GBT}:3973", 1.0), (f"{GBT}:C", 0.1), (f"{GBT}:397", 0.5)]
    for order in (codes, codes[::-1]):
        made = membership(order, GBT)
        assert (made.of("3973"), made.of("3974"), made.of("1311")) == (1.0, 0.5, 0.1)
        assert made.of("6520") == 0


def test_a_register_of_another_classification_gets_expected_shares() -> None:
    made = membership([(f"{GBT}:3491", 1.0)], NACE)
    assert made.translated
    for code, share in made.as_dict().items():
        back = {part.code: part.share for part in parts_of(code, NACE, GBT)}
        assert share == pytest.approx(back["3491"])
    assert made.of("2611") == 0


def test_a_whole_section_stays_whole_in_translation() -> None:
    """All of Chinese manufacturing is all of a class of European chemistry."""
    made = membership([(f"{GBT}:C", 1.0)], NACE)
    assert made.of("2014") == pytest.approx(1)
    assert made.of("2611") == pytest.approx(1)
    assert made.of("6201") == 0
    assert 0 < made.of("3832") <= 1, "recovery is manufacturing in China alone"


def test_codes_in_the_register_s_own_scheme_need_no_translation() -> None:
    made = membership([(f"{NACE}:26.1", 1.0)], NACE)
    assert made.codes == ("2611", "2612")
    assert not made.translated


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ([(f"{GBT}:3973", 1.5)], "at most 1"),
        ([(f"{GBT}:3973", 0.0)], "more than 0"),
        ([(f"{GBT}:3973", 1.0), ("GBT 4754-2017:39.73", 0.5)], "each code once"),
        ([(f"{GBT}:3978", 1.0)], "did you mean 397"),
    ],
)
def test_wrong_codes_are_refused(codes: list[tuple[str, float]], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        membership(codes, GBT)


def test_overlap_is_bounded_by_the_smaller_share() -> None:
    (shared,) = overlap(of(c3973=0.5, c3974=1.0), of(c3973=0.25, c3921=1.0))
    assert (shared.code, shared.least, shared.most) == ("3973", 0.0, 0.25)
    (certain,) = overlap(of(c3973=1.0), of(c3973=0.4))
    assert certain.least == pytest.approx(0.4)
    assert certain.most == 0.4


def test_account_of_three_by_hand() -> None:
    """Two halves of a class of 10 and all of a class of 4 that two of them hold."""
    parts = {"a": of(c3973=0.5, c3921=1.0), "b": of(c3973=0.5, c3921=1.0), "c": of(c3974=1.0)}
    made = account(parts, {"3973": 10, "3921": 4, "3974": 3, "0111": 99})
    assert made.each == {"a": 9.0, "b": 9.0, "c": 3.0}
    assert made.total == 21.0
    assert made.union_least == 5 + 4 + 3
    assert made.union_most == 10 + 4 + 3
    assert (made.counted_twice_least, made.counted_twice_most) == (4.0, 9.0)


SHARES = st.dictionaries(
    st.sampled_from(scheme(GBT).classes[:6]), st.floats(0.01, 1), min_size=1, max_size=6
)


@given(
    st.lists(SHARES, min_size=1, max_size=4),
    st.dictionaries(st.sampled_from(scheme(GBT).classes[:6]), st.floats(0, 1e6)),
)
def test_a_union_lies_between_the_largest_part_and_the_sum(
    shares: list[dict[str, float]], sizes: dict[str, float]
) -> None:
    parts = {
        str(number): Membership(GBT, tuple(own), tuple(own.values()))
        for number, own in enumerate(shares)
    }
    made = account(parts, sizes)
    slack = 1e-9 * (1 + made.total)
    assert max(made.each.values()) <= made.union_least + slack
    assert made.union_least <= made.union_most + slack
    assert made.union_most <= min(made.total, sum(sizes.values())) + slack


@given(SHARES, SHARES)
def test_the_overlap_of_two_is_what_their_sum_counts_twice(
    one: dict[str, float], other: dict[str, float]
) -> None:
    a = Membership(GBT, tuple(one), tuple(one.values()))
    b = Membership(GBT, tuple(other), tuple(other.values()))
    sizes = dict.fromkeys(one | other, 1.0)
    made = account({"a": a, "b": b}, sizes)
    shared = overlap(a, b)
    assert made.counted_twice_most == pytest.approx(sum(each.most for each in shared))
    assert made.counted_twice_least == pytest.approx(sum(each.least for each in shared))


def test_memberships_of_two_classifications_are_not_mixed() -> None:
    with pytest.raises(InvalidInput, match="one classification"):
        overlap(of(c3973=1.0), membership([(f"{NACE}:2611", 1.0)], NACE))


def test_the_industries_of_shanghai_expand() -> None:
    pack = load(SHANGHAI)
    made = {row.id: membership(row.codes, GBT) for row in pack.industries if row.codes}
    assert len(made) >= 70
    assert all(each.codes for each in made.values())
    robots, terminals = made["industrial-robots"], made["smart-terminals"]
    assert [each.code for each in overlap(robots, terminals)] == ["3491"]
    chips, electronics = made["integrated-circuits"], made["electronic-information"]
    assert "3973" in {each.code for each in overlap(chips, electronics)}


def test_whoever_composes_says_so() -> None:
    """A set that nobody has published carries a note in both languages."""
    for row in load(SHANGHAI).industries:
        if row.codes and row.codes_basis != "published":
            assert row.note is not None, row.id
            assert "本图册拟定" in row.note.zh, row.id
            assert "our own reading" in row.note.en, row.id
            shared = any(share < 1 for _, share in row.codes)
            assert ("小于1的份额是假定" in row.note.zh) == shared, row.id
        elif row.codes:
            assert {share for _, share in row.codes} == {1.0}, row.id


def test_totals_have_no_codes_of_their_own() -> None:
    """A total is the union of its parts, never a set beside them."""
    for row in load(SHANGHAI).industries:
        assert not (row.parts and row.codes), row.id
