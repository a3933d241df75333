"""The Shanghai atlas: what its pack is known to say, and a real article that meets it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from saidao import answers, pipeline
from saidao.answers.documents import spans as spans_of
from saidao.answers.shapes import CommitmentDetail
from saidao.atlas import Atlas
from saidao.store import Snapshot

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The atlas of the Shanghai pack."""
    out = tmp_path_factory.mktemp("shanghai") / "out"
    pack = Path(__file__).resolve().parents[2] / "packs" / "shanghai"
    pipeline.build(pack, out, recorded_at="2026-11-22")
    return out


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """All its rows."""
    with Atlas.open(folder) as atlas:
        yield atlas.snapshot


def detail(snapshot: Snapshot, id: str) -> CommitmentDetail:
    """Return a commitment of the whole city for 2025."""
    return answers.commitment(snapshot, TODAY, f"310000.{id}.2025")


def classes(snapshot: Snapshot, id: str) -> set[str]:
    """Return the classes of conflict on a commitment."""
    return set(detail(snapshot, id).summary.conflicts)


def test_the_three_tracks_and_the_sector_they_drive_are_two_commitments(
    snapshot: Snapshot,
) -> None:
    tracks = detail(snapshot, "new-tracks.size.cny").summary
    software = detail(snapshot, "software-information-services.size.cny").summary
    assert tracks.elected.value == software.elected.value == 1.5e12
    assert tracks.driven_by is None
    assert software.driven_by is not None
    assert software.driven_by.en == "Metaverse"


@pytest.mark.parametrize(
    ("id", "class_"),
    [
        ("green-low-carbon.size.cny", "comparator"),
        ("green-low-carbon.size.cny", "firmness"),
        ("metaverse.size.cny", "comparator"),
        ("metaverse.head-firms.count", "comparator"),
        ("new-tracks.size.cny", "change"),
        ("connected-vehicles.size.cny", "definition"),
        ("software-information-services.size.cny", "definition"),
        ("manufacturing.industry-clusters.tier-1e12.count", "revision"),
        ("manufacturing.industry-clusters.tier-5e11.count", "deadline"),
        ("hydrogen.size.cny", "deadline"),
        ("hydrogen.hydrogen-stations.count", "comparator"),
        ("hydrogen.hydrogen-stations.count", "deadline"),
        ("all.carbon-peak-year.year", "revision"),
    ],
)
def test_known_contradictions_are_found(snapshot: Snapshot, id: str, class_: str) -> None:
    assert class_ in classes(snapshot, id)


def test_the_plan_stands_before_what_a_later_report_makes_of_it(snapshot: Snapshot) -> None:
    elected = detail(snapshot, "metaverse.size.cny").summary.elected
    assert (elected.id, elected.cmp) == ("metaverse-size-2025-notice", "=")


def test_the_roadmap_shows_the_tracks_in_the_citys_order(snapshot: Snapshot) -> None:
    lanes = answers.roadmap(snapshot, TODAY).lanes
    assert [lane.industry_id for lane in lanes[:4]] == [
        "new-tracks",
        "green-low-carbon",
        "metaverse",
        "smart-terminals",
    ]
    known = {industry.id for industry in snapshot.industry}
    others = [
        lane for lane in lanes if not lane.is_track and lane.industry_id in known - {"new-tracks"}
    ]
    counts = [len(lane.commitments) for lane in others]
    assert counts == sorted(counts, reverse=True)
    assert lanes[-1].industry_id not in known


def test_sources_that_agree_do_not_conflict(snapshot: Snapshot) -> None:
    terminals = detail(snapshot, "smart-terminals.size.cny").summary
    assert terminals.agreement == "agreed"
    assert terminals.voice_count > 1


@pytest.mark.parametrize(
    ("id", "state", "evidence"),
    [
        ("strategic-emerging.value-added.cny", "reached", "direct"),
        ("three-pioneers.size.cny", "reached", "direct"),
        ("new-tracks.size.cny", "no_published_figure", "none"),
        ("metaverse.size.cny", "no_published_figure", "none"),
        ("green-low-carbon.size.cny", "proxy_only", "proxy"),
        ("electronic-information-manufacturing.size.cny", "proxy_only", "proxy"),
        ("industry.value-added.cny", "no_deadline_figure", "direct"),
    ],
)
def test_progress_is_judged_only_by_what_is_comparable(
    snapshot: Snapshot, id: str, state: str, evidence: str
) -> None:
    progress = detail(snapshot, id).summary.progress
    assert (progress.state, progress.evidence) == (state, evidence)


def test_a_missed_yearly_plan_is_missed(snapshot: Snapshot) -> None:
    missed = [
        row.id
        for row in answers.ledger(
            snapshot, TODAY, answers.LedgerQuery(states=("not_reached",)), offset=0, limit=None
        ).items
    ]
    assert any("share-of-industrial-output" in id and id.endswith("2024") for id in missed)


def test_everything_shown_has_words_in_both_languages(snapshot: Snapshot) -> None:
    page = answers.ledger(snapshot, TODAY, answers.LedgerQuery(), offset=0, limit=None)
    for item in page.items:
        for name in (item.title, item.reading, item.rule, item.progress.sentence):
            assert name.zh, item.id
            assert name.en, item.id


def test_a_lane_begins_with_the_size_of_its_industry(snapshot: Snapshot) -> None:
    """Money, then other levels, then counts by size class, then counts; nearest first."""
    lanes = {lane.industry_id: lane for lane in answers.roadmap(snapshot, TODAY).lanes}
    green = lanes["green-low-carbon"].commitments
    assert green[0].indicator_id == "size"
    classes = [item.elected.tier for item in green if item.elected.tier is not None]
    assert classes == [1e11, 1e10, 1e9]
    counts = [item.elected.unit == "count" for item in green]
    assert counts == sorted(counts)
    first_count = counts.index(True)
    assert all(item.elected.tier for item in green[first_count : first_count + len(classes)])
    whole = lanes[None].commitments
    money = [item for item in whole if item.elected.unit == "CNY" and item.change == "stock"]
    assert list(whole[: len(money)]) == money
    deadlines = [item.deadline or "9999" for item in money]
    assert deadlines == sorted(deadlines)


@pytest.mark.parametrize(
    ("id", "figures"),
    [("three-new-tracks-in-english", 11), ("vehicles-and-hydrogen-in-english", 5)],
)
def test_english_briefs_show_their_statements(snapshot: Snapshot, id: str, figures: int) -> None:
    """They repeat what Chinese briefs say, and open the same commitments."""
    spans = spans_of(snapshot, id)
    assert len(spans) == figures
    chinese = {
        span.commitment_id
        for row in snapshot.document
        if row.language != "en"
        for span in spans_of(snapshot, row.id)
    }
    promised = {span.commitment_id for span in spans if span.kind == "target"}
    assert len(promised) == sum(span.kind == "target" for span in spans)
    assert promised <= chinese - {None}


def test_an_old_figure_is_no_verdict_on_the_deadline(snapshot: Snapshot) -> None:
    """Stations counted a year before the deadline say nothing of the deadline."""
    stations = answers.commitment(snapshot, TODAY, "310000.hydrogen.hydrogen-stations.count.2023")
    progress = stations.summary.progress
    assert progress.state == "no_deadline_figure"
    assert progress.sentence.en.startswith("No figure for 2023; the latest (November 2022) was")
    before = answers.commitment(
        snapshot, date(2023, 3, 1), "310000.hydrogen.hydrogen-stations.count.2023"
    )
    assert before.summary.progress.state == "behind"
    assert "asks for" in before.summary.progress.sentence.en


def test_a_target_met_early_says_when(snapshot: Snapshot) -> None:
    """1.8 trillion by 2025 stood in the accounts of 2024 already."""
    pioneers = detail(snapshot, "three-pioneers.size.cny").summary.progress
    assert pioneers.verdict == "met"
    assert "2024年首次达到" in pioneers.sentence.zh
    emerging = detail(snapshot, "strategic-emerging.value-added.cny").summary.progress
    assert emerging.verdict == "met"
    assert emerging.sentence.en.startswith("2022: ")


def test_part_of_a_year_decides_nothing_and_is_told(snapshot: Snapshot) -> None:
    """Nearly met in eleven months of 2023, far below in nine months of 2025: neither counts."""
    vehicles = detail(snapshot, "new-energy-vehicles.vehicle-production.vehicle")
    progress = vehicles.summary.progress
    assert (progress.verdict, progress.state) == ("cannot_be_judged", "no_deadline_figure")
    assert "2023年1—11月117万辆（目标的98%）" in progress.sentence.zh
    assert "2025年1—9月79.7万辆（目标的66%）" in progress.sentence.zh
    parts = {o.id for o in progress.observations if o.period_type == "year_to_date"}
    assert len(parts) == 2
    assert not parts & set(vehicles.course.deciding)


def test_a_missed_yearly_plan_would_be_met_if_it_had_said_about(snapshot: Snapshot) -> None:
    page = answers.ledger(snapshot, TODAY, answers.LedgerQuery(), offset=0, limit=None)
    (id,) = [
        row.id
        for row in page.items
        if "share-of-industrial-output" in row.id and row.id.endswith("2024")
    ]
    found = answers.commitment(snapshot, TODAY, id)
    assert found.summary.progress.verdict == "not_met"
    assert "43.6%" in found.summary.progress.sentence.zh
    assert {
        one.label.en: one.verdict for one in found.course.alternatives if one.kind == "comparator"
    } == {"reaches": "not_met", "exceeds": "not_met", "about": "met"}


def test_the_path_of_the_pioneers_while_the_deadline_was_ahead(snapshot: Snapshot) -> None:
    found = answers.commitment(snapshot, date(2024, 6, 1), "310000.three-pioneers.size.cny.2025")
    assert found.summary.progress.verdict == "on_path"
    course = found.course
    assert course.path is not None
    assert course.path.form == "geometric"
    assert [point.year for point in course.path.points] == [2022, 2023, 2024, 2025]
    assert course.path.points[-1].value == pytest.approx(1.8e12)
    assert course.required is not None
    assert course.required.rate == pytest.approx(6.066, abs=1e-3)
    assert course.estimate is not None
    assert course.estimate.probability is None
    assert course.estimate.reason == "too_few_past_outcomes"


def test_no_day_before_a_figure_was_public_knows_it(snapshot: Snapshot) -> None:
    """The verdict of a day rests on what was public then."""
    for row in snapshot.commitment:
        day = date(2023, 6, 30)
        for one in answers.commitment(snapshot, day, row.id).summary.progress.observations:
            assert one.period is None or one.period.split("/")[-1] <= "2023-06"
            assert one.source.issued is None or one.source.issued <= "2023-06-30"


def test_a_probability_is_given_only_with_its_grounds(snapshot: Snapshot) -> None:
    for row in snapshot.commitment:
        estimate = answers.commitment(snapshot, date(2022, 9, 1), row.id).course.estimate
        if estimate is None:
            continue
        assert (estimate.probability is None) == bool(estimate.reason)
        assert estimate.sentence.zh
        assert estimate.sentence.en
        if estimate.probability is not None:
            assert estimate.outcomes >= 10
            assert estimate.probability_low is not None
            assert estimate.probability_high is not None
            low, high = estimate.probability_low, estimate.probability_high
            assert 0 < low < estimate.probability < high < 1


def test_a_state_names_the_evidence_it_rests_on(snapshot: Snapshot) -> None:
    rows = answers.ledger(snapshot, TODAY, answers.LedgerQuery(), offset=0, limit=None).items
    undecided = {"partial_only": "partial", "proxy_only": "proxy", "undecided": "direct"}
    found = [row.progress for row in rows if row.progress.state in undecided]
    assert {one.state for one in found} >= {"partial_only", "proxy_only"}
    assert all(one.evidence == undecided[one.state] for one in found)


def test_a_single_statement_shows_whom_it_contradicts(snapshot: Snapshot) -> None:
    """Nobody else speaks of the commitment; the other side is another commitment."""
    rows = answers.ledger(snapshot, TODAY, answers.LedgerQuery(), offset=0, limit=None).items
    alone = [row for row in rows if row.agreement == "conflict" and row.voice_count == 1]
    assert alone
    for row in alone:
        for conflict in answers.commitment(snapshot, TODAY, row.id).conflicts:
            sides = {party.commitment_id for party in conflict.parties}
            assert len(sides) == 2 or len(conflict.parties) + len(conflict.observed) > 1
            assert row.id in sides


def test_a_qualifier_is_the_word_of_firmness_alone(snapshot: Snapshot) -> None:
    views = [
        view
        for row in snapshot.commitment
        for view in answers.commitment(snapshot, TODAY, row.id).assertions
    ]
    assert {view.qualifier for view in views} == {None, "力争", "争取", "确保", "有望", "计划"}


def test_every_number_of_the_overview_is_what_its_list_holds(snapshot: Snapshot) -> None:
    overview = answers.overview(snapshot, TODAY)
    assert overview.today == "2026-11-22"
    shown = {key for key, (_, commitment) in overview.figures.items() if commitment is None}
    assert shown <= set(overview.lists)
    fields = {"deadline": "deadlines", "state": "states", "agreement": "agreements"}
    for key, filters in overview.lists.items():
        query = answers.LedgerQuery(**{fields[name]: values for name, values in filters.items()})
        found = answers.ledger(snapshot, TODAY, query, offset=0, limit=None)
        if overview.counts[key]:
            assert found.total == overview.counts[key], key


def test_the_tracks_lead_the_roadmap_and_the_overview(snapshot: Snapshot) -> None:
    roadmap = answers.roadmap(snapshot, TODAY)
    assert roadmap.lanes[0].industry_id == "new-tracks"
    assert {lane.industry_id for lane in roadmap.lanes[1:4]} == {
        "green-low-carbon",
        "metaverse",
        "smart-terminals",
    }
    flagship = answers.overview(snapshot, TODAY).figures["flagship"]
    assert flagship[0].zh == "突破1.5万亿元"


def test_the_real_article_meets_the_packs_commitments(
    folder: Path, shared: Path, tmp_path: Path
) -> None:
    out = shutil.copytree(folder, tmp_path / "out")
    article = shared / "documents" / "article-2022-07-08.md"
    _, (added,) = pipeline.add(out, [article], recorded_at="2026-11-22")
    with Atlas.open(out) as atlas:
        met = {m.commitment_id: m for m in answers.meetings(atlas.snapshot, added.document.id)}
    agreeing = {
        "new-tracks.size.cny": {"change", "firmness"},
        "green-low-carbon.size.cny": {"comparator"},
        "green-low-carbon.industry-clusters.tier-1e11.count": set(),
        "green-low-carbon.industry-clusters.tier-1e10.count": set(),
        "green-low-carbon.industry-clusters.tier-1e09.count": set(),
        "metaverse.size.cny": {"comparator"},
        "software-information-services.size.cny": {"definition"},
        "electronic-information-manufacturing.size.cny": set(),
        "smart-terminals.size.cny": set(),
    }
    found = {id: met[f"310000.{id}.2025"] for id in agreeing}
    assert {meeting.outcome for meeting in found.values()} == {"agreeing"}
    assert {id: set(meeting.others) for id, meeting in found.items()} == agreeing


def test_every_id_among_the_filters_of_the_ledger_has_a_name(snapshot: Snapshot) -> None:
    page = answers.ledger(snapshot, TODAY, answers.LedgerQuery(), offset=0, limit=5)
    for field in ("industry", "region", "indicator"):
        assert set(page.facets[field]) <= set(page.names[field]), field
    assert page.names["region"]["310115"].zh == "浦东新区"
