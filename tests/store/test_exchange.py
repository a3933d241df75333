"""An atlas as open files and back: the very same content, or a clear refusal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao import pipeline
from saidao.atlas import Atlas
from saidao.cli import main
from saidao.errors import MigrationNeeded, StoreError
from saidao.store import TABLES, export_atlas, import_atlas, read_pointer


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas with an added document and a decision."""
    out = tmp_path_factory.mktemp("atlas") / "out"
    build(out)
    paper = write(out.parent / "paper.md", ARTICLE)
    pipeline.add(out, [paper], recorded_at="2031")
    with Atlas.open(out) as opened:
        review = opened.snapshot.review[0]
    pipeline.decide(out, review.id, "accept", candidate=1, by="甲", recorded_at="2031-02-02")
    return out


@pytest.fixture
def exported(atlas: Path, tmp_path: Path) -> Path:
    """Its open files."""
    export_atlas(atlas, tmp_path / "export")
    return tmp_path / "export"


def files(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder with their content."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_what_comes_back_is_what_went_out(atlas: Path, exported: Path, tmp_path: Path) -> None:
    pointer = import_atlas(exported, tmp_path / "back", recorded_at="2040")
    assert pointer.content_hash == read_pointer(atlas).content_hash
    with Atlas.open(atlas) as one, Atlas.open(tmp_path / "back") as other:
        for table in TABLES:
            if table.name not in {"city", "document_text"}:
                assert getattr(one.snapshot, table.name) == getattr(other.snapshot, table.name)
        for document in one.snapshot.document:
            assert one.text(document.id) == other.text(document.id)
    export_atlas(tmp_path / "back", tmp_path / "again")
    assert files(tmp_path / "again") == files(exported)


def test_an_atlas_that_came_back_goes_on_like_the_first(
    atlas: Path, exported: Path, tmp_path: Path
) -> None:
    first = shutil.copytree(atlas, tmp_path / "first")
    import_atlas(exported, tmp_path / "back", recorded_at="2040")
    more = write(tmp_path / "more.md", ARTICLE.replace("3000亿", "3300亿"))
    hashes = set()
    for out in (first, tmp_path / "back"):
        pipeline.add(out, [more], recorded_at="2041")
        hashes.add(pipeline.build(HARBOUR, out, recorded_at="2042").pointer.content_hash)
    assert len(hashes) == 1


def test_an_older_atlas_of_the_city_is_brought_up_to_date(exported: Path, tmp_path: Path) -> None:
    build(tmp_path / "old")
    before = read_pointer(tmp_path / "old")
    pointer = import_atlas(exported, tmp_path / "old", recorded_at="2040")
    assert pointer.revision > before.revision
    assert import_atlas(exported, tmp_path / "old", recorded_at="2041") == pointer


def test_the_files_are_open(exported: Path) -> None:
    lines = (exported / "tables" / "assertion.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert any(row["passage_quote"] == "到2030年，海洋产业规模达到3000亿元" for row in rows)
    texts = (exported / "tables" / "document_text.jsonl").read_text("utf-8")
    assert "深海电缆" in texts
    assert len(list((exported / "documents").iterdir())) == 1


def changed(folder: Path, name: str, old: str, new: str) -> None:
    """Change a file of an export."""
    path = folder / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("tables/assertion.jsonl", "300000000000.0", "310000000000.0", "a file was changed"),
        ("tables/assertion.jsonl", '"kind":"target"', '"kind":"wish"', "assertion.jsonl, line"),
        ("tables/assertion.jsonl", '"cmp":', '"comparator":', "other columns"),
        ("tables/assertion.jsonl", "{", "", "assertion.jsonl, line 1"),
        ("tables/conflict.jsonl", "\n", "", "conflict.jsonl"),
        ("manifest.json", "saidao-ledger", "something", "expected the manifest"),
        ("manifest.json", '"city"', '"town"', "city: got None"),
        (
            "manifest.json",
            '"documents": [\n    "',
            '"documents": [\n    "../',
            "expected a sha-256",
        ),
    ],
)
def test_what_was_changed_is_refused(
    exported: Path, tmp_path: Path, name: str, old: str, new: str, words: str
) -> None:
    changed(exported, name, old, new)
    with pytest.raises(StoreError, match=words):
        import_atlas(exported, tmp_path / "back", recorded_at="2040")
    assert not (tmp_path / "back").exists()


def test_a_changed_or_missing_document_is_refused(exported: Path, tmp_path: Path) -> None:
    (document,) = (exported / "documents").iterdir()
    document.write_bytes(b"other")
    with pytest.raises(StoreError, match="the file was changed"):
        import_atlas(exported, tmp_path / "back", recorded_at="2040")
    document.unlink()
    with pytest.raises(StoreError, match="cannot be read"):
        import_atlas(exported, tmp_path / "back", recorded_at="2040")


def test_another_version_and_another_city_are_refused(exported: Path, tmp_path: Path) -> None:
    manifest = json.loads((exported / "manifest.json").read_text("utf-8"))
    write(exported / "manifest.json", json.dumps(manifest | {"schema": "0"}))
    with pytest.raises(MigrationNeeded):
        import_atlas(exported, tmp_path / "back", recorded_at="2040")
    write(exported / "manifest.json", json.dumps(manifest | {"city": "elsewhere"}))
    build(tmp_path / "harbour")
    with pytest.raises(StoreError, match="expected one of elsewhere"):
        import_atlas(exported, tmp_path / "harbour", recorded_at="2040")


def test_nothing_is_written_over(atlas: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine.txt", "mine")
    with pytest.raises(StoreError, match="holds something already"):
        export_atlas(atlas, tmp_path)
    with pytest.raises(StoreError, match="does not exist"):
        export_atlas(tmp_path / "nowhere", tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_the_commands(atlas: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(atlas), "-o", str(tmp_path / "files")]) == 0
    assert "1 documents" in capsys.readouterr().out
    assert main(["import", str(tmp_path / "files"), "-o", str(tmp_path / "back")]) == 0
    printed = capsys.readouterr().out
    assert "an atlas of harbour" in printed
    assert read_pointer(atlas).content_hash[:12] in printed
    assert main(["import", str(tmp_path), "-o", str(tmp_path / "no")]) == 1
