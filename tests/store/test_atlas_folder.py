"""An atlas folder: generations, history, and everything that can be wrong with one."""

from __future__ import annotations

import json
from dataclasses import asdict, make_dataclass, replace
from pathlib import Path
from typing import Literal

import duckdb
import pytest
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao import pipeline, store
from saidao.atlas import Atlas
from saidao.documents import reading
from saidao.errors import MigrationNeeded, NotFound, StoreError
from saidao.store.schema import shape_of


def test_building_twice_is_building_once(tmp_path: Path) -> None:
    one = build(tmp_path / "one")
    assert build(tmp_path / "one").changed is False
    other = build(tmp_path / "other", at="2031-12-24T00:00:00")
    assert one.pointer.content_hash == other.pointer.content_hash


def test_adding_a_document_twice_changes_nothing(tmp_path: Path) -> None:
    build(tmp_path / "out")
    paper = write(tmp_path / "paper.md", ARTICLE)
    first, added = pipeline.add(tmp_path / "out", [paper], recorded_at="2031-02-02")
    again, known = pipeline.add(tmp_path / "out", [paper], recorded_at="2031-02-03")
    assert (first.changed, again.changed) == (True, False)
    assert again.pointer == first.pointer
    assert (added[0].known, known[0].known) == (False, True)


def test_the_order_of_additions_does_not_matter(tmp_path: Path) -> None:
    papers = [write(tmp_path / "a.md", ARTICLE), write(tmp_path / "b.md", ARTICLE + "\n（转载）\n")]
    hashes = set()
    for name, order in (("one", papers), ("other", papers[::-1])):
        build(tmp_path / name)
        for paper in order:
            built, _ = pipeline.add(tmp_path / name, [paper], recorded_at="2031-02-02")
        hashes.add(built.pointer.content_hash)
    together = tmp_path / "together"
    build(together)
    hashes.add(pipeline.add(together, papers, recorded_at="2031")[0].pointer.content_hash)
    assert len(hashes) == 1


def feed_of(*items: tuple[str, str]) -> str:
    """Return a feed without dates in its items, which take the channel's."""
    inner = "".join(
        f"<item><guid>{guid}</guid><title>{guid}号通知</title>"
        f"<description>到2030年，{said}。</description></item>"
        for guid, said in items
    )
    return (
        '<rss version="2.0"><channel><title>海港市通知</title>'
        f"<lastBuildDate>Tue, 03 Mar 2026 08:00:00 GMT</lastBuildDate>{inner}</channel></rss>"
    )


SAID = ("甲", "海港市海洋产业规模突破3000亿元"), ("乙", "海洋产业形成2个百亿级产业集群")


def test_each_item_of_a_feed_is_a_document_of_its_own(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    feed = write(tmp_path / "feed.xml", feed_of(SAID[0]))
    _, (one,) = pipeline.add(out, [feed], recorded_at="2031")
    assert (one.document.title.zh, one.document.issued) == ("甲号通知", "2026-03-03")
    # The feed goes on; a line that it repeats, and an item that it holds twice, are one.
    write(feed, feed_of(SAID[1], SAID[1], SAID[0]))
    built, added = pipeline.add(out, [feed], recorded_at="2032")
    assert [each.known for each in added] == [False, False, True]
    assert pipeline.add(out, [feed], recorded_at="2033")[0].changed is False
    with Atlas.open(out) as atlas:
        rows = [row for row in atlas.snapshot.document if row.origin == "added"]
        assert sorted(row.title.zh for row in rows) == ["乙号通知", "甲号通知"]
        assert {row.file for row in rows} == {path.name for path in (out / "documents").iterdir()}
        agreeing = [one for one in atlas.snapshot.assertion if one.source == rows[0].id]
        assert agreeing
    assert build(out).pointer.content_hash == built.pointer.content_hash


def test_a_page_keeps_the_address_that_it_came_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://www.example.gov.cn/plans/notice.html?id=7"
    page = f"<html><head><title>公告</title></head><body><p>{ARTICLE}</p></body></html>"

    def fetched(url: str) -> tuple[bytes, str]:
        return page.encode(), url

    monkeypatch.setattr(reading, "fetch", fetched)
    out = tmp_path / "out"
    build(out)
    built, (one,) = pipeline.add(out, [address], recorded_at="2031")
    assert (one.name, one.document.name, one.document.url) == (address, "notice.html", address)
    with Atlas.open(out) as atlas:
        source = atlas.snapshot.sources[one.document.id]
        assert (source.url, source.authority) == (address, "official")
    assert build(out).pointer.content_hash == built.pointer.content_hash


def test_what_cannot_be_read_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    bad = write(tmp_path / "bad.md", "")
    built, (good,) = pipeline.add(
        out, [bad, write(tmp_path / "good.md", ARTICLE)], recorded_at="2031"
    )
    assert good.document.name == "good.md"
    assert [(one.name, one.problem) for one in built.failed] == [
        (str(bad), "is empty; there is nothing to read")
    ]
    nothing, added = pipeline.add(out, [bad], recorded_at="2032")
    assert (nothing.changed, added) == (False, ())


def test_building_again_keeps_what_was_added(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    added, _ = pipeline.add(out, [write(tmp_path / "a.md", ARTICLE)], recorded_at="2031")
    assert build(out).pointer.content_hash == added.pointer.content_hash


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    pipeline.add(out, [write(tmp_path / "a.md", ARTICLE)], recorded_at="2031-02-02")
    database = store.database_of(out, store.read_pointer(out))
    with duckdb.connect(str(database), read_only=True) as connection:
        revisions = connection.execute("SELECT revision, what FROM revision ORDER BY 1").fetchall()
        assert [number for number, _ in revisions] == [1, 2]
        history = "SELECT count(*) FROM election WHERE revision = 1"
        latest = "SELECT count(*) FROM election_latest WHERE revision = 1"
        first = connection.execute(history).fetchall()[0][0]
        assert first > connection.execute(latest).fetchall()[0][0] > 0


def test_a_row_that_no_longer_holds_leaves_the_view_and_stays_in_the_table(tmp_path: Path) -> None:
    build(tmp_path / "out")
    with Atlas.open(tmp_path / "out") as atlas:
        snapshot = atlas.snapshot
    database = tmp_path / "atlas.duckdb"
    rows = {"city": [snapshot.city], "park": list(snapshot.park)}
    store.append(database, rows, recorded_at="1", what="first")
    store.append(database, rows | {"park": rows["park"][1:]}, recorded_at="2", what="second")
    connection = store.connect(database, read_only=True)
    kept = store.read_snapshot(connection, "").park
    removed = connection.execute("SELECT row_key FROM park WHERE removed").fetchall()
    connection.close()
    assert [park.id for park in kept] == [park.id for park in snapshot.park[1:]]
    assert removed == [(snapshot.park[0].id,)]


def test_a_reader_keeps_its_generation(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    with Atlas.open(out) as before:
        for name in ("a", "b", "c"):
            paper = write(tmp_path / f"{name}.md", ARTICLE + f"\n第{name}版。\n")
            pipeline.add(out, [paper], recorded_at="2031")
        assert before.is_stale()
        assert before.text("ocean").text.startswith("海洋产业的目标")
        with Atlas.open(out) as after:
            assert len(after.snapshot.document) == len(before.snapshot.document) + 3
    generations = sorted(path.name for path in (out / "generations").iterdir())
    assert len(generations) == 2, "only the present one and the one before it stay"


def test_a_document_that_is_not_there(tmp_path: Path) -> None:
    build(tmp_path / "out")
    with Atlas.open(tmp_path / "out") as atlas, pytest.raises(NotFound, match="no document 'x'"):
        atlas.text("x")


def test_no_folder_and_no_atlas(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist; make one with"):
        Atlas.open(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="is not an atlas"):
        Atlas.open(tmp_path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": "other"}', "\udcff"])
def test_a_pointer_that_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "atlas.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(StoreError, match=r"atlas\.json"):
        Atlas.open(tmp_path)


def with_other_tables(out: Path, *, readable: bool = True) -> store.Pointer:
    """Make an atlas look as if a version of Saidao with other tables had made it."""
    pointer = store.read_pointer(out)
    other = asdict(replace(pointer, schema="other", saidao="0.0.1")) | {"gone": "since"}
    (out / "atlas.json").write_text(json.dumps(other))
    with duckdb.connect(str(store.database_of(out, pointer))) as connection:
        connection.execute("DROP VIEW election_latest")
        connection.execute("ALTER TABLE election RENAME COLUMN rule_zh TO told")
        if not readable:
            connection.execute("DROP VIEW document_latest")
    return pointer


@pytest.mark.parametrize("schema", ["another", 1, None])
def test_an_atlas_with_other_tables_says_what_to_do(tmp_path: Path, schema: object) -> None:
    out = tmp_path / "out"
    values = asdict(build(out).pointer) | {"schema": schema}
    (out / "atlas.json").write_text(json.dumps(values))
    with pytest.raises(MigrationNeeded, match="make it anew with  saidao build PACK -o"):
        Atlas.open(out)
    with pytest.raises(MigrationNeeded):
        pipeline.add(out, [write(tmp_path / "a.md", ARTICLE)], recorded_at="2031")


@pytest.mark.parametrize("readable", [True, False])
def test_building_an_atlas_with_other_tables_keeps_what_was_added(
    tmp_path: Path, readable: bool
) -> None:
    out = tmp_path / "out"
    build(out)
    paper = write(tmp_path / "a.md", ARTICLE)
    added, _ = pipeline.add(out, [paper], recorded_at="2031", authority="official")
    old = with_other_tables(out, readable=readable)
    built = build(out)
    assert (built.changed, built.unread) == (True, ())
    assert built.replaced is not None
    assert built.replaced.saidao == "0.0.1"
    assert built.pointer.revision == old.revision + 1
    if readable:
        assert built.pointer.content_hash == added.pointer.content_hash
    with Atlas.open(out) as atlas:
        documents = [one for one in atlas.snapshot.document if one.origin == "added"]
        assert [one.sha256 for one in documents] == [
            path.name for path in (out / "documents").iterdir()
        ]
    archived = out / "archive" / f"{old.generation}.duckdb"
    with duckdb.connect(str(archived), read_only=True) as connection:
        assert connection.execute("SELECT told FROM election").fetchall()
    again = build(out)
    assert (again.changed, again.replaced) == (False, None)


def test_an_atlas_from_before_feeds_keeps_the_names_of_what_was_added(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    paper = write(tmp_path / "a.md", ARTICLE)
    added, _ = pipeline.add(out, [paper], recorded_at="2031", authority="official")
    pointer = with_other_tables(out)
    with duckdb.connect(str(store.database_of(out, pointer))) as connection:
        connection.execute("DROP VIEW document_latest")
        connection.execute("ALTER TABLE document DROP COLUMN file")
        connection.execute(
            "CREATE VIEW document_latest AS SELECT * EXCLUDE (removed) FROM document"
        )
    assert build(out).pointer.content_hash == added.pointer.content_hash


def test_an_added_file_that_cannot_be_read_any_more_is_named(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    pipeline.add(out, [write(tmp_path / "a.md", ARTICLE)], recorded_at="2031")
    with_other_tables(out)
    next((out / "documents").iterdir()).write_bytes(b"tampered")
    assert build(out).unread == ("a.md",)


def test_the_schema_is_a_digest_of_everything_a_row_can_hold() -> None:
    inner = make_dataclass("Inner", [("number", int)])
    outer = make_dataclass("Outer", [("inner", tuple[inner, ...]), ("kind", Literal["a", "b"])])
    assert shape_of(outer) == "Outer(inner:tuple[Inner(number:int),...],kind:'a'|'b')"
    assert shape_of(outer) != shape_of(make_dataclass("Outer", [("inner", inner)]))


def test_a_database_that_is_none(tmp_path: Path) -> None:
    pointer = build(tmp_path / "out").pointer
    store.database_of(tmp_path / "out", pointer).write_bytes(b"no database at all" * 1000)
    with pytest.raises(StoreError, match="cannot be opened as a database"):
        Atlas.open(tmp_path / "out")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "photos.txt", "mine")
    with pytest.raises(StoreError, match=r"holds other things \(photos.txt\)"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["photos.txt"]


def test_a_file_where_a_folder_should_be(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="got a file, expected a folder"):
        build(write(tmp_path / "file", "x"))


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The tests may run as root, whom no permission stops: the refusal is the system's.
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match="cannot be written: Permission denied"):
        pipeline.build(HARBOUR, tmp_path / "out", recorded_at="2031")


def test_another_city_is_not_overwritten(tmp_path: Path) -> None:
    pointer = build(tmp_path / "out").pointer
    other = asdict(replace(pointer, city="elsewhere"))
    (tmp_path / "out" / "atlas.json").write_text(json.dumps(other))
    with pytest.raises(StoreError, match="got an atlas of elsewhere, expected one of harbour"):
        build(tmp_path / "out")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    build(tmp_path / "out")
    with (
        store.writing(tmp_path / "out"),
        pytest.raises(StoreError, match=r"another process \(pid \d+\)"),
    ):
        build(tmp_path / "out")
    assert build(tmp_path / "out").changed is False


def test_a_kept_document_that_was_changed_is_noticed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(out)
    pipeline.add(out, [write(tmp_path / "a.md", ARTICLE)], recorded_at="2031")
    kept = next((out / "documents").iterdir())
    kept.write_bytes(b"tampered")
    with pytest.raises(StoreError, match="the file was changed"):
        build(out)


def test_leftovers_of_a_killed_writer_are_swept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "generations" / ".unfinished-dead").mkdir(parents=True)
    (out / "documents").mkdir()
    (out / "documents" / ".unfinished-file").write_text("half")
    (out / "writer.lock").write_text("99999\n")
    build(out)
    assert not list(out.rglob(".unfinished-*"))
