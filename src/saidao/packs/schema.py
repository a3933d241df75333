"""The rows of a pack's files as pydantic models: the edge where a person's typing comes in.

A key without a default must be written, with ``null`` where the value is unknown; a key
with a default may be left out where it does not apply. Unknown keys are errors.
"""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from saidao.kernels.families import FAMILIES
from saidao.packs.cells import (
    Date,
    DistrictCode,
    Id,
    Ids,
    Number,
    Period,
    PeriodType,
    Positive,
    Quality,
    Share,
    SourceId,
    SourceIds,
    Text,
    Texts,
    Unit,
    Year,
    checked,
    expected,
    tupled,
)
from saidao.packs.pack import Authority, Basis
from saidao.terms.statements import Comparator, Firmness, Op


class Row(BaseModel):
    """What all rows share: no unknown keys, no conversions, nothing changed later."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NameRow(Row):
    """A text in both languages; `en` may stay empty where none is established."""

    zh: Text
    en: str = ""


class SourceRow(Row):
    """One row of ``sources.yaml``."""

    id: SourceId
    title: Text
    publisher: Text
    authority: Authority
    issued: Date | None
    url: Text | None
    retrieved: Date | None
    sha256: Annotated[str, checked(re.compile(r"[0-9a-f]{64}").fullmatch, "a sha-256")] | None = (
        None
    )
    note: NameRow | None = None


class PlanRow(Row):
    """One row of ``plans.yaml``."""

    id: Id
    name: NameRow
    number: Text | None
    issued: Date | None
    issuer: Text | None
    sources: SourceIds


class CodeRow(Row):
    """A classification code with the share of it that belongs to the industry."""

    code: Annotated[
        str,
        checked(
            re.compile(r"[^:\s][^:]*:[A-Z0-9.]+").fullmatch,
            "a scheme with its year and a code: GB/T 4754-2017:3912",
        ),
    ]
    share: Share


class IndustryRow(Row):
    """One row of ``industries`` in ``industries.yaml``."""

    id: Id
    name: NameRow
    sources: SourceIds
    codes: Annotated[tuple[CodeRow, ...], BeforeValidator(tupled)] = ()
    codes_basis: Basis | None = None
    overlaps: Ids = ()
    parts: Ids = ()
    is_track: bool = False
    status: Literal["verified", "inferred", "scope_only"] | None = None
    note: NameRow | None = None

    @model_validator(mode="after")
    def _codes_have_a_basis(self) -> Self:
        if bool(self.codes) != (self.codes_basis is not None):
            raise expected("codes_basis where there are codes, and only there")
        return self


class GroupRow(Row):
    """A group of an industry system, in the city's order."""

    name: NameRow
    industries: Ids


class SystemRow(Row):
    """One row of ``systems`` in ``industries.yaml``."""

    id: Id
    name: NameRow
    valid_from: Date | None
    valid_to: Date | None
    supersedes: Id | None
    complete: bool
    sources: SourceIds
    groups: Annotated[tuple[GroupRow, ...], BeforeValidator(tupled)]
    note: NameRow | None = None

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise expected("valid_to not before valid_from")
        return self


class ClauseRow(Row):
    """Where a brief says it, as an exact quote."""

    document: Id
    quote: Text
    occurrence: Annotated[int, Field(ge=1)] = 1


class TargetRow(Row):
    """One row of ``targets.yaml``."""

    id: Id
    plan: Id | None
    industry: Id | None
    indicator: Id
    scope: Text | None = None
    region: Text
    op: Op | None = None
    cmp: Comparator
    value: Number | None
    value_high: Number | None = None
    unit: Unit
    counted: Text | None = None
    tier: Positive | None = None
    period: Period | None
    base_year: Year | None = None
    qualifier: Text | None
    firmness: Firmness
    change: Literal["stock", "increment"] = "stock"
    driven_by: Id | None = None
    source: SourceId
    stated: Date | None
    clause: ClauseRow | None
    note: NameRow | None = None
    members: Ids = ()

    @model_validator(mode="after")
    def _quantity_is_whole(self) -> Self:
        if (self.cmp == "range") != (self.value_high is not None):
            raise expected("value_high for the comparator range, and only for it")
        if self.value is None and self.tier is None:
            raise expected("a value; only a size tier (千亿级) may go without")
        if self.value is not None and self.value_high is not None and self.value >= self.value_high:
            raise expected("value below value_high")
        if (self.unit == "count") != (self.counted is not None):
            raise expected("counted (the noun) for the unit count, and only for it")
        if self.members and len(self.members) != self.value:
            raise expected("as many members as the value says")
        return self


class PlaceRow(Row):
    """The place of a park as far as anything supports it."""

    text: Text | None = None
    lon: Number | None
    lat: Number | None
    uncertainty_km: Positive | None
    basis: Basis | None

    @model_validator(mode="after")
    def _point_is_whole(self) -> Self:
        parts = (self.lon, self.lat, self.uncertainty_km, self.basis)
        if len({part is None for part in parts}) > 1:
            raise expected("lon, lat, uncertainty_km and basis together, or null for all four")
        return self


class ParkRow(Row):
    """One row of ``parks`` in ``parks.yaml``."""

    id: Id
    name: NameRow
    kind: Id
    industries: Ids
    focus: NameRow | None
    districts: Annotated[tuple[DistrictCode, ...], BeforeValidator(tupled)]
    district_basis: Basis | None
    area_km2: Positive | None
    area_basis: Basis | None
    boundary_text: Text | None = None
    place: PlaceRow
    batch: Id | None
    batch_basis: Basis | None
    operator: Text | None = None
    aliases: Texts = ()
    sources: SourceIds
    note: NameRow | None = None

    @model_validator(mode="after")
    def _values_have_a_basis(self) -> Self:
        if bool(self.districts) != (self.district_basis is not None):
            raise expected("district_basis where there are districts, and only there")
        if (self.area_km2 is None) != (self.area_basis is None):
            raise expected("area_basis where there is an area, and only there")
        if (self.batch is None) != (self.batch_basis is None):
            raise expected("batch_basis where there is a batch, and only there")
        return self


class BatchRow(Row):
    """One row of ``batches`` in ``parks.yaml``."""

    id: Id
    name: NameRow
    count: Annotated[int, Field(ge=1)] | None
    announced: Date | None
    area_km2: Positive | None
    sources: SourceIds
    note: NameRow | None = None


class TaskRow(Row):
    """One row of ``tasks.yaml``."""

    id: Id
    area: Text
    industry: Id | None
    task: NameRow
    technologies: Annotated[tuple[NameRow, ...], BeforeValidator(tupled)]
    owner: Text | None
    milestone: NameRow | None
    deadline: Period | None
    parks: Ids = ()
    sources: SourceIds
    clause: ClauseRow | None = None
    note: NameRow | None = None


class LinkageRow(Row):
    """One row of ``linkages`` in ``linkages.yaml``."""

    indicator: Id
    industry: Id | None
    observation_indicator: Id
    observation_industry: Id | None = None
    observation_region: Text | None = None
    observation_scope: Text | None
    evidence: Literal["direct", "partial", "proxy"]
    reason: NameRow


class NotPublishedRow(Row):
    """One row of ``not_published`` in ``linkages.yaml``: searched, and nothing found."""

    indicator: Id
    industry: Id | None
    searched: NameRow


class IndicatorRow(Row):
    """One row of ``indicators`` in ``lexicon.yaml``."""

    id: Id
    name: NameRow
    unit: Unit
    words: Texts
    family: Annotated[
        str, checked(FAMILIES.__contains__, "one of " + ", ".join(sorted(FAMILIES)))
    ] = ""


class RegionRow(Row):
    """One row of ``regions`` in ``pack.yaml``."""

    id: Id
    name: NameRow
    kind: Literal["city", "area", "set"]
    sources: Annotated[tuple[SourceId, ...], BeforeValidator(tupled)] = ()


class GapRow(Row):
    """One row of ``gaps`` in ``pack.yaml``."""

    id: Id
    subject: NameRow
    known: Annotated[int, Field(ge=0)]
    total: Annotated[int, Field(ge=1)] | None
    statement: NameRow
    sources: SourceIds


class LimitRow(Row):
    """Bounds within which a value is plausible; outside them the check warns."""

    indicator: Id
    min: Number
    max: Number

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min >= self.max:
            raise expected("min below max")
        return self


class BoundsRow(Row):
    """The box, in WGS-84 degrees, that holds every coordinate of the pack."""

    west: Annotated[float, Field(ge=-180, le=180)]
    south: Annotated[float, Field(ge=-90, le=90)]
    east: Annotated[float, Field(ge=-180, le=180)]
    north: Annotated[float, Field(ge=-90, le=90)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.west >= self.east or self.south >= self.north:
            raise expected("west below east and south below north")
        return self


class PackRow(Row):
    """``pack.yaml``."""

    id: Id
    name: NameRow
    region_code: DistrictCode
    as_of: Date
    licence: Text
    boundary_licence: Text
    bounds: BoundsRow
    election: Annotated[
        tuple[Literal["authority", "plan", "date", "specificity"], ...],
        BeforeValidator(tupled),
        Field(min_length=1),
    ]
    regions: Annotated[tuple[RegionRow, ...], BeforeValidator(tupled)] = ()
    gaps: Annotated[tuple[GapRow, ...], BeforeValidator(tupled)] = ()
    limits: Annotated[tuple[LimitRow, ...], BeforeValidator(tupled)] = ()


class BriefRow(Row):
    """The front matter of a document in ``documents/``."""

    title: Text
    title_en: str = ""
    date: Date | None
    language: Literal["zh-Hans", "zh-Hant", "en"]
    sources: SourceIds


class ExpectedRow(Row):
    """One statement that a sentence of ``checks/*.yaml`` means."""

    kind: Literal["target", "actual", "baseline", "measure"]
    industry: Id | None
    indicator: Id
    region: Text | None = None
    op: Op | None = None
    cmp: Comparator
    value: Number | None
    value_high: Number | None = None
    unit: Unit
    tier: Positive | None = None
    period: Period | None


class CheckRow(Row):
    """One worked example: this sentence means these statements."""

    text: Text
    date: Date | None = None
    means: Annotated[tuple[ExpectedRow, ...], BeforeValidator(tupled)]


class CellRow(Row):
    """A row of a CSV file: the cells are texts, so numbers are read from them."""

    model_config = ConfigDict(extra="forbid", strict=False, frozen=True)


class DistrictRow(CellRow):
    """One row of ``districts.csv``."""

    code: DistrictCode
    name: NameRow
    area_km2: Positive | None
    area_note: NameRow | None
    population: Annotated[int, Field(ge=0)] | None
    population_year: Year | None
    positioning: NameRow | None
    positioning_period: Period | None
    sources: SourceIds


class PlaceNameRow(CellRow):
    """One row of ``place_names.csv``."""

    name: Text
    kind: Literal["town", "zone", "former_district"]
    district: DistrictCode
    code: Annotated[str, Field(pattern=r"^\d{6,12}$")] | None
    sources: SourceIds


class ObservationRow(CellRow):
    """One row of a file in ``observations/``."""

    id: Id
    indicator: Id
    industry: Id | None
    scope: Text | None
    region: Text
    period: Period | None
    period_type: PeriodType
    cmp: Comparator
    value: Number
    unit: Unit
    definition: NameRow | None
    vintage: Date | None
    source: SourceId
    quality: Quality
    note: NameRow | None
    prices: Literal["current", "constant"] | None = None
    price_year: Year | None = None

    @model_validator(mode="after")
    def _period_fits_its_type(self) -> Self:
        if (self.period is None) != (self.period_type == "unknown"):
            raise expected("period_type unknown where there is no period, and only there")
        return self
