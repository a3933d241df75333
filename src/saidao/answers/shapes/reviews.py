"""Passages that a person decides on."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import AssertionView, DecisionView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A passage that a person decides on, with the readings to choose from.

    `kind` is ``ambiguous`` (the reader cannot tell), ``differs`` (a row of the pack, the
    first reading, and the reader differ) or ``questioned`` (a person doubts the only
    reading); `state` is ``open``, ``accepted``, ``corrected`` or ``rejected``. `key` names
    what is seen here and goes with a decision. `reopened` says why an earlier decision on
    the same words stands no more.
    """

    id: str
    key: str
    kind: str
    state: str
    document_id: str
    document_title: str
    start: int
    end: int
    quote: str
    reason: Name
    candidates: tuple[AssertionView, ...]
    decision: DecisionView | None
    history: tuple[DecisionView, ...]
    reopened: Name | None


@dataclass(frozen=True, slots=True)
class ReviewList:
    """All reviews, open ones first; `may_decide` says whether this server takes decisions."""

    may_decide: bool
    open: int
    items: tuple[ReviewView, ...]


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """What a decision did: the decision, and the atlas after it."""

    decision: DecisionView
    content_hash: str
