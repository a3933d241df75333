"""What holds for a whole register and is found out before its parts are made."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Survey"]


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look over the register gave.

    Parameters
    ----------
    system : str
        Coordinate system of the source; empty where it has no coordinates.
    basis : str
        ``stated`` or ``detected``; empty where there is none.
    swapped : bool
        Whether longitude and latitude stand in one another's column.
    """

    system: str = ""
    basis: str = ""
    swapped: bool = False
