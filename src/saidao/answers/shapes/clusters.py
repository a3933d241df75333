"""Clusters of an industry with their evidence, and the tiers that plans promised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saidao.answers.shapes.establishments import SelectionView
from saidao.answers.shapes.readings import SourceView
from saidao.answers.shapes.registers import RegisterMark
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class TierView:
    """The size class of a cluster (百亿级), by value or by a stated proxy.

    `basis` is ``value`` (the register's own), ``proxy`` (employees times a published figure
    for each) or ``none``; `tier` is the lower end of the class in CNY, None below the lowest
    or where nothing is known; `amount` is what it was taken from.
    """

    basis: str
    tier: float | None
    name: Name | None
    amount: float | None
    how: Name
    source: SourceView | None


@dataclass(frozen=True, slots=True)
class ClusterView:
    """One cluster; figures as in `saidao.indicators.clusters.MeasuredCluster`."""

    id: str
    name: Name
    lon: float
    lat: float
    outline: dict[str, Any]
    establishments: int
    cases: float
    sites: int
    expected: float
    relative_risk: float | None
    relative_risk_low: float
    relative_risk_high: float | None
    p: float
    employees: float
    employees_known: float
    value: float
    value_known: float
    tier: TierView
    districts: tuple[tuple[str, Name, int], ...]
    towns: tuple[tuple[str, int], ...]
    parks: tuple[tuple[str, Name, bool], ...]
    """Parks in whose circle or by whose place it lies; True where the park names the industry."""
    change: str
    before: int | None
    how: Name


@dataclass(frozen=True, slots=True)
class PromisedTier:
    """Clusters of a size class that a plan promised, beside those measured.

    `measured` counts the clusters found of that class and not of a higher one, None where it
    cannot be said; `basis` is that of the count.
    """

    commitment_id: str
    title: Name
    reading: Name
    deadline: str | None
    tier: float
    promised: float | None
    comparator: str
    measured: int | None
    basis: str
    reason: Name
    source: SourceView


@dataclass(frozen=True, slots=True)
class ClustersView:
    """The clusters of an industry or code in a register, the greatest excess first."""

    register: RegisterMark
    synthetic: bool
    selection: SelectionView
    clusters: tuple[ClusterView, ...]
    died: tuple[int, ...]
    refused: int
    p: float
    level: float
    draws: int
    control: int
    establishments: int
    cases: float
    unplaced: int
    reach_m: float
    dated: bool
    promised: tuple[PromisedTier, ...]
    sentence: Name
    how: Name


@dataclass(frozen=True, slots=True)
class ClusterSummary:
    """How clustered an industry is, for a list of industries."""

    id: str
    name: Name
    is_track: bool
    clusters: int | None
    in_clusters: float | None
    """Share of its placed establishments that lie in clusters, 0 to 1."""
    establishments: int | None
    p: float | None
    passes: bool | None
    """Whether it stays among the clustered industries at a false discovery rate of 5 %."""
    missing: Name | None


@dataclass(frozen=True, slots=True)
class ClusteredIndustries:
    """The industries of the city, the most clustered first."""

    register: RegisterMark
    synthetic: bool
    false_discovery_rate: float
    industries: tuple[ClusterSummary, ...]
    pending: int = 0
    """Industries whose clusters are still being looked for: ask again."""
