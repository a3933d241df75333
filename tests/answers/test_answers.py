"""A planner's questions about the invented city, whose figures can be checked by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.cities import ARTICLE, build, write

from saidao import answers, pipeline
from saidao.answers.commitments import summaries
from saidao.answers.overview import told
from saidao.answers.shapes import CommitmentSummary
from saidao.atlas import Atlas
from saidao.errors import InvalidInput, NotFound
from saidao.store import Snapshot
from saidao.terms.name import Name

TODAY = date(2031, 2, 1)
OCEAN = "990000.ocean.size.cny.2030"
BERTHS = "990000.ocean.berths.count.2030"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Atlas]:
    """The invented city with one article added."""
    folder = tmp_path_factory.mktemp("harbour")
    build(folder / "out")
    paper = write(folder / "paper.md", ARTICLE)
    pipeline.add(folder / "out", [paper], recorded_at="2031")
    with Atlas.open(folder / "out") as opened:
        yield opened


@pytest.fixture(scope="module")
def snapshot(atlas: Atlas) -> Snapshot:
    """All its rows."""
    return atlas.snapshot


def row(snapshot: Snapshot, id: str, today: date = TODAY) -> CommitmentSummary:
    """Return one commitment."""
    return answers.commitment(snapshot, today, id).summary


def page(snapshot: Snapshot, **filters: object) -> list[str]:
    """Return the ids that a query lets through."""
    query = answers.LedgerQuery(**filters)  # type: ignore[arg-type]
    found = answers.ledger(snapshot, TODAY, query, offset=0, limit=None)
    return [item.id for item in found.items]


def test_the_plan_stands_before_the_news(snapshot: Snapshot) -> None:
    ocean = row(snapshot, OCEAN)
    assert (ocean.reading.zh, ocean.reading.en) == ("达到3000亿元", "300 bn CNY")
    assert ocean.elected.source.id == "S001"
    assert "官方发布优先于新闻报道" in ocean.rule.zh
    assert ocean.plan_id == "ocean-plan"


def test_an_added_article_meets_the_packs_commitments(snapshot: Snapshot) -> None:
    document = next(d.id for d in snapshot.document if d.origin == "added")
    met = {m.commitment_id: m for m in answers.meetings(snapshot, document)}
    assert met[OCEAN].outcome == "conflicting"
    assert "comparator" in met[OCEAN].conflicts
    assert met["990000.ocean.clusters.tier-1e10.count.2030"].outcome == "agreeing"
    assert [m.outcome for m in met.values() if "帆船" in m.title.zh] == ["new"]


def test_losing_readings_and_conflicts_are_shown(snapshot: Snapshot) -> None:
    detail = answers.commitment(snapshot, TODAY, OCEAN)
    assert detail.assertions[0].elected
    assert {a.source.id for a in detail.assertions} >= {"S001", "S002"}
    assert len({a.voice for a in detail.assertions}) == 3
    comparator = next(c for c in detail.conflicts if c.class_ == "comparator")
    assert comparator.sentence.zh == "比较词不一致：突破3000亿元、达到3000亿元"
    assert set(comparator.assertion_ids) <= {a.id for a in detail.assertions}


def test_a_driven_industry_keeps_its_own_commitment(snapshot: Snapshot) -> None:
    shipping = row(snapshot, "990000.shipping-services.size.cny.2030")
    assert shipping.driven_by is not None
    assert shipping.driven_by.zh == "海洋产业"
    assert shipping.elected.value == row(snapshot, OCEAN).elected.value


def test_a_comparable_figure_decides(snapshot: Snapshot) -> None:
    berths = row(snapshot, BERTHS).progress
    assert (berths.state, berths.evidence) == ("reached", "direct")
    assert berths.sentence.zh == "2030年：41个深水泊位，已达到目标（40个以上深水泊位）"
    assert [o.id for o in berths.observations] == ["berths-2028", "berths-2030"]


def test_an_unusable_figure_is_never_shown_as_evidence(snapshot: Snapshot) -> None:
    assert "berths-2030-low" in {o.id for o in snapshot.observation}
    observations = row(snapshot, BERTHS).progress.observations
    assert "berths-2030-low" not in {o.id for o in observations}


def test_part_of_a_year_and_another_measure_decide_nothing(snapshot: Snapshot) -> None:
    shipping = row(snapshot, "990000.shipping-services.size.cny.2030").progress
    assert (shipping.state, shipping.evidence) == ("proxy_only", "proxy")
    assert "2029年1—9月" in shipping.sentence.zh


def test_a_figure_read_in_a_document_that_names_no_definition_decides_nothing(
    tmp_path: Path,
) -> None:
    build(tmp_path / "out")
    head = "---\ntitle: 港口\ndate: 2031-01-25\n---\n\n"
    text = head + "截至2030年底，全市海洋产业深水泊位已达到38个。\n"
    pipeline.add(tmp_path / "out", [write(tmp_path / "a.md", text)], recorded_at="2031")
    with Atlas.open(tmp_path / "out") as opened:
        berths = row(opened.snapshot, BERTHS).progress
    read = next(o for o in berths.observations if o.value == 38)
    assert (read.evidence, read.clause is not None) == ("partial", True)
    assert berths.state == "reached", "the communiqué still decides"


def test_not_published_is_not_the_same_as_not_searched(snapshot: Snapshot) -> None:
    assert row(snapshot, OCEAN).progress.state == "no_published_figure"
    assert row(snapshot, "990000.drones.size.cny.2032").progress.state == "not_searched"


def test_every_figure_leads_to_a_source(snapshot: Snapshot) -> None:
    for id in page(snapshot):
        detail = answers.commitment(snapshot, TODAY, id)
        assert all(a.source.title for a in detail.assertions)
        assert all(o.source.title for o in detail.summary.progress.observations)


def test_clauses_quote_the_text_they_point_at(atlas: Atlas) -> None:
    clauses = [a.passage for a in atlas.snapshot.assertion if a.passage is not None]
    assert len(clauses) >= 4
    for passage in clauses:
        text = atlas.text(passage.document).text
        assert text[passage.start : passage.end] == passage.quote


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({}, 6),
        ({"text": "泊位"}, 1),
        ({"text": "ocean 2030"}, 4),
        ({"industries": ("drones",)}, 1),
        ({"agreements": ("conflict",)}, 1),
        ({"states": ("reached", "not_searched")}, 4),
        ({"evidence": ("proxy",)}, 1),
        ({"deadlines": ("2032",)}, 2),
        ({"regions": ("990101",)}, 0),
        ({"text": "不存在的词"}, 0),
    ],
)
def test_filters(snapshot: Snapshot, filters: dict[str, object], count: int) -> None:
    assert len(page(snapshot, **filters)) == count


def test_orders_run_both_ways_and_unknown_ones_are_refused(snapshot: Snapshot) -> None:
    values = [row(snapshot, id).deadline for id in page(snapshot, sort="-deadline")]
    assert values == sorted(values, reverse=True)
    with pytest.raises(InvalidInput, match="sort: got 'colour'"):
        page(snapshot, sort="colour")


def test_a_facet_counts_what_another_choice_would_give(snapshot: Snapshot) -> None:
    query = answers.LedgerQuery(industries=("drones",))
    found = answers.ledger(snapshot, TODAY, query, offset=0, limit=10)
    assert found.facets["industry"]["ocean"] == 3
    assert found.facets["deadline"] == {"2032": 1}


def test_pages_are_cut_out_of_one_order(snapshot: Snapshot) -> None:
    query, whole = answers.LedgerQuery(), page(snapshot)
    parts = [answers.ledger(snapshot, TODAY, query, offset=n, limit=2) for n in (0, 2, 4)]
    assert [item.id for part in parts for item in part.items] == whole
    assert {part.total for part in parts} == {len(whole)}


def test_the_overview_counts_what_is_past_and_what_can_be_judged(snapshot: Snapshot) -> None:
    seen = answers.overview(snapshot, TODAY)
    assert seen.counts["past"] == 4
    assert seen.counts["past_reached"] == 1
    assert {item.id for item in seen.overdue_unjudged}.isdisjoint({BERTHS})
    for key, (name, _) in seen.figures.items():
        assert f"{{{key}}}" in seen.sentence.zh
        assert f"{{{key}}}" in seen.sentence.en
        assert name.zh
    assert seen.figures["flagship"][1] == OCEAN


def test_the_overview_says_what_became_of_everything_past(snapshot: Snapshot) -> None:
    seen = answers.overview(snapshot, TODAY)
    parts = ("past_reached", "past_not_reached", "past_lost", "past_unjudged")
    assert sum(seen.counts[part] for part in parts) == seen.counts["past"]
    rows = list(summaries(snapshot, TODAY).values())
    counts = {**seen.counts, "past_not_reached": 2, "past_lost": 0}
    sentence, figures = told(rows, counts, "2031", None)
    assert "达到的{past_reached}项、没有达到的{past_not_reached}项，无法判断" in sentence.zh
    assert "as met, {past_not_reached} as not reached; {past_unjudged} cannot" in sentence.en
    assert figures["past_not_reached"] == (Name("2", "2"), None)
    assert "past_lost" not in sentence.en


def test_what_is_due_depends_on_the_day(snapshot: Snapshot) -> None:
    before = answers.overview(snapshot, date(2030, 6, 1))
    assert before.counts["past"] == 0
    assert len(before.due_this_year) == 4


def test_the_roadmap_begins_with_tracks(snapshot: Snapshot) -> None:
    roadmap = answers.roadmap(snapshot, TODAY)
    assert [lane.is_track for lane in roadmap.lanes][:2] == [True, True]
    assert (roadmap.first_year, roadmap.last_year) == (2028, 2032)
    shown = [item.id for lane in roadmap.lanes for item in lane.commitments]
    assert sorted(shown) == sorted(page(snapshot))


def test_the_map_shows_unknown_places_as_unknown(snapshot: Snapshot) -> None:
    seen = answers.map_view(snapshot)
    assert seen.bounds == (10.2, 50.2, 10.9, 50.6)
    assert {f["id"] for f in seen.districts_geojson["features"]} == {"990101", "990102"}
    parks = {park.id: park for park in seen.parks}
    assert (parks["kite-field"].lon, parks["kite-field"].districts) == (None, ())
    assert parks["pilot-quay"].uncertainty_km == 1.5
    districts = {district.code: district for district in seen.districts}
    assert (districts["990101"].density, districts["990101"].park_count) == (2500.0, 1)
    assert districts["990102"].density is None


def test_gaps_say_how_much_of_what_is_known(snapshot: Snapshot) -> None:
    for gap, known in zip(answers.data_report(snapshot).gaps, snapshot.gap, strict=True):
        assert (gap.subject, gap.known, gap.total) == (known.subject, known.known, known.total)
        assert [source.id for source in gap.sources] == list(known.sources)


def test_documents_hold_their_statements_in_order(atlas: Atlas) -> None:
    listed = answers.documents(atlas.snapshot)
    assert [document.origin for document in listed] == ["added", "pack"]
    detail = answers.document(atlas.snapshot, "ocean", atlas.text("ocean"))
    starts = [span.start for span in detail.spans]
    assert starts == sorted(starts)
    assert detail.summary.statement_count == len(detail.spans) == 4
    (task,) = [span for span in detail.spans if span.kind == "task"]
    assert (task.task_id, task.reading.en) == ("deep-sea-cable", "Deep-sea cables")
    assert "".join(block.text for block in detail.blocks)


def test_what_pack_and_reader_read_differently_waits_for_a_person(snapshot: Snapshot) -> None:
    (review,) = answers.reviews(snapshot)
    assert review.quote == "到2032年，无人机产业规模达到800亿元"
    assert (review.state, review.kind) == ("open", "differs")
    assert [(c.origin, c.reading.zh, c.period) for c in review.candidates] == [
        ("pack", "突破800亿元", "2032"),
        ("document", "达到800亿元", "2032"),
    ]
    assert row(snapshot, "990000.drones.size.cny.2032").assertion_count == 1


def test_a_task_shows_its_clause(snapshot: Snapshot) -> None:
    (task,) = answers.tasks(snapshot)
    assert task.clause is not None
    assert task.clause.quote == "攻克深海电缆的动态缆技术"


def test_industries_count_what_names_them(snapshot: Snapshot) -> None:
    ocean = answers.industry(snapshot, "ocean")
    assert (ocean.commitment_count, ocean.park_count, ocean.task_count) == (3, 1, 1)
    assert [system.id for system in answers.systems(snapshot)] == ["tracks-2026"]


def test_the_data_report_says_what_is_missing(snapshot: Snapshot) -> None:
    report = {name.en: rest for name, *rest in answers.data_report(snapshot).tables}
    assert report["Parks: place"] == [2, 1, 1]
    assert report["Observed values: quality"][2] == 1
    assert answers.info(snapshot).documents == 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("海洋", "ocean"),
        ("ocean", "ocean"),
        ("wrj", "drones"),
        ("wurenji", "drones"),
        ("领航", "pilot-quay"),
        ("lhmt", "pilot-quay"),
        ("灯塔", "990101"),
        ("3000亿", OCEAN),
    ],
)
def test_search(snapshot: Snapshot, text: str, first: str) -> None:
    hits = answers.search(snapshot, TODAY, text, limit=5)
    assert first in [hit.id for hit in hits]


def test_search_finds_nothing_for_nothing(snapshot: Snapshot) -> None:
    assert answers.search(snapshot, TODAY, "  ", limit=5) == ()
    assert answers.search(snapshot, TODAY, "海洋 zzzz", limit=5) == ()


@pytest.mark.parametrize(
    "ask",
    [
        lambda s: answers.commitment(s, TODAY, "990000.ocean.size.cny.2031"),
        lambda s: answers.park(s, "pilot-key"),
        lambda s: answers.industry(s, "oceans"),
        lambda s: answers.document(s, "ocaen", None),
    ],
)
def test_what_is_not_there_names_what_is_near(snapshot: Snapshot, ask: object) -> None:
    with pytest.raises(NotFound) as error:
        ask(snapshot)  # type: ignore[operator]
    assert error.value.near
