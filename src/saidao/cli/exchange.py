"""``saidao export`` and ``saidao import``: an atlas as open files, and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saidao.cli.build import now
from saidao.cli.progress import console, shown
from saidao.store import export_atlas, import_atlas

Out = Annotated[Path, Parameter(name=["--out", "-o"])]


def export(atlas: Path, *, out: Out) -> None:
    """Write an atlas as open files: one JSON Lines file a table, and the added documents.

    Parameters
    ----------
    atlas
        Folder of the atlas.
    out
        A new or an empty folder.
    """
    exported = export_atlas(atlas, out)
    console.print(
        f"{out}: {sum(exported.rows.values())} rows in {len(exported.rows)} tables, "
        f"{exported.documents} documents",
        soft_wrap=True,
        markup=False,
    )
    console.print(f"content {exported.content_hash[:12]}", style="dim")


def bring_in(source: Path, *, out: Out) -> None:
    """Make an atlas of exported files; it has the very content that was exported.

    The tables of the map of its registers, which are not exported, are made again.

    Parameters
    ----------
    source
        Folder that ``saidao export`` wrote.
    out
        Folder of the atlas: new, empty, or an atlas of the same city.
    """
    from saidao.registering import build_missing_cubes

    pointer = import_atlas(source, out, recorded_at=now())
    with shown("tables of the map") as progress:
        build_missing_cubes(
            out, lambda _what, share, rows: progress("rows", round(share * rows), rows)
        )
    console.print(f"{out}: an atlas of {pointer.city}", soft_wrap=True, markup=False)
    console.print(f"content {pointer.content_hash[:12]}, revision {pointer.revision}", style="dim")
