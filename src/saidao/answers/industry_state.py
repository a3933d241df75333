"""Industries of the city's system: their state today beside what is planned for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from saidao.answers.areas import area_views
from saidao.answers.figures import area_name, figures_view, percent, plain
from saidao.answers.industries import industries, industry_view
from saidao.answers.industries import industry as industry_view_of
from saidao.answers.places import park_view
from saidao.answers.planned import planned, promises, tasks_for
from saidao.answers.register_marks import default_of, mark_of
from saidao.answers.registers import code_name, cubes_of
from saidao.answers.selections import selection_of_industry, selection_view, uncounted
from saidao.answers.shapes.establishments import (
    AccountView,
    AreaView,
    CodeFigures,
    HexView,
    IndustryCounts,
    IndustryLine,
    IndustryState,
    KeyIndustries,
    KeyIndustryView,
    OverlapView,
    ShiftShareView,
)
from saidao.answers.specialisation import shift_view
from saidao.answers.views import source_views
from saidao.indicators.areas import Figures, area_figures, by_code, figures_of, has_closures
from saidao.indicators.cubes import Cubes
from saidao.indicators.hexes import top_hexes
from saidao.indicators.selection import Selection
from saidao.indicators.specialisation import industry_shift, with_totals
from saidao.register.industry_sets import Membership, account, overlap
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["account_of", "industry_counts", "industry_state", "key_industries", "overlaps"]

TOP_HEXES = 20
KEY_GAP = "key-industries-of-the-map"
"""The gap of a pack that says how many key industries its map has."""


def industry_state(
    snapshot: Snapshot, atlas: Path, today: date, id: str, *, register: str | None = None
) -> IndustryState:
    """Return an industry's state today, and what is promised and planned for it.

    An atlas without a register answers with the planned side alone.

    Raises
    ------
    NotFound
        If there is no such industry or register.
    """
    view = industry_view_of(snapshot, id)
    wanted = frozenset({id})
    plan = planned(snapshot, today, wanted)
    systems = tuple(
        (system.id, system.name)
        for system in snapshot.system
        if any(id in ids for _, ids in system.groups)
    )
    has_register = register is not None or default_of(snapshot) is not None
    cubes = cubes_of(snapshot, atlas, register) if has_register else None
    selection = selection_of_industry(snapshot, cubes, id) if cubes else None
    city: AreaView | None = None
    districts: tuple[AreaView, ...] = ()
    parks: tuple[AreaView, ...] = ()
    if cubes:
        city, districts = area_views(
            snapshot, cubes, "district", selection, "lq", "establishments", plan
        )
        _, parks = area_views(snapshot, cubes, "park", selection, "lq", "establishments", plan)
    return IndustryState(
        register=mark_of(cubes.register) if cubes else None,
        synthetic=bool(cubes and cubes.register.synthetic),
        industry=view,
        systems=systems,
        selection=selection_view(snapshot, cubes, selection, id) if cubes else None,
        city=city,
        districts=districts,
        parks=tuple(one for one in parks if one.planned or (one.figures and one.figures.count > 0)),
        hexes=hexes(cubes, selection) if cubes and selection else (),
        classes=classes(cubes, selection) if cubes and selection else (),
        overlaps=overlaps(snapshot, cubes, id) if cubes else (),
        parts=account_of(snapshot, cubes, snapshot.industries[id].parts) if cubes else None,
        shift_share=over_districts(snapshot, cubes, selection) if cubes and selection else None,
        promises=promises(snapshot, today, wanted),
        named_by=tuple(park_view(snapshot, row) for row in snapshot.park if id in row.industries),
        tasks=tasks_for(snapshot, wanted),
        planned=tuple(item for place in sorted(plan.at) for item in plan.at[place]),
        sentence=sentence(view.name, cubes, city, districts),
    )


def sentence(
    name: Name,
    cubes: Cubes | None,
    city: AreaView | None,
    districts: tuple[AreaView, ...],
) -> Name:
    """Return an industry's state in one sentence."""
    en = name.en or name.zh
    if cubes is None:
        return Name(
            f"{name.zh}：图谱中没有企业名录，只有规划。",
            f"{en}: the atlas has no register of establishments, only plans.",
        )
    if city is None or city.figures is None:
        return Name(
            f"{name.zh}：没有统计代码，企业数无法计算。",
            f"{en}: it has no classification codes, so establishments cannot be counted.",
        )
    figures = city.figures
    zh = f"{name.zh}：{plain(figures.count)}家企业"
    told = f"{en}: {plain(figures.count)} establishments"
    if abs(figures.n - figures.count) > 1e-9:
        zh += f"（按份额折算{plain(figures.n)}家）"
        told += f" ({plain(figures.n)} by the shares of their codes)"
    zh += f"，占全市{percent(figures.share)}"
    told += f", {percent(figures.share)} of the city's"
    sure = [one for one in districts if one.figures and (one.figures.lq_low or 0) > 1]
    if sure:
        zh += f"；最集中的是{sure[0].name.zh}（区位商{sure[0].shown:.3g}）"
        told += f"; most concentrated in {sure[0].name.en or sure[0].name.zh}"
        told += f" (location quotient {sure[0].shown:.3g})"
    if cubes.register.synthetic:
        zh, told = (
            f"{zh}。合成数据，不是真实企业",
            f"{told}. Synthetic data, no real establishments",
        )
    return Name(f"{zh}。", f"{told}.")


def over_districts(snapshot: Snapshot, cubes: Cubes, selection: Selection) -> ShiftShareView | None:
    """Return what an industry's growth consists of, district by district."""
    shift = industry_shift(cubes, selection)
    if shift is None:
        return None
    return shift_view(shift, lambda id: area_name(snapshot, "district", id))


def hexes(cubes: Cubes, selection: Selection) -> tuple[HexView, ...]:
    """Return the hexagons with the most of an industry beyond chance."""
    return tuple(
        HexView(
            cell=one.cell,
            lon=one.lon,
            lat=one.lat,
            figures=figures_view(one.figures, cubes.register, "establishments"),
        )
        for one in top_hexes(cubes, selection, TOP_HEXES)
    )


def classes(cubes: Cubes, selection: Selection) -> tuple[CodeFigures, ...]:
    """Return the classes of a selection in the city, by their share of it."""
    table = by_code(cubes, "city", "")
    weights = selection.weights
    codes = table["code"].tolist()
    summed = with_totals({name: table[name].astype(float) for name in table if name != "code"})
    rows = figures_of(
        summed, summed, "establishments", selection, cubes, has_closures(cubes), paired=True
    )
    found = [
        (weights[code] * figures.n, code, figures)
        for code, figures in zip(codes, rows, strict=True)
        if code in weights
    ]
    return tuple(
        CodeFigures(
            code=code,
            name=code_name(cubes.register, code) or Name(code, code),
            figures=figures_view(scaled(figures, weights[code]), cubes.register, "establishments"),
        )
        for _, code, figures in sorted(found, key=lambda row: (-row[0], row[1]))
    )


def scaled(figures: Figures, share: float) -> Figures:
    """Return the figures of a class counted by its share in an industry."""
    return replace(
        figures,
        n=figures.n * share,
        weighed=figures.weighed * share,
        city_weighed=figures.city_weighed * share,
        share=None if figures.share is None else figures.share * share,
        employees=figures.employees * share,
        value=figures.value * share,
        # In its own city a class has neither quotient nor share of the city to tell.
        lq=None,
        lq_low=None,
        lq_high=None,
        share_of_city=share,
        warnings=tuple(one for one in figures.warnings if one != "interval"),
    )


def membership_of(cubes: Cubes, selection: Selection) -> Membership:
    """Return a selection as what the arithmetic of overlaps takes."""
    return Membership(
        scheme=cubes.register.scheme,
        codes=selection.codes,
        shares=selection.shares,
        translated=selection.translated,
    )


def sizes_of(cubes: Cubes) -> Mapping[str, float]:
    """Return the city's establishments by code."""
    table = by_code(cubes, "city", "")
    return dict(zip(table["code"].tolist(), table["n"].astype(float).tolist(), strict=True))


def overlaps(snapshot: Snapshot, cubes: Cubes, id: str) -> tuple[OverlapView, ...]:
    """Return the industries that share establishments with one, the most shared first."""
    own = selection_of_industry(snapshot, cubes, id)
    if own is None:
        return ()
    sizes = sizes_of(cubes)
    mine = membership_of(cubes, own)
    total = sum(sizes[code] * share for code, share in own.weights.items())
    found = []
    for row in snapshot.industry:
        other = selection_of_industry(snapshot, cubes, row.id) if row.id != id else None
        if other is None:
            continue
        shared = overlap(mine, membership_of(cubes, other))
        least = sum(one.least * sizes[one.code] for one in shared)
        most = sum(one.most * sizes[one.code] for one in shared)
        if most > 0:
            found.append(
                OverlapView(
                    id=row.id,
                    name=row.name,
                    classes=tuple((one.code, one.share_a, one.share_b) for one in shared),
                    least=least,
                    most=most,
                    share_least=least / total if total > 0 else None,
                    share_most=most / total if total > 0 else None,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.most, one.id)))


def account_of(snapshot: Snapshot, cubes: Cubes, ids: Iterable[str]) -> AccountView | None:
    """Return the sum over industries against what they hold together; None for fewer than two."""
    ids = tuple(dict.fromkeys(ids))
    found = {id: selection_of_industry(snapshot, cubes, id) for id in ids}
    parts = {id: membership_of(cubes, one) for id, one in found.items() if one is not None}
    if len(ids) < 2:
        return None
    made = account(parts, sizes_of(cubes))
    return AccountView(
        parts=tuple((id, snapshot.industries[id].name, made.each[id]) for id in parts),
        sum=made.total,
        union_least=made.union_least,
        union_most=made.union_most,
        counted_twice_least=made.counted_twice_least,
        counted_twice_most=made.counted_twice_most,
        without_codes=tuple(id for id, one in found.items() if one is None),
    )


def industry_counts(
    snapshot: Snapshot, atlas: Path, *, register: str | None = None
) -> IndustryCounts:
    """Return all industries with their establishments, tracks first.

    Raises
    ------
    NotFound
        If there is no such register.
    """
    has_register = register is not None or default_of(snapshot) is not None
    cubes = cubes_of(snapshot, atlas, register) if has_register else None
    lines = []
    for view in industries(snapshot):
        selection = selection_of_industry(snapshot, cubes, view.id) if cubes else None
        figures = area_figures(cubes, "city", selection)[0] if cubes and selection else None
        row = snapshot.industries[view.id]
        lines.append(
            IndustryLine(
                id=view.id,
                name=view.name,
                is_track=view.is_track,
                status=view.status,
                count=figures.count if figures else None,
                n=figures.n if figures else None,
                share=figures.share if figures else None,
                growth=figures.growth if figures else None,
                promises=view.commitment_count,
                parks=view.park_count,
                tasks=view.task_count,
                note=uncounted(row) if cubes and selection is None else None,
            )
        )
    return IndustryCounts(
        register=mark_of(cubes.register) if cubes else None,
        synthetic=bool(cubes and cubes.register.synthetic),
        industries=tuple(lines),
    )


def key_industries(
    snapshot: Snapshot, atlas: Path, *, register: str | None = None
) -> KeyIndustries:
    """Return the city's key industries as far as they are known, and how many are not."""
    gap = next((gap for gap in snapshot.gap if gap.id == KEY_GAP), None)
    has_register = register is not None or default_of(snapshot) is not None
    cubes = cubes_of(snapshot, atlas, register) if has_register else None
    rows = [row for row in snapshot.industry if row.status is not None]
    rows.sort(key=lambda row: (STATUSES.get(row.status or "", 9), not row.is_track, row.id))
    views = []
    for row in rows:
        selection = selection_of_industry(snapshot, cubes, row.id) if cubes else None
        figures = None
        if cubes and selection:
            whole, _ = area_figures(cubes, "city", selection)
            figures = figures_view(whole, cubes.register, "establishments")
        views.append(KeyIndustryView(industry_view(snapshot, row), figures))
    total = gap.total if gap else None
    return KeyIndustries(
        register=mark_of(cubes.register) if cubes else None,
        synthetic=bool(cubes and cubes.register.synthetic),
        total=total,
        not_recovered=max(total - len(rows), 0) if total is not None else None,
        statement=gap.statement if gap else None,
        industries=tuple(views),
        account=account_of(snapshot, cubes, [row.id for row in rows]) if cubes else None,
        sources=source_views(snapshot, gap.sources) if gap else (),
    )


STATUSES = {"verified": 0, "inferred": 1, "scope_only": 2}
"""How a key industry's membership is known, the surest first."""
