"""A small valid pack, and a way to spoil it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from saidao.packs import Problem, check

FILES = {
    "pack.yaml": """\
id: harbour
name: {zh: 海港市, en: Harbour}
region_code: "990000"
as_of: "2026-01-01"
licence: Apache-2.0
boundary_licence: drawn for a test
bounds: {west: 10, south: 50, east: 12, north: 52}
election: [authority, date]
regions:
  - {id: old-port, name: {zh: 老港, en: Old port}, kind: area, sources: [S001]}
gaps: []
limits:
  - {indicator: size, min: 1, max: 1_000_000_000_000}
""",
    "sources.yaml": """\
- id: S001
  title: 海洋规划
  publisher: 海港市
  authority: official
  issued: "2025-03"
  url: https://example.org/ocean
  retrieved: "2025-04-01"
""",
    "plans.yaml": """\
- id: ocean-2025
  name: {zh: 海洋规划, en: Ocean plan}
  number: null
  issued: "2025-03"
  issuer: null
  sources: [S001]
""",
    "lexicon.yaml": """\
indicators:
  - {id: size, name: {zh: 产业规模, en: Size}, unit: CNY, words: [产业规模, 规模]}
  - {id: firms, name: {zh: 企业数, en: Firms}, unit: count, words: [企业]}
industries:
  ocean: [海洋产业, 海洋]
regions:
  "990000": [海港市]
bodies: {}
glossary: {企业: firms}
""",
    "industries.yaml": """\
industries:
  - id: ocean
    name: {zh: 海洋, en: Ocean}
    is_track: true
    codes: [{code: "GB/T 4754-2017:04", share: 0.5}]
    codes_basis: estimate
    sources: [S001]
  - id: shipping
    name: {zh: 航运, en: Shipping}
    overlaps: [ocean]
    sources: [S001]
systems:
  - id: one-track
    name: {zh: 一条赛道, en: One track}
    valid_from: "2025"
    valid_to: null
    supersedes: null
    complete: true
    sources: [S001]
    groups:
      - name: {zh: 赛道, en: Tracks}
        industries: [ocean]
""",
    "targets.yaml": """\
- id: ocean-size-2030
  plan: ocean-2025
  industry: ocean
  indicator: size
  region: "990000"
  cmp: ">"
  value: 80_000_000_000
  unit: CNY
  period: "2030"
  qualifier: 突破
  firmness: commits
  source: S001
  stated: "2025-03"
  clause:
    document: ocean
    quote: 海洋产业规模到2030年要突破800亿元
""",
    "parks.yaml": """\
batches: []
parks:
  - id: blue-bay
    name: {zh: 蓝湾, en: Blue Bay}
    kind: ocean
    industries: [ocean]
    focus: null
    districts: ["990101"]
    district_basis: published
    area_km2: 2.5
    area_basis: published
    place: {lon: 10.5, lat: 50.5, uncertainty_km: 2, basis: estimate}
    batch: null
    batch_basis: null
    sources: [S001]
""",
    "districts.csv": (
        "code,name_zh,name_en,area_km2,area_note_zh,area_note_en,population,population_year,"
        "positioning_zh,positioning_en,positioning_period,sources\n"
        "990101,东区,East,100,,,5000,2020,,,,S001\n"
        "990102,西区,West,,,,,,,,,S001\n"
    ),
    "place_names.csv": (
        "name,kind,district,code,sources\n"
        "港口镇,town,990101,990101001,S001\n"
        "旧县,former_district,990102,,S001\n"
    ),
    "observations/ocean.csv": (
        "id,indicator,industry,scope,region,period,period_type,cmp,value,unit,definition_zh,"
        "definition_en,vintage,source,quality,note_zh,note_en\n"
        "ocean-size-2024,size,ocean,,990000,2024,year,=,60000000000,CNY,,,,S001,published,,\n"
    ),
    "documents/ocean.md": """\
---
title: 海洋
title_en: Ocean
date: "2026-01-01"
language: zh-Hans
sources: [S001]
---

海洋产业规模到2030年要突破800亿元[S001]。
""",
}


def square(west: float, south: float, size: float = 1) -> list[list[float]]:
    """Return a closed ring."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def collection(*features: tuple[str, list[list[float]]]) -> str:
    """Return a GeoJSON collection of polygons with a district code each."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "id": code,
                    "properties": {},
                    "geometry": {"type": "Polygon", "coordinates": [ring]},
                }
                for code, ring in features
            ],
        }
    )


class SmallPack:
    """The pack's folder, with functions to change files and to look at what is found."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)
        self.write(
            "districts.geojson",
            collection(("990101", square(10, 50)), ("990102", square(11, 50))),
        )

    def write(self, name: str, text: str | bytes) -> SmallPack:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def replace(self, name: str, old: str, new: str) -> SmallPack:
        text = (self.root / name).read_text("utf-8")
        assert text.count(old) >= 1, f"{old!r} is not in {name}"
        return self.write(name, text.replace(old, new, 1))

    def errors(self) -> list[Problem]:
        return [problem for problem in check(self.root) if problem.severity == "error"]

    def warnings(self) -> list[Problem]:
        return [problem for problem in check(self.root) if problem.severity == "warning"]

    def only_error(self) -> Problem:
        errors = self.errors()
        assert len(errors) == 1, [str(error) for error in errors]
        return errors[0]


@pytest.fixture
def small_pack(tmp_path: Path) -> SmallPack:
    return SmallPack(tmp_path / "harbour")


@pytest.fixture
def outlines() -> Callable[..., str]:
    """Make a GeoJSON collection from codes and rings."""
    return collection
