"""Figures, searches and forecasts on disk: kept for good, and never rewritten."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao import answers, pipeline, recording, store
from saidao.answers.shapes import CommitmentDetail
from saidao.atlas import Atlas
from saidao.errors import InvalidInput, NotFound, TableError

BERTHS = "990000.ocean.berths.count.2030"
DRONES = "990000.drones.size.cny.2032"
AT = "2029-06-01T08:00:00+00:00"
DAY = date(2029, 6, 1)

HEAD = "指标,产业,时期,数值,单位,口径,发布日期,来源\n"
EARLY = HEAD + "".join(
    f"深水泊位,海洋产业,{year}年,{value},个,公报口径,{year + 1}-01-20,港口统计公报\n"
    for year, value in ((2025, 24), (2026, 27), (2027, 31), (2028, 35))
)
BAD = EARLY + "深水泊位,海洋产业,某年,1,个,,,\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented city."""
    out = tmp_path_factory.mktemp("recording") / "out"
    build(out)
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy of it to write in."""
    return shutil.copytree(built, tmp_path / "out")


def observe(out: Path, text: str, name: str = "港口.csv", **more: object) -> recording.Observed:
    """Import a table."""
    table = recording.open_table(write(out.parent / name, text))
    return recording.observe(out, table, by="林", recorded_at=AT, **more)  # type: ignore[arg-type]


def detail(out: Path, id: str, day: date = DAY) -> CommitmentDetail:
    """Return a commitment on a day."""
    with Atlas.open(out) as atlas:
        return answers.commitment(atlas.snapshot, day, id)


def test_imported_figures_decide_where_they_say_how_they_were_measured(out: Path) -> None:
    assert detail(out, BERTHS).summary.progress.state == "not_searched"
    assert len(observe(out, EARLY).added) == 4
    found = detail(out, BERTHS)
    progress, course = found.summary.progress, found.course
    assert (progress.verdict, progress.evidence) == ("on_path", "direct")
    assert {one.origin for one in progress.observations} == {"import"}
    assert course.set_on == "2026-03-01"
    assert course.path is not None
    assert course.path.form == "linear"
    assert [(p.year, p.value) for p in course.path.points] == [
        (2025, 24.0),
        (2026, pytest.approx(27.2)),
        (2027, pytest.approx(30.4)),
        (2028, pytest.approx(33.6)),
        (2029, pytest.approx(36.8)),
        (2030, 40.0),
    ]
    assert course.required is not None
    assert (course.required.rate, course.required.years) == (2.5, 2.0)


def test_importing_twice_changes_nothing(out: Path) -> None:
    first = observe(out, EARLY)
    again = observe(out, EARLY, name="又一份.csv")
    assert (again.known, again.built.changed) == (4, False)
    assert store.read_pointer(out) == first.built.pointer


def test_a_wrong_row_keeps_the_table_out_unless_it_is_left_out(out: Path) -> None:
    before = store.read_pointer(out)
    refused = observe(out, BAD)
    assert [one.row for one in refused.problems] == [6]
    assert (refused.added, store.read_pointer(out)) == ((), before)
    assert len(observe(out, BAD, skip_bad=True).added) == 4


def test_figures_stay_through_builds_additions_and_decisions(out: Path) -> None:
    imported = observe(out, EARLY).built.pointer
    again = pipeline.build(HARBOUR, out, recorded_at="2031")
    assert (again.changed, again.pointer.content_hash) == (False, imported.content_hash)
    pipeline.add(out, [write(out.parent / "paper.md", ARTICLE)], recorded_at="2031")
    assert len(detail(out, BERTHS).summary.progress.observations) == 4
    rebuilt = pipeline.build(HARBOUR, out, recorded_at="2032")
    assert not rebuilt.changed


def test_the_order_of_import_and_addition_makes_no_difference(out: Path, tmp_path: Path) -> None:
    other = shutil.copytree(out, tmp_path / "other")
    paper = write(tmp_path / "paper.md", ARTICLE)
    observe(out, EARLY)
    pipeline.add(out, [paper], recorded_at="2031")
    pipeline.add(other, [paper], recorded_at="2031")
    table = recording.open_table(tmp_path / "港口.csv")
    recording.observe(other, table, by="林", recorded_at=AT)
    hashes = {store.read_pointer(folder).content_hash for folder in (out, other)}
    assert len(hashes) == 1


def test_what_is_taken_back_is_gone_from_the_ledger_and_not_from_its_history(out: Path) -> None:
    before = store.read_pointer(out).content_hash
    observe(out, EARLY)
    built, count = recording.withdraw(out, "港口.csv", recorded_at=AT)
    assert (count, built.pointer.content_hash) == (4, before)
    with duckdb.connect(str(store.database_of(out, built.pointer)), read_only=True) as connection:
        found = connection.execute("SELECT count(*) FROM imported WHERE removed").fetchone()
    assert found == (4,)
    with pytest.raises(NotFound):
        recording.withdraw(out, "港口.csv", recorded_at=AT)


def test_a_revision_counts_and_the_earlier_vintage_is_shown(out: Path) -> None:
    observe(out, EARLY)
    revised = EARLY.splitlines()[-1].replace(",35,", ",33,").replace("2029-01-20", "2029-05-20")
    observe(out, f"{HEAD}{revised}\n", name="修订.csv")
    progress = detail(out, BERTHS).summary.progress
    assert progress.verdict == "behind"
    of_2028 = {one.vintage: one for one in progress.observations if one.period == "2028"}
    assert of_2028["2029-01-20"].superseded_by == of_2028["2029-05-20"].id
    assert of_2028["2029-05-20"].superseded_by is None
    before = detail(out, BERTHS, date(2029, 3, 1)).summary.progress
    assert before.verdict == "on_path", "the revision was not public yet"


def test_another_definition_price_basis_or_scope_is_no_comparable_figure(out: Path) -> None:
    head = "指标,产业,时期,数值,单位,口径,价格基准,范围\n"
    table = (
        "产业规模,无人机产业,2028年,700,亿元,统计公报,2025年价格,\n"
        "产业规模,无人机产业,2029年,760,亿元,,,\n"
        "产业规模,无人机产业,2030年,790,亿元,统计公报,现价,规上\n"
    )
    observe(out, head + table)
    found = detail(out, DRONES, date(2031, 6, 1))
    by_year = {one.period: one for one in found.summary.progress.observations}
    assert {year: one.evidence for year, one in by_year.items()} == {
        "2028": "proxy",
        "2029": "partial",
        "2030": "partial",
    }
    assert "不变价" in by_year["2028"].reason.zh
    assert "口径" in by_year["2029"].reason.zh
    assert "范围" in by_year["2030"].reason.zh
    assert found.summary.progress.verdict == "cannot_be_judged"
    prices = {one.label.zh: one.state for one in found.course.alternatives if one.kind == "prices"}
    assert prices == {"2025年价格": "below"}


def test_searched_in_vain_is_another_thing_than_not_searched(out: Path) -> None:
    assert detail(out, DRONES).summary.progress.state == "not_searched"
    recording.search_in_vain(out, DRONES, where="2026—2028年年鉴", by="林", recorded_at=AT)
    progress = detail(out, DRONES).summary.progress
    assert progress.state == "no_published_figure"
    assert progress.sentence.zh == "没有公布的数据：2026—2028年年鉴（林，2029-06-01）"
    pipeline.build(HARBOUR, out, recorded_at="2031")
    assert detail(out, DRONES).summary.progress.state == "no_published_figure"
    recording.search_in_vain(out, DRONES, where="", by="林", recorded_at=AT, withdraw=True)
    assert detail(out, DRONES).summary.progress.state == "not_searched"
    with Atlas.open(out) as atlas:
        assert [one.result for one in atlas.snapshot.searched] == ["none", "withdrawn"]


def test_a_search_says_what_was_searched_by_whom(out: Path) -> None:
    for more in ({"where": " ", "by": "林"}, {"where": "年鉴", "by": ""}):
        with pytest.raises(InvalidInput):
            recording.search_in_vain(out, DRONES, recorded_at=AT, **more)
    with pytest.raises(InvalidInput):
        recording.search_in_vain(out, DRONES, where="", by="林", recorded_at=AT, withdraw=True)
    with pytest.raises(NotFound):
        recording.search_in_vain(out, "no-such", where="年鉴", by="林", recorded_at=AT)


def test_forecasts_are_stored_once_and_scored_when_the_outcome_is_known(out: Path) -> None:
    observe(out, EARLY)
    _, made = recording.forecast(out, DAY, recorded_at=AT)
    stored = next(one for one in made if one.commitment == BERTHS)
    assert stored.probability is not None
    assert [(one.year, one.value) for one in stored.inputs][-1] == (2028, 35.0)
    revised = EARLY.splitlines()[-1].replace(",35,", ",20,").replace("2029-01-20", "2029-05-20")
    observe(out, f"{HEAD}{revised}\n", name="修订.csv")
    _, again = recording.forecast(out, DAY, recorded_at="2035")
    assert again == (), "a day's forecast is not made again with what came later"
    _, next_day = recording.forecast(out, date(2029, 6, 2), recorded_at=AT)
    assert next(o for o in next_day if o.commitment == BERTHS).inputs[-1].value == 20.0

    (shown, *_) = detail(out, BERTHS).course.forecasts
    assert (shown.outcome, shown.brier) == (None, None)
    # The communiqué of the deadline's year is in the pack: 41 of 40 berths.
    later = pipeline.build(HARBOUR, out, recorded_at="2031")
    assert not later.changed
    (shown, *_) = detail(out, BERTHS, date(2031, 2, 1)).course.forecasts
    assert (shown.outcome, shown.outcome_value) == ("met", 41.0)
    assert shown.brier == pytest.approx((1 - stored.probability) ** 2)
    assert shown.inside is (
        stored.outcome_low is not None
        and stored.outcome_high is not None
        and stored.outcome_low <= 41 <= stored.outcome_high
    )


def test_only_forecasts_stored_in_time_are_scored(out: Path) -> None:
    observe(out, EARLY)
    recording.forecast(out, DAY, recorded_at=AT)
    recording.forecast(out, date(2029, 7, 1), recorded_at="2031-02-01T00:00:00")
    with Atlas.open(out) as atlas:
        ahead = answers.forecast_record(atlas.snapshot, DAY)
        record = answers.forecast_record(atlas.snapshot, date(2031, 2, 1))
    assert (ahead.scored, ahead.brier, ahead.covered) == (0, None, None)
    berths = [one for one in record.forecasts if one.id.startswith(BERTHS)]
    assert [one.made_on for one in berths] == ["2029-07-01", "2029-06-01"]
    assert all(one.outcome == "met" for one in berths)
    assert record.scored == 1
    assert record.brier == pytest.approx(berths[1].brier)


def test_no_probability_without_past_outcomes_of_the_kind(out: Path) -> None:
    estimate = detail(out, DRONES).course.estimate
    assert estimate is not None
    assert (estimate.probability, estimate.reason) == (None, "too_few_past_outcomes")
    assert "不给出可能性" in estimate.sentence.zh
    over = detail(out, BERTHS, date(2032, 1, 1)).course
    assert (over.estimate, over.required) == (None, None)


def test_an_atlas_of_another_version_hands_its_records_on(out: Path) -> None:
    observe(out, EARLY)
    recording.search_in_vain(out, DRONES, where="年鉴", by="林", recorded_at=AT)
    recording.forecast(out, DAY, recorded_at=AT)
    pointer = store.read_pointer(out)
    (out / "atlas.json").write_text(json.dumps(asdict(replace(pointer, schema="other"))))
    with duckdb.connect(str(store.database_of(out, pointer))) as connection:
        for table in ("forecast", "imported"):
            connection.execute(f"DROP VIEW {table}_latest")
        # As a version had it that knew neither the price basis nor when a forecast was stored.
        connection.execute("ALTER TABLE forecast DROP COLUMN recorded_at")
        for table in ("forecast", "imported"):
            connection.execute(f"CREATE VIEW {table}_latest AS SELECT * FROM {table}")
        connection.execute("DROP VIEW conflict_latest")
    remade = pipeline.build(HARBOUR, out, recorded_at="2032")
    assert remade.unread == ()
    with Atlas.open(out) as atlas:
        assert len(atlas.snapshot.imported) == 4
        assert len(atlas.snapshot.searched) == 1
        assert {one.recorded_at for one in atlas.snapshot.forecast} == {""}


def test_a_table_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be read"):
        recording.open_table(tmp_path / "none.csv")
