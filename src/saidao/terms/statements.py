"""The closed vocabularies of what is said of a quantity: by documents and by packs."""

from __future__ import annotations

from typing import Literal

__all__ = ["Comparator", "Firmness", "Op"]

Comparator = Literal["=", ">", ">=", "~", "<=", "<", "range"]
"""How a value binds: 达到 ``=``, 突破 ``>``, 以上 ``>=``, 左右 ``~``, a range as such."""

Op = Literal[
    "=",
    ">",
    ">=",
    "~",
    "<=",
    "<",
    "range",
    "rank",
    "growth_rate_per_year",
    "increase_by",
    "decrease_by",
    "share",
]
"""The type of a quantity: its comparator, or what makes it another thing than a level."""

Firmness = Literal["commits", "strives", "expects", "hopes"]
"""How firmly a promise is made."""
