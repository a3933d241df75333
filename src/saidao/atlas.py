"""`Atlas`: opens an atlas folder for reading; a door, not a house."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from saidao import store
from saidao.errors import NotFound, StoreError
from saidao.store import Connection, DocumentText, Pointer, Snapshot

__all__ = ["Atlas"]

ATTEMPTS = 5


class Atlas:
    """One generation of an atlas, open for reading.

    Questions are functions of `saidao.answers` over `snapshot`::

        with Atlas.open("out") as atlas:
            answers.roadmap(atlas.snapshot, date.today())
    """

    def __init__(
        self, folder: Path, pointer: Pointer, connection: Connection, snapshot: Snapshot
    ) -> None:
        self.folder = folder
        self.pointer = pointer
        self.snapshot = snapshot
        self._connection = connection

    @classmethod
    def open(cls, folder: str | Path) -> Self:
        """Open the present generation of the atlas in `folder`.

        Raises
        ------
        StoreError
            If the folder is not an atlas or cannot be read.
        MigrationNeeded
            If the atlas has other tables than this version of Saidao.
        """
        folder = Path(folder)
        for attempt in range(ATTEMPTS):
            pointer = store.read_pointer(folder)
            try:
                connection = store.connect(store.database_of(folder, pointer), read_only=True)
                break
            except StoreError:
                # A writer may have published and swept twice since the pointer was read.
                moved = store.read_pointer(folder) != pointer
                if not moved or attempt == ATTEMPTS - 1:
                    raise
        try:
            snapshot = store.read_snapshot(connection, pointer.content_hash)
        except BaseException:
            connection.close()
            raise
        return cls(folder, pointer, connection, snapshot)

    @property
    def content_hash(self) -> str:
        """Hash of all rows, whatever their history."""
        return self.pointer.content_hash

    def is_stale(self) -> bool:
        """Whether a newer generation has been published since this one was opened."""
        try:
            return store.read_pointer(self.folder).generation != self.pointer.generation
        except StoreError:
            # The folder is gone or being moved; what is open is still whole.
            return False

    def text(self, document_id: str) -> DocumentText:
        """Return the reading text of a document with its blocks.

        Raises
        ------
        NotFound
            If the atlas has no such document.
        """
        found = store.read_text(self._connection, document_id)
        if found is None:
            raise NotFound("document", document_id)
        return found

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
