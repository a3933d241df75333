"""What takes minutes, done beside the requests: each answer says how much is still to do."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable

from saidao.errors import SaidaoError

__all__ = ["Measuring"]

log = logging.getLogger(__name__)

PATIENCE_S = 1.0
"""How long the first who asks waits: small registers are done by then."""


class Measuring:
    """Work in steps on a thread of its own, once for all who ask for the same."""

    def __init__(self) -> None:
        self._running: dict[Hashable, threading.Thread] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def ask(self, key: Hashable, step: Callable[[], bool]) -> None:
        """See to it that some work goes on, and wait a moment for it.

        Parameters
        ----------
        key : hashable
            Names the work.
        step : callable
            Does a part of it; returns False where nothing is left.
        """
        with self._lock:
            thread = self._running.get(key)
            if thread is None:
                thread = threading.Thread(
                    target=self._work, args=(key, step), name="measuring", daemon=True
                )
                self._running[key] = thread
                thread.start()
            else:
                return
        thread.join(PATIENCE_S)

    def end(self) -> None:
        """Begin no further step: what was found is kept, the next start goes on from there."""
        self._ended.set()

    def _work(self, key: Hashable, step: Callable[[], bool]) -> None:
        """Do step after step."""
        try:
            while not self._ended.is_set() and step():
                pass
        except (SaidaoError, OSError, RuntimeError) as error:
            # Who asks again begins again, and is told what is wrong where it is found at once.
            log.warning("not measured: %s", error)
        finally:
            with self._lock:
                self._running.pop(key, None)
