"""Whatever happened to an atlas on the way, the same content is the same ledger.

Random histories of additions (once, twice, together, in any order), decisions, rebuilds,
crashes at any flush to the disk, and trips through open files; while readers look on.
"""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cities import ARTICLE, HARBOUR, build, write

from saidao import pipeline
from saidao.atlas import Atlas
from saidao.store import content_hash, export_atlas, import_atlas, read_pointer
from saidao.store.tables import TABLES, DocumentText

PAPERS = (
    ARTICLE,
    ARTICLE.replace("2026-03-03", "2026-03-09").replace("突破3000亿", "达到3200亿"),
    "本站消息：\n" + ARTICLE.split("---\n")[-1] + "（转载）\n",
    "---\ntitle: 海港市无人机产业一席谈\ndate: 2026-05-01\n---\n\n力争到2032年，无人机产业规模突破800亿元。\n",
)
REVIEW = "review-drone-size-2032"

add = st.lists(st.integers(0, len(PAPERS) - 1), min_size=1, max_size=3)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("add"), add),
        st.tuples(st.just("crash"), st.tuples(add, st.integers(1, 7))),
        st.tuples(st.just("decide"), st.sampled_from(["accept", "reject", "reopen"])),
        st.tuples(st.just("build"), st.none()),
        st.tuples(st.just("travel"), st.none()),
    ),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of the invented city, beside the papers that are added to it."""
    folder = tmp_path_factory.mktemp("histories")
    build(folder / "out")
    for number, text in enumerate(PAPERS):
        write(folder / f"paper{number}.md", text)
    return folder


class Killed(BaseException):
    """What a killed process is to itself."""


@contextmanager
def dying(last: int) -> Iterator[None]:
    """Let the process die at its flush number `last`."""
    done = 0

    def flush(_: int) -> None:
        nonlocal done
        done += 1
        if done >= last:
            raise Killed

    with mock.patch("saidao.store.folder.os.fsync", flush):
        yield


def rows_hash(folder: Path) -> str:
    """Return the content hash of what an atlas really holds."""
    with Atlas.open(folder) as atlas:
        snapshot = atlas.snapshot
        rows = {
            table.name: getattr(snapshot, table.name)
            for table in TABLES
            if table.name not in {"city", "document_text"}
        }
        texts: list[DocumentText] = [atlas.text(one.id) for one in snapshot.document]
        return content_hash({**rows, "city": [snapshot.city], "document_text": texts})


def consistent(folder: Path) -> None:
    """Check that an atlas is whole: its rows are those of its pointer and fit together."""
    assert rows_hash(folder) == read_pointer(folder).content_hash
    with Atlas.open(folder) as atlas:
        s = atlas.snapshot
        commitments = {one.id for one in s.commitment}
        targets = {one.id for one in s.assertion if one.kind == "target"}
        assert {one.assertion for one in s.membership} <= targets
        assert {one.commitment for one in s.membership} == commitments
        assert {one.commitment for one in s.election} == commitments
        for conflict in s.conflict:
            assert set(conflict.commitments) <= commitments
            assert set(conflict.assertions) <= set(s.assertions)
            assert set(conflict.observations) <= {one.id for one in s.observation}
        assert {one.passage.document for one in s.assertion if one.passage} <= set(s.documents)
    assert not list(folder.rglob(".unfinished-*"))


def papers(built: Path, numbers: list[int]) -> list[Path]:
    """Return the papers with some numbers."""
    return [built / f"paper{number}.md" for number in numbers]


@pytest.mark.slow
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=steps)
def test_any_history_of_the_same_content_gives_the_same_ledger(
    built: Path, history: list[tuple[str, object]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        out = shutil.copytree(built / "out", folder / "out")
        added: set[int] = set()
        decided: list[str] = []
        for number, (step, what) in enumerate(history):
            if step == "add":
                pipeline.add(out, papers(built, what), recorded_at=str(number))  # type: ignore[arg-type]
                added |= set(what)  # type: ignore[arg-type]
            elif step == "crash":
                numbers, last = what  # type: ignore[misc]
                before = read_pointer(out).content_hash
                try:
                    with dying(last):
                        pipeline.add(out, papers(built, numbers), recorded_at=str(number))
                except Killed:
                    pass
                if read_pointer(out).content_hash != before:
                    added |= set(numbers)
                # What the dead left over is swept by the next who writes.
                pipeline.add(out, papers(built, numbers), recorded_at=str(number))
                added |= set(numbers)
            elif step == "decide":
                before = read_pointer(out).content_hash
                try:
                    pipeline.decide(out, REVIEW, what, by="林", recorded_at="2031")  # type: ignore[arg-type]
                except Exception:
                    assert read_pointer(out).content_hash == before
                else:
                    decided.append(str(what))
            elif step == "build":
                pipeline.build(HARBOUR, out, recorded_at=str(number))
            else:
                export_atlas(out, folder / f"export{number}")
                out = folder / f"back{number}"
                import_atlas(folder / f"export{number}", out, recorded_at=str(number))
            consistent(out)

        straight = shutil.copytree(built / "out", folder / "straight")
        if added:
            pipeline.add(straight, papers(built, sorted(added)), recorded_at="0")
        for action in decided:
            pipeline.decide(straight, REVIEW, action, by="林", recorded_at="2031")  # type: ignore[arg-type]
        assert read_pointer(out).content_hash == read_pointer(straight).content_hash


@pytest.mark.slow
def test_readers_see_one_generation_while_writers_write(built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built / "out", tmp_path / "out")
    wrong: list[str] = []
    seen: set[str] = set()
    done = threading.Event()

    def look() -> None:
        while not done.is_set():
            with Atlas.open(out) as atlas:
                seen.add(atlas.content_hash)
                documents = {one.id for one in atlas.snapshot.document}
                cited = {one.passage.document for one in atlas.snapshot.assertion if one.passage}
                if not cited <= documents:
                    wrong.append(atlas.content_hash)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(len(PAPERS)):
            pipeline.add(out, papers(built, [number]), recorded_at=str(number))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    assert not wrong
    assert len(seen) >= 2
