"""A city pack as frozen values: what the rest of Saidao sees of `packs/<city>`.

`saidao.packs.load` reads and checks the files and returns a `Pack`. Every value a
person wrote carries the id of its source; unknown is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from saidao.packs.synthetic import SyntheticRegister
from saidao.terms.name import Name

Authority = Literal[
    "official",
    "official_mirror",
    "news",
    "news_low",
    "secondary",
    "derived",
    "own_brief",
    "unstated",
]
"""How near a source stands to the body that decided; ``unstated`` where nothing shows it."""

Basis = Literal["published", "estimate", "inferred", "derived"]
"""How a value came to be; everything but ``published`` is marked on every screen."""


@dataclass(frozen=True, slots=True)
class Source:
    """One page, notice or book, cited by id from everywhere else in the pack."""

    id: str
    title: str
    publisher: str
    authority: Authority
    issued: str | None
    url: str | None
    retrieved: str | None
    sha256: str | None
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class Industry:
    """A sector, track, chain or group of an industry system.

    `codes` are ``(scheme:code, share)`` pairs, share in (0, 1]; empty where no
    statistical definition has been published. `overlaps` names industries that share
    members with this one, so that sizes must not be added. `parts` are the industries that
    this one is said to consist of, all of them.
    """

    id: str
    name: Name
    codes: tuple[tuple[str, float], ...] = ()
    codes_basis: Basis | None = None
    overlaps: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    is_track: bool = False
    status: str | None = None
    sources: tuple[str, ...] = ()
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class IndustrySystem:
    """One version of the city's own grouping of its industries.

    `groups` are ``(group name, industry ids)`` in the city's order. `complete` is False
    where only part of the members is known.
    """

    id: str
    name: Name
    valid_from: str | None
    valid_to: str | None
    supersedes: str | None
    groups: tuple[tuple[Name, tuple[str, ...]], ...]
    complete: bool
    sources: tuple[str, ...]
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A place that figures are about: the city, or an area that is no district.

    Districts are not listed here: their code is their id. `kind` is ``city``, ``area``
    (a development area, a part of a district) or ``set`` (several places together).
    """

    id: str
    name: Name
    kind: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan, notice or press conference that promises were made in."""

    id: str
    name: Name
    number: str | None
    issued: str | None
    issuer: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a pack's assertion stands in one of its own briefs: an exact quote."""

    document: str
    quote: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Target:
    """One statement of a promise, as one source makes it; conflicting ones are rows of their own.

    `value`, `value_high`, `tier` are in the canonical `unit` (CNY, percent, count, ...);
    `qualifier` is the hedge word as published (力争, 突破, 左右). `industry` is what the
    figure measures, `driven_by` the industry that is said to drive it. `scope` narrows the
    figure to part of industry and region (规模以上企业), empty where it covers all.
    `region` is a district code, the id of a `Region`, or the id of a park. `members` are
    the industries that are counted, where the source names them.
    """

    id: str
    plan: str | None
    industry: str | None
    indicator: str
    scope: str
    region: str
    op: str
    cmp: str
    value: float | None
    value_high: float | None
    unit: str
    counted: str | None
    tier: float | None
    period: str | None
    base_year: str | None
    qualifier: str | None
    firmness: str | None
    change: str
    driven_by: str | None
    source: str
    stated: str | None
    clause: Clause | None
    note: Name | None = None
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A position with what is known of its exactness.

    `lon`, `lat` are WGS-84 degrees, None where nothing supports a position;
    `uncertainty_km` is the radius within which the place is believed to lie.
    """

    text: str | None
    lon: float | None
    lat: float | None
    uncertainty_km: float | None
    basis: Basis | None


@dataclass(frozen=True, slots=True)
class Park:
    """A park; `districts` are GB/T 2260 codes, empty where no source names one."""

    id: str
    name: Name
    kind: str
    industries: tuple[str, ...]
    focus: Name | None
    districts: tuple[str, ...]
    district_basis: Basis | None
    area_km2: float | None
    area_basis: Basis | None
    boundary_text: str | None
    place: Place
    batch: str | None
    batch_basis: Basis | None
    operator: str | None
    aliases: tuple[str, ...]
    sources: tuple[str, ...]
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class ParkBatch:
    """Parks that were announced together; `count` is the announced number."""

    id: str
    name: Name
    count: int | None
    announced: str | None
    area_km2: float | None
    sources: tuple[str, ...]
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class District:
    """An administrative area with its outline in WGS-84 (GeoJSON geometry as a dict)."""

    code: str
    name: Name
    area_km2: float | None
    area_note: Name | None
    population: int | None
    population_year: str | None
    positioning: Name | None
    positioning_period: str | None
    sources: tuple[str, ...]
    geometry: dict[str, object]


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name that addresses use, and the district that it is in.

    `kind` is ``town`` (towns, townships, subdistricts), ``zone`` (development zones and the
    like) or ``former_district`` (a district or county that is now in another). `code` is the
    statistical code of its area, where it has one.
    """

    name: str
    kind: Literal["town", "zone", "former_district"]
    district: str
    code: str | None
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A technology task: what shall be broken through, by whom, by when."""

    id: str
    area: str
    industry: str | None
    task: Name
    technologies: tuple[Name, ...]
    owner: str | None
    milestone: Name | None
    deadline: str | None
    parks: tuple[str, ...]
    sources: tuple[str, ...]
    clause: Clause | None = None
    note: Name | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A realised value.

    `period_type` is ``year``, ``half``, ``quarter``, ``year_to_date``, ``point`` or
    ``unknown``; `definition` the measuring definition (口径) in words. `prices` is the price
    basis of an amount of money, `price_year` the year whose prices are held constant; None
    where the source does not say.
    """

    id: str
    indicator: str
    industry: str | None
    scope: str
    region: str
    period: str | None
    period_type: str
    cmp: str
    value: float
    unit: str
    definition: Name | None
    vintage: str | None
    source: str
    quality: str
    note: Name | None = None
    prices: Literal["current", "constant"] | None = None
    price_year: str | None = None


@dataclass(frozen=True, slots=True)
class Linkage:
    """How an observation may be held against a commitment: `evidence` says how well.

    `indicator` and `industry` name the commitment, the rest the observation. Its industry
    and region are the commitment's own where `observation_industry` and
    `observation_region` are None; a proxy may name others.
    """

    indicator: str
    industry: str | None
    observation_indicator: str
    observation_scope: str
    evidence: Literal["direct", "partial", "proxy"]
    reason: Name
    observation_industry: str | None = None
    observation_region: str | None = None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure of the indicator catalogue, with the words that name it.

    ``规模``, ``产值``, ``营收``, ``增加值`` and ``总产值`` are five indicators, never one.
    `family` is the kind of past targets that its targets are like, a key of
    `saidao.kernels.families.FAMILIES`; empty where the pack does not say.
    """

    id: str
    name: Name
    unit: str
    words: tuple[str, ...]
    family: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is known to exist and is not in the pack: `known` of `total` members.

    `total` is None where nobody says how many there are.
    """

    id: str
    subject: Name
    known: int
    total: int | None
    statement: Name
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Exact spellings: of industries, indicators, regions and bodies, longest first.

    `industries` and `regions` map a spelling to an id; `glossary` maps a Chinese word
    that is shown as it stands (a counted noun, a hedge word, an owner) to English.
    """

    industries: dict[str, str]
    indicators: tuple[Indicator, ...]
    regions: dict[str, str]
    bodies: dict[str, Name]
    glossary: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Brief:
    """A document that ships inside the pack, in our own words; every figure cites a source."""

    id: str
    path: Path
    title: Name
    sources: tuple[str, ...]
    issued: str | None


@dataclass(frozen=True, slots=True)
class Pack:
    """All of a city pack, checked."""

    id: str
    name: Name
    region_code: str
    root: Path
    licence: str
    as_of: str
    boundary_licence: str
    election: tuple[str, ...]
    plans: tuple[Plan, ...]
    sources: tuple[Source, ...]
    industries: tuple[Industry, ...]
    systems: tuple[IndustrySystem, ...]
    targets: tuple[Target, ...]
    parks: tuple[Park, ...]
    districts: tuple[District, ...]
    tasks: tuple[Task, ...]
    observations: tuple[Observation, ...]
    linkages: tuple[Linkage, ...]
    lexicon: Lexicon
    briefs: tuple[Brief, ...]
    not_published: tuple[tuple[str, str | None, Name], ...]
    """``(indicator, industry, what was searched)`` for which no figure was found anywhere."""
    regions: tuple[Region, ...] = ()
    batches: tuple[ParkBatch, ...] = ()
    gaps: tuple[Gap, ...] = ()
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north in WGS-84 degrees; every coordinate lies inside."""
    place_names: tuple[PlaceName, ...] = ()
    synthetic_register: SyntheticRegister | None = None
    """What a made-up register is drawn from; None where the pack has no ``register.yaml``."""
