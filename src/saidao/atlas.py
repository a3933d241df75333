"""`Atlas`: opens an atlas folder for reading; a door, not a house."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saidao.store import Passages, Snapshot

__all__ = ["Atlas"]


class Atlas:
    """One generation of an atlas, open for reading.

    Questions are functions of `saidao.answers` over `snapshot`::

        atlas = Atlas.open("out")
        answers.roadmap(atlas.snapshot, date.today())
    """

    snapshot: Snapshot
    content_hash: str

    @classmethod
    def open(cls, folder: str | Path) -> Atlas:
        """Open the present generation of the atlas in `folder`."""
        raise NotImplementedError

    def is_stale(self) -> bool:
        """Whether a newer generation has been published since this one was opened."""
        raise NotImplementedError

    def passages(self, document_id: str) -> Passages:
        """Return the text and blocks of a document."""
        raise NotImplementedError
