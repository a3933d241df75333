"""A writer that dies at any moment leaves the atlas as it was, or as it should become."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cities import ARTICLE, build, write

from saidao import pipeline
from saidao.atlas import Atlas

ROOT = Path(__file__).resolve().parents[2]

FLUSHES = 8
"""More than one addition makes; the last rounds are not interrupted."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An atlas of the invented city."""
    out = tmp_path_factory.mktemp("atlas") / "out"
    build(out)
    return out


@pytest.mark.parametrize("last", range(1, FLUSHES + 1))
def test_dying_at_any_flush_to_the_disk(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    paper = write(tmp_path / "paper.md", ARTICLE)
    before = Atlas.open(out)
    done = 0

    def flush_then_die(_: int) -> None:
        nonlocal done
        done += 1
        if done == last:
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("saidao.store.folder.os.fsync", flush_then_die)
        try:
            pipeline.add(out, [paper], recorded_at="2031")
        except KeyboardInterrupt:
            assert done == last
        else:
            assert done < last
    with Atlas.open(out) as after:
        documents = len(after.snapshot.document) - len(before.snapshot.document)
        assert documents == (after.content_hash != before.content_hash)
    before.close()
    finished, _ = pipeline.add(out, [paper], recorded_at="2031")
    with Atlas.open(out) as whole:
        assert whole.content_hash == finished.pointer.content_hash
        assert len(whole.snapshot.document) == 2
    assert not list(out.rglob(".unfinished-*"))


KILLER = """
import os, signal, sys, time
from pathlib import Path
from saidao import pipeline
from saidao.atlas import Atlas

out, paper = Path(sys.argv[1]), Path(sys.argv[2])
with Atlas.open(out) as atlas:
    before = atlas.content_hash
killed = 0
for milliseconds in range(5, 600, 70):
    child = os.fork()
    if child == 0:
        pipeline.add(out, [paper], recorded_at="2031")
        os._exit(0)
    time.sleep(milliseconds / 1000)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    killed += os.WIFSIGNALED(status)
    with Atlas.open(out) as atlas:
        added = atlas.content_hash != before
        assert len(atlas.snapshot.document) == 1 + added
        assert atlas.text("ocean").text
    if added:
        break
pipeline.add(out, [paper], recorded_at="2031")
with Atlas.open(out) as atlas:
    assert len(atlas.snapshot.document) == 2
print(killed)
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_kill_9_at_many_moments(built: Path, tmp_path: Path) -> None:
    out = shutil.copytree(built, tmp_path / "out")
    paper = write(tmp_path / "paper.md", ARTICLE)
    done = subprocess.run(
        [sys.executable, "-c", KILLER, str(out), str(paper)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 1, "no writer was killed; shorten the delays"
