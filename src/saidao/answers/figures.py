"""Figures of areas as they are shown: each says in words from what it was computed."""

from __future__ import annotations

from saidao.answers.shapes.establishments import FiguresView
from saidao.answers.views import region_name
from saidao.indicators.areas import FEW, Figures, Weight
from saidao.register.manifest import Register
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["area_name", "figures_view", "percent", "shown"]

NO_DISTRICT = Name("所在区未知", "District unknown")

UNITS: dict[str, tuple[str, str]] = {
    "establishments": ("家", " establishments"),
    "employees": ("人", " employees"),
    "value": ("", ""),
}


def area_name(snapshot: Snapshot, level: str, id: str) -> Name:
    """Return what an area is called."""
    if level == "city":
        return snapshot.city.name
    if level == "hex":
        return Name(f"六边形 {id}", f"Hexagon {id}")
    if level == "district" and not id:
        return NO_DISTRICT
    if level == "town":
        district, _, town = id.partition("/")
        of = region_name(snapshot, district) if district else NO_DISTRICT
        return Name(f"{of.zh}{town}", f"{town}, {of.en or of.zh}")
    return region_name(snapshot, id)


def shown(figures: Figures, measure: str) -> float | None:
    """Return the measure that was asked for."""
    value: float | None = {
        "count": figures.n,
        "lq": figures.lq,
        "share": figures.share,
        "employees": figures.employees if figures.employees_known else None,
        "value": figures.value if figures.value_known else None,
        "growth": figures.growth,
    }[measure]
    return value


def figures_view(figures: Figures, register: Register, weight: Weight) -> FiguresView:
    """Return figures as they are shown."""
    return FiguresView(
        count=figures.count,
        n=figures.n,
        total=figures.total,
        share=figures.share,
        share_of_city=figures.share_of_city,
        weight=weight,
        weighed=figures.weighed,
        weighed_total=figures.weighed_total,
        lq=figures.lq,
        lq_low=figures.lq_low,
        lq_high=figures.lq_high,
        employees=figures.employees,
        employees_known=figures.employees_known,
        value=figures.value,
        value_known=figures.value_known,
        dated=figures.dated,
        before=figures.before,
        growth=figures.growth,
        warnings=figures.warnings,
        how=how(figures, register, weight),
    )


def how(figures: Figures, register: Register, weight: Weight) -> Name:
    """Return in words from what figures were computed."""
    zh_unit, en_unit = UNITS[weight]
    if weight == "value":
        zh_unit = en_unit = f" {register.value_unit}"
    if figures.everything:
        zh = f"本地{plain(figures.weighed)}{zh_unit}，占全市{plain(figures.city_weighed)}的"
        zh += f"{percent(figures.share_of_city)}"
        en = f"{plain(figures.weighed)}{en_unit} here, {percent(figures.share_of_city)} of "
        en += f"{plain(figures.city_weighed)} in the city"
        return ended(figures, register, zh, en)
    zh = f"本地{plain(figures.weighed)}{zh_unit}，"
    en = f"{plain(figures.weighed)}{en_unit} here "
    zh += f"占有行业代码的{plain(figures.weighed_total)}{zh_unit}的{percent(figures.share)}"
    en += f"of {plain(figures.weighed_total)} with a known code ({percent(figures.share)})"
    city_share = figures.city_weighed / figures.city_total if figures.city_total > 0 else None
    zh += f"；全市{plain(figures.city_weighed)}，占{plain(figures.city_total)}的"
    zh += f"{percent(city_share)}"
    en += f"; in the city {plain(figures.city_weighed)} of {plain(figures.city_total)}"
    en += f" ({percent(city_share)})"
    if figures.lq is not None:
        zh += f"；区位商为两个占比之商{figures.lq:.4g}"
        en += f"; the location quotient is the one share over the other, {figures.lq:.4g}"
        if figures.lq_low is not None and figures.lq_high is not None:
            zh += f"，精确95%区间{figures.lq_low:.3g}至{figures.lq_high:.3g}"
            en += f", exact 95% interval {figures.lq_low:.3g} to {figures.lq_high:.3g}"
    return ended(figures, register, zh, en)


def ended(figures: Figures, register: Register, zh: str, en: str) -> Name:
    """Return a sentence with what is told of growth, of small numbers and of made-up data."""
    if figures.growth is not None:
        zh += f"；五年前{plain(figures.before)}家，现{plain(figures.dated)}家（成立日期已知者）"
        en += f"; open five years earlier {plain(figures.before)}, now {plain(figures.dated)}"
        en += " (of those with a known day of opening)"
    if "few" in figures.warnings:
        zh += f"；不足{FEW}家，慎用"
        en += f"; under {FEW} establishments: use with care"
    if register.synthetic:
        zh += "；数据为合成，不是真实企业"
        en += "; synthetic data, no real establishments"
    return Name(f"{zh}。", f"{en}.")


def plain(value: float | None) -> str:
    """Return a number for people: whole where it is whole, else to four digits."""
    if value is None:
        return "–"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"


def percent(share: float | None) -> str:
    """Return a share for people.

    Examples
    --------
    >>> percent(0.08387)
    '8.387%'
    """
    return "–" if share is None else f"{100 * share:.4g}%"
