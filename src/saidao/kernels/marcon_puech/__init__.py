"""How much of an industry is around its plants, set against all industries there.

``m_cumulative`` is Marcon and Puech's M of one industry, or of one around another;
``marcon_puech`` tests every industry of a population at once, with local and global bands.
``m_density`` and ``marcon_puech_density`` are the same of m, its density.
Importing this package imports numba.
"""

from __future__ import annotations

from .cumulative import m_cumulative, marcon_puech
from .density import m_density, marcon_puech_density
from .industries import MarconPuech

__all__ = [
    "MarconPuech",
    "m_cumulative",
    "m_density",
    "marcon_puech",
    "marcon_puech_density",
]
