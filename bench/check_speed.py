"""Seconds that `saidao check` takes over ledgers of random figures, of growing size.

The figures are of two hundred regions, two hundred and fifty industries and four measures,
with parts, shares, rates and targets for every year, most of which contradict each other:
more work than a ledger of a hundred thousand honest figures makes. Processor time, one
core; the time per figure must not grow with their number.
"""

from __future__ import annotations

import random
import time

from saidao.ledger import Assertion, Passage, Subject
from saidao.ledger.checks import Books, books_of, check
from saidao.ledger.records import Election, Ledger
from saidao.packs.pack import Indicator, Industry
from saidao.terms.name import Name

SIZES = (12_500, 25_000, 50_000, 100_000)
QUOTE = "甲产业规模达到300亿元"
INDICATORS = (
    Indicator("share", Name("占生产总值的比重"), "percent", ("占生产总值的比重",)),
    Indicator("gdp", Name("生产总值"), "CNY", ("生产总值",)),
)


def industries() -> list[Industry]:
    """Return fifty industries of four parts each, with the parts."""
    found: list[Industry] = []
    for number in range(50):
        parts = tuple(f"i{number}-{part}" for part in range(4))
        found.append(Industry(f"i{number}", Name(f"i{number}"), parts=parts))
        found += [Industry(part, Name(part)) for part in parts]
    return found


def drawn(size: int) -> Books:
    """Return the books of a ledger of random figures."""
    chance = random.Random(size)
    known = industries()
    regions = [f"99{number:04d}" for number in range(200)]
    assertions: list[Assertion] = []
    for number in range(size):
        passage = Passage(f"d{number // 40}", number % 40 * 50, number % 40 * 50 + 11, QUOTE)
        kind = chance.choices(("target", "actual", "rate", "share", "part"), (50, 30, 10, 5, 5))[0]
        relative = {"rate": "growth", "share": "level"}.get(kind)
        measured = "share" if kind == "share" else chance.choice(("size", "output", "revenue"))
        actual = kind in {"actual", "part"}
        assertions.append(
            Assertion(
                id=f"a{number}",
                origin="document",
                kind="actual" if actual else "target",
                subject=Subject(
                    indicator=measured,
                    industry=chance.choice(known).id,
                    scope="",
                    region=chance.choice(regions),
                    measure="growth" if kind == "rate" else "level",
                    change="stock",
                    unit="percent" if relative else "CNY",
                ),
                op={"rate": "growth_rate_per_year", "share": "share"}.get(kind, "="),
                cmp="=",
                value=float(chance.randint(2, 60) if relative else chance.randint(1, 99999) * 1e8),
                value_high=None,
                period=str(chance.randint(2015, 2023) if actual else chance.randint(2024, 2035)),
                base_year="2020" if kind == "rate" else None,
                firmness=None,
                modality=None if actual else "commitment",
                qualifier=None,
                counted=None,
                tier=None,
                driven_by=None,
                source="S001",
                issued="2024-01-01",
                indicator_words="占生产总值的比重" if kind == "share" else "",
                passage=passage,
                part_of=f"a{number - 1}" if kind == "part" and number else None,
            )
        )
    elected = (one.id for one in assertions if one.kind == "target")
    elections = tuple(Election(id, id, "only", Name("")) for id in elected)
    ledger = Ledger(tuple(assertions), (), (), (), (), elections, ())
    parents = dict.fromkeys(regions, "990000")
    return books_of(ledger, industries=known, parents=parents, indicators=INDICATORS)


def run() -> None:
    """Print seconds and findings for each size."""
    print(f"{'figures':>9} {'seconds':>8} {'us a figure':>12} {'findings':>9}")
    for size in SIZES:
        books = drawn(size)
        started = time.process_time()
        found = check(books)
        seconds = time.process_time() - started
        print(f"{size:>9} {seconds:>8.2f} {1e6 * seconds / size:>12.1f} {len(found):>9}")
