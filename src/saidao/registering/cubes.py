"""What the map and the measures are made from: the last step of an import."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from saidao import store
from saidao.indicators.cubes import find
from saidao.indicators.grid import prepare
from saidao.packs.pack import Park
from saidao.pipeline import contents
from saidao.register.manifest import Register

__all__ = ["build_cubes", "build_missing_cubes"]

Progress = Callable[[float], None]
"""Called with the share that is done."""


def build_cubes(
    folder: Path, register: Register, parks: Iterable[Park], progress: Progress
) -> None:
    """Make the cubes of a register whose parts lie in a folder, beside them."""
    prepare(folder, register, parks, progress)


def build_missing_cubes(folder: Path, progress: Callable[[str, float, int], None]) -> None:
    """Make the cubes of all registers of an atlas that have none, as after it was brought in.

    Parameters
    ----------
    folder : Path
        The atlas.
    progress : callable
        Called with ``cubes``, the share of a register that is done, and its rows.
    """
    snapshot, _texts = contents(folder, store.read_pointer(folder))
    for register in snapshot.register:
        home = store.register_folder(folder, register)
        if find(home, register, snapshot.park) is None:
            build_cubes(home, register, snapshot.park, partial(told, progress, register.rows))


def told(progress: Callable[[str, float, int], None], rows: int, share: float) -> None:
    """Tell how far the cubes of so many rows are."""
    progress("cubes", share, rows)
