"""What holds of any two versions: nothing changes against itself, and there is no favoured side."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ledger.sums import subject, target

from saidao.ledger import Assertion
from saidao.ledger.version_changes import MIRRORED
from saidao.ledger.versions import Vocabulary, compare, follow, promises

WORDS = Vocabulary(
    indicators={"size": ("产业规模",), "output": ("产值",), "firms": ("企业",)},
    industries={"ocean": "海洋产业", "shipping": "海洋航运", "drones": "无人机"},
    overlaps={"ocean": frozenset({"shipping"}), "shipping": frozenset({"ocean"})},
)

SUBJECTS = st.one_of(
    st.builds(
        subject,
        industry=st.sampled_from(["ocean", "shipping", "drones", "drones+ocean", "?造船", ""]),
        indicator=st.sampled_from(["size", "output", "?船舶总量", "?船舶数量"]),
        scope=st.sampled_from(["", "规上", "规上企业", "民营"]),
        region=st.sampled_from(["990000", "990101"]),
    ),
    st.builds(
        subject,
        industry=st.sampled_from(["ocean", "drones"]),
        indicator=st.just("firms"),
        unit=st.just("count"),
        tier=st.sampled_from([None, 1e10, 1e11]),
        noun=st.sampled_from(["", "龙头", "上市龙头"]),
    ),
    st.builds(
        subject,
        indicator=st.just("size"),
        unit=st.just("percent"),
        measure=st.sampled_from(["growth", "increase"]),
    ),
)


@st.composite
def version(draw: st.DrawFn, name: str) -> tuple[Assertion, ...]:
    """Draw the promises of one version."""
    drawn: list[Assertion] = []
    for at in range(draw(st.integers(min_value=0, max_value=9))):
        about = draw(SUBJECTS)
        value: Any = draw(st.sampled_from([1.0, 2.0, 50.0, 3e11, 5e11, None]))
        drawn.append(
            target(
                f"{name}{at}",
                about,
                value,
                period=draw(st.sampled_from([None, "2025", "2027", "2030", "2026/2030"])),
                cmp=draw(st.sampled_from(["=", ">", ">=", "~", "<=", "<"])),
                firmness=draw(st.sampled_from([None, "commits", "strives", "expects"])),
                tier=about.tier if value is not None else 1e10,
            )
        )
    return promises(drawn)


@settings(deadline=None)
@given(version("a"))
def test_nothing_changes_against_itself(one: tuple[Assertion, ...]) -> None:
    found = compare(one, one, WORDS)
    assert [(pair.before, pair.after, pair.classes) for pair in found] == [
        (promise.id, promise.id, ("unchanged",)) for promise in one
    ]


@settings(deadline=None)
@given(version("a"), version("b"))
def test_the_other_way_round_is_the_mirror(
    one: tuple[Assertion, ...], other: tuple[Assertion, ...]
) -> None:
    there = compare(one, other, WORDS)
    back = compare(other, one, WORDS)
    assert {(p.before, p.after, frozenset(p.classes), p.tolerated) for p in there} == {
        (p.after, p.before, frozenset(MIRRORED[name] for name in p.classes), p.tolerated)
        for p in back
    }


@settings(deadline=None)
@given(version("a"), version("b"))
def test_every_promise_is_told_once(
    one: tuple[Assertion, ...], other: tuple[Assertion, ...]
) -> None:
    found = compare(one, other, WORDS)
    assert [p.before for p in found if p.before] == [promise.id for promise in one]
    assert sorted(p.after for p in found if p.after) == sorted(promise.id for promise in other)
    for pair in found:
        assert pair.classes
        assert ("unchanged" in pair.classes) <= (pair.classes == ("unchanged",))


@settings(deadline=None)
@given(st.tuples(version("a"), version("b"), version("c")))
def test_a_thread_never_loses_a_promise(versions: tuple[tuple[Assertion, ...], ...]) -> None:
    threads = follow(versions, WORDS)
    told = [id for thread in threads for id in thread.assertions]
    assert sorted(told) == sorted(one.id for version in versions for one in version)
    for thread in threads:
        assert len(thread.steps) == len(thread.assertions) - 1
