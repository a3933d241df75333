"""What a server of an atlas with a register does before anybody asks.

The libraries behind the map take longer to load than its first view may take; they are loaded
beside the first page. An atlas without a register loads none of them.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from saidao.errors import SaidaoError
from saidao.web.shelf import Shelf

__all__ = ["lifespan", "warm"]

log = logging.getLogger(__name__)


def warm(shelf: Shelf) -> bool:
    """Open the atlas and read what the first view of its map needs.

    Returns
    -------
    bool
        Whether the atlas has a register.
    """
    atlas = shelf.atlas()
    if not atlas.snapshot.register:
        return False
    from saidao.answers import map_data
    from saidao.answers.areas import areas
    from saidao.answers.industry_state import industry_counts

    map_data.grid(atlas.snapshot, atlas.folder)
    areas(atlas.snapshot, atlas.folder, shelf.today)
    industry_counts(atlas.snapshot, atlas.folder)
    return True


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Warm the server while it begins to answer; wait for that before it ends."""

    def work() -> None:
        try:
            warm(app.state.shelf)
        except (SaidaoError, RuntimeError) as error:
            # Whoever asks will be told; nobody has asked yet.
            log.info("not warmed: %s", error)

    def fold() -> None:
        """Compress the scripts and styles of the pages."""
        for path in sorted((app.state.static / "assets").glob("*")):
            app.state.asset(path.name)

    threading.Thread(target=fold, name="folding", daemon=True).start()
    thread = threading.Thread(target=work, name="warming", daemon=True)
    thread.start()
    yield
    app.state.measuring.end()
    thread.join()
