"""``saidao register synthesize PACK -o FILE``: a made-up register as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from saidao import packs
from saidao.cli.progress import console
from saidao.registering.synthetic import synthesize as write


def synthesize(
    pack: Path,
    /,
    *,
    out: Annotated[Path, Parameter(name=["--out", "-o"])],
    establishments: int | None = None,
    replace: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Write the synthetic register of a pack to a file.

    Every row says `synthetic`, and the file carries what was published, what is assumed and
    what it may not be used for: as metadata of a Parquet file, beside a CSV file in
    NAME-metadata.json. The same pack and number give the same rows.

    Parameters
    ----------
    pack
        Folder of a pack with a register.yaml.
    out
        A file ending in .parquet or .csv.
    establishments
        How many, to 20,000,000; as many as register.yaml says where it is not given.
        Employees and revenue are the city's, in the proportion of this number to all.
    replace
        Write over a file of that name.
    """
    rows = write(packs.load(pack), out, establishments=establishments, replace=replace)
    console.print(
        f"{out}: {rows:,} establishments, synthetic: no real firm is among them",
        soft_wrap=True,
        markup=False,
    )
