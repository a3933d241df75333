"""The atlas behind the server: opened once, reopened when its pointer moves."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from saidao.atlas import Atlas

__all__ = ["Shelf"]


class Shelf:
    """Hands out the newest generation of one atlas folder.

    A request that runs while the atlas is being extended keeps the generation it began
    with; the next request gets the new one.

    Parameters
    ----------
    folder : Path or None
        The atlas folder; None only for printing the schema.
    today : date, optional
        Fixed day for all answers; the calendar's day where it is not given.
    """

    def __init__(self, folder: Path | None, today: date | None = None) -> None:
        self._folder = folder
        self._today = today
        self._atlas: Atlas | None = None
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """The atlas folder."""
        if self._folder is None:
            raise RuntimeError("this server was made to print its schema only")
        return self._folder

    @property
    def today(self) -> date:
        """The day that answers are given for."""
        return self._today or date.today()

    def atlas(self) -> Atlas:
        """Return the atlas at its present generation.

        Raises
        ------
        StoreError
            If the folder is not, or no longer, a readable atlas.
        """
        from saidao.atlas import Atlas

        folder = self.folder
        with self._lock:
            if self._atlas is None or self._atlas.is_stale():
                # The old one is not closed: another request may be reading from it. It
                # closes when the last of them lets go.
                self._atlas = Atlas.open(folder)
            return self._atlas
