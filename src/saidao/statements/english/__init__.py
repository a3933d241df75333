"""The rules of English: one small module for each part of the grammar.

To add a rule, find its table: spellings of units in `units` and of money in `currencies`,
words that bound a number in `comparators`, verbs in `verbs`, dates in `dates` and
`relative_dates`, what is a share or a change in `operations`, tense in `tenses`, what an
authority gives in `amounts` and sets in `rates`, what is no statement in `exclusions`. Each rule
has its examples in ``tests/examples/english-*.yaml``. Start reading in `reading`.
"""

from saidao.statements.english.reading import read

__all__ = ["read"]
