"""The parts of a register are made: several slices at a time, flags in the order of rows."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from saidao.register.checks import check
from saidao.register.establishment import UNUSABLE, Flag
from saidao.register.mapping import Mapping as Columns
from saidao.register.roles import Roles
from saidao.registering.locating import LEVELS, Locator
from saidao.registering.reading import SliceReader
from saidao.registering.slices import Slice, Source
from saidao.registering.survey import outliers
from saidao.registering.vocabulary import Codes, Districts, Lookups, whole
from saidao.store.register_parts import PartMaker

if TYPE_CHECKING:
    from saidao.register.csv_records import RecordReader
    from saidao.register.duplicates import SeenHashes
    from saidao.register.records import Records

__all__ = ["Made", "Plan", "Tally", "finished", "make_parts"]

EXAMPLES = 10
"""Rows that a line of the quality report names."""

CLASSIFIED_AT_ONCE = 20_000
MOST_BANDS = 100
"""Size bands, by how many rows have them, that are kept in the record of the import."""


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is needed to make a register's parts.

    Parameters
    ----------
    source : Source
    reader : callable
        Makes a new reader of the source's records.
    roles : Roles
    mapping : Mapping
    readers : dict
        Field to what reads its wordings.
    codes, districts, locator
        What rows are looked up in.
    constants : dict
        Field to the number that holds for all rows: codes, districts, days.
    classify : bool
        Whether rows without a code are classified from their words.
    today, as_of : date
        The day of the import, and the day that the register describes.
    work : Path
        The unfinished folder.
    """

    source: Source
    reader: Callable[[], RecordReader]
    roles: Roles
    mapping: Columns
    readers: Mapping[str, Callable[[str], float]]
    codes: Codes
    districts: Districts
    locator: Locator
    constants: Mapping[str, float]
    classify: bool
    today: date
    as_of: date
    work: Path


@dataclass(slots=True)
class Tally:
    """What is counted over the parts."""

    rows: int = 0
    usable: int = 0
    placed: int = 0
    flags: Counter[int] = field(default_factory=Counter)
    examples: dict[int, list[int]] = field(default_factory=dict)
    levels: Counter[str] = field(default_factory=Counter)
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
        self.levels.update(other.levels)
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
            "levels": dict(self.levels),
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
            levels=Counter(values["levels"]),
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
    upcoming = SliceReader(
        plan.source,
        plan.reader(),
        number=first,
        first_row=total.rows + 1,
        start=done[-1].end if done else 0,
    )
    lookups = Lookups(plan.roles.looked_up, plan.readers)
    turns, counting = Turns(first), threading.Lock()
    tallies: dict[int, Tally] = {}

    def worker() -> None:
        try:
            with PartMaker(spill=plan.work) as maker:
                while (taken := upcoming.take(lookups.learn)) is not None:
                    piece, meant = taken
                    tally = make(plan, piece, lookups, meant, maker, ids, records, turns)
                    upcoming.give_back(piece)
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


Meant = Mapping[str, NDArray[np.float64]]


def make(
    plan: Plan,
    piece: Slice,
    lookups: Lookups,
    meant: Meant,
    maker: PartMaker,
    ids: SeenHashes,
    records: SeenHashes,
    turns: Turns,
) -> Tally:
    """Make one part: its file, its hashes and, last of all, the note that it is finished."""
    found, rows = piece.records, piece.records.rows
    cells_of_text = list(found.texts.values())
    cells = lookups.values(found, meant, plan.mapping.value_factor)
    for name, value in plan.constants.items():
        cells[name] = np.full(rows, value)
    none = np.full(rows, np.nan)
    checked = check(
        cells,
        rows,
        today=plan.today,
        as_of=plan.as_of,
        zero_days=plan.locator.survey.zero_days,
    )
    stated = whole(cells.get("district", none))
    located = plan.locator.locate(cells.get("lon", none), cells.get("lat", none), stated)
    broken = np.zeros(rows, np.bool_)
    broken[found.bad] = True
    there = presence(plan, found)
    town = np.full(rows, -1, np.int32)
    unplaced = np.flatnonzero((located.level == 0) & there["address"] & ~broken)
    if len(unplaced) and plan.locator.places_addresses:
        texts = maker.texts(cells_of_text, [plan.roles.text["address"]], unplaced)
        towns = plan.locator.by_address(located, unplaced, [text for (text,) in texts])
        town[unplaced] = maker.towns(towns)
    plan.locator.by_district(located, ~broken)
    code = whole(cells.get("code", none))
    code = np.where(code >= 0, code, whole(cells.get("industry", none)))
    basis = (code >= 0).astype(np.int8)
    probability = np.full(rows, np.nan, np.float32)
    flags = checked.flags | located.flags
    wordy = np.flatnonzero((code < 0) & there["scope"] & ~broken)
    if plan.classify and len(wordy):
        selected = [plan.roles.text["scope"], plan.roles.text.get("name", "NULL")]
        texts = maker.texts(cells_of_text, selected, wordy)
        classified(plan, wordy, texts, code, basis, probability, flags)
    no_place = (located.level == 0) & (flags & int(Flag.IMPOSSIBLE_PLACE) == 0)
    flags[no_place] |= int(Flag.NO_PLACE)
    flags[code < 0] |= int(Flag.NO_CODE)
    flags[(code >= 0) & ~plan.codes.known[code]] |= int(Flag.UNKNOWN_CODE)
    flags[~there["establishment"]] |= int(Flag.NO_ID)
    flags[~there["name"]] |= int(Flag.NO_NAME)
    words = plan.codes.codes
    flags |= outliers(plan.locator.survey, checked.employees, checked.value, code, words)
    # Of a record that cannot be read, nothing else can be said to be missing.
    flags[broken] = int(Flag.UNREADABLE)
    id_hashes = np.where(broken, np.uint64(0), found.id_hash)
    record_hashes = np.where(broken, np.uint64(0), found.record_hash)
    same_id, same_record = turns.take(
        piece.number, lambda: (ids.add(id_hashes), records.add(record_hashes))
    )
    flags[same_id] |= int(Flag.DUPLICATE_ID)
    flags[same_record & ~same_id] |= int(Flag.DUPLICATE_RECORD)
    path = plan.work / f"part-{piece.number:05d}.parquet"
    maker.write(
        path,
        cells_of_text,
        plan.roles.text,
        {
            "row": np.arange(piece.first_row, piece.first_row + rows),
            "lon": located.lon,
            "lat": located.lat,
            "level": located.level,
            "uncertainty": located.uncertainty,
            "district": located.district,
            "town": town,
            "basis": located.basis,
            "cell": located.cell,
            "code": code,
            "code_basis": basis,
            "probability": probability,
            "employees": checked.employees,
            "value": checked.value,
            "opened": checked.opened,
            "closed": checked.closed,
            "flags": flags,
        },
        {"code": words, "district": plan.districts.codes},
    )
    tally = Tally()
    tally.count(flags, located.level > 0, piece.first_row)
    tally.levels.update(
        {LEVELS[level]: int((located.level == level).sum()) for level in range(1, len(LEVELS))}
    )
    if "employees" in plan.roles.looked_up:
        bands = found.wordings[plan.roles.looked_up["employees"]]
        words_of = found.words[plan.roles.looked_up["employees"]]
        counts = np.bincount(words_of[words_of >= 0])
        for number in np.argsort(-counts)[:MOST_BANDS]:
            if counts[number]:
                tally.bands[bands[number]] = int(counts[number])
    keep(path)
    np.savez(hashes_path(plan.work, piece.number), ids=id_hashes, records=record_hashes)
    note = {"number": piece.number, "end": piece.end, "tally": tally.as_json()}
    unfinished = plan.work / f"part-{piece.number:05d}.note"
    unfinished.write_text(json.dumps(note), encoding="utf-8")
    unfinished.rename(note_path(plan.work, piece.number))
    return tally


def presence(plan: Plan, found: Records) -> dict[str, NDArray[np.bool_]]:
    """Return for the texts that matter whether each row has them."""
    there: dict[str, NDArray[np.bool_]] = {}
    headers = list(plan.source.headers)
    for name in ("establishment", "name", "address", "scope"):
        wanted = (*plan.mapping.columns.get(name, ()),)
        if name == "scope":
            wanted += plan.mapping.columns.get("industry", ())
        one = np.full(found.rows, name in plan.mapping.constants)
        for header in wanted:
            one |= found.present[headers.index(header)]
        there[name] = one
    return there


def classified(
    plan: Plan,
    rows: NDArray[np.int64],
    texts: Sequence[tuple[str | None, str | None]],
    code: NDArray[np.int32],
    basis: NDArray[np.int8],
    probability: NDArray[np.float32],
    flags: NDArray[np.uint32],
) -> None:
    """Classify rows from their words, in the arrays."""
    from saidao.register.scopes import classify

    for first in range(0, len(rows), CLASSIFIED_AT_ONCE):
        some = texts[first : first + CLASSIFIED_AT_ONCE]
        here = rows[first : first + CLASSIFIED_AT_ONCE]
        made = classify([scope for scope, _ in some], [name for _, name in some], k=1)
        best = made.codes[:, 0]
        read = best != ""
        code[here[read]] = [int(plan.codes.id(str(one))) for one in best[read]]
        basis[here[read]] = 2
        probability[here[read]] = made.probabilities[read, 0]
        flags[here[made.uncertain & read]] |= int(Flag.UNCERTAIN_CODE)


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
        if path.is_file() and path.name.startswith("part-") and path.stem not in kept:
            path.unlink()
    return found
