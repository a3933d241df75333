"""Arithmetic over a ledger: what was promised and reported must add up.

`books_of` lays a ledger open, `check` goes through its figures rule by rule. Every
finding names its figures, the rule, what was computed, and how sure it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from saidao.ledger.checks.books import Books, Figure, books_of
from saidao.ledger.checks.findings import CERTAINTIES, RULES, Finding, Rule
from saidao.ledger.checks.levels import (
    already_reached,
    later_targets,
    member_counts,
    tier_counts,
    tier_members,
)
from saidao.ledger.checks.parts import industry_totals, named_parts, region_totals
from saidao.ledger.checks.rates import (
    increase_levels,
    increment_stocks,
    rate_increases,
    rate_paths,
    yearly_sums,
)
from saidao.ledger.checks.shares import per_unit_values, share_levels

__all__ = ["CERTAINTIES", "RULES", "Books", "Figure", "Finding", "Rule", "books_of", "check"]

CHECKS: tuple[Callable[[Books], Iterator[Finding]], ...] = (
    industry_totals,
    named_parts,
    region_totals,
    share_levels,
    rate_paths,
    increase_levels,
    rate_increases,
    increment_stocks,
    yearly_sums,
    tier_counts,
    tier_members,
    member_counts,
    already_reached,
    later_targets,
    per_unit_values,
)


def check(books: Books, rules: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return what does not add up, the surest first.

    Parameters
    ----------
    books : Books
    rules : iterable of str
        Only findings of these rules; all where none is given.
    """
    wanted = frozenset(rules) or frozenset(RULES)
    found = {one.id: one for run in CHECKS for one in run(books) if one.rule in wanted}
    sure, order = list(CERTAINTIES), list(RULES)
    return tuple(
        sorted(
            found.values(),
            key=lambda one: (sure.index(one.certainty), order.index(one.rule), one.id),
        )
    )
