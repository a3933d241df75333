"""Parks: what they say they are for, against who is really there."""

from __future__ import annotations

import math
from pathlib import Path

from saidao.answers.figures import figures_view, percent, plain
from saidao.answers.places import park as park_of
from saidao.answers.register_marks import mark_of
from saidao.answers.registers import cubes_of
from saidao.answers.selections import selection_of_industry, uncounted
from saidao.answers.shapes.establishments import CodeFigures, FocusView, ParkFacts
from saidao.answers.specialisation import code_figures
from saidao.errors import NotFound
from saidao.indicators.areas import FEW, Figures, area_figures, nothing
from saidao.indicators.cubes import Cubes
from saidao.indicators.selection import ALL
from saidao.indicators.specialisation import profile
from saidao.store import Snapshot
from saidao.store.cubes import columns
from saidao.terms.name import Name

__all__ = ["park_facts"]

MOST = 5
"""Industries told as those that a park is most specialised in."""

DEPTH = 2
"""Divisions: classes are too small for what stands in one park."""


def park_facts(
    snapshot: Snapshot, atlas: Path, id: str, *, register: str | None = None
) -> ParkFacts:
    """Return a park with its focus against the establishments in or near it.

    Raises
    ------
    NotFound
        If there is no such park or register.
    """
    view = park_of(snapshot, id)
    cubes = cubes_of(snapshot, atlas, register)
    in_circle, by_address = counted(cubes, id)
    placed = view.lon is not None and view.uncertainty_km
    basis = {
        (False, False): "none",
        (True, False): "circle",
        (False, True): "address",
        (True, True): "both",
    }[bool(placed), by_address > 0]
    everything = everyone(cubes, id)
    focus = tuple(focus_view(snapshot, cubes, id, industry, basis) for industry in view.industries)
    made = profile(cubes, "park", id, DEPTH)
    specialised = tuple(
        sorted(
            (one for one in code_figures(cubes, made, "establishments") if stands_out(one)),
            key=lambda one: (-(one.figures.lq_low or 0.0), one.code),
        )[:MOST]
    )
    return ParkFacts(
        register=mark_of(cubes.register),
        synthetic=cubes.register.synthetic,
        park=view,
        basis=basis,
        approximate=basis in ("circle", "both"),
        radius_km=view.uncertainty_km if placed else None,
        circle_km2=math.pi * view.uncertainty_km**2 if placed and view.uncertainty_km else None,
        in_circle=in_circle,
        by_address=by_address,
        figures=figures_view(everything, cubes.register, "establishments"),
        focus=focus,
        specialised=specialised,
        sentence=sentence(
            basis,
            everything,
            focus,
            specialised,
            view.uncertainty_km,
            cubes.register.synthetic,
        ),
    )


def counted(cubes: Cubes, park: str) -> tuple[int, int]:
    """Return how many establishments a park's circle and its addresses gave."""
    found = columns(
        f"SELECT in_circle, by_address FROM {cubes.table('parks')} WHERE park = ?", [park]
    )
    if not len(found["in_circle"]):
        return 0, 0
    return int(found["in_circle"][0]), int(found["by_address"][0])


def everyone(cubes: Cubes, park: str) -> Figures:
    """Return the figures of all establishments of a park."""
    _, found = area_figures(cubes, "park", ALL, extra=("approximate",))
    return found.get(park) or nothing()


def stands_out(one: CodeFigures) -> bool:
    """Return whether an industry is there beyond what chance would give."""
    low = one.figures.lq_low
    return low is not None and low > 1 and one.figures.count >= FEW


def focus_view(snapshot: Snapshot, cubes: Cubes, park: str, industry: str, basis: str) -> FocusView:
    """Return one industry of a park's focus against who is there.

    Raises
    ------
    NotFound
        If the pack has no such industry.
    """
    row = snapshot.industries.get(industry)
    if row is None:
        raise NotFound("industry", industry)
    selection = selection_of_industry(snapshot, cubes, industry)
    if selection is None:
        return FocusView(industry, row.name, None, "unknown", uncounted(row))
    if basis == "none":
        reason = Name("园区没有可用的位置或地址。", "The park has no place or address to go by.")
        return FocusView(industry, row.name, None, "unknown", reason)
    _, found = area_figures(cubes, "park", selection, extra=("approximate",))
    figures = found.get(park)
    if figures is None or figures.total == 0:
        reason = Name("园区内没有企业。", "No establishments are there.")
        return FocusView(industry, row.name, None, "absent", reason)
    verdict = judged(figures)
    share, lq = percent(figures.share), "–" if figures.lq is None else f"{figures.lq:.3g}"
    interval = (
        f"{figures.lq_low:.3g}–{figures.lq_high:.3g}"
        if figures.lq_low is not None and figures.lq_high is not None
        else "–"
    )
    n, total = plain(figures.n), plain(figures.total)
    words = {
        "agrees": Name("高于偶然", "beyond chance"),
        "weak": Name("有，但不高于偶然", "there, not beyond chance"),
        "absent": Name("没有", "none"),
        "few": Name(f"不足{FEW}家，不下结论", f"under {FEW}: too few to say"),
    }[verdict]
    reason = Name(
        f"{total}家中{n}家（{share}），区位商{lq}，95%区间{interval}：{words.zh}。",
        f"{n} of {total} ({share}), location quotient {lq}, 95% interval {interval}: {words.en}.",
    )
    return FocusView(
        id=industry,
        name=row.name,
        figures=figures_view(figures, cubes.register, "establishments"),
        verdict=verdict,
        reason=reason,
    )


def judged(figures: Figures) -> str:
    """Return whether a focus and who is there agree.

    Many establishments are expected by chance where the place is large: their absence tells
    as much as their presence, so `few` is about what is expected as well.
    """
    expected = figures.total * figures.city_weighed / figures.city_total
    if figures.count < FEW and expected < FEW:
        return "few"
    if figures.count == 0:
        return "absent"
    return "agrees" if figures.lq_low is not None and figures.lq_low > 1 else "weak"


def sentence(
    basis: str,
    figures: Figures,
    focus: tuple[FocusView, ...],
    specialised: tuple[CodeFigures, ...],
    radius_km: float | None,
    synthetic: bool,
) -> Name:
    """Return in words who is there, how exactly that is known, and what agrees."""
    if basis == "none":
        return Name(
            "园区没有可用的位置或地址，无法说明其中的企业。",
            "The park has no place or address to go by, so nothing can be said of who is there.",
        )
    zh = f"共{plain(figures.count)}家"
    en = f"{plain(figures.count)} establishments"
    if basis in ("circle", "both"):
        zh = f"园区位置周围{radius_km:g}公里内{zh}（近似：圆内不等于园内）"
        en += f" within {radius_km:g} km of the park's place (approximate: near is not in)"
    else:
        zh, en = f"地址写有园区名的{zh}", f"{en} whose address names the park"
    agreeing = [one.name for one in focus if one.verdict == "agrees"]
    if focus:
        zh += f"；所称{len(focus)}个产业中，{len(agreeing)}个高于偶然"
        named = "industry" if len(focus) == 1 else "industries"
        en += f"; of {len(focus)} {named} named, {len(agreeing)} there beyond chance"
    if specialised:
        zh += f"；最专业化的是{specialised[0].name.zh or specialised[0].name.en}"
        en += f"; most specialised in {specialised[0].name.en or specialised[0].name.zh}"
    if synthetic:
        zh, en = f"{zh}。合成数据，不是真实企业", f"{en}. Synthetic data, no real establishments"
    return Name(f"{zh}。", f"{en}.")
