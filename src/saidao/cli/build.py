"""``saidao build PACK -o OUT``: make an atlas of a city pack."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saidao import answers, pipeline
from saidao.atlas import Atlas
from saidao.cli.progress import console, shown
from saidao.registering.synthetic import put_synthetic


def build(pack: Path, *, out: Annotated[Path, Parameter(name=["--out", "-o"])]) -> None:
    """Make the atlas of a city pack, or bring one up to date.

    Parameters
    ----------
    pack
        Folder of the pack.
    out
        Folder of the atlas: new, empty, or an atlas of the same city, also one that
        another version of Saidao made. Documents that were added to it stay.
    """
    with shown("Building") as progress:
        built = pipeline.build(
            pack, out, recorded_at=now(), progress=progress, registers=put_synthetic
        )
    with Atlas.open(out) as atlas:
        s = atlas.snapshot
        console.print(
            f"{out}: {s.city.name.zh} {s.city.name.en}: {len(s.commitment)} commitments from "
            f"{len(s.assertion)} statements in {len(s.document)} documents, "
            f"{len(s.conflict)} conflicts, {answers.open_reviews(s)} reviews",
            soft_wrap=True,
        )
        for register in s.register:
            made_up = ", synthetic: no real establishments" if register.synthetic else ""
            console.print(
                f"  {register.id}: {register.rows:,} establishments{made_up}",
                soft_wrap=True,
                markup=False,
            )
    tell_of_replacement(built, out)
    what = f"revision {built.pointer.revision}" if built.changed else "nothing has changed"
    console.print(f"content {built.pointer.content_hash[:12]}, {what}", style="dim")


def tell_of_replacement(built: pipeline.Built, out: Path) -> None:
    """Say that an atlas of another version was made anew, and what became of its documents."""
    if built.replaced is None:
        return
    console.print(
        f"{out}: the atlas had the tables of another version of Saidao ({built.replaced.saidao}) "
        "and was made anew with the documents that had been added; the database as it was is in "
        f"archive/{built.replaced.generation}.duckdb",
        soft_wrap=True,
        markup=False,
    )
    for name in built.unread:
        console.print(
            f"  {name}: this version cannot read it; it stays where it is",
            soft_wrap=True,
            markup=False,
        )


def now() -> str:
    """Return the present time for a revision."""
    return datetime.now(UTC).isoformat(timespec="seconds")
