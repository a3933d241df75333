"""What can be read in more than one way, and is left to a person with its candidates.

A doubtful statement never stands among the others: `settle` takes it out and makes a
review of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from saidao.statements.chinese import comparators
from saidao.statements.chinese.amounts import Quantity
from saidao.statements.statement import Comparator, Review, Statement

CURRENCIES: Final = ("CNY", "HKD", "TWD", "MOP")
"""What a bare 元 can be where nothing tells the place."""

_AGAINST: Final[dict[tuple[Comparator, str], tuple[Comparator, ...]]] = {
    (">", "most"): (">", "<="), ("<", "least"): ("<", ">="), ("<=", "least"): ("<=", ">="),
    (">=", "most"): (">=", "<="), (">", "about"): (">", "~"), ("<", "about"): ("<", "~"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a statement is doubtful, and its readings."""

    reason: str
    candidates: tuple[Statement, ...]


def doubt_of(statement: Statement, quantity: Quantity, left: str, placed: bool) -> Doubt | None:
    """Return what makes a statement doubtful, None where nothing does.

    Parameters
    ----------
    statement : Statement
    quantity : Quantity
    left : str
        The clause before the figure.
    placed : bool
        Whether the place, and with it the currency of a bare 元, is known.
    """
    if not placed and quantity.unit.canonical in ("local", "dollar"):
        _, slash, per = statement.unit.partition("/")
        codes = CURRENCIES if quantity.unit.canonical == "local" else ("USD", *CURRENCIES[1:])
        return Doubt(
            "the place does not tell whose currency this is",
            tuple(replace(statement, unit=one + slash + per) for one in codes),
        )
    if not quantity.suffix:
        return None
    said = comparators.before(left)
    readings = () if said is None else _AGAINST.get((said, quantity.suffix), ())
    if not readings or statement.cmp not in readings:
        return None
    return Doubt(
        "the words before and after the figure contradict each other",
        tuple(_compared(statement, one) for one in readings),
    )


def _compared(statement: Statement, cmp: Comparator) -> Statement:
    """Return the statement with another comparator."""
    level = statement.op == statement.cmp
    return replace(statement, cmp=cmp, op=cmp if level else statement.op)


def settle(
    statements: list[Statement], doubts: dict[int, Doubt]
) -> tuple[tuple[Statement, ...], tuple[Review, ...]]:
    """Return the statements that are sure, and a review for each that is not."""
    if not doubts:
        return tuple(statements), ()
    places: dict[int, int] = {}
    for index in range(len(statements)):
        if index not in doubts:
            places[index] = len(places)
    sure = tuple(
        replace(one, part_of=None if one.part_of is None else places.get(one.part_of))
        for index, one in enumerate(statements)
        if index not in doubts
    )
    reviews = tuple(
        Review(
            statements[index].start,
            statements[index].end,
            doubt.reason,
            tuple(replace(one, part_of=None) for one in doubt.candidates),
        )
        for index, doubt in sorted(doubts.items())
    )
    return sure, reviews
