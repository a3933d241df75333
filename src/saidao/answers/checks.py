"""What does not add up in an atlas, with the statements that it shows on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from saidao.ledger.checks import Books, Finding, books_of, check
from saidao.ledger.records import Ledger
from saidao.store import Snapshot

__all__ = ["atlas_books", "findings_of"]


def atlas_books(snapshot: Snapshot, texts: Mapping[str, str] | None = None) -> Books:
    """Return the books of an atlas; `texts` are the reading texts of its documents."""
    return books_of(
        Ledger(
            assertions=snapshot.assertion,
            observations=snapshot.observation,
            reviews=snapshot.review,
            commitments=snapshot.commitment,
            memberships=snapshot.membership,
            elections=snapshot.election,
            conflicts=snapshot.conflict,
        ),
        industries=snapshot.industry,
        parents=parents_of(snapshot),
        linkages=snapshot.linkage,
        indicators=snapshot.indicator,
        texts=texts,
    )


def parents_of(snapshot: Snapshot) -> dict[str, str]:
    """Return the region that each region lies in: parks in districts, districts in the city."""
    city = snapshot.city.region
    found = {one.code: city for one in snapshot.district if one.code != city}
    found |= {one.id: one.districts[0] for one in snapshot.park if len(one.districts) == 1}
    return found


def findings_of(
    snapshot: Snapshot, texts: Mapping[str, str] | None = None, rules: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what does not add up in an atlas, the surest first."""
    return check(atlas_books(snapshot, texts), rules)
