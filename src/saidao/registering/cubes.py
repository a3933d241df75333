"""The last step of an import: what the map and the measures are made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from saidao.indicators.grid import prepare
from saidao.packs.pack import Park
from saidao.register.manifest import Register

__all__ = ["build_cubes"]


def build_cubes(folder: Path, register: Register, parks: Iterable[Park]) -> None:
    """Make the cubes of a register whose parts lie in a folder, beside them."""
    prepare(folder, register, parks)
