"""Clusters of an industry, with a size class each, beside those that plans promised."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import numpy as np

from saidao.answers.cluster_tiers import promised, tier_of
from saidao.answers.figures import percent, plain
from saidao.answers.register_marks import mark_of
from saidao.answers.registers import cubes_of
from saidao.answers.selections import (
    selection_of,
    selection_of_industry,
    selection_view,
    uncounted,
)
from saidao.answers.shapes.clusters import (
    ClusteredIndustries,
    ClusterSummary,
    ClustersView,
    ClusterView,
)
from saidao.answers.views import region_name
from saidao.errors import NotFound
from saidao.indicators.clusters import (
    CHANCE,
    LEAST_RELATIVE_RISK,
    MeasuredCluster,
    MeasuredClusters,
    clusters_of,
    kept_clusters,
)
from saidao.indicators.cubes import Cubes
from saidao.indicators.selection import Selection
from saidao.packs.pack import Industry
from saidao.store import Snapshot
from saidao.store.cubes import columns, scanned
from saidao.terms.name import Name

__all__ = ["cluster_members", "clustered_industries", "clusters", "measure_next"]

NEARBY_M = 6_371_008.8


def clusters(
    snapshot: Snapshot,
    atlas: Path,
    today: date,
    *,
    industry: str | None = None,
    code: str | None = None,
    register: str | None = None,
) -> ClustersView:
    """Return the clusters of an industry or a code, beside what plans promised.

    Raises
    ------
    NotFound
        If there is no such industry or register.
    InvalidInput
        If the code is none.
    """
    cubes = cubes_of(snapshot, atlas, register)
    selection = selection_of(snapshot, cubes, industry, code)
    view = selection_view(snapshot, cubes, selection, industry)
    found = measured(snapshot, cubes, selection or Selection("industry", industry or "", (), ()))
    made = tuple(cluster_view(snapshot, cubes, industry, view.name, one) for one in found.clusters)
    return ClustersView(
        register=mark_of(cubes.register),
        synthetic=cubes.register.synthetic,
        selection=view,
        clusters=numbered(made),
        died=found.died,
        refused=found.refused,
        p=found.p,
        level=found.level,
        draws=found.draws,
        control=found.control,
        establishments=found.establishments,
        cases=found.cases,
        unplaced=found.unplaced,
        reach_m=found.reach_m,
        dated=found.dated,
        promised=promised(snapshot, today, industry, made) if industry else (),
        sentence=sentence(found, view.missing),
        how=how(found, cubes),
    )


def measured(snapshot: Snapshot, cubes: Cubes, selection: Selection) -> MeasuredClusters:
    """Return the clusters of a selection, remembered while the atlas is open."""
    key = ("clusters", cubes.register.id, cubes.key, selection)
    if key not in snapshot.answered:
        snapshot.answered[key] = clusters_of(cubes, selection)
    found: MeasuredClusters = snapshot.answered[key]
    return found


def known(snapshot: Snapshot, cubes: Cubes, selection: Selection) -> MeasuredClusters | None:
    """Return the clusters of a selection where they were found before, else None."""
    key = ("clusters", cubes.register.id, cubes.key, selection)
    if key not in snapshot.answered:
        found = kept_clusters(cubes, selection)
        if found is None:
            return None
        snapshot.answered[key] = found
    held: MeasuredClusters = snapshot.answered[key]
    return held


def cluster_members(
    snapshot: Snapshot,
    atlas: Path,
    id: str,
    *,
    industry: str | None = None,
    code: str | None = None,
    register: str | None = None,
    limit: int,
) -> tuple[tuple[str, ...], list[tuple[str | float | int | None, ...]]]:
    """Return the establishments of a cluster as a header and rows.

    Raises
    ------
    NotFound
        If the industry has no such cluster.
    """
    cubes = cubes_of(snapshot, atlas, register)
    selection = selection_of(snapshot, cubes, industry, code)
    found = measured(snapshot, cubes, selection).clusters if selection is not None else ()
    cluster = next((one for one in found if one.id == id), None)
    if cluster is None or selection is None:
        raise NotFound("cluster", id, [one.id for one in found[:3]])
    table = columns(
        "SELECT row, establishment, name, code, district, town, lon, lat, employees, value, "
        f"strftime(opened, '%Y-%m-%d') AS opened FROM {scanned(*cubes.parts)} "
        "SEMI JOIN (SELECT unnest(?::BIGINT[]) AS row) USING (row) ORDER BY row LIMIT ?",
        [list(cluster.rows), limit],
    )
    header = (*table, "share", "register", "synthetic")
    mark = (cubes.register.id, "yes" if cubes.register.synthetic else "no")
    values = [np.ma.asarray(column).tolist() for column in table.values()]
    weights = selection.weights
    rows = [
        (*(None if cell != cell else cell for cell in row), weights.get(row[3], 0.0), *mark)
        for row in zip(*values, strict=True)
    ]
    return header, rows


def cluster_view(
    snapshot: Snapshot,
    cubes: Cubes,
    industry: str | None,
    of: Name,
    one: MeasuredCluster,
) -> ClusterView:
    """Return a cluster as it is shown."""
    parks = parks_at(snapshot, industry, one)
    return ClusterView(
        id=one.id,
        name=name_of(snapshot, of, one, parks),
        lon=one.lon,
        lat=one.lat,
        outline=one.outline,
        establishments=one.establishments,
        cases=one.cases,
        sites=one.sites,
        expected=one.expected,
        relative_risk=one.relative_risk,
        relative_risk_low=one.relative_risk_low,
        relative_risk_high=one.relative_risk_high,
        p=one.p,
        employees=one.employees,
        employees_known=one.employees_known,
        value=one.value,
        value_known=one.value_known,
        tier=tier_of(snapshot, cubes, one),
        districts=tuple((id, region_name(snapshot, id), n) for id, n in one.districts),
        towns=one.towns,
        parks=parks,
        change=one.change,
        before=one.before,
        how=evidence(one),
    )


def parks_at(
    snapshot: Snapshot, industry: str | None, one: MeasuredCluster
) -> tuple[tuple[str, Name, bool], ...]:
    """Return the parks in whose circle a cluster's middle lies, those that name it first."""
    found = []
    for park in snapshot.park:
        place = park.place
        if place.lon is None or place.lat is None or not place.uncertainty_km:
            continue
        north = math.radians(place.lat - one.lat)
        east = math.radians(place.lon - one.lon) * math.cos(math.radians(one.lat))
        away = NEARBY_M * math.hypot(north, east)
        if away <= 1000 * place.uncertainty_km:
            named = industry is not None and industry in park.industries
            found.append((not named, away, park.id, park.name))
    return tuple((id, name, not unnamed) for unnamed, _, id, name in sorted(found)[:3])


def name_of(
    snapshot: Snapshot,
    of: Name,
    one: MeasuredCluster,
    parks: tuple[tuple[str, Name, bool], ...],
) -> Name:
    """Return what a cluster is called: after a park that names the industry, else its place."""
    named = next((name for _, name, names_it in parks if names_it), None)
    of_en = of.en or of.zh
    if named is not None:
        return Name(f"{named.zh}一带{of.zh}集群", f"{of_en}, around {named.en or named.zh}")
    district = region_name(snapshot, one.districts[0][0]) if one.districts else Name("", "")
    town = one.towns[0][0] if one.towns else ""
    place_en = district.en or district.zh
    if town:
        place_en = f"{town}, {place_en}" if place_en else town
    if not (district.zh or town):
        return Name(f"{of.zh}集群", f"{of_en} cluster")
    return Name(f"{district.zh}{town}{of.zh}集群", f"{of_en}, {place_en}")


def numbered(made: tuple[ClusterView, ...]) -> tuple[ClusterView, ...]:
    """Return clusters told apart by a number where their names are the same."""
    from dataclasses import replace

    counts: dict[str, int] = {}
    for one in made:
        counts[one.name.zh] = counts.get(one.name.zh, 0) + 1
    seen: dict[str, int] = {}
    told = []
    for one in made:
        if counts[one.name.zh] > 1:
            number = seen[one.name.zh] = seen.get(one.name.zh, 0) + 1
            name = Name(f"{one.name.zh}（{number}）", f"{one.name.en or one.name.zh} ({number})")
            told.append(replace(one, name=name))
        else:
            told.append(one)
    return tuple(told)


def evidence(one: MeasuredCluster) -> Name:
    """Return in words why a place is held for a cluster."""
    zh = (
        f"{plain(one.sites)}家单位中有{plain(one.cases)}家（按份额），偶然只应有"
        f"{plain(float(f'{one.expected:.3g}'))}家"
    )
    en = (
        f"{plain(one.cases)} (by shares) among {plain(one.sites)} establishments, where chance "
        f"would put {plain(float(f'{one.expected:.3g}'))}"
    )
    if one.relative_risk is not None and one.relative_risk_high is not None:
        span = f"{one.relative_risk_low:.3g}–{one.relative_risk_high:.3g}"
        zh += f"；占比是别处的{one.relative_risk:.3g}倍（95%区间{span}，未就搜寻校正）"
        en += f"; the share is {one.relative_risk:.3g} times that elsewhere (95% interval {span},"
        en += " not corrected for the search)"
    zh += f"；没有集群的地图上出现这样一处的机会为{one.p:.3g}。"
    en += f"; a map without clusters would hold such a place with a chance of {one.p:.3g}."
    return Name(zh, en)


def sentence(found: MeasuredClusters, missing: Name | None) -> Name:
    """Return what was found in a sentence."""
    if missing is not None:
        return missing
    if not found.establishments:
        return Name("名录中没有位置足够准确的单位。", "No establishment with a place exact enough.")
    if not found.clusters:
        return Name(
            f"{plain(found.establishments)}家单位没有形成超出偶然的集群。",
            f"{plain(found.establishments)} establishments form no cluster beyond chance.",
        )
    inside = sum(one.establishments for one in found.clusters)
    share = percent(inside / found.establishments)
    count = len(found.clusters)
    return Name(
        f"{plain(found.establishments)}家单位中的{share}在{count}个集群里。",
        f"{share} of {plain(found.establishments)} establishments lie in "
        f"{count} {'cluster' if count == 1 else 'clusters'}.",
    )


def how(found: MeasuredClusters, cubes: Cubes) -> Name:
    """Return how clusters were found."""
    zh = (
        f"以{plain(found.control)}家位置已知的全部单位为对照；邻近以{found.reach_m / 1000:.3g}"
        f"公里为限；占比至少约为全市的{LEAST_RELATIVE_RISK:g}倍（按优势比）；"
        f"随机重排{found.draws}次，没有集群的地图上出现任何一个的机会不超过{percent(CHANCE)}。"
        f"{found.refused}处突出但偶然即可解释，没有列出。"
    )
    en = (
        f"Held against {plain(found.control)} establishments of all industries with a known "
        f"place; neighbours within {found.reach_m / 1000:.3g} km; at least "
        f"{LEAST_RELATIVE_RISK:g} times the odds of the city; {found.draws} random maps, so that "
        f"one without clusters shows any with a chance of at most {percent(CHANCE)}. "
        f"{found.refused} places stood out no more than chance allows and are left out."
    )
    if found.unplaced:
        zh += f"{plain(found.unplaced)}家位置不够准确，没有计入。"
        en += f" {plain(found.unplaced)} have no place exact enough and are left out."
    if cubes.register.synthetic:
        zh += "数据为合成，不是真实企业。"
        en += " The data are synthetic: no real establishments."
    return Name(zh, en)


def measure_next(snapshot: Snapshot, atlas: Path, *, register: str | None = None) -> bool:
    """Find the clusters of one more industry of the city, and keep them.

    Returns
    -------
    bool
        False where those of all industries are known.
    """
    cubes = cubes_of(snapshot, atlas, register)
    for industry in snapshot.industry:
        selection = selection_of_industry(snapshot, cubes, industry.id)
        if selection is not None and known(snapshot, cubes, selection) is None:
            measured(snapshot, cubes, selection)
            return True
    return False


def clustered_industries(
    snapshot: Snapshot,
    atlas: Path,
    *,
    register: str | None = None,
    rate: float = 0.05,
    only_known: bool = False,
) -> ClusteredIndustries:
    """Return how clustered the industries of the city are.

    Over many industries some would show a cluster by chance: `passes` holds for those that
    stay at a false discovery rate of `rate` after Benjamini and Hochberg (1995), and is None
    while industries are pending.

    Parameters
    ----------
    snapshot : Snapshot
    atlas : Path
    register : str, optional
    rate : float
    only_known : bool
        Take only what was found before; `pending` counts the other industries.
    """
    cubes = cubes_of(snapshot, atlas, register)
    rows: list[tuple[Industry, MeasuredClusters | None, Name | None]] = []
    chances: list[float] = []
    pending = 0
    for industry in snapshot.industry:
        selection = selection_of_industry(snapshot, cubes, industry.id)
        if selection is None:
            rows.append((industry, None, uncounted(industry)))
            continue
        take = known if only_known else measured
        found = take(snapshot, cubes, selection)
        if found is None:
            pending += 1
            rows.append((industry, None, Name("尚未算出", "Not measured yet")))
            continue
        rows.append((industry, found, None))
        if found.establishments:
            chances.append(found.p)
    ordered = sorted(chances)
    passing = [p for rank, p in enumerate(ordered, 1) if p <= rate * rank / len(ordered)]
    limit = max(passing, default=-1.0)
    made = []
    for industry, each, missing in rows:
        inside = sum(one.establishments for one in each.clusters) if each else 0
        count = each.establishments if each else None
        made.append(
            ClusterSummary(
                id=industry.id,
                name=industry.name,
                is_track=industry.is_track,
                clusters=len(each.clusters) if each else None,
                in_clusters=inside / count if count else None,
                establishments=count,
                p=each.p if each and count else None,
                passes=each.p <= limit if each and count and not pending else None,
                missing=missing,
            )
        )
    made.sort(key=lambda one: (one.in_clusters is None, -(one.in_clusters or 0.0), one.id))
    return ClusteredIndustries(
        mark_of(cubes.register), cubes.register.synthetic, rate, tuple(made), pending
    )
