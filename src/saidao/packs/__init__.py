"""City packs: the YAML and CSV files that a person writes, read into frozen values."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from saidao.packs.checks import Check, Expected, read_checks
    from saidao.packs.loading import check, load
    from saidao.packs.problems import Problem
    from saidao.packs.shipped import shipped_pack, shipped_packs

__all__ = [
    "Check",
    "Expected",
    "Problem",
    "check",
    "load",
    "read_checks",
    "shipped_pack",
    "shipped_packs",
]

# Whoever shows an atlas needs a pack's values (`saidao.packs.pack`) and not its loader,
# which brings the YAML, schema and geometry libraries: half a second of every start.
_HOMES = {
    "Check": "checks",
    "Expected": "checks",
    "Problem": "problems",
    "check": "loading",
    "load": "loading",
    "read_checks": "checks",
    "shipped_pack": "shipped",
    "shipped_packs": "shipped",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
