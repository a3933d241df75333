"""How pair distances of an industry's plants differ from chance.

``kd`` is Duranton and Overman's density of one pattern; ``duranton_overman`` tests every
industry of a population at once, with local and global bands. Importing this package
imports numba.
"""

from __future__ import annotations

from .density import Density, kd
from .localisation import DurantonOverman, duranton_overman

__all__ = ["Density", "DurantonOverman", "duranton_overman", "kd"]
