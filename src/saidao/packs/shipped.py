"""Where the packs that come with Saidao lie: in the wheel, or in a checkout."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from saidao.errors import NotFound

__all__ = ["shipped_pack", "shipped_packs"]

IN_WHEEL = Path(__file__).parent / "shipped"
IN_CHECKOUT = Path(__file__).parents[3] / "packs"


def shipped_packs() -> tuple[str, ...]:
    """Return the names of the city packs that come with Saidao, the template left out."""
    names = {path.parent.name for folder in _folders() for path in folder.glob("*/pack.yaml")}
    return tuple(sorted(name for name in names if not name.startswith("_")))


def shipped_pack(name: str) -> Path:
    """Return the folder of a pack that comes with Saidao.

    Parameters
    ----------
    name : str
        ``shanghai``, or ``_template``.

    Raises
    ------
    NotFound
        If no shipped pack has that name.
    """
    if name and Path(name).name == name:
        for folder in _folders():
            if (folder / name / "pack.yaml").is_file():
                return folder / name
    raise NotFound("shipped pack", name, get_close_matches(name, shipped_packs(), n=3))


def _folders() -> tuple[Path, ...]:
    """Return the folders to look in, a checkout first, where its packs are being written."""
    return (IN_CHECKOUT, IN_WHEEL)
