"""Cubes: the tables made of a register once, from which map and measures are drawn.

::

    registers/<id>/<version>/cubes/<digest>/
    ├── areas.parquet       city, districts, towns and parks by class
    ├── parks.parquet       how many of a park's establishments its circle and addresses gave
    ├── years.parquet       openings, closings and stock by year: city and districts
    ├── cells-4.parquet ... hexagons by class, for resolutions 4 to 7
    ├── totals-4.parquet ...    all classes of a hexagon, to 9, in the order of the grid
    └── points/             places known to within a small hexagon, in the order of tiles

The digest is of the register, the parks, the SQL and `MAKING`: cubes of other parks or of
another version of the code stand beside one another and are never mixed.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from saidao.errors import StoreError
from saidao.indicators import cube_making, cube_rows, cube_sql
from saidao.indicators.circles import Circle, circles_of
from saidao.indicators.cube_making import MAKING, Progress, silent
from saidao.packs.pack import Park
from saidao.register.manifest import Register
from saidao.store import cubes as engine

__all__ = ["Cubes", "build", "ensure", "find"]

CUBES, UNFINISHED = "cubes", ".unfinished-"


STALE_S = 24 * 3600
"""Age from which unfinished work is left over by a process that was killed."""

_making = threading.Lock()


@dataclass(frozen=True, slots=True)
class Cubes:
    """The cubes of one register, ready to be read.

    Parameters
    ----------
    folder : Path
        Where they lie.
    register : Register
    parts : tuple of Path
        The register's own rows.
    """

    folder: Path
    register: Register
    parts: tuple[Path, ...]

    @property
    def key(self) -> str:
        """Names the content: other cubes have another key."""
        return self.folder.name

    def table(self, name: str) -> str:
        """Return the SQL that reads one of the tables."""
        return engine.scanned(self.folder / f"{name}.parquet")


def digest(register: Register, circles: Sequence[Circle]) -> str:
    """Return the name of the cubes of a register with these parks."""
    names, _ = cube_rows.names_of(circles)
    read = cube_rows.rows_sql("parts", (0, 0, 0), register.as_of, names)
    hash = hashlib.blake2b(f"{MAKING} {register.id} {register.version}".encode(), digest_size=8)
    for text in (read, *cube_sql.statements(Path("out")), *map(repr, circles)):
        hash.update(text.encode())
    return hash.hexdigest()


def find(folder: Path, register: Register, parks: Iterable[Park]) -> Cubes | None:
    """Return the cubes of a register where they are made already.

    Parameters
    ----------
    folder : Path
        The register's folder, with its parts.
    register : Register
    parks : iterable of Park
        The parks of the atlas.
    """
    name = digest(register, circles_of(parks))
    made = folder / CUBES / name
    return Cubes(made, register, parts_of(folder)) if made.is_dir() else None


def parts_of(folder: Path) -> tuple[Path, ...]:
    """Return the parts of a register in their order."""
    parts = tuple(sorted(folder.glob("part-*.parquet")))
    if not parts:
        raise StoreError(f"{folder}: got no parts of a register; import it again")
    return parts


def build(
    folder: Path,
    register: Register,
    parks: Iterable[Park],
    progress: Progress = silent,
) -> Cubes:
    """Make the cubes of a register, beside its parts or where these cannot be written.

    Cubes of other parks or an older version are removed.

    Parameters
    ----------
    folder : Path
        The register's folder, with its parts.
    register : Register
    parks : iterable of Park
        The parks of the atlas.
    progress : callable, optional
        Called with the share that is done.

    Raises
    ------
    StoreError
        If the parts are missing or cannot be read.
    """
    circles = circles_of(parks)
    home = folder / CUBES
    final = home / digest(register, circles)
    parts = parts_of(folder)
    try:
        home.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
    except OSError:
        # The atlas may lie on a medium that cannot be written; its cubes last as long as
        # this process then.
        home = Path(tempfile.mkdtemp(prefix="saidao-cubes-"))
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        final = home / final.name
        work = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=home))
    try:
        cube_making.make(parts, register.as_of, circles, work, progress)
        work.chmod(0o755)
        if not final.exists():
            try:
                work.rename(final)
            except OSError:
                if not final.is_dir():  # else another process was as quick
                    raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for other in home.iterdir():
        # What is unfinished may be the work of another process, but not since yesterday.
        fresh = other.name.startswith(UNFINISHED) and age(other) < STALE_S
        if other != final and not fresh:
            shutil.rmtree(other, ignore_errors=True)
    return Cubes(final, register, parts)


def age(path: Path) -> float:
    """Return the seconds since a folder was last written into; 0 for one that is gone."""
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0.0


def ensure(folder: Path, register: Register, parks: Iterable[Park]) -> Cubes:
    """Return the cubes of a register, made now where they are missing."""
    parks = tuple(parks)
    with _making:  # Two visitors at once: the second finds what the first has made.
        return find(folder, register, parks) or build(folder, register, parks)
