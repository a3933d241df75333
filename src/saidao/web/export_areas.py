"""Areas by industries as files: one row an area and industry, with what it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from saidao.answers.shapes import AreasView
from saidao.atlas import Atlas
from saidao.web.export import Cell, as_csv, as_xlsx

__all__ = ["HEADER", "areas_csv", "areas_xlsx"]

HEADER = (
    "register",
    "synthetic",
    "as_of",
    "level",
    "area_id",
    "area_zh",
    "area_en",
    "industry_id",
    "industry_zh",
    "industry_en",
    "codes_basis",
    "establishments",
    "establishments_fractional",
    "of_establishments",
    "share",
    "share_of_city",
    "location_quotient",
    "lq_low",
    "lq_high",
    "employees",
    "employees_known",
    "value",
    "value_known",
    "value_unit",
    "before",
    "growth",
    "warnings",
    "parks_planned",
    "promises",
    "how_zh",
    "how_en",
)

NUMERIC = {
    "establishments",
    "establishments_fractional",
    "of_establishments",
    "share",
    "share_of_city",
    "location_quotient",
    "lq_low",
    "lq_high",
    "employees",
    "employees_known",
    "value",
    "value_known",
    "before",
    "growth",
    "parks_planned",
    "promises",
}

SYNTHETIC = (
    "合成数据：由公布总量生成，不是真实企业。 Synthetic data: generated from published totals, "
    "no real establishments."
)


def tables(atlas: Atlas, today: date, level: str, register: str | None) -> Iterable[AreasView]:
    """Yield the areas under each industry that can be counted, and under all of them."""
    from saidao.answers.areas import areas

    snapshot = atlas.snapshot
    yield areas(snapshot, atlas.folder, today, register=register, level=level, measure="count")
    for row in snapshot.industry:
        found = areas(
            snapshot,
            atlas.folder,
            today,
            register=register,
            level=level,
            industry=row.id,
            measure="count",
        )
        if found.selection.missing is None:
            yield found


def rows(found: Iterable[AreasView]) -> Iterable[tuple[Cell, ...]]:
    """Yield the cells of areas in the order of `HEADER`."""
    for view in found:
        mark, selection = view.register, view.selection
        for area in (view.city, *view.areas):
            figures = area.figures
            if figures is None:
                continue
            yield (
                mark.id,
                "yes" if view.synthetic else "no",
                mark.as_of,
                area.level,
                area.id or None,
                area.name.zh,
                area.name.en,
                selection.id or None,
                selection.name.zh,
                selection.name.en,
                selection.codes_basis,
                figures.count,
                figures.n,
                figures.total,
                figures.share,
                figures.share_of_city,
                figures.lq,
                figures.lq_low,
                figures.lq_high,
                figures.employees if figures.employees_known else None,
                figures.employees_known,
                figures.value if figures.value_known else None,
                figures.value_known,
                mark.value_unit or None,
                figures.before,
                figures.growth,
                " ".join(figures.warnings) or None,
                sum(item.kind == "park" for item in area.planned),
                sum(item.kind == "commitment" for item in area.planned),
                figures.how.zh,
                figures.how.en,
            )


def areas_csv(atlas: Atlas, today: date, level: str, register: str | None) -> bytes:
    """Return areas by industries as a CSV."""
    return as_csv(HEADER, list(rows(tables(atlas, today, level, register))))


def areas_xlsx(atlas: Atlas, today: date, level: str, register: str | None) -> bytes:
    """Return areas by industries as a workbook; one of synthetic data says so on its sheet."""
    found = list(tables(atlas, today, level, register))
    name = "areas SYNTHETIC" if any(view.synthetic for view in found) else "areas"
    note = SYNTHETIC if any(view.synthetic for view in found) else ""
    return as_xlsx(name, HEADER, NUMERIC, list(rows(found)), note=note)
