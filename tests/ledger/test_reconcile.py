"""Linking, voices, election and conflicts, through the one function that makes a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.ledger.builders import SIZE, assertion, source

from saidao.ledger import Assertion, Intake, Ledger, ObservedValue, reconcile
from saidao.ledger.voices import same_text, sketch
from saidao.packs.pack import Plan, Source
from saidao.terms.name import Name

RULE = ("authority", "date", "specificity")
SOURCES = {
    s.id: s
    for s in (
        source("S001", "official", "2026-03-01"),
        source("S002", "news", "2026-03-02"),
        source("S003", "news", "2026-05-01"),
        source("S004", "news_low"),
    )
}


PLANS = (
    Plan("old", Name("旧方案"), None, "2024-01-01", None, ("S002",)),
    Plan("new", Name("新方案"), None, "2025-01-01", None, ("S003",)),
)
"""The newer plan's text is printed in a paper of 2026-05-01, the older one's before that."""


def ledger(
    *assertions: Assertion,
    rule: Sequence[str] = RULE,
    sketches: dict[str, tuple[str, tuple[int, ...]]] | None = None,
    sources: dict[str, Source] = SOURCES,
) -> Ledger:
    """Reconcile assertions."""
    return reconcile([Intake(assertions)], sources, sketches or {}, rule, PLANS)


def classes(found: Ledger) -> list[str]:
    """Return the classes of conflict found."""
    return [conflict.class_ for conflict in found.conflicts]


def test_one_subject_and_year_is_one_commitment() -> None:
    found = ledger(assertion("a"), assertion("b", source="S002", period="2030-12"))
    assert [c.deadline for c in found.commitments] == ["2030"]
    assert len(found.memberships) == 2


def test_the_same_number_of_another_industry_is_another_commitment() -> None:
    other = replace(SIZE, industry="shipping-services")
    found = ledger(assertion("a"), assertion("b", subject=other, driven_by="ocean"))
    assert len(found.commitments) == 2
    assert not found.conflicts


def test_only_targets_become_commitments() -> None:
    found = ledger(assertion("a", kind="baseline"), assertion("b", kind="measure"))
    assert not found.commitments
    assert len(found.assertions) == 2


def test_an_undated_target_joins_the_only_deadline() -> None:
    found = ledger(assertion("a"), assertion("b", source="S002", period=None))
    assert [c.deadline for c in found.commitments] == ["2030"]


def test_between_two_deadlines_an_undated_target_stays_undated() -> None:
    found = ledger(
        assertion("a"), assertion("b", period="2035", value=9e11), assertion("c", period=None)
    )
    assert [c.deadline for c in found.commitments] == ["2030", "2035", None]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"cmp": ">"}, ["comparator"]),
        ({"value": 4e11}, ["value"]),
        ({"cmp": "~", "value": 3.05e11}, []),
        ({"cmp": "~", "value": 4e11}, ["value"]),
        ({"value": None}, []),
        ({"value": None, "tier": 1e11}, ["precision"]),
        ({"value": None, "tier": 1e10}, ["value"]),
    ],
)
def test_readings_of_one_commitment_conflict_by_class(
    changes: dict[str, object], expected: list[str]
) -> None:
    found = ledger(assertion("a"), assertion("b", source="S002", **changes))
    assert classes(found) == expected


def test_firmness_is_compared_where_both_say_it() -> None:
    firm = assertion("a", firmness="commits")
    assert classes(ledger(firm, assertion("b", source="S002", firmness="strives"))) == ["firmness"]
    assert classes(ledger(firm, assertion("b", source="S002", firmness=None))) == []


def test_a_headline_does_not_contradict_its_own_body() -> None:
    found = ledger(assertion("a"), assertion("b", cmp=">"))
    assert not found.conflicts
    assert {m.voice for m in found.memberships} == {1}


def test_a_source_that_gives_two_values_contradicts_itself() -> None:
    assert classes(ledger(assertion("a"), assertion("b", value=4e11))) == ["value"]


def test_a_stock_and_an_addition_of_like_size_conflict() -> None:
    added = replace(SIZE, change="increment")
    assert classes(ledger(assertion("a"), assertion("b", subject=added, value=2e11))) == ["change"]
    assert classes(ledger(assertion("a"), assertion("b", subject=added, value=1e10))) == []


def test_the_same_level_for_two_years_is_a_conflict_and_growth_is_not() -> None:
    later = {"period": "2035", "source": "S002"}
    assert classes(ledger(assertion("a"), assertion("b", **later))) == ["deadline"]
    assert classes(ledger(assertion("a"), assertion("b", **later, value=2e11))) == ["deadline"]
    assert classes(ledger(assertion("a"), assertion("b", **later, value=4e11))) == []


def test_a_share_kept_from_year_to_year_is_no_conflict() -> None:
    share = replace(SIZE, indicator="share", unit="percent")
    rows = [assertion(y, subject=share, value=20.0, period=y) for y in ("2027", "2028")]
    assert classes(ledger(*rows)) == []


def test_one_figure_under_two_measures_is_a_conflict_of_definition() -> None:
    revenue = replace(SIZE, indicator="revenue")
    found = ledger(assertion("a"), assertion("b", subject=revenue, source="S002"))
    assert classes(found) == ["definition"]
    assert len(found.conflicts[0].commitments) == 2


@pytest.mark.parametrize(
    ("scope", "value", "expected"),
    [
        ("核心产业", 1e11, []),
        ("核心产业", 3e11, ["scope"]),
        ("核心产业", 4e11, ["scope"]),
        ("关联产业", 9e11, ["scope"]),
        ("关联产业", 3e11, []),
    ],
)
def test_a_part_is_less_than_the_whole_and_a_wider_measure_is_another(
    scope: str, value: float, expected: list[str]
) -> None:
    part = replace(SIZE, scope=scope)
    found = ledger(assertion("a"), assertion("b", subject=part, source="S002", value=value))
    assert classes(found) == expected


CLUSTERS = replace(SIZE, indicator="clusters", industry="", unit="count", tier=1e11)


def test_the_same_number_of_other_members_is_a_conflict() -> None:
    four = {"subject": CLUSTERS, "value": 2.0}
    one = assertion("a", **four, members=("drones", "ocean"))
    other = assertion("b", **four, members=("ocean", "shipping-services"), source="S002")
    assert classes(ledger(one, other)) == ["members"]
    assert classes(ledger(one, replace(other, members=()))) == []


def test_a_member_of_a_size_class_that_is_promised_less_is_a_conflict() -> None:
    naming = assertion("a", subject=CLUSTERS, value=2.0, members=("drones", "ocean"))
    assert classes(ledger(naming, assertion("b", value=6e10, source="S002"))) == ["value"]
    assert classes(ledger(naming, assertion("b", value=3e11, source="S002"))) == []


def test_a_later_plan_with_another_value_revises_and_a_paper_contradicts() -> None:
    old = assertion("a", source="S002", plan="old")
    new = assertion("b", source="S003", plan="new", value=4e11)
    assert classes(ledger(old, new)) == ["revision"]
    assert classes(ledger(old, replace(new, plan=None, source="S004"))) == ["value"]


def test_what_is_meant_to_fall_may_fall_and_what_happens_yearly_may_happen_again() -> None:
    later = {"period": "2035", "source": "S002"}
    energy = replace(SIZE, indicator="energy-consumption", unit="tce")
    invested = replace(SIZE, indicator="industrial-investment")
    assert (
        classes(
            ledger(
                assertion("a", subject=energy), assertion("b", subject=energy, value=1e11, **later)
            )
        )
        == []
    )
    assert (
        classes(ledger(assertion("a", subject=invested), assertion("b", subject=invested, **later)))
        == []
    )


def observed(id: str, value: float, **changes: object) -> ObservedValue:
    """Return a realised value of 2025."""
    plain: dict[str, object] = {
        "origin": "pack",
        "indicator": "size",
        "industry": "ocean",
        "scope": "",
        "region": "990000",
        "period": "2025",
        "period_type": "year",
        "cmp": "=",
        "unit": "CNY",
        "definition": None,
        "vintage": None,
        "source": "S001",
        "quality": "published",
    }
    return ObservedValue(id=id, value=value, **(plain | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "changes", "expected"),
    [
        (2.4e11, {}, ["value"]),
        (3.004e11, {}, []),
        (2.9e11, {"cmp": ">"}, []),
        (2.4e11, {"cmp": ">"}, []),
        (2.0e11, {"cmp": ">"}, ["value"]),
        (3.1e11, {"cmp": "~"}, []),
        (2.4e11, {"definition": Name("老口径")}, ["value"]),
        (2.4e11, {"scope": "核心产业"}, []),
        (2.4e11, {"region": "990101"}, []),
        (2.4e11, {"source": "S001"}, []),
        (2.4e11, {"period": "2026"}, ["series"]),
        (2.995e11, {"period": "2026"}, []),
        (3.2e11, {"period": "2026"}, []),
        (2.4e11, {"period": "2026", "source": "S001"}, []),
        (2.4e11, {"period": "2024"}, []),
    ],
)
def test_realised_values_contradict_each_other(
    value: float, changes: dict[str, object], expected: list[str]
) -> None:
    values = observed("a", 3.0e11), observed("b", value, **({"source": "S002"} | changes))
    found = reconcile([Intake((), values)], SOURCES, {}, RULE, PLANS)
    assert classes(found) == expected
    for conflict in found.conflicts:
        assert conflict.observations == ("a", "b")
        assert not conflict.assertions


def test_two_definitions_are_told_as_such() -> None:
    values = (
        observed("a", 3e11, definition=Name("新口径")),
        observed("b", 2e11, definition=Name("老口径"), source="S002"),
    )
    found = reconcile([Intake((), values)], SOURCES, {}, RULE, PLANS)
    assert classes(found) == ["definition"]


def test_a_target_that_another_scope_has_met_already_counts_something_else() -> None:
    subject = replace(SIZE, scope="规上企业")
    target = assertion("t", subject=subject, issued="2026-03-01")
    values = (observed("o", 4e11, scope="重点企业", source="S002"),)
    found = reconcile([Intake((target,), values)], SOURCES, {}, RULE, PLANS)
    assert [(c.class_, c.assertions, c.observations) for c in found.conflicts] == [
        ("scope", ("t",), ("o",))
    ]
    late = replace(target, issued="2024-01-01")
    assert not reconcile([Intake((late,), values)], SOURCES, {}, RULE, PLANS).conflicts


@pytest.mark.parametrize(
    ("rival", "decided_by"),
    [
        ({"source": "S002", "cmp": ">"}, "authority"),
        ({"source": "S001", "issued": "2025-01-01", "value": 4e11}, "date"),
        ({"period": None, "value": 4e11}, "specificity"),
        ({"source": "S001", "value": 4e11, "modality": "forecast"}, "modality"),
    ],
)
def test_the_rule_elects_and_says_why(rival: dict[str, object], decided_by: str) -> None:
    found = ledger(assertion("b"), assertion("a", **rival))
    assert [(e.assertion, e.decided_by) for e in found.elections] == [("b", decided_by)]
    assert found.elections[0].rule.zh
    assert found.elections[0].rule.en


def test_the_pack_may_put_the_date_first() -> None:
    rows = assertion("official"), assertion("news", source="S003", cmp=">")
    assert ledger(*rows).elections[0].assertion == "official"
    assert ledger(*rows, rule=("date", "authority")).elections[0].assertion == "news"


def elected(found: Ledger) -> tuple[str, str]:
    """Return the elected reading of the only commitment and the criterion that chose it."""
    (election,) = found.elections
    return election.assertion, election.decided_by


PLAN_FIRST = ("authority", "plan", "date", "specificity")


def test_a_plan_stands_before_a_newer_remark_about_it() -> None:
    rows = (
        assertion("plan", source="S002", plan="old"),
        # The row names the plan, but its paper is none that carries the plan's text.
        assertion("remark", source="S003", plan="old", cmp=">", issued="2026-06-01"),
    )
    assert elected(ledger(*rows, rule=PLAN_FIRST)) == ("plan", "plan")
    assert "规划本文优先于对它的转述" in ledger(*rows, rule=PLAN_FIRST).elections[0].rule.zh
    assert elected(ledger(*rows)) == ("remark", "date")


def test_a_newer_plan_stands_before_an_older_one_however_late_that_was_printed() -> None:
    rows = (
        assertion("old", source="S002", plan="old", issued="2026-09-09"),
        assertion("new", source="S003", plan="new", value=4e11),
    )
    assert elected(ledger(*rows, rule=PLAN_FIRST)) == ("new", "date")
    assert "2025-01-01" in ledger(*rows, rule=PLAN_FIRST).elections[0].rule.en


def test_authority_is_asked_before_the_plan() -> None:
    rows = (
        assertion("plan", source="S002", plan="old"),
        assertion("official", source="S001", cmp=">"),
    )
    assert elected(ledger(*rows, rule=PLAN_FIRST)) == ("official", "authority")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("海洋产业行动方案（2031年）", ("added", "date")),
        ("Ocean industry plan 2031", ("added", "date")),
        ("副市长在海洋节上的讲话", ("plan", "plan")),
    ],
)
def test_a_plan_that_a_user_brings_is_a_plan_and_an_official_speech_is_none(
    title: str, expected: tuple[str, str]
) -> None:
    official = replace(SOURCES["S002"], authority="official")
    added = replace(SOURCES["S001"], id="added-1", title=title, issued="2031-01-01")
    rows = (
        assertion("plan", source="S002", plan="old"),
        assertion("added", origin="document", source="added-1", cmp=">", issued="2031-01-01"),
    )
    sources = SOURCES | {"S002": official, "added-1": added}
    assert elected(ledger(*rows, rule=PLAN_FIRST, sources=sources)) == expected


def test_what_is_read_in_the_document_of_a_known_plan_is_the_plans() -> None:
    rows = (
        assertion("read", origin="document", source="S003"),
        assertion("remark", source="S002", cmp=">", issued="2026-09-09"),
    )
    assert elected(ledger(*rows, rule=PLAN_FIRST)) == ("read", "plan")


def test_the_losing_reading_stays() -> None:
    found = ledger(assertion("a"), assertion("b", source="S002", value=4e11))
    assert {m.assertion for m in found.memberships} == {"a", "b"}


def test_copies_of_one_text_are_one_voice() -> None:
    text = "本市计划在五年内建成三座新码头，并把航道加深到十八米，让更大的船可以进港。" * 3
    copies = {
        "doc-1": ("S002", sketch(text)),
        "doc-2": ("S003", sketch("转载：" + text + "（编辑）")),
        "doc-3": ("S004", sketch("另一篇谈渔业休渔期安排和补贴标准的文章，与码头无关。" * 3)),
    }
    rows = [assertion(f"a{n}", source=f"S00{n}") for n in (2, 3, 4)]
    found = ledger(*rows, sketches=copies)
    voices = {m.assertion: m.voice for m in found.memberships}
    assert voices["a2"] == voices["a3"] != voices["a4"]


def test_empty_texts_are_no_copies_of_one_another() -> None:
    assert not same_text(sketch(""), sketch("。。"))


FIGURES = st.builds(
    assertion,
    st.uuids().map(str),
    source=st.sampled_from(sorted(SOURCES)),
    value=st.sampled_from([None, 1e11, 3e11, 3.05e11]),
    cmp=st.sampled_from(["=", ">", "~", "<="]),
    firmness=st.sampled_from([None, "commits", "strives"]),
    period=st.sampled_from([None, "2030", "2030-12", "2026/2035"]),
    subject=st.sampled_from(
        [SIZE, replace(SIZE, change="increment"), replace(SIZE, indicator="revenue")]
    ),
)


@given(
    st.lists(FIGURES, max_size=12).flatmap(
        lambda rows: st.tuples(st.just(rows), st.permutations(rows))
    )
)
def test_the_order_of_assertions_does_not_matter(
    rows: tuple[list[Assertion], list[Assertion]],
) -> None:
    one, other = rows
    assert ledger(*one) == ledger(*other)


@given(st.lists(FIGURES, max_size=10))
def test_saying_a_thing_twice_changes_nothing(rows: list[Assertion]) -> None:
    assert ledger(*rows) == ledger(*rows, *rows)


@given(st.lists(FIGURES, max_size=12))
def test_every_target_belongs_to_exactly_one_commitment(rows: list[Assertion]) -> None:
    found = ledger(*rows)
    assert sorted(m.assertion for m in found.memberships) == sorted(r.id for r in rows)
    assert {e.commitment for e in found.elections} == {c.id for c in found.commitments}
