"""The rules of English: one small module for each part of the grammar.

To add a rule, find its table: spellings of units in `units`, words that bound a number in
`comparators`, verbs in `verbs`, times in `periods`, what is a share or a change in
`operations`, tense and instruments in `kinds`, what is no statement in `exclusions`.
"""

from saidao.statements.english.reading import read

__all__ = ["read"]
