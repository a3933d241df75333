"""What does not add up: findings with their figures and the rule they were found by."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import AssertionView, ClauseView, SourceView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class CheckedFigure:
    """One figure of a finding.

    `role` is its part in the sum: ``total``, ``part``, ``share``, ``whole``, ``rate``,
    ``base``, ``level``, ``change``, ``added``, ``class``, ``member``, ``target``,
    ``value``, ``earlier``, ``later``, ``count``, ``divisor``. `sort` is ``promise`` or
    ``fact``.
    """

    role: str
    id: str
    sort: str
    title: Name
    reading: Name
    period: str | None
    source: SourceView
    clause: ClauseView | None
    commitment_id: str | None
    assertion: AssertionView | None


@dataclass(frozen=True, slots=True)
class FindingView:
    """Figures that do not fit.

    `certainty` is ``certain`` (nothing that the words allow would fit), ``likely``
    (nothing that people usually mean would) or ``bound`` (they fit as bounds only).
    """

    id: str
    rule: str
    certainty: str
    computed: Name
    figures: tuple[CheckedFigure, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with what it asks, and how many findings there are."""

    id: str
    name: Name
    asks: Name
    findings: int


@dataclass(frozen=True, slots=True)
class CheckReport:
    """All findings, the surest first; `counts` is by certainty."""

    counts: dict[str, int]
    certainties: dict[str, Name]
    rules: tuple[RuleView, ...]
    findings: tuple[FindingView, ...]
    figures: int
