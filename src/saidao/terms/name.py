"""A name or short text in both languages of the product."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A text in Chinese and in English; `en` is empty where none is established."""

    zh: str
    en: str = ""
