"""The parts of a register are made: several slices at a time, flags in the order of rows."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.establishment import UNUSABLE, Flag
from saidao.registering.locating import Locator
from saidao.registering.slices import Slice, Source
from saidao.registering.vocabulary import Codes, Districts
from saidao.store.register_parts import PartMaker

__all__ = ["Made", "Plan", "Tally", "make_parts"]

EXAMPLES = 10
"""Rows that a line of the quality report names."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is needed to make a register's parts.

    Parameters
    ----------
    source : Source
    wanted : tuple of str
        Headers of the columns that are read.
    selected : str
        SQL that makes the values of the cells.
    codes, districts, locator
        What rows are looked up in.
    work : Path
        The unfinished folder.
    file : str
        The source's name, for messages.
    """

    source: Source
    wanted: tuple[str, ...]
    selected: str
    codes: Codes
    districts: Districts
    locator: Locator
    work: Path
    file: str


@dataclass(slots=True)
class Tally:
    """What is counted over the parts."""

    rows: int = 0
    usable: int = 0
    placed: int = 0
    flags: Counter[int] = field(default_factory=Counter)
    examples: dict[int, list[int]] = field(default_factory=dict)
    bands: Counter[str] = field(default_factory=Counter)

    def count(self, flags: NDArray[np.uint32], placed: NDArray[np.bool_], first_row: int) -> None:
        """Count the rows of a part."""
        usable = flags & np.uint32(int(UNUSABLE)) == 0
        self.rows += len(flags)
        self.usable += int(usable.sum())
        self.placed += int((usable & placed).sum())
        for flag in Flag:
            hit = np.flatnonzero(flags & np.uint32(int(flag)))
            if len(hit):
                self.flags[int(flag)] += len(hit)
                self.examples[int(flag)] = [int(one) + first_row for one in hit[:EXAMPLES]]

    def add(self, other: Tally) -> None:
        """Add the counts of a later part."""
        self.rows += other.rows
        self.usable += other.usable
        self.placed += other.placed
        self.flags.update(other.flags)
        self.bands.update(other.bands)
        for flag, rows in other.examples.items():
            held = self.examples.setdefault(flag, [])
            held += rows[: EXAMPLES - len(held)]

    def as_json(self) -> dict[str, Any]:
        """Return the counts as they are written beside a part."""
        return {
            "rows": self.rows,
            "usable": self.usable,
            "placed": self.placed,
            "flags": {str(key): count for key, count in self.flags.items()},
            "examples": {str(key): rows for key, rows in self.examples.items()},
            "bands": dict(self.bands),
        }

    @classmethod
    def of(cls, values: dict[str, Any]) -> Tally:
        """Return counts that were written beside a part."""
        return cls(
            rows=values["rows"],
            usable=values["usable"],
            placed=values["placed"],
            flags=Counter({int(key): count for key, count in values["flags"].items()}),
            examples={int(key): rows for key, rows in values["examples"].items()},
            bands=Counter(values["bands"]),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """A finished part as its note says: where the source goes on, and what was counted."""

    number: int
    end: int
    tally: Tally


class Turns:
    """Lets what must be done in the order of the rows be done so, whoever is ready first."""

    def __init__(self, first: int) -> None:
        self._next = first
        self._condition = threading.Condition()
        self._failed = False

    def take(self, number: int, work: Callable[[], Any]) -> Any:
        """Do something when all slices before have done it."""
        with self._condition:
            self._condition.wait_for(lambda: self._next == number or self._failed)
            if self._failed:
                raise Stopped
            result = work()
            self._next += 1
            self._condition.notify_all()
            return result

    def fail(self) -> None:
        """Let nobody wait for a slice that will not come."""
        with self._condition:
            self._failed = True
            self._condition.notify_all()


class Stopped(Exception):
    """Another worker failed; its error is the one to tell."""


def make_parts(
    plan: Plan,
    done: list[Made],
    *,
    threads: int,
    progress: Callable[[Slice], None],
) -> Tally:
    """Make the parts that are not there yet, and return what was counted over all.

    Parameters
    ----------
    plan : Plan
    done : list of Made
        Parts that were finished before, from the first on without a gap.
    threads : int
        Slices that are worked on at a time.
    progress : callable
        Called with each slice that is finished.
    """
    from saidao.register.duplicates import SeenHashes  # numba is slow to load.

    ids, records = SeenHashes(), SeenHashes()
    total = Tally()
    for one in done:
        total.add(one.tally)
        with np.load(hashes_path(plan.work, one.number)) as hashes:
            ids.add(hashes["ids"])
            records.add(hashes["records"])
    first = len(done)
    slices = plan.source.slices(
        plan.wanted,
        number=first,
        first_row=total.rows + 1,
        start=done[-1].end if done else 0,
    )
    turns, reading, counting = Turns(first), threading.Lock(), threading.Lock()
    tallies: dict[int, Tally] = {}

    def worker() -> None:
        try:
            with PartMaker(spill=plan.work) as maker:
                while (piece := next_of(slices, reading)) is not None:
                    tally = make(plan, piece, maker, ids, records, turns)
                    with counting:
                        tallies[piece.number] = tally
                        progress(piece)
        except BaseException:
            turns.fail()
            raise

    with ThreadPoolExecutor(threads) as pool:
        running = [pool.submit(worker) for _ in range(threads)]
        try:
            wait(running, return_when=FIRST_EXCEPTION)
        except BaseException:
            turns.fail()
            raise
    errors = [error for one in running if (error := one.exception()) is not None]
    for error in sorted(errors, key=lambda error: isinstance(error, Stopped)):
        raise error
    for number in sorted(tallies):
        total.add(tallies[number])
    return total


def next_of(slices: Iterator[Slice], lock: threading.Lock) -> Slice | None:
    """Return the next slice; one worker reads at a time."""
    with lock:
        return next(slices, None)


def make(plan: Plan, piece: Slice, maker: PartMaker, ids: Any, records: Any, turns: Turns) -> Tally:
    """Make one part: its file, its hashes and, last of all, the note that it is finished."""
    relation = plan.source.relation(piece, plan.wanted, plan.work)
    try:
        maker.stage(relation, plan.selected, plan.file)
    finally:
        plan.source.let_go(piece, plan.work)
    for table, lookup in (("code", plan.codes), ("district", plan.districts)):
        words = maker.unknown_words(table)
        maker.learn(table, words, lookup.ids(words))  # type: ignore[attr-defined]
    cells = maker.arrays()
    located = plan.locator.locate(cells["x"], cells["y"], cells["district"])
    flags = cells["flags"].astype(np.uint32) | located.flags
    code = cells["code"]
    flags[(code >= 0) & ~plan.codes.known[code]] |= int(Flag.UNKNOWN_CODE)
    flags[flags & int(Flag.IMPOSSIBLE_PLACE) > 0] &= ~np.uint32(int(Flag.NO_PLACE))
    flags[piece.bad] |= int(Flag.UNREADABLE)
    sound = flags & int(Flag.UNREADABLE) == 0
    id_hashes = np.where(sound, cells["id_hash"], 0).astype(np.uint64)
    record_hashes = np.where(sound, cells["record_hash"], 0).astype(np.uint64)
    same_id, same_record = turns.take(
        piece.number, lambda: (ids.add(id_hashes), records.add(record_hashes))
    )
    flags[same_id] |= int(Flag.DUPLICATE_ID)
    flags[same_record & ~same_id] |= int(Flag.DUPLICATE_RECORD)
    path = plan.work / f"part-{piece.number:05d}.parquet"
    maker.write(
        path,
        {
            "lon": located.lon,
            "lat": located.lat,
            "level": located.level,
            "uncertainty": located.uncertainty,
            "district": located.district,
            "basis": located.basis,
            "cell": located.cell,
            "code": code,
            "code_basis": (code >= 0).astype(np.int8),
            "probability": np.full(len(code), np.nan, np.float32),
            "flags": flags,
        },
        first_row=piece.first_row,
        codes=plan.codes.codes,
        districts=plan.districts.codes,
    )
    tally = Tally()
    tally.count(flags, located.level > 0, piece.first_row)
    tally.bands.update(maker.bands())
    keep(path)
    np.savez(hashes_path(plan.work, piece.number), ids=id_hashes, records=record_hashes)
    note = {"number": piece.number, "end": piece.end, "tally": tally.as_json()}
    unfinished = plan.work / f"part-{piece.number:05d}.note"
    unfinished.write_text(json.dumps(note), encoding="utf-8")
    unfinished.rename(note_path(plan.work, piece.number))
    return tally


def keep(path: Path) -> None:
    """Have the system write a file to the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def hashes_path(work: Path, number: int) -> Path:
    """Return where the hashes of a part's keys are kept while the import goes on."""
    return work / f"part-{number:05d}.npz"


def note_path(work: Path, number: int) -> Path:
    """Return where it is noted that a part is finished."""
    return work / f"part-{number:05d}.json"


def finished(work: Path) -> list[Made]:
    """Return the parts that an earlier import finished, from the first on without a gap.

    What stands behind a gap is removed, and what a part leaves behind while it is made.
    """
    found: list[Made] = []
    while (path := note_path(work, len(found))).is_file():
        try:
            note = json.loads(path.read_text(encoding="utf-8"))
            whole = (work / f"part-{len(found):05d}.parquet").is_file()
            if not whole or not hashes_path(work, len(found)).is_file():
                break
            found.append(Made(note["number"], note["end"], Tally.of(note["tally"])))
        except (ValueError, KeyError, TypeError):
            break
    kept = {f"part-{one.number:05d}" for one in found}
    for path in work.iterdir():
        if path.is_file() and path.name.startswith(("part-", "slice-")) and path.stem not in kept:
            path.unlink()
    return found
