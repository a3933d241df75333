"""``saidao init DIR --city NAME``: start a pack for another city."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saidao.cli.progress import console
from saidao.packs.scaffold import start_pack


def init(
    folder: Path,
    *,
    city: str,
    english: str = "",
    id: str = "",
    code: Annotated[str, Parameter(name="--code")] = "",
) -> None:
    """Start a pack for another city: files to fill in, with comments that explain them.

    Parameters
    ----------
    folder
        A folder that does not exist or is empty.
    city
        The city's name, in Chinese or English.
    english
        The English name of a city that is named in Chinese.
    id
        Id of the pack, in kebab-case; made from the name where it is left out.
    code
        The city's GB/T 2260 code of six digits.
    """
    today = datetime.now(UTC).date().isoformat()
    start_pack(folder, city, as_of=today, english=english, id=id, region_code=code)
    console.print(f"{folder}: a new pack; start in pack.yaml", soft_wrap=True, markup=False)
    console.print(f"then  saidao pack check {folder}", style="dim", soft_wrap=True, markup=False)
