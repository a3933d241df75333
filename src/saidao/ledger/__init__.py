"""Statements in, commitments out: pure functions over frozen values.

`intake` and `documents` turn a pack's rows and a document's statements into assertions
and observations, `decisions` lays over them what people decided, `reconcile` links the
assertions into commitments and finds what contradicts. No clock, no database: the same
statements in any order give the same ledger.
"""

from saidao.ledger.decisions import decide, find_review, key_of, settle, standing, unsettle
from saidao.ledger.documents import ReadDocument, document_intake
from saidao.ledger.intake import pack_intake
from saidao.ledger.reconcile import reconcile
from saidao.ledger.records import (
    Assertion,
    Commitment,
    Conflict,
    Decision,
    Election,
    Intake,
    Ledger,
    Membership,
    ObservedValue,
    Passage,
    ReviewItem,
    Subject,
)
from saidao.ledger.resolve import Resolver

__all__ = [
    "Assertion",
    "Commitment",
    "Conflict",
    "Decision",
    "Election",
    "Intake",
    "Ledger",
    "Membership",
    "ObservedValue",
    "Passage",
    "ReadDocument",
    "Resolver",
    "ReviewItem",
    "Subject",
    "decide",
    "document_intake",
    "find_review",
    "key_of",
    "pack_intake",
    "reconcile",
    "settle",
    "standing",
    "unsettle",
]
