"""What an import made of a register: its record and its rows."""

from __future__ import annotations

from pathlib import Path

from saidao import registering, store
from saidao.register.establishment import Flag
from saidao.register.manifest import Register
from saidao.registering.opening import Opened
from saidao.store import connect

AT = "2031-02-01T00:00:00"


def imported(out: Path, source: Opened) -> tuple[Register, list[dict[str, object]]]:
    """Import a register; return what is known of it and its rows."""
    register = registering.import_register(
        out, source, by="林", recorded_at=AT, id="toy", classify=False
    ).register
    files = [str(part) for part in store.parts_of(out, register)]
    found = connect(Path(":memory:"), read_only=False).execute(
        "SELECT * FROM read_parquet(?) ORDER BY row", [files]
    )
    names = [one[0] for one in found.description or ()]
    return register, [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def flags_of(row: dict[str, object]) -> Flag:
    """Return a row's flags."""
    return Flag(int(str(row["flags"])))
