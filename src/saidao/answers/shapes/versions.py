"""Versions of plans: each promise with what became of it, both clauses side by side."""

from __future__ import annotations

from dataclasses import dataclass

from saidao.answers.shapes.readings import AssertionView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class VersionView:
    """A plan or document that promises were made in.

    `kind` is ``plan``, ``document``, or ``file`` for one that is not in the atlas.
    """

    id: str
    kind: str
    name: Name
    issued: str | None
    promises: int


@dataclass(frozen=True, slots=True)
class PairingView:
    """One promise in two versions; one of the two is None where it was dropped or is new.

    `classes` are ``raised``, ``lowered``, ``hardened``, ``softened``, ``brought_forward``,
    ``put_off``, ``rolled_over`` (more, for a later year), ``drawn_in`` (less, for an earlier
    one), ``rescoped``, ``redefined``, ``dropped``, ``new``, ``unchanged``; several may hold
    at once. `changed` says what changed from what to what; `tolerated` names the
    differences in subject that the two were matched in spite of (``industry``,
    ``indicator``, ``measure``, ``change``, ``scope``, ``noun``, ``deadline``).
    """

    title: Name
    industry_id: str | None
    classes: tuple[str, ...]
    tolerated: tuple[str, ...]
    changed: Name
    before: AssertionView | None
    after: AssertionView | None
    before_commitment: str | None
    after_commitment: str | None


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Two versions promise by promise; `counts` says how many there are of each class."""

    before: VersionView
    after: VersionView
    counts: dict[str, int]
    items: tuple[PairingView, ...]


@dataclass(frozen=True, slots=True)
class ThreadStep:
    """One version of a promise, with what became of the version before."""

    version: VersionView
    assertion: AssertionView
    commitment_id: str | None
    classes: tuple[str, ...]
    tolerated: tuple[str, ...]
    changed: Name | None


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One promise over time, oldest first."""

    title: Name
    steps: tuple[ThreadStep, ...]


@dataclass(frozen=True, slots=True)
class IndustryHistory:
    """What was promised of one industry, version after version.

    `threads` are the promises that several versions speak of; `single` counts the others.
    """

    industry_id: str
    industry: Name
    versions: tuple[VersionView, ...]
    counts: dict[str, int]
    threads: tuple[ThreadView, ...]
    single: int


@dataclass(frozen=True, slots=True)
class VersionList:
    """All versions, newest first, and the two that have the most promises in common."""

    versions: tuple[VersionView, ...]
    before: str | None
    after: str | None
    industries: tuple[tuple[str, Name], ...]
