"""Reader of quantified statements in Chinese, simplified and traditional.

Where to add a rule
-------------------
============================  ====================================================
a way of writing figures      `numerals.FIGURE`, `numerals.value_of`
a unit or measure word        `units` (one row)
a comparator word             `comparators._BEFORE`, `quantities.SUFFIX`
a word of change or share     `changes._UP`, `_DOWN`, `_SHARE`
a period expression           `periods._PERIOD` and `periods._resolve`
a size class                  `tiers`
target, actual, measure       `kinds`
what is never a statement     `exclusions`
what later clauses inherit    `inheritance`
indicator, noun, driver       `indicators`
============================  ====================================================

`reading` puts them together, sentence by sentence. Every rule has worked examples in
``tests/examples/chinese-*.yaml``.
"""

from saidao.statements.chinese.reading import read

__all__ = ["read"]
