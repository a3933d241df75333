"""The Shanghai pack: what it must hold, and that nothing in it was invented or lost."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import shapely
from shapely.geometry import shape

from saidao.packs import check, load, shipped_pack
from saidao.packs.pack import Pack

SHARED = Path(__file__).parents[2].parent / "shared"
CITYWIDE = "310000"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load(shipped_pack("shanghai"))


@pytest.mark.parametrize("name", ["shanghai", "_template"])
def test_shipped_packs_have_no_errors_and_no_warnings(name: str) -> None:
    assert [str(problem) for problem in check(shipped_pack(name))] == []


def test_everything_shown_has_an_english_name(pack: Pack) -> None:
    named = [
        *pack.industries,
        *pack.systems,
        *pack.plans,
        *pack.parks,
        *pack.districts,
        *pack.regions,
        *pack.batches,
        *pack.lexicon.indicators,
    ]
    assert [one.name.zh for one in named if not one.name.en] == []
    texts = [one for task in pack.tasks for one in (task.task, *task.technologies)]
    assert [text.zh for text in texts if not text.en] == []


def test_words_that_are_shown_are_in_the_glossary(pack: Pack) -> None:
    shown = {word for row in pack.targets for word in (row.counted, row.scope) if word}
    shown |= {row.scope for row in pack.observations if row.scope}
    shown |= {one.words[0] for one in pack.lexicon.indicators if one.unit == "count"}
    shown |= {task.area for task in pack.tasks}
    shown |= {park.operator for park in pack.parks if park.operator}
    assert shown - set(pack.lexicon.glossary) == set()


def test_kinds_of_parks_are_industries(pack: Pack) -> None:
    assert {park.kind for park in pack.parks} <= {industry.id for industry in pack.industries}


def test_size_is_one_of_five_measures(pack: Pack) -> None:
    measures = ("size", "output-value", "gross-industrial-output", "revenue", "value-added")
    by_id = {indicator.id: indicator for indicator in pack.lexicon.indicators}
    words = [word for id in measures for word in by_id[id].words]
    assert len(words) == len(set(words))
    assert {by_id[id].unit for id in measures} == {"CNY"}


class TestTracks:
    def test_targets_of_the_notice(self, pack: Pack) -> None:
        sizes = {
            row.industry: (row.cmp, row.value)
            for row in pack.targets
            if row.indicator == "size" and row.id.endswith("-size-2025-notice")
        }
        assert sizes == {
            "green-low-carbon": (">", 500e9),
            "metaverse": ("=", 350e9),
            "smart-terminals": (">", 700e9),
        }

    def test_contradicting_statements_stand_side_by_side(self, pack: Pack) -> None:
        def said(industry: str, indicator: str) -> set[tuple[str, float | None, str]]:
            return {
                (row.cmp, row.value, row.change)
                for row in pack.targets
                if (row.industry, row.indicator) == (industry, indicator)
            }

        assert said("green-low-carbon", "size") == {(">", 500e9, "stock"), ("=", 500e9, "stock")}
        assert said("metaverse", "size") == {("=", 350e9, "stock"), (">", 350e9, "stock")}
        assert said("new-tracks", "size") == {(">", 1.5e12, "stock"), (">", 1e12, "increment")}
        assert said("metaverse", "head-firms") == {(">=", 10, "stock"), ("=", 10, "stock")}

    def test_what_a_track_drives_is_not_its_size(self, pack: Pack) -> None:
        driven = {row.industry: row.value for row in pack.targets if row.driven_by == "metaverse"}
        assert driven == {
            "software-information-services": 1.5e12,
            "electronic-information-manufacturing": 550e9,
        }

    def test_tracks_say_that_they_overlap(self, pack: Pack) -> None:
        by_id = {industry.id: industry for industry in pack.industries}
        assert "smart-terminals" in by_id["green-low-carbon"].overlaps
        assert "smart-terminals" in by_id["metaverse"].overlaps
        assert {"green-low-carbon", "metaverse"} <= set(by_id["smart-terminals"].overlaps)

    def test_no_realised_size_is_claimed(self, pack: Pack) -> None:
        tracks = {"green-low-carbon", "metaverse", "smart-terminals"}
        searched = {industry for indicator, industry, _ in pack.not_published}
        assert tracks <= searched
        claimed = [
            row.id
            for row in pack.observations
            if row.industry in tracks and row.indicator == "size" and row.region == CITYWIDE
        ]
        assert claimed == []

    def test_seven_parks_two_of_them_without_a_place(self, pack: Pack) -> None:
        kinds = {"green-low-carbon", "metaverse", "smart-terminals"}
        parks = [park for park in pack.parks if park.kind in kinds]
        assert Counter(park.kind for park in parks) == {
            "green-low-carbon": 2,
            "metaverse": 2,
            "smart-terminals": 3,
        }
        unplaced = {park.id for park in parks if park.place.lon is None}
        assert unplaced == {"hongqiao-logistics-equipment-port", "jingu-smart-terminal-base"}


def test_no_position_of_a_park_is_called_published(pack: Pack) -> None:
    placed = [park.place for park in pack.parks if park.place.lon is not None]
    assert {place.basis for place in placed} == {"estimate", "inferred"}
    assert all(1.5 <= (place.uncertainty_km or 0) <= 8 for place in placed)


def test_placed_parks_lie_in_or_near_their_district(pack: Pack) -> None:
    outlines = {district.code: shape(district.geometry) for district in pack.districts}
    for park in pack.parks:
        if park.place.lon is None or not park.districts:
            continue
        point = shapely.Point(park.place.lon, park.place.lat)
        far = min(point.distance(outlines[code]) for code in park.districts) * 111
        assert far <= (park.place.uncertainty_km or 0), park.id


def test_gaps_say_what_was_not_recovered(pack: Pack) -> None:
    gaps = {gap.id: (gap.known, gap.total) for gap in pack.gaps}
    assert gaps["key-industries-of-the-map"] == (3, 35)
    assert gaps["park-gazette"] == (5, 53)
    systems = {system.id: system for system in pack.systems}
    members = {group.zh: ids for group, ids in systems["industry-map-2022"].groups}
    assert len(members["已核实"]) == 3
    assert not systems["industry-map-2022"].complete


def test_the_census_adds_up(pack: Pack) -> None:
    """The districts of the census of 2020 make the city's published 24,870,895."""
    assert sum(district.population or 0 for district in pack.districts) == 24_870_895


@pytest.fixture(scope="module")
def outlines(pack: Pack) -> dict[str, shapely.Geometry]:
    return {district.code: shape(district.geometry) for district in pack.districts}


class TestOutlines:
    def test_neighbours_share_their_edges(self, outlines: dict[str, shapely.Geometry]) -> None:
        coverage = np.array(list(outlines.values()), dtype=object)
        assert shapely.coverage_is_valid(coverage)
        assert len(outlines) == 16

    def test_small(self, pack: Pack) -> None:
        assert (pack.root / "districts.geojson").stat().st_size < 150_000

    def test_areas_are_those_published(self, pack: Pack, outlines) -> None:
        """Within a tenth where land is what is drawn; the coast and the river differ."""
        for district in pack.districts:
            if district.code in {"310113", "310115", "310151", "310116", "310120"}:
                continue
            outline = outlines[district.code]
            square_degree_km2 = 111.2**2 * np.cos(np.radians(outline.centroid.y))
            assert outline.area * square_degree_km2 == pytest.approx(district.area_km2, rel=0.1)

    def test_agreement_with_another_map(self, outlines: dict[str, shapely.Geometry]) -> None:
        other = SHARED / "data" / "sh_districts_wgs84.geojson"
        if not other.exists():
            pytest.skip("the comparison map lies in the folder `shared`, which is not here")
        agreement = {}
        for feature in json.loads(other.read_text("utf-8"))["features"]:
            code, outline = feature["properties"]["adcode"], shape(feature["geometry"])
            common = outlines[code].intersection(outline).area
            agreement[code] = common / outlines[code].union(outline).area
        # Chongming: the other map counts the water around its islands.
        assert agreement.pop("310151") > 0.65
        assert min(agreement.values()) > 0.95


CANONICAL = {
    "亿元": 1e8,
    "万元": 1e4,
    "万平方米": 1e4,
    "万辆": 1e4,
    "万千瓦": 1e4,
    "万元/人": 1e4,
    "万台": 1e4,
    "台/万人": 1e-4,
    "吨标煤/万元": 1e-4,
    "亿元/平方公里": 1e8,
}


def collected(name: str) -> list[dict[str, str]]:
    """Return the rows of a collection of facts, or skip the test."""
    path = SHARED / "shanghai" / f"{name}.csv"
    if not path.exists():
        pytest.skip("the collected facts lie in the folder `shared`, which is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_collected_target_is_there(pack: Pack) -> None:
    """Each row of the collection has a row here: same source, figure and deadline."""
    urls = {source.id: source.url for source in pack.sources}
    here = Counter(
        (urls[row.source], f"{row.value:.9g}" if row.value is not None else "", row.tier is None)
        for row in pack.targets
    )
    rows = collected("targets")
    assert len(rows) == 156
    lost = []
    for row in rows:
        figure, _, _ = row["value"].partition("-")
        value = float(figure) * CANONICAL.get(row["unit"], 1) if figure else None
        if row["operator"] == "x":
            value = 100.0  # 翻一番, as a percentage
        text = f"{value:.9g}" if value is not None else ""
        url = row["source_url"]
        keys = [(url, text, True), (url, text, False), (url, "", False)]
        key = next((key for key in keys if here[key]), None)
        if key is None:
            lost.append(row["target_id"])
        else:
            here[key] -= 1
    assert lost == []


def test_every_collected_figure_is_there(pack: Pack) -> None:
    urls = {source.id: source.url for source in pack.sources}
    here = Counter((urls[row.source], f"{row.value:.9g}", row.cmp) for row in pack.observations)
    rows = collected("actuals")
    assert len(rows) == 130
    for row in rows:
        value = float(row["value"]) * CANONICAL.get(row["unit"], 1)
        key = (row["source_url"], f"{value:.9g}", row["operator"])
        assert here[key] > 0, row["actual_id"]
        here[key] -= 1


def test_every_collected_source_park_and_task_is_there(pack: Pack) -> None:
    urls = {source.url for source in pack.sources}
    cited = {row["source_url"] for row in collected("sources")}
    assert {url for url in cited if url.startswith("http")} <= urls
    parks = {row["name_zh"] for row in collected("parks") if not row["name_zh"].startswith("(")}
    assert parks == {park.name.zh for park in pack.parks}
    assert len(collected("tech_tasks")) == len(pack.tasks)
    population = {row["adcode"]: int(row["pop_2020_census"]) for row in collected("districts")}
    assert population == {district.code: district.population for district in pack.districts}


def test_dirty_samples_take_part_in_nothing(pack: Pack) -> None:
    unusable = {row.id for row in pack.observations if row.quality == "unusable"}
    assert unusable == {
        "software-revenue-2019-content-farm",
        "vehicle-production-2021-misprint",
        "xuhui-gdp-2022-rounded-list",
    }


def test_linkages_meet_a_target_and_an_observation(pack: Pack) -> None:
    promised = {(row.indicator, row.industry) for row in pack.targets}
    for link in pack.linkages:
        assert (link.indicator, link.industry) in promised, link
        assert any(
            row.indicator == link.observation_indicator
            and row.industry == (link.observation_industry or link.industry)
            and row.scope == link.observation_scope
            and (link.observation_region is None or row.region == link.observation_region)
            for row in pack.observations
        ), link
