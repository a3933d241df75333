"""A progress bar on the terminal for what takes more than a second."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

__all__ = ["console", "shown"]

console = Console(highlight=False)

PATIENCE = 1.0
"""Seconds after which a bar appears."""


@contextmanager
def shown(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """Give a function that shows how far a step is, on a terminal and after a second."""
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    begun, running = time.monotonic(), False
    task = bar.add_task(title, total=None)

    def progress(what: str, done: int, of: int) -> None:
        nonlocal running
        if not running and bar.console.is_terminal and time.monotonic() - begun > PATIENCE:
            bar.start()
            running = True
        bar.update(task, description=f"{title}: {what}", completed=done, total=of)

    try:
        yield progress
    finally:
        if running:
            bar.stop()
