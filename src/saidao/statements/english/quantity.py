"""A number with its unit, its comparator and what it counts."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.statements.english import phrases
from saidao.statements.english.currencies import CODES, SHARED_SIGNS
from saidao.statements.statement import Comparator, Op

_MONEY = frozenset((*CODES, *SHARED_SIGNS, "MUR"))


@dataclass(slots=True)
class Quantity:
    """A number with its unit at ``words[first:last]``.

    `begin` is where its comparator begins; `unit` is empty for a bare number. A range
    has a `high`. `hyphened` quantities are adjectives (a 10-year plan); `rate` names the
    time of a rate that is not part of the unit (a year); `noun` is the phrase counted; `op`
    is set where the words of the number themselves tell it (doubled, ranks third).
    """

    first: int
    last: int
    value: float
    unit: str
    cmp: Comparator
    begin: int
    form: str
    high: float | None = None
    noun: phrases.Phrase | None = None
    hyphened: bool = False
    rate: str = ""
    doubtful: tuple[tuple[float, str], ...] = ()
    scaled: bool = False
    multiple: bool = False
    op: Op | None = None

    @property
    def money(self) -> bool:
        """Tell whether this is an amount of money, or a price per something."""
        head = self.unit.partition("/")[0]
        return head in _MONEY
