"""Searches for a realised figure that found none, as people record them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from saidao.errors import InvalidInput
from saidao.ledger.records import Subject

__all__ = ["Searched", "record_search", "search_key", "standing_searches"]

LONGEST_NAME, LONGEST_NOTE = 100, 2000


@dataclass(frozen=True, slots=True)
class Searched:
    """What a person searched and did not find; the last record of a key stands.

    Parameters
    ----------
    id : str
        The key and the number.
    key : str
        Digest of the indicator, industry, scope and region that were searched for.
    number : int
        Counts the records of the key from 1.
    indicator, industry, scope, region : str
    result : {'none', 'withdrawn'}
        Nothing was found, or the record was taken back.
    where, by, at : str
        What was searched, by whom, and when (ISO).
    """

    id: str
    key: str
    number: int
    indicator: str
    industry: str
    scope: str
    region: str
    result: Literal["none", "withdrawn"]
    where: str
    by: str
    at: str


def search_key(subject: Subject) -> str:
    """Return the digest of what is searched for, whatever year and comparator."""
    parts = "\x1f".join((subject.indicator, subject.industry, subject.scope, subject.region))
    return hashlib.blake2b(parts.encode(), digest_size=8).hexdigest()


def standing_searches(records: Iterable[Searched]) -> dict[str, Searched]:
    """Return the search that stands for each key: the last one, unless it was taken back."""
    latest: dict[str, Searched] = {}
    for one in records:
        known = latest.get(one.key)
        if known is None or one.number > known.number:
            latest[one.key] = one
    return {key: one for key, one in latest.items() if one.result == "none"}


def record_search(
    subject: Subject,
    *,
    where: str,
    by: str,
    at: str,
    before: Iterable[Searched],
    withdraw: bool = False,
) -> Searched:
    """Return the record of a search that found nothing, checked.

    Raises
    ------
    InvalidInput
        If nobody is named, nothing says where was searched, or there is nothing to take back.
    """
    key = search_key(subject)
    earlier = [one for one in before if one.key == key]
    by, where = by.strip(), where.strip()
    if withdraw and key not in standing_searches(earlier):
        raise InvalidInput("withdraw", "a figure without a search", "one that was searched for")
    if not withdraw and not 0 < len(where) <= LONGEST_NOTE:
        raise InvalidInput(
            "where", f"{len(where)} characters", f"what was searched, in 1 to {LONGEST_NOTE}"
        )
    if not 0 < len(by) <= LONGEST_NAME:
        raise InvalidInput("by", repr(by[:40]), f"who searched, to {LONGEST_NAME} letters")
    number = max((one.number for one in earlier), default=0) + 1
    return Searched(
        id=f"{key}.{number}",
        key=key,
        number=number,
        indicator=subject.indicator,
        industry=subject.industry,
        scope=subject.scope,
        region=subject.region,
        result="withdrawn" if withdraw else "none",
        where=where,
        by=by,
        at=at,
    )
