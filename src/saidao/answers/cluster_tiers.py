"""The size class of a cluster, and the clusters that plans promised by size class."""

from __future__ import annotations

import math
from datetime import date

import numpy as np

from saidao.answers.commitments import industries_of, summaries
from saidao.answers.figures import percent, plain
from saidao.answers.selections import selection_of_industry
from saidao.answers.shapes import CommitmentSummary
from saidao.answers.shapes.clusters import ClusterView, PromisedTier, TierView
from saidao.answers.shapes.readings import SourceView
from saidao.answers.views import source_view
from saidao.indicators.clusters import MeasuredCluster
from saidao.indicators.cubes import Cubes
from saidao.ledger.records import ObservedValue
from saidao.store import Snapshot
from saidao.terms.name import Name
from saidao.terms.wording import tier_name

__all__ = ["TIERS", "promised", "tier_of"]

TIERS = (1e12, 1e11, 1e10, 1e9)
"""万亿级, 千亿级, 百亿级, 十亿级, in CNY."""

SALES = frozenset({"revenue", "output", "output-value"})
"""Kinds of value that a size class is about; a registered capital is none."""

PRODUCTIVITY = "revenue-per-employee"
"""Indicator whose published value turns employees into a proxy of revenue."""


def tier_of(snapshot: Snapshot, cubes: Cubes, one: MeasuredCluster) -> TierView:
    """Return the size class of a cluster by its value, a proxy, or that there is none."""
    register = cubes.register
    in_money = register.value_kind in SALES and register.value_unit == "CNY"
    if in_money and one.value_known >= one.cases / 2:
        zh = f"名录中{plain(one.value_known)}家有规模数据，合计{money(one.value).zh}。"
        en = f"Sum over {plain(one.value_known)} establishments of the register with a figure: "
        return classed("value", one.value, Name(zh, f"{en}{money(one.value).en}."), None)
    found = by_productivity(snapshot, cubes, one)
    if found is not None and one.employees_known >= one.cases / 2:
        amount, covered, figure = found
        part = covered / one.employees
        zh = (
            f"代理口径：从业人员{plain(covered)}人×人均营业收入"
            f"{money(figure.value).zh}（{figure.period}年），涵盖集群从业人员的{percent(part)}。"
            "名录没有营业收入。"
        )
        en = (
            f"A proxy: {plain(covered)} employees times {money(figure.value).en} of revenue for "
            f"each in {figure.period}; it covers {percent(part)} of the cluster's employees. "
            "The register has no revenue."
        )
        return classed("proxy", amount, Name(zh, en), source_view(snapshot, figure.source))
    zh = "没有分级：名录没有营业收入；已公布的人均营业收入也不涵盖它的多数从业人员。"
    en = (
        "No size class: the register has no revenue, and what is published for each employee "
        "does not cover enough of its employees."
    )
    return TierView("none", None, None, None, Name(zh, en), None)


def classed(basis: str, amount: float, how: Name, source: SourceView | None) -> TierView:
    """Return the size class of an amount."""
    tier = next((tier for tier in TIERS if amount >= tier), None)
    name = tier_name(tier) if tier is not None else Name("不足十亿级", "below the 1-billion class")
    return TierView(basis, tier, name, amount, how, source)


def money(amount: float) -> Name:
    """Return an amount of CNY to three digits, as people write it.

    Examples
    --------
    >>> money(2_207_993)
    Name(zh='221万元', en='2.21 m CNY')
    """
    rounded = float(f"{amount:.3g}")
    zh = next(
        (
            (size, word)
            for size, word in ((1e12, "万亿"), (1e8, "亿"), (1e4, "万"))
            if rounded >= size
        ),
        (1.0, ""),
    )
    en = next(
        (
            (size, word)
            for size, word in ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e3, " k"))
            if rounded >= size
        ),
        (1.0, ""),
    )
    return Name(f"{rounded / zh[0]:g}{zh[1]}元", f"{rounded / en[0]:g}{en[1]} CNY")


LEAST_COVERED = 0.8
"""Share of a cluster's employees for whom revenue has to be published."""


def by_productivity(
    snapshot: Snapshot, cubes: Cubes, one: MeasuredCluster
) -> tuple[float, float, ObservedValue] | None:
    """Return a proxy of a cluster's revenue from what is published for each employee.

    Each code takes the newest figure of the smallest industry that holds it whole.

    Returns
    -------
    (float, float, ObservedValue) or None
        The amount, the employees covered, and the figure most of them took. None where
        fewer than `LEAST_COVERED` of the employees are covered.
    """
    figures = []
    for row in snapshot.observation:
        usable = row.indicator == PRODUCTIVITY and row.quality != "unusable"
        if usable and row.industry and row.region == snapshot.city.region:
            base = selection_of_industry(snapshot, cubes, row.industry)
            if base is not None:
                figures.append((len(base.codes), row.period or "", base.weights, row))
    figures.sort(key=lambda each: each[1], reverse=True)
    figures.sort(key=lambda each: each[0])
    amount = covered = 0.0
    most: dict[str, float] = {}
    for code, _, employees in one.codes:
        taken = next((row for _, _, held, row in figures if held.get(code, 0.0) == 1.0), None)
        if taken is not None:
            amount += employees * taken.value
            covered += employees
            most[taken.id] = most.get(taken.id, 0.0) + employees
    if not covered or covered < LEAST_COVERED * one.employees:
        return None
    first = max(most, key=lambda id: most[id])
    return amount, covered, next(row for _, _, _, row in figures if row.id == first)


def promised(
    snapshot: Snapshot, today: date, industry: str, made: tuple[ClusterView, ...]
) -> tuple[PromisedTier, ...]:
    """Return the clusters that plans promised by size class, beside those measured."""
    found = []
    for row in summaries(snapshot, today).values():
        tier = row.elected.tier
        if tier is None or industry not in industries_of(row) or not of_clusters(row):
            continue
        measured, basis, reason = counted(made, tier)
        found.append(
            PromisedTier(
                commitment_id=row.id,
                title=row.title,
                reading=row.reading,
                deadline=row.deadline,
                tier=tier,
                promised=row.elected.value,
                comparator=row.elected.cmp,
                measured=measured,
                basis=basis,
                reason=reason,
                source=row.elected.source,
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.tier, one.deadline or "", one.commitment_id)))


def of_clusters(row: CommitmentSummary) -> bool:
    """Return whether a commitment counts clusters."""
    counted = row.elected.counted or ""
    return "cluster" in row.indicator_id or "集群" in counted or "cluster" in counted.lower()


def counted(made: tuple[ClusterView, ...], tier: float) -> tuple[int | None, str, Name]:
    """Return how many clusters are of a size class, by what, and why it cannot be said."""
    if not made:
        return 0, "value", Name("没有发现集群。", "No cluster was found.")
    known = [one for one in made if one.tier.basis != "none"]
    if not known:
        return None, "none", made[0].tier.how
    above = tuple(higher for higher in TIERS if higher > tier)
    limit = min(above) if above and tier in TIERS else math.inf
    amounts = [one.tier.amount or 0.0 for one in known]
    count = int(np.sum([(tier <= amount < limit) for amount in amounts]))
    basis = "proxy" if any(one.tier.basis == "proxy" for one in known) else "value"
    left = len(made) - len(known)
    zh = "按代理口径：从业人员乘已公布的人均营业收入。" if basis == "proxy" else "按名录中的规模。"
    en = (
        "By a proxy: employees times published revenue for each."
        if basis == "proxy"
        else "By the register's own values."
    )
    if left:
        zh += f"另有{left}个集群没有规模。"
        en += f" Another {left} clusters have no size."
    zh += "计划没有说明集群的边界；这里只数空间上连成一片的集群。"
    en += " The plan does not say what bounds a cluster; those counted here are places."
    return count, basis, Name(zh, en)
