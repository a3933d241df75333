"""The parts of the English grammar, each on its own."""

from __future__ import annotations

import re

import pytest

from saidao.documents.document import Block
from saidao.statements.english import (
    clauses,
    comparators,
    currencies,
    exclusions,
    numerals,
    periods,
    phrases,
    quantities,
    tenses,
    units,
    verbs,
)
from saidao.statements.english.times import Clock, clock, fiscal_year
from saidao.statements.units import is_canonical

INDIA = Clock(2024, 5, "india")


def sentence(text: str) -> clauses.Sentence:
    """Cut a text into one sentence."""
    return clauses.split(clauses.fold(text), 0, len(text), 0)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("seven hundred and five", [705]),
        ("two thousand three hundred", [2300]),
        ("1.5 lakh crore", [1.5e12]),
        ("1,25,000", [125000]),
        ("12 000 and 3 500", [12000, 3500]),
        ("half the second half of the year", [0.5]),
        ("a third term and a third of it", [1 / 3]),
        ("one in ten, 3/4 of, 24/7", [0.1, 0.75, 24, 7]),
        ("no number at all", []),
        ("9" * 40, []),
    ],
)
def test_numerals(text: str, values: list[float]) -> None:
    assert [found.value for found in numerals.scan(sentence(text))] == pytest.approx(values)


@pytest.mark.parametrize(
    ("text", "sign", "begin"),
    [
        ("it is more than 5", ">", 2),
        ("it is not more than 5", "<=", 2),
        ("it must not exceed 5", "<=", 2),
        ("it is up to about 5", "~", 2),
        ("it is at least another 5", ">=", 2),
        ("it is 5", None, 2),
    ],
)
def test_comparator_before(text: str, sign: str | None, begin: int) -> None:
    words = sentence(text).words
    assert comparators.before(words, len(words) - 1, 0) == (sign, begin)


def test_comparator_after_does_not_take_the_next_range() -> None:
    words = sentence("5 and up to 9").words
    assert comparators.after(words, 1) == (None, 1)
    assert comparators.after(sentence("5 or more").words, 1) == (">=", 3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from 2021 to 2024", [("2021/2024", "at")]),
        ("in FY25 and by March 2026", [("2024/2025", "at"), ("2026-03", "deadline")]),
        ("from 2005 levels", [("2005", "base")]),
        ("since 2015", [("2015", "since")]),
        ("2024-11-30", [("2024-11", "at")]),
        ("as on 05.07.2019", [("2019-07", "at")]),
        ("the Act of 1998", [("", "name")]),
        ("create 2000 jobs", []),
        ("he may march on", []),
        ("over a five-year period", [("2024/2029", "span")]),
    ],
)
def test_times(text: str, found: list[tuple[str, str]]) -> None:
    assert [(time.period, time.role) for time in periods.scan(sentence(text), INDIA)] == found


def test_fiscal_years_follow_the_place() -> None:
    read = [
        periods.scan(sentence("in FY2024"), clock("2024", place))[0].period
        for place in ("India", "Singapore", "United States", "")
    ]
    assert read == ["2023/2024", "2024/2025", "2023/2024", "2024"]


def test_fiscal_year_of_a_budget_must_touch_the_day_of_publication() -> None:
    now = Clock(2023, 2, "india")
    assert fiscal_year("Budget 2023-24, after 2019-20", now) == "2023/2024"
    assert fiscal_year("The plan of 2015-16", now) is None


def test_relative_times_need_a_clock() -> None:
    assert periods.scan(sentence("over the next five years"), None) == []


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("public charging points across the land", "public charging points"),
        ("direct and indirect jobs", "direct and indirect jobs"),
        ("of the most remote farms", "remote farms"),
        ("plug-in models", "plug - in models"),
        ("homes built last year", "homes"),
        ("per cent", None),
        ("Light Rail (LR) stops", "Light Rail ( LR ) stops"),
    ],
)
def test_what_is_counted(text: str, counted: str | None) -> None:
    cut = sentence("40 " + text)
    phrase = phrases.counted(cut, 1)
    found = None if phrase is None else " ".join(cut.raw[phrase.first : phrase.last])
    assert found == counted


def test_signs_shared_by_countries_are_read_by_the_place() -> None:
    assert currencies.of_place("$", "Perth, Australia") == "AUD"
    assert currencies.of_place("¥", "France") == "¥"
    assert currencies.named_in("¥", ["japan", "will", "pay"]) == "JPY"
    assert currencies.named_in("¥", ["japan", "and", "china"]) == "¥"


def test_all_units_are_canonical() -> None:
    simple = {unit for unit, _ in units.MEASURES.values()} - {"degree"}
    assert {unit for unit in simple if not is_canonical(unit)} == set()
    assert {code for code in currencies.CODES if not is_canonical(code)} == set()


@pytest.mark.parametrize("stem", ["cut", "rise", "apply", "plan", "reach"])
def test_verb_forms_hold_the_stem_and_its_participle(stem: str) -> None:
    found = verbs.forms([stem])
    assert stem in found
    assert any(word.endswith("ing") for word in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council will build homes", ["future"]),
        ("The council has committed to building homes", ["past", "future"]),
        ("The council was asked to build homes", ["past", "future"]),
        ("The fair is expected in May", ["future"]),
    ],
)
def test_tenses(text: str, expected: list[str]) -> None:
    assert [mark.tense for mark in tenses.markers(sentence(text))] == expected


def test_wrapped_lines_are_one_paragraph_and_list_items_are_not() -> None:
    text = (
        "The harbour authority will spend the money that it saved over the last\n"
        "three years on two new cranes.\n"
        "- Buy 40 trucks by 2030\n"
        "- Train 90 drivers by 2031"
    )
    found = list(clauses.paragraphs(text, clauses.lines(text)))
    assert [paragraph.text.split()[-1] for paragraph in found] == ["cranes.", "2030", "2031"]


def test_folding_keeps_every_place() -> None:
    text = "Spend **€5** on ‘tea’ [now](https://example.org/2030) — １２ <b>cups</b> [3]"
    folded = clauses.fold(text)
    assert len(folded) == len(text)
    assert "2030" not in folded
    assert "12" in folded
    assert "3" not in folded[-4:]


def test_sentences_end_at_full_stops_but_not_at_abbreviations() -> None:
    text = "In the U.S. Senate approx. 40 members voted. Rs. 500 was paid. It cost 3.5 million."
    paragraph = clauses.Paragraph(0, text)
    assert [cut.line.split()[0] for cut in clauses.sentences(paragraph, re.compile(r"(?!)"))] == [
        "in",
        "rs",
        "it",
    ]


def test_a_block_of_cells_is_left_to_the_tables() -> None:
    assert list(clauses.paragraphs("40 homes", [Block(0, 8, "cell")])) == []


@pytest.mark.parametrize(
    ("text", "title", "foreign"),
    [
        ("Shares fell 3% on the Nasdaq", "", True),
        ("It was 40", "Late goals settle the derby", True),
        ("The government will invest in rolling stock", "", False),
    ],
)
def test_other_domains_are_told_by_their_words(text: str, title: str, foreign: bool) -> None:
    assert exclusions.foreign(sentence(text), sentence(title).words) == foreign


def test_quantities_keep_their_place_in_the_text() -> None:
    cut = sentence("Up to £4.5 million for 30 to 40 schools")
    found = quantities.scan(cut, [], "United Kingdom")
    assert [(q.value, q.high, q.unit, q.cmp) for q in found] == [
        (4.5e6, None, "GBP", "<="),
        (30, 40, "count", "range"),
    ]
