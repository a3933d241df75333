"""Size classes, members that are named, and targets against what was before."""

from __future__ import annotations

import pytest
from tests.ledger.sums import books, found, observed, placed, subject, target

from saidao.ledger.checks import check
from saidao.packs.pack import Linkage
from saidao.terms.name import Name


def classes(tier: float, value: float, id: str) -> object:
    """Return a number of clusters of one size class."""
    about = subject(indicator="clusters", unit="count", tier=tier)
    return target(id, about, value, counted="产业集群", tier=tier)


def test_size_classes_fit_into_the_whole() -> None:
    both = (classes(1e11, 2.0, "large"), classes(1e10, 5.0, "small"))
    fits = books(*both, target("whole", subject(), 3e11))  # type: ignore[arg-type]
    # Two of the hundred billion are among the five of ten billion at least.
    assert found(fits) == {}
    small = books(*both, target("whole", subject(), 1.5e11))  # type: ignore[arg-type]
    assert found(small) == {"tier-counts": "likely"}
    floor = books(*both, target("whole", subject(), 1.5e11, cmp=">"))  # type: ignore[arg-type]
    assert found(floor) == {"tier-counts": "bound"}


def test_members_of_a_class_are_promised_as_large() -> None:
    about = subject("", "clusters", "count", tier=1e12)
    four = target("class", about, 2.0, counted="产业集群", tier=1e12, members=("drones", "ocean"))
    given = books(
        four, target("one", subject("ocean"), 6.5e11), target("two", subject("drones"), 1.2e12)
    )
    assert [(one.rule, one.certainty) for one in check(given)] == [("tier-members", "likely")]
    assert ("member", "one") in check(given)[0].figures


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("，即船舶、海工和航运。", {"member-count": "likely"}),
        ("，即船舶、海工、航运、软件和信息服务。", {}),
        ("，即船舶、海工、航运和水产。", {}),
        ("，包括船舶、海工。", {}),
        ("，即船舶、海工等。", {}),
        ("，面向船舶、海工和航运。", {}),
        ("（船舶、海工、航运、水产、旅游）。", {"member-count": "likely"}),
    ],
)
def test_as_many_names_as_the_number_says(rest: str, expected: dict[str, str]) -> None:
    text = "打造4个产业集群" + rest
    about = subject("", "clusters", "count")
    four = target("four", about, 4.0, counted="产业集群", passage=placed(text, "打造4个产业集群"))
    assert found(books(four, texts={"paper": text})) == expected


def test_english_names_are_counted_too() -> None:
    text = "The city will form four clusters, namely ships, drones and ports. More will come."
    quote = "The city will form four clusters"
    about = subject("", "clusters", "count")
    four = target("four", about, 4.0, counted="clusters", passage=placed(text, quote))
    assert found(books(four, texts={"paper": text})) == {"member-count": "likely"}
    three = target("four", about, 3.0, counted="clusters", passage=placed(text, quote))
    assert found(books(three, texts={"paper": text})) == {}


def test_a_target_that_was_reached_before_it_was_set() -> None:
    goal = target("goal", subject(), 3e11, issued="2026-05-01")
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2025"))) == {
        "already-reached": "certain"
    }
    assert found(books(goal, observed("seen", subject(), 2.8e11, "2025"))) == {}
    # What comes after the target is progress.
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2027"))) == {}


def test_the_same_of_another_definition_is_only_likely() -> None:
    goal = target("goal", subject(), 3e11, issued="2026-05-01")
    seen = observed("seen", subject("shipping", "output"), 3.2e11, "2025")
    link = Linkage("size", "ocean", "output", "", "proxy", Name("口径不同", "another"), "shipping")
    given = books(goal, seen, linkages=[link])
    assert found(given) == {"already-reached": "likely"}
    assert "口径不同" in check(given)[0].computed.zh


def test_keeping_what_is_there_is_a_target() -> None:
    text = "港口吞吐量保持在3000亿元以上"
    goal = target("goal", subject(), 3e11, issued="2026-05-01", passage=placed(text, text))
    assert found(books(goal, observed("seen", subject(), 3.2e11, "2025"))) == {}


def test_a_later_target_is_no_less() -> None:
    early = target("early", subject(), 3e11, period="2027")
    assert found(books(early, target("late", subject(), 2e11))) == {"later-less": "likely"}
    assert found(books(early, target("late", subject(), 2e11, cmp=">"))) == {"later-less": "bound"}
    assert found(books(early, target("late", subject(), 3e11))) == {"later-same": "bound"}
    assert found(books(early, target("late", subject(), 4e11))) == {}


def test_a_share_may_be_kept_up_and_a_ceiling_may_fall() -> None:
    share = subject(indicator="share", unit="percent")
    assert found(books(target("a", share, 20.0, period="2027"), target("b", share, 20.0))) == {}
    assert (
        found(
            books(
                target("a", subject(), 3e11, period="2027", cmp="<="),
                target("b", subject(), 2e11, cmp="<="),
            )
        )
        == {}
    )
