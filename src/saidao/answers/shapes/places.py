"""Parks, districts and what the map shows of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from saidao.answers.shapes.industries import IndustryView
from saidao.answers.shapes.readings import SourceView
from saidao.terms.name import Name


@dataclass(frozen=True, slots=True)
class ParkView:
    """A park with what is known of its place; None is shown as unknown, never guessed."""

    id: str
    name: Name
    kind: str
    industries: tuple[str, ...]
    industry_names: tuple[Name, ...]
    focus: Name | None
    districts: tuple[str, ...]
    district_names: tuple[Name, ...]
    district_basis: str | None
    area_km2: float | None
    area_basis: str | None
    boundary_text: str | None
    place_text: str | None
    lon: float | None
    lat: float | None
    uncertainty_km: float | None
    place_basis: str | None
    batch: Name | None
    batch_basis: str | None
    operator: Name | None
    sources: tuple[SourceView, ...]
    note: Name | None


@dataclass(frozen=True, slots=True)
class DistrictView:
    """A district with its figures; the outline travels in `MapView.districts`."""

    code: str
    name: Name
    area_km2: float | None
    area_note: Name | None
    population: int | None
    population_year: str | None
    density: float | None
    positioning: Name | None
    positioning_period: str | None
    park_count: int
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class MapView:
    """The map in one piece: outlines as a GeoJSON FeatureCollection in WGS-84.

    Each feature has ``id`` = the district code. `bounds` is west, south, east, north.
    """

    districts_geojson: dict[str, Any]
    districts: tuple[DistrictView, ...]
    parks: tuple[ParkView, ...]
    industries: tuple[IndustryView, ...]
    bounds: tuple[float, float, float, float]
    boundary_licence: str
