"""Reader of quantified statements in Chinese, simplified and traditional.

Where to add a rule
-------------------
============================  ====================================================
a way of writing figures      `numerals.FIGURE`, `numerals.value_of`
a unit or measure word        `units` (one row)
三分之二, 翻番, 居首位        `expressions`
a comparator word             `comparators._BEFORE`, `amounts.SUFFIX`
a word of change or share     `changes._UP`, `_DOWN`, `_SHARE`
a period expression           `periods._PERIOD` and `periods._resolve`
a size class                  `tiers`
a heading or dated lead       `sections`
target, actual, baseline      `kinds`, `evidence`
measures, terms, who may ask  `instruments`
review or agenda of a report  `weighing`
whose date a figure takes     `dating`
what is never a statement     `exclusions`
what a person must decide     `doubts`
what later clauses inherit    `inheritance`
words around an indicator     `wording`
indicator, noun, driver       `indicators`
where a quote begins          `extents`
============================  ====================================================

`reading` puts them together, sentence by sentence. Every rule has worked examples in
``tests/examples/chinese-*.yaml``.
"""

from saidao.statements.chinese.reading import read

__all__ = ["read"]
