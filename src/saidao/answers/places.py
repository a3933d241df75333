"""Districts and parks, and the map that shows both."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from saidao.answers.industries import industries
from saidao.answers.shapes import DistrictView, MapView, ParkView
from saidao.answers.views import named, source_views
from saidao.errors import NotFound
from saidao.packs.pack import District, Park
from saidao.store import Snapshot
from saidao.terms.name import Name

__all__ = ["districts", "map_view", "park", "parks"]

WORLD = (-180.0, -90.0, 180.0, 90.0)


def park_view(snapshot: Snapshot, row: Park) -> ParkView:
    """Return a park as it is shown."""
    districts_by_code = {district.code: district.name for district in snapshot.district}
    batches = {batch.id: batch.name for batch in snapshot.batch}
    return ParkView(
        id=row.id,
        name=row.name,
        kind=row.kind,
        industries=row.industries,
        industry_names=tuple(
            snapshot.industries[id].name for id in row.industries if id in snapshot.industries
        ),
        focus=row.focus,
        districts=row.districts,
        district_names=tuple(
            districts_by_code[code] for code in row.districts if code in districts_by_code
        ),
        district_basis=row.district_basis,
        area_km2=row.area_km2,
        area_basis=row.area_basis,
        boundary_text=row.boundary_text,
        place_text=row.place.text,
        lon=row.place.lon,
        lat=row.place.lat,
        uncertainty_km=row.place.uncertainty_km,
        place_basis=row.place.basis,
        batch=batches.get(row.batch, Name(row.batch)) if row.batch else None,
        batch_basis=row.batch_basis,
        operator=named(snapshot, row.operator),
        sources=source_views(snapshot, row.sources),
        note=row.note,
    )


def parks(snapshot: Snapshot) -> tuple[ParkView, ...]:
    """Return all parks, by id."""
    return tuple(park_view(snapshot, row) for row in snapshot.park)


def park(snapshot: Snapshot, id: str) -> ParkView:
    """Return one park.

    Raises
    ------
    NotFound
        If there is none with that id.
    """
    for row in snapshot.park:
        if row.id == id:
            return park_view(snapshot, row)
    ids = [row.id for row in snapshot.park]
    raise NotFound("park", id, difflib.get_close_matches(id, ids, n=3))


def district_view(snapshot: Snapshot, row: District, park_count: int) -> DistrictView:
    """Return a district as it is shown; a density needs both figures."""
    known = row.population is not None and row.area_km2
    density = row.population / row.area_km2 if known and row.population and row.area_km2 else None
    return DistrictView(
        code=row.code,
        name=row.name,
        area_km2=row.area_km2,
        area_note=row.area_note,
        population=row.population,
        population_year=row.population_year,
        density=None if density is None else round(density, 1),
        positioning=row.positioning,
        positioning_period=row.positioning_period,
        park_count=park_count,
        sources=source_views(snapshot, row.sources),
    )


def districts(snapshot: Snapshot) -> tuple[DistrictView, ...]:
    """Return all districts, by code."""
    counts = Counter(code for row in snapshot.park for code in row.districts)
    return tuple(district_view(snapshot, row, counts[row.code]) for row in snapshot.district)


def map_view(snapshot: Snapshot) -> MapView:
    """Return outlines, parks and industries in one piece."""
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": row.code,
            "properties": {"code": row.code, "zh": row.name.zh, "en": row.name.en},
            "geometry": row.geometry,
        }
        for row in snapshot.district
    ]
    return MapView(
        districts_geojson={"type": "FeatureCollection", "features": features},
        districts=districts(snapshot),
        parks=parks(snapshot),
        industries=industries(snapshot),
        bounds=bounds_of(snapshot),
        boundary_licence=snapshot.city.boundary_licence,
    )


def bounds_of(snapshot: Snapshot) -> tuple[float, float, float, float]:
    """Return the box around all outlines, the pack's own where there are none."""
    points = [
        point for row in snapshot.district for point in positions(row.geometry.get("coordinates"))
    ]
    if not points:
        return snapshot.city.bounds or WORLD
    lons, lats = [lon for lon, _ in points], [lat for _, lat in points]
    return min(lons), min(lats), max(lons), max(lats)


def positions(coordinates: object) -> Iterable[tuple[float, float]]:
    """Yield the positions of GeoJSON coordinates, however deep they are nested."""
    if not isinstance(coordinates, list | tuple) or not coordinates:
        return
    if isinstance(coordinates[0], int | float):
        yield float(coordinates[0]), float(coordinates[1])
        return
    for part in coordinates:
        yield from positions(part)
