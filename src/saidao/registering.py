"""What people do with registers of establishments: import one into an atlas, list, remove."""

from __future__ import annotations

__all__: list[str] = []
